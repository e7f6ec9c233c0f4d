"""Serves the files of the page, and no others, each with its type."""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".ftl": "text/plain",
    ".svg": "image/svg+xml",
}


def add_routes(app: web.Application) -> None:
    found = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.suffix in TYPES}

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
    """The file, which a browser asks for again each time: it is changed by whoever works on it."""
    headers = {"Content-Type": f"{TYPES[path.suffix]}; charset=utf-8", "Cache-Control": "no-cache"}
    return web.FileResponse(path, headers=headers)
