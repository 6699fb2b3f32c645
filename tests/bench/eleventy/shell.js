// What every page has around it, and how a value becomes text of HTML.

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Escape a value for an element or an attribute. */
export const escaped = (value) => String(value).replace(/[&<>"']/g, (mark) => ENTITIES[mark]);

/** Escape text for an element only, where quotes may stand. */
export const text = (value) => value.replace(/[&<>]/g, (mark) => ENTITIES[mark]);

/** Return a whole page. */
export const shell = (title, head, main) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Language models</title>
${head}
<link rel="stylesheet" href="/assets/site.css">
</head>
<body>
<header><nav><a href="/">All models</a> <a href="/methodology/">Methodology</a></nav></header>
<main>
${main}
</main>
<footer><p>Prices from OpenRouter, ratings from Arena. <a href="/methodology/">How they are joined</a></p></footer>
</body>
</html>
`;
