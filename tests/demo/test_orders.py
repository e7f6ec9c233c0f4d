"""What a visitor may type, as a table; and what is said to everything else."""

import pytest

from demo import script
from demo.terminal.commands import LineError, Order, Verb, parse

NAMES = {"vera": "vera", "вера": "vera", "anna": "anna", "анна": "anna", "admin": "olga", "админ": "olga"}

GOOD = [
    ("vera: Hello, is it in stock?", Order(Verb.SAY, "vera", text="Hello, is it in stock?")),
    ("  VERA :  at 10:30?  ", Order(Verb.SAY, "vera", text="at 10:30?")),
    ("вера: Привет", Order(Verb.SAY, "vera", text="Привет")),
    ("admin: /operators add Dora 2", Order(Verb.SAY, "olga", text="/operators add Dora 2")),
    ("админ: /weight", Order(Verb.SAY, "olga", text="/weight")),
    ("anna take 1", Order(Verb.TAKE, "anna", 1)),
    ("Anna  Complete  #12", Order(Verb.COMPLETE, "anna", 12)),
    ("анна завершить №12", Order(Verb.COMPLETE, "anna", 12)),
    ("anna pass 1", Order(Verb.PASS, "anna", 1)),
    ("anna pass on 1", Order(Verb.PASS, "anna", 1)),
    ("анна вернуть 3", Order(Verb.REOPEN, "anna", 3)),
    ("anna reply 1 Yes, we have two: a, b", Order(Verb.REPLY, "anna", 1, "Yes, we have two: a, b")),
    ("vera photo", Order(Verb.PHOTO, "vera")),
    ("vera photo of the shelf", Order(Verb.PHOTO, "vera", text="of the shelf")),
    ("вера телефон", Order(Verb.PHONE, "vera")),
    ("vera voice", Order(Verb.VOICE, "vera")),
    ("вера стикер", Order(Verb.STICKER, "vera")),
    ("vera edit Is it still there?", Order(Verb.EDIT, "vera", text="Is it still there?")),
    ("admin /stats 7", Order(Verb.SAY, "olga", text="/stats 7")),
    ("anna block", Order(Verb.BLOCK, "anna")),
    ("анна открыть", Order(Verb.UNBLOCK, "anna")),
    ("everybody", Order(Verb.EVERYBODY)),
    ("Все", Order(Verb.EVERYBODY)),
    ("help", Order(Verb.HELP)),
    ("quit", Order(Verb.QUIT)),
]

BAD = [
    ("xyz", "wrong-order"),
    (":", "wrong-order"),
    ("nobody: hello", "wrong-nobody"),
    ("nobody take 1", "wrong-nobody"),
    ("anna", "wrong-no-verb"),
    ("vera Hello there", "wrong-verb"),
    ("vera hello: there", "wrong-verb"),
    ("vera:", "wrong-empty"),
    ("anna take", "wrong-number"),
    ("anna take one", "wrong-number"),
    ("anna take -1", "wrong-number"),
    ("anna take 99999999999999999999", "wrong-number"),
    ("anna reply Yes", "wrong-number"),
    ("anna reply 1", "wrong-empty"),
    ("vera edit", "wrong-empty"),
    ("admin tap", "wrong-which-button"),
]


@pytest.mark.parametrize(("line", "order"), GOOD)
def test_a_good_line_is_understood(line: str, order: Order) -> None:
    assert parse(line, NAMES) == order


@pytest.mark.parametrize(("line", "key"), BAD)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_wrong_line_is_explained_by_an_example_that_works(line: str, key: str, language: str) -> None:
    with pytest.raises(LineError) as error:
        parse(line, NAMES)

    assert error.value.key == key
    assert script.tell(language, key, **error.value.params)
    assert parse(script.tell(language, f"example-{error.value.example}"), NAMES) is not None


@pytest.mark.parametrize("line", ["", "   ", "\t"])
def test_an_empty_line_asks_for_nothing(line: str) -> None:
    assert parse(line, NAMES) is None
