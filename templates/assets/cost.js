/**
 * What a workload costs in a month with one id, as models.json and a model's index.json describe it: at the price that is
 * shown, with the cheapest seller whose limits take it, and at its maker's list price.
 *
 * The rules are those of sitegen/catalog/cost.py and the sentences those of sitegen/facts/costs.py;
 * tests/cost_cases.json and tests/offer_cases.json hold both programs to the same answers. Amounts are exact.
 */

import { bill, compared, decimal, grouped, plain, withheldReason } from "./figures.js";

/**
 * @typedef {{usd: string | null, state: string, unit: string, unit_inferred?: boolean}} Price
 * @typedef {{condition: string, applied: boolean, when: Record<string, unknown>, prices: Record<string, Price>}} Rule
 *
 * @typedef {object} Variant An id: a `VariantEntry` or `VariantDetail` of sitegen/facts/variants.py.
 * @property {string} status
 * @property {Record<string, Price>} prices
 * @property {Rule[]} rules
 * @property {number[]} hours the times of day (HHMM, UTC) at which prices become others; empty where there are base prices
 * @property {number | null} context_tokens
 * @property {number | null} provider_context_tokens that of the seller whose prices these are
 * @property {number | null} [input_tokens] the longest input that this seller takes
 * @property {number | null} output_tokens
 * @property {string[] | null} output_modalities
 * @property {string | null} [discount]
 *
 * @typedef {object} Workload
 * @property {number} input tokens of a request, at least 1
 * @property {number} output tokens of its answer
 * @property {number} cached per cent of the input that comes from the seller's cache, 0 to 100
 * @property {number} requests a month, at least 1
 * @property {{input: number, output: number}} [total] tokens of all requests together, where they are known and the
 *   requests are not all alike
 *
 * @typedef {{usd: string, most?: string, notes: string[]} | {why: string}} Cost `most`: at the dearest hour of the day
 *
 * @typedef {{price: Price, rule: number}} Charge a price that holds, and the index of the rule that it is from
 * @typedef {Cost & {seller?: string}} Asked a cost, and who asks it
 */

/** The kinds of price that every cost needs. */
const NEEDED = [["prompt", "input"], ["completion", "output"]];

const CACHE = "input_cache_read";

/** What has no cost where a person withholds it: keys of the price map and their names. */
const WITHHELD = [
  ["prompt", "input price"], ["completion", "output price"], [CACHE, "cache read price"],
  ["request", "price per request"], ["overrides", "price rules"],
];

const BY_HOUR =
  "The lower amount is for work at the cheapest hour of the day, the higher for work at the dearest.";

/** The index of the base prices: before every rule. */
const BASE = -1;

/**
 * Return US dollars for a month with notes, or why there is no amount. Throws a RangeError for a wrong workload.
 * @param {Variant} variant
 * @param {Workload} workload
 * @returns {Cost}
 */
function monthlyCost(variant, workload) {
  check(workload);
  if (!variant.hours.length) return costAt(variant, workload);
  const costs = variant.hours.map((hhmm) => costAt(variant, workload, hhmm));
  const without = costs.find(({ why }) => why);
  if (without) return without;
  costs.sort((a, b) => compared(a.usd, b.usd));
  const [cheapest, dearest] = [costs[0], costs.at(-1)];
  if (!compared(cheapest.usd, dearest.usd)) return cheapest;
  return { ...cheapest, most: dearest.usd, notes: [BY_HOUR, ...cheapest.notes] };
}

/** @param {number} [hhmm] a time of day; without one, the base prices hold */
function costAt(variant, workload, hhmm) {
  const charges = chargesFor(variant, workload.input, hhmm);
  const amounts = quantities(workload, charges.has(CACHE));
  const why = reasonWithoutCost(variant, workload, charges, amounts);
  if (why) return { why };
  const paid = [...amounts].filter(([kind]) => charges.has(kind));
  const rules = paid.map(([kind]) => charges.get(kind).rule);
  return {
    usd: total(paid.map(([kind, amount]) => [charges.get(kind).price.usd, amount])),
    notes: notesFor(variant, workload, charges, rules, hhmm),
  };
}

function check({ input, output, cached, requests }) {
  const least = [[input, 1], [output, 0], [cached, 0], [requests, 1]];
  const whole = least.every(([number, from]) => Number.isSafeInteger(number) && number >= from);
  if (!whole || cached > 100) throw new RangeError("a workload is made of whole numbers");
}

