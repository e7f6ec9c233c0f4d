"""Forgetting, with the bot as a process of its own: no file of the database holds what is forgotten."""

from pathlib import Path

from tests.process.stage import ProcessStage, open_process_stage

SECRET = "zanzibar"
LETTERS = "ქშჰ"  # of no other word: as a group of three the index of words has them, too
PHONE = "+79161234567"


def find(stage: ProcessStage, *words: str) -> list[tuple[str, str]]:
    """Return which files of the database hold which words."""
    files = [path for path in stage.path.parent.iterdir() if path.name.startswith(stage.path.name)]
    return [(path.name, word) for path in files for word in words if word.encode() in path.read_bytes()]


async def test_no_file_of_the_database_holds_a_word_of_a_forgotten_person(tmp_path: Path) -> None:
    async with open_process_stage(tmp_path) as stage:
        (anna,) = await stage.staff(("Anna",), limit=5)
        vera = await stage.person("Vera_Zzyzx", username="vera_zzyzx", phone=PHONE)
        first = await vera.write(stage.bot, f"{SECRET} one {LETTERS}")
        card = await stage.card(anna, f"{SECRET} one")
        await vera.wait_for(stage.bot, "Request #1 received")  # with the button
        await vera.share_phone(stage.bot)
        await anna.write(stage.bot, f"{SECRET} two", reply_to=card.message_id)
        await vera.edit(stage.bot, first, f"{SECRET} three")
        await vera.write(stage.bot, f"{SECRET} long " * 200)  # too long for a page of its table
        await stage.settle()
        words = (SECRET, LETTERS, "Zzyzx", "vera_zzyzx", "79161234567", str(vera.id))
        assert {word for _, word in find(stage, *words)} == set(words)

        asked = await stage.ask("/forget 1")
        await stage.press(stage.admin, asked, "Forget")
        await stage.settle()
        assert stage.rows("SELECT forgotten_at IS NOT NULL FROM leads") == [(1,)]
        await stage.command("/help")  # by then whoever was reading has ended
        assert find(stage, *words) == []
