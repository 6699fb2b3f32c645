/**
 * The explorer: search, filters, order, columns, costs and picks for the table that the page was served with.
 *
 * The table shows the served rows, fifty at a time, or copies of them where a visitor asks for more than they say, and
 * finds them by the facts in models.json. The form holds the state, and the address of the page repeats it.
 */

import { costText, grouped } from "./amounts.js";
import { arenaLines, asCsv, asJson, costs, extraOf, field, freeOf, modelLines, ordered, save, testOf } from "./lines.js";
import { element, json, local, manyModels, once, read } from "./page.js";
import { nearest, search, searchIndex } from "./search.js";
import { markNumbers, queryText, show, viewOf, workFields, workOf } from "./view.js";

const STEP = 50;
/** Lines that fit on a screen below the form. */
const SCREEN = 8;
const COST = "cost";
/** The order of a search. */
const MATCH = "match";

const byId = (id) => document.getElementById(id);
const [form, table, found, hints, notes] = ["finder", "register", "found", "hints", "cost-notes"].map(byId);
const [moreButton, clear, unfold, columns] = ["more", "clear", "unfold", "columns"].map(byId);
const [tray, picks, compare, unpick] = ["tray", "picked", "compare", "unpick"].map(byId);
const chips = [...form.querySelectorAll(".chips a[href^='?']")];
const heads = [...table.tHead.rows[0].cells];
const keys = heads.map((head) => head.dataset.key);
/** Heads of the columns that a visitor can add. */
const extraHeads = [...columns.querySelectorAll("[data-extra]")].map(({ value, dataset }) => headOf(value, dataset.extra, "n"));
const costHead = headOf(COST, "", "n cost");
const most = Number(form.dataset.most);
const usual = form.sort.value;

const [body, late] = table.tBodies;

/** The state that is in no control of the form. */
const state = {
  lines: [],
  chosen: [],
  shown: STEP,
  picked: [],
  /** Whether the visitor chose the order; else it follows from what is asked. */
  sorted: false,
  /** @type {string[] | null} the columns that a visitor chose, or null for as many as fit */
  columns: null,
  /** What could not be read, as the end of a sentence. */
  trouble: "",
  /** The offers of each model by slug, once a cost is asked at the cheapest of them. */
  offers: {},
  /** Whether rows show what is free of a model. */
  free: false,
};

/** The lines of this page, for which all that is asked waits. */
const servedLines = once(async () => modelLines((await models()).models, rowsBySlug(table)));

/** More lines that a view may ask for, each read once. */
const more = {
  retired: once(async () => modelLines((await models()).models, await rowsOf("gone/"))),
  arena: once(async () => arenaLines((await json("api/v1/arena.json")).names, arenaRow())),
};

/** In a catalogue that is too large for one page: more lines of each author. */
const authors = new Map();

async function authorLines(author) {
  const { parts = [] } = await models();
  const known = new Set(state.lines.map((line) => line.model.slug));
  const answers = parts.filter((part) => part.author === author)
    .map(async (part) => modelLines((await manyModels(local(part.json))).models, await rowsOf(local(part.page))));
  return (await Promise.all(answers)).flat().filter((line) => !known.has(line.model.slug));
}

/** The last answer of `inOrder`. */
let sorted = { question: "", lines: [] };
let turn = 0;
let drawing = 0;
let counting = 0;
let noted = [];
let costOf = () => null;
/** The work that a cost is asked of, and how, or null. */
let work = null;
/** What links to models carry of it. */
let carried = "";
/** What makes a row another one than the served: each line has its row of the last shape. */
let shape = "";

const models = once(() => manyModels("api/v1/models.json"));
const offers = once(() => json("assets/offers.json"));

