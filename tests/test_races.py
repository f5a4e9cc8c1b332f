"""Somebody saves while a build runs: what is saved belongs to this build or to the next, never to half of one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REPOSITORY, Newsroom, build_py, tree
from door import outcome_of

from ledger.keep import inputs
from ledger.keep.inputs import Inputs, take


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """As little as a snapshot is taken of."""
    made = tmp_path / "project"
    (made / "data").mkdir(parents=True)
    (made / "data/rows.csv").write_text("id\none\n")
    (made / "mkdocs.yml").write_text("site_name: x\n")
    return made


def taken(project: Path) -> Inputs:
    return take(project, project / ".cache")


def test_what_did_not_change_is_not_copied_again(project: Path) -> None:
    for file in project.rglob("*"):
        os.utime(file, (1, 1))
    first = taken(project)
    assert first.touched == {"data/rows.csv", "mkdocs.yml"}
    assert (first.root / "data/rows.csv").read_text() == "id\none\n"
    time.sleep(2.1)  # no file system is so coarse that what was copied before could be something else
    taken(project)
    copy = (first.root / "data/rows.csv").stat()
    again = taken(project)
    assert again.hashes == first.hashes and not again.touched
    assert (first.root / "data/rows.csv").stat().st_ino == copy.st_ino, "it was not even read"


def test_as_many_letters_and_the_old_times_do_not_hide_a_change(project: Path) -> None:
    file = project / "data/rows.csv"
    before, status = taken(project), file.stat()
    file.write_text("id\ntwo\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    now = taken(project)
    assert now.touched == {"data/rows.csv"} and now.digest() != before.digest()
    assert (now.root / "data/rows.csv").read_text() == "id\ntwo\n"


def test_nor_do_times_that_are_too_coarse_to_tell(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two saves within two seconds look alike, what was copied so soon after it was saved is looked at again."""
    monkeypatch.setattr(inputs, "_numbers", lambda status: (status.st_mode, status.st_ino, status.st_size, 0, 0))
    taken(project)
    (project / "data/rows.csv").write_text("id\ntwo\n")
    assert (taken(project).root / "data/rows.csv").read_text() == "id\ntwo\n"


def while_read(monkeypatch: pytest.MonkeyPatch, name: str, edit: Callable[[Path], object]) -> None:
    """``edit`` the file of a project when it has just been read, once."""
    real, done = Path.read_bytes, []

    def read(path: Path) -> bytes:
        content = real(path)
        if path.name == name and ".cache" not in path.parts and not done:
            done.append(path)
            edit(path)
        return content

    monkeypatch.setattr(Path, "read_bytes", read)


def test_a_file_that_is_half_written_when_it_is_read_is_read_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    while_read(monkeypatch, "rows.csv", lambda path: path.write_text("id\none\ntwo\n"))
    assert (taken(project).root / "data/rows.csv").read_text() == "id\none\ntwo\n"


def test_a_file_that_is_never_the_same_twice_is_read_again_next_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, count = Path.read_bytes, iter(range(100))

    def read(path: Path) -> bytes:
        content = real(path)
        if path.name == "rows.csv" and ".cache" not in path.parts:
            path.write_text(f"id\n{next(count):03}\n")
        return content

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read)
        taken(project)
    assert (taken(project).root / "data/rows.csv").read_bytes() == (project / "data/rows.csv").read_bytes()


@pytest.mark.parametrize("becomes", ["a folder", "nothing", "a symlink"])
def test_a_file_that_becomes_something_else_while_it_is_read(project: Path, monkeypatch: pytest.MonkeyPatch, becomes: str) -> None:
    def edit(path: Path) -> None:
        path.unlink()
        if becomes == "a folder":
            path.mkdir()
            (path / "inside.csv").write_text("id\n")
        elif becomes == "a symlink":
            path.symlink_to("other.csv")

    (project / "data/other.csv").write_text("id\nother\n")
    while_read(monkeypatch, "rows.csv", edit)
    taken(project)
    monkeypatch.undo()
    now = taken(project)
    assert {path: (now.root / path).read_bytes() for path in now.hashes} == {p.relative_to(project).as_posix(): p.read_bytes() for p in files_of(project)}


