"""What somebody may see and do on the live board now: an admin everything, others what an admin gives."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, BoardRight, Contact
from services.joining import board_rights
from services.moment import Moment
from services.refusals import Reason, Refused


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may see and do; `source_ids` is None for all sources."""

    is_admin: bool
    may_steer: bool
    source_ids: frozenset[int] | None = None

    def covers(self, source_id: int) -> bool:
        """Tell whether a source and its contacts are to be seen."""
        return self.source_ids is None or source_id in self.source_ids


OF_ADMIN = Rights(is_admin=True, may_steer=True)


def find(session: Session, account: Account, *, at: Moment) -> Rights | None:
    """Return what somebody may see and do, None for nothing at all."""
    if account in at.policy.admin_ids:
        return OF_ADMIN
    return choose(account, board_rights.find(session, account), at=at)


def choose(account: Account, right: BoardRight | None, *, at: Moment) -> Rights | None:
    """Return what somebody may see and do, whose right this is if he is no admin."""
    if account in at.policy.admin_ids:
        return OF_ADMIN
    if right is None:
        return None
    seen = None if right.source_ids is None else frozenset(right.source_ids)
    return Rights(is_admin=False, may_steer=not right.is_read_only, source_ids=seen)


def check_contact(session: Session, account: Account, number: int, *, at: Moment) -> None:
    """Refuse who may not do anything with a contact: one that he does not see is not there for him."""
    rights = check_steering(session, account, at=at)
    if rights.source_ids is None:
        return
    source_id = session.scalar(select(Contact.source_id).where(Contact.id == number))
    if source_id is None or not rights.covers(source_id):
        raise Refused(Reason.NO_SUCH_CONTACT, number=number)


def check_source(session: Session, account: Account, source_id: int, *, at: Moment) -> None:
    """Refuse who may not change a source: one that he does not see is not there for him."""
    if not check_steering(session, account, at=at).covers(source_id):
        raise Refused(Reason.NO_SUCH_SOURCE, name=str(source_id))


def check_steering(session: Session, account: Account, *, at: Moment) -> Rights:
    """Return the rights of somebody who may do something; raises Refused."""
    rights = find(session, account, at=at)
    if rights is None or not rights.may_steer:
        raise Refused(Reason.NOT_ALLOWED)
    return rights
