"""The drawings of records, a file a drawing, by the role of what they are of. Adding one is a file here and a line below.

Each is drawn from rows that its page prints, or prints them itself, and there is none where it would show a single number. All of them are
written by ``templates/parts/drawing.html``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ledger.render.drawings import course, due, outcome, outline, pace, ranking, scale
from ledger.render.drawings.sketch import Drawn
from ledger.render.edition import Edition

Rows = Mapping[str, Sequence[Any]]
TERM = "term"
"""What the pages of terms go by among roles."""
DRAWINGS: Mapping[str, tuple[Callable[[Edition, Any, Rows], list[Drawn]], ...]] = {
    "target": (course.drawn, outcome.drawn, pace.drawn, ranking.drawn),
    "item": (scale.drawn,),
    "document": (outline.drawn,),
    TERM: (due.drawn,),
}
"""The drawings of each role, in the order in which they stand on a page."""


def drawings(edition: Edition, role: str, record: Any, rows: Rows | None = None) -> list[Drawn]:
    """The drawings of a record; ``rows`` are those that its page prints, by what they are to it."""
    return [drawn for draw in DRAWINGS.get(role, ()) for drawn in draw(edition, record, rows or {})]
