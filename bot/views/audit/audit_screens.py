"""An audit in words: what is flagged first, then each operator of each source, and what it can't see."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from babel.numbers import format_decimal
from pydantic import Field

from bot.ui.lists import join_lines, shorten
from bot.ui.screens import Button, Screen
from bot.ui.texts import Words
from bot.ui.times import write_days
from bot.views.menu.callbacks import back_to_menu
from services.audit.judging import Audit, Share
from services.reports.periods import DAYS, Period

OFFERED_DAYS = (7, 30, 90)
LONGEST_NAME = 32  # UTF-16 units
SURE = 0.001  # what is less likely is said to be less than that


class AuditCallback(CallbackData, prefix="audit"):
    """What a button below an audit says."""

    days: int = Field(ge=DAYS[0], le=DAYS[-1])


def write_audit(found: Audit, period: Period, words: Words) -> Screen:
    """Return the verdict, and what it is made of."""
    days = write_days(period, words)
    if not found.decisions and not found.unreadable:
        return Screen(words.html("audit-none", days=days), offer_days(words))
    verdict = "audit-flagged" if found.flagged else "audit-fair"
    lines = [words.html("audit-title", days=days), words.html(verdict, count=found.flagged), ""]
    if found.unreadable:
        lines.append(words.html("audit-unreadable", count=found.unreadable))
    lines += [
        words.html(
            f"audit-skip-{one.skip.value}",
            name=shorten(found.operators.get(one.operator_id, ""), LONGEST_NAME),
            number=str(one.contact_id),
        )
        for one in found.skipped
    ]
    if (more := found.skipped_count - len(found.skipped)) > 0:
        lines.append(words.html("audit-skip-more", count=more))
    if found.tickets.count:
        key = "audit-tickets-uneven" if found.tickets.is_flagged else "audit-tickets-even"
        p = write_chance(found.tickets.p, words)
        lines.append(words.html(key, count=found.tickets.count, p=p))
    lines += [line for share in found.shares for line in list_share(share, words)]
    lines += ["", words.html("audit-about")]
    return Screen(join_lines(lines, words), offer_days(words))


def list_share(share: Share, words: Words) -> list[str]:
    """Return what an operator got of a source by draws, and what is counted apart."""
    operator, source = shorten(share.operator, LONGEST_NAME), shorten(share.source, LONGEST_NAME)
    lines = []
    if share.draws:
        p = "–" if share.p is None else write_chance(share.p, words)
        lines.append(
            words.html(
                "audit-share-flagged" if share.is_flagged else "audit-share",
                name=operator,
                source=source,
                won=str(share.won),
                expected=format_decimal(share.expected, "0.0", locale=words.language),
                draws=share.draws,
                p=p,
            )
        )
    apart = share.apart
    counts = (
        ("audit-apart-preferred", apart.preferred),
        ("audit-apart-passed", apart.passed),
        ("audit-apart-by-hand", apart.by_hand),
        ("audit-apart-turns", apart.turns),
        ("audit-apart-pooled", apart.pooled),
        ("audit-apart-returned", apart.returned),
    )
    parts = [words.plain(key, count=count) for key, count in counts if count]
    if parts:
        lines.append(words.html("audit-apart", name=operator, source=source, what=", ".join(parts)))
    return lines


def write_chance(p: float, words: Words) -> str:
    """Return a chance in percent; next to nothing is said to be less than a tenth of one."""
    if p < SURE:
        return words.plain("audit-hardly")
    return words.plain("audit-chance", percent=format_decimal(100 * p, "0.0", locale=words.language))


def offer_days(words: Words) -> Sequence[Sequence[Button]]:
    """Return the buttons that ask for other days, and the way back."""
    return [
        [(words.plain("button-stats-days", count=days), AuditCallback(days=days)) for days in OFFERED_DAYS],
        [back_to_menu(words)],
    ]
