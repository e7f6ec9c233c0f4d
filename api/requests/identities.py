"""Reads the phone of a request in the spelling that leads are found by."""

from fastapi.exceptions import RequestValidationError

from services.phones import normalize_phone


def read_phone(text: str | None, region: str, place: str) -> str | None:
    """Return a phone in its one spelling; `place` is where the request has it, `region` where it is read."""
    if text is None:
        return None
    try:
        return normalize_phone(text, region)
    except ValueError as error:
        problem = {"loc": (place, "phone"), "msg": f"is {error}", "type": "value_error"}
        raise RequestValidationError([problem]) from None
