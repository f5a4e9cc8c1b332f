"""Newsrooms of other kinds: what a table holds is declared, no table has to be there, and what is declared is shown.

Each is written here as an editor would begin: a few lines of ``datapackage.yaml``, a table, a front page.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from conftest import ADDRESS, REPOSITORY, Newsroom
from door import Said
from sought import records_of

from ledger.load.ledger import load_ledger
from ledger.load.roles import ROLES
from ledger.problems import Problems

MKDOCS = """
site_name: Town Hall
docs_dir: content
theme: {name: null, custom_dir: content}
plugins: [ledger]
extra:
  date: 2026-05-01
  languages: {en: {name: English, tag: en}}
  identity: {en: {title: Town Hall, line: What was said}}
"""
INDEX = "---\ntitle: Town Hall\nsummary: What was said.\n---\n\nAll of it.\n"


def made(root: Path, package: str, tables: Mapping[str, str], pages: Mapping[str, str] | None = None) -> Newsroom:
    """A newsroom of one language, from nothing."""
    (root / "data").mkdir(parents=True)
    (root / "content/en").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(MKDOCS.lstrip(), encoding="utf-8")
    (root / "content/en/index.md").write_text(INDEX, encoding="utf-8")
    (root / "data/datapackage.yaml").write_text("name: town\nlanguages: [en]\n" + dedent(package), encoding="utf-8")
    for name, text in tables.items():
        (root / "data" / name).write_text(dedent(text).lstrip(), encoding="utf-8")
    for path, text in (pages or {}).items():
        (root / "content/en" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "content/en" / path).write_text(dedent(text).lstrip(), encoding="utf-8")
    return Newsroom(root)


def built(newsroom: Newsroom) -> Said:
    said = newsroom.build()
    assert said.code == 0, said.err
    assert "Traceback" not in said.err
    return said


def page(newsroom: Newsroom, path: str) -> str:
    return (newsroom.site / path / "index.html").read_text(encoding="utf-8")


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


PROMISES = """
vocabularies:
  ministries: {file: ministries.yaml, title: Ministries, pages: true}
  states: states.yaml
resources:
  - name: promises
    role: target
    title: Promises
    description: What was promised.
    schema:
      fields:
        - {name: id}
        - {name: pledge, as: title_en, constraints: {required: true}}
        - {name: ministry, vocabulary: ministries, title: Ministry}
        - {name: state, vocabulary: states, title: State}
        - {name: due, as: year, format: edtf}
        - {name: source, title: Source}
        - {name: cost, type: number, title: Cost}
"""
PROMISE_TABLES = {
    "promises.csv": """
        id,pledge,ministry,state,due,source,cost
        free-school-meals,Free school meals in every primary school,education,begun,2027,Party programme p. 12,1.5
        night-trains,Night trains on three lines,transport,,2028,,
        """,
    "ministries.yaml": "education: {en: Education}\ntransport: {en: Transport}\n",
    "states.yaml": "begun: {en: Begun}\ndone: {en: Done}\n",
}


def test_promises_without_numbers_documents_or_clauses_are_a_site(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PROMISES, PROMISE_TABLES)
    built(newsroom)
    listed = page(newsroom, "promises")
    assert "<h1>Promises</h1>" in listed and "What was promised." in listed
    own = page(newsroom, "promises/free-school-meals")
    assert "<h1>Free school meals in every primary school, 2027</h1>" in own
    said = text_of(own)
    assert all(words in said for words in ("Ministry Education", "State Begun", "Cost 1.5", "Party programme p. 12")), said
    assert '<a href="promises/">Promises</a>' in page(newsroom, "."), "the menu"
    assert "entry-line" not in own, "without a number its year stands in its headline, and is not repeated"
    assert 'class="languages"' not in own, "there is one"
    transport = page(newsroom, "ministries/transport")
    assert "Night trains on three lines" in transport and 'data-label="Target year"' in transport
    assert 'data-label="Ministry"' not in transport, "what heads the page is not said of each row"
    assert 'data-label="Ministry"' in listed
    assert "<h2>Sources</h2>" not in page(newsroom, "data"), "there are none"
    found = records_of(newsroom.site)
    assert ("promises/night-trains/", "Night trains on three lines") in [(r.address, r.name) for r in found]
    assert not [r for r in found if not (newsroom.site / r.address.partition("#")[0] / "index.html").is_file()], "no documents, so none that apply on a day"


VERDICTS = """
  - name: judgements
    role: verdict
    schema:
      foreignKeys: [{fields: promise, reference: {resource: promises}}]
      fields:
        - {name: id}
        - {name: promise}
        - {name: verdict, vocabulary: outcomes}
        - {name: evidence, type: list}
        - {name: looked, format: edtf}
        - {name: rule_en}
