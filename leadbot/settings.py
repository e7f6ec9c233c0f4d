"""The settings, from the environment or `.env`. Built once per entry point, never at import.

Those that are rules of the business stand in `Policy`, with their defaults and limits.
"""

import re
from base64 import b64decode
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from edges.hosts import is_loopback
from edges.proxies import Proxy, read_proxy
from edges.telegram_webhooks import TELEGRAM, read_prefix
from leadbot.keys import FEWEST_KINDS, SHORTEST, is_weak
from models import Account
from services.policy import Policy

ENV_FILE = Path(".env")  # in the folder of the process
WEAK_KEY = (
    f"is too easy to guess: it needs {SHORTEST} characters, {FEWEST_KINDS} of them different, beside words "
    "like secret; `openssl rand -hex 32` makes one"
)
SHORTEST_SECRET = 24  # bytes, as standardwebhooks.com has it


class Settings(BaseSettings, Policy):
    model_config = SettingsConfigDict(env_file=ENV_FILE, extra="ignore", env_ignore_empty=True, frozen=False)

    bot_tokens: Annotated[list[str], NoDecode] = Field(default_factory=list, repr=False)
    admin_ids: Annotated[tuple[Account, ...], NoDecode] = ()
    database_url: str = Field(default="sqlite+aiosqlite:///leadbot.db", repr=False)  # with a password
    database_direct_url: str | None = Field(default=None, repr=False)
    telegram_api: str = TELEGRAM
    telegram_proxy: SecretStr | None = None
    sends_per_second: float = Field(default=25, ge=0, le=1000)
    api_host: str = "127.0.0.1"
    api_port: int | None = Field(default=None, ge=1, le=65_535)
    api_key: SecretStr | None = None
    webhook_url: str | None = None
    webhook_events_secret: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @property
    def policy(self) -> Policy:
        """Return the rules of the business."""
        given = {name: getattr(self, name) for name in Policy.model_fields}
        return Policy(**given | {"board_url": self.find_board()})

    def find_board(self) -> str | None:
        """Return where the live board is opened: on this machine, unless BOARD_URL says otherwise."""
        if self.api_port is None:
            return None
        return self.board_url or f"http://127.0.0.1:{self.api_port}"

    @property
    def direct_database(self) -> tuple[str, str]:
        """Return the address of the database itself, past a PgBouncer, and the setting that has it."""
        if self.database_direct_url:
            return self.database_direct_url, "DATABASE_DIRECT_URL"
        return self.database_url, "DATABASE_URL"

    @property
    def proxy(self) -> Proxy | None:
        """Return by which proxy Telegram is called."""
        return read_proxy(self.telegram_proxy.get_secret_value()) if self.telegram_proxy else None

    @field_validator("bot_tokens", "admin_ids", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        """Read `a, b` as a list."""
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("bot_tokens")
    @classmethod
    def check_tokens(cls, tokens: list[str]) -> list[str]:
        """Refuse what can't be a token, and one bot twice."""
        for position, token in enumerate(tokens, 1):
            if not re.fullmatch(r"[0-9]{1,16}:[A-Za-z0-9_-]+", token):
                raise ValueError(f"token {position} does not look like 123456789:AA… from @BotFather")
        bots = [token.split(":")[0] for token in tokens]
        if len(set(bots)) < len(bots):
            raise ValueError("one bot is listed twice")
        return tokens

    @field_validator("telegram_api", "webhook_events_url", "board_url")
    @classmethod
    def check_address(cls, address: str | None, info: ValidationInfo) -> str | None:
        """Accept the address of a server."""
        if address is None:
            return None
        try:
            parts = urlsplit(address)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if not is_address or re.search(r"\s", address):
            raise ValueError("must be an address such as https://api.telegram.org")
        return address.rstrip("/") if info.field_name == "telegram_api" else address

    @field_validator("webhook_url")
    @classmethod
    def check_webhook(cls, address: str | None, info: ValidationInfo) -> str | None:
        """Accept an address to which the Bot API server brings updates, if somebody listens."""
        if address is None:
            return None
        if "api_port" in info.data and info.data["api_port"] is None:
            raise ValueError("needs API_PORT: Telegram brings updates to the port of the API")
        return read_prefix(address, info.data.get("telegram_api", TELEGRAM))

    @field_validator("telegram_proxy")
    @classmethod
    def check_proxy(cls, address: SecretStr | None) -> SecretStr | None:
        """Accept the address of a proxy."""
        if address is not None:
            read_proxy(address.get_secret_value())
        return address

    @field_validator("api_key")
    @classmethod
    def check_key(cls, key: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """Without a key that is hard to guess, let nobody but this machine reach the API."""
        if key is not None and not re.fullmatch(r"[!-~]+", key.get_secret_value()):
            raise ValueError("must be visible ASCII characters without spaces")
        if key is not None and info.data.get("api_port") and is_weak(key.get_secret_value()):
            raise ValueError(WEAK_KEY)
        serves_others = info.data.get("api_port") and not is_loopback(info.data.get("api_host", ""))
        if key is None and serves_others:
            raise ValueError("is needed unless API_HOST is 127.0.0.1; `openssl rand -hex 32` makes one")
        return key

    @field_validator("webhook_events_secret")
    @classmethod
    def check_secret(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """Send nothing unsigned; the form is that of standardwebhooks.com."""
        if secret is None and info.data.get("webhook_events_url"):
            raise ValueError("is needed to sign with; `openssl rand -base64 32` makes one")
        if secret is not None and len(read_secret(secret)) < SHORTEST_SECRET:
            raise ValueError(
                f"must be at least {SHORTEST_SECRET} bytes in base64, as of `openssl rand -base64 32`"
            )
        return secret


def read_secret(secret: SecretStr) -> bytes:
    """Return the bytes of a secret in base64, with or without `whsec_` in front; none if it is no base64."""
    try:
        return b64decode(secret.get_secret_value().removeprefix("whsec_"), validate=True)
    except ValueError:
        return b""


class SettingsError(Exception):
    """What is wrong with the settings, one line for each."""


class SettingsFileError(SettingsError):
    """Why the file with the settings can't be read."""


def load_settings() -> Settings:
    """Read the settings; raises SettingsError with lines for people."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{str(problem['loc'][0]).upper()}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
        raise SettingsError("\n".join(lines)) from None
    except UnicodeDecodeError:
        raise SettingsFileError(f"{ENV_FILE.absolute()} is no text in UTF-8: save it anew as that") from None
    except OSError as error:
        raise SettingsFileError(
            f"{ENV_FILE.absolute()} can't be read: {error.strerror}: "
            "chown or chmod it for the user of leadbot"
        ) from None
