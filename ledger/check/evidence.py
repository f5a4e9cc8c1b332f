"""Evidence: every row with a printed number or a dated event is borne out by a statement of its clause, by a second entry, or by both.

Which safeguards a source has, its row in ``sources.csv`` says (``safeguards: statements;second``); a newsroom that declares
none is held to none. What neither bears out is an error, unless ``waivers.csv`` names the row and its very faults; a waiver
whose fault is gone is an error too, and so are waivers for more than one row in twenty. An adjudication alone does not let a row stand that
both refuse: where the second entry differs in the very field that the statements refuse, the row needs its waiver as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ledger.check.borne import HEDGE, Witness
from ledger.check.citation import citing_tables, policy_of
from ledger.check.second import Agreement
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.problems import Problems

STATEMENTS, SECOND = "statements", "second"
"""The safeguards that a source may declare."""
WAIVED_AT_MOST = 20
"""One row in so many may be waived: more would mean that the safeguards do not fit the documents."""
COUNTS = ("rows", "statements", "second", "both", "waived")


def check_evidence(ledger: Ledger, agreement: Mapping[str, Agreement], problems: Problems) -> dict[str, Counter[str]]:
    """``{policy: counts}``: rows with a printed number, those borne out by ``statements``, by a ``second`` entry, by ``both``, and
    those ``waived``. ``statements`` and ``second`` include ``both``."""
    witness = Witness(ledger)
    waivers: dict[str, Row] = {w.row: w for w in ledger.rows("waivers")}
    needed: set[str] = set()
    counts: dict[str, Counter[str]] = {policy.id: Counter() for policy in ledger.rows("policies")}
    for table in citing_tables(ledger):
        if table.name == "discrepancies":
            continue
        for row in ledger.tables[table.name]:
            policy = policy_of(ledger, table, row) or ""
            declared = safeguards(ledger, policy)
            if not declared or not witness.has_evidence(table, row):
                continue
            faults = witness.faults(table, row) if STATEMENTS in declared else ("statements",)
            second = policy in agreement and row.id in agreement[policy].twice
            # What an entry says otherwise or not at all, it does not bear out against the statements; how a thing is called is freer.
            refused = set(faults) & (agreement[policy].against.get(row.id, frozenset()) - {"name"} | {HEDGE}) if second else set()
            second = second and not refused
            count = counts[policy]
            count.update(["rows", *["statements"] * (not faults), *["second"] * second, *["both"] * (second and not faults)])
            if second or not faults:
                continue
            waiver = waivers.get(row.id)
            if waiver is not None and waiver.faults == faults:
                needed.add(row.id)
                count["waived"] += 1
                continue
            said = ", ".join(faults)
            nor = f"nor by a second entry, which does not say its {' and '.join(sorted(refused))}" if refused else "nor by a second entry"
            again = "" if refused else "have it keyed again in data/second/, or "
            problems.add(
                f"data/{table.path}",
                row.line,
                f"'{row.id}' is borne out neither by a statement of clause {row.clause} (differs: {said}) {nor}",
                f"correct the row, or {again}name these faults in data/waivers.csv with a reason",
            )
    _check_waivers(ledger, waivers, needed, sum(c["rows"] for c in counts.values()), problems)
    return counts


def safeguards(ledger: Ledger, policy: str) -> tuple[str, ...]:
    """What the source of a policy declares."""
    owner = ledger.row("policies", policy)
    source = ledger.row("sources", owner.source) if owner else None
    return tuple(getattr(source, "safeguards", None) or ())


def _check_waivers(ledger: Ledger, waivers: Mapping[str, Row], needed: Iterable[str], rows: int, problems: Problems) -> None:
    table = ledger.schema.tables.get("waivers")
    file = f"data/{table.path}" if table else ""
    for id, waiver in waivers.items():
        if id not in needed:
            what = f"'{id}' needs no waiver for {', '.join(waiver.faults)}: the row is borne out, has other faults, or is gone"
            problems.add(file, waiver.line, what, "remove the line, or name the faults that the check names")
    if waivers and len(waivers) * WAIVED_AT_MOST > rows:
        problems.add(file, 0, f"{len(waivers)} of {rows} rows are waived, more than one in {WAIVED_AT_MOST}", "have them keyed again in data/second/")
