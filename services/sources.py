"""Sources: bots, campaigns and API callers; how people name them, and which weights apply."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from models import Contact, OperatorSourceWeight, Source
from models.database.lookup import Lookup, Only
from services.moment import Moment
from services.names import clean, find_named, find_twin, fold, is_good_name
from services.refusals import Reason, Refused

IS_BOT = Only[Source](Source.code.is_(None), lambda source: source.code is None, (Source.code,))
BOTS = Lookup(Source, Source.bot_id, only=IS_BOT)
# What a bot and its campaigns have alike.
SHARED = ("hours", "asks_rating", "snooze_frees", "prefers_known", "prefers_language", "mode")


def connect_bot(session: Session, bot_id: int, username: str, *, at: Moment) -> Source:
    """Return the bot's source, made when it is new; its name follows the username."""
    set_connected(session, [bot_id], True)
    source = bot_source(session, bot_id)
    key = fold_name(username)
    if source is not None and source.name_key == key:
        source.name = username
        return source
    holder = session.scalars(select(Source).where(Source.name_key == key)).first()
    if holder is not None and holder is not source:
        # A username can be deleted and given to another bot; the older source makes way.
        holder.name = f"{holder.name} #{holder.id}"
        holder.name_key = fold_name(holder.name)
        session.flush()
    if source is None:
        source = Source(bot_id=bot_id, created_at=at.now)
        session.add(source)
    source.name, source.name_key = username, key
    session.flush()
    return source


def set_connected(session: Session, bot_ids: Collection[int], connected: bool) -> None:
    """Note whether bots work: nobody gets contacts of one that could tell neither operator nor client."""
    for source in session.scalars(select(Source).where(Source.bot_id.in_(bot_ids))):
        source.is_connected = connected


def disconnect_others(session: Session, bot_ids: Collection[int], *, are_shared: bool) -> None:
    """Note that there are no tokens but those of these bots.

    If bots `are_shared` with other processes, those may have tokens that this one does not know: then only
    what nobody has ever polled is meant, from a time when no process noted it.
    """
    known = select(Source.bot_id).where(Source.bot_id.is_not(None)).distinct()
    if are_shared:
        known = known.where(Source.code.is_(None), Source.polled_at.is_(None))
    others = set(session.scalars(known)).difference(bot_ids)
    set_connected(session, [bot_id for bot_id in others if bot_id is not None], False)


def note_polls(session: Session, bot_ids: Collection[int], *, at: Moment) -> None:
    """Note that these bots are polled, by whatever process: so they work."""
    bots = select(Source).where(Source.bot_id.in_(bot_ids), Source.code.is_(None)).order_by(Source.id)
    for source in session.scalars(bots):
        source.polled_at = at.now
        if source.bot_id is not None and not source.is_connected:
            set_connected(session, [source.bot_id], True)


def list_silent(session: Session, since: datetime) -> Sequence[Source]:
    """Return the bots that count as working and that no process has polled since a moment."""
    bots = select(Source).where(Source.code.is_(None), Source.is_connected, Source.polled_at < since)
    return session.scalars(bots.order_by(Source.id)).all()


def connected_bots() -> Select[int | None]:
    """Return the query for the ids of the bots that work, for use within others."""
    return select(Source.bot_id).where(Source.bot_id.is_not(None), Source.code.is_(None), Source.is_connected)


def bot_source(session: Session, bot_id: int) -> Source | None:
    """Return the source that the bot itself is."""
    return BOTS.find(session, bot_id)


def name_bot(session: Session, bot_id: int | None) -> str:
    """Return the username of a bot, nothing for one that there is not."""
    bot = bot_source(session, bot_id) if bot_id is not None else None
    return bot.name if bot is not None else ""


def find_campaign(session: Session, bot_id: int, code: str) -> Source | None:
    """Return the campaign of a bot that a start link names."""
    return session.scalars(select(Source).where(Source.bot_id == bot_id, Source.code == code)).first()


def find(session: Session, word: str) -> Source:
    """Return the source a person names by `7`, `#7`, `name` or `@name`; raises Refused."""
    source = find_named(session, Source, word, fold_name(word))
    if source is None:
        raise Refused(Reason.NO_SUCH_SOURCE, name=clean(word))
    return source


def get(session: Session, source_id: int) -> Source:
    """Return the source with this id; raises Refused."""
    source = session.get(Source, source_id)
    if source is None:
        raise Refused(Reason.NO_SUCH_SOURCE, name=str(source_id))
    return source


