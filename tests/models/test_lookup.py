"""A lookup says what a query would say, whatever the unit has done before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, event, make_url, select, update

from models import Author, Chat, Contact, Lead, Message, Source, Status
from models.base import Base
from models.database.sqlite_file import create_writer
from models.database.unit import UnitSession
from services import chats
from tests.moments import make_moment

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BOT, CHATS = 7, (1, 2)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path: Path = tmp_path_factory.mktemp("lookup") / "a.db"
    engine = create_writer(make_url(f"sqlite:///{path}"))
    Base.metadata.create_all(engine)
    with UnitSession(engine) as session, session.begin():
        session.add(Source(name="acme", name_key="acme", bot_id=BOT, created_at=NOW))
        session.add(Lead(created_at=NOW))
    yield engine
    engine.dispose()


def query_open(session: UnitSession, chat_id: int) -> Contact | None:
    rows = select(Contact).where(Contact.bot_id == BOT, Contact.chat_id == chat_id)
    return session.scalars(rows.where(Contact.status != Status.COMPLETED)).first()


def query_newest(session: UnitSession, chat_id: int) -> Contact | None:
    rows = select(Contact).where(Contact.bot_id == BOT, Contact.chat_id == chat_id)
    return session.scalars(rows.order_by(Contact.id.desc()).limit(1)).first()


def query_chat(session: UnitSession, chat_id: int) -> Chat | None:
    return session.scalars(select(Chat).where(Chat.bot_id == BOT, Chat.chat_id == chat_id)).first()


LOOKUPS: dict[Any, Any] = {
    chats.CHATS: query_chat,
    chats.OPEN_CONTACTS: query_open,
    chats.NEWEST_CONTACTS: query_newest,
}


def open_contact(session: UnitSession, chat_id: int) -> None:
    contact = Contact(lead_id=1, source_id=1, bot_id=BOT, chat_id=chat_id, status=Status.NEW, created_at=NOW)
    if query_open(session, chat_id) is None:
        session.add(contact)


def complete(session: UnitSession, chat_id: int) -> None:
    contact = chats.find_open_contact(session, chats.ChatRef(BOT, chat_id))
    if contact is not None:
        contact.status = Status.COMPLETED


def reopen(session: UnitSession, chat_id: int) -> None:
    newest = chats.NEWEST_CONTACTS.find(session, BOT, chat_id)
    if newest is not None and query_open(session, chat_id) is None:
        newest.status, newest.operator_id = Status.NEW, None


def forget_chat(session: UnitSession, chat_id: int) -> None:
    for contact in session.scalars(select(Contact).where(Contact.chat_id == chat_id)):
        contact.chat_id = None


def complete_all(session: UnitSession, chat_id: int) -> None:
    session.execute(update(Contact).where(Contact.chat_id == chat_id).values(status=Status.COMPLETED))


def meet(session: UnitSession, chat_id: int) -> None:
    chats.mark_reachable(session, chats.ChatRef(BOT, chat_id), language=None, at=make_moment(NOW))


def leave(session: UnitSession, chat_id: int) -> None:
    session.execute(delete(Chat).where(Chat.chat_id == chat_id))


def flush(session: UnitSession, _chat_id: int) -> None:
    session.flush()


def fail_to_savepoint(session: UnitSession, chat_id: int) -> None:
    nested = session.begin_nested()
    complete(session, chat_id)
    open_contact(session, chat_id)
    meet(session, chat_id)
    nested.rollback()


def prefetch(session: UnitSession, _chat_id: int) -> None:
    places = [(BOT, chat_id) for chat_id in CHATS]
    for lookup in LOOKUPS:
        lookup.prefetch(session, places)


def look(session: UnitSession, chat_id: int) -> None:
    for lookup in LOOKUPS:
        lookup.find(session, BOT, chat_id)


ACTS = st.sampled_from(
    [
        open_contact,
        complete,
        reopen,
        forget_chat,
        complete_all,
        meet,
        leave,
        flush,
        fail_to_savepoint,
        prefetch,
        look,
    ]
)


@given(st.lists(st.tuples(ACTS, st.sampled_from(CHATS)), max_size=25))
def test_a_lookup_finds_what_a_query_finds_whatever_the_unit_has_done(engine: Any, acts: list[Any]) -> None:
    session = UnitSession(engine)
    try:
        for act, chat_id in acts:
            act(session, chat_id)
            found = [lookup.find(session, BOT, chat_id) for lookup in LOOKUPS]
            assert found == [query(session, chat_id) for query in LOOKUPS.values()]
    finally:
        session.close()


def test_many_keys_are_asked_for_in_one_statement(engine: Any) -> None:
    with UnitSession(engine) as session, counting(engine) as statements:
        chats.CHATS.prefetch(session, [(BOT, number) for number in range(100)])
        assert [chats.CHATS.find(session, BOT, number) for number in range(100)] == [None] * 100
        assert [words.split()[0] for words in statements] == ["BEGIN", "SELECT"]


def test_new_rows_are_written_after_what_they_name_and_in_one_statement_of_each_table(engine: Any) -> None:
    with UnitSession(engine) as session, counting(engine) as statements:
        for chat_id in range(10, 20):
            contact = Contact(lead_id=1, source_id=1, bot_id=BOT, chat_id=chat_id, created_at=NOW)
            session.add(contact)
            session.add(Message(contact_id=contact.id, author=Author.CLIENT, kind="text", created_at=NOW))
        session.flush()
        assert [words[:3] for words in map(str.split, statements) if words[0] == "INSERT"] == [
            ["INSERT", "INTO", "contacts"],
            ["INSERT", "INTO", "messages"],
        ]


def test_what_a_unit_has_changed_outlives_reading_it_anew(engine: Any) -> None:
    with UnitSession(engine) as session:
        contact = Contact(lead_id=1, source_id=1, bot_id=BOT, chat_id=30, created_at=NOW)
        session.add(contact)
        session.flush()
        contact.message = "changed"
        session.refresh(contact, with_for_update=True)
        assert contact.message == "changed"


@contextmanager
def counting(engine: Any) -> Iterator[list[str]]:
    """Note the statements that are executed."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
