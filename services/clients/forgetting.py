"""Deletes a person: who it was and every word go; that there were contacts stays.

What our tables hold is deleted. Of what Telegram shows operators only the cards are ours to change.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import product

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import (
    TYPED,
    Account,
    Actor,
    BoardRight,
    BoardSession,
    Chat,
    Contact,
    Event,
    Inbox,
    InboxState,
    Lead,
    Message,
    Outbox,
    OutboxKind,
    OutboxState,
)
from models.database.unit import FORGETS
from models.words import may_contain
from services import bans, chats, events, leads
from services.clients import closing, lookup, quoting
from services.moment import Moment
from services.queues import outbox
from services.queues.claims.offering import VALUE
from services.queues.inbox import BLANK
from services.queues.notes import NOTE
from services.refusals import Reason, Refused

WORDS = ("before", "after", "file_before", "file_after", "text")  # in the data of events


@dataclass(frozen=True, slots=True)
class Traces:
    """What there is of a person."""

    lead: Lead
    contacts: list[Contact]
    messages: int

    @property
    def open_ones(self) -> list[int]:
        """Return the numbers of the contacts that would be completed."""
        return [contact.id for contact in self.contacts if contact.is_open]


def find_traces(session: Session, number: int) -> Traces:
    """Return what there is of the person of a contact; raises Refused."""
    lead = lookup.find_by_contact(session, number)
    if lead.forgotten_at is not None:
        raise Refused(Reason.FORGOTTEN)
    found = lookup.list_contacts(session, lead)
    of_person = Message.contact_id.in_([contact.id for contact in found])
    messages = session.scalars(select(func.count()).select_from(Message).where(of_person)).one()
    return Traces(lead, found, messages)


def forget(
    session: Session,
    number: int,
    *,
    actor: Actor,
    update_id: tuple[int, int] | None = None,
    at: Moment,
) -> Traces:
    """Delete the person of a contact everywhere; returns what there was. Raises Refused.

    `update_id` is the (bot_id, update_id) of the wish itself: it quotes what it deletes.
    """
    traces = find_traces(session, number)
    closing.complete_all(session, traces.lead, actor=actor, at=at)
    erase(session, traces.lead, traces.contacts, actor=actor, update_id=update_id, at=at)
    return traces


def erase(
    session: Session,
    lead: Lead,
    contacts: Collection[Contact],
    *,
    actor: Actor | None,
    update_id: tuple[int, int] | None = None,
    at: Moment,
) -> None:
    """Delete a person, all of whose contacts these are and completed; a ban stays without the person."""
    session.flush()
    family, contact_ids = list_family(session, lead), [contact.id for contact in contacts]
    accounts = find_accounts(family, contacts)
    bans.keep(session, lead, family, accounts)
    forget_updates(session, quoting.gather(session, family, contacts, accounts), update_id)
    forget_claims(session, family)
    forget_words(session, contact_ids)
    forget_sends(session, contact_ids, accounts, at=at)
    staff = {account for account in accounts if lookup.is_staff_account(session, account, at=at)}
    session.execute(delete(Chat).where(Chat.chat_id.in_(accounts - staff)))
    session.execute(update(Chat).where(Chat.chat_id.in_(staff)).values(name=None, username=None))
    session.execute(update(BoardRight).where(BoardRight.telegram_id.in_(accounts)).values(name=None))
    session.execute(delete(BoardSession).where(BoardSession.account.in_(accounts)))
    for person in family:
        person.external_id = person.phone = person.email = person.name = person.username = person.language = (
            None
        )
        person.phone_verified, person.forgotten_at = False, at.now
    for contact in contacts:
        blank(contact, at=at)
        outbox.redraw_card(session, contact, at=at)
        outbox.redraw_former_cards(session, contact, at=at)
        events.record(session, contact.id, events.Kind.FORGOTTEN, actor=actor, at=at)
    session.flush()


def blank(contact: Contact, *, at: Moment) -> None:
    """Take the words of a contact and the way to its client; its numbers and times stay."""
    contact.message, contact.chat_id, contact.unanswered_since = "", None, None
    for field in TYPED:
        setattr(contact, f"typed_{field}", None)
    contact.rating_comment = contact.origin = None
    contact.held = contact.held_since = contact.spam_reported_at = None
    contact.blanked_at = contact.blanked_at or at.now


def find_accounts(family: Iterable[Lead], contacts: Iterable[Contact]) -> set[Account]:
    """Return the Telegram accounts of a person."""
    known = (leads.find_telegram_id(person) for person in family)
    wrote_from = (chats.find_chat(contact) for contact in contacts)
    return {account for account in known if account is not None} | {
        chat.account for chat in wrote_from if chat is not None
    }


def list_family(session: Session, lead: Lead) -> list[Lead]:
    """Return a lead and all that were ever merged into it."""
    family, last = [lead], [lead.id]
    while last:
        merged = session.scalars(select(Lead).where(Lead.merged_into_id.in_(last))).all()
        family.extend(merged)
        last = [person.id for person in merged]
    return family


def forget_updates(session: Session, clues: quoting.Clues, update_id: tuple[int, int] | None) -> None:
    """Blank the updates that may quote a person.

    Those that are handled are kept for their key alone. What operators and admins replied to or pressed
    quotes the client as well, so all of them are blanked, not only the person's own.
    """
    session.info[FORGETS] = True  # others of the same batch are marked as handled only after this
    handled = update(Inbox).where(Inbox.state == InboxState.DONE, Inbox.body != BLANK)
    session.execute(handled.values(body=BLANK, chat_id=None))
    if update_id is not None:
        wish = update(Inbox).where(Inbox.bot_id == update_id[0], Inbox.update_id == update_id[1])
        session.execute(wish.values(body=BLANK, chat_id=None))
    for row in session.scalars(select(Inbox).where(Inbox.state == InboxState.QUARANTINED)):
        if quoting.quotes(row, clues):
            # It can't be tried again: there is nothing left of it.
            row.body, row.chat_id, row.error, row.state = BLANK, None, None, InboxState.DONE


def forget_claims(session: Session, family: Iterable[Lead]) -> None:
    """Blank what forms of other people say that is this person's."""
    for person, name in product(family, leads.IDENTIFIERS):
        column: InstrumentedAttribute[str | None] = getattr(Contact, f"typed_{name}")
        if known := getattr(person, name):
            by_index = may_contain(session, Contact, [known])
            same = column == known if by_index is None else by_index & (func.coalesce(column, "") == known)
            session.execute(update(Contact).where(same).values({column: None}))


