"""``datapackage.yaml``: what it promises is enforced, and what it cannot mean is one line in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import NEWSROOM, Newsroom

from ledger.check import check_ledger
from ledger.load.ledger import load_ledger
from ledger.load.roles import ROLES, must_have, role_of
from ledger.problems import Problems

SERIES = """  - name: series
    title_en: Series
    title_nl: Reeks
    schema:
      fields:
        - {name: id}
        - {name: day, format: edtf}
        - {name: amount, type: number}
        - {name: kind}
"""
ROWS = "id,day,amount,kind\na,2024-01-01,1.5,low\nb,2024-01-02,3,high\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(NEWSROOM / "data", tmp_path / "data")
    return tmp_path / "data"


def said_of(data: Path, schema: str = SERIES, rows: str = ROWS) -> list[str]:
    """What is said of the newsroom with a table of its own beside the others."""
    package = data / "datapackage.yaml"
    package.write_text((NEWSROOM / "data/datapackage.yaml").read_text(encoding="utf-8") + schema, encoding="utf-8")
    (data / "series.csv").write_text(rows, encoding="utf-8")
    problems = Problems()
    check_ledger(load_ledger(data, problems), problems)
    return [str(p) for p in problems]


def test_a_table_of_a_newsroom_s_own_needs_no_word_of_ours(data: Path) -> None:
    assert said_of(data) == []


BLOCK = """---
title: A table of our own
summary: What we counted.
date: 2026-11-22
---

