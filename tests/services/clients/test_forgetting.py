"""Forgetting a person: no cell of any table holds a name, a number, an address or a word; counts stay."""

import itertools
import json
from typing import Any

import pytest
from sqlalchemy import select, text

from api.webhooks.payloads import write_event
from models import (
    Base,
    Chat,
    Contact,
    Inbox,
    Lead,
    Message,
    Operator,
    Outbox,
    OutboxState,
    Rating,
    Status,
    actors,
)
from services import leads
from services.chats import ChatRef, Profile
from services.clients import forgetting, lookup, phones, ratings
from services.contacts import conversation, edits, messages, settlement
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.policy import Policy
from services.queues import inbox, webhook_queue
from services.queues.inbox import Arrived
from services.refusals import Reason, Refused
from tests.services.world import BOT, World, reason

ADMIN = 90
VERA = 123_456_789
PHONE = "+79161234567"
SECRETS = [
    "verochka_k",
    "Verochka",
    "79161234567",
    "vera@example.org",
    str(VERA),
    "secretword",
    "photo-file",
    "photo-unique",
]


def sweep(world: World) -> dict[str, list[str]]:
    """Where anything of Vera still is: table.column → secrets."""
    world.session.flush()
    found: dict[str, list[str]] = {}
    for table in Base.metadata.sorted_tables:
        for row in world.session.execute(text(f'SELECT * FROM "{table.name}"')).mappings():
            for column, cell in row.items():
                seen = [secret for secret in SECRETS if secret in str(cell)]
                if seen:
                    found.setdefault(f"{table.name}.{column}", []).extend(seen)
    return found


@pytest.fixture(params=[None, "https://crm.example.com/events"], ids=["alone", "sending_webhooks"])
def world(world: World, request: pytest.FixtureRequest) -> World:
    """A business that tells another system what happens, or none."""
    world.policy = Policy(webhook_events_url=request.param)
    return world


@pytest.fixture
def contact(world: World, anna: Operator) -> Contact:
    """Vera has done all that a client can do, in a completed and in an open contact."""
    caller = leads.Identity(phone=PHONE, email="vera@example.org", name="Verochka site")
    leads.resolve(world.session, caller, at=world.at)
    world.meet(VERA, profile=Profile("Verochka", "verochka_k"))
    more: dict[str, Any] = {"name": "Verochka", "username": "verochka_k", "language": "en"}
    old = world.write(VERA, "secretword one", **more)
    phones.share_phone(
        world.session,
        world.incoming(VERA, None, kind="phone"),
        PHONE,
        at=world.at_with(reopen_window_minutes=0),
    )
    world.deliver_all()
    world.answer(anna, old, "dear Verochka, secretword")
    world.finish(old)
    world.say(VERA, "secretword two")
    world.answer(anna, old, "secretword yes")
    world.finish(old)
    ratings.rate(world.session, ChatRef(BOT, VERA), old.id, Rating.BAD, at=world.at_with(admin_ids=(ADMIN,)))
    words = world.incoming(VERA, "secretword why")
    assert ratings.comment(world.session, words, old.id, at=world.at_with(admin_ids=(ADMIN,)))
    world.deliver_all()
    world.wait(hours=1)
    new = world.write(VERA, "secretword three", **more)
    photo = world.incoming(VERA, "secretword four", kind="photo", file_id="photo-file")
    conversation.receive(world.session, photo, at=world.at_with(reopen_window_minutes=0))
    world.session.flush()
    world.messages(new)[-1].file_unique_id = "photo-unique"
    first_words = world.messages(new)[0]
    edited = messages.Incoming(BOT, VERA, first_words.message_id or 0, "text", "secretword five")
    edits.edit(world.session, edited, at=world.at)
    quoting = json.dumps({"from": {"id": 700}, "reply_to_message": {"text": "Verochka, secretword"}})
    own = json.dumps({"from": {"id": VERA}, "text": "secretword"})
    bodies = (own, quoting, own, '{"from": {"id": 8}}')
    inbox.store(world.session, BOT, list(map(Arrived, itertools.count(1), bodies)), at=world.at)
    rows = inbox.list_due(world.session, BOT, limit=9, at=world.at)
    inbox.finish(world.session, [rows[0].id, rows[1].id], at=world.at)
    for row in rows[2:]:
        inbox.quarantine(world.session, row.id, f"could not read {row.body}", at=world.at)
    return new


