"""A bare echo bot, the least a bot can do: nothing stored, nothing promised. `python echo.py TOKEN API`."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def on_message(message: Message) -> None:
    """Copy it back."""
    await message.copy_to(message.chat.id)


async def main(token: str, api: str) -> None:
    """Echo until SIGTERM."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    dispatcher = Dispatcher()
    dispatcher.message.register(on_message)
    await dispatcher.start_polling(bot, allowed_updates=["message"])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
