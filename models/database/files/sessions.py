"""The sessions of SQLite, as the edges hold them: what is done with one is done in its thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate

from sqlalchemy.orm import Session

from models.database.protocol import P, T


class ThreadSession:
    """A session that lives in the writer thread."""

    def __init__(self, session: Session, thread: ThreadPoolExecutor) -> None:
        self._session = session
        self._thread = thread

    async def run_sync(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await asyncio.wrap_future(self._thread.submit(fn, self._session, *args, **kwargs))


class HereSession:
    """A session for work that is in the writer thread itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def run_sync(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return fn(self._session, *args, **kwargs)
