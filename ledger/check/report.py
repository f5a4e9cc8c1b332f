"""What ``check`` prints: policy by policy the numbers of its clauses, who bears its rows out, and how two entries agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ledger.check.coverage import Coverage

EVIDENCE = ("rows", "statements", "second", "both", "waived")
"""Rows with a printed number, those borne out by a statement, by a second entry, by both, and those waived."""
ENTRIES = ("entries", "matched", "differ", "corrected")
"""Second entries, those that are some row's, fields in which two entries differ, and fields of rows that were wrong."""


def report(coverage: Mapping[str, Coverage]) -> Iterator[str]:
    """The lines of a table, and one line a field that was keyed twice; safeguards only where a source declares some."""
    wide = max((len(policy) for policy in coverage), default=6)
    safe = any(c.evidence.get("rows") for c in coverage.values())
    heads = ["printed", "cited", "unused", "open", *((*EVIDENCE, *ENTRIES) if safe else ())]
    total = [0] * len(heads)

    def line(name: str, figures: list[int]) -> str:
        return f"{name:{wide}}  {'  '.join(f'{f:{len(h)}}' for f, h in zip(figures, heads, strict=True))}"

    yield f"{'policy':{wide}}  {'  '.join(heads)}"
    for policy, c in coverage.items():
        figures = [c.printed, c.cited, c.unused, c.open]
        if safe:
            figures += counts_of(c).values()
        total = [a + b for a, b in zip(total, figures, strict=True)]
        yield line(policy, figures)
    yield line("all", total)
    for name, compared, differ in fields_of(coverage):
        yield f"  {name}: {compared} keyed twice, {differ} differed, {100 * (compared - differ) / compared:.1f} % alike"


def counts_of(c: Coverage) -> dict[str, int]:
    """The counts of one policy that ``EVIDENCE`` and ``ENTRIES`` name."""
    agreement = {**c.agreement, "differ": sum((c.agreement.get("differ") or {}).values())}
    return {name: c.evidence.get(name, 0) for name in EVIDENCE} | {name: agreement.get(name) or 0 for name in ENTRIES}


def totals_of(coverage: Mapping[str, Coverage]) -> dict[str, int]:
    """The same for all policies; ``documents`` are those that were keyed twice."""
    each = [counts_of(c) for c in coverage.values()]
    return {name: sum(c[name] for c in each) for name in (*EVIDENCE, *ENTRIES)} | {"documents": sum(1 for c in each if c["entries"])}


def fields_of(coverage: Mapping[str, Coverage]) -> list[tuple[str, int, int]]:
    """``(field, how often it was compared, how often two entries differed)``, the most compared first."""
    compared, differ = Counter[str](), Counter[str]()
    for c in coverage.values():
        compared.update(c.agreement.get("compared") or {})
        differ.update(c.agreement.get("differ") or {})
    return [(name, compared[name], differ[name]) for name in sorted(compared, key=lambda n: (-compared[n], n))]
