"""Whether somebody is banned: who is opens and joins nothing, and gets no answer.

A ban outlives the person: of who is forgotten a keyed hash of account, phone and email is kept. It tells
nobody who that was; whoever has the database can only try out whether a person that is known is meant.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Account, KeptBan, Lead, Secret
from services import leads

KEY = "bans"  # the name of the key, which each database makes for itself
PROVED = "proved_phone"  # a phone that Telegram vouched for: only its ban follows it to another account


def is_banned(session: Session, account: Account) -> bool:
    """Tell whether a Telegram account is banned; a ban that comes now waits until we have ended."""
    lead = leads.find_of_account(session, account)
    if lead is None:
        return is_kept(session, external_id=leads.telegram_external_id(account))
    return lead.banned_at is not None


def is_kept(session: Session, **identifiers: str | None) -> bool:
    """Tell whether one of these identifiers is that of somebody who was banned and is forgotten."""
    key = find_key(session)
    if key is None:
        return False
    hashes = [
        hash_identifier(key, field, spelled)
        for field, value in identifiers.items()
        for spelled in leads.list_spellings("phone" if field == PROVED else field, value)
    ]
    return session.scalars(select(KeptBan.hash).where(KeptBan.hash.in_(hashes)).limit(1)).first() is not None


def keep(session: Session, lead: Lead, family: Iterable[Lead], accounts: Collection[Account]) -> None:
    """Keep the ban of a person, if there is one, without who it is."""
    if lead.banned_at is None:
        return
    key = find_key(session) or make_key(session)
    known = {(field, getattr(person, field)) for person in family for field in leads.IDENTIFIERS}
    known |= {("external_id", leads.telegram_external_id(account)) for account in accounts}
    known |= {(PROVED, person.phone) for person in family if person.phone_verified}
    hashes = {hash_identifier(key, field, value) for field, value in known if value}
    hashes -= set(session.scalars(select(KeptBan.hash).where(KeptBan.hash.in_(hashes))))
    session.add_all(KeptBan(hash=value, lead_id=lead.id) for value in sorted(hashes))


def lift(session: Session, lead: Lead) -> None:
    """Keep the ban of a forgotten person no longer."""
    session.execute(delete(KeptBan).where(KeptBan.lead_id == lead.id))


def find_key(session: Session) -> bytes | None:
    """Return the key of the hashes, None while no ban was ever kept; a unit looks once."""
    if KEY not in session.info:
        kept = session.get(Secret, KEY)
        session.info[KEY] = None if kept is None else bytes.fromhex(kept.value)
    found: bytes | None = session.info[KEY]
    return found


def make_key(session: Session) -> bytes:
    """Make the key of the hashes."""
    key = secrets.token_bytes(32)
    session.add(Secret(name=KEY, value=key.hex()))
    session.flush()
    session.info[KEY] = key
    return key


def hash_identifier(key: bytes, field: str, value: str) -> str:
    """Return what is kept of an identifier."""
    return hmac.new(key, f"{field}:{value}".encode(), hashlib.sha256).hexdigest()
