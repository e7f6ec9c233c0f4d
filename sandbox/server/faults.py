"""Faults on demand: rules that say which calls and updates go wrong, how, and how often.

Only the choosing is here; `answers` spoils a call that was hit, `delivery` an update.
"""

import random
import secrets
from collections.abc import Set
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sandbox.server.errors import ControlError

LONGEST = 3600  # seconds


class Fault(StrEnum):
    FORBIDDEN = "forbidden"
    FLOOD = "flood"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    UNAUTHORIZED = "unauthorized"
    UNPARSABLE = "unparsable"
    GARBAGE = "garbage"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    SLOW = "slow"
    DUPLICATE = "duplicate"
    MALFORMED = "malformed"


class Shape(StrEnum):
    """Ways in which an update can be broken; a rule without one goes through all of them in this order."""

    HIDDEN_FORWARD = "hidden_forward"
    EXTERNAL_REPLY = "external_reply"
    UNKNOWN_ORIGIN = "unknown_origin"
    UNKNOWN_STATUS = "unknown_status"
    NO_AUTHOR = "no_author"
    NO_PAYLOAD = "no_payload"
    NO_MESSAGE = "no_message"
    NUMBER_AS_TEXT = "number_as_text"


OF_UPDATES = frozenset({Fault.DUPLICATE, Fault.MALFORMED})
OF_CALLS = frozenset(Fault) - OF_UPDATES
# Parameters that say something about these faults only.
PARAMETERS = {
    "retry_after": Fault.FLOOD,
    "seconds": Fault.SLOW,
    "later": Fault.DUPLICATE,
    "shape": Fault.MALFORMED,
}


@dataclass(slots=True)
class Rule:
    """One kind of fault, whom it meets and how often; counts the matches and the hits."""

    id: int
    fault: Fault
    method: str | None = None
    bot: str | None = None
    person: int | None = None
    every: int = 1
    share: float | None = None
    seed: int | None = None
    times: int | None = None
    after: int = 0
    retry_after: int | None = None
    seconds: float | None = None
    later: bool = False
    shape: Shape | None = None
    matched: int = 0
    hit: int = 0
    chance: random.Random | None = None

    @property
    def is_spent(self) -> bool:
        return self.times is not None and self.hit >= self.times

    def meets(self, bot: str, person: int | None, method: str) -> bool:
        return (
            self.bot in (None, bot)
            and self.person in (None, person)
            and (self.method or method).lower() == method.lower()
        )

    def is_due(self) -> bool:
        """Counts a match and says whether it is one to hit."""
        self.matched += 1
        number = self.matched - self.after
        if number < 1 or self.is_spent:
            return False
        if self.chance and self.share is not None:
            return self.chance.random() < self.share
        return number % self.every == 0

    def pick_shape(self) -> Shape:
        """The shape of the hit that was counted last."""
        shapes = [*Shape]
        return self.shape or shapes[(self.hit - 1) % len(shapes)]

    def show(self) -> dict[str, Any]:
        shown = asdict(self)
        del shown["chance"]
        return {**shown, "is_spent": self.is_spent}


class Faults:
    def __init__(self) -> None:
        self.rules: dict[int, Rule] = {}
        self._last_id = 0

    def add(self, fault: str, **given: Any) -> Rule:
        """Raises 422 with a sentence for a rule that makes no sense; then nothing is added."""
        rule = make_rule(self._last_id + 1, fault, given)
        self._last_id = rule.id
        self.rules[rule.id] = rule
        return rule

    def clear(self, rule_id: int | None = None) -> None:
        if rule_id is None:
            self.rules.clear()
        elif self.rules.pop(rule_id, None) is None:
            raise ControlError(404, f"There is no fault rule {rule_id}.")

    def strike(self, among: Set[Fault], bot: str, person: int | None, method: str = "") -> Rule | None:
        """The rule that hits this call or update: of several the oldest, though all of them count it."""
        met = [
            rule for rule in self.rules.values() if rule.fault in among and rule.meets(bot, person, method)
        ]
        due = [rule for rule in met if rule.is_due()]
        if not due:
            return None
        due[0].hit += 1
        return due[0]


def make_rule(rule_id: int, fault: str, given: dict[str, Any]) -> Rule:
    if fault not in [*Fault]:
        raise wrong(f"There is no fault “{fault}”; known: {', '.join(Fault)}.")
    check_belonging(Fault(fault), given)
    check_numbers(given)
    if "shape" in given:
        given = {**given, "shape": read_shape(given["shape"])}
    rule = Rule(rule_id, Fault(fault), **given)
    if rule.share is not None:
        # Made up here and shown in the list: whatever chance did can be done once more.
        rule.seed = secrets.randbits(32) if rule.seed is None else rule.seed
        rule.chance = random.Random(rule.seed)
    return rule


def check_belonging(fault: Fault, given: dict[str, Any]) -> None:
    for name, owner in PARAMETERS.items():
        if name in given and fault is not owner:
            raise wrong(f"“{name}” belongs to the fault {owner}, not to {fault}.")
    if fault in OF_UPDATES and "method" in given:
        raise wrong(f"{fault} is a fault of updates: it has no method.")
    if fault is Fault.SLOW and "seconds" not in given:
        raise wrong("slow needs “seconds”.")
    if "share" in given and "every" in given:
        raise wrong("A rule has either “every” or “share”.")
    if "seed" in given and "share" not in given:
        raise wrong("“seed” belongs to “share”.")


def check_numbers(given: dict[str, Any]) -> None:
    for name, least in (("every", 1), ("times", 1), ("after", 0), ("retry_after", 1)):
        if given.get(name, least) < least:
            raise wrong(f"“{name}” must be at least {least}.")
    for name, most in (("share", 1), ("seconds", LONGEST)):
        # So written that NaN is refused, too.
        if not 0 <= given.get(name, 0) <= most:
            raise wrong(f"“{name}” must be from 0 to {most}.")


def read_shape(given: str) -> Shape:
    if given not in [*Shape]:
        raise wrong(f"There is no shape “{given}”; known: {', '.join(Shape)}.")
    return Shape(given)


def wrong(sentence: str) -> ControlError:
    return ControlError(422, sentence)
