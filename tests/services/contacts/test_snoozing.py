"""What is put off holds its place or frees it, wakes at its moment or by a word, and passes no limit."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models import WEBHOOKS, Contact, Event, Operator, OutboxKind, Source, Status, actors
from services.contacts import card_actions, conversation, forms, snoozing, transitions
from services.contacts.states import Action, State, find_state
from services.deadlines import reminders, timeouts, wakeups
from services.distribution import queue
from services.events import rebuild_loads
from services.leads import Identity
from services.refusals import Reason, Refused
from services.reports import open_contacts, records
from services.team import leaving, operators, transfers, working_hours
from tests.moments import first
from tests.services.world import BOT, World, reason

CLIENT, OTHER = 1, 2
HOUR = timedelta(hours=1)


@pytest.fixture
def anna(world: World) -> Operator:
    world.chance = first
    return world.operator("Anna", limit=1)


def free_places(world: World) -> None:
    world.find_bot().snooze_frees = True


def take(world: World, client: int = CLIENT) -> Contact:
    contact = world.write(client)
    operator = world.session.get_one(Operator, contact.operator_id)
    world.answer(operator, contact)
    return contact


def put_off(world: World, contact: Contact, until: datetime | None = None) -> None:
    by = actors.operator(contact.operator_id)
    transitions.perform(world.session, contact.id, Action.SNOOZE, actor=by, until=until, at=world.at)
    world.session.flush()


def tick(world: World) -> list[int]:
    """Do what the clock does with what is put off."""
    ids = wakeups.list_due(world.session, bots=[BOT], at=world.at)
    woken = [id_ for id_ in ids if wakeups.wake(world.session, id_, at=world.at)]
    world.session.flush()
    check(world)
    return woken


def check(world: World) -> None:
    """Loads are what is held, by the rows and by the history, and nobody is above the limit."""
    world.check_loads()
    rebuilt = rebuild_loads(list(world.session.scalars(select(Event).order_by(Event.id))))
    for operator in world.session.scalars(select(Operator)):
        assert rebuilt.get(operator.id, 0) == operator.load
        assert operator.load <= operator.max_active_leads


def kinds(world: World, contact: Contact) -> list[str]:
    return [event.kind for event in world.history(contact)]


def test_by_default_it_keeps_its_place_and_nobody_is_reminded(world: World, anna: Operator) -> None:
    contact = take(world)
    world.write(CLIENT, "and one more thing?")
    put_off(world, contact, world.now + 3 * HOUR)
    assert (contact.operator_id, contact.status, anna.load) == (anna.id, Status.IN_PROGRESS, 1)
    waiting = world.write(OTHER)
    assert waiting.is_waiting, "the place is taken"
    world.deliver_all()
    world.wait(hours=2)
    assert reminders.remind(world.session, bots=[BOT], at=world.at) == 0
    assert tick(world) == []
    world.wait(hours=1)
    assert tick(world) == [contact.id]
    assert contact.snoozed_at is None
    [card, notice] = world.told(anna.telegram_id or 0)
    assert card.kind is OutboxKind.CARD
    assert (notice.params["key"], notice.params["why"]) == ("operator-woken", "time")
    assert kinds(world, contact)[-2:] == ["snoozed", "woken"]
    assert tick(world) == []


def test_a_word_of_the_client_wakes_it_and_is_passed_on_once(world: World, anna: Operator) -> None:
    contact = take(world)
    put_off(world, contact)
    world.deliver_all()
    world.write(CLIENT, "here I am")
    assert contact.snoozed_at is None
    assert contact.unanswered_since == world.now
    assert len(world.relays(anna.telegram_id or 0)) == 1
    assert world.notices(anna.telegram_id or 0) == ["operator-woken"]
    assert world.told(CLIENT) == [], "the client hears nothing of it"


@pytest.mark.parametrize("frees", [False, True])
def test_thanks_wake_what_waits_for_the_client_but_not_what_waits_for_a_date(
    world: World, anna: Operator, frees: bool
) -> None:
    world.find_bot().snooze_frees = frees
    dated = take(world)
    put_off(world, dated, world.now + HOUR)
    world.write(CLIENT, "спасибо!")
    assert dated.snoozed_at is not None
    assert dated.unanswered_since is None
    transitions.perform(world.session, dated.id, Action.CLOSE, actor=actors.API, at=world.at)
    undated = take(world, OTHER)
    put_off(world, undated)
    world.write(OTHER, "ok")
    assert undated.snoozed_at is None
    check(world)


def test_a_place_that_is_freed_goes_to_who_waits_and_the_client_hears_nothing(
    world: World, anna: Operator
) -> None:
    free_places(world)
    contact, waiting = take(world), world.write(OTHER)
    assert waiting.is_waiting
    world.deliver_all()
    put_off(world, contact, world.now + HOUR)
    assert waiting.operator_id == anna.id
    assert find_state(contact) is State.SNOOZED
    assert (contact.operator_id, contact.snoozed_for, contact.waiting_since) == (None, anna.id, None)
    assert world.told(CLIENT) == []
    assert not queue.count_by_source(world.session)
    assert records.list_waiting(world.session, offset=0, limit=9, at=world.at) == (0, [])
    assert records.count_asleep(world.session) == 1
    assert open_contacts.list_open(world.session, limit=9).put_off == 1
    assert [c.id for c in snoozing.list_asleep(world.session, anna.id)] == [contact.id]
    check(world)


def test_at_its_moment_it_is_back_with_its_operator_before_others_by_no_draw(
    world: World, anna: Operator
) -> None:
    free_places(world)
    boris = world.operator("Boris", limit=5, weight=0)
    contact = take(world)
    put_off(world, contact, world.now + HOUR)
    world.set_weight(boris, world.find_bot(), 100)
    world.wait(hours=1)
    assert tick(world) == [contact.id]
    assert (contact.operator_id, contact.status) == (anna.id, Status.NEW)
    decision = world.decisions(contact)[-1]
    assert (decision["kind"], decision["why"], decision["ticket"]) == ("return", "woken", None)
    assert kinds(world, contact)[-2:] == ["woken", "assigned"]
    assert boris.load == 0


def test_without_a_place_for_it_at_its_moment_it_waits_and_goes_first(world: World, anna: Operator) -> None:
    free_places(world)
    contact = take(world)
    put_off(world, contact, world.now + HOUR)
    held, later = world.write(OTHER), world.write(3)
    assert (held.operator_id, later.operator_id) == (anna.id, None)
    world.wait(hours=1)
    assert tick(world) == [contact.id]
    assert (find_state(contact), contact.waiting_since) == (State.WAITING, world.now)
    world.finish(held)
    assert (contact.operator_id, later.operator_id) == (anna.id, None), "the old number goes first"
    check(world)


@pytest.mark.parametrize("how", ["off", "paused", "weightless", "dismissed", "unreachable", "off hours"])
def test_who_can_not_take_it_does_not_get_it_back(world: World, anna: Operator, how: str) -> None:
    free_places(world)
    contact = take(world)
    put_off(world, contact, world.now + HOUR)
    match how:
        case "off":
            world.switch(anna, False)
        case "paused":
            world.set_shift(anna, False)
        case "weightless":
            world.set_weight(anna, world.find_bot(), 0)
        case "dismissed":
            leaving.dismiss(world.session, anna, actor=actors.admin(90), by="Admin", at=world.at)
        case "unreachable":
            world.blocks(anna)
        case "off hours":
            working_hours.change_work(world.session, anna, {"hours": "Mo-Su 01:00-02:00"}, at=world.at)
    boris = world.operator("Boris")
    world.wait(hours=1)
    assert tick(world) == [contact.id]
    assert contact.operator_id == boris.id
    assert world.decisions(contact)[-1]["kind"] == "draw"


def test_a_word_of_the_client_brings_it_back_with_the_whole_conversation_once(
    world: World, anna: Operator
) -> None:
    free_places(world)
    contact = take(world)
    put_off(world, contact, world.now + HOUR)
    world.deliver_all()
    world.write(CLIENT, "here I am")
    assert contact.operator_id == anna.id
    shown = world.relays(anna.telegram_id or 0)
    assert len(shown) == len(set(shown))
    assert world.messages(contact)[-1].id in shown
    assert world.notices(CLIENT) == []
    check(world)


def test_outside_the_hours_nothing_wakes_until_the_opening(world: World, anna: Operator) -> None:
    free_places(world)
    contact = take(world)
    put_off(world, contact, world.now + HOUR)
    working_hours.set_source_hours(world.session, world.find_bot(), "Mo-Su 09:00-16:00", at=world.at)
    world.wait(hours=5)  # 20:00 in Moscow
    assert tick(world) == []
    world.write(CLIENT, "hello?")
    assert (find_state(contact), contact.unanswered_since) == (State.SNOOZED, world.now)
    world.wait(hours=14)
    assert tick(world) == [contact.id]
    assert contact.operator_id == anna.id


def test_a_client_who_writes_at_night_finds_the_same_operator_in_the_morning(
    world: World, anna: Operator
) -> None:
    free_places(world)
    working_hours.set_source_hours(world.session, world.find_bot(), "Mo-Su 09:00-16:00", at=world.at)
    contact = take(world)
    put_off(world, contact)
    world.wait(hours=5)
    world.write(CLIENT, "hello?")
    world.operator("Boris", limit=9)
    world.wait(hours=14)
    assert tick(world) == [contact.id]
    assert contact.operator_id == anna.id


def test_who_had_it_takes_it_back_by_a_reply_or_a_button_if_there_is_a_place(
    world: World, anna: Operator
) -> None:
    free_places(world)
    contact = take(world)
    put_off(world, contact)
    other = world.write(OTHER)
    stored = len(world.messages(contact))
    with pytest.raises(Refused) as refused:
        world.answer(anna, contact, "are you there?")
    assert refused.value.reason is Reason.FULL
    card = contact.assignment_no - 1
    assert reason(world.press(anna, Action.WAKE, contact, assignment_no=card)) is Reason.FULL
    assert (find_state(contact), len(world.messages(contact))) == (State.SNOOZED, stored)
    check(world)
    world.finish(other)
    world.answer(anna, contact, "are you there?")
    assert (contact.operator_id, contact.status) == (anna.id, Status.IN_PROGRESS)
    assert kinds(world, contact)[-3:] == ["woken", "assigned", "taken"]
    put_off(world, contact)
    assert world.press(anna, Action.WAKE, contact, assignment_no=contact.assignment_no - 1) is None
    assert contact.operator_id == anna.id
    check(world)


def test_nobody_else_wakes_it_by_a_reply_or_a_forged_button(world: World, anna: Operator) -> None:
    free_places(world)
    contact = take(world)
    boris = world.operator("Boris")
    put_off(world, contact)
    with pytest.raises(Refused) as refused:
        world.answer(boris, contact)
    assert refused.value.reason is Reason.MOVED
    for number in range(contact.assignment_no + 1):
        assert world.press(boris, Action.WAKE, contact, assignment_no=number) is not None
    assert reason(world.press(anna, Action.WAKE, contact)) is not None, "that is no card of hers"
    assert find_state(contact) is State.SNOOZED


def test_an_admin_wakes_gives_or_completes_what_is_asleep(world: World, anna: Operator) -> None:
    free_places(world)
    boris = world.operator("Boris", weight=0)
    contacts = []
    for client in (1, 2, 3):
        contacts.append(take(world, client))
        put_off(world, contacts[-1])
    woken, given, completed = contacts
    admin = actors.admin(90)
    transitions.perform(world.session, woken.id, Action.WAKE, actor=admin, at=world.at)
    assert woken.operator_id == anna.id
    transfers.give(world.session, given.id, boris, actor=admin, at=world.at)
    assert (given.operator_id, given.snoozed_at) == (boris.id, None)
    transitions.perform(world.session, completed.id, Action.CLOSE, actor=admin, at=world.at)
    assert (completed.status, completed.snoozed_at) == (Status.COMPLETED, None)
    check(world)


def test_what_is_put_off_with_its_place_ends_with_it(world: World, anna: Operator) -> None:
    contact = take(world)
    put_off(world, contact, world.now + HOUR)
    boris = world.operator("Boris")
    transfers.give(world.session, contact.id, boris, actor=actors.admin(90), at=world.at)
    assert (contact.operator_id, contact.snoozed_at, contact.snoozed_until) == (boris.id, None, None)
    world.wait(hours=1)
    assert tick(world) == []


def test_it_is_put_off_anew_and_only_the_last_moment_counts(world: World, anna: Operator) -> None:
    contact = take(world)
    put_off(world, contact, world.now + HOUR)
    put_off(world, contact, world.now + 2 * HOUR)
    world.wait(hours=1)
    assert tick(world) == []
    world.wait(hours=1)
    assert tick(world) == [contact.id]


@pytest.mark.parametrize("seconds", [0, -1, 367 * 86_400])
def test_a_moment_that_is_past_or_too_far_is_refused(world: World, anna: Operator, seconds: int) -> None:
    contact = take(world)
    with pytest.raises(Refused) as refused:
        put_off(world, contact, world.now + timedelta(seconds=seconds))
    assert refused.value.reason is Reason.BAD_MOMENT
    assert contact.snoozed_at is None


def test_the_clients_chat_keeps_one_open_contact(world: World, anna: Operator) -> None:
    free_places(world)
    contact = take(world)
    put_off(world, contact)
    conversation.receive(world.session, world.incoming(CLIENT, "again"), at=world.at)
    assert world.count(Contact) == 1


def test_a_form_that_is_put_off_comes_back_too(world: World) -> None:
    site = world.api_source()
    site.snooze_frees = True
    anna = world.operator("Anna", weight={site: 1})
    contact = forms.submit(world.session, site.id, Identity(external_id="crm-1"), "Hi", at=world.at)
    world.must_press(anna, Action.TAKE, contact=contact)
    put_off(world, contact, world.now + HOUR)
    assert contact.operator_id is None
    assert open_contacts.list_open(world.session, limit=9).unanswered == 0
    world.wait(hours=1)
    assert tick(world) == [contact.id]
    assert contact.operator_id == anna.id


def test_nobody_is_given_what_is_asleep_when_a_place_becomes_free(world: World, anna: Operator) -> None:
    free_places(world)
    contact = take(world)
    put_off(world, contact)
    boris = world.operator("Boris")
    queue.drain_all(world.session, at=world.at)
    assert timeouts.count_untaken(world.session, at=world.at) == 0
    assert (boris.load, find_state(contact)) == (0, State.SNOOZED)
    operators.set_limit(world.session, anna, 5, at=world.at)
    assert find_state(contact) is State.SNOOZED
    assert world.session.get_one(Source, contact.source_id).snooze_frees


@pytest.mark.parametrize("frees", [False, True])
def test_other_systems_hear_of_it_without_anybodys_words(world: World, anna: Operator, frees: bool) -> None:
    world.find_bot().snooze_frees = frees
    contact = take(world)
    world.policy = world.policy.model_copy(update={"webhook_events_url": "https://crm.example"})
    put_off(world, contact)
    world.write(CLIENT, "here I am")
    told = [row.params for row in world.told(WEBHOOKS, kind=OutboxKind.WEBHOOK)]
    snoozed, woken = told[:2]
    holder, former = (None, anna.id) if frees else (anna.id, None)
    assert (snoozed["type"], snoozed["operator_id"], snoozed["from_operator_id"]) == (
        "contact.snoozed",
        holder,
        former,
    )
    assert snoozed["status"] == ("new" if frees else "in_progress")
    assert (woken["type"], woken["why"], woken["operator_id"]) == ("contact.woken", "client", holder)
    assert [fact["type"] for fact in told[2:]] == (["contact.assigned"] if frees else [])


def test_what_is_completed_in_its_sleep_stays_with_whose_it_was(world: World, anna: Operator) -> None:
    free_places(world)
    contact = take(world)
    put_off(world, contact)
    transitions.perform(world.session, contact.id, Action.CLOSE, actor=actors.admin(90), at=world.at)
    world.session.flush()
    check(world)
    assert (contact.status, contact.operator_id, anna.load) == (Status.COMPLETED, anna.id, 0)
    assert world.press(anna, Action.REOPEN, contact) is None, "and can be reopened"
    check(world)


def test_what_comes_back_is_not_taken_from_its_operator_by_a_preference(world: World, anna: Operator) -> None:
    free_places(world)
    world.find_bot().prefers_language = 0
    anna.languages = "en"
    contact = world.write(CLIENT, language="ru")
    world.answer(anna, contact)
    put_off(world, contact, world.now + HOUR)
    for name, language in (("Boris", "ru"), ("Clara", "en")):
        world.operator(name).languages = language
    world.wait(hours=1)
    tick(world)
    assert contact.operator_id == anna.id


def test_a_form_can_only_be_put_off_until_a_moment(world: World, anna: Operator) -> None:
    contact = forms.submit(
        world.session, world.find_bot().id, Identity(email="v@example.com"), "?", at=world.at
    )
    world.session.flush()
    world.must_press(anna, Action.TAKE, contact=contact)
    assert world.press(anna, Action.SNOOZE, contact) is not None
    assert (contact.status, contact.snoozed_at) == (Status.IN_PROGRESS, None)


def test_who_had_what_sleeps_is_told_how_to_have_it_back(world: World, anna: Operator) -> None:
    free_places(world)
    contact = take(world)
    put_off(world, contact)
    with pytest.raises(Refused) as refused:
        card_actions.put_off(world.session, contact.id, anna.id, None, at=world.at)
    assert refused.value.reason is Reason.SNOOZED
