"""What a visitor reads: who does what (→) and what the bot shows to whom (←), aligned, within 100 columns."""

import io
import re
import sys
from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from demo import script
from demo.cast import Company, Member, Role

WIDTH = 100
COLOURS = {Role.ADMIN: "magenta", Role.OPERATOR: "green", Role.CLIENT: "cyan"}


class Transcript:
    """Prints; says nothing while `is_quiet`."""

    def __init__(self, console: Console, names: Iterable[str], sign: str) -> None:
        self.console, self.sign = console, sign
        self.names_width = max(cell_len(name) for name in names)
        self.is_quiet = False

    @property
    def is_live(self) -> bool:
        """Tell whether somebody is watching it on a terminal."""
        return self.console.is_terminal

    @property
    def room(self) -> int:
        """Return how many columns there are for what somebody says."""
        return max(min(self.console.width, WIDTH) - self.names_width - len("   →  "), 20)

    def scene(self, title: str) -> None:
        """Print the heading of a scene."""
        self._print(Text())
        self._print(Text(f"── {title} ".ljust(min(self.console.width, WIDTH), "─"), style="bold"))

    def narrate(self, text: str, style: str = "italic") -> None:
        """Print a line of the narrator."""
        for line in self._wrap(Text(text, style=style), min(self.console.width, WIDTH)):
            self._print(line)

    def gap(self) -> None:
        """Print an empty line."""
        self._print(Text())

    def introduce(self, who: Member, text: str) -> None:
        """Print who somebody is."""
        self._line(who, " ", Text(text))

    def does(self, who: Member, text: str, about: int | None = None) -> None:
        """Print what somebody writes or does."""
        self._line(who, "→", self._about(about).append(text))

    def presses(self, who: Member, captions: Iterable[str], about: int | None = None) -> None:
        """Print which buttons somebody presses."""
        self._line(who, "→", self._about(about).append_text(draw_buttons(captions)))

    def hears(self, who: Member, text: str, captions: Iterable[str] = (), about: int | None = None) -> None:
        """Print what the bot shows somebody."""
        body, buttons = self._about(about).append(text), draw_buttons(captions)
        if buttons:
            fits = "\n" not in text and body.cell_len + buttons.cell_len < self.room
            body.append(" " if fits else "\n").append_text(buttons)
        self._line(who, "←", body)

    def pops_up(self, who: Member, text: str, mark: str = "✓") -> None:
        """Print the answer to a press."""
        self._line(who, "←", Text(f"{mark} {text}", style="dim"))

    def fails(self, text: str) -> None:
        """Print what went wrong."""
        self._print(Text(text, style="bold red"))

    def _about(self, number: int | None) -> Text:
        return Text() if number is None else Text().append(f"↳ {self.sign}{number} ", style="dim")

    def _line(self, who: Member, arrow: str, body: Text) -> None:
        name = who.name + " " * (self.names_width - cell_len(who.name))
        head = Text().append(f"  {name} ", style=COLOURS[who.part.role]).append(f"{arrow}  ", style="dim")
        for line in self._wrap(body, self.room):
            self._print(head.append_text(line))
            head = Text(" " * (self.names_width + len("   →  ")))

    def _wrap(self, body: Text, width: int) -> list[Text]:
        lines = list(body.wrap(self.console, width))
        for line in lines:
            line.rstrip()
        return lines

    def _print(self, line: Text) -> None:
        if not self.is_quiet:
            self.console.print(line, soft_wrap=True)


def open_transcript(company: Company, language: str) -> Transcript:
    """Return a transcript on standard output, wide enough for everybody's name."""
    names = [member.name for member in company.members.values()]
    return Transcript(make_console(), names, script.tell(language, "number-sign"))


def draw_buttons(captions: Iterable[str]) -> Text:
    """Return buttons as they are printed: [Take] [Pass on]."""
    return Text(" ").join(Text(f"[{caption}]", style="bold yellow") for caption in captions)


def make_console() -> Console:
    """Return the console of standard output: colours on a terminal, plain text of 100 columns elsewhere."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Cyrillic is no reason to stop
    width = None if sys.stdout.isatty() else WIDTH
    return Console(width=width, highlight=False, emoji=False, markup=False)


def squeeze(text: str) -> str:
    """Return a text without its empty lines."""
    return re.sub(r"\n{2,}", "\n", text)


def shorten(text: str) -> str:
    """Return the first line of a text, with a mark if that is not all."""
    first, *rest = text.splitlines()
    return f"{first} …" if rest else first


def list_rows(text: str) -> str:
    """Return only the numbered rows of a list."""
    return "\n".join(line for line in text.splitlines() if re.match(r"\d+\. ", line))


def fold_card(text: str) -> str:
    """Return the number, the client and the message of a card in one line."""
    (title, _state, *head), *parts = (part.splitlines() for part in text.split("\n\n"))
    said = [line for part in (parts[:-1] if len(parts) > 1 else parts) for line in part]
    return " · ".join([title.partition(" · ")[0], *head, *said])


def join_lines(text: str) -> str:
    """Return a text in one line."""
    return " · ".join(line for line in text.splitlines() if line)


def card_line(text: str, wanted: str = "") -> str:
    """Return the line of a card that contains a text; by default the second, which is its state."""
    lines = text.splitlines()
    return next(line for line in lines if wanted in line) if wanted else lines[1]
