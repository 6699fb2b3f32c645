/**
 * The lines of a comparison, from the models' JSON files and in the words of their pages, today or as of a day. The first
 * model is the baseline of the others. Nothing here needs a page or the network.
 */

import {
  WAYS, askedCost, charged, compared, costText, dollars, grouped, percentApart, points, ratio, score, withheldReason,
} from "./amounts.js";

/**
 * @typedef {Record<string, any>} Entry an object of the API, described in api/v1/schemas/model.json
 * @typedef {{text: string, state?: string, lines?: string[], than?: string, exact?: string, bar?: number}} Cell a value
 *   or the reason why there is none, its small print, how it compares with the first model's, the amount in digits, and
 *   how long its bar is beside the line's largest, from 1 to 12
 * @typedef {{label: string, note: string, code: boolean, cells: Cell[], differs: boolean}} Line
 * @typedef {{name: string, lines: Line[], shared?: string[]}} Group `shared`: parameters that all models take
 */

/** Steps of a bar: the style sheet has a class for each. */
const STEPS = 12;

/**
 * @param {Entry[]} files each model's own file
 * @param words the labels that the page comes with
 * @param {{per: string, workload: import("./amounts.js").Workload} | null} [work] what the cost is asked of
 * @returns {Group[]}
 */
export function comparison(files, words, work = null) {
  const ids = files.map((file) => file.variants[0]);
  const all = (entries, field, write) => entries.map((entry) => fieldCell(entry, field, write));
  return [
    { name: "Prices", lines: [...(work ? costLines(files, work) : []), ...priceLines(ids, words), ...sellers(files)] },
    {
      name: "Limits and types",
      lines: [
        lengths(ids, "Context", "context_tokens", "context", smallerWindow),
        lengths(ids, "Max output", "output_tokens", "max output"),
        line("Input types", all(ids, "input_modalities", modalities)),
        line("Output types", all(ids, "output_modalities", modalities)),
      ],
    },
    { name: "People’s ratings", lines: ratings(files) },
    { name: "Usage", lines: usage(files) },
    { name: "Abilities", ...parameters(ids, words) },
    {
      name: "What it is",
      lines: [
        line("Author", all(files, "author")),
        line("Status", files.map(status)),
        line("Listed", all(ids, "listed"), "on OpenRouter"),
        line("Released", all(files, "release_date")),
        line("Knowledge cutoff", all(files.map((file) => (file.knowledge_cutoff ? file : file.variants[0])), "knowledge_cutoff")),
        line("Expires", all(ids, "expires")),
        line("Canonical slug", all(files, "slug")),
        line("Other ids", files.map(otherIds)),
        line("Days", files.map(days)),
      ],
    },
  ];
}

/** Return what work costs in each way; of several models, one in which none has a cost is left out. */
export function costLines(files, work) {
  const lines = Object.keys(WAYS).map((way) => [way, files.map((file) => askedCost(way, file, work.workload))]);
  return lines.filter(([way, costs]) => way === "first" || files.length < 2 || costs.some(({ usd }) => usd))
    .map(([way, costs]) => (way === "first" ? costLine(`Cost a ${work.per}`, "at the price shown", costs) : costLine(WAYS[way], files.length < 2 ? "" : `a ${work.per}`, costs)));
}

function costLine(label, note, costs) {
  const cells = costs.map((cost, index) => ({
    text: costText(cost),
    state: cost.why ? "blank" : cost.usd === "0" ? "free" : "amount",
    lines: [...(cost.seller ? [cost.seller] : []), ...(cost.notes ?? [])],
    exact: cost.most ? "" : cost.usd ?? "",
    than: index ? against(cost.usd ?? "", costs[0].usd ?? "", "", "the cost") : "",
  }));
  return line(label, withBars(cells), note);
}

