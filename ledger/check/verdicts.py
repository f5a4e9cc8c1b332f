"""Verdicts: what came of a target is worked out again at every build, by the ground that the verdict itself names.

The vocabularies of a newsroom say what a word means: ``means`` of a verdict is met, missed, partly or open, ``by`` of a ground says
what it rests on. A verdict without a ground, or with one that says no ``by``, is a judgement of its own and is not computed::

    by: figure       each row of evidence is held against the target (``outcome``)
    by: completion   each row of evidence is a rate of completion, 100 % and more is met; its indicator says ``completion_of`` which
    by: word         the document says it; the ground ``gives`` the outcome, and the document is not older than the target's year
    by: doubt        the evidence does not decide, so the outcome is open

Silence is no evidence: a target of which nothing is told has no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ledger.check.citation import cited, policy_of, quantities
from ledger.check.counting import share_a_clause
from ledger.check.outcome import FIGURE, MET, MISSED, OPEN, OUTCOMES, PARTLY, Goal, UnlikeEvidence, goal_of, is_fallen_due, outcome_of, unlike
from ledger.check.working import BadWorking, NotRead, Working, done
from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.load.units import UnitTable, load_units
from ledger.load.vocabulary import Term
from ledger.problems import Problems, did_you_mean

COMPLETION, WORD, DOUBT = "completion", "word", "doubt"
GROUNDS = (FIGURE, COMPLETION, WORD, DOUBT)
_FULL = Decimal(100)
_PERCENT = "%"


def check_verdicts(ledger: Ledger, problems: Problems, date: str = "") -> None:
    """A verdict that its own evidence does not bear out is an error. ``date`` is the day that the ledger stands at."""
    if ledger.left_out.tables or ledger.left_out.unnamed:
        return  # a target or its evidence may be among what could not be read
    units = load_units(ledger)
    targets = {row.id: row for row in ledger.of("target")}
    for row in ledger.of("verdict"):
        target = targets.get(row.target)
        if target is None:
            if row.target not in ledger.left_out.ids and not _is_linked(ledger, row):
                problems.add(ledger.schema.file_of(row), row.line, f"target: no target '{row.target}'", did_you_mean(row.target, targets))
        else:
            for what, remedy in _faults(ledger, row, target, units, date):
                problems.add(ledger.schema.file_of(row), row.line, what, remedy)


def _faults(ledger: Ledger, row: Row, target: Row, units: UnitTable, date: str) -> Iterator[tuple[str, str]]:
    called, ground = _term(ledger, row, "verdict"), _term(ledger, row, "ground")
    outcome, by = _said(called, "means"), _said(ground, "by")
    if outcome and outcome not in OUTCOMES:
        yield f"verdict: means '{outcome}' of '{row.verdict}' means nothing", did_you_mean(outcome, OUTCOMES)
    if by and by not in GROUNDS:
        yield f"ground: by '{by}' of '{row.ground}' means nothing", did_you_mean(by, GROUNDS)
    if outcome in OUTCOMES and outcome != MET and date and target.year and not is_fallen_due(target, date):
        what = f"verdict: '{row.verdict}', but '{target.id}' is due {target.year} and the ledger stands at {date}"
        yield what, "take it out until the target has fallen due: only what is met can be known before"
        return
    if outcome not in OUTCOMES or by not in GROUNDS:
        return
    evidence = [ledger.owner[id][1] for id in row.evidence if id in ledger.owner]
    if len(evidence) < len(row.evidence):
        return  # said of the key
    if by == WORD:
        yield from _of_a_word(ledger, row, target, outcome, _said(ground, "gives"), evidence)
        return
    if not evidence:
        yield "evidence: there is none", "name the rows that it rests on, or take the verdict out: silence is no finding"
        return
    try:
        found = _by_completion(ledger, target, evidence) if by == COMPLETION else _by_figure(ledger, row, target, evidence, units)
    except UnlikeEvidence as error:
        if by != DOUBT:
            yield f"evidence: {error}", error.remedy
        elif outcome != OPEN:
            yield f"verdict: '{row.verdict}', but its ground '{row.ground}' decides nothing", "call it what cannot be judged, or name another ground"
        return
    except NotRead:
        return
    except BadWorking as error:
        yield f"working: {error}", error.remedy
        return
    if by == DOUBT and found != OPEN:
        yield f"ground: '{row.ground}', but the evidence decides: {found}", "name the ground by which it decides, and the verdict that follows"
    elif outcome != found:
        yield f"verdict: '{row.verdict}' is {outcome}, but the evidence makes {found} ({_told(evidence)})", "correct the verdict, or the evidence"


def _by_figure(ledger: Ledger, row: Row, target: Row, evidence: list[Row], units: UnitTable) -> str:
    return outcome_of(ledger, target, evidence, _goal(ledger, row, target), units)


def _goal(ledger: Ledger, row: Row, target: Row) -> Goal:
    """What was to be reached: the target's own figure, or what the verdict works out where the target prints none."""
    text = getattr(row, "working", None)
    if not text:
        return goal_of(target)
    if target.value is not None:
        raise BadWorking(f"'{target.id}' prints its own figure", "leave the working empty")
    working = done(ledger, text)
    _check_typed(ledger, row, working)
    return Goal(working.result, None, None, getattr(row, "unit", None))


