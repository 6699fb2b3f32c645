/** Columns that a visitor can add to the explorer: what sellers and makers say of a model. */

import { dollars } from "./figures.js";
import { field } from "./takeaway.js";

/** @typedef {{value: string | number | null, text: string, small?: string, why?: string}} Extra */

const NOT_IN_SOURCE = "not in the source";

/** @returns {Extra} */
function told(value, why, text = String(value), small = "") {
  return value == null ? { value: null, text: why ?? NOT_IN_SOURCE, why: why ?? NOT_IN_SOURCE } : { value, text, small };
}

/** Return an input price as a column, with the output price below it. */
function priced(input, output, why, small) {
  const usd = input?.usd_per_million;
  if (usd == null) return told(null, input?.state ?? why);
  const out = output?.usd_per_million;
  return told(Number(usd), why, dollars(usd), [out == null ? "" : `${dollars(out)} out`, small].filter(Boolean).join(", "));
}

/** @type {Record<string, (line: import("./lines.js").Line) => Extra>} */
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

/** Return the columns of a download that added columns become, by key. */
export function extraFields() {
  return Object.fromEntries(Object.entries(EXTRAS).map(([key, extra]) =>
    [key, [field(key, (line) => extra(line).value, (line) => extra(line).why)]]));
}
