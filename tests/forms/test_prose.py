"""Prose: our own Markdown, hostile Markdown from outside, and JSON in a script element."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.forms.prose import LinkPolicy, _sanitised, json_ld, markdown_prose, untrusted_html

LINKS = LinkPolicy("../../", {"acme/anvil-2": "acme/anvil-2-20260102"})
OWN = '<a href="../../models/acme/anvil-2-20260102/">here</a>'


def shown(text: str) -> str:
    """Return what becomes of a text from outside."""
    return str(untrusted_html(text, LINKS))


def test_plain_paragraphs_stay_paragraphs() -> None:
    """Text without markup is escaped and set in paragraphs."""
    assert shown('One & two.\n\n\nIt\'s "three" a_b R&D.') == (
        "<p>One &amp; two.</p>\n<p>It&#39;s &#34;three&#34; a_b R&amp;D.</p>"
    )


@pytest.mark.parametrize("around", ["{}", "**bold** {}"])
def test_links_lead_home_where_the_id_is_ours(around: str) -> None:
    """A relative link to an id leads to our page of its slug, with or without other markup around."""
    assert OWN in shown(around.format("[here](/acme/anvil-2)"))
    assert OWN in shown(around.format("[here](https://openrouter.ai/acme/anvil-2)"))


@pytest.mark.parametrize("around", ["{}", "**bold** {}"])
def test_other_links_lead_out_without_our_blessing(around: str) -> None:
    """Any other link is absolute, http or https, and marked nofollow."""
    away = '<a href="https://openrouter.ai/rankings" rel="nofollow noopener">x</a>'
    assert away in shown(around.format("[x](/rankings)"))
    assert 'href="https://evil.example/a"' in shown(around.format("[x](//evil.example/a)"))


@pytest.mark.parametrize("title", ['"t"', "'t'", "(t)"])
def test_a_link_with_a_title_is_a_link_like_any_other(title: str) -> None:
    """It leads where it may, without our blessing, and its title is left out."""
    away = '<a href="https://openrouter.ai/rankings" rel="nofollow noopener">x</a>'
    assert shown(f"[x](/rankings {title})") == f"<p>{away}</p>"
    assert OWN in shown(f"[here](/acme/anvil-2 {title})")
    assert 'href="https://openrouter.ai/%5Cevil.example%5Cx"' in shown(f"[a](\\evil.example\\x {title})")
    assert "<pre><code>x" in shown("``` python\nx\n```")


@pytest.mark.parametrize("around", ["{}", "**bold** {}"])
@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "#top", "mailto:a@b", "http://["]
)
def test_links_that_nobody_should_follow_become_text(around: str, link: str) -> None:
    """A link with another scheme, or none that can be read, keeps its words alone."""
    found = shown(around.format(f"[words]({link})"))
    assert "href" not in found
    assert "words" in found


@pytest.mark.parametrize("around", ["{}", "**bold** {}", "# {}"])
def test_html_from_outside_is_text(around: str) -> None:
    """Raw HTML is shown, not obeyed, and so are the tags of prompts."""
    found = shown(around.format('<think> <script>alert(1)</script> <img src=x onerror=y> <a href="//x">'))
    assert "&lt;think&gt;" in found
    assert "&lt;script&gt;" in found
    for tag in ("<script", "<img", "<a ", "<think"):
        assert tag not in found


def test_pictures_become_links() -> None:
    """A picture is a request to another host: it becomes a link to itself."""
    assert shown("![a chart](https://x.example/y.png) *z*") == (
        '<p><a href="https://x.example/y.png" rel="nofollow noopener">a chart</a> <em>z</em></p>'
    )


def test_headings_are_demoted_to_one_level() -> None:
    """Headings of any level stand below the section's own, without gaps."""
    assert shown("# A\n\n#### B") == "<h3>A</h3>\n<h3>B</h3>"


def test_tables_lists_and_code_are_kept() -> None:
    """What a description needs to be read is kept."""
    found = shown("| a | b |\n|---|---|\n| `c` | d |\n\n3. x\n4. y")
    assert "<td><code>c</code></td>" in found
    assert '<ol start="3">' in found
    assert "style" not in found


@given(st.text(alphabet="<>&\"'[]()*_`#!/:\\ \nabhjrs=|-", max_size=80))
def test_no_text_from_outside_makes_an_element_of_its_own(text: str) -> None:
    """Whatever the text, only the elements that we allow come out, and links of two schemes."""
    found = shown(text)
    tags = {part.split(">")[0].split()[0].strip("/") for part in found.split("<")[1:]}
    allowed = "a blockquote br code em h3 hr li ol p pre strong ul table tbody td th thead tr"
    assert tags <= set(allowed.split())
    assert all(link.startswith(("http://", "https://", "../../")) for link in found.split('href="')[1:])


