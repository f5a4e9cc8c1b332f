"""Where documents were published: which of them tell it, and whether their addresses still answer."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from ledger.check.originals import ADDRESSES, is_address
from ledger.load.ledger import Ledger
from ledger.problems import Problems

_PATIENCE = 20
"""Seconds that an address has to answer."""
_CALLED = {"User-Agent": "green-ledger (ledger doctor --links)"}


def originals(ledger: Ledger) -> Iterator[str]:
    """A line about the documents, and the ids of those that do not tell where they were published, themselves or by their source."""
    documents = ledger.of("document")
    without = [row.id for row in documents if not _told(ledger, row)]
    if not documents:
        return
    lacking = f"; without: {', '.join(without)}" if without else ""
    yield f"originals    {len(documents) - len(without)} of {len(documents)} documents tell the address where they were published{lacking}"


def check_links(ledger: Ledger, problems: Problems) -> Iterator[str]:
    """Ask each address whether it answers; one that does not is a problem. It needs a network, so no build does this."""
    asked = 0
    for role, columns in ADDRESSES.items():
        for row in ledger.of(role):
            for column in columns:
                address = getattr(row, column, None)
                if address and is_address(address):
                    asked += 1
                    if wrong := _answer(address):
                        problems.add(
                            ledger.schema.file_of(row),
                            row.line,
                            f"{column}: {address} {wrong}",
                            "look where it is now, or name an archived copy under archived_url",
                        )
    yield f"links        {asked} addresses asked"


def _told(ledger: Ledger, document: Any) -> bool:
    source = ledger.find("source", document.source)
    return bool(document.source_url or document.archived_url or (source and source.url))


def _answer(address: str) -> str:
    """What is wrong with an address; nothing where a page is there."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=_CALLED), timeout=_PATIENCE):
            return ""
    except urllib.error.HTTPError as error:
        return f"answers {error.code} {HTTPStatus(error.code).phrase}" if error.code in {status.value for status in HTTPStatus} else f"answers {error.code}"
    except (OSError, ValueError) as error:
        return f"does not answer ({getattr(error, 'reason', error)})"
