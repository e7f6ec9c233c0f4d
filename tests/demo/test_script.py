"""The words of the demo: both languages complete, every text used and renderable, plurals right."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo import script
from demo.cast import PARTS, Role
from demo.terminal.commands import PRESSES, Verb
from tests.words import read_key, read_strings, read_texts

ROOT = Path(__file__).resolve().parents[2] / "demo"
LANGUAGES = ("en", "ru")
SPEAKERS = {
    "tell": (script.tell, ("narration", "terminal", "office")),
    "say": (script.say, ("people",)),
    "expect": (script.expect, ("bot",)),
}
NUMBERS = {"requests", "messages", "expectations", "seconds", "weight", "limit", "most", "share", "count"}
# (who says it, f"…{x}" in the code) → what it can become
MADE_KEYS = {
    ("tell", "example-{}"): [f"example-{verb}" for verb in (*Verb, "admin") if verb not in ("help", "quit")],
    ("tell", "language-{}"): ["language-en", "language-ru"],
    ("tell", "role-{}"): [f"role-{role}" for role in Role],
    ("tell", "wrong-{}"): ["wrong-phone", "wrong-block"],
    ("tell", "{}s"): ["blocks", "unblocks"],
    ("expect", "done-{}"): [f"done-{action}" for action in PRESSES],
    ("expect", "place-{}"): ["place-1", "place-2", "place-3"],
}
# What is called → who says the key, and which argument it is; `script.…` has the language before it.
CALLS = {
    "tell": ("tell", 0),
    "scene": ("tell", 0),
    "LineError": ("tell", 0),
    "RefusalError": ("tell", 1),
    "choose": ("say", 1),
    "list_lines": ("say", 1),
    "expected": ("expect", 0),
    "hear_receipt": ("expect", 2),
    "expect_state": ("expect", 4),
    "card_becomes": ("expect", 2),
    "press_late": ("expect", 3),
    "answer": ("say", 4),
    "script.tell": ("tell", 1),
    "script.say": ("say", 1),
    "script.expect": ("expect", 1),
}


TEXTS = {
    language: {
        speaker: read_texts(ROOT / f"locales/{language}/{name}.ftl" for name in names)
        for speaker, (_, names) in SPEAKERS.items()
    }
    for language in LANGUAGES
}
TREES = {path: ast.parse(path.read_text("utf-8")) for path in ROOT.rglob("*.py")}


def find_keys() -> Iterator[tuple[str, str]]:
    """Yield (speaker, key) of every text that the code names; a made key with `{}` for what is put in."""
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                speaker, position = CALLS.get(name_call(node.func), ("", 0))
                if speaker and len(node.args) > position:
                    yield from ((speaker, key) for key in read_key(node.args[position]))


def name_call(function: ast.expr) -> str:
    """Return what is called: the last name, after `script.` if that is where it is from."""
    match function:
        case ast.Attribute(value=ast.Name(id="script"), attr=name):
            return f"script.{name}"
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def sample(variables: set[str], number: int) -> dict[str, str | int]:
    return {name: number if name in NUMBERS else "12" for name in variables}


def test_the_files_of_both_languages_are_those_that_are_read() -> None:
    read = {f"{name}.ftl" for _, names in SPEAKERS.values() for name in names}
    for language in LANGUAGES:
        assert {path.name for path in (ROOT / "locales" / language).iterdir()} == read


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_both_languages_say_the_same_with_the_same_variables(speaker: str) -> None:
    assert TEXTS["ru"][speaker] == TEXTS["en"][speaker]


def test_every_text_that_the_code_names_exists() -> None:
    named = set(find_keys())
    assert {key for key in named if "{}" in key[1]} - MADE_KEYS.keys() == set(), "say what these can become"
    keys = {(speaker, made) for speaker, key in named for made in MADE_KEYS.get((speaker, key), [key])}
    assert len(keys) > 120, "the search itself must work"
    assert [(speaker, key) for speaker, key in keys if key not in TEXTS["en"][speaker]] == []


def test_every_text_is_used() -> None:
    strings = read_strings(TREES.values())
    made = {key for keys in MADE_KEYS.values() for key in keys}
    crowd = {part.key for part in PARTS if part.role is Role.CLIENT}
    for speaker, texts in TEXTS["en"].items():
        assert texts.keys() - strings - made - crowd == set(), speaker


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_rendered(language: str) -> None:
    for speaker, (speak, _) in SPEAKERS.items():
        for key, variables in TEXTS[language][speaker].items():
            for number in (0, 1, 2, 5, 1_000_000):
                text = speak(language, key, **sample(variables, number))
                assert text.strip(), key
                assert "{" not in text, key


def test_a_missing_key_or_parameter_is_an_error_not_a_gap() -> None:
    with pytest.raises(LookupError):
        script.tell("en", "no-such-text")
    with pytest.raises(ValueError, match="opening-1"):
        script.tell("en", "opening-1")


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
    for language, expected in (("ru", f"завершено {russian},"), ("en", f": {english} answered")):
        assert expected in script.tell(language, "summary", requests=number, messages=1, expectations=1)


@pytest.mark.parametrize(
    ("seconds", "russian", "english"),
    [(0.04, "0,0", "0.0"), (1.0, "1,0", "1.0"), (11.26, "11,3", "11.3"), (21, "21,0", "21.0")],
)
def test_a_duration_has_one_decimal(seconds: float, russian: str, english: str) -> None:
    assert script.tell("ru", "took", seconds=seconds) == f"Это заняло {russian} секунды."
    assert script.tell("en", "took", seconds=seconds) == f"It took {english} seconds."


@pytest.mark.parametrize(
    ("lang", "language"),
    [("ru_RU.UTF-8", "ru"), ("RU", "ru"), ("en_GB.UTF-8", "en"), ("C", "en"), (None, "en")],
)
def test_the_language_is_that_of_the_terminal(lang: str | None, language: str) -> None:
    assert script.choose_language({} if lang is None else {"LANG": lang}) == language


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_a_visitor_types_is_repeated_however_long_it_is(language: str) -> None:
    for typed in ("x" * 3000, "&" * 4096, "\ue000" * 3000):
        assert typed in script.tell(language, "wrong-order", word=typed)
