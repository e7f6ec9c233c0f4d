"""`leadbot run`: serve until told to stop."""

import asyncio

from edges.proxies import NoProxyLibraryError, require_library
from leadbot.logs import set_up_logging
from leadbot.process import ending_in_one_line, fail, read_settings, stop_on_signal
from leadbot.settings import Settings
from models.database.open import parse_url


def run(wait: float = 0) -> None:
    """Run the bots of BOT_TOKENS, and the HTTP API on API_PORT; a database has so many seconds to start."""
    settings = read_settings()
    if not settings.bot_tokens and not settings.api_port:
        fail("BOT_TOKENS is empty: get a token from @BotFather, or try `leadbot demo`.")
    set_up_logging(settings.log_level, settings.log_format)
    from api.ports import PortError

    with ending_in_one_line(NoProxyLibraryError, PortError, serves=True):
        asyncio.run(serve_until_signal(settings, wait))


async def serve_until_signal(settings: Settings, wait: float = 0) -> None:
    """Serve until SIGINT or SIGTERM; raises DatabaseOpenError, NoProxyLibraryError, PortError."""
    from leadbot.wiring import serve

    parse_url(settings.database_url)  # before anything that takes time
    if settings.database_direct_url:
        parse_url(settings.database_direct_url, "DATABASE_DIRECT_URL")
    if settings.proxy is not None:
        require_library()
    await serve(settings, stop_on_signal(), wait=wait)
