"""Enter a document: from its text to worksheets, and from the worksheets into the tables."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from ledger.problems import Problems

NOTHING = "nothing was written"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the text of a document (plain text, HTML, PDF), or a worksheet that is filled in")
    parser.add_argument("--id", default="", metavar="ID", help="of a text: the id of its document (default: after the file's name)")
    parser.add_argument("--source", default="", metavar="ID", help="of a text: the id of the source that it is, or is in")
    parser.add_argument("--lines", type=_lines, metavar="A-B", help="of a text that holds several documents: the lines of this one")
    parser.add_argument("--language", default="", metavar="CODE", help="of a text: its language (default: that of its source, or the first of the ledger)")
    parser.add_argument("--prefix", default="", metavar="WORD", help="of a text: what the ids of its rows begin with (default: the id of the document)")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.entry.propose import Asked, propose
    from ledger.entry.take import take
    from ledger.publish.build import find_newsroom

    find_newsroom(options.project, problems)
    problems.stop_if_any()
    if options.file.suffix.lower() == ".csv":
        return take(options.project, options.file, problems, print)
    asked = Asked(options.id, options.source, options.lines, options.language, options.prefix)
    return propose(options.project, options.file, asked, problems, print)


def _lines(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,7})-(\d{1,7})", text)
    if match is None:
        raise argparse.ArgumentTypeError("are two numbers: 120-340")
    return int(match[1]), int(match[2])
