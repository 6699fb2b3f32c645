/**
 * The search of every page: which models a text means, the best match first.
 *
 * A name is taken apart into runs of letters and runs of digits, and what stands between them is ignored, so that
 * "gpt4o", "gpt-4o" and "GPT 4 o" are one. Each word of the text must begin where a run of the name begins. If nothing
 * is found so, one typo is allowed in words of five letters or more.
 */

/**
 * @typedef {{text: string, runs: string[], starts: number[], glue: string[]}} Name a name's runs, the text that they
 *   make together, where each starts in it, and what stood before each
 * @typedef {{slug: string, name: string, id: string, path: string, retired: boolean, place: number, names: Name[],
 *   maker: Name, text: string}} Entry
 * @typedef {{entry: Entry, score: number}} Match
 * @typedef {{from: number, to: number, quality: number}} Place the runs of a name that a word means
 */

import { each, element, json, once, root } from "./page.js";

const RUN = /([^\p{L}\p{N}]*)(\p{L}+|\p{N}+)/gu;
const DIGIT = /\p{N}/u;
/** Letters from which on a word may have a typo. */
const TYPO_FROM = 5;
/** A retired model stands behind a current one that answers as well, and before one that answers worse. */
const RETIRED = 0.03;
/** A number of so many digits is a date, which nobody means when it is left out. */
const DATE_DIGITS = 4;

/** Return what searches compare: small letters without accents. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("+", " plus ").toLowerCase();
}

/** @returns {Name} */
function nameOf(text) {
  const found = [...folded(text).matchAll(RUN)];
  const runs = found.map(([, , run]) => run);
  let length = 0;
  const starts = runs.map((run) => (length += run.length) - run.length);
  return { text: runs.join(""), runs, starts, glue: found.map(([, glue]) => glue) };
}

/**
 * Return what is searched, made of assets/search.json.
 * @param {{makers: Record<string, string>, spare: string[], models: any[]}} file
 */
export async function searchIndex({ makers, spare, models }) {
  const entries = [];
  await each(models, (model) => {
    const { slug, name, id = slug, path = `models/${slug}/`, family = "", variants = "", retired = false } = model;
    const author = slug.split("/")[0];
    const own = [...new Set([name, ...[id, slug].map((key) => key.slice(key.indexOf("/") + 1))])];
    const maker = nameOf(`${makers[author] ?? author} ${family} ${variants}`);
    const text = `${folded(own.join("\n")).replace(/[^\p{L}\p{N}\n]+/gu, "")}\n${maker.text}`;
    entries.push({ slug, name, id, path, retired, place: entries.length, names: own.map(nameOf), maker, text });
  });
  return { entries, spare: new Set(spare) };
}

/** Return what is searched, which is read when it is first needed. */
export const readIndex = once(async () => searchIndex(await json(new URL("assets/search.json", root))));

/**
 * Return the models that a text means, the best match first; of equal ones retired models come last.
 * @returns {Match[]}
 */
export function search({ entries, spare: usual }, text) {
  const words = wordsOf(text);
  // A text of such words alone, "codex", means them; beside others each model could have left them out.
  const spare = words.every((word) => usual.has(word.text)) ? new Set() : usual;
  const readings = [words, ...words.slice(1).map((word, index) => joined(words, index))];
  for (const typos of words.length ? [false, true] : []) {
    for (const reading of typos ? [words] : readings) {
      const found = entries.flatMap((entry) => {
        const score = mayAnswer(entry, reading, spare, typos) ? scoreOf(entry, reading, spare, typos) : null;
        return score === null ? [] : [{ entry, score: score - (entry.retired ? RETIRED : 0) }];
      });
      if (found.length) return found.sort((a, b) => b.score - a.score || a.entry.place - b.entry.place);
    }
  }
  return [];
}

/** Return the words with one and the next in one: "deep seek" is "deepseek", too. */
function joined(words, index) {
  const both = nameOf(words[index].text + words[index + 1].text);
  return [...words.slice(0, index), both, ...words.slice(index + 2)];
}

/** Whether each word is somewhere in a model's names, if it may have no typo: quick, and true of few. */
function mayAnswer({ text }, words, spare, typos) {
  const mayStand = (run) => (typos && run.length >= TYPO_FROM - 1 && !DIGIT.test(run)) || text.includes(run);
  return words.every((word) => word.runs.every(mayStand) || spare.has(word.text));
}

