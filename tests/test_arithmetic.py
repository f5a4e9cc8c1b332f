"""Arithmetic: rounding is never a discrepancy, and what is more than rounding always is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.check.arithmetic import annual_rate, change_of


def row(base: str | Decimal, value: str | Decimal, stated: str | Decimal | None = None, unit: str = "%", **more: object) -> SimpleNamespace:
    """A level target as the ledger holds it."""
    given_values = {"base_value": Decimal(base), "value": Decimal(value), "value_max": None, "kind": "level", "change_unit": unit}
    return SimpleNamespace(**{**given_values, "stated_change": None if stated is None else Decimal(stated), "base_year": None, "year": None, **more})


exact = st.decimals(min_value=Decimal("0.5"), max_value=Decimal(100_000), places=6, allow_nan=False, allow_infinity=False)
places = st.integers(0, 3)


def printed(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@given(exact, exact, st.tuples(places, places, places))
def test_rounding_a_true_percentage_is_never_a_discrepancy(base: Decimal, value: Decimal, digits: tuple[int, int, int]) -> None:
    shown = printed(base, digits[0])
    assume(shown > Decimal(1).scaleb(-digits[0]))
    stated = printed((value - base) / base * 100, digits[2])
    change = change_of(row(shown, printed(value, digits[1]), stated))
    assert change is not None and change.holds


@given(exact, exact, st.tuples(places, places, places))
def test_rounding_a_true_difference_in_points_is_never_a_discrepancy(base: Decimal, value: Decimal, digits: tuple[int, int, int]) -> None:
    change = change_of(row(printed(base, digits[0]), printed(value, digits[1]), printed(value - base, digits[2]), unit="pp"))
    assert change is not None and change.holds


@given(exact, exact, st.sampled_from([-1, 1]))
def test_more_than_rounding_is_always_a_discrepancy(base: Decimal, value: Decimal, sign: int) -> None:
    base, value = printed(base + 10, 3), printed(value + 10, 3)
    true = (value - base) / base * 100
    # What three printed decimals on both sides can move the change by, at the very most, and one more.
    slack = Decimal("0.0005") * 100 * (value + base) / base**2 * 2
    wrong = printed(true + sign * (slack + 1), 2)
    change = change_of(row(base, value, wrong))
    assert change is not None and not change.holds


@given(exact, exact)
def test_the_computed_change_is_that_of_the_printed_figures(base: Decimal, value: Decimal) -> None:
    change = change_of(row(base, value))
    assert change is not None
    assert abs(base * (100 + change.computed) / 100 - value) < Decimal("0.0001")
    assert change.stated is None and change.holds


def test_twenty_five_per_cent_is_not_thirty() -> None:
    assert not change_of(row("48", "60", "30")).holds
    assert change_of(row("48", "60", "25")).holds


def test_points_and_per_cent_are_two_things() -> None:
    assert change_of(row("8.5", "6.0", "-2.5", unit="pp")).holds
    assert not change_of(row("8.5", "6.0", "-2.5", unit="%")).holds


@pytest.mark.parametrize("kind", ["relative-change", "annual-rate", "cumulative", "count"])
def test_only_levels_have_a_change_to_compute(kind: str) -> None:
    assert change_of(row("10", "12", "20", kind=kind)) is None


def test_a_range_or_a_base_of_zero_gives_no_percentage() -> None:
    assert change_of(row("10", "12", "20", value_max=Decimal(15))) is None
    assert change_of(row("0", "12", "20")) is None


@given(st.integers(1, 500), st.integers(-20, 40), st.integers(1, 20))
def test_the_yearly_rate_compounds_to_the_whole_change(base: int, percent: int, years: int) -> None:
    value = Decimal(base * (1 + percent / 100) ** years)
    rate = annual_rate(row(str(base), value, base_year="2010", year=str(2010 + years)))
    assert rate is not None and abs(rate - percent) < Decimal("0.006")
