/**
 * The explorer: search, filters, order, columns, cost and picking for the table that the page was served with.
 *
 * The table's rows stay the page's own: what is shown are copies of them, fifty at a time. What they are found by
 * is read from models.json. The form is the only state, and the address of the page says what the form says.
 */

import { bill, grouped } from "./figures.js";
import { ordered, testOf } from "./filters.js";
import { costs, modelLines, strangerLines } from "./lines.js";
import { asCsv, asJson, field, save } from "./takeaway.js";
import { show, viewOf } from "./view.js";

const STEP = 50;
/** Lines that a screen holds below the questions. */
const SCREEN = 8;
const COST = "cost";
/** The controls that say what the work is. */
const WORK = ["tokens_in", "tokens_out", "cached", "requests"];
const MODELS = "api/v1/models.json";

const form = document.querySelector("#finder");
const table = document.querySelector("#register");
const found = document.querySelector("#found");
const more = document.querySelector("#more");
const clear = document.querySelector("#clear");
const columns = document.querySelector("#columns");
const tray = document.querySelector("#tray");
const heads = [...table.tHead.rows[0].cells];
const keys = heads.map((head) => head.dataset.key);
const most = Number(form.dataset.most);

const body = document.createElement("tbody");

/** What the page shows and is not in a control of the form: the rest follows from the form. */
const state = {
  lines: [],
  chosen: [],
  shown: STEP,
  picked: [],
  /** @type {string[] | null} the columns that a visitor chose; null: as many as fit */ columns: null,
  /** What could not be read, as the end of a sentence. */ trouble: "",
  version: "",
};

/** The further lines that a view may ask for, each read once. */
const further = {
  gone: once(async () => modelLines(await allModels(), await rowsOf("gone/"))),
  strangers: once(async () => strangerLines(await namesOf("api/v1/arena.json"), strangerRow(), local)),
};

/** Of a catalogue in parts, the further lines of each author. */
const authors = {};

async function authorLines(author) {
  const { parts = [] } = await models();
  const held = new Set(state.lines.map((line) => line.model.slug));
  const read = parts.filter((part) => part.author === author)
    .map(async (part) => modelLines((await json(local(part.json))).models, await rowsOf(local(part.page))));
  return (await Promise.all(read)).flat().filter((line) => !held.has(line.model.slug));
}

/** The last question for lines in an order, and its answer. */
let last = { question: "", lines: [] };
let drawing = 0;
let costOf = () => null;
let asked = "";
let copies = new Map();

/** Read a file once, and again only if that failed. */
function once(read) {
  let held = null;
  return () => {
    held ??= read().catch((error) => {
      held = null;
      throw error;
    });
    return held;
  };
}

async function answerOf(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

const json = async (path) => (await answerOf(path)).json();
const models = once(() => json(MODELS));
const allModels = async () => (await models()).models;
const namesOf = async (path) => (await json(path)).names;

/** The rows of another page's register, their links made those of this page. */
async function rowsOf(path) {
  const answer = await answerOf(path);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const link of page.querySelectorAll(".register a")) {
    link.setAttribute("href", new URL(link.getAttribute("href"), answer.url).href);
  }
  return served(page);
}

/** The rows of a page by the slug of their model. */
function served(page) {
  const rows = page.querySelectorAll("tr[data-slug]");
  return new Map([...rows].map((row) => [row.dataset.slug, row]));
}

/** The row of a name on Arena without a model, its cells of the classes that the columns have. */
function strangerRow() {
  const template = document.querySelector("#stranger");
  const row = template.content.querySelector("tr");
  heads.forEach((head, at) => row.cells[at].classList.add(...head.classList));
  return row;
}

/** An address of the site, wherever it is served just now. */
function local(address) {
  const canonical = document.querySelector("link[rel=canonical]");
  return canonical && address.startsWith(canonical.href) ? `./${address.slice(canonical.href.length)}` : address;
}

// What is shown

/** Find, order and draw what the form asks for, and let the address say so. */
async function update() {
  const view = viewOf(form);
  read(view);
  const lines = await linesFor(view);
  // Further lines take a while to read: who has asked for something else meanwhile gets that.
  if (`${view}` !== `${viewOf(form)}`) return;
  const order = view.get("sort") ?? form.sort.value;
  state.chosen = inOrder(lines, order).filter(testOf(view));
  draw(view, order);
  remember(view);
}