"""


def test_a_promise_shows_what_came_of_it_with_rule_evidence_and_day(tmp_path: Path) -> None:
    package = PROMISES.replace("  states: states.yaml", "  states: states.yaml\n  outcomes: outcomes.yaml") + VERDICTS
    tables = {
        **PROMISE_TABLES,
        "judgements.csv": "id,promise,verdict,evidence,looked,rule_en\nmeals-kept,free-school-meals,partly,night-trains,2026-04-30,Meals are served in half of the schools\n",
        "outcomes.yaml": "met: {en: Kept}\npartly: {en: Kept in part}\n",
    }
    newsroom = made(tmp_path / "town", package, tables)
    built(newsroom)
    own = page(newsroom, "promises/free-school-meals")
    said = text_of(own)
    assert "What came of it" in said and "Verdict Kept in part looked at on 30 April 2026" in said and "Rule Meals are served in half" in said
    assert 'id="meals-kept"' in own and 'href="../night-trains/"' in own
    assert "What came of it" not in page(newsroom, "promises/night-trains")
    newsroom.change("data/judgements.csv", "free-school-meals", "free-school-meal")
    said = newsroom.check()
    assert said.problems == ["data/judgements.csv:2: promise: no row 'free-school-meal' in promises; did you mean free-school-meals?"]
    newsroom.change("data/judgements.csv", "free-school-meal,partly,night-trains", "free-school-meals,partly,night-train")
    assert newsroom.check().problems == ["data/judgements.csv:2: evidence: no row 'night-train'; did you mean night-trains?"]


def test_the_front_page_shows_five_stories_and_leads_to_all(tmp_path: Path) -> None:
    stories = {f"stories/n{n}.md": f"---\ntitle: Story {n}\ndate: 2026-04-01\norder: {n}\n---\n\nText.\n" for n in range(1, 8)}
    newsroom = made(tmp_path / "town", PROMISES, PROMISE_TABLES, {"stories/index.md": "---\ntitle: Stories\ntemplate: stories.html\n---\n", **stories})
    built(newsroom)
    home = page(newsroom, ".")
    assert re.findall(r">Story (\d)<", home) == ["1", "2", "3", "4", "5"]
    assert '<a href="stories/">All stories</a> <span class="aside">7</span>' in home


def test_a_table_that_says_that_it_is_in_no_menu_is_not_counted_on_the_front_page(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PROMISES, PROMISE_TABLES)
    built(newsroom)
    assert page(newsroom, ".").count('href="promises/"') == 2, "in the menu and in the tally"
    newsroom.change("data/datapackage.yaml", "    title: Promises\n", "    title: Promises\n    pages: {menu: false}\n")
    built(newsroom)
    home = page(newsroom, ".")
    assert 'href="promises/"' not in home.partition("<footer")[0] and "<h1>Promises</h1>" in page(newsroom, "promises")


def test_a_page_of_a_promise_says_nothing_of_documents_indicators_charts_or_clauses_that_there_are_not(tmp_path: Path) -> None:
    newsroom = made(tmp_path / "town", PROMISES, PROMISE_TABLES)
    (newsroom.root / "mkdocs.yml").write_text("site_name: Town Hall\nplugins: [ledger]\n", encoding="utf-8")
    built(newsroom)
    own = text_of(page(newsroom, "promises/free-school-meals"))
    assert "Night trains" not in own, "neither is of the same indicator or document as the other"
    assert "Cite this Town Hall: Free school meals in every primary school, 2027 . free-school-meals" in own, own
    assert own.startswith(" Free school meals in every primary school, 2027 · Town Hall ") and re.search(
        r"This record as JSON Embed \S+ .*&lt;/script&gt; Town Hall\. Download", own
    )
    assert "clause" not in own, own


def test_numbers_that_were_promised_need_no_document(tmp_path: Path) -> None:
    package = "resources:\n  - name: goals\n    role: target\n    schema:\n      fields: [{name: id}, {name: title_en}, {name: value, type: number}]\n"
    newsroom = made(tmp_path / "goals", package, {"goals.csv": "id,title_en,value\ntrees,Trees planted,300\n"})
    built(newsroom)
    assert "Trees planted" in page(newsroom, "goals/trees") and "300" in text_of(page(newsroom, "goals/trees"))


OBSERVATIONS = """
vocabularies:
  indicators: indicators.yaml
  countries: countries.yaml
  sexes: {file: sexes.yaml, pages: false}
  ages: {file: ages.yaml, pages: false}
  units: units.yaml
