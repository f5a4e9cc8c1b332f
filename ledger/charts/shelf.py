"""Figures as they are kept between builds: one file a figure, and one for what chart functions declare.

Each is known by the hash of all that it was made from, so that a build in which no figure is stale runs no chart code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from ledger import kept
from ledger.charts.figure import Declared, Figure
from ledger.charts.functions import Functions
from ledger.charts.planning import Task
from ledger.problems import Problem

_PRINTED = 1
"""The MessagePack extension for a number as it is printed: MessagePack itself would make a text or a float of it."""


class _Made(msgspec.Struct, array_like=True):
    figure: Figure
    warnings: list[Problem]


class _Read(msgspec.Struct, array_like=True):
    charts: list[Declared]
    warnings: list[Problem]


@dataclass(frozen=True)
class Shelf:
    """The kept figures in ``folder``; ``key`` is the hash of all that every one of them was made from."""

    folder: Path
    key: str

    def functions(self, files: tuple[Path, ...], root: Path) -> Functions | None:
        """What the chart functions in ``files`` declare; ``None`` where that is not kept."""
        content = kept.recall(self._file("functions"))
        if content is None:
            return None
        read = msgspec.msgpack.decode(content, type=_Read)
        return Functions(root, files, tuple(read.charts), frozenset(read.warnings))

    def keep_functions(self, functions: Functions) -> None:
        kept.keep(self._file("functions"), msgspec.msgpack.encode(_Read(list(functions.charts), sorted(functions.warnings))))

    def figure(self, task: Task) -> tuple[Figure, set[Problem]] | None:
        """The figure of a task and the warnings that came with it; ``None`` where it is to be made."""
        content = kept.recall(self._file_of(task))
        return None if content is None else from_bytes(content)

    def keep_figure(self, task: Task, figure: Figure, warnings: Iterable[Problem]) -> None:
        kept.keep(self._file_of(task), to_bytes(figure, warnings))

    def _file_of(self, task: Task) -> Path:
        return self._file("\n".join(task.key))

    def _file(self, name: str) -> Path:
        return self.folder / hashlib.sha256(f"{self.key}\n{name}".encode()).hexdigest()[:32]


def to_bytes(figure: Figure, warnings: Iterable[Problem] = ()) -> bytes:
    """A figure and its warnings as bytes; equal figures give equal bytes."""
    rows = tuple(tuple(msgspec.msgpack.Ext(_PRINTED, format(c, "f").encode()) if isinstance(c, Decimal) else c for c in row) for row in figure.rows)
    return msgspec.msgpack.encode(_Made(replace(figure, rows=rows), sorted(warnings)))


def from_bytes(content: bytes) -> tuple[Figure, set[Problem]]:
    """What ``to_bytes`` was given."""
    made = _DECODER.decode(content)
    return made.figure, set(made.warnings)


def _number(code: int, content: memoryview) -> Any:
    return Decimal(bytes(content).decode())


_DECODER = msgspec.msgpack.Decoder(_Made, ext_hook=_number)
