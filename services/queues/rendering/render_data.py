"""What it takes to put rows of the outbox into words, read for a whole batch in one statement or a few."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from models import Chat, Contact, Message, Mode, Operator, Outbox, OutboxKind, OutboxState, Source, Status
from models.base import equals_literally
from models.quick_answers import HAS_ANSWERS
from services.queues import labels, recipients, relays
from services.queues.introducing import CAME, CAME_FROM
from services.queues.labels import Labelled
from services.queues.outbox import Key
from services.queues.rendering import copies


@dataclass(frozen=True, slots=True)
class AlbumPart:
    """One relay of an album, sent before or not, with its message."""

    row: Outbox
    message: Message


@dataclass(frozen=True, slots=True)
class RenderData:
    """An outbox row with all that its text needs, read at one moment."""

    row: Outbox
    language: str | None = None
    seen_at: datetime | None = None  # the reader's last sign of life
    contact: Contact | None = None  # with lead, source and operator
    message: Message | None = None  # relayed, or edited
    first_message: Message | None = None  # for a card
    card_id: int | None = None  # the Telegram message that shows this assignment
    copies: tuple[int, ...] = ()  # the Telegram messages that show a changed `message`, its last copy first
    replied_id: int | None = None  # the Telegram message that shows the reader what `message` replies to
    earlier: int = 0  # contacts of this lead before this one, for a card
    elsewhere: Contact | None = None  # open too of this lead, with source and operator, for a card
    labelled: Labelled = labels.NONE  # for a card
    has_answers: bool = False  # quick ones, for a card
    is_of_operator: bool = False  # whether the reader of a card still is one
    bot_texts: dict[str, Any] | None = None  # of the bot of a campaign: what it says where that says nothing
    is_last: bool = True  # nothing unsent stands behind it for the same recipient
    album: tuple[AlbumPart, ...] = ()  # in the order of the album; empty if fewer than two parts are known

    @property
    def key(self) -> Key:
        """Return what keeps its order."""
        return self.row.chat_id, self.row.contact_id

    @property
    def copy_id(self) -> int | None:
        """Return the Telegram message that copied `message`."""
        return next(iter(self.copies), None)

    @property
    def came(self) -> tuple[str, str] | None:
        """Return why the contact of a card has come from somebody else, and from whom."""
        params = self.row.params
        return (params[CAME], params[CAME_FROM]) if CAME in params else None

    @property
    def is_current(self) -> bool:
        """Tell whether the row is meant for its reader still: what belongs to an ended assignment isn't."""
        if self.row.assignment_no is None or self.contact is None:
            return True
        operator = self.contact.operator
        is_theirs = operator is not None and operator.telegram_id == self.row.chat_id
        return is_theirs and self.contact.assignment_no == self.row.assignment_no

    @property
    def is_of_pool(self) -> bool:
        """Tell whether it is a card of those who may take a contact out of a pool."""
        return (self.row.assignment_no or 0) < 0

    @property
    def waits_in_pool(self) -> bool:
        """Tell whether its reader may still take it out of that pool, at most."""
        contact = self.contact
        if contact is None or not contact.is_waiting or contact.source.mode is not Mode.POOL:
            return False
        return self.is_of_operator and recipients.number_in_pool(contact) == self.row.assignment_no


def read(session: Session, rows: Sequence[Outbox]) -> list[RenderData]:
    """Read all that the texts of these rows need: in one statement, but for replies, changes and albums."""
    found = {whole.id: whole for whole in session.execute(WHOLE, {"ids": [row.id for row in rows]})}
    messages = {whole.Message.id: whole.Message for whole in found.values() if whole.Message is not None}
    replied = copies.read_replied(session, messages)
    changed = {row.params["message"] for row in rows if copies.is_about_a_change(row)}
    shown = copies.read_copies(session, {*changed, *replied})
    elsewhere = _read_elsewhere(session, {whole.elsewhere for whole in found.values()} - {None})
    cards = [whole.Contact for whole in found.values() if whole.has_labels]
    labelled = labels.read(session, cards) if cards else {}
    return [
        RenderData(
            row,
            language=whole.language,
            seen_at=whole.reachable_changed_at,
            contact=whole.Contact,
            message=whole.Message,
            first_message=whole.First,
            card_id=whole.card_id,
            copies=shown.get((row.bot_id, row.chat_id, row.params.get("message", 0)), ()),
            replied_id=copies.find_shown(row, messages, replied, shown),
            earlier=whole.earlier,
            elsewhere=elsewhere.get(whole.elsewhere),
            labelled=labelled.get(row.contact_id or 0, labels.NONE) if whole.has_labels else labels.NONE,
            has_answers=whole.has_answers,
            is_of_operator=whole.is_of_operator,
            bot_texts=whole.bot_texts,
            is_last=whole.is_last,
            album=_read_album(session, row),
        )
        for row in rows
        if (whole := found.get(row.id))
    ]


