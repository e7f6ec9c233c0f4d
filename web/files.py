"""Finds the files of a page, and no others, each with its type: its own, and the shared ones below `web/`.

A page's modules import the shared ones as `../web/app/…`, so every page serves them beside its own files.
"""

from pathlib import Path

SHARED = Path(__file__).parent
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".ftl": "text/plain",
    ".svg": "image/svg+xml",
}


def find_files(folder: Path) -> dict[str, Path]:
    """The files of the page in a folder, by the path that a browser asks for."""
    return list_files(folder, "") | list_files(SHARED, "web/")


def list_files(folder: Path, prefix: str) -> dict[str, Path]:
    return {
        prefix + path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.suffix in TYPES
    }


def describe(path: Path) -> dict[str, str]:
    """The headers of a file, which a browser asks for again each time: somebody may be working on it."""
    return {"Content-Type": f"{TYPES[path.suffix]}; charset=utf-8", "Cache-Control": "no-cache"}
