"""Everything that a build checks, without drawing."""

from __future__ import annotations

import argparse
from pathlib import Path

from ledger.problems import Problems
from ledger.verbs.progress import progress


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--archive", type=Path, metavar="DIR", help="also hold the fingerprints against the archived texts in DIR")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.check.report import report
    from ledger.publish.build import check

    with progress() as step:
        coverage = check(options.project, problems, step, options.archive)
    print(*report(coverage), sep="\n")
    return 0