/**
 * Return the models that a text comes nearest to, where it means none: those that have most of its words, or else two
 * fifths of its letters as they begin, and three at least.
 */
export function nearest(index, text, most = 3, least = Math.max(3, 0.4 * text.length)) {
  const words = wordsOf(text);
  const scores = new Map();
  for (const word of words) {
    for (const { entry, score } of search(index, word.text)) {
      scores.set(entry, (scores.get(entry) ?? 0) + score * word.text.length);
    }
  }
  if (!scores.size && words[0]?.text.length > least) return nearest(index, words[0].text.slice(0, -1), most, least);
  return [...scores].sort(([a, one], [b, other]) => other - one || a.place - b.place).slice(0, most).map(([entry]) => entry);
}

function wordsOf(text) {
  return folded(text).slice(0, 200).split(/[^\p{L}\p{N}]+/u).filter(Boolean).map(nameOf);
}

/** Return how well a model answers to words, by that of its names which answers best, or null. */
function scoreOf(entry, words, spare, typos) {
  let best = null;
  for (const name of entry.names) {
    const score = nameScore(name, entry.maker, words, spare, typos);
    if (score !== null && (best === null || score > best)) best = score;
  }
  return best;
}

function nameScore(name, maker, words, spare, typos) {
  const used = new Set();
  let next = 0;
  let total = 0;
  for (const word of words) {
    const place = placeOf(name, word, next, used, typos);
    if (place) {
      total += place.quality - (place.from === next ? 0 : 0.02);
      for (let run = place.from; run <= place.to; run += 1) used.add(run);
      next = place.to + 1;
      continue;
    }
    const quality = placeOf(maker, word, 0, new Set(), typos)?.quality ?? inParts(name, maker, word, used, typos);
    if (quality === null && !spare.has(word.text)) return null;
    total += quality === null ? 0.6 : quality * 0.9;
  }
  // Who asks for a maker alone has left nothing of a name out.
  return total / words.length - (used.size ? leftOut(name, used, words.some(({ text }) => DIGIT.test(text))) : 0);
}

/** Return where a word stands in a name: best from the run `next` on, in runs that no other word has. */
function placeOf(name, word, next, used, typos) {
  let best = null;
  for (let step = 0; step < name.runs.length; step += 1) {
    const from = (next + step) % name.runs.length;
    if (used.has(from) || isMinor(name, from, used) && DIGIT.test(word.text[0])) continue;
    const place = placeAt(name, word, from, typos);
    if (place && (!best || place.quality > best.quality) && !used.has(place.to)) best = place;
    if (best?.quality === 1) break;
  }
  return best;
}

/** Whether a run is the second number of a version, "5" in "4.5", of which the first is not meant. */
function isMinor({ runs, glue }, run, used) {
  return run > 0 && glue[run] === "." && DIGIT.test(runs[run - 1]) && !used.has(run - 1);
}

/** Return the runs that a word covers if it stands at a run, or null. @returns {Place | null} */
function placeAt(name, word, from, typos) {
  const start = name.starts[from];
  if (name.text.startsWith(word.text, start)) {
    const to = runAt(name, start + word.text.length - 1);
    const whole = endOf(name, to) === start + word.text.length;
    // "gpt4" begins "gpt41", and hardly means it.
    return { from, to, quality: whole ? 1 : DIGIT.test(name.runs[to]) ? 0.5 : 0.8 };
  }
  return typos ? misspelled(name, word, from) : null;
}

/** Return the runs that a word means if one letter of it is wrong, too many, missing or in its neighbour's place. */
function misspelled(name, word, from) {
  const start = name.starts[from];
  if (Math.max(word.text.length, name.runs[from].length) < TYPO_FROM || word.text.length < TYPO_FROM - 1) return null;
  // One typo leaves the first letter or the second one in its place, or changes them for each other.
  const [a, b, c, d] = word.text.slice(0, 2) + name.text.slice(start, start + 2);
  if (a !== c && b !== d && b !== c && a !== d) return null;
  for (const length of [0, 1, -1].map((more) => word.text.length + more)) {
    const end = start + length;
    const part = name.text.slice(start, end);
    if (part.length !== length || digits(part) !== digits(word.text) || !oneTypo(word.text, part)) continue;
    const to = runAt(name, end - 1);
    const whole = endOf(name, to) === end;
    if (whole || word.text.length >= TYPO_FROM) return { from, to, quality: whole ? 0.7 : 0.5 };
  }
  return null;
}

