"""Moving all that an operator has open as a preview shows it: by an admin, or at the end of the hours."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from models import Actor, Lead, Operator
from models.database.protocol import UnitOfWork
from services.moment import Moment
from services.team import operators, transfers
from services.team.transfers import Transfer


@dataclass(frozen=True, slots=True)
class Plan:
    """Where contacts would go or have gone, whose they are, the names of operators, and how it was drawn."""

    moves: Sequence[Transfer]
    clients: Mapping[int, Lead]
    names: Mapping[int, str]
    seed: int


async def preview(unit: UnitOfWork, operator: Operator, target: Operator | None, *, at: Moment) -> Plan:
    """Return where everything would go; raises Refused if there is nothing to move, or nowhere."""
    seed = secrets.randbelow(2**31)
    planned = replace(at, chance=Random(seed).randrange)
    moves = await unit.run_sync(transfers.preview, operator, target, at=planned)
    # Only now: a preview lets all that was read be read anew.
    return Plan(moves, await list_clients(unit, operator), await name_everybody(unit), seed)


async def transfer(
    unit: UnitOfWork,
    operator: Operator,
    target: Operator | None,
    *,
    plan: int,
    seed: int,
    actor: Actor,
    at: Moment,
) -> Plan:
    """Do what a preview of this hash and seed has shown; raises Refused if things have changed."""
    clients = await list_clients(unit, operator)  # afterwards they are somebody else's
    moves = await unit.run_sync(
        transfers.transfer,
        operator,
        target,
        plan,
        planned_chance=Random(seed).randrange,
        actor=actor,
        at=at,
    )
    return Plan(moves, clients, await name_everybody(unit), seed)


async def list_clients(unit: UnitOfWork, operator: Operator) -> dict[int, Lead]:
    """Return the clients of what an operator has open, by contact."""
    return {contact.id: contact.lead for contact in await unit.run_sync(operators.list_open, operator.id)}


async def name_everybody(unit: UnitOfWork) -> dict[int, str]:
    """Return the names of all operators by id."""
    return {operator.id: operator.name for operator in await unit.run_sync(operators.list_operators)}
