"""What people do in a step of a history: a client writes or changes a message, the staff presses and answers."""

from collections.abc import Iterable
from random import Random

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models import Contact, Message, Operator, Outbox, OutboxKind
from models.database.unit import UnitSession
from proofs.histories.rules import BLOCK, BOTS, CHANGE, CLIENTS, CROWD, FIRST_CLIENT, MANY, POOL
from proofs.histories.telegram import Telegram
from simulation.business import ADMIN, SHOP

ACTIONS = (
    "take",
    "take",
    "answer",
    "answer",
    "complete",
    "complete",
    "pass_on",
    "return",
    "change",
    "reopen",
    "snooze",
    "wake",
    "api",
    "take from pool",
    "take from pool",
    "take from pool",
)
STATUSES = ("in_progress", "in_progress", "completed")  # that another system wants
CARDS_OF_POOL = (
    select(Outbox.contact_id, Outbox.assignment_no, Outbox.chat_id)
    .where(Outbox.kind == OutboxKind.CARD, Outbox.assignment_no < 0)
    .distinct()
)


def act(random: Random, telegram: Telegram, engine: Engine) -> None:
    """Let a client write or change a message, and let somebody on the staff do something."""
    client = FIRST_CLIENT + random.randrange(CLIENTS)
    bot = random.choice(BOTS)
    words = f"words {telegram.updates}"
    mine = [place for place in telegram.written if place[:2] == (bot, client)]
    if bot == SHOP and client % 2 and not mine:
        telegram.bring(bot, client, act="start")
    if mine and random.random() < 0.2:
        place = random.choice(mine)
        telegram.written[place] = words
        telegram.bring(bot, client, act="edit", message=place[2], text=words)
    else:
        telegram.written[bot, client, telegram.write(bot, client, words, act="say")] = words
    if random.random() < CHANGE:
        change_staff(random, telegram, engine)
    for _ in range(2):
        act_on_a_card(random, telegram, engine)


def change_staff(random: Random, telegram: Telegram, engine: Engine) -> None:
    """Let an admin switch an operator off or on, or set a limit."""
    operator, places = random.choice(list_staff(engine)), random.randint(1, 3)
    what = random.choice(({"is_active": False}, {"is_active": True}, {"limit": places}))
    telegram.bring(SHOP, ADMIN, act="staff", operator=operator, **what)


def rush(telegram: Telegram, engine: Engine) -> None:
    """Let a crowd write while everybody is off."""
    switch(telegram, list_staff(engine), False)
    for client in range(FIRST_CLIENT + CLIENTS, FIRST_CLIENT + CLIENTS + CROWD):
        telegram.written[SHOP, client, telegram.write(SHOP, client, "Hello", act="say")] = "Hello"


def serve_rush(telegram: Telegram, engine: Engine) -> None:
    """Let somebody come back who has a place for each."""
    first = list_staff(engine)[:1]
    telegram.bring(SHOP, ADMIN, act="staff", operator=first[0], limit=MANY)
    switch(telegram, first, True)


def end_rush(telegram: Telegram, engine: Engine) -> None:
    """Let everybody come back."""
    switch(telegram, list_staff(engine), True)


def switch(telegram: Telegram, staff: Iterable[int], is_active: bool) -> None:
    """Let an admin switch operators off or on."""
    for operator in staff:
        telegram.bring(SHOP, ADMIN, act="staff", operator=operator, is_active=is_active)


def list_staff(engine: Engine) -> list[int]:
    """Return the operators by their ids."""
    with UnitSession(engine) as session:
        return list(session.scalars(select(Operator.id).order_by(Operator.id)))


def act_on_a_card(random: Random, telegram: Telegram, engine: Engine) -> None:
    """Let somebody on the staff do something with a contact that anybody has, or take one from the pool."""
    with UnitSession(engine) as session:
        act, words = random.choice(ACTIONS), f"words {telegram.updates}"
        if random.random() < BLOCK:
            account = random.choice(session.scalars(select(Operator.telegram_id).order_by(Operator.id)).all())
            assert account is not None
            telegram.block(random.choice(BOTS), account)
            return
        if act == "take from pool":
            take_from_pool(random, telegram, session)
            return
        owned = select(Contact.id, Contact.bot_id, Operator.telegram_id)
        rows = session.execute(owned.join(Operator, Operator.id == Contact.operator_id)).all()
        if not rows:
            return
        contact, bot, account = random.choice(rows)
        assert bot is not None
        assert account is not None
        if act == "api":  # of any contact, also of one that nobody has
            contact = random.randint(1, session.scalar(select(func.max(Contact.id))) or 1)
            telegram.bring(bot, account, act=act, contact=contact, status=random.choice(STATUSES))
            return
        answers = select(Message.chat_id, Message.message_id).where(
            Message.bot_id == bot, Message.operator_id.is_not(None)
        )
        said = session.execute(answers.order_by(Message.id)).all()
    if act == "answer":
        telegram.write(bot, account, words, act="answer", contact=contact)
    elif act == "change":
        if said:
            chat, message = random.choice(said)
            assert chat is not None
            telegram.bring(bot, chat, act="edit", message=message, text=words)
    else:
        telegram.bring(bot, account, act=act, contact=contact)


def take_from_pool(random: Random, telegram: Telegram, session: Session) -> None:
    """Let two who have a card of the same contact take it, one right after the other, or one alone."""
    cards = session.execute(CARDS_OF_POOL).all()
    if not cards:
        return
    contact, number, _ = random.choice(cards)
    readers = [chat for of, no, chat in cards if (of, no) == (contact, number)]
    for chat in random.sample(readers, min(2, len(readers))):
        telegram.bring(POOL, chat, act="take from pool", contact=contact, number=number)
