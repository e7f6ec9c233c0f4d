"""What many do at once in tests, as plain services; and what must be true once it is quiet again."""

from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Contact, Operator, Status
from services.contacts import conversation, messages
from services.contacts.states import Action
from services.distribution.order.lines import IS_WAITING
from services.team import operators
from tests.databases import highest_above_limit, log_loads
from tests.moments import make_moment
from tests.services.world import BOT, NOON, World


def set_up(session: Session, places: int, team: int) -> None:
    log_loads(session)
    world = World(session)
    world.bot()
    for number in range(team):
        world.operator(f"Operator {number}", limit=places, weight=number + 1)


def receive(session: Session, client: int) -> None:
    incoming = messages.Incoming(BOT, client, 1, "text", "hello")
    conversation.receive(
        session, incoming, at=make_moment(NOON, chance=Random(client).randrange, reopen_window_minutes=0)
    )


def finish(session: Session, contact_id: int) -> None:
    """Let its operator press take and complete; he may be refused, if it has gone elsewhere meanwhile."""
    contact = session.get_one(Contact, contact_id)
    if contact.operator_id is None:
        return
    operator = session.get_one(Operator, contact.operator_id)
    for action in (Action.TAKE, Action.COMPLETE):
        World(session, chance=Random(contact_id).randrange).press(operator, action, contact)


def count(session: Session, *conditions: Any) -> int:
    return session.scalars(select(func.count()).select_from(Contact).where(*conditions)).one()


ASSIGNED = Contact.operator_id.is_not(None)
WAITING = Contact.operator_id.is_(None)
OPEN = Contact.status != Status.COMPLETED


def list_ids(session: Session, *conditions: Any) -> list[int]:
    return list(session.scalars(select(Contact.id).where(*conditions).order_by(Contact.id)))


def check(session: Session) -> None:
    """What must be true whenever nothing is under way."""
    World(session).check_loads()
    assert (highest_above_limit(session) or 0) <= 0
    at_work = [o for o in operators.list_operators(session) if o.is_active and o.on_shift]
    free = [o for o in at_work if o.load < o.max_active_leads]
    assert not free or not count(session, IS_WAITING), "somebody waits beside a free place"
