"""deleteMessage and deleteMessages: in a private chat of either side's messages, for 48 hours."""

from sandbox.bot_api.methods.call import Call, Method, find_writable_chat, read_message_id, read_message_ids
from sandbox.server.chats import Author, Chat, Message
from sandbox.server.errors import bad_request

DELETABLE = 48 * 3600  # seconds


def delete_message(call: Call) -> bool:
    message_id = read_message_id(call)
    chat = find_writable_chat(call)
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    check_deletable(call, chat, message)
    call.cloud.delete(chat, message_id)
    return True


def delete_messages(call: Call) -> bool:
    """All or nothing, but for those that are gone already."""
    message_ids = read_message_ids(call)
    chat = find_writable_chat(call)
    found = [chat.messages[message_id] for message_id in sorted(set(message_ids) & chat.messages.keys())]
    for message in found:
        check_deletable(call, chat, message)
    for message in found:
        call.cloud.delete(chat, message.message_id)
    return True


def check_deletable(call: Call, chat: Chat, message: Message) -> None:
    if chat.person is None and message.author is not Author.BOT:
        raise bad_request("message can't be deleted")
    if call.cloud.clock() - message.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")


METHODS: dict[str, Method] = {"deleteMessage": delete_message, "deleteMessages": delete_messages}
