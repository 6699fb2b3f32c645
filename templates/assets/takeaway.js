/** Downloads of the explorer: the lines that are shown, in their order and with exact values, as CSV or JSON. */

/**
 * A column of the file: its name, its value for a line, and the reason where there is no value. `amount` says that
 * a cell of CSV holds a number or nothing, since the next column has the reason.
 * @typedef {{name: string, value: (line: Line) => unknown, why: (line: Line) => string, amount?: boolean}} Field
 */

import { withheldReason } from "./figures.js";
import { EXTRAS } from "./lines.js";
import { element } from "./page.js";

const NOT_PUBLISHED = "not published";
const NOT_IN_SOURCE = "not in the source";

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
  rank: ["rank", "score", "lower", "upper", "arena_name", "confidence"].map(rating),
  usage: ["tokens", "rank", "on"].map(used),
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

/** A field of the model's row on Arena. */
function rating(name) {
  const blank = ({ model }) => model.headline?.blanks?.[name] ?? model.blanks?.headline ?? NOT_IN_SOURCE;
  return field(name === "confidence" ? "match_confidence" : name, ({ model }) => model.headline?.[name], blank);
}

/** A field of the model's usage. */
function used(name) {
  const blank = ({ model }) => model.usage?.blanks?.[name] ?? model.blanks?.usage ?? NOT_IN_SOURCE;
  return field(`usage_${name}`, ({ model }) => model.usage?.[name], blank);
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
