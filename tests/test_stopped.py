"""Builds that are stopped: nothing half, nothing left running, nothing in the way of the next one. See also torture.py."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import torture
from conftest import REPOSITORY, Newsroom, build_py, tree

from ledger.publish import swap

ENDLESS = (
    'from time import sleep\n\nfrom ledger.charts.figure import Drawn, View, chart\n\n\n@chart("endless")\ndef endless(view: View) -> Drawn:\n    sleep(600)\n'
)


@pytest.fixture
def drawing(newsroom: Newsroom) -> Iterator[tuple[Newsroom, subprocess.Popen[str]]]:
    """A build whose workers are in a chart that does not end; ended afterwards, whatever the test does."""
    file = newsroom.file("content/charts/endless.py")
    begun = newsroom.root / "begun"
    file.write_text(ENDLESS.replace("    sleep(600)", f"    open({str(begun)!r}, 'w')\n    sleep(600)"), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(REPOSITORY / "build.py"), "build", "--project", str(newsroom.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not begun.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    yield newsroom, process
    with_all(process, signal.SIGKILL)
    process.communicate()


def with_all(process: subprocess.Popen[str], number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


@pytest.mark.parametrize("name", torture.SIGNALS)
@pytest.mark.parametrize("whom", ["the main process", "all its processes"])
def test_a_signal_ends_everything_and_the_next_build_is_not_refused(drawing: tuple[Newsroom, subprocess.Popen[str]], name: str, whom: str) -> None:
    newsroom, process = drawing
    before = tree(newsroom.site)
    number = getattr(signal, name)
    (os.kill if whom == "the main process" else os.killpg)(process.pid, number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == -number
    assert "Traceback" not in said
    assert name == "SIGKILL" or "stopped; what was published stays as it is" in said
    assert not torture._left(process.pid)
    assert tree(newsroom.site) == before and not list(newsroom.root.glob(".site.*"))
    newsroom.file("content/charts/endless.py").unlink()
    assert newsroom.build().code == 0
    assert tree(newsroom.site) == before


def test_what_is_ignored_stays_ignored_as_nohup_has_it(newsroom: Newsroom) -> None:
    script = "import signal, sys, os; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(REPOSITORY / "build.py"), "build", "--project", str(newsroom.root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while process.poll() is None and not (newsroom.root / ".site.new").exists():
        time.sleep(0.002)
    process.send_signal(signal.SIGHUP)
    assert process.wait() == 0
    assert "We copy exactly." in (newsroom.site / "method/index.html").read_text(encoding="utf-8")


# --- what a killed exchange leaves ------------------------------------------------------------------------------------


def between_the_two_renames(newsroom: Newsroom) -> None:
    """Where the exchange takes two steps, and the build was killed after the first."""
    half = newsroom.copy(newsroom.root.parent / "half").site
    newsroom.site.rename(newsroom.root / ".site.old")
    half.rename(newsroom.root / ".site.new")


@pytest.mark.parametrize("verb", ["build", "check"])
def test_a_run_that_fails_puts_the_site_back_first(newsroom: Newsroom, verb: str) -> None:
    before = tree(newsroom.site)
    newsroom.change("mkdocs.yml", "site_name: Harbour Ledger", "site_name: 'Harbour Ledger")
    between_the_two_renames(newsroom)
    assert build_py(verb, "--project", newsroom.root).code == 1
    assert tree(newsroom.site) == before
    assert not list(newsroom.root.glob(".site.*"))


def test_what_the_host_keeps_is_brought_home_from_a_killed_exchange(newsroom: Newsroom) -> None:
    newsroom.copy(newsroom.root.parent / "old").site.rename(newsroom.root / ".site.new")
    (newsroom.root / ".site.new" / ".git").mkdir()
    (newsroom.root / ".site.new" / ".git" / "HEAD").write_text("ref: refs/heads/gh-pages\n")
    assert newsroom.build().code == 0
    assert (newsroom.site / ".git" / "HEAD").read_text() == "ref: refs/heads/gh-pages\n"
    assert not list(newsroom.root.glob(".site.*"))


def test_a_strangers_folder_with_such_a_name_is_left_alone_and_named(newsroom: Newsroom) -> None:
    (newsroom.root / ".site.new").mkdir()
    (newsroom.root / ".site.new" / "diary.txt").write_text("mine")
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    said = newsroom.build()
    assert said.code == 1 and [line.split(": ")[0] for line in said.problems] == [".site.new"]
    assert (newsroom.root / ".site.new" / "diary.txt").read_text() == "mine"


def test_where_two_folders_cannot_change_places_in_one_step_the_site_is_published_all_the_same(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchanged", lambda one, other: False)
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    assert newsroom.build().code == 0
    assert "We copy exactly." in (newsroom.site / "method/index.html").read_text(encoding="utf-8")
    assert not list(newsroom.root.glob(".site.*"))


@pytest.mark.skipif(sys.platform != "linux", reason="the exchange in one step is Linux's")
def test_there_is_no_moment_without_a_site(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda self, to: seen.append((self.name, Path(to).name)) or rename(self, to))
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    assert newsroom.build().code == 0
    assert not [pair for pair in seen if "site" in pair], "the published folder is never renamed away"


# --- edits while a build runs -----------------------------------------------------------------------------------------


def test_an_edit_during_a_build_belongs_to_the_next_one(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from ledger.keep import making

    words, real = newsroom.file("words.yml"), making.update

    def edit_and_make(*arguments: object) -> object:
        words.write_text(words.read_text(encoding="utf-8").replace("{nl: Beloften}", "{nl: Toezeggingen}"), encoding="utf-8")
        return real(*arguments)  # type: ignore[arg-type]

    newsroom.change("data/targets.csv", "planted <b>and</b> alive", "planted and alive")  # so that pages are rendered
    monkeypatch.setattr(making, "update", edit_and_make)
    said = newsroom.build()
    monkeypatch.undo()
    assert said.code == 0
    page = newsroom.site / "nl/targets/index.html"
    assert "Beloften" in page.read_text(encoding="utf-8") and "Toezeggingen" not in page.read_text(encoding="utf-8")
    again = newsroom.build()
    assert again.code == 0 and "up to date" not in again.out
    assert "Toezeggingen" in page.read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize("name", torture.SIGNALS)
def test_builds_that_are_stopped_at_many_moments(tmp_path: Path, name: str) -> None:
    tally = torture.torture(tmp_path, name, 25)
    assert not tally.faults and tally.stopped > 10, tally
