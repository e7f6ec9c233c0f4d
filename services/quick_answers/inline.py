"""Quick answers that an operator looks for by typing, and the message that one becomes.

That message says only what it says. So it is compared with what would be filled in for its reader now: what
was filled in for one client never goes to another.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from models import IS_OPEN, Contact, Lead, Operator, QuickAnswer
from services import chats
from services.chats import ChatRef
from services.contacts.messages import Incoming
from services.moment import Moment
from services.names import fold
from services.quick_answers import offered, placeholders
from services.refusals import Reason, Refused

T = TypeVar("T")

UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # of Unicode's categories: controls, marks of format, spaces

MOST = 50  # that Telegram takes
FEW = 3  # contacts for which texts are filled in


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A quick answer, filled in; with `contact` only for its client. Contacts come with their leads."""

    answer: QuickAnswer
    text: str
    contact: Contact | None = None


def suggest(session: Session, chat: ChatRef, typed: str) -> list[Suggestion]:
    """Return the quick answers for the clients whom an operator has open here, most used first.

    Only those with all the typed words in title, text, or name and number of the client. None for anybody
    who is no operator, or is switched off with nothing open.
    """
    operator = chats.find_operator(session, chat.account)
    if operator is None:
        return []
    found: dict[int, QuickAnswer] = {}
    filled = defaultdict[int, list[tuple[Contact, str]]](list)
    contacts = list_contacts(session, operator, chat.bot_id)
    for contact in contacts:
        for answer in offered.list_for(session, contact):
            found[answer.id] = answer
            text = placeholders.fill_in(answer.text, contact, contact.lead, operator)
            filled[answer.id].append((contact, text))
    in_order = sorted(found.values(), key=lambda answer: (-answer.used, answer.id))
    every = (one for answer in in_order for one in tell_apart(answer, filled[answer.id], len(contacts)))
    words = fold(typed).split()
    return [one for one in every if all(word in describe(one) for word in words)][:MOST]


def list_contacts(session: Session, operator: Operator, bot_id: int) -> Sequence[Contact]:
    """Return a few open contacts of an operator: the longest wait for an answer first, then the newest."""
    rows = (
        select(Contact)
        .where(Contact.operator_id == operator.id, IS_OPEN, Contact.bot_id == bot_id)
        .where(Contact.chat_id.is_not(None))
        .options(joinedload(Contact.lead))
    )
    waits = (Contact.unanswered_since.is_(None), Contact.unanswered_since, Contact.id.desc())
    return session.scalars(rows.order_by(*waits).limit(FEW)).all()


def tell_apart(answer: QuickAnswer, filled: Iterable[tuple[Contact, str]], count: int) -> list[Suggestion]:
    """Return one suggestion if it says the same to all `count` clients, else one for each."""
    filled = list(filled)
    texts = {text for _, text in filled}
    if len(filled) == count and len(texts) == 1:
        return [Suggestion(answer, texts.pop())]
    return [Suggestion(answer, text, contact) for contact, text in filled]


def describe(one: Suggestion) -> str:
    """Return where typed words are looked for."""
    contact = one.contact
    whom = f"{contact.lead.name or ''} {contact.id}" if contact else ""
    return fold(f"{one.answer.title} {one.text} {whom}")


def list_fitting(session: Session, incoming: Incoming, contacts: Iterable[Contact]) -> list[Contact]:
    """Return those of an operator's contacts for whose clients the text of a message was filled in."""
    return [contact for contact in contacts if find_answer(session, incoming, contact) is not None]


def check(session: Session, incoming: Incoming, contact_id: int) -> QuickAnswer:
    """Return which quick answer a message is; raises Refused if it says anything else to this client."""
    contact = session.get(Contact, contact_id)
    answer = find_answer(session, incoming, contact) if contact is not None else None
    if answer is None:
        raise Refused(Reason.ANSWER_ELSEWHERE, number=contact_id)
    return answer


def find_answer(session: Session, incoming: Incoming, contact: Contact) -> QuickAnswer | None:
    """Return the quick answer that says to the client of a contact just what a message says."""
    operator = chats.find_operator(session, incoming.chat.account)
    if operator is None:
        return None
    lead, said = session.get_one(Lead, contact.lead_id), keep_seen(incoming.text or "")
    return next(
        (
            answer
            for answer in offered.list_for(session, contact)
            if keep_seen(placeholders.fill_in(answer.text, contact, lead, operator)) == said
        ),
        None,
    )


def keep_seen(text: str) -> str:
    """Return what is seen of a text: Telegram drops some of the rest, and puts spaces for some."""
    return "".join(
        sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) not in UNSEEN
    )


def send(session: Session, incoming: Incoming, contact_id: int, by: Callable[..., T], *, at: Moment) -> T:
    """Send a message that was chosen so to the client of a contact, `by` what sends it; returns its result.

    Raises Refused, with nothing sent, if it was filled in for somebody else, if it says something else by
    now, and as `by` does.
    """
    answer = check(session, incoming, contact_id)
    done = by(session, incoming, contact_id, at=at)
    count = update(QuickAnswer).where(QuickAnswer.id == answer.id)
    session.execute(count.values(used=QuickAnswer.used + 1))
    return done
