"""Who has what, counted from the events alone: one operator at a time, none above the limit, first come first."""

from collections import Counter, defaultdict

from proofs.checking.decisions import GIVEN, Turns, check_decision
from proofs.checking.facts import claim

ONE, LIMIT, FIFO = "one operator at a time", "no load above the limit", "first come, first served"
LOADS, STATES = "loads are what is open", "what is done is allowed then"
AGAIN = "it goes to who has not had it"
PLACES = "nobody waits beside a free place"
OFF, RECORD = "who is off gets nothing new", "the record says how it is with everybody"
BY_QUEUE = ("new", "queue", "woken")
STEP = 25  # of a long queue so many are handed out at once, the others in the next transactions


class Replay:
    """What the events have made of each contact so far."""

    def __init__(self, history):
        self.history = history
        self.owner, self.waiting, self.loads = {}, set(), Counter()
        self.had = defaultdict(set)  # contact → who has had it
        self.number = defaultdict(int)  # contact → the number of its latest assignment
        self.turns = Turns()
        self.status = {}  # contact → new, in_progress or completed
        self.begun = {}  # contact → the event by which its owner has it
        self.staff = {}  # operator → switches and limit, as they were set last

    def play(self):
        """Go through all events; raises Broken."""
        units = Counter(unit["event"] for unit in self.history.by_kind["unit"])
        given = 0  # in this transaction
        for event in self.history.events:
            act = getattr(self, "on_" + event["kind"], None)
            if act is not None and (event["contact"] is not None or event["kind"] == "operator_set"):
                act(event, event["contact"], event["data"])
            given += event["kind"] == "assigned"
            if event["id"] in units:
                if given < STEP or units[event["id"]] > 1:  # another one came, which has handed out nothing
                    self.check_places(f"after event {event['id']}", None)
                given = 0
        for operator, row in self.history.operators.items():
            is_same = (self.is_free(operator), self.find_limit(operator)) == (row["is_free"], row["limit"])
            claim(is_same, RECORD, f"operator {operator}: {row}, {self.staff.get(operator)}")

    def is_free(self, operator):
        """Tell whether an operator works."""
        if operator not in self.staff:
            return self.history.operators[operator]["is_free"]
        return self.staff[operator]["is_active"] and self.staff[operator]["on_shift"]

    def find_limit(self, operator):
        """Return how many an operator may have."""
        if operator not in self.staff:
            return self.history.operators[operator]["limit"]
        return self.staff[operator]["max_active_leads"]

    def check_places(self, when, now):
        """Nobody waits who could be given to somebody with a free place."""
        free = [o for o in self.history.operators if self.is_free(o) and self.loads[o] < self.find_limit(o)]
        for contact in sorted(self.waiting) if free else ():
            for operator in free:
                waits = self.may_take(operator, contact, now)
                claim(not waits, PLACES, f"{when}: #{contact}, operator {operator}")

    def allow(self, event, *states):
        """Claim that the contact of an event is in one of some states."""
        has = self.status.get(event["contact"])
        claim(has in states, STATES, f"event {event['id']}: {event['kind']} of #{event['contact']}, {has}")

    def take_from(self, contact, operator, event):
        """Let an operator have a contact no more."""
        has = self.owner.pop(contact, None)
        claim(has == operator, ONE, f"event {event['id']}: {operator} lets go, {has} has it")
        if operator is not None:
            self.loads[operator] -= 1

    def give_to(self, contact, operator, limit, event):
        """Let an operator have a contact."""
        claim(self.owner.get(contact) is None, ONE, f"event {event['id']}: #{contact}")
        self.loads[operator] += 1
        load = self.loads[operator]
        claim(load <= limit, LIMIT, f"event {event['id']}: {operator} has {load} of {limit}")
        self.owner[contact], self.begun[contact] = operator, event["id"]
        self.had[contact].add(operator)
        self.waiting.discard(contact)

    def on_operator_set(self, event, contact, data):
        self.staff.setdefault(data["operator_id"], {}).update(data["after"])

    def on_created(self, event, contact, data):
        claim(contact not in self.status, "each message one contact", f"#{contact} came twice")
        self.status[contact] = "new"
        self.waiting.add(contact)

    def on_assigned(self, event, contact, data):
        self.allow(event, "new", "in_progress")
        check_decision(self.history, event)
        self.turns.check(event)
        number = data.get("assignment_no", self.number[contact] + 1)
        claim(number > self.number[contact], ONE, f"event {event['id']}: assignment {number} a second time")
        self.number[contact] = number
        if data.get("why") in BY_QUEUE:
            self.check_order(event, contact, data["operator_id"])
        self.take_from(contact, data.get("from_operator_id"), event)
        self.check_new_to_it(event, contact, data)
        self.check_candidates(event, data)
        chosen = next(c for c in data.get("candidates") or [data] if c["operator_id"] == data["operator_id"])
        self.give_to(contact, data["operator_id"], chosen["limit"], event)
        load, said = self.loads[data["operator_id"]] - 1, chosen["load"]
        claim(load == said, LOADS, f"event {event['id']}: {data['operator_id']} had {load}, not {said}")
        self.status[contact] = "new"

    def check_candidates(self, event, data):
        """Who took part was not off, and had the limit that counted; known of whom there is a record."""
        for one in data.get("candidates") or ():
            who = one["operator_id"]
            if who in self.staff:
                limit = self.find_limit(who)
                claim(one["limit"] == limit, LIMIT, f"event {event['id']}: {who} has the limit {limit}")
                claim(self.is_free(who), OFF, f"event {event['id']}: {who} took part")

    def check_new_to_it(self, event, contact, data):
        """Who has it does not take part, and who has had it only if nobody else could."""
        if data.get("kind") in GIVEN:
            return
        named = {c["operator_id"] for c in data.get("candidates") or [data]}
        claim(data.get("from_operator_id") not in named, ONE, f"event {event['id']}: who has it took part")
        had = named & self.had[contact]
        claim(
            not had or had == named, AGAIN, f"event {event['id']}: {had} had #{contact}, others could take it"
        )

    def check_order(self, event, contact, operator):
        """Nobody who waits before a contact could have been given to its operator."""
        for other in sorted(self.waiting):
            passed = self.comes_before(other, contact) and self.may_take(operator, other)
            claim(not passed, FIFO, f"event {event['id']}: #{contact} before #{other}")

    def comes_before(self, other, contact):
        """Tell whether another contact is before one: by number, between priorities by when it came, less those."""
        ahead, behind = (self.history.source_of(one)["priority"] for one in (other, contact))
        if ahead == behind:
            return other < contact
        came, comes = (self.history.contacts[one]["created"] for one in (other, contact))
        return self.history.is_steady and (came - 60 * ahead, other) < (comes - 60 * behind, contact)

    def may_take(self, operator, contact, now=None):
        """Tell whether an operator may surely be given a contact; of the second group only by a moment."""
        source = self.history.source_of(contact)
        turn = self.history.second_turn(operator, contact)
        is_early = turn is not None and (now is None or now < turn)
        is_asked = source["is_plain"] and source["mode"] != "pool"
        return (
            is_asked
            and not is_early
            and not self.history.has_blocked(operator, contact)
            and self.history.may_serve(operator, contact)
            and operator not in self.had[contact]
        )

    def on_unassigned(self, event, contact, data):
        self.allow(event, "new", "in_progress")
        self.take_from(contact, data["operator_id"], event)
        self.waiting.add(contact)
        self.status[contact] = "new"

    def on_taken(self, event, contact, data):
        self.allow(event, "new")
        has = self.owner.get(contact)
        claim(
            has == data["operator_id"], ONE, f"event {event['id']}: {data['operator_id']} takes, {has} has it"
        )
        self.status[contact] = "in_progress"

    def on_passed_on(self, event, contact, data):
        self.allow(event, "new", "in_progress")
        has = self.owner.get(contact)
        claim(
            has == data["operator_id"],
            ONE,
            f"event {event['id']}: {data['operator_id']} passes on, {has} has it",
        )

    def on_timed_out(self, event, contact, data):
        self.allow(event, "new")

    def on_completed(self, event, contact, data):
        by_operator = str(event.get("actor") or "").startswith("operator")
        self.allow(event, "in_progress", *(() if by_operator else ("new",)))
        self.take_from(contact, data.get("operator_id"), event)
        self.waiting.discard(contact)
        self.status[contact] = "completed"

    def on_reopened(self, event, contact, data):
        self.allow(event, "completed")
        if data.get("operator_id") is None:
            self.waiting.add(contact)
            self.status[contact] = "new"
        else:
            self.give_to(contact, data["operator_id"], self.find_limit(data["operator_id"]), event)
            self.status[contact] = "in_progress"

    def on_snoozed(self, event, contact, data):
        self.allow(event, "in_progress")
        if data.get("from_operator_id") is not None:
            self.take_from(contact, data["from_operator_id"], event)
            self.status[contact] = "new"
        self.waiting.discard(contact)

    def on_woken(self, event, contact, data):
        if data.get("waits"):
            self.waiting.add(contact)
