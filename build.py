#!/usr/bin/env python3
"""The door of the ledger: load, check, draw, render, publish.

python build.py build      build the site into site/
python build.py serve      build, serve at http://localhost:8000, rebuild and reload on every change
python build.py check      check data and content, and print the coverage of each policy
python build.py tidy       repair what a spreadsheet did to the tables in data/, and say so
python build.py addresses  list the addresses that are new in data/addresses.csv, to keep them
python build.py diff REV   tell what differs on the site, and in the data, from what they were at a revision
python build.py fingerprint --archive DIR    make data/fingerprints/ from the archived texts
python build.py bench      measure cold, warm and no-change builds
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from ledger.executors import EXECUTORS
from ledger.failure import failed, leave_output, open_standard_streams
from ledger.problems import Problems, Refused
from ledger.processes import end_with
from ledger.stopping import heed_signals


def main(arguments: list[str] | None = None) -> int:
    """Run one verb. 0: done; 1: the input has problems, one line each on standard error; 2: a wrong call; 70: a mistake of ours."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that has no Chinese
    options = _parser().parse_args(arguments)
    if options.end_with:
        end_with(options.end_with)
    problems = Problems()
    try:
        code: int = options.run(options, problems)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Refused as refused:
        problems = refused.problems
        code = 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        code = failed(error, options.project, problems, options.traceback)
        leave_output()
    with suppress(BrokenPipeError):  # nobody reads it any more
        for problem in problems:
            print(problem, file=sys.stderr)
        if code == 1 and problems.errors:
            count = len(problems.errors)
            print(f"{count} {'problem' if count == 1 else 'problems'}; nothing was published", file=sys.stderr)
    return code


