/**
 * The lines of the explorer: the facts of each model from models.json, with its row in the served page; the columns that
 * a visitor can add, the filters and the order; and the lines as files, with exact values.
 */

import { askedCost, charged, dollars, perMillion, withheldReason } from "./amounts.js";
import { each, element, local } from "./page.js";

const NOT_PUBLISHED = "not published";
const NOT_IN_SOURCE = "not in the source";

/** More than there are rows on any page. */
const BEHIND = 1_000_000;

/**
 * @typedef {object} Line
 * @property {any} model an entry of models.json
 * @property {any} variant the model's primary id
 * @property {HTMLTableRowElement} row the served row; the table shows copies of it
 * @property {string} key what a search calls it: the slug, or the name on Arena
 * @property {Record<string, number | string | null>} values what each column is sorted by, null where there is no
 *   value; amounts are floats here, to be compared and never shown
 */

/**
 * Return a line for each model that has a row, in the order of the models.
 * @param {Map<string, HTMLTableRowElement>} rows by slug
 */
export async function modelLines(models, rows) {
  const lines = [];
  await each(models, (model) => {
    const row = rows.get(model.slug);
    if (row) lines.push(modelLine(model, row));
  });
  return lines;
}

function modelLine(model, row) {
  const [variant] = model.variants;
  return {
    model,
    variant,
    row,
    key: model.slug,
    values: {
      // Retired models stand behind those of the page, in their own order.
      place: row.rowIndex + (model.status === "gone" ? BEHIND : 0),
      name: row.querySelector("th a").textContent.toLowerCase(),
      input: perMillion(variant.prices.prompt),
      output: perMillion(variant.prices.completion),
      input_most: perMillion(variant.prices.prompt, "high"),
      output_most: perMillion(variant.prices.completion, "high"),
      context: variant.context_tokens,
      longest: variant.output_tokens,
      takes: modalities(variant),
      abilities: variant.parameters?.length ?? null,
      rank: model.headline?.rank ?? null,
      usage: model.usage?.tokens ?? null,
      listed: variant.listed,
    },
  };
}

/**
 * Return a line for each name in arena.json that has no model.
 * @param {HTMLTableRowElement} template the row to copy
 */
export function arenaLines(names, template) {
  return names.filter(({ match }) => match.slug === null).map((entry) => arenaLine(entry, template));
}

function arenaLine(entry, template) {
  const { arena_name: name, url } = entry;
  const author = entry.organization ?? "";
  const headline = entry.rows.find(({ board, category }) => board === "text" && category === "overall") ?? null;
  const row = template.cloneNode(true);
  const link = row.querySelector("a");
  link.textContent = name;
  link.href = local(url);
  const rank = row.querySelector("[data-rank]");
  rank.textContent = headline ? `#${headline.rank}` : "other boards only";
  rank.classList.toggle("blank", !headline);
  return {
    model: {
      slug: null, id: null, name, author, url, source_type: "arena_only", status: "arena_only", headline, variants: [],
    },
    variant: {},
    row,
    key: `arena/${name}`,
    values: { place: 2 * BEHIND + (headline?.rank ?? BEHIND), name: name.toLowerCase(), rank: headline?.rank ?? null },
  };
}

/** Return input and output types as one text to sort by, or null where neither is known. */
function modalities({ input_modalities: inputs, output_modalities: outputs }) {
  return inputs || outputs ? [...(inputs ?? []), "→", ...(outputs ?? [])].join(" ") : null;
}

/**
 * Return a function that gives the cost of work on a line, and works each out once.
 * @param {{workload: any, at: "first" | "cheapest" | "maker"}} work the workload, and what it is priced at
 * @param {Record<string, any[]>} offers those of each model's main id, by slug
 */
export function costs({ workload, at }, offers) {
  const known = new Map();
  return (line) => {
    let cost = known.get(line);
    if (!cost) {
      const { model } = line;
      const sold = { ...model.sellers?.[0], offers: offers[model.slug] };
      cost = askedCost(at, { ...model, sellers: [sold] }, workload);
      known.set(line, cost);
    }
    return cost;
  };
}

// Columns that a visitor can add: what sellers and makers say of a model

/** @typedef {{value: string | number | null, text: string, small?: string, why?: string}} Extra */

/** @returns {Extra} */
function told(value, why, text = String(value), small = "") {
  if (value != null) return { value, text, small };
  why ??= NOT_IN_SOURCE;
  return { value: null, text: why, why };
}

/** Return an input price as a column, with the output price below it. */
function priced(input, output, why, small) {
  const usd = input?.usd_per_million;
  if (usd == null) return told(null, input?.state ?? why);
  const out = output?.usd_per_million;
  return told(Number(usd), why, dollars(usd), [out == null ? "" : `${dollars(out)} out`, small].filter(Boolean).join(", "));
}

