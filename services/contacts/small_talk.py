"""Is a message just "thank you"? When in doubt it is not: a request taken for small talk would be lost."""

import re

LONGEST = 80  # characters; whoever thanks at length says something else, too
EMOJI = "👍🙏🤝👌🙌👏💪🔥✨💯😊🙂😀😃😄😁🥰😍😘🤗😉☺❤🧡💛💚💙💜🤍💖💕💐🌹🌷🌸🌺"
# Skin tones, and what joins or styles an emoji.
STYLES = re.compile("[\U0001f3fb-\U0001f3ff\u200d\ufe0f]")
PUNCTUATION = re.compile(r"[\s.,!…;:()\-–—'’]+")

THANKS = (
    r"(много |очень |огромное |большое |ещё раз |еще раз )*(спасибо|спасибочки|спс|благодарю|благодарим)"
    r"( вам| тебе| вас)?( большое| огромное| ещё раз| еще раз)*"
    r"( за (вашу |быструю |быстрый |оперативный |оперативную )?"
    r"(помощь|ответ|консультацию|информацию|поддержку|оперативность|работу|всё|все))?",
    r"(many |ok |okay )?(thanks|thank you|thank u|thx|ty|cheers)( so much| very much| a lot| again)*"
    r"( for (the |your |all your |all the )?(quick |fast |prompt )?"
    r"(help|answer|reply|response|support|information|info|everything))?",
)
AGREED = (
    r"(все |всё |очень )?(ок|окей|хорошо|понял|поняла|понятно|ясно|отлично|супер|класс|здорово|прекрасно"
    r"|замечательно|ладно|договорились|принято)",
    r"(ok|okay|got it|understood|great|perfect|cool|awesome|excellent|good|all good|all clear)",
)
PARTING = (
    r"(до свидания|всего (доброго|хорошего|наилучшего)|(хорошего|доброго|приятного) (дня|вечера)|взаимно)",
    r"(bye|goodbye|have a (nice|good|great) (day|evening|weekend)|you too|same to you)",
)
PHRASE = "|".join((*THANKS, *AGREED, *PARTING))
ONLY_PHRASES = re.compile(rf"({PHRASE})( (и |and )?({PHRASE})){{0,3}}")


def is_small_talk(kind: str, text: str | None) -> bool:
    """Tell whether a message of this kind wants nothing: thanks, agreement, a parting, a sticker."""
    if kind == "sticker":
        return True
    if kind != "text" or text is None or len(text) > LONGEST or "?" in text:
        return False
    folded = STYLES.sub("", text.casefold())
    words = PUNCTUATION.sub(" ", folded.translate(dict.fromkeys(map(ord, EMOJI), " "))).strip()
    if not words:
        return any(emoji in folded for emoji in EMOJI)
    return ONLY_PHRASES.fullmatch(words) is not None
