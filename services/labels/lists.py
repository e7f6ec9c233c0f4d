"""The business's own lists of outcomes and tags: added to, renamed, retired.

A retired label stays with the contacts that have it; who adds it again brings it back.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Contact, ContactTag, Label, LabelKind
from services.moment import Moment
from services.names import clean, find_twin, fold, is_good_name, parse_number
from services.refusals import Reason, Refused

MOST = 30  # of a kind in use: so many can be chosen from

NO_SUCH = {LabelKind.OUTCOME: Reason.NO_SUCH_OUTCOME, LabelKind.TAG: Reason.NO_SUCH_TAG}


def list_labels(
    session: Session, kind: LabelKind | None = None, *, with_retired: bool = False
) -> list[Label]:
    """Return labels in the order in which they were added."""
    rows = select(Label).order_by(Label.id)
    if kind is not None:
        rows = rows.where(Label.kind == kind)
    return list(session.scalars(rows if with_retired else rows.where(Label.retired_at.is_(None))))


def count_uses(session: Session, kind: LabelKind) -> dict[int, int]:
    """Return by label how many contacts have it; one that none has is not listed."""
    if kind is LabelKind.OUTCOME:
        column = Contact.outcome_id
        rows = select(column, func.count()).where(column.is_not(None)).group_by(column)
    else:
        rows = select(ContactTag.label_id, func.count()).group_by(ContactTag.label_id)
    return {label_id: count for label_id, count in session.execute(rows) if label_id is not None}


def get(session: Session, kind: LabelKind, label_id: int) -> Label:
    """Return the label of a kind with this id, retired or not; raises Refused."""
    label = session.get(Label, label_id)
    if label is None or label.kind is not kind:
        raise Refused(NO_SUCH[kind], name=str(label_id))
    return label


def get_any(session: Session, label_id: int) -> Label:
    """Return the label with this id, whatever its kind; raises Refused."""
    label = session.get(Label, label_id)
    if label is None:
        raise Refused(Reason.NO_SUCH_LABEL, number=label_id)
    return label


def find(session: Session, kind: LabelKind, word: str) -> Label:
    """Return the label in use that a person names by `7`, `#7`, `name` or `#name`; raises Refused."""
    number = parse_number(word)
    if number is not None:
        label = session.get(Label, number)
        if label is not None and label.kind is kind and label.retired_at is None:
            return label
    label = look_up(session, kind, word)
    if label is None or label.retired_at is not None:
        raise Refused(NO_SUCH[kind], name=clean(word))
    return label


def look_up(session: Session, kind: LabelKind, name: str) -> Label | None:
    """Return the label of this name, retired or not."""
    rows = select(Label).where(Label.kind == kind, Label.name_key == fold_name(name))
    return session.scalars(rows).first()


def add(session: Session, kind: LabelKind, name: str, *, at: Moment) -> Label:
    """Add a label, or bring a retired one back; raises Refused for a name that won't do, or the 31st."""
    name = tidy(name)
    known = check_name(session, kind, name)
    if known is not None and known.retired_at is None:
        raise Refused(Reason.LABEL_TAKEN, name=name)
    check_room(session, kind, 1)
    if known is not None:
        known.name, known.retired_at = name, None
        return known
    label = Label(kind=kind, name=name, name_key=fold_name(name), created_at=at.now)
    session.add(label)
    session.flush()
    return label


def rename(session: Session, label: Label, name: str) -> None:
    """Give a label another name, on all contacts that have it; raises Refused."""
    name = tidy(name)
    known = check_name(session, label.kind, name, besides=label.id)
    if known not in (None, label):
        raise Refused(Reason.LABEL_TAKEN, name=name)
    label.name, label.name_key = name, fold_name(name)
    session.flush()


def change(session: Session, label: Label, *, name: str | None, is_retired: bool | None, at: Moment) -> None:
    """Change what is given of a label, all of it or, raising Refused, nothing."""
    with session.begin_nested():
        if name is not None:
            rename(session, label, name)
        if is_retired is not None:
            retire(session, label, at=at) if is_retired else bring_back(session, label)


def retire(session: Session, label: Label, *, at: Moment) -> None:
    """Offer a label no more; contacts that have it keep it."""
    label.retired_at = label.retired_at or at.now
    session.flush()


def bring_back(session: Session, label: Label) -> None:
    """Offer a retired label again; raises Refused where there is no room, or a name that looks like it."""
    if label.retired_at is None:
        return
    check_name(session, label.kind, label.name, besides=label.id)
    check_room(session, label.kind, 1)
    label.retired_at = None
    session.flush()


def check_name(session: Session, kind: LabelKind, name: str, *, besides: int | None = None) -> Label | None:
    """Refuse a name that is useless or looks like another one in use; returns the label that has it."""
    if not is_good_name(name):
        raise Refused(Reason.BAD_LABEL, name=name)
    known = look_up(session, kind, name)
    others = [other for other in list_labels(session, kind) if other.id not in (besides, known and known.id)]
    twin = find_twin(name, others)
    if twin is not None:
        raise Refused(Reason.LABEL_LOOKS_ALIKE, name=name, other=twin.name)
    return known


def check_room(session: Session, kind: LabelKind, count: int) -> None:
    """Refuse so many more labels than a list may have."""
    if len(list_labels(session, kind)) + count > MOST:
        raise Refused(Reason.TOO_MANY_LABELS, most=MOST)


def tidy(name: str) -> str:
    """Return a name as it is stored: a hashtag without its sign."""
    return clean(clean(name).removeprefix("#"))


def fold_name(name: str) -> str:
    """Return the spelling in which names of labels are compared."""
    return fold(tidy(name))
