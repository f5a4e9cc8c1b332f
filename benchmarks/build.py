"""How long a build takes, and how much of that nobody could save: see ``README.md`` beside this file.

Everything happens in a temporary copy of the project, through the same command an editor uses.
"""

from __future__ import annotations

import csv
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import edits
from benchmarks.process import Failed, Run, measure

PAGES = "jinja2, markdown, mkdocs.commands.build, msgspec, nh3, yaml"
"""The libraries of a build whose drawings are all kept."""

DRAWING = f"{PAGES}, altair, pandas, vl_convert"
"""The libraries of a build that draws."""

COPY = "import shutil, sys; shutil.copytree(sys.argv[1], sys.argv[2])"

ROUNDS = 3
COLD_LIMIT = 60.0
"""Seconds: a cold build that takes longer is measured once, a shorter one three times."""

LEFT_OUT = shutil.ignore_patterns(".*", "site", "__pycache__", "*.egg-info")


def bench(root: Path) -> int:
    """Measure builds of the project in ``root`` and print one table. 1 if the project does not build."""
    with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
        bench = Builds(root, Path(folder))
        try:
            bench.measure()
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1
        print(bench.table())
    return 0


class Builds:
    """Builds of a copy of the newsroom in ``root``, made in ``folder``. Every line of ``runs`` is what one kind of build took.

    ``row`` is a target whose value is edited too, within what its source prints; without it the first target gets a note.
    """

    def __init__(self, root: Path, folder: Path, row: str = "", rounds: int = ROUNDS) -> None:
        self.folder, self.out, self.project, self.row, self.rounds = folder, folder / "out", folder / "project", row, rounds
        shutil.copytree(root, self.project, ignore=LEFT_OUT)
        self.values = edits.allow_values(self.project / "data", row, rounds) if row else []
        # A newsroom without a generator of its own is built by the one that this file belongs to.
        own = self.project / "build.py"
        self.generator = own if own.is_file() else Path(__file__).resolve().parents[1] / "build.py"
        self.runs: dict[str, list[Run]] = {}
        self.pages = self.figures = 0
        self._edits = 0

    def measure(self) -> None:
        """Run everything, round by round rather than line by line, so that a slow minute of the machine touches every line."""
        self._build()  # uncounted: Python compiles its modules, the system reads the libraries from disk
        self.pages = sum(1 for _ in self.out.rglob("*.html"))
        self.figures = sum(1 for _ in self.out.glob("charts/*/*.vl.json"))
        cold = self._count("cold", self._build, before=self._forget)
        for _ in range(self.rounds - 1 if cold.wall < COLD_LIMIT else 0):
            self._count("cold", self._build, before=self._forget)
        for _ in range(self.rounds):
            self._count("python", lambda: self._run("-c", "pass"))
            self._count("pages", lambda: self._run("-c", f"import {PAGES}"))
            self._count("drawing", lambda: self._run("-c", f"import {DRAWING}"))
            self._count("bytes", lambda: self._run("-c", COPY, str(self.out), str(self.folder / "copy")), before=lambda: self._drop("copy"))
            self._count("warm", self._build, before=lambda: self._drop("out"))
            for line, edit in (("page", self._page), ("theme", self._theme), ("row", self._note), ("value", self._value)):
                self._edits += 1
                if made := edit():
                    self._count(line, self._build, before=made.save)
            self._count("nothing", self._build)

    @property
    def figure(self) -> float | None:
        """Seconds of CPU that a figure costs: a cold build less one that renders every page and draws nothing."""
        if not self.figures or "theme" not in self.runs:
            return None
        return (self.middle("cold").cpu - self.middle("theme").cpu) / self.figures

    def middle(self, line: str) -> Run:
        """The median of what a line took."""
        return _median(self.runs[line])

    def _count(self, line: str, what: Callable[[], Run], before: Callable[[], None] = lambda: None) -> Run:
        before()
        _show(f"{line} …")
        run = what()
        _show("")
        self.runs.setdefault(line, []).append(run)
        return run

    def _build(self) -> Run:
        return self._run(str(self.generator), "build", "--project", str(self.project), "--out", str(self.out))

    def _run(self, *arguments: str) -> Run:
        return measure([sys.executable, *arguments], self.project)

    def _drop(self, name: str) -> None:
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def _forget(self) -> None:
        self._drop("out")
        self._drop("project/.cache")

    def _page(self) -> edits.Edit | None:
        """Another paragraph at the end of the last editorial page."""
        page = max((self.project / "content").rglob("*.md"), default=None)
        return edits.page(page, f"{self._edits} times") if page else None

    def _theme(self) -> edits.Edit | None:
        """Another word in the template that every page stands on: no page is the same file as before, no chart is drawn."""
        template = self.project / "templates" / "base.html"
        return edits.template(template, f"{self._edits} times") if template.is_file() else None

    def _note(self) -> edits.Edit | None:
        """Another note on a target: only pages that show the note are made again. It has no digit, which might be one that the clause prints."""
        file = self.project / "data" / "targets.csv"
        if not file.is_file():
            return None
        with file.open(encoding="utf-8", newline="") as text:
            rows = csv.DictReader(text)
            first = next(rows, None)
        note = next((name for name in rows.fieldnames or () if name.startswith("note")), "")
        return edits.cell(file, self.row or first["id"], note, f"Edited{' again' * self._edits}") if first and note else None

    def _value(self) -> edits.Edit | None:
        """Another value of the target: its page, the lists that it stands in, and the charts that show it."""
        return edits.cell(self.project / "data" / "targets.csv", self.row, "value", self.values.pop()) if self.values else None

    def table(self) -> str:
        size = sum(p.stat().st_size for p in self.out.rglob("*") if p.is_file())
        middle = {line: self.middle(line) for line in self.runs}
        for floor, imports in (("writing", "pages"), ("all", "drawing")):
            parts = middle[imports], middle["bytes"]
            middle[floor] = Run(sum(p.wall for p in parts), sum(p.cpu for p in parts), max(p.peak for p in parts))
        lines = [f"{self.pages} pages, {size / 1e6:.1f} MB; Python {sys.version.split()[0]}, {os.cpu_count()} cores; medians", ""]
        lines.append(f"{'':26}{'runs':>5}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'wall ÷ floor':>14}{'CPU ÷ floor':>13}")
        lines += [_line(name, len(self.runs.get(line, ())), middle[line], middle.get(under)) for line, name, under in _LINES if line in middle]
        if self.figure is not None:
            lines += ["", f"{self.figures} figures, {self.figure * 1000:.0f} ms of CPU each: two specs, two drawings, a picture (cold less theme edited)"]
        return "\n".join(lines)


_LINES = (
    ("python", "Python alone", ""),
    ("pages", "imports, pages only", ""),
    ("drawing", "imports, drawing too", ""),
    ("bytes", "the same bytes, copied", ""),
    ("writing", "floor A: pages + bytes", ""),
    ("all", "floor B: drawing + bytes", ""),
    ("cold", "cold", "all"),
    ("warm", "warm, nothing published", "writing"),
    ("page", "one page edited", "writing"),
    ("theme", "theme edited, all pages", "writing"),
    ("row", "one note edited", "all"),
    ("value", "one value edited", "all"),
    ("nothing", "nothing changed", "python"),
)
"""A line's key, its name, and the line that it is divided by."""


def _median(runs: Sequence[Run]) -> Run:
    return Run(statistics.median(r.wall for r in runs), statistics.median(r.cpu for r in runs), int(statistics.median(r.peak for r in runs)))


def _line(name: str, runs: int, run: Run, under: Run | None) -> str:
    ratios = f"{run.wall / under.wall:13.1f}×{run.cpu / under.cpu:12.1f}×" if under else ""
    return f"{name:26}{runs or '':>5}{run.wall:9.2f}{run.cpu:9.2f}{run.peak / 1e6:9.0f}{ratios}"


def _show(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