def build(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.publish.build import build as run
    from ledger.publish.swap import Busy
    from ledger.work import NoWorkers

    if options.scheduler and options.executor != "dask":
        print("--scheduler is the address of a scheduler of Dask: write --executor dask before it", file=sys.stderr)
        return 2
    started = time.monotonic()
    progress = Progress()
    try:
        outcome = run(options.project, problems, progress, options.out, options.executor, options.scheduler)
    except (Busy, NoWorkers) as reason:
        print(reason, file=sys.stderr)
        return 1
    finally:
        progress.end()
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
            print(f"{pages} not in data/addresses.csv; once published, list what is new: python build.py addresses")
    if options.slow:
        slowest = sorted(outcome.seconds.items(), key=lambda item: (-item[1], item[0]))[:10]
        print(*(f"{seconds * 1000:7.0f} ms  {path}" for path, seconds in slowest) if slowest else ["no page or file had to be made"], sep="\n")
    return 0


def check(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.check.report import report
    from ledger.publish.build import check as run

    progress = Progress()
    try:
        coverage = run(options.project, problems, progress, options.archive)
    finally:
        progress.end()
    print(*report(coverage), sep="\n")
    return 0


def addresses(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.publish.listing import list_addresses

    progress = Progress()
    try:
        listing = list_addresses(options.project, problems, progress)
    finally:
        progress.end()
    shown = 20
    for address in listing.new[:shown]:
        print(address)
    if len(listing.new) > shown:
        print(f"… and {len(listing.new) - shown} more")
    print(f"data/addresses.csv: {len(listing.new) or 'no'} new {'address' if len(listing.new) == 1 else 'addresses'}, {listing.lines} lines")
    return 0


def diff(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.publish.difference import diff as run
    from ledger.publish.telling import as_markdown, as_text

    progress = Progress()
    try:
        found = run(options.project, options.revision, problems, progress)
    finally:
        progress.end()
    print(*(as_markdown if options.markdown else as_text)(found, options.all), sep="\n")
    return 0


def fingerprint(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.check.fingerprint import make_fingerprints, names_file, write_fingerprint
    from ledger.load.ledger import load_ledger

    ledger = load_ledger(options.project / "data", Problems())
    made = make_fingerprints(ledger, options.archive, problems)
    folder = options.project / "data" / "fingerprints"
    folder.mkdir(parents=True, exist_ok=True)
    for source, document in made.items():
        (folder / f"{source}.json").write_text(write_fingerprint(document), encoding="utf-8")
        print(f"data/fingerprints/{source}.json: {sum(map(len, document['policies'].values()))} clauses")
    if (names := names_file(ledger)) != "{}\n":
        (folder / "names.json").write_text(names, encoding="utf-8")
    return 1 if problems.errors else 0


def tidy(options: argparse.Namespace, problems: Problems) -> int:
    from ledger.tidy import tidy as run

    code = run(options.project, options.files, problems, print)
    if problems.errors:
        for problem in problems:
            print(problem, file=sys.stderr)
        count = len(problems.errors)
        print(f"{count} {'thing is' if count == 1 else 'things are'} left for you", file=sys.stderr)
        problems.found.clear()
    return code


def serve(options: argparse.Namespace, problems: Problems) -> int:
    if options.warm is not None:
        from ledger.serve.warm import run as warm

        return warm(options.project, options.warm, lambda: main(["build", "--project", str(options.project)]))
    from ledger.serve.server import serve as run

    return run(options.project, options.host, options.port, options.base)


def bench(options: argparse.Namespace, problems: Problems) -> int:
    from benchmarks.build import bench as run

    return run(options.project)


class Progress:
    """Shows stages on a terminal, one line that is written over; silent when the output is piped."""

    def __init__(self) -> None:
        self.shown = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.shown:
            count = f" {done}/{total}" if total > 1 else ""
            print(f"\r\033[K{stage}{count} …", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Build a public ledger from data/, content/ and templates/.")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def verb(name: str, run: object, help: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=help, description=help)
        sub.add_argument("--project", type=_folder, default=Path.cwd(), metavar="DIR", help="the newsroom's folder (default: this one)")
        sub.add_argument("--traceback", action="store_true", help="show where in the generator a mistake of its own was made")
        sub.add_argument("--end-with", type=int, metavar="PID", help=argparse.SUPPRESS)  # the server's builds end with the server
        sub.set_defaults(run=run)
        return sub

    sub = verb("build", build, "build the site, verify it and publish it whole")
    sub.add_argument("--out", type=_folder, metavar="DIR", help="publish into DIR (default: site/ in the project)")
    sub.add_argument(
        "--executor", choices=EXECUTORS, default=EXECUTORS[0], help="who makes pages: processes of this machine, this one alone, or Dask (default: %(default)s)"
    )
    sub.add_argument(
        "--scheduler", metavar="ADDRESS", help="with --executor dask: a cluster that is there already, tcp://host:8786 (default: workers on this machine)"
    )
    sub.add_argument("--slow", action="store_true", help="list the ten pages and files that took longest, of those that had to be made")
    sub = verb("serve", serve, "build, serve, rebuild what changed and reload the browser")
    sub.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    sub.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    sub.add_argument("--base", default="/", metavar="PATH", help="serve under this path, as a host would (default: %(default)s)")
    sub.add_argument("--warm", type=int, metavar="FD", help=argparse.SUPPRESS)  # the process that builds for the server, which it is connected to
    sub = verb("check", check, "check data and content; print the coverage of each policy")
    sub.add_argument("--archive", type=Path, metavar="DIR", help="also hold the fingerprints against the archived texts in DIR")
    sub = verb("tidy", tidy, "repair what a spreadsheet did to tables, and say what was done")
    sub.add_argument("files", nargs="*", metavar="FILE", help="tables of data/ (default: all)")
    verb("addresses", addresses, "list what is new of the site's addresses in data/addresses.csv, to keep them")
    sub = verb("diff", diff, "tell what differs from a revision of the project: values, pages, charts, files, addresses")
    sub.add_argument("revision", metavar="REV", help="what to compare with, as git names it: HEAD, main, v1.0, a commit")
    sub.add_argument("--markdown", action="store_true", help="as Markdown, for a pull request")
    sub.add_argument("--all", action="store_true", help="everything, and not the first 20 of each kind")
    sub = verb("fingerprint", fingerprint, "make data/fingerprints/ from the archived texts")
    sub.add_argument("--archive", type=Path, metavar="DIR", required=True, help="the folder that holds the texts")
    verb("bench", bench, "measure cold, warm, edited and no-change builds beside a floor")
    return parser


def _folder(text: str) -> Path:
    """A folder as somebody types it, as a whole path: every stage may stand somewhere else."""
    if "\0" in text or not text.strip():
        raise argparse.ArgumentTypeError("is no name of a folder")
    return Path(os.path.abspath(os.path.expanduser(text)))


if __name__ == "__main__":
    open_standard_streams()
    heed_signals()
    sys.exit(main())
