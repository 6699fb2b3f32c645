/**
 * The view: the values of a form's controls, as they are kept in the address of the page, and the work that they ask the
 * cost of, as a workload of amounts.js.
 *
 * A control with the value that the page started with is left out, so that an unchanged page has a plain address.
 */

import { numberOf } from "./amounts.js";
import { root } from "./page.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

/**
 * Return the values of the controls that were changed.
 * @param {HTMLFormElement} form
 */
export function viewOf(form) {
  const view = new URLSearchParams();
  for (const control of controls(form)) {
    if (isTick(control)) {
      if (control.checked) view.append(control.name, control.value);
    } else if (control.value !== initial(control)) {
      const value = isNumber(control) ? numberOf(control.value) : control.value.trim();
      if (value !== null) view.append(control.name, value);
    }
  }
  return view;
}

/**
 * Set a form's controls to a view; those that the view leaves out get their first value again.
 * @param {HTMLFormElement} form
 * @param {URLSearchParams} view
 */
export function show(form, view) {
  for (const control of controls(form)) {
    if (isTick(control)) {
      control.checked = view.has(control.name, control.value);
    } else {
      control.value = view.get(control.name) ?? initial(control);
      // A select without an option for the value is empty.
      if (control.value === "" && control instanceof HTMLSelectElement) control.value = initial(control);
    }
  }
}

/** Whether a control takes a number, in any of the ways in which people write one. */
function isNumber(control) {
  return "number" in control.dataset;
}

/** Mark the controls that have something else than a number. @param {HTMLFormElement} form */
export function markNumbers(form) {
  for (const control of controls(form).filter(isNumber)) {
    const wrong = control.value.trim() !== "" && numberOf(control.value) === null;
    control.ariaInvalid = wrong ? "true" : null;
  }
}

function controls(form) {
  return [...form.elements].filter((control) => control.name && "value" in control);
}

function isTick(control) {
  return control.type === "checkbox";
}

function initial(control) {
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  return [...control.options].find((option) => option.defaultSelected)?.value ?? "";
}

// Work that a visitor asks the cost of

/** The fields of work, as they stand in the address. */
const AT = "at";
const FIELDS = ["tokens_in", "tokens_out", "per", "cached", "requests", AT];

/** Tokens in of a request, where the visitor does not say how many requests there are. */
const USUAL_PROMPT = 4000;

/**
 * Return the work that a view asks the cost of, or null while it is incomplete: `per` is what the tokens are counted
 * by, and what the cost is of.
 * @param {URLSearchParams} view
 * @returns {{per: string, workload: import("./amounts.js").Workload} | null}
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

/**
 * Return what of a form is the work, to ask its cost on another page. A page that shows all the prices that work can be
 * priced at passes on which one the address asked for.
 * @param {HTMLFormElement} form
 */
export function workFields(form) {
  const view = viewOf(form);
  if (!form.elements[AT] && asked(AT)) view.set(AT, asked(AT));
  return FIELDS.filter((name) => view.has(name)).map((name) => [name, view.get(name)]);
}

function asked(name) {
  return new URLSearchParams(location.search).get(name);
}

/**
 * Return the fields of an address as its end: "?tokens_in=2000000", or "". A slash and a colon may stand as they are:
 * https://www.rfc-editor.org/rfc/rfc3986#section-3.4
 */
export function queryText(fields) {
  const text = `${new URLSearchParams(fields)}`.replace(/%2F|%3A|%7E/g, decodeURIComponent);
  return text && `?${text}`;
}

/**
 * Give the links of a page that lead to the explorer, the comparison and models the work of a form.
 * @param {HTMLFormElement} form
 */
export function carryWork(form) {
  for (const link of document.querySelectorAll("a[href]:not([href^='#'])")) {
    const [, knows] = link.href.split(/[?#]/)[0].split(root);
    if (knows === undefined || !/^(compare\/|models\/.*\/)?$/.test(knows)) continue;
    const query = new URLSearchParams(link.search);
    for (const name of FIELDS) query.delete(name);
    link.search = queryText([...query, ...workFields(form)]);
  }
}

/** Call back whenever a form changes, or one of its examples is taken. @param {HTMLFormElement} form */
export function onWork(form, change) {
  const changed = () => {
    markNumbers(form);
    change();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", changed);
  form.addEventListener("click", ({ target: { dataset } }) => {
    if (!dataset.set) return;
    for (const [name, value] of new URLSearchParams(dataset.set)) form.elements[name].value = value;
    changed();
  });
}
