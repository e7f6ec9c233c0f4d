"""Requests that come at once, really parallel: over many connections, and to two processes of one database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Contact
from models.database import Database, open_database
from tests.api.conftest import open_api
from tests.databases import highest_above_limit, log_loads
from tests.services.rush import check

Callers = Sequence[httpx.AsyncClient]


@pytest.fixture(params=["sqlite", "postgresql", "two on postgresql"])
async def callers(request: pytest.FixtureRequest) -> AsyncIterator[Callers]:
    """Callers of one API, or of two that share a database."""
    kind, servers = (request.param, 1) if "two" not in request.param else ("postgresql", 2)
    fixture = {"sqlite": "sqlite_address", "postgresql": "migrated_postgres"}[kind]
    address = await asyncio.to_thread(request.getfixturevalue, fixture)
    async with AsyncExitStack() as opened:
        found = []
        for _ in range(servers):
            database = await open_database(address)
            opened.push_async_callback(database.close)
            found.append(await opened.enter_async_context(open_api(database)))
        yield found
