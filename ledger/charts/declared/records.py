"""Rows as a declared chart has them: a row of a table with what was joined to it and derived from it, or several rows as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

from ledger.load.schema import Field, Table


class Cell(NamedTuple):
    """A derived cell: a number (or a text), its unit, and how many decimals of it are shown; none: all.

    Of a number that is the row's own in another unit, ``comparator`` is what the row says of it, ``upper`` the other end of its range.
    """

    value: Any
    unit: str = ""
    digits: int | None = None
    comparator: str = ""
    upper: Decimal | None = None


class Record:
    """Answers for its columns as a row does. ``policies.title`` asks the row of ``policies`` that was joined to it.

    Whatever else it has begins with a line, since a column may have any name.
    """

    __slots__ = ("_cells", "_joined", "_row", "_sources")

    def __init__(self, row: Any, cells: Mapping[str, Cell], joined: Mapping[str, Any], sources: tuple[Any, ...]) -> None:
        self._row, self._cells, self._joined, self._sources = row, cells, joined, sources

    def __getattr__(self, name: str) -> Any:
        if (cell := self._cells.get(name)) is not None:
            return cell.value
        table, dot, column = name.rpartition(".")
        if dot and table in self._joined:
            other = self._joined[table]
            return None if other is None else getattr(other, column)
        if self._row is None or dot:
            raise AttributeError(name)
        return getattr(self._row, name)


def record_of(row: Any) -> Record:
    """A row of a table, as it is."""
    return Record(row, {}, {}, (row,))


def unit_in(record: Record, name: str) -> str | None:
    """The unit of a derived cell; ``None`` for a column of the table."""
    cell = record._cells.get(name)
    return None if cell is None else cell.unit


def hedge_in(record: Record, name: str) -> tuple[str, Decimal | None] | None:
    """``(comparator, other end of its range)`` of a derived cell; ``None`` for a column of the table."""
    cell = record._cells.get(name)
    return None if cell is None else (cell.comparator, cell.upper)


def digits_in(record: Record, *names: str) -> int | None:
    """How many decimals of derived cells are shown, the most of them; ``None`` where all are."""
    given = [cell.digits for name in names if (cell := record._cells.get(name)) is not None]
    return max(d for d in given if d is not None) if len(given) == len(names) and None not in given else None


def is_derived(record: Any, name: str) -> bool:
    """Whether a cell is none of the table's own."""
    return isinstance(record, Record) and name in record._cells


def rounded(record: Record, name: str, value: Decimal) -> Decimal:
    """A number as it is shown: a derived one has no more decimals than its column."""
    cell = record._cells.get(name)
    return value if cell is None or cell.digits is None else round(value, cell.digits)


def extended(record: Record, cells: Mapping[str, Cell]) -> Record:
    """The same with further cells."""
    return Record(record._row, {**record._cells, **cells}, record._joined, record._sources)


def joined(record: Record, table: str, row: Any) -> Record:
    """The same with the row of another table; none where none fits."""
    return Record(record._row, record._cells, {**record._joined, table: row}, record._sources)


def sources(record: Any) -> tuple[Any, ...]:
    """The rows that a record stands for: one, or those of a group."""
    found: tuple[Any, ...] = record._sources if isinstance(record, Record) else (record,)
    return found


@dataclass(frozen=True)
class Relation:
    """Records, and the columns that they have: those of a table and what a declaration adds."""

    table: Table
    records: tuple[Record, ...]
    derived: frozenset[str] = field(default_factory=frozenset)

    @property
    def numbers(self) -> list[str]:
        return [f.name for f in self.table.fields if f.type in ("number", "integer")]

    def titled(self, titles: Mapping[str, Mapping[str, str]]) -> Relation:
        """The same with columns that are called otherwise."""
        fields = tuple(replace(f, title={**f.title, **titles[f.name]}) if f.name in titles else f for f in self.table.fields)
        return replace(self, table=replace(self.table, fields=fields))

    def having(self, fields: Sequence[Field], records: Sequence[Record], derived: Sequence[str] = ()) -> Relation:
        """The same with further columns."""
        more = {f.name for f in fields}
        table = replace(self.table, fields=(*(f for f in self.table.fields if f.name not in more), *fields))
        return Relation(table, tuple(records), self.derived | set(derived))


class Unfit(Exception):
    """What a declaration asks for cannot be had: the key that is at fault (below the one that is being read), what is wrong, what to do."""

    def __init__(self, what: str, remedy: str, key: str = "") -> None:
        super().__init__(what)
        self.key, self.what, self.remedy = key, what, remedy
