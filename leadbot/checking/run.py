"""Runs all checks and prints a line for each."""

import asyncio

import typer

from leadbot.checking.findings import Finding, check_database, check_file, check_people, check_port
from leadbot.logs import set_up_logging
from leadbot.settings import Settings, SettingsError, SettingsFileError, load_settings


def check() -> None:
    """Print what was found; ends with 1 if something is not well."""
    set_up_logging("ERROR")
    findings: list[Finding] = []
    try:
        settings = load_settings()
    except SettingsFileError as error:
        findings = [Finding(False, f"settings: {error}")]
    except SettingsError as error:
        findings = [check_file(), *(Finding(False, line) for line in str(error).splitlines())]
    else:
        findings = [check_file(), *asyncio.run(check_settings(settings))]
    for finding in findings:
        typer.echo(str(finding))
    raise typer.Exit(code=0 if all(finding.is_well for finding in findings) else 1)


async def check_settings(settings: Settings) -> list[Finding]:
    """Look at everything that good settings name."""
    tokens: list[Finding] = []
    if settings.bot_tokens:
        from bot.aiogram_models import import_aiogram

        import_aiogram()
        from leadbot.checking.tokens import check_tokens

        tokens = await check_tokens(settings)
    findings = [*check_people(settings), *tokens, await check_database(settings), await check_port(settings)]
    if settings.webhook_url:
        findings.append(Finding(True, f"WEBHOOK_URL: {settings.webhook_url}, whose form is right"))
    if settings.webhook_events_url:
        findings.append(Finding(True, "WEBHOOK_EVENTS_URL: its form and its secret are right"))
    return [finding for finding in findings if finding is not None]
