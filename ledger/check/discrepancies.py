"""Discrepancies are claims about a source, so they are checked like every other row.

What is ``stated`` must stand in the cited clause (its field is ``printed``, so provenance sees to that). Here:

- every row that a discrepancy names exists;
- stated and computed differ by more than rounding;
- where a rule can compute, ``computed`` is what the rule gives: the change of a target from its base, the yearly change,
  an identity, or the ``working`` that the row itself writes down; a newsroom that keeps workings leaves none out, but for
  what it calls a speculation itself;
- a discrepancy that excuses a figure (a stated change, an identity) excuses one that really does not hold, and no other.

A discrepancy excuses a row when it is of a kind in ``EXCUSES``, names the row, and states the very figure that fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ledger.check.arithmetic import Change, change_of, printed_interval, yearly_changes
from ledger.check.citation import cited, citing_tables, policy_of, quantities
from ledger.check.counting import share_a_clause
from ledger.check.doubts import Doubts
from ledger.check.identities import balance
from ledger.check.working import BadWorking, NotRead, done
from ledger.language import without_noughts
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.problems import Problems, did_you_mean

FILE = "data/discrepancies.csv"
POINTS_OR_PERCENT = "percent-or-points"
ROUNDING = "rounding"
"""A stated change that holds only if the ends are themselves rounded: no fault, but worth a word."""
_NEEDS_WORKING = ("arithmetic", "contradiction", "sum")
_CALENDAR = frozenset(map(Decimal, (7, 12, 24, 60, 365)))
"""Days of a week and a year, hours, minutes and months: no text prints them, and none has to."""
_GONE = "the fault is gone or was none: take the row out, or remove the discrepancy"


def check_discrepancies(ledger: Ledger, doubts: Doubts, problems: Problems) -> None:
    """Hold every discrepancy against its clause, its rows and the rules that can compute it."""
    astray = {(row.table, row.line) for _, row in doubts.astray}
    for row in ledger.of("discrepancy"):
        missing = [id for id in row.rows if id not in ledger.owner]
        for id in missing:
            if id in ledger.left_out.ids or ledger.left_out.tables or ledger.left_out.unnamed:
                continue  # it may be among the rows that could not be read
            problems.add(ledger.schema.file_of(row), row.line, f"rows: no row '{id}'", did_you_mean(id, ledger.owner))
        if (row.table, row.line) not in astray:
            _check_places(ledger, row, astray, problems)
        if row.stated is not None and row.computed is not None and _same_print(row.computed, row.stated):
            remedy = "leave computed empty where no other figure is meant; remove the row if nothing is wrong"
            problems.add(ledger.schema.file_of(row), row.line, f"computed: {row.computed} is {row.stated} within its rounding", remedy)
        ruled = _check_working(ledger, row, problems)
        if missing:
            continue
        ruled |= _check_stated_changes(ledger, row, problems)
        ruled |= _check_yearly_changes(ledger, row, problems)
        ruled |= _check_identities(ledger, row, problems)
        if row.computed is not None and not ruled and _needs_working(ledger, row):
            remedy = "write under working how it is computed, or give it a weight that is doubtful, or leave computed empty"
            problems.add(ledger.schema.file_of(row), row.line, f"computed: no rule gives {row.computed}", remedy)


def _check_places(ledger: Ledger, row: Row, astray: set[tuple[str, int]], problems: Problems) -> None:
    """A row of the same document that a discrepancy names stands in one of its clauses, as far as its clause is known."""
    for name in row.rows:
        for table in citing_tables(ledger):
            named = ledger.row(table.name, name) if table.named else None
            if (
                named is not None
                and (named.table, named.line) not in astray
                and policy_of(ledger, table, named) == row.document
                and not share_a_clause(row, named)
            ):
                what = f"rows: '{name}' stands in clause {named.clause}, which the discrepancy does not cite"
                problems.add(ledger.schema.file_of(row), row.line, what, "name the row that is meant, or cite that clause under also")


def _check_working(ledger: Ledger, row: Row, problems: Problems) -> bool:
    text = getattr(row, "working", None)
    if not text:
        return False
    try:
        working = done(ledger, text)
    except NotRead:
        return True  # its table is what is wrong
    except BadWorking as error:
        problems.add(ledger.schema.file_of(row), row.line, f"working: {error}", error.remedy)
        return True
    if row.computed is None:
        problems.add(
            ledger.schema.file_of(row),
            row.line,
            f"working: it gives {_short(working.result)}, but computed is empty",
            "enter what it gives, or remove the working",
        )
    elif not _rounds_to(working.result, row.computed):
        problems.add(ledger.schema.file_of(row), row.line, f"computed: {row.computed}, but its working gives {_short(working.result)}", "correct one of them")
    clauses = [entry for _, _, entry in cited(ledger, ledger.schema.tables[row.table], row)]
    printed = quantities(token for entry in clauses for kind in ("numbers", "words", "years") for token in entry[kind])
    for number in working.typed:
        if clauses and number not in printed and not _is_scale(number) and number not in _CALENDAR:
            remedy = "take it from a row, [row-id.column], or cite the clause that prints it under also"
            problems.add(ledger.schema.file_of(row), row.line, f"working: {number} does not stand in a cited clause", remedy)
    return True


def _check_stated_changes(ledger: Ledger, row: Row, problems: Problems) -> bool:
    changes = list(_changes(ledger, row))
    if row.kind == ROUNDING:
        for target, change, stated in changes:
            if not change.holds or _rounds_to(change.computed, stated):
                says = "holds as printed" if change.holds else "does not hold at all"
                problems.add(
                    ledger.schema.file_of(row), row.line, f"rows: the stated change of '{target.id}' {says}", "give it another kind, or remove the row"
                )
    mine = [entry for entry in changes if row.stated is not None and abs(row.stated) == abs(entry[2])]
    if row.kind == POINTS_OR_PERCENT:
        for target, change, stated in mine:
            other = change_of(target, in_points=not change.points)
            if change.holds:
                problems.add(
                    ledger.schema.file_of(row),
                    row.line,
                    f"rows: the stated change of '{target.id}' holds ({stated}, from base and target {change.computed:.2f})",
                    _GONE,
                )
            elif other is not None and not other.holds:
                what = (
                    f"rows: the stated change of '{target.id}' holds neither in percent nor in points ({stated}; {change.computed:.2f}, {other.computed:.2f})"
                )
                problems.add(ledger.schema.file_of(row), row.line, what, "give it the kind arithmetic, or correct the row")
    if not mine or row.kind not in ("arithmetic", ROUNDING):
        return False
    for target, change, stated in changes:
        if change.holds and row.kind == "arithmetic":
            problems.add(
                ledger.schema.file_of(row),
                row.line,
                f"rows: the stated change of '{target.id}' holds ({stated}, from base and target {change.computed:.2f})",
                _GONE,
            )
    for target, change, _ in mine:
        if row.computed is not None and not _rounds_to(abs(change.computed), abs(row.computed)):
            problems.add(ledger.schema.file_of(row), row.line, f"computed: {row.computed}, but '{target.id}' gives {change.computed:.2f}", "correct it")
    return True


def _check_yearly_changes(ledger: Ledger, row: Row, problems: Problems) -> bool:
    ruled = False
    for id in row.rows:
        target = ledger.find("target", id)
        if target is None or row.kind != "arithmetic" or row.stated is None or row.stated != getattr(target, "stated_annual", None):
            continue
        found = yearly_changes(target)
        ruled |= bool(found)
        if found and row.computed is not None and not any(_rounds_to(change, row.computed) for change in found):
            problems.add(
                ledger.schema.file_of(row),
                row.line,
                f"computed: {row.computed}, but '{id}' gives {' or '.join(f'{c:.3f}' for c in found)} a year",
                "correct it",
            )
        if any(_same_print(change, row.stated) for change in found):
            problems.add(ledger.schema.file_of(row), row.line, f"rows: the yearly change of '{id}' holds ({row.stated})", _GONE)
    return ruled


def _check_identities(ledger: Ledger, row: Row, problems: Problems) -> bool:
    ruled = False
    for identity in ledger.of("identity"):
        result = balance(ledger, identity) if identity.whole in row.rows and row.kind in ("arithmetic", "sum", "count") else None
        if result is None or row.stated is None or abs(row.stated) != result.stated:
            continue
        ruled = True
        if result.holds:
            problems.add(ledger.schema.file_of(row), row.line, f"rows: '{identity.whole}' is what its parts make ({result.computed:.2f})", _GONE)
        elif row.computed is not None and not _rounds_to(result.computed, abs(row.computed)):
            problems.add(
                ledger.schema.file_of(row), row.line, f"computed: {row.computed}, but the parts of '{identity.whole}' make {result.computed:.2f}", "correct it"
            )
    return ruled


def _changes(ledger: Ledger, row: Row) -> Iterator[tuple[Row, Change, Decimal]]:
    """The targets that a discrepancy names and that state a change which can be computed, with both."""
    for id in row.rows:
        target = ledger.find("target", id)
        change = change_of(target) if target is not None else None
        if target is not None and change is not None and change.stated is not None:
            yield target, change, change.stated


def _needs_working(ledger: Ledger, row: Row) -> bool:
    weight = ledger.meant("weight", getattr(row, "weight", None))
    return hasattr(row, "working") and row.kind in _NEEDS_WORKING and not (weight and weight.get("doubtful"))


def _rounds_to(exact: Decimal, printed: Decimal) -> bool:
    low, high = printed_interval(printed)
    return low <= exact <= high


def _same_print(exact: Decimal, printed: Decimal) -> bool:
    """Whether nobody would print the two differently. Just between two roundings counts as different."""
    low, high = printed_interval(printed)
    return low < exact < high


def _is_scale(number: Decimal) -> bool:
    """A power of ten, which only turns one unit into another."""
    return number > 0 and number.normalize().as_tuple().digits == (1,)


def _short(number: Decimal) -> str:
    return format(without_noughts(Decimal(f"{number:.4f}")), "f")
