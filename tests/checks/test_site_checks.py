"""Each check finds its fault in a small broken site, and nothing in a sound one."""

from __future__ import annotations

import pytest

from sitegen.checks import Finding, folded, path_fault
from sitegen.checks.site import CHECKS, site_findings

BASE = "https://example.org/llm/"


def page(body: str = "", *, head: str = "", path: str = "", title: str = "A title") -> bytes:
    """Return a sound page at a path such as ``models/a/``, with more in its head and body."""
    canonical = f'<link rel="canonical" href="{BASE}{path}">'
    text = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="description" content="What this page says.">{canonical}{head}</head>
<body><h1 id="top-of-page">One heading</h1>{body}</body></html>"""
    return text.encode()


def bare(html: str) -> bytes:
    """Return a page that is a part of no site, but for language, title, description and heading."""
    return f"<html lang=en><title>t</title><meta name=description content=d><h1>h</h1>{html}".encode()


SOUND = {
    ".nojekyll": b"made",
    "404.html": bare('<a href="/llm/">home</a> <link rel=stylesheet href="/llm/assets/site.css">'),
    "about.html": page('<a href="about.html#top-of-page">here</a>', path="about.html"),
    "assets/site.css": b"a{}",
    "assets/icon.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><title>Icon</title></svg>',
    "api/v1/models.json": b'{"a": [1.5, null, "\xc3\xbc"]}',
    "api/v1/changes.jsonl": b'{"a":1}\n{"a":2}\n',
    "feed.xml": b'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"/>',
    "index.html": page(
        """<a href="models/a/">a</a> <a href="models/a/#prices">prices</a> <a href="#">up</a>
        <a href="#top">up</a> <a href="">this page</a> <a href="?q=1">query</a>
        <a href="./">here</a> <a href="./#top-of-page">h1</a>
        <a href="models/a/#:~:text=prices">quoted</a> <a href="models/a/#prices:~:text=prices">both</a>
        <a href="https://example.org/llm/models/a/#prices">whole</a> <a href="/llm/models/a/">rooted</a>
        <a href="https://example.org/other/">another site of ours</a> <a href="//cdn.example/x">elsewhere</a>
        <a href="https://other.example/none">elsewhere</a> <a href="mailto:a@example.org">mail</a>
        <a href="models/%61/">encoded</a> <a href="assets/caf%C3%A9%20x.txt">encoded</a>
        <a href="models/a/index.json">json</a> <a href="models/../models/./a/">roundabout</a>
        <a href=" models/a/ ">blanks around</a> <img src="assets/icon.svg#part" alt="A part">
        <img src="assets/icon.svg" srcset="assets/icon.svg, assets/icon.svg 2x" alt="An icon">
        <form action="models/a/"><input placeholder="Search"></form>
        <svg role="img"><title>A chart</title><a xlink:href="#top-of-page"><text>1</text></a></svg>""",
        head='<link rel="preconnect" href="https://cdn.example"><meta property="og:image" content="'
        f'{BASE}assets/icon.svg"><link rel="stylesheet" href="assets/site.css">'
        '<script type="application/ld+json">{"@type": "WebSite"}</script>',
    ),
    "models/a/index.html": page(
        '<p id="prices">$0.044 per 1M tokens, none of it a guess. None of the rows is ours.</p>'
        "<p>undefined-behaviour, NaN-free, Non-None.</p>"
        "<p>2e8, 1e-, x4E-7x, x4E-7, gpt-4e-7, v1.2e-3, 12.5 %, 9f3e-4</p>"
        "<pre>None {{ x }} 4E-7</pre><p>Call <code>Decimal(None)</code> or <kbd>NaN</kbd>.</p>"
        '<div data-upstream title="None"><div>It returns None.</div><p>NaN, {{ x }}</p></div>'
        '<img alt="None" src="../../assets/icon.svg" data-upstream><p>After it all is judged again.</p>'
        '<a href="../../">up</a><a href="..">up</a><a href="../a/">here</a><script>a = undefined</script>',
        path="models/a/",
    ),
    "models/a/index.json": b"{}",
    "models/index.html": page('<a href="a/">a</a>', path="models/"),
    "models/old/index.html": b'<html lang=en><title>Moved</title><link rel=canonical href="https://example.org/llm'
    b'/models/a/"><meta http-equiv="refresh" content="0; url=../a/"><a href="../a/">Moved</a>',
    "assets/caf\u00e9 x.txt": b"",
    "sitemap.xml": f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{BASE}</loc><lastmod>2026-01-01</lastmod></url>
<url><loc> {BASE}models/a/ </loc></url></urlset>""".encode(),
    "sitemap-index.xml": f"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{BASE}sitemap.xml</loc></sitemap></sitemapindex>""".encode(),
}


