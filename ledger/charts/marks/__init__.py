"""Marks: the ways in which a declared chart is drawn, a file each, and the registry of them all."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.charts.marks import agenda, bar, dot, dumbbell, heatmap, line, path, pile, slope, spark, squares, stack, steps, strip, tiles
from ledger.charts.marks.mark import Mark

_ALL = (
    bar.MARK,
    stack.MARK,
    steps.MARK,
    dot.MARK,
    strip.MARK,
    dumbbell.MARK,
    slope.MARK,
    line.MARK,
    path.MARK,
    spark.MARK,
    heatmap.MARK,
    squares.MARK,
    pile.MARK,
    tiles.MARK,
    agenda.MARK,
)

MARKS: Mapping[str, Mark] = {mark.name: mark for mark in _ALL}
"""Every mark by its name, in the order in which the guide tells them."""
