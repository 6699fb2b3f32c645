"""The renderer: pages become bytes, links lead back to the root, and a faulty template is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from sitegen.errors import ContentError
from sitegen.pages import Page
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.rendering.renderer import Renderer, time_element, with_days, written_day
from tests.pages.odd_world import LATER, ROOT, SITE

SHIPPED = ROOT / "templates"
COMMON = {"version": "abc", "days": ()}


def written(folder: Path, **templates: str) -> Path:
    """Write templates into a folder, by name without ``.html``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in templates.items():
        (folder / f"{name}.html").write_text(source, encoding="utf-8")
    return folder


def rendered(
    folders: list[Path],
    path: str = "a/b/index.html",
    template: str = "t.html",
    **facts: Any,  # noqa: ANN401 - whatever a template draws
) -> str:
    """Return a page drawn with these template folders."""
    return Renderer(folders, SITE, COMMON).rendered(Page(path, template, facts)).decode()


def test_finished_content_passes_through(tmp_path: Path) -> None:
    """A page that is bytes already is not drawn."""
    assert Renderer([tmp_path], SITE, {}).rendered(Page("x.json", content=b"{}")) == b"{}"


def test_every_sign_of_markup_is_escaped_once(tmp_path: Path) -> None:
    """Text, subclasses of it and other values are escaped, markup is not, in loops and macros as well."""

    class Text(str):
        __slots__ = ()

    source = "{% macro m(x) %}{{ x }}{% endmacro %}{% for x in all %}{{ x }}|{{ m(x) }}|{% endfor %}"
    folder = written(tmp_path, t=source)
    every = ["<", ">", "&", "'", '"', "a", Text("<"), ["<"], Markup("<b>"), 7]
    once = ["&lt;", "&gt;", "&amp;", "&#39;", "&#34;", "a", "&lt;", "[&#39;&lt;&#39;]", "<b>", "7"]
    assert rendered([folder], all=every).split("|")[:-1] == [text for text in once for _ in range(2)]


def test_facts_are_escaped_and_common_facts_known(tmp_path: Path) -> None:
    """Text in HTML is escaped; the site, the version and the days need not be passed."""
    folder = written(tmp_path, t="{{ x }} {{ site.title }} {{ version }} {{ days|length }}")
    assert rendered([folder], x="<b>&") == "&lt;b&gt;&amp; Odd Models abc 0"


@pytest.mark.parametrize(
    ("path", "facts", "root"),
    [
        ("index.html", {}, "./"),
        ("a/index.html", {}, "../"),
        ("a/b/c/index.html", {}, "../../../"),
        ("404.html", {"rooted": True}, "/odd/"),
    ],
)
def test_the_way_to_the_root(tmp_path: Path, path: str, facts: dict[str, Any], root: str) -> None:
    """Links are relative at any depth, never empty, and from the root where a page can stand anywhere."""
    assert rendered([written(tmp_path, t="{{ root }}")], path, **facts) == root


def test_an_earlier_folder_stands_for_a_later_one(tmp_path: Path) -> None:
    """An owner's template takes the place of the shipped one, and can extend it."""
    ours = written(tmp_path / "ours", t="{% block x %}ours{% endblock %}", u="untouched")
    theirs = written(
        tmp_path / "theirs", t='{% extends "shipped/t.html" %}{% block x %}{{ super() }}+{% endblock %}'
    )
    assert rendered([theirs, ours]) == "ours+"
    assert rendered([theirs, ours], template="u.html") == "untouched"


@pytest.mark.parametrize(
    ("source", "place", "said"),
    [
        ("{% if true %}\n{{ nothing }}{% endif %}", "t.html, line 2", "'nothing' is undefined"),
        ("{% if %}", "t.html, line 1", "Expected an expression, got 'end of statement block'"),
        ('{% include "gone.html" %}', "t.html, line 1", "there is no template gone.html"),
        ('\n\n{% include "part.html" %}', "part.html, line 3", "'absent' is undefined"),
        ('{% include "t.html" %}', "t.html, line 1", "it reaches itself"),
    ],
)
def test_a_faulty_template_is_named(tmp_path: Path, source: str, place: str, said: str) -> None:
    """A template that cannot be drawn is an error with the template, the line, the fault and the page."""
    folder = written(tmp_path, t=source, part="a\nb\n{{ absent }}\n")
    with pytest.raises(ContentError) as error:
        rendered([folder])
    assert str(error.value) == f"templates/{place}: {said} (drawing a/b/index.html); correct the template"


