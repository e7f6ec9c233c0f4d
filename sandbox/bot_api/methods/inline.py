"""answerInlineQuery: once for each query, and soon; results are articles, which send a text."""

import re
from typing import Any

from sandbox.bot_api.methods.call import Call, Method, read_markup, read_text
from sandbox.bot_api.methods.callbacks import TOO_OLD
from sandbox.bot_api.methods.parameters import Parameters
from sandbox.server.errors import bad_request

MAX_RESULTS = 50
MAX_ID = 64  # bytes, of a result and of an offset
DEFAULT_CACHE = 300  # seconds
START = re.compile(r"[A-Za-z0-9_-]{1,64}")
RESULT = "can't parse inline query result"


def answer(call: Call) -> bool:
    parameters, now = call.parameters, call.cloud.clock()
    query = call.cloud.inline.find_open(parameters.text("inline_query_id"), call.bot, now)
    if query is None:
        raise bad_request(TOO_OLD)
    given = {
        "results": read_results(call),
        "next_offset": read_offset(parameters),
        "cache_time": parameters.number("cache_time", DEFAULT_CACHE),
        "is_personal": parameters.flag("is_personal"),
        "button": read_button(parameters),
    }
    call.cloud.inline.answer(query, given, now=now)
    call.cloud.note_inline_answer(query)
    return True


def read_results(call: Call) -> list[dict[str, Any]]:
    given = call.parameters.object("results", "inline query results")
    if not isinstance(given, list):
        raise bad_request("can't parse inline query results: Expected an Array")
    if len(given) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = [read_result(call, result) for result in given]
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    return results


def read_result(call: Call, given: object) -> dict[str, Any]:
    """An article: what the person sees of it, and the text that it sends."""
    if not isinstance(given, dict):
        raise bad_request(f"{RESULT}: Expected an Object")
    if given.get("type") != "article":
        raise bad_request(f"{RESULT}: the sandbox knows articles only")
    result_id, title = given.get("id"), given.get("title")
    if not isinstance(result_id, str) or not 1 <= len(result_id.encode()) <= MAX_ID:
        raise bad_request("RESULT_ID_INVALID")
    if not isinstance(title, str) or not title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = given.get("input_message_content")
    if not isinstance(content, dict):
        raise bad_request(f'{RESULT}: Can\'t find field "input_message_content"')
    words = {name: content.get(key) or "" for name, key in (("text", "message_text"), ("parse_mode",) * 2)}
    markup = {"reply_markup": given.get("reply_markup")}
    inner = Call(call.cloud, call.bot, Parameters({**words, "entities": content.get("entities"), **markup}))
    return {
        "id": result_id,
        "title": title,
        "description": str(given.get("description") or ""),
        "content": read_text(inner),
        "inline": read_markup(inner).inline,
    }


def read_offset(parameters: Parameters) -> str:
    offset = parameters.text("next_offset")
    if len(offset.encode()) > MAX_ID:
        raise bad_request("NEXT_OFFSET_INVALID")
    return offset


def read_button(parameters: Parameters) -> dict[str, str] | None:
    given = parameters.object("button", "inline query results button")
    if given is None:
        return None
    text, start = (given.get("text"), given.get("start_parameter")) if isinstance(given, dict) else (None, "")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if not isinstance(start, str) or not START.fullmatch(start):
        raise bad_request("START_PARAM_INVALID")
    return {"text": text, "start_parameter": start}


METHODS: dict[str, Method] = {"answerInlineQuery": answer}
