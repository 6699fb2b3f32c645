/** The tools of a model's page: what a visitor's own work costs, and the prices of a day. The address holds both. */

import { askDay, citationOn, costLines, dayShown, fileOn, headOn, priceLines, written } from "./comparison.js";
import { element, json, once } from "./page.js";
import { carryWork, onWork, queryText, show, viewOf, workFields, workOf } from "./view.js";

const { title } = document;
const work = document.querySelector("#work");
const day = document.querySelector("#on");
const [estimate, view] = ["#estimate", "#as-of"].map((id) => document.querySelector(id));

let started = false;

/** Fill the forms from the address, and answer whenever one of them changes. */
export async function start() {
  if (started) return;
  started = true;
  const asked = new URLSearchParams(location.search);
  if (work) {
    if (asked.has("tokens_in")) show(work, asked);
    onWork(work, reckon);
  }
  if (day) {
    view.append(askDay(day, asked));
    onWork(day.form, ask);
    view.addEventListener("click", (event) => {
      if (!event.target.closest("a")) return;
      event.preventDefault();
      day.value = "";
      day.focus();
      ask();
    });
  }
  await Promise.all([work && reckon(), day?.value && ask()]);
  if (asked.has("on") && !location.hash) day?.form.scrollIntoView();
}

/** Write the work and the day into the address. */
function write() {
  const fields = work ? workFields(work) : [];
  if (day?.value) fields.push(["on", day.value]);
  history.replaceState(null, "", (queryText(fields) || location.pathname) + location.hash);
}

/** Return the model's file, which is read once. */
const read = once(() => json("index.json"));

/** Draw what is made of the model's file, or say that it could not be read. */
async function draw(place, parts) {
  try {
    place.replaceChildren(...parts(await read()));
  } catch (error) {
    place.replaceChildren(element("p", { className: "notice" }, `The prices could not be read (${error.message}): try again in a while.`));
  }
}

/** Show what the work of the form costs. */
async function reckon() {
  write();
  const asked = workOf(viewOf(work));
  if (asked) await draw(estimate, (model) => costRows(model, asked));
  estimate.hidden = !asked;
  carryWork(work);
}

/** Return what the work costs with the main id in each way, and with each further id. */
function costRows({ variants: [main, ...others], ...model }, work) {
  const further = others.filter(({ status }) => status === "listed")
    .map((id) => ({ ...costLines([{ variants: [id] }], work)[0], label: `With ${id.id}`, note: "" }));
  const lines = [...costLines([{ ...model, variants: [main] }], work), ...further];
  const caption = element("caption", {}, `US dollars a ${work.per} for this work`);
  return [element("table", { className: "ledger" }, caption, element("tbody", {}, ...lines.map(row)))];
}

function row({ label, note, cells: [{ text, state, lines }] }) {
  return element("tr", {}, element("th", { scope: "row" }, label, " ", small([note, ...lines].filter(Boolean).join(" · "))),
    element("td", { className: `n money ${state}` }, text));
}

function small(text) {
  return element("span", { className: "also" }, text);
}

/** Show the prices of the day that is asked for. */
async function ask() {
  if (!day.validity.valid) return;
  write();
  const on = day.value;
  document.title = title;
  if (on) await draw(view, (model) => dayParts(fileOn(model, on), on));
  else view.replaceChildren();
}

/** Return what says that prices are those of a day, the prices of each id, and their citation. */
function dayParts(model, on) {
  document.title = `As of ${written(dayShown(model, on))}: ${title}`;
  const words = JSON.parse(document.querySelector("#words").textContent);
  const bodies = model.variants.map((id) => {
    const head = element("th", { colSpan: 2, scope: "rowgroup" }, element("code", {}, id.id), " ", small(id.why ?? ""));
    return element("tbody", {}, element("tr", { className: "group" }, head), ...(id.why ? [] : priceLines([id], words).map(row)));
  });
  const back = element("a", { href: location.pathname }, "Back to today’s");
  return [
    element("p", { className: "notice" }, element("strong", {}, headOn(model, on)), " ", back),
    element("table", { className: "ledger prices" }, element("caption", {}, "US dollars, as the catalogue showed them"), ...bodies),
    ...(model.variants.every(({ why }) => why) ? [] : [element("blockquote", { className: "citation" }, citationOn(model, on))]),
  ];
}
