"""Repair what a spreadsheet did to tables, and say what was done."""

from __future__ import annotations

import argparse
import sys

from ledger.problems import Problems


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="tables of data/ (default: all)")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.tidy import tidy

    code = tidy(options.project, options.files, problems, print)
    if problems.errors:
        for problem in problems:
            print(problem, file=sys.stderr)
        count = len(problems.errors)
        print(f"{count} {'thing is' if count == 1 else 'things are'} left for you", file=sys.stderr)
        problems.found.clear()
    return code
