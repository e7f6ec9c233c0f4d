"""Finds contacts by what is known of the person and what was said, the newest first.

Among the newest it looks at each. Only what is rarer is asked for from the index of words (models/words.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, or_, select, true, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import TYPED, Contact, ContactTag, LabelKind, Lead, Message
from models.words import fold_yo, may_contain
from services.labels import lists as labels
from services.moment import Moment
from services.phones import MARK, join_extension, list_same, normalize_phone, split_extension, split_typed
from services.reports.records import WHOLE

FOUND = 20
NEWEST = 1000  # contacts
HASH = "#"
FEWEST_DIGITS = 4  # of a part of a phone; fewer are in too many

Column = InstrumentedAttribute[str | None]
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Phone:
    """What a text says of a phone: all of it, or how it begins or ends, or what it contains."""

    whole: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()

    @property
    def texts(self) -> set[str]:
        """Return texts of which a phone must contain one."""
        return {*self.whole, *self.begins, *self.ends, *self.contains}

    def matches(self, column: Column) -> Iterable[Condition]:
        """Return what is true of a phone that is meant."""
        if self.whole:
            yield column.in_(self.whole)
        yield from (column.startswith(text) for text in self.begins)
        yield from (column.endswith(text) for text in self.ends)
        yield from (column.contains(text) for text in self.contains)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be true of a lead, a message or what a form says, each with texts that may occur in it."""

    person: Condition
    said: Condition
    typed: Condition
    texts: dict[Any, set[str]]  # table → those of which a row must contain one


def find(session: Session, text: str, *, at: Moment) -> list[Contact]:
    """Return contacts whose phone, email, client's name, @username, ID elsewhere or words contain a text.

    So does what a form says and nothing confirms. Of `#tag` it is those that have this tag.

    The newest first, at most 20. Capital letters don't matter, nor do the dots of ё.
    """
    tag = labels.look_up(session, LabelKind.TAG, text) if text.startswith(HASH) else None
    if tag is not None:
        of_tag = select(ContactTag.contact_id).where(ContactTag.label_id == tag.id)
        return _list_newest(session, of_tag)
    wanted = understand(session, text, at.policy.phone_region)
    last = (session.scalar(select(func.max(Contact.id))) or 0) - NEWEST
    found = _find(session, wanted, Contact.id > last, Message.contact_id > last, Contact.id > last)
    if len(found) == FOUND:
        return found
    everywhere = {Lead: true(), Message: true(), Contact: _has_typed()}
    by_index = {kind: may_contain(session, kind, texts) for kind, texts in wanted.texts.items()}
    return _find(session, wanted, *(everywhere[kind] if by is None else by for kind, by in by_index.items()))


def _find(
    session: Session, wanted: Wanted, of_people: Condition, of_messages: Condition, of_forms: Condition
) -> list[Contact]:
    """Return the newest of those contacts that are meant."""
    ids = union(
        select(Contact.id).join(Lead, Lead.id == Contact.lead_id).where(of_people, wanted.person),
        select(Message.contact_id).where(of_messages, wanted.said),
        select(Contact.id).where(of_forms, wanted.typed),
    )
    return _list_newest(session, ids)


def _list_newest(session: Session, ids: Select[Any] | CompoundSelect[Any]) -> list[Contact]:
    query = select(Contact).where(Contact.id.in_(ids)).options(*WHOLE)
    return list(session.scalars(query.order_by(Contact.id.desc()).limit(FOUND)))


def understand(session: Session, text: str, region: str) -> Wanted:
    """Return what somebody means who looks for a text."""
    spellings = list_spellings(session, fold_yo(text))
    username, phone = text.removeprefix("@"), understand_phone(text, region)
    fields: list[Column] = [getattr(Contact, f"typed_{field}") for field in TYPED]
    known = (Lead.email.icontains(text, autoescape=True), Lead.external_id.icontains(text, autoescape=True))
    return Wanted(
        person=or_(
            *_contain_any(Lead.name, spellings),
            *known,
            Lead.username.icontains(username, autoescape=True),
            *phone.matches(Lead.phone),
        ),
        said=or_(*_contain_any(Message.text, spellings)),
        typed=or_(
            *(condition for field in fields for condition in _contain_any(field, spellings)),
            *phone.matches(Contact.typed_phone),
        ),
        texts={
            Lead: {*spellings, text, username, *phone.texts},
            Message: spellings,
            Contact: {*spellings, *phone.texts},
        },
    )


def _contain_any(column: Column, words: Iterable[str]) -> Iterable[Condition]:
    plain = func.replace(func.replace(column, "ё", "е"), "Ё", "Е")  # as most people write it
    return (plain.icontains(word, autoescape=True) for word in words)


def _has_typed() -> Condition:
    return or_(*(getattr(Contact, f"typed_{field}").is_not(None) for field in TYPED))  # by its index


def list_spellings(session: Session, text: str) -> set[str]:
    """Return how a text may be written, beside other capitals where the database doesn't mind them.

    SQLite minds none (models.database.sqlite). PostgreSQL may fold Latin letters only, as with the locale C.
    """
    if session.get_bind().dialect.name == "sqlite":
        return {text}
    return {text, text.lower(), text.upper(), text.capitalize(), text.title()}


def understand_phone(text: str, region: str) -> Phone:
    """Return the phone, whole or its last digits, that a text is, or no phone.

    Without an extension it is any of the number's, with one it is that one.
    """
    try:
        same = list_same(normalize_phone(text, region))
    except ValueError:
        return _understand_part(text)
    anywhere = () if split_extension(same[0])[1] else tuple(f"{one}{MARK}" for one in same)
    return Phone(whole=tuple(same), begins=anywhere)


def _understand_part(text: str) -> Phone:
    typed, extension = split_typed(text)
    digits = "".join(c for c in typed if c in "0123456789")
    if any(c.isalpha() for c in typed) or len(digits + extension) < FEWEST_DIGITS:
        return Phone()
    together = digits + extension  # a comma may also stand between digits of a number
    return Phone(contains=(together,), ends=(join_extension(digits, extension),) if extension else ())
