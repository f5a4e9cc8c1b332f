"""``data/targets.parquet``: the tables of facts as Apache Parquet, where ``extra: parquet: true`` in ``mkdocs.yml`` asks for them.

Numbers are decimals with all their digits, lists are lists, everything else is text. The library that writes them is an extra
(``green-ledger[parquet]``); what is published does not depend on whether it happens to be there: without it, a project that asks for
these files is told so.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ledger.load.columns import Field
from ledger.outputs.named import tables_of_facts
from ledger.outputs.output import Output
from ledger.render.edition import Edition

_DIGITS = 38
"""Digits of the widest decimal that every reader knows."""


def _paths(edition: Edition) -> Iterator[str]:
    yield from (f"data/{table.name}.parquet" for table in tables_of_facts(edition) if edition.project.parquet)


def is_wanted(edition: Edition, name: str) -> bool:
    """Whether a table has such a file."""
    return edition.project.parquet and any(table.name == name for table in tables_of_facts(edition))


def _content(edition: Edition, path: str) -> bytes:
    import pyarrow
    from pyarrow import parquet

    table = edition.ledger.schema.tables[path.removeprefix("data/").removesuffix(".parquet")]
    rows = edition.whole(table.name)
    columns = [[getattr(row, column.name) for row in rows] for column in table.fields]
    arrays = [pyarrow.array(*_typed(pyarrow, column, values)) for column, values in zip(table.fields, columns, strict=True)]
    made = io.BytesIO()
    told = pyarrow.table(arrays, names=[column.name for column in table.fields])
    parquet.write_table(told.replace_schema_metadata({"version": edition.version}), made, compression="zstd", write_page_checksum=True)
    return made.getvalue()


def _typed(pyarrow: Any, column: Field, values: list[Any]) -> tuple[list[Any], Any]:
    """The cells of a column with the type that holds all of them."""
    if column.type == "list":
        return [list(value or ()) for value in values], pyarrow.list_(pyarrow.string())
    if column.type == "integer":
        return values, pyarrow.int64()
    if column.type == "number":
        decimals = max((max(0, -int(value.as_tuple().exponent)) for value in values if isinstance(value, Decimal)), default=0)
        return values, pyarrow.decimal128(_DIGITS, decimals)
    return [None if value is None else str(value) for value in values], pyarrow.string()


OUTPUTS = (Output("parquet", _paths, _content, once=True),)
