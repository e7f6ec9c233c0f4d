"""Settings: the rules of the business, as admins see them in `/settings`."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field, StrictBool, StrictInt, StrictStr
from sqlalchemy.orm import Session

from api.requests import schemas
from api.requests.bodies import StrictRoute
from api.requests.context import InContext
from models import actors
from services.clock import take_moment
from services.moment import Moment
from services.settings import changes
from services.settings.changes import write_json

router = APIRouter(prefix="/settings", tags=["settings"], route_class=StrictRoute)

Value = StrictBool | StrictInt | Annotated[StrictStr, Field(max_length=100)]
Name = Annotated[str, Path(max_length=100, examples=["reply_reminder_minutes"])]


class SettingChange(schemas.Request):
    """What a setting shall be."""

    value: Value | None = Field(description="null: the default again.", examples=[30])


class Setting(schemas.Answer):
    """A rule of the business as it is in force."""

    name: str = Field(description="That of the environment variable with its default, in small letters.")
    value: Value = Field(examples=[30])
    default: Value = Field(description="What counts while nobody has decided otherwise.", examples=[15])
    is_decided: bool = Field(description="The value was set by an admin or by API.")
    changed_at: datetime | None
    changed_by: str | None = Field(description="The admin; null: by API, or never.", examples=["Olga"])


def show(setting: changes.Setting) -> Setting:
    """Show a setting as it is in force."""
    changed = setting.changed
    return Setting(
        name=setting.name,
        value=write_json(setting.value),
        default=write_json(setting.default),
        is_decided=setting.is_decided,
        changed_at=changed and changed.at,
        changed_by=changed and changed.by,
    )


@router.get("/")
async def list_settings(context: InContext) -> list[Setting]:
    """List what can be decided about the business, with the value in force."""
    at = take_moment(context.rules)

    def read(session: Session) -> list[Setting]:
        return [show(setting) for setting in changes.list_settings(session, at=at)]

    return await context.read(read)


@router.patch("/{name}", responses=schemas.problems(404))
async def change_setting(name: Name, body: SettingChange, context: InContext) -> Setting:
    """Set a rule of the business; it is in force within a second, in every process.

    A shorter `keep_days` deletes at once what is older by then; nothing brings it back.
    """

    def change(session: Session, at: Moment) -> Setting:
        changes.set_value(session, name, body.value, actor=actors.API, at=at)
        return show(changes.find_setting(session, name, at=at))

    return await context.writer.write(change)
