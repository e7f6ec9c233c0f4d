"""What the pages name by code is there: commands, settings, files; and nothing of one's own machine."""

import re

import pytest

from leadbot.settings import Settings
from tests.docs import shell
from tests.docs.pages import ROOT, Page, list_pages

VARIABLE = re.compile(r"[A-Z]{3,}(_[A-Z]+)*")
# In capitals, and no settings of ours.
OTHERS = {"API", "CONNECT", "LANG", "ARGS", "DEBUG", "INFO", "WARNING", "ERROR", "GET"}
OTHERS |= {"POSTGRES_PASSWORD", "GRAFANA_PASSWORD"}  # of compose.yaml
PATH = re.compile(r"[\w.-]+(/[\w.-]+)*/?(\.\w+)?")
OF_MACHINES = re.compile(r"/(home|root|tmp|work|Users)/")


@pytest.mark.parametrize("page", list_pages(), ids=str)
def test_commands_in_the_text_name_what_there_is(page: Page) -> None:
    for code in page.codes:
        if shell.is_known(code) and " " in code:
            shell.check(code)


@pytest.mark.parametrize("page", list_pages(), ids=str)
def test_settings_in_the_text_are_there(page: Page) -> None:
    for code in page.codes:
        name = code.partition("=")[0]
        if VARIABLE.fullmatch(name):
            assert name.lower() in Settings.model_fields or name in OTHERS, f"{page}: {name}"


@pytest.mark.parametrize("page", list_pages(), ids=str)
def test_files_in_the_text_are_there(page: Page) -> None:
    roots = {path.name for path in ROOT.iterdir()} - {".venv"}
    for code in page.codes:
        if PATH.fullmatch(code) and "/" in code and code.partition("/")[0] in roots:
            assert (ROOT / code).exists(), f"{page}: {code}"


@pytest.mark.parametrize("page", list_pages(), ids=str)
def test_nothing_of_one_machine_is_on_a_page(page: Page) -> None:
    assert not OF_MACHINES.search(page.text)
