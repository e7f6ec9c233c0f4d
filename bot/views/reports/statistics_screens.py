"""The statistics in words: a caption for the picture and, where they don't fit there, the details."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.ui.lists import join_lines, measure, shorten
from bot.ui.names import name_source
from bot.ui.screens import Button
from bot.ui.texts import Html, Words
from bot.ui.times import write_days, write_span
from bot.views.menu.callbacks import back_to_menu
from bot.views.weekly.digest_screens import DigestAction, DigestCallback
from services.distribution.decisions import DecisionKind
from services.reports.figures import OperatorFigures, SourceFigures, Statistics
from services.reports.measures.answering import Answering
from services.reports.measures.outcomes import OutcomeCount
from services.reports.measures.ratings import Thumbs
from services.reports.measures.waiting import HourOfDay
from services.reports.periods import DAYS

LONGEST_CAPTION = 1024  # UTF-16 units, without the marks of HTML
LONGEST_OUTCOME, LONGEST_OUTCOMES = 24, 200  # UTF-16 units of the name of one, and of all
OFFERED_DAYS = (1, 7, 30)


class StatisticsCallback(CallbackData, prefix="stats"):
    """What a button below the statistics says."""

    days: int = Field(ge=DAYS[0], le=DAYS[-1])


def write_nothing(statistics: Statistics, words: Words) -> str:
    """Return the one line for a time in which nobody has written."""
    days = write_days(statistics.period, words)
    return words.html("stats-none", days=days, waiting=statistics.waiting)


def write_statistics(statistics: Statistics, words: Words) -> tuple[str, str | None]:
    """Return the caption and, if they don't fit there, the details for a message of their own, in HTML."""
    summary = "\n".join(list_summary(statistics, words))
    details = list_details(statistics, words)
    together = join_lines([summary, *details], words)
    if measure(together) <= LONGEST_CAPTION:
        return together, None
    return summary, join_lines(details, words).strip()


def list_summary(statistics: Statistics, words: Words) -> list[str]:
    """Return the figures of everything, a line for each."""
    lines = [
        words.html("stats-title", days=write_days(statistics.period, words)),
        words.html(
            "stats-counts",
            received=statistics.received,
            completed=statistics.completed,
            waiting=statistics.waiting,
        ),
    ]
    if busiest := max(statistics.hours, key=lambda hour: hour.most, default=None):
        lines += [write_queue(busiest, words)] if busiest.most else []
    if statistics.answering:
        lines.append(write_answering(statistics.answering, statistics.target, words))
    if pace := statistics.taking:
        median, longest = write_span(pace.median, words), write_span(pace.most, words)
        lines.append(words.html("stats-taking", median=median, longest=longest))
    if pace := statistics.completing:
        median, longest = write_span(pace.median, words), write_span(pace.most, words)
        lines.append(words.html("stats-completing", median=median, longest=longest))
    if promises := statistics.promises:
        share = round(100 * promises.share)
        lines.append(words.html("stats-promised", count=promises.count, kept=str(promises.kept), share=share))
    if rated := statistics.ratings:
        lines.append(write_ratings(rated, statistics.ratings_by_kind, words))
    if statistics.outcomes:
        lines.append(write_outcomes(statistics.outcomes, words))
    return lines


def write_ratings(rated: Thumbs, by_kind: Mapping[DecisionKind, Thumbs], words: Words) -> str:
    """Return how content clients were, and with what was assigned how if that differs."""
    share = words.plain("stats-rated-share", rated=write_thumbs(rated, words), share=round(100 * rated.share))
    line = words.html("stats-ratings", ratings=share)
    if len(by_kind) < 2:
        return line
    kinds = [
        words.plain(f"stats-rated-kind-{kind}", rated=write_thumbs(thumbs, words))
        for kind, thumbs in by_kind.items()
    ]
    return f"{line}; {words.html('stats-rated-kinds', kinds=', '.join(kinds))}"


def write_thumbs(thumbs: Thumbs, words: Words) -> str:
    """Return how many were content and how many were not."""
    return words.plain("stats-rated", good=thumbs.good, bad=thumbs.bad)


