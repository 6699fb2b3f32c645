/**
 * Amounts as text, by the same rules as sitegen/forms/figures.py, and numbers as people write them.
 *
 * Money comes from the JSON files as a string with every digit. It is never made a float: it is counted in whole
 * units of its last digit. tests/figure_cases.json holds both programs to the same texts.
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
export function decimal(text) {
  const [whole, fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/**
 * Return a decimal with every digit and no zeros at the end: "0.0000025", "12".
 * @param {Decimal} value
 */
export function plain(value) {
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
export function bill(text) {
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
