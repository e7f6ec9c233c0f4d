"""An operator reports spam, an admin decides; the client hears nothing of it."""

import pytest
from sqlalchemy import select

from models import Contact, Operator, Outbox, OutboxKind, Status, actors
from services.clients import banning, forgetting, lookup, spam
from services.contacts.states import Action
from services.deadlines import reminders
from services.queues.recipients import Recipient
from services.refusals import Reason, Refused
from tests.services.world import BOT, World

OLGA, PETER = 90, 91
ADMIN = actors.admin(OLGA)


@pytest.fixture(autouse=True)
def _admins(world: World) -> None:
    world.bot()
    world.policy = world.policy.model_copy(
        update={"admin_ids": (OLGA, PETER), "reply_reminder_minutes": 5, "accept_timeout_minutes": 5}
    )
    world.meet(OLGA)
    world.meet(PETER)


def report(world: World, operator: Operator, contact: Contact, *, assignment: int = 0) -> Reason | None:
    assert operator.telegram_id is not None
    shown = assignment or contact.assignment_no
    recipient = Recipient(contact.bot_id or BOT, operator.telegram_id, contact.id, shown)
    try:
        spam.report(world.session, recipient, at=world.at)
    except Refused as refusal:
        return refusal.reason
    finally:
        world.session.flush()
    return None


def decide(world: World, contact: Contact, *, ban: bool, name: str = "Olga") -> Reason | None:
    act = spam.ban if ban else spam.refuse
    try:
        act(world.session, contact.id, name=name, actor=ADMIN, at=world.at)
    except Refused as refusal:
        return refusal.reason
    finally:
        world.session.flush()
    return None


def kinds(world: World, contact: Contact) -> list[str]:
    return [event.kind for event in world.history(contact)]


def test_every_admin_is_asked_and_the_client_told_nothing(world: World, anna: Operator) -> None:
    contact = world.write(1, "Buy cheap pills")
    world.deliver_all()
    assert report(world, anna, contact) is None
    for admin in (OLGA, PETER):
        [asked] = world.told(admin)
        assert (asked.contact_id, asked.assignment_no) == (contact.id, None)
        assert (asked.params["key"], asked.params["name"]) == ("spam-to-admins", "Anna")
        assert "pills" not in str(asked.params), "the words are read when it is sent"
    assert world.told(1) == []
    assert [row.kind for row in world.told(anna.telegram_id or 0)] == [OutboxKind.CARD]
    reported = world.history(contact)[-1]
    assert (reported.kind, reported.actor, reported.data) == ("spam_reported", actors.operator(anna.id), {})


def test_nobody_is_reminded_of_it_and_nobody_else_gets_it_until_an_admin_decides(
    world: World, anna: Operator
) -> None:
    contact = world.write(1)
    world.deliver_all()
    world.operator("Boris")
    report(world, anna, contact)
    world.wait(minutes=30)
    assert reminders.remind(world.session, bots=(BOT,), at=world.at) == 0
    assert reminders.list_unanswered(world.session, at=world.at) == []
    assert world.time_out(minutes=5) == 0
    decide(world, contact, ban=False)
    assert reminders.remind(world.session, bots=(BOT,), at=world.at) == 1
    assert world.time_out(minutes=5) == 1


def test_a_ban_completes_it_and_frees_the_place_and_who_reported_it_hears_so(
    world: World, anna: Operator
) -> None:
    world.set_limit(anna, 1)
    contact, waiting = world.write(1), world.write(2)
    report(world, anna, contact)
    world.deliver_all()
    assert decide(world, contact, ban=True) is None
    assert (contact.status, contact.spam_reported_at) == (Status.COMPLETED, None)
    assert waiting.operator_id == anna.id
    assert kinds(world, contact)[-3:] == ["spam_reported", "completed", "banned"]
    assert "spam-banned" in world.notices(anna.telegram_id or 0)
    assert world.told(1) == []
    world.check_loads()