/**
 * Return the prices that hold for a prompt of this many tokens: of the rules that apply, the later one wins.
 * @returns {Map<string, Charge>} by kind
 */
function chargesFor({ prices, rules }, tokens, hhmm) {
  const charges = new Map();
  const add = (sheet, rule) => {
    for (const [kind, price] of Object.entries(sheet)) charges.set(kind, { price, rule });
  };
  add(prices, BASE);
  rules.forEach((rule, index) => {
    if (isDecided(rule, hhmm) && isWithin(rule, tokens, hhmm)) add(rule.prices, index);
  });
  return charges;
}

/** Whether the size of the prompt decides if a rule applies, with the time of day where there is one. */
function isDecided({ applied, when }, hhmm) {
  return applied && (hhmm !== undefined || when.utc_start === undefined);
}

function isWithin({ when }, tokens, hhmm) {
  const longEnough = when.min_prompt_tokens === undefined || tokens > when.min_prompt_tokens;
  return longEnough && (hhmm === undefined || holdsAt(when, hhmm));
}

/** Whether a time of day (HHMM, UTC) is in the window of a rule. */
function holdsAt({ utc_start: start, utc_end: end }, hhmm) {
  if (start === undefined) return true;
  return start < end ? start <= hhmm && hhmm < end : hhmm >= start || hhmm < end;
}

/**
 * Return how much a month takes of each kind of price, in hundredths of its unit.
 * @param {boolean} cache whether the cached part has a price of its own
 */
function quantities({ input, output, cached, requests, total }, cache) {
  const share = BigInt(cache ? cached : 0);
  const count = BigInt(requests);
  const [inputs, outputs] = total ? [BigInt(total.input), BigInt(total.output)] : [BigInt(input) * count, BigInt(output) * count];
  /** @type {[string, bigint][]} */
  const amounts = [
    ["prompt", inputs * (100n - share)],
    [CACHE, inputs * share],
    ["completion", outputs * 100n],
    ["request", 100n * count],
  ];
  return new Map(amounts.filter(([, amount]) => amount));
}

/** Return why the workload has no cost, or "". */
function reasonWithoutCost(variant, workload, charges, amounts) {
  const outputs = variant.output_modalities;
  if (variant.status === "gone") return "retired";
  if (outputs && !outputs.includes("text")) return `gives ${outputs.join(" and ")}, no text`;
  if (variant.unpriced_outputs.length) return `${variant.unpriced_outputs.join(" and ")} price not published`;
  for (const kind of amounts.keys()) {
    if (charges.get(kind)?.price.state === "varies by request") return "price varies by request";
  }
  const asked = (kind) => kind === "overrides" || (kind === CACHE ? workload.cached > 0 : amounts.has(kind));
  const withheld = WITHHELD.filter(([kind]) => withheldReason(variant, kind) && asked(kind));
  if (withheld.length) return `${withheld.map(([, name]) => name).join(" and ")} withheld`;
  const missing = NEEDED.filter(([kind]) => amounts.has(kind) && !charges.has(kind)).map(([, name]) => name);
  return missing.length ? `${missing.join(" and ")} price not published` : exceededLimit(variant, workload);
}

/** Return which limit the workload exceeds, or "". */
function exceededLimit({ context_tokens, provider_context_tokens, input_tokens, output_tokens }, { input, output }) {
  const all = input + output;
  const limits = [
    [context_tokens, all, "does not fit", "context"],
    [provider_context_tokens, all, "does not fit the seller at this price", "context"],
    [input_tokens, input, "input too long for the seller at this price", "at most"],
    [output_tokens, output, "answer too long", "at most"],
  ];
  const exceeded = limits.find(([limit, tokens]) => limit != null && tokens > limit);
  if (!exceeded) return "";
  const [limit, tokens, what, most] = exceeded;
  return `${what}: ${grouped(tokens)} tokens, ${most} ${grouped(limit)}`;
}

/** Return the sum of prices times hundredths of their units, with every digit. */
function total(lines) {
  const prices = lines.map(([usd, amount]) => [decimal(usd), amount]);
  const scale = Math.max(...prices.map(([price]) => price.scale));
  let units = 0n;
  for (const [price, amount] of prices) units += price.units * amount * 10n ** BigInt(scale - price.scale);
  return plain({ units, scale: scale + 2 });
}

/**
 * Return what a reader has to know beside an amount: which rules and prices are in it and which are not.
 * @param {number[]} paid indexes of the rules whose prices are in the amount
 */
