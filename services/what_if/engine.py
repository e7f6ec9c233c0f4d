"""One run of an office, in which all is decided as the bot decides. Pure; chance is an argument."""

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
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
    capacity: int
    is_there: bool = False
    full_since: float | None = None  # by the worker's clock
    full: float = 0.0

    @property
    def is_free(self) -> bool:
        return self.is_there and self.capacity > 0

    def change(self, by: int, now: float) -> None:
        """Let the load change, and note for how long it was at the limit."""
        self.capacity -= by
        if self.capacity <= 0 and self.full_since is None:
            self.full_since = self.worker.clock.count(now)
        elif self.capacity > 0 and self.full_since is not None:
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
            worker.id: OperatorState(
                worker, random.choices(worker.handlings, k=len(worker.handlings)), worker.limit
            )
            for worker in office.workers
        }
        self.free: set[int] = set()  # who is there, and below the limit
        self.sharing = {
            source_id: {id_: weight for id_, weight in weights.items() if weight and id_ in self.states}
            for source_id, weights in office.weights.items()
        }
        self.second: dict[int, set[int]] = defaultdict(set)
        for source_id, id_ in office.second:
            if id_ in self.sharing.get(source_id, ()):
                self.second[source_id].add(id_)
        self.credits: dict[int, dict[int, int]] = defaultdict(dict)
        self.queues: dict[int, deque[tuple[int, Arrival]]] = defaultdict(deque)
        self.ends: list[tuple[float, int]] = []  # when a place is free again, and whose

    def live(self) -> Run:
        """Let everything happen in its order, and return what it came to."""
        for id_, end in self.office.open_before:
            if id_ in self.states:
                self._change(self.states[id_], +1, self.office.begin)
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
            self._change(self.states[id_], -1, now)
        else:
            now, id_, is_there = changes.pop()
            self.states[id_].is_there = is_there
            self._note_free(self.states[id_])
        if self.queues and id_ in self.free:
            self._drain(now)

    def _change(self, state: OperatorState, by: int, now: float) -> None:
        state.change(by, now)
        self._note_free(state)

    def _note_free(self, state: OperatorState) -> None:
        if state.is_free:
            self.free.add(state.worker.id)
        else:
            self.free.discard(state.worker.id)

    def _come(self, number: int, arrival: Arrival) -> None:
        if arrival.by_hand is not None:
            if arrival.by_hand in self.states:
                self._give(arrival, self.states[arrival.by_hand], arrival.at)
            return
        if not self._assign(arrival, arrival.at):
            self.queues[arrival.source_id].append((number, arrival))
            place = self.office.places[arrival.source_id]
            if self.second.get(place.weights_id):
                heapq.heappush(self.ends, (self._find_turn(arrival, place), OPENING))

    def _drain(self, now: float) -> None:
        """Give what waits to who may take it, the first that came first."""
        blocked: set[int] = set()
        while self.free:
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
        if not self.free or not place.hours.runs(now):  # it waits until the source opens
            return False
        weights = self.sharing.get(place.weights_id, {})
        free = [id_ for id_ in self.free if id_ in weights]
        second = self.second.get(place.weights_id)
        if second and now < self._find_turn(arrival, place):
            free = [id_ for id_ in free if id_ not in second]
        if not free:
            return False
        if arrival.preferred:
            free = [id_ for id_ in free if id_ in arrival.preferred] or free
        self._give(arrival, self._decide(place, weights, free), now)
        return True

    def _find_turn(self, arrival: Arrival, place: SourceModel) -> float:
        """Return from when on the second group may take it."""
        return place.hours.find_running(arrival.at) + place.second_after

    def _decide(self, place: SourceModel, weights: Mapping[int, int], free: list[int]) -> OperatorState:
        if place.mode is Mode.TURNS:
            owed = self.credits[place.weights_id]
            queue = [Turn(id_, weights[id_], owed.get(id_, 0)) for id_ in sorted(free)]
            winner = turns.find_next(queue)
            owed.update(turns.settle(queue, winner))
            return self.states[winner]
        if place.mode is Mode.POOL:  # nobody knows who would be the first
            return self.states[free[int(self.random.random() * len(free))]]
        states = [self.states[id_] for id_ in free]
        scores = [weights[id_] * state.capacity for id_, state in zip(free, states, strict=True)]
        return self.random.choices(states, scores)[0]

    def _give(self, arrival: Arrival, state: OperatorState, now: float) -> None:
        worker = state.worker
        self._change(state, +1, now)
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
