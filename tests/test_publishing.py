"""Publishing: all or nothing, the same in the same out, and nothing done twice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ADDRESS, REPOSITORY, Newsroom, build_py, build_py_as_a_person, tree


def start_build(newsroom: Newsroom) -> subprocess.Popen[str]:
    """A build that runs on while the test does something else, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, str(REPOSITORY / "build.py"), "build", "--project", str(newsroom.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until_writing(newsroom: Newsroom, process: subprocess.Popen[str]) -> None:
    """Until the folder beside the published one holds pages."""
    beside = newsroom.root / ".site.new"
    while process.poll() is None and not any(beside.rglob("*.html")):
        time.sleep(0.002)
    assert process.poll() is None, "the build was over before it could be interrupted"


def kill(process: subprocess.Popen[str]) -> None:
    """End a build and all its workers at once, as a power cut would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def edit(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly what is printed.")


def test_a_killed_build_leaves_the_published_site_whole_and_the_next_one_works(newsroom: Newsroom) -> None:
    before = tree(newsroom.site)
    edit(newsroom)
    process = start_build(newsroom)
    wait_until_writing(newsroom, process)
    kill(process)
    assert tree(newsroom.site) == before

    assert newsroom.build().code == 0
    after = tree(newsroom.site)
    assert {path for path in before if before[path] != after.get(path)} == {"method/index.html"}
    assert after.keys() == before.keys()
    assert not list(newsroom.root.glob(".site.*")), "what the killed build left is cleared away"


def test_a_first_build_that_is_killed_leaves_no_half_site(fresh_newsroom: Newsroom) -> None:
    process = start_build(fresh_newsroom)
    wait_until_writing(fresh_newsroom, process)
    kill(process)
    assert not fresh_newsroom.site.exists()
    assert fresh_newsroom.build().code == 0
    assert (fresh_newsroom.site / "index.html").is_file()


def test_a_build_killed_between_the_two_renames_is_mended_by_the_next(newsroom: Newsroom) -> None:
    before = tree(newsroom.site)
    newsroom.site.rename(newsroom.root / ".site.old")
    assert newsroom.build().code == 0
    assert tree(newsroom.site) == before


def test_a_second_build_at_the_same_time_says_so_in_one_line_and_goes(newsroom: Newsroom) -> None:
    edit(newsroom)
    first = start_build(newsroom)
    wait_until_writing(newsroom, first)
    os.killpg(first.pid, signal.SIGSTOP)
    try:
        second = newsroom.build()
    finally:
        os.killpg(first.pid, signal.SIGCONT)
    assert second.code == 1
    [line] = [line for line in second.err.splitlines() if "warning:" not in line and "nothing was published" not in line]
    assert "another build" in line and "wait" in line
    assert "Traceback" not in second.err
    first.communicate()
    assert first.returncode == 0
    assert "We copy exactly what is printed." in (newsroom.site / "method/index.html").read_text(encoding="utf-8")


def test_two_projects_never_build_into_one_folder_at_a_time(newsroom: Newsroom, tmp_path: Path) -> None:
    other = newsroom.copy(tmp_path / "other")
    edit(newsroom)
    first = start_build(newsroom)
    wait_until_writing(newsroom, first)
    os.killpg(first.pid, signal.SIGSTOP)
    try:
        second = build_py("build", "--project", other.root, "--out", newsroom.site)
    finally:
        os.killpg(first.pid, signal.SIGCONT)
    assert second.code == 1 and "another build of" in second.problems[0] and len(second.problems) == 1, second.err
    first.communicate()
    assert first.returncode == 0
    assert "We copy exactly what is printed." in (newsroom.site / "method/index.html").read_text(encoding="utf-8")
    assert build_py("build", "--project", other.root, "--out", newsroom.site).code == 0


def times(folder: Path) -> dict[str, int]:
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in folder.rglob("*")}


def test_when_nothing_changed_the_site_is_up_to_date_and_nothing_is_touched(newsroom: Newsroom) -> None:
    newsroom.build()
    before = times(newsroom.site)
    said = newsroom.build()
    assert said.code == 0
    assert said.out.strip().endswith("is up to date")
    assert times(newsroom.site) == before


@pytest.mark.parametrize("harm", ["a page is changed", "a page is lost", "a page is added"])
def test_a_site_that_was_changed_by_hand_is_built_again(newsroom: Newsroom, harm: str) -> None:
    newsroom.build()
    before = tree(newsroom.site)
    page = newsroom.site / "targets" / "index.html"
    if harm == "a page is changed":
        page.write_text(page.read_text(encoding="utf-8").replace("1,380", "1,390"), encoding="utf-8")
    elif harm == "a page is lost":
        page.unlink()
    else:
        (newsroom.site / "stray.html").write_text("<p>not ours</p>")
    said = newsroom.build()
    assert said.code == 0 and "up to date" not in said.out
    assert tree(newsroom.site) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "page"),
    [
        ("data/targets.csv", "planted <b>and</b> alive", "planted and alive", "targets/trees-quayside-2030/index.html"),
        ("data/quarters.yaml", "en: Hill,", "en: The Hill,", "regions/hill/index.html"),
        ("content/en/stories/ferries.md", "Crossings go from", "The crossings go from", "stories/ferries/index.html"),
        ("content/charts/harbour.py", "Start is 100", "The start is 100", "charts/from-to/index.html"),
        ("mkdocs.yml", "What Saltmouth promised its people", "What Saltmouth promised", "data/index.html"),
        ("words.yml", "{nl: Beloften}", "{nl: Toezeggingen}", "nl/targets/index.html"),
    ],
    ids=["a row", "a name", "a story", "a chart", "the identity", "a word"],
)
def test_whatever_an_editor_changes_is_on_the_site_after_the_next_build(newsroom: Newsroom, file: str, old: str, new: str, page: str) -> None:
    before = (newsroom.site / page).read_bytes()
    newsroom.change(file, old, new)
    assert newsroom.build().code == 0
    assert (newsroom.site / page).read_bytes() != before


def test_a_page_that_is_removed_is_gone_from_the_site(newsroom: Newsroom) -> None:
    newsroom.file("content/nl/stories/ferries.md").unlink()
    assert newsroom.build().code == 0
    assert not (newsroom.site / "nl/stories/ferries").exists()
    assert (newsroom.site / "stories/ferries/index.html").exists()


def test_the_site_goes_where_it_is_told_to_and_nowhere_else(newsroom: Newsroom, tmp_path: Path) -> None:
    here = tree(newsroom.site)
    elsewhere = tmp_path / "public"
    said = build_py("build", "--project", newsroom.root, "--out", elsewhere)
    assert said.code == 0
    assert tree(elsewhere) == here == tree(newsroom.site)
    assert {p.name for p in tmp_path.iterdir()} == {"newsroom", "public"}


SURROUNDINGS = {
    "far in the west, in a plain locale, with one process": {
        "TZ": "Pacific/Honolulu",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONHASHSEED": "1",
        "LEDGER_PROCESSES": "1",
    },
    "far in the east, in a Turkish locale, with many processes": {
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4242",
        "LEDGER_PROCESSES": "4",
    },
}


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_same_newsroom_gives_the_same_bytes_in_another_folder(name: str, built_newsroom: Newsroom, fresh_newsroom: Newsroom, tmp_path: Path) -> None:
    place = tmp_path / "Ein anderer Ordner, mit Leerzeichen und ü"
    fresh_newsroom.root.rename(place)
    moved = Newsroom(place)
    said = build_py_as_a_person("build", "--project", place, cwd=tmp_path, env=SURROUNDINGS[name])
    assert said.code == 0, said.err
    assert tree(moved.site) == tree(built_newsroom.site)


@pytest.mark.long
@pytest.mark.parametrize(("zone", "locale"), [("America/New_York", "C"), ("Asia/Shanghai", "zh_CN.UTF-8")])
def test_the_flagship_is_the_same_bytes_wherever_it_is_built(flagship: Newsroom, tmp_path: Path, zone: str, locale: str) -> None:
    again = flagship.copy(tmp_path / "again")
    for made in (again.site, again.root / ".cache"):
        shutil.rmtree(made)
    said = build_py_as_a_person("build", "--project", again.root, env={**ADDRESS, "TZ": zone, "LANG": locale, "LC_ALL": locale})
    assert said.code == 0, said.err
    assert tree(again.site) == tree(flagship.site)


def test_a_build_from_a_warm_cache_gives_the_same_bytes_as_a_cold_one(flagship: Newsroom, tmp_path: Path) -> None:
    again = flagship.copy(tmp_path / "again")
    shutil.rmtree(again.site)
    assert build_py_as_a_person("build", "--project", again.root, env=ADDRESS).code == 0
    assert tree(again.site) == tree(flagship.site)


def test_what_the_cache_has_lost_is_made_again(newsroom: Newsroom) -> None:
    file = newsroom.file("content/en/stories/ferries.md")
    chart = "```chart\ntable: targets\nfilter: {unit: trees}\nmark: bar\nx: value\ny: region\ntitle: Trees\n```\n"
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + "\n\n" + chart, encoding="utf-8")
    assert newsroom.build().code == 0
    before = tree(newsroom.site)
    for lost in ("png", "svg", "font", "store", "inputs"):
        shutil.rmtree(newsroom.root / ".cache" / lost)
        shutil.rmtree(newsroom.site)
        assert newsroom.build().code == 0, lost
        assert tree(newsroom.site) == before, lost


def test_a_build_writes_nothing_but_its_site_and_its_cache(built_newsroom: Newsroom) -> None:
    assert {p.name for p in built_newsroom.root.iterdir()} == {"data", "content", "mkdocs.yml", "words.yml", "site", ".cache"}


def test_nothing_on_the_site_tells_where_or_when_it_was_built(built_newsroom: Newsroom) -> None:
    traces = [str(built_newsroom.root), str(REPOSITORY), str(Path.home()), os.uname().nodename, "generated on", time.strftime("%Y-%m-%d")]
    for path in built_newsroom.site.rglob("*"):
        if path.is_file() and path.suffix != ".js":
            text = path.read_bytes().decode("utf-8", errors="replace")
            assert not [trace for trace in traces if len(trace) > 6 and trace in text], path
