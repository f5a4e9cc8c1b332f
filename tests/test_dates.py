"""Dates as the sources give them: what each form means, and what is no date."""

from __future__ import annotations

import pytest

from ledger.load.edtf import parse_edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-04-30", "2025-04-30", "2025-04-30"),
        ("2016/2020", "2016-01-01", "2020-12-31"),
        ("2025-04-01/..", "2025-04-01", None),
        ("../2025-06", None, "2025-06-30"),
        ("2009~", "2009-01-01", "2009-12-31"),
        ("XXXX-12-31", None, None),
    ],
)
def test_a_date_is_the_days_that_it_can_mean(text: str, first: str | None, last: str | None) -> None:
    assert (parse_edtf(text).first, parse_edtf(text).last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["2025-13", "2025-00", "XXXX-13", "2025-04-31", "2025-02-29", "2025-01-00", "2026/2025", "2025-06/2025-05", "1699", "2201", "25", "2025-4-1", "soon"],
)
def test_what_is_no_date_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(ValueError, match=r"\d|soon"):
        parse_edtf(text)
