"""Evidence: every row with a printed number or a dated event is borne out by a statement of its clause, by a second entry, or by both.

Which safeguards a source has, its row in ``sources.csv`` says (``safeguards: statements;second``); a newsroom that declares
none is held to none. What neither bears out is an error, unless ``waivers.csv`` names the row and its very faults; a waiver
whose fault is gone is an error too, and so are waivers for more than one row in twenty. An adjudication alone does not let a row stand that
both refuse: where the second entry differs in the very field that the statements refuse, the row needs its waiver as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ledger.check.borne import HEDGE, Witness
from ledger.check.citation import citing_tables, policy_of
from ledger.check.second import Agreement
from ledger.check.statements import Names
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.problems import Problems

STATEMENTS, SECOND = "statements", "second"
"""The safeguards that a source may declare."""
WAIVED_AT_MOST = 20
"""One row in so many may be waived: more would mean that the safeguards do not fit the documents."""
COUNTS = ("rows", "statements", "second", "both", "waived")


@dataclass(frozen=True)
class Evidence:
    """``counts`` of a policy: rows with a printed number, those borne out by ``statements``, by a ``second`` entry, by ``both``, and those
    ``waived``. ``statements`` and ``second`` include ``both``. ``waived`` are the rows of which the waiver was needed."""

    counts: Mapping[str, int] = field(default_factory=dict)
    waived: tuple[str, ...] = ()


def check_evidence(ledger: Ledger, policy: str, agreement: Agreement | None, names: dict[str, Names], problems: Problems) -> Evidence:
    """Who bears the rows of a policy out; a row that nobody does is an error. ``names`` are those of each language, as far as they were read."""
    declared = safeguards(ledger, policy)
    if not declared:
        return Evidence()
    source = _source(ledger, policy)
    if STATEMENTS in declared and not source.sha256:
        what = f"sha256: is empty, and '{source.id}' is to be borne out by its statements"
        remedy = "write the SHA-256 of the archived text, or take statements out of safeguards"
        problems.add(ledger.schema.file_of(source), source.line, what, remedy)
        return Evidence()
    witness = Witness(ledger, names)
    waivers: dict[str, Row] = {w.row: w for w in ledger.of("waiver")}
    needed: dict[str, None] = {}
    count: Counter[str] = Counter()
    for table in citing_tables(ledger):
        if table.role == "discrepancy":
            continue
        for row in ledger.tables[table.name]:
            if policy_of(ledger, table, row) != policy or not witness.has_evidence(table, row):
                continue
            faults = witness.faults(table, row) if STATEMENTS in declared else ("statements",)
            second = agreement is not None and row.id in agreement.twice
            # What an entry says otherwise or not at all, it does not bear out against the statements; how a thing is called is freer.
            refused = set(faults) & (agreement.against.get(row.id, frozenset()) - {"name"} | {HEDGE}) if agreement and second else set()
            second = second and not refused
            count.update(["rows", *["statements"] * (not faults), *["second"] * second, *["both"] * (second and not faults)])
            if second or not faults:
                continue
            waiver = waivers.get(row.id)
            if waiver is not None and waiver.faults == faults:
                needed[row.id] = None
                count["waived"] += 1
                continue
            said = ", ".join(faults)
            nor = f"nor by a second entry, which does not say its {' and '.join(sorted(refused))}" if refused else "nor by a second entry"
            again = "" if refused else "have it keyed again in data/second/, or "
            problems.add(
                f"data/{table.path}",
                row.line,
                f"'{row.id}' is borne out neither by a statement of clause {row.clause} (differs: {said}) {nor}",
                f"correct the row, or {again}name these faults in {ledger.schema.file('waiver')} with a reason",
            )
    return Evidence(dict(count), tuple(needed))


def safeguards(ledger: Ledger, policy: str) -> tuple[str, ...]:
    """What the source of a policy declares."""
    return tuple(getattr(_source(ledger, policy), "safeguards", None) or ())


def _source(ledger: Ledger, policy: str) -> Row:
    owner = ledger.find("document", policy)
    source: Row = ledger.find("source", owner.source) if owner else None
    return source


def check_waivers(ledger: Ledger, needed: Collection[str], rows: int, problems: Problems) -> None:
    """Waivers that are not needed, and waivers for too many of all ``rows``, are errors."""
    waivers: dict[str, Row] = {w.row: w for w in ledger.of("waiver")}
    file = ledger.schema.file("waiver")
    for id, waiver in waivers.items():
        if id not in needed:
            what = f"'{id}' needs no waiver for {', '.join(waiver.faults)}: the row is borne out, has other faults, or is gone"
            problems.add(file, waiver.line, what, "remove the line, or name the faults that the check names")
    if waivers and len(waivers) * WAIVED_AT_MOST > rows:
        problems.add(file, 0, f"{len(waivers)} of {rows} rows are waived, more than one in {WAIVED_AT_MOST}", "have them keyed again in data/second/")
