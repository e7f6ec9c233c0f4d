"""Clients nobody has met before, each with a name of their own; every fourth speaks the other language."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from demo import script
from demo.cast import Company, Member, Part, Role, cast
from demo.office.run import Run
from demo.watch import Watch

STRANGERS = 4  # of so many clients one speaks the other language
PATIENCE = 20.0  # seconds until everybody of a rush must have been answered


@dataclass(slots=True)
class Crowd:
    """Everybody who has come so far, in the order of their coming."""

    company: Company
    language: str
    chance: Random = field(default_factory=Random)
    members: list[Member] = field(default_factory=list)

    async def come(self) -> Member:
        """Let somebody new get an account."""
        number = len(self.members)
        other = "ru" if self.language == "en" else "en"
        language = other if number % STRANGERS == STRANGERS - 1 else self.language
        part = Part(f"client-{number}", make_name("en", number), make_name("ru", number), Role.CLIENT)
        member = await cast(self.company.telegram, part, language)
        self.members.append(member)
        return member

    async def invite(self, count: int) -> list[Member]:
        """Let so many get an account."""
        return [await self.come() for _ in range(count)]

    def choose(self, who: Member, kind: str) -> str:
        """Return something to say, in the words of this person's language."""
        return self.chance.choice(list_lines(who.language, kind))


async def rush(crowd: Crowd, watch: Watch, run: Run, count: int) -> None:
    """Let so many new clients write at once, and wait until all of them have been answered."""
    company, people = crowd.company, await crowd.invite(count)
    questions = [crowd.choose(who, "questions") for who in people]
    await asyncio.gather(
        *(who.person.write(company.bot, text) for who, text in zip(people, questions, strict=True))
    )

    def are_answered() -> bool | None:
        answered = sum(bool(watch.from_bot(who.person.id)) for who in people)
        run.done = answered / count
        return answered == count or None

    await watch.until(are_answered, PATIENCE)


def make_name(language: str, number: int) -> str:
    """Return a first and a last name, another one for each number."""
    first, last = list_lines(language, "first-names"), list_lines(language, "last-names")
    # One more than there are first names has no divisor in common with the number of last names.
    again, pair = divmod(number, len(first) * len(last))
    name = f"{first[pair % len(first)]} {last[(pair // len(first) + pair) % len(last)]}"
    return name if not again else f"{name} {again + 1}"


def list_lines(language: str, key: str) -> Sequence[str]:
    """Return the lines of what people say, or are called."""
    return script.say(language, key).splitlines()
