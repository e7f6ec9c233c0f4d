"""A business with one bot, on SQLite, that forgets everything after each test."""

import pytest
from sqlalchemy.orm import Session

from models import Operator
from tests.moments import first
from tests.services.world import World


@pytest.fixture
def world(session: Session) -> World:
    made = World(session)
    made.bot()
    return made


@pytest.fixture
def anna(world: World) -> Operator:
    """The first operator, whom every draw names that she can win."""
    world.chance = first
    return world.operator("Anna")
