"""All words people read, in Russian and English (Project Fluent). A missing key or parameter is an error."""

import html
from functools import lru_cache
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("ru", "en")


class Words:
    """The words of one language: `plain` for button answers, `html` for messages."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundle = _load(language)

    def plain(self, key: str, **params: Any) -> str:
        """Return a text with its parameters as they are; raises LookupError, ValueError."""
        if not self._bundle.has_message(key):
            raise LookupError(f"no text {key!r} in {self.language}")
        pattern = self._bundle.get_message(key).value
        assert pattern is not None
        text, errors = self._bundle.format_pattern(pattern, params)
        if errors:
            raise ValueError(f"text {key!r} in {self.language}: {errors}")
        return str(text)

    def html(self, key: str, **params: Any) -> str:
        """Return a text as HTML: what people wrote appears exactly as they wrote it."""
        return self.plain(key, **{name: _escape_text(value) for name, value in params.items()})


def escape(text: str) -> str:
    """Return a text safe inside HTML."""
    return html.escape(text, quote=False)


def _escape_text(value: Any) -> Any:
    # Numbers stay numbers, because plurals depend on them.
    return escape(value) if isinstance(value, str) else value


def choose_language(code: str | None, default: str) -> str:
    """Return the language we speak with somebody whose Telegram says `code`."""
    language = (code or "").lower().split("-")[0]
    return language if language in LANGUAGES else default


@lru_cache
def speak(language: str) -> Words:
    """Return the words of a language."""
    return Words(language)


def _load(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for file in files("bot.ui").joinpath("locales", language).iterdir():
        bundle.add_resource(FluentResource(file.read_text("utf-8")))
    return bundle
