"""The settings, from the environment or `.env`. Built once per entry point, never at import."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Language = Literal["ru", "en"]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    bot_tokens: Annotated[list[str], NoDecode] = Field(default_factory=list)
    admin_ids: Annotated[list[int], NoDecode] = Field(default_factory=list)
    database_url: str = "sqlite+aiosqlite:///leadbot.db"
    default_language: Language = "ru"
    phone_region: str = "RU"
    telegram_api: str = "https://api.telegram.org"
    timezone: str = "Europe/Moscow"
    reply_reminder_minutes: int = Field(default=15, ge=0, le=10_080)
    accept_timeout_minutes: int = Field(default=0, ge=0, le=10_080)
    reopen_window_minutes: int = Field(default=10, ge=0, le=10_080)
    sends_per_second: float = Field(default=25, ge=0, le=1000)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

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

    @field_validator("phone_region")
    @classmethod
    def check_region(cls, region: str) -> str:
        """Accept a country code of two letters."""
        if not re.fullmatch(r"[A-Za-z]{2}", region):
            raise ValueError("must be a country code such as RU")
        return region.upper()

    @field_validator("timezone")
    @classmethod
    def check_timezone(cls, name: str) -> str:
        """Accept a time zone such as Europe/Moscow."""
        try:
            ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError("must be a time zone such as Europe/Moscow") from None
        return name

    @field_validator("telegram_api")
    @classmethod
    def check_api(cls, address: str) -> str:
        """Accept the address of a Bot API server."""
        try:
            parts = urlsplit(address)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if not is_address or re.search(r"\s", address):
            raise ValueError("must be an address such as https://api.telegram.org")
        return address.rstrip("/")


class SettingsError(Exception):
    """What is wrong with the settings, one line for each."""


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
