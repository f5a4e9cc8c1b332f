"""Check: hold every row against the schema's keys, the clauses' numbers and the sources' own arithmetic.

What concerns a single policy is found in its share of the ledger (``share``), all else in the ledger as a whole. Where nothing is
wrong, it is remembered by what was read for it (``memory``), so that only a share that changed is looked at again.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec

from ledger.check.arithmetic import check_arithmetic
from ledger.check.changes import check_changes
from ledger.check.counting import check_counting
from ledger.check.coverage import Coverage, check_coverage
from ledger.check.discrepancies import check_discrepancies
from ledger.check.doubts import Doubts
from ledger.check.events import check_events
from ledger.check.evidence import Evidence, check_evidence, check_waivers
from ledger.check.fingerprint import check_names
from ledger.check.identities import check_identities, rows_named
from ledger.check.keys import check_keys
from ledger.check.memory import Memory
from ledger.check.names import check_row_names
from ledger.check.originals import check_originals
from ledger.check.parts import check_parts
from ledger.check.provenance import check_provenance
from ledger.check.second import Agreement, check_second, check_settled
from ledger.check.sections import check_sections
from ledger.check.share import Share, hash_of, shares_of, without_notes
from ledger.check.statements import Names
from ledger.check.verdicts import check_verdicts
from ledger.load.ledger import Ledger
from ledger.load.table import LeftOut
from ledger.load.units import UnlikeUnits, load_units
from ledger.problems import Problems

__all__ = ["Coverage", "Memory", "check_ledger"]


class _Borne(msgspec.Struct, array_like=True):
    """Who bears the rows of a policy out."""

    evidence: Evidence
    agreement: Agreement | None = None


def check_ledger(ledger: Ledger, problems: Problems, memory: Memory | None = None, date: str = "") -> dict[str, Coverage]:
    """Add everything that is wrong with the ledger; return the coverage of each policy, in the ledger's order.

    What ``memory`` knows from an earlier check is not looked at again. ``date`` is the day that the ledger stands at.
    """
    memory = Memory() if memory is None else memory
    parted, doubts = shares_of(ledger), Doubts()
    shares = parted.of
    sums, whole = Problems(), Problems()
    _check_all(ledger, hash_of(parted.key, date), doubts, problems, sums, whole, memory, date)
    borne = {policy: found for policy, share in shares.items() if (found := memory.get(share.key, _Borne)) is not None}
    wrong = {policy: Problems() for policy in shares if policy not in borne}
    for policy, own in wrong.items():
        check_provenance(shares[policy].stated, doubts, own)
        problems.found |= own.found
    blamed = {(p.file, p.line) for p in problems.errors}
    named = rows_named(ledger) if sums.found else {}
    problems.found |= {p for p in sums if (place := (p.file, p.line)) not in blamed and not blamed & named.get(place, set())}
    check_names(ledger, problems)
    sure = not (doubts.astray or doubts.clauses) and ledger.left_out == LeftOut()
    names: dict[str, Names] = {}
    factor = _factors(ledger, memory)
    for policy, own in wrong.items():
        share = shares[policy]
        check_parts(share.stated, own)
        agreement = check_second(share.stated, policy, factor, own)
        borne[policy] = _Borne(check_evidence(share.stated, policy, agreement, names, own), agreement)
        whole.found |= own.found
        if sure and not own.found:
            memory.add(share.key, borne[policy])
    check_settled(ledger, {key for found in borne.values() if found.agreement for key in found.agreement.settled}, whole)
    check_waivers(
        ledger, {id for found in borne.values() for id in found.evidence.waived}, sum(f.evidence.counts.get("rows", 0) for f in borne.values()), whole
    )
    doubts.tell_causes_only(ledger, whole, problems)
    return {policy: _covered(policy, share, borne[policy], doubts, sure, problems, memory) for policy, share in shares.items()}


def _check_all(ledger: Ledger, key: bytes, doubts: Doubts, problems: Problems, sums: Problems, whole: Problems, memory: Memory, date: str) -> None:
    """What the rows of several policies say together, and what little there is to do for each."""
    if memory.get(key, bool):
        return
    stated, first = without_notes(ledger), Problems()
    check_keys(stated, doubts, first)
    check_sections(stated, doubts, first)
    check_identities(stated, first, sums)
    check_discrepancies(stated, doubts, first)
    check_events(stated, first)
    check_verdicts(stated, first, date)
    check_originals(stated, first)
    check_changes(stated, first)
    check_arithmetic(stated, sums)
    check_row_names(stated, whole)
    check_counting(stated, whole)
    problems.found |= first.found
    if not (first.found or sums.found or whole.found or doubts.astray) and ledger.left_out == LeftOut():
        memory.add(key, True)


def _covered(policy: str, share: Share, borne: _Borne, doubts: Doubts, sure: bool, problems: Problems, memory: Memory) -> Coverage:
    counts = memory.get(share.whole_key, tuple[int, int, int])
    if counts is None:
        own = Problems()
        found = check_coverage(share.whole, doubts, own)[policy]
        problems.found |= own.found
        counts = found.printed, found.cited, found.unused
        if sure and not own.found:
            memory.add(share.whole_key, counts)
    printed, cited, unused = counts
    return Coverage(printed, cited, unused, evidence=borne.evidence.counts, agreement=(borne.agreement or Agreement()).counts())


def _factors(ledger: Ledger, memory: Memory) -> Callable[[str, str], Decimal | None]:
    """How many of one unit make one of the other, ``None`` where they are not alike. Remembered, for who asks pint loads it first."""
    units = load_units(ledger)

    def factor(unit: str, to: str) -> Decimal | None:
        key = hash_of("factor", units.expressions.get(unit), units.expressions.get(to))
        known: list[Decimal] | None = memory.get(key, list[Decimal])
        if known is None:
            try:
                known = [units.convert(1, unit, to)]
            except UnlikeUnits:
                known = []
            memory.add(key, known)
        return known[0] if known else None

    return factor
