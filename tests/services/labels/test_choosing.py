"""Outcomes and tags of contacts: what is kept, told and refused, and that nothing is read without them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from models import (
    Contact,
    ContactTag,
    Label,
    LabelKind,
    Operator,
    Outbox,
    OutboxKind,
    OutboxState,
    Status,
    actors,
)
from services.clients import expiry, forgetting
from services.contacts import card_actions, conversation
from services.contacts.states import Action
from services.labels import choosing, hashtags, lists
from services.policy import Policy
from services.queues import recipients, webhook_queue
from services.queues.labels import NONE
from services.queues.rendering import render_data
from services.refusals import Reason, Refused
from services.reports import search
from tests.services.world import BOT, World, reason

ADMIN = actors.admin(90)


def add(world: World, kind: LabelKind, *names: str) -> list[Label]:
    return [lists.add(world.session, kind, name, at=world.at) for name in names]


@pytest.fixture
def sold(world: World) -> Label:
    [sold, _] = add(world, LabelKind.OUTCOME, "sold", "refused")
    return sold


@pytest.fixture
def contact(world: World, anna: Operator) -> Contact:
    return world.write(1, "Hello")


def press(world: World, operator: Operator, contact: Contact, label: Label, age: int = 0) -> Reason | None:
    assert operator.telegram_id is not None
    shown = contact.assignment_no - age
    recipient = recipients.Recipient(BOT, operator.telegram_id, contact.id, shown)
    refusal = card_actions.choose_outcome(world.session, recipient, label_id=label.id, at=world.at)
    world.session.flush()
    return reason(refusal)


def note(world: World, operator: Operator, contact: Contact, text: str) -> None:
    assert operator.telegram_id is not None
    incoming = world.incoming(operator.telegram_id, text)
    conversation.note(world.session, incoming, contact.id, at=world.at)
    world.session.flush()


def list_tags(world: World, contact: Contact) -> list[str]:
    return [tag.name for tag in choosing.list_tags(world.session, contact)]


@contextmanager
def counting(world: World) -> Iterator[list[str]]:
    """Yield the statements that the database is asked meanwhile."""
    said: list[str] = []

    def note_it(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    bind = world.session.get_bind()
    event.listen(bind, "before_cursor_execute", note_it)
    yield said
    event.remove(bind, "before_cursor_execute", note_it)


@pytest.mark.parametrize("steps", [(), (Action.TAKE,), (Action.TAKE, Action.COMPLETE, Action.REOPEN)])
def test_only_a_completed_contact_can_be_given_an_outcome(
    world: World, anna: Operator, contact: Contact, sold: Label, steps: tuple[Action, ...]
) -> None:
    world.must_press(anna, *steps, contact=contact)
    assert press(world, anna, contact, sold) is Reason.NOT_COMPLETED
    with pytest.raises(Refused) as refused:
        choosing.set_outcome(world.session, contact, sold, actor=ADMIN, at=world.at)
    assert refused.value.reason is Reason.NOT_COMPLETED
    assert contact.outcome_id is None
    assert [fact.kind for fact in world.history(contact) if fact.kind == "outcome"] == []


def test_an_outcome_stays_when_the_contact_is_reopened_and_completed_again(
    world: World, anna: Operator, contact: Contact, sold: Label
) -> None:
    world.finish(contact)
    assert press(world, anna, contact, sold) is None
    world.must_press(anna, Action.REOPEN, contact=contact)
    assert contact.outcome_id == sold.id
    world.must_press(anna, Action.COMPLETE, contact=contact)
    assert contact.outcome_id == sold.id
    assert press(world, anna, contact, sold) is None
    assert contact.outcome_id is None


def test_nobody_else_and_no_earlier_assignment_says_how_it_ended(
    world: World, anna: Operator, contact: Contact, sold: Label
) -> None:
    boris = world.operator("Boris")
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.must_press(boris, Action.TAKE, Action.COMPLETE, contact=contact)
    assert press(world, anna, contact, sold) is Reason.NOT_YOURS
    assert press(world, anna, contact, sold, age=1) is Reason.MOVED
    assert press(world, boris, contact, sold, age=1) is Reason.NOT_YOURS
    assert contact.outcome_id is None
    assert press(world, boris, contact, sold) is None


def test_a_tag_is_no_outcome_and_what_does_not_exist_is_none(
    world: World, anna: Operator, contact: Contact, sold: Label
) -> None:
    [vip] = add(world, LabelKind.TAG, "vip")
    world.finish(contact)
    assert press(world, anna, contact, vip) is Reason.NO_SUCH_OUTCOME
    assert press(world, anna, contact, Label(id=2**31 - 1)) is Reason.NO_SUCH_OUTCOME
    with pytest.raises(Refused) as refused:
        choosing.toggle_tag(world.session, contact, sold.id, actor=ADMIN, at=world.at)
    assert refused.value.reason is Reason.NO_SUCH_TAG


def test_what_was_retired_can_be_chosen_no_more_but_taken_away(
    world: World, anna: Operator, contact: Contact, sold: Label
) -> None:
    world.finish(contact)
    press(world, anna, contact, sold)
    lists.retire(world.session, sold, at=world.at)
    assert press(world, anna, contact, sold) is None
    assert press(world, anna, contact, sold) is Reason.LABEL_RETIRED
    assert contact.outcome_id is None


def test_each_change_is_a_fact_with_the_words_of_then(
    world: World, anna: Operator, contact: Contact, sold: Label
) -> None:
    refused = lists.find(world.session, LabelKind.OUTCOME, "refused")
    world.finish(contact)
    for label in (sold, refused, refused):
        press(world, anna, contact, label)
    lists.rename(world.session, refused, "lost")
    facts = [fact for fact in world.history(contact) if fact.kind == "outcome"]
    assert [(fact.data["before"], fact.data["after"], fact.data["label_id"]) for fact in facts] == [
        (None, "sold", sold.id),
        ("sold", "refused", refused.id),
        ("refused", None, None),
    ]
    assert {str(fact.actor) for fact in facts} == {f"operator:{anna.id}"}


def test_what_is_chosen_already_is_no_fact(world: World, contact: Contact, sold: Label) -> None:
    world.finish(contact)
    [vip] = add(world, LabelKind.TAG, "vip")
    for _ in range(2):
        choosing.set_outcome(world.session, contact, sold, actor=ADMIN, at=world.at)
        choosing.set_tags(world.session, contact, [vip], actor=ADMIN, at=world.at)
    kinds = [fact.kind for fact in world.history(contact)]
    assert (kinds.count("outcome"), kinds.count("tagged")) == (1, 1)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("#vip", ["vip"]),
        ("call (#vip, #old_client;#опт)", ["vip", "old_client", "опт"]),
        ("#vip #vip", ["vip"]),
        ("#12 a#b https://x.example/#c ##d # e", []),
        ("#двадцать-два!", ["двадцать-два"]),
        ("", []),
    ],
)
def test_hashtags_are_told_from_numbers_and_addresses(text: str, names: list[str]) -> None:
    assert hashtags.list_names(text) == names


def test_a_note_brings_back_a_retired_tag(world: World, anna: Operator, contact: Contact) -> None:
    [vip] = add(world, LabelKind.TAG, "vip")
    lists.retire(world.session, vip, at=world.at)
    note(world, anna, contact, "// #VIP")
    assert list_tags(world, contact) == ["VIP"]
    assert lists.list_labels(world.session, LabelKind.TAG) == [vip]


def test_hashtags_of_one_note_that_look_alike_are_one_tag(
    world: World, anna: Operator, contact: Contact
) -> None:
    note(world, anna, contact, "// #vip #VIP #vір")
    assert list_tags(world, contact) == ["vip"]


def test_a_note_that_is_refused_adds_no_tag(world: World, anna: Operator, contact: Contact) -> None:
    add(world, LabelKind.TAG, *(f"tag {n} x" for n in range(lists.MOST)))
    with pytest.raises(Refused) as refused:
        note(world, anna, contact, "// #one-more")
    assert refused.value.reason is Reason.TOO_MANY_LABELS
    assert list_tags(world, contact) == []
    assert len(lists.list_labels(world.session)) == lists.MOST


def test_tags_stay_with_a_contact_of_somebody_who_is_forgotten_and_notes_go(
    world: World, anna: Operator, contact: Contact, sold: Label
) -> None:
    note(world, anna, contact, "// #vip secretword")
    world.finish(contact)
    press(world, anna, contact, sold)
    forgetting.forget(world.session, contact.id, actor=ADMIN, at=world.at)
    assert (list_tags(world, contact), contact.outcome_id) == (["vip"], sold.id)
    assert "secretword" not in str([fact.data for fact in world.history(contact)])
    assert press(world, anna, contact, sold) is Reason.FORGOTTEN
    assert contact.outcome_id == sold.id


def test_they_outlast_words_that_are_kept_no_longer(
    world: World, anna: Operator, contact: Contact, sold: Label
) -> None:
    note(world, anna, contact, "// #vip")
    world.finish(contact)
    press(world, anna, contact, sold)
    world.wait(days=400)
    expiry.blank_expired(world.session, at=world.at_with(keep_days=365))
    assert contact.blanked_at is not None
    assert (list_tags(world, contact), contact.outcome_id) == (["vip"], sold.id)


def test_a_card_is_read_with_its_labels_and_by_as_many_statements_as_before_without(
    world: World, anna: Operator, contact: Contact
) -> None:
    assert anna.telegram_id is not None
    cards = [row for row in world.told(anna.telegram_id) if row.kind is OutboxKind.CARD]
    world.session.flush()
    with counting(world) as without:
        [data] = render_data.read(world.session, cards)
    assert len(without) == 1
    assert data.labelled is NONE
    [sold] = add(world, LabelKind.OUTCOME, "sold")
    note(world, anna, contact, "// #vip")
    world.finish(contact)
    press(world, anna, contact, sold)
    relays = [row for row in world.session.scalars(select(Outbox)) if row.kind is not OutboxKind.CARD]
    world.session.flush()
    with counting(world) as of_others:
        render_data.read(world.session, relays)
    assert not [said for said in of_others if said.startswith("SELECT labels")]
    with counting(world) as said:
        [data] = render_data.read(world.session, cards)
    assert len(said) == 3
    assert data.labelled.outcome is sold
    assert [tag.name for tag in data.labelled.tags] == ["vip"]


def test_another_system_hears_of_each_change(world: World, anna: Operator, sold: Label) -> None:
    world.policy = Policy(webhook_events_url="https://crm.example.com/events")
    contact = world.write(1, "Hello")
    note(world, anna, contact, "// #vip")
    world.finish(contact)
    press(world, anna, contact, sold)
    told = []
    while due := webhook_queue.list_due(world.session, busy=(), limit=10, at=world.at):
        for one in due:
            told.append((one.row.params["type"], one.row.params["status"], one.labelled.outcome is sold))
            one.row.state = OutboxState.SENT
        world.session.flush()
    assert [type_ for type_, *_ in told].count("contact.updated") == 2
    assert ("contact.updated", Status.NEW.value, True) in told, "the tag; its contact is as it is at sending"
    assert told[-1] == ("contact.updated", Status.COMPLETED.value, True)


def test_a_tag_finds_its_contacts_newest_first_and_words_find_no_tag(
    world: World, anna: Operator, contact: Contact
) -> None:
    other = world.write(2, "vip?")
    note(world, anna, contact, "// #vip")
    note(world, anna, other, "// #vip")
    found = search.find(world.session, "#VIP", at=world.at)
    assert [one.id for one in found] == [other.id, contact.id]
    assert [one.id for one in search.find(world.session, "vip", at=world.at)] == [other.id]


def test_uses_are_counted_whatever_became_of_the_contact(
    world: World, anna: Operator, contact: Contact, sold: Label
) -> None:
    note(world, anna, contact, "// #vip")
    world.finish(contact)
    press(world, anna, contact, sold)
    world.must_press(anna, Action.REOPEN, contact=contact)
    [tag] = lists.list_labels(world.session, LabelKind.TAG)
    assert lists.count_uses(world.session, LabelKind.OUTCOME) == {sold.id: 1}
    assert lists.count_uses(world.session, LabelKind.TAG) == {tag.id: 1}
    assert world.session.scalars(select(ContactTag.contact_id)).all() == [contact.id]
