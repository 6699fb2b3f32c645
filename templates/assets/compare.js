/**
 * The comparison page: which models its address names, their files, and the table that is made of them.
 *
 * The address holds the whole state, so that a link opens the same view. Only models that api/v1/ids.json lists are
 * asked for. Text from the files is set as text and never as markup.
 */

import { askDay, citationOn, comparison, fileOn, headOn, short } from "./comparison.js";
import { nearest, readIndex, search } from "./search.js";
import { button, element, json, local, once, root } from "./page.js";
import { carryWork, onWork, queryText, show, viewOf, workFields, workOf } from "./view.js";

/** @typedef {{text: string, keys?: string[][]}} Notice a message for the visitor; `keys`: comparisons to link to */

const page = Object.fromEntries(
  ["words", "add", "found", "picked", "notices", "said", "equal", "against", "table", "picker", "view", "work", "on", "as-of"]
    .map((id) => [id, document.getElementById(id)]),
);
const words = JSON.parse(page.words.textContent);
const title = document.title;

/** The lines of which a sentence a model speaks, beside its cost. */
const SUMMARISED = ["Input", "Output", "Context", "Score"];

let ids = new Map();
/** Of a catalogue in parts, the files that have not been read. */
let parts = [];

/** Read the files that may have these ids. */
async function readParts(keys) {
  const authors = new Set(keys.map((key) => key.split("/")[0].toLowerCase()));
  const needed = parts.filter((part) => authors.has(part.author.toLowerCase()));
  parts = parts.filter((part) => !needed.includes(part));
  const answers = await Promise.all(needed.map((part) => json(local(part.json))));
  for (const answer of answers) for (const entry of Object.entries(answer.ids)) ids.set(...entry);
}

const files = new Map();

/** Return a model's own file, which is read once. */
function fileOf({ slug, json: address }) {
  if (!files.has(slug)) files.set(slug, once(() => json(local(address))));
  return files.get(slug)();
}

let models = [];

// Which models are asked for

/** Return the files of these ids, and notices. */
async function resolved(keys) {
  await readParts(keys);
  const entries = new Map();
  const notices = [];
  const surplus = [];
  for (const key of new Set(keys)) {
    const entry = ids.get(key) ?? ids.get(key.toLowerCase());
    if (!entry) notices.push(await unknown(key, keys));
    else if (entries.has(entry.slug)) notices.push({ text: `“${cut(key)}” is ${entry.name}, which is here already.` });
    else if (entries.size < words.most) entries.set(entry.slug, [key, entry]);
    else surplus.push(cut(key));
  }
  if (surplus.length) {
    const text = `${words.most} models are compared at most; left out: ${cut(surplus.join(", "), 300)}.`;
    notices.push({ text });
  }
  const answers = await Promise.all([...entries.values()].map(([key, entry]) => followed(key, entry, notices)));
  return { found: [...new Set(answers)].filter((file) => file !== null), notices: notices.slice(0, 12) };
}

/** Return an id's file; an alias leads to the model that it stands for. */
async function followed(key, entry, notices) {
  try {
    const file = await fileOf(entry);
    const [primary, ...others] = file.variants;
    if (primary.alias_of) await readParts([primary.alias_of.id]);
    const target = primary.alias_of && ids.get(primary.alias_of.id);
    if (target) {
      notices.push({ text: `“${cut(key)}” is an alias: at present it stands for ${target.name}.` });
      return await fileOf(target);
    }
    if (others.some((other) => other.id === key)) {
      notices.push({ text: `“${cut(key)}” is one of the ids of ${file.name}; its prices are among its other ids.` });
    }
    return file;
  } catch {
    notices.push({ text: `The facts of ${entry.name} could not be loaded. Try again in a while.` });
    return null;
  }
}

async function unknown(key, keys) {
  const near = nearest(await readIndex(), key).map(({ id }) => id);
  const text = `“${cut(key)}” is no id that this site knows, now or earlier.${near.length ? " The nearest:" : ""}`;
  // Each link replaces the unknown id and keeps the others.
  return { text, keys: near.map((id) => [id, ...keys.map((other) => (other === key ? id : other))]) };
}

