"""Make a project of one's own."""

from __future__ import annotations

import argparse

from ledger.problems import Problems
from ledger.verbs.door import call_of
from ledger.verbs.place import folder

PROJECT = False
"""The folder that the call names becomes the project."""
NOTHING = "nothing was made"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", type=folder, metavar="DIR", help="a folder that is new or empty")
    parser.add_argument(
        "--languages", default="en", metavar="CODES", help="the site's languages, the first one's pages at its root, such as zh,en (default: %(default)s)"
    )
    parser.add_argument("--title", default="", metavar="TEXT", help="the site's name (default: that of the sample)")
    parser.add_argument("--no-guide", dest="guide", action="store_false", help="without the pages that tell how a site is written")
    parser.add_argument("--date", default="2026-05-04", metavar="DAY", help="the day that the site stands at (default: %(default)s)")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.scaffold.project import lacking, make, wish_of

    wish = wish_of(options.languages, options.title, options.date, options.guide, problems)
    problems.stop_if_any()
    call = call_of(options)
    files = make(options.project, wish, problems)
    print(f"{options.project}: {len(files)} files; begin with README.md, or see it: {call} serve --project {options.project}")
    for code in lacking(wish):
        print(
            f"{code}: pages and names are the English ones, in content/{code}/ and data/; what the interface lacks is told by {call} check, and said in words/{code}.yml"
        )
    return 0
