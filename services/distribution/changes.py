"""What others change of an operator's work: the operator hears of it, in one silent line about each thing."""

from typing import Any

from sqlalchemy.orm import Session

from models import Account, Actor, Operator, Outbox, OutboxKind
from models.actors import Role
from services.moment import Moment
from services.queues import outbox, recipients
from services.queues.recipients import Recipient

ABOUT = "about"  # in the params of a notice: what it is about; a newer one replaces it while it is unsent
FORMER = "former"  # in the params of a notice: what it was before the first change that it tells of
SAME = "same"  # instead of what it was before: several changes have put it back


def tell_operator(
    session: Session,
    operator: Operator,
    about: str,
    key: str,
    /,
    *,
    actor: Actor | None,
    before: object = None,
    after: object = None,
    at: Moment,
    **params: Any,
) -> None:
    """Tell an operator what somebody has set; of what is unsent about the same only the newest is told.

    Nobody hears what he has set himself, nor what nobody did (`actor` is None).
    """
    account = operator.telegram_id
    if account is None or actor is None or _is_his(actor, account):
        return
    own = recipients.person_recipient(session, account)
    if own is None:
        return
    unsent = _find_unsent(session, own, about)
    former = unsent.params[FORMER] if unsent is not None else before
    told = {
        **params,
        "key": key,
        "before": SAME if former == after else former,
        "after": after,
        FORMER: former,
        ABOUT: about,
        outbox.SILENT: True,
    }
    if unsent is None:
        outbox.add(session, own, OutboxKind.NOTICE, told, at.now)
    else:
        unsent.params = {**unsent.params, **told}
        outbox.want_again(unsent)


def _is_his(actor: Actor, account: Account) -> bool:
    return actor.role is Role.ADMIN and actor.id == account


def _find_unsent(session: Session, own: Recipient, about: str) -> Outbox | None:
    rows = outbox.unsent_rows(own, OutboxKind.NOTICE).order_by(Outbox.id.desc()).with_for_update()
    return next((row for row in session.scalars(rows) if row.params.get(ABOUT) == about), None)
