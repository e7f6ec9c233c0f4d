"""The parameters of one Bot API call, whichever of the four ways they came in."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.http import HttpProcessingError

from sandbox.server.errors import bad_request

# Never decoded: a text "123" or "true" is a text.
VERBATIM = {
    *("text", "caption", "parse_mode", "callback_query_id", "url", "language_code", "action", "secret_token"),
    *("phone_number", "first_name", "last_name", "vcard"),
    *("photo", "document", "video", "audio", "voice", "animation", "video_note", "sticker"),
}


INTEGER = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes


@dataclass(slots=True)
class Parameters:
    values: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise bad_request("strings must be encoded in UTF-8") from error
        return text

    def number(self, name: str, default: int = 0) -> int:
        """Anything that is no number counts as 0, as Telegram has it."""
        value = self.values.get(name, default)
        if isinstance(value, str):
            return int(value) if INTEGER.fullmatch(value) else 0
        return int(value) if isinstance(value, int | float) and math.isfinite(value) else 0

    def decimal(self, name: str) -> float | None:
        value = self.values.get(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        return self.values.get(name) in (True, 1, "yes", "True", "t")

    def object(self, name: str, what: str) -> Any:
        """A decoded JSON value or None; text that is no JSON is refused."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            raise bad_request(f"can't parse {what} JSON object")
        return value


def decode(name: str, value: str) -> Any:
    if name in VERBATIM:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


async def read_parameters(request: web.Request) -> Parameters:
    """Query string, form (plain or multipart) or JSON body, all as Python values."""
    values = {name: decode(name, value) for name, value in request.query.items()}
    if request.method != "POST":
        return Parameters(values)
    if request.content_type == "application/json":
        return Parameters(values | await read_json(request))
    uploads = {}
    for name, value in (await read_form(request)).items():
        if isinstance(value, web.FileField):
            with value.file:  # aiohttp leaves it open where the answer is not waited for
                uploads[name] = Upload(value.filename, value.file.read())
        else:
            values[name] = decode(name, value if isinstance(value, str) else str(value))
    return Parameters(values, uploads)


async def read_form(request: web.Request) -> Mapping[str, object]:
    try:
        return await request.post()
    except (ValueError, HttpProcessingError) as error:
        raise bad_request("can't parse the form") from error


async def read_json(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError as error:
        raise bad_request("can't parse request body JSON object") from error
    if not isinstance(body, dict):
        raise bad_request("can't parse request body JSON object")
    # Clients that build JSON from form fields leave nested objects as JSON strings; Telegram takes both.
    return {
        name: decode(name, value) if isinstance(value, str) and value[:1] in ("{", "[") else value
        for name, value in body.items()
    }
