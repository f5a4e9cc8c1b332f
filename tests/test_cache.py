"""What a build keeps in ``.cache/``: damage to it costs time, never truth."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Newsroom, tree

pytestmark = pytest.mark.xdist_group("cache")  # one build

BLOCK = "```chart\ntable: targets\nfilter: {unit: trees}\nmark: bar\nx: value\ny: region\ntitle: Trees\n```\n"


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: min(1000, file.stat().st_size // 2)])


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)


KINDS = ("svg", "png", "font", "store", "records", "inputs", "inputs.list", "runtime", "checked", "templates")
"""What the cache holds, by the names at its top."""
HARMS: dict[str, Callable[[Path], None]] = {
    "cut": _cut,
    "a bit flipped": _flip,
    "emptied": lambda file: file.write_bytes(b""),
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
    assert made.build().code == 0
    assert {p.relative_to(made.root / ".cache").parts[0] for p in kept(made)} >= set(KINDS)
    return made


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
    for file in [p for p in kept(harmed) if kind in p.parts][:1]:
        _flip(file)
    shutil.rmtree(harmed.site)
    if kind == "svg":  # a figure that is kept whole needs no drawing: let it be drawn again
        shutil.rmtree(harmed.root / ".cache" / "records")
    said = harmed.build()
    assert said.code == 0 and "Traceback" not in said.err, said.err
    assert tree(harmed.site) == tree(with_block.site)
