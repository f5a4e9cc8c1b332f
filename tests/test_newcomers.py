"""What somebody writes who begins: one mistake a newsroom, told in one line that says what to do; and what is odd and right all the same.

The newsroom is small: promises, figures with a breakdown, and a table of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import Newsroom
from test_any_newsroom import built, made, page, text_of

from ledger.load.roles import ROLES

PACKAGE = """
    vocabularies:
      regions: {file: regions.yaml, title: Places, place: true}
      indicators: indicators.yaml
      units: units.yaml
      sexes: sexes.yaml
    resources:
      - name: promises
        role: target
        title: Promises
        schema:
          fields:
            - {name: id}
            - {name: pledge, as: title_en}
            - {name: region, vocabulary: regions}
            - {name: due, as: year, format: edtf}
      - name: figures
        role: observation
        title: Figures
        schema:
          primaryKey: [indicator, region, sex, year]
          fields:
            - {name: indicator, vocabulary: indicators}
            - {name: region, vocabulary: regions}
            - {name: sex, vocabulary: sexes}
            - {name: year, format: edtf}
            - {name: value, type: number}
            - {name: unit, vocabulary: units}
      - name: shops
        title: Shops
        schema:
          fields:
            - {name: id}
            - {name: name, title: Name}
            - {name: stands, type: number}
            - {name: owner}
