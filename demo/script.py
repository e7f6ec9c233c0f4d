"""Every word of the demo in two languages (Project Fluent); a missing key or parameter is an error.

Amounts come as numbers, because plurals and separators depend on them; the number of a request is its name
and comes as text.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from fluent.runtime import FluentBundle, FluentResource

LONG = 1000  # characters
FIRST_MARK = 0xE000  # of the characters without a meaning, which stand for long values meanwhile


def tell(language: str, key: str, /, **params: object) -> str:
    """Return a line of the narrator, of a heading or of the terminal."""
    return _write(_load(language, "narration", "terminal", "office"), key, params)


def say(language: str, key: str, /, **params: object) -> str:
    """Return what somebody writes."""
    return _write(_load(language, "people"), key, params)


def expect(language: str, key: str, /, **params: object) -> str:
    """Return what the bot has to say to a reader of a language."""
    return _write(_load(language, "bot"), key, params)


def choose_language(environment: Mapping[str, str]) -> Literal["ru", "en"]:
    """Return the language to tell the story in: Russian where $LANG is, else English."""
    return "ru" if environment.get("LANG", "").lower().startswith("ru") else "en"


def _write(bundle: FluentBundle, key: str, params: dict[str, object]) -> str:
    pattern = bundle.get_message(key).value
    assert pattern is not None
    # Fluent takes no more than 2,500 characters at once: what somebody writes at length is put in afterwards.
    long = [name for name, value in params.items() if isinstance(value, str) and len(value) > LONG]
    marks = {name: chr(FIRST_MARK + n) for n, name in enumerate(long)}
    text, errors = bundle.format_pattern(pattern, params | marks)
    if errors:
        raise ValueError(f"text {key!r} in {bundle.locales}: {errors}")
    values = {ord(mark): str(params[name]) for name, mark in marks.items()}
    return str(text).translate(values)


@lru_cache
def _load(language: str, *names: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    for name in names:
        file = files("demo").joinpath("locales", language, f"{name}.ftl")
        bundle.add_resource(FluentResource(file.read_text("utf-8")))
    return bundle
