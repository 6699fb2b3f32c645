/**
 * Figures in words, exactly as the pages print them (the same rules as sitegen/pages/figures.py).
 *
 * Money is a string with every digit, as the JSON files have it, and is never made a float: it is counted in
 * whole units of its last digit.
 */

/**
 * A decimal number: `units` × 10 ** −`scale`.
 * @typedef {{units: bigint, scale: number}} Decimal
 */

/** Significant digits beyond which a price is the source's rounding noise and is shown with a ≈. */
const DIGITS = 6;

/** Significant digits of a ratio, a short count and a small bill. */
const SHORT = 3;

const NEAR = "≈\u202f";

/**
 * Read a decimal: digits with at most one point, no exponent. Raises SyntaxError for anything else.
 * @param {string} text
 * @returns {Decimal}
 */
export function decimal(text) {
  const [whole, fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/**
 * Write a decimal with every digit and no zeros at the end: "0.0000025", "12".
 * @param {Decimal} value
 */
export function plain(value) {
  const { sign, whole, fraction } = parts(value);
  return sign + whole + (fraction && `.${fraction}`);
}

/**
 * Dollars: at least two decimals, none for a whole number, ≈ where more than six digits are left out.
 * @param {string} text exact dollars
 */
export function dollars(text) {
  const value = decimal(text);
  const noisy = String(value.units).replace(/^-|0+$/g, "").length > DIGITS;
  return noisy ? NEAR + money(rounded(value, DIGITS)) : money(value);
}

/**
 * Dollars for a month: to the cent, or with three digits if that is finer, ≈ where digits are left out.
 * @param {string} text exact dollars
 */
export function bill(text) {
  const value = decimal(text);
  const short = rounded(value, Math.max(SHORT, length(value.units) - value.scale + 2));
  return (short.units === value.units ? "" : NEAR) + money(short);
}

/**
 * Dollars for a token → dollars for 1,000,000 tokens, exact: "0.0000025" → "2.5".
 * @param {string} text exact dollars
 */
export function perMillion(text) {
  const { units, scale } = decimal(text);
  return plain(scale < 6 ? { units: units * 10n ** BigInt(6 - scale), scale: 0 } : { units, scale: scale - 6 });
}

/**
 * A whole number with separators: "1,048,576".
 * @param {number | bigint | string} number
 */
export function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * A number of tokens, short: "999", "16.4K", "1.05M". `grouped` gives the exact one.
 * @param {number} number
 */
export function tokens(number) {
  for (const [scale, letter] of [[12, "T"], [9, "B"], [6, "M"], [3, "K"]]) {
    if (number >= 10 ** scale) {
      return plain(rounded({ units: BigInt(number), scale }, SHORT)) + letter;
    }
  }
  return String(number);
}

/**
 * How many times `b` is `a`, in words: "4×", "1.33×", "half", "the same", "almost the same"; three digits.
 * "" where there is no such number: one of the two is nothing, or below it.
 * @param {string} a
 * @param {string} b
 */
export function ratio(a, b) {
  const [one, other] = [decimal(a), decimal(b)];
  const left = one.units * 10n ** BigInt(other.scale);
  const right = other.units * 10n ** BigInt(one.scale);
  if (left === right) return "the same";
  if (left <= 0n || right <= 0n) return "";
  if (left * 2n === right) return "half";
  const scale = Math.max(0, length(right) - length(left)) + SHORT + 1;
  const grown = left * 10n ** BigInt(scale);
  // The last digit says whether there are more behind it, so that half is rounded as half only.
  const quotient = (grown / right) * 10n + (grown % right ? 1n : 0n);
  const words = parts(rounded({ units: quotient, scale: scale + 1 }, SHORT));
  const text = grouped(words.whole) + (words.fraction && `.${words.fraction}`);
  return text === "1" ? "almost the same" : `${text}×`;
}

/** @param {Decimal} value */
function money(value) {
  const { sign, whole, fraction } = parts(value);
  return `${sign}$${grouped(whole)}${fraction && `.${fraction.padEnd(2, "0")}`}`;
}

/** @param {Decimal} value */
function parts({ units, scale }) {
  const digits = String(units).replace("-", "").padStart(scale + 1, "0");
  const point = digits.length - scale;
  return {
    sign: units < 0n ? "-" : "",
    whole: digits.slice(0, point),
    fraction: digits.slice(point).replace(/0+$/, ""),
  };
}

/**
 * Keep so many significant digits; half goes to the even digit.
 * @param {Decimal} value
 * @param {number} digits
 * @returns {Decimal}
 */
function rounded({ units, scale }, digits) {
  const spare = length(units) - digits;
  if (spare <= 0) return { units, scale };
  const step = 10n ** BigInt(spare);
  const size = units < 0n ? -units : units;
  const twice = (size % step) * 2n;
  const up = twice > step || (twice === step && (size / step) % 2n === 1n);
  const kept = (size / step + (up ? 1n : 0n)) * step;
  return { units: units < 0n ? -kept : kept, scale };
}

/** How many digits a whole number has. @param {bigint} units */
function length(units) {
  return String(units).replace("-", "").length;
}
