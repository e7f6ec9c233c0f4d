"""What the files of words of a language hold, and what the code names of them."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - fluent's name
        self.names.add(node.id.name)


def read_texts(files: Iterable[Path]) -> dict[str, set[str]]:
    """Return the variables of each text that some files of one language hold."""
    texts: dict[str, set[str]] = {}
    for file in files:
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            assert not isinstance(entry, ftl.Junk), entry.content
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in texts, f"{entry.id.name} is there twice"
                variables = Variables()
                variables.visit(entry)
                texts[entry.id.name] = variables.names
    return texts


def read_strings(trees: Iterable[ast.Module]) -> set[str]:
    """Return every string that stands in some code."""
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def read_key(node: ast.expr) -> Iterator[str]:
    """Yield the keys that an argument can be; a made key with `{}` for what is put in."""
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.JoinedStr():
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
        case ast.IfExp():
            yield from read_key(node.body)
            yield from read_key(node.orelse)
