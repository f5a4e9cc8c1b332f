"""List what is new of the site's addresses, to keep them."""

from __future__ import annotations

import argparse

from ledger.problems import Problems
from ledger.verbs.progress import progress

_SHOWN = 20


def options(parser: argparse.ArgumentParser) -> None:
    """Nothing beside the project."""


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.publish.listing import list_addresses

    with progress() as step:
        listing = list_addresses(options.project, problems, step)
    for address in listing.new[:_SHOWN]:
        print(address)
    if len(listing.new) > _SHOWN:
        print(f"… and {len(listing.new) - _SHOWN} more")
    print(f"data/addresses.csv: {len(listing.new) or 'no'} new {'address' if len(listing.new) == 1 else 'addresses'}, {listing.lines} lines")
    return 0
