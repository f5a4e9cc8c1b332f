"""Other tables beside the rows: ``join: {policies: policy}``.

``policy`` holds the key of a row of ``policies``, whose columns are then ``policies.title`` and so on; what names no row has empty
cells. A joined column may join further: ``join: {policies: policy, sources: policies.source}``. The other way round, many
rows for one, is ``{events: {on: {id: policy}, take: {n: count, first: {min: number}}}}``: numbers of all events whose
``policy`` is our ``id``; with ``filter:``, of those that fit. ``on: {clause: [clause, also]}`` looks for ours in either of their columns,
where a cell may have several values; ``on: {region: within region}``, in theirs and in what that lies in, up the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from ledger.charts.declared.conditions import all_of
from ledger.charts.declared.deriving import column, parts
from ledger.charts.declared.grouping import evened, takes
from ledger.charts.declared.records import Record, Relation, Unfit, extended, joined, record_of, sources
from ledger.charts.declared.values import printed
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table
from ledger.load.typed import shown
from ledger.problems import did_you_mean

_WITHIN = "within "


def related(table: Table, ledger: Ledger) -> Relation:
    """All rows of a table."""
    return Relation(table, tuple(map(record_of, ledger.rows(table.name))))


def join(relation: Relation, name: str, way: Any, ledger: Ledger, titles: Mapping[str, Mapping[str, str]]) -> Relation:
    """The relation with the columns of another table, or with numbers of its rows. Raises ``Unfit``."""
    table = ledger.schema.tables.get(name)
    if table is None:
        raise Unfit(f"there is no table {shown(name)}", did_you_mean(name, ledger.schema.tables))
    if isinstance(way, str):
        return _one(relation, table, way, ledger)
    if not isinstance(way, dict) or not {"on", "take"} <= set(way) <= {"on", "take", "filter"} or not all(isinstance(v, dict) for v in way.values()):
        raise Unfit("joined by what?", f"write {name}: a column, or {name}: {{on: {{id: its column}}, take: {{n: count}}}}, with a filter: if need be")
    return _many(relation, related(table, ledger), way, ledger, titles)


def _one(relation: Relation, table: Table, on: str, ledger: Ledger) -> Relation:
    column(relation, on, "any")
    if len(table.key) != 1:
        raise Unfit(f"{table.name} has no key of one column", f"take numbers of its rows: {table.name}: {{on: …, take: …}}")
    found = [other if (id := printed(getattr(r, on))) and (other := _by_key(ledger, table, id)) else None for r in relation.records]
    if relation.records and not any(found):
        near = next((f.name for f in relation.table.fields if f.reference == table.name), "")
        raise Unfit(f"{on} names no row of {table.name}", f"did you mean {near}?" if near else "name the column that holds its key")
    fields = [replace(f, name=f"{table.name}.{f.name}", required=False) for f in table.fields]
    return relation.having(fields, [joined(record, table.name, other) for record, other in zip(relation.records, found, strict=True)])


def _by_key(ledger: Ledger, table: Table, id: str) -> Any:
    if table.key == ("id",):
        return ledger.row(table.name, id)
    return next(iter(ledger.rows(table.name, **{table.key[0]: id})), None)


def _many(relation: Relation, others: Relation, way: Mapping[str, Any], ledger: Ledger, titles: Mapping[str, Mapping[str, str]]) -> Relation:
    on, test = way["on"], all_of(others, way.get("filter", {}), ledger)
    others = Relation(others.table, tuple(r for r in others.records if test(r)))
    wanted = {ours: [theirs] if isinstance(theirs, str) else theirs for ours, theirs in on.items()}
    for ours, theirs in wanted.items():
        column(relation, ours, "any")
        for each in theirs if isinstance(theirs, list) and theirs else [""]:
            column(others, str(each).removeprefix(_WITHIN), "any")
    made = takes(others, way["take"], ledger)
    places: dict[tuple[str, ...], list[int]] = {}
    for place, record in enumerate(others.records):
        for where in product(*(_values(others, record, theirs, ledger) for theirs in wanted.values())):
            places.setdefault(where, []).append(place)
    mine = parts(relation, list(on))
    found = [places.get(where, []) for where in mine]
    records = []
    for record, inside, cells in zip(relation.records, found, evened([{name: way(p) for name, way in made.items()} for p in found]), strict=True):
        more = Record(record._row, record._cells, record._joined, (*sources(record), *(row for p in inside for row in sources(others.records[p]))))
        records.append(extended(more, cells))
    return relation.having([Field(name, "number", title=dict(titles.get(name, {}))) for name in made], records, list(made))


def _values(relation: Relation, record: Record, columns: Sequence[str], ledger: Ledger) -> list[str]:
    """What a row may be looked for by, each once."""
    found: dict[str, None] = {}
    for name in columns:
        value = getattr(record, name.removeprefix(_WITHIN))
        for each in value if isinstance(value, tuple) else (value,):
            found[printed(each)] = None
            vocabulary = relation.table.field(name.removeprefix(_WITHIN)).vocabulary if name.startswith(_WITHIN) else ""  # type: ignore[union-attr]
            term = ledger.term(vocabulary, str(each)) if vocabulary else None
            while term and (parent := term.get("parent")) and parent not in found:
                found[parent] = None
                term = ledger.term(vocabulary, parent)
    return list(found)
