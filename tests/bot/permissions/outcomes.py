"""What becomes of an act: what there was before, what there is now, and what that is called on the page."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, NamedTuple

from models import Status
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from tests.bot.permissions.acts import MAX
from tests.bot.permissions.cases import Case
from tests.docs.pages import Page
from tests.stage import ALERT, CHANGE, NEWS, Stage

PAGE = Page("docs/reference/permissions.md")
REASONS = [(reason.text, said.text) for reason, said in PAGE.table("refused", "the bot says")]
NOT_TOLD = "The client does not see this change. "
# What somebody could change of a request, by his own requests, and of the team; what others are told of it.
QUERIES = {
    "contacts": "SELECT id, status, operator_id, assignment_no FROM contacts"
    " WHERE id = :case OR chat_id = :actor",
    "messages": "SELECT id, contact_id, text, edited_at, withdrawn_at FROM messages"
    " WHERE contact_id = :case OR chat_id = :actor",
    "events": "SELECT id FROM events WHERE contact_id = :case",
    "leads": "SELECT banned_at, forgotten_at FROM leads"
    " WHERE id = (SELECT lead_id FROM contacts WHERE id = :case)",
    "operators": "SELECT id, name, is_active, telegram_id FROM operators WHERE id != :max",
    "sources": "SELECT id, asks_rating, snooze_frees, texts FROM sources",
    "told": "SELECT id, state FROM outbox WHERE contact_id = :case AND chat_id != :actor",
}


class Standing(NamedTuple):
    """How it stands with a contact."""

    status: str
    operator_id: int | None
    assignment_no: int


@dataclass(frozen=True)
class View:
    """What there is at one moment that somebody's act could have changed."""

    rows: dict[str, list[tuple[Any, ...]]]
    is_max_on: bool

    def contact(self, number: int) -> Standing:
        return next(Standing(*row) for id_, *row in self.rows["contacts"] if id_ == number)

    @property
    def numbers(self) -> set[int]:
        return {row[0] for row in self.rows["contacts"]}


def look(stage: Stage, case: Case, actor: Person) -> View:
    """See what there is."""
    about = {"case": case.number, "actor": actor.id, "max": MAX}
    with closing(sqlite3.connect(f"file:{stage.path}?mode=ro", uri=True, timeout=5)) as database:
        rows = {name: database.execute(query, about).fetchall() for name, query in QUERIES.items()}
        (is_on,) = database.execute("SELECT is_active FROM operators WHERE id = ?", [MAX]).fetchone()
    return View(rows, actor is not stage.admin or bool(is_on))


async def read(stage: Stage, person: Person) -> list[ChatMessage]:
    """Return what the bot shows to somebody."""
    return (await person.chat(stage.bot)).from_bot


def is_answer(message: ChatMessage) -> bool:
    """Tell what the bot answers from what it tells admins by itself."""
    return not message.text.startswith((ALERT, NEWS, CHANGE))


def name_refusal(text: str, number: int) -> str:
    """Return what the page calls a refusal of something about the contact of a number."""
    said = text.removeprefix(NOT_TOLD).replace(f"#{number} ", "#7 ")
    found = {f"refused: {reason}" for reason, start in REASONS if said.startswith(start)}
    return found.pop() if len(found) == 1 else f"an answer: {text}"


def name_list(text: str, case: Case) -> str:
    """Return what the page calls an answer to /mine, if that lists a request just as long as it is open."""
    is_listed = re.search(rf"#{case.number}\b", text) is not None
    return "done" if is_listed == (case.state == "open") else f"a list: {text}"


def name_effect(what: str, case: Case, words: str, was: View, now: View, shown: Sequence[ChatMessage]) -> str:
    """Return what the page calls a change, if it is just what it should be; `shown` is to the other side."""
    before, after = was.contact(case.number), now.contact(case.number)
    if now.rows["operators"] != was.rows["operators"]:
        return "an operator has changed"
    if what.startswith("press"):
        wanted = Status.COMPLETED if case.is_open else Status.IN_PROGRESS
        return "done" if after == before._replace(status=wanted) else f"it is {after}"
    if after != before:
        return f"it is {after}"
    if what == "withdraw":
        return "done" if case.copy not in {message.message_id for message in shown} else "it is still there"
    if not now.is_max_on:
        return "done" if what == "/operators off" else "somebody is switched off"
    if now.numbers != was.numbers:
        return "new request"
    return "goes on" if any(words in message.text for message in shown) else "it is not read"
