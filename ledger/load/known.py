"""What was read of a file before: as long as the file holds the same, it is not read again.

A process that begins finds it in a folder of the cache. One that lives on gives along what the build before knew, and then what
unchanged files hold is the same object: ``ledger.tables["trees"] is before.tables["trees"]``::

    known = Known(inputs.hashes, engine, cache / "loaded")
    ledger = load_ledger(data, problems, known)

    known = Known(inputs.hashes, engine, cache / "loaded", before=known)          the next build of the same process
    ledger = load_ledger(data, problems, known)

Only what was found right is kept, so that a warning is said each time; and of each file only what was read last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ledger.kept import digest, keep, recall
from ledger.problems import Problems

T = TypeVar("T")


class Known:
    """``hashes`` are those of the inputs as they are now, by path; a file that is not among them is read each time. What code of another
    ``engine`` has read is not taken over."""

    def __init__(self, hashes: Mapping[str, str], engine: str, folder: Path, before: Known | None = None) -> None:
        self.hashes, self.engine, self.folder = hashes, engine, folder
        self.now: dict[bytes, Any] = {}
        self._before = before.now if before is not None else {}

    def read(self, files: Sequence[str], about: object, kind: Any, read: Callable[[Problems], T], problems: Problems) -> T:
        """What ``read`` makes of some files; ``about`` is a plain value of all else that it rests on, and ``kind`` the type of what it returns."""
        hashes = [self.hashes.get(file, "") for file in files]
        if not all(hashes):
            return read(problems)
        key = digest(msgspec.msgpack.encode((self.engine, about, hashes))).encode()
        place = self.folder / digest("\n".join(files).encode())[:32]
        found: T | None = self._before.get(key)
        if found is None:
            found = self._recalled(place, key, kind)
        if found is None:
            own = Problems()
            found = read(own)
            problems.found |= own.found
            if own.found:
                return found
            keep(place, key + msgspec.msgpack.encode(found))
        self.now[key] = found
        return found

    def _recalled(self, place: Path, key: bytes, kind: Any) -> Any:
        content = recall(place)
        if content is None or not content.startswith(key):
            return None
        try:
            return msgspec.msgpack.decode(memoryview(content)[len(key) :], type=kind)
        except msgspec.DecodeError:
            return None


def read_known(known: Known | None, files: Sequence[str], about: object, kind: Any, read: Callable[[Problems], T], problems: Problems) -> T:
    """The same where nothing may be known."""
    return read(problems) if known is None else known.read(files, about, kind, read, problems)
