"""The card: one assignment as it is now, in at most 4,096 characters."""

from collections.abc import Sequence
from datetime import tzinfo

from bot.ui.formatting import format_text
from bot.ui.isolation import isolate
from bot.ui.lists import cut, join_lines, measure, shorten
from bot.ui.names import describe_client, list_said, name_client, name_source, name_way, write_origin
from bot.ui.texts import Words, escape
from bot.ui.times import write_moment
from bot.views.cards.put_off import write_state
from bot.views.labels.on_contact import list_labels
from models import Contact, Message, Rating
from services.leads import is_vouched_for
from services.queues.introducing import CARD_TEXT
from services.queues.labels import NONE, Labelled
from services.queues.relays import FOUND_LATE

LONGEST_EXCERPT = 200  # UTF-16 units of the first message of an earlier contact
LONGEST = 4000  # UTF-16 units of a whole card
THUMBS = {Rating.GOOD: "👍", Rating.BAD: "👎"}
LONGEST_CLAIM = 200  # UTF-16 units of what a form says in one field


def write_card(
    contact: Contact,
    first: Message | None,
    earlier: int,
    words: Words,
    *,
    elsewhere: Contact | None = None,
    timezone: tzinfo,
    labelled: Labelled = NONE,
    came: tuple[str, str] | None = None,
) -> str:
    """Return the card of a contact in HTML. `contact` comes with lead and source.

    `elsewhere` is what its client has open besides, with source and operator; `came` why it has just come
    from somebody else, and from whom.
    """
    head = [
        f"<b>{words.html('card-title', number=str(contact.id), source=name_source(contact.source))}</b>",
        write_state(contact, words, timezone),
        words.plain("card-client", client=describe_client(contact, words)),
    ]
    if came is not None:
        head.insert(1, words.html("card-came", why=came[0], name=came[1]))
    head += list_claims(contact, words)
    head += list_origin(contact, words)
    head += list_labels(labelled, words)
    if labelled.offered and labelled.outcome is None and not contact.is_open:
        head.append(words.plain("card-choose-outcome"))
    if earlier:
        head.append(words.plain("card-earlier", count=earlier))
    if elsewhere is not None and contact.is_open:
        head.append(write_elsewhere(elsewhere, words))
    if first is not None and first.forwarded_from:
        head.append(words.html("card-forwarded", author=first.forwarded_from))
    if contact.created_at < (contact.assigned_at or contact.created_at) - FOUND_LATE:
        head.append(words.plain("card-written", moment=write_moment(contact.created_at, words, timezone)))
    if contact.spam_reported_at is not None:
        head.append(words.plain("card-spam"))
    if not can_come_back(contact):
        head.append(words.plain("card-forgotten" if contact.lead.forgotten_at else "card-banned"))
    parts = ["\n".join(head), quote_first(contact, first, words)]
    if contact.rating is not None:
        room = LONGEST - measure("\n\n".join(parts))
        parts.append("\n".join(list_rating(contact, words, longest=room)))
    if contact.is_open:
        parts.append(f"<i>{write_hint(contact, words)}</i>")
    return "\n\n".join(part for part in parts if part)


def write_ended(contact: Contact, words: Words, *, is_named: bool) -> str:
    """Return in HTML what is left of the card of who no longer has a contact.

    Neither who works here no more nor a card of who is forgotten keeps the name.
    """
    if not is_named or contact.lead.forgotten_at is not None or contact.blanked_at is not None:
        return words.html("card-ended", number=str(contact.id))
    return words.html("card-ended-of", number=str(contact.id), client=name_client(contact.lead, words))


def write_left_pool(contact: Contact, words: Words, *, is_named: bool) -> str:
    """Return in HTML what is left of the card of a pool, to others than who took the contact out of it.

    Who works here no more is not told who that is.
    """
    if contact.operator is None or not contact.is_open or not is_named:
        return words.html("card-pool-left", number=str(contact.id))
    key = "card-pool-taken" if contact.taken_at is not None else "card-pool-given"
    return words.html(key, number=str(contact.id), name=contact.operator.name)


