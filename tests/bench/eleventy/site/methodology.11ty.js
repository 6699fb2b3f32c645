// The page of prose.
import { shell } from "../shell.js";

export const data = { permalink: "methodology/index.html", eleventyExcludeFromCollections: true };

export const render = ({ models }) =>
  shell("Methodology", "", `<h1>Methodology</h1>
<p>Prices are OpenRouter's, ratings are Arena's, and a rating belongs to a model where the names are equal.</p>
<p>${models.length} models, ${models.filter((one) => one.rating).length} of them rated.</p>`);
