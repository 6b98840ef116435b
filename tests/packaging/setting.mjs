// One installed package, one gateway and one browser for everything in this folder.
import { after, before } from "node:test";
import { Desk } from "../browser/desk.mjs";
import { launch } from "../browser/people.mjs";
import { Place, install } from "./place.mjs";

export let files;
export let place;
export let browser;

before(async () => {
  files = await install();
  place = await Place.start();
  browser = await launch();
  const desk = await Desk.setUp(browser, place.stack);
  await desk.context.close();
});
after(async () => {
  await browser?.close();
  await place?.stop();
});
