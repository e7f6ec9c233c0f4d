"""The emoji with which bots may react to a message."""

ROWS = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡",
    "🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈",
    "😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿",
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡",
)
EMOJI = frozenset(emoji for row in ROWS for emoji in row.split())
VARIATION = "\ufe0f"  # asks for the picture of an emoji; Telegram leaves it out


def find_emoji(given: object) -> str | None:
    """The emoji as Telegram writes it; None if no bot may react with it."""
    plain = given.replace(VARIATION, "") if isinstance(given, str) else None
    return plain if plain in EMOJI else None
