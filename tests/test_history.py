"""``ledger history``: what became of the facts, from one day of the ledger to the next, in a table that is kept and annotated."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from conftest import Newsroom, build_py
from door import Said
from test_diff import commit, git

pytestmark = pytest.mark.xdist_group("diff")


def history(newsroom: Newsroom) -> Said:
    return build_py("history", "--project", newsroom.root)


def lines(newsroom: Newsroom) -> list[tuple[str, ...]]:
    with newsroom.file("data/history.csv").open(encoding="utf-8", newline="") as table:
        head, *rows = csv.reader(table)
    assert head == ["date", "column", "row", "before", "after", "reason_en", "reason_nl"]
    return [tuple(row) for row in rows]


def dated(newsroom: Newsroom, before: str, day: str) -> None:
    newsroom.change("mkdocs.yml", f"extra:\n{before}", f"extra:\n  date: {day}\n")


@pytest.fixture
def repository(built_newsroom: Newsroom, tmp_path: Path) -> Newsroom:
    """The harbour town in a repository, on its first day."""
    made = built_newsroom.copy(tmp_path / "newsroom")
    made.file(".gitignore").write_text("site/\n.cache/\n")
    dated(made, "", "2026-06-01")
    git(made.root, "init", "--quiet")
    commit(made)
    return made


def test_facts_that_changed_are_noted_under_the_day_of_the_ledger(repository: Newsroom) -> None:
    said = history(repository)
    assert said.code == 0, said.err
    entered = lines(repository)
    assert {line[0] for line in entered} == {"2026-06-01"} and ("2026-06-01", "", "crossings-2028", "", "", "", "") in entered
    ids = sum(
        len((repository.root / f"data/{name}.csv").read_text(encoding="utf-8").splitlines()) - 1
        for name in ("policies", "targets", "events", "discrepancies", "identities")
    )
    assert len(entered) == ids
    assert said.out.splitlines() == ["data/datapackage.yaml: the table of changes is declared", f"data/history.csv: {ids} new lines, {ids} lines"]
    commit(repository)

    dated(repository, "  date: 2026-06-01\n", "2026-06-08")
    repository.change("data/targets.csv", ",2030,300,,=,level,,thousand,", ",2030,310,,=,level,,thousand,")
    commit(repository)
    repository.change("data/targets.csv", ",2030,310,,=,level,,thousand,", ",2030,320,,=,level,,thousand,")
    repository.change("data/events.csv", "2025-03-01", "2025-03-02")
    assert history(repository).out == f"data/history.csv: 2 new lines, {ids + 2} lines\n"  # of one day the first and the last count
    [loans, event] = lines(repository)[ids:]
    assert loans == ("2026-06-08", "value", "loans-2030", "300", "320", "", "")
    assert (event[:2], event[3:5]) == (("2026-06-08", "date"), ("2025-03-01", "2025-03-02"))
    commit(repository)
    assert history(repository).out == f"data/history.csv: no new lines, {ids + 2} lines\n"


def test_reasons_that_somebody_wrote_stay_and_what_they_are_of_follows(repository: Newsroom) -> None:
    history(repository)
    commit(repository)
    dated(repository, "  date: 2026-06-01\n", "2026-06-08")
    repository.change("data/targets.csv", ",2030,300,,=,level,,thousand,", ",2030,310,,=,level,,thousand,")
    history(repository)
    repository.change("data/history.csv", "loans-2030,300,310,,", "loans-2030,300,310,a slip of the pen,")
    repository.change("data/targets.csv", ",2030,310,,=,level,,thousand,", ",2030,320,,=,level,,thousand,")
    assert "no new lines" in history(repository).out
    assert lines(repository)[-1] == ("2026-06-08", "value", "loans-2030", "300", "320", "a slip of the pen", "")


def test_titles_notes_and_rows_that_are_only_moved_are_no_changes_of_facts(repository: Newsroom) -> None:
    history(repository)
    before = lines(repository)
    commit(repository)
    dated(repository, "  date: 2026-06-01\n", "2026-06-08")
    file = repository.file("data/policies.csv")
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, *reversed(rows), ""]).replace("Libraries, ferries and trees", "Books, boats and trees"), encoding="utf-8")
    assert "no new lines" in history(repository).out and lines(repository) == before


def test_a_row_that_is_entered_or_taken_out_later_is_told(repository: Newsroom) -> None:
    history(repository)
    commit(repository)
    dated(repository, "  date: 2026-06-01\n", "2026-06-08")
    file = repository.file("data/events.csv")
    *kept, last = file.read_text(encoding="utf-8").splitlines()
    gone = last.split(",")[0]
    file.write_text("\n".join([*kept, last.replace(gone, "fair", 1), ""]), encoding="utf-8")
    history(repository)
    assert lines(repository)[-2:] == [("2026-06-08", "", "fair", "", "", "", ""), ("2026-06-08", "", gone, gone, "", "", "")]


def test_without_a_day_of_the_ledger_nothing_is_written(newsroom: Newsroom) -> None:
    said = history(newsroom)
    assert said.code == 1 and "mkdocs.yml: extra: has no date, by which readers could know a change; write the day" in said.err
    assert not newsroom.file("data/history.csv").exists()


def test_a_fact_that_changed_and_is_not_noted_yet_is_a_warning_and_a_column_that_is_none_a_mistake(repository: Newsroom) -> None:
    history(repository)
    with repository.file("data/history.csv").open("a", encoding="utf-8") as table:
        table.write("2026-06-08,value,loans-2030,290,310,,\n2026-06-08,values,loans-2030,1,2,,\n")
    said = repository.check()
    assert said.code == 1
    assert "warning: says that value of 'loans-2030' became '310', and it is '300'; python build.py history notes the change" in said.err
    assert "column: targets has no column 'values'; did you mean value" in said.err


# --- on the site ------------------------------------------------------------------------------------------------------


def text_of(newsroom: Newsroom, path: str) -> str:
    html = (newsroom.site / path / "index.html").read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split())


@pytest.fixture(scope="module")
def changed(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The harbour town, of which a table of changes is kept."""
    made = built_newsroom.copy(tmp_path_factory.mktemp("changed") / "newsroom")
    made.file(".gitignore").write_text("site/\n.cache/\n")
    dated(made, "", "2026-06-01")
    git(made.root, "init", "--quiet")
    assert history(made).code == 0
    commit(made)
    dated(made, "  date: 2026-06-01\n", "2026-06-08")
    with made.file("data/history.csv").open("a", encoding="utf-8") as table:
        table.write(
            "2026-06-08,value,loans-2030,290,300,misread,verkeerd gelezen\n2026-06-08,comparator,fare-cap,,<=,,\n2026-06-08,value,gone-row,1,2,,\n2026-06-08,,gone-row,gone-row,,,\n"
        )
    said = made.build()
    assert said.code == 0 and "history" not in said.err, said.err
    return made


