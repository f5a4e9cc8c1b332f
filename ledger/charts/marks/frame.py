"""Points as a data frame for a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledger.charts.axes import fitted
from ledger.charts.declared.points import Point, Scene
from ledger.charts.declared.values import number_of


def further(scene: Scene, column: str, points: Sequence[Point]) -> Any:
    """The numbers of another column, in the unit that is drawn; none where nothing is named."""
    import pandas as pd

    factor = scene.factor(scene.columns[-1])
    numbers = [number_of(p.row, column) if column and p.row is not None else None for p in points]
    return pd.Series([None if n is None else float(n * factor) for n in numbers], dtype="float64")


def frame_of(scene: Scene, points: Sequence[Point] | None = None) -> Any:
    """A row a point: ``n0`` … the numbers in the unit of their words, ``name`` in lines that fit, ``words``, ``label``, ``hue``."""
    import pandas as pd

    points = scene.points if points is None else points
    factor = scene.factor(scene.columns[-1])
    drawn = {f"n{i}": [None if (n := p.numbers[i]) is None else float(n * factor) for p in points] for i in range(len(scene.columns))}
    frame = pd.DataFrame({name: pd.Series(values, dtype="float64") for name, values in drawn.items()})
    frame["upper"] = pd.Series([None if p.upper is None else float(p.upper * factor) for p in points], dtype="float64")
    frame["name"] = [fitted(scene.view, p.name) for p in points]
    colon = scene.view.t("colon")
    frame["words"] = [p.words[-1] if not p.missing else p.label.removeprefix(f"{p.name}{colon}") for p in points]
    frame["label"], frame["hue"] = [p.label for p in points], [p.hue for p in points]
    return frame
