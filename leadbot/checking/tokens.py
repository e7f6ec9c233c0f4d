"""Each token, tried with Telegram: whose it is, and whether somebody else takes its messages."""

import asyncio
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)

from bot.runtime.worker import create_bot
from edges.proxies import NoProxyLibraryError, require_library
from edges.telegram_webhooks import write_address
from leadbot.checking.findings import Finding
from leadbot.settings import Settings

PATIENCE = 15  # seconds


async def check_tokens(settings: Settings) -> list[Finding]:
    """Try all tokens at once."""
    try:
        if settings.proxy is not None:
            require_library()
    except NoProxyLibraryError as error:
        return [Finding(False, str(error))]
    return await asyncio.gather(*(check_token(token, settings) for token in settings.bot_tokens))


async def check_token(token: str, settings: Settings) -> Finding:
    """Ask Telegram who a bot is, and where its messages go."""
    name = f"BOT_TOKENS: {token.partition(':')[0]}:…"
    bot = create_bot(token, settings.telegram_api, settings.proxy)
    try:
        me = await bot.get_me(request_timeout=PATIENCE)
        name = f"BOT_TOKENS: @{me.username}"
        return await check_webhook(bot, name, settings.webhook_url)
    except (TelegramUnauthorizedError, TelegramNotFound):
        return Finding(False, f"{name} is refused by Telegram: take its token anew from @BotFather, /mybots")
    except TelegramNetworkError as error:
        trouble = error.__cause__ if hasattr(error.__cause__, "trouble") else None
        if trouble is not None:
            return Finding(False, f"{name} can't be tried: {trouble}; look at TELEGRAM_PROXY")
        return Finding(
            False,
            f"{name} can't be tried, {settings.telegram_api} can't be reached: look at the network, or set "
            "TELEGRAM_PROXY",
        )
    except ClientDecodeError:
        return Finding(False, f"{name} can't be tried, {settings.telegram_api} is no Bot API server")
    except TelegramAPIError as error:
        return Finding(False, f"{name} can't be tried: {type(error).__name__}; try again in a minute")
    finally:
        await bot.session.close()


async def check_webhook(bot: Bot, name: str, ours: str | None) -> Finding:
    """See whether messages come here; raises what aiogram raises."""
    found = (await bot.get_webhook_info(request_timeout=PATIENCE)).url
    wanted = write_address(ours, bot.id) if ours else ""
    if not found or found == wanted:
        how = f"brings messages to {urlsplit(wanted).hostname}" if wanted else "answers, and can be polled"
        return Finding(True, f"{name} {how}" if found or not wanted else f"{name} answers")
    # Only the host: the rest of the address may be a secret of theirs.
    return Finding(
        False,
        f"{name} has a webhook of somebody else, at {urlsplit(found).hostname}: stop that program, or make a "
        "new bot; `leadbot run` takes the messages over",
    )
