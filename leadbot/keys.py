"""Tells a key that was drawn by chance from one that somebody made up, or copied from a page."""

import re

SHORTEST = 20  # characters
FEWEST_KINDS = 8  # of characters among them
# What people type in place of a key makes it no longer; nor does the key that once stood on a page of ours.
MADE_UP = re.compile(
    "change|secret|password|passwd|private|default|example|sample|replace|letmein|welcome|test|demo|"
    "api|key|token|admin|root|user|leadbot|0?123456789?0?|12345?|9876543210?|abcdef(?:ghij)?|"
    "qwerty(?:uiop)?|asdfgh(?:jkl)?|zxcvbnm?|"
    "c2f1a9d07be84f3d95a6e0b7c8d1f2a34b5c6d7e8f90a1b2c3d4e5f60718293a",
    re.IGNORECASE,
)


def is_weak(key: str) -> bool:
    """Tell whether a key is easily guessed: too short or too uniform, made-up words left out."""
    rest = MADE_UP.sub("", key)
    return len(rest) < SHORTEST or len(set(rest)) < FEWEST_KINDS
