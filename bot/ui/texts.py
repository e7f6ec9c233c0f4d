"""All words people read, in Russian and English (Project Fluent). A missing key or parameter is an error."""

import html
import re
from collections.abc import Callable, Set
from functools import lru_cache
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from bot.ui.isolation import Typed, isolate

LANGUAGES = ("ru", "en")
# What stands for each parameter until what people wrote is put in: characters without a meaning.
FIRST_MARK, LAST_MARK = "\ue000", "\ue0ff"
MARK = re.compile(f"[{FIRST_MARK}-{LAST_MARK}]")


class Html(str):
    """A text that is HTML already: it is put in as it is."""


class Selectors(Visitor):
    """Collects by text the variables on which its choices depend."""

    def __init__(self) -> None:
        self.of: dict[str, set[str]] = {}
        self._found = set[str]()
        self._is_choosing = False

    def visit_Message(self, node: ast.Message) -> None:  # noqa: N802 (fluent's name, as those below)
        """Note the variables of one text."""
        self._found = self.of[node.id.name] = set()
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        """Note the variable that a choice depends on."""
        self._is_choosing = True
        self.visit(node.selector)
        self._is_choosing = False
        for variant in node.variants:
            self.visit(variant)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        """Note a variable."""
        if self._is_choosing:
            self._found.add(node.id.name)


class Words:
    """The words of one language: `plain` for button answers, `html` for messages.

    What people wrote is put in afterwards, isolated: Fluent takes no more than 2,500 characters at once.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle, self._selectors = _load(language)

    def plain(self, key: str, **params: Any) -> str:
        """Return a text with its parameters as they are; raises LookupError, ValueError."""
        return self._write(key, params, str)

    def html(self, key: str, **params: Any) -> str:
        """Return a text as HTML: what people wrote appears exactly as they wrote it."""
        return self._write(key, params, escape)

    def choices(self, key: str) -> Set[str]:
        """Return the parameters on which the wording of a text depends."""
        return self._selectors[key]

    def _write(self, key: str, params: dict[str, Any], show: Callable[[str], str]) -> str:
        if not self._bundle.has_message(key):
            raise LookupError(f"no text {key!r} in {self.language}")
        pattern = self._bundle.get_message(key).value
        assert pattern is not None
        # Numbers stay numbers, because plurals depend on them; so do the words that a choice depends on.
        said = [
            name
            for name, value in params.items()
            if isinstance(value, str) and name not in self._selectors[key]
        ]
        marks = {name: chr(ord(FIRST_MARK) + n) for n, name in enumerate(said)}
        text, errors = self._bundle.format_pattern(pattern, params | marks)
        if errors:
            raise ValueError(f"text {key!r} in {self.language}: {errors}")
        written = [show(params[name]) for name in said]
        placed = [
            text if isinstance(params[name], Typed) else isolate(text)
            for name, text in zip(said, written, strict=True)
        ]
        return MARK.sub(lambda mark: placed[ord(mark[0]) - ord(FIRST_MARK)], str(text))


def escape(text: str) -> str:
    """Return a text safe inside HTML."""
    return text if isinstance(text, Html) else html.escape(text, quote=False)


def choose_language(code: str | None, default: str) -> str:
    """Return the language we speak with somebody whose Telegram says `code`."""
    language = (code or "").lower().split("-")[0]
    return language if language in LANGUAGES else default


@lru_cache
def speak(language: str) -> Words:
    """Return the words of a language."""
    return Words(language)


def _load(language: str) -> tuple[FluentBundle, dict[str, set[str]]]:
    bundle, selectors = FluentBundle([language], use_isolating=False), Selectors()
    for file in files("bot.ui").joinpath("locales", language).iterdir():
        resource = FluentResource(file.read_text("utf-8"))
        bundle.add_resource(resource)
        selectors.visit(resource)
    return bundle, selectors.of
