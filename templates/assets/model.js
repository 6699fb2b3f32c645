/**
 * A model's page: copies its ids, reckons a visitor's work, and shows the prices of a day. What the last two need is read
 * when they are first used, or at once where the address asks for them.
 */

const query = new URLSearchParams(location.search);
const start = async () => (await import("./tools.js")).start();

for (const form of document.querySelectorAll(".part form")) form.addEventListener("focusin", start, { once: true });
if (query.has("tokens_in") || query.has("on")) start();

const said = document.querySelector("#copied");

for (const button of document.querySelectorAll(".copy")) {
  button.addEventListener("click", () => copy(button.previousElementSibling));
  button.disabled = false;
}

async function copy(id) {
  try {
    await navigator.clipboard.writeText(id.textContent);
    said.textContent = `Copied ${id.textContent}`;
  } catch {
    // Without a safe connection there is no clipboard: https://www.w3.org/TR/clipboard-apis/#clipboard-interface
    getSelection().selectAllChildren(id);
    said.textContent = "Selected: press Ctrl-C or ⌘C to copy";
  }
  said.classList.remove("unseen");
}
