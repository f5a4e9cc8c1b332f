"""What no check foresaw, in one line: a disk that is full, a process that was ended, a mistake of the generator itself.

The first kinds are the machine's and have a remedy. The last is ours: the line says so, the traceback is written where it
can be sent from, and the exit code is 70 (``EX_SOFTWARE`` of sysexits), so that nobody looks for it in their own files.
"""

from __future__ import annotations

import errno
import os
import select
import sys
from pathlib import Path

from ledger.problems import Problems

OURS = 70
_DOOR = Path(__file__).resolve().parent / "verbs"
_AGAIN = "then build again"
_MACHINE = {
    errno.ENOSPC: ("no room is left on the disk", f"make room, {_AGAIN}"),
    errno.EDQUOT: ("your share of the disk is used up", f"make room, {_AGAIN}"),
    errno.EROFS: ("the disk can only be read", "build in a folder that can be written to, or publish elsewhere with --out"),
    errno.EACCES: ("permission denied", "give yourself the right to read and write it"),
    errno.EPERM: ("permission denied", "give yourself the right to read and write it"),
    errno.EFBIG: ("the file would be larger than is allowed here", f"allow larger files, {_AGAIN}"),
    errno.EMFILE: ("too many files are open", f"allow more (ulimit -n), {_AGAIN}"),
    errno.ENFILE: ("too many files are open", f"end other programs, {_AGAIN}"),
    errno.EIO: ("the disk does not answer", "look after the disk"),
    errno.ENAMETOOLONG: ("the name is too long for the disk", "shorten the id or the folder's name"),
    errno.ENOTDIR: ("a file is where a folder belongs", "move it away"),
    errno.EISDIR: ("a folder is where a file belongs", "move it away"),
    errno.EEXIST: ("something is in the way that no build made", "move it away"),
    errno.ENOTEMPTY: ("something is in the way that no build made", "move it away"),
    errno.EBUSY: ("it is in use and cannot be replaced", "end what uses it, or publish elsewhere with --out"),
    errno.ESTALE: ("the network disk has lost it", _AGAIN.removeprefix("then ")),
}
_CACHE = "delete the folder .cache/, which holds nothing that a build could not make again"
_NO_CACHE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


def failed(error: Exception, project: Path, problems: Problems, show: bool) -> int:
    """The exit code for ``error``; what an editor can do about it is added to ``problems``."""
    import traceback
    from concurrent.futures import BrokenExecutor

    if isinstance(error, BrokenPipeError) and _reader_has_gone():
        return 0  # as with `check | head`: who reads has read enough
    if isinstance(error, OSError) and error.errno in _MACHINE:
        what, remedy = _MACHINE[error.errno]
        path = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
        if path and path.is_relative_to(project / ".cache") and error.errno not in _NO_CACHE:
            remedy = _CACHE
        problems.add(_shown(path, project) if path else _unnamed(error), 0, what, remedy)
        return 1
    if isinstance(error, FileNotFoundError) and error.filename and (gone := Path(os.fsdecode(error.filename))).is_relative_to(project):
        problems.add(_shown(gone, project), 0, "was there when the run began, and is gone", "put it back, or run again")
        return 1
    if isinstance(error, BrokenExecutor):
        problems.add(
            "build", 0, "a process that drew or rendered was ended from outside, as a system does that runs out of memory", f"end other programs, {_AGAIN}"
        )
        return 1
    if isinstance(error, MemoryError):
        problems.add("build", 0, "the memory is used up", f"end other programs, {_AGAIN}")
        return 1
    first = (str(error).strip() or repr(error)).splitlines()[0]
    told = "".join(traceback.format_exception(error))
    where = "it is below" if show else _written(told, project)
    print(f"a mistake of the generator, not yours: {type(error).__name__}: {first}; please send its traceback to a developer; {where}", file=sys.stderr)
    if show:
        print(told, end="", file=sys.stderr)
    return OURS


def open_standard_streams() -> None:
    """Whoever closed one of the three standard streams gets it back as a hole: else the next file that is opened takes its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _written(told: str, project: Path) -> str:
    path = project / ".cache" / "traceback.txt"
    try:
        if not path.parent.is_dir():
            raise FileNotFoundError
        path.write_text(told, encoding="utf-8")
    except OSError:
        return "run again with --traceback to see it"
    return f"it is in {_shown(path, project)}"


def _unnamed(error: Exception) -> str:
    """What could not be written, where the system does not say: the door itself writes to standard output alone."""
    import traceback

    *_, last = traceback.extract_tb(error.__traceback__)
    return "standard output" if Path(last.filename).resolve().parent == _DOOR else "the disk"


def _shown(path: Path, project: Path) -> str:
    return str(path.relative_to(project) if path.is_relative_to(project) else path)


def leave_output() -> None:
    """Forget what cannot be written to standard output: Python would try again when it ends, fail again, and end with code 120."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        _to_nowhere()


def _to_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _reader_has_gone() -> bool:
    """Whether nobody reads our output any more; it goes nowhere from now on."""
    watched = select.poll()
    watched.register(sys.stdout.fileno(), 0)  # errors are told unasked
    if not watched.poll(0):
        return False
    _to_nowhere()
    return True