function notesFor(variant, workload, charges, paid, hhmm) {
  const notes = [];
  const tiers = variant.rules.filter(({ when }, index) => paid.includes(index) && when.utc_start === undefined);
  if (tiers.length) notes.push(`At the prices for ${conditions(tiers)}, which hold for the whole request.`);
  const leftOut = variant.rules.filter((rule, index) => mayChange(rule, index, workload, charges, hhmm));
  const [known, unknown] = [leftOut.filter((rule) => rule.applied), leftOut.filter((rule) => !rule.applied)];
  if (known.length) {
    notes.push(
      `Without the prices for ${conditions(known)}: the size of the work does not tell how much of it they would hold for.`,
    );
  }
  if (unknown.length) notes.push(`Without the prices for ${conditions(unknown)}.`);
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

/** Whether a rule that is left out would change the amount if it applied. */
function mayChange(rule, index, workload, charges, hhmm) {
  if (isDecided(rule, hhmm) || !isWithin(rule, workload.input, hhmm)) return false;
  const kinds = [...quantities(workload, false).keys(), ...quantities(workload, true).keys()];
  return kinds.some((kind) => {
    const [price, charge] = [rule.prices[kind], charges.get(kind)];
    return price && (!charge || (charge.rule < index && charge.price.usd !== price.usd));
  });
}

/** Return when rules apply, in words. */
function conditions(rules) {
  return rules.map(({ condition }) => condition).join("; ");
}

/** What work can be priced at, as it stands in the address, and in words. */
export const WAYS = {
  first: "At the price shown",
  cheapest: "With the cheapest seller",
  maker: "At the maker’s list price",
};

/**
 * Return what work costs in one of these ways, or why there is no amount.
 * @param {keyof WAYS} way
 * @param {Record<string, any>} file a model's index.json, or its entry of models.json with the offers of its main id
 * @param {Workload} workload
 * @returns {Asked}
 */
export function askedCost(way, file, workload) {
  const [id] = file.variants;
  if (!id) return { why: "not in the source" };
  if (id.why) return { why: id.why };
  const sold = file.sellers?.[0] ?? {};
  if (way === "cheapest") return cheapestCost(sold, id, workload);
  if (way === "maker") return makersCost(file, id, workload);
  const owner = sold.offers?.find(({ key }) => key === sold.price_of);
  return { ...monthlyCost(id, workload), ...(owner && { seller: owner.provider_name }) };
}

/** Return the lowest cost among the offers whose limits take the work, and whose it is. */
function cheapestCost({ offers = [], blanks = {} }, id, workload) {
  const costs = offers.map((offer) => ({ ...monthlyCost(asVariant(offer, id), workload), seller: offer.provider_name }));
  const [least] = costs.filter(({ usd }) => usd !== undefined).sort((a, b) => compared(a.usd, b.usd));
  if (least) return least;
  const reasons = [...new Set(costs.map(({ why }) => why))];
  if (reasons.length > 1) return { why: `no seller takes it; with ${costs[0].seller}: ${reasons[0]}` };
  return { why: reasons[0] ?? blanks.seller_count ?? "seller not known" };
}

function makersCost({ maker_price: maker, blanks = {} }, id, workload) {
  if (!maker) return { why: blanks.maker_price ?? "not in the source" };
  return { ...monthlyCost(asVariant(maker, id), workload), seller: `${maker.model} at models.dev` };
}

/** Return an offer or a maker's price as an id that cost.js can reckon with. */
function asVariant({ prices, rules = [], hours = [], discount = null, context_tokens = null, input_tokens = null, output_tokens = null }, id) {
  return { ...id, prices, rules, hours, discount, input_tokens, output_tokens, unpriced_outputs: unpricedOutputs(id, prices), blanks: {},
    context_tokens: context_tokens ?? id.context_tokens, provider_context_tokens: context_tokens };
}

/** Return what comes out beside text at a price that is not published, where the text is free. */
function unpricedOutputs({ output_modalities: outputs }, prices) {
  const free = NEEDED.every(([kind]) => !prices[kind] || prices[kind].state === "free");
  const kindOf = (name) => (["image", "audio"].includes(name) ? `${name}_output` : name);
  return free ? (outputs ?? []).filter((name) => name !== "text" && !prices[kindOf(name)]) : [];
}

/** Return a cost in words: "$12.30", "$10 to $20", "free", or why there is none. @param {Asked} cost */
export function costText({ usd, most, why }) {
  return why ?? [usd, ...(most ? [most] : [])].map((amount) => (amount === "0" ? "free" : bill(amount))).join(" to ");
}
