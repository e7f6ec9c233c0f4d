"""Which command of the control room a message gives: typed, or completed by a reply to our question."""

import re
from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message

from services.team.identity import Person

ORDER = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)


class Order(Filter):
    """Lets an admin's command through and hands on its `args`."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def __call__(
        self, message: Message, person: Person, admins: frozenset[int]
    ) -> bool | dict[str, Any]:
        """Tell whether it is one of these commands; whose bot is named after an @ does not matter here."""
        if person.telegram_id not in admins:
            return False
        order = ORDER.fullmatch((message.text or "").strip())
        if order is None and person.asked is not None:
            order = ORDER.fullmatch(f"/{person.asked} {message.text or ''}".strip())
        if order is None or order[1].lower() not in self.names:
            return False
        return {"args": order[2] or ""}
