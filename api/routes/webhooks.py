"""Webhooks: what another system did not take, and was given up, is told again."""

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy.orm import Session

from api.requests import schemas
from api.requests.bodies import StrictRoute
from api.requests.context import InContext
from services.moment import Moment
from services.queues import webhook_queue

router = APIRouter(prefix="/webhooks", tags=["webhooks"], route_class=StrictRoute)


class Resent(schemas.Answer):
    """What is told again."""

    count: int = Field(description="Events that had been given up.", examples=[3])


@router.post("/resend")
async def resend_webhooks(context: InContext) -> Resent:
    """Tell again, each contact's events in order, what was given up after three days or at a 410."""

    def resend(session: Session, at: Moment) -> Resent:
        return Resent(count=webhook_queue.resend(session, at=at))

    return await context.writer.write(resend)
