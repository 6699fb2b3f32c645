/**
 * The comparison: which models the address names, each one's file, and the table made of them.
 *
 * The address holds all: a link opens the same view. Nothing is asked for that api/v1/ids.json does not know.
 * Texts of the files are set as text and never as markup.
 */

import { comparison, short } from "./comparison.js";

/** @typedef {{text: string, keys?: string[][]}} Notice what a visitor should know; `keys`: comparisons to go on to */

const page = Object.fromEntries(
  ["words", "add", "found", "picked", "notices", "said", "only", "against", "table", "picker", "view"]
    .map((id) => [id, document.getElementById(id)]),
);
const words = JSON.parse(page.words.textContent);
const title = document.title;
const SAID = ["Input", "Output", "Context", "Score"];

const root = new URL("../", import.meta.url);
// The API's addresses are those of the published site; this copy of it may stand elsewhere.
const canonical = document.querySelector("link[rel=canonical]");
const published = new URL("../", canonical.href).href;

const here = (address) => new URL(new URL(address).href.replace(published, ""), root).href;

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

let ids = new Map();
/** The files of a catalogue in parts that were not read. */
let parts = [];

/** Read what ids begin as these do. */
async function learn(keys) {
  const asked = new Set(keys.map((key) => key.split("/")[0].toLowerCase()));
  const own = parts.filter((part) => asked.has(part.author.toLowerCase()));
  parts = parts.filter((part) => !own.includes(part));
  const read = await Promise.all(own.map((part) => json(here(part.json))));
  for (const file of read) for (const entry of Object.entries(file.ids)) ids.set(...entry);
}

const files = new Map();

/** A model's own file, asked for once. */
function fileOf({ slug, json: address }) {
  const known = files.get(slug) ?? json(here(address));
  files.set(slug, known);
  known.catch(() => files.delete(slug));
  return known;
}

let models = [];

// Which models are asked for

async function resolved(keys) {
  await learn(keys);
  const known = new Map();
  const notices = [];
  const left = [];
  for (const key of new Set(keys)) {
    const entry = ids.get(key) ?? ids.get(key.toLowerCase());
    if (!entry) notices.push(unknown(key, keys));
    else if (known.has(entry.slug)) notices.push({ text: `“${cut(key)}” is ${entry.name}, which is here already.` });
    else if (known.size < words.most) known.set(entry.slug, [key, entry]);
    else left.push(cut(key));
  }
  if (left.length) {
    const text = `${words.most} models are compared at most; left out: ${cut(left.join(", "), 300)}.`;
    notices.push({ text });
  }
  const found = await Promise.all([...known.values()].map(([key, entry]) => followed(key, entry, notices)));
  return { found: [...new Set(found)].filter((file) => file !== null), notices: notices.slice(0, 12) };
}

