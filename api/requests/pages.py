"""Lists in pages: each begins after the last row of the one before, so what comes meanwhile does no harm."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.requests.fields import MOST_ID, Number
from services.reports.listings import Page

T = TypeVar("T")

LIMIT = 100
MOST_ROWS = 1000
MOST_SKIPPED = 1_000_000

NEXT_PAGE = 'Where the next page is, as rel="next"; without it this is the last one.'
LINK = {"Link": {"description": NEXT_PAGE, "schema": {"type": "string"}}}


class Listing(BaseModel):
    """Which rows are wanted; an unknown parameter is refused, lest a misspelled filter find everything."""

    model_config = ConfigDict(extra="forbid")

    limit: Number = Field(default=LIMIT, ge=1, le=MOST_ROWS, description="Rows of a page.")
    skip: Number = Field(
        default=0,
        ge=0,
        le=MOST_SKIPPED,
        description="As in the original; `Link` is faster.",
    )


class ById(Listing):
    """Which rows are wanted of those that have a number."""

    after: Number | None = Field(default=None, ge=0, le=MOST_ID, description="Rows that come after this id.")

    @property
    def page(self) -> Page:
        """Return the page, with one row more to know whether there is a next one."""
        return Page(self.limit + 1, self.after, self.skip, newest_first=False)


class InOrder(ById):
    """The same in either order."""

    order: Literal["oldest", "newest"] = Field(default="oldest", description="Which rows come first.")

    @property
    def page(self) -> Page:
        """Return the page, with one row more to know whether there is a next one."""
        return Page(self.limit + 1, self.after, self.skip, newest_first=self.order == "newest")


def cut(
    rows: Sequence[T], wanted: Listing, key: Callable[[T], int | str], request: Request, response: Response
) -> Sequence[T]:
    """Return the page of rows that has one row too many if there is a next page; then `Link` says where."""
    if len(rows) <= wanted.limit:
        return rows
    found = rows[: wanted.limit]
    query = {name: value for name, value in request.query_params.items() if name != "skip"}
    query["after"] = str(key(found[-1]))
    response.headers["Link"] = f'<{request.url.path}?{urlencode(query)}>; rel="next"'
    return found
