"""What came of a target: a result held against it, and only one that is alike.

A result is alike when it has the target's indicator, the same terms in every dimension of results, the same last year (the same years, where it
is a sum or a yearly rate over them), the same kind of value and, where both print one, the same base year, in a unit that converts.
What is wanted is more or less: by the direction of a change, by the comparator, by where base and target lie, or by what the
indicator's ``better`` says. A figure that is about, or at least, may leave it open.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.check.arithmetic import printed_interval
from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.roles import USUAL_DIMENSIONS
from ledger.load.table import Row
from ledger.load.units import UnitTable, UnlikeUnits

FIGURE = "figure"
MET, MISSED, PARTLY, OPEN = OUTCOMES = ("met", "missed", "partly", "open")
_CHANGES = ("relative-change", "percentage-points", "annual-rate")
"""Kinds whose size has no sign; the direction says which way."""
_OVER_YEARS = ("cumulative", "annual-rate")
"""Kinds that are of all their years, not of the last one."""
_AT_LEAST, _AT_MOST, _EXACTLY = (">=", ">", "all"), ("<=", "<"), (None, "", "=")
_STRICT = (">", "<")


class UnlikeEvidence(Exception):
    """A row that is no result of this target; the text says why, ``remedy`` what to do."""

    def __init__(self, what: str, remedy: str = "name a row of the same indicator, scope, kind and year, or take the verdict out") -> None:
        super().__init__(what)
        self.remedy = remedy


@dataclass(frozen=True)
class Goal:
    """What was to be reached; ``upper`` is the upper end of a range."""

    value: Decimal
    upper: Decimal | None
    comparator: str | None
    unit: str | None


def is_fallen_due(target: Row, date: str) -> bool:
    """Whether the last day that a target's year can mean is before ``date``; one without a year never is."""
    last = parse_edtf(target.year).last if target.year else None
    return bool(last) and str(last) < date


def goal_of(target: Row) -> Goal:
    """The target's own figure. Raises ``UnlikeEvidence`` where it prints none."""
    if target.value is None:
        raise UnlikeEvidence(
            f"'{target.id}' prints no figure that a result could be held against", "write under working how it follows, or name another ground"
        )
    return Goal(target.value, target.value_max, target.comparator, target.unit)


def unlike(ledger: Ledger, target: Row, result: Row, but: Container[str] = ()) -> str:
    """Why a row is no result of a target, in a few words; nothing where it is. ``but`` are the columns that may differ."""
    schema = ledger.schema
    scopes = dict.fromkeys((*USUAL_DIMENSIONS, *(f.name for f in schema.tables[result.table].dimensions)))
    for column in ("indicator", *scopes, "kind", "base_year"):
        mine, its = getattr(target, column, None), getattr(result, column, None)
        if column not in but and mine != its and not (column == "base_year" and None in (mine, its)):
            return f"'{result.id}' has {column} {its or 'none'}, the target {mine or 'none'}"
    if not target.year or not getattr(result, "year", None):
        return f"'{(target if not target.year else result).id}' has no year"
    whole = target.kind in _OVER_YEARS
    mine, its = (parse_edtf(row.year).years if whole else parse_edtf(row.year).years[1:] for row in (target, result))
    return f"'{result.id}' is of {result.year}, the target of {target.year}" if mine != its else ""


def outcome_of(ledger: Ledger, target: Row, results: Sequence[Row], goal: Goal, units: UnitTable) -> str:
    """Met where every result reaches the goal, missed where none does, partly where some do; open where one leaves it open. Raises ``UnlikeEvidence``."""
    upward = _is_upward(ledger, target, goal)
    found = []
    for result in results:
        if fault := unlike(ledger, target, result):
            raise UnlikeEvidence(fault)
        if not isinstance(getattr(result, "value", None), Decimal):
            raise UnlikeEvidence(f"'{result.id}' has no number")
        found.append(None if upward is None else _reaches(target, result, goal, _converted(result, goal, units), upward))
    if None in found:
        return OPEN
    return MET if all(found) else PARTLY if any(found) else MISSED


def _converted(result: Row, goal: Goal, units: UnitTable) -> Decimal:
    if goal.unit == result.unit or not goal.unit:
        return Decimal(result.value)
    try:
        return units.convert(result.value, result.unit or "", goal.unit)
    except UnlikeUnits as error:
        raise UnlikeEvidence(f"'{result.id}': {error}") from None


def _is_upward(ledger: Ledger, target: Row, goal: Goal) -> bool | None:
    """Whether more was wanted; ``None`` where nothing says."""
    if target.kind in _CHANGES:
        return {"up": True, "down": False}.get(str(target.direction))
    if goal.comparator in _AT_LEAST or goal.comparator in _AT_MOST:
        return goal.comparator in _AT_LEAST
    if target.base_value is not None and target.base_value != goal.value:
        return bool(goal.value > target.base_value)
    term = ledger.meant("indicator", target.indicator)
    return {"higher": True, "lower": False}.get(str(term.get("better")) if term else "")


def _reaches(target: Row, result: Row, goal: Goal, value: Decimal, upward: bool) -> bool | None:
    """Whether a value is where it was to be; ``None`` where its own hedge, or the goal's, leaves that open."""
    end = goal.upper if goal.upper is not None and not upward else goal.value
    if target.kind in _CHANGES:  # a cut of 5 % is more than one of 4 %, and a rise is none
        if target.direction != result.direction:
            value = -value
        distance = value - end if goal.upper is None else value - goal.value
    else:
        distance = value - end if upward else end - value
    reached = distance > 0 if goal.comparator in _STRICT else distance >= 0
    low, high = printed_interval(end)
    if not reached and goal.comparator == "about" and low <= value <= high:
        return None
    if result.comparator in _EXACTLY:
        return reached
    more_is_nearer = upward or target.kind in _CHANGES
    sure = result.comparator in (_AT_LEAST if more_is_nearer else _AT_MOST) if reached else result.comparator in (_AT_MOST if more_is_nearer else _AT_LEAST)
    return reached if sure else None
