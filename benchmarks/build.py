"""How long a build takes, and how much of that nobody could save: see ``README.md`` beside this file.

Everything happens in a temporary copy of the project, through the same command an editor uses. A process is measured
from outside when it has ended, with what the system counted for it: no clock runs inside the generator.
"""

from __future__ import annotations

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGES = "jinja2, markdown, mkdocs.commands.build, msgspec, nh3, yaml"
"""The libraries of a build whose drawings are all kept."""

DRAWING = f"{PAGES}, altair, pandas, vl_convert"
"""The libraries of a build that draws."""

COPY = "import shutil, sys; shutil.copytree(sys.argv[1], sys.argv[2])"

ROUNDS = 3
COLD_LIMIT = 60.0
"""Seconds: a cold build that takes longer is measured once, a shorter one three times."""

_LEFT_OUT = shutil.ignore_patterns(".*", "site", "__pycache__", "*.egg-info")


@dataclass(frozen=True)
class Run:
    """One process: seconds on the wall, seconds of CPU (user and system, children included), peak memory in bytes.

    The peak is that of the largest single process among it and its children, as the system counts it.
    """

    wall: float
    cpu: float
    peak: int


class Failed(Exception):
    """A measured command did not end well; the message is what it said."""


def bench(root: Path) -> int:
    """Measure builds of the project in ``root`` and print one table. 1 if the project does not build."""
    with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
        bench = _Bench(root, Path(folder))
        try:
            bench.measure()
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1
        print(bench.table())
    return 0


class _Bench:
    def __init__(self, root: Path, folder: Path) -> None:
        self.folder, self.out, self.project = folder, folder / "out", folder / "project"
        shutil.copytree(root, self.project, ignore=_LEFT_OUT)
        # A newsroom without a generator of its own is built by the one that this file belongs to.
        own = self.project / "build.py"
        self.generator = own if own.is_file() else Path(__file__).resolve().parents[1] / "build.py"
        self.runs: dict[str, list[Run]] = {}
        self.pages = 0
        self.edits = 0

    def measure(self) -> None:
        self._build()  # uncounted: Python compiles its modules, the system reads the libraries from disk
        self.pages = sum(1 for _ in self.out.rglob("*.html"))
        cold = self._count("cold", self._build, before=self._forget)
        for _ in range(2 if cold.wall < COLD_LIMIT else 0):
            self._count("cold", self._build, before=self._forget)
        # Round by round rather than line by line, so that a slow minute of the machine touches every line.
        for _ in range(ROUNDS):
            self._count("python", lambda: self._run("-c", "pass"))
            self._count("pages", lambda: self._run("-c", f"import {PAGES}"))
            self._count("drawing", lambda: self._run("-c", f"import {DRAWING}"))
            self._count("bytes", lambda: self._run("-c", COPY, str(self.out), str(self.folder / "copy")), before=lambda: self._drop("copy"))
            self._count("warm", self._build, before=lambda: self._drop("out"))
            if self._edit_page():
                self._count("page", self._build)
            if self._edit_theme():
                self._count("theme", self._build)
            if self._edit_row():
                self._count("row", self._build)
            self._count("nothing", self._build)

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

    def _edit_page(self) -> bool:
        """A line more at the end of the last editorial page."""
        page = max((self.project / "content").rglob("*.md"), default=None)
        if page is None:
            return False
        self.edits += 1
        page.write_text(f"{page.read_text(encoding='utf-8').rstrip()}\n\nEdit {self.edits}.\n", encoding="utf-8")
        return True

    def _edit_theme(self) -> bool:
        """A comment more in the template that every page stands on: no page is the same file as before, no chart is drawn."""
        template = self.project / "templates" / "base.html"
        if not template.is_file():
            return False
        self.edits += 1
        template.write_text(f"{template.read_text(encoding='utf-8')}{{# edit {self.edits} #}}\n", encoding="utf-8")
        return True

    def _edit_row(self) -> bool:
        """Another note on the first target: the data have changed, so all that depends on them is made again."""
        file = self.project / "data" / "targets.csv"
        if not file.is_file():
            return False
        with file.open(encoding="utf-8", newline="") as text:
            header, first, *rest = csv.reader(text)
        notes = [n for n, name in enumerate(header) if name.startswith("note")]
        if not notes:
            return False
        self.edits += 1
        first[notes[0]] = f"Edit {self.edits}"
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text, lineterminator="\n").writerows([header, first, *rest])
        return True

    def table(self) -> str:
        size = sum(p.stat().st_size for p in self.out.rglob("*") if p.is_file())
        middle = {line: _median(runs) for line, runs in self.runs.items()}
        for floor, imports in (("writing", "pages"), ("all", "drawing")):
            parts = middle[imports], middle["bytes"]
            middle[floor] = Run(sum(p.wall for p in parts), sum(p.cpu for p in parts), max(p.peak for p in parts))
        lines = [f"{self.pages} pages, {size / 1e6:.1f} MB; Python {sys.version.split()[0]}, {os.cpu_count()} cores; medians", ""]
        lines.append(f"{'':26}{'runs':>5}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'wall ÷ floor':>14}{'CPU ÷ floor':>13}")
        lines += [_line(name, len(self.runs.get(line, ())), middle[line], middle.get(under)) for line, name, under in _LINES if line in middle]
        figures = sum(1 for _ in self.out.glob("charts/*/*.vl.json"))
        if figures and "theme" in middle:
            each = (middle["cold"].cpu - middle["theme"].cpu) / figures
            lines += ["", f"{figures} figures, {each * 1000:.0f} ms of CPU each: two specs, two drawings, a picture (cold less theme edited)"]
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
    ("row", "one row edited", "all"),
    ("nothing", "nothing changed", "python"),
)
"""A line's key, its name, and the line that it is divided by."""


def measure(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end. Raises ``Failed`` with its output unless it ends with 0."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise Failed(said.read().decode(errors="replace").rstrip() or f"{command} ended with {process.returncode}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def _median(runs: Sequence[Run]) -> Run:
    return Run(statistics.median(r.wall for r in runs), statistics.median(r.cpu for r in runs), int(statistics.median(r.peak for r in runs)))


def _line(name: str, runs: int, run: Run, under: Run | None) -> str:
    ratios = f"{run.wall / under.wall:13.1f}×{run.cpu / under.cpu:12.1f}×" if under else ""
    return f"{name:26}{runs or '':>5}{run.wall:9.2f}{run.cpu:9.2f}{run.peak / 1e6:9.0f}{ratios}"


def _show(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
