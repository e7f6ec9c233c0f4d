"""A recorded history, its facts by what they are about."""

from collections import Counter, defaultdict


class Broken(Exception):  # noqa: N818 (it is what is raised, not an error of this program)
    """A promise that the history breaks."""


def claim(is_so, promise, what):
    """Raise Broken unless it is so."""
    if not is_so:
        raise Broken(f"{promise}: {what}")


class History:
    """All facts; rows by their ids, and when each contact came."""

    def __init__(self, facts):
        self.by_kind = defaultdict(list)
        for fact in facts:
            self.by_kind[fact["fact"]].append(fact)
        self.events = sorted(self.by_kind["event"], key=lambda event: event["id"])
        self.operators = {row["id"]: row for row in self.by_kind["operator"]}
        self.contacts = {row["id"]: row for row in self.by_kind["contact"]}
        self.sources = {row["id"]: row for row in self.by_kind["source"]}
        self.shares = {(row["operator"], row["source"]): row for row in self.by_kind["weight"]}
        self.shared = {source for _, source in self.shares}
        self.bots = {row["bot"]: row["id"] for row in self.sources.values() if row["code"] is None}
        self.blocked = {(fact["bot"], fact["account"]) for fact in self.by_kind["blocked"]}  # for a while
        self.crashes = len(self.by_kind["crash"])
        self.unknown = Counter((fact["chat"], fact["text"]) for fact in self.by_kind["unknown"])
        self.is_steady = not self.by_kind["clock"]  # else moments say nothing about what came first

    def source_of(self, contact):
        """Return the source of a contact."""
        return self.sources[self.contacts[contact]["source"]]

    def find_share(self, operator, contact):
        """Return the weight that counts for an operator; a campaign without any goes by those of its bot."""
        source = self.source_of(contact)
        is_own = source["code"] is None or source["id"] in self.shared
        return self.shares.get((operator, source["id"] if is_own else self.bots[source["bot"]]))

    def has_blocked(self, operator, contact):
        """Tell whether an operator has ever blocked the bot of a contact."""
        return (self.contacts[contact]["bot"], self.operators[operator]["account"]) in self.blocked

    def may_serve(self, operator, contact):
        """Tell whether an operator has a weight for the source of a contact, in its first group or second."""
        share = self.find_share(operator, contact)
        return share is not None and share["weight"] > 0

    def second_turn(self, operator, contact):
        """Return from when on an operator of the second group may take a contact, None for one of the first."""
        share = self.find_share(operator, contact)
        if share is None or not share["is_second"]:
            return None
        return self.contacts[contact]["created"] + 60 * self.source_of(contact)["second_after"]

    def count_repeats(self, chat, text):
        """Return how often something may be told: once more for a crash, or a call that nobody knows of."""
        return 1 + self.crashes + self.unknown[chat, text]