def write_outcomes(outcomes: Sequence[OutcomeCount], words: Words) -> str:
    """Return how many completed contacts have ended how, in one line."""
    counted = [
        words.html("stats-no-outcome", count=one.count)
        if one.name is None
        else words.html("stats-outcome", name=shorten(one.name, LONGEST_OUTCOME), count=one.count)
        for one in outcomes
    ]
    return words.html(
        "stats-outcomes", list=Html(join_lines(counted, words, limit=LONGEST_OUTCOMES, by=" · "))
    )


def write_answering(answering: Answering, target: timedelta, words: Words) -> str:
    """Return how soon clients had a first answer, and how many within the target if there is one."""
    median, longest = write_span(answering.median, words), write_span(answering.most, words)
    line = words.html("stats-answering", median=median, longest=longest)
    if answering.share is None:
        return line
    span, within = write_span(int(target.total_seconds()), words), write_within(answering, words)
    return line + words.html("stats-in-time", target=span, within=within)


def write_within(answering: Answering, words: Words) -> str:
    """Return how many had a first answer in time, of how many of whom that is known."""
    return words.plain("stats-within", **count_within(answering), share=round(100 * (answering.share or 0)))


def count_within(answering: Answering) -> dict[str, str]:
    """Return the same as numbers for a text."""
    return {"count": str(answering.within), "total": str(answering.decided)}


def write_queue(busiest: HourOfDay, words: Words) -> str:
    """Return how many waited at once when most did."""
    begins, ends = (f"{hour:02}:00" for hour in (busiest.hour, (busiest.hour + 1) % 24))
    return words.html("stats-queue", most=busiest.most, begins=begins, ends=ends)


def list_details(statistics: Statistics, words: Words) -> list[str]:
    """Return the figures of each source and each operator, a line for each."""
    lines = []
    if statistics.sources:
        lines += ["", words.html("stats-sources")]
        lines += [write_source(source, words) for source in statistics.sources]
    if statistics.operators:
        lines += ["", words.html("stats-operators")]
        lines += [write_operator(operator, statistics.draws, words) for operator in statistics.operators]
    return lines


def write_operator(operator: OperatorFigures, draws: int, words: Words) -> str:
    """Return what an operator got, how soon it was answered, and the share against the expected one."""
    parts = [
        words.html(
            "stats-operator",
            name=operator.name,
            received=operator.received,
            completed=operator.completed,
        )
    ]
    if answering := operator.answering:
        parts.append(words.html("stats-answers", median=write_span(answering.median, words)))
        if answering.share is not None:
            parts[-1] += words.html("stats-answers-share", **count_within(answering))
    if operator.expected:
        counts = {"won": operator.won, "draws": draws, "expected": round(operator.expected)}
        parts.append(words.html("stats-operator-share", **{name: str(n) for name, n in counts.items()}))
    if operator.preferred:
        parts.append(words.html("stats-operator-preferred", count=operator.preferred))
    if operator.ratings:
        parts.append(write_thumbs(operator.ratings, words))
    return "; ".join(parts)


def write_source(source: SourceFigures, words: Words) -> str:
    """Return what came through a source, and how soon it was answered."""
    line = words.html(
        "stats-source",
        source=name_source(source.source),
        received=source.received,
        completed=source.completed,
        waiting=source.waiting,
    )
    if source.answering is not None:
        line += f"; {words.html('stats-answers', median=write_span(source.answering.median, words))}"
    return f"{line}; {write_thumbs(source.ratings, words)}" if source.ratings else line


def offer_days(words: Words) -> Sequence[Sequence[Button]]:
    """Return the buttons that ask for other days."""
    return [
        [
            (
                words.plain("button-stats-today")
                if days == 1
                else words.plain("button-stats-days", count=days),
                StatisticsCallback(days=days),
            )
            for days in OFFERED_DAYS
        ],
        [(words.plain("button-digest"), DigestCallback(action=DigestAction.SHOW))],
        [back_to_menu(words)],
    ]
