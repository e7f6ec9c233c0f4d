"""The person behind the contacts, as a whole: found, banned, forgotten, split, and heard on how it was."""