function cut(text, most = 80) {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

// The address

/** An address may have any number of ids; this many are read. */
const MOST_IDS = 40;

function asked() {
  const query = new URLSearchParams(location.search);
  const keys = query.getAll("m").map((key) => key.trim()).filter(Boolean);
  return { keys: keys.slice(0, MOST_IDS), equal: query.has("equal"), query };
}

function address(keys) {
  const fields = [...keys.map((key) => ["m", key]), ...workFields(page.work)];
  if (page.equal.checked) fields.push(["equal", 1]);
  if (page.on.value) fields.push(["on", page.on.value]);
  return queryText(fields) || location.pathname;
}

/** Write the view into the address: "pushState" for other models, so that "back" leads to those before. */
function writeAddress(method) {
  history[method](null, "", address(models.map((file) => file.slug)));
}

let turn = 0;

/** Show what the address asks for. A later call wins over one that still waits. */
async function showAddress() {
  const own = ++turn;
  const { keys, equal, query } = asked();
  page.equal.checked = equal;
  show(page.work, query);
  const wrong = askDay(page.on, query);
  if (query.has("tokens_in")) page.work.closest("details").open = true;
  page.table.ariaBusy = "true";
  const { found, notices } = await resolved(keys);
  if (own !== turn) return;
  models = found;
  if (wrong) notices.push({ text: wrong });
  draw(notices);
}

// Drawing

function draw(notices, message = "") {
  page.picked.replaceChildren(...models.map(pickedModel));
  page.notices.replaceChildren(...notices.map(notice));
  page.view.hidden = !models.length;
  const work = workOf(viewOf(page.work));
  const on = page.on.value;
  const groups = models.length ? comparison(on ? models.map((file) => fileOn(file, on)) : models, words, work) : [];
  if (on && groups.length) [groups[0].name] = headOn(models[0], on).split(",");
  page["as-of"].replaceChildren(...(on && models.length ? asOf(on) : []));
  page.against.replaceChildren(...models.slice(1).map((file, index) => sentence(file, index + 1, groups)));
  page.table.replaceChildren(...(models.length ? [table(groups)] : []));
  page.table.ariaBusy = "false";
  carryWork(page.work);
  showEqualLines();
  document.body.classList.add("drawn");
  document.title = models.length ? `${models.map(short).join(" · ")} – ${title}` : title;
  page.said.textContent = `${message} ${count()}`.trim();
}

/** Return what says that the prices are those of a day, and how each model's are cited. */
function asOf(on) {
  const today = button("Back to today’s", "Back to today’s prices", () => {
    page.on.value = "";
    reckon();
    page.on.focus();
  });
  const cited = models.map((file) => element("blockquote", { className: "citation" }, citationOn(file, on)));
  return [
    element("p", { className: "notice" }, element("strong", {}, headOn(models[0], on)),
      " All other rows are today’s, and a cost is reckoned with today’s limits. ", today),
    element("details", {}, element("summary", {}, "Cite the prices of that day"), ...cited),
  ];
}

function count() {
  if (models.length < 2) return models.length ? "One model so far: add another to compare it with." : "";
  return `${models.length} models compared.`;
}

function notice({ text, keys = [] }) {
  const links = keys.flatMap(([id, ...others], index) => [
    index ? ", " : " ",
    element("a", { href: address(others) }, id),
  ]);
  return element("p", { className: "notice" }, text, ...links);
}

function pickedModel(file, index) {
  const name = short(file);
  const last = models.length - 1;
  return element(
    "li",
    {},
    element("span", {}, name),
    button("←", `Move ${name} left`, () => move(index, index - 1), { disabled: !index }),
    button("→", `Move ${name} right`, () => move(index, index + 1), { disabled: index === last }),
    button("×", `Remove ${name}`, () => remove(index)),
  );
}

/** Return how a model compares with the first, in one sentence. */
function sentence(file, index, groups) {
  const lines = groups.flatMap((group) => group.lines)
    .filter(({ label }) => SUMMARISED.includes(label) || label.startsWith("Cost a "));
  const phrases = lines.map(({ label, cells }) => {
    const { than } = cells[index];
    if (than && label === "Score") return `on Arena ${than}`;
    return than && label.startsWith("Cost") ? `${than} for this work` : than;
  });
  const list = phrases.filter(Boolean).join(", ") || "no figure in common";
  return element("li", {}, element("b", {}, short(file)), ` against ${short(models[0])}: ${list}.`);
}

function table(groups) {
  const heads = models.map((file, index) =>
    element("th", { scope: "col" }, element("a", { href: local(file.url) }, short(file)),
      element("code", {}, file.variants[0].id), element("small", {}, index || models.length < 2 ? "" : "baseline")),
  );
  return element("table", { className: "ledger comparison", role: "table" },
    element("caption", { className: "unseen" }, `${models.map(short).join(", ")}, side by side; prices in US dollars`),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Fact"), ...heads)),
    ...groups.map(body),
  );
}

function body({ name, lines, shared = [] }) {
  const equal = models.length > 1 ? lines.filter(({ differs }) => !differs).map(({ label }) => label) : [];
  const said = equal.length ? element("small", { className: "folded" }, `the same: ${equal.join(", ")}`) : "";
  const head = element("tr", { className: "group", role: "row" }, element("th", { scope: "rowgroup", role: "rowheader" }, name),
    element("td", { colSpan: models.length, role: "cell" }, said));
  return element("tbody", { hidden: !lines.length && !shared.length, role: "rowgroup" }, head, ...lines.map(row),
    ...(shared.length ? [sharedRow(shared)] : []));
}

function sharedRow(shared) {
  const [label, takers] = models.length > 1 ? ["In common", "all take"] : ["All", "it takes"];
  const names = shared.flatMap((name) => [element("code", {}, name), " "]);
  const details = element("details", {}, element("summary", {}, `${shared.length} that ${takers}`), ...names);
  return element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader" }, label),
    element("td", { colSpan: models.length, role: "cell" }, details));
}

