"""Each token, tried with Telegram."""

import asyncio

from bot.runtime.token_check import try_token
from edges.proxies import NoProxyLibraryError, require_library
from leadbot.checking.findings import Finding
from leadbot.settings import Settings


async def check_tokens(settings: Settings) -> list[Finding]:
    """Try all tokens at once."""
    try:
        if settings.proxy is not None:
            require_library()
    except NoProxyLibraryError as error:
        return [Finding(False, str(error))]
    tries = [
        try_token(token, settings.telegram_api, settings.proxy, settings.webhook_url)
        for token in settings.bot_tokens
    ]
    return [Finding(*found) for found in await asyncio.gather(*tries)]
