"""Serves the files of the page, and no others, each with its type."""

from pathlib import Path

from aiohttp import web

from web.files import describe, find_files

FOLDER = Path(__file__).parent


def add_routes(app: web.Application) -> None:
    found = find_files(FOLDER)

    async def show_page(_: web.Request) -> web.StreamResponse:
        return show(found["index.html"])

    async def show_file(request: web.Request) -> web.StreamResponse:
        path = found.get(request.match_info["path"])
        if path is None:
            raise web.HTTPNotFound(text="There is no such file.")
        return show(path)

    app.router.add_get("/", show_page)
    app.router.add_get("/page/{path:.+}", show_file)


def show(path: Path) -> web.FileResponse:
    return web.FileResponse(path, headers=describe(path))
