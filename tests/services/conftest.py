"""A business with one bot, on SQLite, that forgets everything after each test."""

import pytest
from sqlalchemy.orm import Session

from tests.services.world import World


@pytest.fixture
def world(session: Session) -> World:
    made = World(session)
    made.bot()
    return made