```chart
table: series
mark: bar
x: amount
y: kind
title: Amounts
```
"""


def test_a_chart_of_a_table_of_a_newsroom_s_own_links_its_rows_to_that_table(newsroom: Newsroom) -> None:
    package = newsroom.file("data/datapackage.yaml")
    package.write_text(package.read_text(encoding="utf-8") + SERIES, encoding="utf-8")
    newsroom.file("data/series.csv").write_text(ROWS, encoding="utf-8")
    newsroom.file("content/en/stories/own.md").write_text(BLOCK, encoding="utf-8")
    said = newsroom.build()
    assert said.code == 0, said.err
    assert 'href="../../lists/series/#a"' in newsroom.file("site/stories/own/index.html").read_text(encoding="utf-8")


INSTEAD = {
    "type: date, format: '%d.%m.%Y'": "format '%d.%m.%Y' is not supported for type date; write a day, such as 2025-03-01",
    "type: datetime": "format: edtf",
    "type: any": "use type: string",
    "type: nummber": "did you mean number?",
    "format: email": "format 'email' is not supported for type string; use constraints",
    "format: printed": "is not supported for type string",
    "trueValues: [a]": "trueValues is not supported",
    "decimalChar: ','": "decimalChar is not supported",
    "vocabulary: quarters": "vocabulary 'quarters' is not declared",
    "vocabulary: [a]": "vocabulary: a list is not text",
    "constraints: {pattern: '(a'}": "no regular expression",
    "constraints: {minimum: 3}": "minimum is not supported for type string",
    "constraints: {minLength: many}": "minLength: 'many' is not a whole number",
    "constraints: {minLength: 99999999999999999999}": "minLength: '99999999999999999999' is not a whole number",
    "constraints: {required: maybe}": "required: 'maybe' is not true or false",
    "constraints: {jsonSchema: {}}": "jsonSchema is not supported",
    "constraints: {enumm: [a]}": "unknown key 'enumm'; did you mean enum?",
}


@pytest.mark.parametrize("more", INSTEAD)
def test_what_the_standard_knows_and_we_do_not_is_refused_with_what_to_write(more: str, data: Path) -> None:
    said = said_of(data, SERIES.replace("{name: kind}", f"{{name: kind, {more}}}"))
    assert len(said) == 1 and said[0].startswith("data/datapackage.yaml:") and INSTEAD[more] in said[0], said


ONE_CAUSE = {
    "a foreign key to no table": ("{fields: policy, reference: {resource: policies,", "{fields: policy, reference: {resource: policie,", "which is no table"),
    "a foreign key without its table": (
        "{fields: policy, reference: {resource: policies,",
        "{fields: policy, reference: {tabel: policies,",
        "unknown key 'tabel'",
    ),
    "a foreign key to a list": ("{fields: policy, reference: {resource: policies,", "{fields: policy, reference: {resource: [policies],", "is not text"),
    "a vocabulary that is no file": ("  regions: quarters.yaml", "  regions: [quarters.yaml]", "is no file"),
    "a vocabulary out of the folder": ("  regions: quarters.yaml", "  regions: ../quarters.yaml", "leads out of data/"),
    "a vocabulary whose name is none": ("  regions: quarters.yaml", "  Regions: quarters.yaml", "is no name"),
    "a vocabulary whose name has a tag": ("  regions: quarters.yaml", "  !!binary aGk=: quarters.yaml", "has the tag"),
    "a table that lost the line of its name": ("  - name: identities\n", "", "'path', 'title_en', 'title_nl', 'schema' are given twice"),
    "a table without a name": ("  - name: policies\n    path", "  - path", "name is missing"),
}


@pytest.mark.parametrize("name", ONE_CAUSE)
def test_what_follows_from_a_mistake_is_not_told_beside_it(name: str, data: Path) -> None:
    """Whichever table it is made in: what cannot be read is neither missing elsewhere nor asked for."""
    old, new, says = ONE_CAUSE[name]
    parts = (NEWSROOM / "data/datapackage.yaml").read_text(encoding="utf-8").split(old)
    assert len(parts) > 1
    for number in range(1, len(parts)):
        text = old.join(parts[:number])
        (data / "datapackage.yaml").write_text(text + new + old.join(parts[number:]), encoding="utf-8")
        problems = Problems()
        check_ledger(load_ledger(data, problems), problems)
        line = text.count("\n") + 1
        assert [p.line for p in problems] == [line] and says in str(next(iter(problems))), list(map(str, problems))


NAMES = ["line", "table", "Unit measure", "class", "_x", "__class__", "1a", "", "a-b", "x" * 80]


@pytest.mark.parametrize("name", NAMES)
def test_a_column_whose_name_cannot_be_one_is_a_line(name: str, data: Path) -> None:
    said = said_of(data, SERIES.replace("{name: kind}", f"{{name: '{name}'}}"))
    assert len(said) == 1 and "data/datapackage.yaml" in said[0] and ("series" in said[0]), said


@pytest.mark.parametrize("name", ["../../../x", "../../x", "/x", "a/b", "CON", "con", "..", "x y", "Series", "datapackage", "targets", "units", "''", "[a]"])
def test_a_table_s_name_never_becomes_a_path(name: str, data: Path) -> None:
    def around() -> set[Path]:
        return {*data.rglob("*"), *(path for above in (data.parent, data.parent.parent) for path in above.iterdir())}

    before = around()
    said = said_of(data, SERIES.replace("name: series", f"name: {name}", 1))
    assert len(said) == 1 and said[0].startswith("data/datapackage.yaml:"), said
    assert around() - before <= {data / "series.csv"}


@pytest.mark.parametrize("path", ["../x.csv", "/etc/passwd", "a\\\\b.csv", "C:x.csv", "https://example.org/x.csv", "fingerprints", "targets.csv", "nul.csv"])
def test_a_table_s_path_stays_in_its_folder(path: str, data: Path) -> None:
    said = said_of(data, SERIES.replace("name: series\n", f'name: series\n    path: "{path}"\n', 1))
    assert len([one for one in said if "warning" not in one]) == 1, said


def test_a_link_that_leads_out_of_the_data_is_not_followed(data: Path) -> None:
    (data.parent / "secret.csv").write_text(ROWS, encoding="utf-8")
    (data / "linked.csv").symlink_to(data.parent / "secret.csv")
    assert "leads out of data/" in said_of(data, SERIES.replace("name: series\n", "name: series\n    path: linked.csv\n", 1))[0]


KEPT = {
    ("{name: kind}", "{name: kind, constraints: {enum: [low, high]}}"): ("high", "hihg", "'hihg' is not among the values that are allowed; did you mean high"),
    ("{name: kind} ", "{name: kind, constraints: {unique: true}}"): ("high", "low", "kind: 'low' stands on line 2 too"),
    ("{name: kind}  ", "{name: kind, constraints: {minLength: 3}}"): ("low", "lo", "'lo' has 2 characters; it needs at least 3"),
    ("{name: kind}   ", "{name: kind, constraints: {maxLength: 4}}"): ("low", "lower", "'lower' has 5 characters; it may have 4"),
    ("type: number}", "type: number, constraints: {maximum: 3}}"): ("3,high", "3.5,high", "3.5 is above 3"),
    ("type: number} ", "type: number, constraints: {minimum: 1.5}}"): ("1.5,low", "1.4,low", "1.4 is below 1.5"),
    ("{name: kind}    ", "{name: kind, constraints: {required: true}}"): ("high", "", "kind: is empty; it is required"),
    ("type: number}  ", "type: integer}"): ("3,high", "3.5,high", "'3.5' is not a whole number"),
}


@pytest.mark.parametrize("change", KEPT)
def test_a_promise_of_the_schema_is_kept(change: tuple[str, str], data: Path) -> None:
    good, bad, what = KEPT[change]
    schema = SERIES.replace(change[0].strip(), change[1])
    rows = ROWS.replace("1.5", "1") if "integer" in change[1] else ROWS
    assert said_of(data, schema, rows) == []
    said = said_of(data, schema, rows.replace(good, bad))
    assert len(said) == 1 and said[0].startswith("data/series.csv:") and what in said[0], said


STANDARD = {
    "date": ("2024-02-29", "2024-02", "'2024-02' is not a day; write a day, such as 2025-03-01"),
    "year": ("2024", "2024-02", "'2024-02' is not a year"),
    "yearmonth": ("2024-02", "2024", "'2024' is not a month"),
    "boolean": ("TRUE", "perhaps", "'perhaps' is neither true nor false; write true or false"),
    "boolean, trueValues: [ja], falseValues: [nee]": ("nee", "true", "'true' is neither true nor false; write ja or nee"),
    "array": ('"[""a"", 1]"', "a;b", "'a;b' is not a list in JSON"),
}


@pytest.mark.parametrize("kind", STANDARD)
def test_the_types_of_the_standard_are_enforced(kind: str, data: Path) -> None:
    good, bad, what = STANDARD[kind]
    schema = SERIES.replace("{name: kind}", f"{{name: kind, type: {kind}}}")
    assert said_of(data, schema, ROWS.replace("low", good).replace("high", "")) == []
    said = said_of(data, schema, ROWS.replace("low", bad).replace("high", ""))
    assert len(said) == 1 and said[0].startswith("data/series.csv:2: kind: ") and what in said[0], said


def test_missing_values_are_empty(data: Path) -> None:
    rows = ROWS.replace("1.5", "NA").replace("3,", "..,")
    assert len(said_of(data, SERIES, rows)) == 2
    assert said_of(data, SERIES.replace("      fields:", "      missingValues: ['', NA, ..]\n      fields:"), rows) == []


def test_foreign_keys_lead_to_the_column_that_they_name(data: Path) -> None:
    key = "      foreignKeys:\n        - {fields: kind, reference: {resource: REF, fields: COL}}\n      fields:"
    assert "no row 'low' in units" not in said_of(data)
    own = SERIES.replace("      fields:", key.replace("REF", "''").replace("COL", "id"))
    assert said_of(data, own, ROWS.replace("low", "b").replace("high", "a")) == []
    assert "kind: no row 'c' in series; use one of a, b" in said_of(data, own, ROWS.replace("low", "c").replace("high", "a"))[0]
    other = SERIES.replace("      fields:", key.replace("REF", "sources").replace("COL", "publisher"))
    assert "no row 'low' in sources" in said_of(data, other)[0]
    assert "'sources.publishr', which is no column; did you mean publisher?" in said_of(data, other.replace("fields: publisher", "fields: publishr"))[0]
    assert "a key of 2 columns is not supported" in said_of(data, other.replace("fields: kind", "fields: [kind, day]"))[0]


DIALECTS = {
    "dialect: {delimiter: ';'}": "delimiter: ';' is not supported",
    "encoding: gbk": "encoding 'gbk' is not supported",
    "format: xlsx": "format 'xlsx' is not supported",
    "data: [[1]]": "data is not supported",
    "schema2: x": "unknown key 'schema2'",
}


@pytest.mark.parametrize("more", DIALECTS)
def test_another_form_of_table_is_refused_by_name(more: str, data: Path) -> None:
    said = said_of(data, SERIES.replace("name: series\n", f"name: series\n    {more}\n", 1))
    assert any(DIALECTS[more] in one for one in said), said
    assert said_of(data, SERIES.replace("name: series\n", "name: series\n    dialect: {delimiter: ','}\n    encoding: UTF-8\n    format: csv\n", 1)) == []


@pytest.mark.parametrize("table", ["sources", "policies", "clauses", "targets", "events", "discrepancies", "identities", "unused"])
def test_a_column_that_the_pages_need_is_one_line_and_one_that_they_may_have_is_empty(table: str, data: Path) -> None:
    package = (NEWSROOM / "data/datapackage.yaml").read_text(encoding="utf-8")
    start = package.index(f"- name: {table}\n")
    end = package.find("\n  - name: ", start + 5) + 1 or len(package)
    role = role_of(table, None)
    links = {"document": "policy", "source": "source"}
    needed = [
        c
        for name in must_have(role, ("en", "nl"))
        for c in [links.get(name, name)]
        if f"{{name: {c}," in package[start:end] or f"{{name: {c}}}" in package[start:end]
    ]
    lines = package[start:end].splitlines(keepends=True)
    for column in needed:
        kept = [line for line in lines if not line.strip().startswith((f"- {{name: {column},", f"- {{name: {column}}}"))]
        (data / "datapackage.yaml").write_text(package[:start] + "".join(kept) + package[end:], encoding="utf-8")
        problems = Problems()
        check_ledger(load_ledger(data, problems), problems)
        said = [str(p) for p in problems.errors]
        assert len(said) == 1 and f"{table}: column {column} must be declared" in said[0], said


def test_every_role_says_what_it_needs_and_nothing_twice() -> None:
    for role in ROLES.values():
        assert not set(role.must) & set(role.may), role.name
        assert set(role.links) <= set(role.columns), role.name


# --- vocabularies ------------------------------------------------------------------------------------------------------


def vocabulary(data: Path, text: str, name: str = "quarters.yaml") -> list[str]:
    (data / name).write_text(text, encoding="utf-8")
    problems = Problems()
    check_ledger(load_ledger(data, problems), problems)
    return [str(p) for p in problems]


QUARTERS = (
    "saltmouth: {en: Saltmouth, nl: Zoutmond}\nquayside: {en: Quayside, nl: Havenkant, parent: saltmouth}\nhill: {en: Hill, nl: Heuvel, parent: saltmouth}\n"
)

VOCABULARIES = {
    QUARTERS.replace("Zoutmond}", "Zoutmond, parent: hill}"): (1, "parents go in a circle: saltmouth → hill → saltmouth"),
    QUARTERS.replace("Zoutmond}", "Zoutmond, parent: saltmouth}"): (1, "circle: saltmouth → saltmouth"),
    QUARTERS + "../../x: {en: X, nl: X}\n": (4, "'../../x' becomes part of an address and is no id"),
    QUARTERS + "New Town: {en: X, nl: X}\n": (4, "'New Town' becomes part of an address"),
    QUARTERS + "new: [a, b]\n": (4, "'new' has no names"),
    QUARTERS + "new: {en: [a], nl: b}\n": (4, "its name in en is a list"),
    QUARTERS + "new: {en: , nl: b}\n": (4, "'new' has no name in en"),
    QUARTERS + "new: {en: a, nl: b, parent: {a: 1}}\n": (4, "parent is a mapping"),
    QUARTERS + "hill: {en: Hill, nl: Heuvel}\n": (4, "'hill' is given twice (first on line 3)"),
    "- a\n- b\n": (1, "there are no terms"),
}


@pytest.mark.parametrize("text", VOCABULARIES)
def test_a_mistake_in_a_vocabulary_is_a_line_in_it(text: str, data: Path) -> None:
    line, what = VOCABULARIES[text]
    said = [one for one in vocabulary(data, text) if one.startswith("data/quarters.yaml")]
    assert len(said) == 1 and said[0].startswith(f"data/quarters.yaml:{line}: ") and what in said[0], said


def test_names_are_printed_as_they_are_written(data: Path) -> None:
    said = vocabulary(data, QUARTERS + "ab: {en: No, nl: 12:30}\ncd: {en: 1.10, nl: 2024-01-01}\nno: {en: null, nl: ~}\n")
    assert [one for one in said if "warning" not in one] == []
    regions = load_ledger(data, Problems()).vocabularies["regions"]
    assert dict(regions["ab"].names) == {"en": "No", "nl": "12:30"}
    assert dict(regions["cd"].names) == {"en": "1.10", "nl": "2024-01-01"}
    assert dict(regions["no"].names) == {"en": "null", "nl": "~"}


def test_a_factor_is_a_number(data: Path) -> None:
    units = (data / "units.yaml").read_text(encoding="utf-8")
    assert "factor 'many' is no number" in vocabulary(data, units.replace("nl: bomen}", "nl: bomen, factor: many}"), "units.yaml")[0]
    assert vocabulary(data, units.replace("nl: bomen}", "nl: bomen, factor: 1000}"), "units.yaml") == []
