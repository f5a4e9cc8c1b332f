"""Make the fingerprints from the archived texts."""

from __future__ import annotations

import argparse
from pathlib import Path

from ledger.problems import Problems


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--archive", type=Path, metavar="DIR", required=True, help="the folder that holds the texts")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.check.fingerprint import make_fingerprints, names_file, write_fingerprint
    from ledger.load.ledger import load_ledger

    ledger = load_ledger(options.project / "data", Problems())
    made = make_fingerprints(ledger, options.archive, problems)
    folder = options.project / "data" / "fingerprints"
    folder.mkdir(parents=True, exist_ok=True)
    for source, document in made.items():
        (folder / f"{source}.json").write_text(write_fingerprint(document), encoding="utf-8")
        print(f"data/fingerprints/{source}.json: {sum(map(len, document['policies'].values()))} clauses")
    if (names := names_file(ledger)) != "{}\n":
        (folder / "names.json").write_text(names, encoding="utf-8")
    return 1 if problems.errors else 0
