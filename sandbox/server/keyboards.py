"""Keyboards: which ones Telegram takes, and what a person sees of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.server.errors import bad_request
from sandbox.server.links import check_button_link, mentioned_user, normalise_link

InlineKeyboard = list[list[dict[str, Any]]]

MAX_CALLBACK_DATA = 64  # bytes
MAX_BUTTONS = 100
MAX_COPIED = 256  # characters
MAX_PLACEHOLDER = 64  # characters
OTHER_ACTIONS = (
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
    "disabled",
)
INLINE_BUTTON = "can't parse inline keyboard button"
KEYBOARD_BUTTON = "can't parse keyboard button"


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    """The keyboard under a person's input field; `message_id` is the message that brought it."""

    rows: list[list[dict[str, Any]]]
    message_id: int
    one_time: bool = False

    def find(self, caption: str) -> dict[str, Any] | None:
        return next((key for row in self.rows for key in row if key["text"] == caption), None)

    def asks_for_phone(self) -> bool:
        return any(key.get("request_contact") for row in self.rows for key in row)

    def captions(self) -> list[list[str]]:
        return [[key["text"] for key in row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Markup:
    """A checked `reply_markup`: at most one of the four says something; an inline keyboard may ask, too."""

    inline: InlineKeyboard | None = None
    keys: list[list[dict[str, Any]]] | None = None
    one_time: bool = False
    removes_keys: bool = False
    asks_reply: str | None = None  # the reply is opened: its placeholder, perhaps empty

    @property
    def is_final(self) -> bool:
        """Whether nobody can edit what comes with it."""
        return self.keys is not None or (self.asks_reply is not None and self.inline is None)


def parse_markup(given: object, person_exists: Callable[[int], bool]) -> Markup:
    """What the `reply_markup` parameter means; raises Telegram's words for a wrong one."""
    if given is None or given == "":
        return Markup()
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in given:
        rows = _rows(given["inline_keyboard"], "inline_keyboard")
        inline = [[_inline_button(button, person_exists) for button in row] for row in rows]
        if sum(map(len, inline)) > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        asks = "" if inline and given.get("force_reply") is True else None
        return Markup(inline=[row for row in inline if row] or None, asks_reply=asks)
    if "keyboard" in given:
        keys = [[_key(key) for key in row] for row in _rows(given["keyboard"], "keyboard")]
        return Markup(keys=[row for row in keys if row], one_time=bool(given.get("one_time_keyboard")))
    if given.get("force_reply") is True:
        return Markup(asks_reply=_placeholder(given))
    return Markup(removes_keys=given.get("remove_keyboard") is True)


def show_inline(keyboard: InlineKeyboard | None) -> list[list[dict[str, Any]]]:
    """The buttons as a person (or a test) needs them: caption, what they do, and how they look."""
    return [[_show_button(button) for button in row] for row in keyboard or []]


def _show_button(button: dict[str, Any]) -> dict[str, Any]:
    look = {
        "style": button.get("style"),
        "disabled": "disabled" in button,
        "copy": _copied(button),
        "app": _app(button),
    }
    return {"text": button["text"], **_show_action(button), **{k: v for k, v in look.items() if v}}


def _show_action(button: dict[str, Any]) -> dict[str, str]:
    if "callback_data" in button:
        return {"data": button["callback_data"]}
    return {"url": button.get("url", "")}


def _copied(button: dict[str, Any]) -> str | None:
    copied = button.get("copy_text")
    return str(copied.get("text", "")) if isinstance(copied, dict) else None


def _app(button: dict[str, Any]) -> str | None:
    app = button.get("web_app")
    return str(app.get("url", "")) if isinstance(app, dict) else None


def _placeholder(given: dict[str, Any]) -> str:
    placeholder = given.get("input_field_placeholder", "")
    if not isinstance(placeholder, str):
        raise bad_request('field "input_field_placeholder" must be of type String')
    if len(placeholder) > MAX_PLACEHOLDER:
        # The limit is the documentation's; the words are ours.
        raise bad_request("input field placeholder is too long")
    return placeholder


def _rows(given: object, field: str) -> list[list[object]]:
    if not isinstance(given, list):
        raise bad_request(f'field "{field}" must be of type Array')
    if not all(isinstance(row, list) for row in given):
        raise bad_request(f'field "{field}" must be an Array of Arrays')
    return given


def _inline_button(given: object, person_exists: Callable[[int], bool]) -> dict[str, Any]:
    button = _button(given, INLINE_BUTTON)
    if (url := button.get("url")) is not None:
        return {**button, "url": _link(url, person_exists)}
    if data := button.get("callback_data"):
        if not isinstance(data, str) or len(data.encode("utf-8", "surrogatepass")) > MAX_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        return button
    if "copy_text" in button:
        _check_copied(button["copy_text"])
    if "web_app" in button:
        _check_app(button["web_app"])
    if not any(action in button for action in OTHER_ACTIONS):
        # An empty callback_data counts as none: that is what Telegram says, too.
        raise bad_request(f"{INLINE_BUTTON}: Text buttons are unallowed in the inline keyboard")
    return button


def _check_copied(given: object) -> None:
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str):
        raise bad_request(f'{INLINE_BUTTON}: Can\'t find field "text"')
    if not 1 <= len(text) <= MAX_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_app(given: object) -> None:
    url = given.get("url") if isinstance(given, dict) else None
    if not isinstance(url, str):
        raise bad_request(f'{INLINE_BUTTON}: Can\'t find field "url"')
    if not url.lower().startswith("https://") or normalise_link(url) is None:
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )


def _link(url: object, person_exists: Callable[[int], bool]) -> str:
    user_id = mentioned_user(str(url))
    if user_id is not None and not person_exists(user_id):
        raise bad_request("BUTTON_USER_INVALID")
    return check_button_link(str(url))


def _key(given: object) -> dict[str, Any]:
    return _button({"text": given} if isinstance(given, str) else given, KEYBOARD_BUTTON)


def _button(given: object, what: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise bad_request(f"{what}: InlineKeyboardButton must be an Object")
    text = given.get("text")
    if text is None:
        raise bad_request(f'{what}: Can\'t find field "text"')
    if not isinstance(text, str):
        raise bad_request(f'{what}: Field "text" must be of type String')
    if not text.strip():
        raise bad_request(
            "BUTTON_TEXT_INVALID" if what == INLINE_BUTTON else "keyboard button text must be non-empty"
        )
    return given
