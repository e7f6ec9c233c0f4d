"""One run of an office, in which all is decided as the bot decides. Pure; chance is an argument."""

import heapq
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from random import Random

from models import Mode
from services.distribution.modes import turns
from services.distribution.modes.turns import Turn
from services.what_if.clocks import ENDLESS
from services.what_if.office import Arrival, Handling, Office, OperatorModel, SourceModel

OPENING = 0  # where else an operator stands: a source opens, or its second group helps


@dataclass(slots=True)
class Run:
    """What one run came to; times are in seconds of the source's hours."""

    got: Counter[tuple[int, int]] = field(default_factory=Counter)  # (source, operator) → requests
    waits: list[float] = field(default_factory=list)  # for an operator, of each that came and found one
    answers: list[float] = field(default_factory=list)  # until the first answer, of each that had one
    full: dict[int, float] = field(default_factory=dict)  # operator → part of the time there, at the limit
    waiting: int = 0  # at the end


@dataclass(slots=True)
class OperatorState:
    """An operator while a run goes on."""

    worker: OperatorModel
    handlings: list[Handling]  # of this run
    is_there: bool = False
    load: int = 0
    full_since: float | None = None  # by the worker's clock
    full: float = 0.0

    def change(self, by: int, now: float) -> None:
        """Let the load change, and note for how long it was at the limit."""
        self.load += by
        if self.load >= self.worker.limit and self.full_since is None:
            self.full_since = self.worker.clock.count(now)
        elif self.load < self.worker.limit and self.full_since is not None:
            self.full += self.worker.clock.count(now) - self.full_since
            self.full_since = None

    def measure_full(self, begin: float, end: float) -> float:
        """Return for which part of the time there the limit was reached."""
        clock = self.worker.clock
        there = clock.count(end) - clock.count(begin)
        still = 0.0 if self.full_since is None else clock.count(end) - self.full_since
        return (self.full + still) / there if there else 0.0


def run(office: Office, random: Random) -> Run:
    """Let an office live once."""
    return Simulation(office, random).live()


