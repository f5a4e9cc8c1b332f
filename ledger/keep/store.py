"""The store: what builds have made, as files named by the hash of their content.

An object is written whole or not at all, and verified when it is read: cut, flipped, emptied, or with a folder in its place, it
is as good as never kept. So damage costs time and never truth. What no record names is removed in time (``pruning``).

A store that is pickled is the same store where the disk is shared; elsewhere what is put travels back with what was made.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from ledger.kept import digest, remove

_READ_ONLY = 0o444


class Store:
    """Objects below ``folder``: ``folder/ab/cdef…`` has the content whose SHA-256 is ``abcdef…``."""

    is_here = True
    """Whether it, and so the inputs beside it, are on a disk that can be read here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return _seen_from, (self.folder, self.put(secrets.token_bytes(16)))

    def put(self, content: bytes) -> str:
        """Keep some content; its name from now on. Other processes may be keeping the same."""
        name = digest(content)
        path = self._path(name)
        if self.get(name) is None:
            self._write(path, content)
        else:
            with suppress(OSError):
                os.utime(path)  # put again: ``prune`` leaves it alone for a while
        return name

    def get(self, name: str) -> bytes | None:
        """The content of this name; ``None`` when it is not there, or is not what was kept: then it is removed."""
        path = self._path(name)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            content = b""
        if digest(content) == name:
            return content
        remove(path)
        return None

    def unstored(self, name: str) -> bytes | None:
        """What was put under this name, if it is not on the disk of the build and has to travel; once."""
        return None

    def prune(self, used: Collection[str], since: float) -> None:
        """Remove every object but those in ``used``, and those that were put after ``since`` (seconds)."""
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            for path in folder.iterdir() if folder.is_dir() else (folder,):
                with suppress(OSError):  # it has just gone
                    if folder.name + path.name not in used and path.lstat().st_mtime < since:
                        remove(path)

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name[2:]

    def _write(self, path: Path, content: bytes) -> None:
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")  # another machine may have a process of the same number
        try:
            try:
                fresh.write_bytes(content)
            except FileNotFoundError:  # the first in its folder
                fresh.parent.mkdir(parents=True, exist_ok=True)
                fresh.write_bytes(content)
            os.chmod(fresh, _READ_ONLY)
            try:
                os.replace(fresh, path)
            except (IsADirectoryError, PermissionError):  # a folder is in its place; Windows calls it the latter
                remove(path)
                os.replace(fresh, path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise


class _Away(Store):
    """The store of a build on another machine, as a worker has it."""

    is_here = False

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._put: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        name = digest(content)
        self._put[name] = content
        return name

    def get(self, name: str) -> bytes | None:
        return self._put.get(name)

    def unstored(self, name: str) -> bytes | None:
        return self._put.pop(name)


def _seen_from(folder: Path, mark: str) -> Store:
    """The store in ``folder``, by something that was put there just now: a folder of the same name may be another machine's."""
    store = Store(folder)
    return store if store.get(mark) is not None else _Away(folder)
