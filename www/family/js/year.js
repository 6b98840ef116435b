// Twelve small lessons over a school year, by stage; the dates are the family's own and go nowhere but into its calendar.
import { button, fill, heading, made, room } from "./draw.js";

const DAY = 86400000;
const stamp = (date) => date.toISOString().slice(0, 10).replace(/-/g, "");

// The day of a step: its week, and a holiday or term that is shorter ends with its last one.
const dayOf = (from, week) => new Date(Date.parse(from) + ((week - 1) * 7 + 5) * DAY);

// RFC 5545, one event a step; the summary is the same for all, for calendars are looked at by others.
export function calendar(steps, dates, reminder) {
  const at = steps.filter(({ period }) => dates[period]).map(({ period, week }) => dayOf(dates[period], week));
  const uid = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const now = `${new Date().toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
  const event = (day) => ["BEGIN:VEVENT", `UID:${uid()}`, `DTSTAMP:${now}`, `DTSTART:${stamp(day)}T190000`, "DURATION:PT10M", `SUMMARY:${reminder}`, "CLASS:PRIVATE", "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${reminder}`, "TRIGGER:PT0M", "END:VALARM", "END:VEVENT"];
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Qinghe//Family//EN", ...at.flatMap(event), "END:VCALENDAR", ""].join("\r\n");
}

function save(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
  made("a", { href: address, download: "qinghe.ics" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

export function year(page, stage) {
  const { words, book } = page;
  const { is, says } = book.guides.year;
  if (!stage) {
    const rooms = is.stage.map(({ id }) => room(says.stage[id], "", () => page.go("year", id)));
    return [heading(says.title), made("p", { class: "lead" }, says.summary), made("h2", {}, words.which), made("div", { class: "rooms" }, rooms), made("p", { class: "hint" }, says.private)];
  }
  const { step: steps } = is.stage.find(({ id }) => id === stage);
  const named = (code) => book.lessons[code] || "";
  const item = ({ id, period, week, lesson }) =>
    made("li", {}, made("small", {}, fill(says.period[period], { n: week })), made("strong", {}, named(lesson)), made("span", {}, says.why[stage][id]));
  const dates = {};
  const wrong = made("p", { class: "wrong", role: "alert" });
  const field = ({ id }) => {
    const input = made("input", { type: "date", autocomplete: "off" });
    input.addEventListener("change", () => (dates[id] = input.value));
    return made("label", {}, words.from[id], input);
  };
  const press = () => {
    wrong.textContent = Object.values(dates).some(Boolean) ? "" : words.noDates;
    if (!wrong.textContent) save(calendar(steps, dates, says.reminder));
  };
  const aside = is.aside.lessons.map(named).filter(Boolean);
  return [
    made("p", { class: "of" }, says.title),
    heading(says.stage[stage]),
    made("ol", { class: "year" }, steps.map(item)),
    aside.length ? [made("h2", {}, says["aside-title"]), made("p", { class: "hint" }, says.aside), made("ul", {}, aside.map((title) => made("li", {}, title)))] : undefined,
    made("section", { class: "unprinted" }, made("h2", {}, words.dates), made("div", { class: "dates" }, is.period.map(field)), made("p", { class: "hint" }, fill(words.hour, { reminder: says.reminder })), wrong, made("div", { class: "actions" }, button(words.calendar, press))),
    made("p", { class: "hint" }, says.private),
  ];
}
