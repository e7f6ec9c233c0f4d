"""The `leadbot` command: what it can be told. What a command needs is imported when it is told.

So `leadbot --help` answers at once: databases, settings and bots take a second to import.
"""

import gc
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(
    help="Distributes clients' messages from Telegram bots among operators.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


Wait = Annotated[float, typer.Option(min=0, max=3600, help="Seconds for a database that is still starting.")]


@app.command()
def run(wait: Wait = 0) -> None:
    """Run the bots of BOT_TOKENS, and the HTTP API on API_PORT."""
    gc.disable()  # while libraries are imported there is no garbage; `bot.serve` begins to look for it
    from leadbot import serving

    serving.run(wait)


@app.command()
def migrate(wait: Wait = 0) -> None:
    """Bring the database to the newest schema; `run` does it by itself."""
    from leadbot import databases

    databases.migrate(wait)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to; a file that is not there yet.", show_default=False)],
) -> None:
    """Copy the database to a file, while the bot may be running."""
    from leadbot import databases

    databases.backup(file)


@app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="An address like that in DATABASE_URL.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="That of an empty database of either kind.")],
) -> None:
    """Copy a whole database into another one, from SQLite to PostgreSQL or back."""
    from leadbot import databases

    databases.copy(source, target)


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen on 127.0.0.1.")] = 8081,
) -> None:
    """Run the local Telegram alone, for bots of your own."""
    from leadbot import trying

    trying.sandbox(port)


@app.command()
def demo(
    play: Annotated[bool, typer.Option(help="Play a story by itself, and check it.")] = False,
    fast: Annotated[bool, typer.Option(help="Don't pause between the scenes.")] = False,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="Type in the terminal, without a page.")
    ] = False,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser, if there is a screen.")] = True,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of the page; 0: a free one.")] = 0,
    language: Annotated[Literal["ru", "en"] | None, typer.Option(help="By default that of $LANG.")] = None,
) -> None:
    """Try it on a local Telegram, in the browser: three operators, some clients, no account."""
    if play and terminal:
        raise typer.BadParameter("it is either --play or --terminal")
    gc.disable()  # as in `run`
    from leadbot import trying

    show = trying.Show.STORY if play else trying.Show.TERMINAL if terminal else trying.Show.PAGE
    trying.demo(show, fast=fast, with_browser=browser, port=port, language=language)


@app.command()
def simulate(
    days: Annotated[int, typer.Option(min=1, max=60, help="How many: to come, or to look back at.")] = 7,
    seed: Annotated[int, typer.Option(help="Another one is another week.")] = 1,
    clients: Annotated[int, typer.Option(min=1, max=1000, help="New ones a day, on average.")] = 100,
    keep: Annotated[
        Path | None, typer.Option(help="Keep the made-up business in a file.", show_default=False)
    ] = None,
    weight: Annotated[list[str] | None, typer.Option(help="Anna=5, or Anna@acme_bot=5.")] = None,
    limit: Annotated[list[str] | None, typer.Option(help="Anna=8.")] = None,
    hours: Annotated[list[str] | None, typer.Option(help="Anna='Mo-Fr 10:00-19:00'.")] = None,
    off: Annotated[list[str] | None, typer.Option(help="Anna: gets nothing.")] = None,
    hire: Annotated[list[str] | None, typer.Option(help="Anna: one more like her.")] = None,
    mode: Annotated[list[str] | None, typer.Option(help="@acme_bot=turns, draw or pool.")] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day.", show_default=False)
    ] = None,
) -> None:
    """Say what a change would have done in the last days; without one, let a made-up business live."""
    from leadbot.simulating import made_up, what_if

    wishes = what_if.Wishes(weight or (), limit or (), hours or (), off or (), hire or (), mode or ())
    if wishes.are_any:
        what_if.try_out(wishes, days, until)
    else:
        made_up.simulate(days, seed, clients, keep)


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Put right what can be.")] = False,
) -> None:
    """Look whether all that must hold in the database does; ends with 1 if something does not."""
    from leadbot import doctoring

    doctoring.doctor(repairs=repair)


webhooks = typer.Typer(help="What is sent to WEBHOOK_EVENTS_URL.", no_args_is_help=True)
app.add_typer(webhooks, name="webhooks")


@webhooks.command()
def resend(
    since: Annotated[
        datetime | None, typer.Option(help="Only what was given up since then.", show_default=False)
    ] = None,
) -> None:
    """Send again what was given up. With SQLite, stop the bot first."""
    from leadbot import resending

    resending.resend(since)


Month = Annotated[str | None, typer.Option(help="Such as 2026-10; without it all that is kept.")]


@app.command()
def replay(month: Month = None) -> None:
    """Draw every stored decision again, and end with 1 if one differs; the bot may be running."""
    from leadbot.proofs import commands

    commands.replay(month)


@app.command()
def audit(
    days: Annotated[int | None, typer.Option(help="The last ones, up to today.", show_default=False)] = None,
    month: Month = None,
) -> None:
    """Compare what everybody got with the chances, and end with 1 if fair draws would hardly do that."""
    from leadbot.proofs import commands

    commands.audit(days, month)


@app.command()
def export_log(
    file: Annotated[Path, typer.Argument(help="Where to; a file that is not there yet.", show_default=False)],
    month: Month = None,
) -> None:
    """Write the decisions without personal data to a file that docs/check_log.py checks."""
    from leadbot.proofs import commands

    commands.export_log(file, month)


@app.command()
def check() -> None:
    """Say whether everything that the settings name is as it should be; ends with 1 if something is not."""
    from leadbot.checking import run

    run.check()


def print_version(is_asked: bool) -> None:
    """Print the version, which stands in pyproject.toml alone, and end."""
    if is_asked:
        from importlib import metadata

        typer.echo(f"leadbot {metadata.version('leadbot')}")
        raise typer.Exit


@app.callback()
def main(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read what goes before a command."""