resources:
  - name: figures
    role: observation
    title: Figures
    schema:
      primaryKey: [indicator, country, sex, age, year]
      fields:
        - {name: indicator, vocabulary: indicators}
        - {name: country, vocabulary: countries, title: Country}
        - {name: sex, vocabulary: sexes, title: Sex}
        - {name: age, vocabulary: ages, title: Age}
        - {name: year, format: edtf}
        - {name: amount, as: value, type: number}
        - {name: unit, vocabulary: units}
"""


def test_observations_alone_with_breakdowns_have_series_lines_and_no_id_of_their_own(tmp_path: Path) -> None:
    rows = [
        f"literacy,{country},{sex},{age},{year},{60 + n},%"
        for n, (country, sex, age, year) in enumerate(
            (country, sex, age, year) for country in ("north", "south") for sex in ("f", "m") for age in ("young", "old") for year in (2020, 2021, 2022)
        )
    ]
    newsroom = made(
        tmp_path / "stat",
        OBSERVATIONS,
        {
            "figures.csv": "indicator,country,sex,age,year,amount,unit\n" + "\n".join(rows) + "\n",
            "indicators.yaml": "literacy: {en: Literacy rate}\n",
            "countries.yaml": "north: {en: North}\nsouth: {en: South}\n",
            "sexes.yaml": "f: {en: Women}\nm: {en: Men}\n",
            "ages.yaml": "young: {en: 15 to 24}\nold: {en: 65 and over}\n",
            "units.yaml": '"%": {en: "%", pint: percent}\n',
        },
    )
    built(newsroom)
    series = text_of(page(newsroom, "series/literacy/north"))
    assert "Literacy rate, North" in series and "Women, 15 to 24" in series and "Men, 65 and over" in series
    listed = page(newsroom, "figures")
    assert 'id="figures-literacy-north-f-young-2020"' in listed, "a row without an id has an anchor that is made from its key"
    for facet in ("Country", "Sex", "Age"):
        assert f'<summary><span class="title">{facet}</span>' in listed, facet
    assert len([r for r in records_of(newsroom.site) if r.address.startswith("figures/#")]) == len(rows)
    assert "countries/south/" in [r.address for r in records_of(newsroom.site)], "a place has a page"


def test_a_breakdown_in_words_parts_a_series_into_lines_too(tmp_path: Path) -> None:
    package = OBSERVATIONS.replace(", vocabulary: sexes, title: Sex", ", title: Sex").replace(", vocabulary: ages, title: Age", ", title: Age")
    tables = {
        "figures.csv": "indicator,country,sex,age,year,amount,unit\n"
        + "".join(f"literacy,north,{sex},young,{year},{value},%\n" for sex, value in (("women", 61), ("men", 71)) for year in (2020, 2021)),
        "indicators.yaml": "literacy: {en: Literacy rate}\n",
        "countries.yaml": "north: {en: North}\n",
        "units.yaml": '"%": {en: "%", pint: percent}\n',
    }
    package = package.replace("  sexes: {file: sexes.yaml, pages: false}\n  ages: {file: ages.yaml, pages: false}\n", "")
    newsroom = made(tmp_path / "words", package, tables)
    built(newsroom)
    series = text_of(page(newsroom, "series/literacy/north"))
    assert "women, young 61%" in series and "men, young 71%" in series, series


def test_events_alone_and_a_catalogue_alone_are_sites(tmp_path: Path) -> None:
    events = "resources:\n  - name: dates\n    role: event\n    title: Dates\n    schema:\n      fields: [{name: id}, {name: date, format: edtf}, {name: title_en}]\n"
    calendar = made(tmp_path / "calendar", events, {"dates.csv": "id,date,title_en\nopening,2026-04-01,The bridge opens\n"})
    built(calendar)
    assert "The bridge opens" in page(calendar, "timeline") and "<h1>Dates</h1>" in page(calendar, "timeline")
    catalogue = "resources:\n  - name: bikes\n    role: item\n    title: Bikes\n    schema:\n      fields: [{name: id}, {name: name_en}, {name: weight, type: number, unit: kg, title: Weight}]\n"
    shop = made(tmp_path / "shop", catalogue, {"bikes.csv": "id,name_en,weight\ncargo-bike,Cargo bike,38\n"})
    built(shop)
    assert "Cargo bike" in page(shop, "catalogue") and "Weight 38 kg" in text_of(page(shop, "catalogue/bikes/cargo-bike"))


OWN = """
vocabularies:
  wards: {file: wards.yaml, pages: true, title: Wards}
