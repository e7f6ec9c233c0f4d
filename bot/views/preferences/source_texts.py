"""What a source says to clients, as admins see it: all texts, and one of them for each language."""

from bot.ui.names import name_source
from bot.ui.screens import Button, Screen, arrange, put_below
from bot.ui.texts import Words
from bot.views.preferences.callbacks import TextCallback, TextState
from bot.views.preferences.text_lines import READERS, list_texts, write_said
from bot.views.source_screens import SourceAction, SourceCallback
from models import Source
from services.team.source_texts import CAN_BE_OFF, EVERYBODY, OFF, PLACEHOLDERS, SourceText, read

LONGEST_TEXT = 1100  # UTF-16 units of a text for some readers: three fit into a message


def write_texts(source: Source, words: Words) -> Screen:
    """Return everything that a source says to clients, with a button for each text."""
    lines = [words.html("texts-title", source=name_source(source)), words.plain("texts-explained")]
    buttons: list[Button] = [
        (words.plain(f"button-source-{which}"), TextCallback(source=source.id, which=which))
        for which in SourceText
    ]
    back: Button = (words.plain("button-back"), SourceCallback(action=SourceAction.SHOW, source=source.id))
    rows = [*arrange(buttons, 2), [back]]
    return Screen("\n".join([*lines, *list_texts(source, words)]), rows)


def write_text(source: Source, which: SourceText, words: Words, *, done: str = "") -> Screen:
    """Return one text of a source for all readers, and what can be made of it; `done` in HTML what was."""
    lines = [
        words.html("text-title", source=name_source(source), what=words.plain(f"button-source-{which}")),
        words.plain(f"text-when-{which}"),
        "",
    ]
    for readers in READERS:
        said = read(source, which, readers)
        if readers == EVERYBODY or said is not None:
            shown = write_said(source, which, said, words, LONGEST_TEXT)
            lines.append(words.html(f"text-for-{readers}", text=shown))
    if which in PLACEHOLDERS:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS[which])
        lines += ["", words.html("text-placeholders", known=known)]
    if which is SourceText.COMPLETED:
        lines.append(words.plain("text-asks-rating"))
    rows = [list_choices(source, which, readers, words) for readers in READERS]
    text = "\n".join(lines)
    back: Button = (words.plain("button-all-texts"), TextCallback(source=source.id))
    return Screen(put_below(done, text), [*rows, [back]])


def list_choices(source: Source, which: SourceText, readers: str, words: Words) -> list[Button]:
    """Return what can be made of a text for some readers."""
    said = read(source, which, readers)
    choices = [TextState.OWN]
    if which in CAN_BE_OFF and said is not OFF:
        choices.append(TextState.OFF)
    if said is not None:
        choices.append(TextState.USUAL)
    return [
        (
            write_choice(state, readers, words),
            TextCallback(source=source.id, which=which, readers=readers, state=state),
        )
        for state in choices
    ]


def write_choice(state: TextState, readers: str, words: Words) -> str:
    """Return the label of a button that makes something of a text."""
    if state is TextState.OFF:
        return words.plain("button-text-off")
    return words.plain(f"button-text-{state}", readers=readers)
