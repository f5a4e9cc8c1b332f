"""The press: renders many pages, in as many processes as there are processors, and keeps what it printed.

Data pages depend on data, charts, templates and code, not on what editors write. A set of them is kept under one key; when
a build has the same key, the set is copied instead of rendered, together with what was read in its pages.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from jinja2 import Environment

from ledger.publish.verify import Reading, read_page
from ledger.render.edition import Edition
from ledger.render.pages import Page
from ledger.render.renderer import render_page

Step = Callable[[str, int, int], None]
_BATCH = 48
_KEPT_SETS = 2

_at_hand: tuple[Mapping[str, Sequence[Page]], Environment, Mapping[str, Edition], Path] | None = None
"""What a worker prints from. Set before the processes fork, so that nothing has to be sent to them."""


def print_set(folder: Path, key: str, pages: Mapping[str, Sequence[Page]], environment: Environment, editions: Mapping[str, Edition], step: Step) -> None:
    """Render ``pages`` (by language) and keep them below ``folder`` under ``key``; of older sets the newest is left."""
    draft = folder / "new"
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "pages").mkdir(parents=True)
    readings = print_pages(pages, environment, editions, draft / "pages", step)
    (draft / "readings.json").write_text(json.dumps(readings), encoding="utf-8")
    for old in sorted((p for p in folder.iterdir() if p != draft), key=lambda p: p.stat().st_mtime_ns)[: 1 - _KEPT_SETS]:
        shutil.rmtree(old, ignore_errors=True)
    draft.rename(folder / key)


def print_pages(pages: Mapping[str, Sequence[Page]], environment: Environment, editions: Mapping[str, Edition], out: Path, step: Step) -> list[Reading]:
    """Render ``pages`` (by language) into the folder ``out`` and read what was written."""
    global _at_hand
    _at_hand = pages, environment, editions, out
    batches = [(code, start) for code, listed in pages.items() for start in range(0, len(listed), _BATCH)]
    total = sum(map(len, pages.values()))
    readings: list[Reading] = []
    try:
        for found in _in_processes(_print_batch, batches):
            readings += found
            step("render", len(readings), total)
    finally:
        _at_hand = None
    return readings


def _print_batch(batch: tuple[str, int]) -> list[Reading]:
    assert _at_hand is not None
    pages, environment, editions, out = _at_hand
    code, start = batch
    readings = []
    for page in pages[code][start : start + _BATCH]:
        path = f"{page.address.lstrip('/')}index.html"
        html = render_page(environment, editions[code], page, editions)
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8")
        readings.append(read_page(path, html))
    return readings


def _in_processes(work: Callable[[tuple[str, int]], list[Reading]], batches: Iterable[tuple[str, int]]) -> Iterator[list[Reading]]:
    """``map`` over the processors; in this process where there is only one, or where a process cannot fork."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if processors < 2 or "fork" not in multiprocessing.get_all_start_methods() or os.environ.get("LEDGER_PROCESSES") == "1":
        yield from map(work, batches)
        return
    with ProcessPoolExecutor(min(processors, 8), mp_context=multiprocessing.get_context("fork")) as executor:
        yield from executor.map(work, batches)


def kept_set(folder: Path, key: str, out: Path) -> list[Reading] | None:
    """Copy the pages kept under ``key`` into ``out``; ``None`` when there are none."""
    source = folder / key
    try:
        readings = [Reading(*fields) for fields in json.loads((source / "readings.json").read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return None
    shutil.copytree(source / "pages", out, dirs_exist_ok=True)
    return readings
