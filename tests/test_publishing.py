"""Publishing: all or nothing, the same in the same out, and nothing done twice."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ADDRESS, REPOSITORY, Newsroom, build_py, build_py_as_a_person, tree

from ledger.publish import manifest, swap


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
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy what is printed!")


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
    assert "We copy what is printed!" in (newsroom.site / "method/index.html").read_text(encoding="utf-8")


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
    assert "We copy what is printed!" in (newsroom.site / "method/index.html").read_text(encoding="utf-8")
    assert build_py("build", "--project", other.root, "--out", newsroom.site).code == 0


# --- the site of before, with which a build begins --------------------------------------------------------------------


@pytest.fixture
def with_before(newsroom: Newsroom) -> Newsroom:
    """A newsroom that was built twice, so that the site of before is put away."""
    newsroom.build()
    edit(newsroom)
    assert newsroom.build().code == 0
    assert (newsroom.root / ".cache/before/index.html").samefile(newsroom.site / "index.html")
    return newsroom


@pytest.fixture
def again(from_nothing: Callable[[Newsroom], Newsroom]) -> Callable[[Newsroom], None]:
    """Edit the same page and another one, and build: what is published is what a build from nothing would publish."""

    def again(newsroom: Newsroom) -> None:
        newsroom.change("content/en/method.md", "We copy what is printed!", "We copy all that is printed.")
        newsroom.change("content/nl/index.md", "beloften staan in", "beloften staan nu in")
        assert newsroom.build().code == 0
        assert tree(newsroom.site) == tree(from_nothing(newsroom).site)
        assert {p for p in newsroom.site.rglob("*") if p.is_dir() and not any(p.iterdir())} == set()
        assert not list(newsroom.root.glob(".site.*"))

    return again


def test_a_build_begins_with_the_site_of_before_and_changes_what_differs(with_before: Newsroom, again: Callable[[Newsroom], None]) -> None:
    before, site = with_before.root / ".cache/before", with_before.site
    folders, touched = (before.stat().st_ino, site.stat().st_ino), (site / "404.html").stat().st_ctime_ns
    again(with_before)
    assert (site.stat().st_ino, before.stat().st_ino) == folders
    assert (site / "404.html").stat().st_ctime_ns == touched, "what stays as it is gets no new name"


def _stray(before: Path) -> None:
    (before / "about").mkdir(exist_ok=True)
    (before / "about/stray.html").write_text("nobody made this")
    (before / "aside/deep").mkdir(parents=True)
    (before / "aside/deep/stray.html").write_text("nobody made this")
    (before / "link").symlink_to(before / "aside")


def _as_many_letters_and_the_old_times(before: Path) -> None:
    page, status = before / "404.html", (before / "404.html").stat()
    content = page.read_bytes().swapcase()
    page.unlink()
    page.write_bytes(content)
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))


def _folders_and_files_exchanged(before: Path) -> None:
    (before / "404.html").unlink()
    (before / "404.html/inside").mkdir(parents=True)
    shutil.rmtree(before / "method")
    (before / "method").write_text("a file")


def _a_link_elsewhere(before: Path) -> None:
    elsewhere = before.parent / "elsewhere"
    before.rename(elsewhere)
    before.symlink_to(elsewhere)


HARMS = {
    "files that nobody made": _stray,
    "another file of the same size and time": _as_many_letters_and_the_old_times,
    "a file for a folder, a folder for a file": _folders_and_files_exchanged,
    "no mark": lambda before: (before / ".green-ledger").unlink(),
    "a folder for the mark": lambda before: ((before / ".green-ledger").unlink(), (before / ".green-ledger").mkdir()),
    "a symlink": _a_link_elsewhere,
    "gone": shutil.rmtree,
    "empty": lambda before: (shutil.rmtree(before), before.mkdir()),
    "a file": lambda before: (shutil.rmtree(before), before.write_text("a file")),
}


@pytest.mark.parametrize("harm", HARMS)
def test_whatever_becomes_of_the_site_of_before_the_next_one_is_right(with_before: Newsroom, harm: str, again: Callable[[Newsroom], None]) -> None:
    HARMS[harm](with_before.root / ".cache/before")
    again(with_before)


def test_the_folder_that_is_built_in_bears_the_mark_before_anything_in_it_changes(with_before: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    (with_before.root / ".cache/before/.green-ledger").unlink()
    marked: list[bool] = []
    fill = manifest.fill
    monkeypatch.setattr(manifest, "fill", lambda folder, *rest, **more: (marked.append((folder / ".green-ledger").is_file()), fill(folder, *rest, **more)))
    with_before.change("content/en/method.md", "We copy what is printed!", "We copy all.")
    assert with_before.build().code == 0
    assert marked == [True], "else what a killed build leaves is a stranger's folder"


def test_what_was_taken_from_the_site_does_not_come_back_with_the_site_of_before(with_before: Newsroom, again: Callable[[Newsroom], None]) -> None:
    (with_before.site / "by-hand.html").write_text("a person's")
    with_before.file("content/nl/stories/ferries.md").unlink()
    assert with_before.build().code == 0
    assert (with_before.root / ".cache/before/by-hand.html").is_file()
    again(with_before)


def test_the_published_site_is_not_written_into_while_the_next_one_is_made(with_before: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    published = tree(with_before.site)

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with_before.change("content/en/method.md", "We copy what is printed!", "We copy all that is printed.")
    with_before.change("content/nl/index.md", "beloften staan in", "beloften staan nu in")
    with monkeypatch.context() as patch:
        patch.setattr(swap, "exchange", fails)
        assert with_before.build().code == 1
    assert tree(with_before.site) == published and not list(with_before.root.glob(".site.*"))


def test_a_build_that_begins_with_the_site_of_before_can_be_killed(with_before: Newsroom, again: Callable[[Newsroom], None]) -> None:
    published = tree(with_before.site)
    with_before.change("content/en/method.md", "We copy what is printed!", "We copy all.")
    process = start_build(with_before)
    wait_until_writing(with_before, process)
    kill(process)
    assert tree(with_before.site) == published
    with_before.change("content/en/method.md", "We copy all.", "We copy what is printed!")
    again(with_before)


def test_where_the_cache_is_on_another_file_system_the_site_is_published_all_the_same(
    with_before: Newsroom, monkeypatch: pytest.MonkeyPatch, again: Callable[[Newsroom], None]
) -> None:
    rename = Path.rename

    def elsewhere(file: Path, to: Path) -> Path:
        if "before" in (file.name, Path(to).name):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(file))
        return rename(file, to)

    monkeypatch.setattr(Path, "rename", elsewhere)
    again(with_before)
    assert not (with_before.root / ".cache/before").exists()


# --- links are followed where something changed or vanished -----------------------------------------------------------

LINK = "\n\nSee [how we count](../method.md#scope) and [the old figures](../old.html).\n"


@pytest.fixture
def linking(newsroom: Newsroom) -> Newsroom:
    """A newsroom with a page that leads to a heading of another one and to a file for the site's root, built."""
    page, method, static = (newsroom.file(f"content/{path}") for path in ("en/stories/index.md", "en/method.md", "static/old.html"))
    page.write_text(page.read_text(encoding="utf-8").rstrip() + LINK, encoding="utf-8")
    method.write_text(method.read_text(encoding="utf-8").rstrip() + "\n\n## Scope {#scope}\n\nAll that is printed.\n", encoding="utf-8")
    static.parent.mkdir(exist_ok=True)
    static.write_text("<p>Old.</p>", encoding="utf-8")
    assert newsroom.build().code == 0
    return newsroom


