"""A contact that comes by API, from a web form for example: nothing is ever written to its client."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Author, Contact, Lead, Message, Source
from models.actors import API
from services import bans, leads, sources
from services.contacts import opening
from services.distribution import locks
from services.leads import Identity
from services.moment import Moment
from services.refusals import Reason, Refused


def prefetch(session: Session, forms: Collection[tuple[int, Identity]]) -> None:
    """Lock and read at once what forms need one by one, each of a source and a person."""
    leads.prefetch(session, [identity for _, identity in forms])
    locks.lock(session, {source_id for source_id, _ in forms})


def submit(
    session: Session,
    source_id: int,
    identity: Identity,
    text: str,
    *,
    as_typed: Mapping[str, str] | None = None,
    origin: Mapping[str, str] | None = None,
    at: Moment,
) -> Contact:
    """Open a contact, assigned or waiting; raises Refused: no such source, a banned person, a `tg:` id.

    Of a source that is a bot, or a campaign of one, the operators are those whom the bot can reach. What was
    typed as phone, email or name and is none comes as `as_typed`: the operator is to see it, and so what the
    form says beside what is known. A claim is not a proof. `origin` says how the sender came to the form.
    """
    if (identity.external_id or "").startswith(leads.TELEGRAM) and not at.policy.api_telegram_ids:
        raise Refused(Reason.TELEGRAM_ID)
    source = sources.get(session, source_id)
    named = leads.find_named(session, identity)
    lead = leads.follow_merges(session, named) if named is not None else None
    if lead is None:
        given = {field: getattr(identity, field) for field in leads.IDENTIFIERS}
        if bans.is_kept(session, **given):
            raise Refused(Reason.BANNED)
        lead = leads.create(session, identity, at=at)
    elif lead.banned_at is not None:
        raise Refused(Reason.BANNED)
    elif may_fill(session, lead, source):
        leads.fill_blanks(session, lead, leave_telegram(identity))
    first = Message(author=Author.CLIENT, kind="text", text=text, created_at=at.now)
    contact = opening.open_contact(session, lead, source, first, chat=None, actor=API, at=at)
    for field, typed in (as_typed or {}).items():
        setattr(contact, f"typed_{field}", typed)
    if origin:
        contact.origin = dict(origin)
    leads.keep_claims(contact, lead, identity)
    if named is not None and named is not lead:
        contact.former_lead_id = named.id  # whose it is if the merge is taken back
    return contact


def may_fill(session: Session, lead: Lead, source: Source) -> bool:
    """Tell whether a form may fill what is blank: not of a person whom Telegram or another source knows."""
    elsewhere = select(Contact.id).where(Contact.lead_id == lead.id, Contact.source_id != source.id)
    return not leads.is_vouched_for(lead) and session.scalars(elsewhere.limit(1)).first() is None


def leave_telegram(identity: Identity) -> Identity:
    """Return what may fill blanks: a Telegram account is nobody's by a form's word."""
    is_telegram = (identity.external_id or "").startswith(leads.TELEGRAM)
    return replace(identity, external_id=None) if is_telegram else identity
