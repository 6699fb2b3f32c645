/**
 * The lines of a comparison, from the models' JSON files and in the words of their pages. The first model is the
 * baseline of the others. Nothing here needs a page or the network.
 */

import { charged, dollars, grouped, points, ratio, score } from "./figures.js";

/**
 * @typedef {Record<string, any>} Entry an object of the API, described in api/v1/schemas/model.json
 * @typedef {{text: string, state?: string, lines?: string[], than?: string}} Cell a value or the reason why there is
 *   none, its small print, and how it compares with the first model's
 * @typedef {{label: string, note: string, code: boolean, cells: Cell[], differs: boolean}} Line
 * @typedef {{name: string, lines: Line[], shared?: string[]}} Group `shared`: parameters that all models take
 */

/**
 * @param {Entry[]} files each model's own file
 * @param words the labels that the page comes with
 * @returns {Group[]}
 */
export function comparison(files, words) {
  const ids = files.map((file) => file.variants[0]);
  const all = (field) => ids.map((id) => fieldCell(id, field));
  return [
    {
      name: "What it is",
      lines: [
        line("Author", files.map((file) => fieldCell(file, "author"))),
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
        lengths(ids, "Context", "context_tokens", "context", smallerWindow),
        lengths(ids, "Longest answer", "output_tokens", "longest answer"),
        line("Takes", ids.map((id) => fieldCell(id, "input_modalities", modalities))),
        line("Gives", ids.map((id) => fieldCell(id, "output_modalities", modalities))),
      ],
    },
    { name: "Parameters", ...parameters(ids, words) },
    { name: "People’s ratings", lines: ratings(files) },
    {
      name: "Sources",
      lines: [
        line("Canonical slug", files.map((file) => fieldCell(file, "slug"))),
        line("Other ids", files.map(otherIds)),
        line("Days", files.map(days)),
      ],
    },
  ];
}

/** Return a model's name without its author's: "GPT-5". */
export function short(file) {
  return file.name.replace(/^[^:]+: (?=.)/, "");
}

function line(label, cells, note = "", code = false) {
  const contents = cells.map(({ text, lines }) => JSON.stringify([text, lines]));
  return { label, note, code, cells, differs: new Set(contents).size > 1 };
}

/** Return a field as a cell, or the reason why it is null. */
function fieldCell(entry, field, write = String) {
  const value = entry[field];
  return value === null ? { text: entry.blanks[field], state: "blank" } : { text: write(value) };
}

function status({ status, left, history }) {
  if (!left) return { text: status };
  return { text: `gone since ${left}`, state: "warning", lines: [`this is what it was on ${history[0].last_seen}`] };
}

/** Return a line for each kind of price and unit. */
function prices(ids, { kinds, units }) {
  const sheets = ids.flatMap(({ prices, rules }) => [prices, ...rules.map((rule) => rule.prices)]);
  const published = sheets.flatMap((sheet) => Object.entries(sheet).map(([key, { unit }]) => `${unit} ${key}`));
  const order = Object.keys(kinds);
  const rank = (kind) => order.indexOf(kind.slice(kind.indexOf(" ") + 1)) + 1 || Infinity;
  return [...new Set(["token prompt", "token completion", ...published])].sort((a, b) => rank(a) - rank(b))
    .map((kind) => {
      const [unit, ...key] = kind.split(" ");
      return priceLine(ids, key.join(" "), unit, kinds, units[unit]);
    });
}

/** @param {string} per the unit in words */
function priceLine(ids, key, unit, kinds, per) {
  const priceOf = ({ prices }) => (Object.hasOwn(prices, key) && prices[key].unit === unit ? prices[key] : null);
  const label = Object.hasOwn(kinds, key) ? kinds[key] : "";
  const what = `${label.split(",")[0].toLowerCase()} price`.trim();
  const textFree = (id) => key === "completion" && id.prices.completion?.state === "free";
  const unpriced = (id) => (textFree(id) ? id.unpriced_outputs : []);
  const others = (id) => textFree(id) && (unpriced(id).length || charged(id).length);
  const cells = ids.map((id) => ({
    ...priceCell(priceOf(id)),
    ...(others(id) ? { text: "text free", state: "varies" } : {}),
    lines: [
      ...unpriced(id).map((name) => `${name} output: not published`),
      ...priceCell(priceOf(id)).lines,
      ...id.rules.filter(priceOf).map((rule) => `${priceCell(priceOf(rule)).text}: ${rule.condition}`),
    ],
    than: id === ids[0] ? "" : times(priceCell(priceOf(id)).exact, priceCell(priceOf(ids[0])).exact, what),
  }));
  const inferred = ids.some((id) => priceOf(id)?.unit_inferred) ? ", a unit inferred from the amount" : "";
  return line(label || key, cells, per + inferred, !label);
}

