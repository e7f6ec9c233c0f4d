"""What outlives every crash: Telegram, and what people and other systems have got."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import WEBHOOKS, Message, Outbox, OutboxKind
from proofs.exporting import Fact
from services.moment import Moment
from services.queues import outbox, webhook_queue


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
    blocked: set[tuple[int, int]] = field(default_factory=set)  # bot and account, now
    were_blocked: set[tuple[int, int]] = field(default_factory=set)

    def bring(self, bot: int, chat: int, **act: Any) -> None:
        """Hold an update for a bot; who sends one has not blocked it any more."""
        self.blocked.discard((bot, chat))
        self.updates += 1
        self.held.append({"update_id": self.updates, "bot": bot, "chat": chat, **act})

    def block(self, bot: int, chat: int) -> None:
        """Let somebody read nothing more of a bot."""
        self.blocked.add((bot, chat))
        self.were_blocked.add((bot, chat))

    def write(self, bot: int, chat: int, words: str, **act: Any) -> int:
        """Let somebody write."""
        self.messages += 1
        self.bring(bot, chat, message=self.messages, text=words, **act)
        return self.messages

    def list_facts(self) -> list[Fact]:
        """Return what people wrote, blocked and were told, and which edits were nobody's to make."""
        facts: list[Fact] = [
            {"fact": "written", "bot": bot, "chat": chat, "message": message, "text": words}
            for (bot, chat, message), words in self.written.items()
        ]
        facts += [{"fact": "blocked", "bot": bot, "account": account} for bot, account in self.were_blocked]
        return [*facts, *self.forbidden, *self.told]


def tell(telegram: Telegram, session: Session, row: Outbox, *, is_known: bool) -> None:
    """Note what somebody reads, or another system."""
    if row.kind is OutboxKind.WEBHOOK:
        hook = {"row": row.id, "contact": row.contact_id, "is_known": is_known}
        telegram.told.append({"fact": "hook", **hook})
        return
    message = session.get(Message, row.params.get("message", 0))
    if row.kind is OutboxKind.CARD:
        first = select(Message).filter_by(contact_id=row.contact_id).order_by(Message.id).limit(1)
        message = session.scalars(first).one()
    about = {"message": message and message.id, "text": message and message.text, "is_known": is_known}
    place = {"row": row.id, "contact": row.contact_id, "chat": row.chat_id}
    telegram.told.append({"fact": "told", **place, **about})


def list_due(session: Session, bot: int, *, at: Moment) -> list[Outbox]:
    """Return what a bot is to send now, or what other systems are to hear."""
    if bot == WEBHOOKS:
        return [due.row for due in webhook_queue.list_due(session, busy=(), limit=40, at=at)]
    return outbox.list_due(session, bot, busy=(), limit=40, at=at)
