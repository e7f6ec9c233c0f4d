"""Rows that point at nothing, and people who were merged.

Databases see to the first; but a foreign key of SQLite counts only where somebody has switched it on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, delete, select, update
from sqlalchemy.orm import Session

from models import Contact, Lead
from models.base import Base
from services.moment import Moment
from services.operations.doctor import states
from services.operations.doctor.invariants import Found, Item, find_rows

# What is about a contact that is gone nobody would find or forget any more.
DELETED = {
    "messages.contact_id",
    "events.contact_id",
    "outbox.contact_id",
    "contact_tags.contact_id",
    "contact_tags.label_id",
    "operator_source_weights.source_id",
    "operator_source_weights.operator_id",
}
CLEARED = {"messages.operator_id", "chats.source_id", "leads.merged_into_id"}
OWNER = "contacts.operator_id"  # of what is open: it waits again
# A person has to say what is meant: these are a client's, a ban, the business's own words.
LEFT = {"contacts.lead_id", "contacts.source_id", "kept_bans.lead_id", "quick_answers.source_id"}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column that names rows of another table, or of its own."""

    column: Column[Any]
    target: Column[Any]

    @property
    def name(self) -> str:
        return f"{self.column.table.name}.{self.column.name}"


def list_pointers() -> Iterator[Pointer]:
    """Return every foreign key."""
    for table in Base.metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name)):
            yield Pointer(key.parent, key.column)


def find_orphans(session: Session, which: set[str], *, limit: int, at: Moment) -> Found:
    """Find rows that point at nothing by one of these columns."""
    count, items = 0, list[Item]()
    for pointer in list_pointers():
        if pointer.name not in which:
            continue
        column, target = pointer.column, pointer.target.table.alias()
        is_there = select(target.c[pointer.target.name]).where(target.c[pointer.target.name] == column)
        keys = list(column.table.primary_key)
        rows = select(*keys[:1], column.label("names"), *keys[1:]).where(
            column.is_not(None), ~is_there.exists()
        )
        found = find_rows(session, rows.order_by(*keys), pointer.name, limit=limit)
        count += found.count
        items += found.items
    return Found(count, items[:limit])


def find_removable(session: Session, *, limit: int, at: Moment) -> Found:
    """Find rows about something that is gone, which can go, too."""
    return find_orphans(session, DELETED | CLEARED | {OWNER}, limit=limit, at=at)


def find_lost(session: Session, *, limit: int, at: Moment) -> Found:
    """Find rows about something that is gone, which only a person can put right."""
    return find_orphans(session, LEFT, limit=limit, at=at)


def repair_orphan(session: Session, item: Item, *, at: Moment) -> None:
    """Delete the row, or let it point at nothing; an open contact without its operator waits again."""
    pointer = next(pointer for pointer in list_pointers() if pointer.name == item.what)
    table = pointer.column.table
    assert isinstance(table, Table)
    keys = list(table.primary_key)
    values = [item.number, *(item.facts[key.name] for key in keys[1:])]
    which = [key == value for key, value in zip(keys, values, strict=True)]
    if item.what in DELETED:
        session.execute(delete(table).where(*which))
    elif item.what == OWNER and (contact := session.get_one(Contact, item.number)).is_open:
        states.let_wait(session, Item("contact", contact.id), at=at)
    else:
        session.execute(update(table).where(*which).values({pointer.column.name: None}))


def find_circles(session: Session, *, limit: int, at: Moment) -> Found:
    """Find leads that are merged, by way of others, into themselves: each circle by its lowest number."""
    rows = select(Lead.id, Lead.merged_into_id).where(Lead.merged_into_id.is_not(None))
    into = dict(session.execute(rows.order_by(Lead.id)).all())
    seen, found = set[int](), list[Item]()
    for lead_id in into:
        path, step = dict[int, None](), lead_id
        while step in into and step not in seen and step not in path:
            path[step] = None
            step = into[step] or step
        if step in path:
            circle = list(path)[list(path).index(step) :]
            found.append(Item("lead", min(circle), {"leads in the circle": len(circle)}))
        seen.update(path)
    return Found(len(found), found[:limit])


def repair_circle(session: Session, item: Item, *, at: Moment) -> None:
    """Let the oldest of them stand for all."""
    lead = session.get_one(Lead, item.number)
    lead.merged_into_id = None


def find_merged(session: Session, *, limit: int, at: Moment) -> Found:
    """Find contacts of leads that are merged into others, whose they should be."""
    rows = select(Contact.id, Lead.id.label("lead")).join(Lead, Lead.id == Contact.lead_id)
    merged = rows.where(Lead.merged_into_id.is_not(None)).order_by(Contact.id)
    return find_rows(session, merged, "contact", limit=limit)


def repair_merged(session: Session, item: Item, *, at: Moment) -> None:
    """Let a contact be the one's for whom its lead was merged, as a merge does."""
    contact = session.get_one(Contact, item.number)
    former = session.get_one(Lead, contact.lead_id)
    lead = former
    while lead.merged_into_id is not None:
        lead = session.get_one(Lead, lead.merged_into_id)
    contact.lead_id, contact.former_lead_id = lead.id, contact.former_lead_id or former.id
