"""Figures as they are kept between builds: one file a group, the charts of the newsroom or one block."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from ledger import kept
from ledger.charts.converter import picture
from ledger.charts.figure import Figure
from ledger.problems import Problem


@dataclass(frozen=True)
class Group:
    """Figures, where each is declared (``file:line``), and the warnings that came with them. One that is not ``whole`` is not kept."""

    figures: tuple[Figure, ...]
    places: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    whole: bool = True


def keep(path: Path, group: Group) -> None:
    """Keep a group in the file ``path``."""
    stored = {"figures": [_freeze(f) for f in group.figures], "places": dict(group.places), "warnings": [asdict(w) for w in sorted(group.warnings)]}
    kept.keep(path, json.dumps(stored, ensure_ascii=False).encode())


def recall(path: Path, cache: Path) -> Group | None:
    """A group as it was kept; ``None`` when it is to be made, because it or one of its pictures is not there."""
    content = kept.recall(path)
    if content is None:
        return None
    stored = json.loads(content)
    group = Group(tuple(map(_thaw, stored["figures"])), stored["places"], tuple(Problem(**w) for w in stored["warnings"]))
    return group if all(kept.recall(picture(f.picture, cache)) is not None for f in group.figures) else None


def _freeze(figure: Figure) -> dict[str, Any]:
    return {f.name: getattr(figure, f.name) for f in fields(Figure)} | {
        "rows": [[{"printed": format(c, "f")} if isinstance(c, Decimal) else c for c in row] for row in figure.rows]
    }


def _thaw(stored: dict[str, Any]) -> Figure:
    as_tuples = {name: tuple(stored[name]) for name in ("columns", "links", "controls", "policies")} | {
        "rows": tuple(tuple(Decimal(c["printed"]) if isinstance(c, dict) else c for c in row) for row in stored["rows"]),
        "clauses": tuple((p, c) for p, c in stored["clauses"]),
    }
    return Figure(**{**stored, **as_tuples})