def found(path: str, body: bytes) -> list[tuple[str, str]]:
    """Return check and fault of what is found, in this file alone, once it stands in the sound site."""
    findings = site_findings(SOUND | {path: body}, BASE)
    assert {finding.path for finding in findings} <= {path}
    return [(finding.check, finding.what) for finding in findings]


def test_sound_site_has_no_findings() -> None:
    """Nothing is found where nothing is wrong, however odd it looks."""
    assert site_findings(SOUND, BASE) == []
    assert site_findings(SOUND, BASE.rstrip("/")) == []


def test_empty_site_has_no_findings() -> None:
    """Without files there is nothing to judge."""
    assert site_findings({}, BASE) == []


def test_site_at_the_root_of_its_host_has_no_sub_path() -> None:
    """With no sub-path every address of the host is the site's."""
    body = b'<html lang=en><title>t</title><meta name=description content=d><h1>h</h1><a href="/a/">a</a>'
    findings = site_findings({"index.html": body}, "https://example.org")
    assert [(f.check, f.what) for f in findings] == [("links", "href='/a/' leads nowhere")]
    assert site_findings({"index.html": body, "a/index.html": body}, "https://example.org") == []


def test_every_finding_says_what_to_do() -> None:
    """A finding names the check, the file, the fault and the next step."""
    (finding,) = site_findings(SOUND | {"x.html": bare('<a href="none">')}, BASE)
    step = "correct the link, or publish what it names"
    assert finding == Finding("links", "x.html", "href='none' leads nowhere", step)


@pytest.mark.parametrize(
    ("element", "fault"),
    [
        ('<a href="none/">', "href='none/' leads nowhere"),
        ('<a href="../none">', "href='../none' leads nowhere"),
        ('<a href="a/index.html/">', "href='a/index.html/' leads nowhere"),
        ('<a href="A/">', "href='A/' leads nowhere"),
        ('<a href="a">', "href='a' goes through a redirect"),
        ('<a href="a#prices">', "href='a#prices' goes through a redirect"),
        ('<a href="../models">', "href='../models' goes through a redirect"),
        ('<a href="../about">', "href='../about' finds about.html on GitHub Pages alone"),
        ('<a href="../about/">', "href='../about/' leads nowhere"),
        ('<a href="../assets/">', "href='../assets/' leads nowhere"),
        ('<a href="a/#none">', "href='a/#none' leads to an id that models/a/index.html does not have"),
        ('<a href="#none">', "href='#none' leads to an id that models/x.html does not have"),
        ('<a href="?q#none">', "href='?q#none' leads to an id that models/x.html does not have"),
        (f'<a href="{BASE}none/">', f"href='{BASE}none/' leads nowhere"),
        (f'<a href="{BASE}models">', f"href='{BASE}models' goes through a redirect"),
        ('<a href="//example.org/llm/none">', "href='//example.org/llm/none' leads nowhere"),
        ('<a href="/models/">', "href='/models/' leads out of the site"),
        ('<a href="../../">', "href='../../' leads out of the site"),
        ('<a href="/llm">', "href='/llm' leads out of the site"),
        ('<a href="javascript:go()">', "href='javascript:go()' runs a script"),
        ('<a href="http://[">', "href='http://[' is no address"),
        ('<a href="a%2Fnone">', "href='a%2Fnone' leads nowhere"),
        ('<area href="none">', "href='none' leads nowhere"),
        ('<img src="none.png">', "src='none.png' leads nowhere"),
        ('<img src="">', "src='' is empty"),
        ('<img srcset="a/index.json, none.png 2x">', "srcset='none.png' leads nowhere"),
        ('<source srcset="none.webp">', "srcset='none.webp' leads nowhere"),
        ('<video poster="none.jpg">', "poster='none.jpg' leads nowhere"),
        ('<script src="none.js"></script>', "src='none.js' leads nowhere"),
        ('<link rel="stylesheet" href="none.css">', "href='none.css' leads nowhere"),
        ('<link rel="alternate" href="a/index.md">', "href='a/index.md' leads nowhere"),
        ('<form action="none/">', "action='none/' leads nowhere"),
        ('<button formaction="none/">', "formaction='none/' leads nowhere"),
        (
            '<svg><use xlink:href="#none"/></svg>',
            "xlink:href='#none' leads to an id that models/x.html does not have",
        ),
        (f'<meta property="og:image" content="{BASE}og/x.png">', f"og:image='{BASE}og/x.png' leads nowhere"),
        ('<pre><a href="none">', "href='none' leads nowhere"),
        ('<p data-upstream><a href="none">', "href='none' leads nowhere"),
    ],
)  # fmt: skip
def test_link_that_does_not_lead_straight_to_its_place_is_found(element: str, fault: str) -> None:
    """What names an address of the site must be answered by GitHub Pages with just that file and place."""
    assert found("models/x.html", bare(element)) == [("links", fault)]


