/** What scripts share: where the site stands, its files, and new elements. */

/** The first page of this copy of the site. */
export const root = new URL("../", import.meta.url);

/** Return an address of the published site, as its files have it, as one of this copy. */
export function local(address) {
  const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  const below = location.pathname.slice(root.pathname.length).split("/").length - 1;
  return new URL(address).href.replace(new URL("../".repeat(below) || ".", canonical).href, root);
}

export async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

/** @param {string | URL} address of a file, from the page */
export async function json(address) {
  return (await read(address)).json();
}

/** Milliseconds after which work lets keys and frames come in between. */
const SLICE = 6;
let end = 0;

/** Call back with each item in turn, in slices, since a phone would not answer a key before the last of many. */
export async function each(items, work) {
  for (const item of items) {
    if (performance.now() > end) {
      await new Promise((go) => setTimeout(go));
      end = performance.now() + SLICE;
    }
    work(item);
  }
}

/**
 * Return a file of many models, each on a line of its own (sitegen/forms/documents.py), read in slices. A host or a tool
 * that writes its lines anew makes it slower to read, and no other.
 */
export async function manyModels(address) {
  const text = await (await read(address)).text();
  const [models, others] = [[], []];
  await each(text.split("\n"), (line) => {
    if (line.startsWith('{"slug"')) models.push(JSON.parse(line.replace(/,\s*$/, "")));
    else others.push(line);
  });
  const file = JSON.parse(others.join(""));
  return { ...file, models: file.models.concat(models) };
}

/** Return a function that reads a file once, and again only after a failure. */
export function once(reading) {
  let answer = null;
  return () => (answer ??= reading().catch((error) => {
    answer = null;
    throw error;
  }));
}

/** Return a new element of the page with these properties and children. */
export function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

/** Return a button that says, to those who do not see its sign, what it does. */
export function button(sign, label, onclick, properties) {
  return element("button", { type: "button", title: label, ariaLabel: label, onclick, ...properties }, sign);
}
