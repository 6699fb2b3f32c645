/**
 * The view: what a form's controls say, as it stands in the address of the page.
 *
 * A control is left out while it says what the page started with, so that the address of the plain page is plain.
 */

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

/**
 * Return what a form says beyond what it started with.
 * @param {HTMLFormElement} form
 */
export function viewOf(form) {
  const view = new URLSearchParams();
  for (const control of controls(form)) {
    if (isTick(control)) {
      if (control.checked) view.append(control.name, control.value);
    } else if (control.value !== initial(control)) {
      view.append(control.name, control.value.trim());
    }
  }
  return view;
}

/**
 * Let a form say what a view says; what the view leaves out goes back to its start.
 * @param {HTMLFormElement} form
 * @param {URLSearchParams} view
 */
export function show(form, view) {
  for (const control of controls(form)) {
    if (isTick(control)) {
      control.checked = view.has(control.name, control.value);
    } else {
      control.value = view.get(control.name) ?? initial(control);
      // A value that a select or a number field does not take leaves it empty.
      if (control.value === "" && control instanceof HTMLSelectElement) control.value = initial(control);
    }
  }
}

/** @param {HTMLFormElement} form @returns {Control[]} */
function controls(form) {
  return ([...form.elements].filter((one) => "name" in one && one.name && "value" in one));
}

/** @param {Control} control @returns {control is HTMLInputElement} */
function isTick(control) {
  return control.type === "checkbox";
}

/** @param {Control} control */
function initial(control) {
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  return [...control.options].find((option) => option.defaultSelected)?.value ?? "";
}
