"""Who knows a client, or speaks the language, is asked first if the source says so, and not for long."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models import Contact, Operator, Source, Status
from services import sources
from services.contacts.states import Action
from services.distribution import decisions, queue
from services.distribution.decisions import DrawDecision, PreferenceDecision
from services.distribution.preferences import Preference
from services.distribution.queue import WaitReason
from services.distribution.routing import Draw
from services.refusals import Reason, Refused
from services.reports import statistics
from services.reports.periods import count_back
from services.team import preferences
from tests.services.replay import draw_again
from tests.services.world import BOT, OTHER_BOT, World, last

VERA, OLEG = 1, 2


@pytest.fixture
def world(world: World) -> World:
    """Whom nothing but the draw decides, the last one gets."""
    world.chance = last
    return world


@pytest.fixture
def boris(world: World) -> Operator:
    """The first of two: without a preference he gets nothing."""
    return world.operator("Boris", limit=2)


@pytest.fixture
def clara(world: World, boris: Operator) -> Operator:
    return world.operator("Clara")


def prefer(world: World, which: Preference, seconds: int | None = 0, source: Source | None = None) -> None:
    preferences.prefer(world.session, source or world.find_bot(), which, seconds, at=world.at)


def help_first(world: World, boris: Operator, clara: Operator) -> None:
    """Let Boris help Vera, and be done with it."""
    world.switch(clara, False)
    world.finish(world.write(VERA))
    world.switch(clara, True)


def fill(world: World, boris: Operator, clara: Operator) -> None:
    world.switch(clara, False)
    for client in range(50, 50 + boris.max_active_leads - boris.load):
        world.write(client)
    world.switch(clara, True)


def decide(world: World, number: int) -> decisions.Decision:
    contact = world.session.get_one(Contact, number)
    return decisions.read(world.decisions(contact)[-1])


def test_without_a_preference_everybody_takes_part(world: World, boris: Operator, clara: Operator) -> None:
    help_first(world, boris, clara)
    contact = world.write(VERA)
    assert contact.operator_id == clara.id
    assert isinstance(decide(world, contact.id), DrawDecision)


def test_who_has_helped_a_client_gets_the_next_contact_too(
    world: World, boris: Operator, clara: Operator
) -> None:
    prefer(world, Preference.KNOWN)
    help_first(world, boris, clara)
    contact = world.write(VERA)
    assert contact.operator_id == boris.id
    decision = decide(world, contact.id)
    assert isinstance(decision, PreferenceDecision)
    assert decision.preference is Preference.KNOWN
    assert [(one.operator_id, one.reason) for one in decision.excluded] == [(clara.id, "not_preferred")]
    assert draw_again(decision) == Draw(boris.id, decision.ticket, 2), "it can be replayed"
    assert world.write(OLEG).operator_id == clara.id, "whom nobody knows is drawn for"


def test_who_has_something_of_the_client_open_is_known_for_ever(
    world: World, boris: Operator, clara: Operator
) -> None:
    other = world.bot(OTHER_BOT, "other_bot")
    world.opens(boris, OTHER_BOT)
    world.opens(clara, OTHER_BOT)
    world.set_weight(boris, other, 1)
    world.set_weight(clara, other, 1)
    prefer(world, Preference.KNOWN, source=other)
    world.switch(clara, False)
    world.write(VERA)
    world.switch(clara, True)
    world.wait(days=400)
    assert world.write(VERA, bot_id=OTHER_BOT).operator_id == boris.id


@pytest.mark.parametrize(("days", "is_known"), [(29, True), (31, False)])
def test_who_helped_long_ago_is_not_known_any_more(
    world: World, boris: Operator, clara: Operator, days: int, is_known: bool
) -> None:
    prefer(world, Preference.KNOWN)
    help_first(world, boris, clara)
    world.wait(days=days)
    assert world.write(VERA).operator_id == (boris.id if is_known else clara.id)


def test_if_the_known_one_is_full_and_no_wait_is_set_the_draw_decides_at_once(
    world: World, boris: Operator, clara: Operator
) -> None:
    prefer(world, Preference.KNOWN)
    help_first(world, boris, clara)
    fill(world, boris, clara)
    contact = world.write(VERA)
    assert contact.operator_id == clara.id
    assert isinstance(decide(world, contact.id), DrawDecision)


def test_a_contact_waits_for_who_is_known_and_full_and_then_goes_to_anybody(
    world: World, boris: Operator, clara: Operator
) -> None:
    prefer(world, Preference.KNOWN, 60)
    help_first(world, boris, clara)
    fill(world, boris, clara)
    contact = world.write(VERA)
    assert (contact.operator_id, world.notices(VERA)[-1]) == (None, "client-queued-later")
    assert queue.explain(world.session, contact, at=world.at) is WaitReason.PREFERRED
    assert world.write(OLEG).operator_id == clara.id, "who comes later does not wait for it"
    world.wait(seconds=59)
    queue.drain_all(world.session, at=world.at)
    assert contact.operator_id is None
    assert queue.list_widening(world.session, at=world.at) == set()
    world.wait(seconds=1)
    assert queue.list_widening(world.session, at=world.at) == {contact.source_id}
    assert queue.widen(world.session, at=world.at) == 1
    assert contact.operator_id == clara.id
    assert isinstance(decide(world, contact.id), DrawDecision)
    assert queue.list_widening(world.session, at=world.at) == set()


def test_what_has_waited_for_who_is_known_waits_for_anybody_while_all_are_full(
    world: World, boris: Operator, clara: Operator
) -> None:
    prefer(world, Preference.KNOWN, 60)
    help_first(world, boris, clara)
    fill(world, boris, clara)
    world.set_limit(clara, 0)
    first, second = world.write(OLEG), world.write(VERA)
    world.wait(seconds=60)
    assert queue.list_widening(world.session, at=world.at) == {second.source_id}
    assert queue.widen(world.session, at=world.at) == 0
    assert queue.list_widening(world.session, at=world.at) == set(), "it is looked at once"
    world.session.refresh(second)
    world.set_limit(clara, 2)
    assert (first.operator_id, second.operator_id) == (clara.id, clara.id)


def test_who_is_waited_for_gets_the_contact_as_soon_as_a_place_is_free(
    world: World, boris: Operator, clara: Operator
) -> None:
    prefer(world, Preference.KNOWN, 60)
    help_first(world, boris, clara)
    fill(world, boris, clara)
    contact = world.write(VERA)
    held = select(Contact).where(Contact.operator_id == boris.id, Contact.status == Status.NEW)
    world.finish(world.session.scalars(held.limit(1)).one())
    assert contact.operator_id == boris.id
    assert boris.load == boris.max_active_leads


@pytest.mark.parametrize("goes_away", [World.set_shift, World.switch])
def test_whoever_is_waited_for_and_goes_away_is_waited_for_no_more(
    world: World, boris: Operator, clara: Operator, goes_away: Callable[[World, Operator, bool], None]
) -> None:
    prefer(world, Preference.KNOWN, 60)
    help_first(world, boris, clara)
    fill(world, boris, clara)
    contact = world.write(VERA)
    assert contact.operator_id is None
    goes_away(world, boris, False)
    assert contact.operator_id == clara.id


@pytest.mark.parametrize("absence", ["pause", "off", "blocked"])
def test_nobody_is_waited_for_who_is_away(
    world: World, boris: Operator, clara: Operator, absence: str
) -> None:
    prefer(world, Preference.KNOWN, 600)
    help_first(world, boris, clara)
    match absence:
        case "pause":
            world.set_shift(boris, False)
        case "off":
            world.switch(boris, False)
        case _:
            world.blocks(boris)
    assert world.write(VERA).operator_id == clara.id


def test_what_is_passed_on_goes_to_others_though_its_operator_is_the_known_one(
    world: World, boris: Operator, clara: Operator
) -> None:
    prefer(world, Preference.KNOWN, 600)
    help_first(world, boris, clara)
    contact = world.write(VERA)
    assert world.press(boris, Action.PASS_ON, contact) is None
    assert contact.operator_id == clara.id


def test_a_client_is_given_to_who_speaks_the_language(world: World, boris: Operator, clara: Operator) -> None:
    prefer(world, Preference.LANGUAGE)
    preferences.set_languages(world.session, boris, ["de", "en"], at=world.at)
    preferences.set_languages(world.session, clara, ["ru"], at=world.at)
    german = world.write(VERA, language="de-AT")
    assert german.operator_id == boris.id
    assert decide(world, german.id).named == {boris.id, clara.id}
    assert world.write(OLEG, language="ru").operator_id == clara.id
    assert world.write(3, language="fr").operator_id == clara.id, "nobody speaks French: the draw decides"
    assert world.write(4, language=None).operator_id == clara.id


def test_whose_languages_nobody_has_set_answers_in_that_of_the_telegram(
    world: World, boris: Operator, clara: Operator
) -> None:
    prefer(world, Preference.LANGUAGE)
    boris.language, clara.language = "en", "ru"
    world.session.flush()
    assert world.write(VERA, language="en").operator_id == boris.id


def test_the_known_one_is_asked_before_those_who_speak_the_language(
    world: World, boris: Operator, clara: Operator
) -> None:
    prefer(world, Preference.KNOWN, 60)
    prefer(world, Preference.LANGUAGE, 120)
    preferences.set_languages(world.session, clara, ["ru"], at=world.at)
    dora = world.operator("Dora")
    world.switch(dora, False)
    help_first(world, boris, clara)
    fill(world, boris, clara)
    world.switch(dora, True)
    contact = world.write(VERA, language="ru")
    assert contact.operator_id is None
    world.wait(seconds=60)
    queue.drain_all(world.session, at=world.at)
    decision = decide(world, contact.id)
    assert isinstance(decision, PreferenceDecision)
    assert (decision.operator_id, decision.preference) == (clara.id, Preference.LANGUAGE)


def test_statistics_count_preferences_apart_from_draws(
    world: World, boris: Operator, clara: Operator
) -> None:
    prefer(world, Preference.KNOWN)
    help_first(world, boris, clara)
    world.write(VERA)
    world.write(OLEG)
    world.session.flush()
    found = statistics.collect(world.session, count_back(1, at=world.at), at=world.at)
    assert (found.draws, found.preferred) == (2, 1)
    assert {one.name: (one.won, one.preferred) for one in found.operators} == {
        "Boris": (1, 1),
        "Clara": (1, 0),
    }


def test_a_bot_and_its_campaigns_prefer_the_same(world: World) -> None:
    prefer(world, Preference.KNOWN, 30)
    campaign = sources.add_campaign(world.session, BOT, "spring", "k3x9", at=world.at)
    assert campaign.prefers_known == 30
    prefer(world, Preference.KNOWN, None, source=campaign)
    assert world.find_bot().prefers_known is None


@pytest.mark.parametrize("seconds", [-1, 86_401])
def test_a_wait_that_is_none_is_refused(world: World, seconds: int) -> None:
    with pytest.raises(Refused) as refused:
        prefer(world, Preference.KNOWN, seconds)
    assert (refused.value.reason, world.find_bot().prefers_known) == (Reason.BAD_WAIT, None)


@pytest.mark.parametrize("codes", [["EN"], ["deutsch"], [""], [f"a{chr(97 + n)}" for n in range(21)]])
def test_languages_that_are_none_are_refused(world: World, boris: Operator, codes: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        preferences.set_languages(world.session, boris, codes, at=world.at)
    assert (refused.value.reason, boris.languages) == (Reason.BAD_LANGUAGE, None)
