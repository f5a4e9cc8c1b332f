"""What can be measured, section by section; each gives what it found as soon as it has it."""

from __future__ import annotations

import dataclasses
import importlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import growth, served
from benchmarks.build import LEFT_OUT, Builds
from benchmarks.corpus import GENERATOR, REFERENCE, Corpus, write
from benchmarks.peers import Peer
from benchmarks.process import Failed, measure

Found = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    edits: int
    rounds: int
    pages: tuple[int, ...]
    rows: tuple[int, ...]
    dask: int


WHOLE = Size(served.EDITS, 3, (1000, 10_000), (1000, 10_000, 100_000), 30_000)
SMALL = Size(3, 1, (300, 1000), (300, 1000), 1000)


def _served(folder: Path, there: list[Peer], size: Size) -> Iterator[Found]:
    yield _plain(served.story_of_every_tool(there, folder, size.edits))


def _flagship(folder: Path, there: list[Peer], size: Size) -> Iterator[Found]:
    shutil.copytree(GENERATOR.parent, folder / "project", ignore=LEFT_OUT)
    yield _plain(served.flagship(folder / "project", size.edits))


def _plain(medians: Mapping[str, served.Median | str]) -> Found:
    return {name: value if isinstance(value, str) else dataclasses.asdict(value) for name, value in medians.items()}


def _builds(folder: Path, there: list[Peer], size: Size) -> Iterator[Found]:
    builds = Builds(GENERATOR.parent, folder, served.ROW, size.rounds)
    builds.measure()
    print(builds.table(), file=sys.stderr)
    yield {"figure": builds.figure, **{line: builds.middle(line).cpu for line in builds.runs}}


def _pages(folder: Path, there: list[Peer], size: Size) -> Iterator[Found]:
    yield {"reference": growth.cold(REFERENCE, there)}
    for n in size.pages:
        yield {str(n): growth.cold(Corpus(pages=n), there, bare=n == size.pages[-1])}


def _rows(folder: Path, there: list[Peer], size: Size) -> Iterator[Found]:
    for n in size.rows:
        yield {str(n): growth.cold(Corpus(rows=n), ())}
    if size is WHOLE:
        corpora = {"series": Corpus(observations=5400), "many": Corpus(observations=20_000, series=200), "plan": Corpus(rows=2500, languages=("en", "zh"))}
        for name, corpus in corpora.items():
            yield {name: growth.cold(corpus, ())}


def _dask(folder: Path, there: list[Peer], size: Size) -> Iterator[Found]:
    """Seconds on the wall with one worker of one thread, and with two; the scheduler runs here."""
    build = [sys.executable, str(GENERATOR), "build", "--project", str(folder / "project")]
    if "--executor" not in subprocess.run([*build[:3], "--help"], capture_output=True, text=True, check=False).stdout:
        raise Failed("not yet: build has no --executor")
    cluster_of = importlib.import_module("distributed").LocalCluster  # an extra, that few have
    write(Corpus(rows=size.dask), folder / "project")
    took: Found = {"rows": size.dask}
    for name, workers in (("one", 1), ("two", 2)):
        for made in ("site", ".cache"):
            shutil.rmtree(folder / "project" / made, ignore_errors=True)
        with cluster_of(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
            took[name] = measure([*build, "--executor", "dask", "--scheduler", cluster.scheduler_address], folder).wall
    yield took


SECTIONS: dict[str, Callable[[Path, list[Peer], Size], Iterator[Found]]] = {
    "served": _served,
    "flagship": _flagship,
    "builds": _builds,
    "pages": _pages,
    "rows": _rows,
    "dask": _dask,
}
"""What can be measured, in the order in which it is."""
