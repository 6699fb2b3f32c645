/** What the search at the top of a page finds: a list below it, with arrows, Enter and Escape. */

import { element, json, root } from "./page.js";
import { nearest, search, searchIndex } from "./search.js";

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
  let index = { entries: [], spare: new Set() };
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
  index = searchIndex(await json(new URL("assets/search.json", root)));
  offer();
}

/** Return the models that a text means, or comes nearest to, and the way to all of them in the explorer. */
function options(index, text) {
  if (!text.trim() || !index.entries.length) return [];
  const found = search(index, text).map(({ entry }) => entry);
  const shown = found.length ? found.slice(0, OFFERED) : nearest(index, text);
  const models = shown.map(({ name, id, path, retired }) => option(name, found.length ? id : `nearest: ${id}`, path, retired));
  const all = option(found.length ? (found.length > 1 ? `All ${found.length} in the table` : "Show it in the table") : "Search in the table", "", `?${new URLSearchParams({ q: text })}`);
  return [...models, all].map((node, at) => Object.assign(node, { id: `seek-${at}` }));
}

function option(name, id, path, retired) {
  const link = element("a", { href: new URL(path, root).href, tabIndex: -1 }, name, " ",
    element("small", {}, [id, retired && "retired"].filter(Boolean).join(", ")));
  return element("li", { role: "option" }, link);
}
