"""An album: it reaches the other side whole and once; what it replaces there is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.methods import CopyMessages, DeleteMessages, SendMediaGroup, TelegramMethod
from aiogram.types import (
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)

from bot.delivery.copies import LONGEST_CAPTION
from bot.runtime.worker import log
from bot.ui.formatting import format_text
from bot.ui.lists import measure_plain
from edges.errors import describe
from services.queues.relays import LOOK
from services.queues.rendering.render_data import AlbumPart, RenderData

MOST_PARTS = 10  # of one sendMediaGroup
MEDIA: dict[str, Any] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}
MIXABLE = {"photo", "video"}  # the others only among themselves
TIMEOUT = 20  # seconds


@dataclass(frozen=True, slots=True)
class Album:
    """The calls to try in order, each of which makes a copy of every row; `earlier` copies go afterwards."""

    forms: tuple[TelegramMethod[Any], ...]
    rows: tuple[int, ...]
    earlier: tuple[int, ...] = ()


def write_album(data: RenderData, reply: ReplyParameters | None) -> Album | None:
    """Return the album that a relay is a part of, None if it has no further part that we know of.

    An operator's goes by the ids of its files, with the words that we have stored: a copy would show an edit
    that was refused.
    """
    parts, chat_id = data.album, data.row.chat_id
    if not parts:
        return None
    copies = CopyMessages(
        chat_id=chat_id,
        from_chat_id=parts[0].message.chat_id or 0,
        message_ids=[part.message.message_id or 0 for part in parts],
    )
    sends = _by_file_ids(chat_id, parts, reply)
    is_answer = data.row.assignment_no is None
    forms = (*sends, copies) if is_answer else (copies, *sends)
    earlier = [part.row.message_id for part in parts if part.row.message_id is not None]
    return Album(forms, tuple(part.row.id for part in parts), tuple(earlier))


def _by_file_ids(
    chat_id: int, parts: Sequence[AlbumPart], reply: ReplyParameters | None
) -> tuple[TelegramMethod[Any], ...]:
    kinds = {part.message.kind for part in parts}
    if not (kinds <= MIXABLE or len(kinds & MEDIA.keys()) == len(kinds) == 1) or len(parts) > MOST_PARTS:
        return ()
    if any(part.message.file_id is None for part in parts):
        return ()
    if any(measure_plain(part.message.text or "") > LONGEST_CAPTION for part in parts):
        return ()
    media = [_write_part(part) for part in parts]
    return (SendMediaGroup(chat_id=chat_id, media=media, reply_parameters=reply),)


def _write_part(part: AlbumPart) -> Any:
    kind, message = MEDIA[part.message.kind], part.message
    look = part.row.params.get(LOOK, {})
    chosen = {name: value for name, value in look.items() if name in kind.model_fields}
    caption = format_text(message.text or "", message.entities) or None
    return kind(media=message.file_id, caption=caption, parse_mode="HTML", **chosen)


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
        log.info("bot %s: the copies %s stay: %s", bot.id, message_ids, describe(error))
