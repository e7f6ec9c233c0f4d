"""`leadbot` that tells at its end what it has imported: `python -m tests.process.loaded FILE run`."""

import atexit
import sys
from pathlib import Path

FILE = Path(sys.argv.pop(1))
atexit.register(lambda: FILE.write_text("\n".join(name for name in sys.modules if "." not in name)))

from leadbot.cli import app  # noqa: E402 (what is imported from here on is the command's own)

if __name__ == "__main__":
    app()
