"""What a person typed into a form and we can't use: refused, unless the request asks for leniency.

It asks by `Prefer: handling=lenient`, as RFC 7240 has it. Then such a phone, email or name stays with the
contact as it was typed, what says where a sender came from is cut, what we don't know is left out, and the
answer says which. Whatever else a program fills in is refused all the same.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, ModelWrapValidatorHandler, PrivateAttr, ValidationError, model_validator

from api.requests import errors
from api.requests.errors import Problem
from models.contacts import PAGE, UTM

TYPED = ("phone", "email", "name")
UNKNOWN = "extra_forbidden"  # pydantic's word for a field that there is not
LONGEST_ORIGIN = {**dict.fromkeys(UTM, 500), PAGE: 2000}  # characters
LONGEST_TYPED = 1000  # characters; what is longer is no slip of a person
APPLIED = {
    "Preference-Applied": {
        "description": "`handling=lenient`, if that was asked for.",
        "schema": {"type": "string"},
    }
}
WISH = (
    "`handling=lenient`: keep a phone, email or name that is none as it was typed, and leave out fields that "
    "we don't know, instead of refusing the rest."
)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Unusable:
    """What was typed into a field, and what is wrong with it."""

    field: str
    text: str
    problem: Problem

    @property
    def is_typed(self) -> bool:
        """Tell what a person has typed from what came along with it."""
        return self.field in TYPED


class Typed(BaseModel):
    """A body with fields that a person fills in."""

    _unusable: tuple[Unusable, ...] = PrivateAttr(())

    @model_validator(mode="wrap")
    @classmethod
    def set_aside(cls, body: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Read the rest where only what a person has typed is wrong; whether to refuse it comes later."""
        try:
            return handler(body)
        except ValidationError as error:
            unusable = find_unusable(body, error)
            if not unusable:
                raise
        fields = {one.field for one in unusable}
        read = handler({name: value for name, value in body.items() if name not in fields})
        read._unusable = unusable
        return read

    @property
    def cut(self) -> dict[str, str]:
        """Return what came along and was too long, as much of it as is kept."""
        return {one.field: one.text for one in self._unusable if one.field in LONGEST_ORIGIN}

    @property
    def unusable(self) -> tuple[Unusable, ...]:
        """Return what was typed wrong; a phone is read later, since it depends on the country."""
        return self._unusable


def find_unusable(body: Any, error: ValidationError) -> tuple[Unusable, ...]:
    """Return what a person typed wrong, if there is nothing else wrong with a body; else nothing."""
    found = [make_unusable(body, errors.name(problem)) for problem in error.errors()]
    unusable = tuple(one for one in found if one is not None)
    return unusable if len(unusable) == len(found) else ()


def make_unusable(body: Any, problem: Problem) -> Unusable | None:
    """Return what is wrong with a body as something typed or carried along, None if it is something else."""
    field = problem.loc[0] if len(problem.loc) == 1 and isinstance(body, Mapping) else None
    if not isinstance(field, str) or field not in body:
        return None
    text = body[field]
    whole = Problem(loc=["body", field], msg=problem.msg, type=problem.type)
    if problem.type == UNKNOWN:
        return Unusable(field, write_storable(json.dumps(text)), whole)
    if field in LONGEST_ORIGIN and isinstance(text, str):
        return Unusable(field, tidy(write_storable(text))[: LONGEST_ORIGIN[field]], whole)
    if field not in TYPED or not isinstance(text, str) or len(text) > LONGEST_TYPED:
        return None
    return Unusable(field, write_storable(text), whole)


def tidy(text: str) -> str:
    """Return a text in one line."""
    return " ".join(text.split())


def write_storable(text: str) -> str:
    """Return a text with a mark for what no database could keep: NUL, and halves of characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", REPLACEMENT)


def asks_for_leniency(preferences: Sequence[str]) -> bool:
    """Tell whether the values of `Prefer` ask for leniency; of two wishes for one thing the first counts."""
    for preference in ",".join(preferences).split(","):
        word, _, value = preference.partition(";")[0].partition("=")
        if word.strip().lower() == "handling":
            return value.strip().strip('"').lower() == "lenient"
    return False


async def read_leniency(
    request: Request,
    response: Response,
    _prefer: Annotated[
        str | None, Header(alias="Prefer", description=WISH, examples=["handling=lenient"])
    ] = None,
) -> bool:
    """Return whether a request asks for leniency, and let the answer say that it is heard."""
    is_lenient = asks_for_leniency(request.headers.getlist("Prefer"))
    if is_lenient:
        response.headers["Preference-Applied"] = "handling=lenient"
    return is_lenient


IsLenient = Annotated[bool, Depends(read_leniency)]
