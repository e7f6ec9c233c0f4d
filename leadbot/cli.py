"""The `leadbot` command: what it can be told, one module for each group of commands."""

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