resources:
  - name: shelters
    title: Bus shelters
    description: Every shelter in town.
    pages: {facets: [ward]}
    schema:
      primaryKey: number
      fields:
        - {name: number}
        - {name: street, title: Street}
        - {name: ward, vocabulary: wards, title: Ward}
        - {name: seats, type: integer, title: Seats}
        - {name: built, format: edtf, title: Built}
"""
OWN_TABLES = {
    "shelters.csv": "number,street,ward,seats,built\n17,High Street,east,4,1998\n18,Mill Lane,west,,2021-05\n",
    "wards.yaml": "east: {en: East}\nwest: {en: West}\n",
}


def test_a_table_of_one_s_own_has_a_list_anchors_filters_search_downloads_and_charts(tmp_path: Path) -> None:
    story = """
        ---
        title: Shelters
        summary: Where one waits.
        date: 2026-05-01
        ---

        There are [[count:shelters]]; see [[name:shelters-17]].

        ```chart
        table: shelters
        mark: bar
        x: seats
        y: street
        title: Seats
        ```
        """
    newsroom = made(tmp_path / "own", OWN, OWN_TABLES, {"stories/shelters.md": story})
    built(newsroom)
    listed = page(newsroom, "shelters")
    said = text_of(listed)
    assert "<h1>Bus shelters</h1>" in listed and "Every shelter in town." in said
    assert 'id="shelters-17"' in listed and 'id="shelters-18"' in listed
    assert all(words in said for words in ("High Street", "East", "4", "1998", "May 2021")), said
    assert 'href="../data/shelters.csv"' in listed and '<summary><span class="title">Ward</span>' in listed
    assert ("shelters/#shelters-18", "Mill Lane") in [(r.address, r.name) for r in records_of(newsroom.site)]
    told = page(newsroom, "stories/shelters")
    assert 'href="../../shelters/#shelters-17"' in told and "Mill Lane" in text_of(page(newsroom, "wards/west"))
    assert '<a href="shelters/">Bus shelters</a>' in page(newsroom, ".")


def test_a_table_says_whether_its_rows_have_pages_and_where_they_are(tmp_path: Path) -> None:
    newsroom = made(
        tmp_path / "pages", OWN.replace("pages: {facets: [ward]}", "pages: {at: town/shelters, rows: pages, menu: false, title: Shelters in town}"), OWN_TABLES
    )
    built(newsroom)
    assert "<h1>Shelters in town</h1>" in page(newsroom, "town/shelters")
    own = text_of(page(newsroom, "town/shelters/shelters-17"))
    assert "High Street" in own and "Ward East" in own and "Seats 4" in own
    assert "town/shelters/" not in page(newsroom, ".").split("</nav>")[0], "it is not in the menu"


def test_a_table_may_be_called_like_a_section_or_a_language(tmp_path: Path) -> None:
    tables = [("series", "one"), ("en", "two")]
    package = "resources:\n" + "".join(f"  - name: {name}\n    schema: {{fields: [{{name: id}}, {{name: text}}]}}\n" for name, _ in tables)
    newsroom = made(tmp_path / "names", package, {f"{name}.csv": f"id,text\n{id},Said {id}\n" for name, id in tables})
    built(newsroom)
    for name, id in tables:
        assert f"Said {id}" in page(newsroom, f"lists/{name}")


MISTAKES = {
    "role: targt": "resources: role 'targt' is not known; did you mean target?",
    "pages: {at: Town Hall}": "shelters: pages: at: 'Town Hall' is no address; use lower-case letters, digits and hyphens: promises, or town/promises",
    "pages: {at: data}": "shelters: pages: at: /data/ is the address of other pages; choose another",
    "pages: {at: en/shelters}": "shelters: pages: at: /en/shelters/ is the address of other pages; choose another",
    "pages: {rows: page}": "shelters: pages: rows: 'page' is not known; did you mean pages or places?",
    "pages: {facets: [wrd]}": "shelters: pages: facets: there is no column 'wrd'; did you mean ward?",
    "pages: {at: wards}": "shelters: its list stands at /wards/, and so does the vocabulary 'wards'; write pages: {at: …} with another address",
    "role: event": "shelters: columns date, title_en must be declared",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_declaration_is_a_line(mistake: str, tmp_path: Path) -> None:
    newsroom = made(tmp_path / "own", OWN.replace("pages: {facets: [ward]}", mistake), OWN_TABLES)
    said = newsroom.check()
    assert said.code == 1 and len(said.problems) == 1, said.err
    assert re.match(r"data/datapackage\.yaml:\d+: ", said.problems[0]) and MISTAKES[mistake] in said.problems[0], said.problems


def test_a_column_says_that_it_is_another_of_its_role(tmp_path: Path) -> None:
    for old, new, what in (
        ("as: title_en", "as: titel_en", "promises.pledge: as: 'titel_en' is no column of role target; did you mean title_en or note_en?"),
        ("as: year", "as: title_en", "promises.due: as: 'title_en' is another column already; keep one of the two"),
        ("as: year", "as: deadline", "promises.due: as: 'deadline' is no column of role target; use one of also, base_value, base_year, binding, change_unit,"),
    ):
        newsroom = made(tmp_path / new.split()[1], PROMISES.replace(old, new), PROMISE_TABLES)
        said = newsroom.check()
        assert said.code == 1 and what in said.err, said.err


def test_a_vocabulary_that_is_not_declared_is_to_be_declared(tmp_path: Path) -> None:
    said = made(tmp_path / "own", "resources:" + OWN.split("resources:")[1], OWN_TABLES).check()
    assert "shelters.ward: vocabulary 'wards' is not declared; write vocabularies: {wards: wards.yaml}" in said.err, said.err


SOURCES = """
resources:
  - name: papers
    role: source
    title: Papers
    schema:
      fields: [{name: id}, {name: title_en}, {name: url}, {name: accessed, format: edtf}]
  - name: plans
    role: document
    title: Plans
    schema:
      foreignKeys: [{fields: paper, reference: {resource: papers}}]
      fields: [{name: id}, {name: title_en}, {name: paper}]
  - name: goals
    role: target
    title: Goals
    schema:
      foreignKeys: [{fields: plan, reference: {resource: plans}}]
      fields: [{name: id}, {name: plan}, {name: title_en}, {name: value, type: number}]
