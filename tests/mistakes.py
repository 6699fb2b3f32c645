"""Mistakes of owners and wrong usages, each with the line that it must print.

Each is tried in a root with a small catalogue. ``{root}`` in a command or a line is that root.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

BOM = "\ufeff"
DEEP = "[" * 20_000


class Link(NamedTuple):
    """A file that is a link."""

    target: str


class Pipe(NamedTuple):
    """A pipe in the place of a file, into which nobody writes."""


class Mistake(NamedTuple):
    """A mistake: the files that an owner wrote, what was called, and all that it says with its exit code.

    A line that ends with … goes on with what other rooms list, or with what another version of click says.
    """

    files: Mapping[str, str | bytes | Link | Pipe]
    line: str
    command: str = "build --no-images"
    code: int = 1


def settings(text: str, line: str) -> Mistake:
    """Return a mistake in ``content/site.toml``."""
    return Mistake({"content/site.toml": text}, f"sitegen: content/site.toml{line}")


def template(name: str, text: str, line: str) -> Mistake:
    """Return a mistake in a template."""
    return Mistake({f"templates/{name}": text}, f"sitegen: templates/{line}")


def prose(text: str, line: str) -> Mistake:
    """Return a mistake in a page of the owner's own."""
    return Mistake({"content/about.md": text}, f"sitegen: content/about.md{line}")


def usage(command: str, line: str) -> Mistake:
    """Return a wrong usage that sitegen itself answers."""
    return Mistake({}, f"sitegen: {line}", command, 2)


def clicked(command: str, line: str) -> Mistake:
    """Return a wrong usage that click answers, below its two lines on how the command is called."""
    return Mistake({}, f"Error: {line}", command, 2)


MODEL = "models/acme/anvil-1/index.html"
ASK = "write it as https://models.example/ or with a path behind it"
APART = "give --out a folder of its own, such as dist"
EXTENDS = '{% extends "shipped/base.html" %}\n'

SETTINGS = {
    "no TOML": settings("title =", ": is no TOML (Invalid value (at end of document)); correct the line"),
    "no text": Mistake(
        {"content/site.toml": b'title = "\xff"'},
        "sitegen: content/site.toml: is no UTF-8 text ('utf-8' codec can't decode byte 0xff in position 9: "
        "invalid start byte); save it as UTF-8",
    ),
    "nested": settings(f"x = {DEEP}", ": is no TOML (lists or tables nested too deep); correct it"),
    "misspelled": settings('# x\ntitel = "x"', ", line 2: titel is no setting; did you mean title?"),
    "misspelled table": settings(
        '[colors]\nink = "#000"', ", line 1: colors is no setting; did you mean colours?"
    ),
    "misspelled colour": settings(
        '[colours]\nacent = "#000000"', ", line 2: colours.acent is no setting; did you mean accent?"
    ),
    "misspelled source": settings(
        'title = "x"\n[sources.openruter]\naddress = "x"',
        ", line 2: sources.openruter is no setting; did you mean openrouter?",
    ),
    "a number for a title": settings(
        "title = 7", ", line 1: title: Input should be a valid string; correct the line"
    ),
    "a colour by name": settings(
        '[colours]\naccent = "red"',
        ", line 2: colours.accent: is no colour in six hexadecimal digits, such as #0b6148; correct the line",
    ),
    "another language": settings(
        'language = "de"',
        ", line 1: language: is not English, and the words of all pages are; write en, or en-GB for a region; "
        "correct the line",
    ),
    "no scheme": settings(
        'base_url = "models.example"',
        ", line 1: base_url: is no address that starts with https://; correct the line",
    ),
    "no host": settings('base_url = "https:///x/"', ", line 1: base_url: names no host; correct the line"),
    "a password": settings(
        'base_url = "https://me:secret@models.example/"',
        ", line 1: base_url: has a user or a password, which every page would show; correct the line",
    ),
    "a query": settings(
        'base_url = "https://models.example/?a=b"',
        ", line 1: base_url: has a query or a fragment, which no page can stand under; correct the line",
    ),
    "a blank": settings(
        'base_url = "https://models.example/a b"',
        ", line 1: base_url: has a blank or another character that stands in no address; correct the line",
    ),
    "a port": settings(
        'base_url = "https://models.example:99999/"',
        ", line 1: base_url: has a host or a port that cannot be; correct the line",
    ),
    "dots": settings(
        'base_url = "https://models.example/a/../b"',
        ", line 1: base_url: has dots for a folder; correct the line",
    ),
    "a repository by ssh": settings(
        'repository = "git@github.com:a/b"',
        ", line 1: repository: is no address of a repository that starts with https://; correct the line",
    ),
    "an authority": settings(
        'feed_authority = "a b"',
        ", line 1: feed_authority: is neither a domain, such as models.example, nor a mail address; correct "
        "the line",
    ),
    "colours beside an own sheet": Mistake(
        {"content/site.toml": '[colours]\naccent = "#000000"', "templates/assets/site.css": "a{}"},
        "sitegen: templates/assets/site.css: stands for the shipped stylesheet, so that [colours] in "
        "content/site.toml would change nothing; set the colours in it, or delete one of the two",
    ),
    "no words for a title": settings(
        'title = " "', ", line 1: title: is empty, and every page bears it; correct the line"
    ),
    **{
        f"settings in {name}": Mistake(
            {name: 'title = "x"'},
            f"sitegen: {name}: is read by nobody; call it site.toml",
        )
        for name in ("content/Site.toml", "content/settings.toml", "content/site.toml.txt")
    },
    "a link to nowhere": Mistake(
        {"content/site.toml": Link("none.toml")},
        "sitegen: content/site.toml: was there, and is gone; see who removed it, and try again",
    ),
    "a link to itself": Mistake(
        {"content/site.toml": Link("site.toml")},
        "sitegen: content/site.toml: cannot be read (too many levels of symbolic links); check its rights and links",
    ),
    "content leads to itself": Mistake(
        {"content": Link("content")},
        "sitegen: content: is no folder, or a link that leads nowhere; mend it, or remove it",
    ),
    "content is a file": Mistake(
        {"content": "x"},
        "sitegen: content: is no folder, or a link that leads nowhere; mend it, or remove it",
    ),
}

