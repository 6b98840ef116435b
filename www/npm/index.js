// The four tags as a module. Importing it does nothing, in a browser or on a server; `define` registers them.
import { QingheScreening } from "../../src/element/js/screening.js";
import { register } from "../../src/element/js/tag.js";
import { QingheRecord } from "../../src/record-page/js/tag.js";
import { QingheTraining } from "../../src/training-page/js/tag.js";
import { QingheFamily } from "../family/js/tag.js";

export { QingheFamily, QingheRecord, QingheScreening, QingheTraining };

export var version = __VERSION__;

var TAGS = { "qinghe-screening": QingheScreening, "qinghe-training": QingheTraining, "qinghe-family": QingheFamily, "qinghe-record": QingheRecord };

export function define(names) {
  (names || Object.keys(TAGS)).forEach(function (name) {
    if (!TAGS[name]) throw new TypeError("There is no <" + name + ">. There are: " + Object.keys(TAGS).join(", ") + ".");
    register(name, TAGS[name]);
  });
}
