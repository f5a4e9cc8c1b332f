"""What tells a record from others of the same name, where anything has to.

Three targets may all be "Number of enterprises, Gansu, 2020". Such a record says more in its heading, one thing after another until no
other says the same: the dimensions that its name does not tell, the kind of value, its condition, the first words of its note where these
tell all of them apart, the value itself, these words where they tell some, its base year, its document, the records that it belongs to, its clause, its number, its summary, at last its id. What tells none
of them apart is left out, and a record with a name of its own has nothing added.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.load.roles import ROLES
from ledger.load.table import Row
from ledger.render.parts import searched
from ledger.render.series import SERIES

if TYPE_CHECKING:
    from ledger.render.edition import Edition


class Apart(NamedTuple):
    """One thing that tells a record apart: the column of its role that says it, and the words."""

    column: str
    words: str


Told = tuple[Apart, ...]
Words = Callable[["Edition", Any], str]
_SENTENCE = re.compile(r"[;；。:：]|\.\s")
WHOLLY = ""
"""Where the note stands that tells every record of a name apart: what it says means more to a reader than a value."""
LONGEST = 60
"""Characters of the first words of a note."""
DEEPEST = 3
"""So many rows above one another are named."""


def headings(edition: Edition, found: dict[str, Told]) -> None:
    """Add what the name of each record needs to ``found``, by ``language/id``; ``edition`` is one that notes nothing, and knows what is
    found already: a document's own heading stands in that of its rows."""
    for table in searched(edition.ledger.schema):
        if table != SERIES:
            found.update({f"{edition.code}/{id}": told for id, told in _of_table(edition, table)})


def _of_table(edition: Edition, table: str) -> Iterator[tuple[str, Told]]:
    groups = _apart(edition.ledger.rows(table), edition.plain_heading)
    unsure = [group for group in groups if len(group) > 1]
    told: dict[str, list[Apart]] = {row.id: [] for group in unsure for row in group}
    for column, aspect in _aspects(edition, table) if unsure else ():
        words = functools.partial(aspect, edition)
        left: list[list[Row]] = []
        for group in unsure:
            parts = _apart(group, words)
            if column == WHOLLY and not (len(parts) == len(group) and all(map(words, group))):
                parts = [group]
            if len(parts) > 1:
                for row in group:
                    told[row.id] += [Apart(column or "note", said)] if (said := words(row)) else []
            left += [part for part in parts if len(part) > 1]
        unsure = left
    # Other words may come to the same heading; the id never does.
    for alike in _apart([row for group in groups for row in group], lambda row: edition.with_apart(edition.plain_heading(row), told.get(row.id, ()))):
        for row in alike if len(alike) > 1 else ():
            told.setdefault(row.id, []).append(Apart("id", row.id))
    return ((id, tuple(parts)) for id, parts in told.items() if parts)


def _apart(rows: Iterable[Row], words: Callable[[Any], str]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(words(row), []).append(row)
    return list(groups.values())


def _aspects(edition: Edition, table: str) -> Iterator[tuple[str, Words]]:
    """``(column, its words of a row)``, what tells most first."""
    declared = edition.ledger.schema.tables[table]
    columns = ROLES[declared.role].columns if declared.role else ()
    for dimension in declared.dimensions:
        yield dimension.name, functools.partial(_dimension, column=dimension.name)
    yield from ((column, words) for column, words in _BEFORE.items() if _has(columns, column or "note"))
    for own in edition.own_columns(table):
        if own not in declared.dimensions:
            yield own.name, functools.partial(_own, column=own.name)
    yield from ((column, words) for column, words in _AFTER.items() if column == "id" or _has(columns, column) or declared.column(column))


def _has(columns: Sequence[str], column: str) -> bool:
    return column in columns or f"{column}_{{lang}}" in columns


def _dimension(edition: Edition, row: Any, column: str) -> str:
    return "" if edition.names_in_heading(row, column) else edition.said(row, column)


def _own(edition: Edition, row: Any, column: str) -> str:
    words = edition.t("enumeration").join(words for words, _ in edition.cell(row, column))
    return words if len(words) <= LONGEST else ""


def _value(edition: Edition, row: Any) -> str:
    return edition.measured(row) if row.value is not None else ""


def _date(edition: Edition, row: Any, column: str) -> str:
    return edition.date(getattr(row, column))


def _named(edition: Edition, row: Any, column: str) -> str:
    """What the row that a column names is called, and those above it."""
    declared, names = edition.ledger.schema.tables[row.table].field(column), []
    while declared and declared.reference and (id := getattr(row, column)) and (there := edition.ledger.row(declared.reference, id)):
        names.append(edition.with_apart(edition.label(there), edition.parts_apart(there)))
        if there.table != row.table or len(names) == DEEPEST:
            break
        row = there
    return edition.t("comma").join(names)


def _first_words(edition: Edition, row: Any, column: str) -> str:
    """The first words of a text, up to the end of what they are about."""
    first = _SENTENCE.split(edition.own(row, column), maxsplit=1)[0].strip()
    return first if len(first) <= LONGEST else ""


def _document(edition: Edition, row: Any) -> str:
    document = edition.source_of(row)[0]
    return edition.titled(edition.with_apart(edition.label(document), edition.parts_apart(document))) if document else ""


def _clause(edition: Edition, row: Any) -> str:
    clause = edition.source_of(row)[1]
    return edition.own(clause, "heading") if clause else getattr(row, "clause", None) or ""


_BEFORE: Mapping[str, Words] = {
    "date": functools.partial(_date, column="date"),
    "kind": lambda edition, row: edition.said(row, "kind"),
    "condition": lambda edition, row: edition.own(row, "condition"),
    WHOLLY: functools.partial(_first_words, column="note"),
    "value": _value,
    "note": functools.partial(_first_words, column="note"),
    "base_year": functools.partial(_date, column="base_year"),
}
"""What tells a record apart before the columns that a table has of its own: the role's columns."""
_AFTER: Mapping[str, Words] = {
    "issued": functools.partial(_date, column="issued"),
    "document": _document,
    "item": functools.partial(_named, column="item"),
    "parent": functools.partial(_named, column="parent"),
    "clause": _clause,
    "number": lambda edition, row: str(row.number or ""),
    "summary": functools.partial(_first_words, column="summary"),
    "id": lambda edition, row: str(row.id),
}
"""And after them."""