/** Return how well each run of a word stands somewhere by itself, "claude4sonnet" in "Claude Sonnet 4", or null. */
function inParts(name, maker, word, used, typos) {
  if (word.runs.length < 2) return null;
  let total = 0;
  for (const run of word.runs.map(nameOf)) {
    const place = placeOf(name, run, 0, used, typos);
    const quality = place?.quality ?? placeOf(maker, run, 0, new Set(), typos)?.quality ?? 0;
    if (quality < 0.7) return null;
    if (place) for (let at = place.from; at <= place.to; at += 1) used.add(at);
    total += quality;
  }
  return (0.9 * total) / word.runs.length;
}

function runAt({ starts }, position) {
  return starts.findLastIndex((start) => start <= position);
}

function endOf({ runs, starts }, run) {
  return starts[run] + runs[run].length;
}

/** Return what is taken off for what a name has beside the words; numbers count only where numbers were asked for. */
function leftOut({ runs }, used, numbers) {
  let cost = 0;
  runs.forEach((run, index) => {
    if (used.has(index)) return;
    if (!DIGIT.test(run)) cost += 0.04;
    else if (run.length >= DATE_DIGITS) cost += 0.01;
    else if (numbers) cost += 0.05;
  });
  return Math.min(cost, 0.3);
}

function digits(text) {
  return text.replace(/\P{N}/gu, "");
}

/** Whether one letter more, less, other or two neighbours changed make one text of another. */
function oneTypo(a, b) {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [left, right] = [a.slice(start), b.slice(start)];
  if (left.length !== right.length) {
    const [long, short] = left.length > right.length ? [left, right] : [right, left];
    return long.slice(1) === short;
  }
  return left.slice(1) === right.slice(1) || (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2));
}

// The search at the top of a page: a list below it, with arrows, Enter and Escape

const OFFERED = 8;

/** Make a box search. @param {HTMLInputElement} box */
export async function start(box) {
  const list = document.getElementById(box.getAttribute("aria-controls"));
  let active = -1;

  const mark = (next) => {
    const options = [...list.children];
    active = (next + options.length + 1) % (options.length + 1);
    if (active === options.length) active = -1;
    options.forEach((option, at) => (option.ariaSelected = `${at === active}`));
    if (active < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options[active].id);
  };
  const close = () => {
    list.hidden = true;
    box.ariaExpanded = "false";
    mark(-1);
  };
  const offer = () => {
    list.replaceChildren(...options(index, box.value));
    list.hidden = !list.children.length;
    box.ariaExpanded = `${!list.hidden}`;
    mark(-1);
  };
  const keys = {
    ArrowDown: () => mark(active + 1),
    ArrowUp: () => mark(active < 0 ? list.children.length - 1 : active - 1),
    Enter: () => (list.children[Math.max(active, 0)]?.firstElementChild ?? box).click(),
    Escape: close,
  };
  let index = null;
  box.addEventListener("input", offer);
  box.addEventListener("focus", offer);
  box.addEventListener("keydown", (event) => {
    if (list.hidden || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  box.parentElement.addEventListener("focusout", (event) => {
    if (!box.parentElement.contains(event.relatedTarget)) close();
  });
  index = await readIndex();
  offer();
}

/** Return the models that a text means, or comes nearest to, and the way to all of them in the explorer. */
function options(index, text) {
  if (!index || !text.trim()) return [];
  const found = search(index, text).map(({ entry }) => entry);
  const shown = found.length ? found.slice(0, OFFERED) : nearest(index, text);
  const models = shown.map(({ name, id, path, retired }) => option(name, found.length ? id : `nearest: ${id}`, path, retired));
  const all = option(found.length ? (found.length > 1 ? `All ${found.length} in the table` : "Show it in the table") : "Search in the table", "", `?q=${encodeURIComponent(text)}`);
  return [...models, all].map((node, at) => Object.assign(node, { id: `seek-${at}` }));
}

function option(name, id, path, retired) {
  const link = element("a", { href: new URL(path, root).href, tabIndex: -1 }, name, " ",
    element("small", {}, [id, retired && "retired"].filter(Boolean).join(", ")));
  return element("li", { role: "option" }, link);
}