TEMPLATES = {
    "extends itself": template(
        "base.html",
        '{% extends "base.html" %}',
        'base.html, line 1: it extends itself; write {% extends "shipped/base.html" %} to reach the shipped one',
    ),
    "extends itself by way of another": Mistake(
        {
            "templates/notfound.html": '{% extends "gone.html" %}',
            "templates/gone.html": '\n{% extends "notfound.html" %}',
        },
        "sitegen: templates/gone.html, line 2: it extends itself; "
        'write {% extends "shipped/gone.html" %} to reach the shipped one',
    ),
    "includes itself": template(
        "partials/prices.html",
        '{% include "partials/prices.html" %}',
        f"partials/prices.html, line 1: it reaches itself (drawing {MODEL}); correct the template",
    ),
    "divides by zero": template(
        "partials/prices.html",
        "\n\n{{ 1 / 0 }}",
        f"partials/prices.html, line 3: ZeroDivisionError: division by zero (drawing {MODEL}); "
        "correct the template",
    ),
    "adds a number to a text": template(
        "partials/prices.html",
        '{{ "a" + 1 }}',
        'partials/prices.html, line 1: TypeError: can only concatenate str (not "int") to str '
        f"(drawing {MODEL}); correct the template",
    ),
    "an unknown fact": template(
        "partials/price_row.html",
        "\n{{ nothing }}",
        f"partials/price_row.html, line 2: 'nothing' is undefined (drawing {MODEL}); correct the template",
    ),
    "an unknown part of a fact": template(
        "notfound.html",
        "{{ site.titel }}",
        "notfound.html, line 1: 'sitegen.records.settings.Site object' has no attribute 'titel' "
        "(drawing 404.html); correct the template",
    ),
    "an unknown filter": template(
        "notfound.html",
        "{{ 1|doubled }}",
        "notfound.html, line 1: No filter named 'doubled'. (drawing 404.html); correct the template",
    ),
    "no end": template(
        "notfound.html",
        "{% for x in (1, 2) %}",
        "notfound.html, line 1: Unexpected end of template. Jinja was looking for the following tags: "
        "'endfor' or 'else'. The innermost block that needs to be closed is 'for'.; correct the template",
    ),
    "no expression": template(
        "notfound.html",
        "a\n{% if %}",
        "notfound.html, line 2: Expected an expression, got 'end of statement block'; correct the template",
    ),
    "no statement": template(
        "notfound.html",
        "{% iff x %}{% endiff %}",
        "notfound.html, line 1: Encountered unknown tag 'iff'.; correct the template",
    ),
    "no text": Mistake(
        {"templates/notfound.html": b"\xff"},
        "sitegen: templates/notfound.html: is no UTF-8 text ('utf-8' codec can't decode byte 0xff in position "
        "0: invalid start byte); save it as UTF-8",
    ),
    "misspelled template": template(
        "modle.html", "x", "modle.html: no page is drawn with it; did you mean model.html?"
    ),
    "misspelled partial": template(
        "partials/price.html",
        "x",
        "partials/price.html: no page is drawn with it; did you mean partials/prices.html?",
    ),
    "a template of no page": template(
        "zzz.html",
        "x",
        "zzz.html: no page is drawn with it; give it the name of a shipped one, or include it in one",
    ),
    "misspelled block": template(
        "base.html",
        f"{EXTENDS}\n{{% block haed %}}x{{% endblock %}}",
        "base.html, line 3: no template above has a block haed, so that it is never shown; did you mean head?",
    ),
    "text outside of blocks": template(
        "base.html",
        f"{EXTENDS}\n\nHello",
        "base.html, line 4: what stands outside of a block is never shown in a template that extends another; "
        "put it into a block",
    ),
    "a fact outside of blocks": template(
        "base.html",
        f"{EXTENDS}{{{{ root }}}}",
        "base.html, line 2: what stands outside of a block is never shown in a template that extends another; "
        "put it into a block",
    ),
    "misspelled parent": template(
        "notfound.html",
        '{% extends "shiped/notfound.html" %}',
        "notfound.html, line 1: there is no template shiped/notfound.html; did you mean shipped/notfound.html?",
    ),
    "misspelled include": template(
        "notfound.html",
        '\n{% include "partials/foots.html" %}',
        "notfound.html, line 2: there is no template partials/foots.html; did you mean partials/foot.html?",
    ),
    "a link to nowhere": Mistake(
        {"templates/notfound.html": Link("none.html")},
        "sitegen: templates/notfound.html: is a link that leads nowhere; mend or remove it",
    ),
    "an asset that leads nowhere": Mistake(
        {"templates/assets/own.css": Link("none.css")},
        "sitegen: templates/assets/own.css: is a link that leads nowhere; mend or remove it",
    ),
    "templates is a file": Mistake(
        {"templates": "x"},
        "sitegen: templates: is no folder, or a link that leads nowhere; mend it, or remove it",
    ),
}

