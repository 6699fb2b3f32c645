/** Work that a visitor asks the cost of: what the form or the address says, as a workload of cost.js. */

import { numberOf } from "./view.js";

/** The fields of the form, as they stand in the address. */
const FIELDS = ["tokens_in", "tokens_out", "per", "cached", "requests"];

/** Tokens in of a request, where the visitor does not say how many requests there are. */
const USUAL_PROMPT = 4000;

/**
 * Return the work that a view asks the cost of, or null while it is incomplete: `per` is what the tokens are counted
 * by, and what the cost is of.
 * @param {URLSearchParams} view
 * @returns {{per: string, workload: import("./cost.js").Workload} | null}
 */
export function workOf(view) {
  const number = (name, otherwise) => Number(numberOf(view.get(name) ?? "") ?? otherwise);
  const [input, output, cached] = ["tokens_in", "tokens_out", "cached"].map((name) => number(name, 0));
  const per = ["month", "request"].includes(view.get("per")) ? view.get("per") : "day";
  const usual = per === "request" ? 1 : Math.max(1, Math.ceil(input / USUAL_PROMPT));
  const requests = per === "request" ? 1 : number("requests", usual);
  const whole = [input, output, cached, requests].every(Number.isSafeInteger);
  if (!whole || input < 1 || output < 0 || requests < 1 || cached < 0 || cached > 100) return null;
  const each = (tokens) => Math.ceil(tokens / requests);
  return { per, workload: { input: each(input), output: each(output), cached, requests, total: { input, output } } };
}

/** Return what of a view is the work, to ask its cost on another page. @param {URLSearchParams} view */
export function workFields(view) {
  return FIELDS.filter((name) => view.has(name)).map((name) => [name, view.get(name)]);
}
