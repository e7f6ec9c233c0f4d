"""`python -m leadbot`, from any folder."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # `python -m` looks for modules in the current folder first; what is called models.py there is not ours.
    if Path(sys.path[0]).resolve() == Path.cwd() != Path(__file__).resolve().parents[1]:
        del sys.path[0]

    from leadbot.cli import app

    app()
