"""Tables without rows that the rows of others are about: somebody has lost them, and all that follows has one cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger.load.schema import Schema
from ledger.load.second import NOUNS
from ledger.load.table import LeftOut, Row
from ledger.problems import Problems


def tell_emptied(schema: Schema, tables: Mapping[str, Sequence[Row]], second: Mapping[str, Sequence[Row]], left_out: LeftOut, problems: Problems) -> None:
    """One problem for each emptied table, which is then among those that were left out."""
    named: dict[str, int] = dict.fromkeys(tables, 0)
    for name, rows in tables.items():
        for there in {f.reference for f in schema.tables[name].fields if f.reference in named}:
            named[there] += len(rows)
        if any(f.format == "clause" for f in schema.tables[name].fields):
            for outline in schema.of("clause"):
                named[outline.name] += len(rows)
    for entries in second.values():
        for entry in entries:
            for table in schema.of(*{entry.noun} & {*NOUNS}):
                named[table.name] += 1
    for name, count in named.items():
        if count and not tables[name] and not left_out.tables and not left_out.unnamed:
            what = f"the table has no rows, but {count} {'row' if count == 1 else 'rows'} elsewhere {'is' if count == 1 else 'are'} about them"
            problems.add(f"data/{schema.tables[name].path}", 1, what, "restore them")
            left_out.tables.add(name)