PAGES = {
    "an unknown key of a head": prose(
        "---\nnavi: yes\n---\n# A", ", line 2: 'navi: yes' is no line of a head; did you mean nav?"
    ),
    "a head without an end": prose(
        "---\nnav: yes\n# A", ", line 1: the head has no end; write --- on a line below it"
    ),
    "an unknown figure": prose(
        "# A\n\n{{ unicorns }}",
        ", line 3: {{ unicorns }} is not known; write one of …",
    ),
    "an unknown table": prose(
        "{{ table: unicorns }}", ", line 1: {{ table: unicorns }} is not known; write one of …"
    ),
    "a page of ours": Mistake(
        {"content/arena.md": "# Arena"},
        "sitegen: content/arena.md: would stand at /arena/, where our own page “Arena: how voters rate the models” "
        "stands; give the file another name",
    ),
    "a link to nowhere": Mistake(
        {"content/about.md": Link("none.md")},
        "sitegen: content/about.md: is a link that leads nowhere; mend or remove it",
    ),
    "a link to itself": Mistake(
        {"content/about.md": Link("about.md")},
        "sitegen: content/about.md: is a link that leads nowhere; mend or remove it",
    ),
    "a link to a folder above": Mistake(
        {"content/more": Link("../content")},
        "sitegen: content/more: is a link to a folder that it stands in; remove it",
    ),
    "two pages in one place": Mistake(
        {"content/about.md": "# A", "content/about/index.md": "# A"},
        "sitegen: content/about/index.md: would stand at /about/, where content/about.md stands already; "
        "give one of the two files another name",
    ),
    "no text": Mistake(
        {"content/about.md": b"\xff\xfe"},
        "sitegen: content/about.md: is no UTF-8 text ('utf-8' codec can't decode byte 0xff in position 0: "
        "invalid start byte); save it as UTF-8",
    ),
}

