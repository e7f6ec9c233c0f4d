"""Starts `leadbot` quickly: a process that has imported everything forks for each start.

What it forks is a process like any other: it opens its own files, and nothing of it outlives a kill. Only what no
start changes was read before: the libraries, their models, and our texts. `python -m proofs.processes.forking` reads a start from each line, as JSON, and answers with a number.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.process.program import ROOT

LATE = (
    "api.serve",
    "api.telegram",
    "api.webhooks.worker",
    "bot.work",
    "leadbot.serving",
    "leadbot.wiring",
    "models.database.postgres",
    "models.database.sqlite",
    "proofs.processes.dying",
)


class Forked:
    """A process that was started so; it is watched as a `Popen` is."""

    def __init__(self, pid: int, ends: Path) -> None:
        self.pid, self._ends = pid, ends
        self._fd = os.pidfd_open(pid)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return how it has ended, None if it runs."""
        if self.returncode is None:
            path = self._ends / str(self.pid)
            if path.exists() and (said := path.read_text()):
                self.returncode = int(said)
                os.close(self._fd)
        return self.returncode

    def wait(self, timeout: float = 30) -> int:
        """Wait until it has ended; raises TimeoutError."""
        ends = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > ends:
                raise TimeoutError(f"process {self.pid} still runs")
            time.sleep(0.005)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            try:
                signal.pidfd_send_signal(self._fd, number)
            except ProcessLookupError:  # it has ended, and that is not written down yet
                return

    def kill(self) -> None:
        """Kill -9."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class Starter:
    """The process that forks; it ends with its input."""

    def __init__(self, folder: Path) -> None:
        self._ends = folder / "ends"
        self._ends.mkdir(exist_ok=True)
        self._running = subprocess.Popen(
            [sys.executable, "-m", "proofs.processes.forking", str(self._ends)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, folder: Path, log: str, environment: dict[str, str]) -> Forked:
        """Start `leadbot run` in a folder, with this beside the environment."""
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        self._running.stdin.write(json.dumps({"folder": str(folder), "log": log, "env": environment}) + "\n")
        self._running.stdin.flush()
        return Forked(int(self._running.stdout.readline()), self._ends)

    def close(self) -> None:
        """End it; what it has started was ended before."""
        assert self._running.stdin is not None
        self._running.stdin.close()
        self._running.wait(30)


def import_all() -> None:
    """Import what `leadbot run` imports on its way, and build what it builds of that alone."""
    from bot.aiogram_models import build_what_all_need, import_aiogram

    import_aiogram()  # the quick way, before anybody does it the slow way
    for name in LATE:
        import_module(name)
    build_what_all_need()
    from aiogram import methods

    from bot.ui.texts import LANGUAGES, speak

    for name in methods.__all__:
        method = getattr(methods, name)
        if issubclass(method, methods.TelegramMethod):
            method.model_rebuild()
    for language in LANGUAGES:
        speak(language)


def become(given: dict[str, Any]) -> None:
    """Be the process that is to be started, to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.update(given["env"])
    os.chdir(given["folder"])
    log = os.open(given["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, log, log)):
        os.dup2(file, number)
    from proofs.processes import dying

    dying.read_orders()
    sys.argv = ["leadbot", "run"]
    from leadbot.cli import app

    app()


def note_ends(folder: Path) -> None:
    """Write down how each that has ended did so."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        made = folder / f"{pid}.new"
        made.write_text(str(os.waitstatus_to_exitcode(status)))
        made.rename(folder / str(pid))


def main() -> None:
    """Fork for each line until there is no more."""
    folder = Path(sys.argv[1])
    import_all()
    gc.freeze()  # what all share is no garbage, and looking at it would copy it
    signal.signal(signal.SIGCHLD, lambda *_: note_ends(folder))
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                become(json.loads(line))
            except SystemExit as end:
                os._exit(end.code if isinstance(end.code, int) else bool(end.code))
            except BaseException:
                import traceback

                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
