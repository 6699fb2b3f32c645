/**
 * Amounts: as text, as people write them, and what work costs.
 *
 * Money comes from the JSON files as a string with every digit. It is never made a float: it is counted in whole
 * units of its last digit. The texts follow sitegen/forms/figures.py, and tests/figure_cases.json holds both programs
 * to the same ones.
 */

/**
 * A decimal number: `units` × 10 ** −`scale`.
 * @typedef {{units: bigint, scale: number}} Decimal
 */

/** A price with more significant digits than this is shown rounded, with a ≈. */
const DIGITS = 6;

/** Significant digits of a ratio and of a small bill. */
const SHORT = 3;

const NEAR = "≈\u202f";

/**
 * Read a decimal: digits with at most one point, no exponent. Throws a SyntaxError for anything else.
 * @param {string} text
 * @returns {Decimal}
 */
function decimal(text) {
  const [whole, fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/**
 * Return a decimal with every digit and no zeros at the end: "0.0000025", "12".
 * @param {Decimal} value
 */
function plain(value) {
  const { sign, whole, fraction } = parts(value);
  return sign + whole + (fraction && `.${fraction}`);
}

/**
 * Return dollars: "$2.50", "$10", "≈ $0.0833333". Two decimals at least, none for a whole number, and a ≈ where
 * digits beyond the sixth are left out.
 * @param {string} text exact dollars
 */
export function dollars(text) {
  const value = decimal(text);
  const noisy = String(value.units).replace(/^-|0+$/g, "").length > DIGITS;
  return noisy ? NEAR + money(rounded(value, DIGITS)) : money(value);
}

/**
 * Return dollars for a month: "$54.33", "$0.0375", "≈ $2.82". To the cent, or with three digits where that is
 * finer, and a ≈ where digits are left out.
 * @param {string} text exact dollars
 */
function bill(text) {
  const value = decimal(text);
  const short = rounded(value, Math.max(SHORT, digitCount(value.units) - value.scale + 2));
  return (short.units === value.units ? "" : NEAR) + money(short);
}

/**
 * Return a whole number with separators: "1,048,576".
 * @param {number | bigint | string} number
 */
export function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * Return a number below, at or above 0, as one decimal is smaller than another, the same, or greater.
 * @param {string} a
 * @param {string} b
 */
export function compared(a, b) {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Return two decimals as whole numbers of the same unit. */
function aligned(a, b) {
  const [left, right] = [decimal(a), decimal(b)];
  return [left.units * 10n ** BigInt(right.scale), right.units * 10n ** BigInt(left.scale)];
}

/**
 * Return how many times `b` is `a`, in words: "4×", "1.33×", "half", "the same", "almost the same". It has three
 * digits, and is "" where one of the two is zero or negative.
 * @param {string} a
 * @param {string} b
 */
export function ratio(a, b) {
  const [left, right] = aligned(a, b);
  if (left === right) return "the same";
  if (left <= 0n || right <= 0n) return "";
  if (left * 2n === right) return "half";
  const scale = Math.max(0, digitCount(right) - digitCount(left)) + SHORT + 1;
  const scaled = left * 10n ** BigInt(scale);
  // The last digit is 1 where more digits follow, so that only an exact half is rounded as a half.
  const quotient = (scaled / right) * 10n + (scaled % right ? 1n : 0n);
  const { whole, fraction } = parts(rounded({ units: quotient, scale: scale + 1 }, SHORT));
  const text = grouped(whole) + (fraction && `.${fraction}`);
  return text === "1" ? "almost the same" : `${text}×`;
}

/**
 * Return by how much `b` is below or above `a`, in per cent, "42 %", "0.4 %", or "" where it is not above zero or the
 * same. No difference is rounded to none or to all of it.
 * @param {string} a
 * @param {string} b
 */
export function percentApart(a, b) {
  const [left, right] = aligned(a, b);
  if (left <= 0n || right <= 0n || left === right) return "";
  const size = left > right ? left - right : right - left;
  for (let scale = size * 100n < left ? 1 : 0; ; scale += 1) {
    const scaled = size * 100n * 10n ** BigInt(scale);
    const units = (scaled * 2n + left) / (left * 2n);
    const all = 100n * 10n ** BigInt(scale);
    const exact = units * left === scaled;
    if ((units !== 0n && units !== all) || exact || scale > DIGITS) return `${plain({ units, scale })}\u202f%`;
  }
}

function money(value) {
  const { sign, whole, fraction } = parts(value);
  return `${sign}$${grouped(whole)}${fraction && `.${fraction.padEnd(2, "0")}`}`;
}

function parts({ units, scale }) {
  const digits = String(units).replace("-", "").padStart(scale + 1, "0");
  const point = digits.length - scale;
  return {
    sign: units < 0n ? "-" : "",
    whole: digits.slice(0, point),
    fraction: digits.slice(point).replace(/0+$/, ""),
  };
}

/** Keep this many significant digits; a half goes to the even digit. */
function rounded({ units, scale }, digits) {
  const surplus = digitCount(units) - digits;
  if (surplus <= 0) return { units, scale };
  const step = 10n ** BigInt(surplus);
  const size = units < 0n ? -units : units;
  const twice = (size % step) * 2n;
  const up = twice > step || (twice === step && (size / step) % 2n === 1n);
  const kept = (size / step + (up ? 1n : 0n)) * step;
  return { units: units < 0n ? -kept : kept, scale };
}

/** Return how many digits a whole number has. */
function digitCount(units) {
  return String(units).replace("-", "").length;
}

/** A half goes to the even digit, as on the pages. Made when it is first needed: that takes as long as all else of a start. */
let twoDecimals;

/**
 * Return a number of points with at most two decimals: "11.12".
 * @param {number} value
 */
export function points(value) {
  twoDecimals ??= new Intl.NumberFormat("en", { maximumFractionDigits: 2, useGrouping: false, roundingMode: "halfEven" });
  return twoDecimals.format(value);
}

/**
 * Return a score as it is published, with a ≈ where more than two decimals are: "1496.22".
 * @param {number} value
 */
export function score(value) {
  const text = points(value);
  return Number(text) === value ? text : NEAR + text;
}

/**
 * Return dollars per 1M tokens as a float, to be compared and never shown, or null where a price is no amount. A price
 * by the hour has two.
 * @param {any} price a `PriceEntry` of sitegen/facts/prices.py
 * @param {"low" | "high"} [end]
 */
export function perMillion(price, end = "low") {
  const usd = price?.usd_per_million ?? price?.by_hour?.[`usd_per_million_${end}`];
  return usd == null ? null : Number(usd);
}

/**
 * Return a number as people write it in plain digits, or null: "200k" is "200000", "1.5M" "1500000", "1,5" "1.5",
 * "1,500" and "1 500" "1500".
 * @param {string} text
 */
export function numberOf(text) {
  const [, digits, letter] = /^\$?([\d.,]+)([kmb]?)$/.exec(text.toLowerCase().replace(/[\s_'’]/g, "")) ?? [];
  if (!digits) return null;
  // Commas between groups of three are for the eye, and so are several points; a single one is a decimal point.
  const plain = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(digits) ? digits.replaceAll(",", "")
    : /^[1-9]\d{0,2}(\.\d{3}){2,}$/.test(digits) ? digits.replaceAll(".", "") : digits;
  const [whole, fraction = "", more] = plain.split(/[.,]/);
  if (more !== undefined || whole + fraction === "") return null;
  const zeros = { k: 3, m: 6, b: 9 }[letter] ?? 0;
  const moved = whole + fraction.slice(0, zeros).padEnd(zeros, "0");
  const rest = fraction.slice(zeros).replace(/0+$/, "");
  return (moved.replace(/^0+(?=\d)/, "") || "0") + (rest && `.${rest}`);
}

/** Kinds of price for what comes out beside text. */
const OUTPUT_KINDS = ["image_output", "audio_output"];

/**
 * Return the kinds of output beside text that an id asks money for.
 * @param {{prices: Record<string, {state: string}>}} id
 */
export function charged({ prices }) {
  return OUTPUT_KINDS.filter((kind) => prices[kind] && prices[kind].state !== "free");
}

/** Return "withheld: REASON" where a person withholds a base price of an id, or "". */
export function withheldReason(variant, kind) {
  const of = ({ field, value }) => value === null && field === `pricing.${kind}`;
  return variant.corrections?.find(of)?.blanks.value ?? "";
}

// What work costs in a month with one id, as models.json and a model's index.json describe it: at the price that is
// shown, with the cheapest seller whose limits take it, and at its maker's list price. The rules are those of
// sitegen/catalog/cost.py and the sentences those of sitegen/facts/costs.py; tests/cost_cases.json and
// tests/offer_cases.json hold both programs to the same answers.

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

/** Return an offer or a maker's price as an id whose cost can be reckoned. */
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
