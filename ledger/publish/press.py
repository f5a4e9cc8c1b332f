"""The press: renders many pages, in as many processes as there are processors, and keeps what it printed.

Data pages depend on data, charts, templates and code, not on what editors write. A set of them is kept under one key; when
a build has the same key, the set is copied instead of rendered, together with what was read in its pages.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment

from ledger.kept import digest, keep, recall, remove
from ledger.problems import Problem, Problems, Refused
from ledger.processes import can_fork, copies, is_running, processors
from ledger.publish.verify import Reading, read_page
from ledger.render.edition import Edition
from ledger.render.faults import BadTemplate
from ledger.render.pages import Page
from ledger.render.renderer import render_page

Step = Callable[[str, int, int], None]
_BATCH = 48
_KEPT_SETS = 3
_READINGS = "readings.json"

Printed = tuple[str, Reading]
"""The hash of a page as it was written, and what was read in it."""
Batch = tuple[list[Printed], set[Problem]]
"""What was printed of a batch, and what is wrong with its templates."""

_at_hand: tuple[Mapping[str, Sequence[Page]], Environment, Mapping[str, Edition], Path] | None = None
"""What a worker prints from. Set before the processes fork, so that nothing has to be sent to them."""


def print_set(
    folder: Path, key: str, pages: Mapping[str, Sequence[Page]], environment: Environment, editions: Mapping[str, Edition], step: Step, problems: Problems
) -> None:
    """Render ``pages`` (by language) and keep them below ``folder`` under ``key``; of older sets the newest is left.

    A template that fails is a problem; nothing is kept then, and ``Refused`` is raised.
    """
    draft = folder / f"new.{os.getpid()}"  # of this build alone: a worker of one that was killed may write a moment longer
    (draft / "pages").mkdir(parents=True)
    try:
        faults = Problems()
        readings = print_pages(pages, environment, editions, draft / "pages", step, faults)
        problems.found.update(faults.found)
        if faults.errors:
            raise Refused(problems)
        keep(draft / _READINGS, json.dumps(readings).encode())
        complete = [p for p in folder.iterdir() if p.is_dir() and p.name not in (draft.name, key) and not p.suffix]
        newest = sorted(complete, key=lambda p: p.stat().st_mtime_ns)[1 - _KEPT_SETS :]
        for other in folder.iterdir():
            if other not in (draft, *newest) and not is_running(other.suffix.removeprefix(".")):
                remove(other)
        draft.rename(folder / key)
    finally:
        remove(draft)


def print_pages(
    pages: Mapping[str, Sequence[Page]], environment: Environment, editions: Mapping[str, Edition], out: Path, step: Step, problems: Problems
) -> list[Printed]:
    """Render ``pages`` (by language) into the folder ``out``: what was read in each, and the hash of what was written."""
    global _at_hand
    _at_hand = pages, environment, editions, out
    batches = [(code, start) for code, listed in pages.items() for start in range(0, len(listed), _BATCH)]
    total = sum(map(len, pages.values()))
    readings: list[Printed] = []
    try:
        for found, faults in _in_processes(_print_batch, batches):
            readings += found
            problems.found.update(faults)
            step("render", len(readings), total)
    finally:
        _at_hand = None
    return readings


def _print_batch(batch: tuple[str, int]) -> Batch:
    assert _at_hand is not None
    pages, environment, editions, out = _at_hand
    code, start = batch
    readings: list[Printed] = []
    faults: set[Problem] = set()
    for page in pages[code][start : start + _BATCH]:
        path = f"{page.address.lstrip('/')}index.html"
        try:
            html = render_page(environment, editions[code], page, editions)
        except BadTemplate as bad:
            faults.add(bad.problem)
            continue
        content = html.encode()
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        readings.append((digest(content), read_page(path, html)))
    return readings, faults


def _in_processes(work: Callable[[tuple[str, int]], Batch], batches: Iterable[tuple[str, int]]) -> Iterator[Batch]:
    """``map`` over the processors; in this process where there is only one, or where a process cannot fork."""
    if processors() < 2 or not can_fork():
        yield from map(work, batches)
        return
    with copies() as executor:
        yield from executor.map(work, batches)


def kept_set(folder: Path, key: str, out: Path, taken: Container[str] = ()) -> list[Reading] | None:
    """Copy the pages kept under ``key`` into ``out``, but for paths that are ``taken``; ``None`` when there are none, or when one is
    not what was kept."""
    source = folder / key
    kept = recall(source / _READINGS)
    if kept is None:
        return None
    readings = []
    for hashed, fields in json.loads(kept):
        reading = Reading(*fields)
        try:
            content = (source / "pages" / reading.path).read_bytes()
        except OSError:
            return None
        if digest(content) != hashed:
            return None
        readings.append(reading)
        if reading.path in taken:
            continue
        target = out / reading.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return readings
