"""The `leadbot` command: what it can be told, one module for each group of commands."""

from importlib import metadata
from typing import Annotated

import typer

from leadbot import databases, serving, trying

app = typer.Typer(
    help="Distributes clients' messages from Telegram bots among operators.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (serving.run, databases.migrate, trying.sandbox, trying.demo):
    app.command()(command)


def print_version(is_asked: bool) -> None:
    """Print the version, which stands in pyproject.toml alone, and end."""
    if is_asked:
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
