"""What differs from a revision of the project."""

from __future__ import annotations

import argparse

from ledger.problems import Problems
from ledger.verbs.progress import progress


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("revision", metavar="REV", help="what to compare with, as git names it: HEAD, main, v1.0, a commit")
    parser.add_argument("--markdown", action="store_true", help="as Markdown, for a pull request")
    parser.add_argument("--all", action="store_true", help="everything, and not the first 20 of each kind")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.publish.difference import diff
    from ledger.publish.telling import as_markdown, as_text

    with progress() as step:
        found = diff(options.project, options.revision, problems, step)
    print(*(as_markdown if options.markdown else as_text)(found, options.all), sep="\n")
    return 0
