"""Whether somebody is banned: who is opens and joins nothing, and gets no answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Lead
from services import leads
from services.refusals import Reason, Refused


def is_banned(session: Session, account: Account) -> bool:
    """Tell whether a Telegram account is banned; a ban that comes now waits until we have ended."""
    known = select(Lead).where(Lead.external_id == leads.telegram_external_id(account))
    lead = session.scalars(known.with_for_update(read=True).execution_options(populate_existing=True)).first()
    return lead is not None and lead.banned_at is not None


def check(session: Session, lead: Lead) -> None:
    """Refuse a banned person; a ban that comes now waits until we have ended."""
    if session.get_bind().dialect.name != "sqlite":  # which has one writer: nothing can come meanwhile
        session.refresh(lead, with_for_update={"read": True})
    if lead.banned_at is not None:
        raise Refused(Reason.BANNED)
