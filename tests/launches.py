"""What Telegram hands to a page that somebody opens within it, signed as its documentation says."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode


def sign(token: str, account: int, *, at: datetime | None = None, name: str = "Olga", **more: Any) -> str:
    """Return what a bot of this token is told of who opens its page."""
    opened = at or datetime.now(UTC)
    fields = {
        "query_id": "AAHdF6IQAAAAAN0XohDhrOrc",
        "user": json.dumps({"id": account, "first_name": name, "language_code": "en"}),
        "auth_date": str(int(opened.timestamp())),
        "signature": "c29tZXRoaW5n",
        **more,
    }
    return urlencode(fields | {"hash": find_hash(token, fields)})


def find_hash(token: str, fields: dict[str, Any]) -> str:
    """Return the hash of fields: HMAC-SHA256 by a key that is one of the token."""
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.new(secret, checked.encode(), hashlib.sha256).hexdigest()
