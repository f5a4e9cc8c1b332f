"""Cells of a chart's table: a number stays as it was printed (``306.70``), from the data frame to the page and its files.

A cell is text, a whole number, a ``Decimal``, a truth value or ``None``. A spec, which a browser calculates with, has floats.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from ledger.language import without_noughts

Cell = str | int | Decimal | bool | None
DIGITS = 12
"""What is left of a float in a spec: fewer than its sixteen, whose last ones differ between ways to add."""
_DECIMALS = 4
"""How many decimals of a float somebody reads: what was printed is a ``Decimal``, so a float was computed. Below one it has as many figures."""
_MARK = "\ue010"
_MARKED = re.compile(rf'"{_MARK}(-?[\d.]+)"')


def cell_of(value: Any) -> Cell:
    """A value of a data frame as a cell; a missing one is ``None``, a float that is whole is an integer."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    plain = plain_of(value)
    return _shortened(Decimal(repr(plain))) if isinstance(plain, float) else plain


def _shortened(exact: Decimal) -> Decimal:
    """A number that was computed, as somebody reads it."""
    decimals = _DECIMALS - 1 - min(exact.adjusted(), -1)
    if -int(exact.as_tuple().exponent) <= decimals:
        return exact
    return without_noughts(round(exact, decimals))


def plain_of(value: Any) -> Any:
    """A value as a spec holds it: no number has more than ``DIGITS`` digits, a missing or an infinite one is ``None``."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            return None
        value = float(f"{value:.{DIGITS}g}")
        return int(value) if value.is_integer() else value
    return value if isinstance(value, str | int | bool) else str(value)


def text_of(cell: Cell) -> str:
    """A cell in a CSV file: digits as they were printed, never an exponent."""
    return "" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def as_json(value: Any) -> str:
    """A JSON text in which a ``Decimal`` keeps its digits: ``{"value": 306.70}``."""
    return _MARKED.sub(lambda m: m[1], json.dumps(value, ensure_ascii=False, default=_marked))


def _marked(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}"
    raise TypeError(f"{type(value).__name__} is no cell")
