"""What client and operator write to each other: stored exactly once, joined to one contact, relayed."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from models import Account, Actor, Author, Contact, Lead, Message, actors
from models.actors import CLIENT
from services import bans, chats, leads, sources
from services.chats import ChatRef
from services.contacts import follow_ups, guards, messages, opening, snoozing, states, transitions
from services.contacts.cards import pooled
from services.contacts.messages import Incoming
from services.contacts.small_talk import is_small_talk
from services.contacts.states import Action, State
from services.distribution import locks
from services.labels import noting
from services.moment import Moment
from services.queues import notes, recipients, relays
from services.queues.claims import offering
from services.refusals import Reason, Refused

PHONE = "phone"  # the kind of a message by which a client shares his own phone
# What an answer does to its contact besides being an answer.
ANSWER_MOVES = {State.NEW: Action.TAKE, State.COMPLETED: Action.REOPEN}


def prefetch(
    session: Session,
    bot_id: int,
    accounts: Collection[Account],
    written: Collection[tuple[int, int]],
    *,
    at: Moment,
) -> None:
    """Lock and read at once what is needed one by one when updates of these accounts are handled.

    `written` are the chat and the id of each message.
    """
    chats.OPERATORS.prefetch(session, [(account,) for account in accounts])
    if len(accounts) > 1:  # all that may be needed, in the order in which everybody locks
        leads.prefetch(session, map(leads.identify, accounts))
        staff = [id_ for id_ in accounts if id_ in at.policy.admin_ids or chats.find_operator(session, id_)]
        if staff:
            locks.lock_all(session)
        else:
            locks.lock_bot(session, bot_id)
    messages.MESSAGES.prefetch(session, [(bot_id, *place) for place in written])
    silent = chats.prefetch(session, [ChatRef(bot_id, account) for account in accounts])
    if silent:
        sources.BOTS.prefetch(session, [(bot_id,)])
        leads.prefetch(session, [leads.identify(chat.account) for chat in silent])


def receive(session: Session, incoming: Incoming, *, at: Moment) -> None:
    """Store a client's message: it joins the chat's open contact or opens one; a repeat does nothing.

    Within the policy's window after completion it may be a follow-up, thanks for a week. Of a banned client
    nothing is kept.
    """
    if messages.find(session, incoming.chat, incoming.message_id) is not None:
        return
    contact = chats.find_open_contact(session, incoming.chat)
    if contact is None:
        if bans.is_banned(session, incoming.chat.account):
            return
        only_thanks = is_small_talk(incoming.kind, incoming.text)
        contact = follow_ups.find_recent(
            session,
            incoming.chat,
            only_thanks=only_thanks,
            written_at=messages.find_date(incoming, at=at),
            at=at,
        )
    if contact is not None and contact.is_open:
        message = join(session, contact, incoming, at=at)
        if not snoozing.wake_by_client(session, contact, message, at=at):
            operator = recipients.operator_recipient(session, contact)
            relays.relay(session, operator, message, at=at)
            offering.offer(session, contact, operator, [message], at=at)
        opening.tell_still_waiting(session, contact, at=at)
    elif contact is not None and follow_ups.may_stay(session, contact, incoming.kind, incoming.text, at=at):
        message = join(session, contact, incoming, at=at)
        follow_ups.pass_to_operator(session, contact, message, at=at)
    else:
        begin(session, incoming, at=at)


def begin(session: Session, incoming: Incoming, *, at: Moment) -> Contact:
    """Open a contact with a client's message."""
    lead = leads.resolve(session, incoming.identity, at=at)
    source = opening.take_source(session, incoming.chat)
    first = messages.make(session, incoming, Author.CLIENT, at=at)
    return opening.open_contact(session, lead, source, first, chat=incoming.chat, actor=CLIENT, at=at)


def join(session: Session, contact: Contact, incoming: Incoming, *, at: Moment) -> Message:
    """Add a client's message to the contact of the chat."""
    message = messages.make(session, incoming, Author.CLIENT, at=at)
    messages.store(session, contact, message, at=at)
    return message


def answer(session: Session, incoming: Incoming, contact_id: int, *, at: Moment) -> None:
    """Store an operator's reply and copy it to the client, taking a new contact into work.

    An answer to a follow-up that waits reopens its contact, one to thanks does not. Who had what is put off
    gets it back by an answer, if there is a free place. Raises Refused, with
    nothing stored, if it can't, if the contact is completed, somebody else's or without a chat, or if its
    client is not to be written to.
    """
    if messages.find(session, incoming.chat, incoming.message_id) is not None:
        return
    operator = chats.find_operator(session, incoming.chat.account)
    contact = transitions.claim(session, contact_id, operator.id if operator else None)
    if operator is not None and contact.is_waiting:
        pooled.take_to_answer(session, contact, operator, at=at)
    is_asleep = operator is not None and contact.is_asleep and contact.snoozed_for == operator.id
    if operator is None or (contact.operator_id != operator.id and not is_asleep):
        raise Refused(Reason.MOVED, number=contact.id)
    if not contact.is_open and not follow_ups.may_be_answered(session, contact, at=at):
        guards.check_heard(session, contact)  # that says more than that it is completed
        raise Refused(Reason.COMPLETED, number=contact.id)
    if contact.chat_id is None:
        lead = session.get_one(Lead, contact.lead_id)
        raise Refused(Reason.NO_CHAT, number=contact.id, **describe_reach(contact, lead))
    actor = actors.operator(operator.id)
    if is_asleep:
        snoozing.take_back(session, contact, operator, actor=actor, at=at)
    state = states.find_state(contact)
    if state is State.COMPLETED and contact.unanswered_since is None:
        guards.check_client(session, contact, at=at)  # thanks are answered, and nothing is reopened
    elif state in ANSWER_MOVES:
        transitions.move(session, contact, ANSWER_MOVES[state], actor=actor, at=at)
    message = messages.make(session, incoming, Author.OPERATOR, operator_id=operator.id, at=at)
    messages.store(session, contact, message, at=at)
    relays.relay(session, recipients.client_recipient(contact), message, look=incoming.look, at=at)


