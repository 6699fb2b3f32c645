// What tests/test_search.py asks of the shipped search: the models that a text finds, best match first.

import { nearest, search, searchIndex } from "./search.js";

/** Return the slugs of the models that a text means, given what assets/search.json holds. */
export async function slugs(file, text) {
  return search(await searchIndex(file), text).map(({ entry }) => entry.slug);
}

/** Return the slugs of the models that a text comes nearest to. */
export async function near(file, text) {
  return nearest(await searchIndex(file), text).map(({ slug }) => slug);
}
