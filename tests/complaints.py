"""What the log says that somebody should look into."""

import logging

import pytest


def read_complaints(caplog: pytest.LogCaptureFixture, least: int = logging.WARNING) -> list[str]:
    """Return what the test has had logged so far, from this level up."""
    return [record.getMessage() for record in caplog.get_records("call") if record.levelno >= least]
