/**
 * The explorer: search, filters, order, columns, costs and picks for the table that the page was served with.
 *
 * The table shows copies of the served rows, fifty at a time, and finds them by the facts in models.json. The form
 * holds the state, and the address of the page repeats it.
 */

import { bill, grouped } from "./figures.js";
import { ordered, testOf } from "./filters.js";
import { arenaLines, costs, modelLines } from "./lines.js";
import { asCsv, asJson, field, save } from "./takeaway.js";
import { show, viewOf } from "./view.js";

const STEP = 50;
/** Lines that fit on a screen below the form. */
const SCREEN = 8;
const COST = "cost";
const WORKLOAD = ["tokens_in", "tokens_out", "cached", "requests"];

const form = document.querySelector("#finder");
const table = document.querySelector("#register");
const found = document.querySelector("#found");
const moreButton = document.querySelector("#more");
const clear = document.querySelector("#clear");
const columns = document.querySelector("#columns");
const tray = document.querySelector("#tray");
const heads = [...table.tHead.rows[0].cells];
const keys = heads.map((head) => head.dataset.key);
const most = Number(form.dataset.most);

const body = document.createElement("tbody");

/** The state that is in no control of the form. */
const state = {
  lines: [],
  chosen: [],
  shown: STEP,
  picked: [],
  /** @type {string[] | null} the columns that a visitor chose, or null for as many as fit */
  columns: null,
  /** What could not be read, as the end of a sentence. */
  trouble: "",
  version: "",
};

/** More lines that a view may ask for, each read once. */
const more = {
  retired: once(async () => modelLines(await allModels(), await rowsOf("gone/"))),
  arena: once(async () => arenaLines((await json("api/v1/arena.json")).names, arenaRow(), local)),
};

/** In a catalogue that is too large for one page: more lines of each author. */
const authors = new Map();

async function authorLines(author) {
  const { parts = [] } = await models();
  const known = new Set(state.lines.map((line) => line.model.slug));
  const answers = parts.filter((part) => part.author === author)
    .map(async (part) => modelLines((await json(local(part.json))).models, await rowsOf(local(part.page))));
  return (await Promise.all(answers)).flat().filter((line) => !known.has(line.model.slug));
}

/** The last answer of `inOrder`. */
let sorted = { question: "", lines: [] };
let drawing = 0;
let costOf = () => null;
/** The workload as JSON; "null" where none is asked for. */
let workloadJson = "";
let copies = new Map();

