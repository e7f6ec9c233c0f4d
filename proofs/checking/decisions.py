"""What one decision says of itself: who could take part, and whom ticket, turn or pool names."""

from collections import defaultdict

from proofs.checking.facts import claim

TICKET, POOL, SECOND = "the ticket names the winner", "who takes first has it", "the second group waits"
TURN = "everybody has a turn"
ONE, TOLERANCE = 2**40, 1e-6  # what is stored as one contact; of what is owed
KINDS = {"draw": ("draw", "preference"), "turns": ("turn",), "pool": ("pool",)}  # of a source's mode
GIVEN = ("by_hand", "return")  # kinds of decisions that ask for no weight and no group


def check_decision(history, event):
    """The decision of an `assigned` event can be drawn again, and its source decides so."""
    data, number = event["data"], event["id"]
    check_ticket(event)
    kind, source = data.get("kind"), history.source_of(event["contact"])
    if kind in GIVEN:
        return
    named = [c["operator_id"] for c in data.get("candidates") or [data]]
    if kind == "pool":
        claim(
            data["operator_id"] in named, POOL, f"event {number}: {data['operator_id']} was none of {named}"
        )
        claim(data.get("why") == "taken", POOL, f"event {number} says {data.get('why')}")
        claim(data.get("from_operator_id") is None, POOL, f"event {number}: somebody had it already")
    fits = kind in KINDS[source["mode"]]
    claim(
        fits, "each source decides in its way", f"event {number} is a {kind} in a source of {source['mode']}"
    )
    for candidate in data.get("candidates") or ():
        who = candidate["operator_id"]
        is_full = candidate["load"] >= candidate["limit"]
        claim(not is_full, TICKET, f"event {number}: {who} is full, and took part")
        claim(history.may_serve(who, event["contact"]), TICKET, f"event {number}: {who} has no weight")
        turn = history.second_turn(who, event["contact"])
        claim(turn is None or event["at"] >= turn, SECOND, f"event {number}: {who} came too early")


def check_ticket(event):
    """The ticket of a draw names its winner."""
    data, number = event["data"], event["id"]
    if data.get("ticket") is None:
        claim(data.get("kind") not in ("draw", "preference"), TICKET, f"event {number} has no ticket")
        return
    scores = [c["weight"] * (c["limit"] - c["load"]) for c in data["candidates"]]
    claim(scores == [c["score"] for c in data["candidates"]], TICKET, f"event {number}: other scores")
    claim(min(scores) > 0, TICKET, f"event {number}: one without a ticket took part")
    claim(0 <= data["ticket"] < sum(scores) == data["total"], TICKET, f"event {number}: ticket or total")
    left = data["ticket"]
    for candidate, score in zip(data["candidates"], scores, strict=True):
        if left < score:
            claim(candidate["operator_id"] == data["operator_id"], TICKET, f"event {number}")
            return
        left -= score


class Turns:
    """What operators are owed where contacts go in turn, counted from the decisions alone, in contacts."""

    def __init__(self):
        self.owed = defaultdict(float)  # (source, operator) → contacts

    def check(self, event):
        """Everybody is owed what the decisions so far have left; who gets it was owed enough, and nobody too much."""
        data, number = event["data"], event["id"]
        if data.get("kind") != "turn":
            return
        source, sharing = data["weights_source_id"], data["candidates"]
        total = sum(c["weight"] for c in sharing)
        for one in sharing:
            said, counted = one["credit"] / ONE, self.owed[source, one["operator_id"]]
            is_so = abs(said - counted) < TOLERANCE
            claim(
                is_so, TURN, f"event {number}: {one['operator_id']} is owed {said:.3f}, counted {counted:.3f}"
            )
            self.owed[source, one["operator_id"]] += one["weight"] / total
        owed = {c["operator_id"]: self.owed[source, c["operator_id"]] for c in sharing}
        winner = data["operator_id"]
        enough = 1 / (2 * len(owed) - 2) if len(owed) > 1 else -1e9
        most = max(owed.values())
        is_turn = owed[winner] >= min(enough, most) - TOLERANCE
        claim(is_turn, TURN, f"event {number}: {winner} is owed {owed[winner]:.3f}, {owed}")
        self.owed[source, winner] -= 1
        everybody = [owed for (of, _), owed in self.owed.items() if of == source]
        furthest = max(map(abs, everybody))
        claim(
            furthest <= max(len(everybody) - 1, 1),
            TURN,
            f"event {number}: somebody is {furthest:.2f} ahead or behind",
        )
