"""What is set up, what is missing, and what a project of an older version needs."""

from __future__ import annotations

import argparse

from ledger.problems import Problems

NOTHING = "nothing was changed"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--links", action="store_true", help="ask the addresses of documents and sources whether they still answer; this needs a network")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.scaffold.doctor import examine

    print(*examine(options.project, problems, options.links), sep="\n")
    return 1 if problems.errors else 0
