"""answerCallbackQuery: once per press, and soon."""

from sandbox.bot_api.methods.call import Call, Method
from sandbox.server.cloud import Happening
from sandbox.server.entities import utf16_length
from sandbox.server.errors import bad_request

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MAX_ANSWER = 200


def answer(call: Call) -> bool:
    call.cloud.forget_old_queries()
    query = call.cloud.queries.get(call.parameters.text("callback_query_id"))
    if query is None or query.is_answered or query.chat.bot is not call.bot:
        raise bad_request(TOO_OLD)
    text = call.parameters.text("text")
    if utf16_length(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.is_answered = True
    shown = {"callback_query_id": query.id, "text": text, "show_alert": call.parameters.flag("show_alert")}
    query.chat.answers.append(shown)
    call.cloud.happen(Happening.ANSWER, query.chat, **shown)
    return True


METHODS: dict[str, Method] = {"answerCallbackQuery": answer}