/** What a line has in each column that can be added. @type {Record<string, (line: Line) => Extra>} */
const EXTRAS = {
  sellers: ({ model: { sellers: [own] = [] } }) => told(own?.seller_count, own?.blanks?.seller_count),
  cheapest: ({ model: { sellers: [own] = [] } }) =>
    priced(own?.cheapest?.input, own?.cheapest?.output, own?.blanks?.cheapest, own?.cheapest?.provider_name),
  maker: ({ model }) => priced(model.maker_price?.prices.prompt, model.maker_price?.prices.completion, model.blanks?.maker_price),
  released: ({ model }) => told(model.release_date, model.blanks?.release_date),
  cutoff: ({ model }) => told(model.knowledge_cutoff, model.blanks?.knowledge_cutoff),
};

/** Return what an added column has for a line; null for a column of the page itself. */
export function extraOf(key, line) {
  return Object.hasOwn(EXTRAS, key) ? EXTRAS[key](line) : null;
}

// Filters and order

/** Return the test that a line must pass to be shown, whatever is searched. @param {URLSearchParams} view */
export function testOf(view) {
  const tests = [
    fromSource(view),
    any(view, "author", (line) => [line.model.author]),
    any(view, "match", (line) => [line.model.headline?.confidence]),
    any(view, "moved", ({ row }) => ["down", "up"].filter((way) => row.querySelector(`.moved.${way}`))),
    every(view, "in", (line) => line.variant.input_modalities),
    every(view, "out", (line) => line.variant.output_modalities),
    every(view, "can", (line) => line.variant.parameters),
    view.has("free") && ((line) => freeOf(line) !== undefined),
    view.has("open") && ((line) => Boolean(line.variant.hugging_face_id) || line.model.open_weights === true),
    view.has("ranked") && ((line) => line.model.headline !== null),
    ...["input", "output"].flatMap((key) => [
      bound(view, `${key}_from`, key, (value, limit) => value >= limit),
      bound(view, `${key}_to`, `${key}_most`, (value, limit) => value <= limit),
    ]),
    ...["context", "longest"].map((key) => bound(view, key, key, (value, limit) => value >= limit)),
    since(view, "since", ({ values }) => values.listed),
    since(view, "released", ({ model }) => model.release_date),
    since(view, "cutoff", ({ model }) => model.knowledge_cutoff),
  ].filter((test) => test !== false);
  return (line) => tests.every((test) => test(line));
}

/** Current models, unless the view asks for retired ones too, searches, or asks for certain sources. */
function fromSource(view) {
  const sources = view.getAll("source");
  const retired = view.has("gone") || view.has("q");
  return ({ model }) =>
    (model.status !== "gone" || retired) &&
    (sources.length ? sources.includes(model.source_type) : model.source_type !== "arena_only");
}

/** Return the first id of a line that costs nothing. */
export function freeOf({ model }) {
  return model.variants.find(isFree);
}

function isFree(variant) {
  const { status, prices, unpriced_outputs: unpriced } = variant;
  const free = ["prompt", "completion"].every((kind) => prices[kind]?.state === "free");
  return status === "listed" && free && !unpriced.length && !charged(variant).length;
}

function any(view, name, has) {
  const wanted = new Set(view.getAll(name));
  return wanted.size > 0 && ((line) => has(line).some((value) => wanted.has(String(value))));
}

function every(view, name, has) {
  const wanted = view.getAll(name);
  return wanted.length > 0 && ((line) => wanted.every((value) => has(line)?.includes(value)));
}

/** A line without the figure is left out: it may be on either side of the limit. */
function bound(view, name, key, holds) {
  const text = view.get(name);
  const limit = Number(text);
  if (!text || Number.isNaN(limit)) return false;
  return (line) => {
    const value = line.values[key];
    return typeof value === "number" && holds(value, limit);
  };
}

/** A month or a year is compared as far as it goes: "2025-03" is since 20 March 2025. */
function since(view, name, dayOf) {
  const day = view.get(name);
  return Boolean(day) && ((line) => dayOf(line) != null && dayOf(line) >= day.slice(0, dayOf(line).length));
}

/** Return the lines sorted by a value, largest first where `order` begins with `-`, those without a value last. */
export function ordered(lines, order, valueOf) {
  const sign = order.startsWith("-") ? -1 : 1;
  const known = [];
  const unknown = [];
  for (const line of lines) {
    const value = valueOf(line);
    if (value == null) unknown.push(line);
    else known.push([line, value]);
  }
  known.sort(([left, a], [right, b]) => (a < b ? -sign : a > b ? sign : inPlace(left, right)));
  return [...known.map(([line]) => line), ...unknown.sort(inPlace)];
}

/** What people choose first stands first, as on the served page. */
function inPlace(left, right) {
  return left.values.place - right.values.place;
}

