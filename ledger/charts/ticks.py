"""Ticks: round numbers on an axis, and how they are written. Nothing here knows how a chart is drawn."""

from __future__ import annotations

import math
from decimal import Decimal

from ledger import wording


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most ``most`` round numbers from ``low`` to ``high``; zero is among them where it is between the two."""
    reach = high - low
    if not reach > 0 or most < 1:
        return [low]
    exponent = math.floor(math.log10(reach / most))
    for factor in (Decimal(1), Decimal(2), Decimal(5), Decimal(10), Decimal(20)):
        step = factor.scaleb(exponent)
        first, last = math.ceil(Decimal(repr(low)) / step), math.floor(Decimal(repr(high)) / step)
        if last - first + 1 <= most:
            return [float(step * n) for n in range(first, last + 1)] or [low]
    return [low]


def in_words(value: float, language: str) -> str:
    """A round number as an axis writes it: large ones in words."""
    return wording.scaled(Decimal(repr(value)), language)
