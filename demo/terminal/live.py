"""Whatever happens in any chat, printed as it happens, in the manner of the transcript."""

from demo import script
from demo.cast import Member
from demo.stage import Stage
from demo.transcript import fold_card, squeeze
from demo.watch import is_card
from sandbox.client.seen import ChatMessage, Json, read_message


class Live:
    """Prints the events of a Telegram."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.company, self.transcript = stage, stage.company, stage.transcript

    def show(self, event: Json) -> None:
        """Print one event; a bot's group chats and strangers are nobody's business here."""
        who = self.company.who(event["person"])
        if who is None:
            return
        match event["kind"]:
            case "message":
                self.show_message(who, read_message(event["message"]))
            case "edit":
                self.show_edit(who, read_message(event["message"]))
            case "press":
                self.show_press(who, event["message_id"], event["data"])
            case "answer" if event["text"]:
                self.transcript.pops_up(who, event["text"], "✗" if event["show_alert"] else "✓")
            case "block" | "unblock":
                self.transcript.does(who, self.stage.tell(f"{event['kind']}s"))

    def show_message(self, who: Member, message: ChatMessage) -> None:
        """Print a new message of either side."""
        if message.author == "bot":
            self.stage.show(who, message, squeeze)
        else:
            self.transcript.does(who, self.stage.read(message), self.stage.about(who, message))

    def show_edit(self, who: Member, message: ChatMessage) -> None:
        """Print a changed message; a card in one line, a screen that a tap led to as it is."""
        if message.author != "bot":
            self.transcript.does(who, self.stage.tell("edits", text=self.stage.read(message)))
            return
        number = self.stage.watch.number_of(who.person.id, message.message_id)
        if number is None:
            self.transcript.hears(who, squeeze(message.text), message.captions)
            return
        text = fold_card(message.text) if is_card(message.text) else message.text
        self.transcript.hears(
            who, self.stage.tell("redrawn", number=str(number), text=text), message.captions
        )

    def show_press(self, who: Member, message_id: int, data: str) -> None:
        """Print a press by the caption that the button has."""
        messages = self.stage.watch.messages(who.person.id)
        buttons = [b for m in messages if m.message_id == message_id for row in m.buttons for b in row]
        captions = [button.text for button in buttons if button.data == data] or [data]
        self.transcript.presses(who, captions, self.stage.watch.number_of(who.person.id, message_id))


def describe_member(stage: Stage, who: Member) -> str:
    """Return who somebody is."""
    part = who.part
    role = stage.tell(f"role-{part.role}", weight=part.weight, limit=part.limit)
    if who.language == stage.language:
        return role
    return stage.tell("speaks", role=role, language=stage.tell(f"language-{who.language}"))


def describe_view(stage: Stage, who: Member) -> str:
    """Return what somebody sees: the open cards of an operator, the last message of anybody else."""
    cards = stage.watch.cards(who.person.id)
    reopen = script.expect(who.language, "reopen")
    cards_open = [
        f"#{number} ({fold_card(card.text)})" for number, card in cards.items() if reopen not in card.captions
    ]
    if cards_open:
        return stage.tell("open-cards", cards="; ".join(cards_open))
    messages = stage.watch.from_bot(who.person.id)
    return stage.tell("last-seen", text=stage.read(messages[-1])) if messages else stage.tell("nothing-yet")