def test_link_that_a_page_repeats_is_found_once() -> None:
    """The same address twice in a page is one fault to correct."""
    assert len(found("x.html", bare('<a href="none">1</a><a href="none">2</a>'))) == 1


FOOTER = '<footer><a href="{}imprnt/">Imprint</a></footer>'


def many_pages(body: str) -> dict[str, bytes]:
    """Return eight pages at two depths, each with a body in which ``{}`` is the way to the root."""
    depths = {f"m/{n}/": "../../" for n in range(4)} | {f"{n}.html": "" for n in range(4)}
    paths = {path: f"{path}index.html" if path.endswith("/") else path for path in depths}
    return {paths[path]: page(body.format(up), path=path) for path, up in depths.items()}


def test_one_fault_of_many_pages_is_one_line_that_names_where_it_is_mended() -> None:
    """A link in the footer leads from each page to the same place: once, with the number, and the setting."""
    origins = {
        "content/about.md": "No link.",
        "the footer of content/site.toml, line 3": "[Imprint](imprnt/)",
    }
    (finding,) = site_findings(SOUND | many_pages(FOOTER), BASE, origins=origins)
    assert finding.line == (
        "links: 0.html: href='imprnt/' leads nowhere, and on 7 more pages (1.html, 2.html, 3.html, …); "
        "correct the link, or publish what it names (it is in the footer of content/site.toml, line 3)"
    )


def test_a_fault_of_all_pages_that_is_no_link_points_to_the_owner_s_base() -> None:
    """Where the owner has a template for all pages, an id that each repeats is mended there."""
    broken = many_pages('<b id="x"></b><i id="x"></i>')
    (finding,) = site_findings(SOUND | broken, BASE, origins={"templates/base.html": "<html>"})
    assert finding.what == "2 elements have the id 'x', and on 7 more pages (1.html, 2.html, 3.html, …)"
    assert finding.step == "give each its own (it is in templates/base.html)"
    (finding,) = site_findings(SOUND | broken, BASE)
    assert finding.step == "give each its own"


@pytest.mark.parametrize("source", ["content/about.md", "content/about/index.md"])
@pytest.mark.parametrize(
    ("address", "text", "line"),
    [("../nope/", "# A\n\n[x](/nope/)", ", line 3"), ("pic.png", "# A\n\n![x](pic.png)", "")],
)
def test_a_fault_of_an_owner_s_page_names_its_file(source: str, address: str, text: str, line: str) -> None:
    """With the line where the address stands there as it leads, else the file that became the page."""
    about = {"about/index.html": page(f'<a href="{address}">x</a>', path="about/")}
    (finding,) = site_findings(SOUND | about, BASE, origins={"content/other.md": "# B", source: text})
    assert finding.step.endswith(f"(it is in {source}{line})")


def test_different_faults_stay_apart() -> None:
    """What leads to different places from different pages is a line for each place."""
    findings = site_findings(SOUND | many_pages('<a href="none/">x</a>'), BASE)
    paths = ["0.html", *(f"m/{n}/index.html" for n in range(4))]
    assert [finding.path for finding in findings] == paths


