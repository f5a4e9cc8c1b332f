"""Cold builds of corpora that grow: what a page costs when there are ten, or a hundred, times as many."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.corpus import GENERATOR, Corpus, write
from benchmarks.peers import Peer
from benchmarks.process import Failed, Run, measure

QUICK = 5.0
"""Seconds: what is built faster is built three times, and the median counts."""
MARKDOWN = """
import sys
from pathlib import Path
import markdown
convert = markdown.Markdown(extensions="tables footnotes attr_list def_list abbr sane_lists admonition toc".split())
for file in sorted(Path(sys.argv[1]).rglob("*.md")):
    convert.reset().convert(file.read_text(encoding="utf-8").split("---", 2)[2])
"""
"""Python-Markdown alone over the pages of a corpus: what every generator on it takes at least."""


def cold(corpus: Corpus, peers: Sequence[Peer], bare: bool = False) -> dict[str, dict[str, float] | str]:
    """Build ``corpus`` with ours and each peer from nothing: ``{name: {cpu, wall, peak, bytes}}``, or why it was not built.

    ``cpu`` and ``wall`` are seconds, ``peak`` and ``bytes`` (of the site) bytes. With ``bare``, Python-Markdown alone is a name too.
    """
    found: dict[str, dict[str, float] | str] = {}
    with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
        project = Path(folder) / "ours"
        write(corpus, project)
        found["ours"] = _built((sys.executable, str(GENERATOR), "build", "--project", str(project)), project, "site")
        if bare:
            found["Python-Markdown alone"] = _built((sys.executable, "-c", MARKDOWN, str(project / "content")), project, "")
        shutil.rmtree(project)
        for peer in peers:
            project = Path(folder) / peer.name
            peer.write(corpus, project)
            found[peer.name] = _built(peer.build, project, peer.out)
            shutil.rmtree(project)
    return found


def _built(command: Sequence[str], project: Path, out: str) -> dict[str, float] | str:
    runs: list[Run] = []
    while len(runs) < 3 and (not runs or runs[-1].wall < QUICK):
        for made in (project / ".cache", project / out if out else None):
            if made:
                shutil.rmtree(made, ignore_errors=True)
        try:
            runs.append(measure(command, project))
        except Failed as failed:
            return str(failed).splitlines()[0][:120]
    run = sorted(runs, key=lambda r: r.cpu)[len(runs) // 2]
    size = sum(p.stat().st_size for p in (project / out).rglob("*") if p.is_file()) if out else 0
    return {"cpu": run.cpu, "wall": run.wall, "peak": run.peak, "bytes": size}


def picture(lines: Mapping[str, Mapping[int, float]]) -> str:
    """An SVG of seconds of CPU over the number of entries, a line for each name, both axes logarithmic."""
    import altair as alt
    import pandas as pd
    import vl_convert

    rows = [(name, n, seconds) for name, points in lines.items() for n, seconds in sorted(points.items())]
    frame = pd.DataFrame(rows, columns=["name", "entries", "seconds"])
    ours = sorted(name for name in lines if name.startswith("ours"))
    inks = ["#1b6b45", "#1d1d1b", "#b4553c", "#5b6c8f", "#8a7f5c", "#8d6a9f", "#999999"]
    names = [*ours, *(name for name in lines if name not in ours)]
    base = alt.Chart(frame).encode(
        alt.X("entries:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title="entries", format="~s", values=[1000, 10_000, 100_000])),
        alt.Y("seconds:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title="seconds of CPU, cold build", format="~g", tickCount=6)),
        alt.Color("name:N", sort=names, scale=alt.Scale(domain=names, range=inks[: len(names)]), legend=None),
    )
    last = frame.sort_values("entries").groupby("name", as_index=False).last()
    words = (
        alt.Chart(last)
        .mark_text(align="left", dx=8, fontSize=12)
        .encode(
            alt.X("entries:Q"),
            alt.Y("seconds:Q"),
            alt.Text("name:N"),
            alt.Color("name:N", sort=names, scale=alt.Scale(domain=names, range=inks[: len(names)]), legend=None),
        )
    )
    drawn = alt.layer(base.mark_line(strokeWidth=2), base.mark_point(filled=True, size=45), words).properties(width=520, height=360, background="white")
    return str(vl_convert.vegalite_to_svg(drawn.to_json()))
