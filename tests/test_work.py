"""The same site wherever its pages are made: in this process, in others, on Dask; with one disk or without; if a worker is ended too."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import Newsroom, tree
from door import REPOSITORY, Said, build_py, build_py_as_a_person
from PIL import Image

from ledger import work
from ledger.keep.making import Outcome
from ledger.keep.records import Artefact
from ledger.publish.making import Shop, make

PATH = {"PYTHONPATH": f"{REPOSITORY}:{Path(__file__).parent}"}


def made_again(newsroom: Newsroom, *options: str) -> Said:
    """Every page anew, with the charts as they were drawn. As a process: this one should have no threads of Dask when it forks."""
    for kept in (newsroom.site, newsroom.file(".cache/store"), newsroom.file(".cache/records/pages-build")):
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink(missing_ok=True)
    return build_py_as_a_person("build", "--project", newsroom.root, *options, env=PATH)


@pytest.mark.parametrize("executor", ["here", "dask"])
def test_the_site_is_the_same_whoever_makes_its_pages(built_newsroom: Newsroom, newsroom: Newsroom, executor: str) -> None:
    said = made_again(newsroom, "--executor", executor)
    assert said.code == 0, said.err
    assert tree(newsroom.site) == tree(built_newsroom.site)
    assert not newsroom.file(".cache/dask").exists()


@pytest.mark.parametrize("executor", ["processes", "dask"])
def test_a_worker_that_is_ended_in_mid_build_changes_nothing(newsroom: Newsroom, executor: str) -> None:
    ended = newsroom.file("ended")
    ended.touch()
    newsroom.change("mkdocs.yml", "  - abbr\n", f"  - abbr\n  - deadly: {{once: {ended}}}\n")
    said = made_again(newsroom, "--executor", "here")
    assert said.code == 0, said.err
    whole = tree(newsroom.site)
    ended.unlink()
    said = made_again(newsroom, "--executor", executor)
    assert ended.exists()
    assert said.code == 0, said.err
    assert tree(newsroom.site) == whole


def doubled(marker: str, item: int) -> int:
    if item == 200 and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * item


def test_what_was_done_before_a_worker_is_ended_is_not_done_again(tmp_path: Path) -> None:
    done = list(work.run(doubled, range(300), str(tmp_path / "ended"), work.processes, batch=4))
    assert (tmp_path / "ended").exists()
    assert done == [2 * item for item in range(300)]


def test_workers_that_are_ended_again_and_again_are_one_line(newsroom: Newsroom) -> None:
    newsroom.change("mkdocs.yml", "  - abbr\n", "  - abbr\n  - deadly\n")
    said = made_again(newsroom)
    assert said.code == 1
    assert said.problems == [
        "build: a process that drew or rendered was ended from outside, as a system does that runs out of memory; end other programs, then build again"
    ]


# --- what travels -----------------------------------------------------------------------------------------------------


@pytest.fixture
def order(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> tuple[tuple[Artefact, ...], Shop]:
    """What a check has to make, and what it is made from; a page shows a picture, and one has a link that leads nowhere."""
    from ledger.keep import making

    seen: list[Any] = []
    real = making.update
    Image.new("RGB", (40, 30)).save(newsroom.file("content/en/quay.png"))
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy ![a quay](quay.png) and [more](more.docm).")
    newsroom.file("content/en/more.docm").write_bytes(b"x")
    with monkeypatch.context() as patched:
        patched.setattr(making, "update", lambda *arguments: seen.append(arguments) or real(*arguments))
        newsroom.check()
    artefacts, _, shop, *_ = seen[0]
    return artefacts, shop


def bytes_of(shop: Shop, outcome: Outcome) -> bytes | None:
    made = outcome.made
    return made and (shop.store.get(made.content) if made.unstored is None else made.unstored)


def test_a_worker_that_shares_no_disk_makes_and_asks_the_same(newsroom: Newsroom, order: tuple[tuple[Artefact, ...], Shop], tmp_path: Path) -> None:
    artefacts, shop = order
    here = [make(shop, artefact) for artefact in artefacts]
    wanted = [bytes_of(shop, outcome) for outcome in here]
    assert sum(content is not None for content in wanted) > 90
    assert any("more.docm" in p.what for outcome in here for p in outcome.problems)
    sent = pickle.dumps(shop)
    newsroom.root.rename(tmp_path / "elsewhere")
    away = pickle.loads(sent)
    there = [make(away, artefact) for artefact in artefacts]
    assert not newsroom.root.exists(), "a worker writes nothing"
    assert [bytes_of(away, outcome) for outcome in there] == wanted
    assert all(outcome.made is None or outcome.made.unstored is not None for outcome in there)
    assert [replace(o, made=o.made and msgspec.structs.replace(o.made, unstored=None)) for o in there] == here


def test_a_worker_that_shares_the_disk_sends_no_pages(order: tuple[tuple[Artefact, ...], Shop]) -> None:
    artefacts, shop = order
    there = [make(pickle.loads(pickle.dumps(shop)), artefact) for artefact in artefacts[:5]]
    assert there == [make(shop, artefact) for artefact in artefacts[:5]]
    assert all(outcome.made and outcome.made.unstored is None for outcome in there)


def test_an_extension_that_may_read_any_file_is_not_given_to_who_has_none(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    newsroom.change("mkdocs.yml", "  - abbr\n", "  - abbr\n  - pymdownx.snippets\n")
    seen: list[Any] = []
    from ledger.keep import making

    with monkeypatch.context() as patched:
        patched.setattr(making, "update", lambda *arguments: seen.append(arguments) or {})
        newsroom.check()
    artefacts, _, shop, *_ = seen[0]
    sent = pickle.dumps(shop)
    newsroom.root.rename(tmp_path / "elsewhere")
    with pytest.raises(work.NoWorkers, match=r"mkdocs\.yml names a Markdown extension that may read any file"):
        make(pickle.loads(sent), next(artefact for artefact in artefacts if artefact[0] == "editorial"))


@contextmanager
def threads(shared: object) -> Iterator[work.Hands]:
    with ThreadPoolExecutor(4) as executor:
        yield work.Hands(executor, work.parcel(shared))


def test_any_executor_will_do(order: tuple[tuple[Artefact, ...], Shop]) -> None:
    artefacts, shop = order
    assert list(work.run(make, artefacts, shop, threads, batch=3)) == [make(shop, artefact) for artefact in artefacts]


def test_a_worker_with_other_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "installed", lambda: "another release")
    with pytest.raises(work.NoWorkers, match=r"has other code than this machine.*; install the same there"):
        list(work.run(max, range(100), 50, threads))


# --- what the command line says ---------------------------------------------------------------------------------------


def test_the_slowest_of_what_was_made_are_listed(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    said = build_py("build", "--project", newsroom.root, "--slow")
    assert re.search(r"^ +\d+ ms  method/index\.html$", said.out, re.M), said.out
    assert 1 <= said.out.count(" ms  ") <= 10
    assert build_py("build", "--project", newsroom.root, "--slow").out.endswith("is up to date\nno page or file had to be made\n")


def test_a_scheduler_is_one_of_dask(newsroom: Newsroom) -> None:
    said = build_py("build", "--project", newsroom.root, "--scheduler", "tcp://127.0.0.1:9")
    assert (said.code, said.err) == (2, "--scheduler is the address of a scheduler of Dask: write --executor dask before it\n")


def test_a_scheduler_that_is_not_there_is_one_line(newsroom: Newsroom) -> None:
    site = tree(newsroom.site)
    newsroom.change("data/targets.csv", "planted <b>and</b> alive", "planted and alive")
    shutil.rmtree(newsroom.file(".cache/store"))
    newsroom.file(".cache/records/pages-build").unlink()
    said = build_py_as_a_person("build", "--project", newsroom.root, "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert said.code == 1
    assert "--scheduler tcp://127.0.0.1:9: no scheduler of Dask answers there" in said.err and "Traceback" not in said.err
    assert tree(newsroom.site) == site


def test_without_dask_the_line_says_what_to_install(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.change("data/targets.csv", "planted <b>and</b> alive", "planted and alive")
    newsroom.file(".cache/records/pages-build").unlink()
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = build_py("build", "--project", newsroom.root, "--executor", "dask")
    assert said.code == 1
    assert said.err.splitlines()[0].endswith("install what it needs: pip install 'green-ledger[dask]'")
