"""The people of docs/reference/permissions.md, each with the requests that he tries things with."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from models import Account, OperatorSourceWeight
from sandbox.client.person import Person
from services import sources
from services.clock import utc_now
from services.joining import accounts
from services.joining.links import JOIN
from services.team import operators
from tests.bot.permissions.acts import COMMANDS, Actor
from tests.bot.permissions.cases import Case, bring_into_state, open_cases, show_to_admin
from tests.moments import make_moment
from tests.stage import Stage

WHO = ("client", "stranger", "operator", "operator off", "dismissed", "re-linked", "admin", "former admin")
# Whose requests an operator has. Who tries something gets nobody else's, so hears only what the bot answers.
OPERATORS = {
    "Eva": ("client", "stranger", "admin", "former admin"),
    "Anna": ("operator",),
    "Berta": ("operator off",),
    "Clara": ("dismissed",),
    "Dora": ("re-linked",),
}


@dataclass
class Role:
    """Who somebody is, and what the page says he may do, by act."""

    who: str
    said: Mapping[str, str]
    cases: dict[str, Case] = field(default_factory=dict)
    admin: Person | None = None
    stranger: Actor | None = None  # one who has written nothing yet

    def find_key(self, act: str) -> str:
        """Return under which act its request is kept: those that leave it as it is share one."""
        changes = ("goes on", "done", "new request") if self.who == "client" else ("goes on", "done")
        is_about_it = self.who == "client" or act not in ("/mine", *COMMANDS)
        return act if is_about_it and self.said[act] in changes else ""

    def list_keys(self) -> list[str]:
        return sorted({self.find_key(act) for act in self.said})

    async def find_actor(self, stage: Stage, case: Case) -> Actor:
        """Return who acts."""
        if self.who == "client":
            return Actor(case.client, case.first, case.copy, case.copy)
        if self.who == "stranger":
            self.stranger = self.stranger or await meet_stranger(stage)
            return self.stranger
        if self.admin is not None:
            return Actor(self.admin, case.signed, case.signed, case.page, case.page)
        return Actor(case.operator, case.answer, case.answer, case.card, case.card)


async def meet_stranger(stage: Stage) -> Actor:
    """Let somebody open the bot who has written nothing."""
    person = await stage.person("Stranger")
    start = await person.open(stage.bot)
    greeting = await person.wait_for(stage.bot, "Hello")
    return Actor(person, start, None, greeting.message_id)


async def gather_roles(stage: Stage, state: str, roles: Mapping[str, Role]) -> Person:
    """Open a business that is not running yet, and bring people into their roles, requests into the state.

    Returns Boris, to whom what moves moves.
    """
    ivan = await stage.person("Ivan")
    stage.settings.admin_ids = (Account(stage.admin.id), Account(ivan.id))
    await stage.open()
    roles["admin"].admin, roles["former admin"].admin = stage.admin, ivan
    *team, boris = await hire(stage, [*OPERATORS, "Boris"])
    for operator in team:
        them = [roles[who] for who in OPERATORS[operator.first_name]]
        await give_cases(stage, state, operator, them)
    await stage.run(let_only_get_new, boris.first_name)
    for role in roles.values():
        if role.admin is not None:
            shown = {key: await show_to_admin(stage, case, role.admin) for key, case in role.cases.items()}
            role.cases = shown
    await bring_into_state(stage, list(list_cases(roles)))
    await stage.command("/operators off Berta")
    await stage.tap(await stage.ask("/operators dismiss Clara"), "Yes, dismiss")
    await stage.join("Dora", await stage.command("/operators link Dora"))
    await stage.restart(admin_ids=(Account(stage.admin.id),))
    await stage.settle()
    return boris


async def hire(stage: Stage, names: Sequence[str]) -> list[Person]:
    """Let so many people join, after two who have not joined and whom everybody tries to switch off."""
    await stage.run(add_operators, ("Max", "Moritz", *names))
    return await asyncio.gather(*(stage.join(name, f"?start={JOIN}{name}") for name in names))


def add_operators(session: Session, names: Sequence[str]) -> None:
    """Add operators, each of whom may join by a link with the own name."""
    at = make_moment(utc_now())
    for name in names:
        operator = operators.add(session, name, 100, at=at)
        accounts.issue_link(session, operator, name, at=at)


async def give_cases(stage: Stage, state: str, operator: Person, roles: Sequence[Role]) -> None:
    """Open the requests that these people need, all with one operator."""
    await stage.run(let_only_get_new, operator.first_name)
    keys = [(role, key) for role in roles for key in role.list_keys()]
    for (role, key), case in zip(keys, await open_cases(stage, state, operator, len(keys)), strict=True):
        role.cases[key] = case


def let_only_get_new(session: Session, name: str) -> None:
    """Let nobody but one operator get new requests."""
    (source,) = sources.list_sources(session)
    for operator in operators.list_operators(session):
        share = OperatorSourceWeight(operator_id=operator.id, source_id=source.id)
        share.weight = int(operator.name == name)
        session.merge(share)


def list_cases(roles: Mapping[str, Role]) -> Iterator[Case]:
    """Return the requests of all of them."""
    for role in roles.values():
        yield from role.cases.values()
