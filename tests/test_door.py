"""The door: what a call of ``build.py`` says and gives back, whatever it is called with."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY, Newsroom, build_py, build_py_as_a_person, tree

# --- the runner that the tests call the door with ---------------------------------------------------------------------


def test_a_call_in_this_process_says_and_publishes_what_a_process_of_its_own_does(newsroom: Newsroom, fresh_newsroom: Newsroom) -> None:
    newsroom.change("data/targets.csv", "2023,250,2030,300", "2023,250,2030,many")
    call = ("build", "--project", newsroom.root)
    assert build_py(*call) == build_py_as_a_person(*call)
    newsroom.change("data/targets.csv", "2023,250,2030,many", "2023,250,2030,300")
    assert build_py(*call).code == 0
    assert build_py_as_a_person("build", "--project", fresh_newsroom.root).code == 0
    assert tree(newsroom.site) == tree(fresh_newsroom.site)


def test_a_call_leaves_nothing_behind_for_the_next(newsroom: Newsroom, fresh_newsroom: Newsroom) -> None:
    fresh_newsroom.change("content/charts/harbour.py", "def from_to(", "def from_too(")
    before, here, streams = dict(os.environ), os.getcwd(), (sys.stdout, sys.stderr)
    for made in (newsroom, fresh_newsroom, newsroom):
        made.file("content/charts/harbour.py").open("a").write("\n")  # so that chart code is run again
        assert made.build(env={"SITE_URL": "https://harbour.example/"}).code == 0
    assert (dict(os.environ), os.getcwd(), (sys.stdout, sys.stderr)) == (before, here, streams)
    assert "https://harbour.example" not in "".join(os.environ.values())
    assert not [name for name in sys.modules if name.startswith("charts.")]
    from ledger.charts.figure import declared

    assert not declared()


def test_what_only_a_process_of_its_own_can_do_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(ValueError, match="LEDGER_PROCESSES"):
        newsroom.build(env={"LEDGER_PROCESSES": "1"})


# --- whatever it is called with ---------------------------------------------------------------------------------------


def test_the_project_may_be_named_in_any_way(newsroom: Newsroom, tmp_path: Path) -> None:
    for project, cwd in (("newsroom", tmp_path), (".", newsroom.root), ("../newsroom", newsroom.root), ("~/newsroom", REPOSITORY)):
        newsroom.file("content/en/method.md").open("a", encoding="utf-8").write("\nOne more line.\n")
        said = build_py("build", "--project", project, cwd=cwd, env={"HOME": str(tmp_path)})
        assert said.code == 0 and " pages, " in said.out, (project, said)
    assert build_py("build", cwd=newsroom.root).out == "site/ is up to date\n"
    assert build_py("check", "--project", "newsroom", cwd=tmp_path).code == 0


@pytest.mark.parametrize("verb", ["build", "check", "serve"])
def test_a_project_that_is_none_is_one_line(tmp_path: Path, verb: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    for project, says in (("nowhere", "there is no such folder"), ("file", "is a file"), ("empty", "mkdocs.yml: is not in")):
        said = build_py(verb, "--project", project, cwd=tmp_path)
        assert said.code == 1 and len(said.problems) == 1 and says in said.problems[0] and "--project DIR" in said.problems[0], said
    assert {p.name for p in tmp_path.iterdir()} == {"file", "empty"} and not list((tmp_path / "empty").iterdir())


@pytest.mark.parametrize("call", [("build", "extra", "args"), ("biuld",), (), ("build", "--out", ""), ("build", "--project", " "), ("serve", "--port", "x")])
def test_a_call_that_cannot_be_meant_says_how_to_call(call: tuple[str, ...]) -> None:
    said = build_py(*call)
    assert said.code == 2 and said.err.startswith("usage: ") and "Traceback" not in said.err and not said.out


def test_a_terminal_without_chinese_and_an_output_that_is_closed_are_no_tracebacks(newsroom: Newsroom) -> None:
    newsroom.change("content/en/stories/ferries.md", "[[fare-cap]]", "[[绿色]]")
    said = build_py_as_a_person("build", "--project", newsroom.root, env={"PYTHONIOENCODING": "ascii"})
    assert said.code == 1 and "\\u7eff\\u8272" in said.err and "Traceback" not in said.err
    newsroom.change("content/en/stories/ferries.md", "[[绿色]]", "[[fare-cap]]")
    call = f"{sys.executable} {REPOSITORY / 'build.py'} check --project {newsroom.root}"
    for shell, code in ((f"{call} | true; exit ${{PIPESTATUS[0]}}", 0), (f"{call} >&-", 0), (f"{call} >&- 2>&-", 0), (f"{call} > /dev/full", 1)):
        done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
        assert done.returncode == code and "Traceback" not in done.stderr and "Exception" not in done.stderr, (shell, done)
    assert "standard output: no room is left" in done.stderr


# --- by whichever name it is called -----------------------------------------------------------------------------------


@pytest.mark.parametrize("call", [("-m", "ledger"), (str(REPOSITORY / "ledger" / "__main__.py"),)], ids=["module", "file"])
def test_the_installed_door_is_the_same_under_its_own_name(newsroom: Newsroom, call: tuple[str, ...]) -> None:
    newsroom.change("data/events.csv", "2024-03-18", "2024/3/18")
    said = subprocess.run(
        [sys.executable, *call, "check", "--project", newsroom.root],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    ours = newsroom.check()
    assert said.returncode == 1 and "(python build.py tidy data/events.csv does)" in ours.err
    assert said.stderr == ours.err.replace("python build.py", "ledger")


def test_a_call_loads_its_own_verb_only_and_a_build_without_work_loads_little() -> None:
    script = "import sys; from ledger.verbs.door import main\ntry: main(['diff', '--help'])\nexcept SystemExit: print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    loaded = told.split()
    assert [name for name in loaded if name.startswith("ledger.verbs.")] and "ledger.verbs.build" not in loaded
    assert not {"pandas", "jinja2", "altair", "markdown", "msgspec"} & set(loaded)


# --- what no check foresaw --------------------------------------------------------------------------------------------


def test_a_mistake_of_the_generator_is_said_to_be_one_and_keeps_its_traceback(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(newsroom.site)
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")

    def broken(*_: object) -> object:
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr("ledger.publish.verify.follow_links", broken)
    said = newsroom.build()
    [line] = [line for line in said.err.splitlines() if "warning:" not in line]
    assert said.code == 70 and "mistake of the generator, not yours: ZeroDivisionError: of ours" in line and ".cache/traceback.txt" in line
    assert "in broken" in (newsroom.root / ".cache/traceback.txt").read_text(encoding="utf-8")
    assert tree(newsroom.site) == before and not list(newsroom.root.glob(".site.*"))
    shown = build_py("build", "--project", newsroom.root, "--traceback")
    assert shown.code == 70 and "in broken" in shown.err


@pytest.mark.parametrize(("number", "says"), [(errno.ENOSPC, "no room is left"), (errno.EROFS, "can only be read"), (errno.EDQUOT, "share of the disk")])
def test_a_disk_that_takes_no_more_at_any_write_is_one_line_and_loses_nothing(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    """One file of each kind that a build opens to write fails in turn."""
    before = tree(newsroom.site)
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    opened: set[str] = set()
    real, stops = io.open, ""

    def full(file: object, mode: str = "r", *arguments: object, **options: object) -> object:
        kind = re.sub(r"[0-9a-f]{8,}", "#", os.path.relpath(os.fsdecode(file), newsroom.root)) if isinstance(file, str | os.PathLike) else ""
        if set(mode) & set("wax+") and kind and not kind.startswith(".."):
            opened.add(kind)
            if kind == stops:
                raise OSError(number, os.strerror(number), os.fspath(file))
        return real(file, mode, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", full)
    monkeypatch.setattr("builtins.open", full)
    kinds = (
        ".cache/lock",
        ".site.new/.green-ledger",
        ".site.new/404.html",
        ".site.new/method/index.html",
        ".site.new/search/index.json",
        ".site.new/data/targets.csv",
    )
    for stops in kinds:
        said = newsroom.build()
        assert stops in opened, opened
        assert said.code == 1 and len(said.problems) == 1, (stops, said)
        assert says in said.problems[0] and said.problems[0].startswith(stops), said
        assert tree(newsroom.site) == before and not list(newsroom.root.glob(".site.*"))
    stops = ""

    def full_when_written(file: Path, content: bytes) -> int:
        raise OSError(number, os.strerror(number))  # the system names no file then

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full_when_written)
        said = newsroom.build()
    assert said.code == 1 and said.problems == [f"the disk: {said.problems[0].partition(': ')[2]}"] and says in said.err
    assert tree(newsroom.site) == before and not list(newsroom.root.glob(".site.*"))
    assert newsroom.build().code == 0


def test_a_cache_that_cannot_be_used_is_one_line(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    for part in ("lock", "store", ""):
        cache = newsroom.root / ".cache"
        kept = newsroom.root / "kept"
        cache.rename(kept)
        if part:
            cache.mkdir()
        place = cache / part
        place.mkdir() if part == "lock" else place.write_text("a file")
        said = newsroom.build()
        assert said.code == 1 and len(said.problems) == 1 and said.problems[0].startswith(".cache"), (part, said)
        assert "delete" in said.problems[0]
        shutil.rmtree(cache) if cache.is_dir() else cache.unlink()
        kept.rename(cache)
    assert newsroom.build().code == 0
