"""Write down what became of the facts of the ledger, from git into a table that is kept."""

from __future__ import annotations

import argparse

from ledger.problems import Problems

NOTHING = "nothing was written"


def options(parser: argparse.ArgumentParser) -> None:
    """Nothing beside the project."""


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.scaffold.history import write_history

    done = write_history(options.project, problems)
    if done.declared:
        print("data/datapackage.yaml: the table of changes is declared")
    print(f"{done.file}: {done.new or 'no'} new {'line' if done.new == 1 else 'lines'}, {done.lines} lines")
    return 0
