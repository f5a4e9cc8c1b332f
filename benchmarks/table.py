"""All figures in one table, beside what they shall be and what other generators need: see ``README.md`` beside this file.

    python -m benchmarks [--quick] [--only SECTION …]

Sections: ``served``, ``flagship``, ``builds``, ``pages``, ``rows``, ``dask``. What a section found is kept in
``.cache/bench/figures.json``, so that the table can be made in parts; every run but a quick one writes ``README.md`` and
``growth.svg`` anew.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import growth, served
from benchmarks.corpus import GENERATOR
from benchmarks.peers import install, peers
from benchmarks.process import Failed
from benchmarks.sections import SECTIONS, SMALL, WHOLE, Found

ROOT = GENERATOR.parent
FOUND = ROOT / ".cache" / "bench" / "figures.json"
PEERS = ROOT / ".cache" / "peers"
README, PICTURE = ROOT / "benchmarks" / "README.md", ROOT / "benchmarks" / "growth.svg"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


@dataclass(frozen=True)
class Line:
    """A line of the table. ``bound`` is the aim in the unit of ``ours``, so that ``ours / bound`` is at most 1 where it is reached."""

    measure: str
    ours: float | str | None
    aim: str
    bound: float | None
    unit: str
    beside: Mapping[str, float | str] = dataclasses.field(default_factory=dict)
    more: str = ""

    def cells(self) -> list[str]:
        ours = self.ours if isinstance(self.ours, str) else _shown(self.ours, self.unit) if self.ours is not None else "–"
        beside = ", ".join(f"{name} {_shown(value, '') if isinstance(value, float | int) else value}" for name, value in self.beside.items())
        ratio = f"{self.ours / self.bound:.2f}" if isinstance(self.ours, float | int) and self.bound else "–"
        return [self.measure, f"{ours}{self.more}", self.aim, beside or "–", ratio]


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print the table; what could not be measured says why in its line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed and size, beside aims and other generators.")
    parser.add_argument("--quick", action="store_true", help="smaller corpora and fewer rounds; no file is written")
    parser.add_argument("--only", action="append", choices=list(SECTIONS), metavar="SECTION", help=f"one of {', '.join(SECTIONS)}; may be given again")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what was begun is ended
    size = SMALL if options.quick else WHOLE
    absent = install(PEERS)
    there = peers(PEERS)
    found: Found = {} if options.quick or not FOUND.is_file() else json.loads(FOUND.read_text(encoding="utf-8"))
    found |= {"releases": {p.name: p.release for p in there}, "absent": absent}
    for section in options.only or SECTIONS:
        began = time.monotonic()
        found[section] = {}
        with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
            try:
                for part in SECTIONS[section](Path(folder), there, size):
                    found[section] |= part
                    _keep(found, options.quick)
            except Failed as failed:
                found[section] = found[section] or str(failed).splitlines()[-1]
                _keep(found, options.quick)
        print(f"{section}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    text = report(found)
    print(text)
    if not options.quick:
        before, _, after = README.read_text(encoding="utf-8").partition(BEGIN)
        drawn = _lines_of_growth(found)
        picture = f"\n\n![{_ALTERNATIVE}]({PICTURE.name})" if drawn else ""
        README.write_text(f"{before}{BEGIN}\n\n{text}{picture}\n\n{END}{after.partition(END)[2]}", encoding="utf-8")
        if drawn:
            PICTURE.write_text(growth.picture(drawn), encoding="utf-8")
    return 0


_ALTERNATIVE = "Seconds of CPU of a cold build over the number of entries, ours as pages and as rows beside other generators"


def _keep(found: Found, quick: bool) -> None:
    if not quick:
        FOUND.parent.mkdir(parents=True, exist_ok=True)
        FOUND.write_text(json.dumps(found, indent=1), encoding="utf-8")


def report(found: Found) -> str:
    """The table as Markdown, with a line about the machine and those that are not there."""
    beside = ", ".join(f"{name} {release}" for name, release in found["releases"].items())
    absent = "".join(f"\n\n{name} is not here: {why}." for name, why in found["absent"].items())
    rows = [["measure", "ours", "aim", "beside", "ours ÷ aim"], ["---"] * 5, *(line.cells() for line in lines(found))]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; {beside}.{absent}\n\n{table}"


def lines(found: Found) -> Iterator[Line]:
    """The lines of the table, of those sections that were measured."""
    yield from _served(found)
    yield from _flagship(found)
    yield from _builds(found)
    yield from _pages(found)
    yield from _rows(found)
    if isinstance(dask := found.get("dask"), dict):
        yield Line(f"{dask['rows']:,} rows on Dask, one worker ÷ two", dask["one"] / dask["two"], "≥ 1.4", None, "×", {"one": dask["one"], "two": dask["two"]})
    elif dask is not None:
        yield Line("Dask, two workers", dask, "≥ 1.4 × one", None, "")


def _served(found: Found) -> Iterator[Line]:
    part = found.get("served")
    title, aim = "edit to served: an article of the corpus", "< 75 ms, < zensical"
    if isinstance(part, str):
        yield Line(title, part, aim, None, "")
    elif part:
        beside = {name: _ms(value) for name, value in part.items() if name != served.OURS}
        bound = min(75.0, _number(beside, "zensical", 1) or 75.0)
        yield Line(title, _ms(part[served.OURS]), aim, bound, "ms", beside, _of(part[served.OURS]))


def _flagship(found: Found) -> Iterator[Line]:
    part = found.get("flagship")
    if isinstance(part, str):
        yield Line("edit to served, flagship", part, "", None, "")
        return
    for kind, (name, aim) in _EDITS.items():
        if part and kind in part:
            yield Line(f"edit to served, flagship: {name}", _ms(part[kind]), f"< {aim:,} ms", aim, "ms", more=_of(part[kind]))


_EDITS = {
    "story": ("a story", 75),
    "note": ("a note, its page", 150),
    "value": ("a value, its page", 150),
    "charts": ("its chart", 1000),
    "style": ("a style sheet", 50),
    "template": ("a template under all pages", 2500),
}


def _builds(found: Found) -> Iterator[Line]:
    part = _part(found, "builds")
    if isinstance(part, str):
        yield Line("flagship", part, "", None, "")
        return
    for key, name, aim, unit in (
        ("page", "a story edited, cold process", None, "CPU s"),
        ("row", "a note edited, cold process", 0.6, "CPU s"),
        ("value", "a value edited, cold process", 2.5, "CPU s"),
        ("nothing", "nothing changed", 0.1, "CPU s"),
        ("figure", "a figure", 0.17, "CPU s"),
        ("cold", "flagship, cold", 18, "CPU s"),
    ):
        if part.get(key) is not None:
            yield Line(name, part[key], f"< {aim} CPU s" if aim else "", aim, unit)


def _pages(found: Found) -> Iterator[Line]:
    for n, part in _sized(found, "pages"):
        beside = {name: value["cpu"] if isinstance(value, dict) else value for name, value in part.items() if name != served.OURS}
        walls = {name: value["wall"] if isinstance(value, dict) else value for name, value in part.items() if name in ("hugo", "mkdocs")}
        ours = part[served.OURS]
        large = n > 1000
        bound = _number(beside, "hugo", 2) if large else _number(beside, "mkdocs", 1)
        yield Line(f"{n:,} entries as pages, cold", _of_run(ours, "cpu"), "≤ 2 × hugo" if large else "≤ mkdocs", bound, "CPU s", beside)
        if large:
            yield Line(f"{n:,} entries as pages, wall", _of_run(ours, "wall"), "≤ ½ mkdocs", _number(walls, "mkdocs", 0.5), "s", walls)
    if reference := _named(found, "pages", "reference"):
        beside = {name: value["cpu"] if isinstance(value, dict) else value for name, value in reference.items() if name != served.OURS}
        size = reference[served.OURS]["bytes"] / 1e6 if isinstance(reference[served.OURS], dict) else 0
        yield Line(
            "130 entries, 20 articles with two charts each, cold (beside: without charts)",
            _of_run(reference[served.OURS], "cpu"),
            "",
            None,
            "CPU s",
            beside,
            f", {size:.0f} MB",
        )


def _rows(found: Found) -> Iterator[Line]:
    parts = list(_sized(found, "rows"))
    first: float | None = None
    for n, part in parts:
        ours = part[served.OURS]
        cpu = _of_run(ours, "cpu")
        bound = first * n / parts[0][0] if first and isinstance(ours, dict) else None
        yield Line(f"{n:,} entries as rows, cold", cpu, "linear" if first else "", bound, "CPU s")
        first = first or (ours["cpu"] if isinstance(ours, dict) else None)
        if n == parts[-1][0]:
            peak = ours["peak"] / 1e6 if isinstance(ours, dict) else ours
            yield Line(f"{n:,} entries as rows, all processes' memory", peak, "< 1,000 MB", 1000.0, "MB")
    for name, title in (("series", "a series of 5,400 values"), ("many", "20,000 values in 200 series"), ("plan", "2,500 targets in one plan, two languages")):
        if part := _named(found, "rows", name):
            yield Line(f"{title}, cold", _of_run(part[served.OURS], "cpu"), "built", None, "CPU s")


def _part(found: Found, section: str) -> Any:
    return found.get(section, {})


def _sized(found: Found, section: str) -> list[tuple[int, dict[str, Any]]]:
    part = _part(found, section)
    return [(int(n), value) for n, value in part.items() if n.isdigit()] if isinstance(part, dict) else []


def _named(found: Found, section: str, name: str) -> dict[str, Any]:
    part = _part(found, section)
    return part.get(name, {}) if isinstance(part, dict) else {}


def _of_run(run: dict[str, float] | str, what: str) -> float | str:
    return run[what] if isinstance(run, dict) else f"refused: {run}"


def _ms(median: dict[str, float] | str) -> float | str:
    return median["ms"] if isinstance(median, dict) else median


def _of(median: dict[str, float] | str) -> str:
    return f" ({median['edits']:.0f} edits)" if isinstance(median, dict) and median["edits"] != served.EDITS else ""


def _number(beside: Mapping[str, float | str], name: str, times: float) -> float | None:
    value = beside.get(name)
    return value * times if isinstance(value, float) else None


def _shown(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}{' ' + unit if unit else ''}"


def _lines_of_growth(found: Found) -> dict[str, dict[int, float]]:
    drawn: dict[str, dict[int, float]] = {}
    for section in ("pages", "rows"):
        for n, part in _sized(found, section):
            for name, run in part.items():
                if isinstance(run, dict):
                    drawn.setdefault(f"ours, {section}" if name == served.OURS else name, {})[n] = run["cpu"]
    return drawn
