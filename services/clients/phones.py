"""A client shares the phone that Telegram vouches for."""

from sqlalchemy.orm import Session

from services import bans, chats, leads
from services.clients import banning, splitting
from services.contacts import conversation, follow_ups, messages
from services.contacts.messages import Incoming
from services.distribution import queue
from services.moment import Moment
from services.queues import outbox, recipients


def share_phone(session: Session, incoming: Incoming, phone: str, *, at: Moment) -> None:
    """Store the phone that Telegram vouches for with the person; the card of an open contact shows it.

    Whoever shares a phone without an open contact wants to be called: that opens one, except within the
    policy's window after completion.
    """
    if messages.find(session, incoming.chat, incoming.message_id) is not None:
        return
    if bans.is_banned(session, incoming.chat.account):
        return
    lead = leads.resolve(session, incoming.identity, at=at)
    splitting.keep_phone(session, lead, phone)
    merged = leads.verify_phone(session, lead, phone)
    splitting.note_merges(session, merged.contacts, at=at)
    if bans.is_kept(session, **{bans.PROVED: phone}):
        lead.banned_at = lead.banned_at or at.now
    if lead.banned_at is not None:
        banning.enforce(session, lead, at=at)
        return
    if merged.of_banned:
        banning.leave_behind(session, merged.of_banned, at=at)
    written_at = messages.find_date(incoming, at=at)
    contact = chats.find_open_contact(session, incoming.chat) or follow_ups.find_recent(
        session, incoming.chat, written_at=written_at, at=at
    )
    if contact is None:
        conversation.begin(session, incoming, at=at)
    else:
        conversation.join(session, contact, incoming, at=at)
        outbox.redraw_card(session, contact, at=at)
    recipient = recipients.Recipient(incoming.bot_id, incoming.chat_id)
    outbox.notify(session, recipient, "client-phone-saved", phone=phone, at=at)
    queue.drain(session, [c.source_id for c in merged.contacts if c.is_waiting], at=at)
