"""The filter for admins' commands: typed whole, or completed by the answer to a question of ours."""

import re
from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message

from bot.reading.incoming import is_own
from services.team.identity import Person

COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


class AdminCommand(Filter):
    """Let an admin's command through with what follows it as `raw_text`."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def __call__(self, message: Message, person: Person) -> bool | dict[str, Any]:
        """Tell whether it is one of these commands; whose bot is named after an @ does not matter here."""
        if not person.is_admin:
            return False
        command = COMMAND.fullmatch((message.text or "").strip())
        if command is None and person.asked is not None and is_own(message):
            command = COMMAND.fullmatch(f"/{person.asked} {message.text or ''}".strip())
        if command is None or command[1].lower() not in self.names:
            return False
        return {"raw_text": command[2] or ""}
