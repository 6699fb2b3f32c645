/**
 * What work costs in a month: the same rules and the same words as sitegen/catalog/cost.py and
 * sitegen/pages/workloads.py, on an id as models.json and a model's index.json give it. Money is exact.
 */

import { decimal, grouped, plain } from "./figures.js";

/**
 * @typedef {{usd: string | null, state: string, unit: string, unit_inferred?: boolean}} Price
 * @typedef {{condition: string, when: Record<string, unknown>, prices: Record<string, Price>}} Rule
 *
 * @typedef {object} Variant An id: `VariantEntry` or `VariantDetail` of sitegen/pages/shapes.py.
 * @property {string} status
 * @property {Record<string, Price>} prices
 * @property {Rule[]} rules
 * @property {number | null} context_tokens
 * @property {number | null} output_tokens
 * @property {string[] | null} output_modalities
 * @property {string | null} [discount]
 *
 * @typedef {object} Workload
 * @property {number} input tokens of a request, at least 1
 * @property {number} output tokens of its answer
 * @property {number} cached per cent of the input that is in the cache, 0 to 100
 * @property {number} requests a month, at least 1
 *
 * @typedef {{usd: string, notes: string[]} | {why: string}} Cost
 *
 * A price that holds for the whole request, and the place of the rule that it is from.
 * @typedef {{price: Price, place: number}} Charge
 */

/** The kinds without which work has no price; a fee for each request or a cache price may be absent. */
const NEEDED = [["prompt", "input"], ["completion", "output"]];

const CACHE = "input_cache_read";

/** The kinds whose unit is inferred and which are documented nevertheless. */
const PICTURES = ["image", "image_output"];

/** The place of the base prices: before every rule. */
const BASE = -1;

/**
 * US dollars for a month of the work, "0" where it is free, or why there is no such amount.
 * Raises RangeError for a workload that is none.
 * @param {Variant} variant
 * @param {Workload} workload
 * @returns {Cost}
 */
export function monthlyCost(variant, workload) {
  check(workload);
  const charges = charged(variant, workload.input);
  const taken = quantities(workload, charges.has(CACHE));
  const why = noPrice(variant, workload, charges, taken);
  if (why) return { why };
  const paid = [...taken].filter(([kind]) => charges.has(kind));
  const notes = told(variant, workload, charges, paid.map(([kind]) => charges.get(kind).place));
  return { usd: sum(paid.map(([kind, amount]) => [charges.get(kind).price.usd, amount])), notes };
}

/** @param {Workload} workload */
function check({ input, output, cached, requests }) {
  const least = [[input, 1], [output, 0], [cached, 0], [requests, 1]];
  const whole = least.every(([number, from]) => Number.isSafeInteger(number) && number >= from);
  if (!whole || cached > 100) throw new RangeError("a workload is made of whole numbers");
}

/**
 * The prices that hold for a prompt of so many tokens; among rules that apply the later one wins.
 * @param {Variant} variant
 * @param {number} tokens
 * @returns {Map<string, Charge>}
 */
function charged({ prices, rules }, tokens) {
  const charges = new Map();
  const add = (found, place) => {
    for (const [kind, price] of Object.entries(found)) charges.set(kind, { price, place });
  };
  add(prices, BASE);
  rules.forEach((rule, place) => {
    if (decided(rule) && within(rule, tokens)) add(rule.prices, place);
  });
  return charges;
}

/**
 * Whether the size of the prompt alone decides if a rule applies. A kind that nobody documented may be a
 * price or a condition, so it decides nothing.
 * @param {Rule} rule
 */
function decided({ when, prices }) {
  return (
    Object.keys(when).every((key) => key === "min_prompt_tokens") &&
    Object.entries(prices).every(([kind, price]) => !price.unit_inferred || PICTURES.includes(kind))
  );
}

/** @param {Rule} rule @param {number} tokens */
function within({ when }, tokens) {
  return when.min_prompt_tokens === undefined || tokens > when.min_prompt_tokens;
}

/**
 * How much a month takes of each kind of price, in hundredths of its unit.
 * @param {Workload} workload
 * @param {boolean} cache whether there is a price for the cached part
 * @returns {Map<string, bigint>}
 */
