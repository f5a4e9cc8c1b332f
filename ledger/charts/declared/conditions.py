"""Conditions on rows: ``filter: {unit: "%", year: [2020, 2025], clause: box-1*, value: "> 0", note: not ""}``.

A value is looked for as it stands in the table; numbers by what they are, so that 306.7 finds 306.70. A text with ``*`` in it stands
for whatever begins, ends or goes on so; ``"*"`` alone for any cell that is not empty, ``""`` for an empty one; ``not x`` for all others.
A number may be bounded: ``"> 0"``, ``">= 10"``, ``"< 5"``, ``"<= 5"``; and a date, ``">= 2025"``, by all of it.
"""

from __future__ import annotations

import fnmatch
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from ledger.charts.declared.records import Record, Relation, Unfit
from ledger.charts.declared.values import number_of, printed
from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.schema import Field
from ledger.load.typed import shown
from ledger.problems import did_you_mean

_BOUND = re.compile(r"(>=|<=|>|<)\s*(-?\d{1,30}(?:\.\d{1,30})?)", re.A)
_SINCE = re.compile(r"(>=|<=|>|<)\s*(\d{4}(?:-\d{2}){0,2})", re.A)
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
Test = Callable[[Record], bool]


def test_of(relation: Relation, column: str, wanted: Any, ledger: Ledger) -> Test:
    """Whether a record fits; of several values one is enough."""
    field = next((f for f in relation.table.fields if f.name == column), None)
    if field is None:
        raise Unfit(f"{relation.table.name} has no column {shown(column)}", did_you_mean(column, relation.table.columns), column)
    values = wanted if isinstance(wanted, list) else [wanted]
    if not values or not all(isinstance(v, str) for v in values):
        remedy = f'write {column}: a value, {column}: [a, b], or {column}: "" for empty cells'
        raise Unfit(f"{column} has no value to look for", remedy, column)
    tests = [_one(relation, field, value, ledger) for value in values]
    return tests[0] if len(tests) == 1 else lambda record: any(test(record) for test in tests)


def all_of(relation: Relation, conditions: Mapping[str, Any], ledger: Ledger) -> Test:
    """Whether a record fits all of several conditions."""
    tests = [test_of(relation, column, wanted, ledger) for column, wanted in conditions.items()]
    return lambda record: all(test(record) for test in tests)


def _one(relation: Relation, field: Field, value: str, ledger: Ledger) -> Test:
    name, is_number = field.name, field.type in ("number", "integer")

    def cell(record: Record) -> Any:
        found = number_of(record, name) if name in relation.derived and is_number else getattr(record, name)
        return _compared(field, printed(found))

    if value.startswith("not ") and not any(printed(getattr(r, name)) == value for r in relation.records):
        rest = value.removeprefix("not ").strip()
        inner = _one(relation, field, "" if rest in ('""', "''") else rest, ledger)
        return lambda record: not inner(record)
    if is_number and (bound := _BOUND.fullmatch(value.strip())):
        holds, edge = _ORDER[bound[1]], Decimal(bound[2])
        return lambda record: isinstance(found := cell(record), Decimal) and holds(found, edge)
    if field.format == "edtf" and (since := _SINCE.fullmatch(value.strip())):
        return _dated(name, since[1], since[2])
    there = dict.fromkeys(map(cell, relation.records))
    if "*" in value and value not in there:
        shape = re.compile(fnmatch.translate(value.replace("[", "[[]"))) if value != "*" else re.compile(r"(?s).+")
        if relation.records and not any(shape.match(str(each)) for each in there):
            raise Unfit(f"no row of {relation.table.name} has {name} like {shown(value)}", did_you_mean(value.strip("*"), [str(t) for t in there if t]), name)
        return lambda record: shape.match(str(cell(record))) is not None
    looked_for = _compared(field, value)  # an empty cell, or a name that a derived column may have, is no mistake where no row has it today
    if relation.records and looked_for not in there and value and value not in field.enum:
        raise Unfit(*_nothing_has(relation, field, value, [str(each) for each in there], ledger), field.name)
    return lambda record: bool(cell(record) == looked_for)


def _dated(name: str, sign: str, edge: str) -> Test:
    """Whether a date lies before or after another: all of it, so that 2025 is neither before nor after a day of 2025."""
    bound = parse_edtf(edge)

    def fits(record: Record) -> bool:
        try:
            span = parse_edtf(printed(getattr(record, name)))
        except ValueError:
            return False
        if not (span.first and span.last and bound.first and bound.last):
            return False
        mine, other = {">": (span.first, bound.last), ">=": (span.first, bound.first), "<": (span.last, bound.first), "<=": (span.last, bound.last)}[sign]
        return _ORDER[sign](mine, other)

    return fits


def _compared(field: Field, text: str) -> Any:
    """What a cell or the value of a condition is compared by. Numbers are alike by value: a filter for 306.7 finds 306.70."""
    if field.type in ("number", "integer") and text:
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    return text


def _nothing_has(relation: Relation, field: Field, value: str, there: Sequence[str], ledger: Ledger) -> tuple[str, str]:
    """What is wrong with a value that no row has: it may be no name at all, or one that is not used here."""
    terms: Mapping[str, Any] = ledger.vocabularies.get(field.vocabulary, {}) if field.vocabulary else {}
    known = [t for t in there if t]
    if terms and value not in terms:
        near = did_you_mean(value, terms)
        remedy = near if near.startswith("did") else did_you_mean(value, known)
        return f"{field.name}: {shown(value)} is not in the vocabulary {field.vocabulary}", remedy
    return f"no row of {relation.table.name} has {field.name} {shown(value)}", did_you_mean(value, known)
