"""A page's templates as one function: what it extends and includes is compiled in place.

Jinja compiles each template to a module of its own, and looks names up in a context at every include and
block; a model's page has some thirty of them. A flat function keeps the facts in local variables, reads
attributes as Python does, and collects the text in one list: the same bytes in less than half the time.

It is a short cut and never the last word: a template that it cannot flatten is not flattened, and where the
flat code meets anything unusual (a fact that is missing, an attribute that only a dictionary has), the caller
draws the page as Jinja does, which gives the right text or the right error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment
    from jinja2.bccache import BytecodeCache

try:
    # What markupsafe.escape calls, without making a Markup of each text: 29 ns in place of 250.
    from markupsafe._speedups import _escape_inner as escaped
except ImportError:

    def escaped(text: str, /) -> str:
        """Return a text with the five characters of HTML escaped."""
        return str(escape(text))


Drawn = Callable[[Mapping[str, Any]], str]
"""Facts by name → the text of a page. Raises what Python raises where a fact is missing."""

Blocks = dict[str, list[nodes.Block]]
"""What a template and its parents say for each block, the last word first."""

UNUSUAL = (AttributeError, LookupError, TypeError, ValueError)
"""What flat code raises where it meets something that Jinja itself must judge."""

_REFERENCE = re.compile(r"""\{%[-+]?\s*(?:extends|include)\s+(["'])(.+?)\1""")
_LENIENT = ("defined", "undefined", "default", "d")
_STRANGE = (nodes.Macro, nodes.CallBlock, nodes.Import, nodes.FromImport, nodes.FilterBlock, nodes.Assign)


class _NotFlatError(Exception):
    """The template does something that only Jinja itself should do."""


def flat(environment: Environment, name: str, cache: BytecodeCache | None) -> Drawn | None:
    """Return a template as one function, or None where it cannot be one.

    Raises what Jinja raises where a template is missing or wrong.
    """
    if environment.loader is None:
        return None
    sources = dict(_sources(environment, environment.loader, name))
    bucket = cache.get_bucket(environment, f"flat {name}", None, repr(sources)) if cache else None
    code = bucket.code if bucket else None
    if code is None:
        try:
            tree = _tree(environment, name, sources)
        except _NotFlatError:
            return None
        written = StringIO()
        _FlatCode(environment, name, None, written).visit(tree)
        # The source is our own templates' and the owner's, whom the site belongs to.
        code = compile(written.getvalue(), f"<flat {name}>", "exec")
        if cache and bucket:
            bucket.code = code
            cache.set_bucket(bucket)
    # Jinja's own filters ask a context for its environment and whether to escape, never for facts.
    context = Context(environment, {}, name, {})
    context.eval_ctx.autoescape = True
    space: dict[str, Any] = {
        "environment": environment,
        "context": context,
        "LoopContext": _looped,
        "Markup": Markup,
        "escaped": escaped,
    }
    exec(code, space)  # noqa: S102 - as Jinja does with what it compiled
    drawn: Drawn = space["drawn"]
    return drawn


def _sources(environment: Environment, loader: BaseLoader, name: str) -> Iterator[tuple[str, str]]:
    """Yield the source of a template and of all that it names, each once."""
    seen, waiting = {name}, [name]
    while waiting:
        current = waiting.pop()
        try:
            source = loader.get_source(environment, current)[0]
        except TemplateNotFound:
            continue  # which Jinja will say, if it ever asks for it
        yield current, source
        fresh = [found[2] for found in _REFERENCE.finditer(source) if found[2] not in seen]
        seen.update(fresh)
        waiting.extend(fresh)


def _tree(environment: Environment, name: str, sources: Mapping[str, str]) -> nodes.Template:
    """Return a template's tree with its parents' around it and its includes within."""
    tree = _parsed(environment, name, sources)
    blocks: Blocks = {}
    while (parent := tree.find(nodes.Extends)) is not None:
        for block in tree.find_all(nodes.Block):
            blocks.setdefault(block.name, []).append(block)
        tree = _parsed(environment, _constant(parent.template), sources)
    _fill(environment, tree, blocks, sources)
    if any(one.name == "super" for one in tree.find_all(nodes.Name)):
        raise _NotFlatError
    return tree


def _parsed(environment: Environment, name: str, sources: Mapping[str, str]) -> nodes.Template:
    if name not in sources:
        raise _NotFlatError
    tree = environment.parse(sources[name], name)
    if any(tree.find_all(_STRANGE)) or any(one.name == "self" for one in tree.find_all(nodes.Name)):
        raise _NotFlatError
    for test in tree.find_all((nodes.Test, nodes.Filter)):
        if test.name in _LENIENT and isinstance(test.node, nodes.Name):
            raise _NotFlatError
    return tree


def _constant(template: nodes.Node) -> str:
    if isinstance(template, nodes.Const) and isinstance(template.value, str):
        return template.value
    raise _NotFlatError


def _fill(environment: Environment, node: nodes.Node, blocks: Blocks, sources: Mapping[str, str]) -> None:
    """Put blocks and included templates where a tree names them, in all its lists of nodes."""
    for field in ("body", "else_", "elif_"):
        children = getattr(node, field, None)
        if not isinstance(children, list):
            continue
        filled: list[nodes.Node] = []
        for child in children:
            replaced = _replaced(environment, child, blocks, sources)
            _fill(environment, replaced, blocks, sources)
            filled.append(replaced)
        setattr(node, field, filled)


def _replaced(
    environment: Environment, node: nodes.Node, blocks: Blocks, sources: Mapping[str, str]
) -> nodes.Node:
    if isinstance(node, nodes.Block):
        return nodes.Scope(_inherited([*blocks.get(node.name, ()), node]), lineno=node.lineno)
    if isinstance(node, nodes.Include):
        if node.ignore_missing or not node.with_context:
            raise _NotFlatError
        included = _parsed(environment, _constant(node.template), sources)
        if included.find(nodes.Extends):
            raise _NotFlatError
        return nodes.Scope(included.body, lineno=node.lineno)
    return node


def _inherited(versions: Sequence[nodes.Block]) -> list[nodes.Node]:
    """Return the body of a block, with its parent's where it says ``super()`` by itself."""
    body: list[nodes.Node] = []
    for child in versions[0].body:
        if not isinstance(child, nodes.Output):
            body.append(child)
            continue
        for part in child.nodes:
            if _is_super(part) and len(versions) > 1:
                body.append(nodes.Scope(_inherited(versions[1:]), lineno=child.lineno))
            else:
                body.append(nodes.Output([part], lineno=child.lineno))
    return body


def _is_super(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "super"


class _FlatCode(CodeGenerator):
    """Writes a tree as one function of the facts."""

    _lenient = 0

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the function: names are looked up once and strictly, text is collected in one list."""
        self.writeline("from jinja2.runtime import Undefined, markup_join, missing, str_join")
        self.writeline("from jinja2.exceptions import TemplateRuntimeError")
        self.writeline("cond_expr_undefined = Undefined")
        self.writeline("shown, undefined = environment.shown, environment.undefined")
        self.writeline("def drawn(facts):", extra=1)
        self.indent()
        self.writeline("resolve = facts.__getitem__")
        frame = frame or Frame(EvalContext(self.environment, self.name))
        frame.symbols.analyze_node(node)
        frame.toplevel = frame.rootlevel = True
        self.buffer(frame)
        self.enter_frame(frame)
        self.pull_dependencies(node.body)
        self.blockvisit(node.body, frame)
        self.writeline(f"return ''.join({frame.buffer})")
        self.outdent()

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        """Write a fact's variable bare: it was there when the function began."""
        ref = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(ref) if node.ctx == "load" else None
        if load is not None and load[0] in (VAR_LOAD_RESOLVE, VAR_LOAD_ALIAS):
            self.write(ref)
        else:
            super().visit_Name(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write an attribute as Python does, unless a test asks whether it is there."""
        if self._lenient or not node.attr.isidentifier():
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        """Write a test; what ``is defined`` asks about may be missing."""
        self._lenient += node.name in _LENIENT
        super().visit_Test(node, frame)
        self._lenient -= node.name in _LENIENT

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        """Write a filter; what ``default`` stands in for may be missing."""
        self._lenient += node.name in _LENIENT
        super().visit_Filter(node, frame)
        self._lenient -= node.name in _LENIENT

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("(one if (kind := type(one := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            # What is not printable may have to be marked, which `shown` knows.
            plain = "kind is str and one.isprintable()"
            number = "kind is int or kind is float"
            otherwise = f"str(one) if {number} else shown(one)"
            self.write(f")) is Markup else escaped(one) if {plain} else {otherwise})")
        else:
            super()._output_child_post(node, frame, finalize)


class _Loop:
    """What a template asks of ``loop``; anything else that Jinja's own knows is left to Jinja."""

    __slots__ = ("first", "index", "index0", "last")
    first: bool
    index: int
    index0: int
    last: bool


def _looped(items: Iterable[Any], _undefined: object) -> Iterator[tuple[Any, _Loop]]:
    """Yield items with their place; Jinja's LoopContext works each answer out when asked."""
    items = list(items)
    end, loop = len(items), _Loop()
    for place, item in enumerate(items, 1):
        loop.index, loop.index0 = place, place - 1
        loop.first, loop.last = place == 1, place == end
        yield item, loop
