/** The search of every page: "/" and Ctrl-K lead to it. What the one in the masthead needs is read when it is first used. */

const box = document.querySelector("#seek");
const field = box ?? document.querySelector("main [type=search]");

box?.addEventListener("focus", async () => (await import("./search.js")).start(box), { once: true });

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea");
  if ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    field?.focus();
    field?.select();
  }
});