def forget_words(session: Session, contact_ids: Collection[int]) -> None:
    """Blank what was said; without its Telegram id a message can be neither answered nor edited any more."""
    said = update(Message).where(Message.contact_id.in_(contact_ids))
    session.execute(
        said.values(
            text=None,
            file_id=None,
            file_unique_id=None,
            media_group_id=None,
            entities=None,
            quote=None,
            forwarded_from=None,
            chat_id=None,
            message_id=None,
        )
    )
    kinds = (events.Kind.EDITED.value, events.Kind.NOTE.value)
    with_words = select(Event).where(Event.contact_id.in_(contact_ids), Event.kind.in_(kinds))
    for event in session.scalars(with_words):
        event.data = {**event.data, **dict.fromkeys(WORDS)}


def forget_sends(
    session: Session, contact_ids: Collection[int], accounts: Collection[int], *, at: Moment
) -> None:
    """Delete what was sent to a person, and drop what operators were to be shown of the person's words.

    What was sent about the contacts goes wherever they were written: by a reply to it, who they were of could
    not be told from an operator any more.
    """
    written_from = select(Contact.chat_id).where(Contact.id.in_(contact_ids), Contact.chat_id.is_not(None))
    is_theirs = Outbox.chat_id.in_(accounts) | Outbox.chat_id.in_(written_from)
    # What an operator who is a client as well gets about others stays.
    about_them = Outbox.contact_id.in_(contact_ids) & is_theirs
    about_nothing = Outbox.contact_id.is_(None) & Outbox.chat_id.in_(accounts)
    to_them = delete(Outbox).where(Outbox.assignment_no.is_(None), about_them | about_nothing)
    session.execute(to_them)
    for row in session.scalars(select(Outbox).where(Outbox.contact_id.in_(contact_ids))):
        row.error = None
        if is_note := row.params.get("key") == NOTE:
            row.params = {**row.params, "text": ""}
        if VALUE in row.params:
            row.params = {**row.params, VALUE: ""}
        quotes = (
            row.kind is OutboxKind.RELAY or is_note or "message" in row.params or outbox.BY_CARD in row.params
        )
        if quotes and row.state is OutboxState.PENDING:
            row.state, row.done_at = OutboxState.DROPPED, at.now
