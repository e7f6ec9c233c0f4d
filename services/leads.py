"""Which person it is: found by external_id, then phone, then email; else created, and only once."""

from collections.abc import Iterable
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import TYPED, Account, Contact, Lead
from models.database.lookup import Lookup
from models.database.unit import UnitSession
from services.chats import Profile
from services.moment import Moment
from services.names import drop_directions, is_visible
from services.phones import list_same

IDENTIFIERS = ("external_id", "phone", "email")
TELEGRAM = "tg:"
# A ban that comes now waits until we have ended.
LOCK = {"read": True}
LOOKUPS = {field: Lookup(Lead, getattr(Lead, field), locked="SHARE") for field in IDENTIFIERS}
BY_ANY_IDENTIFIER = (
    select(Lead)
    .where(or_(*(getattr(Lead, field).in_(bindparam(field, expanding=True)) for field in IDENTIFIERS)))
    .order_by(Lead.id)
    .with_for_update(read=True)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a person; phone and email in their one spelling, blank as None."""

    external_id: str | None = None
    phone: str | None = None
    email: str | None = None
    name: str | None = None
    language: str | None = None
    username: str | None = None  # in Telegram, without @


def telegram_external_id(account: Account) -> str:
    """Return the external_id of a Telegram client."""
    return f"{TELEGRAM}{account}"


def identify(account: Account) -> Identity:
    """Return what is known of who has a Telegram account, and no more."""
    return Identity(external_id=telegram_external_id(account))


def find_telegram_id(lead: Lead) -> Account | None:
    """Return the Telegram account of a person, None for one who never wrote in Telegram."""
    prefix, _, number = (lead.external_id or "").partition(TELEGRAM)
    return Account(int(number)) if not prefix and number.isdecimal() else None


def normalize_email(text: str) -> str:
    """Return an email in the one spelling we compare; raises ValueError."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise ValueError("is not an email address") from error


def resolve(session: Session, identity: Identity, *, at: Moment) -> Lead:
    """Find or create the lead and fill its blank fields; an identifier of another lead is never stolen."""
    lead = find(session, identity) or create(session, identity, at=at)
    fill_blanks(session, lead, identity)
    return lead


def create(session: Session, identity: Identity, *, at: Moment) -> Lead:
    """Create a lead; if another transaction has just done so, this one is done again, and finds it."""
    values = {field: getattr(identity, field) for field in (*IDENTIFIERS, "language", "username")}
    lead = Lead(**values, name=find_visible(identity.name), phone_verified=False, created_at=at.now)
    session.add(lead)
    return lead


def find_of_account(session: Session, account: Account) -> Lead | None:
    """Return the lead of a Telegram account, as it is now."""
    return LOOKUPS["external_id"].find(session, telegram_external_id(account))


def prefetch(session: Session, identities: Iterable[Identity]) -> None:
    """Read and lock at once the leads that are asked for one by one."""
    spelled: dict[str, set[str]] = {field: set() for field in IDENTIFIERS}
    for identity in identities:
        for field in IDENTIFIERS:
            spelled[field].update(list_spellings(field, getattr(identity, field)))
    unknown = {
        field: lookup.list_unknown(session, [(value,) for value in sorted(spelled[field])])
        for field, lookup in LOOKUPS.items()
    }
    if any(unknown.values()):
        asked = {field: [key[0] for key in keys] for field, keys in unknown.items()}
        found = session.scalars(BY_ANY_IDENTIFIER, asked).all()
        for field, lookup in LOOKUPS.items():
            lookup.learn(session, unknown[field], found)


def find(session: Session, identity: Identity) -> Lead | None:
    """Return the lead of the first identifier that is known, following merges."""
    lead = find_named(session, identity)
    return follow_merges(session, lead) if lead is not None else None


def find_named(session: Session, identity: Identity) -> Lead | None:
    """Return the lead that has the first identifier that is known, be it merged or not."""
    if isinstance(session, UnitSession):
        prefetch(session, [identity])
    for field, lookup in LOOKUPS.items():
        for spelling in list_spellings(field, getattr(identity, field)):
            lead = lookup.find(session, spelling)
            if lead is not None:
                return lead
    return None


def list_spellings(field: str, value: str | None) -> tuple[str, ...]:
    """Return how an identifier may be stored, the spelling given first; nothing for none."""
    if value is None:
        return ()
    return list_same(value) if field == "phone" else (value,)


def is_one_of(field: str, value: str) -> ColumnElement[bool]:
    """Return what is true of a lead that has an identifier, in any spelling."""
    column: InstrumentedAttribute[str | None] = getattr(Lead, field)
    return column.in_(list_spellings(field, value))


def follow_merges(session: Session, lead: Lead) -> Lead:
    """Return the lead that stands for this one today."""
    while lead.merged_into_id is not None:
        lead = session.get_one(Lead, lead.merged_into_id, with_for_update=LOCK, populate_existing=True)
    return lead


def fill_blanks(session: Session, lead: Lead, identity: Identity) -> None:
    """Fill what is blank; what is filled stays, and so does what another lead owns."""
    lead.name = lead.name or find_visible(identity.name)
    lead.language = lead.language or identity.language
    lead.username = lead.username or identity.username
    for field in IDENTIFIERS:
        value = getattr(identity, field)
        if value is None or getattr(lead, field) is not None:
            continue
        if find(session, Identity(**{field: value})) is None:
            setattr(lead, field, value)


def is_vouched_for(lead: Lead) -> bool:
    """Tell whether Telegram vouches for a person: what a form says changes nothing of them."""
    return lead.phone_verified or (lead.external_id or "").startswith(TELEGRAM)


def keep_claims(contact: Contact, lead: Lead, identity: Identity) -> None:
    """Keep with a contact what it says of a person and is not the lead's own; what it has already stays."""
    for field in TYPED:
        said = getattr(identity, field)
        if said is not None and not is_own(lead, field, said) and field not in contact.as_typed:
            setattr(contact, f"typed_{field}", said)


def is_own(lead: Lead, field: str, said: str) -> bool:
    """Tell whether a lead has this name or identifier itself; a name that shows nothing adds nothing."""
    known: str | None = getattr(lead, field)
    if field == "name":
        return not is_visible(said) or fold(said) == fold(known or "")
    return known in list_spellings(field, said)


def fold(name: str) -> str:
    """Return a name without what makes no difference: capitals and spaces."""
    return " ".join(name.split()).casefold()


def follow_profile(session: Session, account: Account, profile: Profile, *, former: Profile) -> bool:
    """Give a person of Telegram the name and username of today; returns whether that changes anything.

    What was never seen before is no change: it only fills a blank name. Nor is a name that shows nothing.
    """
    lead = find_of_account(session, account)
    if lead is None:
        return False
    before, name = (lead.name, lead.username), find_visible(profile.name)
    lead.name = (lead.name or name) if former.name is None else (name or lead.name)
    lead.username = profile.username
    return (lead.name, lead.username) != before


def find_visible(name: str | None) -> str | None:
    """Return a name without marks of direction, None for one that shows nothing."""
    return drop_directions(name) if name is not None and is_visible(name) else None


@dataclass(slots=True)
class Merged:
    """What a merge brought: contacts, those of a banned lead once more by themselves."""

    contacts: list[Contact]
    of_banned: list[Contact]


def verify_phone(session: Session, lead: Lead, phone: str) -> Merged:
    """Give a lead the phone that Telegram vouches for; returns what moved here by a merge.

    The owner of the phone so far is merged into this lead if it has no Telegram id; two people of Telegram
    never merge, the phone moves to who has proved it.
    """
    owners = session.scalars(select(Lead).where(is_one_of("phone", phone), Lead.id != lead.id))
    merged = Merged([], [])
    for owner in owners.all():
        owner.phone, owner.phone_verified = None, False
        session.flush()
        successor = follow_merges(session, owner)
        if successor is owner and not (owner.external_id or "").startswith(TELEGRAM):
            moved = merge(session, owner, into=lead)
            merged.contacts += moved
            merged.of_banned += moved if owner.banned_at is not None else []
    lead.phone, lead.phone_verified = phone, True
    session.flush()
    return merged


def merge(session: Session, lead: Lead, *, into: Lead) -> list[Contact]:
    """Merge a lead into one that Telegram vouches for: all contacts move, and are returned.

    What was said of the lead stays with its contacts, and finds the other one by this lead. A ban stays, too:
    anybody could have got a phone banned that is not theirs. Each contact keeps whose it was first, so that
    `clients.splitting` can undo the last of several merges as well as the one before.
    """
    moved = list(session.scalars(select(Contact).where(Contact.lead_id == lead.id)))
    first = func.coalesce(Contact.former_lead_id, lead.id)
    now_of = {"lead_id": into.id, "former_lead_id": first}
    session.execute(update(Contact).where(Contact.lead_id == lead.id).values(now_of))
    said = Identity(lead.external_id, lead.phone, lead.email, lead.name)
    for contact in moved:
        keep_claims(contact, into, said)
    lead.merged_into_id = into.id
    session.flush()
    return moved