DATA = {
    "receipts of another shape": Mistake(
        {"data/receipts.json": '{"openrouter/models": 3}'},
        "sitegen: data/receipts.json: holds no receipts (Input should be a valid dictionary or instance of "
        "Receipt); restore it from git",
    ),
    "receipts in a list": Mistake(
        {"data/receipts.json": "[3]"},
        "sitegen: data/receipts.json: holds no receipts (is no table of them); restore it from git",
    ),
    "a misspelled file of overrides": Mistake(
        {"data/overrides/match.toml": ""},
        "sitegen: data/overrides/match.toml: is no file of overrides; did you mean matches.toml?",
    ),
    "data that lead out of the root": Mistake(
        {"data/overrides/matches.toml": Link("../../../matches.toml")},
        "sitegen: data/overrides/matches.toml: is a link that leads out of the root; copy what it names to its place",
    ),
    **{
        f"overrides in {folder}": Mistake(
            {f"{folder}/matches.toml": ""},
            f"sitegen: {folder}/matches.toml: stands where nobody reads it; "
            "move it to data/overrides/matches.toml",
        )
        for folder in ("data", "data/override")
    },
    "nested": Mistake(
        {"data/openrouter/models.json": DEEP},
        "sitegen: data/openrouter/models.json: is no JSON of ours (lists or maps nested too deep); "
        "restore it from git",
    ),
    "cut off": Mistake(
        {"data/openrouter/models.json": "["},
        "sitegen: data/openrouter/models.json: is no JSON (Expecting value: line 1 column 2 (char 1)); "
        "restore it from git",
    ),
    "a journal of something else": Mistake(
        {"data/changes.jsonl": "{}\n"},
        "sitegen: data/changes.jsonl:1: is no change (Field required); restore it from git",
    ),
    "overrides nested": Mistake(
        {"data/overrides/matches.toml": f"x = {DEEP}"},
        "sitegen: data/overrides/matches.toml: is no TOML (lists or tables nested too deep); correct it",
    ),
    "overrides without a reason": Mistake(
        {"data/overrides/matches.toml": '[[match]]\nname = "A"\nslug = "none"'},
        "sitegen: data/overrides/matches.toml: match 1 (A): reason is missing; add reason = …",
    ),
    "a key of overrides misspelled": Mistake(
        {"data/overrides/matches.toml": '[[match]]\nname = "A"\nslug = "none"\nreson = "x"'},
        "sitegen: data/overrides/matches.toml: match 1 (A): reson is no key of such an entry; "
        "did you mean reason?",
    ),
    "a table of overrides misspelled": Mistake(
        {"data/overrides/accepted.toml": '[[acepted]]\nid = "acme/anvil-1"'},
        "sitegen: data/overrides/accepted.toml: acepted is no table of this file; did you mean [[accepted]]?",
    ),
    "no catalogue": Mistake(
        {"empty/README.md": ""},
        "sitegen: {root}/empty/data/openrouter/models.json: there is no catalogue; run sitegen fetch",
        "--root {root}/empty build --no-images",
    ),
    "a folder that is a file": Mistake(
        {"data/arena": "x"},
        "sitegen: data/arena: cannot be read (Not a directory); check the path and its rights",
    ),
}

TOO_DEEP = (
    "has over 200 brackets open in one paragraph, which would take minutes to read; close them, or write a "
    "single one as \\["
)
PAGES |= {
    **{
        f"a file of its own for {path}": Mistake(
            {f"content/static/{path}": "x"},
            f"sitegen: content/static/{path}: cannot stand at /{path} ({fault}); rename or remove it",
        )
        for path, fault in (
            ("index.html", "two files have it"),
            (".nojekyll", "two files have it"),
            ("models", "it is a file and a folder of other files"),
        )
    },
    "brackets that nobody closes": prose(f"# About\n\n{DEEP}", f", line 3: {TOO_DEEP}"),
    "pictures that nobody closes": prose("---\nnav: yes\n---\n" + "![x" * 20_000, f", line 4: {TOO_DEEP}"),
    "links that nobody closes": prose("[a](" * 20_000, f", line 1: {TOO_DEEP}"),
    "a link out of the root": Mistake(
        {"content/static/proof.txt": Link("/etc/hostname")},
        "sitegen: content/static/proof.txt: is a link that leads out of the root; copy what it names to its place",
    ),
    "brackets in the footer": Mistake(
        {"content/site.toml": f'footer = "{DEEP}"'}, f"sitegen: content/site.toml, footer, line 1: {TOO_DEEP}"
    ),
}