def _check_typed(ledger: Ledger, row: Row, working: Working) -> None:
    clauses = [entry for _, _, entry in cited(ledger, ledger.schema.tables[row.table], row)]
    printed = quantities(token for entry in clauses for kind in ("numbers", "words", "years") for token in entry[kind])
    for number in working.typed:
        if clauses and number not in printed:
            raise BadWorking(f"{number} does not stand in a cited clause", "take it from a row, [row-id.column], or cite the clause that prints it under also")


def _by_completion(ledger: Ledger, target: Row, evidence: list[Row]) -> str:
    met = []
    for each in evidence:
        term = ledger.meant("indicator", getattr(each, "indicator", None))
        of = str(term.get("completion_of") or "") if term else ""
        if not of:
            raise UnlikeEvidence(f"'{each.id}' is no rate of completion", "name a row whose indicator says completion_of")
        if of != target.indicator:
            raise UnlikeEvidence(f"'{each.id}' is the completion of {of}, the target is of {target.indicator}", "name a row of the same indicator")
        if fault := unlike(ledger, target, each, but=("indicator", "kind", "base_year")):
            raise UnlikeEvidence(fault)
        if each.unit != _PERCENT or each.value is None:
            raise UnlikeEvidence(f"'{each.id}' is in '{each.unit}', a rate of completion is in {_PERCENT}", "name a row in percent")
        met.append(each.value >= _FULL)
    return MET if all(met) else PARTLY if any(met) else MISSED


def _of_a_word(ledger: Ledger, row: Row, target: Row, outcome: str, gives: str, evidence: list[Row]) -> Iterator[tuple[str, str]]:
    policy = ledger.find("document", policy_of(ledger, ledger.schema.tables[row.table], row))
    if policy is None or not getattr(row, "clause", None):
        yield f"ground: '{row.ground}' is the word of a document, and none is cited", "cite the document and the clause that says so"
        return
    if outcome != gives:
        yield f"verdict: '{row.verdict}' is {outcome}, but ground '{row.ground}' gives {gives or 'nothing'}", "correct one of them"
    written = next((year for column in ("issued", "period") if (year := _first_year(getattr(policy, column, None)))), None)
    due = parse_edtf(target.year).years[1] if target.year else None
    if written and due and written < due:
        yield f"ground: '{policy.id}' is of {written} and cannot tell what came of {due}", "cite a document that is not older than the target's year"
    for each in evidence:
        if fault := unlike(ledger, target, each, but=("kind", "base_year")):
            yield f"evidence: {fault}", UnlikeEvidence(fault).remedy
        elif not share_a_clause(row, each):
            yield f"evidence: '{each.id}' stands in clause {each.clause}, which the verdict does not cite", "name a row of the cited clause"


def _term(ledger: Ledger, row: Row, column: str) -> Term | None:
    declared = ledger.schema.tables[row.table].field(ledger.schema.tables[row.table].column(column) or column)
    return ledger.term(declared.vocabulary, getattr(row, column, None)) if declared and declared.vocabulary else None


def _said(term: Term | None, key: str) -> str:
    return str(term.get(key) or "") if term else ""


def _is_linked(ledger: Ledger, row: Row) -> bool:
    """Whether a foreign key says already that its target is missing."""
    table = ledger.schema.tables[row.table]
    field = table.field(table.column("target") or "target")
    return bool(field and field.reference)


def _first_year(text: Any) -> int | None:
    return parse_edtf(str(text)).years[0] if text else None


def _told(evidence: list[Row]) -> str:
    return ", ".join(f"'{each.id}': {each.value}{each.unit if each.unit == _PERCENT else ''}" for each in evidence[:3])
