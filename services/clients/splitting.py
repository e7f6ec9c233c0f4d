"""Takes back a merge of two people: who was merged is a person again, with the contacts that were theirs.

The phone stays with who has proved it in Telegram; with the contacts it stays as what was said.
"""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Actor, Contact, Event, Lead
from services import events, leads
from services.clients import banning, expiry, lookup
from services.distribution import locks, queue
from services.moment import Moment
from services.phones import list_same
from services.queues import outbox
from services.refusals import Reason, Refused

EXAMPLES = 20  # latest merges among which an example is looked for


@dataclass(frozen=True, slots=True)
class Part:
    """A person who was merged into another one, and which contacts would be that person's again."""

    lead: Lead
    contacts: list[Contact]  # oldest first


def list_parts(session: Session, number: int) -> list[Part]:
    """Return who can be split off the person of a contact.

    Raises Refused if nobody was ever merged, or only before it was kept whose each contact was.
    """
    contact = session.get(Contact, number)
    if contact is None:
        raise Refused(Reason.NO_SUCH_CONTACT, number=number)
    lead = session.get_one(Lead, contact.lead_id)
    if lead.forgotten_at is not None:
        raise Refused(Reason.FORGOTTEN)
    parts = find_parts(session, lead)
    if not parts:
        merged = session.scalars(select(Lead.id).where(Lead.merged_into_id == lead.id).limit(1)).first()
        raise Refused(Reason.NOTHING_MERGED if merged is None else Reason.MERGED_LONG_AGO, number=number)
    return parts


def find_parts(session: Session, lead: Lead, *, as_now: bool = False) -> list[Part]:
    """Return who can be split off a person, who came first before others; `as_now` under the locks."""
    if lead.forgotten_at is not None:
        return []
    moved = select(Contact).where(Contact.lead_id == lead.id, Contact.former_lead_id.is_not(None))
    found = dict[int, Part]()
    for contact in session.scalars(moved.order_by(Contact.id).execution_options(populate_existing=as_now)):
        part = find_merged(session, lead, contact.former_lead_id)
        if part is not None:
            found.setdefault(part.id, Part(part, [])).contacts.append(contact)
    return [part for part in found.values() if is_known(session, part)]


def find_merged(session: Session, lead: Lead, former_id: int | None) -> Lead | None:
    """Return the one of a person's merged leads that a former lead is, or was merged into before."""
    former = session.get(Lead, former_id)
    while former is not None and former.merged_into_id not in (None, lead.id):
        former = session.get(Lead, former.merged_into_id)
    return None if former is None or former.merged_into_id is None else former


def is_known(session: Session, part: Part) -> bool:
    """Tell whether all contacts of a merged person can be named: the merge itself has noted them."""
    numbers = [contact.id for contact in part.contacts]
    merges = select(Event.data).where(Event.contact_id.in_(numbers), Event.kind == events.Kind.MERGED.value)
    return any(data["lead_id"] == part.lead.id for data in session.scalars(merges))


def split(session: Session, number: int, lead_id: int, *, actor: Actor, at: Moment) -> Part:
    """Split a merged lead off the person of a contact; returns it with its contacts. Raises Refused.

    A ban of either stays. What waits is offered again: nobody but the person's own account is left out.
    """
    owner = lookup.find_by_contact(session, number)
    merged = select(Lead).where(Lead.id == lead_id, Lead.merged_into_id == owner.id)
    session.scalars(merged.with_for_update().execution_options(populate_existing=True)).all()
    locks.lock_all(session)
    if owner.forgotten_at is not None:
        raise Refused(Reason.FORGOTTEN)
    part = next((part for part in find_parts(session, owner, as_now=True) if part.lead.id == lead_id), None)
    if part is None:
        raise Refused(Reason.SPLIT_ALREADY, number=number)
    part.lead.merged_into_id = None
    for contact in part.contacts:
        give_back(contact, part.lead, owner)
        whose, former = part.lead.id, owner.id
        events.record(
            session, contact.id, events.Kind.SPLIT, actor=actor, lead_id=whose, out_of=former, at=at
        )
    session.flush()
    show(session, part, owner, at=at)
    if at.policy.keep_days:  # nobody else looks again at who has blank contacts alone
        for lead in (part.lead, owner):
            expiry.forget_unless_known(session, lead, at=at)
    return part


def give_back(contact: Contact, lead: Lead, owner: Lead) -> None:
    """Let a contact be a lead's again, and say of its client no more than before the merge."""
    contact.lead_id = lead.id
    if contact.former_lead_id == lead.id:
        contact.former_lead_id = None
    if contact.blanked_at is not None:  # nobody's words come back
        return
    for field, said in contact.as_typed.items():
        if leads.is_own(lead, field, said):
            setattr(contact, f"typed_{field}", None)
    if owner.phone_verified and contact.typed_phone is None:
        contact.typed_phone = owner.phone  # the form said so, else nobody would have been merged


def show(session: Session, part: Part, owner: Lead, *, at: Moment) -> None:
    """Let cards and the queue follow a split; a ban holds for whose it is."""
    kept = [contact for contact in lookup.list_contacts(session, owner) if contact.is_open]
    if part.lead.banned_at is not None:
        banning.enforce(session, part.lead, at=at)
    elif owner.banned_at is not None:
        banning.show_unbanned(session, part.contacts, actor=None, at=at)
    for contact in (*part.contacts, *kept):
        outbox.redraw_card(session, contact, at=at)
    waiting = [contact.source_id for contact in (*part.contacts, *kept) if contact.is_waiting]
    queue.drain(session, waiting, at=at)


def note_merges(session: Session, contacts: list[Contact], *, at: Moment) -> None:
    """Note in the history of contacts whose they were before a merge that has just been made."""
    for contact in contacts:
        former = find_merged(session, session.get_one(Lead, contact.lead_id), contact.former_lead_id)
        if former is not None:
            whose, into = former.id, contact.lead_id
            events.record(session, contact.id, events.Kind.MERGED, lead_id=whose, into=into, at=at)


def keep_phone(session: Session, lead: Lead, phone: str) -> None:
    """Leave a proved phone with the contacts that it has brought, before another one takes its place."""
    if lead.phone is None or not lead.phone_verified or phone in list_same(lead.phone):
        return
    brought = update(Contact).where(
        Contact.lead_id == lead.id,
        Contact.former_lead_id.is_not(None),
        Contact.typed_phone.is_(None),
        Contact.blanked_at.is_(None),
    )
    session.execute(brought.values(typed_phone=lead.phone))


def find_example(session: Session) -> int | None:
    """Return the number of a contact off whose person somebody can be split, None if there is none."""
    merged = select(Lead.merged_into_id).where(Lead.merged_into_id.is_not(None))
    latest = session.scalars(merged.order_by(Lead.id.desc()).limit(EXAMPLES))
    parts = (find_parts(session, session.get_one(Lead, lead_id)) for lead_id in latest.all())
    return next((found[0].contacts[-1].id for found in parts if found), None)
