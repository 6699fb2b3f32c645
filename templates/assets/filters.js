/** The filters and the order of the explorer. */

import { charged } from "./figures.js";

/** Return the test that a line must pass to be shown, whatever is searched. @param {URLSearchParams} view */
export function testOf(view) {
  const tests = [
    fromSource(view),
    any(view, "author", (line) => [line.model.author]),
    any(view, "match", (line) => [line.model.headline?.confidence]),
    any(view, "moved", ({ row }) => ["down", "up"].filter((way) => row.querySelector(`.moved.${way}`))),
    every(view, "in", (line) => line.variant.input_modalities),
    every(view, "out", (line) => line.variant.output_modalities),
    every(view, "can", (line) => line.variant.parameters),
    view.has("free") && ((line) => freeOf(line) !== undefined),
    view.has("open") && ((line) => Boolean(line.variant.hugging_face_id) || line.model.open_weights === true),
    view.has("ranked") && ((line) => line.model.headline !== null),
    ...["input", "output"].flatMap((key) => [
      bound(view, `${key}_from`, key, (value, limit) => value >= limit),
      bound(view, `${key}_to`, `${key}_most`, (value, limit) => value <= limit),
    ]),
    ...["context", "longest"].map((key) => bound(view, key, key, (value, limit) => value >= limit)),
    listedSince(view.get("since")),
    since(view, "released", ({ model }) => model.release_date),
    since(view, "cutoff", ({ model }) => model.knowledge_cutoff),
  ].filter((test) => test !== false);
  return (line) => tests.every((test) => test(line));
}

/** Current models, unless the view asks for retired ones too, searches, or asks for certain sources. */
function fromSource(view) {
  const sources = view.getAll("source");
  const retired = view.has("gone") || view.has("q");
  return ({ model }) =>
    (model.status !== "gone" || retired) &&
    (sources.length ? sources.includes(model.source_type) : model.source_type !== "arena_only");
}

/** Return the first id of a line that costs nothing. */
export function freeOf({ model }) {
  return model.variants.find(isFree);
}

function isFree(variant) {
  const { status, prices, unpriced_outputs: unpriced } = variant;
  const free = ["prompt", "completion"].every((kind) => prices[kind]?.state === "free");
  return status === "listed" && free && !unpriced.length && !charged(variant).length;
}

function any(view, name, has) {
  const wanted = new Set(view.getAll(name));
  return wanted.size > 0 && ((line) => has(line).some((value) => wanted.has(String(value))));
}

function every(view, name, has) {
  const wanted = view.getAll(name);
  return wanted.length > 0 && ((line) => wanted.every((value) => has(line)?.includes(value)));
}

/** A line without the figure is left out: it may be on either side of the limit. */
function bound(view, name, key, holds) {
  const text = view.get(name);
  const limit = Number(text);
  if (!text || Number.isNaN(limit)) return false;
  return (line) => {
    const value = line.values[key];
    return typeof value === "number" && holds(value, limit);
  };
}

/** A month or a year is compared as far as it goes: "2025-03" is since 20 March 2025. */
function since(view, name, dayOf) {
  const day = view.get(name);
  return Boolean(day) && ((line) => dayOf(line) != null && dayOf(line) >= day.slice(0, dayOf(line).length));
}

function listedSince(day) {
  return Boolean(day) && ((line) => line.values.listed != null && line.values.listed >= day);
}

/** Return the lines sorted by a value, largest first where `order` begins with `-`, those without a value last. */
export function ordered(lines, order, valueOf) {
  const sign = order.startsWith("-") ? -1 : 1;
  const known = [];
  const unknown = [];
  for (const line of lines) {
    const value = valueOf(line);
    if (value == null) unknown.push(line);
    else known.push([line, value]);
  }
  known.sort(([left, a], [right, b]) => (a < b ? -sign : a > b ? sign : inPlace(left, right)));
  return [...known.map(([line]) => line), ...unknown.sort(inPlace)];
}

/** What people choose first stands first, as on the served page. */
function inPlace(left, right) {
  return left.values.place - right.values.place;
}
