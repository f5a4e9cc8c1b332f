"""What a build keeps in ``.cache/``: damage to it costs time, never truth."""

from __future__ import annotations

import errno
import os
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import Newsroom, build_py, tree
from door import outcome_of

from ledger import work
from ledger.keep import pruning
from ledger.keep.records import Artefact, Made, Records
from ledger.keep.snapshot import Snapshot
from ledger.keep.store import Store
from ledger.kept import keep, keep_parts, recall_parts
from ledger.load.ledger import load_ledger
from ledger.problems import Problems
from ledger.publish import publishing

pytestmark = pytest.mark.xdist_group("cache")  # one build

BLOCK = "```chart\ntable: targets\nfilter: {unit: trees}\nmark: bar\nx: value\ny: region\ntitle: Trees\n```\n"


def _become(file: Path, content: bytes) -> None:
    """Another file in the place of one that copies of a newsroom have in common."""
    file.unlink()
    file.write_bytes(content)


def _cut(file: Path) -> None:
    _become(file, file.read_bytes()[: min(1000, file.stat().st_size // 2)])


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    _become(file, content)


def _folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)


KINDS = (
    *("svg", "png", "font", "store", "records", "inputs", "inputs.list", "runtime", "checked", "templates", "loaded"),
    *("published.list", "pruned.list", "shares.list", "check", "pictures.list", "verified", "before"),
)
"""What the cache holds, by the names at its top."""
HARMS: dict[str, Callable[[Path], None]] = {
    "cut": _cut,
    "a bit flipped": _flip,
    "emptied": lambda file: _become(file, b""),
    "deleted": Path.unlink,
    "a folder in its place": _folder,
}


def kept(newsroom: Newsroom) -> Iterator[Path]:
    """The files of the cache, but for the lock, which holds nothing."""
    return (p for p in sorted((newsroom.root / ".cache").rglob("*")) if p.is_file() and p.name != "lock" and p.stat().st_size)


@pytest.fixture(scope="module")
def with_block(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The tiny newsroom with a chart block in a page, built, so that every kind of cache holds something."""
    made = built_newsroom.copy(tmp_path_factory.mktemp("cache") / "newsroom")
    page = made.file("content/en/stories/ferries.md")
    page.write_text(page.read_text(encoding="utf-8").rstrip("\n") + "\n\n" + BLOCK, encoding="utf-8")
    assert made.build().code == 0 and made.check().code == 0
    assert {kind_of(made, file) for file in kept(made)} == set(KINDS)
    return made


def kind_of(newsroom: Newsroom, file: Path) -> str:
    """What kind of thing a file of the cache is; that of what is published where ends with the place."""
    return re.sub("^published-[0-9a-f]+", "published", file.relative_to(newsroom.root / ".cache").parts[0])


@pytest.mark.parametrize("harm", HARMS)
def test_whatever_becomes_of_the_cache_the_site_is_the_same(with_block: Newsroom, tmp_path: Path, harm: str) -> None:
    harmed = with_block.copy(tmp_path / "harmed")
    for file in list(kept(harmed)):
        HARMS[harm](file)
    shutil.rmtree(harmed.site)
    said = harmed.build()
    assert said.code == 0 and "Traceback" not in said.err, said.err
    assert tree(harmed.site) == tree(with_block.site)
    assert harmed.build().out.strip().endswith("is up to date"), "and it is whole again"


@pytest.mark.parametrize("kind", KINDS)
def test_one_damaged_file_of_a_kind_is_noticed_though_all_others_are_whole(with_block: Newsroom, tmp_path: Path, kind: str) -> None:
    harmed = with_block.copy(tmp_path / "harmed")
    _flip(next(file for file in kept(harmed) if kind_of(harmed, file) == kind))
    shutil.rmtree(harmed.site)
    if kind == "svg":  # a figure that is kept whole needs no drawing: let it be drawn again
        shutil.rmtree(harmed.root / ".cache" / "records")
    said = harmed.build()
    assert said.code == 0 and "Traceback" not in said.err, said.err
    assert tree(harmed.site) == tree(with_block.site)


@pytest.mark.parametrize("content", [b"\x93\x01\xff", b"\xc0", b"[1]"], ids=range(3))
def test_lists_that_another_version_has_kept_are_as_good_as_none(with_block: Newsroom, tmp_path: Path, content: bytes) -> None:
    other = with_block.copy(tmp_path / "other")
    for file in list(kept(other)):
        if kind_of(other, file) in ("records", "loaded", "inputs.list", "published.list", "pruned.list", "shares.list", "pictures.list", "verified"):
            keep(file, content * 3000)
    other.change("content/en/method.md", "We copy what is printed.", "We copy what is printed!")
    for said in (other.check(), other.build()):
        assert said.code == 0 and "Traceback" not in said.err, said.err
    was, now = tree(with_block.site), tree(other.site)
    assert {path for path in was.keys() | now.keys() if was.get(path) != now.get(path)} == {"method/index.html"}


@pytest.mark.parametrize("harm", HARMS)
def test_beside_a_site_that_stands_damage_to_the_cache_hides_no_change(with_block: Newsroom, tmp_path: Path, harm: str) -> None:
    harmed = with_block.copy(tmp_path / "harmed")
    for file in list(kept(harmed)):
        if kind_of(harmed, file) not in ("svg", "png", "font", "runtime"):  # what only makes drawing quicker
            HARMS[harm](file)
    harmed.change("content/en/method.md", "We copy what is printed.", "We copy what is printed!")
    said = harmed.build()
    assert said.code == 0 and "Traceback" not in said.err, said.err
    was, now = tree(with_block.site), tree(harmed.site)
    assert {path for path in was.keys() | now.keys() if was.get(path) != now.get(path)} == {"method/index.html"}


@pytest.mark.parametrize("kind", ["inputs", "inputs.list", "store", "records", "published.list", "pruned.list"])
def test_a_disk_that_is_full_for_one_kind_of_file_spoils_no_site(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    before, real, real_open = tree(newsroom.site), Path.write_bytes, Path.open
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy what is printed!")

    def full(file: Path, content: bytes) -> int:
        if file.is_relative_to(newsroom.root / ".cache") and re.fullmatch(rf"{re.escape(kind)}(\.\d+)?", kind_of(newsroom, file)):
            real(file, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fspath(file))
        return real(file, content)

    def full_open(file: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        opened = real_open(file, mode, *more, **options)
        if mode == "wb" and kind == "records" and kind_of(newsroom, file) == kind:
            opened.close()
            opened = real_open(Path("/dev/full"), mode, *more, **options)
        return opened

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        if Path("/dev/full").exists():
            patch.setattr(Path, "open", full_open)
        said = newsroom.build()
    assert said.code == 1 and len(said.problems) == 1 and "no room is left" in said.problems[0], said
    assert kind == "published.list" or tree(newsroom.site) == before
    assert newsroom.build().code == 0
    now = tree(newsroom.site)
    assert {path for path in now if before.get(path) != now[path]} == {"method/index.html"}


@pytest.mark.parametrize("verb", ["build", "check"])
def test_a_cache_that_can_only_be_read_is_one_line_and_spoils_no_site(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    before, cache = tree(newsroom.site), newsroom.root / ".cache"
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy what is printed!")

    def refusing(real: Callable[..., object], writes: Callable[..., bool]) -> Callable[..., object]:
        def call(file: Path, *arguments: object, **options: object) -> object:
            if file.is_relative_to(cache) and writes(file, *arguments):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS), os.fspath(file))
            return real(file, *arguments, **options)

        return call

    with monkeypatch.context() as patch:
        for name in ("write_bytes", "replace", "symlink_to", "chmod", "touch", "unlink"):
            patch.setattr(Path, name, refusing(getattr(Path, name), lambda *_: True))
        patch.setattr(Path, "mkdir", refusing(Path.mkdir, lambda file, *_: not file.is_dir()))
        patch.setattr(Path, "open", refusing(Path.open, lambda file, mode="r", *_: mode != "r" and mode != "rb"))
        said = build_py(verb, "--project", newsroom.root)
    assert said.code == 1 and len(said.problems) == 1 and said.problems[0].startswith(".cache/"), said
    assert "the disk can only be read; build in a folder that can be written to" in said.problems[0]
    assert tree(newsroom.site) == before
    assert newsroom.build().code == 0 and tree(newsroom.site) != before


# --- what is of no use any more ---------------------------------------------------------------------------------------


def objects(newsroom: Newsroom) -> set[str]:
    return {file.parent.name + file.name for file in (newsroom.root / ".cache" / "store").rglob("*") if file.is_file()}


def test_what_no_record_of_a_build_or_a_check_names_is_removed(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    assert newsroom.check().code == 0
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy what is printed!")
    assert newsroom.build().code == 0
    before = objects(newsroom)
    newsroom.change("content/en/method.md", "We copy what is printed!", "We copy what is printed?")
    monkeypatch.setattr(pruning, "BUILDS", 1)
    assert newsroom.build().code == 0
    assert objects(newsroom) > before, "what was put within the hour somebody may be reading"
    newsroom.change("content/en/method.md", "We copy what is printed?", "We copy what, is printed.")
    monkeypatch.setattr(pruning, "IN_USE", -60)
    assert newsroom.build().code == 0
    assert len(before - objects(newsroom)) == 1, "the page of the build before; that of the check is still of use"
    said = newsroom.check()
    assert said.code == 0, said.err


def test_the_store_holds_at_most_twice_what_is_of_use(newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "IN_USE", -60)
    monkeypatch.setattr(pruning, "BUILDS", 1000)
    store, memory, snapshot = Store(tmp_path / "store"), tmp_path / "records", Snapshot(load_ledger(newsroom.root / "data", Problems()), {})
    for build in range(40):
        records = Records.load(memory, "this code")
        for number in range(10):
            if number != build % 10 and records.current(("page", str(number)), snapshot):
                continue
            content = f"{build} {number} ".encode() * 500
            records.add(("page", str(number)), Made(zlib.compress(msgspec.msgpack.encode([])), (), store.put(content), size=len(content)))
        records.save(snapshot)
        pruning.prune(tmp_path, store, records, [memory])
        there = [file for file in store.folder.rglob("*") if file.is_file()]
        assert sum(file.stat().st_size for file in there) <= 2 * sum(record.size for record in records.now.values())
        assert all(store.get(record.content) for record in records.now.values())


def test_checks_that_nobody_reads_any_more_are_removed(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "BUILDS", 1)
    folder = newsroom.root / ".cache" / "checked"
    before = set(folder.iterdir())
    (folder / "old").write_bytes(b"")
    for old, new in (("We copy what is printed.", "We copy what is printed!"), ("We copy what is printed!", "We copy what is printed?")):
        newsroom.change("content/en/method.md", old, new)
        for file in folder.iterdir():
            os.utime(file, (1, 1))
        assert newsroom.build().code == 0
    assert set(folder.iterdir()) == before, "those that both builds have read, and not the other"


def test_a_build_that_holds_little_at_once_makes_the_same_site_and_remembers_as_much(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tree(newsroom.site)
    shutil.rmtree(newsroom.root / ".cache")
    shutil.rmtree(newsroom.site)
    monkeypatch.setattr("ledger.keep.records._AT_ONCE", 7)
    monkeypatch.setattr("ledger.keep.aside._FEW", 1000)
    monkeypatch.setattr("ledger.keep.snapshot._KNOWN", 3)
    monkeypatch.setattr("ledger.publish.lazy._HELD", 1)
    assert len(outcome_of(newsroom.root).made) > 50
    assert tree(newsroom.site) == site
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy what is printed!")
    assert [path for *_, path in outcome_of(newsroom.root).made] == ["en/method.md"]


def test_a_check_makes_what_shows_a_chart_and_takes_over_the_pages_that_a_build_has_made(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Artefact] = []
    real = publishing.make
    monkeypatch.setattr(work, "usual", lambda: None)  # they are made here, where it can be seen
    monkeypatch.setattr(publishing, "make", lambda shop, artefact: made.append(artefact) or real(shop, artefact))
    assert newsroom.check().code == 0
    charts = {path for path in tree(newsroom.site) if path.endswith("index.html") and "<svg" in newsroom.file(f"site/{path}").read_text(encoding="utf-8")}
    assert made and len(made) <= len(charts)
    made.clear()
    shutil.rmtree(newsroom.file(".cache/check"))
    newsroom.file(".cache/records/pages-check").unlink()
    newsroom.file(".cache/records/pages-build").unlink()
    assert newsroom.check().code == 0
    assert len(made) > 2 * len(charts), "else it makes them all"


def test_what_changed_since_a_build_is_not_taken_over_by_a_check(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy [what](../nowhere/) is printed.")
    [problem] = newsroom.check().problems
    assert "'../nowhere/' leads nowhere" in problem


def test_parts_are_given_back_as_they_were_kept_or_not_at_all(tmp_path: Path) -> None:
    file, parts = tmp_path / "kept", [b"one", b"", b"three" * 100]
    keep_parts(file, parts)
    assert list(recall_parts(file)) == parts
    content = file.read_bytes()
    for place in range(len(content)):
        for damaged in (content[:place], content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]):
            file.write_bytes(damaged)
            assert list(recall_parts(file)) == [], place
