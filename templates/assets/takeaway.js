/** What is shown, to take away: the lines of a view in its order, with exact values, as CSV or JSON. */

/**
 * A column of the file: its name and what it holds, or why it holds nothing.
 * @typedef {{name: string, value: (line: Line) => unknown, why: (line: Line) => string}} Field
 */

const NOT_PUBLISHED = "not published";
const NOT_IN_SOURCE = "not in the source";

/** The fields that every file begins with. @type {Field[]} */
const NAMED = [
  field("name", (line) => line.model.name),
  field("id", (line) => line.model.id, () => NOT_IN_SOURCE),
  field("slug", (line) => line.model.slug, () => NOT_IN_SOURCE),
  field("status", (line) => line.model.status),
  field("url", (line) => line.model.url),
];

/** The fields of each column of the table, by its key. @type {Record<string, Field[]>} */
const OF_COLUMN = {
  input: [price("input_usd_per_million_tokens", "prompt")],
  output: [price("output_usd_per_million_tokens", "completion")],
  context: [fact("context_tokens")],
  longest: [fact("output_tokens")],
  takes: [fact("input_modalities"), fact("output_modalities")],
  abilities: [fact("parameters")],
  rank: ["rank", "score", "lower", "upper", "arena_name", "confidence"].map(rating),
  usage: ["tokens", "rank", "on"].map(used),
  listed: [fact("listed")],
};

/**
 */
export function field(name, value, why = () => NOT_PUBLISHED) {
  return { name, value, why };
}

/** A fact of the primary id. */
function fact(name) {
  return field(name, ({ variant }) => variant[name], ({ variant }) => variant.blanks?.[name] ?? NOT_IN_SOURCE);
}

function price(name, kind) {
  const of = ({ variant }) => variant.prices?.[kind];
  return field(name, (line) => of(line)?.usd_per_million, (line) => of(line)?.state ?? NOT_PUBLISHED);
}

/** A fact of the row that stands for the model. */
function rating(name) {
  const blank = ({ model }) => model.headline?.blanks?.[name] ?? model.blanks?.headline ?? NOT_IN_SOURCE;
  return field(name === "confidence" ? "match_confidence" : name, ({ model }) => model.headline?.[name], blank);
}

/** A fact of usage. */
function used(name) {
  const blank = ({ model }) => model.usage?.blanks?.[name] ?? model.blanks?.usage ?? NOT_IN_SOURCE;
  return field(`usage_${name}`, ({ model }) => model.usage?.[name], blank);
}

/** Return the fields of the columns that are shown; `further` has those that the page has added. */
function fieldsOf(keys, further) {
  return [...NAMED, ...keys.flatMap((key) => further[key] ?? OF_COLUMN[key] ?? [])];
}

/**
 * Lines as JSON: one object a line, with `blanks` for what is null, as in every JSON file of the site.
 * @param {Record<string, unknown>} head what the file begins with
 */
export function asJson(lines, keys, further, head) {
  const fields = fieldsOf(keys, further);
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

/** Lines as CSV (RFC 4180); what has no value says why in words. */
export function asCsv(lines, keys, further) {
  const fields = fieldsOf(keys, further);
  const rows = lines.map((line) => fields.map(({ value, why }) => cell(value(line) ?? why(line))));
  return [fields.map(({ name }) => name), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/**
 * One cell that no spreadsheet program takes for a formula: the rules of sitegen/pages/spreadsheet.py.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value) {
  if (typeof value === "number") return String(value);
  const text = (Array.isArray(value) ? value.join(" ") : String(value)).replace(/[\x00-\x1f\x7f-\x9f]+/g, " ");
  const tame = text.replace(/(^\s*|[;,|\t]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'");
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** Let the browser save a text as a file. */
export function save(text, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