def test_our_own_prose_has_anchors_tables_and_lists() -> None:
    """A content file's headings can be linked to."""
    found = markdown_prose("## The ladder\n\n| a |\n|---|\n| b |")
    assert '<h2 id="the-ladder">' in found
    assert "<table>" in found


def test_json_cannot_end_its_script() -> None:
    """No text in JSON-LD closes the element or opens a comment, and the value is what it was."""
    value = {"name": "</script><!-- & \u2028"}
    found = json_ld(value)
    assert not set("<>&\u2028") & set(found)
    assert json.loads(found) == value


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<think>\nsteps\n</think>\n\nThen **this**.", "&lt;think&gt;\nsteps\n&lt;/think&gt;"),
        ("Before:\n<div>*a*</div>", "Before:\n&lt;div&gt;<em>a</em>&lt;/div&gt;"),
        ("~~~\n<b>\n~~~", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("<https://example.com/a?b=1&c=2>", 'href="https://example.com/a?b=1&amp;c=2"'),
        ("* [a](javascript:alert(1)) [b](//evil.example/x)", "<li>a <a"),
        ("## Head\n\n###### Deep", "<h3>Head</h3>\n<h3>Deep</h3>"),
    ],
)
def test_html_from_outside_is_text_within_its_paragraph(text: str, html: str) -> None:
    """A line that begins with a tag is text like any other, with the Markdown in it; code stays as it is."""
    assert html in untrusted_html(text, LinkPolicy())


def test_no_control_character_stands_in_a_text() -> None:
    """One that is sent, and one that a character reference spells, becomes a mark."""
    assert shown("a\x1b[31m") == "<p>a\ufffd[31m</p>"
    assert shown("a&#x1b;*b*&#155;") == "<p>a\ufffd<em>b</em>\ufffd</p>"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "[a](" * 5_000,
        "*x* " * 20_000,
        "> " * 5_000 + "x",
        "|a" * 2_000 + "\n" + "|-" * 2_000,
    ],
    ids=["brackets", "links", "long", "deep", "wide"],
)
def test_a_text_that_no_parser_gets_through_is_paragraphs(text: str) -> None:
    """What would keep the parser of Markdown for minutes, or is too deep for it, stands there as it is."""
    found = shown(text)
    assert "<p>" in found
    assert not re.search(r"<(?!/?p>)", found)
    assert "".join(unescape(re.sub(r"</?p>", "", found)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a*", "<p><em>a</em></p>"),
        ("`a`", "<p><code>a</code></p>"),
        ("\\# a", "<p># a</p>"),
        ("_a b_", "<p><em>a b</em></p>"),
        ("&eacute;", "<p>é</p>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("    a", "<pre><code>a\n</code></pre>"),
        ("\ta", "<pre><code>a\n</code></pre>"),
        ("a\n\n  - b", "<p>a</p>\n<ul>\n<li>b</li>\n</ul>"),
        ("+ a", "<ul>\n<li>a</li>\n</ul>"),
        ("1) a", "<ol>\n<li>a</li>\n</ol>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("a\n==", "<h3>a</h3>"),
        ("~~~\na\n~~~", "<pre><code>a\n</code></pre>"),
    ],
)
def test_every_sign_of_markdown_is_read_where_it_stands_alone(text: str, html: str) -> None:
    """One sign is enough for a text to be more than paragraphs."""
    assert shown(text) == html


def test_what_is_a_sign_of_markdown_elsewhere_only_leaves_paragraphs() -> None:
    """Signs within a line, and a picture's mark before no link, change nothing."""
    assert shown("a - b + c > d # e 1. f = g_h") == "<p>a - b + c &gt; d # e 1. f = g_h</p>"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<p>&quot;<br />\n<a href="/a">b</a> /&gt;</p>', '<p>"<br>\n<a href="/a">b</a> /&gt;</p>'),
        ("<p>a<script>b</script></p>", "<p>a</p>"),
        ('<p onclick="a()">b</p>', "<p>b</p>"),
        ('<a href="javascript:a()">b', "<a>b</a>"),
        ('<a href="https://a.example/" onclick="a()">b</a>', '<a href="https://a.example/">b</a>'),
        ('<p title="<p>">a</p><!-- <p> -->', "<p>a</p>"),
        ("a<img src=x onerror=a()", "a"),
        ("<P>a</p ><hr>\xa0", "<p>a</p><hr>&nbsp;"),
    ],
)
def test_a_tag_that_is_not_ours_to_the_letter_goes_through_the_sanitiser(html: str, clean: str) -> None:
    """Whatever the parser of Markdown gives, nothing comes through but the elements that we allow."""
    assert _sanitised(html) == clean
