"""A token tried with Telegram: whose it is, and whether somebody else takes its messages."""

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
from edges.proxies import Proxy
from edges.telegram_webhooks import write_address

PATIENCE = 15  # seconds


async def try_token(token: str, api: str, proxy: Proxy | None, webhook_url: str | None) -> tuple[bool, str]:
    """Ask Telegram who a bot is and where its messages go; returns whether that is well, and a line."""
    name = f"BOT_TOKENS: {token.partition(':')[0]}:…"
    bot = create_bot(token, api, proxy)
    try:
        me = await bot.get_me(request_timeout=PATIENCE)
        name = f"BOT_TOKENS: @{me.username}"
        return await check_webhook(bot, name, webhook_url)
    except (TelegramUnauthorizedError, TelegramNotFound):
        return (False, f"{name} is refused by Telegram: take its token anew from @BotFather, /mybots")
    except TelegramNetworkError as error:
        trouble = error.__cause__ if hasattr(error.__cause__, "trouble") else None
        if trouble is not None:
            return (False, f"{name} can't be tried: {trouble}; look at TELEGRAM_PROXY")
        return (
            False,
            f"{name} can't be tried, {api} can't be reached: look at the network, or set TELEGRAM_PROXY",
        )
    except ClientDecodeError:
        return (False, f"{name} can't be tried, {api} is no Bot API server")
    except TelegramAPIError as error:
        return (False, f"{name} can't be tried: {type(error).__name__}; try again in a minute")
    finally:
        await bot.session.close()


async def check_webhook(bot: Bot, name: str, ours: str | None) -> tuple[bool, str]:
    """See whether messages come here; raises what aiogram raises."""
    found = (await bot.get_webhook_info(request_timeout=PATIENCE)).url
    wanted = write_address(ours, bot.id) if ours else ""
    if not found or found == wanted:
        how = f"brings messages to {urlsplit(wanted).hostname}" if wanted else "answers, and can be polled"
        return (True, f"{name} {how}" if found or not wanted else f"{name} answers")
    # Only the host: the rest of the address may be a secret of theirs.
    return (
        False,
        f"{name} has a webhook of somebody else, at {urlsplit(found).hostname}: stop that program, or make a "
        "new bot; `leadbot run` takes the messages over",
    )