/** Return the rows of another page by slug, with links that work from here. */
async function rowsOf(path) {
  const answer = await read(path);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const link of page.querySelectorAll(".register a")) {
    link.setAttribute("href", new URL(link.getAttribute("href"), answer.url).href);
  }
  for (const row of page.querySelectorAll("tr[data-slug]")) {
    row.prepend(element("td", { className: "pick" }));
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

// What is searched

let index = null;
/** Reads of what is searched, by the number of names of Arena alone in it. */
const indexes = {};
/** What the last text means: its models by key, in the order in which they answer to it. */
let answer = { asked: "", matches: new Map() };

/** Return what a text means. Names of Arena alone are searched once they are read. */
async function matchesOf(text, lines) {
  const strangers = lines.filter(({ model }) => model.slug === null);
  indexes[strangers.length] ??= once(async () => {
    const file = await json("assets/search.json");
    const added = strangers.map(({ key, model }) => ({ slug: key, name: model.name }));
    return searchIndex({ ...file, models: [...file.models, ...added] });
  });
  index = await indexes[strangers.length]();
  const asked = `${strangers.length} ${text}`;
  if (asked !== answer.asked) {
    answer = { asked, matches: new Map(search(index, text).map(({ entry }, place) => [entry.slug, { entry, place }])) };
  }
  return answer.matches;
}

// What is shown

/** Return the view: the form's values, with the order only where the visitor chose it. */
function currentView() {
  const view = viewOf(form);
  if (state.sorted) view.set("sort", form.sort.value);
  else view.delete("sort");
  return view;
}

/** Find, sort and draw what the form asks for, and write it into the address; return whether that is what is shown. */
async function update() {
  const view = currentView();
  const mine = ++turn;
  markNumbers(form);
  let lines = await linesFor(view);
  const text = view.get("q");
  const matches = text ? await matchesOf(text, lines).catch(unread) : null;
  // Reading takes a while. If more was asked meanwhile, the later answer counts.
  if (mine !== turn) return false;
  readWork(view);
  state.free = view.has("free");
  shape = JSON.stringify([state.columns, state.free, work]);
  if (matches) lines = withRetired(lines, matches);
  const order = view.get("sort") ?? (text ? MATCH : work ? COST : usual);
  form.sort.value = order;
  const searched = matches ? lines.filter(({ key }) => matches.has(key)) : lines;
  const sortedLines = order === MATCH ? ordered(searched, "place", ({ key }) => matches?.get(key).place) : inOrder(lines, order);
  const test = testOf(view);
  state.chosen = sortedLines.filter((line) => (!matches || matches.has(line.key)) && test(line));
  draw(view, order, searched, matches);
  writeAddress(view);
  return true;
}

let retiredLines = null;

/** Return the lines with those of retired models, once they are read: they are when a search first finds one. */
function withRetired(lines, matches) {
  const known = new Set(lines.map(({ key }) => key));
  if (retiredLines) return [...lines, ...retiredLines.filter(({ key }) => !known.has(key))];
  if ([...matches.values()].some(({ entry }) => entry.retired && !known.has(entry.slug))) {
    more.retired().then((read) => {
      retiredLines = read;
      update();
    }, () => {});
  }
  return lines;
}

/** Return the lines to choose from; some are read when they are first asked for. */
async function linesFor(view) {
  state.lines = await servedLines();
  const priced = workOf(view) && view.get("at") === "cheapest";
  const readers = [view.has("gone") && more.retired, view.has("source", "arena_only") && more.arena];
  state.trouble = "";
  try {
    if (priced) state.offers = (await offers()).models;
    for (const author of view.getAll("author")) {
      if (!authors.has(author)) authors.set(author, once(() => authorLines(author)));
      readers.push(authors.get(author));
    }
    const answers = await Promise.all(readers.filter(Boolean).map((read) => read()));
    return answers.length ? [state.lines, ...answers].flat() : state.lines;
  } catch (error) {
    unread(error);
    return state.lines;
  }
}

/** Say what could not be read, beside the number of models. */
function unread(error) {
  state.trouble = `. Not all of this could be read (${error.message}): try again in a while`;
  return null;
}

/** Return all lines in an order. A search needs the same ones at each key press, so they are kept. */
function inOrder(lines, order) {
  const question = [order, order.endsWith(COST) && JSON.stringify(work), lines.length, lines.at(-1)?.key].join(" ");
  if (question !== sorted.question) {
    sorted = { question, lines: ordered(lines, order, valueOf(order.replace("-", ""))) };
  }
  return sorted.lines;
}

/** Work the costs out anew if the work has changed. */
function readWork(view) {
  const asked = workOf(view);
  const now = asked && { ...asked, at: view.get("at") ?? "first" };
  if (JSON.stringify(now) !== JSON.stringify(work)) {
    work = now;
    costOf = work ? costs(work, state.offers) : () => null;
    carried = work ? queryText(workFields(form)) : "";
    costHead.firstChild.textContent = `Cost a ${work?.per}`;
  }
  table.classList.toggle("dense", view.has("dense"));
  // On a narrow screen the cost takes the place of another column.
  table.classList.toggle("costed", work !== null && !state.columns);
}

/** Return the function that gives the value to sort a line by. */
function valueOf(key) {
  if (key !== COST) return (line) => (extraOf(key, line) ?? { value: line.values[key] }).value;
  return (line) => {
    const cost = costOf(line);
    return cost?.usd === undefined ? null : Number(cost.usd);
  };
}

/** @param {Line[]} searched the lines that the search alone leaves */
function draw(view, order, searched, matches) {
  const lines = state.chosen.slice(0, state.shown);
  drawNotes(lines);
  drawHead(order);
  drawRows(lines);
  const count = state.chosen.length;
  moreButton.hidden = count <= lines.length;
  moreButton.textContent = `Show ${grouped(Math.min(STEP, count - lines.length))} more of ${grouped(count)}`;
  const filtered = [...view.keys()].some((name) => !["sort", "dense"].includes(name));
  clear.hidden = !filtered && !state.columns && !state.sorted;
  found.textContent = outcome(state.chosen, lines.length) + state.trouble;
  drawHints(view, searched, matches);
  const used = [...form.querySelectorAll("details")].map((details) => markUsed(details, view)).reduce((a, b) => a + b, 0);
  unfold.textContent = used ? `Filters (${used})` : "Filters";
  for (const chip of chips) markChip(chip, view);
  drawTray();
  // Nobody waits for these.
  clearTimeout(counting);
  counting = setTimeout(() => {
    drawCounts(searched, view);
    drawChart();
  }, 60);
}

/**
 * Draw a screen of lines at once and the others a few at a time, since nobody waits for what is below the edge. The
 * old lines stay until then, so that the page keeps its height.
 */
function drawRows(lines, count = SCREEN) {
  clearTimeout(drawing);
  place(lines.slice(0, count), lines.length);
  const unfinished = count < lines.length;
  table.ariaBusy = unfinished ? "true" : null;
  if (unfinished) {
    // Not before the key is up and what it asked for is painted: each frame of rows puts that off.
    drawing = setTimeout(() => drawRows(lines, count + SCREEN), count > SCREEN ? 20 : 100);
  } else if (!body.closest(".drawn")) {
    late?.remove();
    document.body.classList.add("drawn");
    // The rows that came have moved what the address leads to.
    document.querySelector(":target")?.scrollIntoView();
  }
}

/**
 * Put lines first in the table, and leave at most `limit` rows. A row changes places with the one in its place, since a
 * browser draws anew whatever moves.
 */
function place(lines, limit) {
  lines.forEach((line, index) => {
    const row = copyOf(line);
    const old = body.rows[index];
    if (old === row) return;
    const [moves, next] = [row.parentNode === body, row.nextSibling];
    if (old) old.replaceWith(row);
    else body.append(row);
    if (moves) body.insertBefore(old, next);
  });
  while (body.rows.length > limit) body.lastElementChild.remove();
}

/** Return what was found, in words. Aliases and routers stand for models, and are none. */
function outcome(lines, shown) {
  if (!lines.length) return "No models match";
  const others = lines.filter(({ model }) => model.kind === "alias" || model.kind === "router").length;
  const parts = [
    others < lines.length && `${grouped(lines.length - others)} model${lines.length - others === 1 ? "" : "s"}`,
    others && (others === 1 ? "1 alias or router" : `${grouped(others)} aliases and routers`),
  ];
  const all = parts.filter(Boolean).join(", ");
  return shown < lines.length ? `${all}, the first ${grouped(shown)} shown` : all;
}

/** Where nothing is found, say what stands in the way and what is near; where a model has no row here, lead to it. */
function drawHints(view, searched, matches) {
  hints.hidden = state.chosen.length > 0;
  if (hints.hidden) return;
  const text = view.get("q");
  const missing = ({ entry }) => !searched.some(({ key }) => key === entry.slug);
  const elsewhere = [...(matches?.values() ?? [])].filter(missing).slice(0, 5);
  const parts = [];
  if (!matches) {
    parts.push(tooStrict(view));
  } else if (searched.length) {
    const first = searched.slice(0, 3).map(({ model, row }) => ({ name: model.name, path: row.querySelector("a").href }));
    parts.push(`The filters leave out ${grouped(searched.length)} that “${text}” finds: `, ...links(first));
  } else {
    const near = nearest(index, text);
    parts.push(near.length ? "The nearest names: " : "No name comes near.", ...links(near));
  }
  if (elsewhere.length) parts.push(" Also: ", ...links(elsewhere.map(({ entry }) => entry)));
  hints.replaceChildren(...parts);
}

/** Return links to models with commas between them. */
function links(entries) {
  return entries.flatMap(({ name, path, retired }, at) =>
    [at ? ", " : "", element("a", { href: path }, name + (retired ? " (retired)" : ""))]);
}

/** Return which single filter, left out, would leave the most rows. */
function tooStrict(view) {
  const best = { count: 0, name: "" };
  for (const name of new Set(view.keys())) {
    const less = new URLSearchParams(view);
    less.delete(name);
    const count = state.lines.filter(testOf(less)).length;
    if (count > best.count) Object.assign(best, { count, name });
  }
  if (!best.count) return "Take some of the filters back.";
  const details = form.querySelector(`[name=${best.name}]`).closest("details");
  const panel = details?.querySelector("summary").textContent ?? best.name;
  return `Without the filter under “${panel}”, ${grouped(best.count)} match.`;
}

/** List below the table what has to be known of the costs in it; each cell names its notes by number. */
function drawNotes(lines) {
  noted = work ? [...new Set(lines.flatMap((line) => notesOf(costOf(line))))] : [];
  notes.hidden = !noted.length;
  notes.replaceChildren(...noted.map((text) => element("li", {}, text)));
}

/** Return what has to be known of a cost: the whole of a reason that its cell has no room for, and its notes. */
function notesOf({ why = "", notes = [] }) {
  return shortened(why) === why ? notes : [`${why[0].toUpperCase()}${why.slice(1)}.`];
}

/** Return a reason in few words: "does not fit", "not published". */
function shortened(why) {
  return why.replace(/[:;].*|( for)? the seller.*|.*(?=not published)/, "");
}

function markChip(chip, view) {
  const [asked, own] = [view, new URLSearchParams(chip.search)].map((one) => [...one].sort().join());
  chip.ariaCurrent = asked === own ? "true" : null;
}

/** Return the columns that are shown, without the name. */
function shownKeys() {
  const isShown = (key, index) => state.columns?.includes(key) ?? getComputedStyle(heads[index]).display !== "none";
  const shown = keys.filter(isShown).filter((key) => key !== "name" && key !== "pick");
  return [...shown, ...(work ? [COST] : []), ...addedHeads().map(({ dataset }) => dataset.key)];
}

function drawHead(order) {
  const row = table.tHead.rows[0];
  const all = [...heads.slice(0, AFTER_PRICES), ...(work ? [costHead] : []), ...heads.slice(AFTER_PRICES), ...addedHeads()];
  const kept = all.filter((head) => isKept(head.dataset.key));
  const changed = kept.length !== row.cells.length || kept.some((head, at) => head !== row.cells[at]);
  if (changed) row.replaceChildren(...kept);
  for (const head of kept) {
    head.classList.toggle("asked", state.columns !== null);
    const key = order.replace("-", "");
    head.ariaSort = head.dataset.key !== key ? null : order.startsWith("-") ? "descending" : "ascending";
  }
}

function headOf(key, text, className) {
  const head = element("th", { scope: "col", className }, element("button", { type: "button" }, text));
  head.dataset.key = key;
  return head;
}

function addedHeads() {
  return extraHeads.filter(({ dataset }) => state.columns?.includes(dataset.key));
}

/** Whether a column is in the table: all are until a visitor chooses some. */
function isKept(key) {
  return ["pick", "name", COST].includes(key) || (state.columns?.includes(key) ?? true);
}

function copyOf(line) {
  if (line.shape !== shape) Object.assign(line, { shape, copy: copiedRow(line) });
  const row = line.copy;
  const box = row.cells[0].querySelector("input");
  if (box) {
    box.checked = state.picked.includes(line.model.slug);
    box.disabled = !box.checked && state.picked.length >= most;
  }
  const mark = row.querySelector(".cost sup");
  if (mark) mark.textContent = notesOf(costOf(line)).map((text) => noted.indexOf(text) + 1).join(",");
  return row;
}

function copiedRow(line) {
  const { model, row: { cells: [cell] } } = line;
  if (model.slug && !cell.firstChild) {
    cell.append(element("input", { type: "checkbox", value: model.slug, ariaLabel: `Compare ${model.name}` }));
  }
  if (!state.columns && !state.free && !work) return line.row;
  const row = line.row.cloneNode(true);
  [...row.cells].forEach((cell, at) => {
    if (state.columns) cell.classList.remove("c1", "c2", "c3");
    if (!isKept(keys[at])) cell.remove();
  });
  for (const { dataset } of addedHeads()) row.append(extraCell(extraOf(dataset.key, line)));
  if (state.free) showFree(row, line);
  if (work) insertCost(row, costOf(line));
  if (carried && model.slug) row.querySelector("th a").search = carried;
  return row;
}

/** Show the id that is free, where a row is of one that is not. */
function showFree(row, line) {
  const free = freeOf(line);
  if (!free || free === line.variant) return;
  const [id, ...others] = row.querySelectorAll("th code");
  id.textContent = free.id;
  others.forEach((other) => other.remove());
  for (const key of ["input", "output"].filter(isKept)) {
    const cell = row.cells[keys.filter(isKept).indexOf(key)];
    cell.textContent = "free";
    cell.className = cell.className.replace(/\bbar\b|\bb\d+|\bamount\b/g, "") + " free";
  }
}

const AFTER_PRICES = keys.indexOf("output") + 1;

function insertCost(row, cost) {
  const text = cost.why ? shortened(cost.why) : costText(cost);
  const cell = element("td", { className: cost.why ? "n cost blank" : "n cost" }, text);
  // The notes stand below the table. A maker's price is the maker's.
  if (notesOf(cost).length) cell.append(element("sup", {}));
  if (cost.seller && !cost.why && work.at !== "maker") cell.append(element("small", {}, cost.seller));
  row.insertBefore(cell, row.cells[keys.slice(0, AFTER_PRICES).filter(isKept).length] ?? null);
}

function extraCell({ text, small, why }) {
  return element("td", { className: why ? "n blank" : "n" }, text, ...(small ? [" ", element("small", {}, small)] : []));
}

// Picking, for the comparison

function drawTray() {
  const count = state.picked.length;
  tray.hidden = !count;
  const lineOf = (slug) => state.lines.find(({ key }) => key === slug);
  const list = state.picked.map((slug) => (lineOf(slug) ? pickedWords(lineOf(slug)) : slug)).join(", ");
  const full = count >= most ? ` ${most} is the most that fits side by side.` : "";
  picks.textContent = `${list}.${full}`;
  compare.textContent = count === 1 ? "Compare it with others" : `Compare these ${count}`;
  compare.search = queryText([...state.picked.map((slug) => ["m", slug]), ...workFields(form)]);
}

/** Return what a picked model is called, with its cost where one is asked for. */
function pickedWords(line) {
  const cost = work ? costOf(line) : {};
  return line.model.name + (cost.usd === undefined ? "" : ` (${costText({ usd: cost.usd })} a ${work.per})`);
}

// Panels of the filters

/**
 * Say beside each tick of the open panel how many rows it would leave.
 * @param {Line[]} lines those that are found but for the filters
 * @param {URLSearchParams} view
 */
function drawCounts(lines, view) {
  for (const box of form.querySelectorAll("details[open] input[type=checkbox][name]")) {
    const count = box.parentElement.querySelector("span");
    if (!count || box.name === "gone" || box.value === "arena_only") continue;
    const asked = new URLSearchParams(view);
    if (!box.checked) asked.append(box.name, box.value);
    count.textContent = grouped(lines.filter(testOf(asked)).length);
  }
}

/** Show how many filters of a folded group are in use, and return it. */
function markUsed(details, view) {
  const controls = [...details.querySelectorAll("[name]")];
  const used = controls.filter(({ type, checked, name }) => (type === "checkbox" ? checked : view.has(name))).length;
  details.querySelector("summary").dataset.used = used ? `${used}` : "";
  return used;
}

/** Leave only the options whose words begin with what was typed. */
function narrow(fieldset, text) {
  const wanted = text.trim().toLowerCase();
  for (const label of fieldset.querySelectorAll("label")) {
    label.hidden = !` ${label.textContent.toLowerCase()} ${label.firstElementChild.value}`.includes(` ${wanted}`);
  }
}

/** Set the fields that a button names, "input_to=1"; pressed again, a button of one field empties it. */
function preset(fields) {
  for (const [name, value] of new URLSearchParams(fields)) {
    const control = form.elements[name];
    control.value = control.value === value && !fields.includes("&") ? "" : value;
  }
}

// The chart below the table, drawn by a script of its own once it comes near

/** Draws the chart while it is near. */
let drawChart = () => {};
const AXES = { input: "Input, $ per 1M tokens", output: "Output, $ per 1M tokens" };

function asked(axis) {
  const common = { lines: state.lines, chosen: new Set(state.chosen), picked: state.picked, work };
  if (axis !== COST) {
    const at = keys.indexOf(axis);
    return { ...common, label: AXES[axis], price: ({ values }) => values[axis], say: ({ row }) => row.cells[at].firstChild.textContent };
  }
  const label = `Cost a ${work?.per}`;
  return { ...common, label, price: (line) => Number(costOf(line)?.usd), say: (line) => costText({ usd: costOf(line).usd }) };
}

function watchChart(figure) {
  const start = once(async () => (await import("./chart.js")).chart(figure, asked));
  new IntersectionObserver(async ([{ isIntersecting }]) => {
    drawChart = isIntersecting ? await start() : () => {};
    drawChart();
  }, { rootMargin: "300px" }).observe(figure);
}

// The address

let writing = 0;
let write = () => {};

/** Write the view into the address, seldom: browsers limit how often a page may. */
function writeAddress(view) {
  clearTimeout(writing);
  write = () => {
    const address = new URLSearchParams(view);
    if (state.columns) address.set("columns", state.columns.join(" "));
    if (state.shown > STEP) address.set("rows", `${state.shown}`);
    for (const slug of state.picked) address.append("m", slug);
    history.replaceState(null, "", queryText(address) || location.pathname);
  };
  writing = setTimeout(write, 150);
}

/** Show a view, and nothing of what was asked before. */
function readView(view) {
  show(form, view);
  state.sorted = view.has("sort") && form.sort.value === view.get("sort");
  state.columns = view.get("columns")?.split(" ") ?? null;
  state.shown = Math.max(STEP, Math.min(Number(view.get("rows")) || STEP, 100_000));
}

// What a visitor does

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", (event) => {
  if (event.target.id === "author-search") {
    narrow(event.target.parentElement.querySelector("fieldset"), event.target.value);
    return;
  }
  if (columns.contains(event.target) && !event.target.name) {
    const ticks = columns.querySelectorAll("input:not([name]):checked");
    state.columns = [...ticks].map((tick) => tick.value);
  }
  if (event.target.name === "sort") state.sorted = true;
  state.shown = STEP;
  update();
});
form.addEventListener("toggle", (event) => {
  // Until a visitor chooses, the width of the screen decides.
  if (event.target.contains(columns)) {
    const shown = shownKeys();
    for (const tick of columns.querySelectorAll("input:not([name])")) tick.checked = shown.includes(tick.value);
  }
  if (event.target.open) update();
}, true);
unfold.addEventListener("click", () => {
  unfold.ariaExpanded = `${form.classList.toggle("unfolded")}`;
});
clear.addEventListener("click", () => {
  ask(new URLSearchParams());
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
  state.sorted = true;
  update();
});
body.addEventListener("change", (event) => {
  const { value, checked } = event.target;
  state.picked = checked ? [...state.picked, value] : state.picked.filter((slug) => slug !== value);
  update();
});
unpick.addEventListener("click", () => {
  state.picked = [];
  update();
});
form.addEventListener("click", (event) => {
  const { form: kind, set } = event.target.dataset;
  if (kind) download(kind);
  if (set) {
    preset(set);
    update();
  }
  const chip = event.target.closest(".chips a");
  if (chips.includes(chip) && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    ask(new URLSearchParams(chip.hasAttribute("aria-current") ? "" : chip.search));
  }
});
document.addEventListener("keydown", (event) => {
  const open = form.querySelector("details[open]");
  if (event.key === "Escape" && open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
form.q.addEventListener("keydown", async (event) => {
  // A form with several fields is not submitted by Enter.
  if (!["ArrowDown", "Enter"].includes(event.key)) return;
  event.preventDefault();
  // The first row may be of what was asked before: the models may not be read yet.
  const first = (await update()) && body.querySelector("th a");
  if (!first) return;
  if (event.key === "Enter" && form.q.value.trim()) {
    // The way back leads to what was asked.
    write();
    first.click();
  } else first.focus();
});
body.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target.closest("tr");
  if (!step || !event.target.matches("th a")) return;
  event.preventDefault();
  (body.rows[row.sectionRowIndex + step]?.querySelector("th a") ?? (step < 0 ? form.q : event.target)).focus();
});

/** Ask another question. */
function ask(view) {
  readView(view);
  update();
}

/** Offer all lines of the view as a file, in their order and with the columns that are shown. */
async function download(kind) {
  const amount = ({ usd, most: dearest } = {}) => (dearest ? undefined : usd);
  const reason = ({ usd, most: dearest, why } = {}) => (dearest ? `${usd} to ${dearest} by the hour` : why);
  const name = `cost_usd_a_${work?.per}`;
  const cost = { [COST]: [field(name, (line) => amount(costOf(line)), (line) => reason(costOf(line)))] };
  if (kind === "csv") {
    save(asCsv(state.chosen, shownKeys(), cost), "models.csv", "text/csv;charset=utf-8");
  } else {
    const head = { view: location.href, version: (await models()).version, work };
    save(asJson(state.chosen, shownKeys(), cost, head), "models.json", "application/json");
  }
}

async function start() {
  const view = new URLSearchParams(location.search);
  readView(view);
  state.picked = view.getAll("m").slice(0, most);
  for (const head of heads.slice(1)) head.replaceChildren(element("button", { type: "button" }, ...head.childNodes));
  await update();
  // The first search takes several times as long as the next one: that is no key's.
  matchesOf("gpt", state.lines).catch(() => {});
  const figure = document.querySelector("figure.scatter");
  if (figure) watchChart(figure);
}

start().catch((error) => {
  // The served table stays as it is, whole and readable.
  document.body.classList.add("drawn");
  form.hidden = true;
  throw error;
});
