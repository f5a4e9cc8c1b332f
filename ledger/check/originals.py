"""Where documents and sources were published, and what a term is elsewhere: an address that a reader can follow, and no other."""

from __future__ import annotations

from urllib.parse import urlsplit

from ledger.load.ledger import Ledger
from ledger.problems import Problems

ADDRESSES = {"document": ("source_url", "archived_url"), "source": ("url", "archived_url")}
"""The columns of addresses, by role."""


def check_originals(ledger: Ledger, problems: Problems) -> None:
    """Each such cell is the whole address of a page; whatever else stands there would be a link that leads nowhere, or does something else."""
    for terms in ledger.vocabularies.values():
        for term in terms.values():
            for elsewhere in term.same_as:
                if not is_address(elsewhere):
                    what = f"'{term.id}': same_as: '{elsewhere[:80]}' is no address"
                    problems.add(term.file, term.line, what, "write it whole, https://example.org/entity/1, or a list of such")
    for role, columns in ADDRESSES.items():
        for row in ledger.of(role):
            for column in columns:
                address = getattr(row, column, None)
                if address and not is_address(address):
                    problems.add(
                        ledger.schema.file_of(row), row.line, f"{column}: '{address[:80]}' is no address of a page", "write it whole, https://example.org/plan"
                    )


def is_address(text: str) -> bool:
    """Whether a text is an address of the web, written out."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() or c in '<>"\\' for c in text)
    except ValueError:
        return False
