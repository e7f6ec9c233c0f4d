"""A running business with an API for each test, and an operator who serves its bot and its website."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from sandbox.client.person import Person
from tests.api_stage import ApiStage, open_api_stage


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[ApiStage]:
    async with open_api_stage(tmp_path) as stage:
        yield stage


@pytest_asyncio.fixture
async def anna(stage: ApiStage) -> Person:
    return await stage.hire_for_both("Anna")
