"""What is silent makes no sound in whatever form it is sent, by itself or in an album."""

from aiogram.methods import CopyMessage, CopyMessages, SendMessage

from bot.delivery.albums import Album
from bot.delivery.forms import Rendering
from bot.delivery.sounds import silence


def test_every_form_of_a_silent_rendering_makes_no_sound() -> None:
    alone = (CopyMessage(chat_id=1, from_chat_id=2, message_id=3), SendMessage(chat_id=1, text="thanks"))
    together = Album((CopyMessages(chat_id=1, from_chat_id=2, message_ids=[3, 4]),), rows=(8, 9))
    quiet = silence(Rendering(alone, album=together))
    assert quiet.album is not None
    sent = (*quiet.forms, *quiet.album.forms)
    assert [getattr(form, "disable_notification") for form in sent] == [True] * 3  # noqa: B009 (of the class)
    assert (len(quiet.forms), quiet.album.rows) == (2, (8, 9))