def forget(world: World, contact: Contact) -> None:
    forgetting.forget(world.session, contact.id, actor=actors.admin(90), at=world.at_with(admin_ids=(ADMIN,)))
    world.session.flush()
    world.session.expire_all()


def test_nothing_of_the_person_is_left_in_any_table(world: World, contact: Contact) -> None:
    places = set(sweep(world))
    assert "contacts.rating_comment" in places
    assert {"leads.name", "contacts.message", "messages.text", "chats.chat_id", "events.data"} <= places
    assert {"inbox.body", "inbox.error", "outbox.chat_id", "outbox.params"} <= places
    forget(world, contact)
    assert sweep(world) == {}


def test_the_counts_stay(world: World, anna: Operator, contact: Contact) -> None:
    before = world.count(Contact), world.count(Message)
    traces = forgetting.find_traces(world.session, contact.id)
    assert (len(traces.contacts), traces.messages, traces.open_ones) == (2, before[1], [contact.id])
    forget(world, contact)
    assert (world.count(Contact), world.count(Message)) == before
    assert (contact.status, contact.operator_id, anna.load) == (Status.COMPLETED, anna.id, 0)
    assert world.lead(contact).forgotten_at == world.now
    world.check_loads()


def test_the_person_hears_nothing_of_it_and_the_cards_are_drawn_again(
    world: World, anna: Operator, contact: Contact
) -> None:
    world.deliver_all()
    forget(world, contact)
    assert world.told(VERA) == []
    assert {row.contact_id for row in world.told(anna.telegram_id or 0)} == {1, 2}
    assert {row.kind.value for row in world.told(anna.telegram_id or 0)} == {"card"}


def test_words_that_were_on_their_way_are_not_shown(world: World, anna: Operator, contact: Contact) -> None:
    assert world.relays(anna.telegram_id or 0), "the photo is"
    forget(world, contact)
    assert world.relays(anna.telegram_id or 0) == []
    assert "edited" not in world.notices(anna.telegram_id or 0)


def test_nobody_can_answer_reopen_or_edit_any_more(world: World, anna: Operator, contact: Contact) -> None:
    answer = next(
        message for message in world.messages(world.session.get_one(Contact, 1)) if message.operator_id
    )
    said = (BOT, answer.chat_id or 0, answer.message_id or 0)
    forget(world, contact)
    for number in (1, 2):
        with pytest.raises(Refused) as refused:
            world.answer(anna, world.session.get_one(Contact, number))
        assert refused.value.reason is Reason.FORGOTTEN
    assert reason(world.press(anna, Action.REOPEN, contact)) is Reason.FORGOTTEN
    for edited in (
        messages.Incoming(*said, "text", "secretword again"),
        messages.Incoming(BOT, VERA, 1, "text", "secretword"),
    ):
        edits.edit(world.session, edited, at=world.at)
    assert sweep(world) == {}


def test_whoever_writes_again_is_a_new_person(world: World, contact: Contact) -> None:
    forget(world, contact)
    world.say(VERA, "hello")
    new = world.session.get_one(Contact, 3)
    assert new.lead_id != contact.lead_id
    assert (world.lead(new).phone, new.chat_id) == (None, VERA)


def test_who_is_forgotten_is_not_forgotten_twice_nor_banned(world: World, contact: Contact) -> None:
    forget(world, contact)
    for again in (lambda: forget(world, contact), lambda: forgetting.find_traces(world.session, 1)):
        with pytest.raises(Refused) as refused:
            again()
        assert refused.value.reason is Reason.FORGOTTEN
    assert lookup.find_example(world.session, banned=False, at=world.at) is None


def test_others_keep_everything(world: World, anna: Operator, contact: Contact) -> None:
    karl = world.write(2, "from Karl", name="Karl")
    world.answer(anna, karl, "to Karl")
    forget(world, contact)
    assert [message.text for message in world.messages(karl)] == ["from Karl", "to Karl"]
    assert (karl.is_open, karl.chat_id, world.lead(karl).name) == (True, 2, "Karl")
    aside = world.session.execute(text("SELECT update_id, state FROM inbox ORDER BY update_id")).all()
    assert [tuple(row) for row in aside] == [(1, "done"), (2, "done"), (3, "done"), (4, "quarantined")]


