"""People of all roles try the same at the same time, each with a request of their own in one state."""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, Status
from sandbox.client.person import Person
from sandbox.client.seen import ChatMessage
from services.clock import utc_now
from services.distribution import capacity
from tests.bot.permissions.acts import COMMANDS, Actor, act, press_others
from tests.bot.permissions.cases import LONG_AGO, Case
from tests.bot.permissions.outcomes import View, is_answer, look, name_effect, name_list, name_refusal, read
from tests.bot.permissions.roles import Role
from tests.stage import Stage

PATIENCE = 5  # seconds in which the bot answers, if it does
CHANGES = ("goes on", "done", "new request")
FORBIDDEN = ("refused: moved", "refused: not yours", "refused: off", "refused: no command")


@dataclass(frozen=True)
class Attempt:
    """What one person is about to do, and what there was before."""

    role: Role
    what: str
    case: Case
    actor: Actor
    words: str
    was: View

    @property
    def is_answered(self) -> bool:
        """Tell whether the page says that the bot answers by a message."""
        said = self.role.said[self.what]
        is_told = self.what == "/mine" or (self.role.who == "admin" and not self.what.startswith("press"))
        return said.startswith("refused") or (is_told and said != "nothing")


class Play:
    """One state on a stage, with Boris, to whom what has moved has moved."""

    def __init__(self, stage: Stage, roles: Mapping[str, Role], boris: Person) -> None:
        self.stage, self.roles, self.boris = stage, roles, boris
        self.heard: dict[Person, int] = {}  # the last message of the bot that is accounted for
        self.words = (f"Words number {number}." for number in count(1))

    async def play(self, what: str) -> dict[tuple[str, str], str]:
        """Let everybody do what a column says; returns what becomes of it, in the words of the page."""
        attempts = [await self.prepare(role, what) for role in self.roles.values()]
        answers = await asyncio.gather(*map(self.attempt, attempts))
        await self.stage.settle()
        became = [await self.name(attempt, answer) for attempt, answer in zip(attempts, answers, strict=True)]
        named = list(zip(attempts, became, strict=True))
        await self.try_otherwise([attempt for attempt, word in named if word in FORBIDDEN])
        await self.clear_up([attempt for attempt, word in named if word == "new request"])
        for attempt in (attempt for attempt, word in named if word in CHANGES):
            await self.hear(attempt.actor.person)
        return {(attempt.role.who, what): word for attempt, word in named}

    async def prepare(self, role: Role, what: str) -> Attempt:
        """Look what there is before."""
        case = role.cases[role.find_key(what)]
        actor = await role.find_actor(self.stage, case)
        if actor.person not in self.heard:
            await self.hear(actor.person)
        command = f"/operators off {'Max' if role.who == 'admin' else 'Moritz'}"
        words = command if what in COMMANDS else next(self.words)
        return Attempt(role, what, case, actor, words, look(self.stage, case, actor.person))

    async def attempt(self, attempt: Attempt) -> str:
        """Let somebody act; returns what the bot answers, as far as the page says that it does."""
        popped = await act(self.stage, attempt.what, attempt.case, attempt.actor, attempt.words)
        if popped or not attempt.is_answered:
            return popped
        person = attempt.actor.person
        with suppress(AssertionError):
            await person.wait_for(self.stage.bot, is_answer, PATIENCE, after=self.heard[person])
        return await self.hear(person)

    async def hear(self, person: Person) -> str:
        """Return what the bot has said to somebody since this was asked last."""
        last = self.heard.get(person, 0)
        new = [m for m in await read(self.stage, person) if m.message_id > last and is_answer(m)]
        self.heard[person] = max((message.message_id for message in new), default=last)
        return "\n\n".join(message.text for message in new)

    async def name(self, attempt: Attempt, answer: str) -> str:
        """Return what the page calls what has become of an attempt."""
        case, actor = attempt.case, attempt.actor.person
        now = look(self.stage, case, actor)
        if now != attempt.was:
            shown = await self.read_other_side(case, actor)
            return name_effect(attempt.what, case, attempt.words, attempt.was, now, shown)
        answer = answer or await self.hear(actor)
        if attempt.what == "/mine" and answer.startswith("You have"):
            return name_list(answer, case)
        return name_refusal(answer, case.number) if answer else "nothing"

    async def read_other_side(self, case: Case, actor: Person) -> list[ChatMessage]:
        """Return what the bot shows to who should read what an actor writes."""
        if actor is not case.client:
            return await read(self.stage, case.client)
        return await read(self.stage, self.boris if case.state == "moved" else case.operator)

    async def try_otherwise(self, attempts: Collection[Attempt]) -> None:
        """Let those who may not do a thing press all that does it."""
        forged = (press_others(self.stage, a.what, a.case, a.actor) for a in attempts)
        await asyncio.gather(*forged)
        for attempt in attempts:
            now = look(self.stage, attempt.case, attempt.actor.person)
            assert now == attempt.was, f"{attempt.what}: a forged button does something"

    async def clear_up(self, attempts: Collection[Attempt]) -> None:
        """Check what new requests say, and let nobody find what was done before."""
        opened = "SELECT message FROM contacts WHERE chat_id = ? ORDER BY id DESC"
        for attempt in attempts:
            assert self.stage.one(opened, attempt.actor.person.id) == attempt.words
            attempt.role.stranger = None
        if attempts:
            await self.stage.run(end_requests, [attempt.actor.person.id for attempt in attempts])
        if self.stage.one("SELECT count(*) FROM operators WHERE name = 'Max' AND NOT is_active"):
            await self.stage.command("/operators on Max")

    async def check_silence(self, shown: Mapping[str, list[ChatMessage]]) -> None:
        """Check that nobody has heard more than what was accounted for, and no client what was refused."""
        await self.stage.settle()
        for person in self.heard:
            assert await self.hear(person) == "", person.first_name
        assert await self.show_untouched() == shown

    async def show_untouched(self) -> dict[str, list[ChatMessage]]:
        """Return what is shown to the clients of requests that nothing should change, by role."""
        roles = [role for role in self.roles.values() if "" in role.cases and role.who != "client"]
        return {role.who: await read(self.stage, role.cases[""].client) for role in roles}


def end_requests(session: Session, accounts: Collection[int]) -> None:
    """Let what these people have open be completed, long ago."""
    opened = select(Contact).where(Contact.chat_id.in_(accounts), Contact.completed_at.is_(None))
    for contact in session.scalars(opened):
        contact.status, contact.completed_at = Status.COMPLETED, utc_now() - LONG_AGO
        contact.unanswered_since = None
        if contact.operator_id is not None:
            capacity.release(session, contact.operator_id)
