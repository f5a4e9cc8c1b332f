"""Places inside places: a page tells its own rows and, apart, those within it; a map of tiles leads to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Newsroom
from test_any_newsroom import built, made, page, text_of

PACKAGE = """
vocabularies:
  areas: {file: areas.yaml, place: true, pages: true, title: Areas}
resources:
  - name: shelters
    title: Bus shelters
    schema:
      fields:
        - {name: id}
        - {name: street, title: Street}
        - {name: area, vocabulary: areas, title: Area}
"""
AREAS = """
town: {en: Town}
east: {en: East, parent: town, cell: [2, 1]}
west: {en: West, parent: town, cell: [0, 1]}
north: {en: North, parent: town, cell: [1, 0]}
south: {en: The far south, parent: town, cell: [1, 2], short_en: S}
quay: {en: Quay, parent: east}
"""
SHELTERS = "id,street,area\nfish-lane,Fish Lane,quay\nnet-lane,Net Lane,quay\nmill-lane,Mill Lane,west\n"


def made_town(root: Path, areas: str = AREAS, shelters: str = SHELTERS) -> Newsroom:
    return made(root, PACKAGE, {"shelters.csv": shelters, "areas.yaml": areas})


def test_a_place_tells_what_is_in_places_within_it(tmp_path: Path) -> None:
    newsroom = made_town(tmp_path / "town")
    built(newsroom)
    east = page(newsroom, "areas/east")
    said = text_of(east)
    assert "no entries of its own; in places within it: 2" in said
    assert '<a href="../quay/">Quay</a>' in east and "Fish Lane" in said and "Net Lane" in said
    town = text_of(page(newsroom, "areas/town"))
    assert "in places within it: 3" in town and "Mill Lane" in town
    assert "2 entries" in text_of(page(newsroom, "areas/quay")) and "within" not in text_of(page(newsroom, "areas/quay"))
    listed = text_of(page(newsroom, "areas"))
    assert "East in places within it: 2" in listed and "West 1" in listed


def test_a_long_list_of_what_is_within_ends_and_says_so(tmp_path: Path) -> None:
    many = "id,street,area\n" + "".join(f"s-{n},Street {n},{'quay' if n % 2 else 'west'}\n" for n in range(40))
    newsroom = made_town(tmp_path / "town", shelters=many)
    built(newsroom)
    town = page(newsroom, "areas/town")
    assert len(re.findall(r">Street \d+<", town)) == 24
    assert "The first 24 of 40" in text_of(town)


def test_tiles_lead_to_places_where_enough_of_them_have_one(tmp_path: Path) -> None:
    newsroom = made_town(tmp_path / "town")
    built(newsroom)
    listed = page(newsroom, "areas")
    [drawing] = re.findall(r'<svg[^>]* class="tiles".*?</svg>', listed, re.S)
    assert [found.strip() for found in re.findall(r'<text[^>]* font-size="22">([^<]*)<', drawing)] == ["North", "West", "East", "S"], "from top to bottom"
    assert '<a href="east/" aria-label="East: in places within it: 2">' in drawing and drawing.count("<a ") == 2, "what has nothing leads nowhere"
    assert "style=" not in drawing
    few = made_town(tmp_path / "few", AREAS.replace(", cell: [1, 0]", ""))
    built(few)
    assert 'class="tiles"' not in page(few, "areas")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("cell: [1, 0]", "cell: [1, 0, 2]", "'north': cell is no tile of a map; write its column and its row from 0, such as [4, 2]"),
        ("cell: [1, 0]", "cell: far", "'north': cell is no tile of a map"),
        ("cell: [1, 0]", "cell: [0, 1]", "'north': cell [0, 1] is that of 'west'; give each a tile of its own"),
    ],
)
def test_a_tile_that_is_none_or_taken_is_a_line(old: str, new: str, what: str, tmp_path: Path) -> None:
    said = made_town(tmp_path / "town", AREAS.replace(old, new)).check()
    assert said.code == 1 and len(said.problems) == 1 and what in said.problems[0] and re.match(r"data/areas\.yaml:\d+: ", said.problems[0]), said.err


def test_no_place_of_the_flagship_is_empty_above_places_that_are_not(flagship: Newsroom) -> None:
    """Heilongjiang has no entry of its own, and places within it have."""
    for file in sorted((flagship.site / "en/regions").glob("*/index.html")):
        html = file.read_text(encoding="utf-8")
        [said] = re.findall(r'<p class="lede">([^<]*)', html)
        within = sum(
            int(n or m)
            for n, m in re.findall(
                r'<span class="aside">(?:(\d+)(?:; in places within it: \d+)?|in places within it: (\d+))</span>', html.partition('id="within"')[2]
            )
        )
        assert re.match(r"[1-9][\d,]* entr|no entries of its own; in places within it: [1-9]", said), file
        assert not within or "in places within it: " in said, file
    assert "no entries of its own; in places within it: 2" in text_of(page(flagship, "en/regions/heilongjiang"))