def write(session: Session, incoming: Incoming, contact_id: int, *, name: str, at: Moment) -> None:
    """Store what an admin of this name writes to the client of a contact; its operator reads it, too.

    The contact stays whose it is and as it is. Raises Refused, with nothing stored, if it has no chat, or
    if its client is not to be written to.
    """
    if messages.find(session, incoming.chat, incoming.message_id) is not None:
        return
    contact = _claim_to_write(session, contact_id)
    message = messages.make(session, incoming, Author.OPERATOR, at=at)
    actor = actors.admin(incoming.chat_id)
    _send_signed(session, contact, message, actor=actor, name=name, look=incoming.look, at=at)


def write_text(session: Session, contact_id: int, text: str, *, actor: Actor, name: str, at: Moment) -> None:
    """Store and send words of an admin or a supervisor that are no message of Telegram; else as `write`."""
    contact = _claim_to_write(session, contact_id)
    message = Message(author=Author.OPERATOR, kind="text", text=text, created_at=at.now)
    _send_signed(session, contact, message, actor=actor, name=name, look=None, at=at)


def _claim_to_write(session: Session, contact_id: int) -> Contact:
    contact = transitions.claim(session, contact_id)
    guards.check_heard(session, contact)
    if contact.chat_id is None:
        lead = session.get_one(Lead, contact.lead_id)
        raise Refused(Reason.NO_CHAT, number=contact.id, **describe_reach(contact, lead))
    return contact


def _send_signed(
    session: Session,
    contact: Contact,
    message: Message,
    *,
    actor: Actor,
    name: str,
    look: Mapping[str, Any] | None,
    at: Moment,
) -> None:
    message.signed = name
    messages.store(session, contact, message, actor=actor, at=at)
    client = recipients.client_recipient(contact)
    relays.relay_signed(session, client, message, name=name, look=look, at=at)
    if contact.is_open:
        operator = recipients.operator_recipient(session, contact)
        relays.relay_signed(session, operator, message, name=name, at=at)


def note(
    session: Session, incoming: Incoming, contact_id: int, *, name: str | None = None, at: Moment
) -> None:
    """Keep a note about a contact for colleagues, by its operator or by an admin of this name.

    Whoever gets the contact later reads it, and its operator what an admin notes; the client never does.
    Raises Refused for an operator whose contact it is not, for what is no words, and once words are gone.
    """
    contact = transitions.claim(session, contact_id)
    if name is not None:
        actor = actors.admin(incoming.chat_id)
        _note_signed(session, contact, incoming.kind, incoming.text, actor=actor, name=name, at=at)
        return
    operator = chats.find_operator(session, incoming.chat.account)
    if operator is None or contact.operator_id != operator.id:
        raise Refused(Reason.MOVED, number=contact.id)
    text = _read_note(contact, incoming.kind, incoming.text)
    noting.keep(session, contact, operator.name, text, actor=actors.operator(operator.id), at=at)


def note_text(session: Session, contact_id: int, text: str, *, actor: Actor, name: str, at: Moment) -> None:
    """Keep a note of an admin or a supervisor that is no message of Telegram; else as `note`."""
    contact = transitions.claim(session, contact_id)
    _note_signed(session, contact, "text", text, actor=actor, name=name, at=at)


def _note_signed(
    session: Session, contact: Contact, kind: str, said: str | None, *, actor: Actor, name: str, at: Moment
) -> None:
    text = _read_note(contact, kind, said)
    noting.keep(session, contact, name, text, actor=actor, at=at)
    if contact.is_open:
        notes.show(session, recipients.operator_recipient(session, contact), name, text, at=at)


def _read_note(contact: Contact, kind: str, said: str | None) -> str:
    if contact.blanked_at is not None:
        raise Refused(Reason.FORGOTTEN)
    return notes.read_text(kind, said)


def is_note(incoming: Incoming) -> bool:
    """Tell whether a message is a note to colleagues."""
    return (incoming.text or "").lstrip().startswith(notes.MARK)


def describe_reach(contact: Contact, lead: Lead) -> dict[str, str]:
    """Return the phone and email of a client as `reach`, or else the word for what there is instead."""
    if lead.phone or lead.email:
        return {"reach": ", ".join(filter(None, (lead.phone, lead.email)))}
    if contact.typed_phone or contact.typed_email:
        return {"reach": "typed"}
    if lead.external_id is None:
        return {"reach": "none"}
    if leads.find_telegram_id(lead) is not None:
        return {"reach": "telegram"}
    return {"reach": "id", "id": lead.external_id}
