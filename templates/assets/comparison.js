/**
 * The lines of a comparison: what the models' JSON files say, in the figures and words of the models' pages.
 * Nothing here knows a page or a network. The others are measured by the first model.
 */

import { dollars, grouped, ratio } from "./figures.js";

/**
 * @typedef {Record<string, any>} Entry an object of the API, as api/v1/schemas/model.json has it
 * @typedef {{text: string, state?: string, lines?: string[], than?: string}} Cell a value or the reason why
 *   there is none, its small print, and what it is to the first model's
 * @typedef {{label: string, note: string, code: boolean, cells: Cell[], differs: boolean}} Line
 * @typedef {{name: string, lines: Line[], shared?: string[]}} Group `shared`: parameters that all models take
 * @typedef {{most: number, kinds: Record<string, string>, units: Record<string, string>, parameters: string[]}} Words
 */

/** @param {Entry[]} files each model's own file */
export function comparison(files, words) {
  const ids = files.map((file) => file.variants[0]);
  const all = (field) => ids.map((id) => told(id, field));
  return [
    {
      name: "What it is",
      lines: [
        line("Author", files.map((file) => told(file, "author"))),
        line("Status", files.map(status)),
        line("Listed", all("listed"), "on OpenRouter"),
        line("Knowledge until", all("knowledge_cutoff")),
        line("Expires", all("expires")),
      ],
    },
    { name: "Prices", lines: prices(ids, words) },
    {
      name: "Abilities",
      lines: [
        lengths(ids, "Context", "context_tokens", "context"),
        lengths(ids, "Longest answer", "output_tokens", "longest answer"),
        line("Takes", ids.map((id) => told(id, "input_modalities", listed))),
        line("Gives", ids.map((id) => told(id, "output_modalities", listed))),
      ],
    },
    { name: "Parameters", ...parameters(ids, words) },
    { name: "People’s ratings", lines: ratings(files) },
    {
      name: "Sources",
      lines: [
        line("Canonical slug", files.map((file) => told(file, "slug"))),
        line("Other ids", files.map(otherIds)),
        line("Days", files.map(days)),
      ],
    },
  ];
}

/** A model's name without its author's. */
export function short(file) {
  return file.name.replace(/^[^:]+: (?=.)/, "");
}

function line(label, cells, note = "", code = false) {
  const said = cells.map(({ text, lines }) => JSON.stringify([text, lines]));
  return { label, note, code, cells, differs: new Set(said).size > 1 };
}

/** A field of the API, or the reason that stands beside its null. */
function told(entry, field, write = String) {
  const value = entry[field];
  return value === null ? { text: entry.blanks[field], state: "blank" } : { text: write(value) };
}

function status({ status, left, history }) {
  if (!left) return { text: status };
  return { text: `gone since ${left}`, state: "warning", lines: [`this is what it was on ${history[0].last_seen}`] };
}

/** A line for each kind of price that a model has, in each unit. */
function prices(ids, { kinds, units }) {
  const sheets = ids.flatMap(({ prices, rules }) => [prices, ...rules.map((rule) => rule.prices)]);
  const found = sheets.flatMap((sheet) => Object.entries(sheet).map(([key, { unit }]) => `${unit} ${key}`));
  const order = Object.keys(kinds);
  const place = (kind) => order.indexOf(kind.slice(kind.indexOf(" ") + 1)) + 1 || Infinity;
  return [...new Set(["token prompt", "token completion", ...found])].sort((one, other) => place(one) - place(other))
    .map((kind) => {
      const [unit, ...key] = kind.split(" ");
      return priceLine(ids, key.join(" "), unit, kinds, units[unit]);
    });
}

/** @param {string} per the unit in words */
function priceLine(ids, key, unit, kinds, per) {
  const own = ({ prices }) => (Object.hasOwn(prices, key) && prices[key].unit === unit ? prices[key] : null);
  const label = Object.hasOwn(kinds, key) ? kinds[key] : "";
  const what = `${label.split(",")[0].toLowerCase()} price`.trim();
  const cells = ids.map((id) => ({
    ...price(own(id)),
    lines: [
      ...price(own(id)).lines,
      ...id.rules.filter(own).map((rule) => `${price(own(rule)).text}: ${rule.condition}`),
    ],
    than: id === ids[0] ? "" : times(price(own(id)).exact, price(own(ids[0])).exact, what),
  }));
  const inferred = ids.some((id) => own(id)?.unit_inferred) ? ", a unit inferred from the amount" : "";
  return line(label || key, cells, per + inferred, !label);
}

