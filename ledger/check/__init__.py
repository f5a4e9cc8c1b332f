"""Check: hold every row against the schema's keys, the clauses' numbers and the sources' own arithmetic."""

from dataclasses import replace

from ledger.check.arithmetic import check_arithmetic
from ledger.check.counting import check_counting
from ledger.check.coverage import Coverage, check_coverage
from ledger.check.discrepancies import check_discrepancies
from ledger.check.doubts import Doubts
from ledger.check.events import check_events
from ledger.check.evidence import check_evidence
from ledger.check.fingerprint import check_names
from ledger.check.identities import check_identities
from ledger.check.keys import check_keys
from ledger.check.names import check_row_names
from ledger.check.parts import check_parts
from ledger.check.provenance import check_provenance
from ledger.check.second import Agreement, check_second
from ledger.check.sections import check_sections
from ledger.load.ledger import Ledger
from ledger.problems import Problems

__all__ = ["Coverage", "check_ledger"]


def check_ledger(ledger: Ledger, problems: Problems) -> dict[str, Coverage]:
    """Add everything that is wrong with the ledger; return the coverage of each policy, in the ledger's order."""
    doubts = Doubts()
    check_keys(ledger, doubts, problems)
    check_sections(ledger, doubts, problems)
    check_identities(ledger, problems)
    check_discrepancies(ledger, doubts, problems)
    check_events(ledger, problems)
    check_provenance(ledger, doubts, problems)
    sums = Problems()
    check_arithmetic(ledger, sums)
    blamed = {(p.file, p.line) for p in problems.errors}
    problems.found |= {p for p in sums if (p.file, p.line) not in blamed}
    check_names(ledger, problems)
    whole = Problems()
    check_row_names(ledger, whole)
    check_parts(ledger, whole)
    check_counting(ledger, whole)
    agreement = check_second(ledger, whole)
    evidence = check_evidence(ledger, agreement, whole)
    doubts.tell_causes_only(ledger, whole, problems)
    coverage = check_coverage(ledger, doubts, problems)
    return {policy: replace(c, evidence=dict(evidence[policy]), agreement=agreement.get(policy, Agreement()).counts()) for policy, c in coverage.items()}
