/**
 * The rows of a comparison: what the models' JSON files say, in the figures and words of the models' pages.
 *
 * Nothing here knows a page or a network. The first model is the one that the others are measured by.
 */

import { dollars, grouped, ratio } from "./figures.js";

/**
 * @typedef {Record<string, any>} Entry an object of the API, see api/v1/schemas/model.json
 * @typedef {{text: string, state?: string, lines?: string[], than?: string}} Cell what stands in a column:
 *   a value or the reason for its absence, small print, and how it is to the first model's
 * @typedef {{label: string, note?: string, code?: boolean, cells: Cell[], differs: boolean}} Row
 * @typedef {{name: string, rows: Row[], shared?: string[]}} Group `shared`: parameters that all models take
 * @typedef {{kinds: Record<string, {label: string, meaning: string}>, units: Record<string, string>,
 *   parameters: string[], most: number}} Words
 */

/** @type {Cell} */
const UNPUBLISHED = { text: "not published", state: "blank" };

/**
 * All rows of a comparison, by group.
 * @param {Entry[]} files each model's own file
 * @param {Words} words
 * @returns {Group[]}
 */
export function comparison(files, words) {
  const ids = files.map((file) => file.variants[0]);
  return [
    {
      name: "What it is",
      rows: [
        row("Author", files.map((file) => told(file, "author"))),
        row("Status", files.map(status)),
        row("Listed", ids.map((id) => told(id, "listed")), "by OpenRouter; not the day of release"),
        row("Knowledge until", ids.map((id) => told(id, "knowledge_cutoff"))),
        row("Expires", ids.map((id) => told(id, "expires"))),
      ],
    },
    { name: "Prices", rows: prices(ids, words) },
    { name: "Abilities", ...abilities(ids, words) },
    { name: "People’s ratings", rows: ratings(files) },
    {
      name: "Identifiers and sources",
      rows: [
        row("Canonical slug", files.map((file) => told(file, "slug"))),
        row("Other ids", files.map(otherIds), "with their prices for input and output"),
        row("Days of the sources", files.map(days)),
      ],
    },
  ];
}

/** A model's name without its author's, for sentences. @param {Entry} file */
export function short(file) {
  return file.name.replace(/^[^:]+: (?=.)/, "");
}

/**
 * @param {string} label
 * @param {Cell[]} cells
 * @param {string} [note]
 * @returns {Row}
 */
function row(label, cells, note) {
  const said = cells.map(({ text, lines }) => JSON.stringify([text, lines]));
  return { label, note, cells, differs: new Set(said).size > 1 };
}

/**
 * A field of the API, or the reason that stands beside its null.
 * @param {Entry} entry
 * @param {string} field
 * @param {(value: any) => string} write
 * @returns {Cell}
 */
function told(entry, field, write = String) {
  const value = entry[field];
  return value === null ? { text: entry.blanks[field], state: "blank" } : { text: write(value) };
}

/** @param {Entry} file @returns {Cell} */
function status({ status, left, history }) {
  if (left === null) return { text: status };
  const [{ last_seen: seen }] = history;
  return { text: `gone since ${left}`, state: "warning", lines: seen ? [`as it was on ${seen}`] : [] };
}

/**
 * A row for each kind of price that any model has, in each unit that it is sold in.
 * @param {Entry[]} ids
 * @param {Words} words
 */
