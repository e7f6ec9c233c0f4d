"""What the pages are compared with: a served API, and a running business."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from models.database.protocol import Database
from tests.api.conftest import open_api
from tests.stage import Stage, open_stage


@pytest.fixture
async def api(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of a served API."""
    async with open_api(database) as caller:
        yield caller


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A running business, with its admin and nobody else."""
    async with open_stage(tmp_path) as opened:
        yield opened
