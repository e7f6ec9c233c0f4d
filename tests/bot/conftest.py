"""A running business for each test of the bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.stage import Stage, open_stage


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path) as stage:
        yield stage
