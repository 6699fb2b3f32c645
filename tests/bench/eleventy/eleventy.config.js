// Global data for the templates of site/: https://www.11ty.dev/docs/data-global-custom/
import { readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";

const read = (file) => JSON.parse(readFileSync(file, "utf8"));

/** Return the catalogue's records, each with its row of Arena's board or null. */
function models() {
  const rated = read(process.env.BENCH_RATED);
  return read(process.env.BENCH_ANSWER).data.map((record) => ({
    record,
    rating: rated[record.canonical_slug] ?? null,
  }));
}

export default function (config) {
  const prose = new MarkdownIt();
  config.addGlobalData("models", models);
  config.addJavaScriptFunction("prose", (text) => prose.render(text));
}
