"""The lock on a database file: on the file itself, so that it is one database by whatever name.

A lock file beside it can be deleted, and a link to the database has another one. `flock` is independent of
the locks that SQLite takes by `fcntl`. Those end as soon as this process closes any descriptor of the file:
so ours is opened before SQLite opens the file and closed after it, and nothing else opens it.
"""

import errno
import os
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from models.database.errors import DatabaseInUseError, FileGoneError, NoRoomError

if sys.platform == "linux":
    import fcntl
else:  # on macOS and BSD both kinds of locks meet; on Windows an open file can't be deleted or replaced
    fcntl = None

OWNER_ONLY = 0o600
LEAST_ROOM = 1_000_000  # bytes

Inode = tuple[int, int]  # device and number: a file, whatever its names
_ours: set[Inode] = set()  # that this process has locked


class DatabaseLock:
    """A database file that this process alone writes to, until `release`."""

    def __init__(self, path: Path) -> None:
        """Lock a file, which is made if there is none; raises DatabaseInUseError, OSError."""
        self.path = path
        self._fd: int | None = None
        self._inode: Inode | None = None
        self._log: tuple[str, Inode] | None = None  # where SQLite writes first
        # Older versions know this one only. Without flock it is all there is.
        self._beside = FileLock(f"{path}.lock", timeout=0, mode=OWNER_ONLY)
        try:
            self._beside.acquire()
            if fcntl is not None:
                self._lock_file()
        except Timeout:
            raise self._in_use() from None
        except BaseException:
            self.release()
            raise

    def note_log(self) -> None:
        """Look after the log beside the file, too: it is there until SQLite closes the file."""
        log = f"{os.path.realpath(self.path)}-wal"
        if self._inode is not None and os.path.exists(log):
            self._log = log, _read_inode(log)

    def check(self, *, is_committed: bool = False) -> None:
        """Raise FileGoneError if the file or its log has been deleted, moved away or replaced.

        SQLite would go on with what it has opened, and what is written there nobody finds again.
        """
        if self._inode is None:
            return
        try:
            is_same = _read_inode(self.path) == self._inode
            is_same = is_same and (self._log is None or _read_inode(self._log[0]) == self._log[1])
        except OSError as error:
            raise FileGoneError("the file is gone", is_committed=is_committed) from error
        if not is_same:
            raise FileGoneError("the file was replaced", is_committed=is_committed)

    def release(self) -> None:
        """Let others have the file; SQLite must have closed it before."""
        if self._inode is not None:
            _ours.discard(self._inode)
        if self._fd is not None:
            os.close(self._fd)
        self._fd = self._inode = None
        self._beside.release()

    def _lock_file(self) -> None:
        while self._inode is None:
            if self.path.exists() and _read_inode(self.path) in _ours:
                raise self._in_use()  # found out without opening it: to close it would end SQLite's locks
            self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
            try:
                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno in (errno.EAGAIN, errno.EACCES):
                    raise self._in_use() from None
                raise
            locked = os.fstat(self._fd)
            inode = locked.st_dev, locked.st_ino
            if self.path.exists() and _read_inode(self.path) == inode:
                self._inode = inode
                _ours.add(inode)
            else:  # it has been replaced since it was opened
                os.close(self._fd)
                self._fd = None

    def check_room(self) -> None:
        """See whether there is room for more; raises NoRoomError, as the log may take what is small."""
        if hasattr(os, "statvfs"):
            found = os.statvfs(self.path)
            if found.f_bavail * found.f_frsize < LEAST_ROOM:
                raise NoRoomError

    def _in_use(self) -> DatabaseInUseError:
        return DatabaseInUseError(f"{self.path} is in use by another leadbot process; stop it first")


def _read_inode(path: Path | str) -> Inode:
    found = os.stat(path)
    return found.st_dev, found.st_ino