"""


def test_provenance_may_be_an_address_and_a_day_and_links_are_found_by_foreign_keys(tmp_path: Path) -> None:
    newsroom = made(
        tmp_path / "web",
        SOURCES,
        {
            "papers.csv": "id,title_en,url,accessed\ngazette,Town gazette,https://example.org/gazette,2026-04-30\n",
            "plans.csv": "id,title_en,paper\nplan-30,Plan 2030,gazette\n",
            "goals.csv": "id,plan,title_en,value\ntrees,plan-30,Trees planted,300\n",
        },
    )
    built(newsroom)
    goal, plan = page(newsroom, "goals/trees"), page(newsroom, "plans/plan-30")
    assert 'href="../../plans/plan-30/"' in goal and "Trees planted" in plan
    data = text_of(page(newsroom, "data"))
    assert "a web address and the day on which it was read 1" in data and "archived text" not in data and "Coverage" not in data
    assert 'href="https://example.org/gazette"' in plan and "accessed 30 April 2026" in text_of(plan)
    # the declaration leaves out to which column its keys lead; strangers are told, in the files of a site with an address too
    for resource in json.loads((newsroom.site / "data/datapackage.json").read_text(encoding="utf-8"))["resources"]:
        assert all(key["reference"]["fields"] == "id" for key in resource["schema"].get("foreignKeys", ())), resource["name"]
    said = newsroom.build(env=ADDRESS)
    assert said.code == 0, said.err
    assert (newsroom.site / "data/croissant.json").is_file() and (newsroom.site / "data/dcat.jsonld").is_file()


def test_the_generator_asks_for_no_table_column_or_vocabulary_of_its_first_newsroom_by_name() -> None:
    """What a table or a vocabulary is called is the newsroom's business: code and templates ask by role and concept."""
    schema = load_ledger(REPOSITORY / "data", Problems()).schema
    known = {c.replace("{lang}", code) for role in ROLES.values() for c in role.columns for code in schema.languages}
    columns = {c for table in schema.tables.values() for c in table.columns if c not in known and c not in table.key and table.plays_as(c) == c}
    names = "|".join(map(re.escape, {*schema.tables, *schema.vocabularies}))
    asked = re.compile(rf"""(?:\b(?:rows?|term|name|names|options|tables|vocabularies)(?:\.get)?[\[(]|\.(?:rows|row|term|name)\()\s*['"](?:{names})['"]""")
    own = re.compile(rf"""['".](?:{"|".join(map(re.escape, sorted(columns)))})\b""")
    code = [*(REPOSITORY / "ledger").rglob("*.py"), *(REPOSITORY / "templates").rglob("*.html")]
    found = [
        f"{p.relative_to(REPOSITORY)}:{n}: {line.strip()}"
        for p in code
        for n, line in enumerate(p.read_text(encoding="utf-8").splitlines(), 1)
        if asked.search(line) or own.search(line)
    ]
    assert found == []


