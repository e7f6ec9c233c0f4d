"""Leads: the people behind the contacts."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, Field
from sqlalchemy.orm import Session

from api.requests import pages, schemas
from api.requests.bodies import StrictRoute
from api.requests.context import InContext
from api.requests.fields import Email, ExternalId, Phone, refuse_blank
from api.requests.forms.identities import read_phone
from services.reports import listings

router = APIRouter(prefix="/leads", tags=["leads"], route_class=StrictRoute)


class Wanted(pages.InOrder):
    """Which people."""

    # A blank one is refused: a script with an empty variable must not take the first of everybody.
    external_id: Annotated[ExternalId, AfterValidator(refuse_blank)] | None = None
    phone: Phone | None = Field(default=None, description="In any spelling.")
    email: Email | None = None


@router.get("/", response_model=list[schemas.Lead], responses={200: {"headers": pages.LINK}})
async def list_leads(
    wanted: Annotated[Wanted, Query()], context: InContext, request: Request, response: Response
) -> Sequence[schemas.Lead]:
    """List people; two that turned out to be one are listed once."""
    phone = read_phone(wanted.phone, context.rules.policy.phone_region, "query")

    def read(session: Session) -> list[schemas.Lead]:
        found = listings.list_leads(
            session, wanted.page, external_id=wanted.external_id, phone=phone, email=wanted.email
        )
        return [schemas.Lead.model_validate(row) for row in found]

    return pages.cut(await context.read(read), wanted, lambda row: row.id, request, response)