/** Return a price as a cell; `exact` has every digit, or is "" where the price is no amount. */
function priceCell(price) {
  if (price?.by_hour) return spanCell(price.by_hour);
  if (price?.state !== "amount") {
    const text = price?.state ?? "not published";
    return { text, state: { free: "free", "not published": "blank" }[text] ?? "varies", lines: [], exact: "" };
  }
  const exact = price.usd_per_million ?? price.usd;
  const text = dollars(exact);
  return { text, state: "amount", lines: text.startsWith("≈") ? [`exactly $${exact}`] : [], exact };
}

/** Return a price by the hour as a cell: "$0.22 to $0.44 by the hour". */
function spanCell(span) {
  const ends = [span.usd_per_million_low ?? span.usd_low, span.usd_per_million_high ?? span.usd_high];
  const texts = ends.map((usd) => (usd === "0" ? "free" : dollars(usd)));
  const lines = texts.join().includes("≈") ? [`exactly ${ends.map((usd) => `$${usd}`).join(" to ")}`] : [];
  return { text: `${texts.join(" to ")} by the hour`, state: "amount", lines, exact: "" };
}

/** Return an amount beside the first, "2.5× the input price", or "" where one is missing. */
function times(amount, first, what) {
  const words = amount && first && ratio(amount, first);
  return words && `${words} ${words.endsWith("same") ? "" : "the "}${what}`;
}

/** @param {(id: Entry) => string[]} [lines] the small print of an id */
function lengths(ids, label, field, what, lines = () => []) {
  const cells = ids.map((id) => ({
    ...fieldCell(id, field, (number) => `${grouped(number)} tokens`),
    lines: lines(id),
    than: id === ids[0] ? "" : times(String(id[field] ?? ""), String(ids[0][field] ?? ""), what),
  }));
  return line(label, cells);
}

/** Return the context of the provider whose price is shown, where it is smaller than that of the id. */
function smallerWindow({ context_tokens: context, provider_context_tokens: provider }) {
  const smaller = provider !== null && (context === null || provider < context);
  return smaller ? [`${grouped(provider)} tokens at this price`] : [];
}

/** Return types of input or output, text first: "text, file and image". */
function modalities(names) {
  const rest = names.filter((name) => name !== "text").sort();
  return new Intl.ListFormat("en-GB").format(names.includes("text") ? ["text", ...rest] : rest);
}

/** Return lines where the models differ, and the parameters that all take. */
function parameters(ids, words) {
  const cells = (name) => ids.map((id) => fieldCell(id, "parameters", (all) => (all.includes(name) ? "yes" : "no")));
  const taken = ids.flatMap((id) => id.parameters ?? []);
  const names = [...new Set([...words.parameters, ...taken.sort()])].filter((name) => taken.includes(name));
  const lines = names.map((name) => line(name, cells(name), "", true));
  return { lines: lines.filter(({ differs }) => differs), shared: names.filter((_, index) => !lines[index].differs) };
}

function ratings(files) {
  const first = files[0].headline;
  const cells = (write) => files.map((file) => (file.headline ? write(file.headline, file) : fieldCell(file, "headline")));
  return [
    line("Rank", cells((row) => fieldCell(row, "rank", (rank) => `#${grouped(rank)}`)), "text board, overall"),
    line("Score", cells((row) => ({ text: score(row.score), than: row === first ? "" : apart(row, first) }))),
    line("95 % interval", cells(interval)),
    line("Name on Arena", cells((row) => ({
      text: row.arena_name,
      lines: row.confidence === "variant" ? ["a mode of the model"] : [],
    }))),
    line("Match", cells((row, file) => ({
      text: row.confidence,
      lines: file.ratings.filter((rating) => rating.arena_name === row.arena_name)
        .map((rating) => rating.match.reason),
    }))),
    line("Day of the board", cells((row) => fieldCell(row, "day"))),
  ];
}

function interval({ score, lower, upper }) {
  if (lower === null || upper === null) return { text: "not published", state: "blank" };
  const [up, down] = [points(upper - score), points(score - lower)];
  return { text: up === down ? `±${up}` : `+${up} −${down}` };
}

/** Scores have no zero, so only their difference means something. */
function apart(row, first) {
  if (!first) return "";
  const more = row.score - first.score;
  const size = points(Math.abs(more));
  const words = size === "0" ? "the same" : `${size} point${size === "1" ? "" : "s"} ${more > 0 ? "above" : "below"}`;
  if ([row.lower, row.upper, first.lower, first.upper].includes(null)) return words;
  return `${words}, intervals ${row.lower > first.upper || row.upper < first.lower ? "apart" : "overlap"}`;
}

function otherIds({ variants: [, ...others] }) {
  const lines = others.map(({ id, status, prices }) => {
    const [input, output] = [prices.prompt, prices.completion].map((price) => priceCell(price).text);
    return `${id}${status === "gone" ? ", gone" : ""}: ${input} in, ${output} out`;
  });
  return { text: lines.length ? "" : "none", lines };
}

function days({ sources }) {
  return { text: "", lines: sources.map(({ feed, dated, changed }) => `${feed}: ${dated ?? changed}`) };
}
