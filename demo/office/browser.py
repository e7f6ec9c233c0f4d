"""Opens a page in the visitor's browser, where there is one to see: never on a server, over ssh or in CI."""

import os
import sys
import threading
import webbrowser
from collections.abc import Mapping

ELSEWHERE = ("CI", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
IN_TERMINAL = {"elinks", "links", "lynx", "w3m", "www-browser"}  # they would take it away


def open_browser(url: str) -> None:
    """Open a page if somebody sits before a screen; waits for nothing."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    if is_terminal and has_screen(os.environ, sys.platform):
        threading.Thread(target=_open, args=(url,), daemon=True).start()


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Tell whether there is a screen on which a browser would be seen."""
    if any(environment.get(name) for name in ELSEWHERE):
        return False
    return platform in ("darwin", "win32") or any(environment.get(name) for name in DISPLAYS)


def _open(url: str) -> None:
    try:
        browser = webbrowser.get()
    except webbrowser.Error:  # there is none
        return
    if getattr(browser, "basename", "") not in IN_TERMINAL:
        browser.open(url)
