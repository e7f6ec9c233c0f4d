"""Where Telegram brings a bot's updates, and the secret by which it proves that it is Telegram.

The secret comes from the bot's token: every process that has the token knows it, and nothing is stored.
"""

import hmac
import re
from hashlib import sha256
from urllib.parse import SplitResult, urlsplit

from edges.hosts import is_loopback

TELEGRAM = "https://api.telegram.org"
PORTS = (443, 80, 88, 8443)  # those that Telegram itself brings updates to
PATH = re.compile(r"[A-Za-z0-9/._~-]*")
EXAMPLE = "must be an address such as https://leads.example.com/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONTEXT = b"leadbot: Telegram's webhook, version 1"


def derive_secret(token: str) -> str:
    """Return the secret that Telegram is to send with every update of the bot with this token."""
    return hmac.new(token.encode(), CONTEXT, sha256).hexdigest()


def read_prefix(address: str, telegram_api: str) -> str:
    """Return a WEBHOOK_URL without its last slash; raises ValueError if it can't be one of this server's."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(EXAMPLE) from None
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", address):
        raise ValueError(EXAMPLE)
    if parts.query or parts.fragment or "@" in parts.netloc or not PATH.fullmatch(parts.path):
        raise ValueError(f"{EXAMPLE}, with a path of letters, digits and / . _ ~ - and nothing behind it")
    if urlsplit(telegram_api).hostname == urlsplit(TELEGRAM).hostname:
        check_for_telegram(parts, host, port)
    return address.rstrip("/?#")


def check_for_telegram(parts: SplitResult, host: str, port: int | None) -> None:
    """Raise ValueError for what only a local Bot API server can bring updates to."""
    if parts.scheme != "https":
        raise ValueError("must begin with https:// unless TELEGRAM_API is a Bot API server of your own")
    if port is not None and port not in PORTS:
        raise ValueError(f"must have the port {', '.join(map(str, PORTS))}: Telegram uses no other")
    if is_loopback(host):
        raise ValueError("must be an address that Telegram can reach, not one of this machine's own")


def find_path(prefix: str) -> str:
    """Return the path of a WEBHOOK_URL, without a slash at its end."""
    return urlsplit(prefix).path


def write_address(prefix: str, bot_id: int) -> str:
    """Return where the updates of one bot come; the prefix is WEBHOOK_URL."""
    return f"{prefix}/{bot_id}"
