"""One short history on a virtual clock: what people do, faults of Telegram, and crashes around any commit.

What Telegram holds outlives a crash, and so does the database file; everything else is thrown away.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, make_url, select
from sqlalchemy.orm import Session

from models import Account, Contact, Message, Operator, actors
from models.database.errors import UnitConflictError
from models.database.sqlite_file import create_writer
from models.database.unit import UnitSession
from proofs.check_history import check
from proofs.exporting import Fact, export_file
from services.chats import ChatRef
from services.contacts import conversation, edits, settlement, transitions
from services.contacts.messages import Incoming
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.moment import Moment
from services.policy import Policy
from services.queues import inbox, outbox
from services.queues.inbox import Arrived, Due
from services.refusals import Refused
from services.team import identity
from simulation.business import ADMIN, HELP, SHOP
from simulation.week import ZONE, run_clock

BEGIN = datetime(2026, 3, 30, 12, 5, tzinfo=UTC)  # a Monday when all four are at work
STEPS, CLIENTS, PLACES = 24, 14, 2
TICK = 4  # steps from one strike of the product's clock to the next
CRASH, FAULT, AGAIN = 0.03, 0.15, 0.1  # of commits, of sends, of batches of updates
REST = timedelta(minutes=6)  # until what waits for some goes to all
FIRST_CLIENT = 10_000
POLICY = Policy(admin_ids=(ADMIN,), timezone=ZONE, default_language="en", reopen_window_minutes=0)
ACTIONS = (
    "take",
    "take",
    "answer",
    "answer",
    "complete",
    "complete",
    "pass_on",
    "return",
    "change",
    "reopen",
)
MOVES = {
    "take": Action.TAKE,
    "complete": Action.COMPLETE,
    "pass_on": Action.PASS_ON,
    "return": Action.RETURN,
    "reopen": Action.REOPEN,
}


class CrashError(Exception):
    """The process is gone."""


@dataclass(slots=True)
class Telegram:
    """What outlives every crash: updates that are not confirmed, and what people wrote and got."""

    held: list[dict[str, Any]] = field(default_factory=list)
    updates: int = 0
    messages: int = 0
    written: dict[tuple[int, int, int], str] = field(default_factory=dict)
    forbidden: list[Fact] = field(default_factory=list)
    sent: int = 0

    def bring(self, bot: int, chat: int, **act: Any) -> None:
        """Hold an update for a bot."""
        self.updates += 1
        self.held.append({"update_id": self.updates, "bot": bot, "chat": chat, **act})

    def write(self, bot: int, chat: int, words: str, **act: Any) -> int:
        """Let somebody write."""
        self.messages += 1
        self.bring(bot, chat, message=self.messages, text=words, **act)
        return self.messages


@cache
def open_engine(path: Path) -> Engine:
    """Return the one engine of a process: it remembers how statements are spelled, and nothing else."""
    return create_writer(make_url(f"sqlite:///{path}"))


@dataclass(slots=True)
class Play:
    """One history."""

    path: Path
    random: Random
    telegram: Telegram = field(default_factory=Telegram)
    now: datetime = BEGIN
    crashes: int = 0
    is_calm: bool = False
    commits: int = 0
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = open_engine(self.path)

    @property
    def at(self) -> Moment:
        return Moment(now=self.now, chance=self.random.randrange, policy=POLICY)

    def commit(self, work: Callable[..., Any]) -> Any:
        """Do work in a unit of its own; the process may die right before its commit, or right after."""
        with UnitSession(self.engine, expire_on_commit=False) as session:
            done = work(session)
            session.flush()
            self.may_die()
            session.commit()
            self.commits += 1
        self.may_die()
        return done

    def may_die(self) -> None:
        if not self.is_calm and self.random.random() < CRASH:
            raise CrashError

    def live(self) -> None:
        """Let people act for a while, then let everything come to rest."""
        for step in range(STEPS):
            self.now += timedelta(seconds=self.random.randint(1, 50))
            self.act()
            self.run(strikes=step % TICK == 0)
        self.is_calm = True
        for _ in range(4):
            self.now += REST / 3
            self.run()

    def run(self, *, strikes: bool = True) -> None:
        """Let the process work until it has nothing to do, or dies; then another one starts."""
        try:
            self.take_in()
            self.handle()
            self.deliver()
            if strikes:
                self.commit(lambda session: run_clock(session, at=self.at))
                self.deliver()
        except CrashError:
            self.crashes += 1
            self.engine.dispose()  # the connection goes, with all that was not committed

    def take_in(self) -> None:
        """Store what Telegram holds, and confirm it once it is committed; some of it comes again."""
        batch = list(self.telegram.held)
        for bot in (SHOP, HELP):
            arrived = [
                Arrived(update["update_id"], json.dumps(update), update["chat"])
                for update in batch
                if update["bot"] == bot
            ]
            if not arrived:
                continue
            self.commit(lambda session, b=bot, a=arrived: inbox.store(session, b, a, at=self.at))
        if self.is_calm or self.random.random() >= AGAIN:
            self.telegram.held = [update for update in self.telegram.held if update not in batch]

    def handle(self) -> None:
        """Handle what is due, each update in a unit of its own."""
        for bot in (SHOP, HELP):
            with UnitSession(self.engine) as session:
                due = inbox.list_due(session, bot, limit=50, at=self.at)
            for row in due:
                with suppress(UnitConflictError):
                    self.commit(lambda session, r=row, b=bot: self.handle_one(session, b, r))

    def handle_one(self, session: Session, bot: int, row: Due) -> None:
        update = json.loads(row.body)
        chat = ChatRef(bot, Account(update["chat"]))
        identity.identify(session, chat, language="en", reply_to=None, at=self.at)
        incoming = Incoming(
            bot, Account(update["chat"]), update.get("message", 0), "text", text=update.get("text")
        )
        with suppress(Refused):
            match update["act"]:
                case "say":
                    conversation.receive(session, incoming, at=self.at)
                case "edit":
                    self.note_forbidden(session, incoming)
                    edits.edit(session, incoming, at=self.at)
                case "answer":
                    conversation.answer(session, incoming, update["contact"], at=self.at)
                case move:
                    self.move(session, MOVES[move], update)
        inbox.finish(session, [row.id], at=self.at)

    def move(self, session: Session, action: Action, update: dict[str, Any]) -> None:
        """Do what a button says, of who has the contact."""
        operator = session.scalars(select(Operator).filter_by(telegram_id=update["chat"])).one()
        contact = session.get_one(Contact, update["contact"])
        if contact.operator_id == operator.id:
            actor = actors.operator(operator.id)
            transitions.perform(session, contact.id, action, actor=actor, at=self.at)

    def note_forbidden(self, session: Session, incoming: Incoming) -> None:
        """Note an edit of an answer by somebody who has the contact no more."""
        place = {"bot_id": incoming.bot_id, "chat_id": incoming.chat_id, "message_id": incoming.message_id}
        message = session.scalars(select(Message).filter_by(**place)).first()
        if message is None or message.operator_id is None:
            return
        where = dict(zip(("bot", "chat", "message"), place.values(), strict=True))
        fact: Fact = {"fact": "forbidden", **where, "text": incoming.text}
        if fact in self.telegram.forbidden:  # it was handled before a crash, and is judged anew
            self.telegram.forbidden.remove(fact)
        if session.get_one(Contact, message.contact_id).operator_id != message.operator_id:
            self.telegram.forbidden.append(fact)

    def deliver(self) -> None:
        """Send what is due; some sends fail, of some nobody knows."""
        for bot in (SHOP, HELP):
            for _ in range(30):
                with UnitSession(self.engine) as session:
                    due = outbox.list_due(session, bot, busy=(), limit=40, at=self.at)
                    found = [(row.id, row.params.get(outbox.REDRAWN, 0)) for row in due]
                if not found:
                    break
                outcomes = [self.send(*row) for row in found]
                self.commit(lambda session, o=outcomes: settlement.settle(session, o, at=self.at))

    def send(self, row: int, redrawn: int) -> Outcome:
        self.telegram.sent += 1
        if not self.is_calm and self.random.random() < FAULT:
            return Outcome(row, Result.RETRY, retry_at=self.now + timedelta(seconds=20), error="fault")
        return Outcome(row, Result.SENT, message_id=1_000_000 + self.telegram.sent, redrawn=redrawn)

    def act(self) -> None:
        """Let a client write or change a message, and let somebody on the staff do something."""
        random, telegram = self.random, self.telegram
        client = FIRST_CLIENT + random.randrange(CLIENTS)
        bot = SHOP if random.random() < 0.7 else HELP
        words = f"words {telegram.updates}"
        mine = [place for place in telegram.written if place[:2] == (bot, client)]
        if mine and random.random() < 0.2:
            place = random.choice(mine)
            telegram.written[place] = words
            telegram.bring(bot, client, act="edit", message=place[2], text=words)
        else:
            telegram.written[bot, client, telegram.write(bot, client, words, act="say")] = words
        for _ in range(2):
            self.act_on_a_card()

    def act_on_a_card(self) -> None:
        with UnitSession(self.engine) as session:
            owned = select(Contact.id, Contact.bot_id, Operator.telegram_id, Operator.id)
            rows = session.execute(owned.join(Operator, Operator.id == Contact.operator_id)).all()
            if not rows:
                return
            contact, bot, account, _ = self.random.choice(rows)
            assert bot is not None
            assert account is not None
            answers = select(Message.chat_id, Message.message_id).where(
                Message.bot_id == bot, Message.operator_id.is_not(None)
            )
            said = session.execute(answers.order_by(Message.id)).all()
        act, words = self.random.choice(ACTIONS), f"words {self.telegram.updates}"
        if act == "answer":
            self.telegram.write(bot, account, words, act="answer", contact=contact)
        elif act == "change":
            if said:
                chat, message = self.random.choice(said)
                assert chat is not None
                self.telegram.bring(bot, chat, act="edit", message=message, text=words)
        else:
            self.telegram.bring(bot, account, act=act, contact=contact)

    def judge(self) -> tuple[list[Fact], dict[str, int]]:
        """Return the history and its figures; raises Broken."""
        with self.engine.connect() as connection:
            facts = export_file(connection)
        help_source = {c["source"] for c in facts if c["fact"] == "contact" and c["bot"] == HELP}
        for fact in facts:
            if fact["fact"] == "contact":  # at @acme_help_bot clients wait for whom they know
                fact["is_plain"] = fact["source"] not in help_source
        for (bot, chat, message), words in self.telegram.written.items():
            facts.append({"fact": "written", "bot": bot, "chat": chat, "message": message, "text": words})
        facts += [*self.telegram.forbidden, *[{"fact": "crash"}] * self.crashes]
        return facts, check(facts)
