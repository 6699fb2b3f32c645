"""Manuscripts: what the head of a file says, where its page stands, and where its links lead."""

from __future__ import annotations

import pytest

from sitegen.errors import ContentError
from sitegen.forms.content_page import linked, manuscript, manuscripts


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("about.md", "about/"),
        ("About us.md", "about-us/"),
        ("guides/How to choose.md", "guides/how-to-choose/"),
        ("guides/index.md", "guides/"),
        ("index.md", ""),
        ("über/größe.md", "uber/groe/"),
    ],
)
def test_a_file_names_its_page(name: str, folder: str) -> None:
    """A page stands at its file's name in words, and an index at its folder."""
    assert manuscript(name, "x").folder == folder


def test_a_head_is_read_and_left_out() -> None:
    """Description and word for the masthead come from the head, the title from the first heading."""
    one = manuscript(
        "about.md", '---\ndescription: "Who we are: two people."\nnav: Us\n---\n\n# About us\n\nHi.\n'
    )
    assert (one.description, one.label, one.name) == ("Who we are: two people.", "Us", "About us")
    assert one.body.strip() == "Hi."
    assert one.first == 5


@pytest.mark.parametrize(
    ("said", "label"), [("yes", "About us"), ("Yes", "About us"), ("no", ""), ("", ""), ("Who?", "Who?")]
)
def test_a_page_names_itself_in_the_masthead(said: str, label: str) -> None:
    """It stands there under its title, under a word of its own, or not at all."""
    assert manuscript("a.md", f"---\nnav: {said}\n---\n# About us\n").label == label


@pytest.mark.parametrize(
    "text",
    ["Note: this is prose.\n\nMore.", "---\n\nA rule, and no second one.", "# T\n\n---\nnav: yes\n---\n"],
)
def test_prose_that_looks_like_a_head_is_prose(text: str) -> None:
    """Only what stands between two lines of dashes at the very start is a head."""
    one = manuscript("a.md", text)
    assert (one.text, one.label, one.first) == (text, "", 1)


def test_files_of_other_systems_are_read_alike() -> None:
    """A byte order mark and Windows line ends change nothing."""
    one = manuscript("a.md", "\ufeff---\r\nnav: yes\r\n---\r\n# T\r\n\r\nx\r\n")
    assert one == manuscript("a.md", "---\nnav: yes\n---\n# T\n\nx\n")
    assert one.title == "T"


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("descripton: x", "did you mean description?"),
        ("layout: wide", "a head has lines of description or nav: TEXT"),
        ("just words", "a head has lines of description or nav: TEXT"),
    ],
)
def test_a_line_of_a_head_that_nobody_reads_is_refused(line: str, step: str) -> None:
    """The error names file, line and what could stand there."""
    with pytest.raises(ContentError) as caught:
        manuscript("about.md", f"---\nnav: yes\n{line}\n---\n# A\n")
    assert str(caught.value) == f"content/about.md, line 3: {line!r} is no line of a head; {step}"


def test_two_files_cannot_share_a_page() -> None:
    """The error names both files and the address."""
    with pytest.raises(ContentError) as caught:
        manuscripts({"About us.md": "x", "about-us.md": "y"})
    assert "content/about-us.md: would stand at /about-us/, where content/About us.md stands" in str(
        caught.value
    )


def test_a_page_without_a_heading_is_called_as_its_file() -> None:
    """There is always a title."""
    assert manuscript("legal/terms_of-use.md", "x").name == "Terms of use"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[a](about.md)", "[a](../../about/)"),
        ("[a](about.md#who)", "[a](../../about/#who)"),
        ("[a](../about.md 'Us')", "[a](../about.md 'Us')"),
        ("[a](guides/one.md)", "[a](../../guides/one/)"),
        ("[a](<about.md>)", "[a](<../../about/>)"),
        ("[a]: about.md", "[a]: ../../about/"),
        ("[a](other.md)", "[a](other.md)"),
        ("[a](https://example.org/about.md)", "[a](https://example.org/about.md)"),
        ("about.md", "about.md"),
    ],
)
def test_links_between_files_lead_between_pages(written: str, shown: str) -> None:
    """A link to a file of the owner's leads to its page, seen from where it is read; others stay."""
    every = manuscripts({"about.md": "x", "guides/one.md": "x"})
    assert linked(written, "content/x.md", "a/b/index.html", every) == shown


def test_links_start_at_their_own_file() -> None:
    """From a folder of content/, a link leads up and sideways as the files stand."""
    every = manuscripts({"about.md": "x", "guides/one.md": "x", "guides/two.md": "x"})
    text = linked("[a](../about.md) [b](two.md)", "content/guides/one.md", "guides/one/index.html", every)
    assert text == "[a](../../about/) [b](../../guides/two/)"


@pytest.mark.parametrize(
    "text",
    [
        "[a](b) " * 1000,
        "\\[" * 1000,
        "(" * 1000,
        "[\n\n" * 1000,
        ("[" * 200 + "]" * 200) * 3,
        "|[a](b)|\n" * 1000,
    ],
)
def test_many_brackets_that_are_closed_are_read(text: str) -> None:
    """Links by the thousand, escaped brackets, and one in each paragraph are no fault."""
    assert manuscript("a.md", text).text == text


@pytest.mark.parametrize("text", ["[" * 201, "x\n[)" * 201, "[a](" * 201, "[" * 201 + "]" * 201])
def test_hundreds_of_open_brackets_are_refused(text: str) -> None:
    """A paragraph that a parser of Markdown would read for minutes is named with its line."""
    with pytest.raises(ContentError, match=r"content/a.md, line \d+: has over 200 brackets open"):
        manuscript("a.md", f"# A\n\nFine.\n\n{text}")
