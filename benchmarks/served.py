"""From a save to the page that shows it: each generator's own server, asked over HTTP until the new words are there.

An edit is seen by what an answer contains, so nothing needs to be known of a server. The servers run side by side and are
edited in turn, one at a time: a slow minute of the machine touches all of them.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

from benchmarks import edits
from benchmarks.corpus import GENERATOR, REFERENCE, write
from benchmarks.peers import Peer
from benchmarks.process import Failed, Server, serving

EDITS = 15
AT_LEAST, SPENT = 3, 30.0
"""Edits of one kind that are always made, and seconds after which no more are: what takes long varies little."""
START = 600.0
"""Seconds that a server has to build its site."""
REST = 0.5
"""Seconds between an edit and the next: an editor does not save again while the first save is still worked on."""
ARTICLE = "stories/article-000007"
ROW, CHART, STORY = "gs13-energy-raw-steel-2020", "gansu-products", "stories/waste"
"""What is edited on the flagship: a target without a twin in another document, the chart that shows it, and a story."""
OURS = "ours"

Seen = Callable[[Server], bool]


@dataclass(frozen=True)
class Median:
    """Milliseconds, the median of ``edits`` edits."""

    ms: float
    edits: int


def story_of_every_tool(peers: list[Peer], folder: Path, rounds: int = EDITS) -> dict[str, Median | str]:
    """An article of the corpus of reference, edited for each tool in turn: ``{name: median}``, or what went wrong with it."""
    write(REFERENCE, folder / OURS)
    tools = {OURS: (_ours(GENERATOR, folder / OURS), folder / OURS / "content" / "en" / f"{ARTICLE}.md")}
    for peer in peers:
        peer.write(REFERENCE, folder / peer.name)
        tools[peer.name] = (peer.serve, peer.file(folder / peer.name, ARTICLE))
    with ExitStack() as running:
        servers = {name: running.enter_context(serving(command, folder / name)) for name, (command, _) in tools.items()}
        broken: dict[str, Median | str] = {}
        for name, server in servers.items():
            try:
                server.wait(_shows(f"{ARTICLE}/", "</h1>"), time.perf_counter(), START)
            except Failed as failed:
                broken[name] = _told(failed)

        def edit(name: str, number: int) -> dict[str, float]:
            words = f"edit-{number}-of-{name}"
            return {name: _after(edits.page(tools[name][1], words), servers[name], _shows(f"{ARTICLE}/", words))}

        return broken | _in_turn({name: partial(edit, name) for name in tools if name not in broken}, rounds)


def flagship(project: Path, rounds: int = EDITS) -> dict[str, Median | str]:
    """Edits of every kind in the newsroom in ``project``, a copy that may be changed: ``{kind: median}``, or what went wrong.

    ``story``, ``note``, ``value``, ``charts`` (those of the new value), ``style``, ``template``.
    """
    values = edits.allow_values(project / "data", ROW, rounds)
    language = re.findall(r"^    (\w+): \{name", (project / "mkdocs.yml").read_text(encoding="utf-8"), re.M)
    table, base, sheet = project / "data" / "targets.csv", project / "templates" / "base.html", project / "templates" / "assets" / "site.css"
    row, chart = f"targets/{ROW}/", f"charts/{CHART}/"
    pages = [f"{root}{page}" for root in ("", *(f"{code}/" for code in language[1:])) for page in ("", "method/", row)]
    with serving(_ours(project / "build.py", project), project) as server:
        server.wait(_shows(chart, "</h1>"), time.perf_counter(), START)

        def story(n: int) -> dict[str, float]:
            file = project / "content" / language[0] / f"{STORY}.md"
            return {"story": _after(edits.page(file, f"edit-{n}"), server, _shows(f"{STORY}/", f"edit-{n}<"))}

        def note(n: int) -> dict[str, float]:
            return {"note": _after(edits.cell(table, ROW, f"note_{language[0]}", f"edit-{n}"), server, _shows(row, f"edit-{n}<"))}

        def value(n: int) -> dict[str, float]:
            edit = edits.cell(table, ROW, "value", values[n])
            began = time.perf_counter()
            edit.save()
            on_page = server.wait(_shows(row, values[n]), began)
            return {"value": on_page, "charts": server.wait(_draws(chart, values[n]), began)}

        def style(n: int) -> dict[str, float]:
            return {"style": _after(edits.style(sheet, f"edit-{n}"), server, _styled("", f"edit-{n};"))}

        def template(n: int) -> dict[str, float]:
            return {"template": _after(edits.template(base, f"edit-{n}"), server, lambda s: all(_shows(page, f"edit-{n}<")(s) for page in pages))}

        return _in_turn({"story": story, "note": note, "value": value, "style": style, "template": template}, rounds)


def _ours(generator: Path, project: Path) -> tuple[str, ...]:
    return (sys.executable, str(generator), "serve", "--project", str(project), "--port", "{port}")


def _in_turn(edit: Mapping[str, Callable[[int], dict[str, float]]], rounds: int) -> dict[str, Median | str]:
    """Make each kind of edit ``rounds`` times, one of each kind a round; a kind that has ``SPENT`` its time, or fails, stops earlier."""
    taken: dict[str, list[float]] = {}
    broken: dict[str, Median | str] = {}
    left = dict.fromkeys(edit, SPENT)
    for number in range(rounds):
        for kind, make in edit.items():
            if kind in broken or (left[kind] < 0 and number >= AT_LEAST):
                continue
            time.sleep(REST)
            try:
                found = make(number)
            except Failed as failed:
                broken[kind] = _told(failed)
                continue
            left[kind] -= max(found.values()) / 1000
            for name, ms in found.items():
                taken.setdefault(name, []).append(ms)
    return {name: Median(statistics.median(all_), len(all_)) for name, all_ in taken.items()} | broken


def _told(failed: Failed) -> str:
    return str(failed).splitlines()[-1][:120]


def _after(edit: edits.Edit, server: Server, seen: Seen) -> float:
    began = time.perf_counter()
    edit.save()
    return server.wait(seen, began)


def _shows(page: str, words: str) -> Seen:
    return lambda server: words.encode() in server.get(page)


def _draws(page: str, number: str) -> Seen:
    """A mark of a drawing in the page is labelled with the number."""
    label = re.compile(rb'<svg[^>]* class="drawing".*?data-label="[^"]*' + re.escape(number.encode()) + rb'[^"]*".*?</svg>', re.S)
    return lambda server: label.search(server.get(page)) is not None


def _styled(page: str, words: str) -> Seen:
    """The style sheet that the page names has the words."""

    def seen(server: Server) -> bool:
        sheets = re.findall(rb'<link rel="stylesheet" href="([^"]+)"', server.get(page))
        return any(words.encode() in server.get(urljoin(f"/{page}", sheet.decode()).lstrip("/")) for sheet in sheets)

    return seen
