"""Zeros at the end of a number are part of what is printed: 306.70 says more than 306.7, and a spreadsheet drops them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ledger.check.citation import Fingerprint
from ledger.check.numerals import plain_number, spelling


def spellings(value: Decimal | int, entries: Iterable[Fingerprint]) -> set[str]:
    """How the clauses print the number ``value``; nothing where it does not stand in digits there."""
    plain = plain_number(format(abs(value), "f"))
    found: set[str] = set()
    for entry in entries:
        for token in (*entry["numbers"], *entry["words"], *entry["years"]):
            digits = token.rstrip("万亿")
            if digits == plain:
                multiplier = token[len(digits) :]
                printed = {spelt.rstrip("万亿") for spelt in entry["printed"] if _token_of(spelt) == plain + multiplier}
                found |= printed or {plain}
    return found


def _token_of(spelt: str) -> str:
    """``2.50亿`` as it stands among the numbers of a fingerprint: ``2.5亿``."""
    digits = spelt.rstrip("万亿")
    return plain_number(digits) + spelt[len(digits) :]


def misspelt(value: Decimal | int, entries: Iterable[Fingerprint]) -> list[str]:
    """The right spellings, where ``value`` is written with more or fewer zeros than any clause prints; else nothing."""
    right = spellings(value, entries)
    return [] if not right or spelling(format(abs(value), "f")) in right else sorted(right)
