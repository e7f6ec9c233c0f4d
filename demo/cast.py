"""Who takes part: one bot, its admin, three operators and nine clients, with names in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sandbox.client.person import Person
from sandbox.client.seen import Bot
from sandbox.client.telegram import Telegram

BOT = "acme_sales_bot"


class Role(StrEnum):
    ADMIN = "admin"
    OPERATOR = "operator"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Part:
    """A part to be played; `language` None: the one in which the story is told."""

    key: str
    english: str
    russian: str
    role: Role
    language: str | None = None
    phone: str | None = None
    weight: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a part and a Telegram account."""

    part: Part
    name: str
    language: str
    person: Person

    @property
    def key(self) -> str:
        return self.part.key


# Limits are all different, so are weights; weight × limit makes shares of 30, 40 and 30 %.
PARTS = (
    Part("olga", "Olga", "Ольга", Role.ADMIN),
    Part("anna", "Anna", "Анна", Role.OPERATOR, weight=1, limit=3),
    Part("boris", "Boris", "Борис", Role.OPERATOR, weight=2, limit=2),
    Part("clara", "Clara", "Клара", Role.OPERATOR, weight=3, limit=1),
    Part("vera", "Vera", "Вера", Role.CLIENT, phone="+79031234567"),
    Part("tim", "Tim", "Тим", Role.CLIENT, language="en"),
    Part("igor", "Igor", "Игорь", Role.CLIENT, language="ru"),
    Part("mia", "Mia", "Мия", Role.CLIENT, language="en"),
    Part("lev", "Lev", "Лев", Role.CLIENT, language="ru"),
    Part("nina", "Nina", "Нина", Role.CLIENT),
    Part("rosa", "Rosa", "Роза", Role.CLIENT),
    Part("max", "Max", "Макс", Role.CLIENT),
    Part("dasha", "Dasha", "Даша", Role.CLIENT, language="ru"),
)


@dataclass(frozen=True, slots=True)
class Company:
    """The bot and everybody who has to do with it."""

    telegram: Telegram
    bot: Bot
    members: dict[str, Member]
    api: str = ""  # the address of its HTTP API

    def __getitem__(self, key: str) -> Member:
        return self.members[key]

    @property
    def admin(self) -> Member:
        return next(self.of(Role.ADMIN))

    @property
    def operators(self) -> list[Member]:
        return list(self.of(Role.OPERATOR))

    @property
    def clients(self) -> list[Member]:
        return list(self.of(Role.CLIENT))

    def of(self, role: Role) -> Iterator[Member]:
        return (member for member in self.members.values() if member.part.role is role)

    def who(self, person_id: int) -> Member | None:
        """Return the member with a Telegram id."""
        return next((m for m in self.members.values() if m.person.id == person_id), None)

    def names(self) -> dict[str, str]:
        """Return by which words, in lower case, each member may be called."""
        called = {"admin": self.admin.key, "админ": self.admin.key}
        for member in self.members.values():
            for name in (member.key, member.part.english, member.part.russian):
                called[name.lower()] = member.key
        return called


async def assemble(telegram: Telegram, language: str, api: str = "") -> Company:
    """Register the bot and give everybody an account; nobody has written or joined yet."""
    bot = await telegram.add_bot(BOT, name="Acme")
    await telegram.set_inline_mode(bot)
    members = {part.key: await cast(telegram, part, language) for part in PARTS}
    return Company(telegram, bot, members, api)


async def cast(telegram: Telegram, part: Part, language: str) -> Member:
    """Give somebody a part and an account."""
    name = part.russian if language == "ru" else part.english
    speaks = part.language or language
    person = await telegram.add_person(name, language_code=speaks, phone=part.phone)
    return Member(part, name, speaks, person)
