"""Figures, and what chart functions declare, as bytes that a store keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from ledger.charts.figure import Declared, Figure
from ledger.charts.functions import Functions
from ledger.problems import Problem

_PRINTED = 1
"""The MessagePack extension for a number as it is printed: MessagePack itself would make a text or a float of it."""


class _Made(msgspec.Struct, array_like=True):
    figure: Figure
    warnings: list[Problem]


class _Read(msgspec.Struct, array_like=True):
    charts: list[Declared]
    warnings: list[Problem]


def functions_to(functions: Functions) -> bytes:
    """What chart functions declare, as bytes."""
    return msgspec.msgpack.encode(_Read(list(functions.charts), sorted(functions.warnings)))


def functions_from(content: bytes, root: Path, files: tuple[Path, ...]) -> Functions:
    """What ``functions_to`` was given; ``files`` declare it now."""
    read = msgspec.msgpack.decode(content, type=_Read)
    return Functions(root, files, tuple(read.charts), frozenset(read.warnings))


def figure_to(figure: Figure, warnings: Iterable[Problem] = ()) -> bytes:
    """A figure and its warnings as bytes; equal figures give equal bytes."""
    return msgspec.msgpack.encode(_Made(_printed(figure), sorted(warnings)))


def _printed(figure: Figure) -> Figure:
    rows = tuple(tuple(msgspec.msgpack.Ext(_PRINTED, format(c, "f").encode()) if isinstance(c, Decimal) else c for c in row) for row in figure.rows)
    return replace(figure, rows=rows, states=tuple(map(_printed, figure.states)))


def figure_from(content: bytes) -> tuple[Figure, set[Problem]]:
    """What ``figure_to`` was given."""
    made = _DECODER.decode(content)
    return made.figure, set(made.warnings)


def _number(code: int, content: memoryview) -> Any:
    return Decimal(bytes(content).decode())


_DECODER = msgspec.msgpack.Decoder(_Made, ext_hook=_number)
