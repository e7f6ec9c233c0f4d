"""Proofs by real processes: the bot as its users run it, killed, stopped, cut off and run twice."""