def test_nothing_that_the_generator_says_names_a_place_or_a_document_of_its_first_newsroom() -> None:
    """Examples in a message are read in every newsroom; docstrings, which are not, may tell of the first."""
    ledger = load_ledger(REPOSITORY / "data", Problems())
    names = {row.id for row in ledger.of("document")} | {id for id in ledger.vocabularies[ledger.schema.places] if len(id) > 3}
    said = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b")
    found = []
    for path in (REPOSITORY / "ledger").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone)
        found += [f"{path.relative_to(REPOSITORY)}:{node.lineno}: {node.value}" for node in texts if said.search(str(node.value))]
    assert found == []


LOOK = """
  look:
    colours: {paper: "#ffffff", promise: "#0b5d3b"}
    night: {paper: "#101314"}
    fonts: {serif: "Georgia, serif"}
    logo: logo.svg
    footer: {en: Kept by the town library.}
    home: [documents, tally]
    menu: [method, shelters]
"""


def looking(root: Path, look: str = LOOK) -> Newsroom:
    newsroom = made(root, OWN, OWN_TABLES, {"method.md": "---\ntitle: How we count\nsummary: By foot.\n---\n\nOn foot."})
    (newsroom.root / "mkdocs.yml").write_text(MKDOCS.strip() + look, encoding="utf-8")
    (newsroom.root / "content/static").mkdir()
    (newsroom.root / "content/static/logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>', encoding="utf-8"
    )
    return newsroom


def test_a_newsroom_s_colours_fonts_logo_footer_front_page_and_menu(tmp_path: Path) -> None:
    newsroom = looking(tmp_path / "look")
    built(newsroom)
    [style] = (newsroom.site / "assets").glob("site.*.css")
    css = style.read_text(encoding="utf-8")
    assert css.rindex("--promise: #0b5d3b;") > css.index("--promise: #1d6b4a;") and "--paper: #101314;" in css and "--serif: Georgia, serif;" in css
    home = page(newsroom, ".")
    assert re.findall(r'<li><a href="([^"]+)"[^>]*>([^<]+)</a></li>', home.split("</nav>")[0].split("<nav")[1]) == [
        ("method/", "Method"),
        ("shelters/", "Bus shelters"),
    ]
    assert '<img class="logo" src="logo.svg" alt="">' in home and (newsroom.site / "logo.svg").is_file()
    assert "Kept by the town library." in home and '<dl class="tally">' in home and 'href="charts/"' not in home


