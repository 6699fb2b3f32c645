// Reloads a page when the site was built again, and shows on it why a build failed. Only `sitegen serve` adds this.
let seen = new URL(document.currentScript.src).search.slice(1);

async function follow() {
  for (;;) {
    try {
      const answer = await fetch(`/.sitegen/live?${seen}`, { cache: "no-store" });
      const { number, fault } = await answer.json();
      if (number !== seen && !fault) {
        location.reload();
        return;
      }
      seen = number;
      show(fault);
    } catch {
      await new Promise((later) => setTimeout(later, 1000)); // the server ended, or starts again
    }
  }
}

function show(fault) {
  document.getElementById("sitegen-fault")?.remove();
  if (!fault) return;
  const line = document.createElement("p");
  line.id = "sitegen-fault";
  line.setAttribute("role", "alert");
  line.textContent = fault;
  Object.assign(line.style, {
    background: "#9b2d1d", color: "#fff", font: "16px/1.4 monospace", left: "0", margin: "0", overflowWrap: "anywhere",
    padding: "1rem", position: "fixed", right: "0", top: "0", zIndex: "2147483647",
  });
  document.body.append(line);
}

follow();
