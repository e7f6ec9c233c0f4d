"""What went wrong, in one shape for every error: which field, and why, for people and for programs."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.requests.writer import LostCommitError
from edges.errors import describe, note_outage
from models.database.errors import UnitConflictError, is_out_of_order, may_succeed, name_trouble
from services.queues.idempotency import KeyReusedError
from services.refusals import Reason, Refused

log = logging.getLogger("leadbot.api")

Place = tuple[str | int, ...]


class Problem(BaseModel):
    """One thing that is wrong."""

    loc: list[str | int] = Field(
        description="Where: body, query, path or header, and the field.", examples=[["body", "phone"]]
    )
    msg: str = Field(description="Why, for people.", examples=["not a phone number"])
    type: str = Field(description="Why, for programs.", examples=["value_error"])


class Problems(BaseModel):
    """What is wrong with a request, which has changed nothing."""

    detail: list[Problem]


GOOD_NAME = "a name is 1 to 64 visible characters, no plain number, without / # @ or a quote in front"
# reason → (status, field, words); without a field it is the whole person
REFUSALS: dict[Reason, tuple[int, str, str]] = {
    Reason.NO_SUCH_CONTACT: (404, "contact_id", "there is no contact {number}"),
    Reason.NO_SUCH_OPERATOR: (404, "operator_id", "there is no operator {name}"),
    Reason.NO_SUCH_SOURCE: (404, "source_id", "there is no source {name}"),
    Reason.DISMISSED: (409, "operator_id", "{name} has been dismissed, which can't be undone"),
    Reason.NAME_TAKEN: (409, "name", "operator {number} has this name already"),
    Reason.NAME_LOOKS_ALIKE: (409, "name", "operator {number} has a name that looks like it: {other}"),
    Reason.SOURCE_NAME_TAKEN: (409, "name", "source {number} has this name already"),
    Reason.SOURCE_NAME_LOOKS_ALIKE: (409, "name", "source {number} has a name that looks like it: {other}"),
    Reason.BAD_NAME: (422, "name", GOOD_NAME),
    Reason.BAD_SOURCE_NAME: (422, "name", GOOD_NAME),
    Reason.BAD_LIMIT: (422, "max_active_leads", "a limit is a whole number from 0 to {most}"),
    Reason.NO_WEIGHT_HERE: (409, "is_second", "who has no weight for a source is in no group of it"),
    Reason.BAD_WEIGHT: (422, "weight", "a weight is a whole number from 0 to {most}"),
    Reason.BAD_HOURS: (422, "hours", "is no opening hours such as Mo-Fr 09:00-18:00, or never open"),
    Reason.BAD_TIMEZONE: (422, "timezone", "is no time zone such as Europe/Moscow"),
    Reason.NO_SUCH_SETTING: (404, "name", "there is no setting {name}"),
    Reason.SETTING_NUMBER: (422, "value", "must be a whole number from {least} to {most}"),
    Reason.SETTING_SWITCH: (422, "value", "must be true or false"),
    Reason.SETTING_LANGUAGE: (422, "value", "must be ru or en"),
    Reason.SETTING_TIMEZONE: (422, "value", "must be a time zone such as Europe/Moscow"),
    Reason.SETTING_REGION: (422, "value", "must be the code of a country such as RU"),
    Reason.BAD_LANGUAGE: (422, "languages", "must be codes of languages such as en, at most 20"),
    Reason.BAD_DATES: (422, "away_until", "must be a moment to come, within three years"),
    Reason.TELLS_NOTHING: (
        409,
        "asks_rating",
        "{name} takes contacts by API: nobody there can be asked",
    ),
    Reason.SPEAKS_TO_NOBODY: (409, "texts", "{name} takes contacts by API: nobody there is told anything"),
    Reason.MUST_BE_SAID: (422, "texts", "greeting and receipt can't be false: null is the usual"),
    Reason.NO_SUCH_LABEL: (404, "label_id", "there is no label {number}"),
    Reason.NO_SUCH_OUTCOME: (404, "outcome", "there is no outcome {name}"),
    Reason.NO_SUCH_TAG: (404, "tags", "there is no tag {name}"),
    Reason.BAD_LABEL: (422, "name", GOOD_NAME),
    Reason.LABEL_TAKEN: (409, "name", "there is one of this name already, perhaps a retired one"),
    Reason.LABEL_LOOKS_ALIKE: (409, "name", "there is one that looks like it: {other}"),
    Reason.TOO_MANY_LABELS: (409, "kind", "there are {most} of this kind already"),
    Reason.NO_SUCH_ANSWER: (404, "answer_id", "there is no quick answer {name}"),
    Reason.BAD_TITLE: (
        422,
        "title",
        "a title is 1 to 40 visible characters, no number, without a colon, or / # @ or a quote in front",
    ),
    Reason.TITLE_TAKEN: (409, "title", "there is one of this title already"),
    Reason.BAD_ANSWER: (422, "text", "needs words, at most {most} characters of them"),
    Reason.UNKNOWN_PLACEHOLDER: (422, "text", "nothing stands for {name} in braces; there are {known}"),
    Reason.TOO_MANY_ANSWERS: (409, "source_id", "there are {most} quick answers already"),
    Reason.ANSWERS_NOBODY: (409, "source_id", "{name} takes contacts by API: nobody there can be answered"),
    Reason.NOT_COMPLETED: (409, "outcome", "contact {number} has not ended"),
    Reason.BANNED: (409, "", "this person is banned"),
    Reason.TELEGRAM_ID: (
        422,
        "external_id",
        "tg: ids come from Telegram alone, unless API_TELEGRAM_IDS is 1",
    ),
    Reason.FORGOTTEN: (409, "status", "this person was forgotten, so contact {number} stays completed"),
    Reason.WAITING: (409, "status", "contact {number} is waiting: nobody has it yet"),
    Reason.NOT_TAKEN: (409, "status", "contact {number} is new: take it into work first"),
    Reason.SNOOZED: (409, "status", "contact {number} is put off: nobody has it meanwhile"),
    Reason.NOT_SNOOZED: (409, "status", "contact {number} is not put off"),
    Reason.BAD_MOMENT: (422, "until", "must be to come, and within a year"),
    Reason.COMPLETED: (409, "status", "contact {number} is completed"),
    Reason.NO_SUCCESSOR: (409, "status", "nobody else takes contacts of this source, so {number} stays"),
    Reason.NO_WAY_BACK: (409, "status", "contact {number} can't become new again"),
    Reason.NEVER_ASSIGNED: (409, "status", "nobody has ever had contact {number}"),
    Reason.NEWER_CONTACT: (409, "status", "the client has contact {newer} open"),
    Reason.FULL: (409, "status", "{name} has no free place: {load} of {limit} are open"),
    Reason.OPERATOR_UNREACHABLE: (409, "status", "{name} has no chat with the bot open"),
    Reason.NOBODY_ELSE: (409, "status", "nobody else can take contact {number} now"),
    Reason.HAS_IT: (409, "operator_id", "{name} has contact {number} already"),
    Reason.OPERATOR_FULL: (409, "operator_id", "{name} has no free place: {load} of {limit} are open"),
    Reason.OPERATOR_OFF: (409, "operator_id", "{name} is switched off"),
    Reason.OPERATOR_PAUSED: (409, "operator_id", "{name} is on a pause"),
    Reason.OPERATOR_OFF_HOURS: (409, "operator_id", "{name} is not at work now"),
    Reason.OWN_CONTACT: (409, "operator_id", "{name} is the client of this contact"),
    Reason.EMPTY_NOTE: (422, "note", "has no words"),
    Reason.OFF: (409, "status", "its operator is switched off"),
    Reason.PAUSED: (409, "status", "its operator is on a pause"),
}


NO_OBJECT = "send a JSON object, with Content-Type: application/json"

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

# status → (place, words, word) of what the framework itself refuses
HTTP_ERRORS: dict[int, tuple[Place, str, str]] = {
    400: (("body",), "the body is no JSON in UTF-8", "json_invalid"),
    404: (("path",), "there is nothing at this address; /docs lists what there is", "no_such_path"),
    405: (("method",), "this address doesn't take this method; /docs lists what it takes", "no_such_method"),
    413: (("body",), "the body is too long", "body_too_long"),
}


def install(app: FastAPI) -> None:
    """Let an application answer every error in our shape."""

    @app.exception_handler(Refused)
    async def on_refusal(request: Request, refusal: Refused) -> JSONResponse:
        status, field, words = REFUSALS[refusal.reason]
        if not field and "contact_id" in request.path_params:
            field = "status"  # who it is can't be wrong there, only what shall become of the contact
        if refusal.reason is Reason.OPERATOR_UNREACHABLE and request.url.path.endswith("/pass"):
            field = "operator_id"  # who was to get it, not who has it
        if field == "status" and not request.url.path.endswith("/status"):
            field = "contact_id"  # the address itself says what shall become of it
        if field == "text" and "source_id" in request.path_params:
            field = "texts"
        place = "path" if field in request.path_params else "body"
        return say(
            status,
            (place, field) if field else (place,),
            words.format(**refusal.params),
            refusal.reason.value,
        )

    @app.exception_handler(KeyReusedError)
    async def on_reused_key(request: Request, error: KeyReusedError) -> JSONResponse:
        words = "this key was used for another request within 24 hours"
        return say(422, ("header", "Idempotency-Key"), words, "key_reused")

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return answer(422, (name(problem) for problem in error.errors()))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> JSONResponse:
        place, words, word = HTTP_ERRORS.get(error.status_code, ((), str(error.detail), "http_error"))
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = ", ".join(list_methods(request))
        return say(error.status_code, place, words, word, headers)

    @app.exception_handler(LostCommitError)
    async def on_lost_commit(request: Request, error: LostCommitError) -> JSONResponse:
        if error.__cause__ is not None:
            note_outage(error.__cause__)
        words = "the database went away: this may be done or not; look, or send it with its Idempotency-Key"
        return say(503, (), words, "unknown_outcome", {"Retry-After": "1"})

    @app.exception_handler(UnitConflictError)
    @app.exception_handler(DBAPIError)
    @app.exception_handler(PoolTimeoutError)
    @app.exception_handler(OSError)
    async def on_busy(request: Request, error: Exception) -> JSONResponse:
        if not may_succeed(error):
            raise error
        if not note_outage(error):
            log.warning("the database is busy: %s", describe(error))
        trouble = name_trouble(error) if is_out_of_order(error) else None
        words = f"the database can't be used now: {trouble}" if trouble else "the database is busy"
        return say(503, (), f"{words}; try again", "busy", {"Retry-After": "1"})

    @app.exception_handler(Exception)
    async def on_error(request: Request, error: Exception) -> JSONResponse:
        return say(500, (), "this is our fault; the log says more", "internal_error")


def list_methods(request: Request) -> list[str]:
    """Return what an address takes; Starlette knows each method as an address of its own."""
    return [
        method
        for method in METHODS
        if any(r.matches({**request.scope, "method": method})[0] is Match.FULL for r in request.app.routes)
    ]


def say(
    status: int, place: Place, words: str, word: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Answer that one thing is wrong."""
    return answer(status, [Problem(loc=list(place), msg=words, type=word)], headers)


def answer(
    status: int, problems: Iterable[Problem], headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Answer what is wrong."""
    content = Problems(detail=list(problems)).model_dump()
    return JSONResponse(content, status, headers=dict(headers or {}))


def name(error: Mapping[str, Any]) -> Problem:
    """Return what a validation found, without what was sent: that may be a client's words."""
    msg = error["msg"].removeprefix("Value error, ")
    if error["type"] == "json_invalid":
        # Its place is a number of characters, which is no field.
        what = error["ctx"]["error"].removesuffix(" starting at")
        msg = f"not JSON: {what}, after {error['loc'][-1]} characters"
        return Problem(loc=["body"], msg=msg, type="json_invalid")
    if tuple(error["loc"]) == ("body",) and error["type"] in ("missing", "model_attributes_type"):
        msg = NO_OBJECT  # of a body of another type it would be said that this isn't one, though it is
    return Problem(loc=list(error["loc"]), msg=msg, type=error["type"])