def test_an_id_that_vanishes_is_missed_by_the_page_that_did_not_change(linking: Newsroom) -> None:
    linking.change("content/en/method.md", "## Scope {#scope}", "## Reach {#reach}")
    for _ in range(2):
        [problem] = linking.build().problems
        assert problem.startswith("content/en/stories/index.md:") and "no place 'scope'" in problem
    [problem] = linking.check().problems
    assert "no place 'scope'" in problem
    linking.change("content/en/method.md", "## Reach {#reach}", "## Reach {#scope}")
    assert linking.build().code == 0 and linking.check().code == 0


def test_a_file_that_vanishes_is_missed_by_the_page_that_did_not_change(linking: Newsroom) -> None:
    linking.file("content/static/old.html").rename(linking.file("content/static/older.html"))
    for _ in range(2):
        [problem] = linking.build().problems
        assert problem.startswith("content/en/stories/index.md:") and "'../old.html' leads nowhere" in problem
    linking.file("content/static/older.html").rename(linking.file("content/static/old.html"))
    assert linking.build().code == 0


def test_a_wrong_link_is_told_by_every_build_until_it_is_mended(linking: Newsroom) -> None:
    linking.change("content/en/method.md", "All that is printed.", "All that is [printed](../nowhere/), see [below](#scope).")
    for _ in range(2):
        [problem] = linking.build().problems
        assert problem.startswith("content/en/method.md:") and "'../nowhere/' leads nowhere" in problem
    linking.change("content/en/stories/index.md", "See [how", "And see [how")
    [problem] = linking.build().problems
    assert "'../nowhere/' leads nowhere" in problem
    linking.change("content/en/method.md", "(../nowhere/)", "(../targets/)")
    assert linking.build().code == 0


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