def test_refresh_that_leads_nowhere_is_found() -> None:
    """A redirect page must lead somewhere, written with or without quotes."""
    for place in ("none/", "'none/'"):
        body = f'<html lang=en><title>t</title><meta http-equiv=refresh content="0;URL={place}">'
        assert found("x.html", body.encode()) == [("links", "refresh='none/' leads nowhere")]


def test_base_element_is_obeyed() -> None:
    """Relative addresses start at the base element's, where a page has one."""
    assert found("models/a/b.html", bare('<base href="/llm/"><a href="models/">')) == []
    assert found("models/a/b.html", bare('<base href="/llm/"><a href="../">')) == [
        ("links", "href='../' leads out of the site")
    ]


@pytest.mark.parametrize(
    "path",
    ["a:b.txt", "a?b", 'a"b', "a<b", "a|b", "a*b", "a\\b", "con.txt", "a./b", "a ", "..", "a//b", "x" * 256],
)
def test_path_that_a_host_refuses_is_found(path: str) -> None:
    """A file name that artifact stores or Windows refuse is found by its file."""
    assert [check for check, _ in found(path, b"")] == ["paths"]


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("about.HTML", "differs"),
        ("models/A/x.txt", "its folder differs"),
        ("assets/cafe\u0301 x.txt", "differs"),
        ("about.html/x.txt", "is a file too"),
    ],
)
def test_paths_that_some_disk_takes_for_one_are_found(path: str, fault: str) -> None:
    """Two paths that differ in case or accents, or a file that is a folder, are found."""
    findings = site_findings(SOUND | {path: b""}, BASE)
    assert [finding.check for finding in findings] == ["paths"]
    assert fault in findings[0].what


@pytest.mark.parametrize(
    "text",
    [
        "None", "$None", "None tokens", "Context: None", "(None)", "None / 1M", "NaN", "nan", "undefined",
        "is undefined.", "null", "inf", "True", "[]", "{}", "Infinity", "{{ price }}", "a {% if %}",
        "[object Object]", "Decimal('0.1')", "datetime.date(2026, 1, 1)", "Undefined()",
        "&lt;sitegen.records.Price object at 0x7f&gt;", "&lt;State.FREE: 'free'&gt;", "&lt;function f&gt;",
        "&lt;class 'str'&gt;", "4E-7", "$5e-07", "4.4e-08 per token", "1E+3", "0.30000000000000004",
        "$0.08333333333333334", "2.5000000000000004", "10.000000000000002", "1,000.0000000000002",
        "-0.123456789",
    ],
)  # fmt: skip
def test_leak_is_found_in_what_a_reader_sees(text: str) -> None:
    """A word that only a program would print is found in text, title and attributes that are read aloud."""
    seen = text.replace("&lt;", "<").replace("&gt;", ">")
    attribute = text.replace('"', "&quot;")
    for body in (
        bare(f"<p>{text}</p>"),
        bare(f"<svg><text>{text}</text></svg>"),
        bare(f"<pre>x</pre><p data-upstream>y</p><td>{text}</td>"),
        page(title=text, path="x.html"),
        *(bare(f'<img {name}="{attribute}">') for name in ("title", "alt", "aria-label", "placeholder")),
        bare(f'<meta name="twitter:title" content="{attribute}">'),
    ):
        assert found("x.html", body) == [("leaks", f"a reader sees {seen!r}")]


@pytest.mark.parametrize("text", ["$0.0000954321", "0.0000000000954321", "≈\u202f$0.000000000123456", "$2.5"])
def test_a_small_price_is_no_leak(text: str) -> None:
    """The zeros with which a small price begins are no digits that a float made up."""
    assert site_findings(SOUND | {"x.html": page(f"<p>{text}</p>", path="x.html")}, BASE) == []


def test_leak_is_shown_with_some_words_around_it() -> None:
    """A long text is cut to what a person needs to find the place."""
    words = "word " * 100
    ((_, what),) = found("x.html", bare(f"<p>{words}costs None today {words}</p>"))
    assert "costs None today" in what
    assert len(what) < 110