/** Return who sells the models, and what their makers ask; no lines where that was not read. */
function sellers(files) {
  const own = (file) => file.sellers?.[0] ?? { blanks: {} };
  const lines = [];
  if (files.some((file) => own(file).seller_count != null)) {
    lines.push(line("Sellers", files.map((file) => fieldCell(own(file), "seller_count"))));
    lines.push(line("Cheapest seller", files.map((file) => fieldCell(own(file), "cheapest",
      ({ provider_name: name, input: prompt, output: completion }) => `${name}: ${inOut({ prompt, completion })}`))));
  }
  if (files.some((file) => file.maker_price)) {
    lines.push(line("Maker’s price", files.map((file) => fieldCell(file, "maker_price", (maker) => inOut(maker.prices)))));
  }
  return lines;
}

/** Return a model's name without its author's: "GPT-5". */
export function short(file) {
  return file.name.replace(/^[^:]+: (?=.)/, "");
}

function line(label, cells, note = "", code = false) {
  const contents = cells.map(({ text, lines }) => JSON.stringify([text, lines]));
  return { label, note, code, cells, differs: new Set(contents).size > 1 };
}

/** Return cells with bars that show their amounts beside the largest of them. */
function withBars(cells) {
  const amounts = cells.map(({ exact }) => (exact ? Number(exact) : 0));
  const largest = Math.max(...amounts);
  return cells.map((cell, index) =>
    amounts[index] > 0 && cells.length > 1 ? { ...cell, bar: Math.max(1, Math.round((STEPS * amounts[index]) / largest)) } : cell);
}

/**
 * Return an amount beside the first one: "42 % cheaper input", "50 % more for input", "2.5× the input price", or "".
 * @param {string} what is paid for, "" where the line says it
 * @param {string} whole what the amount is: "the input price"
 */
function against(amount, first, what, whole) {
  if (!amount || !first) return "";
  const order = compared(amount, first);
  if (!order) return `the same ${whole.replace("the ", "")}`;
  const share = percentApart(first, amount);
  if (!share) return "";
  if (order < 0) return `${share} cheaper${what && ` ${what}`}`;
  const times = ratio(amount, first);
  return times.endsWith("×") && Number.parseFloat(times.replaceAll(",", "")) >= 2 ? `${times} ${whole}` : `${share} more${what && ` for ${what}`}`;
}

/** Return a number of tokens beside the first one: "36 % smaller context", "4× the context", or "". */
function larger(tokens, first, what) {
  if (tokens == null || first == null) return "";
  const [own, other] = [String(tokens), String(first)];
  const share = percentApart(other, own);
  if (!share) return own === other ? `the same ${what}` : "";
  if (tokens >= 2 * first) return `${ratio(own, other)} the ${what}`;
  return `${share} ${tokens < first ? "smaller" : "larger"} ${what}`;
}

/** Return a field as a cell, or the reason why it is null. */
function fieldCell(entry, field, write = String) {
  const value = entry[field] ?? null;
  return value === null ? { text: entry.blanks?.[field] ?? "not in the source", state: "blank" } : { text: write(value) };
}

function status({ status, left, history }) {
  if (!left) return { text: status };
  return { text: `retired by ${left}`, state: "warning", lines: [`this is what it was on ${history[0].last_seen}`] };
}

/** Return a line for each kind of price and unit. */
export function priceLines(ids, { kinds, units }) {
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
  const cellOf = (id) => priceCell(priceOf(id), withheldReason(id, key));
  const label = Object.hasOwn(kinds, key) ? kinds[key] : "";
  const what = label.split(",")[0].toLowerCase();
  const textFree = (id) => key === "completion" && id.prices.completion?.state === "free";
  const unpriced = (id) => (textFree(id) ? id.unpriced_outputs : []);
  const others = (id) => textFree(id) && (unpriced(id).length || charged(id).length);
  const cells = ids.map((id) => ({
    ...cellOf(id),
    ...(id.why ? { text: id.why, state: "blank" } : {}),
    ...(others(id) ? { text: "text free", state: "varies" } : {}),
    lines: [
      ...(id.corrections?.some(({ field, value }) => value && field === `pricing.${key}`) ? ["corrected"] : []),
      ...(id.unconfirmed?.includes(`pricing.${key}`) ? ["unconfirmed"] : []),
      ...unpriced(id).map((name) => `${name} output: not published`),
      ...cellOf(id).lines,
      ...id.rules.filter(priceOf).map((rule) => `${cellOf(rule).text}: ${rule.condition}`),
    ],
    than: id === ids[0] ? "" : against(cellOf(id).exact, cellOf(ids[0]).exact, what, `the ${what} price`),
  }));
  const inferred = ids.some((id) => priceOf(id)?.unit_inferred) ? ", a unit inferred from the amount" : "";
  return line(label || key, withBars(cells), per + inferred, !label);
}