function quantities({ input, output, cached, requests }, cache) {
  const share = BigInt(cache ? cached : 0);
  /** @type {[string, bigint][]} */
  const taken = [
    ["prompt", BigInt(input) * (100n - share)],
    [CACHE, BigInt(input) * share],
    ["completion", BigInt(output) * 100n],
    ["request", 100n],
  ];
  return new Map(taken.filter(([, amount]) => amount).map(([kind, amount]) => [kind, amount * BigInt(requests)]));
}

/**
 * Why the work has no price, or "".
 * @param {Variant} variant
 * @param {Workload} workload
 * @param {Map<string, Charge>} charges
 * @param {Map<string, bigint>} taken
 */
function noPrice(variant, { input, output }, charges, taken) {
  const gives = variant.output_modalities;
  if (variant.status === "gone") return "no longer listed";
  if (gives && !gives.includes("text")) return `gives ${gives.join(" and ")}, no text`;
  for (const kind of taken.keys()) {
    if (charges.get(kind)?.price.usd === null) return "price varies by request";
  }
  const missing = NEEDED.filter(([kind]) => taken.has(kind) && !charges.has(kind)).map(([, name]) => name);
  if (missing.length) return `${missing.join(" and ")} price not published`;
  const { context_tokens: context, output_tokens: longest } = variant;
  if (context !== null && input + output > context) {
    return `does not fit: ${grouped(input + output)} tokens, context ${grouped(context)}`;
  }
  if (longest !== null && output > longest) {
    return `answer too long: ${grouped(output)} tokens, at most ${grouped(longest)}`;
  }
  return "";
}

/**
 * The sum of prices times hundredths of their units, with every digit.
 * @param {[string, bigint][]} lines
 */
function sum(lines) {
  const read = lines.map(([usd, amount]) => [decimal(usd), amount]);
  const scale = Math.max(...read.map(([price]) => price.scale));
  let units = 0n;
  for (const [price, amount] of read) units += price.units * amount * 10n ** BigInt(scale - price.scale);
  return plain({ units, scale: scale + 2 });
}

/**
 * What has to be known beside an amount: which rules and prices are in it and which are not.
 * @param {Variant} variant
 * @param {Workload} workload
 * @param {Map<string, Charge>} charges
 * @param {number[]} places of what is paid
 */
function told(variant, workload, charges, places) {
  const notes = [];
  const tiers = variant.rules.filter((_, place) => places.includes(place));
  if (tiers.length) notes.push(`At the prices for ${conditions(tiers)}, which hold for the whole request.`);
  const out = variant.rules.filter((rule, place) => mayChange(rule, place, workload, charges));
  if (out.length) {
    notes.push(
      `Without the prices for ${conditions(out)}: the size of the work does not tell how much of it they would hold for.`,
    );
  }
  if (workload.cached && !charges.has(CACHE) && charges.get("prompt").price.state !== "free") {
    notes.push("No cache price is published, so the cached part is counted at the input price.");
  }
  if (variant.discount && variant.discount !== "0") {
    notes.push(
      `The source states a discount of ${variant.discount}. It is not applied, since whether the prices already contain it is not documented.`,
    );
  }
  return notes;
}

/**
 * Whether a rule is not decided, and its prices would change the amount if it applied.
 * @param {Rule} rule
 * @param {number} place
 * @param {Workload} workload
 * @param {Map<string, Charge>} charges
 */
function mayChange(rule, place, workload, charges) {
  if (decided(rule) || !within(rule, workload.input)) return false;
  const taken = [...quantities(workload, false).keys(), ...quantities(workload, true).keys()];
  return taken.some((kind) => {
    const [price, charge] = [rule.prices[kind], charges.get(kind)];
    return price && (!charge || (charge.place < place && charge.price.usd !== price.usd));
  });
}

/** When rules apply, in words. @param {Rule[]} rules */
function conditions(rules) {
  return rules
    .map(({ condition }) => (condition === "always" ? "a condition that the source does not document" : condition))
    .join("; ");
}
