/**
 * The chart of price and rating, over what the explorer asks for: the filter dims, picks are named, a card says what
 * stands under the pointer, and the price is that of input, of output, or the cost of the visitor's own work.
 */

import { dollars } from "./amounts.js";
import { element } from "./page.js";

const NAMED = 40;
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 12, 26, 40];

function node(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  made.append(...children);
  return made;
}

/** Return the range of the values, without outliers (by Tukey's rule) where they would take half of it. */
function usual(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  const [low, high] = [sorted[sorted.length >> 2], sorted.at(-1 - (sorted.length >> 2))];
  const fence = 1.5 * (high - low);
  const inside = sorted.filter((value) => value >= low - fence && value <= high + fence);
  const span = inside.at(-1) - inside[0];
  const [from, to] = sorted.length < 8 || span * 2 >= most - least || !span ? [least, most] : [inside[0], inside.at(-1)];
  const air = Math.max((to - from) * 0.05, 0.01);
  return [from - air, to + air];
}

/**
 * Draw the chart, and return a function that draws it anew.
 * @param {HTMLElement} figure
 * @param {(axis: string) => {lines: any[], chosen: Set<any>, picked: string[], price: (line: any) => number, say: (line: any) => string, label: string, work: boolean}} ask
 *   what the explorer shows, its price on an axis as a number and in words
 */
