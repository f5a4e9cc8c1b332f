"""In which years a document applies: its period, or from the day on which it takes effect until another ends it."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser
from test_any_newsroom import built, made, page, text_of
from test_browser import served, visiting

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
    assert 'href="../in-force/"' in page(newsroom, "papers"), "the list leads to who asks for a day"
    listed = page(newsroom, "papers")
    assert '<tr id="plan" data-issued' not in listed and 'data-applied="2016 2017 2018"' in listed and listed.count("data-applied") == 3


def test_readers_ask_which_documents_apply_on_a_day(browser: Browser, tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PACKAGE, TABLES)
    built(newsroom)
    told = text_of(page(newsroom, "in-force"))
    assert "Plan 1 January 2016 31 December 2018 Period 2016–2018" in told
    assert "Old rules 1 July 2019 30 April 2023 In force 1 July 2019; replaced or repealed by: New rules" in told
    assert "New rules 1 May 2023 no end known" in told and told.index("do not state when they apply") < told.index("Letter")
    with served(newsroom.site) as home:
        with visiting(browser, home) as visit:
            opened = visit.go("in-force/?on=2023-04-30")
            seen = "[...document.querySelectorAll('#applying tbody tr')].filter(r => !r.hidden).map(r => r.querySelector('th').innerText.trim())"
            assert opened.evaluate(seen) == ["Old rules"] and opened.inner_text("#on .status") == "1 applies, of 3 listed"
            opened.fill("#on input", "2023-05-01")
            assert opened.evaluate(seen) == ["New rules"] and opened.url.endswith("?on=2023-05-01")
            opened.fill("#on input", "2017-06-01")
            assert opened.evaluate(seen) == ["Plan"]
            opened.click("#on button")
            opened.wait_for_function("!location.search")
            assert len(opened.evaluate(seen)) == 3
            assert not visit.said and not visit.failed
        with visiting(browser, home, java_script_enabled=False) as visit:
            opened = visit.go("in-force/?on=2017-06-01")
            assert opened.locator("#applying tbody tr:visible").count() == 3 and not opened.locator("#on").is_visible()