def test_readers_see_what_changed_on_which_day_and_why(changed: Newsroom) -> None:
    told = text_of(changed, "changes")
    assert (
        told.index("8 June 2026") < told.index("3 facts changed") < told.index("1 row taken out") < told.index("1 June 2026") < told.index("Targets: 8 entered")
    )
    assert re.search(r"Version 2026-06-08-[0-9a-f]{8}", told)
    day = text_of(changed, "changes/2026-06-08")
    assert "Library loans a year" in day and "290,000 300,000 misread" in day and "nothing" in day and "gone-row value 1 2" in day
    assert "290.000 300.000 verkeerd gelezen" in text_of(changed, "nl/changes/2026-06-08")
    html = (changed.site / "changes/2026-06-08/index.html").read_text(encoding="utf-8")
    assert 'id="loans-2030.value"' in html and '<a href="../../targets/loans-2030/">' in html
    assert not (changed.site / "changes/2026-06-01").exists()


def test_a_row_tells_when_it_was_entered_and_what_it_was_before(changed: Newsroom) -> None:
    told = text_of(changed, "targets/loans-2030")
    assert "entered 1 June 2026" in told and re.search(r"8 June 2026 Value: 290,000 → 300,000 \(misread\)", told)
    assert "entered 1 June 2026" in text_of(changed, "policies/ferry-rules")


def test_the_changes_are_a_table_to_download_and_their_reasons_no_new_version(changed: Newsroom, tmp_path: Path) -> None:
    rows = json.loads((changed.site / "data/history.json").read_text(encoding="utf-8"))
    assert rows[-4] == {
        "date": "2026-06-08",
        "column": "value",
        "row": "loans-2030",
        "before": "290",
        "after": "300",
        "reason_en": "misread",
        "reason_nl": "verkeerd gelezen",
    }
    version = re.search(r"version: .*", (changed.site / "CITATION.cff").read_text(encoding="utf-8"))
    copy = changed.copy(tmp_path / "copy")
    copy.change("data/history.csv", "misread", "misread by us")
    assert copy.build().code == 0 and version and version[0] in (copy.site / "CITATION.cff").read_text(encoding="utf-8")
    assert "misread by us" in text_of(copy, "targets/loans-2030")


def test_a_newsroom_without_such_a_table_has_no_such_page(built_newsroom: Newsroom) -> None:
    assert not (built_newsroom.site / "changes").exists()
    assert "changes/" not in (built_newsroom.site / "index.html").read_text(encoding="utf-8")


# --- a version that stays ---------------------------------------------------------------------------------------------


def test_a_version_that_is_released_stays_at_its_address_whatever_comes(changed: Newsroom, tmp_path: Path) -> None:
    newsroom = changed.copy(tmp_path / "copy")
    said = build_py("release", "--project", newsroom.root)
    assert said.code == 0, said.err
    assert re.fullmatch(r"version 2026-06-08-[0-9a-f]{8}: content/static/v/2026-06-08/ has it, data\.zip, CITATION\.cff, addresses\.txt new\n", said.out)
    folder = newsroom.file("content/static/v/2026-06-08")
    first = (folder / "data.zip").read_bytes()
    assert first == (newsroom.site / "data/data.zip").read_bytes()
    pages = (folder / "addresses.txt").read_text(encoding="utf-8").splitlines()
    assert pages == sorted(pages) and {"/", "/nl/", "/targets/loans-2030/", "/changes/2026-06-08/"} <= set(pages)
    assert build_py("release", "--project", newsroom.root).out.endswith("has it already\n")

    newsroom.change("data/events.csv", "2025-03-01,in-force", "2025-03-01,issued")
    said = build_py("release", "--project", newsroom.root)
    assert said.code == 1 and "the version of 2026-06-08 was released, and the data are others by now; move the day" in said.err
    dated(newsroom, "  date: 2026-06-08\n", "2026-06-15")
    assert build_py("release", "--project", newsroom.root).code == 0 and newsroom.build().code == 0
    assert (newsroom.site / "v/2026-06-08/data.zip").read_bytes() == first != (newsroom.site / "v/2026-06-15/data.zip").read_bytes()
    assert '<a href="../v/2026-06-08/data.zip" download>' in (newsroom.site / "changes/index.html").read_text(encoding="utf-8")
