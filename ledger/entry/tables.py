"""Which tables entry writes into, and what their columns are called: a newsroom names both as it likes, roles tell which they are.

Within this folder a figure is meant for a role (``target``), and its cells go by the names that the role has for them (``value``); what
stands on a worksheet and in a table goes by the newsroom's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Schema, Table

SOURCE, DOCUMENT, CLAUSE = "source", "document", "clause"
TARGET, OBSERVATION, MEASURE, EVENT = "target", "observation", "measure", "event"
UNUSED = "unused"
TEXTS = (SOURCE, DOCUMENT, CLAUSE)
"""What a text is entered as."""
FACTS = (TARGET, OBSERVATION, MEASURE, EVENT)
"""What a number may become."""
INDICATOR = "indicator"
_USUAL = (INDICATOR, "region", "sector", "product")


def of_role(schema: Schema, role: str) -> Table | None:
    """The table that new rows of a role go into: the first."""
    return next(iter(schema.of(role)), None)


def facts(schema: Schema) -> list[Table]:
    """The tables that a number may go into."""
    return [table for role in FACTS if (table := of_role(schema, role))]


def scopes(schema: Schema) -> dict[str, str]:
    """The columns that say what a figure is of, by the names that their role gives them, each with its vocabulary: the indicator first."""
    found: dict[str, str] = {}
    for table in schema.of(TARGET, OBSERVATION):
        named = [(name, table.field(name)) for name in _USUAL] + [(table.plays_as(field.name), field) for field in table.dimensions]
        for name, field in named:
            if field and field.vocabulary:
                found.setdefault(name, field.vocabulary)
    return {name: found[name] for name in sorted(found, key=lambda n: _USUAL.index(n) if n in _USUAL else len(_USUAL))}


def terms(ledger: Ledger, role: str, column: str) -> Mapping[str, object]:
    """The terms that a column of a role may hold; none where there is no such column, or it holds what it likes."""
    found: Field | None = next((field for table in ledger.schema.of(role) if (field := table.field(column))), None)
    return ledger.vocabularies.get(found.vocabulary, {}) if found else {}


def own(table: Table, cells: Mapping[str, str]) -> dict[str, str]:
    """Cells by the names that a table has for its columns; those that it does not have are left out."""
    return {column: text for name, text in cells.items() if (column := table.column(name))}


def by_role(table: Table, cells: Mapping[str, str]) -> dict[str, str]:
    """The same the other way round."""
    return {table.plays_as(column): text for column, text in cells.items() if column in table.columns}
