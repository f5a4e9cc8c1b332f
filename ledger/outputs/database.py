"""``data/data.sqlite``: all tables and vocabularies as one SQLite database, with their keys.

A number has a column as SQLite counts (``REAL``), and beside it ``<column>_printed`` with its digits as they are printed. A list is
text with semicolons. A vocabulary is the table ``vocabulary_<name>``; columns that use it refer to it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ledger.load.schema import Table
from ledger.load.table import DELIMITER
from ledger.outputs.output import Output
from ledger.outputs.tables import vocabulary_columns, vocabulary_rows
from ledger.render.edition import Edition

PATH = "data/data.sqlite"
_PRINTED = "_printed"
_TYPES = {"number": "REAL", "integer": "INTEGER"}
_COUNTED, _CHANGED_BY = slice(24, 28), 92
"""Where the file counts its changes, and where it says at which of them it was written, and then by which release of the library."""
_RELEASE = 3_037_000
"""Any release reads what this one wrote, and none is told apart."""


def _database(edition: Edition, _: str) -> bytes:
    ledger = edition.ledger
    vocabularies = [name for name in ledger.schema.vocabularies if ledger.vocabularies.get(name)]
    connection = sqlite3.connect("", isolation_level=None)  # on a disk that nobody sees, and not in memory
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("BEGIN")
        for name in vocabularies:
            columns = vocabulary_columns(edition, name)
            told = [f"{_quoted(c)} TEXT{' PRIMARY KEY NOT NULL' if c == 'id' else ''}" for c in columns]
            told += [f"FOREIGN KEY (parent) REFERENCES {_vocabulary(name)} (id)"] if "parent" in columns else []
            _fill(connection, _vocabulary(name), told, ([cell or None for cell in row] for row in vocabulary_rows(edition, name)), len(columns))
        for table in ledger.schema.tables.values():
            columns = [*_columns(table)]
            rows = ([*_cells(table, row)] for row in edition.whole(table.name))
            _fill(connection, _quoted(table.name), [*columns, *_keys(table, vocabularies)], rows, len(columns))
        connection.execute("COMMIT")
        content = memoryview(connection.serialize())
    finally:
        connection.close()
    return b"".join((content[:_CHANGED_BY], content[_COUNTED], _RELEASE.to_bytes(4, "big"), content[_CHANGED_BY + 8 :]))


def _fill(connection: sqlite3.Connection, name: str, told: list[str], rows: Iterator[list[Any]], count: int) -> None:
    connection.execute(f"CREATE TABLE {name} ({', '.join(told)})")
    connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * count)})", rows)


def _columns(table: Table) -> Iterator[str]:
    for column in table.fields:
        needed = " NOT NULL" if column.required or table.key == (column.name,) else ""
        yield f"{_quoted(column.name)} {_TYPES.get(column.type, 'TEXT')}{needed}"
        if column.type == "number":
            yield f"{_quoted(column.name + _PRINTED)} TEXT"


def _keys(table: Table, vocabularies: list[str]) -> Iterator[str]:
    required = {column.name for column in table.fields if column.required}
    if table.key == ("id",) or required.issuperset(table.key):
        yield f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})"
    for column in table.fields:
        if column.type == "list":
            continue
        if column.reference:
            yield f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES {_quoted(column.reference)} ({_quoted(column.reference_column)})"
        elif column.vocabulary in vocabularies:
            yield f"FOREIGN KEY ({_quoted(column.name)}) REFERENCES {_vocabulary(column.vocabulary)} (id)"


def _cells(table: Table, row: Any) -> Iterator[Any]:
    for column in table.fields:
        value = getattr(row, column.name)
        if column.type == "number":
            yield None if value is None else float(value)
            yield None if value is None else format(Decimal(value), "f")
        elif isinstance(value, tuple):
            yield DELIMITER.join(value) or None
        else:
            yield value


def _vocabulary(name: str) -> str:
    return _quoted(f"vocabulary_{name}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


OUTPUTS = (Output("database", lambda _: (PATH,), _database, once=True),)
