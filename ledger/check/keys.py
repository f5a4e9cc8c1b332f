"""Keys: every name that a row uses is defined somewhere, and every id only once."""

from __future__ import annotations

from ledger.check.citation import clauses_of, policy_of
from ledger.check.doubts import Doubts
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table
from ledger.load.table import Row
from ledger.problems import Problems, did_you_mean


def check_keys(ledger: Ledger, doubts: Doubts, problems: Problems) -> None:
    """Every name, reference and clause of every row; rows that cite what does not exist are noted in ``doubts``."""
    for table in ledger.schema.tables.values():
        file = f"data/{table.path}"
        for row in ledger.tables[table.name]:
            for field in table.fields:
                for value in _values(row, field):
                    _check_value(ledger, field, value, file, row.line, problems)
            if table.name != "clauses":
                _check_clauses(ledger, table, row, file, doubts, problems)
    _check_ids(ledger, problems)


def _values(row: Row, field: Field) -> tuple[str, ...]:
    value = getattr(row, field.name)
    if value is None:
        return ()
    return value if field.type == "list" else (value,)


def _check_value(ledger: Ledger, field: Field, value: str, file: str, line: int, problems: Problems) -> None:
    if field.vocabulary and field.vocabulary not in ledger.left_out.tables:
        terms = ledger.vocabularies.get(field.vocabulary, {})
        if value not in terms:
            where = f"data/{ledger.schema.vocabularies.get(field.vocabulary, field.vocabulary)}"
            named = [id for id, term in terms.items() if value in term.names.values() or value == term.get("sign")]
            problems.add(file, line, f"{field.name}: '{value}' is not in {where}", f"write {named[0]}" if len(named) == 1 else did_you_mean(value, terms))
    if not field.reference or field.reference in ledger.left_out.tables | ledger.left_out.unnamed or value in ledger.left_out.ids:
        return
    there = ledger.schema.tables.get(field.reference)
    if there is None or field.reference_column not in there.columns:
        return  # said of the schema
    if not ledger.rows(field.reference, **{field.reference_column: value}):
        known = [getattr(r, field.reference_column) for r in ledger.rows(field.reference)]
        problems.add(file, line, f"{field.name}: no row '{value}' in {field.reference}", did_you_mean(value, known))


def _check_clauses(ledger: Ledger, table: Table, row: Row, file: str, doubts: Doubts, problems: Problems) -> None:
    policy = policy_of(ledger, table, row)
    if "clause" in table.columns and (policy is None or ledger.row("policies", policy) is None):
        doubts.astray.append((table, row))
    if policy is None or ledger.row("policies", policy) is None or "clauses" in ledger.left_out.tables:
        return
    for clause in clauses_of(row):
        if ledger.clause(policy, clause) is None and (policy, clause) not in ledger.left_out.clauses:
            doubts.astray.append((table, row))
            known = [c.clause for c in ledger.rows("clauses", policy=policy)]
            problems.add(file, row.line, f"clause: '{policy}' has no clause '{clause}'", did_you_mean(clause, known))


def _check_ids(ledger: Ledger, problems: Problems) -> None:
    seen: dict[str, tuple[str, int]] = {}
    for table in ledger.schema.tables.values():
        if table.key != ("id",):
            continue
        for row in ledger.tables[table.name]:
            if row.id in seen:
                other, line = seen[row.id]
                problems.add(f"data/{table.path}", row.line, f"id '{row.id}' is also that of data/{other}:{line}", "an id is used once in the whole ledger")
            seen[row.id] = (table.path, row.line)
