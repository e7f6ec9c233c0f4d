"""`leadbot run`: serve until told to stop."""

import asyncio

from edges.proxies import NoProxyLibraryError, require_library
from leadbot.logs import set_up_logging
from leadbot.process import fail, read_settings, stop_on_signal
from leadbot.settings import Settings
from models.database.errors import DatabaseInUseError, DatabaseUrlError
from models.database.open import parse_url


def run() -> None:
    """Run the bots of BOT_TOKENS, and the HTTP API on API_PORT."""
    settings = read_settings()
    if not settings.bot_tokens and not settings.api_port:
        fail("BOT_TOKENS is empty: get a token from @BotFather, or try `leadbot demo`.")
    set_up_logging(settings.log_level)
    asyncio.run(serve_until_signal(settings))


async def serve_until_signal(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    from api.ports import PortError
    from leadbot.wiring import serve

    try:
        parse_url(settings.database_url)  # before anything that takes time
        if settings.database_direct_url:
            parse_url(settings.database_direct_url, "DATABASE_DIRECT_URL")
        if settings.proxy is not None:
            require_library()
        await serve(settings, stop_on_signal())
    except (DatabaseInUseError, DatabaseUrlError, NoProxyLibraryError, PortError) as error:
        fail(str(error))
