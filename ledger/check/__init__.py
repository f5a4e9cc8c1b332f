"""Check: hold every row against the schema's keys, the clauses' numbers and the sources' own arithmetic."""

from ledger.check.arithmetic import check_arithmetic
from ledger.check.coverage import Coverage, check_coverage
from ledger.check.discrepancies import check_discrepancies
from ledger.check.events import check_events
from ledger.check.identities import check_identities
from ledger.check.keys import check_keys
from ledger.check.provenance import check_provenance
from ledger.load.ledger import Ledger
from ledger.problems import Problems

__all__ = ["Coverage", "check_ledger"]


def check_ledger(ledger: Ledger, problems: Problems) -> dict[str, Coverage]:
    """Add everything that is wrong with the ledger; return the coverage of each policy, in the ledger's order."""
    check_keys(ledger, problems)
    check_arithmetic(ledger, problems)
    check_identities(ledger, problems)
    check_discrepancies(ledger, problems)
    check_events(ledger, problems)
    check_provenance(ledger, problems)
    return check_coverage(ledger, problems)
