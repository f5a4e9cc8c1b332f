"""The source's own arithmetic: does the change that it states follow from the base and the target that it prints?

A printed number stands for an interval (``1.63`` for 1.625 to 1.635). A stated change holds when some base and some
target within their intervals give some change within its interval; so rounding is never a discrepancy.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from ledger.load.edtf import parse_edtf
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.problems import Problems

POINTS = "pp"
"""The unit of a change in percentage points (or of any difference); every other change is relative, in percent."""


EXCUSES = ("arithmetic", "sum", "count", "percent-or-points")
"""The kinds of discrepancy that record a figure which does not follow from others; no other kind excuses one."""

MOST = 10**9
"""Percent a year beyond which a rate says nothing."""


@dataclass(frozen=True)
class Change:
    """A target's change, stated by the source and computed from its base: percent, or points of its unit."""

    stated: Decimal | None
    computed: Decimal
    points: bool
    holds: bool


def printed_interval(printed: Decimal) -> tuple[Decimal, Decimal]:
    """Everything that rounds to a printed number: ``1.63`` is 1.625 to 1.635."""
    exponent = printed.as_tuple().exponent
    half = Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
    return printed - half, printed + half


def change_of(row: Row, in_points: bool | None = None) -> Change | None:
    """The change of a level target that prints both base and target value; ``None`` for any other row. ``in_points`` reads the
    stated change otherwise than its unit says."""
    if row.base_value is None or row.value is None or row.kind != "level" or row.value_max is not None:
        return None
    points = row.change_unit == POINTS if in_points is None else in_points
    if row.base_value == 0 and not points:
        return None
    base = printed_interval(row.base_value)
    if base[0] <= 0 <= base[1] and not points:
        return None
    computed = _change(row.base_value, row.value, points)
    if row.stated_change is None:
        return Change(None, computed, points, True)
    low, high = printed_interval(row.stated_change)
    least, most = change_ends(row, points)
    return Change(row.stated_change, computed, points, least <= high and low <= most)


def change_ends(row: Row, points: bool) -> tuple[Decimal, Decimal]:
    """The least and the most that the change of a row can be, whose base and value are rounded as they are printed."""
    corners = [_change(b, v, points) for b, v in product(printed_interval(row.base_value), printed_interval(row.value))]
    return min(corners), max(corners)


def annual_rate(row: Row) -> Decimal | None:
    """The compound yearly change from base to target, in percent; ``None`` where it cannot be computed."""
    years = _years_between(row)
    if not years or row.base_value is None or row.value is None or row.kind != "level" or row.base_value <= 0 or row.value <= 0:
        return None
    rate = (Decimal(row.value) / Decimal(row.base_value)) ** (Decimal(1) / years) * 100 - 100
    return rate.quantize(Decimal("0.01")) if abs(rate) < MOST else None


def yearly_changes(row: Row) -> tuple[Decimal, ...]:
    """What a yearly change from base to target can mean: compounded, or the whole change shared out evenly. Exact, signed."""
    years = _years_between(row)
    change = change_of(row)
    if not years or change is None:
        return ()
    even = (change.computed if not change.points else row.value - row.base_value) / years
    rate = annual_rate(row)
    difference = (row.value - row.base_value) / years if row.unit in ("%", POINTS) else None
    return tuple(c for c in (even, rate, difference) if c is not None)


def annual_holds(row: Row) -> bool | None:
    """Whether the yearly change that a row states follows from its base and its value, rounding allowed: compounded, or shared out evenly."""
    years = _years_between(row)
    if not years or row.stated_annual is None or row.base_value is None or row.value is None or row.kind != "level":
        return None
    low, high = printed_interval(row.stated_annual)
    corners = list(product(printed_interval(row.base_value), printed_interval(row.value)))
    rates = [(v / b) ** (Decimal(1) / years) * 100 - 100 for b, v in corners if b > 0 and v > 0]
    even = [_change(b, v, False) / years for b, v in corners if b]
    return any(each and min(each) <= high and low <= max(each) for each in (rates, even))


def excused(ledger: Ledger) -> frozenset[tuple[str, Decimal]]:
    """``(row, figure)`` for every figure that a discrepancy records as a fault: it must name the row and state the figure."""
    return frozenset((id, abs(d.stated)) for d in ledger.of("discrepancy") if d.kind in EXCUSES and d.stated is not None for id in d.rows)


def check_arithmetic(ledger: Ledger, problems: Problems) -> None:
    """A stated change that does not follow is an error, unless a discrepancy names the target and that change."""
    _check_ends(ledger, problems)
    recorded, judged = excused(ledger), not ledger.schema.unread_of(ledger.left_out.tables, "discrepancy")
    for row in ledger.of("target"):
        change = change_of(row)
        if change is not None and change.stated is not None and not change.holds and (row.id, abs(change.stated)) not in recorded and judged:
            sign = "points" if change.points else "%"
            problems.add(
                ledger.schema.file_of(row),
                row.line,
                f"stated_change: {change.stated} {sign}, but {row.base_value} to {row.value} is {change.computed:.2f} {sign}",
                f"correct the row, or record it in {ledger.schema.file('discrepancy')}, with kind arithmetic and the change under stated",
            )
        if row.year and row.base_year and _first_year(row.base_year) > _last_year(row.year):
            problems.add(ledger.schema.file_of(row), row.line, f"year: {row.year} is before base_year {row.base_year}", "check both")


def _check_ends(ledger: Ledger, problems: Problems) -> None:
    """The upper end of a range or a bracket lies above the lower one."""
    for table in ledger.schema.tables.values():
        for low, high in (("value", "value_max"), ("from_value", "to_value")) if table.role else ():
            for row in ledger.tables[table.name] if {low, high} <= set(table.columns) else ():
                first, last = getattr(row, low), getattr(row, high)
                if isinstance(first, Decimal) and isinstance(last, Decimal) and first >= last:
                    problems.add(f"data/{table.path}", row.line, f"{high}: {last} is not above {low} {first}", "exchange them, or correct one")


def _change(base: Decimal, value: Decimal, points: bool) -> Decimal:
    return value - base if points else (value - base) / base * 100


def _years_between(row: Row) -> int | None:
    if not row.base_year or not row.year:
        return None
    return _last_year(row.year) - _first_year(row.base_year)


def _first_year(edtf: str) -> int:
    return parse_edtf(edtf).years[0] or 0


def _last_year(edtf: str) -> int:
    return parse_edtf(edtf).years[1] or 9999
