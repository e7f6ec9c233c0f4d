"""The rules that a business sets for itself: what its admins have decided, else what its settings say.

Whatever works for a long time holds `BusinessRules` and asks for its policy anew each time; a rule gets the
policy of its moment, which stays as it is while the rule works.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from models import Account

Language = Literal["ru", "en"]
WEEK = 10_080  # minutes
LONGEST = 36_500  # days
LONGEST_IDLE = 365  # days


class Policy(BaseModel):
    """What a business has decided; each field is the setting of that name. A time of zero means never.

    A rule reads it from its moment; nobody but the application builds one.
    """

    model_config = ConfigDict(frozen=True)

    admin_ids: tuple[Account, ...] = ()  # Telegram ids, in the order in which they are told of troubles
    default_language: Language = "ru"  # of people whose Telegram speaks another one
    timezone: ZoneInfo = ZoneInfo("Europe/Moscow")  # of dates in texts, statistics and exports
    phone_region: str = "RU"  # the country of phones written without one
    # A client's wait after which the operator is reminded.
    reply_reminder_minutes: int = Field(default=15, ge=0, le=WEEK)
    # Within how long a client is to have a first answer.
    first_answer_minutes: int = Field(default=15, ge=0, le=WEEK)
    # How long a card may lie before the contact is offered to others.
    accept_timeout_minutes: int = Field(default=15, ge=0, le=WEEK)
    # Cards in a row that an operator lets lie before he is on a pause; 0: never.
    pause_after_missed: int = Field(default=3, ge=0, le=100)
    # After completion, while a client's next contact is for the same operator first, where that is preferred.
    sticky_days: int = Field(default=30, ge=0, le=LONGEST)
    # After completion, while what the client writes goes to the same operator first.
    reopen_window_minutes: int = Field(default=10, ge=0, le=WEEK)
    # From one client, before the operator hears only how many more there are; 0: no limit.
    messages_per_minute: int = Field(default=30, ge=0, le=1000)
    answer_reactions: bool = True  # whether a reaction on an operator's reply says that the client has it
    card_force_reply: bool = False  # whether a new card opens the reply to it in the operator's Telegram
    # After completion, while words and names are kept.
    keep_days: int = Field(default=0, ge=0, le=LONGEST)
    # Without a word, before the client of a contact in progress is asked whether it is still needed.
    idle_days: int = Field(default=0, ge=0, le=LONGEST_IDLE)
    api_telegram_ids: bool = False  # whether the API may say who somebody is in Telegram
    board_url: str | None = None  # where the live board is, without its path; None: there is none
    webhook_events_url: str | None = None  # what happens to contacts is told to this address

    @field_validator("timezone", mode="before")
    @classmethod
    def read_timezone(cls, name: object) -> object:
        """Accept a time zone such as Europe/Moscow."""
        try:
            return ZoneInfo(name) if isinstance(name, str) else name
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError("must be a time zone such as Europe/Moscow") from None

    @field_validator("phone_region")
    @classmethod
    def check_region(cls, region: str) -> str:
        """Accept a country code of two letters."""
        from phonenumbers import SUPPORTED_REGIONS  # which takes a while, and the default needs no check

        if region.upper() not in SUPPORTED_REGIONS:
            raise ValueError("must be a country code such as RU")
        return region.upper()


class DecidedPolicy(Policy):
    """A policy of which admins have decided something; `defaults` is what counts else."""

    defaults: Policy


def find_defaults(policy: Policy) -> Policy:
    """Return what a policy would be without anything that admins have decided."""
    return policy.defaults if isinstance(policy, DecidedPolicy) else policy


@dataclass(slots=True)
class BusinessRules:
    """The policy in force. `defaults` is what counts while no admin has decided otherwise."""

    defaults: Policy
    policy: Policy = field(init=False)

    def __post_init__(self) -> None:
        self.policy = self.defaults

    def apply(self, decided: Mapping[str, Any], admins: Sequence[int]) -> None:
        """Let count from now on what was decided, by names of fields, and which admins have joined."""
        values = {name: getattr(self.defaults, name) for name in Policy.model_fields}
        everybody = tuple(dict.fromkeys((*self.defaults.admin_ids, *admins)))
        values |= {**decided, "admin_ids": everybody}
        self.policy = DecidedPolicy.model_construct(defaults=self.defaults, **values)
