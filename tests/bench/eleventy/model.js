// A model's page: the same parts as ../hugo/layouts/models/page.html.
import { escaped, shell, text } from "./shell.js";

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
const perMillion = (price) => Math.round(Number(price) * 1e12) / 1e6;
const brief = (words) => (words.length <= 155 ? words : words.slice(0, 155).replace(/\s+\S*$/, "…"));

/** Return what the page prints as the record: the facts under plain names, and upstream's own. */
function factsOf(record, rating) {
  const prices = {};
  for (const [kind, price] of Object.entries(record.pricing)) prices[kind] = perMillion(price);
  return {
    id: record.id,
    slug: record.canonical_slug,
    name: record.name,
    listed: record.created,
    hugging_face_id: record.hugging_face_id,
    description: record.description,
    context_length: record.context_length,
    max_completion_tokens: record.top_provider.max_completion_tokens,
    is_moderated: record.top_provider.is_moderated,
    input_modalities: record.architecture.input_modalities,
    output_modalities: record.architecture.output_modalities,
    tokenizer: record.architecture.tokenizer,
    parameters: record.supported_parameters,
    prices: record.pricing,
    prices_per_million: prices,
    match: rating ? "exact" : "unmatched",
    rating,
    record,
  };
}

function head(facts) {
  const name = escaped(facts.name);
  const short = escaped(brief(facts.description));
  const address = `https://example.org/models/${escaped(facts.slug)}/`;
  return `<meta name="description" content="${short}">
<link rel="canonical" href="${address}">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Language models">
<meta property="og:title" content="${name}">
<meta property="og:description" content="${short}">
<meta property="og:url" content="${address}">
<meta property="og:image" content="https://example.org/assets/share.png">`;
}

const priceRow = (facts, [kind, price]) =>
  `<tr><th scope="row">${escaped(kind)}</th><td>${escaped(price)}</td><td>${facts.prices_per_million[kind].toFixed(3)}</td></tr>`;

function ratingText(rating) {
  if (!rating) return "<p>No row of Arena's board has this name.</p>";
  return `<p>Arena lists <code>${escaped(rating.model_name)}</code> by ${escaped(rating.organization)} (${escaped(rating.license)}) with ${rating.rating.toFixed(2)} points, between ${rating.rating_lower.toFixed(2)} and ${rating.rating_upper.toFixed(2)}, from ${grouped(rating.vote_count)} votes, as of ${escaped(rating.leaderboard_publish_date)}.</p>`;
}

function huggingFace(id) {
  return id ? `<a href="https://huggingface.co/${escaped(id)}">${escaped(id)}</a>` : "not published";
}

/** Return the page of one record; `prose` is its description as HTML. */
export function page({ record, rating }, prose) {
  const facts = factsOf(record, rating);
  const name = escaped(facts.name);
  const longest = facts.max_completion_tokens;
  return shell(name, head(facts), `<h1>${name}</h1>
<p class="lead">What ${name} costs, what it can do and how people rate it.</p>
<dl class="glance">
<dt>Input</dt><dd>$${facts.prices_per_million.prompt.toFixed(3)} per 1M tokens</dd>
<dt>Output</dt><dd>$${facts.prices_per_million.completion.toFixed(3)} per 1M tokens</dd>
<dt>Context</dt><dd>${grouped(facts.context_length)} tokens</dd>
<dt>Longest answer</dt><dd>${longest ? `${grouped(longest)} tokens` : "not published"}</dd>
<dt>Arena rank</dt><dd>${rating ? rating.rank : "not matched"}</dd>
</dl>
<section id="about">
<h2>About</h2>
${prose}</section>
<section id="prices">
<h2>Prices</h2>
<table>
<thead><tr><th scope="col">Kind</th><th scope="col">Dollars a unit</th><th scope="col">Dollars per 1M</th></tr></thead>
<tbody>
${Object.entries(facts.prices).map((item) => priceRow(facts, item)).join("\n")}
</tbody>
</table>
</section>
<section id="abilities">
<h2>Abilities</h2>
<p>Takes ${escaped(facts.input_modalities.join(", "))}; gives ${escaped(facts.output_modalities.join(", "))}.</p>
<ul class="parameters">
${facts.parameters.map((one) => `<li><code>${escaped(one)}</code></li>`).join("\n")}
</ul>
</section>
<section id="rating">
<h2>Rating</h2>
${ratingText(rating)}
<ul>
<li>A rating is what voters preferred between two answers. It does not measure truth.</li>
<li>How much a model is used says how widely it is taken up, and nothing of its quality.</li>
<li>Prices differ by provider, and have kinds beside input and output.</li>
</ul>
</section>
<section id="identifiers">
<h2>Identifiers</h2>
<dl>
<dt>OpenRouter</dt><dd><code>${escaped(facts.id)}</code></dd>
<dt>Canonical slug</dt><dd><code>${escaped(facts.slug)}</code></dd>
<dt>Hugging Face</dt><dd>${huggingFace(facts.hugging_face_id)}</dd>
</dl>
</section>
<section id="record">
<h2>The record</h2>
<pre><code>${text(JSON.stringify(facts, null, 2))}</code></pre>
</section>`);
}
