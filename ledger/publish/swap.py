"""All or nothing: a site is built in a folder beside the published one and changes places with it in one step.

    site/             what is published
    .site.new         what is being built; after the exchange, the site of before, until it is put away
    .site.old         the site of before, where the exchange takes two steps, between them
    .cache/before     the site of before, put away

Where the file system can, the exchange is one step (Linux ``renameat2``). A build that was killed leaves at most the two
hidden folders; the next run, whatever it is to do, puts back what belongs back and removes them.

A build begins with the site of before, if it was put away, and changes in it what differs from what is to be published. What is in
it is believed of no file: one stays only if it is the very file that stands on the site now, under another name
(``manifest.fill``). So it may be lost, damaged or of another site: that costs time. It is never written into, since the site would
change with it. Where the cache is on another file system than the site, the site of before is removed instead.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ledger.kept import remove
from ledger.problems import Problems
from ledger.publish import manifest
from ledger.publish import place as places
from ledger.stopping import undisturbed, when_stopped

_BEFORE = "before"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Busy(Exception):
    """Another build of this site is running."""


@contextmanager
def one_build(out: Path, cache: Path) -> Iterator[None]:
    """Nobody else builds this project or into this folder in the block: raises ``Busy`` while another does.

    First, what an interrupted build left is put right.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as held, ExitStack() as folders:
        try:
            # A lock of the process, not of the open file, which the processes that work for it would hold as well.
            fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            raise Busy(f"another build of {out} is running; wait for it to end") from None
        for folder in (out, *_beside(out)):
            folders.enter_context(_held(folder, out))
        recover(out)
        yield


_open: set[int] = set()
"""Folders that this process holds. A process that it forks lets go of them, so that it cannot hold them longer."""


def _let_go() -> None:
    while _open:
        os.close(_open.pop())


os.register_at_fork(after_in_child=_let_go)


@contextmanager
def _held(folder: Path, out: Path) -> Iterator[None]:
    """Hold a folder, if it is there, against builds of other projects, which have another cache: raises ``Busy`` if one holds it.

    The lock belongs to the folder and not to its name, and so it goes along when two folders change places.
    """
    try:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:  # not there, or no folder: the build will say so
        yield
        return
    _open.add(number)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another build of {out} is running; wait for it to end") from None
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        _open.discard(number)
        os.close(number)


def recover_if_needed(out: Path, cache: Path) -> None:
    """Put right what an interrupted build left, unless a build is running. For runs that write nothing else."""
    if any(map(os.path.lexists, _beside(out))):
        with suppress(Busy, OSError), one_build(out, cache):
            pass


def recover(out: Path) -> None:
    """Put back what a killed build had put away, and remove what it left. Only what a build made is touched."""
    fresh, old = _beside(out)
    if not os.path.lexists(out) and _is_a_site(old):
        old.rename(out)  # killed between the two steps of an exchange
    for left in (fresh, old):
        if _is_ours(left):
            _bring_home(left, out)
            _discard(left)


@contextmanager
def staging(out: Path, cache: Path, problems: Problems, files: Collection[str]) -> Iterator[Path]:
    """A folder beside ``out`` to make a site of ``files`` in, which may hold a site of before. It takes the place of ``out`` when the
    block ends without an exception."""
    fresh, old = _beside(out)
    made = [p for p in out.parents if not p.exists()]
    for left in (fresh, old):
        if os.path.lexists(left):
            raise OSError(errno.EEXIST, "is in the way, and no build made it", str(left))
    try:
        with when_stopped(lambda: _clear(fresh, made)), _begun(fresh, cache / _BEFORE), _held(fresh, out):
            yield fresh
            _mark(fresh)
            if out.exists():
                shutil.copymode(out, fresh)
            places.set_aside(out, files, cache, problems)
            known = manifest.remembered(out, cache).files
            manifest.announce(out, cache, files)
            with undisturbed():
                exchange(fresh, out, old)
                _bring_home(fresh, out, known)
            _put_away(fresh, cache / _BEFORE)
    finally:
        _clear(fresh, made)


@contextmanager
def _begun(fresh: Path, before: Path) -> Iterator[None]:
    """Make ``fresh`` of the site of before, if it can be had, else empty; it bears the mark from the first moment."""
    fresh.parent.mkdir(parents=True, exist_ok=True)
    if before.is_dir() and not before.is_symlink():
        with suppress(OSError):  # on another file system
            _mark(before)
            before.rename(fresh)
    if not fresh.is_dir():
        remove(before)
        fresh.mkdir()
        _mark(fresh)
    yield


def _mark(folder: Path) -> None:
    mark = folder / places.MARK
    if mark.is_symlink() or not mark.is_file():
        remove(mark)
    mark.write_text(places.MARK_TEXT, encoding="utf-8")


def _put_away(left: Path, before: Path) -> None:
    """Keep the site of before for the next build, if there was one and it can be kept."""
    if left.is_dir():
        remove(before)
        with suppress(OSError):  # on another file system; it is removed
            left.rename(before)


def exchange(fresh: Path, out: Path, old: Path) -> None:
    """``fresh`` becomes ``out``; what was there stays at ``fresh``. In one step where the file system can, else in three."""
    if not out.exists():
        fresh.rename(out)
    elif not _exchanged(fresh, out):
        out.rename(old)
        try:
            fresh.rename(out)
        except OSError:
            old.rename(out)
            raise
        old.rename(fresh)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places; false where the system or the file system cannot."""
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _beside(out: Path) -> tuple[Path, Path]:
    return out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")


def _is_ours(folder: Path) -> bool:
    if folder.is_symlink() or not folder.is_dir():
        return False
    return (folder / places.MARK).is_file() or places.holds_nothing_of_a_site(folder) or places.looks_like_ours(folder)


def _is_a_site(folder: Path) -> bool:
    return _is_ours(folder) and (folder / "index.html").is_file()


def _bring_home(left: Path, out: Path, known: Iterable[str] = ()) -> None:
    """What the host keeps in a site goes along from the site of before to the one that took its place."""
    if left.is_dir() and out.is_dir():
        for name in places.hosts_own(left, {*known, *os.listdir(out)}):
            os.rename(left / name, out / name)


def _discard(folder: Path) -> None:
    """Remove a folder, its mark last: so that what is left when this is interrupted can be told from a stranger's."""
    if folder.is_dir():
        for entry in folder.iterdir():
            if entry.name != places.MARK:
                remove(entry)
    remove(folder)


def _clear(fresh: Path, made: list[Path]) -> None:
    """Remove the folder to build into, and the empty folders above it that were made for it."""
    _discard(fresh)
    for folder in made:
        with suppress(OSError):  # it holds the site
            folder.rmdir()
