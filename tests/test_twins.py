"""What is there for programs that read text, and for those that learn from data: ``llms.txt``, Markdown beside pages, Croissant."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
from conftest import ADDRESS, Newsroom

HOME = ADDRESS["SITE_URL"]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text(newsroom: Newsroom, path: str) -> str:
    return (newsroom.site / path).read_text(encoding="utf-8")


def test_llms_txt_leads_to_every_story_document_and_to_the_data(addressed_newsroom: Newsroom) -> None:
    for root in ("", "nl/"):
        lines = text(addressed_newsroom, f"{root}llms.txt").splitlines()
        # llmstxt.org: one title, a quotation, then sections that are lists of links
        assert lines[0].startswith("# ") and lines[2].startswith("> ")
        assert [line for line in lines if line.startswith("# ")] == lines[:1]
        links = [LINK.search(line)[1] for line in lines if line.startswith("- ")]  # type: ignore[index]
        assert [link for link in links if not link.startswith(HOME)] == []
        assert [link for link in links if not (addressed_newsroom.site / link.removeprefix(HOME)).is_file()] == []
        twins = sorted(link.removeprefix(HOME) for link in links if link.endswith(".html.md"))
        there = sorted(p.relative_to(addressed_newsroom.site).as_posix() for p in addressed_newsroom.site.glob(f"{root}**/index.html.md"))
        assert twins == [path for path in there if path.startswith("nl/") == (root == "nl/")]
    assert len(twins) >= 3


def test_a_story_as_markdown_has_its_values_and_leads_to_their_rows(addressed_newsroom: Newsroom) -> None:
    page, told = text(addressed_newsroom, "stories/ferries/index.html"), text(addressed_newsroom, "stories/ferries/index.html.md")
    assert told.startswith("# ") and "[[" not in told and not re.search(r"<[a-z/]", told)
    values = re.findall(r'<a class="value" href="\.\./\.\./([^"]+)">([^<]+)</a>', page.partition("<main")[2])
    assert values
    for address, words in values:
        assert f"[{words}]({HOME}{address})" in told, words
    assert [link for link in LINK.findall(told) if not link.startswith((HOME, "#"))] == []
    assert f'<link rel="alternate" type="text/markdown" href="{HOME}stories/ferries/index.html.md">' in page


def test_a_document_as_markdown_has_each_figure_with_its_clause(addressed_newsroom: Newsroom) -> None:
    told = text(addressed_newsroom, "policies/town-plan/index.html.md")
    lines = [line for line in told.splitlines() if f"({HOME}targets/" in line]
    assert len(lines) == len([r for r in json.loads(text(addressed_newsroom, "policies/town-plan/record.json"))["rows"]["targets"]])
    assert all(f"({HOME}policies/town-plan/#c-" in line for line in lines)
    assert any("60 crossings" in line.replace("\u00a0", " ") for line in lines)


def test_without_an_address_there_is_none_of_it(built_newsroom: Newsroom) -> None:
    assert not [*built_newsroom.site.rglob("*.md"), *built_newsroom.site.rglob("llms.txt"), *built_newsroom.site.rglob("croissant.json")]


@pytest.fixture(scope="module")
def croissant(addressed_newsroom: Newsroom) -> dict[str, Any]:
    return dict(json.loads(text(addressed_newsroom, "data/croissant.json")))


def test_a_strangers_reader_of_croissant_finds_no_fault_and_every_record(addressed_newsroom: Newsroom, croissant: dict[str, Any], tmp_path: Path) -> None:
    data = addressed_newsroom.site / "data"
    files = {file["@id"]: data / file["@id"] for file in croissant["distribution"]}
    dataset = mlcroissant.Dataset(data / "croissant.json", mapping=files)
    assert str(dataset.metadata.ctx.conforms_to.value) == "http://mlcommons.org/croissant/1.1"
    # the harbour town stands at no day
    assert dataset.metadata.ctx.issues.errors == set() and [said for said in dataset.metadata.ctx.issues.warnings if "datePublished" not in said] == []
    rows = {name: json.loads((data / f"{name}.json").read_bytes()) for name in ("targets", "clauses", "units")}
    for name, expected in rows.items():
        found = list(dataset.records(record_set=name))
        assert len(found) == len(expected), name
        assert {str(value.decode() if isinstance(value, bytes) else value) for value in (r.get(f"{name}/id") for r in found) if value is not None} == {
            row["id"] for row in expected if "id" in row
        }
    assert len(croissant["recordSet"]) == len(croissant["distribution"]) == len([file for file in data.glob("*.csv") if file.name.count(".") == 1])
    references = [f["references"]["field"]["@id"] for table in croissant["recordSet"] for f in table["field"] if "references" in f]
    assert len(references) == 27 and {"policies/id", "regions/id", "units/id"} <= {*references}