/** The file that an id leads to: for an alias, that of the model that it stands for today. */
async function followed(key, entry, notices) {
  try {
    const file = await fileOf(entry);
    const [primary, ...others] = file.variants;
    if (primary.alias_of) await learn([primary.alias_of.id]);
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

function unknown(key, keys) {
  const near = nearest(key);
  const text = `“${cut(key)}” is no id that this site knows, now or earlier.${near.length ? " The nearest:" : ""}`;
  // The rest stays as it is; the unknown one is replaced in its place.
  return { text, keys: near.map((id) => [id, ...keys.map((other) => (other === key ? id : other))]) };
}

/** The ids that share most pairs of letters with a text. */
function nearest(text) {
  const wanted = pairs(text);
  const marks = [...ids.keys()].map((id) => {
    const own = pairs(id);
    const shared = [...own].filter((pair) => wanted.has(pair)).length;
    return { id, mark: (2 * shared) / (own.size + wanted.size || 1) };
  });
  return marks.filter(({ mark }) => mark > 0.4).sort((one, other) => other.mark - one.mark)
    .slice(0, 3).map(({ id }) => id);
}

function pairs(text) {
  const low = text.slice(0, 200).toLowerCase();
  return new Set([...low].map((_, at) => low.slice(at, at + 2)).filter((pair) => pair.length > 1));
}

function cut(text, most = 80) {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

// The address

/** An address may be of any length; nobody means more models than this. */
const LONGEST = 40;

function asked() {
  const query = new URLSearchParams(location.search);
  const keys = query.getAll("m").map((key) => key.trim()).filter(Boolean);
  return { keys: keys.slice(0, LONGEST), only: query.get("only") === "differences" };
}

function address(keys, only = page.only.checked) {
  // In a query, slash and colon may stand for themselves: https://www.rfc-editor.org/rfc/rfc3986#section-3.4
  const parts = keys.map((key) => `m=${encodeURIComponent(key).replace(/%2F|%3A/g, decodeURIComponent)}`);
  if (only) parts.push("only=differences");
  return parts.length ? `?${parts.join("&")}` : location.pathname;
}

/** Other models are another place, to which "back" leads; their order and what is hidden are the same place. */
function keep(way) {
  history[way](null, "", address(models.map((file) => file.slug)));
}

let turn = 0;

/** Show what the address asks for; a later call overtakes an earlier one that still waits. */
async function show() {
  const own = ++turn;
  const { keys, only } = asked();
  page.only.checked = only;
  page.table.ariaBusy = "true";
  const { found, notices } = await resolved(keys);
  if (own !== turn) return;
  models = found;
  draw(notices);
}

// Drawing

/**
 */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function draw(notices, said = "") {
  page.picked.replaceChildren(...models.map(picked));
  page.notices.replaceChildren(...notices.map(notice));
  page.view.hidden = !models.length;
  page.only.parentElement.hidden = models.length < 2;
  const groups = models.length ? comparison(models, words) : [];
  page.against.replaceChildren(...models.slice(1).map((file, place) => against(file, place + 1, groups)));
  page.table.replaceChildren(...(models.length ? [table(groups)] : []));
  page.table.ariaBusy = "false";
  hide();
  document.title = models.length ? `${models.map(short).join(" · ")} – ${title}` : title;
  page.said.textContent = `${said} ${count()}`.trim();
}

function count() {
  if (models.length < 2) return models.length ? "One model so far: add another to compare it with." : "";
  return `${models.length} models compared.`;
}

function notice({ text, keys = [] }) {
  const ways = keys.flatMap(([id, ...rest], at) => [at ? ", " : " ", element("a", { href: address(rest) }, id)]);
  return element("p", { className: "notice" }, text, ...ways);
}

function picked(file, place) {
  const name = short(file);
  const last = models.length - 1;
  return element(
    "li",
    {},
    element("span", {}, name),
    button("←", `Move ${name} left`, !place, () => moved(place, place - 1)),
    button("→", `Move ${name} right`, place === last, () => moved(place, place + 1)),
    button("×", `Remove ${name}`, false, () => removed(place)),
  );
}

/**
 */
function button(sign, label, disabled, onclick) {
  const made = element("button", { type: "button", disabled, onclick, title: label }, sign);
  made.setAttribute("aria-label", label);
  return made;
}

/** What one model is to the first, as one would say it. */
function against(file, place, groups) {
  const said = groups.flatMap(({ lines }) => lines).filter(({ label }) => SAID.includes(label))
    .map(({ label, cells }) => cells[place].than && (label === "Score" ? `on Arena ${cells[place].than}` : cells[place].than));
  const words = said.filter(Boolean).join(", ") || "no figure in common";
  return element("li", {}, element("b", {}, short(file)), ` against ${short(models[0])}: ${words}.`);
}

function table(groups) {
  const heads = models.map((file, place) =>
    element("th", { scope: "col" }, element("a", { href: here(file.url) }, short(file)),
      element("code", {}, file.variants[0].id), element("small", {}, place || models.length < 2 ? "" : "the reference")),
  );
  return element("table", { className: "ledger comparison" },
    element("caption", {}, `${models.map(short).join(", ")}, side by side; prices in US dollars`),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Fact"), ...heads)),
    ...groups.map(body),
  );
}

function body({ name, lines, shared = [] }) {
  const head = element("tr", { className: "group" }, element("th", { scope: "rowgroup" }, name),
    element("td", { colSpan: models.length }));
  const made = element("tbody", { className: lines.some((one) => one.differs) ? "" : "same" }, head, ...lines.map(line));
  if (shared.length) {
    const names = shared.flatMap((name) => [element("code", {}, name), " "]);
    const fold = element("details", {}, element("summary", {}, `${shared.length} that ${models.length > 1 ? "all take" : "it takes"}`), ...names);
    made.append(element("tr", { className: "same" }, element("th", { scope: "row" }, models.length > 1 ? "The same" : "All"),
      element("td", { colSpan: models.length }, fold)));
  }
  return made;
}

function line({ label, note, code, cells, differs }) {
  const head = element("th", { scope: "row" }, code ? element("code", {}, label) : label, " ");
  if (differs) head.append(element("span", { className: "differs" }, "≠", element("span", { className: "unseen" }, " differs")));
  if (note) head.append(" ", element("small", {}, note));
  return element("tr", { className: differs ? "" : "same" }, head, ...cells.map((cell) => filled(cell, cells[0])));
}

function filled(cell, first) {
  const { text, state = "", lines = [], than } = cell;
  const equal = cell !== first && text === first.text && String(lines) === String(first.lines ?? []);
  const made = element("td", { className: equal ? "equal" : "" });
  if (text) made.append(element("span", { className: state }, text));
  if (than) made.append(element("small", {}, than));
  made.append(...lines.map((one) => element("small", {}, one)));
  return made;
}

function hide() {
  page.table.firstElementChild?.classList.toggle("only", page.only.checked && models.length > 1);
}

// What a visitor does

function moved(from, to) {
  const [file] = models.splice(from, 1);
  models.splice(to, 0, file);
  keep("replaceState");
  draw([], `${short(file)} is now number ${to + 1}.`);
  const [left, right] = page.picked.children[to].querySelectorAll("button");
  (to < from ? [left, right] : [right, left]).find((one) => !one.disabled)?.focus();
}

function removed(place) {
  const [file] = models.splice(place, 1);
  keep("pushState");
  draw([], `${short(file)} removed.`);
  const next = page.picked.children[Math.min(place, models.length - 1)];
  (next?.querySelector("button:last-child") ?? page.add).focus();
}

async function added(key) {
  page.add.value = "";
  page.found.replaceChildren();
  page.add.focus();
  const own = ++turn;
  const { found, notices } = await resolved([...models.map((file) => file.slug), key]);
  if (own !== turn) return;
  const more = found.length > models.length;
  models = found;
  if (more) keep("pushState");
  draw(notices, more ? `${short(found[found.length - 1])} added.` : "");
}

const SHOWN = 8;

/** The models that hold every word, those that are listed first. */
function matches(text) {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map();
  for (const [id, entry] of wanted.length ? ids : []) {
    const held = `${id} ${entry.name}`.toLowerCase();
    if (!found.has(entry.slug) && wanted.every((word) => held.includes(word))) found.set(entry.slug, { id, entry });
  }
  for (const file of models) found.delete(file.slug);
  return [...found.values()].sort((one, other) =>
    Number(one.entry.status === "gone") - Number(other.entry.status === "gone") || one.id.length - other.id.length);
}

function offer() {
  const full = models.length >= words.most;
  const all = full ? [] : matches(page.add.value);
  page.found.replaceChildren(...all.slice(0, SHOWN).map(({ id, entry }) => {
    const gone = entry.status === "gone" ? [element("small", {}, "gone")] : [];
    const onclick = () => added(id);
    return element("li", {}, element("button", { type: "button", onclick }, element("span", {}, entry.name), " ",
      element("code", {}, id), " ", ...gone));
  }));
  if (!page.add.value.trim()) page.said.textContent = count();
  else if (full) page.said.textContent = `${words.most} models are the most: remove one to add another.`;
  else page.said.textContent = all.length > SHOWN ? `${all.length} found, the first ${SHOWN} shown.` : `${all.length} found.`;
}

page.add.addEventListener("input", async () => {
  offer();
  const { value } = page.add;
  await learn(value.includes("/") ? [value.trim()] : []);
  if (page.add.value === value) offer();
});
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
page.only.addEventListener("change", () => {
  keep("replaceState");
  hide();
  const shown = page.table.querySelectorAll("tbody tr:not(.group)" + (page.only.checked ? ":not(.same)" : "")).length;
  page.said.textContent = page.only.checked ? `${shown} rows differ; the others are hidden.` : `All ${shown} rows are shown.`;
});
addEventListener("popstate", show);

try {
  const file = await json(new URL("api/v1/ids.json", root));
  ids = new Map(Object.entries(file.ids));
  parts = file.parts ?? [];
  await show();
} catch {
  page.said.textContent = "The list of models could not be loaded. Try again in a while.";
}
