"""What a record may be ranked among: only what is alike.

Targets are alike that one document sets for one time, of one indicator, which differ in one thing alone. They are ranked by the change that
they ask for where each of them says one; else by their figures, of one kind and unit. Places are those within one place. What is not a place
(a product, a sector) is ranked by a percentage or a count only: a tonne of copper and a tonne of coal are no race.

Cases are alike whose items are of one category and whose figures hold over the same time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row
from ledger.render.near import Key, Nearest
from ledger.render.periods import change_asked
from ledger.wording import SIGNS

LEAST, MOST = 3, 40
"""So many have to be alike, and no more: of more a page could not tell each."""
_FINE = 100
"""Steps of a decade: nearer places are one place on paper."""


@dataclass(frozen=True)
class Scale:
    """How many cases there are, the least and the most of their figures, and their places between the two on a scale of powers of ten."""

    count: int
    low: Decimal
    high: Decimal
    places: tuple[float, ...]

    def place(self, value: float) -> float:
        return math.log10(value / float(self.low)) / self.decades

    @property
    def decades(self) -> float:
        """How many times ten the most is of the least."""
        return math.log10(float(self.high) / float(self.low))


def peers(ledger: Ledger) -> Nearest:
    """Of each target that may be ranked the keys of all that it is ranked among, itself too; the largest such group."""
    found: dict[str, tuple[Key, ...]] = {}
    for table in ledger.schema.of("target"):
        groups: dict[Key, list[tuple[str, Any]]] = {}
        for row in ledger.rows(table.name):
            for key, said in _alike(ledger, table, row):
                groups.setdefault(key, []).append((row.id, said))
        for members in groups.values():
            if LEAST <= len(members) <= MOST and len({said for _, said in members}) >= LEAST:
                keys = tuple((id,) for id, _ in members)
                found |= {id: keys for id, _ in members if len(keys) > len(found.get(id, ()))}
    return found


def apart(ledger: Ledger, rows: tuple[Any, ...]) -> str:
    """The dimension in which some peers differ."""
    table = ledger.schema.tables[rows[0].table]
    counts: dict[str, int] = {f.name: len({getattr(row, f.name) for row in rows}) for f in _told(table, rows[0])}
    return max(counts, key=counts.__getitem__)


def _told(table: Table, row: Any) -> list[Any]:
    """The dimensions that say what a row is of: not one that another says more closely."""
    return [f for f in table.dimensions if getattr(row, f.name) and not (f.unless and getattr(row, f.unless, None))]


def _alike(ledger: Ledger, table: Table, row: Row) -> Iterator[tuple[Key, Any]]:
    """What each group has in common that a target may be in, and what the target is there."""
    if not row.document or not row.indicator or row.value is None:
        return
    ranked_by = "change" if change_asked(row) is not None else (row.kind, row.unit)
    place = ledger.schema.place(table)
    told = _told(table, row)
    for varied in told:
        around = None
        if varied.name == place:
            term = ledger.term(ledger.schema.places, getattr(row, place))
            around = term.get("parent") if term else None
        elif ranked_by != "change" and row.unit not in SIGNS and row.kind != "count":
            continue
        others = tuple((f.name, getattr(row, f.name)) for f in told if f is not varied)
        yield (row.document, row.indicator, row.year, row.base_year, ranked_by, varied.name, around, others), getattr(row, varied.name)


def scales(ledger: Ledger) -> Mapping[str, Scale]:
    """The scale of each category, column and time over which a figure holds, by ``scale_key``."""
    values: dict[str, list[Decimal]] = {}
    categories = {row.id: getattr(row, "category", None) for row in ledger.of("item")}
    for table in ledger.schema.of("case"):
        columns = [f.name for f in table.fields if f.type == "number" and f.unit]
        for row in ledger.rows(table.name):
            category = categories.get(row.item)
            for column in columns if category else ():
                if (value := getattr(row, column)) is not None and value > 0:
                    values.setdefault(scale_key(row, column, category), []).append(value)
    return {key: _scale(of) for key, of in values.items() if len(of) >= LEAST and max(of) >= 10 * min(of)}


def scale_key(case: Any, column: str, category: str | None) -> str:
    return f"{case.table}/{column}/{getattr(case, 'basis', None) or ''}/{category}"


def _scale(values: list[Decimal]) -> Scale:
    scale = Scale(len(values), min(values), max(values), ())
    fine = _FINE * scale.decades
    return replace(scale, places=tuple(sorted({round(round(scale.place(float(value)) * fine) / fine, 4) for value in values})))
