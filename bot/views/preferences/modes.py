"""How a source decides among those who may take a request: by draw, in turn, or by who is first."""

from bot.ui.names import name_source
from bot.ui.screens import Button, Screen, arrange, put_below
from bot.ui.texts import Words
from bot.views.preferences.callbacks import ModeCallback
from bot.views.source_screens import SourceAction, SourceCallback
from models import Mode, Source


def write_modes(source: Source, words: Words, *, done: str = "") -> Screen:
    """Return how a source decides, with a button for each way; `done` says in HTML what was just set."""
    text = "\n".join(
        (
            words.html("mode-title", source=name_source(source)),
            words.plain(f"mode-{source.mode}"),
            "",
            words.plain("mode-explained"),
        )
    )
    choices: list[Button] = []
    for mode in Mode:
        label = words.plain(f"button-mode-{mode}")
        chosen = f"· {label} ·" if mode is source.mode else label
        choices.append((chosen, ModeCallback(source=source.id, mode=mode)))
    back: Button = (words.plain("button-back"), SourceCallback(action=SourceAction.SHOW, source=source.id))
    return Screen(put_below(done, text), [*arrange(choices, 2), [back]])
