"""The tables, in the design's words. Imports nothing of ours."""

from models.actors import Actor
from models.base import Base
from models.contacts import (
    IS_COMPLETED,
    IS_NEW,
    IS_OPEN,
    ORIGIN,
    TYPED,
    Author,
    Contact,
    Event,
    Message,
    Rating,
    Status,
)
from models.labels import ContactTag, Label, LabelKind
from models.people import Account, KeptBan, Lead, Operator, Secret
from models.queues import (
    IS_UNDELIVERED,
    IS_UNHANDLED,
    WEBHOOKS,
    Alert,
    Digest,
    IdempotencyKey,
    Inbox,
    InboxState,
    Outbox,
    OutboxKind,
    OutboxState,
)
from models.quick_answers import QuickAnswer
from models.settings import Admin, BoardRight, BoardSession, SettingChange, Trial
from models.sources import Chat, Mode, OperatorSourceWeight, Source
from models.sums import DaySum

__all__ = [
    "IS_COMPLETED",
    "IS_NEW",
    "IS_OPEN",
    "IS_UNDELIVERED",
    "IS_UNHANDLED",
    "ORIGIN",
    "TYPED",
    "WEBHOOKS",
    "Account",
    "Actor",
    "Admin",
    "Alert",
    "Author",
    "Base",
    "BoardRight",
    "BoardSession",
    "Chat",
    "Contact",
    "ContactTag",
    "DaySum",
    "Digest",
    "Event",
    "IdempotencyKey",
    "Inbox",
    "InboxState",
    "KeptBan",
    "Label",
    "LabelKind",
    "Lead",
    "Message",
    "Mode",
    "Operator",
    "OperatorSourceWeight",
    "Outbox",
    "OutboxKind",
    "OutboxState",
    "QuickAnswer",
    "Rating",
    "Secret",
    "SettingChange",
    "Source",
    "Status",
    "Trial",
]
