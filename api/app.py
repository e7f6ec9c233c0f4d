"""The application: endpoints, errors, the key, and the documentation at /docs."""

from importlib.metadata import version

from fastapi import Depends, FastAPI, Security
from fastapi.security import HTTPBearer
from fastapi_offline import FastAPIOffline

from api import errors, schemas
from api.context import Context, refuse_repeated
from api.gate import Gate
from api.routes import contacts, leads, operators, sources, weights

DESCRIPTION = """
Contacts of people, distributed among operators by weight and free capacity: the same rules, operators and
contacts as in Telegram. Begin with an operator, a source and a weight; then POST contacts.

Every list has pages: follow `Link: <…>; rel="next"`. Every POST takes an `Idempotency-Key`. Every error says
which field and why, and has changed nothing.
"""


def build_app(context: Context, key: str | None) -> FastAPI:
    """Return the application; without a key everybody who reaches it may use it."""
    app: FastAPI = FastAPIOffline(
        redoc_url=None,
        title="Lead Distribution Bot",
        version=version("leadbot"),
        description=DESCRIPTION,
        responses=schemas.problems(400, 401, 413, 422, 503),
        dependencies=[
            Security(HTTPBearer(auto_error=False, description="The key of API_KEY.")),
            Depends(refuse_repeated),
        ],
    )
    app.state.context = context
    errors.install(app)
    for module in (operators, sources, weights, contacts, leads):
        app.include_router(module.router)
    app.add_middleware(Gate, key=key)
    return app
