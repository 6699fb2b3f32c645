// The sitemap, which Hugo makes by itself.
import { escaped } from "../shell.js";

export const data = { permalink: "sitemap.xml", eleventyExcludeFromCollections: true };

const entry = (path) => `<url><loc>https://example.org/${escaped(path)}/</loc></url>\n`;

export const render = ({ models }) => `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entry("methodology")}${models.map((one) => entry(`models/${one.record.canonical_slug}`)).join("")}</urlset>
`;