SENT = """{"slug": "evil/undefined", "name": "Evil: {{ x }}", "status": "Undefined()", "raw": {
"evil/undefined": {"name": "Evil: {{ x }}", "[object Object]": 4e-7,
"text": "It was NaN or more than that"}}}"""


@pytest.mark.parametrize(
    "text",
    [
        "evil/undefined", "undefined", "{{ x }}", "a {{ x }} by Evil", "[object Object]", "4e-07",
        "was NaN or more than th…", "was NaN or…",
    ],
)  # fmt: skip
def test_what_upstream_sent_is_no_leak(text: str) -> None:
    """Names, parts of ids, keys, numbers and cut prose that the site's JSON has from outside may stand."""
    body = page(f"<p>{text}</p>", title=text, path="x.html")
    assert ("leaks", f"a reader sees {text!r}") in found("x.html", body)
    assert site_findings(SOUND | {"x.html": body, "models/a/index.json": SENT.encode()}, BASE) == []


@pytest.mark.parametrize("text", ["None", "NaN", "undefined None", "{{ y }}", "Undefined()", "5e-07"])
def test_our_own_leak_is_found_beside_what_upstream_sent(text: str) -> None:
    """What upstream did not send is found, also in the same text, and where our own JSON has it too."""
    files = SOUND | {"x.html": bare(f"<p>{text}</p>"), "models/a/index.json": SENT.encode()}
    assert [one.what for one in site_findings(files, BASE)] == [f"a reader sees {text!r}"]


def test_prose_from_outside_ends_with_its_element() -> None:
    """Elements of the same name inside do not end it, and what follows is judged again."""
    body = "<div data-upstream><div>None</div><br>None<div><div>None</div></div>None</div><p>NaN</p>"
    assert found("x.html", bare(body)) == [("leaks", "a reader sees 'NaN'")]


def test_element_without_content_exempts_itself_alone() -> None:
    """``data-upstream`` on a void element covers its attributes and nothing after it."""
    body = '<meta name=twitter:title content="None" data-upstream><img alt="None" data-upstream><p>NaN</p>'
    assert found("x.html", bare(body)) == [("leaks", "a reader sees 'NaN'")]


def test_id_of_two_elements_is_found() -> None:
    """An id is one element's."""
    body = '<p id="a"></p><p id="a"></p><p id="b"></p>'
    assert found("x.html", bare(body)) == [("ids", "2 elements have the id 'a'")]


TITLE, DESCRIPTION, HEADING = "<title>t</title>", "<meta name=description content=d>", "<h1>h</h1>"


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        (f"<html>{TITLE}{DESCRIPTION}{HEADING}", "it has no language"),
        (f"<html lang=' '>{TITLE}{DESCRIPTION}{HEADING}", "it has no language"),
        (f"<html lang=en>{DESCRIPTION}{HEADING}", "it has no title"),
        (f"<html lang=en><title> </title>{DESCRIPTION}{HEADING}", "it has no title"),
        (f"<html lang=en>{DESCRIPTION}{HEADING}<svg>{TITLE}</svg>", "it has no title"),
        (f"<html lang=en>{TITLE}{HEADING}", "it has no description"),
        (f"<html lang=en>{TITLE}<meta name=description content=' '>{HEADING}", "it has no description"),
        (f"<html lang=en>{TITLE}{DESCRIPTION}", "it has 0 h1"),
        (f"<html lang=en>{TITLE}{DESCRIPTION}{HEADING}{HEADING}", "it has 2 h1"),
        ("<html lang=en><meta http-equiv=refresh content='0;url=about.html'>", "it has no title"),
    ],
)
def test_page_that_lacks_a_part_of_its_head_is_found(html: str, fault: str) -> None:
    """Language and title on every page; description and one h1 on those that are no redirect."""
    assert found("x.html", html.encode()) == [("heads", fault)]


