"""What became of the numbers of an article, in lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.proof.standing import DIFFERS, STANDS
from ledger.proof.verifying import Told, Verified


def as_text(found: Verified) -> Iterator[str]:
    """A line a number, and what they come to."""
    yield from map(_line, found.told)
    total = len(found.told)
    rounded = f", {found.rounded} of them rounded" if found.rounded else ""
    yield (
        f"{total} {'number' if total == 1 else 'numbers'} with a unit: {found.standing} stand{'s' if found.standing == 1 else ''} in a clause{rounded}; "
        f"{found.differing} with another value; {found.unknown} in no row" + (", which does not make it wrong" if found.unknown else "")
    )


def _line(told: Told) -> str:
    standing, quote = told.standing, told.standing.quote
    place = f"{told.file}:{quote.line}: '{quote.text}'"
    value = standing.value
    if value is None:
        return f"{place} is in no row"
    where = f"in {told.title}" + (f", clause {told.clause}" if told.clause else "")
    more = f", and {standing.more} more {'row' if standing.more == 1 else 'rows'}" if standing.more else ""
    row = f"{value.row.id}{'' if value.column == 'value' else f'.{value.column}'}{more}"
    at = f", {told.address}" if told.address else ""
    if standing.status == DIFFERS:
        return f"{place} stands with another value, {told.value}, {where} ({row}{at})"
    rounded = f", rounded from {told.value}," if standing.is_rounded else ""
    alone = "; known by its number alone, nothing near it says what it is of" if standing.by_number else ""
    year = f"; the row is of {standing.year}" if standing.year else ""
    return f"{place} stands{rounded} {where} ({row}{at}){year}{alone}"


def as_json(found: Verified) -> dict[str, Any]:
    """The same for programs: ``numbers`` and their counts."""
    counts = {"stands": found.standing, "rounded": found.rounded, "differs": found.differing, "unknown": found.unknown}
    return {"numbers": [_thing(told) for told in found.told], "counts": counts}


def _thing(told: Told) -> dict[str, Any]:
    standing, quote = told.standing, told.standing.quote
    found: dict[str, Any] = {"file": told.file, "line": quote.line, "text": quote.text, "status": standing.status}
    if value := standing.value:
        found |= {"row": value.row.id, "column": value.column, "value": str(value.number), "unit": value.unit}
        found |= {"document": told.document, "clause": told.clause, "address": told.address, "more": standing.more}
    if standing.status == STANDS:
        found |= {"rounded": standing.is_rounded, "by_number_alone": standing.by_number, "other_year": standing.year or None}
    return found
