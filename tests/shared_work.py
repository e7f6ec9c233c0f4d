"""A pytest plugin: work that every test would do again with the same result is done once for a worker.

A process of the product has one engine and one certificate store; a worker opens hundreds. So the statements
that SQLAlchemy has compiled are shared by all engines of a kind, and the certificates are read once.
"""

import gc
import ssl
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect

COMPILED: dict[Any, Any] = {}


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Begin to share; no garbage is collected while the tests and their libraries are read."""
    gc.disable()
    # Statements are remembered by dialect: two of one class write the same SQL.
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    event.listen(Engine, "engine_connect", share_compiled)
    ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]  # as cache has it


def share_compiled(connection: Connection) -> None:
    """Let a connection know the statements that any other has compiled."""
    connection.execution_options(compiled_cache=COMPILED)


def pytest_collection_finish() -> None:
    """Collect garbage again, but never look through what was read."""
    gc.collect()
    gc.freeze()
    gc.enable()
