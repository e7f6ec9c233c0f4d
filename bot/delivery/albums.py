"""An album in Telegram: it is there whole or not at all, and only once."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.methods import DeleteMessages

from bot.views.albums import Album
from bot.worker import log

TIMEOUT = 20  # seconds


async def make_whole(
    bot: Bot, chat_id: int, album: Album, copies: Sequence[int] | None
) -> dict[int, int | None] | None:
    """Return the copy of each row, None after taking back an album of which Telegram has skipped a part.

    What the album replaces is gone then. `copies` are None if it was sent and nobody knows as what.
    """
    if copies is None:
        return dict.fromkeys(album.rows)
    is_whole = len(copies) == len(album.rows)
    await take_back(bot, chat_id, album.earlier if is_whole else copies)
    return dict(zip(album.rows, copies, strict=True)) if is_whole else None


async def take_back(bot: Bot, chat_id: int, message_ids: Sequence[int]) -> None:
    """Delete messages of ours from a chat; that it fails changes nothing."""
    if not message_ids:
        return
    try:
        await bot(DeleteMessages(chat_id=chat_id, message_ids=list(message_ids)), request_timeout=TIMEOUT)
    except Exception as error:
        said = str(error).replace(bot.token, "***")
        log.info("bot %s: the copies %s stay: %s", bot.id, message_ids, said)
