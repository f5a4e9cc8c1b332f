"""Keys: every name that a row uses is defined somewhere, and every id only once."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.check.citation import clauses_of, policy_of
from ledger.check.doubts import Doubts
from ledger.load.descriptor import NUMBERS
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table
from ledger.problems import Problems, did_you_mean


def check_keys(ledger: Ledger, doubts: Doubts, problems: Problems) -> None:
    """Every name, reference and clause of every row; rows that cite what does not exist are noted in ``doubts``."""
    policies = {row.id for row in ledger.of("document")}
    unsure = ledger.schema.unread_of(ledger.left_out.tables, "clause")
    outline = {(row.document, row.clause) for row in ledger.of("clause")} | ledger.left_out.clauses
    for table in ledger.schema.tables.values():
        file = f"data/{table.path}"
        for field in table.fields:
            if field.vocabulary or field.reference:
                _check_column(ledger, table, field, file, problems)
        for row in ledger.tables[table.name] if table.role != "clause" else ():
            policy = policy_of(ledger, table, row)
            if policy not in policies:
                if table.column("clause") and (policy or clauses_of(row)):
                    doubts.astray.append((table, row))
            elif not unsure:
                for clause in clauses_of(row):
                    if (policy, clause) not in outline:
                        doubts.astray.append((table, row))
                        known = [c.clause for c in ledger.of("clause", document=policy)]
                        problems.add(file, row.line, f"clause: '{policy}' has no clause '{clause}'", did_you_mean(clause, known))
    _check_ids(ledger, problems)
    _check_evidence(ledger, problems)


def _check_evidence(ledger: Ledger, problems: Problems) -> None:
    """The rows that a verdict rests on are there, as far as all rows could be read."""
    if ledger.left_out.tables or ledger.left_out.unnamed:
        return
    for row in ledger.of("verdict"):
        for id in row.evidence:
            if id not in ledger.owner and id not in ledger.left_out.ids:
                problems.add(ledger.schema.file_of(row), row.line, f"evidence: no row '{id}'", did_you_mean(id, ledger.owner))


def _check_column(ledger: Ledger, table: Table, field: Field, file: str, problems: Problems) -> None:
    wrong: dict[str, list[tuple[str, str]]] = {}
    for row in ledger.tables[table.name]:
        value = getattr(row, field.name)
        for each in value if field.type == "list" else () if value is None else (str(value),):
            if each not in wrong:
                wrong[each] = list(_wrong_with(ledger, field, each))
            for what, remedy in wrong[each]:
                problems.add(file, row.line, f"{field.name}: {what}", remedy)


def _wrong_with(ledger: Ledger, field: Field, value: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a name or a reference, and what to do."""
    if field.vocabulary and field.vocabulary not in ledger.left_out.tables:
        terms = ledger.vocabularies.get(field.vocabulary, {})
        if value not in terms:
            where = f"data/{ledger.schema.vocabularies.get(field.vocabulary, field.vocabulary)}"
            named = [id for id, term in terms.items() if value in term.names.values() or value == term.get("sign")]
            yield f"'{value}' is not in {where}", f"write {named[0]}" if len(named) == 1 else did_you_mean(value, terms)
    if not field.reference or field.reference in ledger.left_out.tables | ledger.left_out.unnamed or value in ledger.left_out.ids:
        return
    there = ledger.schema.tables.get(field.reference)
    leads = there.field(field.reference_column) if there else None
    if there is None or leads is None or (field.type in NUMBERS) != (leads.type in NUMBERS):
        return  # said of the schema
    if not ledger.rows(field.reference, **{field.reference_column: value}):
        known = [getattr(r, field.reference_column) for r in ledger.rows(field.reference)]
        yield f"no row '{value}' in {field.reference}", did_you_mean(value, known)


def _check_ids(ledger: Ledger, problems: Problems) -> None:
    seen: dict[str, tuple[str, int]] = {}
    for table in ledger.schema.tables.values():
        if not table.named:
            continue
        for row in ledger.tables[table.name]:
            if row.id in seen:
                other, line = seen[row.id]
                problems.add(f"data/{table.path}", row.line, f"id '{row.id}' is also that of data/{other}:{line}", "an id is used once in the whole ledger")
            seen[row.id] = (table.path, row.line)
