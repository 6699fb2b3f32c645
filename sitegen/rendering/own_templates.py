"""What is wrong with an owner's templates before a page is drawn, and what of them would never be seen.

Jinja finds a template when a page asks for it, and a block when a template above has it: what nobody asks
for, a misspelled name say, is left out without a word. Here it is said, with the file and its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from sitegen.errors import ContentError
from sitegen.rendering.owner_files import files_below, readable

SHIPPED = "shipped"
"""``{% extends "shipped/base.html" %}`` reaches our own template from one that stands in its place."""
ENDINGS = (".html", ".md", ".xml", ".txt", ".svg", ".json", ".js", ".css")
"""Of the files in ``templates/`` these may be templates, but for what stands under ``assets/``."""
_ASSETS = "assets/"
_NOTES = "README.md"


def refuse_unseen(own: Path, shipped: Path, environment: Environment) -> None:
    """Raise ContentError for the first fault of the templates in ``own``; they stand for ``shipped`` ones."""
    templates = _Templates(own, shipped, environment)
    for name in templates.names:
        templates.refuse_faults(name)
    for name in templates.names:
        templates.refuse_unused(name)


def missing(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the fault and the next step where there is no template of a name."""
    return f"there is no template {name}", _meant(name, known, "correct the name")


def _meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """Ask whether the nearest known name was meant, if what follows its last slash is alike."""
    alike = [one for one in known if get_close_matches(_last(name), [_last(one)], cutoff=0.6)]
    near = get_close_matches(name, alike, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else otherwise


def _last(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]


class _Templates:
    """The owner's templates as trees, each parsed once, and the shipped ones where these lead to them."""

    def __init__(self, own: Path, shipped: Path, environment: Environment) -> None:
        self._own, self._shipped, self._environment = own, shipped, environment
        self.names = [name for name in _names(own) if name.rpartition("/")[2] != _NOTES]
        self._theirs = set(_names(shipped))
        self.known = {*self.names, *self._theirs, *(f"{SHIPPED}/{name}" for name in self._theirs)}
        self._trees: dict[Path, nodes.Template] = {}

    def refuse_faults(self, name: str) -> None:
        """Raise ContentError where a template is none, or has what no page would show."""
        tree = self._tree(self._own / name)
        for line, target in _references(tree):
            if target not in self.known:
                raise ContentError(_place(name, line), *missing(target, self.known))
        above = self._above(name)
        if not above:
            return
        known = {block.name for one in above for block in one.find_all(nodes.Block)}
        for block in _outermost(tree):
            if block.name not in known:
                fault = f"no template above has a block {block.name}, so that it is never shown"
                step = _meant(block.name, known, f"the blocks there are {', '.join(sorted(known))}")
                raise ContentError(_place(name, block.lineno), fault, step)
        for line in _outside(tree):
            fault = "what stands outside of a block is never shown in a template that extends another"
            raise ContentError(_place(name, line), fault, "put it into a block")

    def refuse_unused(self, name: str) -> None:
        """Raise ContentError where no page draws with a template."""
        if name in self._theirs or name in self._reached():
            return
        step = _meant(name, self._theirs, "give it the name of a shipped one, or include it in one")
        raise ContentError(f"templates/{name}", "no page is drawn with it", step)

    def _reached(self) -> set[str]:
        """Return what the owner's templates name; all of them where one makes up a name as it draws."""
        trees = [self._tree(self._own / name) for name in self.names]
        if any(_made_up(tree) for tree in trees):
            return set(self.names)
        return {text for tree in trees for text in _texts(tree)}

    def _above(self, name: str) -> list[nodes.Template]:
        """Return the templates that one extends; ContentError where it extends itself by some way."""
        found: list[nodes.Template] = []
        first, path = 0, self._own / name
        seen = {path}
        while parent := _parent(self._tree(path)):
            line, target = parent
            first = first or line
            if target not in self.known:
                return []  # a name that is made up, or a fault that another template has
            path = self._path(target)
            if path in seen:
                theirs = f'write {{% extends "{SHIPPED}/{name}" %}} to reach the shipped one'
                step = theirs if name in self._theirs else "let one of them extend another"
                raise ContentError(_place(name, first), "it extends itself", step)
            seen.add(path)
            found.append(self._tree(path))
        return found

    def _path(self, name: str) -> Path:
        front, _, rest = name.partition("/")
        if front == SHIPPED and name not in self.names:
            return self._shipped / rest
        return (self._own if name in self.names else self._shipped) / name

    def _tree(self, path: Path) -> nodes.Template:
        if path not in self._trees:
            name = path.relative_to(self._own if path.is_relative_to(self._own) else self._shipped).as_posix()
            try:
                with readable(path):
                    text = path.read_text(encoding="utf-8-sig")
                self._trees[path] = self._environment.parse(text, name)
            except UnicodeDecodeError as error:
                raise not_text(name, error) from None
            except TemplateSyntaxError as error:
                place = _place(name, error.lineno)
                raise ContentError(place, " ".join(str(error).split()), "correct the template") from None
        return self._trees[path]


def not_text(name: str, error: UnicodeDecodeError) -> ContentError:
    """Return the refusal of a template that is no text."""
    return ContentError(f"templates/{name}", f"is no UTF-8 text ({error})", "save it as UTF-8")


def _names(folder: Path) -> list[str]:
    """Return the templates of a folder by their names; drafts and what an editor keeps are none."""
    inner = [path.relative_to(folder).as_posix() for path in files_below(folder, left_out=("_", "."))]
    return [name for name in inner if name.endswith(ENDINGS) and not name.startswith(_ASSETS)]


def _place(name: str, line: int) -> str:
    return f"templates/{name}, line {line}"


_NAMING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def _references(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield line and name of each template that another names, but for those that may be missing."""
    for node in tree.find_all(_NAMING):
        named = _named(node)
        if named is not None and not getattr(node, "ignore_missing", False):
            yield node.lineno, named


def _named(node: Any) -> str | None:  # noqa: ANN401 - one of four kinds of nodes
    """Return the name that a node gives as it stands; None where it is made up as the page is drawn."""
    return str(node.template.value) if isinstance(node.template, nodes.Const) else None


def _made_up(tree: nodes.Template) -> bool:
    return any(_named(node) is None for node in tree.find_all(_NAMING))


def _texts(tree: nodes.Template) -> Iterator[str]:
    """Yield each text between quotes, and the partial that the filter ``drawn`` would make of it."""
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str):
            yield constant.value
            yield f"partials/{constant.value}"
            yield f"partials/{constant.value}.html"


def _parent(tree: nodes.Template) -> tuple[int, str] | None:
    """Return line and name of what a template extends."""
    for node in tree.find_all(nodes.Extends):
        if (named := _named(node)) is not None:
            return node.lineno, named
    return None


def _outermost(tree: nodes.Template) -> list[nodes.Block]:
    """Return the blocks that stand in no other block."""
    inner = {id(one) for block in tree.find_all(nodes.Block) for one in block.find_all(nodes.Block)}
    return [block for block in tree.find_all(nodes.Block) if id(block) not in inner]


def _outside(tree: nodes.Template) -> Iterator[int]:
    """Yield the line of each text and value that is printed outside of all blocks, after the extends."""
    extends = False
    for node in tree.body:
        extends = extends or isinstance(node, nodes.Extends)
        for part in node.nodes if extends and isinstance(node, nodes.Output) else ():
            text = part.data if isinstance(part, nodes.TemplateData) else "{{"
            if text.strip():
                yield part.lineno + text[: len(text) - len(text.lstrip())].count("\n")