function price(price) {
  if (price?.state !== "amount") {
    const text = price?.state ?? "not published";
    return { text, state: { free: "free", "not published": "blank" }[text] ?? "varies", lines: [], exact: "" };
  }
  const exact = price.usd_per_million ?? price.usd;
  const text = dollars(exact);
  return { text, state: "amount", lines: text.startsWith("≈") ? [`exactly $${exact}`] : [], exact };
}

/** What one amount is to another, in words: "2.5× the input price"; "" where one is none. */
function times(own, first, what) {
  const words = own && first && ratio(own, first);
  return words && `${words} ${words.endsWith("same") ? "" : "the "}${what}`;
}

function lengths(ids, label, field, what) {
  const cells = ids.map((id) => ({
    ...told(id, field, (number) => `${grouped(number)} tokens`),
    than: id === ids[0] ? "" : times(String(id[field] ?? ""), String(ids[0][field] ?? ""), what),
  }));
  return line(label, cells);
}

/** What goes in or out, text first: "text, file and image". */
function listed(names) {
  const rest = names.filter((name) => name !== "text").sort();
  return new Intl.ListFormat("en-GB").format(names.includes("text") ? ["text", ...rest] : rest);
}

/** Those in which the models differ, and those that all take. */
function parameters(ids, words) {
  const cells = (name) => ids.map((id) => told(id, "parameters", (names) => (names.includes(name) ? "yes" : "no")));
  const taken = ids.flatMap((id) => id.parameters ?? []);
  const names = [...new Set([...words.parameters, ...taken.sort()])].filter((name) => taken.includes(name));
  const lines = names.map((name) => line(name, cells(name), "", true));
  return { lines: lines.filter((one) => one.differs), shared: names.filter((_, at) => !lines[at].differs) };
}

/** A half goes to the even number, as on the pages. */
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0, useGrouping: false, roundingMode: "halfEven" });

function ratings(files) {
  const first = files[0].headline;
  const cells = (write) => files.map((file) => (file.headline ? write(file.headline, file) : told(file, "headline")));
  return [
    line("Rank", cells((row) => told(row, "rank", (rank) => `#${grouped(rank)}`)), "text board, overall"),
    line("Score", cells((row) => ({ text: whole.format(row.score), than: row === first ? "" : points(row, first) }))),
    line("95 % interval", cells(interval)),
    line("Name on Arena", cells((row) => ({
      text: row.arena_name,
      lines: row.confidence === "variant" ? ["a mode of the model"] : [],
    }))),
    line("Match", cells((row, file) => ({
      text: row.confidence,
      lines: file.ratings.filter((rated) => rated.arena_name === row.arena_name)
        .map((rated) => rated.match.reason),
    }))),
    line("Day of the board", cells((row) => told(row, "day"))),
  ];
}

function interval({ score, lower, upper }) {
  if (lower === null || upper === null) return { text: "not published", state: "blank" };
  const [up, down] = [whole.format(upper - score), whole.format(score - lower)];
  return { text: up === down ? `±${up}` : `+${up} −${down}` };
}

/** Scores have no zero: only a difference means something. */
function points(row, first) {
  if (!first) return "";
  const more = Number(whole.format(row.score)) - Number(whole.format(first.score));
  const words = more ? `${Math.abs(more)} point${more ** 2 > 1 ? "s" : ""} ${more > 0 ? "above" : "below"}` : "the same";
  if ([row.lower, row.upper, first.lower, first.upper].includes(null)) return words;
  return `${words}, intervals ${row.lower > first.upper || row.upper < first.lower ? "apart" : "overlap"}`;
}

function otherIds({ variants: [, ...others] }) {
  const lines = others.map(({ id, status, prices }) => {
    const [into, out] = [prices.prompt, prices.completion].map((one) => price(one ?? null).text);
    return `${id}${status === "gone" ? ", gone" : ""}: ${into} in, ${out} out`;
  });
  return { text: lines.length ? "" : "none", lines };
}

function days({ sources }) {
  return { text: "", lines: sources.map((one) => `${one.feed}: ${one.dated ?? one.changed}`) };
}
