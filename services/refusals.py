"""Why a wish can't be granted: raised before anything is changed, put into words by the edges."""

import enum


class Reason(enum.StrEnum):
    # of presses and answers
    NO_SUCH_CONTACT = "no_such_contact"
    NOT_YOURS = "not_yours"
    MOVED = "moved"  # it was yours, and is somebody else's or waiting now
    ALREADY_TAKEN = "already_taken"
    NOT_TAKEN = "not_taken"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    NOBODY_ELSE = "nobody_else"
    FULL = "full"
    OFF = "off"
    PAUSED = "paused"
    NEWER_CONTACT = "newer_contact"
    NO_CHAT = "no_chat"
    # of join links
    LINK_UNKNOWN = "link_unknown"
    LINK_EXPIRED = "link_expired"
    ALREADY_OPERATOR = "already_operator"
    # of admins' words
    NO_SUCH_OPERATOR = "no_such_operator"
    NO_SUCH_SOURCE = "no_such_source"
    NAME_TAKEN = "name_taken"
    BAD_NAME = "bad_name"
    BAD_LIMIT = "bad_limit"
    BAD_WEIGHT = "bad_weight"
    BAD_DAYS = "bad_days"


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """A wish that the rules don't grant. `params` are the words the explanation needs."""

    def __init__(self, reason: Reason, **params: str | int) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.params = params