function row({ label, note, code, cells, differs }) {
  const head = element("th", { scope: "row", role: "rowheader" }, code ? element("code", {}, label) : label, " ");
  if (note) head.append(" ", element("small", {}, note));
  const className = differs || models.length < 2 ? "" : "same";
  return element("tr", { className, role: "row" }, head, ...cells.map((cell, at) => tableCell(cell, cells[0], at)));
}

function tableCell(cell, first, at) {
  const { text, state = "", lines = [], than, bar } = cell;
  const equal = cell !== first && text === first.text && String(lines) === String(first.lines ?? []);
  const node = element("td", { className: [equal && "equal", bar && `n bar b${bar}`].filter(Boolean).join(" "), role: "cell" });
  // A phone has the cells below each other, each with the name of its model.
  node.dataset.model = short(models[at]);
  if (text) node.append(element("span", { className: state }, text));
  if (than) node.append(element("small", {}, than));
  node.append(...lines.map((line) => element("small", {}, line)));
  return node;
}

function showEqualLines() {
  const same = page.table.querySelectorAll(".same").length;
  page.equal.closest("p").hidden = !same;
  page.equal.nextElementSibling.textContent = `Show ${same} row${same === 1 ? "" : "s"} in which they are the same`;
  page.table.firstElementChild?.classList.toggle("only", !page.equal.checked);
}

// What a visitor does

function move(from, to) {
  const [file] = models.splice(from, 1);
  models.splice(to, 0, file);
  writeAddress("replaceState");
  draw([], `${short(file)} is now number ${to + 1}.`);
  const [left, right] = page.picked.children[to].querySelectorAll("button");
  (to < from ? [left, right] : [right, left]).find((node) => !node.disabled)?.focus();
}

function remove(index) {
  const [file] = models.splice(index, 1);
  writeAddress("pushState");
  draw([], `${short(file)} removed.`);
  const next = page.picked.children[Math.min(index, models.length - 1)];
  (next?.querySelector("button:last-child") ?? page.add).focus();
}

async function add(key) {
  page.add.value = "";
  page.found.replaceChildren();
  page.add.focus();
  const own = ++turn;
  const { found, notices } = await resolved([...models.map((file) => file.slug), key]);
  if (own !== turn) return;
  const more = found.length > models.length;
  models = found;
  if (more) writeAddress("pushState");
  draw(notices, more ? `${short(found[found.length - 1])} added.` : "");
}

const OFFERED = 8;

/** Offer what the text means and what is not compared yet. */
async function offer() {
  const text = page.add.value;
  const full = models.length >= words.most;
  const known = new Set(models.map((file) => file.slug));
  const found = full || !text.trim() ? [] : search(await readIndex(), text);
  if (page.add.value !== text) return;
  const all = found.map(({ entry }) => entry).filter(({ slug }) => !known.has(slug));
  page.found.replaceChildren(...all.slice(0, OFFERED).map(offeredModel));
  page.said.textContent = !text.trim() ? count()
    : full ? `${words.most} models are the most: remove one to add another.`
      : `${all.length} found${all.length > OFFERED ? `, the first ${OFFERED} shown` : ""}.`;
}

function offeredModel({ id, name, retired }) {
  return element("li", {}, element("button", { type: "button", onclick: () => add(id) },
    element("span", {}, name), " ", element("code", {}, id), " ", retired ? element("small", {}, "retired") : ""));
}

page.add.addEventListener("input", offer);
onWork(page.work, reckon);
page.on.addEventListener("input", () => page.on.validity.valid && reckon());

/** Show the cost of other work. */
function reckon() {
  writeAddress("replaceState");
  draw([]);
}
page.picker.addEventListener("submit", (event) => {
  event.preventDefault();
  page.found.querySelector("button")?.click();
});
page.picker.addEventListener("keydown", (event) => {
  const stops = [page.add, ...page.found.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = step && stops[stops.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
page.equal.addEventListener("change", () => {
  writeAddress("replaceState");
  showEqualLines();
  const shown = page.table.querySelectorAll(`tbody tr:not(.group)${page.equal.checked ? "" : ":not(.same)"}`).length;
  page.said.textContent = page.equal.checked ? `All ${shown} rows are shown.` : `${shown} rows differ; the others are hidden.`;
});
addEventListener("popstate", showAddress);

try {
  const file = await json(new URL("api/v1/ids.json", root));
  ids = new Map(Object.entries(file.ids));
  parts = file.parts ?? [];
  await showAddress();
} catch {
  document.body.classList.add("drawn");
  page.said.textContent = "The list of models could not be loaded. Try again in a while.";
}
