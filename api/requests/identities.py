"""Reads the phone of a request in the spelling that leads are found by."""

from fastapi.exceptions import RequestValidationError

from services import leads


def read_phone(text: str | None, region: str, place: str) -> str | None:
    """Return a phone as E.164, one without a country in `region`; `place` is where the request has it."""
    if text is None:
        return None
    try:
        return leads.normalize_phone(text, region)
    except ValueError as error:
        problem = {"loc": (place, "phone"), "msg": f"is {error}", "type": "value_error"}
        raise RequestValidationError([problem]) from None
