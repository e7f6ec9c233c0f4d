"""What is wrong and admins must hear about: a text key with parameters."""

from dataclasses import dataclass, field
from typing import Any

NUMBERS = "numbers"  # in the params of a notice: contacts, each with a button
MOST_NUMBERS = 10  # of contacts that an alert names


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong: a text key with parameters; `subject` is what it is told once an hour for."""

    subject: str
    key: str
    params: dict[str, Any] = field(default_factory=dict)
    once: bool = False  # not every hour, as long as it lasts
