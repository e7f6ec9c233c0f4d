"""Who opens a page within Telegram: what Telegram says of that, signed with the token of one of our bots.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

from collections.abc import Sequence
from datetime import timedelta

from aiogram.utils.web_app import WebAppInitData, safe_parse_webapp_init_data

from models import Account
from services.board.sessions import Launch
from services.moment import Moment
from services.names import drop_directions
from services.refusals import Reason, Refused

LONGEST = timedelta(minutes=5)  # so long it lets somebody in
AHEAD = timedelta(minutes=1)  # so much Telegram's clock may be before ours


def read_launch(tokens: Sequence[str], init_data: str, *, at: Moment) -> Launch:
    """Return who has opened the page just now; raises Refused for what Telegram has not said so."""
    found = next(filter(None, (read_signed(token, init_data) for token in tokens)), None)
    if found is None or found.user is None:
        raise Refused(Reason.LAUNCH_UNKNOWN)
    if not at.now - LONGEST <= found.auth_date <= at.now + AHEAD:
        raise Refused(Reason.LAUNCH_OVER)
    name = drop_directions(" ".join(filter(None, (found.user.first_name, found.user.last_name))))
    return Launch(Account(found.user.id), name, found.hash)


def read_signed(token: str, init_data: str) -> WebAppInitData | None:
    """Return what was signed with a token, None if this one did not sign it."""
    try:
        return safe_parse_webapp_init_data(token, init_data)
    except (ValueError, TypeError):  # TypeError: a hash of other letters than a hash has
        return None
