"""What is published where: the site as a list of paths and hashes, and what the file system says of each file.

So a build writes only what differs; all else is the file of before, under its name in the new folder (a hard link). A file that
somebody has touched since is not what was published any more, and is written anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from ledger.kept import digest, keep, recall

Numbers = tuple[int, int, int]
"""Number, size and time of change of a file."""


class Published(msgspec.Struct, array_like=True):
    """What the last build published into ``place``: ``files[path]`` is ``(hash, numbers)``; ``made_from`` names what it was made from."""

    made_from: str = ""
    files: dict[str, tuple[str, Numbers]] = {}

    def has(self, place: Path, path: str, name: str) -> bool:
        """Whether the file that is there is still the one of this hash."""
        known = self.files.get(path)
        return known is not None and known[0] == name and _numbers(place / path) == known[1]


_published = msgspec.msgpack.Decoder(Published)


def remembered(place: Path, cache: Path) -> Published:
    """What the last build published into ``place``, as far as anybody remembers."""
    content = recall(_memory(place, cache))
    if content is not None:
        with suppress(msgspec.DecodeError):
            return _published.decode(content)
    return Published()


def remember(place: Path, cache: Path, made_from: str, files: Mapping[str, str]) -> None:
    """Note that ``files`` (path → hash) are published in ``place`` now."""
    there = {path: (name, numbers) for path, name in files.items() if (numbers := _numbers(place / path)) is not None}
    keep(_memory(place, cache), msgspec.msgpack.encode(Published(made_from, there)))


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
    left_out, seen = set(ignored), 0
    for folder, folders, names in os.walk(place):
        at = "" if folder == str(place) else os.path.relpath(folder, place) + "/"
        if not at:
            folders[:] = [name for name in folders if name not in left_out]
            names = [name for name in names if name not in left_out]
        for name in names:
            known = published.files.get(at + name)
            if known is None or _numbers(Path(folder, name)) != known[1]:
                return False
            seen += 1
    return seen == len(published.files)


def fill(folder: Path, files: Mapping[str, str], place: Path, published: Published, content: Callable[[str], bytes]) -> None:
    """Make the site ``files`` (path → hash) in ``folder``; ``content(path)`` gives what is not in ``place`` already."""
    made = {folder}
    for path, name in files.items():
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        if published.has(place, path, name):
            with suppress(OSError):  # a file system without hard links
                os.link(place / path, target)
                continue
        target.write_bytes(content(path))


def _numbers(path: Path) -> Numbers | None:
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _memory(place: Path, cache: Path) -> Path:
    return cache / f"published-{hashlib.sha256(os.fsencode(place)).hexdigest()[:8]}.list"
