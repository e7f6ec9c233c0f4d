"""What people or Telegram give is cut to what its column holds: nobody's message is lost for it."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Chat, Lead, Message, Operator
from models.database.protocol import Database
from services.contacts import conversation, edits
from services.contacts.messages import Incoming
from services.joining import accounts
from services.team import operators
from tests.services.edge import redo
from tests.services.world import BOT, World

LONG: dict[str, Any] = {
    "name": "Ю" * 500,
    "language": "x" * 100,
    "kind": "k" * 100,
    "file_id": "f" * 1000,
    "file_unique_id": "u" * 300,
    "media_group_id": "g" * 300,
}
STORED = {"kind": 32, "file_id": 255, "file_unique_id": 64, "media_group_id": 64}


@pytest.mark.parametrize("field", LONG)
async def test_a_message_with_something_too_long_is_stored(either_database: Database, field: str) -> None:
    def receive(session: Session) -> None:
        world = World(session)
        world.bot()
        world.operator("Anna")
        given = {"kind": "photo", "text": "Hello", field: LONG[field]}
        world.meet(1, language=given.get("language"))
        for message_id in (1, 2):
            conversation.receive(session, Incoming(BOT, 1, message_id, **given), at=world.at)
        changed = given | {"text": "Good morning"}
        edits.edit(session, Incoming(BOT, 1, 2, **changed), at=world.at)

    def look(session: Session) -> tuple[list[str | None], int]:
        messages = session.scalars(select(Message).order_by(Message.id)).all()
        length = STORED.get(field, 0)
        assert not length or [len(getattr(m, field)) for m in messages] == [length] * 2
        return [m.text for m in messages], len(session.scalars(select(Lead)).one().name or "")

    await redo(either_database, receive)
    texts, length = await redo(either_database, look)
    assert texts == ["Hello", "Good morning"]
    assert length == (200 if field == "name" else 0)


async def test_an_operator_joins_whatever_his_telegram_says_of_its_language(
    either_database: Database,
) -> None:
    def join(session: Session) -> None:
        world = World(session)
        world.bot()
        world.meet(500, language="x" * 100)
        anna = operators.add(session, "Anna", 5, at=world.at)
        accounts.issue_link(session, anna, "token", at=world.at)
        accounts.join(session, "token", Account(500), language="x" * 100, at=world.at)

    def look(session: Session) -> list[str | None]:
        chat = session.get_one(Chat, (BOT, 500))
        return [session.scalars(select(Operator)).one().language, chat.language]

    await redo(either_database, join)
    assert await redo(either_database, look) == ["x" * 16] * 2
