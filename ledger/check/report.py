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
            agreement = {**c.agreement, "differ": sum(agreed(c, "differ").values())}
            figures += [*(c.evidence.get(name, 0) for name in EVIDENCE), *(agreement.get(name) or 0 for name in ENTRIES)]
        total = [a + b for a, b in zip(total, figures, strict=True)]
        yield line(policy, figures)
    yield line("all", total)
    compared, differ = Counter[str](), Counter[str]()
    for c in coverage.values():
        compared.update(agreed(c, "compared"))
        differ.update(agreed(c, "differ"))
    for name in sorted(compared, key=lambda n: (-compared[n], n)):
        alike = 100 * (compared[name] - differ[name]) / compared[name]
        yield f"  {name}: {compared[name]} keyed twice, {differ[name]} differed, {alike:.1f} % alike"


def agreed(coverage: Coverage, what: str) -> Mapping[str, int]:
    """Fields ``compared`` or those that ``differ``, with counts."""
    return coverage.agreement.get(what) or {}