/** Return an input and an output price in words: "$3 in, $15 out"; `of` is an id in which one may be withheld. */
function inOut(prices, of = {}) {
  return ["prompt", "completion"].map((kind) => priceCell(prices[kind], withheldReason(of, kind)).text).join(" in, ") + " out";
}

/** Return a price as a cell; `exact` has every digit, or is "" where the price is no amount. */
function priceCell(price, withheld = "") {
  if (price?.by_hour) return spanCell(price.by_hour);
  if (price?.state !== "amount") {
    const state = price ? (price.state === "free" ? "free" : "varies") : "blank";
    return { text: price?.state ?? (withheld || "not published"), state, lines: [], exact: "" };
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

/** @param {(id: Entry) => string[]} [lines] the small print of an id */
function lengths(ids, label, field, what, lines = () => []) {
  const cells = ids.map((id) => ({
    ...fieldCell(id, field, (number) => `${grouped(number)} tokens`),
    lines: lines(id),
    exact: id[field] == null ? "" : String(id[field]),
    than: id === ids[0] ? "" : larger(id[field], ids[0][field], what),
  }));
  return line(label, withBars(cells));
}

/** Return the context of the seller whose price is shown, where it is smaller than that of the id. */
function smallerWindow({ context_tokens: context, provider_context_tokens: window }) {
  const smaller = window !== null && (context === null || window < context);
  return smaller ? [`${grouped(window)} tokens at this price`] : [];
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

/** Return tokens and rank of OpenRouter's ranking; no lines where none was read. */
function usage(files) {
  const used = files.find(({ usage: found }) => found)?.usage;
  if (!used) return [];
  const cells = (field, write) => files.map((file) => (file.usage ? fieldCell(file.usage, field, write) : fieldCell(file, "usage")));
  const when = used.period === "week" ? `in the week to ${used.on}` : `on ${used.on}`;
  const tokens = cells("tokens", grouped).map((cell, index) => ({ ...cell, exact: String(files[index].usage?.tokens ?? "") }));
  return [line("Tokens", withBars(tokens), when), line("Usage rank", cells("rank", (rank) => `#${grouped(rank)}`), when)];
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
  const lines = others.map((other) => {
    const { id, status, prices } = other;
    return `${id}${status === "gone" ? ", gone" : ""}: ${inOut(prices, other)}`;
  });
  return { text: lines.length ? "" : "none", lines };
}

function days({ sources }) {
  return { text: "", lines: sources.map(({ feed, dated, changed }) => `${feed}: ${dated ?? changed}`) };
}

// Prices as they were on a day: what `sitegen history ID --on DAY` says of the prices that the catalogue showed

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
    ({ ...id, ...past.get(id.id), status: "listed", corrections: [], unconfirmed: [], discount: null, provider_context_tokens: null }));
  return { ...file, variants, sellers: [], maker_price: null };
}

/** Return the last day of the data, or the one that is asked for if it is earlier. */
export function dayShown({ citation: { sources: [{ day }] } }, on) {
  return day && day < on ? day : on;
}

/** Return how the prices of a day are cited. */
export function citationOn(file, on) {
  return file.citation.of_a_day.replaceAll("DAY", dayShown(file, on));
}

/** Return what the prices of a day are called. */
export function headOn(file, on) {
  const last = dayShown(file, "9");
  return `Prices as of ${written(dayShown(file, on))}, ${on < last ? "not today’s" : "the last day of the data"}.`;
}

/** Return a day in words: "1 June 2026". @param {string} on */
export function written(on) {
  const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Date(`${on}T00:00Z`).toLocaleDateString("en-GB", style);
}

/** Put the day of an address into a field, which takes nothing else; return what is said of another text. */
export function askDay(field, query) {
  const on = query.get("on");
  field.value = on;
  return on && !field.value ? `“${on}” is no day: these are today’s prices.` : "";
}
