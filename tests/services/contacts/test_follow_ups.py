"""What a client writes soon after completion: read by who helped, acknowledged, and never left lying."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Contact, Message, Operator, OutboxKind, OutboxState, Status, actors
from services.clients import banning, phones
from services.contacts import conversation, follow_ups, opening
from services.contacts.states import Action
from services.refusals import Reason, Refused
from tests.services.world import BOT, World, last, reason

PHONE = "+79161234567"


@pytest.fixture
def anna(world: World, anna: Operator) -> Operator:
    """Anna with a single place, so that one more contact is all that it takes to fill her."""
    world.set_limit(anna, 1)
    return anna


@pytest.fixture
def done(world: World, anna: Operator) -> Contact:
    """A contact that Anna completed a minute ago; everybody has heard of it."""
    contact = world.write(1)
    world.answer(anna, contact)
    world.finish(contact)
    world.deliver_all()
    world.wait(minutes=1)
    return contact


def all_contacts(world: World) -> list[Contact]:
    return list(world.session.scalars(select(Contact).order_by(Contact.id)))


def heard(world: World, chat_id: int) -> list[tuple[OutboxKind, Any]]:
    """What somebody is told: (kind, key or message)."""
    return [
        (row.kind, row.params.get("key", row.params.get("message")))
        for row in world.told(chat_id)
        if row.kind is not OutboxKind.CARD
    ]


@pytest.mark.parametrize(("text", "kind"), [("Спасибо!", "text"), ("👍", "text"), (None, "sticker")])
def test_thanks_reach_the_operator_and_need_nothing_more(
    world: World, anna: Operator, done: Contact, text: str | None, kind: str
) -> None:
    world.say(1, text, kind=kind)
    thanks = world.messages(done)[-1]
    assert heard(world, anna.telegram_id or 0) == [
        (OutboxKind.NOTICE, opening.TO_OPERATOR),
        (OutboxKind.RELAY, thanks.id),
    ]
    assert world.told(1) == []
    world.wait(hours=1)
    world.open_follow_ups()
    assert (len(all_contacts(world)), done.status, anna.load) == (1, Status.COMPLETED, 0)


def test_what_was_completed_last_goes_by_order_if_the_clock_was_set_back(
    world: World, anna: Operator, done: Contact
) -> None:
    world.wait(hours=-1)
    newer = world.write(1, "something else")
    world.finish(newer)
    world.say(1, "one more thing")
    assert [world.messages(contact)[-1].text for contact in (done, newer)] == ["yes", "one more thing"]


def test_anything_else_is_acknowledged_once_and_waits_for_the_operator(
    world: World, anna: Operator, done: Contact
) -> None:
    world.say(1, "one more thing")
    world.say(1, "it is about the invoice")
    assert heard(world, 1) == [(OutboxKind.NOTICE, "client-follow-up-passed")]
    noted = [message.id for message in world.messages(done)[-2:]]
    assert heard(world, anna.telegram_id or 0) == [
        (OutboxKind.NOTICE, opening.TO_OPERATOR),
        *((OutboxKind.RELAY, message_id) for message_id in noted),
    ]
    assert done.unanswered_since == world.now
    assert (len(all_contacts(world)), done.status) == (1, Status.COMPLETED)


def test_after_five_minutes_the_notes_are_a_contact_like_any_other(
    world: World, anna: Operator, done: Contact
) -> None:
    boris = world.operator("Boris")
    world.chance = last
    world.say(1, "спасибо")
    for text in ("one more thing", "it is urgent", "спасибо"):
        world.say(1, text)
    said = world.messages(done)
    world.deliver_all()
    world.wait(minutes=4, seconds=59)
    world.open_follow_ups()
    assert len(all_contacts(world)) == 1
    world.wait(seconds=1)
    world.open_follow_ups()
    world.open_follow_ups()
    _, new = all_contacts(world)
    assert [m.text for m in world.messages(done)] == ["hello", "yes", "спасибо"]
    assert world.messages(new) == said[-3:]
    assert (new.message, new.operator_id, new.lead_id) == ("one more thing", boris.id, done.lead_id)
    assert new.unanswered_since == world.now - follow_ups.PATIENCE
    assert done.unanswered_since is None
    assert heard(world, 1) == [(OutboxKind.NOTICE, "client-accepted")]
    assert [key for _, key in heard(world, boris.telegram_id or 0)] == [m.id for m in said[-2:]]
    world.check_loads()


def test_with_nobody_free_the_notes_wait_in_line(world: World, anna: Operator, done: Contact) -> None:
    world.say(1, "one more thing")
    world.write(2)
    world.wait(minutes=5)
    world.open_follow_ups()
    new = all_contacts(world)[-1]
    assert new.is_waiting
    assert any(key.startswith("client-queued") for key in world.notices(1))
    assert new.chat_id == 1


def test_an_answer_to_a_follow_up_takes_the_contact_back(world: World, anna: Operator, done: Contact) -> None:
    world.say(1, "one more thing")
    world.answer(anna, done, "of course")
    assert (done.status, done.unanswered_since, anna.load) == (Status.IN_PROGRESS, None, 1)
    assert world.notices(1)[-1] == "client-reopened"
    assert world.relays(1) == [world.messages(done)[-1].id]
    world.wait(hours=1)
    world.open_follow_ups()
    assert len(all_contacts(world)) == 1


@pytest.mark.parametrize("wait", [{"minutes": 1}, {"minutes": 11}, {"days": 6}])
def test_an_answer_to_thanks_is_sent_and_reopens_nothing(
    world: World, anna: Operator, done: Contact, wait: dict[str, float]
) -> None:
    world.wait(**wait)
    world.say(1, "Спасибо!")
    assert len(all_contacts(world)) == 1, "thanks are no new request"
    world.answer(anna, done, "Пожалуйста!")
    assert (done.status, done.unanswered_since, anna.load) == (Status.COMPLETED, None, 0)
    assert world.relays(1) == [world.messages(done)[-1].id]
    assert "client-reopened" not in world.notices(1)
    world.must_press(anna, Action.REOPEN, contact=done)


def test_thanks_make_no_sound_and_a_wish_does(world: World, anna: Operator, done: Contact) -> None:
    world.deliver_all()
    world.say(1, "Спасибо!")
    assert [row.params.get("silent") for row in world.told(anna.telegram_id or 0)] == [True, True]
    world.deliver_all()
    world.say(1, "one more thing")
    assert [row.params.get("silent") for row in world.told(anna.telegram_id or 0)] == [None, None]


def test_thanks_of_a_week_ago_can_not_be_answered_any_more(
    world: World, anna: Operator, done: Contact
) -> None:
    world.say(1, "Спасибо")
    world.wait(days=7)
    with pytest.raises(Refused) as refused:
        world.answer(anna, done)
    assert refused.value.reason is Reason.COMPLETED


def test_a_completed_contact_without_notes_can_not_be_answered(
    world: World, anna: Operator, done: Contact
) -> None:
    with pytest.raises(Refused) as refused:
        world.answer(anna, done)
    assert refused.value.reason is Reason.COMPLETED
    assert len(world.messages(done)) == 2


def test_an_answer_that_cannot_take_the_contact_back_says_why_and_the_follow_up_goes_its_way(
    world: World, anna: Operator, done: Contact
) -> None:
    world.say(1, "one more thing")
    world.write(2)
    with pytest.raises(Refused) as refused:
        world.answer(anna, done)
    assert refused.value.reason is Reason.FULL
    assert done.unanswered_since is not None


def test_the_button_takes_the_contact_back_and_the_conversation_goes_on(
    world: World, anna: Operator, done: Contact
) -> None:
    world.say(1, "one more thing")
    world.must_press(anna, Action.REOPEN, contact=done)
    assert (done.status, done.unanswered_since) == (Status.IN_PROGRESS, world.now)
    world.say(1, "are you there?")
    assert len(all_contacts(world)) == 1
    world.wait(minutes=5)
    world.open_follow_ups()
    assert len(all_contacts(world)) == 1
    world.must_press(anna, Action.COMPLETE, contact=done)
    assert done.unanswered_since is None


def off(world: World, anna: Operator) -> None:
    world.switch(anna, False)


def paused(world: World, anna: Operator) -> None:
    world.set_shift(anna, False)


def full(world: World, anna: Operator) -> None:
    world.write(2)
    world.deliver_all()


def away(world: World, anna: Operator) -> None:
    world.blocks(anna)


def left(_world: World, anna: Operator) -> None:
    anna.telegram_id = None


@pytest.mark.parametrize("obstacle", [off, paused, full, away, left])
def test_who_could_not_take_it_back_gets_no_follow_up_and_the_client_a_contact_at_once(
    world: World, anna: Operator, done: Contact, obstacle: Any
) -> None:
    obstacle(world, anna)
    world.session.flush()
    world.say(1, "Thank you!")
    assert done.unanswered_since is None
    before = len(all_contacts(world))
    assert [m.text for m in world.messages(done)][-1] == "Thank you!", "thanks are no wish"
    world.say(1, "one more thing")
    new = all_contacts(world)[-1]
    assert len(all_contacts(world)) == before + 1
    assert [m.text for m in world.messages(new)] == ["one more thing"]
    assert new.is_waiting
    assert [key.startswith("client-queued") for key in world.notices(1)] == [True]


@pytest.mark.parametrize("obstacle", [off, away])
def test_thanks_are_not_shown_to_who_is_off_or_out_of_reach(
    world: World, anna: Operator, done: Contact, obstacle: Any
) -> None:
    obstacle(world, anna)
    world.say(1, "Thank you!")
    assert world.told(anna.telegram_id or 0) == []


def test_notes_that_wait_come_along_when_a_contact_opens_before_their_time(
    world: World, anna: Operator, done: Contact
) -> None:
    world.say(1, "one more thing")
    world.set_shift(anna, False)
    world.say(1, "is anybody there?")
    _, new = all_contacts(world)
    assert [m.text for m in world.messages(new)] == ["one more thing", "is anybody there?"]
    assert new.message == "one more thing"
    assert done.unanswered_since is None
    pending = [row for row in world.told(anna.telegram_id or 0) if row.contact_id == done.id]
    assert [row.kind for row in pending] == [], "what is another contact's is not shown any more"
    world.wait(minutes=5)
    world.open_follow_ups()
    assert len(all_contacts(world)) == 2


def test_a_campaign_link_means_a_new_wish(world: World, anna: Operator, done: Contact) -> None:
    campaign = world.campaign("k3x9")
    world.meet(1)
    world.say(1, "one more thing")
    world.chat(1).source_id = campaign.id
    world.say(1, "Спасибо")
    _, new = all_contacts(world)
    assert new.source_id == campaign.id
    assert [m.text for m in world.messages(new)] == ["one more thing", "Спасибо"]


def test_the_clock_leaves_the_campaign_of_the_next_contact_alone(
    world: World, anna: Operator, done: Contact
) -> None:
    campaign = world.campaign("k3x9")
    world.meet(1)
    world.say(1, "one more thing")
    world.chat(1).source_id = campaign.id
    world.wait(minutes=5)
    world.open_follow_ups()
    assert all_contacts(world)[-1].source_id == done.source_id
    assert world.chat(1).source_id == campaign.id


@pytest.mark.parametrize("minutes", [9, 500])
def test_after_the_window_every_wish_opens_a_contact(
    world: World, anna: Operator, done: Contact, minutes: int
) -> None:
    world.wait(minutes=minutes)
    world.say(1, "one more thing")
    assert len(all_contacts(world)) == 2


def test_thanks_open_a_contact_only_when_a_week_has_passed(
    world: World, anna: Operator, done: Contact
) -> None:
    world.wait(days=6, hours=23)
    world.say(1, "Спасибо")
    assert len(all_contacts(world)) == 1
    world.wait(hours=2)
    world.say(1, "Спасибо")
    assert len(all_contacts(world)) == 2


def test_without_a_window_everything_opens_a_contact_even_in_the_same_moment(
    world: World, anna: Operator
) -> None:
    contact = world.write(1)
    world.finish(contact)
    world.write(1, "Спасибо")
    assert len(all_contacts(world)) == 2


def test_a_repeated_update_is_noted_once(world: World, anna: Operator, done: Contact) -> None:
    incoming = world.say(1, "one more thing")
    told = len(world.told(anna.telegram_id or 0)), len(world.told(1))
    for again in (incoming, replace(incoming, text="changed")):
        conversation.receive(world.session, again, at=world.at)
    assert len(world.messages(done)) == 3
    assert (len(world.told(anna.telegram_id or 0)), len(world.told(1))) == told
    world.wait(minutes=5)
    world.open_follow_ups()
    conversation.receive(world.session, incoming, at=world.at)
    assert world.count(Message) == 3


def test_a_phone_within_the_window_is_saved_and_opens_nothing(
    world: World, anna: Operator, done: Contact
) -> None:
    incoming = world.incoming(1, None, kind="phone")
    for _ in range(2):
        phones.share_phone(world.session, incoming, PHONE, at=world.at)
    assert world.lead(done).phone == PHONE
    assert len(all_contacts(world)) == 1
    assert world.notices(1) == ["client-phone-saved"]
    assert [row.kind for row in world.told(anna.telegram_id or 0)] == [OutboxKind.CARD]
    world.wait(minutes=9)
    phones.share_phone(world.session, world.incoming(1, None, kind="phone"), PHONE, at=world.at)
    assert len(all_contacts(world)) == 2


def test_a_contact_of_another_bot_takes_no_follow_ups(world: World, anna: Operator, done: Contact) -> None:
    world.bot(BOT + 1, "other_bot")
    world.say(1, "hello", bot_id=BOT + 1)
    assert len(all_contacts(world)) == 2


def test_each_completion_begins_anew(world: World, anna: Operator, done: Contact) -> None:
    world.say(1, "one more thing")
    world.answer(anna, done)
    world.finish(done)
    world.deliver_all()
    world.say(1, "Thanks!")
    assert world.notices(anna.telegram_id or 0) == [opening.TO_OPERATOR]
    assert done.unanswered_since is None
    world.say(1, "and another one")
    world.wait(minutes=5)
    world.open_follow_ups()
    assert [m.text for m in world.messages(all_contacts(world)[-1])] == ["and another one"]


def test_a_press_on_reopen_after_the_notes_have_gone_their_way_is_refused(
    world: World, anna: Operator, done: Contact
) -> None:
    world.say(1, "one more thing")
    world.wait(minutes=5)
    world.open_follow_ups()
    assert reason(world.press(anna, Action.REOPEN, done)) is Reason.NEWER_CONTACT
    assert done.completed_at == world.now - timedelta(minutes=6)


def test_what_was_on_its_way_is_not_shown_under_the_old_number(
    world: World, anna: Operator, done: Contact
) -> None:
    world.say(1, "one more thing")
    relays = world.told(anna.telegram_id or 0, kind=OutboxKind.RELAY)
    world.wait(minutes=5)
    world.open_follow_ups()
    assert [row.state for row in relays] == [OutboxState.DROPPED]


def test_thanks_that_nobody_could_read_open_a_contact_after_the_window(
    world: World, anna: Operator, done: Contact
) -> None:
    world.switch(anna, False)
    world.wait(minutes=11)
    world.say(1, "Спасибо")
    assert len(all_contacts(world)) == 2


def test_thanks_of_who_is_banned_now_can_not_be_answered(world: World, anna: Operator, done: Contact) -> None:
    world.say(1, "Спасибо")
    banning.ban(world.session, world.lead(done), actor=actors.admin(90), at=world.at)
    said = len(world.messages(done))
    with pytest.raises(Refused) as refused:
        world.answer(anna, done, "Пожалуйста!")
    assert (refused.value.reason, len(world.messages(done))) == (Reason.BANNED, said)


def test_thanks_are_not_answered_under_the_old_number_while_something_newer_is_open(
    world: World, anna: Operator, done: Contact
) -> None:
    world.say(1, "Спасибо")
    world.wait(minutes=11)
    world.say(1, "one more thing")
    with pytest.raises(Refused) as refused:
        world.answer(anna, done, "Пожалуйста!")
    assert refused.value.reason is Reason.NEWER_CONTACT
