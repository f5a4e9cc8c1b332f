"""Bring in a table from a CSV, an XLSX, a JSON or a Parquet file."""

from __future__ import annotations

import argparse
from pathlib import Path

from ledger.problems import Problems

NOTHING = "nothing was written"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a .csv, .xlsx, .json or .parquet file")
    parser.add_argument("--table", default="", metavar="NAME", help="the table that it becomes (default: the file's name)")
    parser.add_argument("--sheet", default="", metavar="NAME", help="the sheet of an .xlsx file (default: the first)")
    parser.add_argument("--title", default="", metavar="TEXT", help="what the table is called")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.scaffold.importing import bring
    from ledger.scaffold.newsroom import load

    print(*bring(load(options.project, problems, bare=True), options.file, options.table, options.sheet, options.title, problems), sep="\n")
    return 0
