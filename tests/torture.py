"""Stop builds at many moments of their length, by every signal there is, and look at what is left.

python tests/torture.py                            200 points for each of SIGKILL, SIGTERM, SIGHUP, SIGINT: an hour
python tests/torture.py --points 10 SIGTERM        fewer

Each build changes a row, so that it checks, draws, renders and publishes. It is stopped, every second time by a signal to the
main process alone, else to it and its workers together. Then the published site must be the one of before or the new one,
byte for byte; no process may be left; and the next build must publish the new one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from conftest import NEWSROOM, REPOSITORY, Newsroom, _project, tree

SIGNALS = ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT")
ROW = ("data/targets.csv", "planted <b>and</b> alive", "planted <b>and</b> still alive")
MADE_ANEW = (("pages", "figures", "checked"), ("pages", "figures", "checked", "svg", "png"))
"""Caches that are emptied before a build, so that there is something to stop: mostly the first, the second where all is to be drawn."""
LINGERS = 5.0
"""Seconds after which a process that is still there counts as left behind."""


@dataclass
class Tally:
    """What became of the builds of one signal."""

    signal: str
    stopped: int = 0
    ended: int = 0
    old: int = 0
    new: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.signal}: {self.stopped} stopped, {self.ended} ended before; site old {self.old}, new {self.new}; {len(self.faults)} faults"


def torture(folder: Path, name: str, points: int) -> Tally:
    """Stop ``points`` builds of the tiny newsroom in ``folder``, spread over the length of one."""
    newsroom = _project(NEWSROOM, folder / "newsroom")
    _finish(newsroom)
    sites = {False: tree(newsroom.site)}
    _turn(newsroom, True, drawn=True)
    lengths = {True: _length(newsroom)}
    sites[True] = tree(newsroom.site)
    _turn(newsroom, False)
    lengths[False] = _length(newsroom)
    _turn(newsroom, True)
    _finish(newsroom)
    edited, tally = True, Tally(name)
    for point in range(points):
        edited = not edited
        drawn = point % 4 == 0
        _turn(newsroom, edited, drawn=drawn)
        process = _start(newsroom)
        time.sleep(lengths[drawn] * 1.05 * (point + 0.5) / points)
        if process.poll() is None:
            (os.kill if point % 2 else os.killpg)(process.pid, getattr(signal, name))
            tally.stopped += 1
        else:
            tally.ended += 1
        process.wait()
        where = f"{name} at {point + 1}/{points}"
        if left := _left(process.pid):
            tally.faults.append(f"{where}: {left}")
        now = tree(newsroom.site)
        tally.old += now == sites[not edited]
        tally.new += now == sites[edited]
        if now not in sites.values():
            tally.faults.append(f"{where}: the site is neither the old nor the new one")
        try:
            _finish(newsroom)
        except AssertionError as error:
            tally.faults.append(f"{where}: the next build: {error}")
        if tree(newsroom.site) != sites[edited]:
            tally.faults.append(f"{where}: the next build did not publish the new site")
        if strays := [p.name for p in newsroom.root.glob(".site.*")]:
            tally.faults.append(f"{where}: {strays} are left")
    return tally


def _turn(newsroom: Newsroom, edited: bool, *, drawn: bool = False) -> None:
    path, one, other = ROW
    newsroom.change(path, *((one, other) if edited else (other, one)))
    for made in MADE_ANEW[drawn]:
        shutil.rmtree(newsroom.root / ".cache" / made, ignore_errors=True)


def _start(newsroom: Newsroom) -> subprocess.Popen[str]:
    call = [sys.executable, str(REPOSITORY / "build.py"), "build", "--project", str(newsroom.root)]
    return subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, start_new_session=True)


def _finish(newsroom: Newsroom) -> None:
    """Build to the end, here, which is quicker."""
    said = newsroom.build()
    assert said.code == 0, said.err


def _length(newsroom: Newsroom) -> float:
    """Build to the end as those builds do that are to be stopped; how long it took."""
    began = time.monotonic()
    assert _start(newsroom).wait() == 0
    return time.monotonic() - began


def _left(group: int) -> str:
    """What is left of a process group that was ended; nothing, if it goes within a while."""
    until = time.monotonic() + LINGERS
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return ""
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    return "processes are left"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("signals", nargs="*", default=SIGNALS, metavar="SIGNAL")
    parser.add_argument("--points", type=int, default=200)
    options = parser.parse_args()
    faults = 0
    for name in options.signals:
        with tempfile.TemporaryDirectory() as folder:
            tally = torture(Path(folder), name, options.points)
        print(tally, *tally.faults, sep="\n  ", flush=True)
        faults += len(tally.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.path[:0] = [str(REPOSITORY)]
    sys.exit(main())
