"""How many connections may be open follows from how many files the system lets the process have."""

import subprocess
import sys

import pytest

from tests.process.program import ROOT

COUNT = """
import resource, sys
soft, hard = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
from api.accepting import count_allowed
print(count_allowed(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "connections", "files"),
    [(64, 64, 16, 64), (256, 1024, 256, 1024), (100, 4096, 512, 4096), (4096, 4096, 512, 4096)],
)
def test_the_system_is_asked_for_files_and_a_quarter_may_be_connections(
    soft: int, hard: int, connections: int, files: int
) -> None:
    command = [sys.executable, "-c", COUNT, str(soft), str(hard)]
    counted = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert counted.split() == [str(connections), str(files), str(hard)]
