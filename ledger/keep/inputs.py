"""The inputs of a build as they are when it begins: every file is read once, into a folder that nobody else writes to.

The build works on that copy, so that a save during a build belongs to the next one, and whatever is read twice is read alike.
A file is copied again only when its number, size or times differ from what they were; one that was touched so shortly before
it was copied that its times could not tell is held against its copy.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ledger.kept import digest, keep, recall, remove

NAMES = ("data", "content", "templates", "mkdocs.yml", "words.yml")
"""What a project's site is made from."""
_LEFT_OUT = ("__pycache__", ".git", ".hg", ".svn")
_COARSE = 2 * 10**9
"""Nanoseconds: no file system has coarser times."""
_TRIES = 5

Numbers = tuple[int, int, int, int, int]
"""Kind and rights, number, size and times of a file."""


class _Copy(msgspec.Struct, array_like=True):
    original: Numbers
    copy: Numbers
    hash: str
    taken: int


_copies = msgspec.msgpack.Decoder(dict[str, _Copy])


@dataclass(frozen=True)
class Inputs:
    """``root`` is the copy; ``hashes`` are those of all files in it, by path; ``touched`` those that were copied just now, or are gone."""

    root: Path
    hashes: dict[str, str]
    touched: frozenset[str]

    def digest(self, *folders: str, without: Collection[str] = ()) -> str:
        """One hash for the files of some folders; of all, where none is named."""
        found = (f"{path} {hashed}" for path, hashed in self.hashes.items() if (not folders or path.startswith(folders)) and path not in without)
        return digest("\n".join(sorted(found)).encode("utf-8", "surrogatepass"))

    def differ(self, other: Inputs) -> list[str]:
        """The paths of the files that are not the same in both."""
        return [path for path in {**self.hashes, **other.hashes} if self.hashes.get(path) != other.hashes.get(path)]


def take(project: Path, cache: Path) -> Inputs:
    """Copy what is new in the inputs of the project; ``cache`` keeps the copy from one build to the next."""
    root, index = cache / "inputs", cache / "inputs.list"
    content = recall(index)
    known: dict[str, _Copy] = {}
    if content is not None:
        with suppress(msgspec.DecodeError):
            known = _copies.decode(content)
    if not known:
        remove(root)
    root.mkdir(parents=True, exist_ok=True)
    found: dict[str, _Copy] = {}
    touched: set[str] = set()
    for name in NAMES:
        _take(project, root, name, known, found, touched)
    for path in known.keys() - found.keys():
        touched.add(path)
        remove(root / path)
    if found != known:
        keep(index, msgspec.msgpack.encode(found))
    return Inputs(root, {path: copy.hash for path, copy in found.items()}, frozenset(touched))


def _take(project: Path, root: Path, path: str, known: dict[str, _Copy], found: dict[str, _Copy], touched: set[str]) -> None:
    original, target = project / path, root / path
    try:
        status = _status(original, path)
    except OSError:
        remove(target)
        return
    before = known.get(path)
    if (
        before is not None
        and _numbers(status) == before.original
        and _same(target, before.copy)
        and max(status.st_mtime_ns, status.st_ctime_ns) < before.taken - _COARSE
    ):
        found[path] = before
    elif not stat.S_ISDIR(status.st_mode):
        made = _copied(original, target, status, path)
        if made is None:
            remove(target)
            return
        found[path] = made
        if before is None or before.hash != made.hash:
            touched.add(path)
    if stat.S_ISDIR(status.st_mode):
        try:
            names = sorted(n for n in os.listdir(original) if n not in _LEFT_OUT)
        except (FileNotFoundError, NotADirectoryError):  # it has just gone
            remove(target)
            return
        if not target.is_dir() or target.is_symlink():
            remove(target)
            target.mkdir()
        for gone in set(os.listdir(target)) - set(names):
            remove(target / gone)
        for name in names:
            _take(project, root, f"{path}/{name}", known, found, touched)


def _status(original: Path, path: str) -> os.stat_result:
    """What lies at a path. Of the newsroom's own folders and files at its top, and of single files outside of ``content``, where they lead
    if they are symlinks: what lies there is copied as well, so that a change of it is noticed. Any other is copied as a symlink."""
    status = original.lstat()
    if stat.S_ISLNK(status.st_mode) and (path in NAMES or not path.startswith("content/")):
        with suppress(OSError):
            leads = original.stat()
            if stat.S_ISREG(leads.st_mode) or (path in NAMES and not original.parent.resolve().is_relative_to(original.resolve())):
                return leads
    return status


def _copied(original: Path, target: Path, status: os.stat_result, path: str) -> _Copy | None:
    """A copy of a file, a symlink, or whatever else lies there, with a hash of what it holds; ``None`` when it has just gone, or become
    a folder: that belongs to the next build."""
    if target.is_dir() and not target.is_symlink():
        remove(target)
    for _ in range(_TRIES):
        taken = time.time_ns()
        if stat.S_ISDIR(status.st_mode):
            return None
        if stat.S_ISLNK(status.st_mode):
            try:
                leads = os.readlink(original)
            except OSError:
                return None
            remove(target)
            target.symlink_to(leads)
            content = os.fsencode(leads)
        elif stat.S_ISREG(status.st_mode):
            try:
                content = original.read_bytes()
            except FileNotFoundError:
                return None
            except OSError:
                content = b""
            fresh = target.with_name(f"{target.name}.{os.getpid()}~")
            fresh.write_bytes(content)
            fresh.chmod(stat.S_IMODE(status.st_mode) & (0o777 if os.access(original, os.R_OK) else 0))
            fresh.replace(target)
        else:
            remove(target)
            os.mkfifo(target)  # nothing that could be read, as it is there
            content = b""
        try:
            after = _status(original, path)
        except OSError:
            return None
        if _numbers(after) == _numbers(status):
            break
        status = after
    return _Copy(_numbers(status), _numbers(target.lstat()), digest(content), taken)


def _same(target: Path, numbers: Numbers) -> bool:
    try:
        return _numbers(target.lstat()) == numbers
    except OSError:
        return False


def _numbers(status: os.stat_result) -> Numbers:
    return status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
