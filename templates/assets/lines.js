/** The lines of the table: each model's facts, from models.json, with the row that the page was served with. */

import { monthlyCost } from "./cost.js";

/**
 * One line. `model` and `variant` are entries of models.json (`variant` is the primary id); `row` is the served
 * row, of which the table shows copies. Amounts are numbers for comparing alone, never for showing.
 * @typedef {object} Line
 * @property {any} model
 * @property {any} variant
 * @property {HTMLTableRowElement} row
 * @property {string} text what a search looks at
 * @property {Record<string, number | string | null>} values what each column is sorted by; null: there is none
 */

/**
 * Return a line for each model that has a row, in the order of the models.
 * @param {Map<string, HTMLTableRowElement>} rows by slug
 */
export function modelLines(models, rows) {
  return models.flatMap((model) => {
    const row = rows.get(model.slug);
    return row ? [modelLine(model, row)] : [];
  });
}

function modelLine(model, row) {
  const [variant] = model.variants;
  const ids = model.variants.map((one) => one.id);
  return {
    model,
    variant,
    row,
    // Fine-tunes of another's model are of its family by their tokenizer: Llama3, Qwen3.
    text: folded([model.name, model.slug, ...ids, model.author, variant.tokenizer].join(" ")),
    values: {
      name: folded(model.name),
      input: amount(variant.prices.prompt),
      output: amount(variant.prices.completion),
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
 * Return a line for each name on Arena that has no model, from arena.json; `served` is the row to copy.
 * @param {(address: string) => string} local makes an address of the site's into one of this page
 */
export function strangerLines(names, served, local) {
  return names
    .filter((one) => one.match.slug === null)
    .map((one) => {
      const row = served.cloneNode(true);
      const headline = one.rows.find((it) => it.board === "text" && it.category === "overall");
      const link = row.querySelector("a");
      link.textContent = one.arena_name;
      link.href = local(one.url);
      const place = row.querySelector("[data-rank]");
      place.textContent = headline ? `${headline.rank}` : "other boards only";
      place.classList.toggle("blank", !headline);
      const model = {
        slug: null, id: null, name: one.arena_name, author: one.organization ?? "", url: one.url,
        source_type: "arena_only", status: "arena_only", headline: headline ?? null, variants: [],
      };
      return {
        model,
        variant: {},
        row,
        text: folded(`${one.arena_name} ${one.organization ?? ""}`),
        values: { name: folded(one.arena_name), rank: headline?.rank ?? null },
      };
    });
}

/** What goes in and out, as one text to order by; null where neither is told. */
function modalities({ input_modalities: takes, output_modalities: gives }) {
  return takes || gives ? [...(takes ?? []), "→", ...(gives ?? [])].join(" ") : null;
}

/** What a token price is compared by: dollars for 1M tokens; null where it is no amount. */
function amount(price) {
  return price?.usd_per_million == null ? null : Number(price.usd_per_million);
}

export function folded(text) {
  return text.toLowerCase();
}

/** What a workload costs on each line, worked out when a line is first asked. */
export function costs(workload) {
  const known = new Map();
  return (line) => {
    let found = known.get(line);
    if (!found) {
      const { variants } = line.model;
      found = variants.length ? monthlyCost(line.variant, workload) : { why: "not in the source" };
      known.set(line, found);
    }
    return found;
  };
}
