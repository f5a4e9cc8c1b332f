"""Tables with names beside their codes, for people: ``data/targets.en.csv`` in English, beside ``data/targets.csv`` as it is kept.

A column of codes is followed by one of their names, with its title, and what is said in words stands in the language of the file alone. A program that reads the ledger takes the table as it is kept: its columns and their order are a promise.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ledger.load.columns import Field
from ledger.load.roles import FOR_CHECKERS
from ledger.load.schema import Table
from ledger.load.table import DELIMITER
from ledger.outputs.output import Output
from ledger.outputs.sheet import sheet
from ledger.render.edition import Edition


def tables_of_facts(edition: Edition) -> list[Table]:
    """The tables that tell readers something, and are not empty."""
    return [table for table in edition.ledger.schema.tables.values() if table.role not in FOR_CHECKERS and edition.whole(table.name)]


def named_columns(edition: Edition, table: Table) -> Iterator[tuple[Field, bool]]:
    """``(column, whether names stand in it)``; a column of codes is followed by one of their names."""
    others = tuple(f"_{code}" for code in edition.ledger.schema.languages if code != edition.code)
    for column in table.fields:
        if column.name.endswith(others):
            continue
        yield column, False
        if column.vocabulary or column.reference:
            yield column, True


def plain(value: Any) -> str:
    """A cell as text: a list joined, a number with its digits."""
    return DELIMITER.join(value) if isinstance(value, tuple) else format(value, "f") if isinstance(value, Decimal) else str(value)


class Names:
    """What stands in the columns of names of a table; of the same codes it is asked once."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._said = edition, dict[tuple[str, Any], str]()

    def of(self, row: Any, column: Field) -> str:
        """The names of what a row has in a column."""
        value = getattr(row, column.name)
        if (column.name, value) not in self._said:
            told = (words for words, _ in self._edition.cell(row, column.name))
            self._said[column.name, value] = self._edition.t("enumeration").join(told)
        return self._said[column.name, value]


def _rows(edition: Edition, table: Table) -> Iterator[list[str]]:
    columns, names = [*named_columns(edition, table)], Names(edition)
    yield [edition.column_title(table.name, column.name) if named else column.name for column, named in columns]
    for row in edition.whole(table.name):
        cells = []
        for column, named in columns:
            value = getattr(row, column.name)
            cells.append("" if value is None or value == () else names.of(row, column) if named else plain(value))
        yield cells


def _path(edition: Edition, name: str) -> str:
    return f"data/{name}.{edition.code}.csv"


def _content(edition: Edition, path: str) -> bytes:
    return sheet(_rows(edition, edition.ledger.schema.tables[path.removeprefix("data/").removesuffix(f".{edition.code}.csv")]))


OUTPUTS = (Output("named", lambda edition: (_path(edition, table.name) for table in tables_of_facts(edition)), _content),)