WRONG_LOOKS = {
    "colours: {papper: '#fff'}": "extra: look: colours: there is no colour 'papper'; did you mean paper",
    "colours: {paper: white}": "extra: look: colours: paper: 'white' is no colour; write it as \"#1d6b4a\"",
    "fonts: {serif: 'url(x)'}": "extra: look: fonts: serif: 'url(x)' is no list of fonts",
    "logo: ../secret.svg": "extra: look: logo: there is no picture '../secret.svg' in content/static",
    "footer: {nl: x}": "extra: look: footer: 'nl' is no language of this site",
    "home: [storys]": "extra: look: home: 'storys' is no part of the front page; did you mean stories?",
    "menu: [shelter]": "extra: look: menu: there is no section 'shelter'; did you mean shelters?",
    "sections: {shelter: {en: Shelters}}": "extra: look: sections: there is no section 'shelter'; did you mean shelters?",
    "sections: {shelters: Shelters}": "extra: look: sections: shelters: 'Shelters' is no name per language; write shelters: {en: …}",
    "sections: {shelters: {nl: Hokjes}}": "extra: look: sections: 'nl' is no language of this site",
    "sections: {shelters: {en: [a]}}": "extra: look: sections: ",
    "palette: {}": "extra: look: unknown key 'palette'",
}


@pytest.mark.parametrize("look", WRONG_LOOKS)
def test_a_mistake_in_a_look_is_a_line(look: str, tmp_path: Path) -> None:
    said = looking(tmp_path / "look", f"\n  look:\n    {look}\n").check()
    assert said.code == 1 and len(said.problems) == 1, said.err
    assert re.match(r"mkdocs\.yml:\d+: ", said.problems[0]) and WRONG_LOOKS[look] in said.problems[0], said.problems


def test_text_that_cannot_be_read_on_its_paper_is_told(tmp_path: Path) -> None:
    said = looking(tmp_path / "look", "\n  look:\n    colours: {link: '#aaaaaa'}\n").check()
    assert said.code == 0 and "link on paper has a contrast of 2.2, and text needs 4.5" in said.err, said.err


def test_sections_are_called_what_a_newsroom_calls_them_wherever_they_are_named(newsroom: Newsroom) -> None:
    """In the menu, on their pages, in the title of a browser's tab and above a record; another language keeps its own words."""
    names = "{targets: {en: What was promised}, timeline: {en: Day by day}, regions: {en: Quarters}, data: {en: Files}, method: {en: Our way}, /notes/: {en: Jottings}}"
    newsroom.change("mkdocs.yml", "extra:\n", f"extra:\n  look: {{sections: {names}}}\n")
    newsroom.file("content/en/notes").mkdir()
    for name, title in (("index", "Notes"), ("first", "A first note")):
        newsroom.file(f"content/en/notes/{name}.md").write_text(f"---\ntitle: {title}\n---\nSalt.\n", encoding="utf-8")
    built(newsroom)
    menu = re.findall(r'<li><a href="[^"]*"[^>]*>([^<]+)</a></li>', page(newsroom, ".").split("</nav>")[0].split("<nav")[1])
    assert [name for name in menu if name in ("What was promised", "Day by day", "Files", "Our way", "Jottings")] == [
        "What was promised",
        "Day by day",
        "Files",
        "Jottings",
        "Our way",
    ]
    assert (
        "<h1>What was promised</h1>" in page(newsroom, "targets")
        and "<h1>Day by day</h1>" in page(newsroom, "timeline")
        and "<h1>Files</h1>" in page(newsroom, "data")
    )
    assert "· What was promised ·" in page(newsroom, "targets/fare-cap") and ">What was promised</a>" in page(newsroom, "targets/fare-cap").split("<main")[1]
    assert "<title>A first note · Jottings" in page(newsroom, "notes/first")
    assert "What was promised" not in page(newsroom, "nl/targets") and "Jottings" not in page(newsroom, "nl")
