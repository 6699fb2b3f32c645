/**
 * The view: the values of a form's controls, as they are kept in the address of the page.
 *
 * A control with the value that the page started with is left out, so that an unchanged page has a plain address.
 */

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
      view.append(control.name, control.value.trim());
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
