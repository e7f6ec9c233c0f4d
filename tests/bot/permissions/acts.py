"""What a person of any role can try with a request."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from bot.ui.keyboards import (
    AnswersCallback,
    BackCallback,
    CardMenu,
    CardMenuCallback,
    HistoryCallback,
    IdleCallback,
    LaterCallback,
    MoreCallback,
    NoAnswerCallback,
    PoolCallback,
    TagCallback,
    WhyCallback,
)
from bot.views.answer_screens import WithdrawCallback
from bot.views.audit.callbacks import StoryCallback, WhyNotCallback
from bot.views.board.callbacks import BoardAction, BoardCallback
from bot.views.cards.claim_screens import ClaimCallback
from bot.views.cards.mine_screens import MineAction, MineCallback
from bot.views.cards.pass_screens import PassAction, PassCallback
from bot.views.cards.send_screens import SendCallback
from bot.views.client_screens import BanCallback, ForgetCallback, SpamCallback
from bot.views.contact_screens import ContactAction, ContactCallback, RaiseLimitCallback
from bot.views.hours.callbacks import HoursAction, HoursCallback, WorkAction, WorkCallback
from bot.views.hours.pause_screens import PauseAction, PauseCallback
from bot.views.hours.shift_screens import ShiftAction, ShiftCallback
from bot.views.labels.lists import LabelAction, LabelCallback
from bot.views.labels.on_contact import ContactLabelCallback
from bot.views.menu.callbacks import MENU, MenuCallback, Step, StepCallback
from bot.views.operator_screens import OpenCallback, OperatorAction, OperatorCallback
from bot.views.preferences.callbacks import (
    LanguageCallback,
    ModeCallback,
    OrderCallback,
    PreferenceCallback,
    TextCallback,
    TextState,
)
from bot.views.quick_answers.choosing import ChooseAction, ChooseCallback
from bot.views.quick_answers.lists import AnswerAction, AnswerCallback
from bot.views.rating_screens import RateCallback
from bot.views.settings.callbacks import AdminAction, AdminCallback, SettingAction, SettingCallback
from bot.views.source_screens import SourceCallback
from bot.views.split_screens import SplitCallback
from bot.views.weekly.digest_screens import DigestAction, DigestCallback, WeekCallback
from bot.views.weight_screens import WeightAction, WeightCallback
from bot.views.what_if.callbacks import TrialAction, TrialCallback, TryAction, WhatIfCallback
from models import LabelKind, Mode, Rating
from sandbox.client.person import Person
from services.contacts.states import Action
from services.distribution.order.settings import SourceMinutes
from services.distribution.preferences import Preference
from services.hours.mornings import Later
from services.team.source_switches import SourceSwitch
from services.team.source_texts import SourceText
from tests.bot.permissions.cases import Case
from tests.stage import Stage

ACTS = (
    "write",
    "edit",
    "withdraw",
    "press a card",
    "press a screen",
    "/mine",
    "/operators off",
    "forward",
    "forward a command",
)
COMMANDS = ("/operators off", "forward a command")
AT_ONCE = 8  # presses of one person
MAX, MORITZ = 1, 2  # operators, whom the admin and all others try to switch off
PAGE_MOVES = (ContactAction.RETURN, ContactAction.WAKE)
ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "Mallory"}


@dataclass(frozen=True)
class Actor:
    """Who acts, and which messages of the own chat that is about."""

    person: Person
    own: int  # to be edited
    withdrawn: int | None  # replied to by /withdraw
    shown: int  # by the bot: the card, the page, or anything else to forge a press on
    replied: int | None = None  # the card or the page that words reply to


async def act(stage: Stage, what: str, case: Case, actor: Actor, words: str) -> str:
    """Let somebody do what a column of the page says; returns what pops up."""
    bot, person = stage.bot, actor.person
    match what:
        case "write":
            await person.write(bot, words, reply_to=actor.replied)
        case "edit":
            await person.edit(bot, actor.own, words)
        case "withdraw":
            await person.write(bot, "/withdraw", reply_to=actor.withdrawn)
        case "press a card":
            action = Action.COMPLETE if case.is_open else Action.REOPEN
            return await press(stage, actor, case.button(action))
        case "press a screen":
            move = ContactAction.COMPLETE if case.is_open else ContactAction.REOPEN
            return await press(stage, actor, ContactCallback(action=move, contact=case.number).pack())
        case "/mine":
            await person.write(bot, "/mine")
        case "/operators off":
            await person.write(bot, words)
        case _:
            await person.write(bot, words, forward_origin=ORIGIN)
    return ""


async def press(stage: Stage, actor: Actor, data: str) -> str:
    """Press a button that says this, there or forged; returns what pops up."""
    query = await actor.person.forge_press(stage.bot, actor.shown, data)
    return await actor.person.wait_answer(stage.bot, query)


async def press_others(stage: Stage, what: str, case: Case, actor: Actor) -> None:
    """Press, forged, other buttons by which somebody who may not do a thing could try to."""
    answers = "SELECT min(id) FROM messages WHERE contact_id = ? AND author = 'operator'"
    forged = [*forge(what, case, answer=stage.one(answers, case.number))]
    if what == "press a card" and actor.person is not case.client:  # who may say how it was
        forged.append(RateCallback(contact=case.number, rating=Rating.BAD).pack())
    for first in range(0, len(forged), AT_ONCE):  # of more that wait the bot leaves some out
        some = forged[first : first + AT_ONCE]
        await asyncio.gather(*(press(stage, actor, data) for data in some))


def forge(what: str, case: Case, *, answer: int) -> Iterator[str]:
    """Return what such buttons say, `answer` by our number. Those of screens are the same in every state."""
    match what:
        case "withdraw":
            yield WithdrawCallback(message=answer).pack()
        case "press a card":
            yield case.button(Action.PASS_ON)
            yield MineCallback(action=Action.PASS_ON, contact=case.number, assignment=1).pack()
            for step in (PassAction.ASK, PassAction.DRAW, PassAction.GIVE):
                yield PassCallback(action=step, contact=case.number, assignment=1, value=MORITZ).pack()
            for step in (PassAction.UNDO, PassAction.LINE):
                for assignment in (1, 2):
                    yield PassCallback(action=step, contact=case.number, assignment=assignment).pack()
            for assignment in (1, 2):
                yield PoolCallback(contact=case.number, assignment=assignment).pack()
            yield WhyCallback(contact=case.number, assignment=1).pack()
            yield case.button(Action.RETURN)
            yield HistoryCallback(contact=case.number, assignment=1).pack()
            for menu in CardMenu:
                yield CardMenuCallback(menu=menu, contact=case.number, assignment=1).pack()
            yield MoreCallback(contact=case.number, assignment=1).pack()
            yield NoAnswerCallback(contact=case.number, assignment=1).pack()
            yield TagCallback(contact=case.number, assignment=1).pack()
            yield AnswersCallback(contact=case.number, assignment=1).pack()
            for keep in (True, False):
                yield ClaimCallback(contact=case.number, assignment=1, keep=keep).pack()
            for choice in (ChooseAction.LIST, ChooseAction.SHOW, ChooseAction.SEND):
                yield ChooseCallback(action=choice, contact=case.number, assignment=1, answer=1).pack()
            yield MineCallback(action=MineAction.SPAM_SURELY, contact=case.number, assignment=1).pack()
            yield SendCallback(contact=case.number).pack()
            yield case.button(Action.SNOOZE)
            yield case.button(Action.WAKE)
            yield LaterCallback(until=Later.CLIENT, contact=case.number, assignment=1).pack()
            yield IdleCallback(contact=case.number, is_needed=False).pack()
        case "press a screen" if case.state == "open":
            for which in SourceSwitch:
                yield SourceCallback(
                    action=which, source=1, value=int(which is SourceSwitch.SNOOZE_FREES)
                ).pack()
            yield OpenCallback(operator=MORITZ).pack()
            yield BackCallback().pack()
            for end in PauseAction:
                yield PauseCallback(action=end, since=1).pack()
            yield MenuCallback(page="operators").pack()
            yield MenuCallback(page=MENU).pack()
            yield StepCallback(step=Step.MYSELF).pack()
            yield DigestCallback(action=DigestAction.OFF).pack()
            yield WeekCallback(monday=739000).pack()
            yield StepCallback(step=Step.WEIGHT, operator=MORITZ).pack()
            for kind in LabelKind:
                yield ContactLabelCallback(kind=kind, contact=case.number).pack()
                yield LabelCallback(kind=kind, action=LabelAction.READY).pack()
            for change in AnswerAction:
                yield AnswerCallback(action=change, answer=1, value=1).pack()
            for decide in (SettingAction.SET, SettingAction.SURE):
                yield SettingCallback(action=decide, name="keep_days", value="1").pack()
            yield AdminCallback(action=AdminAction.INVITE).pack()
            yield AdminCallback(action=AdminAction.REMOVE_SURELY, admin=1).pack()
            yield HoursCallback(action=HoursAction.PRESET, source=1).pack()
            yield WorkCallback(action=WorkAction.PRESET, operator=MORITZ).pack()
            yield WorkCallback(action=WorkAction.AWAY, operator=MORITZ, value=3).pack()
            yield PreferenceCallback(source=1, which=Preference.KNOWN, wait=61).pack()
            for mode in (Mode.TURNS, Mode.POOL):
                yield ModeCallback(source=1, mode=mode).pack()
            yield OrderCallback(source=1, which=SourceMinutes.PRIORITY, minutes=30).pack()
            yield WeightCallback(action=WeightAction.GROUP, source=1, operator=MORITZ, value=1).pack()
            yield StoryCallback(operator=MORITZ).pack()
            yield WhyNotCallback(contact=case.number, operator=MORITZ).pack()
            yield WhatIfCallback(action=TryAction.OFF, operator=MORITZ).pack()
            for decided in TrialAction:
                yield TrialCallback(action=decided, trial=1, value=7).pack()
            yield BoardCallback().pack()
            for asked in BoardAction:
                yield BoardCallback(action=asked, number=1, value=1, on=True).pack()
            yield TextCallback(source=1, which=SourceText.COMPLETED, state=TextState.OFF).pack()
            yield LanguageCallback(operator=MORITZ, code="de").pack()
            yield ShiftCallback(action=ShiftAction.TRANSFER).pack()
            yield RaiseLimitCallback(contact=case.number, operator=MORITZ, limit=1).pack()
            for action in (
                ContactAction.SHOW,
                ContactAction.ASSIGN,
                ContactAction.RETURN,
                ContactAction.WAKE,
                ContactAction.FILES,
            ):
                yield ContactCallback(action=action, contact=case.number, value=MORITZ).pack()
            yield OperatorCallback(action=OperatorAction.DISMISS_SURELY, operator=MORITZ).pack()
            yield BanCallback(contact=case.number, sure=True).pack()
            yield SpamCallback(contact=case.number, sure=True).pack()
            yield SplitCallback(contact=case.number, lead=1).pack()
            yield ForgetCallback(contact=case.number, sure=True).pack()
