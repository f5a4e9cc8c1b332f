"""What a build keeps for the next one, so that damage costs time and never truth.

A file of ``.cache/`` begins with the SHA-256 of what follows it. It is written whole or not at all, and read only when it is
still what was written: cut, flipped, emptied, or with a folder in its place, it is as good as never kept::

    9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
    the content, as it was given
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_HEAD = 65
"""Bytes before the content: 64 of the hash, and a line's end."""
_IN_PARTS = b"in parts"
"""The hash of parts begins with this, so that what was kept whole is not taken for parts."""
_LENGTH = 8
"""Bytes that tell how long a part is."""


def keep(path: Path, content: bytes) -> None:
    """Keep ``content`` in the file ``path``; other processes may be keeping the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(digest(content).encode() + b"\n" + content)
        if path.is_dir():
            remove(path)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def recall(path: Path) -> bytes | None:
    """What was kept in ``path``; ``None`` when there is nothing, or when it is not what was kept."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    content = whole[_HEAD:]
    if whole[:_HEAD] != digest(content).encode() + b"\n":
        return None
    with suppress(OSError):
        os.utime(path)  # it is still of use (``keep.pruning``)
    return content


def keep_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Keep what is too large to be held at once: parts one after another, under one hash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    hashed = hashlib.sha256(_IN_PARTS)
    try:
        with fresh.open("wb") as file:
            file.write(bytes(_HEAD))
            for part in parts:
                framed = len(part).to_bytes(_LENGTH, "little") + part
                hashed.update(framed)
                file.write(framed)
            file.seek(0)
            file.write(hashed.hexdigest().encode() + b"\n")
        if path.is_dir():
            remove(path)
        fresh.replace(path)
    except OSError as error:
        error.filename = error.filename or os.fspath(fresh)  # a write does not say where there is no room
        raise
    finally:
        fresh.unlink(missing_ok=True)


def recall_parts(path: Path) -> Iterator[bytes]:
    """The parts that were kept in ``path``, one after another; none when there is nothing, or when it is not what was kept."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if head != hashlib.file_digest(file, lambda: hashlib.sha256(_IN_PARTS)).hexdigest().encode() + b"\n":
                return
            file.seek(_HEAD)
            while length := file.read(_LENGTH):
                yield file.read(int.from_bytes(length, "little"))
    except OSError:
        return
    with suppress(OSError):
        os.utime(path)


def digest(content: bytes) -> str:
    """The hash that kept content is known by."""
    return hashlib.sha256(content).hexdigest()


def remove(path: Path) -> None:
    """Take away a file or a folder of ours, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
