"""The application: endpoints, errors, the key, and the documentation at /docs."""

import asyncio
from collections.abc import Callable
from functools import partial
from importlib.metadata import version

from fastapi import Depends, FastAPI, Security
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from fastapi_offline import FastAPIOffline
from starlette.types import ASGIApp

from api.access.auth_middleware import AuthMiddleware
from api.access.wrong_keys import WrongKeys
from api.board import acts, what_if
from api.board import routes as board
from api.board.door import BoardError, ReadLaunch, answer_error, know_no_bot
from api.board.feed import Feed
from api.monitoring.monitor import Monitor
from api.requests import errors, schemas
from api.requests.context import Context, refuse_repeated
from api.requests.examples import describe
from api.routes import (
    answers,
    contact_moves,
    contacts,
    health,
    labels,
    leads,
    operators,
    settings,
    sources,
    statistics,
    webhooks,
    weights,
)
from api.routes.slashes import ignore_last_slash
from api.webhooks.payloads import documented

DESCRIPTION = """
Contacts of people, distributed among operators by weight and free capacity: the same rules, operators and
contacts as in Telegram. Begin with an operator, a source and a weight; then POST contacts.

Every list has pages: follow `Link: <…>; rel="next"`. Every POST takes an `Idempotency-Key`. Every error says
which field and why, and has changed nothing.
"""
KEY = HTTPBearer(auto_error=False, description="The key of API_KEY.")


def build_app(
    context: Context,
    key: str | None,
    wrong_keys: WrongKeys | None = None,
    webhook: Callable[[ASGIApp], ASGIApp] | None = None,
    feed: Feed | None = None,
    read_launch: ReadLaunch = know_no_bot,
) -> FastAPI:
    """Return the application; without a key everybody on this machine may use it.

    `feed` is what the live board shows; `read_launch` tells who opens it within Telegram. `webhook` takes
    what Telegram brings, before any of that counts.
    """
    monitor = Monitor(context)
    app: FastAPI = FastAPIOffline(
        redoc_url=None,
        swagger_ui_parameters={"persistAuthorization": True, "tryItOutEnabled": True},
        title="Lead Distribution Bot",
        version=version("leadbot"),
        description=DESCRIPTION,
        lifespan=monitor.running,
        webhooks=documented,
        generate_unique_id_function=name_operation,
    )
    app.state.context, app.state.monitor = context, monitor
    errors.install(app)
    for module in (
        operators,
        sources,
        weights,
        labels,
        answers,
        contacts,
        contact_moves,
        leads,
        settings,
        statistics,
        webhooks,
    ):
        app.include_router(
            module.router,
            dependencies=[Security(KEY), Depends(refuse_repeated)],
            responses=schemas.problems(400, 401, 403, 413, 422, 503),
        )
    app.include_router(health.router)
    app.state.feed, app.state.read_launch = feed or Feed(context), read_launch
    app.state.what_if_turn = asyncio.Lock()
    app.include_router(board.router)
    app.include_router(acts.router)
    app.include_router(what_if.router)
    app.add_exception_handler(BoardError, answer_error)
    app.add_api_route("/", lead_to_documentation, include_in_schema=False)
    app.openapi = partial(describe, app)  # type: ignore[method-assign] # the way that FastAPI documents
    ignore_last_slash(app)
    app.add_middleware(AuthMiddleware, key=key, wrong_keys=wrong_keys or WrongKeys())
    if webhook is not None:
        app.add_middleware(webhook)
    return app


def name_operation(route: APIRoute) -> str:
    """Return what clients made from the description call a route: `add_contact`."""
    return route.name


async def lead_to_documentation() -> RedirectResponse:
    """Answer who opens the bare address in a browser."""
    return RedirectResponse("docs")
