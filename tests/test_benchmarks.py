"""What is measured is what is meant: corpora build, are the same each time, and edits to them are edits that a source bears out."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Newsroom, tree
from door import build_py

from benchmarks import edits
from benchmarks.corpus import Corpus, write
from benchmarks.peers import peers
from benchmarks.process import Failed, measure

SMALL = Corpus(pages=3, rows=20, articles=1, observations=4, series=2, languages=("en", "zh"))


def test_a_corpus_of_everything_builds_and_has_a_page_for_each_thing(tmp_path: Path) -> None:
    write(SMALL, tmp_path / "corpus")
    said = build_py("build", "--project", tmp_path / "corpus")
    assert said.code == 0, said.err
    site = tmp_path / "corpus" / "site"
    for root in ("", "zh/"):
        for page in ("entries/entry-000002/", "targets/entry-000019/", "stories/article-000000/", "data/observations/"):
            assert (site / root / page / "index.html").is_file()
        article = (site / root / "stories/article-000000/index.html").read_text(encoding="utf-8")
        assert article.count('<div class="wide"><svg') == 2


def test_a_corpus_is_the_same_each_time(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write(SMALL, tmp_path / folder)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_another_generator_gets_the_same_pages_at_the_same_addresses(tmp_path: Path) -> None:
    mkdocs = next(peer for peer in peers(tmp_path / "none") if peer.name == "mkdocs")
    mkdocs.write(Corpus(rows=3, articles=2), tmp_path / "mkdocs")
    measure(mkdocs.build, tmp_path / "mkdocs")
    write(Corpus(pages=3, articles=2), tmp_path / "ours")
    assert build_py("build", "--project", tmp_path / "ours").code == 0
    for page in ("entries/entry-000001/index.html", "stories/article-000000/index.html"):
        theirs, ours = ((folder / "site" / page).read_text(encoding="utf-8") for folder in (tmp_path / "mkdocs", tmp_path / "ours"))
        for line in ("<em>", '<a href="../', "<li>", "</h1>"):
            assert line in theirs and line in ours


def test_an_edited_value_passes_every_check(fresh_newsroom: Newsroom) -> None:
    values = edits.allow_values(fresh_newsroom.file("data"), "libraries-2030", 3)
    assert values == ["15", "16", "17"]
    for value in values:
        edits.cell(fresh_newsroom.file("data/targets.csv"), "libraries-2030", "value", value).save()
        assert not fresh_newsroom.check().problems


def test_an_edit_takes_the_place_of_the_one_before(fresh_newsroom: Newsroom) -> None:
    page = fresh_newsroom.file("content/en/method.md")
    before = page.read_text(encoding="utf-8")
    for words in ("once", "twice"):
        edits.page(page, words).save()
    assert page.read_text(encoding="utf-8") == f"{before}\n\nEdited: twice\n".replace("\n\n\n", "\n\n")


def test_a_command_that_fails_or_never_ends_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="what it said"):
        measure(["sh", "-c", "echo what it said; exit 3"], tmp_path)
    with pytest.raises(Failed, match="not done within 1 s"):
        measure(["sleep", "60"], tmp_path, patience=1)