def test_title_after_a_picture_is_the_title() -> None:
    """A picture that has ended takes no title from the page."""
    body = f"<html lang=en><svg><g></g></svg>{TITLE}{DESCRIPTION}{HEADING}"
    assert found("x.html", body.encode()) == []


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        (f"{BASE}none/", f"'{BASE}none/' is no page of the site"),
        (f"{BASE}models", f"'{BASE}models' is no page of the site"),
        (f"{BASE}x.html#top", f"'{BASE}x.html#top' is no page of the site"),
        (f"{BASE}x.html?q=1", f"'{BASE}x.html?q=1' is no page of the site"),
        ("https://other.example/", "'https://other.example/' is no page of the site"),
        ("models/a/", "'models/a/' is no page of the site"),
        (f"{BASE}assets/site.css", f"'{BASE}assets/site.css' is no page of the site"),
        (f"{BASE}models/a/", f"'{BASE}models/a/' is the page models/a/index.html"),
    ],
)
def test_canonical_that_is_not_the_page_itself_is_found(address: str, fault: str) -> None:
    """The canonical address is this page's own, whole and without a redirect."""
    assert found("x.html", bare(f'<link rel="canonical" href="{address}">')) == [("canonical", fault)]


def test_second_canonical_is_found() -> None:
    """A page has one canonical address."""
    link = f'<link rel="canonical" href="{BASE}x.html">'
    assert found("x.html", bare(link * 2)) == [("canonical", "it has 2 of them")]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("x.json", b""),
        ("x.json", b'{"a": NaN}'),
        ("x.json", b"[Infinity]"),
        ("x.json", b"[-Infinity]"),
        ("x.json", b"{'a': 1}"),
        ("x.json", b'["\xff"]'),
        ("x.json", b"\xef\xbb\xbf{}"),
        ("x.json", b"[" * 100_000),
        ("x.webmanifest", b"{"),
        ("x.jsonl", b'{"a":1}\n{"a":'),
        ("x.html", bare('<script type="application/ld+json">{"a": }</script>')),
    ],
)
def test_json_that_does_not_parse_is_found(path: str, body: bytes) -> None:
    """What is served as JSON parses by the letter: no NaN, no other encoding, no byte order mark."""
    ((check, what),) = found(path, body)
    assert check == "json"
    assert what.startswith("it does not parse: ")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("x.xml", b""),
        ("x.xml", b"<a>"),
        ("x.xml", b"<a>&nbsp;</a>"),
        ("x.xml", b"<a>a & b</a>"),
        ("x.xml", b"<a>\x01</a>"),
        ("x.xml", b"<a>\xff</a>"),
        ("x.xml", b"<a><b:c/></a>"),
        ("x.svg", b"<svg><path></svg>"),
        ("x.xml", b"<!DOCTYPE a><a/>"),
        ("x.xml", b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'),
    ],
)
def test_xml_that_is_not_well_formed_is_found(path: str, body: bytes) -> None:
    """Feeds, sitemaps and pictures parse, with no DOCTYPE."""
    ((check, what),) = found(path, body)
    assert check == "xml"
    assert what.startswith("it is not well-formed: ")


@pytest.mark.parametrize("url", [f"{BASE}none/", f"{BASE}models", "https://other.example/", "models/a/", ""])
def test_sitemap_address_that_is_no_page_is_found(url: str) -> None:
    """A sitemap names files of the site, whole and without a redirect."""
    body = f'<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:loc>{url}</s:loc></s:urlset>'
    assert found("x.xml", body.encode()) == [("sitemap", f"{url!r} is no file of the site")]


def test_every_check_of_the_list_is_tried_above() -> None:
    """No check stands in the list that this file does not know."""
    assert [check.__name__ for check in CHECKS] == [
        "broken_links",
        "bad_paths",
        "leaks",
        "repeated_ids",
        "poor_heads",
        "wrong_canonicals",
        "unsound_json",
        "unsound_xml",
    ]


def test_bytes_that_are_no_text_do_not_stop_the_checks() -> None:
    """A page of arbitrary bytes is a page without a head."""
    assert {check for check, _ in found("x.html", bytes(range(256)))} == {"heads"}


def test_long_path_is_judged_in_time() -> None:
    """A path of a million characters is refused, and at once."""
    for path in ("a" * 10**6, "a/" * 10**6, "a." * 10**6, "A" * 10**6 + "/"):
        assert path_fault(path)


def test_folded_paths_are_equal_where_a_disk_takes_them_for_one() -> None:
    """Case and composition do not count, letters do."""
    assert folded("Stra\u00dfe/\u00c9") == folded("STRASSE/e\u0301")
    assert folded("a") != folded("\u00e4")
