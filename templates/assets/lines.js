/** The lines of the explorer: the facts of each model from models.json, with its row in the served page. */

import { askedCost } from "./cost.js";
import { perMillion } from "./figures.js";

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
export function modelLines(models, rows) {
  const places = new Map([...rows.keys()].map((slug, index) => [slug, index]));
  return models.flatMap((model) => {
    const row = rows.get(model.slug);
    return row ? [modelLine(model, row, places.get(model.slug))] : [];
  });
}

function modelLine(model, row, place) {
  const [variant] = model.variants;
  return {
    model,
    variant,
    row,
    key: model.slug,
    values: {
      // Retired models stand behind those of the page, in their own order.
      place: place + (model.status === "gone" ? BEHIND : 0),
      name: (row.querySelector("th a")?.textContent ?? model.name).toLowerCase(),
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
 * @param {(address: string) => string} local turns an address of the published site into one of this copy
 */
export function arenaLines(names, template, local) {
  return names.filter(({ match }) => match.slug === null).map((entry) => arenaLine(entry, template, local));
}

function arenaLine(entry, template, local) {
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
 * Return a function that gives the cost of a workload on a line, and works each out once.
 * @param {"first" | "cheapest" | "maker"} way what the work is priced at
 * @param {Record<string, any[]>} offers those of each model's main id, by slug
 */
export function costs(workload, way, offers) {
  const known = new Map();
  return (line) => {
    let cost = known.get(line);
    if (!cost) {
      const { model } = line;
      const sold = { ...model.sellers?.[0], offers: offers[model.slug] };
      cost = askedCost(way, { ...model, sellers: [sold] }, workload);
      known.set(line, cost);
    }
    return cost;
  };
}
