"""Hashtags in notes: `// #vip call after six` tags the contact; one that is new joins the list."""

import re

from sqlalchemy.orm import Session

from models import Label, LabelKind
from services.labels import lists
from services.moment import Moment
from services.names import find_twin, is_good_name
from services.refusals import Reason, Refused

# At the beginning of a word: what follows within an address of the web is no hashtag.
HASHTAG = re.compile(r"(?<![^\s(,;])#([\w-]+)")


def list_names(text: str) -> list[str]:
    """Return the tags that a text names, each once; a plain number is that of a contact."""
    return [name for name in dict.fromkeys(HASHTAG.findall(text)) if not name.isdecimal()]


def find_or_add(session: Session, text: str, *, at: Moment) -> list[Label]:
    """Return the tags that a note names, new ones added; raises Refused, with none added, where one can't be.

    An underline stands for a space where that is a tag, and what looks like a tag is that one.
    """
    names = list_names(text)
    if not names:
        return []
    in_use = lists.list_labels(session, LabelKind.TAG)
    found = [find(in_use, name) for name in names]
    new = dict[str, str]()  # each as it is spelled first
    for name, label in zip(names, found, strict=True):
        if label is None:
            new.setdefault(lists.fold_name(name), name)
    for name in new.values():
        if not is_good_name(lists.tidy(name)):
            raise Refused(Reason.BAD_LABEL, name=name)
    if new:
        lists.check_room(session, LabelKind.TAG, len(new))
    known = [label for label in found if label is not None]
    for name in new.values():
        known.append(find(known, name) or lists.add(session, LabelKind.TAG, name, at=at))
    return list(dict.fromkeys(known))


def find(in_use: list[Label], name: str) -> Label | None:
    """Return the tag that somebody means by a hashtag."""
    keys = {lists.fold_name(name), lists.fold_name(name.replace("_", " "))}
    return next((label for label in in_use if label.name_key in keys), None) or find_twin(name, in_use)
