// One page a record: https://www.11ty.dev/docs/pages-from-data/
import { page } from "../model.js";

export const data = {
  pagination: { data: "models", size: 1, alias: "model" },
  permalink: ({ model }) => `models/${model.record.canonical_slug}/index.html`,
  eleventyExcludeFromCollections: true,
};

export function render({ model }) {
  return page(model, this.prose(model.record.description));
}
