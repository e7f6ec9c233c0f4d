"""What a check has found: a line, and whether it is well."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import httpx

from api.ports import PortError, listen
from leadbot.settings import ENV_FILE, Settings
from leadbot.wiring import NO_ADMIN
from models.database.errors import DatabaseOpenError
from models.database.opening.looking import look_at
from models.database.sqlite_file import is_open_to_others

OWN_ANSWER = "troubles"  # a part of what /healthz says


@dataclass(frozen=True, slots=True)
class Finding:
    """One line; what is not well says what to do."""

    is_well: bool
    words: str

    def __str__(self) -> str:
        return f"{'✓' if self.is_well else '✗'} {self.words}"


def check_file() -> Finding:
    """Look at the file with the settings."""
    path = ENV_FILE.absolute()
    if not ENV_FILE.exists():
        return Finding(True, f"settings: from the environment; there is no {path}")
    if is_open_to_others(ENV_FILE):
        return Finding(False, f"settings: {path} holds secrets and can be read by others: chmod 600 {path}")
    return Finding(True, f"settings: {path}, readable by its owner alone")


def check_people(settings: Settings) -> Iterator[Finding]:
    """Look whether somebody can use it."""
    if not settings.bot_tokens and not settings.api_port:
        yield Finding(False, "BOT_TOKENS is empty: get a token from @BotFather, or try `leadbot demo`")
    if settings.bot_tokens:
        count = len(settings.admin_ids)
        yield Finding(bool(count), f"ADMIN_IDS: {count} of them" if count else NO_ADMIN)
    now = datetime.now(settings.timezone)
    yield Finding(True, f"TIMEZONE: {settings.timezone.key}, where it is {now:%H:%M} now")


async def check_database(settings: Settings) -> Finding:
    """Look at the database."""
    try:
        return Finding(
            True, f"DATABASE_URL: {await look_at(settings.database_url, settings.database_direct_url)}"
        )
    except DatabaseOpenError as error:
        said = str(error)
        return Finding(False, said if said.startswith("DATABASE_") else f"DATABASE_URL: {said}")


async def check_port(settings: Settings) -> Finding | None:
    """Look whether the port of the API is free, or leadbot serves there already."""
    host, port = settings.api_host, settings.api_port
    if port is None:
        return None
    try:
        listen(host, port).close()
    except PortError as error:
        if await serves_already(host, port):
            return Finding(True, f"API_PORT: leadbot serves at {host}:{port} already")
        return Finding(False, f"{error}: name another port, or stop what has it")
    return Finding(True, f"API_PORT: {host}:{port} is free")


async def serves_already(host: str, port: int) -> bool:
    """Tell whether it is a leadbot that has a port."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    place = f"[{asked}]" if ":" in asked else asked
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as http:
            found = (await http.get(f"http://{place}:{port}/healthz")).json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return False
    return isinstance(found, dict) and OWN_ANSWER in found
