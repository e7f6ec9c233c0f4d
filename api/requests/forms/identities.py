"""Reads who a request is about: the phone in its one spelling, and what was typed wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi.exceptions import RequestValidationError

from api.requests.errors import Problem
from api.requests.forms.leniency import TYPED, Unusable
from api.requests.forms.new_contact import NewContact
from models import Contact
from services.leads import Identity
from services.phones import normalize_phone

NEEDS_AN_IDENTIFIER = "give at least one of external_id, phone and email"
NOT_CONFIRMED = "is kept with the contact: nothing confirms that it is this person's"


@dataclass(frozen=True, slots=True)
class Reading:
    """Who it is, as far as that can be used; the rest as it was typed, and what is wrong with it."""

    identity: Identity
    as_typed: Mapping[str, str]
    problems: Sequence[Problem]


def read_phone(text: str | None, region: str, place: str) -> str | None:
    """Return a phone in its one spelling; `place` is where the request has it, `region` where it is read."""
    if text is None:
        return None
    try:
        return normalize_phone(text, region)
    except ValueError as error:
        problem = {"loc": (place, "phone"), "msg": f"is {error}", "type": "value_error"}
        raise RequestValidationError([problem]) from None


def list_unconfirmed(contact: Contact, person: Reading) -> list[Problem]:
    """Return what can be used and is not the person's own by the word of a form; the contact keeps it."""
    return [
        Problem(loc=["body", field], msg=NOT_CONFIRMED, type="not_confirmed")
        for field in contact.as_typed
        if field not in person.as_typed
    ]


def read_person(body: NewContact, region: str, *, is_lenient: bool) -> Reading:
    """Return who a new contact is of; raises RequestValidationError for what was typed wrong unless lenient.

    Nobody could be told apart without an identifier: one must be given, if only as it was typed.
    """
    phone, unusable = None, list(body.unusable)
    try:
        phone = read_phone(body.phone, region, "body")
    except RequestValidationError as error:
        [problem] = (Problem(**problem) for problem in error.errors())
        unusable.append(Unusable("phone", body.phone or "", problem))
    unusable.sort(key=lambda one: TYPED.index(one.field) if one.is_typed else len(TYPED))
    if unusable and not is_lenient:
        raise RequestValidationError([one.problem.model_dump() for one in unusable])
    as_typed = {one.field: one.text for one in unusable if one.is_typed}
    if not (body.external_id or phone or body.email or as_typed.keys() & {"phone", "email"}):
        raise RequestValidationError([{"loc": ("body",), "msg": NEEDS_AN_IDENTIFIER, "type": "value_error"}])
    identity = Identity(external_id=body.external_id, phone=phone, email=body.email, name=body.name)
    return Reading(identity, as_typed, [one.problem for one in unusable])