/** The lines that a view is about: further ones are read when they are first asked for. */
async function linesFor(view) {
  const asked = [view.has("gone") && further.gone, view.has("source", "arena_only") && further.strangers];
  state.trouble = "";
  try {
    for (const author of view.getAll("author")) asked.push((authors[author] ??= once(() => authorLines(author))));
    const read = await Promise.all(asked.filter(Boolean).map((lines) => lines()));
    return read.length ? [state.lines, ...read].flat() : state.lines;
  } catch (error) {
    state.trouble = `. Further lines could not be read (${error.message}): try again in a while`;
    return state.lines;
  }
}

/** All lines in an order. A search asks for the same ones at every key, so the last answer is kept. */
function inOrder(lines, order) {
  const question = [order, order.endsWith(COST) && asked, lines.length, lines.at(-1)?.model.name].join(" ");
  if (question !== last.question) last = { question, lines: ordered(lines, order, valueOf(order.replace("-", ""))) };
  return last.lines;
}

/** Work out the costs anew where the work is another. */
function read(view) {
  const work = workload(view);
  const now = JSON.stringify(work);
  if (now !== asked) {
    asked = now;
    costOf = work ? costs(work) : () => null;
    copies = new Map();
  }
  table.classList.toggle("dense", view.has("dense"));
  // A narrow screen has room for one more column in the place of another.
  table.classList.toggle("costed", work !== null && !state.columns);
}

/** The work that a view asks the cost of, or null while it is not all told. */
function workload(view) {
  const [input, output, cached, requests] = WORK.map((name) => Number(view.get(name) ?? 0));
  const whole = [input, output, cached, requests].every(Number.isSafeInteger);
  return whole && input >= 1 && output >= 0 && requests >= 1 && cached >= 0 && cached <= 100
    ? { input, output, cached, requests }
    : null;
}

/** What a column is ordered by. */
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
  more.hidden = state.chosen.length <= lines.length;
  more.textContent = `Show ${grouped(Math.min(STEP, state.chosen.length - lines.length))} more of ${grouped(state.chosen.length)}`;
  const questions = [...view.keys()].filter((name) => !["sort", "dense"].includes(name));
  clear.hidden = !questions.length && !state.columns;
  found.textContent = said(state.chosen.length, lines.length) + state.trouble;
  for (const details of form.querySelectorAll("details")) mark(details, view);
  drawTray();
}

/**
 * Draw what a screen holds at once, and the rest frame by frame: nobody waits for lines below the edge. Until
 * then the old lines stand there, so that the page keeps its height.
 */
function drawRows(lines, count = SCREEN) {
  cancelAnimationFrame(drawing);
  place(lines.slice(0, count), lines.length);
  const going = count < lines.length;
  table.ariaBusy = going ? "true" : null;
  if (going) drawing = requestAnimationFrame(() => drawRows(lines, count + SCREEN));
}

/** Put lines at the head of the table, at most so many rows in all; a row that stands right is not touched. */
function place(lines, most) {
  lines.forEach((line, at) => {
    const row = copyOf(line);
    if (body.rows[at] !== row) body.insertBefore(row, body.rows[at] ?? null);
  });
  while (body.rows.length > most) body.lastElementChild.remove();
}

function said(count, shown) {
  if (!count) return "No model answers to all of that";
  const all = `${grouped(count)} model${count === 1 ? "" : "s"}`;
  return shown < count ? `${all}, the first ${grouped(shown)} shown` : all;
}

/** Say beside a folded question how many of its controls are in use. */
function mark(details, view) {
  const named = details.querySelectorAll("[name]");
  const used = [...named].filter((one) => (one.type === "checkbox" ? one.checked : view.has(one.name))).length;
  const summary = details.querySelector("summary");
  summary.dataset.used = used ? `${used}` : "";
}

/** The columns that are shown, beside the name. */
function shownKeys() {
  const fitting = keys.filter((key, at) => state.columns?.includes(key) ?? getComputedStyle(heads[at]).display !== "none");
  return [...fitting.filter((key) => key !== "name"), ...(asked === "null" ? [] : [COST])];
}

function drawHead(order) {
  const row = table.tHead.rows[0];
  const all = [pickHead, ...heads.slice(0, 3), ...(asked === "null" ? [] : [costHead]), ...heads.slice(3)];
  const kept = all.filter((head) => isKept(head.dataset.key));
  if (kept.length !== row.cells.length || kept.some((head, at) => head !== row.cells[at])) row.replaceChildren(...kept);
  for (const head of kept) {
    head.classList.toggle("asked", state.columns !== null);
    const key = order.replace("-", "");
    if (head.dataset.key !== key) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", order.startsWith("-") ? "descending" : "ascending");
  }
}

/** Whether a column stays in the table: all do until a visitor chooses some. */
function isKept(key) {
  return ["pick", "name", COST].includes(key) || (state.columns?.includes(key) ?? true);
}

