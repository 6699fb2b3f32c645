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

/**
 * Return a number as people write it in plain digits, or null: "200k" is "200000", "1.5M" "1500000", "1,5" "1.5",
 * "1,500" and "1 500" "1500".
 * @param {string} text
 */
export function numberOf(text) {
  const [, digits, letter] = /^\$?([\d.,]+)([kmb]?)$/.exec(text.toLowerCase().replace(/[\s_'’]/g, "")) ?? [];
  if (!digits) return null;
  // Commas between groups of three are for the eye, and so are several points; a single one is a decimal point.
  const plain = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(digits) ? digits.replaceAll(",", "")
    : /^[1-9]\d{0,2}(\.\d{3}){2,}$/.test(digits) ? digits.replaceAll(".", "") : digits;
  const [whole, fraction = "", more] = plain.split(/[.,]/);
  if (more !== undefined || whole + fraction === "") return null;
  const zeros = { k: 3, m: 6, b: 9 }[letter] ?? 0;
  const moved = whole + fraction.slice(0, zeros).padEnd(zeros, "0");
  const rest = fraction.slice(zeros).replace(/0+$/, "");
  return (moved.replace(/^0+(?=\d)/, "") || "0") + (rest && `.${rest}`);
}

/** Mark the controls that have something else than a number. @param {HTMLFormElement} form */
export function markNumbers(form) {
  for (const control of controls(form).filter(isNumber)) {
    const wrong = control.value.trim() !== "" && numberOf(control.value) === null;
    control.toggleAttribute("aria-invalid", wrong);
    if (wrong) control.setAttribute("aria-invalid", "true");
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

/** Return a new element of the page with these properties and children. */
export function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}
