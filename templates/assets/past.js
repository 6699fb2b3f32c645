/**
 * Prices as they were on a day, from a model's own index.json: what `sitegen history ID --on DAY` says of the prices that
 * the catalogue showed.
 */

/** Return the prices of an id on a day (YYYY-MM-DD), and `why` where it had none. */
function lifeOn({ id, first_seen: first, prices: days, blanks = {} }, on) {
  const prices = {};
  let [rules, hours, left] = [[], [], false];
  for (const day of days.filter((one) => one.on <= on)) {
    for (const [kind, price] of Object.entries(day.prices)) {
      left = price.state === "had left";
      if (left || price.state === "not published") delete prices[kind];
      else prices[kind] = price;
    }
    if (day.rules) [rules, hours] = [day.rules, day.hours ?? []];
  }
  const past = { id, prices, rules, hours };
  if (Object.keys(prices).length || rules.length) return past;
  if (!first) return { ...past, why: blanks.first_seen };
  const why = on < first ? `not tracked yet: tracked since ${written(first)}` : left ? "not listed on that day" : "no price published";
  return { ...past, why };
}

/**
 * Return a model's file with the prices of a day for its ids, and without what is not known of that day: who sold it, and
 * what its maker asked.
 */
export function fileOn(file, on) {
  const past = new Map(file.history.map((life) => [life.id, lifeOn(life, on)]));
  const variants = file.variants.map((id) =>
    ({ ...id, ...past.get(id.id), status: "listed", discount: null, provider_context_tokens: null }));
  return { ...file, variants, sellers: [], maker_price: null };
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