function prices(ids, { kinds, units }) {
  const found = new Map([["prompt token", 1], ["completion token", 1]]);
  for (const { prices, rules } of ids) {
    for (const sheet of [{ prices }, ...rules]) {
      for (const [key, { unit }] of Object.entries(sheet.prices)) found.set(`${key} ${unit}`, 1);
    }
  }
  const order = Object.keys(kinds);
  const place = (/** @type {string} */ key) => (order.indexOf(key) + 1 || order.length + 1);
  const rows = [...found.keys()]
    .map((kind) => [kind.slice(0, kind.lastIndexOf(" ")), kind.slice(kind.lastIndexOf(" ") + 1)])
    .sort(([one], [other]) => place(one) - place(other))
    .map(([key, unit]) => priceRow(ids, key, unit, kinds[key], units[unit]));
  for (const key of new Set(ids.flatMap((id) => Object.keys(id.unread_prices)))) {
    const cells = ids.map(({ unread_prices: unread }) =>
      Object.hasOwn(unread, key) ? { text: JSON.stringify(unread[key]) } : UNPUBLISHED,
    );
    rows.push({ ...row(key, cells, "as the source sends it, which is no price"), code: true });
  }
  if (ids.some((id) => id.discount !== null)) {
    const note = "whether the prices already contain it is not documented";
    rows.push(row("Discount", ids.map((id) => told(id, "discount")), note));
  }
  return rows;
}

/**
 * @param {Entry[]} ids
 * @param {string} key
 * @param {string} unit
 * @param {{label: string, meaning: string} | undefined} kind
 * @param {string} per
 */
function priceRow(ids, key, unit, kind, per) {
  /** @param {Entry} sheet */
  const priceOf = ({ prices }) => (Object.hasOwn(prices, key) && prices[key].unit === unit ? prices[key] : null);
  const what = `${kind ? `${kind.label.split(",")[0].toLowerCase()} ` : ""}price`;
  const cells = ids.map((id, place) => {
    const [own, first] = [priceOf(id), priceOf(ids[0])];
    const { exact, ...cell } = price(own);
    for (const rule of id.rules) {
      if (priceOf(rule)) cell.lines.push(`${price(priceOf(rule)).text}: ${rule.condition}`);
    }
    const amounts = place && own && first && exact && price(first).exact;
    return amounts ? { ...cell, than: times(exact, price(first).exact ?? "", what) } : cell;
  });
  const inferred = ids.some((id) => priceOf(id)?.unit_inferred);
  const note = [per, kind?.meaning, inferred && "unit inferred from the amount"].filter(Boolean).join(" · ");
  return { ...row(kind?.label ?? key, cells, note), code: !kind };
}

/**
 * @param {Entry | null} price
 * @returns {Cell & {lines: string[], exact?: string}} `exact` for an amount alone
 */
function price(price) {
  if (!price) return { ...UNPUBLISHED, lines: [] };
  if (price.state !== "amount") {
    return { text: price.state, state: price.state === "free" ? "free" : "varies", lines: [] };
  }
  const exact = price.usd_per_million ?? price.usd;
  const text = dollars(exact);
  return { text, state: "amount", lines: text.startsWith("≈") ? [`exactly $${exact}`] : [], exact };
}

/**
 * How many times one amount is another, in words: "2.5× the input price".
 * @param {string} own
 * @param {string} first
 * @param {string} what
 */
function times(own, first, what) {
  const words = ratio(own, first);
  if (!words || words === "the same") return words;
  return words.endsWith("same") ? `${words} ${what}` : `${words} the ${what}`;
}

/**
 * @param {Entry[]} ids
 * @param {Words} words
 */
function abilities(ids, words) {
  const names = words.parameters.concat(ids.flatMap((id) => id.parameters ?? []).sort());
  /** @param {Entry} id @param {string} name */
  const takes = (id, name) => id.parameters?.includes(name);
  const known = [...new Set(names)].filter((name) => ids.some((id) => takes(id, name)));
  const shared = known.filter((name) => ids.every((id) => takes(id, name)));
  const rest = known.filter((name) => !shared.includes(name)).map((name) => {
    const cells = ids.map((id) => told(id, "parameters", () => (takes(id, name) ? "yes" : "no")));
    return { ...row(name, cells, "parameter"), code: true };
  });
  return {
    rows: [
      lengths(ids, "Context", "context_tokens", "context"),
      lengths(ids, "Longest answer", "output_tokens", "longest answer", "at the provider listed first"),
      row("Takes", ids.map((id) => told(id, "input_modalities", listed))),
      row("Gives", ids.map((id) => told(id, "output_modalities", listed))),
      ...rest,
    ],
    shared,
  };
}