def test_an_operator_who_is_a_client_as_well_stays_an_operator(world: World, anna: Operator) -> None:
    boris = world.operator("Boris")
    account = boris.telegram_id or 0
    own, karls = world.write(account, "secretword"), world.write(2)
    world.deliver_all()
    shown = world.session.query(Outbox).filter_by(chat_id=account, contact_id=karls.id).count()
    forget(world, own)
    assert world.session.get(Chat, (BOT, account)) is not None
    assert boris.telegram_id == account
    assert world.session.query(Outbox).filter_by(chat_id=account, contact_id=karls.id).count() == shown
    assert sweep(world) == {}


def test_a_send_that_was_in_flight_ends_well(world: World, contact: Contact) -> None:
    flying = list(world.told(VERA))
    assert flying
    outcomes = [Outcome(row.id, Result.SENT, message_id=5) for row in flying]
    forget(world, contact)
    settlement.settle(world.session, outcomes, at=world.at)
    assert sweep(world) == {}


def test_a_person_without_telegram_is_forgotten_too(world: World) -> None:
    lead = leads.resolve(world.session, leads.Identity(phone=PHONE, name="Verochka"), at=world.at)
    source = world.api_source()
    made = Contact(lead_id=lead.id, source_id=source.id, message="secretword", created_at=world.now)
    made.typed_phone = made.typed_email = made.typed_name = made.typed_external_id = "secretword"
    made.origin = {"page": "https://example.com/?email=secretword", "utm_term": "secretword"}
    world.session.add(made)
    world.session.flush()
    forget(world, made)
    assert sweep(world) == {}
    assert world.session.get_one(Lead, lead.id).forgotten_at is not None


def test_notes_of_who_is_forgotten_become_nothing(world: World, anna: Operator) -> None:
    contact = world.write(VERA, "secretword")
    world.finish(contact)
    world.say(VERA, "secretword two")
    forget(world, contact)
    world.wait(minutes=6)
    world.open_follow_ups()
    assert world.count(Contact) == 1
    assert world.notices(anna.telegram_id or 0) == [], "the follow-up was on its way"


def test_updates_that_are_handled_together_with_the_wish_are_not_kept_either(
    world: World, contact: Contact
) -> None:
    updates = [Arrived(901, '{"text": "secretword"}'), Arrived(902, '{"data": "forget"}')]
    inbox.store(world.session, BOT, updates, at=world.at)
    ids = list(world.session.scalars(select(Inbox.id).where(Inbox.update_id.in_((901, 902)))))
    forget(world, contact)
    inbox.finish(world.session, ids, at=world.at)
    world.session.expire_all()
    kept = world.session.scalars(select(Inbox.body).where(Inbox.id.in_(ids)))
    assert set(kept) == {inbox.BLANK}


def test_of_a_client_who_works_here_the_chat_stays_and_the_name_in_it_goes(world: World) -> None:
    boris = world.operator("Boris", telegram_id=600)
    world.operator("Anna")
    world.meet(600, profile=Profile("Verochka", "verochka_k"))
    contact = world.write(600, "secretword", name="Verochka", username="verochka_k")
    forgetting.forget(world.session, contact.id, actor=actors.admin(90), at=world.at)
    chat = world.chat(600)
    assert (chat.is_reachable, chat.name, chat.username) == (True, None, None)
    assert boris.telegram_id == 600


def test_another_system_is_told_to_forget_each_contact_and_hears_no_word(
    world: World, contact: Contact
) -> None:
    world.deliver_all()
    forget(world, contact)
    at = world.at_with(webhook_events_url=world.policy.webhook_events_url)
    due = webhook_queue.list_due(world.session, busy=(), limit=9, at=at)
    while any(event.row.params["type"] != "contact.forgotten" for event in due):
        for event in due:
            if event.row.params["type"] != "contact.forgotten":
                event.row.state = OutboxState.SENT
        world.session.flush()
        due = webhook_queue.list_due(world.session, busy=(), limit=9, at=at)
    told = [json.loads(write_event(event))["data"] for event in due]
    expected = [1, 2] if world.policy.webhook_events_url else []
    assert [data["contact"]["id"] for data in told] == expected
    for data in told:
        assert (data["contact"]["message"], data["status"]) == ("", "completed")
        assert {data["lead"][field] for field in ("external_id", "phone", "email", "name")} == {None}
        assert data["actor"] == f"admin:{ADMIN}"
