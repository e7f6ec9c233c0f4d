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

from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models import WEBHOOKS, Account, Contact, Message, Operator, Outbox, OutboxKind, actors
from models.database.errors import UnitConflictError
from models.database.sqlite_file import create_writer
from models.database.unit import UnitSession
from proofs.check_history import check
from proofs.exporting import Fact, export_file
from services.chats import ChatRef
from services.contacts import conversation, edits, settlement, transitions
from services.contacts.cards import pooled
from services.contacts.messages import Incoming
from services.contacts.settlement import Outcome, Result
from services.contacts.states import Action
from services.events import WEBHOOK_TYPES
from services.moment import Moment
from services.policy import Policy
from services.queues import inbox, outbox, webhook_queue
from services.queues.inbox import Arrived, Due
from services.queues.recipients import Recipient
from services.refusals import Refused
from services.team import identity
from simulation.business import ADMIN, HELP, SHOP
from simulation.week import ZONE, run_clock

BEGIN = datetime(2026, 3, 30, 12, 5, tzinfo=UTC)  # a Monday when all four are at work
STEPS, CLIENTS, PLACES = 15, 12, 2
POOL, FIRST = 7_000_003, 7_000_004  # two bots more: a shared pool, and one that goes first
BOTS = (SHOP, SHOP, SHOP, HELP, POOL, FIRST)  # how often clients write to each
TICK = 4  # steps from one strike of the product's clock to the next
CRASH, FAULT, AGAIN = 0.03, 0.15, 0.1  # of commits, of sends, of batches of updates
UNKNOWN = 0.03  # of sends: done, and nobody hears of it
FULL = 0.08  # of steps: the disk has no room
REST = timedelta(minutes=6)  # until what waits for some goes to all
FIRST_CLIENT = 10_000
POLICY = Policy(
    admin_ids=(ADMIN,),
    timezone=ZONE,
    default_language="en",
    reopen_window_minutes=0,
    webhook_events_url="https://crm.example/",
)
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
    "take from pool",
    "take from pool",
    "take from pool",
)
MOVES = {
    "take": Action.TAKE,
    "complete": Action.COMPLETE,
    "pass_on": Action.PASS_ON,
    "return": Action.RETURN,
    "reopen": Action.REOPEN,
}
NO_ROOM, ROOM = text("PRAGMA max_page_count=1"), text("PRAGMA max_page_count=1000000")
PENDING = "SELECT DISTINCT bot_id FROM {} WHERE state = 'pending' ORDER BY bot_id"
LAST_EVENT = text("SELECT coalesce(max(id), 0) FROM events")
CARDS_OF_POOL = (
    select(Outbox.contact_id, Outbox.assignment_no, Outbox.chat_id)
    .where(Outbox.kind == OutboxKind.CARD, Outbox.assignment_no < 0)
    .distinct()
)


class CrashError(Exception):
    """The process is gone."""


class FullError(Exception):
    """What was to be written is undone; the process tries again later."""


