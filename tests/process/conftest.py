"""The burst is played once; several tests look at what it left."""

import asyncio

import pytest

from tests.process.burst import Burst, play_burst


@pytest.fixture(scope="package")
def burst(tmp_path_factory: pytest.TempPathFactory) -> Burst:
    return asyncio.run(play_burst(tmp_path_factory.mktemp("burst")))
