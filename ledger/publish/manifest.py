"""What is published where: the site as a list of paths and hashes, and what the file system says of each file.

So a build writes only what differs; all else is the file of before, under its name in the new folder (a hard link). Where the new
folder was the site before that one (``swap``), most of it has these files already. A file that somebody has touched since is not
what was published any more, and is written anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from ledger.kept import digest, keep, recall
from ledger.problems import Problem

Numbers = tuple[int, int, int]
"""Number, size and time of change of a file."""


class Published(msgspec.Struct, array_like=True):
    """What the last build published into ``place``: ``files[path]`` is ``(hash, numbers)``; ``made_from`` names what it was made from,
    ``said`` is what is said of the project whenever it is built, though nothing is made."""

    made_from: str = ""
    files: dict[str, tuple[str, Numbers]] = {}
    said: list[Problem] = []

    def has(self, place: Path, path: str, name: str) -> bool:
        """Whether the file that is there is still the one of this hash."""
        known = self.files.get(path)
        return known is not None and known[0] == name and _numbers(f"{place}/{path}") == known[1]


_published = msgspec.msgpack.Decoder(Published)


def remembered(place: Path, cache: Path) -> Published:
    """What the last build published into ``place``, as far as anybody remembers."""
    content = recall(_memory(place, cache))
    if content is not None:
        with suppress(msgspec.DecodeError):
            return _published.decode(content)
    return Published()


def remember(place: Path, cache: Path, made_from: str, files: Mapping[str, str], said: Iterable[Problem]) -> None:
    """Note that ``files`` (path → hash) are published in ``place`` now, and what was said of the project."""
    there = {path: (name, numbers) for path, name in files.items() if (numbers := _numbers(f"{place}/{path}")) is not None}
    keep(_memory(place, cache), msgspec.msgpack.encode(Published(made_from, there, sorted(said))))


def announce(place: Path, cache: Path, paths: Iterable[str]) -> None:
    """Note that ``paths`` may be published in a moment: a build that is killed then has still made both what was and what is to come."""
    before = remembered(place, cache)
    keep(_memory(place, cache), msgspec.msgpack.encode(Published("", {path: ("", (0, 0, 0)) for path in paths} | before.files)))


def published_as(file: Path, name: str) -> bytes | None:
    """What is published in ``file``, if its hash is ``name``."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    return content if digest(content) == name else None


def is_untouched(place: Path, published: Published, ignored: Iterable[str]) -> bool:
    """Whether ``place`` holds exactly what was published, but for the names at its top that are ``ignored``."""
    left_out, seen = frozenset(ignored), 0
    for path, entry, is_folder in entries(place, left_out):
        if not is_folder:
            known = published.files.get(path)
            if known is None or _of(entry) != known[1]:
                return False
            seen += 1
    return seen == len(published.files)


def entries(folder: Path, ignored: Collection[str] = ()) -> Iterator[tuple[str, os.DirEntry[str], bool]]:
    """Everything below a folder: its path there, the entry, and whether it is a folder, which comes before what is in it.

    Without the names at its top that are ``ignored``, and what is in a folder that cannot be read, or is not there any more.
    """
    waiting = [""]
    while waiting:
        at = waiting.pop()
        try:
            with os.scandir(f"{folder}/{at}") as found:
                here = [entry for entry in found if at or entry.name not in ignored]
        except OSError:
            continue
        for entry in here:
            path = at + entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            yield path, entry, is_folder
            if is_folder:
                waiting.append(f"{path}/")


def fill(folder: Path, files: Mapping[str, str], place: Path, published: Published, content: Callable[[str], bytes], kept: Collection[str]) -> None:
    """Make ``folder`` the site ``files`` (path → hash), whatever is in it but for the names at its top that are ``kept``.

    ``content(path)`` gives what is not in ``place`` already.
    """
    standing = {path for path, name in files.items() if published.has(place, path, name)}
    folders, there = _cleared(folder, files, lambda path, entry: path in standing and _of(entry) == published.files[path][1], kept)
    for path in files:
        if path in there:
            continue
        target, (above, slash, _) = f"{folder}/{path}", path.rpartition("/")
        if slash and above not in folders:
            os.makedirs(f"{folder}/{above}", exist_ok=True)
            folders.add(above)
        if path in standing:
            with suppress(OSError):  # a file system without hard links
                os.link(place / path, target)
                continue
        Path(target).write_bytes(content(path))


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder that some path of a site lies in."""
    found = set[str]()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return found


def _cleared(folder: Path, files: Collection[str], may_stay: Callable[[str, os.DirEntry[str]], bool], kept: Collection[str]) -> tuple[set[str], set[str]]:
    """Take out of a folder what is in the way of ``files``, and each file that may not stay: the folders and the files that are left."""
    wanted = folders_of(files)
    folders, there = set[str](), set[str]()
    for path, entry, is_folder in entries(folder, kept):
        if is_folder:
            if path in wanted:
                folders.add(path)
            else:
                shutil.rmtree(entry.path)
        elif may_stay(path, entry):
            there.add(path)
        else:
            os.unlink(entry.path)
    return folders, there


def _numbers(path: str) -> Numbers | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _of(entry: os.DirEntry[str]) -> Numbers:
    status = entry.stat(follow_symlinks=False)
    return status.st_ino, status.st_size, status.st_mtime_ns


def _memory(place: Path, cache: Path) -> Path:
    return cache / f"published-{hashlib.sha256(os.fsencode(place)).hexdigest()[:8]}.list"
