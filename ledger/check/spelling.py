"""Zeros at the end of a number are part of what is printed: 306.70 says more than 306.7, and a spreadsheet drops them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ledger.check.citation import Fingerprint
from ledger.check.numerals import plain_number, spelling
from ledger.load.ledger import Ledger


def spellings(value: Decimal | int, entries: Iterable[Fingerprint], scaled: bool) -> set[str]:
    """How the clauses print the number ``value``; nothing where it does not stand in digits there.

    ``scaled``: whether its unit is a multiple such as 万元. Then it is the 2 of ``2万``, else the 2.0 of ``2.0升``, where a clause
    prints both.
    """
    plain = plain_number(format(abs(value), "f"))
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for entry in entries:
        for token in (*entry["numbers"], *entry["words"], *entry["years"]):
            digits = token.rstrip("万亿")
            if digits == plain:
                multiplier = token[len(digits) :]
                printed = {spelt.rstrip("万亿") for spelt in entry["printed"] if _token_of(spelt) == plain + multiplier}
                found[bool(multiplier)] |= printed or {plain}
    return found[scaled] or found[not scaled]


def _token_of(spelt: str) -> str:
    """``2.50亿`` as it stands among the numbers of a fingerprint: ``2.5亿``."""
    digits = spelt.rstrip("万亿")
    return plain_number(digits) + spelt[len(digits) :]


def is_scaled(ledger: Ledger, unit: str | None) -> bool:
    """Whether a unit is a multiple of the one that it counts: 万元, 亿吨."""
    term = ledger.meant("unit", unit)
    return bool(term and term.get("factor"))


def misspelt(value: Decimal | int, entries: Iterable[Fingerprint], scaled: bool) -> list[str]:
    """The right spellings, where ``value`` is written with more or fewer zeros than any clause prints; else nothing."""
    right = spellings(value, entries, scaled)
    return [] if not right or spelling(format(abs(value), "f")) in right else sorted(right)


def with_zeros(value: Decimal | int, entries: Iterable[Fingerprint], scaled: bool) -> list[str]:
    """Where a number without zeros at its end is printed so and otherwise: how else. A spreadsheet may have dropped those zeros."""
    right = spellings(value, entries, scaled)
    mine = spelling(format(abs(value), "f"))
    return sorted(right - {mine}) if mine in right and mine == plain_number(mine) else []