@dataclass(slots=True)
class Telegram:
    """What outlives every crash: updates that are not confirmed, and what people wrote and got."""

    held: list[dict[str, Any]] = field(default_factory=list)
    updates: int = 0
    messages: int = 0
    written: dict[tuple[int, int, int], str] = field(default_factory=dict)
    forbidden: list[Fact] = field(default_factory=list)
    sent: int = 0
    told: list[Fact] = field(default_factory=list)

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
    full: int = 0
    is_calm: bool = False
    is_full: bool = False
    commits: int = 0
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.engine = open_engine(self.path)

    @property
    def at(self) -> Moment:
        return Moment(now=self.now, chance=self.random.randrange, policy=POLICY)

    def commit(self, work: Callable[..., Any]) -> Any:
        """Do work in a unit of its own; the process may die right before its commit, or right after."""
        try:
            with UnitSession(self.engine, expire_on_commit=False) as session:
                if self.is_full:
                    session.execute(NO_ROOM)
                done = work(session)
                session.flush()
                self.may_die()
                last = session.execute(LAST_EVENT).scalar_one()
                session.commit()
                self.commits += 1
                self.telegram.told.append({"fact": "unit", "event": last})
        except OperationalError as error:
            if not self.is_full or "full" not in str(error):
                raise
            self.full += 1
            raise FullError from error
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
            self.fill(self.random.random() < FULL)
            self.run(strikes=step % TICK == 0)
        self.fill(False)
        self.is_calm = True
        for _ in range(4):
            self.now += REST / 3
            self.run()

    def fill(self, is_full: bool) -> None:
        """Let the disk be full from now on, or have room again."""
        if self.is_full and not is_full:
            with self.engine.connect() as connection:
                connection.execute(ROOM)
        self.is_full = is_full

    def run(self, *, strikes: bool = True) -> None:
        """Let the process work until it has nothing to do, or dies; then another one starts."""
        try:
            self.take_in()
            self.handle()
            self.deliver()
            if strikes:
                self.commit(lambda session: run_clock(session, at=self.at))
                self.deliver(hooks=True)
        except FullError:
            return
        except CrashError:
            self.crashes += 1
            self.engine.dispose()  # the connection goes, with all that was not committed

    def take_in(self) -> None:
        """Store what Telegram holds, and confirm it once it is committed; some of it comes again."""
        batch = list(self.telegram.held)
        for bot in sorted({update["bot"] for update in batch}):
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
        for bot in self.list_bots("inbox"):
            with UnitSession(self.engine) as session:
                due = inbox.list_due(session, bot, limit=50, at=self.at)
            for row in due:
                with suppress(UnitConflictError):
                    self.commit(lambda session, r=row, b=bot: self.handle_one(session, b, r))

    def list_bots(self, queue: str) -> list[int]:
        """Return which bots have something to do."""
        with self.engine.connect() as connection:
            return list(connection.execute(text(PENDING.format(queue))).scalars())

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
                case "take from pool":
                    card = Recipient(bot, update["chat"], update["contact"], update["number"])
                    pooled.take(session, card, at=self.at)
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

    def deliver(self, *, hooks: bool = False) -> None:
        """Send what is due; some sends fail, of some nobody knows."""
        for bot in self.list_bots("outbox"):
            if bot == WEBHOOKS and not hooks:
                continue
            for _ in range(30):
                with UnitSession(self.engine) as session:
                    outcomes = [self.send(session, row) for row in list_due(session, bot, at=self.at)]
                if not outcomes:
                    break
                self.commit(lambda session, o=outcomes: settlement.settle(session, o, at=self.at))

    def send(self, session: Session, row: Outbox) -> Outcome:
        """Tell what a row says as it stands now, if no fault comes in between."""
        self.telegram.sent += 1
        chance = 1.0 if self.is_calm else self.random.random()
        if chance >= FAULT:
            self.tell(session, row, is_known=chance >= FAULT + UNKNOWN)
        if chance < FAULT + UNKNOWN:
            return Outcome(row.id, Result.RETRY, retry_at=self.now + timedelta(seconds=20), error="fault")
        redrawn = row.params.get(outbox.REDRAWN, 0)
        return Outcome(row.id, Result.SENT, message_id=1_000_000 + self.telegram.sent, redrawn=redrawn)

    def tell(self, session: Session, row: Outbox, *, is_known: bool) -> None:
        """Note what somebody reads, or another system."""
        if row.kind is OutboxKind.WEBHOOK:
            hook = {"row": row.id, "contact": row.contact_id, "is_known": is_known}
            self.telegram.told.append({"fact": "hook", **hook})
            return
        message = session.get(Message, row.params.get("message", 0))
        if row.kind is OutboxKind.CARD:
            first = select(Message).filter_by(contact_id=row.contact_id).order_by(Message.id).limit(1)
            message = session.scalars(first).one()
        about = {"message": message and message.id, "text": message and message.text, "is_known": is_known}
        place = {"row": row.id, "contact": row.contact_id, "chat": row.chat_id}
        self.telegram.told.append({"fact": "told", **place, **about})

    def act(self) -> None:
        """Let a client write or change a message, and let somebody on the staff do something."""
        random, telegram = self.random, self.telegram
        client = FIRST_CLIENT + random.randrange(CLIENTS)
        bot = random.choice(BOTS)
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
            act, words = self.random.choice(ACTIONS), f"words {self.telegram.updates}"
            if act == "take from pool":
                self.take_from_pool(session)
                return
            owned = select(Contact.id, Contact.bot_id, Operator.telegram_id)
            rows = session.execute(owned.join(Operator, Operator.id == Contact.operator_id)).all()
            if not rows:
                return
            contact, bot, account = self.random.choice(rows)
            assert bot is not None
            assert account is not None
            answers = select(Message.chat_id, Message.message_id).where(
                Message.bot_id == bot, Message.operator_id.is_not(None)
            )
            said = session.execute(answers.order_by(Message.id)).all()
        if act == "answer":
            self.telegram.write(bot, account, words, act="answer", contact=contact)
        elif act == "change":
            if said:
                chat, message = self.random.choice(said)
                assert chat is not None
                self.telegram.bring(bot, chat, act="edit", message=message, text=words)
        else:
            self.telegram.bring(bot, account, act=act, contact=contact)

    def take_from_pool(self, session: Session) -> None:
        """Let two who have a card of the same contact take it, one right after the other, or one alone."""
        cards = session.execute(CARDS_OF_POOL).all()
        if not cards:
            return
        contact, number, _ = self.random.choice(cards)
        readers = [chat for of, no, chat in cards if (of, no) == (contact, number)]
        for chat in self.random.sample(readers, min(2, len(readers))):
            self.telegram.bring(POOL, chat, act="take from pool", contact=contact, number=number)

    def judge(self) -> tuple[list[Fact], dict[str, int]]:
        """Return the history and its figures; raises Broken."""
        with self.engine.connect() as connection:
            facts = export_file(connection)
        for (bot, chat, message), words in self.telegram.written.items():
            facts.append({"fact": "written", "bot": bot, "chat": chat, "message": message, "text": words})
        facts += [*self.telegram.forbidden, *self.telegram.told, *[{"fact": "crash"}] * self.crashes]
        facts += [
            {"fact": "hook_name", "kind": kind, "name": name} for kind, (name, _) in WEBHOOK_TYPES.items()
        ]
        facts.append({"fact": "end", "at": self.now.timestamp()})
        return facts, check(facts)


def list_due(session: Session, bot: int, *, at: Moment) -> list[Outbox]:
    """Return what a bot is to send now, or what other systems are to hear."""
    if bot == WEBHOOKS:
        return [due.row for due in webhook_queue.list_due(session, busy=(), limit=40, at=at)]
    return outbox.list_due(session, bot, busy=(), limit=40, at=at)