/** Return a function that reads a file once, and again only after a failure. */
function once(read) {
  let answer = null;
  return () => {
    answer ??= read().catch((error) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}

async function answerOf(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

const json = async (path) => (await answerOf(path)).json();
const models = once(() => json("api/v1/models.json"));
const allModels = async () => (await models()).models;

/** Return the rows of another page by slug, with links that work from here. */
async function rowsOf(path) {
  const answer = await answerOf(path);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const link of page.querySelectorAll(".register a")) {
    link.setAttribute("href", new URL(link.getAttribute("href"), answer.url).href);
  }
  return rowsBySlug(page);
}

function rowsBySlug(page) {
  const rows = page.querySelectorAll("tr[data-slug]");
  return new Map([...rows].map((row) => [row.dataset.slug, row]));
}

function arenaRow() {
  const template = document.querySelector("#stranger");
  const row = template.content.querySelector("tr");
  heads.forEach((head, index) => row.cells[index].classList.add(...head.classList));
  return row;
}

/** Return an address of the published site as one of this copy. */
function local(address) {
  const canonical = document.querySelector("link[rel=canonical]");
  return canonical && address.startsWith(canonical.href) ? `./${address.slice(canonical.href.length)}` : address;
}

// What is shown

/** Find, sort and draw what the form asks for, and write it into the address. */
async function update() {
  const view = viewOf(form);
  readWorkload(view);
  const lines = await linesFor(view);
  // Reading takes a while. If the form has changed meanwhile, the later answer counts.
  if (`${view}` !== `${viewOf(form)}`) return;
  const order = view.get("sort") ?? form.sort.value;
  state.chosen = inOrder(lines, order).filter(testOf(view));
  draw(view, order);
  writeAddress(view);
}

/** Return the lines to choose from; some are read when they are first asked for. */
async function linesFor(view) {
  const readers = [view.has("gone") && more.retired, view.has("source", "arena_only") && more.arena];
  state.trouble = "";
  try {
    for (const author of view.getAll("author")) {
      if (!authors.has(author)) authors.set(author, once(() => authorLines(author)));
      readers.push(authors.get(author));
    }
    const answers = await Promise.all(readers.filter(Boolean).map((read) => read()));
    return answers.length ? [state.lines, ...answers].flat() : state.lines;
  } catch (error) {
    state.trouble = `. Further lines could not be read (${error.message}): try again in a while`;
    return state.lines;
  }
}

/** Return all lines in an order. A search needs the same ones at each key press, so they are kept. */
function inOrder(lines, order) {
  const question = [order, order.endsWith(COST) && workloadJson, lines.length, lines.at(-1)?.model.name].join(" ");
  if (question !== sorted.question) {
    sorted = { question, lines: ordered(lines, order, valueOf(order.replace("-", ""))) };
  }
  return sorted.lines;
}

/** Work the costs out anew if the workload has changed. */
function readWorkload(view) {
  const workload = workloadOf(view);
  const now = JSON.stringify(workload);
  if (now !== workloadJson) {
    workloadJson = now;
    costOf = workload ? costs(workload) : () => null;
    copies = new Map();
  }
  table.classList.toggle("dense", view.has("dense"));
  // On a narrow screen the cost takes the place of another column.
  table.classList.toggle("costed", workload !== null && !state.columns);
}

function hasCosts() {
  return workloadJson !== "null";
}

/** Return the workload that a view asks the cost of, or null while it is incomplete. */
function workloadOf(view) {
  const [input, output, cached, requests] = WORKLOAD.map((name) => Number(view.get(name) ?? 0));
  const whole = [input, output, cached, requests].every(Number.isSafeInteger);
  return whole && input >= 1 && output >= 0 && requests >= 1 && cached >= 0 && cached <= 100
    ? { input, output, cached, requests }
    : null;
}

/** Return the function that gives the value to sort a line by. */
function valueOf(key) {
  if (key !== COST) return (line) => line.values[key];
  return (line) => {
    const cost = costOf(line);
    return cost?.usd === undefined ? null : Number(cost.usd);
  };
}

function draw(view, order) {
  const lines = state.chosen.slice(0, state.shown);
  drawHead(order);
  drawRows(lines);
  const count = state.chosen.length;
  moreButton.hidden = count <= lines.length;
  moreButton.textContent = `Show ${grouped(Math.min(STEP, count - lines.length))} more of ${grouped(count)}`;
  const filters = [...view.keys()].filter((name) => !["sort", "dense"].includes(name));
  clear.hidden = !filters.length && !state.columns;
  found.textContent = outcome(state.chosen, lines.length) + state.trouble;
  for (const details of form.querySelectorAll("details")) markUsed(details, view);
  drawTray();
}

/**
 * Draw a screen of lines at once and the others frame by frame, since nobody waits for what is below the edge. The
 * old lines stay until then, so that the page keeps its height.
 */
function drawRows(lines, count = SCREEN) {
  cancelAnimationFrame(drawing);
  place(lines.slice(0, count), lines.length);
  const unfinished = count < lines.length;
  table.ariaBusy = unfinished ? "true" : null;
  if (unfinished) drawing = requestAnimationFrame(() => drawRows(lines, count + SCREEN));
}

/** Put lines first in the table, and leave at most `limit` rows. Rows in their place are not touched. */
function place(lines, limit) {
  lines.forEach((line, index) => {
    const row = copyOf(line);
    if (body.rows[index] !== row) body.insertBefore(row, body.rows[index] ?? null);
  });
  while (body.rows.length > limit) body.lastElementChild.remove();
}

/** Return what was found, in words. Aliases and routers stand for models, and are none. */
function outcome(lines, shown) {
  if (!lines.length) return "No model answers to all of that";
  const others = lines.filter(({ model }) => model.kind === "alias" || model.kind === "router").length;
  const parts = [
    others < lines.length && `${grouped(lines.length - others)} model${lines.length - others === 1 ? "" : "s"}`,
    others && (others === 1 ? "1 alias or router" : `${grouped(others)} aliases and routers`),
  ];
  const all = parts.filter(Boolean).join(", ");
  return shown < lines.length ? `${all}, the first ${grouped(shown)} shown` : all;
}

/** Show how many filters of a folded group are in use. */
function markUsed(details, view) {
  const controls = [...details.querySelectorAll("[name]")];
  const used = controls.filter(({ type, checked, name }) => (type === "checkbox" ? checked : view.has(name))).length;
  details.querySelector("summary").dataset.used = used ? `${used}` : "";
}

/** Return the columns that are shown, without the name. */
function shownKeys() {
  const isShown = (key, index) => state.columns?.includes(key) ?? getComputedStyle(heads[index]).display !== "none";
  return [...keys.filter(isShown).filter((key) => key !== "name"), ...(hasCosts() ? [COST] : [])];
}

function drawHead(order) {
  const row = table.tHead.rows[0];
  const all = [pickHead, ...heads.slice(0, 3), ...(hasCosts() ? [costHead] : []), ...heads.slice(3)];
  const kept = all.filter((head) => isKept(head.dataset.key));
  const changed = kept.length !== row.cells.length || kept.some((head, index) => head !== row.cells[index]);
  if (changed) row.replaceChildren(...kept);
  for (const head of kept) {
    head.classList.toggle("asked", state.columns !== null);
    const key = order.replace("-", "");
    if (head.dataset.key !== key) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", order.startsWith("-") ? "descending" : "ascending");
  }
}

/** Whether a column is in the table: all are until a visitor chooses some. */
function isKept(key) {
  return ["pick", "name", COST].includes(key) || (state.columns?.includes(key) ?? true);
}

function copyOf(line) {
  if (!copies.has(line)) copies.set(line, copiedRow(line));
  const row = copies.get(line);
  const box = row.cells[0].querySelector("input");
  if (box) {
    box.checked = state.picked.includes(line.model.slug);
    box.disabled = !box.checked && state.picked.length >= most;
  }
  return row;
}

function copiedRow(line) {
  const row = line.row.cloneNode(true);
  [...row.cells].forEach((cell, index) => {
    if (state.columns) cell.classList.remove("c2", "c3");
    if (!isKept(keys[index])) cell.remove();
  });
  // The served rows are grouped by author and leave the author's name out.
  const link = row.cells[0].querySelector("a");
  if (link && line.model.id) link.textContent = line.model.name;
  if (hasCosts()) insertCost(row, costOf(line));
  row.prepend(pickCell(line));
  return row;
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function insertCost(row, cost) {
  const cell = element("td", {
    className: cost.why ? "n cost blank" : "n cost",
    textContent: cost.why ?? [cost.usd, ...(cost.most ? [cost.most] : [])].map(billed).join(" to "),
  });
  if (cost.notes?.length) {
    // A narrow screen shows the mark alone; the notes are on the model's page too.
    cell.append(element("sup", { textContent: "*" }), element("small", { textContent: cost.notes.join(" ") }));
  }
  const before = keys.slice(0, 3).filter(isKept).length;
  row.insertBefore(cell, row.cells[before] ?? null);
}

function billed(usd) {
  return usd === "0" ? "free" : bill(usd);
}

const costHead = element("th", { scope: "col", className: "n cost", textContent: "Cost a month" });
costHead.dataset.key = COST;

// Picking, for the comparison

const pickHead = element("th", { scope: "col", className: "pick" });
pickHead.dataset.key = "pick";
pickHead.append(element("span", { className: "unseen", textContent: "Compare" }));

function pickCell(line) {
  const cell = element("td", { className: "pick" });
  if (line.model.slug) {
    const box = element("input", { type: "checkbox", value: line.model.slug });
    box.setAttribute("aria-label", `Compare ${line.model.name}`);
    cell.append(box);
  }
  return cell;
}

function drawTray() {
  const count = state.picked.length;
  tray.hidden = !count;
  const names = new Map(state.lines.map(({ model }) => [model.slug, model.name]));
  const list = state.picked.map((slug) => names.get(slug) ?? slug).join(", ");
  const full = count >= most ? ` ${most} is the most that fits side by side.` : "";
  tray.querySelector("#picked").textContent = `${list}.${full}`;
  const link = tray.querySelector("#compare");
  link.textContent = count === 1 ? "Compare it with others" : `Compare these ${count}`;
  link.search = `${new URLSearchParams(state.picked.map((slug) => ["m", slug]))}`;
}

// The address

let writing = 0;

/** Write the view into the address, seldom: browsers limit how often a page may. */
function writeAddress(view) {
  clearTimeout(writing);
  writing = setTimeout(() => {
    const address = new URLSearchParams(view);
    if (state.columns) address.set("columns", state.columns.join(" "));
    if (state.shown > STEP) address.set("rows", `${state.shown}`);
    for (const slug of state.picked) address.append("m", slug);
    history.replaceState(null, "", `${address}` ? `?${address}` : location.pathname);
  }, 150);
}

function readAddress() {
  const view = new URLSearchParams(location.search);
  show(form, view);
  state.columns = view.get("columns")?.split(" ") ?? null;
  state.shown = Math.max(STEP, Math.min(Number(view.get("rows")) || STEP, 100_000));
  state.picked = view.getAll("m").slice(0, most);
}

// What a visitor does

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", (event) => {
  if (columns.contains(event.target) && !event.target.name) {
    const ticks = columns.querySelectorAll("input:not([name]):checked");
    chooseColumns([...ticks].map((tick) => tick.value));
  }
  state.shown = STEP;
  update();
});
form.addEventListener("toggle", (event) => {
  // Until a visitor chooses, the width of the screen decides.
  if (event.target.contains(columns)) tickColumns();
}, true);
clear.addEventListener("click", () => {
  show(form, new URLSearchParams());
  chooseColumns(null);
  state.shown = STEP;
  update();
  form.q.focus();
});
moreButton.addEventListener("click", async () => {
  const [next] = state.chosen.slice(state.shown);
  state.shown += STEP;
  await update();
  // Not frame by frame: what is not in the table cannot have the focus.
  place(state.chosen.slice(0, state.shown), state.shown);
  copyOf(next).querySelector("a").focus();
});
table.tHead.addEventListener("click", (event) => {
  const key = event.target.closest("th")?.dataset.key;
  if (!key || !event.target.closest("button")) return;
  const orders = [...form.sort.options].map((option) => option.value).filter((value) => value.replace("-", "") === key);
  form.sort.value = form.sort.value === orders[0] ? orders[1] : orders[0];
  update();
});
body.addEventListener("change", (event) => {
  const { value, checked } = event.target;
  state.picked = checked ? [...state.picked, value] : state.picked.filter((slug) => slug !== value);
  update();
});
tray.querySelector("#unpick").addEventListener("click", () => {
  state.picked = [];
  update();
});
form.addEventListener("click", (event) => {
  const { form: kind, work } = event.target.dataset;
  if (kind) download(kind);
  if (work) {
    work.split(" ").forEach((number, index) => (form[WORKLOAD[index]].value = number));
    update();
  }
});
document.addEventListener("keydown", (event) => {
  const open = form.querySelector("details[open]");
  if (event.key === "Escape" && open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
document.addEventListener("pointerdown", (event) => {
  for (const open of form.querySelectorAll("details[open]")) {
    if (!open.contains(event.target)) open.removeAttribute("open");
  }
});

/** Show these columns, or as many as fit where there is no choice. @param {string[] | null} chosen */
function chooseColumns(chosen) {
  state.columns = chosen;
  copies = new Map();
}

function tickColumns() {
  const shown = shownKeys();
  const ticks = columns.querySelectorAll("input:not([name])");
  for (const tick of ticks) tick.checked = shown.includes(tick.value);
}

/** Offer all lines of the view as a file, in their order and with the columns that are shown. */
function download(kind) {
  const amount = ({ usd, most } = {}) => (most ? undefined : usd);
  const reason = ({ usd, most, why } = {}) => (most ? `${usd} to ${most} by the hour` : why);
  const cost = { [COST]: [field("cost_usd_a_month", (line) => amount(costOf(line)), (line) => reason(costOf(line)))] };
  if (kind === "csv") {
    save(asCsv(state.chosen, shownKeys(), cost), "models.csv", "text/csv;charset=utf-8");
  } else {
    const head = { view: location.href, version: state.version, work: JSON.parse(workloadJson) };
    save(asJson(state.chosen, shownKeys(), cost, head), "models.json", "application/json");
  }
}

async function start() {
  readAddress();
  const rows = rowsBySlug(table);
  state.lines = modelLines(await allModels(), rows);
  state.version = (await models()).version;
  for (const head of [...heads, costHead]) {
    head.replaceChildren(element("button", { type: "button", textContent: head.textContent }));
  }
  table.caption.textContent = "Models in the order that was asked for";
  await update();
  for (const group of [...table.tBodies]) group.remove();
  table.append(body);
  table.classList.add("live");
}

start().catch((error) => {
  // The served table stays as it is, whole and readable.
  table.classList.add("live");
  form.hidden = true;
  throw error;
});