def test_an_admin_says_no_and_who_reported_it_hears_so_though_it_is_anothers_by_now(
    world: World, anna: Operator
) -> None:
    contact = world.write(1)
    report(world, anna, contact)
    boris = world.operator("Boris")
    world.must_press(anna, Action.PASS_ON, contact=contact)
    world.deliver_all()
    assert decide(world, contact, ban=False) is None
    [told] = [r for r in world.told(anna.telegram_id or 0) if r.kind is OutboxKind.NOTICE]
    assert told.params == {"key": "spam-refused", "number": contact.id, "name": "Olga"}
    assert world.notices(boris.telegram_id or 0) == []
    assert (contact.spam_reported_at, contact.is_open) == (None, True)
    refused = world.history(contact)[-1]
    assert (refused.kind, refused.actor) == ("spam_refused", ADMIN)


def test_the_second_admin_is_told_what_the_first_has_decided(world: World, anna: Operator) -> None:
    first, second = world.write(1), world.write(2)
    report(world, anna, first)
    report(world, anna, second)
    decide(world, first, ban=True)
    decide(world, second, ban=False)
    before = kinds(world, first), kinds(world, second)
    for ban in (True, False):
        assert decide(world, first, ban=ban) is Reason.ALREADY_BANNED
        assert decide(world, second, ban=ban) is Reason.NOT_REPORTED
    assert (kinds(world, first), kinds(world, second)) == before


def test_an_open_report_is_not_made_twice_but_a_new_one_after_a_decision(
    world: World, anna: Operator
) -> None:
    contact = world.write(1)
    report(world, anna, contact)
    assert report(world, anna, contact) is Reason.SPAM_REPORTED
    assert kinds(world, contact).count("spam_reported") == 1
    decide(world, contact, ban=False)
    assert report(world, anna, contact) is None


def test_only_its_operator_reports_what_is_open_and_of_nobody_who_works_here(
    world: World, anna: Operator
) -> None:
    contact, own = world.write(1), world.write(OLGA)
    boris = world.operator("Boris", weight=0)
    assert report(world, boris, contact) is Reason.NOT_YOURS
    assert report(world, anna, contact, assignment=7) is Reason.NOT_YOURS
    assert report(world, anna, own) is Reason.IS_STAFF
    world.finish(contact)
    assert report(world, anna, contact) is Reason.COMPLETED
    assert decide(world, contact, ban=True) is Reason.NOT_REPORTED
    assert "spam_reported" not in kinds(world, contact) + kinds(world, own)
    assert world.lead(contact).banned_at is None


def test_any_ban_of_the_client_decides_what_is_reported(world: World, anna: Operator) -> None:
    contact = world.write(1)
    report(world, anna, contact)
    lead = lookup.find_by_contact(world.session, contact.id)
    banning.ban(world.session, lead, actor=ADMIN, at=world.at)
    world.session.refresh(contact)
    assert contact.spam_reported_at is None
    assert decide(world, contact, ban=True) is Reason.ALREADY_BANNED


def test_forgetting_drops_what_would_quote_the_client_to_admins(world: World, anna: Operator) -> None:
    contact = world.write(1, "Buy cheap pills")
    report(world, anna, contact)
    forgetting.forget(world.session, contact.id, actor=ADMIN, at=world.at)
    assert world.notices(OLGA) == []
    assert contact.spam_reported_at is None
    assert decide(world, contact, ban=True) is Reason.FORGOTTEN


def test_what_an_operator_replies_to_the_decision_is_no_answer_to_the_client(world: World) -> None:
    anna = world.operator("Anna")
    contact = world.write(1)
    world.must_press(anna, Action.TAKE, contact=contact)
    assert report(world, anna, contact) is None
    assert decide(world, contact, ban=False) is None
    world.deliver_all()
    assert anna.telegram_id is not None
    notices = [row for row in list_notices(world, anna.telegram_id) if row.params["key"] == "spam-refused"]
    assert [row.contact_id for row in notices] == [None]


def list_notices(world: World, chat_id: int) -> list[Outbox]:
    rows = select(Outbox).where(Outbox.chat_id == chat_id, Outbox.kind == OutboxKind.NOTICE)
    return list(world.session.scalars(rows.order_by(Outbox.id)))
