"""Keep a version of the data as it is, at an address of its own."""

from __future__ import annotations

import argparse

from ledger.problems import Problems
from ledger.verbs.progress import progress

NOTHING = "nothing was written"


def options(parser: argparse.ArgumentParser) -> None:
    """Nothing beside the project."""


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.publish.release import release

    with progress() as step:
        done = release(options.project, problems, step)
    print(f"version {done.version}: {done.folder}/ has it" + (f", {', '.join(done.new)} new" if done.new else " already"))
    return 0
