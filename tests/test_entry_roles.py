"""Entry writes into the tables that a newsroom has, whatever they and their columns are called."""

from __future__ import annotations

import csv
from pathlib import Path

from conftest import Newsroom
from door import build_py

DESCRIPTOR = """
name: town
languages: [en]
vocabularies: {things: things.yaml, towns: {file: towns.yaml, place: true}, measures-of: units.yaml, words-of: signs.yaml, sorts: sorts.yaml}
resources:
  - name: papers
    role: source
    schema: {fields: [{name: id}, {name: title_en}, {name: scan, as: file}, {name: sum, as: sha256}, {name: tongue, as: language}, {name: safeguards, type: list}]}
  - name: plans
    role: document
    schema: {fields: [{name: id}, {name: title_en}, {name: paper, as: source}, {name: seen, as: issued, format: edtf}, {name: head, as: clause, format: clause}]}
  - name: parts
    role: clause
    schema:
      primaryKey: [plan, part]
      fields: [{name: plan, as: document}, {name: part, as: clause}, {name: begins, as: first, type: integer}, {name: ends, as: last, type: integer}, {name: words_en, as: heading_en}]
  - name: promises
    role: target
    schema:
      fields:
        - {name: id}
        - {name: plan, as: document}
        - {name: part, as: clause, format: clause}
        - {name: thing, as: indicator, vocabulary: things}
        - {name: town, vocabulary: towns}
        - {name: sort, as: kind, vocabulary: sorts}
        - {name: sign, as: comparator, vocabulary: words-of}
        - {name: goal, as: value, type: number, format: printed}
        - {name: in_what, as: unit, vocabulary: measures-of}
        - {name: due, as: year, format: edtf}
"""
FILES = {
    "data/datapackage.yaml": DESCRIPTOR,
    "data/things.yaml": "lanes: {en: cycle lanes, unit: km}\n",
    "data/towns.yaml": "hill: {en: Hilltown}\n",
    "data/units.yaml": "km: {en: km, pint: kilometer}\n",
    "data/signs.yaml": '"=": {en: exactly}\n">=": {en: at least, sign: ≥, before: [at least]}\n',
    "data/sorts.yaml": "level: {en: level}\n",
    "data/papers.csv": "id,title_en,scan,sum,tongue,safeguards\n",
    "data/plans.csv": "id,title_en,paper,seen,head\n",
    "data/parts.csv": "plan,part,begins,ends,words_en\n",
    "data/promises.csv": "id,plan,part,thing,town,sort,sign,goal,in_what,due\n",
    "mkdocs.yml": "site_name: Town\nplugins: [ledger]\n",
    "content/en/index.md": "---\ntitle: Town\n---\n",
}
TEXT = "# Hilltown plan\n\n## 1 Lanes\n\nBy 2030 Hilltown has at least 46 km of cycle lanes.\n"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_text_is_entered_into_tables_and_columns_of_other_names(tmp_path: Path) -> None:
    town = Newsroom(tmp_path)
    for path, text in FILES.items():
        town.file(path).parent.mkdir(parents=True, exist_ok=True)
        town.file(path).write_text(text, encoding="utf-8")
    town.file("plan.txt").write_text(TEXT, encoding="utf-8")
    assert (said := town.check()).code == 0, said.err
    said = build_py("new", "document", town.file("plan.txt"), "--project", town.root)
    assert said.code == 0, said.err
    assert rows(town.file("data/papers.csv"))[0]["scan"] == "plan.txt" and rows(town.file("data/plans.csv"))[0]["paper"] == "plan-text"
    said = build_py("enter", town.file("worksheets/plan-outline.csv"), "--project", town.root)
    assert said.code == 0, said.err
    assert [(row["part"], row["begins"], row["words_en"]) for row in rows(town.file("data/parts.csv"))] == [("0", "1", "Hilltown plan"), ("1", "3", "Lanes")]
    sheet = town.file("worksheets/plan-numbers.csv")
    proposed = rows(sheet)
    [row] = [row for row in proposed if row["number"] == "46"]
    told = {"table": "promises", "column": "goal", "thing": "lanes", "town": "hill", "sort": "level", "sign": ">=", "in_what": "km", "due": "2030"}
    assert {key: row[key].lstrip("'") for key in told} == told
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows([{**each, "accept": "x"} for each in proposed if each["number"] == "46"])
    said = build_py("enter", sheet, "--project", town.root)
    assert said.code == 0, said.err
    [promise] = rows(town.file("data/promises.csv"))
    assert promise == {
        "id": promise["id"],
        "plan": "plan",
        "part": "1",
        "thing": "lanes",
        "town": "hill",
        "sort": "level",
        "sign": ">=",
        "goal": "46",
        "in_what": "km",
        "due": "2030",
    }
    [left] = town.check().problems  # the number of the heading, which no row carries
    assert left.startswith("data/parts.csv:3: plan 1: no row carries 1;")
