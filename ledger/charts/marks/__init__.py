"""Marks: the ways in which a declared chart is drawn, a file each, and the registry of them all."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.charts.marks import bar, dot, dumbbell, heatmap, line
from ledger.charts.marks.mark import Mark

MARKS: Mapping[str, Mark] = {mark.name: mark for mark in (bar.MARK, dot.MARK, line.MARK, dumbbell.MARK, heatmap.MARK)}
"""Every mark by its name, in the order in which the guide tells them."""
