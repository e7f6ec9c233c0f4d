"""Why a request of a person is refused: raised before anything is changed, put into words by the edges."""

import enum


class Reason(enum.StrEnum):
    # of card actions and answers
    NO_SUCH_CONTACT = "no_such_contact"
    NOT_YOURS = "not_yours"
    MOVED = "moved"  # it was yours, and is somebody else's or waiting now
    ALREADY_TAKEN = "already_taken"
    NOT_TAKEN = "not_taken"
    COMPLETED = "completed"
    WAITING = "waiting"  # nobody has it
    NO_WAY_BACK = "no_way_back"  # no wish makes a contact new again
    NOT_COMPLETED = "not_completed"
    NOBODY_ELSE = "nobody_else"
    NO_SUCCESSOR = "no_successor"  # nobody else could take it some day either
    FULL = "full"
    OFF = "off"
    PAUSED = "paused"
    NEVER_ASSIGNED = "never_assigned"
    NEWER_CONTACT = "newer_contact"
    NO_CHAT = "no_chat"
    BANNED = "banned"
    FORGOTTEN = "forgotten"
    ANSWERED = "answered"  # its client waits for no answer
    ALREADY_SENT = "already_sent"  # a message to a client
    SNOOZED = "snoozed"  # it is put off, and nobody has it meanwhile
    NOT_SNOOZED = "not_snoozed"
    BAD_MOMENT = "bad_moment"  # to put something off until: past, or more than a year ahead
    BAD_PAUSE = "bad_pause"  # over already, or longer than a week
    NOT_PAUSED = "not_paused"  # or on another pause by now
    CLAIM_CHANGED = "claim_changed"  # the client has changed the message that said it
    CLAIM_KNOWN = "claim_known"  # there is a phone, or an e-mail, already
    NOT_ASKED = "not_asked"  # a client whether a contact is still needed
    NOT_YOUR_ANSWER = "not_your_answer"
    ALREADY_WITHDRAWN = "already_withdrawn"
    EMPTY_NOTE = "empty_note"
    NOTE_OF_WORDS = "note_of_words"  # a note has words alone
    SIGNED = "signed"  # an admin's words to a client stay as they are
    # of what was passed on
    NOT_OFFERED = "not_offered"  # to this operator, out of a pool
    TAKEN_FIRST = "taken_first"  # out of a pool, by somebody else
    LEFT_POOL = "left_pool"  # and nobody has taken it
    UNDO_TOO_LATE = "undo_too_late"
    TAKEN_BY = "taken_by"  # who got it has taken it into work
    GONE_FURTHER = "gone_further"  # it is no longer with whom it was passed on to
    PLACE_FILLED = "place_filled"  # the place of who passed it on is somebody else's by now
    NO_SUCH_COLLEAGUE = "no_such_colleague"
    COLLEAGUE_OFF = "colleague_off"
    RATED_LATER = "rated_later"  # once it is completed again
    RATED_LONG_AGO = "rated_long_ago"
    # of join links
    LINK_UNKNOWN = "link_unknown"
    LINK_EXPIRED = "link_expired"
    ALREADY_OPERATOR = "already_operator"
    # of admins' words
    NO_SUCH_OPERATOR = "no_such_operator"
    NO_SUCH_SOURCE = "no_such_source"
    DISMISSED = "dismissed"
    NAME_TAKEN = "name_taken"
    NAME_LOOKS_ALIKE = "name_looks_alike"
    BAD_NAME = "bad_name"
    BAD_LIMIT = "bad_limit"
    BAD_WEIGHT = "bad_weight"
    NO_WEIGHT_HERE = "no_weight_here"  # of an operator, for a source
    BAD_MINUTES = "bad_minutes"
    NO_WEIGHTS = "no_weights"  # of an operator, so it has to be said for which source
    TRIAL_OVER = "trial_over"  # it was applied or given up
    NOT_TO_BE_APPLIED = "not_to_be_applied"  # nobody is hired by a press
    HAS_IT = "has_it"
    OPERATOR_OFF = "operator_off"
    OPERATOR_PAUSED = "operator_paused"
    OPERATOR_OFF_HOURS = "operator_off_hours"
    OPERATOR_UNREACHABLE = "operator_unreachable"
    OPERATOR_FULL = "operator_full"
    OWN_CONTACT = "own_contact"
    CHANGED_SINCE = "changed_since"
    BAD_SOURCE_NAME = "bad_source_name"
    SOURCE_NAME_TAKEN = "source_name_taken"
    SOURCE_NAME_LOOKS_ALIKE = "source_name_looks_alike"
    NAMED_BY_TELEGRAM = "named_by_telegram"
    SAME_OPERATOR = "same_operator"
    NOTHING_TO_MOVE = "nothing_to_move"
    NOT_ASSIGNED_YET = "not_assigned_yet"
    NO_SUCH_PHONE = "no_such_phone"
    ALREADY_BANNED = "already_banned"
    NOT_BANNED = "not_banned"
    IS_STAFF = "is_staff"
    SPAM_REPORTED = "spam_reported"  # already, and nobody has decided
    NOT_REPORTED = "not_reported"  # as spam, any more
    NOTHING_MERGED = "nothing_merged"
    MERGED_LONG_AGO = "merged_long_ago"  # before it was kept whose each contact was
    SPLIT_ALREADY = "split_already"
    TELLS_NOTHING = "tells_nothing"
    TEXT_TOO_LONG = "text_too_long"
    SPEAKS_TO_NOBODY = "speaks_to_nobody"  # a source without a bot
    MUST_BE_SAID = "must_be_said"  # this text can't be switched off
    BAD_DAYS = "bad_days"
    BAD_HOURS = "bad_hours"
    BAD_DATES = "bad_dates"
    AWAY_LATER = "away_later"  # an absence begins at once
    TOO_MANY_DATES = "too_many_dates"
    BAD_TIMEZONE = "bad_timezone"
    BAD_WAIT = "bad_wait"
    BAD_LANGUAGE = "bad_language"
    NO_FILES = "no_files"
    OPEN_BOT_FIRST = "open_bot_first"  # only that bot has the files
    FILES_ON_THEIR_WAY = "files_on_their_way"
    # of settings and admins
    NO_SUCH_SETTING = "no_such_setting"
    SETTING_NUMBER = "setting_number"  # that is none, or out of bounds
    SETTING_SWITCH = "setting_switch"
    SETTING_LANGUAGE = "setting_language"
    SETTING_TIMEZONE = "setting_timezone"
    SETTING_REGION = "setting_region"
    NO_SUCH_ADMIN = "no_such_admin"
    ALREADY_ADMIN = "already_admin"
    TOO_MANY_ADMINS = "too_many_admins"
    # of the live board
    NOT_ALLOWED = "not_allowed"  # who may only look
    NO_SUCH_RIGHT = "no_such_right"  # to look at the board, any more
    TOO_MANY_RIGHTS = "too_many_rights"
    ADMIN_LOOKS = "admin_looks"  # an admin needs no right to look
    LOOKS_ALREADY = "looks_already"
    NO_RIGHT = "no_right"  # to look at the board, at all
    LAUNCH_UNKNOWN = "launch_unknown"  # what is no word of Telegram about who opens the board within it
    LAUNCH_OVER = "launch_over"  # it is too old, or has let somebody in already
    # of labels
    NO_SUCH_LABEL = "no_such_label"
    NO_SUCH_OUTCOME = "no_such_outcome"
    NO_SUCH_TAG = "no_such_tag"
    BAD_LABEL = "bad_label"
    LABEL_TAKEN = "label_taken"
    LABEL_LOOKS_ALIKE = "label_looks_alike"
    LABEL_RETIRED = "label_retired"
    TOO_MANY_LABELS = "too_many_labels"
    # of quick answers
    NO_SUCH_ANSWER = "no_such_answer"
    SEVERAL_ANSWERS = "several_answers"  # have this title, each of another source
    BAD_TITLE = "bad_title"
    TITLE_TAKEN = "title_taken"
    BAD_ANSWER = "bad_answer"  # a text that is none, or too long
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    TOO_MANY_ANSWERS = "too_many_answers"
    ANSWERS_NOBODY = "answers_nobody"  # a source without a bot
    ANSWER_CHANGED = "answer_changed"  # since it was shown
    ANSWER_SENT = "answer_sent"  # by the same press, or one before
    ANSWER_ELSEWHERE = "answer_elsewhere"  # filled in for another client, or changed since
    # of forms
    TELEGRAM_ID = "telegram_id"  # of a client, given by the API, which can't vouch for it


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """A wish that the rules don't grant. `params` are the words the explanation needs."""

    def __init__(self, reason: Reason, **params: str | int) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.params = params
