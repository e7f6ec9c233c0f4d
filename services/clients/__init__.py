"""The person behind the contacts, as a whole: found, banned, forgotten, recognized by a verified phone."""
