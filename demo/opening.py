"""How a shop opens: the admin hires operators by commands, and each joins by the link that comes back."""

import re

from demo import script
from demo.cast import Member
from demo.stage import ExpectationError, Look, Stage
from demo.transcript import list_rows, shorten, squeeze

ROW = re.compile(r"(?P<number>\d+)\. (?P<name>.+) — (?P<load>\d+) (?:of|из) (?P<limit>\d+) · (?P<state>.+)")
LINK = re.compile(r"\?start=([\w-]+)")
START = 6  # times longer than anything else: until then the libraries are read


class Shop:
    """The admin's side of a story: commands, and what `/operators` has shown so far."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.admin = stage.company.admin
        self.most: dict[str, int] = {}  # by name, the highest load that was shown

    async def open(self) -> None:
        """Hire everybody, with weights."""
        stage = self.stage
        stage.transcript.does(self.admin, stage.tell("opens-bot"))
        await self.admin.person.open(stage.bot)
        patience, stage.patience = stage.patience, stage.patience * START
        await stage.hears(self.admin, script.expect(self.admin.language, "commands"))
        stage.patience = patience
        for number, operator in enumerate(stage.company.operators):
            await self.hire(operator, squeeze if number == 0 else shorten)
        stage.transcript.narrate(stage.tell("opening-2"))
        for operator in stage.company.operators:
            await self.weigh(operator)

    async def hire(self, operator: Member, look: Look) -> None:
        """Add an operator, who joins by the link."""
        stage, part = self.stage, operator.part
        wanted = self.expected("added", name=operator.name, limit=part.limit)
        await self.command(f"/operators add {operator.name} {part.limit}", wanted, look)
        invitation = (await stage.hears(self.admin, "?start=", look=look)).text
        link = LINK.search(invitation)
        if link is None:
            raise ExpectationError(stage.tell("expected-link"), invitation)
        stage.transcript.does(operator, stage.tell("opens-link"))
        await operator.person.open(stage.bot, start=link[1])
        await stage.hears(operator, script.expect(operator.language, "welcome", name=operator.name))
        await stage.hears(self.admin, self.expected("joined", name=operator.name), look=look)

    async def weigh(self, operator: Member) -> None:
        """Give an operator the weight of the part."""
        bot, weight = self.stage.bot.username, operator.part.weight
        wanted = self.expected("weight-set", name=operator.name, bot=bot, weight=weight)
        await self.command(f"/weight {operator.name} @{bot} {weight}", wanted, shorten)
        told = script.expect(operator.language, "weight-told", source=f"@{bot}")
        await self.stage.hears(operator, told, look=shorten)

    async def show_weights(self) -> None:
        """Look at the table of weights, with the shares they make."""
        operators = self.stage.company.operators
        total = sum(operator.part.weight * operator.part.limit for operator in operators)
        answer = await self.command("/weight", f"@{self.stage.bot.username}")
        for who in operators:
            share = round(100 * who.part.weight * who.part.limit / total)
            line = self.expected("weight-line", name=who.name, weight=who.part.weight, share=share)
            self.stage.check(f"/weight: {line}", line in answer, answer)

    async def explain(self, number: int, operator: Member) -> None:
        """Ask why a contact went to its operator."""
        self.stage.transcript.narrate(
            self.stage.tell("hello-3", admin=self.admin.name, operator=operator.name)
        )
        answer = await self.command(f"/why {number}", self.expected("ticket", name=operator.name))
        for who in self.stage.company.operators:
            line = self.expected("why", name=who.name, weight=who.part.weight)
            self.stage.check(f"/why: {line}", line in answer, answer)

    async def show_numbers(self) -> None:
        """Look at the numbers of the day, and the chart that comes with them."""
        self.stage.transcript.narrate(self.stage.tell("closing-2", admin=self.admin.name))
        await self.stage.write(self.admin, "/stats 1")
        wanted = self.expected("stats", count=self.stage.count_contacts())
        await self.stage.hears(self.admin, wanted, kind="photo")

    async def misspell(self) -> None:
        """Write a command that can't be right."""
        name = self.stage.company.operators[0].name
        command = f"/operators limit {name} {script.say(self.admin.language, 'many')}"
        answer = await self.command(command, self.expected("bad-limit"))
        example = self.expected("example")
        self.stage.check(example, example in answer, answer)

    async def list_operators(
        self, loads: dict[str, int] | None = None, look: Look = list_rows
    ) -> dict[str, str]:
        """List everybody, expect nobody above the limit, and these loads if given; returns states by name."""
        stage = self.stage
        answer = await self.command("/operators", self.expected("operators"), look)
        rows = {row["name"]: row for row in map(ROW.fullmatch, answer.splitlines()) if row}
        shown = {name: int(row["load"]) for name, row in rows.items()}
        limits = {operator.name: operator.part.limit for operator in stage.company.operators}
        as_hired = {name: int(row["limit"]) for name, row in rows.items()} == limits
        within = as_hired and all(shown[name] <= limit for name, limit in limits.items())
        stage.check(stage.tell("expected-list"), within, answer)
        if loads is not None:
            wanted = stage.tell("expected-loads", loads=self.write_loads(loads))
            stage.check(wanted, shown == loads, answer)
        self.most = {name: max(load, self.most.get(name, 0)) for name, load in shown.items()}
        return {name: row["state"] for name, row in rows.items()}

    async def command(self, text: str, wanted: str, look: Look = squeeze) -> str:
        """Let the admin write a command and expect an answer that contains a text."""
        await self.stage.write(self.admin, text)
        return (await self.stage.hears(self.admin, wanted, look=look)).text

    def expected(self, key: str, **params: object) -> str:
        """Return what the bot has to say to the admin."""
        return script.expect(self.admin.language, key, **params)

    def write_loads(self, loads: dict[str, int]) -> str:
        """Return loads with limits, as in `Anna 2 of 3, Boris 0 of 2`."""
        return ", ".join(
            self.stage.tell(
                "load", name=operator.name, most=loads.get(operator.name, 0), limit=operator.part.limit
            )
            for operator in self.stage.company.operators
        )
