"""Every mistake an editor can make is one line that names its place and says what to do, and publishes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Newsroom, Said, tree

ANY = -1
LINE = re.compile(r"^(?P<file>[\w./-]+?)(?::(?P<line>\d+))?: (?P<what>[^;]+(?:;[^;]+)*); (?P<remedy>.+)$")


def change(path: str, old: str, new: str, below: int = 0) -> Callable[[Newsroom], int]:
    """A mistake made by replacing a text; it gives the line where it was made (or so many lines below)."""
    return lambda newsroom: newsroom.change(path, old, new) + below


def remove(path: str) -> Callable[[Newsroom], int]:
    """A file that is lost."""

    def make(newsroom: Newsroom) -> int:
        newsroom.file(path).unlink()
        return 0

    return make


def write(path: str, text: str, line: int) -> Callable[[Newsroom], int]:
    """A file with nothing but ``text`` in it, which is wrong on ``line``."""

    def make(newsroom: Newsroom) -> int:
        newsroom.file(path).write_text(text, encoding="utf-8")
        return line

    return make


def append(path: str, text: str) -> Callable[[Newsroom], int]:
    """A mistake made by a line at the end of a file."""

    def make(newsroom: Newsroom) -> int:
        file = newsroom.file(path)
        before = file.read_text(encoding="utf-8")
        file.write_text(f"{before}{text}\n", encoding="utf-8")
        return before.count("\n") + 1

    return make


def encode(path: str, encoding: str, old: str, new: str) -> Callable[[Newsroom], int]:
    """A file saved by an old program."""

    def make(newsroom: Newsroom) -> int:
        newsroom.change(path, old, new)
        file = newsroom.file(path)
        file.write_bytes(file.read_text(encoding="utf-8").encode(encoding))
        return 0

    return make


@dataclass(frozen=True)
class Mistake:
    """What is done wrong, in which file the message must point, and which words it must hold. ``at`` is a line where
    it is not the one that was changed; 0 stands for the file as a whole, ``ANY`` for whichever line the parser names."""

    make: Callable[[Newsroom], int]
    file: str
    says: tuple[str, ...]
    at: int | None = None


FERRIES = "content/en/stories/ferries.md"
TARGET = "loans-2030,town-plan,1,,loans,saltmouth,,,2023,250,2030,300,,=,level,,thousand,20,%,,,,"

MISTAKES = {
    "a word where a number belongs": Mistake(
        change("data/targets.csv", "2023,250,2030,300", "2023,250,2030,many"), "data/targets.csv", ("value", "'many'", "number")
    ),
    "a number with a separator": Mistake(
        change("data/targets.csv", "2023,2040,2030,2550", '2023,2040,2030,"2,550"'),
        "data/targets.csv",
        ("value", "'2,550'", "thousands separators", "write 2550"),
    ),
    "a number with its unit": Mistake(
        change("data/targets.csv", "2023,8.5,2028,6,", "2023,8.5,2028,6%,"), "data/targets.csv", ("value", "'6%'", "unit", "write 6")
    ),
    "an unknown indicator": Mistake(
        change("data/targets.csv", ",,street-trees,hill", ",,street-tree,hill"), "data/targets.csv", ("indicator", "'street-tree'", "did you mean street-trees")
    ),
    "an unknown policy": Mistake(
        change("data/events.csv", "new-ferry,ferry-rules,", "new-ferry,ferry-rule,"), "data/events.csv", ("policy", "'ferry-rule'", "did you mean ferry-rules")
    ),
    "an unknown clause": Mistake(
        change("data/events.csv", "new-ferry,ferry-rules,2,", "new-ferry,ferry-rules,9,"), "data/events.csv", ("clause", "'9'", "use one of 0, 1, 2")
    ),
    "an unknown unit of an indicator": Mistake(
        change("data/indicators.yaml", "unit: trees", "unit: tree"), "data/indicators.yaml", ("street-trees", "'tree'", "did you mean trees")
    ),
    "a parent that does not exist": Mistake(
        change("data/quarters.yaml", "hill: {en: Hill, nl: Heuvel, parent: saltmouth,", "hill: {en: Hill, nl: Heuvel, parent: saltmuth,"),
        "data/quarters.yaml",
        ("'saltmuth'", "did you mean saltmouth"),
    ),
    "a name that lacks a language": Mistake(
        change("data/units.yaml", "crowns: {en: crowns, nl: kronen}", "crowns: {en: crowns}"), "data/units.yaml", ("crowns", "nl")
    ),
    "broken YAML in a vocabulary": Mistake(
        change("data/units.yaml", "trees: {en: trees, nl: bomen}", "trees: {en: trees, nl: bomen"), "data/units.yaml", ("not valid YAML",), at=ANY
    ),
    "broken YAML in the configuration": Mistake(
        change("mkdocs.yml", "site_name: Harbour Ledger", "site_name: 'Harbour Ledger"), "mkdocs.yml", ("not valid YAML",), at=ANY
    ),
    "a key given twice": Mistake(append("data/quarters.yaml", "hill: {en: Hill again, nl: Heuvel}"), "data/quarters.yaml", ("'hill'", "twice")),
    "a missing column": Mistake(change("data/events.csv", ",title_en,title_nl", ",title_en"), "data/events.csv", ("'title_nl'", "missing")),
    "an extra column": Mistake(change("data/events.csv", ",title_en,title_nl", ",title_en,title_nl,mood"), "data/events.csv", ("'mood'", "not declared")),
    "a misspelt column in the schema": Mistake(
        change("data/datapackage.yaml", "- {name: publisher}", "- {name: publisher, vocabulry: units}"),
        "data/datapackage.yaml",
        ("'vocabulry'", "did you mean vocabulary"),
    ),
    "an id used twice in a table": Mistake(append("data/targets.csv", TARGET), "data/targets.csv", ("'loans-2030'", "duplicate", "line 3")),
    "an id used twice in the ledger": Mistake(
        append("data/events.csv", "fare-cap,ferry-rules,2,,2026-05,milestone,The new ferry again,Weer de veerboot"),
        "data/events.csv",
        ("'fare-cap'", "data/targets.csv:9"),
    ),
    "an id in capitals": Mistake(change("data/events.csv", "new-ferry,", "New_Ferry,"), "data/events.csv", ("'New_Ferry'", "lower-case")),
    "a date that is none": Mistake(
        change("data/events.csv", ",2026-05,milestone", ",May 2026,milestone"), "data/events.csv", ("date", "'May 2026'", "write 2026-05")
    ),
    "the thirteenth month": Mistake(change("data/events.csv", ",2026-05,milestone", ",2026-13,milestone"), "data/events.csv", ("date", "no month 13")),
    "the thirtieth of February": Mistake(change("data/policies.csv", "2025-02-10", "2025-02-30"), "data/policies.csv", ("issued", "no day 30")),
    "an impossible year": Mistake(change("data/targets.csv", "2023,12,2030,14", "2023,12,20300,14"), "data/targets.csv", ("year", "'20300'")),
    "a year out of all bounds": Mistake(change("data/targets.csv", "2023,12,2030,14", "2023,12,2930,14"), "data/targets.csv", ("year", "2930", "1700 to 2200")),
    "a year that the document never prints": Mistake(
        change("data/events.csv", ",2026-05,milestone", ",2029,milestone"), "data/events.csv", ("date", "never prints the year 2029")
    ),
    "a target before its base": Mistake(
        change("data/targets.csv", "2023,250,2030,300", "2030,250,2023,300"), "data/targets.csv", ("year", "2023 is before base_year 2030")
    ),
    "a number that is not in its clause": Mistake(
        change("data/targets.csv", "2023,2040,2030,2550", "2023,2040,2030,2560"), "data/targets.csv", ("value", "2560", "clause 3", "2550")
    ),
    "a change that does not follow": Mistake(
        change("data/discrepancies.csv", ",crossings-2028,arithmetic", ",,arithmetic"),
        "data/targets.csv",
        ("stated_change", "30", "48 to 60", "25.00", "discrepancies.csv"),
        at=4,
    ),
    "parts that do not add up": Mistake(
        change("data/identities.csv", "trees-quayside-2030;trees-hill-2030", "trees-quayside-2030;loans-2030"),
        "data/identities.csv",
        ("sum", "3930", "1680", "discrepancies.csv"),
    ),
    "a list of nothing": Mistake(change("data/identities.csv", "trees-quayside-2030;trees-hill-2030", ";;"), "data/identities.csv", ("parts", "separators")),
    "a document without its event": Mistake(
        change("data/events.csv", "order-signed,ferry-rules,0,,2025-02-10", "order-signed,ferry-rules,0,,2025-03-01"),
        "data/policies.csv",
        ("issued", "2025-02-10", "data/events.csv"),
        at=3,
    ),
    "an open number": Mistake(
        change("data/fingerprints/ferry-order.json", '"numbers": ["2.4"]', '"numbers": ["2.4", "77"]'),
        "data/clauses.csv",
        ("ferry-rules 1", "77", "unused.csv"),
        at=8,
    ),
    "an unused number that is not there": Mistake(append("data/unused.csv", "town-plan,3,999,page-number,"), "data/unused.csv", ("999", "town-plan 3")),
    "a space at the end of a cell": Mistake(
        change("data/events.csv", "The new ferry sails,", "The new ferry sails ,"), "data/events.csv", ("title_en", "space")
    ),
    "an empty cell that must not be": Mistake(change("data/events.csv", "The new ferry sails,", ","), "data/events.csv", ("title_en", "empty", "required")),
    "a row with too few cells": Mistake(append("data/unused.csv", "town-plan,3"), "data/unused.csv", ("2 cells", "5 columns")),
    "a quote that is never closed": Mistake(
        append("data/events.csv", 'x,town-plan,0,,2026-05,milestone,"An open quote,Een open aanhaling'), "data/events.csv", ("quotation mark", "never closed")
    ),
    "a table that is missing": Mistake(remove("data/events.csv"), "data/events.csv", ("missing",)),
    "a table that is empty": Mistake(write("data/events.csv", "", 1), "data/events.csv", ("empty", "id,policy,clause")),
    "a table that is not UTF-8": Mistake(encode("data/events.csv", "utf-16", "The new ferry", "The new fërry"), "data/events.csv", ("UTF-8",)),
    "a vocabulary that is not UTF-8": Mistake(encode("data/units.yaml", "latin-1", "en: crowns", "en: cröwns"), "data/units.yaml", ("UTF-8",)),
    "a page that is not UTF-8": Mistake(encode(FERRIES, "latin-1", "Sixty boats", "Sixty böats"), FERRIES, ("UTF-8",)),
    "a page without front matter": Mistake(write(FERRIES, "Just text.\n", 1), FERRIES, ("front matter", "title:")),
    "front matter that is not YAML": Mistake(change(FERRIES, "summary: The plan counts", "summary: The plan: counts"), FERRIES, ("front matter", "YAML")),
    "an unknown key in front matter": Mistake(change(FERRIES, "summary: The plan", "sumary: The plan"), FERRIES, ("'sumary'", "did you mean summary")),
    "a page without a title": Mistake(change(FERRIES, "title: Sixty boats a day\n", ""), FERRIES, ("title is missing",), at=1),
    "a bad date in front matter": Mistake(change(FERRIES, "date: 2026-05-01", "date: soon"), FERRIES, ("date", "'soon'")),
    "an unknown template": Mistake(change(FERRIES, "template: story.html", "template: stori.html"), FERRIES, ("'stori.html'", "did you mean")),
    "a page in no language's folder": Mistake(write("content/notes.md", "---\ntitle: Notes\n---\n", 0), "content/notes.md", ("content/en/",)),
    "a reference to no row": Mistake(change(FERRIES, "[[fare-cap]]", "[[fare-cup]]"), FERRIES, ("[[fare-cup]]", "did you mean fare-cap")),
    "a reference to no number of a row": Mistake(
        change(FERRIES, "[[crossings-2028.stated_change]]", "[[crossings-2028.stated_chance]]"), FERRIES, ("stated_chance", "did you mean stated_change")
    ),
    "a reference of no kind": Mistake(change(FERRIES, "[[cite:", "[[site:"), FERRIES, ("'site'", "did you mean", "cite")),
    "a reference to the value of a row without one": Mistake(
        change(FERRIES, "[[name:ferry-rules]]", "[[ferry-rules]]"), FERRIES, ("ferry-rules", "has no value", "[[name:")
    ),
    "an unknown chart": Mistake(
        change(FERRIES, "```chart\nstreet-trees\n", "```chart\nstreet-tree\n", below=1), FERRIES, ("'street-tree'", "did you mean street-trees")
    ),
    "a link to no page": Mistake(change(FERRIES, "(../method.md)", "(../methods.md)"), FERRIES, ("../methods.md", "did you mean ../method.md?")),
    "an unknown chart in front matter": Mistake(change(FERRIES, "chart: from-to", "chart: fromto"), FERRIES, ("'fromto'", "did you mean from-to")),
    "a chart function that raises": Mistake(
        change("content/charts/harbour.py", "    first = rows[0]\n", "    first = rows[99]\n"),
        "content/charts/harbour.py",
        ("street-trees", "IndexError"),
    ),
    "a chart file with a syntax error": Mistake(
        change("content/charts/harbour.py", "def street_trees(view: View) -> Drawn:", "def street_trees(view: View) -> Drawn"),
        "content/charts/harbour.py",
        ("SyntaxError",),
    ),
    "two charts of one name": Mistake(
        change("content/charts/harbour.py", '@chart("from-to"', '@chart("street-trees"'), "content/charts/harbour.py", ("'street-trees'", "twice")
    ),
    "an unknown topic of a chart": Mistake(
        change("content/charts/harbour.py", 'topic="green"', 'topic="greens"'), "content/charts/harbour.py", ("'greens'", "did you mean green")
    ),
    "a language that the data do not have": Mistake(
        change("data/datapackage.yaml", "languages: [en, nl]", "languages: [en]"), "mkdocs.yml", ("en, nl", "same order"), at=0
    ),
    "a word that the templates do not know": Mistake(append("words.yml", "targts: {nl: Doelen}"), "words.yml", ("'targts'", "did you mean targets")),
    "a source whose fingerprint is lost": Mistake(
        remove("data/fingerprints/ferry-order.json"),
        "data/fingerprints/ferry-order.json",
        ("no fingerprint", "build.py fingerprint"),
    ),
}


def told(said: Said) -> list[re.Match[str]]:
    """The lines of a refused run, each with its place; anything that is no such line fails here."""
    assert "Traceback" not in said.err, said.err
    matches = []
    for line in said.problems:
        match = LINE.match(line)
        assert match, f"not of the form 'file:line: what; what to do': {line}"
        matches.append(match)
    return matches


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_that_names_its_place_and_nothing_is_published(name: str, newsroom: Newsroom) -> None:
    mistake = MISTAKES[name]
    before = tree(newsroom.site)
    made_at = mistake.make(newsroom)
    said = newsroom.build()

    assert said.code == 1, said.out
    lines = told(said)
    about = [m for m in lines if m["file"] == mistake.file and all(word in m[0] for word in mistake.says)]
    assert len(about) == 1, f"{len(about)} lines name {mistake.file} and say {mistake.says}:\n{said.err}"
    at = made_at if mistake.at is None else mistake.at
    assert about[0]["line"] if at == ANY else int(about[0]["line"] or 0) == at, said.err
    assert re.search(r"^\d+ problems?; nothing was published$", said.err.splitlines()[-1])
    assert tree(newsroom.site) == before


def test_a_wrong_value_is_told_without_the_sum_that_it_spoils(newsroom: Newsroom) -> None:
    line = newsroom.change("data/targets.csv", "2023,2040,2030,2550", "2023,2040,2030,0.255")
    said = newsroom.check()
    assert [(m["file"], int(m["line"])) for m in told(said)] == [("data/targets.csv", line)], said.err


def test_a_word_where_settings_belong_is_one_line(newsroom: Newsroom) -> None:
    text = newsroom.file("mkdocs.yml").read_text(encoding="utf-8")
    newsroom.file("mkdocs.yml").write_text(text[: text.index("extra:")] + "extra: languages\n", encoding="utf-8")
    said = newsroom.check()
    assert len(told(said)) == 1, said.err


@pytest.mark.parametrize(
    "name",
    [
        "a date that is none",
        "an unknown template",
        "a reference to no row",
        "a link to no page",
        "an unknown unit of an indicator",
        "a space at the end of a cell",
        "a chart function that raises",
    ],
)
def test_a_mistake_is_corrected_and_the_site_is_built_again(name: str, newsroom: Newsroom) -> None:
    mistake = MISTAKES[name]
    before = tree(newsroom.site)
    kept = newsroom.file(mistake.file).read_bytes()
    mistake.make(newsroom)
    assert newsroom.build().code == 1
    newsroom.file(mistake.file).write_bytes(kept)
    assert newsroom.build().code == 0
    assert tree(newsroom.site) == before


def test_one_run_tells_the_mistakes_of_many_files(newsroom: Newsroom) -> None:
    made = [
        MISTAKES[name]
        for name in (
            "a word where a number belongs",
            "an id in capitals",
            "an unknown unit of an indicator",
            "an unknown key in front matter",
            "a misspelt column in the schema",
            "a row with too few cells",
        )
    ]
    places = {(mistake.file, mistake.make(newsroom)) for mistake in made}
    said = newsroom.build()
    assert said.code == 1
    assert places <= {(m["file"], int(m["line"] or 0)) for m in told(said)}, said.err
    assert said.err.splitlines()[-1] == f"{len(said.problems)} problems; nothing was published"


def test_a_figure_typed_by_hand_is_a_warning_at_its_line_and_the_site_is_published(newsroom: Newsroom) -> None:
    line = newsroom.change(FERRIES, "## The trees", "They cost 2.5 crowns a day, −30% in all, in 2030 and on 12 streets.\n\n## The trees")
    said = newsroom.build()
    assert said.code == 0, said.err
    typed = [text for text in said.err.splitlines() if "typed by hand" in text]
    assert [text.split("'")[1] for text in typed] == ["2.5 crowns", "−30%"]
    assert all(text.startswith(f"{FERRIES}:{line}: warning: ") and "[[typed:" in text for text in typed), said.err


def test_a_figure_typed_on_purpose_or_in_a_code_block_is_no_warning(newsroom: Newsroom) -> None:
    newsroom.change(FERRIES, "## The trees", "They cost [[typed:2.5 crowns]] and `30%`.\n\n~~~\n40% of 7 crowns\n~~~\n\n## The trees")
    said = newsroom.build()
    assert said.code == 0 and "typed by hand" not in said.err
    assert "They cost 2.5 crowns and" in (newsroom.site / "stories/ferries/index.html").read_text(encoding="utf-8")


def test_one_run_tells_every_bad_reference_of_every_page(newsroom: Newsroom) -> None:
    lines = {(FERRIES, newsroom.change(FERRIES, "[[fare-cap]]", "[[fare-cup]]"))}
    lines.add((FERRIES, newsroom.change(FERRIES, "[[cite:", "[[site:")))
    lines.add(("content/nl/index.md", newsroom.change("content/nl/index.md", "[[count:policies]]", "[[count:polices]]")))
    assert lines == {(m["file"], int(m["line"])) for m in told(newsroom.build())}


def test_check_tells_the_same_as_build(newsroom: Newsroom) -> None:
    for name in ("an unknown indicator", "the thirteenth month", "an open number"):
        MISTAKES[name].make(newsroom)
    checked, built = newsroom.check(), newsroom.build()
    assert checked.code == built.code == 1
    assert checked.problems == built.problems


def test_a_change_that_does_not_follow_passes_when_it_is_recorded(newsroom: Newsroom) -> None:
    newsroom.change("data/discrepancies.csv", ",crossings-2028,arithmetic", ",,arithmetic")
    assert newsroom.check().code == 1
    newsroom.change("data/discrepancies.csv", ",,arithmetic", ",crossings-2028,arithmetic")
    assert newsroom.check().code == 0


def test_an_open_number_passes_when_its_reason_is_given(newsroom: Newsroom) -> None:
    MISTAKES["an open number"].make(newsroom)
    assert newsroom.check().code == 1
    append("data/unused.csv", "ferry-rules,1,77,page-number,")(newsroom)
    assert newsroom.check().code == 0


def test_a_text_that_changed_no_longer_fits_its_fingerprint(newsroom: Newsroom, built_newsroom: Newsroom) -> None:
    from conftest import NEWSROOM, build_py

    archive = newsroom.root / "archive"
    archive.mkdir()
    for text in (NEWSROOM / "archive").iterdir():
        (archive / text.name).write_bytes(text.read_bytes())
    call = ("check", "--project", newsroom.root, "--archive", archive)
    assert build_py(*call).code == 0
    plan: Path = archive / "ferry-order.txt"
    plan.write_text(plan.read_text().replace("2.4 crowns", "2.6 crowns"))
    said = build_py(*call)
    assert said.code == 1
    assert {m["file"] for m in told(said)} == {"data/sources.csv", "data/fingerprints/ferry-order.json"}
    (archive / "harbour-plan.txt").unlink()
    assert any("harbour-plan.txt" in line and "archive" in line for line in build_py(*call).problems)


def test_a_wrong_call_says_how_to_call(newsroom: Newsroom) -> None:
    from conftest import build_py

    said = build_py("biuld")
    assert said.code == 2
    assert "usage" in said.err and "Traceback" not in said.err


def test_a_folder_without_a_newsroom_says_so(tmp_path: Path) -> None:
    from conftest import build_py

    said = build_py("build", "--project", tmp_path)
    assert said.code == 1
    assert [m["file"] for m in told(said)] == ["mkdocs.yml"]
