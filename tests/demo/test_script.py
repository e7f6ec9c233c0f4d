"""The words of the demo: the same in both languages, with the right plurals."""

import string

import pytest

from demo import script

TABLES = [script.TOLD, script.SAID, script.EXPECTED, script.COUNTED]


@pytest.mark.parametrize("table", TABLES)
def test_both_languages_have_the_same_lines_with_the_same_blanks(table: dict[str, dict[str, str]]) -> None:
    assert {key: blanks(text) for key, text in table["en"].items()} == {
        key: blanks(text) for key, text in table["ru"].items()
    }


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("number", "russian", "english"),
    [
        (0, "0 обращений", "0 requests"),
        (1, "1 обращение", "1 request"),
        (2, "2 обращения", "2 requests"),
        (5, "5 обращений", "5 requests"),
        (11, "11 обращений", "11 requests"),
        (21, "21 обращение", "21 requests"),
        (112, "112 обращений", "112 requests"),
    ],
)
def test_nouns_agree_with_their_numbers(number: int, russian: str, english: str) -> None:
    assert script.count("ru", "requests", number) == russian
    assert script.count("en", "requests", number) == english


@pytest.mark.parametrize(
    ("lang", "language"),
    [("ru_RU.UTF-8", "ru"), ("RU", "ru"), ("en_GB.UTF-8", "en"), ("C", "en"), (None, "en")],
)
def test_the_language_is_that_of_the_terminal(lang: str | None, language: str) -> None:
    assert script.choose_language({} if lang is None else {"LANG": lang}) == language
