"""The clauses of a document as bars side by side, in the order of its outline: which the ledger has, which not, and which nobody has read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from ledger.render.drawings.sketch import Drawn, Path, Shape, Sketch, ink, short
from ledger.render.edition import Edition
from ledger.render.outlines import CITED, OPEN, UNUSED

WIDTH, HEIGHT = 1000, 40
LOOKS = {CITED: ("promise", HEIGHT, "drawn-cited"), UNUSED: ("ink-3", HEIGHT / 2, "drawn-unused"), OPEN: ("alarm", HEIGHT, "drawn-open")}
"""The ink and the height of a bar, and the word for it; a clause that has none leaves a gap."""


def drawn(edition: Edition, row: Any, rows: Mapping[str, Sequence[Any]]) -> list[Drawn]:
    states = edition.clause_states(row)
    if len(states) < 2:
        return []
    runs: dict[str, str] = {}
    place = 0
    for state, run in groupby(states):
        first, place = place, place + len(list(run))
        if state in LOOKS:
            x, end = (short(n * WIDTH / len(states)) for n in (first, place))
            runs[state] = f"{runs.get(state, '')}M{x:g},{HEIGHT - LOOKS[state][1]:g}H{end:g}V{HEIGHT}H{x:g}z"
    shapes: list[Shape] = [Path(runs[state], ink(look[0]), 0) for state, look in LOOKS.items() if state in runs]
    shapes.append(Path(f"M0,{HEIGHT + 1}H{WIDTH}", ink("rule"), 2))
    keys = tuple((look[0], edition.t(look[2], n=states.count(state))) for state, look in LOOKS.items() if state in runs)
    left = len(states) - sum(states.count(state) for state in LOOKS)
    said = edition.t("semicolon").join([*(words for _, words in keys), *([edition.t("drawn-silent", n=left)] if left else [])])
    keys += (("paper", edition.t("drawn-silent", n=left)),) if left else ()
    title = edition.t("drawn-outline", n=len(states))
    return [Drawn("outline", title, said, Sketch(WIDTH, HEIGHT + 2, tuple(shapes), stretched=True), keys=keys)]
