"""In which years a document applies: its period, or from the day on which it takes effect until another ends it."""

from __future__ import annotations

import json
from pathlib import Path

from test_any_newsroom import built, made, page

PACKAGE = """
vocabularies:
  links: links.yaml
resources:
  - name: papers
    role: document
    title: Papers
    schema: {fields: [{name: id}, {name: title_en}, {name: issued, format: edtf}, {name: in_force, format: edtf}, {name: period, format: edtf}]}
  - name: kin
    role: lineage
    schema:
      foreignKeys: [{fields: paper, reference: {resource: papers}}]
      fields: [{name: id}, {name: paper}, {name: subject}, {name: kind, vocabulary: links}, {name: object}]
"""
TABLES = {
    "papers.csv": "id,title_en,issued,in_force,period\n"
    "plan,Plan,2016-09,,2016/2018\n"
    "old,Old rules,2019,2019-07-01,\n"
    "new,New rules,2023-02,2023-05-01,\n"
    "letter,Letter,2020,,\n",
    "kin.csv": "id,paper,subject,kind,object\nl-1,new,new,replaces,old\nl-2,plan,plan,cites,new\n",
    "links.yaml": "replaces: {en: replaces, inverse_en: replaced by, ends: true}\ncites: {en: cites, inverse_en: cited by}\n",
}


def test_readers_narrow_documents_by_the_years_in_which_they_apply(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PACKAGE, TABLES)
    built(newsroom)
    facets = {f["name"]: f for f in json.loads((newsroom.site / "explore/papers/index.json").read_text(encoding="utf-8"))["facets"]}
    facet = facets["applied"]
    years = [value for value, _ in facet["values"]]
    assert facet["title"] == "Applies in" and years == [str(year) for year in range(2026, 2015, -1)]
    of = [[years[n] for n in places or ()] for places in facet["of"]]
    assert of == [
        ["2016", "2017", "2018"],
        ["2019", "2020", "2021", "2022", "2023"],  # until the new rules take effect
        ["2023", "2024", "2025", "2026"],  # until the day that the ledger stands at
        [],  # it was issued, which does not say whether it applies
    ]
    listed = page(newsroom, "papers")
    assert '<tr id="plan" data-issued' not in listed and 'data-applied="2016 2017 2018"' in listed and listed.count("data-applied") == 3
