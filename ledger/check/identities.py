"""Identities: sums that should hold within a document, declared in ``identities.csv`` and computed at every build.

``sum``     the parts add up to the whole
``ratio``   the first part is so many percent of the second
``change``  from the first part to the second it is so many percent (unsigned, as printed)

As for a stated change, every printed number stands for the interval that rounds to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from ledger.check.arithmetic import excused, printed_interval
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.problems import Problems, did_you_mean

KINDS = ("sum", "ratio", "change")


@dataclass(frozen=True)
class Balance:
    """What an identity states and what its parts make."""

    stated: Decimal
    computed: Decimal
    holds: bool


def balance(ledger: Ledger, identity: Row) -> Balance | None:
    """Compute an identity; ``None`` where a row it names is missing or has no value, or a part divides by zero."""
    found = [ledger.owner.get(id) for id in (identity.whole, *identity.parts)]
    values = [entry[1].value for entry in found if entry and isinstance(getattr(entry[1], "value", None), Decimal | int)]
    if len(values) != len(found) or identity.kind not in KINDS or not identity.parts:
        return None
    whole, *parts = map(Decimal, values)
    intervals = [printed_interval(part) for part in parts]
    if identity.kind == "sum":
        # the least and the most that the parts can make, however many there are
        corners = [sum(side, Decimal(0)) for side in zip(*intervals, strict=True)]
    elif len(parts) != 2 or any(low <= 0 <= high for low, high in intervals):
        return None
    else:
        corners = [_compute(identity.kind, corner) for corner in product(*intervals)]
    exact = _compute(identity.kind, parts)
    low, high = printed_interval(abs(whole))
    return Balance(abs(whole), exact, min(corners) <= high and low <= max(corners))


def check_identities(ledger: Ledger, problems: Problems, sums: Problems) -> None:
    """An identity that does not hold is an error unless a discrepancy names its whole and the figure that it prints. It is added to ``sums``,
    for it may follow from a value that is wrong (``rows_named``)."""
    recorded, judged = excused(ledger), not ledger.schema.unread_of(ledger.left_out.tables, "discrepancy")
    for row in ledger.of("identity"):
        for id in (row.whole, *row.parts):
            if id not in ledger.owner and id not in ledger.left_out.ids and not ledger.left_out.tables and not ledger.left_out.unnamed:
                problems.add(ledger.schema.file_of(row), row.line, f"no row '{id}'", did_you_mean(id, ledger.owner))
        result = balance(ledger, row)
        if result is None:
            if all(id in ledger.owner for id in (row.whole, *row.parts)):
                problems.add(
                    ledger.schema.file_of(row),
                    row.line,
                    f"{row.kind}: cannot be computed from {len(row.parts)} parts",
                    "a ratio or a change has two parts with values, neither of them 0"
                    if row.kind in KINDS[1:]
                    else f"kind is one of {', '.join(KINDS)}, and every part has a value",
                )
        elif not result.holds and (row.whole, result.stated) not in recorded and judged:
            sums.add(
                ledger.schema.file_of(row),
                row.line,
                f"{row.kind}: '{row.whole}' prints {result.stated}, its parts make {result.computed:.2f}",
                f"correct a row, or record it in {ledger.schema.file('discrepancy')}, with kind sum and the figure under stated",
            )


def rows_named(ledger: Ledger) -> dict[tuple[str, int], set[tuple[str, int]]]:
    """Where each identity stands, file and line, and where the rows stand that it names."""
    schema = ledger.schema
    return {
        (schema.file_of(row), row.line): {(schema.file_of(found[1]), found[1].line) for id in (row.whole, *row.parts) if (found := ledger.owner.get(id))}
        for row in ledger.of("identity")
    }


def _compute(kind: str, parts: list[Decimal] | tuple[Decimal, ...]) -> Decimal:
    if kind == "sum":
        return sum(parts, Decimal(0))
    first, second = parts
    return first / second * 100 if kind == "ratio" else abs(second - first) / first * 100
