"""Templates as one function: the same text as Jinja's own, and nothing where only Jinja knows."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, StrictUndefined, TemplateError, select_autoescape
from markupsafe import Markup

from sitegen.build import renderer_of
from sitegen.facts.context import Known
from sitegen.pages.contents import site_pages
from sitegen.rendering.flat import UNUSUAL, flat
from sitegen.rendering.owner_files import read_prose, read_site
from sitegen.rendering.renderer import _Environment
from sitegen.store.dataset import joined, read_dataset

BASE = "<title>{% block title %}no title{% endblock %}</title>{% block main %}{% endblock %}{{ root }}"


def environment(**templates: str) -> _Environment:
    """Return an environment like the renderer's, with these templates."""
    return _Environment(
        loader=DictLoader({f"{name}.html": text for name, text in templates.items()}),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
    )


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("{% extends 'base.html' %}{% block main %}<b>{{ text }}</b>{% endblock %}", ""),
        (
            "{% extends 'base.html' %}{% block title %}<{{ text }}{{ super() }}>{{ super() }}{% endblock %}",
            "",
        ),
        ("{% extends 'mid.html' %}{% block title %}a{{ super() }}{{ text }}{% endblock %}", ""),
        ("{% extends 'mid.html' %}{% block main %}a{% endblock %}", ""),
        ("{% for x in rows %}{% include 'part.html' %}{% endfor %}", "{{ x }},"),
        ("{% for x in rows %}{{ x }}{% if not loop.last %}; {% endif %}{% endfor %}", ""),
        ("{% for x in rows if x != text %}{{ loop.index0 }}{{ loop.first }}{% else %}none{% endfor %}", ""),
        ("{% with y = one.name %}{{ y }}{% include 'part.html' %}{% endwith %}", "[{{ y|upper }}]"),
        ("{{ markup }}{{ text }}{{ number }}{{ none }}{{ text ~ markup }}{{ rows|join(', ') }}", ""),
        ("{{ 'in' if one.name else 'out' }}{{ rows[0] }}{{ one.name|default('x') }}", ""),
        ("{% if one.other is defined %}yes{% else %}no{% endif %}", ""),
    ],
)
def test_the_text_is_what_jinja_gives(page: str, part: str) -> None:
    """Parents, blocks, includes, loops, escaping and tests come out of the flat function as out of Jinja."""
    mid = "{% extends 'base.html' %}{% block title %}mid {{ super() }} {{ rows[0] }}{% endblock %}"
    world = environment(base=BASE, mid=mid, page=page, part=part)
    facts = {
        "text": "a < b & \"c\" 'd'",
        "markup": Markup("<i>x</i>"),
        "number": 3,
        "none": None,
        "rows": ("<1>", "2"),
        "one": SimpleNamespace(name="N<"),
        "root": "../",
    }
    drawn = flat(world, "page.html", None)
    assert drawn
    assert drawn({**world.globals, **facts}) == world.get_template("page.html").render(facts)


@pytest.mark.parametrize(
    "page",
    [
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(1) }}",
        "{% set x = 1 %}{{ x }}",
        "{% extends 'base.html' %}{% block title %}{{ super()|upper }}{% endblock %}",
        "{% extends 'base.html' %}{% block title %}{% if text %}{{ super() }}{% endif %}{% endblock %}",
        "{{ self.title() }}",
        "{% extends 'ba' ~ 'se.html' %}",
        "{% include 'part.html' ignore missing %}",
        "{% include 'part.html' without context %}",
        "{{ x|default(1) }}",
    ],
)
def test_what_only_jinja_knows_is_not_flattened(page: str) -> None:
    """A macro, an assignment, super(), a name that is made up at run time: no flat function is made."""
    assert flat(environment(base=BASE, page=page, part=""), "page.html", None) is None


@pytest.mark.parametrize("page", ["{{ absent }}", "{{ table.key }}", "{{ one.absent }}", "{{ loop.cycle }}"])
def test_what_is_unusual_is_said_and_not_drawn(page: str) -> None:
    """A fact that is missing, or one that only Jinja finds, raises what the renderer waits for."""
    drawn = flat(environment(page=page), "page.html", None)
    assert drawn
    with pytest.raises(UNUSUAL):
        drawn({"table": {"key": 1}, "one": SimpleNamespace()})


def test_a_missing_fact_in_a_branch_not_taken_is_unusual_too() -> None:
    """Names are looked up before anything is drawn, so that none can pass as true."""
    drawn = flat(environment(page="{% if yes %}x{% else %}{{ absent }}{% endif %}"), "page.html", None)
    assert drawn
    with pytest.raises(KeyError):
        drawn({"yes": True})


def test_a_wrong_template_is_an_error_of_jinja() -> None:
    """What does not parse raises Jinja's own error, with the line."""
    with pytest.raises(TemplateError):
        flat(environment(page="{% if %}"), "page.html", None)


def test_every_page_that_we_ship_takes_the_short_cut() -> None:
    """No page of the golden world is unusual; only prose, whose macros draw its tables, is left to Jinja."""
    root = Path(__file__).parent / "golden"
    known = Known(joined(read_dataset(root / "data")), read_site(root), read_prose(root))
    renderer = renderer_of(root, known)
    left = {
        page.template
        for page in (each.made() for each in chain(*site_pages(known, {})))
        if page.template and renderer._drawn_flat(page.template, page) is None  # noqa: SLF001 - what is tested
    }
    assert left == {"methodology.html"}