class Simulation:
    """An office while it lives: who has what, and what waits.

    What assignments take is drawn anew for each run among those there were: a bootstrap, so that few of them
    make a wide interval.
    """

    def __init__(self, office: Office, random: Random) -> None:
        self.office, self.random, self.found = office, random, Run()
        self.states = {
            worker.id: OperatorState(worker, random.choices(worker.handlings, k=len(worker.handlings)))
            for worker in office.workers
        }
        self.sharing = {
            source_id: [
                (self.states[id_], weights[id_], (source_id, id_) in office.second)
                for id_ in self.states
                if weights.get(id_)
            ]
            for source_id, weights in office.weights.items()
        }
        self.credits: dict[int, dict[int, int]] = defaultdict(dict)
        self.queues: dict[int, deque[tuple[int, Arrival]]] = defaultdict(deque)
        self.ends: list[tuple[float, int]] = []  # when a place is free again, and whose

    def live(self) -> Run:
        """Let everything happen in its order, and return what it came to."""
        for id_, end in self.office.open_before:
            if id_ in self.states:
                self.states[id_].change(+1, self.office.begin)
                heapq.heappush(self.ends, (end, id_))
        changes = self._list_changes()
        changes.reverse()
        for number, arrival in enumerate(self.office.arrivals):
            while True:
                end = self.ends[0][0] if self.ends else ENDLESS
                change = changes[-1][0] if changes else ENDLESS
                if min(end, change) > arrival.at:
                    break
                self._go_on(changes, is_end=end < change)
            self._come(number, arrival)
        while self.ends or changes:
            end = self.ends[0][0] if self.ends else ENDLESS
            change = changes[-1][0] if changes else ENDLESS
            if min(end, change) >= self.office.end:
                break
            self._go_on(changes, is_end=end < change)
        return self._sum_up()

    def _list_changes(self) -> list[tuple[float, int, bool]]:
        found = []
        for worker in self.office.workers:
            for start, end in worker.clock.stretches:
                if end > self.office.begin:
                    found.append((max(start, self.office.begin - 1), worker.id, True))
                    found.append((end, worker.id, False))
        openings = {
            start
            for place in self.office.places.values()
            for start, _ in place.hours.stretches
            if start >= self.office.begin
        }
        found += [(start, OPENING, True) for start in openings]
        return sorted(change for change in found if change[0] < ENDLESS)

    def _go_on(self, changes: list[tuple[float, int, bool]], *, is_end: bool) -> None:
        """Let a place become free, somebody come or go, or a source open."""
        if not is_end and changes[-1][1] == OPENING:
            self._drain(changes.pop()[0])
            return
        if is_end:
            now, id_ = heapq.heappop(self.ends)
            if id_ == OPENING:
                self._drain(now)
                return
            state = self.states[id_]
            state.change(-1, now)
        else:
            now, id_, is_there = changes.pop()
            state = self.states[id_]
            state.is_there = is_there
        if self.queues and state.is_there:
            self._drain(now)

    def _come(self, number: int, arrival: Arrival) -> None:
        if arrival.by_hand is not None:
            if arrival.by_hand in self.states:
                self._give(arrival, self.states[arrival.by_hand], arrival.at)
            return
        if not self._assign(arrival, arrival.at):
            self.queues[arrival.source_id].append((number, arrival))
            place = self.office.places[arrival.source_id]
            if any(is_second for *_, is_second in self.sharing.get(place.weights_id, ())):
                heapq.heappush(self.ends, (self._find_turn(arrival, place), OPENING))

    def _drain(self, now: float) -> None:
        """Give what waits to who may take it, the first that came first."""
        blocked: set[int] = set()
        while True:
            heads = [
                (queue[0][1].at - self.office.places[id_].ahead, queue[0][0], id_)
                for id_, queue in self.queues.items()
                if id_ not in blocked
            ]
            if not heads:
                return
            source_id = min(heads)[2]
            queue = self.queues[source_id]
            if not self._assign(queue[0][1], now):
                blocked.add(source_id)
                continue
            queue.popleft()
            if not queue:
                del self.queues[source_id]

    def _assign(self, arrival: Arrival, now: float) -> bool:
        place = self.office.places[arrival.source_id]
        if not place.hours.runs(now):  # it waits until the source opens
            return False
        free = [
            (state, weight)
            for state, weight, is_second in self.sharing.get(place.weights_id, ())
            if state.is_there
            and state.load < state.worker.limit
            and (not is_second or now >= self._find_turn(arrival, place))
        ]
        if not free:
            return False
        if arrival.preferred:
            free = [one for one in free if one[0].worker.id in arrival.preferred] or free
        self._give(arrival, self._decide(place, free), now)
        return True

    def _find_turn(self, arrival: Arrival, place: SourceModel) -> float:
        """Return from when on the second group may take it."""
        return place.hours.find_running(arrival.at) + place.second_after

    def _decide(self, place: SourceModel, free: list[tuple[OperatorState, int]]) -> OperatorState:
        if place.mode is Mode.TURNS:
            owed = self.credits[place.weights_id]
            queue = [Turn(state.worker.id, weight, owed.get(state.worker.id, 0)) for state, weight in free]
            winner = turns.find_next(queue)
            owed.update(turns.settle(queue, winner))
            return self.states[winner]
        if place.mode is Mode.POOL:  # nobody knows who would be the first
            return free[int(self.random.random() * len(free))][0]
        scores = [weight * (state.worker.limit - state.load) for state, weight in free]
        ticket = int(self.random.random() * sum(scores))
        for (state, _), score in zip(free, scores, strict=True):
            ticket -= score
            if ticket < 0:
                return state
        raise AssertionError("a ticket names somebody")

    def _give(self, arrival: Arrival, state: OperatorState, now: float) -> None:
        worker = state.worker
        state.change(+1, now)
        handling = state.handlings[int(self.random.random() * len(state.handlings))]
        heapq.heappush(self.ends, (worker.clock.find(now, handling.whole), worker.id))
        if arrival.at < self.office.begin:
            return
        hours = self.office.places[arrival.source_id].hours
        came = hours.count(arrival.at)
        self.found.got[arrival.source_id, worker.id] += 1
        self.found.waits.append(hours.count(now) - came if now > arrival.at else 0.0)
        if handling.answer is not None:
            answered = worker.clock.find(now, handling.answer)
            if answered <= self.office.end:
                self.found.answers.append(hours.count(answered) - came)

    def _sum_up(self) -> Run:
        begin, end = self.office.begin, self.office.end
        self.found.full = {id_: state.measure_full(begin, end) for id_, state in self.states.items()}
        self.found.waiting = sum(len(queue) for queue in self.queues.values())
        return self.found