"""
TABLES = {
    "regions.yaml": "east: {en: East}\nwest: {en: West}\n",
    "indicators.yaml": "literacy: {en: Literacy}\n",
    "units.yaml": "kg: {en: kg, pint: kg}\n",
    "sexes.yaml": "women: {en: women}\nmen: {en: men}\n",
    "promises.csv": "id,pledge,region,due\nlibrary,Open the library on Sundays,east,2027\nbus,A bus to the west,west,2028\n",
    "figures.csv": "indicator,region,sex,year,value,unit\nliteracy,east,women,2019,81,kg\nliteracy,east,women,2020,82,kg\n",
    "shops.csv": "id,name,stands,owner\nwheels,Wheels,12,Ann\nspokes,Spokes,3,Bob\n",
}


def newsroom(root: Path, file: str = "", old: str = "", new: str = "", more: Mapping[str, str] | None = None) -> Newsroom:
    """The newsroom, one file of it changed, and further files by their paths."""
    found = made(root / "town", PACKAGE, TABLES)
    if file:
        text = found.file(file).read_text(encoding="utf-8")
        assert old in text
        found.file(file).write_text(text.replace(old, new), encoding="utf-8")
    for path, content in (more or {}).items():
        found.file(path).parent.mkdir(parents=True, exist_ok=True)
        found.file(path).write_text(content, encoding="utf-8")
    return found


SCHEMA, SHOPS, UNITS, PLACES, LOOK = "data/datapackage.yaml", "data/shops.csv", "data/units.yaml", "data/regions.yaml", "mkdocs.yml"
OWNER, STANDS = "{name: owner}", "{name: stands, type: number}"
HABITS = "languages/en.yaml"

MISTAKES = {
    "a role that nobody knows": (SCHEMA, "role: target", "role: targt", "resources: role 'targt' is not known; did you mean target?"),
    "a role that is a list": (SCHEMA, "role: target", "role: [target]", "promises: role: a list is not text"),
    "a number that leads to ids": (
        SCHEMA,
        "title: Shops\n    schema:\n",
        "title: Shops\n    schema:\n      foreignKeys: [{fields: stands, reference: {resource: promises}}]\n",
        "shops: foreign key: 'stands' is a number, and 'promises.id' is text; give both one type: leave the type of 'stands' out",
    ),
    "no value allowed": (SCHEMA, OWNER, "{name: owner, constraints: {enum: []}}", "shops.owner: enum allows nothing"),
    "a word among numbers allowed": (SCHEMA, STANDS, STANDS[:-1] + ", constraints: {enum: [12, few]}}", "shops.stands: enum: 'few' is not a number"),
    "a negative length": (SCHEMA, OWNER, "{name: owner, constraints: {minLength: -1}}", "shops.owner: minLength: -1 is no length"),
    "a length of a number": (SCHEMA, STANDS, STANDS[:-1] + ", constraints: {maxLength: 3}}", "shops.stands: maxLength is not supported for type number"),
    "lengths that no text has": (
        SCHEMA,
        OWNER,
        "{name: owner, constraints: {minLength: 9, maxLength: 2}}",
        "minLength 9 is above maxLength 2, so no cell fits",
    ),
    "limits that no number keeps": (SCHEMA, STANDS, STANDS[:-1] + ", constraints: {minimum: 9, maximum: 2}}", "minimum 9 is above maximum 2, so no cell fits"),
    "columns that differ in capitals alone": (
        SCHEMA,
        OWNER,
        f"{OWNER}\n        - {{name: Owner}}",
        "shops: the columns 'owner' and 'Owner' differ in capitals alone, which a database does not tell apart; rename one",
    ),
    "the digits of a number as a column": (
        SCHEMA,
        OWNER,
        "{name: stands_printed}",
        "shops.stands_printed: the database keeps the digits of 'stands' under this name",
    ),
    "a table called like a vocabulary of the database": (
        SCHEMA,
        "name: shops",
        "name: vocabulary_units\n    path: shops.csv",
        "'vocabulary_units' is what the database calls",
    ),
    "a facet twice": (
        SCHEMA,
        "title: Shops\n",
        "title: Shops\n    pages: {facets: [owner, owner]}\n",
        "shops: pages: facets: 'owner' stands there twice; name each once",
    ),
    "a name of the site that refers to a row": (
        LOOK,
        "title: Town Hall,",
        'title: "Town [[wheels]]",',
        "extra: identity: en: title: 'Town [[wheels]]' holds '[['",
    ),
    "a section twice in the menu": (LOOK, "extra:\n", "extra:\n  look: {menu: [shops, shops]}\n", "extra: look: menu: 'shops' stands there twice"),
    "a setting nearly as it is called": (LOOK, "extra:\n", "extra:\n  dates: 2026-05-01\n", "extra: unknown key 'dates'; did you mean date?"),
    "an id with a space": (SHOPS, "wheels,", "my wheels,", "id: 'my wheels' holds a space, and an id is the end of an address; use letters"),
    "an id with a slash": (SHOPS, "wheels,", "a/b,", "id: 'a/b' holds '/', and an id is the end of an address"),
    "an id with what stands between ids": (SHOPS, "wheels,", '"a,b",', "id: 'a,b' holds ',', and an id"),
    "an id that leads up": (SHOPS, "wheels,", "..,", "id: '..' begins with a point"),
    "a unit that pint does not know": (UNITS, "pint: kg", "pint: tonnnne", "'kg': pint: 'tonnnne' is not defined; write it as pint does"),
    "a unit too large": (UNITS, "pint: kg", "pint: kg**99999999", "pint: 'kg**99999999' is no unit"),
    "a unit by nothing": (UNITS, "pint: kg", "pint: kg/0", "pint: 'kg/0' is no unit"),
    "no amount of a unit": (UNITS, "pint: kg", "pint: 0 * kg", "pint: '0 * kg' is no amount above 0"),
    "a unit that is code": (UNITS, "pint: kg", "pint: \"__import__('os')\"", "pint: '__import__('os')' is no unit"),
    "a term with an empty name": (PLACES, "{en: East}", '{en: " "}', "'east' has an empty name in en; write what it is called"),
    "a term that is a word": (PLACES, "{en: East}", "East", "'east' has no names; write east: {en: …}"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_that_says_what_to_do_and_draws_no_other_after_it(mistake: str, tmp_path: Path) -> None:
    file, old, new, told = MISTAKES[mistake]
    said = newsroom(tmp_path, file, old, new).check()
    assert said.code == 1 and len(said.problems) == 1, said.err
    assert re.match(rf"{re.escape(file)}:\d+: ", said.problems[0]) and told in said.problems[0] and "; " in said.problems[0], said.err


WRITTEN = {
    "groups: [0]\n": "groups: a list is no list of numbers of digits; write how many",
    "grouped_from: 0\n": "grouped_from: '0' is no number of digits",
    'plural: {one: "n = 1"}\n': "plural: 'n = 1' is no rule; write it as n mod 10 in 2..4",
    'plural: {uno: "i in 1"}\n': "plural: 'uno' is no plural category; use one of zero, one, two, few, many",
    'day: "QQ d MMMM y"\n': "day: 'QQ d MMMM y' holds 'Q', which is no part of a date here",
    'day: "d \'of MMMM y"\n': "day: 'd 'of MMMM y' has a quotation mark that is not closed",
    'day: "d MMMM"\n': "day: 'd MMMM' lacks a part of the date; write it with d and M and y",
}


@pytest.mark.parametrize("habit", WRITTEN)
def test_what_a_language_cannot_write_is_told(habit: str, tmp_path: Path) -> None:
    said = newsroom(tmp_path, more={HABITS: habit}).check()
    assert said.code == 1 and [line for line in said.problems if line.startswith(f"{HABITS}:1: {WRITTEN[habit]}")] == said.problems, said.err


def test_a_file_of_languages_that_nobody_reads_is_told_and_one_that_is_right_is_followed(tmp_path: Path) -> None:
    assert newsroom(tmp_path / "a", more={"languages/en.yml": 'decimal: ","\n'}).check().problems == [
        "languages/en.yml: is read by nobody; name it <code>.yaml, or remove it"
    ]
    right = newsroom(tmp_path / "b", more={HABITS: 'day: "d \'in\' MMMM y"\nplural: {one: "i in 1 and v in 0"}\n'})
    right.file("data/promises.csv").write_text("id,pledge,region,due\nlibrary,Open it,east,2027-05-01\n", encoding="utf-8")
    built(right)
    assert "1 in May 2027" in text_of(page(right, "promises/library"))


def test_two_languages_have_two_tags(tmp_path: Path) -> None:
    found = newsroom(tmp_path, LOOK, "languages: {en: {name: English, tag: en}}", "languages: {en: {name: English}, uk: {name: English, tag: en}}")
    assert any("extra: languages: uk: tag 'en' is that of 'en' too; give each" in line for line in found.check().problems)


def test_terms_that_readers_cannot_tell_apart_are_named_and_no_obstacle(tmp_path: Path) -> None:
    said = newsroom(tmp_path, PLACES, "{en: West}", "{en: East}").check()
    assert said.code == 0 and "data/regions.yaml:2: warning: 'west' has the same name in en as 'east', 'East'" in said.err


@pytest.mark.parametrize(
    ("also", "told"),
    [
        ("[East]", "'west' is also called 'East', and so is 'east'"),
        ("{en: [eAST]}", "'west' is also called 'eAST', and so is 'east'"),
        ("{xx: [Sunset]}", "is no list of names"),
        ("[[Sunset]]", "is no list of names"),
        ("5", "is no list of names"),
        ("{en: 5}", "is no list of names"),
        ("{en: {a: b}}", "is no list of names"),
        ("[The sunset side]", ""),
    ],
)
def test_what_a_term_is_also_called_is_a_name_that_no_other_has(also: str, told: str, tmp_path: Path) -> None:
    said = newsroom(tmp_path, PLACES, "{en: West}", f"{{en: West, also: {also}}}").check()
    assert (said.code == 1 and f"data/regions.yaml:2: {told}" in said.err) if told.startswith("'") else (told in said.err and said.code == (1 if told else 0))


def test_a_table_without_rows_says_so_and_has_nothing_to_search_or_sort(tmp_path: Path) -> None:
    found = newsroom(tmp_path)
    found.file("data/promises.csv").write_text("id,pledge,region,due\n", encoding="utf-8")
    built(found)
    empty = page(found, "promises")
    assert "Nothing is entered here yet." in empty and '<form class="filter"' not in empty and 'name="sort"' not in empty


def test_what_is_wrong_with_many_rows_is_told_once_and_counted(tmp_path: Path) -> None:
    found = newsroom(tmp_path)
    rows = [f"shop-{n},Shop {n},{n}" for n in range(60)]
    found.file("data/promises.csv").write_text("id,pledge,region,due\n" + "".join(f"p-{n},Pledge {n},East,2027\n" for n in range(60)), encoding="utf-8")
    found.file(SHOPS).write_text("id,name,stands,owner\n" + "".join(f"{row}x,Ann\n" for row in rows), encoding="utf-8")
    said = found.check()
    assert said.err.splitlines()[-1] == "120 problems; nothing was published"
    assert said.problems[0] == "data/promises.csv:2: region: 'East' is not in data/regions.yaml (and on 59 more lines); write east"
    assert (
        len(said.problems) == 52 and said.problems[-1].startswith("data/shops.csv:52: stands: '50x' is ") and "(and 9 more like it, on other lines)" in said.err
    )


def test_what_is_odd_and_right_becomes_a_site(tmp_path: Path) -> None:
    """Ids in other letters, years of another century, numbers that are allowed however they are written, text that looks like code, one name for two."""
    found = newsroom(tmp_path, SCHEMA, STANDS, STANDS[:-1] + ", constraints: {enum: [12.0, 3]}}")
    found.file("data/promises.csv").write_text("id,pledge,region,due\n库,Open the library,east,1789\nBus,A bus,west,2199\n", encoding="utf-8")
    found.file(SHOPS).write_text(
        'id,name,stands,owner\na,"<script>alert(1)</script> & <b>x</b>",12,\nb,Wheels,3,Ann\nc,Wheels,3,Ann\n车,"Shop ""9""|x",,\n', encoding="utf-8"
    )
    built(found)
    listed = page(found, "shops")
    assert "<script>alert" not in listed and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x" in listed
    assert "Wheels (b)" in text_of(listed) and "Wheels (c)" in text_of(listed), "no two rows read alike"
    assert "1789" in text_of(page(found, "promises/库")) and "A bus" in text_of(page(found, "promises/Bus"))


def test_a_newsroom_of_past_figures_leads_to_them_in_its_menu(tmp_path: Path) -> None:
    figures = PACKAGE[: PACKAGE.index("      - name: promises")] + PACKAGE[PACKAGE.index("      - name: figures") : PACKAGE.index("      - name: shops")]
    found = made(tmp_path / "town", figures, {name: text for name, text in TABLES.items() if name not in ("promises.csv", "shops.csv")})
    built(found)
    assert '<a href="figures/">Figures</a>' in page(found, ".").split("</nav>")[0]
    chosen = newsroom(tmp_path / "b", LOOK, "extra:\n", "extra:\n  look: {menu: [figures, shops]}\n")
    built(chosen)
    assert re.findall(r'<a href="(\w+)/">(\w+)</a>', page(chosen, ".").split("</nav>")[0]) == [("figures", "Figures"), ("shops", "Shops")]


OF_ROLES = sorted({name.replace("{lang}", "en") for role in ROLES.values() for name in role.columns} - {"id"})


@pytest.mark.parametrize("kind", ["type: integer", "type: list", "type: string"])
def test_a_table_of_one_s_own_may_call_its_columns_as_roles_do_and_means_nothing_by_it(kind: str, tmp_path: Path) -> None:
    """Every column that a role knows, of types that the role would not have: each is shown, under its name, and none is reckoned with."""
    found = newsroom(tmp_path)
    columns = "".join(f"        - {{name: {name}, {kind}}}\n" for name in OF_ROLES)
    declared = f"  - name: odd\n    pages: {{rows: pages}}\n    schema:\n      fields:\n        - {{name: id}}\n{columns}"
    found.file(SCHEMA).write_text(found.file(SCHEMA).read_text(encoding="utf-8") + declared, encoding="utf-8")
    cells = [str(number) for number in range(100, 100 + len(OF_ROLES))][::-1]
    found.file("data/odd.csv").write_text(f"id,{','.join(OF_ROLES)}\nodd-one,{','.join(cells)}\nodd-two{',' * len(cells)}\n", encoding="utf-8")
    built(found)
    shown = page(found, "odd/odd-one")
    assert {name for name, cell in zip(OF_ROLES, cells, strict=True) if not re.search(rf"\b{cell}\b", text_of(shown))} == set()
    assert not re.search(r"<dt>[^<]*\{", shown) and {"<dt>Computed</dt>", "<dt>Confidence</dt>", "<dt>Accessed</dt>"} <= set(re.findall(r"<dt>\w+</dt>", shown))


def test_two_pages_of_the_data_at_one_address_are_told(tmp_path: Path) -> None:
    """A row that is called like a value of the column by which its list is parted; a row of a table whose pages stand among those of terms."""
    for told, change in {"promises/east/": ("pages: {split: region}", "east,Open"), "regions/west/": ("pages: {rows_at: regions}", "west,Open")}.items():
        found = newsroom(tmp_path / told[:4], SCHEMA, "title: Promises\n", f"title: Promises\n    {change[0]}\n")
        table = found.file("data/promises.csv")
        table.write_text(table.read_text(encoding="utf-8").replace("library,Open", change[1]), encoding="utf-8")
        said = found.check()
        assert said.code == 1 and [line for line in said.problems if f"the address /{told} is made twice, of a row, a term or a list called" in line], said.err


def test_of_two_tables_of_a_role_the_first_has_its_usual_place_and_the_other_its_own(tmp_path: Path) -> None:
    fields = "{fields: [{name: id}, {name: date, format: edtf}, {name: title_en}]}"
    more = "".join(f"  - name: {name}\n    role: event\n    title: {name.capitalize()}\n    schema: {fields}\n" for name in ("fairs", "floods"))
    found = newsroom(tmp_path, more={f"data/{name}.csv": f"id,date,title_en\n{name}-1,2020,The {name}\n" for name in ("fairs", "floods")})
    found.file(SCHEMA).write_text(found.file(SCHEMA).read_text(encoding="utf-8") + more, encoding="utf-8")
    built(found)
    assert "The fairs" in text_of(page(found, "timeline")) and "The floods" not in text_of(page(found, "timeline"))
    assert "The floods" in text_of(page(found, "floods"))


def test_what_an_explorer_finds_leads_to_its_row_wherever_that_stands(tmp_path: Path) -> None:
    """The rows of a list that is parted by a column stand on different pages; all together they are sorted and lead to each."""
    found = newsroom(tmp_path, SCHEMA, "title: Promises\n", "title: Promises\n    pages: {split: region, rows: places}\n")
    built(found)
    told = json.loads((found.site / "explore/lists/promises/rows.json").read_text(encoding="utf-8"))
    leads = [told["at"]] * len(told["ids"]) if isinstance(told["at"], str) else told["at"]
    for id, lead in zip(told["ids"], leads, strict=True):
        path, _, anchor = lead.replace("*", id).partition("#")
        assert f'id="{anchor or id}"' in page(found, path), lead


def test_a_place_of_which_no_figure_is_known_is_not_compared(tmp_path: Path) -> None:
    found = newsroom(tmp_path, LOOK, "extra:\n", "extra:\n  compare: [[east, west]]\n")
    found.file("data/figures.csv").write_text(TABLES["figures.csv"] + "literacy,west,women,2020,,kg\n", encoding="utf-8")
    assert [line for line in found.check().problems if "'west' is no term or document that has figures" in line]
