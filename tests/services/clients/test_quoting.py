"""An update that was set aside goes with the person it quotes, however it quotes; those of others stay."""

import itertools
import json
from typing import Any

import pytest
from sqlalchemy import select

from models import Inbox, InboxState, Operator, Outbox, OutboxKind, actors
from services import leads
from services.clients import forgetting
from services.contacts import edits, messages
from services.queues import inbox
from services.queues.inbox import Arrived
from tests.services.world import BOT, World

VERA = 123_456_789
ANNA = 700
PHONE = "+79161234567"
FIRST = "Where is my order of the blue lamp?"


def quarantine(world: World, *bodies: str) -> list[Inbox]:
    """Set updates aside."""
    inbox.store(world.session, BOT, list(map(Arrived, itertools.count(1), bodies)), at=world.at)
    rows = inbox.list_due(world.session, BOT, limit=99, at=world.at)
    for row in rows:
        inbox.quarantine(world.session, row.id, f"could not read {row.body}", at=world.at)
    world.session.flush()
    return [world.session.get_one(Inbox, row.id) for row in rows]


def forget(world: World) -> None:
    forgetting.forget(world.session, 1, actor=actors.admin(90), at=world.at)
    world.session.flush()
    world.session.expire_all()


@pytest.fixture
def shown(world: World) -> dict[str, int]:
    """Vera has written, changed that and got an answer; where her words stand in Anna's chat."""
    anna = world.operator("Anna", telegram_id=ANNA)
    contact = world.write(VERA, FIRST, name="Véra Petrova", username="vera_k")
    leads.verify_phone(world.session, world.lead(contact), PHONE)
    first = world.messages(contact)[0]
    changed = messages.Incoming(BOT, VERA, first.message_id or 0, "text", "Never mind the lamp, a chair")
    edits.edit(world.session, changed, at=world.at)
    world.say(VERA, "ok")
    world.answer(anna, contact, "The lamp is on its way to Kazan")
    world.deliver_all()
    relays = select(Outbox.message_id).where(Outbox.chat_id == ANNA, Outbox.kind == OutboxKind.RELAY)
    return {"relay": world.session.scalars(relays).all()[0] or 0, "own": first.message_id or 0}


def by_operator(**content: Any) -> dict[str, Any]:
    """A message of Anna's."""
    return {"message": {"chat": {"id": ANNA}, "from": {"id": ANNA}, "message_id": 5, **content}}


@pytest.mark.parametrize(
    "content",
    [
        {"text": "tell Véra Petrova that"},
        {"text": "VÉRA PETROVA"},
        {"text": "Ve\u0301ra Petrova"},
        {"text": "see @vera_k."},
        {"text": "call +7 (916) 123-45-67"},
        {"text": f"she asked: {FIRST.upper()}"},
        {"quote": {"text": "order of the blue lamp"}},
        {"text": "it was: Never mind the lamp, a chair"},
        {"reply_to_message": {"message_id": 3, "text": "The lamp is on its way to Kazan"}},
        {"forward_origin": {"sender_user": {"id": VERA}}},
        {"entities": [{"type": "text_mention", "user": {"id": str(VERA)}}]},
    ],
)
@pytest.mark.parametrize("in_ascii", [True, False], ids=["escaped", "as it is"])
def test_what_quotes_a_person_goes_in_any_spelling(
    world: World, shown: dict[str, int], content: dict[str, Any], in_ascii: bool
) -> None:
    (row,) = quarantine(world, json.dumps(by_operator(**content), ensure_ascii=in_ascii))
    forget(world)
    assert (row.body, row.error, row.state) == (inbox.BLANK, None, InboxState.DONE)


@pytest.mark.parametrize("chat", [{}, {"chat": {"id": ANNA}}], ids=["without its chat", "with its chat"])
def test_a_reply_to_what_was_shown_of_the_person_goes(
    world: World, shown: dict[str, int], chat: dict[str, Any]
) -> None:
    replied = {"message_id": shown["relay"], "text": "ok", **chat}
    (row,) = quarantine(world, json.dumps(by_operator(text="yes", reply_to_message=replied)))
    forget(world)
    assert row.body == inbox.BLANK


def test_a_body_that_is_no_json_goes_by_its_words(world: World, shown: dict[str, int]) -> None:
    (row,) = quarantine(world, f'{{"text": "{FIRST}')
    forget(world)
    assert row.body == inbox.BLANK


@pytest.mark.parametrize(
    "content",
    [
        {"text": "ok"},
        {"text": "tell Véra Petrovasky that"},
        {"text": "a lamp"},
        {"text": "call +7 916 123 45 68"},
        {"reply_to_message": {"message_id": 777_777, "text": "Karl"}},
        {"forward_origin": {"sender_user": {"id": VERA * 10}}},
    ],
)
def test_what_is_about_others_stays(world: World, shown: dict[str, int], content: dict[str, Any]) -> None:
    body = json.dumps(by_operator(**content))
    (row,) = quarantine(world, body)
    forget(world)
    assert (row.body, row.state) == (body, InboxState.QUARANTINED)


def test_an_operator_stays(world: World, shown: dict[str, int]) -> None:
    forget(world)
    assert world.session.query(Operator).one().telegram_id == ANNA