USAGE = {
    "no root": usage(
        "--root {root}/none build",
        "{root}/none: is no folder; give the folder with content/ and data/ as --root",
    ),
    "no command": clicked("bild", "No such command 'bild'…"),
    "no option": clicked("build --outt x", "No such option…"),
    "no part": clicked(
        "build --shard 3/2",
        "Invalid value for '--shard': '3/2' is no part of a whole; write the second of four as 2/4",
    ),
    "no day": clicked(
        "fetch --on yesterday", "Invalid value for '--on': 'yesterday' is no day; write it as 2026-05-15"
    ),
    "a day to come": usage("fetch --on 2999-01-01", "--on 2999-01-01: is after today, …"),
    "no reason to accept": usage(
        "accept --all", '--why: is missing or empty; say what you checked: --why "…"'
    ),
    "no room for a review": clicked(
        "diff --limit 3", "Invalid value for '--limit': 3 is not in the range x>=4000."
    ),
    "a pull request of the past": clicked(
        "diff HEAD HEAD --format pull-request",
        "the form pull-request is of the working tree; leave NEW out",
    ),
    "no format": clicked(
        "check --format xml", "Invalid value for '--format': 'xml' is not one of 'text', 'json'."
    ),
    "no jobs": clicked("build --jobs 0", "Invalid value for '--jobs': 0 is not in the range 1<=x<=64."),
    "no port": clicked("serve --port x", "Invalid value for '--port': 'x' is not a valid integer range."),
    "no part to merge": clicked(
        "merge nowhere", "Invalid value for 'PART...': Directory 'nowhere' does not exist."
    ),
    "no source": usage("fetch opnrouter", "opnrouter: is no source; did you mean openrouter?"),
    "nothing like a source": usage("fetch xyz", "xyz: is no source; name one of: openrouter, providers, …"),
    "a board that no list has": usage(
        "fetch arena --board txt", "--board txt: is on no list; did you mean text?"
    ),
    "no id": usage(
        "history acme/anvl-1", "acme/anvl-1: is no id and no slug of the data; did you mean acme/anvil-1?"
    ),
    "a day with slashes": clicked(
        "history acme/anvil-1 --on 2026/3/1",
        "Invalid value for '--on': '2026/3/1' is no day; did you mean 2026-03-01?",
    ),
    "a day with its year last": clicked(
        "fetch openrouter --on 1.3.2026",
        "Invalid value for '--on': '1.3.2026' is no day; did you mean 2026-03-01?",
    ),
    "a day that no month has": clicked(
        "fetch openrouter --on 2026/2/30",
        "Invalid value for '--on': '2026/2/30' is no day; write it as 2026-05-15",
    ),
    "a file without a source": usage(
        "fetch --from x.json", "--from: needs exactly one source; name one of: …"
    ),
    "no file": usage(
        "fetch openrouter --from none.json",
        "none.json: cannot be read (No such file or directory); give a file, a folder or an http address",
    ),
    "a catalogue that is no JSON": Mistake(
        {"mine.json": "["},
        "sitegen: mine.json: is no JSON (Expecting value: line 1 column 2 (char 1)); give a git revision, a data "
        "folder or a catalogue's JSON file",
        "diff mine.json",
    ),
    "a folder of something else": Mistake(
        {"mine/a.txt": ""},
        "sitegen: mine: holds no receipts.json, and so no data of sitegen; give a git revision, a data folder or "
        "a catalogue's JSON file",
        "diff mine",
        2,
    ),
    "no revision": usage("diff nowhere", "nowhere: is no revision, folder or file here (…"),
    "no bucket": usage(
        "deploy models.example", "the target: is no s3://BUCKET/PREFIX; write s3:// and a bucket's name"
    ),
    "an empty address": usage(
        "build --base-url=", f"--base-url: is no address that starts with https://; {ASK}"
    ),
    "a password": usage(
        "build --base-url https://me:secret@models.example/",
        f"--base-url: has a user or a password, which every page would show; {ASK}",
    ),
    "a query": usage(
        "build --base-url https://models.example/?a",
        f"--base-url: has a query or a fragment, which no page can stand under; {ASK}",
    ),
    "no host": usage("build --base-url https://", f"--base-url: names no host; {ASK}"),
    "a site in content": Mistake(
        {"content/a.md": "a"},
        f"sitegen: content/site: it is in {{root}}/content; {APART}",
        "build --out content/site",
    ),
    "a site in data": Mistake({}, f"sitegen: data/x: it is in {{root}}/data; {APART}", "build --out data/x"),
    "a site in templates": Mistake(
        {"templates/README.md": "a"},
        f"sitegen: templates: it is or holds {{root}}/templates; {APART}",
        "build --out templates",
    ),
    "the root for a site": Mistake({}, f"sitegen: .: it is or holds {{root}}; {APART}", "build --out ."),
    "a folder of somebody's": Mistake(
        {"mine/a.txt": "a"},
        "sitegen: {root}/mine: it holds files that sitegen did not make; give --out a new or empty folder, or "
        "empty this one if you need nothing in it",
        "build --out mine",
    ),
    "a file for a site": Mistake(
        {"mine": "a"},
        "sitegen: {root}/mine: it is a file, not a folder; give --out a folder",
        "build --out mine",
    ),
    "no site to check": Mistake(
        {}, "sitegen: none: holds no built site; run sitegen build --out none", "check site --out none"
    ),
    "no site to deploy": Mistake(
        {},
        "sitegen: none: holds no built site; run sitegen build --out none",
        "deploy s3://example-models --out none",
    ),
    **{
        f"a file in the place of {name}": Mistake(
            {name: "mine"},
            f"sitegen: {name}: is no folder, or a link that leads nowhere; move it away, or give another folder",
            "init --title x",
        )
        for name in ("content", "data", ".github", ".github/workflows")
    },
    **{
        f"{name} leads elsewhere": Mistake(
            {"new/x": "", "elsewhere/x": "", f"new/{name}": Link(f"{'../' * name.count('/')}../elsewhere")},
            f"sitegen: new/{name}: is a link that leads out of the root; remove it, or give another folder",
            "init new --title x",
        )
        for name in ("content", "data", ".github", ".github/workflows")
    },
    "a file for a root": Mistake(
        {"new": "mine"},
        "sitegen: new: is no folder, or a link that leads nowhere; move it away, or give another folder",
        "init new --title x",
    ),
    "settings that are a link": Mistake(
        {"content/site.toml": Link("none.toml")},
        "sitegen: content/site.toml: is there already; edit it, or give another folder",
        "init --title x",
        2,
    ),
    "a site begun twice": Mistake(
        {"content/site.toml": ""},
        "sitegen: content/site.toml: is there already; edit it, or give another folder",
        "init --title x",
        2,
    ),
    "no title": usage(
        "init new --title=", "--title: is empty or has characters that cannot be seen; write some words"
    ),
    "no package": usage(
        "init new --package $(x)",
        "--package: is no package that a workflow can install; write what pip takes, such as "
        "sitegen-models=={version} or git+https://HOST/REPO",
    ),
    "no address": usage(
        "init new --base-url models.example", f"--base-url: is no address that starts with https://; {ASK}"
    ),
}