def write_elsewhere(contact: Contact, words: Words) -> str:
    """Return in HTML what the client has open besides, and with whom."""
    which = {"number": str(contact.id), "source": name_source(contact.source)}
    if contact.operator is None:
        return words.html(f"card-elsewhere-{'later' if contact.is_asleep else 'waits'}", **which)
    return words.html("card-elsewhere", **which, name=contact.operator.name)


def write_earlier(number: int, earlier: Sequence[Contact], words: Words, *, timezone: tzinfo) -> str:
    """Return in HTML what the client of a contact asked before, newest first. They come with their parts."""
    lines = [words.plain("earlier-title", number=str(number))]
    for contact in earlier:
        head = words.html(
            "earlier-line",
            number=str(contact.id),
            at=write_moment(contact.created_at, words, timezone),
            source=name_source(contact.source),
            state=words.plain(f"card-state-{contact.status}"),
            name=contact.operator.name if contact.operator else "—",
        )
        said = shorten(" ".join(contact.message.split()), LONGEST_EXCERPT)
        lines.append(f"{head}\n{quote(said)}" if said else head)
    return join_lines(lines, words)


def list_claims(contact: Contact, words: Words) -> list[str]:
    """Return in HTML what a form says that nothing confirms, if only that it is this client."""
    if said := [isolate(shorten(text, LONGEST_CLAIM)) for text in list_said(contact.as_typed, words)]:
        return [words.html("card-says", said=", ".join(said))]
    if contact.chat_id is None and is_vouched_for(contact.lead):
        return [words.plain("card-says-to-be")]
    return []


def list_origin(contact: Contact, words: Words) -> list[str]:
    """Return in HTML how the sender of a form came to it; a form may say nothing of that."""
    origin = write_origin(contact.origin or {})
    return [words.html("card-origin", origin=origin)] if origin else []


def list_rating(contact: Contact, words: Words, *, longest: int) -> list[str]:
    """Return in HTML how a client has rated a contact, with the client's words; nothing without a rating."""
    if contact.rating is None:
        return []
    line = words.plain("card-rating", thumb=THUMBS[contact.rating])
    said = shorten(contact.rating_comment or "", max(longest - len(line) - 2, 1))
    return [line, quote(said)] if said else [line]


def quote(text: str) -> str:
    """Return what somebody has said as a quote in HTML: so it can't be taken for words of ours."""
    return f"<blockquote>{escape(isolate(text))}</blockquote>"


def write_hint(contact: Contact, words: Words) -> str:
    """Return how to answer the client: by a reply, or where there is no chat by other means."""
    if contact.is_waiting:
        return words.plain("card-hint-pool")
    if contact.chat_id is not None:
        return words.plain("card-hint")
    return words.plain("card-hint-no-chat", way=name_way(contact))


def can_come_back(contact: Contact) -> bool:
    """Tell whether the client may ever be spoken with again: neither banned nor forgotten."""
    return contact.lead.banned_at is None and contact.lead.forgotten_at is None


def quote_first(contact: Contact, first: Message | None, words: Words) -> str:
    """Return the first message in a quote: at most 1,000 characters, and what it was if it was no text.

    In a quote, so that what a stranger writes can't be taken for words of ours.
    """
    shown = cut(contact.message, CARD_TEXT)
    entities = first.entities if first is not None and first.text == contact.message else None
    text = format_text(contact.message, entities, end=len(shown), quoted=True)
    quoted = f"<blockquote>{text}</blockquote>" if shown.strip() else ""
    if len(contact.message) > CARD_TEXT:
        quoted += f"<i>{words.plain('card-cut')}</i>"
    if first is None or first.kind == "text":
        return quoted
    return f"<i>[{name_kind(first.kind, words)}]</i> {quoted}".rstrip()


def name_kind(kind: str, words: Words) -> str:
    """Return what a message is, for a sentence."""
    try:
        return words.plain(f"kind-{kind}")
    except LookupError:
        return words.plain("kind-other")
