"""At rest the rows say what the events say, nothing is left to do, and nobody waits beside a free place."""

from collections import Counter

from proofs.checking.facts import claim

MOST_SHOWN = 20  # contacts of a pool, to one operator
SLACK = 30  # seconds that the clock may take to notice that a wait is over
POOL = "what waits in a pool is shown to all"


def check_rest(history, replay):
    """Compare what is stored with what the events have made of it."""
    check_rows(history, replay)
    ends = [fact["at"] for fact in history.by_kind["end"]]
    now = ends[0] - SLACK if ends else None
    replay.check_places("at rest", now)
    check_pools(history, replay)
    for kind, is_done in (("inbox", is_handled), ("outbox", is_settled)):
        left = [row for row in history.by_kind[kind] if not is_done(history, row)]
        claim(not left, "everything is done at rest", f"{kind}: {left[:3]}")
    check_unreached(history)


def is_handled(_history, row):
    """Tell whether what came was handled."""
    return row["state"] == "done"


def is_settled(history, row):
    """Tell whether what was to be told was told, or can't be: its reader has blocked the bot."""
    has_blocked = (row["bot"], row["chat"]) in history.blocked
    return row["state"] in ("sent", "dropped") or (row["state"] == "dead" and has_blocked)


def check_unreached(history):
    """Nobody keeps a contact of which something could not be sent to him."""
    for row in history.by_kind["outbox"]:
        if row["state"] != "dead" or row["contact"] is None:
            continue
        contact = history.contacts[row["contact"]]
        owner = history.operators.get(contact["operator"], {"account": None})
        keeps = row["chat"] == owner["account"] and row["number"] == contact["number"]
        keeps = keeps and contact["status"] != "completed"
        claim(not keeps, "who can't be reached has nothing", f"{row['chat']} keeps #{row['contact']}")


def check_rows(history, replay):
    """Compare status, operator and load of each row."""
    for number, contact in history.contacts.items():
        said = replay.status.get(number)
        claim(contact["status"] == said, "one operator at a time", f"#{number}, no event says so: {said}")
        if said != "completed":
            has = replay.owner.get(number)
            is_same = contact["operator"] == has
            claim(is_same, "one operator at a time", f"#{number}: its row and events differ: {has}")
    for number, operator in history.operators.items():
        load, counted = operator["load"], replay.loads[number]
        claim(load == counted, "loads are what is open", f"operator {number}: {load}, counted {counted}")
        claim(load >= 0, "loads are what is open", f"operator {number}: {load}")
    for row in history.by_kind["raise"]:
        claim(row["above"] <= 0, "no load above the limit", f"a write put a load {row['above']} above")


def list_free(history):
    """Return the operators who work and have a place."""
    return [one for one in history.operators.values() if one["is_free"] and one["load"] < one["limit"]]


def check_pools(history, replay):
    """Whoever may take what waits in a pool has its card; a card of what is taken was drawn anew."""
    cards = [row for row in history.by_kind["outbox"] if row["kind"] == "card" and (row["number"] or 0) < 0]
    shown = {(row["contact"], row["chat"], row["number"]) for row in cards}
    for operator in list_free(history):
        mine = [one for one in replay.waiting if history.source_of(one)["mode"] == "pool"]
        mine = [one for one in mine if history.may_serve(operator["id"], one)]
        mine = [one for one in mine if operator["id"] not in replay.had[one]]
        for number in sorted(mine)[:MOST_SHOWN]:
            if history.has_blocked(operator["id"], number):
                continue
            if history.second_turn(operator["id"], number) is None and history.source_of(number)["is_plain"]:
                card = (number, operator["account"], -1 - history.contacts[number]["number"])
                is_shown = operator["account"] is None or card in shown
                claim(is_shown, POOL, f"#{number} is not shown to operator {operator['id']}")
    drawn = Counter()
    for row in cards:
        drawn[row["contact"], row["chat"], row["number"]] += 1 + row["redrawn"]
    for (contact, chat, number), times in drawn.items():
        is_over = contact not in replay.waiting or number != -1 - history.contacts[contact]["number"]
        claim(times > 1 or not is_over, POOL, f"#{contact} is gone, and {chat} has a card as if it waited")