NO_FILE = "is a pipe, a socket or a device; mend or remove it"
UNREAD = "cannot be read (it is a pipe, a socket or a device); check its rights and links"
UNREAD_DATA = "cannot be read (It is a pipe, a socket or a device); check the path and its rights"
PIPES = {
    **{
        name: Mistake({name: Pipe()}, f"sitegen: {name}: {NO_FILE}")
        for name in (
            *("content/about.md", "content/static/proof.txt"),
            *("templates/notfound.html", "templates/partials/prices.html", "templates/assets/own.css"),
        )
    },
    "content/site.toml": Mistake({"content/site.toml": Pipe()}, f"sitegen: content/site.toml: {UNREAD}"),
    **{
        name: Mistake({name: Pipe()}, f"sitegen: {name}: {UNREAD_DATA}")
        for name in (
            *("data/openrouter/models.json", "data/arena/text.json", "data/receipts.json"),
            *("data/changes.jsonl", "data/retired.json", "data/overrides/matches.toml"),
        )
    },
    "a folder of answers": Mistake(
        {"answers/a.json": "{}", "answers/b.json": Pipe()},
        "sitegen: answers/b.json: is no regular file, or a link that leads nowhere; remove it, or name the files",
        "fetch openrouter --from answers",
        2,
    ),
    "a part of a site": Mistake(
        {"part/shard.json": Pipe()},
        "sitegen: part: holds no shard.json; build it with sitegen build --shard K/N",
        "merge part",
    ),
    "the mark of a site": Mistake(
        {"mine/.nojekyll": Pipe()},
        "sitegen: {root}/mine: it holds files that sitegen did not make; give --out a new or empty folder, or "
        "empty this one if you need nothing in it",
        "build --out mine",
    ),
}

TABLES = {
    "settings": SETTINGS, "templates": TEMPLATES, "pages": PAGES, "data": DATA, "usage": USAGE, "pipes": PIPES,
}  # fmt: skip
