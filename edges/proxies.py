"""The proxy by which Telegram is called, read from its address. What is said of it never has the password."""

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

Scheme = Literal["http", "https", "socks5"]
# socks5h says that the proxy looks up names, which is so with all of them.
SCHEMES: dict[str, Scheme] = {"http": "http", "https": "https", "socks5": "socks5", "socks5h": "socks5"}
EXAMPLE = "socks5://user:password@proxy.example.com:1080"
WRONG = f"must be an address such as {EXAMPLE}, or with http or https; %40 is @ in a password, %2F is /"
GOOD_LOGIN = r"[ -~]{0,255}"  # ASCII, as much as SOCKS takes; a colon would end the user
LIBRARY = "aiohttp_socks"


class NoProxyLibraryError(Exception):
    """What has to be installed before a proxy can be used."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where a proxy is, and who we are to it; both of user and password, or none."""

    scheme: Scheme
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        """Return where it is, for people."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_proxy(address: str) -> Proxy:
    """Return the proxy that an address names; raises ValueError with words that quote nothing of it."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
        user, password = (unquote(part or "", errors="strict") for part in (parts.username, parts.password))
    except ValueError:
        raise ValueError(WRONG) from None  # what went wrong may quote a part of the password
    scheme = SCHEMES.get(parts.scheme)
    if scheme is None or not host or not port or is_more(parts) or re.search(r"\s", address):
        raise ValueError(WRONG)
    if bool(user) != bool(password):
        raise ValueError(f"has a user without a password, or a password without a user; {WRONG}")
    if not all(re.fullmatch(GOOD_LOGIN, part) for part in (user, password)) or ":" in user:
        raise ValueError(f"has a user or password with signs that no proxy takes, or too many; {WRONG}")
    return Proxy(scheme, host, port, user or None, password or None)


def is_more(parts: SplitResult) -> bool:
    """Tell whether an address goes on after the port: what does is often half of a password."""
    return parts.path not in ("", "/") or bool(parts.query or parts.fragment)


def require_library() -> None:
    """Make sure that proxies can be used; raises NoProxyLibraryError."""
    if find_spec(LIBRARY) is None:
        raise NoProxyLibraryError("TELEGRAM_PROXY needs aiohttp-socks: pip install -e '.[proxy]'")
