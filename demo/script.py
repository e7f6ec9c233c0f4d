"""Every word of the demo in two languages: what is told, what people write, what the bot should say."""

from collections.abc import Mapping
from typing import Literal

from demo import lines_en, lines_ru

TOLD = {"en": lines_en.TOLD, "ru": lines_ru.TOLD}
SAID = {"en": lines_en.SAID, "ru": lines_ru.SAID}
EXPECTED = {"en": lines_en.EXPECTED, "ru": lines_ru.EXPECTED}
COUNTED = {"en": lines_en.COUNTED, "ru": lines_ru.COUNTED}


def tell(language: str, key: str, /, **params: object) -> str:
    """Return a line of the narrator, of a heading or of the terminal."""
    return TOLD[language][key].format(**params)


def say(language: str, key: str, /, **params: object) -> str:
    """Return what somebody writes."""
    return SAID[language][key].format(**params)


def expect(language: str, key: str, /, **params: object) -> str:
    """Return what the bot has to say to a reader of a language."""
    return EXPECTED[language][key].format(**params)


def count(language: str, key: str, number: int) -> str:
    """Return a number with its noun in the right form: 1 обращение, 3 обращения, 5 обращений."""
    forms = COUNTED[language][key].split("|")
    return f"{number} {forms[choose_form(number) if language == 'ru' else min(number != 1, 1)]}"


def choose_form(number: int) -> int:
    """Return which of the three Russian forms a whole number takes."""
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


def write_seconds(language: str, seconds: float) -> str:
    """Return a duration with one decimal; a fraction takes the genitive singular in Russian."""
    return f"{seconds:.1f}".replace(".", ",") + " секунды" if language == "ru" else f"{seconds:.1f} seconds"


def choose_language(environment: Mapping[str, str]) -> Literal["ru", "en"]:
    """Return the language to tell the story in: Russian where $LANG is, else English."""
    return "ru" if environment.get("LANG", "").lower().startswith("ru") else "en"