/** The row of a line as the table shows it. */
function copyOf(line) {
  let row = copies.get(line);
  if (!row) {
    row = line.row.cloneNode(true);
    const cells = [...row.cells];
    cells.forEach((cell, at) => {
      if (state.columns) cell.classList.remove("c2", "c3");
      if (!isKept(keys[at])) cell.remove();
    });
    const author = row.cells[0].querySelector("a");
    if (author && line.model.id) author.textContent = line.model.name;
    if (asked !== "null") insertCost(row, costOf(line));
    row.prepend(pickCell(line));
    copies.set(line, row);
  }
  const box = row.cells[0].querySelector("input");
  if (box) {
    box.checked = state.picked.includes(line.model.slug);
    box.disabled = !box.checked && state.picked.length >= most;
  }
  return row;
}

function insertCost(row, cost) {
  const cell = document.createElement("td");
  cell.className = cost.why ? "n cost blank" : "n cost";
  cell.textContent = cost.why ?? (cost.usd === "0" ? "free" : bill(cost.usd));
  if (cost.notes?.length) {
    const note = document.createElement("small");
    note.textContent = cost.notes.join(" ");
    // A narrow screen has the mark alone: the notes stand on the model's page too.
    cell.append(Object.assign(document.createElement("sup"), { textContent: "*" }), note);
  }
  const before = keys.slice(0, 3).filter(isKept).length;
  row.insertBefore(cell, row.cells[before] ?? null);
}

const costHead = document.createElement("th");
costHead.scope = "col";
costHead.className = "n cost";
costHead.dataset.key = COST;
costHead.textContent = "Cost a month";

// Picking, for the comparison

const pickHead = document.createElement("th");
pickHead.scope = "col";
pickHead.className = "pick";
pickHead.dataset.key = "pick";
pickHead.append(Object.assign(document.createElement("span"), { className: "unseen", textContent: "Compare" }));

function pickCell(line) {
  const cell = document.createElement("td");
  cell.className = "pick";
  if (line.model.slug) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = line.model.slug;
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

/** Let the address say what is shown: not at every key, since browsers count. */
function remember(view) {
  clearTimeout(writing);
  writing = setTimeout(() => {
    const address = new URLSearchParams(view);
    if (state.columns) address.set("columns", state.columns.join(" "));
    if (state.shown > STEP) address.set("rows", `${state.shown}`);
    for (const slug of state.picked) address.append("m", slug);
    history.replaceState(null, "", `${address}` ? `?${address}` : location.pathname);
  }, 150);
}

function recall() {
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
    choose([...ticks].map((tick) => tick.value));
  }
  state.shown = STEP;
  update();
});
form.addEventListener("toggle", (event) => {
  // The boxes say which columns stand there just now, which the width of the screen decides at first.
  if (event.target.contains(columns)) tickColumns();
}, true);
clear.addEventListener("click", () => {
  show(form, new URLSearchParams());
  choose(null);
  state.shown = STEP;
  update();
  form.q.focus();
});
more.addEventListener("click", async () => {
  const [next] = state.chosen.slice(state.shown);
  state.shown += STEP;
  await update();
  // The line itself is drawn some frames later: its copy is put where it will stand.
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
  if (kind) take(kind);
  if (work) {
    work.split(" ").forEach((number, at) => (form[WORK[at]].value = number));
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

/** Show just these columns, or as many as fit. */
function choose(chosen) {
  state.columns = chosen;
  copies = new Map();
}

function tickColumns() {
  const shown = shownKeys();
  const ticks = columns.querySelectorAll("input:not([name])");
  for (const tick of ticks) tick.checked = shown.includes(tick.value);
}

/** Give all lines of the view, in its order and with its columns. */
function take(kind) {
  const cost = { [COST]: [field("cost_usd_a_month", (line) => costOf(line)?.usd, (line) => costOf(line)?.why)] };
  if (kind === "csv") {
    save(asCsv(state.chosen, shownKeys(), cost), "models.csv", "text/csv;charset=utf-8");
  } else {
    const head = { view: location.href, version: state.version, work: JSON.parse(asked) };
    save(asJson(state.chosen, shownKeys(), cost, head), "models.json", "application/json");
  }
}

async function start() {
  recall();
  const rows = served(table);
  state.lines = modelLines(await allModels(), rows);
  state.version = (await models()).version;
  for (const head of [...heads, costHead]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
  }
  table.caption.textContent = "Models in the order that was asked for";
  await update();
  for (const group of [...table.tBodies]) group.remove();
  table.append(body);
  table.classList.add("live");
}

start().catch((error) => {
  // The table that the page was served with stays, whole and readable.
  table.classList.add("live");
  form.hidden = true;
  throw error;
});
