/** The panels of the explorer's filters: how many rows each tick would leave, a search among authors, presets. */

import { testOf } from "./filters.js";
import { grouped } from "./figures.js";

/**
 * Say beside each tick of the open panel how many rows it would leave.
 * @param {HTMLFormElement} form
 * @param {import("./lines.js").Line[]} lines those that are found but for the filters
 * @param {URLSearchParams} view
 */
export function drawCounts(form, lines, view) {
  for (const box of form.querySelectorAll("details[open] input[type=checkbox][name]")) {
    const count = box.parentElement.querySelector("span");
    if (!count || box.name === "gone" || box.value === "arena_only") continue;
    const asked = new URLSearchParams(view);
    if (!box.checked) asked.append(box.name, box.value);
    count.textContent = grouped(lines.filter(testOf(asked)).length);
  }
}

/** Show how many filters of a folded group are in use, and return it. */
export function markUsed(details, view) {
  const controls = [...details.querySelectorAll("[name]")];
  const used = controls.filter(({ type, checked, name }) => (type === "checkbox" ? checked : view.has(name))).length;
  details.querySelector("summary").dataset.used = used ? `${used}` : "";
  return used;
}

/** Leave only the options whose words begin with what was typed. */
export function narrow(fieldset, text) {
  const wanted = text.trim().toLowerCase();
  for (const label of fieldset.querySelectorAll("label")) {
    label.hidden = !` ${label.textContent.toLowerCase()} ${label.firstElementChild.value}`.includes(` ${wanted}`);
  }
}

/** Set the fields that a button names, "input_to=1"; pressed again, a button of one field empties it. */
export function preset(form, fields) {
  for (const [name, value] of new URLSearchParams(fields)) {
    const control = form.elements[name];
    control.value = control.value === value && !fields.includes("&") ? "" : value;
  }
}
