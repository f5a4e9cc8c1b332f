"""Second entry, as in double-entry book-keeping: the same facts keyed again by somebody who has not seen our rows.

``data/second/<policy>.csv`` holds one line a figure that the policy states, in ids of the vocabularies::

    id,clause,noun,subject,indicator,region,sector,product,comparator,value,…,case,basis,text,keyed
    gs13-s7,2.3.5,target,钢铁增加值能耗,energy-per-value-added,gansu,steel,,=,10,…,,,f12e1cb5dfa4c0ff,2026-11-26

``noun``     which role the fact has: ``target``, ``observation``, ``measure``, ``case`` or
             ``parameter``
``subject``  in the keyer's own words, for whoever has to settle a difference; of a parameter its name as printed
``case``     the number of the application within its clause; then ``indicator`` is the first word of its column: ``co2``, ``energy``
``text``     the first 16 digits of the SHA-256 of the text that it was keyed from, and ``keyed`` the day

The other columns are read as the schema declares them for targets and measures, so that both entries mean the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from ledger.load.known import Known
from ledger.load.schema import Field, Schema, Table
from ledger.load.table import Bare, Row, load_table
from ledger.problems import Problems

NOUNS = ("target", "observation", "measure", "case", "parameter")
"""What a second entry may be of: the roles of the tables that hold the first."""

FOLDER = "second"
_COLUMNS = [
    "id",
    "clause",
    "noun",
    "subject",
    "indicator",
    "comparator",
    "value",
    "value_max",
    "unit",
    "kind",
    "direction",
    "year",
    "base_year",
    "base_value",
    "stated_change",
    "change_unit",
    "case",
    "basis",
    "text",
    "keyed",
]
_PATTERNS = {"id": "[a-z0-9]+(-[a-z0-9]+)*", "noun": "|".join(NOUNS), "text": "[0-9a-f]{16}"}
_REQUIRED = ("id", "clause", "noun", "text", "keyed")
_TYPES = {"value": "number", "value_max": "number", "base_value": "number", "stated_change": "number", "case": "integer"}


def load_second(
    data: Path,
    schema: Schema,
    problems: Problems,
    bare: list[Bare] | None = None,
    policies: Collection[str] | None = None,
    known: Known | None = None,
) -> Mapping[str, tuple[Row, ...]]:
    """``{policy: rows}`` of every file in ``data/second/``; empty where a newsroom keeps none.

    A file that is named after none of ``policies``, where they are known, has no rows: its name is what is wrong with it.
    """
    tables = {policy_of_second(table) or "": table for table in second_tables(data, schema)}
    read = tables.keys() if policies is None else tables.keys() & set(policies)
    if schema.unread - schema.vocabularies.keys():
        read = set()  # what their columns are is not known
    return {policy: load_table(data, table, problems, bare=bare, known=known) if policy in read else () for policy, table in tables.items()}


def columns_of(schema: Schema) -> list[str]:
    """The columns of a second entry: where ``indicator`` stands, the dimensions of the newsroom follow."""
    place = _COLUMNS.index("indicator") + 1
    return [*_COLUMNS[:place], *(column for column in schema.dimension_columns if column not in _COLUMNS), *_COLUMNS[place:]]


def second_tables(data: Path, schema: Schema) -> list[Table]:
    """Every file in ``data/second/`` as a table."""
    fields = tuple(_field(schema, name) for name in columns_of(schema))
    return [_table(fields, file.stem) for file in sorted((data / FOLDER).glob("*.csv")) if not file.name.startswith((".", "~"))]


def policy_of_second(table: Table) -> str | None:
    """The policy that a table of second entries is of; of any other table nothing."""
    folder, _, policy = table.name.partition("/")
    return policy if folder == FOLDER and policy else None


def _table(fields: tuple[Field, ...], policy: str) -> Table:
    return Table(name=f"{FOLDER}/{policy}", path=f"{FOLDER}/{policy}.csv", fields=fields, key=("id",), title={}, description={})


def _field(schema: Schema, name: str) -> Field:
    """The field as the schema declares it for the rows that are keyed twice; what only a second entry has is declared here."""
    declared = {table.plays_as(f.name): f for noun in NOUNS for table in schema.of(noun) for f in reversed(table.fields)}
    field = declared.get(name) if name not in ("id", "kind", "indicator") else None
    if field is None:
        field = Field(name=name, format="edtf" if name in ("keyed", "year", "base_year") else "")
    return replace(field, name=name, type=_TYPES.get(name, "string"), required=name in _REQUIRED, pattern=_PATTERNS.get(name, ""), unique=False, reference="")