export function chart(figure, ask) {
  const card = element("a", { className: "card", hidden: true });
  const axes = [["input", "Input price"], ["output", "Output price"], ["cost", "Cost of my work"]];
  const select = element("select", {}, ...axes.map(([value, text]) => new Option(text, value)));
  const label = element("label", {}, "Across: ", select);
  const left = element("output", {});
  const stage = element("div", { className: "stage" });
  for (const served of figure.querySelectorAll("svg")) served.remove();
  figure.prepend(label, " ", left, stage);
  let points = [];

  function draw() {
    const { lines, chosen, picked, price, say, label: words, work } = ask(select.value);
    select.options[2].disabled = !work;
    if (!work && select.value === "cost") {
      select.value = "input";
      draw();
      return;
    }
    const width = stage.clientWidth;
    const height = width < 600 ? 400 : 480;
    points = lines.flatMap((line) => {
      const [usd, score] = [price(line), line.model.headline?.score];
      return usd > 0 && score ? [{ line, score, said: say(line), x: Math.log10(usd), y: score, on: chosen.has(line) }] : [];
    });
    const svg = node("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `Chart of ${words} against score` });
    stage.replaceChildren(svg, card);
    const shown = points.filter(({ on }) => on).length;
    left.textContent = shown < points.length ? `${shown} of ${points.length} models, the line is theirs; the filter leaves out the pale ones` : "";
    if (!points.length) return;
    const [xs, ys] = [usual(points.map(({ x }) => x)), usual(points.map(({ y }) => y))];
    const place = (value, [from, to], start, end) => start + Math.min(1, Math.max(0, (value - from) / (to - from))) * (end - start);
    const across = (value) => place(value, xs, LEFT, width - RIGHT);
    const up = (value) => place(value, ys, height - BOTTOM, TOP);
    const axes = node("g", { "aria-hidden": "true" });
    const text = (x, y, said, kind = "") => axes.append(node("text", { x, y, class: kind }, said));
    const step = [10, 20, 50, 100, 200].find((size) => (ys[1] - ys[0]) / size <= 8) ?? 500;
    for (let score = Math.ceil(ys[0] / step) * step; score <= ys[1]; score += step) {
      axes.append(node("path", { class: "rule", d: `M${LEFT} ${up(score)}H${width - RIGHT}` }));
      text(LEFT - 6, up(score) + 4, score, "n");
    }
    for (let power = Math.floor(xs[0]), last = -99; power <= xs[1]; power += 1) {
      for (const digit of [1, 2, 5]) {
        const at = across(power + Math.log10(digit));
        if (power + Math.log10(digit) < xs[0] || power + Math.log10(digit) > xs[1] || at - last < 56) continue;
        axes.append(node("path", { class: "rule", d: `M${at} ${TOP}V${height - BOTTOM}` }));
        text(last = at, height - BOTTOM + 18, dollars((digit * 10 ** power).toFixed(12)), "m");
      }
    }
    text(0, 13, "Score ↑", "axis");
    text(width - RIGHT, height - 4, `${words}, log scale →`, "axis n");
    svg.append(axes);
    for (const point of points) Object.assign(point, { cx: across(point.x), cy: up(point.y), picked: picked.includes(point.line.key) });
    // Of those that the filter leaves, the frontier: nothing is rated higher for as much or less.
    points.sort((a, b) => a.x - b.x || b.y - a.y);
    let best = -Infinity;
    let path = "";
    for (const point of points) {
      point.best = point.on && point.y > best;
      if (!point.best) continue;
      best = point.y;
      path += path ? `H${point.cx}V${point.cy}` : `M${point.cx} ${point.cy}`;
    }
    if (path) axes.append(node("path", { class: "frontier", d: `${path}H${width - RIGHT}` }));
    // What stands out is drawn last.
    const level = ({ on, best: first, picked: mine }) => (mine ? 3 : first ? 2 : on ? 1 : 0);
    for (const point of [...points].sort((a, b) => level(a) - level(b))) svg.append(mark(point, xs, ys, up));
    names(svg, points.filter(({ best: first, picked: mine }) => mine || first), width, height);
  }

  function mark(point, xs, ys, up) {
    const { cx, cy, line, x, y } = point;
    const { confidence, lower, upper } = line.model.headline;
    const ring = confidence === "variant" ? "ring" : "dot";
    const kind = [ring, !point.on && "dim", point.best && "on", point.picked && "mine"].filter(Boolean).join(" ");
    const [dx, dy] = [(x > xs[1]) - (x < xs[0]), (y < ys[0]) - (y > ys[1])];
    const beyond = dy ? `m-5 ${-dy * 4}h10l-5 ${dy * 8}z` : `m${-dx * 4} -5v10l${dx * 8} -5z`;
    const shape = dx || dy
      ? node("path", { class: kind, d: `M${cx} ${cy}${beyond}` })
      : node("circle", { class: kind, cx, cy, r: point.best || point.picked ? 5 : 3 });
    if (!point.best && !point.picked) return shape;
    const link = node("a", { href: line.row.querySelector("th a").href, "aria-label": saidOf(point) });
    if (lower && upper && !dx && !dy) link.append(node("path", { class: "bar", d: `M${cx} ${up(upper)}V${up(lower)}` }));
    link.append(shape, node("circle", { class: "target", cx, cy, r: 12 }));
    link.addEventListener("focus", () => tell(point));
    link.addEventListener("blur", hide);
    return link;
  }

  /** Set names beside their marks, picks first, where none covers another. */
  function names(svg, wanted, width, height) {
    const taken = [];
    const free = (box) => box.x > 0 && box.x + box.w < width && box.y > 0 && box.y + 14 < height - BOTTOM
      && !taken.some((other) => box.x < other.x + other.w && other.x < box.x + box.w && Math.abs(box.y - other.y) < 14);
    for (const { cx, cy } of wanted) taken.push({ x: cx - 5, y: cy - 7, w: 10 });
    for (const { cx, cy, line } of wanted.sort((a, b) => b.picked - a.picked).slice(0, NAMED)) {
      const said = line.row.querySelector("th a").textContent;
      const w = said.length * 7.2;
      const box = [[-w - 9, -18], [9, 4], [-w - 9, 4], [9, -18], [-w / 2, -24], [-w / 2, 10]]
        .map(([dx, dy]) => ({ x: cx + dx, y: cy + dy, w })).find(free);
      if (!box) continue;
      taken.push(box);
      svg.append(node("text", { class: "name", x: box.x, y: box.y + 11, "aria-hidden": "true" }, said));
    }
  }

  function saidOf({ line, said, score, on }) {
    return `${line.model.name}: ${said}, score ${score}${on ? "" : ", left out by the filter"}`;
  }

  function tell(point) {
    card.textContent = saidOf(point);
    card.href = point.line.row.querySelector("th a").href;
    card.hidden = false;
    const room = stage.clientWidth - card.offsetWidth;
    card.style.left = `${Math.max(0, Math.min(room, point.cx + 10))}px`;
    card.style.top = `${Math.max(0, point.cy - card.offsetHeight - 10)}px`;
  }

  function hide() {
    card.hidden = true;
  }

  /** Tell of the mark nearest to the pointer or finger. */
  function near({ clientX, clientY, target }) {
    if (target === card) return;
    const { left, top } = stage.getBoundingClientRect();
    const far = ({ cx, cy }) => Math.hypot(cx - clientX + left, cy - clientY + top);
    const nearest = points.reduce((best, point) => (!best || far(point) < far(best) ? point : best), null);
    if (nearest && far(nearest) < 24) tell(nearest);
    else hide();
  }

  stage.addEventListener("pointermove", near);
  stage.addEventListener("pointerdown", near);
  stage.addEventListener("click", ({ pointerType, target }) => {
    // A finger opens the page by the card, a mouse by the mark itself.
    if (pointerType === "mouse" && !card.hidden && !target.closest("a")) card.click();
  });
  stage.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && hide());
  select.addEventListener("change", draw);
  new ResizeObserver(draw).observe(stage);
  return draw;
}
