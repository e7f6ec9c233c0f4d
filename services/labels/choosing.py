"""What a contact is labelled with: how it ended, once it has, and what it is about.

Both stay when it is reopened, moves or is forgotten: they are words of the business. Each change is told.
"""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Contact, ContactTag, Label, LabelKind
from models.actors import Actor
from services import events
from services.distribution import locks
from services.labels import lists
from services.moment import Moment
from services.queues import outbox
from services.refusals import Reason, Refused


def claim(session: Session, number: int) -> Contact:
    """Read a contact that is about to be labelled, as it is now, and lock it; raises Refused."""
    contact = session.get(Contact, number)
    if contact is None:
        raise Refused(Reason.NO_SUCH_CONTACT, number=number)
    if locks.are_needed(session):
        session.refresh(contact, with_for_update={"of": Contact})
    return contact


def set_outcome(session: Session, contact: Contact, label: Label | None, *, actor: Actor, at: Moment) -> None:
    """Say how a claimed contact has ended, or no more; raises Refused while it has not ended."""
    if contact.is_open:
        raise Refused(Reason.NOT_COMPLETED, number=contact.id)
    former = session.get(Label, contact.outcome_id) if contact.outcome_id is not None else None
    if label is former:
        return
    if label is not None and label.retired_at is not None:
        raise Refused(Reason.LABEL_RETIRED, name=label.name)
    contact.outcome_id = label.id if label else None
    events.record(
        session,
        contact.id,
        events.Kind.OUTCOME,
        actor=actor,
        operator_id=contact.operator_id,
        label_id=contact.outcome_id,
        before=former.name if former else None,
        after=label.name if label else None,
        at=at,
    )
    outbox.redraw_card(session, contact, at=at)


def toggle_outcome(session: Session, contact: Contact, label_id: int, *, actor: Actor, at: Moment) -> None:
    """Set an outcome, or clear it if the contact has it; raises Refused."""
    label = lists.get(session, LabelKind.OUTCOME, label_id)
    chosen = None if contact.outcome_id == label.id else label
    set_outcome(session, contact, chosen, actor=actor, at=at)


def list_tags(session: Session, contact: Contact) -> list[Label]:
    """Return the tags of a contact, in the order of the list."""
    of_contact = select(ContactTag.label_id).where(ContactTag.contact_id == contact.id)
    return list(session.scalars(select(Label).where(Label.id.in_(of_contact)).order_by(Label.id)))


def set_tags(
    session: Session, contact: Contact, labels: Collection[Label], *, actor: Actor, at: Moment
) -> None:
    """Give a claimed contact these tags and no others; raises Refused for a retired one that it has not."""
    former = list_tags(session, contact)
    wanted = sorted(set(labels), key=lambda label: label.id)
    added = [label for label in wanted if label not in former]
    removed = [label for label in former if label not in wanted]
    for label in added:
        if label.retired_at is not None:
            raise Refused(Reason.LABEL_RETIRED, name=label.name)
    if not (added or removed):
        return
    session.add_all(ContactTag(contact_id=contact.id, label_id=label.id) for label in added)
    gone = ContactTag.label_id.in_([label.id for label in removed])
    session.flush()
    session.execute(delete(ContactTag).where(ContactTag.contact_id == contact.id, gone))
    events.record(
        session,
        contact.id,
        events.Kind.TAGGED,
        actor=actor,
        operator_id=contact.operator_id,
        added=[label.name for label in added],
        removed=[label.name for label in removed],
        at=at,
    )
    outbox.redraw_card(session, contact, at=at)


def add_tags(
    session: Session, contact: Contact, labels: Collection[Label], *, actor: Actor, at: Moment
) -> None:
    """Give a claimed contact these tags beside those that it has."""
    if labels:
        set_tags(session, contact, [*list_tags(session, contact), *labels], actor=actor, at=at)


def toggle_tag(session: Session, contact: Contact, label_id: int, *, actor: Actor, at: Moment) -> None:
    """Give a claimed contact a tag, or take it away if it has it; raises Refused."""
    label, has = lists.get(session, LabelKind.TAG, label_id), list_tags(session, contact)
    wanted = [tag for tag in has if tag is not label] if label in has else [*has, label]
    set_tags(session, contact, wanted, actor=actor, at=at)
