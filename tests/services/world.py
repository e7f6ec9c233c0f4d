"""A small business to try the rules in: people by name, presses and messages in a word, seeded chance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Account,
    Chat,
    Contact,
    Event,
    Lead,
    Message,
    Operator,
    Outbox,
    OutboxKind,
    OutboxState,
    Source,
    Status,
)
from services import chats, sources
from services.chats import ChatRef
from services.contacts import card_actions, conversation, follow_ups, settlement
from services.contacts.messages import Incoming
from services.contacts.states import Action
from services.deadlines import timeouts
from services.distribution import weights
from services.distribution.routing import Chance
from services.joining import accounts
from services.moment import Moment
from services.policy import Policy
from services.queues import recipients
from services.refusals import Reason, Refused
from services.team import identity, operators

BOT = 7_000_001
OTHER_BOT = 7_000_002
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
WINDOW = timedelta(minutes=Policy().reopen_window_minutes)


def last(total: int) -> int:
    """The chance that always names the last candidate."""
    return total - 1


@dataclass
class World:
    session: Session
    now: datetime = NOON
    chance: Chance = field(default_factory=lambda: Random(0).randrange)
    policy: Policy = field(default_factory=Policy)
    message_ids: Iterator[int] = field(default_factory=lambda: count(1))
    telegram_ids: Iterator[int] = field(default_factory=lambda: count(700))

    @property
    def at(self) -> Moment:
        """Now, with the chance and the policy of this business."""
        return Moment(now=self.now, chance=self.chance, policy=self.policy)

    def at_with(self, **policy: Any) -> Moment:
        """Now, if the business had decided otherwise."""
        return replace(self.at, policy=self.policy.model_copy(update=policy))

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def bot(self, bot_id: int = BOT, username: str = "acme_bot") -> Source:
        return sources.connect_bot(self.session, bot_id, username, at=self.at)

    def campaign(self, code: str, bot_id: int = BOT) -> Source:
        return self._add_source(
            Source(name=code, name_key=code, bot_id=bot_id, code=code, created_at=self.now)
        )

    def chat_from(self, campaign: Source, client: int) -> None:
        """Let a client open the bot by the link of a campaign."""
        self.meet(client)
        self.chat(client).source_id = campaign.id

    def api_source(self, name: str = "site") -> Source:
        return self._add_source(Source(name=name, name_key=name, created_at=self.now))

    def operator(
        self,
        name: str,
        *,
        limit: int = 5,
        telegram_id: int | None = None,
        opened: tuple[int, ...] = (BOT,),
        weight: Mapping[Source, int] | int = 1,
    ) -> Operator:
        """Add an operator who has joined, opened these bots, and shares the bot or what `weight` says."""
        operator = operators.add(self.session, name, limit, at=self.at)
        operator.telegram_id = Account(telegram_id or next(self.telegram_ids))
        for bot_id in opened:
            self.opens(operator, bot_id)
        given = weight if isinstance(weight, Mapping) else {self.find_bot(): weight}
        for source, share in given.items():
            self.set_weight(operator, source, share)
        self.session.flush()
        return operator

    def find_bot(self, bot_id: int = BOT) -> Source:
        return sources.bot_source(self.session, bot_id) or self.bot(bot_id)

    def set_weight(self, operator: Operator, source: Source, weight: int) -> None:
        weights.set_weight(self.session, operator, source, weight, at=self.at)

    def opens(self, operator: Operator, bot_id: int = BOT) -> None:
        assert operator.telegram_id is not None
        self.meet(operator.telegram_id, bot_id)

    def meet(self, telegram_id: int, bot_id: int = BOT, **known: Any) -> identity.Person:
        known = {"language": None, "reply_to": None, **known}
        return identity.identify(self.session, ChatRef(bot_id, telegram_id), at=self.at, **known)

    def blocks(self, operator: Operator, bot_id: int = BOT) -> None:
        assert operator.telegram_id is not None
        settlement.mark_unreachable(self.session, ChatRef(bot_id, operator.telegram_id), at=self.at)

    def switch(self, operator: Operator, on: bool) -> None:
        operators.set_active(self.session, operator, on, at=self.at)

    def set_shift(self, operator: Operator, on: bool) -> None:
        operators.set_shift(self.session, operator.id, on, at=self.at)

    def set_limit(self, operator: Operator, limit: int) -> None:
        operators.set_limit(self.session, operator, limit, at=self.at)

    def join(self, operator: Operator, telegram_id: int) -> Operator:
        token = f"token-{telegram_id}-{next(self.message_ids)}"
        accounts.issue_link(self.session, operator, token, at=self.at)
        return accounts.join(self.session, token, Account(telegram_id), language=None, at=self.at)

    def incoming(
        self, chat_id: int, text: str | None = "hello", *, bot_id: int = BOT, **more: Any
    ) -> Incoming:
        more = {"message_id": next(self.message_ids), "kind": "text", **more}
        return Incoming(bot_id, chat_id, text=text, **more)

    def write(self, client: int, text: str | None = "hello", *, bot_id: int = BOT, **more: Any) -> Contact:
        """Let a client write, and return the contact that the message is in."""
        incoming = self.incoming(client, text, bot_id=bot_id, **more)
        conversation.receive(self.session, incoming, at=self.at_with(reopen_window_minutes=0))
        contact = chats.find_open_contact(self.session, ChatRef(bot_id, client))
        assert contact is not None
        return contact

    def say(self, client: int, text: str | None = "hello", *, bot_id: int = BOT, **more: Any) -> Incoming:
        """Let a client write while follow-ups are allowed; whatever becomes of it."""
        incoming = self.incoming(client, text, bot_id=bot_id, **more)
        conversation.receive(self.session, incoming, at=self.at)
        self.session.flush()
        return incoming

    def answer(self, operator: Operator, contact: Contact, text: str | None = "yes", **more: Any) -> None:
        assert operator.telegram_id is not None
        incoming = self.incoming(operator.telegram_id, text, bot_id=contact.bot_id or BOT, **more)
        conversation.answer(self.session, incoming, contact.id, at=self.at)

    def open_follow_ups(self) -> None:
        """Do what the clock does with follow-ups that nobody has dealt with."""
        for contact_id in follow_ups.list_overdue(self.session, bots=(BOT, OTHER_BOT), at=self.at):
            follow_ups.give_up_waiting(self.session, contact_id, at=self.at)

    def time_out(self, **patience: float) -> int:
        """Do what the clock does with contacts that nobody has taken."""
        minutes = timedelta(**patience) // timedelta(minutes=1)
        at = self.at_with(accept_timeout_minutes=minutes)
        ids = timeouts.list_overdue(self.session, bots=(BOT, OTHER_BOT), at=at)
        moved = timeouts.offer_to_others(self.session, ids, at=at) if ids else 0
        self.session.flush()
        return moved

    def press(
        self, operator: Operator, action: Action, contact: Contact, *, assignment_no: int | None = None
    ) -> Refused | None:
        """Press a button on an operator's card; of the present assignment unless told otherwise."""
        assert operator.telegram_id is not None
        shown = contact.assignment_no if assignment_no is None else assignment_no
        recipient = recipients.Recipient(contact.bot_id or BOT, operator.telegram_id, contact.id, shown)
        refusal = card_actions.perform(self.session, action, recipient, at=self.at)
        self.session.flush()
        return refusal

    def must_press(self, operator: Operator, *actions: Action, contact: Contact) -> None:
        for action in actions:
            refusal = self.press(operator, action, contact)
            assert refusal is None, refusal

    def finish(self, contact: Contact) -> None:
        """Let the operator of a contact take and complete it."""
        operator = self.session.get_one(Operator, contact.operator_id)
        wanted = (Action.TAKE, Action.COMPLETE) if contact.status is Status.NEW else (Action.COMPLETE,)
        self.must_press(operator, *wanted, contact=contact)

    def decisions(self, contact: Contact) -> list[dict[str, Any]]:
        return [event.data for event in self.history(contact) if event.kind == "assigned"]

    def history(self, contact: Contact) -> list[Event]:
        rows = select(Event).where(Event.contact_id == contact.id).order_by(Event.id)
        return list(self.session.scalars(rows))

    def messages(self, contact: Contact) -> list[Message]:
        rows = select(Message).where(Message.contact_id == contact.id).order_by(Message.id)
        return list(self.session.scalars(rows))

    def count(self, table: type[Contact | Message]) -> int:
        return self.session.scalars(select(func.count()).select_from(table)).one()

    def told(self, chat_id: int, *, kind: OutboxKind | None = None) -> list[Outbox]:
        """Return what is going to be told a person, in the order it was decided."""
        rows = select(Outbox).where(Outbox.chat_id == chat_id, Outbox.state == OutboxState.PENDING)
        found = self.session.scalars(rows.order_by(Outbox.id))
        return [row for row in found if kind is None or row.kind is kind]

    def notices(self, chat_id: int) -> list[str]:
        return [row.params["key"] for row in self.told(chat_id, kind=OutboxKind.NOTICE)]

    def relays(self, chat_id: int) -> list[int]:
        return [row.params["message"] for row in self.told(chat_id, kind=OutboxKind.RELAY)]

    def deliver_all(self) -> None:
        """Mark everything that is unsent as delivered."""
        for row in self.session.scalars(select(Outbox).where(Outbox.state == OutboxState.PENDING)):
            row.state, row.message_id, row.done_at = OutboxState.SENT, next(self.message_ids), self.now
        self.session.flush()

    def count_open(self, operator: Operator) -> int:
        mine = select(func.count()).select_from(Contact).where(Contact.operator_id == operator.id)
        return self.session.scalars(mine.where(Contact.status != Status.COMPLETED)).one()

    def check_loads(self) -> None:
        """Each load is the number of open contacts."""
        for operator in operators.list_operators(self.session):
            assert operator.load == self.count_open(operator), operator.name

    def chat(self, chat_id: int, bot_id: int = BOT) -> Chat:
        return self.session.get_one(Chat, (bot_id, chat_id))

    def lead(self, contact: Contact) -> Lead:
        return self.session.get_one(Lead, contact.lead_id)

    def _add_source(self, source: Source) -> Source:
        self.session.add(source)
        self.session.flush()
        return source


def reason(refusal: Refused | None) -> Reason | None:
    """Return why something was refused, None if it was not."""
    return refusal.reason if refusal else None
