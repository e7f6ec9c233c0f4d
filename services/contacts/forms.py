"""A contact that comes by API, from a web form for example: nothing is ever written to its client."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models import Author, Contact, Message
from models.actors import API
from models.database.errors import UnitConflictError
from services import bans, leads, sources
from services.contacts import opening
from services.leads import Identity
from services.moment import Moment


def submit(
    session: Session,
    source_id: int,
    identity: Identity,
    text: str,
    *,
    as_typed: Mapping[str, str] | None = None,
    at: Moment,
) -> Contact:
    """Open a contact, assigned or waiting; raises Refused: no such source, or a banned person.

    Of a source that is a bot, or a campaign of one, the operators are those whom the bot can reach. What was
    typed as phone, email or name and is none comes as `as_typed`: the operator is to see it.
    """
    source = sources.get(session, source_id)
    lead = leads.find(session, identity) or leads.create(session, identity, at=at)
    bans.check(session, lead)  # and reads what another process has just made of this person
    if lead.merged_into_id is not None or lead.forgotten_at is not None:
        raise UnitConflictError  # just now: done again, it finds who stands for this person today
    leads.fill_blanks(session, lead, identity)
    first = Message(author=Author.CLIENT, kind="text", text=text, created_at=at.now)
    contact = opening.open_contact(session, lead, source, first, chat=None, actor=API, at=at)
    for field, typed in (as_typed or {}).items():
        setattr(contact, f"typed_{field}", typed)
    return contact
