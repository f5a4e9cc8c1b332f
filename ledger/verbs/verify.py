"""Hold somebody's article against the ledger, number by number."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ledger.problems import Problems

NOTHING = "not every file was read"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="an article: Markdown, HTML or plain text")
    parser.add_argument("--language", metavar="CODE", help="its language, where that is not the one whose names it uses most")
    parser.add_argument("--strict", action="store_true", help="a number that is in no row counts too: the exit code is 1, as for one that differs")
    parser.add_argument("--json", action="store_true", help="tell it as JSON")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.proof.telling import as_json, as_text
    from ledger.proof.verifying import verify

    found = verify(options.project, options.files, options.language, problems)
    print(json.dumps(as_json(found), ensure_ascii=False, indent=1) if options.json else "\n".join(as_text(found)))
    problems.stop_if_any()
    return int(found.differing > 0 or (options.strict and found.unknown > 0))
