"""Opens a page in the visitor's browser, where there is one to see: never on a server, over ssh or in CI."""

import asyncio
import os
import sys
import webbrowser
from collections.abc import Mapping
from contextlib import suppress

ELSEWHERE = ("CI", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


async def open_browser(url: str) -> bool:
    """Open a page if somebody sits before a screen; returns whether a browser was told to."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    if not is_terminal or not has_screen(os.environ, sys.platform):
        return False
    with suppress(webbrowser.Error):
        if not is_in_terminal(browser := webbrowser.get()):
            return await asyncio.to_thread(browser.open, url)
    return False


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Tell whether there is a screen on which a browser would be seen."""
    if any(environment.get(name) for name in ELSEWHERE):
        return False
    return platform in ("darwin", "win32") or any(environment.get(name) for name in DISPLAYS)


def is_in_terminal(browser: webbrowser.BaseBrowser) -> bool:
    """Tell whether a browser, such as lynx, would take the terminal away."""
    return type(browser) is webbrowser.GenericBrowser
