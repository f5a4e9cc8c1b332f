"""What checks found, by a hash of all that they were given. Only where nothing was wrong: a problem is found anew each time.

    memory = Memory.load(cache / "shares.list", engine)
    coverage = check_ledger(ledger, problems, memory)
    memory.save(cache / "shares.list", engine)

A process that lives on calls ``memory.next()`` instead, and gives what it returns to the next check.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from ledger.kept import keep, recall

_UNASKED = 100
_memory = msgspec.msgpack.Decoder(tuple[str, dict[bytes, bytes]])


class Memory:
    """``before`` is what is known, ``now`` what of it was asked for and what was found since. What nobody asks for is forgotten in time:
    who takes a change back, finds what was known before it."""

    def __init__(self, before: Mapping[bytes, bytes] | None = None) -> None:
        self.before: Mapping[bytes, bytes] = before or {}
        self.now: dict[bytes, bytes] = {}

    @classmethod
    def load(cls, path: Path, engine: str) -> Memory:
        """What is in the file ``path``; nothing where code of another ``engine`` wrote it, or where it is damaged."""
        content = recall(path)
        with suppress(msgspec.DecodeError):
            of, known = _memory.decode(content or b"")
            if of == engine:
                return cls(known)
        return cls()

    def save(self, path: Path, engine: str) -> None:
        """Leave it to the next process."""
        if self.now.keys() - self.before.keys():
            keep(path, msgspec.msgpack.encode((engine, self.next().before)))

    def next(self) -> Memory:
        """What the next check begins with."""
        unasked = ((key, found) for key, found in self.before.items() if key not in self.now)
        return Memory(self.now | dict(itertools.islice(unasked, len(self.now) + _UNASKED)))

    def get(self, key: bytes, kind: Any) -> Any:
        """What was found in what has this hash, a value of ``kind``; ``None`` where that is not known."""
        content = self.before.get(key)
        if content is None:
            return None
        self.now[key] = content
        return msgspec.msgpack.decode(content, type=kind)

    def add(self, key: bytes, found: object) -> None:
        self.now[key] = msgspec.msgpack.encode(found)