def add(session: Session, name: str, description: str | None = None, *, at: Moment) -> Source:
    """Add a source whose contacts come by API; raises Refused for a name that is taken or useless."""
    name = choose_name(session, name)
    source = Source(name=name, name_key=fold_name(name), description=description, created_at=at.now)
    session.add(source)
    session.flush()
    return source


def add_campaign(session: Session, bot_id: int, name: str, code: str, *, at: Moment) -> Source:
    """Add a campaign link of a bot; raises Refused for a name that is taken or useless."""
    name = choose_name(session, name)
    campaign = Source(name=name, name_key=fold_name(name), bot_id=bot_id, code=code, created_at=at.now)
    bot = bot_source(session, bot_id)
    campaign.is_connected = bot is None or bot.is_connected
    for column in SHARED if bot else ():
        setattr(campaign, column, getattr(bot, column))
    session.add(campaign)
    session.flush()
    return campaign


def rename(session: Session, source: Source, name: str) -> None:
    """Give a source another name; raises Refused, for a bot too, because Telegram names it."""
    if source.bot_id is not None and source.code is None:
        raise Refused(Reason.NAMED_BY_TELEGRAM, name=source.name)
    name = choose_name(session, name, besides=source.id)
    source.name, source.name_key = name, fold_name(name)
    session.flush()


def choose_name(session: Session, name: str, *, besides: int | None = None) -> str:
    """Return a name as it is stored; raises Refused if it is useless or another source's."""
    name = clean(name)
    if not is_good_name(name):
        raise Refused(Reason.BAD_SOURCE_NAME, name=name)
    taken = session.scalar(select(Source.id).where(Source.name_key == fold_name(name)))
    if taken not in (None, besides):
        raise Refused(Reason.SOURCE_NAME_TAKEN, name=name, number=taken)
    twin = find_twin(
        name.removeprefix("@"), (other for other in list_sources(session) if other.id != besides)
    )
    if twin is not None:
        raise Refused(Reason.SOURCE_NAME_LOOKS_ALIKE, name=name, other=twin.name, number=twin.id)
    return name


def count_contacts(session: Session, *, since: datetime) -> dict[int, int]:
    """Return how many contacts each source has had since a moment; none is not listed."""
    source_id = Contact.source_id + 0  # not in the order of an index: that would be read from end to end
    counted = select(source_id, func.count()).where(Contact.created_at >= since).group_by(source_id)
    return dict(session.execute(counted).all())


def list_sources(session: Session) -> list[Source]:
    """Return all sources in the order they came."""
    return list(session.scalars(select(Source).order_by(Source.id)))


def show_name(source: Source) -> str:
    """Return a source as people call it: a bot with its @."""
    return f"@{source.name}" if source.bot_id is not None and source.code is None else source.name


def fold_name(name: str) -> str:
    """Return the spelling in which names of sources are compared."""
    return fold(name).removeprefix("@")


def weights_source_id(session: Session, source: Source) -> int:
    """Return the source whose weights count: a campaign without weights of its own uses its bot's."""
    if source.code is None or source.bot_id is None:
        return source.id
    own = session.scalar(select(OperatorSourceWeight.source_id).filter_by(source_id=source.id).limit(1))
    bot = None if own else bot_source(session, source.bot_id)
    return bot.id if bot else source.id


def sources_served_by(session: Session, operator_ids: Collection[int]) -> list[int]:
    """Return the ids of the sources these operators may get contacts of, and no other that matters."""
    weighted = select(OperatorSourceWeight.source_id).where(
        OperatorSourceWeight.operator_id.in_(operator_ids), OperatorSourceWeight.weight > 0
    )
    bots = select(Source.bot_id).where(Source.id.in_(weighted), Source.bot_id.is_not(None))
    served = select(Source.id).where(or_(Source.id.in_(weighted), Source.bot_id.in_(bots)))
    return list(session.scalars(served.order_by(Source.id)))


def mark_draining(session: Session, source_ids: Collection[int], is_draining: bool) -> None:
    """Note whether more waits in these sources than one transaction assigns; the caller has locked them."""
    session.execute(update(Source).where(Source.id.in_(source_ids)).values(is_draining=is_draining))


def list_draining(session: Session) -> Sequence[int]:
    """Return the sources whose queue one transaction has left half-way."""
    return session.scalars(select(Source.id).where(Source.is_draining).order_by(Source.id)).all()
