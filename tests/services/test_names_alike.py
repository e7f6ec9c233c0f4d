"""A name that a reader takes for another one's is refused; names that only share letters are not."""

import pytest

from models import Operator
from services import sources
from services.refusals import Reason, Refused
from services.team import operators
from tests.services.world import World

# Written in escapes where the eye can't tell: U+0410 and U+0430 are the Cyrillic A and a.
ALIKE = [
    ("Anna", "\u0410nna"),
    ("Anna", "Ann\u0430"),
    ("Anna", "\u0391nn\u03b1"),
    ("Anna", "An\u200bna"),
    ("Anna", "\u2060Anna"),
    ("Anna", "Anna\ufe0f"),
    ("Anna", "Anna\u3164"),
    ("Anna", "Anna."),
    ("Anna", "Anna \u2026"),
    ("Anna", "\uff21nna"),
    ("Anna", "\U0001d400nna"),
    ("Ilya", "llya"),
    ("Hina", "\u041dina"),
    ("Boris 1", "Boris l"),
    ("Anna-Maria", "Anna\u2010Maria"),
    ("\u0412\u0435\u0440\u0430", "Bepa"),
]
APART = [
    ("Anna", "\u0410\u043d\u043d\u0430"),
    ("Anna", "Anna 2"),
    ("Anna", "Hanna"),
    ("Andr\u00e9", "Andre"),
    ("\u0418\u0440\u0430", "\u042e\u0440\u0430"),
    ("Anna \U0001f338", "Anna \U0001f680"),
    ("C", "C++"),
    ("\u0928\u0940\u0932", "\u0928\u0932"),
]


@pytest.mark.parametrize(("name", "other"), [*ALIKE, *((b, a) for a, b in ALIKE)])
def test_a_name_that_looks_like_an_operators_is_refused(world: World, name: str, other: str) -> None:
    anna = operators.add(world.session, name, 5, at=world.at)
    with pytest.raises(Refused) as refused:
        operators.add(world.session, other, 5, at=world.at)
    assert refused.value.reason is Reason.NAME_LOOKS_ALIKE
    assert (refused.value.params["other"], refused.value.params["number"]) == (name, anna.id)
    boris = operators.add(world.session, "Zed", 5, at=world.at)
    with pytest.raises(Refused):
        operators.rename(world.session, boris, other)
    operators.rename(world.session, anna, other)


@pytest.mark.parametrize(("name", "other"), ALIKE)
def test_a_name_that_looks_like_a_sources_is_refused(world: World, name: str, other: str) -> None:
    sources.add(world.session, name, at=world.at)
    with pytest.raises(Refused) as refused:
        sources.add(world.session, other, at=world.at)
    assert refused.value.reason is Reason.SOURCE_NAME_LOOKS_ALIKE


@pytest.mark.parametrize("name", ["\u0430cme_bot", "\u200b@acme_bot", "\uff20acme_bot"])
def test_a_campaign_cannot_be_named_like_a_bot(world: World, name: str) -> None:
    with pytest.raises(Refused) as refused:
        sources.add_campaign(world.session, 1, name, "k3x9", at=world.at)
    assert refused.value.reason is Reason.SOURCE_NAME_LOOKS_ALIKE


@pytest.mark.parametrize(("name", "other"), APART)
def test_names_that_a_reader_can_tell_apart_are_both_taken(world: World, name: str, other: str) -> None:
    operators.add(world.session, name, 5, at=world.at)
    assert isinstance(operators.add(world.session, other, 5, at=world.at), Operator)
