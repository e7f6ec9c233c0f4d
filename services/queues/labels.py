"""What contacts are labelled with, read for many at once: for cards, pages, the API and webhooks.

As long as the business has no labels, `HAS_LABELS` says so within another statement, and nothing is read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact, ContactTag, Label, LabelKind

HAS_LABELS = select(Label.id).exists()
OFFERED = 12  # outcomes on a card


@dataclass(frozen=True, slots=True)
class Labelled:
    """The outcome and the tags of a contact, and what it could have; lists are in the order of adding."""

    outcome: Label | None = None
    tags: tuple[Label, ...] = ()
    outcomes: tuple[Label, ...] = ()  # that are in use
    known_tags: tuple[Label, ...] = ()  # that are in use

    @property
    def offered(self) -> tuple[Label, ...]:
        """Return the outcomes for the buttons of a card; the chosen one is always there, to be cleared."""
        first = self.outcomes[:OFFERED]
        return first if self.outcome is None or self.outcome in first else (*first, self.outcome)

    @property
    def offered_tags(self) -> tuple[Label, ...]:
        """Return the tags to choose from, with those that the contact has had for longer than the list."""
        return (*self.known_tags, *(tag for tag in self.tags if tag.retired_at is not None))


NONE = Labelled()


def read(session: Session, contacts: Iterable[Contact]) -> Mapping[int, Labelled]:
    """Return by id what these contacts are labelled with."""
    contacts = list(contacts)
    every = {label.id: label for label in session.scalars(select(Label).order_by(Label.id))}
    if not every:
        return dict.fromkeys((contact.id for contact in contacts), NONE)
    in_use = [label for label in every.values() if label.retired_at is None]
    outcomes = tuple(label for label in in_use if label.kind is LabelKind.OUTCOME)
    tags = tuple(label for label in in_use if label.kind is LabelKind.TAG)
    of_contact = defaultdict[int, list[Label]](list)
    rows = select(ContactTag.contact_id, ContactTag.label_id).order_by(ContactTag.label_id)
    for contact_id, label_id in session.execute(
        rows.where(ContactTag.contact_id.in_([contact.id for contact in contacts]))
    ):
        of_contact[contact_id].append(every[label_id])
    return {
        contact.id: Labelled(
            every.get(contact.outcome_id or 0), tuple(of_contact[contact.id]), outcomes, tags
        )
        for contact in contacts
    }


def read_one(session: Session, contact: Contact) -> Labelled:
    """Return what a contact is labelled with."""
    return read(session, [contact])[contact.id]


def read_number(session: Session, number: int) -> Labelled:
    """Return what the contact with this number is labelled with."""
    return read_one(session, session.get_one(Contact, number))
