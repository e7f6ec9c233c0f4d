"""The most an API on this machine can do: the same request is checked and answered, nothing is stored.

`python echo_api.py PORT`
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])  # as a program, this file's own folder stands there

from fastapi import FastAPI

from api.ports import listen
from api.requests import schemas
from api.requests.forms.new_contact import NewContact
from api.serve import serve_app
from models import Status

app = FastAPI()


@app.post("/contacts/", status_code=201)
async def echo(body: NewContact) -> schemas.Contact:
    """Answer as if a contact had been made."""
    now = datetime.now(UTC)
    return schemas.Contact(
        id=1,
        lead_id=1,
        source_id=body.source_id,
        operator_id=1,
        status=Status.NEW,
        message=body.message,
        created_at=now,
        assigned_at=now,
        taken_at=None,
        answered_at=None,
        answer_seconds=None,
        completed_at=None,
        origin={},
        rating=None,
        rating_comment=None,
        rated_at=None,
        outcome=None,
        tags=[],
        snoozed_at=None,
        snoozed_until=None,
        as_typed={},
    )


if __name__ == "__main__":
    asyncio.run(serve_app(app, listen("127.0.0.1", int(sys.argv[1])), asyncio.Event()))
