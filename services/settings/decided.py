"""What admins have decided: the newest value of each rule, and whoever has joined them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Account, Admin, SettingChange
from services.policy import Policy


def read(session: Session) -> tuple[dict[str, Any], Sequence[Account]]:
    """Return the decided values by names of `Policy`, and the accounts of admins who have joined."""
    return list_values(read_newest(session)), list_accounts(session)


def list_values(newest: Mapping[str, SettingChange]) -> dict[str, Any]:
    """Return the values in force; what another version has stored and this one does not allow is left out."""
    values: dict[str, Any] = {}
    for name, change in newest.items():
        if change.value is not None and name in Policy.model_fields:
            try:
                values[name] = read_value(name, change.value)
            except ValidationError:
                continue
    return values


def read_newest(session: Session) -> dict[str, SettingChange]:
    """Return the last change of each rule that was ever changed."""
    last = select(func.max(SettingChange.id)).group_by(SettingChange.name)
    found = session.scalars(select(SettingChange).where(SettingChange.id.in_(last)))
    return {change.name: change for change in found}


def read_value(name: str, value: Any) -> Any:
    """Return a value of `Policy` from JSON or from words; raises ValidationError."""
    return getattr(Policy.model_validate({name: value}), name)


def list_accounts(session: Session) -> Sequence[Account]:
    """Return who has joined the admins, in the order in which they did."""
    joined = select(Admin.telegram_id).where(Admin.telegram_id.is_not(None))
    found = session.scalars(joined.order_by(Admin.joined_at, Admin.id))
    return [Account(account) for account in found if account is not None]