def test_a_text_by_itself_is_drawn_as_a_page_is(tmp_path: Path) -> None:
    """A section that many pages show can be drawn alone: escaped, marked, and with its way to the root."""
    renderer = Renderer([written(tmp_path, t="{{ root }} {{ x }} {{ site.title }}")], SITE, COMMON)
    assert renderer.text("t.html", {"x": "<\x1b"}, "../") == "../ &lt;\ufffd Odd Models"
    with pytest.raises(ContentError, match=r"templates/t\.html, line 1: 'x' is undefined \(drawing t"):
        renderer.text("t.html", {}, "../")


def test_days_of_a_sentence_do_not_break() -> None:
    """A day in a sentence is an element; a day in a name is none, and what acts in HTML is escaped."""
    assert with_days("Listed on 2026-02-01, <b> & a-2026-02-01.") == (
        'Listed on <time datetime="2026-02-01">2026-02-01</time>, &lt;b&gt; &amp; a-2026-02-01.'
    )


def test_days_are_time_elements() -> None:
    """A day is a time element, in ISO 8601 or in words, and hostile text in it stays text."""
    assert time_element(LATER) == '<time datetime="2026-02-01">2026-02-01</time>'
    assert written_day(LATER) == '<time datetime="2026-02-01">1 February 2026</time>'
    assert time_element('"><b>') == '<time datetime="&#34;&gt;&lt;b&gt;">&#34;&gt;&lt;b&gt;</time>'
    assert time_element(Markup("<b>")) == '<time datetime="<b>"><b></time>'
    assert time_element("<b>") == '<time datetime="&lt;b&gt;">&lt;b&gt;</time>'


def test_what_would_act_instead_of_being_seen_is_marked(tmp_path: Path) -> None:
    """Control characters, turns of direction and halves of surrogate pairs stand as a mark."""
    shown = rendered([written(tmp_path, t="{{ text }}")], text="a\x00b\x1b[31m\x9b<\u202e\ud800\tמ\u200f\n")
    assert shown == "a\ufffdb\ufffd[31m\ufffd&lt;\ufffd\ufffd\tמ\u200f\n"


def test_the_frame_of_a_page() -> None:
    """The base template has the head's facts, a strict policy, the way here, and the sources' days."""
    head = Head(
        title='A "title"',
        description="What it is.",
        path="a/b/index.html",
        alternates=(Alternate("application/json", "a/b/index.json", "JSON"),),
        structured={"@type": "WebPage", "name": "</script>"},
        trail=(Crumb("Models", ""), Crumb("A & B", "a/b/")),
    )
    shown = rendered([SHIPPED], template="base.html", head=head)
    for expected in (
        "<title>A &#34;title&#34; – Odd Models</title>",
        '<link rel="canonical" href="https://example.org/odd/a/b/">',
        '<link rel="alternate" type="application/json" href="../../a/b/index.json" title="JSON">',
        '<meta property="og:image" content="https://example.org/odd/assets/share.png">',
        "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; ",
        '<script type="application/ld+json">{"@type":"WebPage","name":"\\u003c/script\\u003e"}</script>',
        '<li><a href="../../">Models</a></li>',
        '<li aria-current="page">A &amp; B</li>',
    ):
        assert expected in shown
    assert "noindex" not in shown
    assert not re.search(r"<style|\s(on\w+|style)=", shown)


def test_a_page_that_is_not_indexed_says_so() -> None:
    """Such a page has noindex, and no canonical address to be found under."""
    shown = rendered([SHIPPED], template="base.html", head=Head("T", "D.", "x/index.html", indexed=False))
    assert '<meta name="robots" content="noindex">' in shown
    assert "canonical" not in shown


def test_nothing_on_a_page_comes_from_elsewhere() -> None:
    """Stylesheet and icon stand within the site: no address of another host is fetched."""
    shown = rendered([SHIPPED], template="base.html", head=Head("T", "D.", "x/index.html"))
    fetched = [line for line in shown.splitlines() if "stylesheet" in line or 'rel="icon"' in line]
    assert len(fetched) == 2
    assert not any("://" in line for line in fetched)