def files_of(project: Path) -> list[Path]:
    return [p for p in project.rglob("*") if p.is_file() and ".cache" not in p.parts]


@pytest.mark.parametrize("whole", [True, False])
def test_a_change_behind_a_symlink_is_noticed(project: Path, tmp_path: Path, whole: bool) -> None:
    """Two newsrooms may share their data, or a table of them."""
    shared = tmp_path / "shared"
    (project / "data").rename(shared)
    if whole:
        (project / "data").symlink_to("../shared")
    else:
        (project / "data").mkdir()
        (project / "data/rows.csv").symlink_to("../../shared/rows.csv")
    before = taken(project)
    assert (before.root / "data/rows.csv").read_text() == "id\none\n"
    (shared / "rows.csv").write_text("id\ntwo\n")
    now = taken(project)
    assert now.digest() != before.digest() and (now.root / "data/rows.csv").read_text() == "id\ntwo\n"


def test_a_symlink_to_what_the_project_is_in_is_not_followed(project: Path) -> None:
    (project / "templates").symlink_to("..")
    assert {path for path in taken(project).hashes} == {"data/rows.csv", "mkdocs.yml", "templates"}


# --- builds -----------------------------------------------------------------------------------------------------------

EDITS: tuple[tuple[str, str], ...] = (
    ("content/en/method.md", "We copy what is printed."),
    ("data/targets.csv", "planted <b>and</b> alive"),
    ("content/charts/harbour.py", "promises of more"),
    ("words.yml", "Gegevens"),
    ("data/quarters.yaml", "Heuvel"),
    ("content/en/stories/ferries.md", "Sixty boats a day"),
    ("mkdocs.yml", "What Saltmouth promised its people"),
)
"""What is edited, one after another: a word in a file becomes another."""


def edit(newsroom: Newsroom, number: int, times: int) -> None:
    """Put so many letters behind the words that are edited."""
    path, words = EDITS[number % len(EDITS)]
    text = newsroom.file(path).read_text(encoding="utf-8")
    start = text.index(words)
    end = start + len(words)
    end += len(text[end:]) - len(text[end:].lstrip("x"))
    newsroom.file(path).write_text(text[:start] + words + "x" * times + text[end:], encoding="utf-8")


@pytest.mark.parametrize("at", ["load", "check", "draw", "render", "verify", "write"])
def test_an_edit_at_any_stage_of_a_build_is_on_the_site_after_the_next(newsroom: Newsroom, from_nothing: Callable[[Newsroom], Newsroom], at: str) -> None:
    """Of every kind: it is seen by no stage that comes after it, and by the next build."""
    seen: list[str] = []

    def step(stage: str, done: int, of: int) -> None:
        if stage == at and not seen:
            for number in range(len(EDITS)):
                edit(newsroom, number, 2)
        seen.append(stage)

    edit(newsroom, 2, 1)  # so that there is something to draw
    begun = tree(from_nothing(newsroom).site)
    outcome_of(newsroom.root, step=step)
    assert at in seen and tree(newsroom.site) == begun
    outcome_of(newsroom.root)
    assert tree(newsroom.site) == tree(from_nothing(newsroom).site)


@pytest.mark.long
def test_edits_at_a_hundred_moments_of_builds(newsroom: Newsroom, from_nothing: Callable[[Newsroom], Newsroom]) -> None:
    chance = random.Random(20261126)
    for number in range(100):
        edit(newsroom, number, number % 5)
        build = subprocess.Popen(
            [sys.executable, str(REPOSITORY / "build.py"), "build", "--project", str(newsroom.root)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        time.sleep(chance.random() * 3)
        edit(newsroom, number + 1, number % 3)
        _, said = build.communicate()
        assert build.returncode == 0, said
        if number % 5 == 4:
            assert build_py("build", "--project", newsroom.root).code == 0
            assert tree(newsroom.site) == tree(from_nothing(newsroom).site), number
