"""What is in the made-up messages of kinds that are no files."""

from typing import Any

from sandbox.server.media import Kind

Json = dict[str, Any]

POLL: Json = {
    "id": "5190000000000000001",
    "question": "Tea or coffee?",
    "options": [
        {"persistent_id": "1", "text": "Tea", "voter_count": 0},
        {"persistent_id": "2", "text": "Coffee", "voter_count": 0},
    ],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}
# The bot is not told which answer is right.
QUIZ: Json = {**POLL, "id": "5190000000000000002", "type": "quiz", "allows_revoting": False}
CHANNEL: Json = {"id": -1_001_900_000_001, "type": "channel", "title": "A channel", "username": "a_channel"}
PAID: Json = {
    "star_count": 10,
    "paid_media": [{"type": "preview", "width": 1280, "height": 853}],
}
CHECKLIST: Json = {
    "title": "To pack",
    "tasks": [{"id": 1, "text": "The tent"}, {"id": 2, "text": "The stove"}],
}
# By the name under which a person sends it: the kind of the message and the Bot API's fields for it.
CONTENTS: dict[str, tuple[Kind, Json]] = {
    "location": (Kind.LOCATION, {"location": {"latitude": 55.752004, "longitude": 37.617734}}),
    "dice": (Kind.DICE, {"dice": {"emoji": "🎲", "value": 4}}),
    "poll": (Kind.POLL, {"poll": POLL}),
    "quiz": (Kind.POLL, {"poll": QUIZ}),
    "story": (Kind.STORY, {"story": {"chat": CHANNEL, "id": 7}}),
    "paid_media": (Kind.PAID_MEDIA, {"paid_media": PAID}),
    "checklist": (Kind.CHECKLIST, {"checklist": CHECKLIST}),
}