def _read_elsewhere(session: Session, ids: set[int]) -> dict[int, Contact]:
    """Read other open contacts of the same people; as a rule there are none."""
    if not ids:
        return {}
    whole = (joinedload(Contact.source), joinedload(Contact.operator))
    rows = select(Contact).where(Contact.id.in_(ids)).options(*whole)
    return {contact.id: contact for contact in session.scalars(rows)}


def _ask_whole() -> Select[Any]:
    first, card, later = aliased(Message, name="First"), aliased(Outbox), aliased(Outbox)
    earlier, other = aliased(Contact), aliased(Contact)
    bot, staff = aliased(Source), aliased(Operator)
    reader = select(staff.id).where(staff.telegram_id == Outbox.chat_id).correlate(Outbox)
    is_card = Outbox.kind == OutboxKind.CARD
    has_buttons = Outbox.kind.in_((OutboxKind.CARD, OutboxKind.NOTICE)) & Contact.chat_id.is_not(None)
    first_id = select(func.min(Message.id)).where(Message.contact_id == Outbox.contact_id)
    shown = select(card.message_id).where(
        card.contact_id == Outbox.contact_id,
        card.kind == OutboxKind.CARD,
        card.message_id.is_not(None),
        card.assignment_no == Outbox.assignment_no,
        card.chat_id == Outbox.chat_id,
        card.bot_id == Outbox.bot_id,
    )
    before = select(func.count()).where(earlier.lead_id == Contact.lead_id, earlier.id < Contact.id)
    open_too = select(func.max(other.id)).where(
        other.lead_id == Contact.lead_id,
        other.id != Contact.id,
        ~equals_literally(other.status, Status.COMPLETED),
    )
    behind = select(later.id).where(
        equals_literally(later.state, OutboxState.PENDING),
        later.bot_id == Outbox.bot_id,
        later.chat_id == Outbox.chat_id,
        later.contact_id.is_not_distinct_from(Outbox.contact_id),
        later.id > Outbox.id,
    )
    return (
        select(
            Outbox.id,
            Contact,
            Message,
            first,
            Chat.language,
            Chat.reachable_changed_at,
            shown.order_by(card.id.desc()).limit(1).scalar_subquery().label("card_id"),
            case((is_card, before.correlate(Contact).scalar_subquery()), else_=0).label("earlier"),
            case((is_card, open_too.correlate(Contact).scalar_subquery()), else_=None).label("elsewhere"),
            (is_card & labels.HAS_LABELS).label("has_labels"),
            (has_buttons & HAS_ANSWERS).label("has_answers"),
            (is_card & reader.exists()).label("is_of_operator"),
            bot.texts.label("bot_texts"),
            (~behind.correlate(Outbox).exists()).label("is_last"),
        )
        .outerjoin(Contact, Contact.id == Outbox.contact_id)
        .outerjoin(Contact.lead)
        .outerjoin(Contact.source)
        .outerjoin(bot, Source.code.is_not(None) & bot.code.is_(None) & (bot.bot_id == Source.bot_id))
        .outerjoin(Contact.operator)
        .options(
            contains_eager(Contact.lead), contains_eager(Contact.source), contains_eager(Contact.operator)
        )
        .outerjoin(Message, Message.id == Outbox.params["message"].as_integer())
        .outerjoin(first, is_card & (first.id == first_id.correlate(Outbox).scalar_subquery()))
        .outerjoin(Chat, (Chat.bot_id == Outbox.bot_id) & (Chat.chat_id == Outbox.chat_id))
        .where(Outbox.id.in_(bindparam("ids", expanding=True)))
    )


WHOLE = _ask_whole()  # written once, as it is asked for every message


def _read_album(session: Session, row: Outbox) -> tuple[AlbumPart, ...]:
    if relays.ALBUM not in row.params or relays.ALONE in row.params:
        return ()
    recipient = recipients.Recipient(row.bot_id, row.chat_id, row.contact_id, row.assignment_no)
    found = relays.find_parts(session, recipient, row.params[relays.ALBUM])
    together = (OutboxState.PENDING, OutboxState.SENT)
    rows = [part for part in found if part.state in together and relays.ALONE not in part.params]
    if len(rows) < 2:
        return ()
    messages = copies.read_messages(session, [part.params["message"] for part in rows])
    parts = [AlbumPart(part, messages[part.params["message"]]) for part in rows]
    return tuple(sorted(parts, key=lambda part: part.message.message_id or 0))