/**
 * @param {Entry[]} ids
 * @param {string} label
 * @param {string} field
 * @param {string} what
 * @param {string} [note]
 */
function lengths(ids, label, field, what, note) {
  const cells = ids.map((id, place) => {
    const cell = told(id, field, (number) => `${grouped(number)} tokens`);
    const both = place && id[field] !== null && ids[0][field] !== null;
    return both ? { ...cell, than: times(String(id[field]), String(ids[0][field]), what) } : cell;
  });
  return row(label, cells, note);
}

/** What goes in or out, text first: "text, file and image". @param {string[]} names */
function listed(names) {
  const rest = names.filter((name) => name !== "text").sort();
  return new Intl.ListFormat("en-GB").format(names.includes("text") ? ["text", ...rest] : rest);
}

/** A half goes to the even number, as on the pages. */
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0, useGrouping: false, roundingMode: "halfEven" });

/** @param {Entry[]} files */
function ratings(files) {
  const first = files[0].headline;
  /** @param {(row: Entry, file: Entry) => Cell} write */
  const cells = (write) =>
    files.map((file) => (file.headline ? write(file.headline, file) : told(file, "headline")));
  return [
    row("Rank", cells((one) => told(one, "rank", (rank) => `#${grouped(rank)}`)), "overall, text board"),
    row("Score", cells((one) => ({ text: whole.format(one.score), than: one === first ? "" : points(one, first) }))),
    row("95 % interval", cells(interval)),
    row("Votes", cells((one) => told(one, "votes", grouped))),
    row("Name on Arena", cells((one) => ({
      text: one.arena_name,
      lines: one.confidence === "variant" ? ["a mode of the model"] : [],
    }))),
    row("Match", cells((one, file) => ({
      text: one.confidence,
      lines: file.ratings.filter((/** @type {Entry} */ rated) => rated.arena_name === one.arena_name)
        .map((/** @type {Entry} */ rated) => rated.match.reason),
    })), "how sure it is that the name is the model"),
    row("Day of the board", cells((one) => told(one, "day"))),
  ];
}

/** @param {Entry} rating @returns {Cell} */
function interval({ score, lower, upper }) {
  if (lower === null || upper === null) return UNPUBLISHED;
  const [up, down] = [whole.format(upper - score), whole.format(score - lower)];
  return { text: up === down ? `±${up}` : `+${up} −${down}` };
}

/**
 * Scores have no zero, so that only a difference means something; where intervals overlap, chance may be all of it.
 * @param {Entry} one
 * @param {Entry | null} first
 */
function points(one, first) {
  if (!first) return "";
  const more = Number(whole.format(one.score)) - Number(whole.format(first.score));
  const words = more ? `${Math.abs(more)} point${more ** 2 === 1 ? "" : "s"} ${more > 0 ? "above" : "below"}` : "the same";
  if ([one.lower, one.upper, first.lower, first.upper].includes(null)) return words;
  const apart = one.lower > first.upper || one.upper < first.lower;
  return `${words}; the intervals ${apart ? "are apart" : "overlap"}`;
}

/** @param {Entry} file @returns {Cell} */
function otherIds({ variants: [, ...others] }) {
  const lines = others.map((/** @type {Entry} */ { id, status, prices }) => {
    const [into, out] = [prices.prompt, prices.completion].map((one) => price(one ?? null).text);
    return `${id}${status === "gone" ? " (gone)" : ""}: ${into === out ? into : `${into} in, ${out} out`}`;
  });
  return lines.length ? { text: "", lines } : { text: "none" };
}

/** @param {Entry} file @returns {Cell} */
function days({ sources }) {
  return {
    text: "",
    lines: sources.map((/** @type {Entry} */ { feed, dated, changed }) => `${feed}: ${dated ?? changed}`),
  };
}
