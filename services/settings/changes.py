"""Rules that admins set from the chat: each change is a fact with an author, and the newest one counts."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from annotated_types import Ge, Le
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Actor, SettingChange
from services.moment import Moment
from services.policy import Policy, find_defaults
from services.refusals import Reason, Refused
from services.settings import decided

# In the order in which they are shown; all others are for whoever runs the process.
NAMES = (
    "reply_reminder_minutes",
    "first_answer_minutes",
    "accept_timeout_minutes",
    "pause_after_missed",
    "reopen_window_minutes",
    "sticky_days",
    "idle_days",
    "messages_per_minute",
    "answer_reactions",
    "card_force_reply",
    "default_language",
    "timezone",
    "phone_region",
    "keep_days",
)
UNITS = ("minutes", "days")
BAD = {
    "default_language": Reason.SETTING_LANGUAGE,
    "timezone": Reason.SETTING_TIMEZONE,
    "phone_region": Reason.SETTING_REGION,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A rule as it is in force; the values are those of `Policy`."""

    name: str
    value: Any
    default: Any
    is_decided: bool  # by an admin: the default does not count
    changed: SettingChange | None = None  # the last time


def check_name(word: str) -> str:
    """Return a setting's name as `Policy` has it; raises Refused for what can't be set here."""
    name = word.strip().lower()
    if name not in NAMES:
        raise Refused(Reason.NO_SUCH_SETTING, name=word)
    return name


def list_settings(session: Session, *, at: Moment) -> list[Setting]:
    """Return all that can be set, as it is in force after this unit."""
    newest = decided.read_newest(session)
    values = decided.list_values(newest)
    defaults = find_defaults(at.policy)
    return [
        Setting(
            name,
            values.get(name, getattr(defaults, name)),
            getattr(defaults, name),
            name in values,
            newest.get(name),
        )
        for name in NAMES
    ]


def find_setting(session: Session, word: str, *, at: Moment) -> Setting:
    """Return one of them; raises Refused."""
    name = check_name(word)
    return next(setting for setting in list_settings(session, at=at) if setting.name == name)


def set_value(
    session: Session, name: str, value: Any, *, actor: Actor, by: str | None = None, at: Moment
) -> SettingChange | None:
    """Set a rule to a value as JSON or in words, None for its default; raises Refused.

    Returns None if it is so already.
    """
    setting = find_setting(session, name, at=at)
    stored = None if value is None else write_json(check_value(setting.name, value))
    is_so = stored == write_json(setting.value) if stored is not None else not setting.is_decided
    if is_so:
        return None
    return _add(session, setting.name, stored, actor=actor, by=by, at=at)


def undo(session: Session, change_id: int, *, actor: Actor, by: str | None = None, at: Moment) -> Setting:
    """Put back what a change has changed; raises Refused if there was another one since."""
    change = session.get(SettingChange, change_id)
    if change is None or decided.read_newest(session).get(change.name) is not change:
        raise Refused(Reason.CHANGED_SINCE)
    earlier = select(SettingChange).where(SettingChange.name == change.name, SettingChange.id < change.id)
    before = session.scalars(earlier.order_by(SettingChange.id.desc()).limit(1)).first()
    _add(session, change.name, before.value if before else None, actor=actor, by=by, at=at)
    return find_setting(session, change.name, at=at)


def list_changes(session: Session, *, most: int) -> list[SettingChange]:
    """Return the last changes, the newest first; rules of another version have no name here."""
    known = select(SettingChange).where(SettingChange.name.in_(NAMES))
    return list(session.scalars(known.order_by(SettingChange.id.desc()).limit(most)))


def check_value(name: str, value: Any) -> Any:
    """Return a value as `Policy` has it; raises Refused, with the bounds of a number."""
    try:
        if isinstance(value, bool) and Policy.model_fields[name].annotation is not bool:
            raise ValueError  # pydantic would take it for a number
        return decided.read_value(name, value)
    except ValueError:
        bounds = find_bounds(name)
        if bounds is not None:
            unit = next((unit for unit in UNITS if name.endswith(f"_{unit}")), "none")
            raise Refused(Reason.SETTING_NUMBER, least=bounds[0], most=bounds[1], unit=unit) from None
        raise Refused(BAD.get(name, Reason.SETTING_SWITCH), name=str(value)) from None


def find_bounds(name: str) -> tuple[int, int] | None:
    """Return the least and the most that a number may be, None for what is no number."""
    limits = Policy.model_fields[name].metadata
    least = next((limit.ge for limit in limits if isinstance(limit, Ge)), None)
    most = next((limit.le for limit in limits if isinstance(limit, Le)), None)
    return (least, most) if isinstance(least, int) and isinstance(most, int) else None


def write_json(value: Any) -> Any:
    """Return a value of `Policy` as JSON."""
    return value.key if isinstance(value, ZoneInfo) else value


def _add(
    session: Session, name: str, value: Any, *, actor: Actor, by: str | None, at: Moment
) -> SettingChange:
    change = SettingChange(name=name, value=value, actor=actor, by=by, at=at.now)
    session.add(change)
    session.flush()
    return change
