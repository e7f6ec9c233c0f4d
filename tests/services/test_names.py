"""How people name things: any spelling finds it; no name looks like a number or outgrows its column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String

from models import Operator
from services.names import clean, fold, is_good_name, parse_number


def column_length(name: str) -> int:
    kind = Operator.__table__.c[name].type
    assert isinstance(kind, String)
    assert kind.length
    return kind.length


@given(st.text())
def test_a_name_is_found_however_it_is_spaced_and_composed(name: str) -> None:
    assert clean(clean(name)) == clean(name)
    assert fold(clean(name)) == fold(name)
    assert fold(f"  {name}\t\n") == fold(name)


@given(st.one_of(st.text(min_size=1, max_size=70), st.text("ßΐﬃŉ", min_size=1, max_size=64)))
def test_a_good_name_fits_its_columns_and_is_no_number(name: str) -> None:
    cleaned = clean(name)
    if is_good_name(cleaned):
        assert len(cleaned) <= column_length("name")
        assert len(fold(cleaned)) <= column_length("name_key")
        assert parse_number(cleaned) is None


def test_a_name_without_control_characters_stays_readable() -> None:
    assert clean("Anna\x00\x1b[31m\r\nBell\x07") == "Anna [31m Bell"


@pytest.mark.parametrize(
    "name",
    ["\u200b", "\u202e\u200d", "\u00ad\ufe0f", "\u2060 \u200b", "\u3164", "\u2800\u2800", "\u115f\u1160"],
)
def test_a_name_that_nobody_can_see_is_none(name: str) -> None:
    assert not is_good_name(clean(name))


@pytest.mark.parametrize(("word", "number"), [("7", 7), ("#7", 7), (" #12 ", 12), ("007", 7), ("0", 0)])
def test_a_number_may_have_its_sign(word: str, number: int) -> None:
    assert parse_number(word) == number


@pytest.mark.parametrize("word", ["", "#", "##7", "-7", "7a", "7 8", "１２", "1234567890", "7.0"])
def test_what_is_no_number_of_ours_is_none(word: str) -> None:
    assert parse_number(word) is None