// Files: the lines that are shown, in their order, as CSV or JSON

/**
 * A column of the file: its name, its value for a line, and the reason where there is no value. `amount` says that
 * a cell of CSV holds a number or nothing, since the next column has the reason.
 * @typedef {{name: string, value: (line: Line) => unknown, why: (line: Line) => string, amount?: boolean}} Field
 */

/** The columns that every file begins with. @type {Field[]} */
const IDENTITY = [
  field("name", (line) => line.model.name),
  field("id", (line) => line.model.id, () => NOT_IN_SOURCE),
  field("slug", (line) => line.model.slug, () => NOT_IN_SOURCE),
  field("status", (line) => line.model.status),
  field("url", (line) => line.model.url),
];

/** What each column of the table becomes, by its key. @type {Record<string, Field[]>} */
const BY_COLUMN = {
  input: price("input", "prompt"),
  output: price("output", "completion"),
  context: [fact("context_tokens"), fact("provider_context_tokens")],
  longest: [fact("output_tokens")],
  takes: [fact("input_modalities"), fact("output_modalities")],
  abilities: [fact("parameters")],
  rank: [
    ...["rank", "score", "lower", "upper", "arena_name"].map((name) => part("headline", name)),
    part("headline", "confidence", "match_confidence"),
  ],
  usage: ["tokens", "rank", "on"].map((name) => part("usage", name, `usage_${name}`)),
  listed: [fact("listed")],
  ...Object.fromEntries(Object.entries(EXTRAS).map(([key, extra]) =>
    [key, [field(key, (line) => extra(line).value, (line) => extra(line).why)]])),
};

/** @returns {Field} */
export function field(name, value, why = () => NOT_PUBLISHED) {
  return { name, value, why };
}

/** A field of the primary id. */
function fact(name) {
  return field(name, ({ variant }) => variant[name], ({ variant }) => variant.blanks?.[name] ?? NOT_IN_SOURCE);
}

/** A base price of the primary id: the amount, and its state. @returns {Field[]} */
function price(name, kind) {
  const priceOf = ({ variant }) => variant.prices?.[kind];
  const state = (line) => span(priceOf(line)) + (priceOf(line)?.state ?? (withheldReason(line.variant, kind) || NOT_PUBLISHED));
  const amount = field(`${name}_usd_per_million_tokens`, (line) => priceOf(line)?.usd_per_million, state);
  return [{ ...amount, amount: true }, field(`${name}_state`, state)];
}

/** Return both ends of a price by the hour, "0.22 to 0.44 ", or "". */
function span(price) {
  return price?.by_hour ? `${price.by_hour.usd_per_million_low} to ${price.by_hour.usd_per_million_high} ` : "";
}

/** A field of the model's row on Arena, or of its usage. */
function part(key, name, column = name) {
  const blank = ({ model }) => model[key]?.blanks?.[name] ?? model.blanks?.[key] ?? NOT_IN_SOURCE;
  return field(column, ({ model }) => model[key]?.[name], blank);
}

/** Return the columns of the file; `added` has further ones by the table's column. */
function fieldsOf(keys, added) {
  return [...IDENTITY, ...keys.flatMap((key) => added[key] ?? BY_COLUMN[key] ?? [])];
}

/**
 * Return lines as JSON: one object a line, with the reason for each null in `blanks`, as in all JSON of the site.
 * @param {string[]} keys the columns that are shown
 * @param {Record<string, unknown>} head what the file begins with
 */
export function asJson(lines, keys, added, head) {
  const fields = fieldsOf(keys, added);
  const models = lines.map((line) => {
    const entry = {};
    const blanks = {};
    for (const { name, value, why } of fields) {
      entry[name] = value(line) ?? null;
      if (entry[name] === null) blanks[name] = why(line);
    }
    return Object.keys(blanks).length ? { ...entry, blanks } : entry;
  });
  return `${JSON.stringify({ ...head, models }, null, 1)}\n`;
}

/** Return lines as CSV (RFC 4180); a cell without a value has the reason in words, unless it is for an amount. */
export function asCsv(lines, keys, added) {
  const fields = fieldsOf(keys, added);
  const rows = lines.map((line) => fields.map(({ value, why, amount }) => cell(value(line) ?? (amount ? "" : why(line)))));
  return [fields.map(({ name }) => name), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/**
 * Return one cell that no spreadsheet program runs as a formula, by the rules of sitegen/pages/api/spreadsheet.py.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value) {
  if (typeof value === "number") return String(value);
  const text = (Array.isArray(value) ? value.join(" ") : String(value)).replace(/[\x00-\x1f\x7f-\x9f]+/g, " ");
  const harmless = text.replace(/(^\s*|[;,|\t]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'");
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function save(text, name, type) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href, download: name }).click();
  URL.revokeObjectURL(href);
}
