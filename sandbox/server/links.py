"""Which links Telegram takes, and how it writes them down."""

import ipaddress
import re
from urllib.parse import urlsplit

from sandbox.server.errors import bad_request

PROTOCOLS = {"http", "https", "ftp", "tg", "ton", "tonsite"}
MENTION = re.compile(r"tg://user\?id=(\d+)", re.IGNORECASE)
HOST = re.compile(r"[^\s.:/?#@]+(\.[^\s.:/?#@]+)+|localhost")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by one of its own names."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def mentioned_user(url: str) -> int | None:
    """The user id of a `tg://user?id=…` link."""
    match = MENTION.fullmatch(url)
    return int(match[1]) if match else None


def normalise_link(url: str) -> str | None:
    """The link as Telegram stores it (`telegram.org` → `http://telegram.org/`); None for what is no link."""
    url = url.strip()
    written = url if "://" in url else f"http://{url}"
    protocol, _, rest = written.partition("://")
    protocol = protocol.lower()
    if protocol not in PROTOCOLS or not rest:
        return None
    if protocol in ("tg", "ton"):
        return f"{protocol}://{rest}"
    try:
        host = urlsplit(written).hostname or ""
    except ValueError:
        return None
    if not HOST.fullmatch(host):
        return None
    return f"{protocol}://{rest}" if re.search(r"[/?#]", rest) else f"{protocol}://{rest}/"


def check_button_link(url: str) -> str:
    """The link of a button, normalised; raises what Telegram answers to a wrong one."""
    if url.lower().startswith("ftp://"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    link = normalise_link(url)
    if link is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return link
