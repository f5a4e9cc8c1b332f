"""List which words of the interface a language lacks, as a file that is ready to be filled in.

python build.py words ar                  prints it
python build.py words ar >> words/ar.yml  adds it to what is there; what is left as it is stays English
"""

from __future__ import annotations

import argparse

from ledger.problems import Problems


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("language", metavar="CODE", help="a language of the site, such as ar or pt_br")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.project import load_project
    from ledger.render.lacking import lacking

    project = load_project(options.project, problems)
    problems.stop_if_any()
    print(lacking(project, options.language, problems), end="")
    return 1 if problems.errors else 0
