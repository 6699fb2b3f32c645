/**
 * Prices as they were on a day, from a model's own index.json: what `sitegen history ID --on DAY` says of the prices that
 * the catalogue showed.
 */

import { holdsAt } from "./cost.js";

const END_OF_DAY = 2400;

/**
 * @typedef {{id: string, prices: Record<string, any>, rules: any[], why?: string}} Past the prices of an id, or why it had
 *   none
 */

/**
 * Return the prices of each id of a model on a day (YYYY-MM-DD).
 * @returns {Past[]}
 */
function pricesOn({ history }, on) {
  return history.map((life) => lifeOn(life, on));
}

function lifeOn({ id, first_seen: first, prices: days, blanks = {} }, on) {
  const prices = {};
  let rules = [];
  let left = false;
  for (const day of days.filter((one) => one.on <= on)) {
    for (const [kind, price] of Object.entries(day.prices)) {
      left = price.state === "had left";
      if (left || price.state === "not published") delete prices[kind];
      else prices[kind] = price;
    }
    rules = day.rules ?? rules;
  }
  if (Object.keys(prices).length || rules.length) return { id, prices, rules };
  if (!first) return { id, prices, rules, why: blanks.first_seen };
  const why = on < first ? `not tracked yet: tracked since ${written(first)}` : left ? "not listed on that day" : "no price published";
  return { id, prices, rules, why };
}

/**
 * Return a model's file with the prices of a day for its ids, and without what is not known of that day: who sold it, and
 * what its maker asked.
 */
export function fileOn(file, on) {
  const past = new Map(pricesOn(file, on).map((life) => [life.id, life]));
  const variants = file.variants.map((id) => {
    const { prices = {}, rules = [], why } = past.get(id.id) ?? {};
    return { ...id, prices, rules, why, status: "listed", discount: null, hours: hoursOf(rules), provider_context_tokens: null };
  });
  return { ...file, variants, sellers: [], maker_price: null };
}

/** Return the times of day at which prices become others, where windows fill the whole day, as records/price.py does. */
function hoursOf(rules) {
  const windows = rules.filter(({ applied, when }) => applied && when.utc_start !== undefined && when.min_prompt_tokens === undefined);
  const ends = windows.flatMap(({ when }) => [when.utc_start % END_OF_DAY, when.utc_end % END_OF_DAY]);
  const times = [...new Set(ends)].sort((a, b) => a - b);
  return times.every((hhmm) => windows.some(({ when }) => holdsAt(when, hhmm))) ? times : [];
}

/** Return how the prices of a day are cited. */
export function citationOn({ citation }, on) {
  return citation.of_a_day.replaceAll("DAY", on);
}

/** Return what the prices of a day are called, which are today's where it is later than the data. */
export function headOn({ citation: { sources } }, on) {
  const end = sources[0].day;
  return on > end ? `The data end on ${written(end)}: these are the prices of that day.` : `Prices as of ${written(on)}, not today’s.`;
}

/** Return a day in words: "1 June 2026". @param {string} on */
export function written(on) {
  const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Date(`${on}T00:00Z`).toLocaleDateString("en-GB", style);
}

/** Return the day that an address asks for, or "". @param {URLSearchParams} query */
export function dayOf(query) {
  const on = query.get("on") ?? "";
  return /^\d{4}-\d{2}-\d{2}$/.test(on) && !Number.isNaN(Date.parse(on)) ? on : "";
}
