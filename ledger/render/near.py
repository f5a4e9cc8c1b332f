"""The few neighbours that a page shows of all that are like it; where all of them stand, the page links to.

Which are nearest is decided for all rows at once, so that neither making a page nor adding a row costs more the more rows there are.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.render.series import series_table

FEW = 6
"""So many neighbours are shown."""

Key = tuple[Any, ...]
Nearest = Mapping[str, tuple[Key, ...]]
"""The keys of a row's neighbours, by its id."""
Name = TypeVar("Name", bound=Hashable)


def siblings(ledger: Ledger) -> Nearest:
    """Of each target that has both, the ``FEW`` nearest of the same document and indicator: of its first dimension first, then of the next, by year.

    Terms of a dimension follow each other as the document has them.
    """
    found: dict[str, tuple[Key, ...]] = {}
    for table in ledger.schema.of("target"):
        dimensions = tuple(f.name for f in table.dimensions)
        for group in _by((row for row in ledger.rows(table.name) if row.document and row.indicator), "document", "indicator"):
            found |= _keyed(around([row.id for row in _ordered(group, dimensions)]))
    return found


def answered(ledger: Ledger) -> Nearest:
    """Of each target the ``FEW`` latest observations of the same indicator and scope, in the order of the table."""
    schema = ledger.schema
    columns = ("indicator", *schema.dimension_columns)
    latest: dict[Key, tuple[Key, ...]] = {}
    for group in _by(ledger.rows(series_table(schema)), *columns):
        chosen = {row.id for row in sorted(group, key=_year)[-FEW:]}
        latest[_values(group[0], columns)] = tuple((row.id,) for row in group if row.id in chosen)
    return {row.id: found for row in ledger.of("target") if (found := latest.get(_values(row, columns)))}


def items(ledger: Ledger) -> Nearest:
    """Of each item the ``FEW`` of the same class next to it in the table."""
    found: dict[str, tuple[Key, ...]] = {}
    for table in ledger.schema.of("item"):
        for group in _by((row for row in ledger.rows(table.name) if row.industry_class), "industry_class"):
            found |= _keyed(around([row.id for row in group]))
    return found


def related(names: Sequence[Name], said: Mapping[Name, frozenset[Hashable]]) -> dict[Name, tuple[Name, ...]]:
    """Of each name the ``FEW`` others that share most of what is ``said`` of them, as far as they share any; then those around it."""
    found = {}
    for name, beside in around(names).items():
        shared = {other: len(said[name] & said[other]) for other in names if other != name}
        closest = sorted((other for other, count in shared.items() if count), key=lambda other: -shared[other])
        found[name] = tuple(dict.fromkeys((*closest, *beside)))[:FEW]
    return found


def around(names: Sequence[Name]) -> dict[Name, tuple[Name, ...]]:
    """Of each name the ``FEW`` others that stand next to it; at either end the first or the last."""
    found: dict[Name, tuple[Name, ...]] = {}
    for place, name in enumerate(names):
        first = max(0, min(place - FEW // 2, len(names) - FEW - 1))
        found[name] = tuple(other for other in names[first : first + FEW + 1] if other != name)
    return found


def _ordered(group: Sequence[Row], dimensions: Sequence[str]) -> list[Row]:
    ranks: dict[str, dict[Any, int]] = {}
    for column in dimensions:
        rank = ranks[column] = {}
        for row in group:
            rank.setdefault(getattr(row, column, None), len(rank))
    return sorted(group, key=lambda row: (*(rank[getattr(row, column, None)] for column, rank in ranks.items()), _year(row)))


def _year(row: Row) -> str:
    """What sorts dates as they are printed; one of which no year is known comes first."""
    return str(getattr(row, "year", None) or "").replace("X", "")


def _by(rows: Iterable[Row], *columns: str) -> list[list[Row]]:
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        groups.setdefault(_values(row, columns), []).append(row)
    return list(groups.values())


def _values(row: Row, columns: Sequence[str]) -> Key:
    return tuple(getattr(row, column, None) for column in columns)


def _keyed(found: Mapping[str, tuple[str, ...]]) -> Nearest:
    keys = {id: (id,) for id in found}
    return {id: tuple(keys[other] for other in others) for id, others in found.items()}
