"""Bytes that are put away and seldom wanted again: in memory while they are few, in a file without a name when they are many."""

from __future__ import annotations

import os
import struct
import tempfile
from pathlib import Path
from typing import IO

_FEW = 8 << 20
"""So many bytes are kept in memory, and written at once when there are more."""


_SIZES = struct.Struct("<II")


class Aside:
    """Pairs that were put away, each known by its place; ``folder`` is where the file lies, which goes with the process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._written = 0
        self._latest = bytearray()

    def put(self, first: bytes, second: bytes) -> int:
        place = self._written + len(self._latest)
        for part in (_SIZES.pack(len(first), len(second)), first, second):
            self._latest += part
        if len(self._latest) > _FEW:
            self._write()
        return place

    def get(self, place: int) -> tuple[bytes, bytes]:
        first, second = _SIZES.unpack(self._read(place, _SIZES.size))
        both = self._read(place + _SIZES.size, first + second)
        return both[:first], both[first:]

    def _read(self, place: int, size: int) -> bytes:
        if place >= self._written:
            return bytes(self._latest[place - self._written : place - self._written + size])
        assert self._file is not None
        return os.pread(self._file.fileno(), size, place)

    def _write(self) -> None:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  it is open as long as anything may be wanted of it
        try:
            self._file.write(self._latest)
            self._file.flush()
        except OSError as error:
            error.filename = error.filename or os.fspath(self._folder)  # a write does not say where there is no room
            raise
        self._written += len(self._latest)
        self._latest = bytearray()
