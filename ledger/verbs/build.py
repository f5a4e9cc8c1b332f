"""Build the site, verify it and publish it whole."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from ledger.executors import EXECUTORS
from ledger.problems import Problems
from ledger.verbs.door import call_of
from ledger.verbs.place import folder
from ledger.verbs.progress import progress


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=folder, metavar="DIR", help="publish into DIR (default: site/ in the project)")
    parser.add_argument(
        "--executor", choices=EXECUTORS, default=EXECUTORS[0], help="who makes pages: processes of this machine, this one alone, or Dask (default: %(default)s)"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="with --executor dask: a cluster that is there already, tcp://host:8786 (default: workers on this machine)"
    )
    parser.add_argument("--slow", action="store_true", help="list the ten pages and files that took longest, of those that had to be made")


def run(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.publish.build import build
    from ledger.publish.swap import Busy
    from ledger.work import NoWorkers

    if options.scheduler and options.executor != "dask":
        print("--scheduler is the address of a scheduler of Dask: write --executor dask before it", file=sys.stderr)
        return 2
    started = time.monotonic()
    try:
        with progress() as step:
            outcome = build(options.project, problems, step, options.out, options.executor, options.scheduler)
    except (Busy, NoWorkers) as reason:
        print(reason, file=sys.stderr)
        return 1
    out, here = options.out or options.project / "site", Path.cwd()
    shown = out.relative_to(here) if out.is_relative_to(here) else out
    if not outcome.changed:
        print(f"{shown}/ is up to date")
    else:
        name, size = outcome.largest
        print(
            f"{shown}/: {outcome.pages} pages, {outcome.figures} charts, {outcome.bytes / 1e6:.1f} MB of HTML (largest {name}, {size / 1e3:.0f} kB), {time.monotonic() - started:.1f} s"
        )
        if outcome.unlisted:
            pages = "1 page is" if outcome.unlisted == 1 else f"{outcome.unlisted} pages are"
            print(f"{pages} not in data/addresses.csv; once published, list what is new: {call_of(options)} addresses")
    if options.slow:
        slowest = sorted(outcome.seconds.items(), key=lambda item: (-item[1], item[0]))
        print(*(f"{seconds * 1000:7.0f} ms  {path}" for path, seconds in slowest) if slowest else ["no page or file had to be made"], sep="\n")
    return 0
