"""The tables, in the design's words. Imports nothing of ours."""

from models.actors import Actor
from models.base import Base
from models.contacts import TYPED, Author, Contact, Event, Message, Status
from models.people import Account, KeptBan, Lead, Operator, Secret
from models.queues import (
    WEBHOOKS,
    Alert,
    IdempotencyKey,
    Inbox,
    InboxState,
    Outbox,
    OutboxKind,
    OutboxState,
)
from models.sources import Chat, OperatorSourceWeight, Source
from models.sums import DaySum

__all__ = [
    "TYPED",
    "WEBHOOKS",
    "Account",
    "Actor",
    "Alert",
    "Author",
    "Base",
    "Chat",
    "Contact",
    "DaySum",
    "Event",
    "IdempotencyKey",
    "Inbox",
    "InboxState",
    "KeptBan",
    "Lead",
    "Message",
    "Operator",
    "OperatorSourceWeight",
    "Outbox",
    "OutboxKind",
    "OutboxState",
    "Secret",
    "Source",
    "Status",
]
