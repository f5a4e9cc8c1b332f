"""``diff REV``: what a change touches, in the data and on the site, and why."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import REPOSITORY, Newsroom, build_py, tree
from door import Said
from test_exact import without_dutch

from ledger.keep.snapshot import Snapshot
from ledger.publish import difference
from ledger.publish.causes import DERIVED, PARTS

pytestmark = pytest.mark.xdist_group("diff")  # one repository, and one site of its revision


def git(folder: Path, *arguments: str) -> None:
    author = ["-c", "user.name=An Editor", "-c", "user.email=editor@harbour.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *author, *arguments], check=True, capture_output=True)


def commit(newsroom: Newsroom) -> None:
    git(newsroom.root, "add", "--all")
    git(newsroom.root, "commit", "--quiet", "--message", "A change")


def diff(newsroom: Newsroom, *options: str, env: dict[str, str] | None = None) -> Said:
    return build_py("diff", *(options or ("HEAD",)), "--project", newsroom.root, env=env)


def told(newsroom: Newsroom, *options: str) -> dict[str, list[str]]:
    """The lines of each section."""
    said = diff(newsroom, *options)
    assert said.code == 0, said.err
    sections = (section.split("\n  ") for section in said.out.rstrip("\n").split("\n\n")[1:])
    return {name: lines for name, *lines in sections}


@pytest.fixture(scope="module")
def kept(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The harbour town in a repository, one revision of it."""
    made = built_newsroom.copy(tmp_path_factory.mktemp("diff") / "newsroom")
    made.file(".gitignore").write_text("site/\n.cache/\n")
    git(made.root, "init", "--quiet")
    commit(made)
    assert diff(made).out.endswith(": nothing differs\n")
    return made


@pytest.fixture
def repository(kept: Newsroom, tmp_path: Path) -> Newsroom:
    return kept.copy(tmp_path / "newsroom")


def with_fare(newsroom: Newsroom) -> None:
    """Another fare, in the row and in what its clause prints."""
    newsroom.change("data/targets.csv", ",2.4,,<=", ",2.6,,<=")
    fingerprint = newsroom.file("data/fingerprints/ferry-order.json")
    fingerprint.write_text(fingerprint.read_text(encoding="utf-8").replace("2.4", "2.6"), encoding="utf-8")


def test_a_value_is_told_as_it_was_and_as_it_is_with_the_pages_and_files_that_read_it(repository: Newsroom) -> None:
    with_fare(repository)
    why, of_all, of_file = (f"because of {what}" for what in ("targets fare-cap: value", "the version of the data", "data/targets.csv: the file"))
    found = told(repository)
    words = [file for file in found["files"] if file.startswith(("/search/words", "/nl/search/words"))]
    assert words and all(file.endswith(("because of what the search knows", ": new", ": gone")) for file in words)
    assert {**found, "files": [file for file in found["files"] if file not in words and not file.startswith("/search/index.json")]} == {
        "values": ["targets fare-cap (/targets/fare-cap/): value: 2.4 → 2.6"],
        "pages": [
            f"/data/ (en, nl) {of_all}",
            f"/data/targets/ (en, nl) {of_file}",
            f"/indicators/fare/ (en, nl) {why}",
            f"/policies/ferry-rules/ (en, nl) {why}",
            f"/regions/saltmouth/ (en, nl) {why}",
            f"/stories/ferries/ {why}",
            f"/targets/ (en, nl) {why}",
            f"/targets/fare-cap/ (en, nl) {why}",
        ],
        "files": [
            f"/CITATION.cff {of_all}",
            f"/compare/rows/targets-0.json (en, nl) {why}",
            f"/data/csv-metadata.json {of_file}, the version of the data",
            f"/data/data.en.xlsx {of_file}, the version of the data",
            f"/data/data.nl.xlsx {of_file}, the version of the data",
            f"/data/data.sqlite {of_file}",
            f"/data/data.zip {of_file}, the version of the data",
            f"/data/datapackage.json {of_file}, the version of the data",
            f"/data/targets.csv {of_file}",
            f"/data/targets.en.csv {of_file}",
            f"/data/targets.json {of_file}",
            f"/data/targets.nl.csv {of_file}",
            f"/explore/targets/rows.json (en, nl) {why}",
            f"/policies/ferry-rules/record.json {why}",
            f"/regions/saltmouth/place.json {why}",
            f"/search/rows/targets.json (en, nl) {why}",
            f"/targets/fare-cap/record.json {why}",
        ],
    }


def test_the_pages_and_files_that_are_told_are_those_that_differ_between_two_builds(repository: Newsroom, tmp_path: Path) -> None:
    before = tree(repository.site)
    with_fare(repository)
    repository.change("data/quarters.yaml", "nl: Heuvel,", "nl: Berg,")
    repository.change("content/en/stories/ferries.md", "title: Sixty boats a day", "title: Sixty boats")
    repository.file("content/en/harbour.md").write_text("---\ntitle: The harbour\n---\nSalt.\n")
    found = told(repository, "HEAD", "--all")
    other = repository.copy(tmp_path / "other")
    assert other.build().code == 0
    now = tree(other.site)
    differ = {f"/{path.removesuffix('index.html')}" for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
    listed: set[str] = set()
    for line in (*found["pages"], *found["files"]):
        address, languages = re.fullmatch(r"(/\S*)(?: \(([a-z, ]+)\))?(?:: new| because of .*)", line).groups()  # type: ignore[union-attr]
        base = address.removeprefix("/nl") if address.startswith("/nl/") else address
        listed |= {f"{'/nl' if code == 'nl' else ''}{base}" for code in languages.split(", ")} if languages else {address}
    drawn = {address for address in differ if re.match(r"/charts/.*\.(csv|json|svg|png)$", address)}
    assert listed == differ - drawn and drawn, "and the files of the charts are told with the charts"
    assert tree(repository.site) == before, "nothing was published"


def test_rows_terms_and_what_a_table_has_are_told(repository: Newsroom) -> None:
    events = repository.file("data/events.csv")
    before = events.read_text(encoding="utf-8")
    events.write_text(f"{before}plan-ends,town-plan,0,,2024/2030,period,It ends,Het eindigt\n", encoding="utf-8")
    commit(repository)
    events.write_text(f"{before}plan-begins,town-plan,0,,2024/2030,period,It begins,Het begint\n", encoding="utf-8")
    repository.file("data/quarters.yaml").open("a").write("meadow: {en: Meadow, nl: Weide, parent: saltmouth}\n")
    repository.change("data/units.yaml", "{en: crowns,", "{en: shillings,")
    found = told(repository, "HEAD", "--all")
    assert found["rows"] == ["events plan-begins (/policies/town-plan/#plan-begins): new", "events plan-ends (/policies/town-plan/#plan-ends): gone"]
    assert found["terms"] == ["regions meadow: new", "units crowns: name (en): crowns → shillings"]
    assert found["addresses"] == [
        "/policies/town-plan/#plan-begins (en, nl): new",
        "/policies/town-plan/#plan-ends (en, nl): gone, and data/addresses.csv does not list it",
    ]
    assert "/policies/town-plan/ (en, nl) because of events plan-begins: new, events plan-ends: gone" in found["pages"]
    assert [line for line in found["pages"] if line.startswith("/targets/fare-cap/")] == ["/targets/fare-cap/ (en, nl) because of units crowns: name (en)"]


def test_rows_that_are_moved_are_another_order(repository: Newsroom) -> None:
    head, first, *others = repository.file("data/events.csv").read_text().splitlines()
    repository.file("data/events.csv").write_text("\n".join([head, *others, first, ""]))
    found = told(repository)
    assert found["tables"] == ["events: rows in another order"] and "rows" not in found and "values" not in found
    assert "/policies/town-plan/ (en, nl) because of events: in another order" in found["pages"]


def test_what_a_chart_says_and_what_it_is_drawn_from_is_told(repository: Newsroom) -> None:
    repository.change("content/charts/harbour.py", "promises of more", "pledges of more")
    repository.change("content/charts/harbour.py", "domain=[90, 130]", "domain=[80, 130]")
    found = told(repository)
    why = "because of the code in content/charts/"
    assert found["charts"] == [
        f"from-to (en) (/charts/from-to/): title: 6 promises of more → 6 pledges of more; drawing; {why}",
        f"from-to (nl) (/nl/charts/from-to/): drawing; {why}",
    ]
    assert "/charts/from-to/ because of chart from-to (en)" in found["pages"]


def test_a_template_a_word_a_setting_and_a_file_of_the_theme_are_reasons(repository: Newsroom) -> None:
    shutil.copytree(REPOSITORY / "templates", repository.file("templates"))
    commit(repository)
    repository.change("templates/target.html", "{% block main %}", "{% block main %}<p>New</p>")
    repository.change("templates/words/en.yml", ": No such page", ": There is no such page")
    repository.file("templates/assets/search.js").open("a").write("// changed\n")
    found = told(repository)
    assert "/404.html because of word not-found (en)" in found["pages"]
    assert "/search/ (en, nl) because of search.js: the file of the theme" in found["pages"]
    assert "/targets/fare-cap/ (en, nl) because of template target.html" in found["pages"]
    assert found["files"] == ["/assets/search.js"]


def test_the_address_of_the_site_is_a_reason(repository: Newsroom) -> None:
    repository.change("mkdocs.yml", "site_name: Harbour Ledger\n", "site_name: Harbour Ledger\nsite_url: https://harbour.example/\n")
    pages = told(repository, "HEAD", "--all")["pages"]
    assert "/method/ because of mkdocs.yml: settings" in pages and not [line for line in pages if "because of" not in line]


def test_what_became_of_an_address_is_told(repository: Newsroom) -> None:
    repository.change("content/en/stories/ferries.md", "[how we read](../method.md)", "how we read")
    repository.file("content/en/method.md").rename(repository.file("content/en/reading.md"))
    assert [line for line in told(repository)["addresses"] if "#" not in line] == ["/method/: gone, and data/addresses.csv does not list it", "/reading/: new"]
    head = "address,twins,moved,gone_en,gone_nl"
    repository.file("data/addresses.csv").write_text(f"{head}\n/method/,,/reading/,,\n")
    found = told(repository)
    assert [line for line in found["addresses"] if "#" not in line] == ["/method/: moved to /reading/", "/reading/: new"]
    assert "/method/ because of data/addresses.csv" in told(repository, "HEAD", "--all")["pages"]
    repository.file("data/addresses.csv").write_text(f"{head}\n/method/,,,It said nothing.,Het zei niets.\n")
    assert "/method/: gone, as is said there" in told(repository)["addresses"]


def test_few_are_told_of_many_and_all_if_asked(repository: Newsroom) -> None:
    for n in range(25):
        repository.file("data/events.csv").open("a").write(f"begins-{n:02},town-plan,0,,2024/2030,period,It begins,Het begint\n")
    rows = told(repository)["rows"]
    assert len(rows) == 21 and rows[-1] == "… and 5 more" and rows[0].startswith("events begins-00 ")
    assert len(told(repository, "HEAD", "--all")["rows"]) == 25
    assert diff(repository).out == diff(repository).out


def test_what_an_editor_writes_does_nothing_in_the_markdown_of_a_pull_request(repository: Newsroom) -> None:
    repository.change("data/targets.csv", "planted <b>and</b> alive", "`` | <script> @mayor\n[x](y)".replace("\n", " "))
    said = diff(repository, "HEAD", "--markdown")
    assert said.code == 0 and said.out.startswith("### What differs on the site, against `HEAD (")
    assert "1 value, 3 pages, 14 files." in said.out
    old, new = "planted <b>and</b> alive", "`` | <script> @mayor [x](y)"
    assert f"- `targets trees-quayside-2030` (`/targets/trees-quayside-2030/`): ```note_en: {old} → {new}```\n" in said.out
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", said.out)
    assert not re.search(r"[<>@|\[]", outside), outside


def test_a_project_below_its_repository_is_compared_with_its_own_folder(kept: Newsroom, tmp_path: Path) -> None:
    inner = kept.copy(tmp_path / "repository" / "newsrooms" / "harbour")
    shutil.rmtree(inner.file(".git"))
    (tmp_path / "repository" / "data").mkdir()
    (tmp_path / "repository" / "data" / "targets.csv").write_text("another")
    git(tmp_path / "repository", "init", "--quiet")
    git(tmp_path / "repository", "add", "--all")
    git(tmp_path / "repository", "commit", "--quiet", "--message", "Two")
    inner.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    found = told(inner)
    assert found["pages"] == ["/method/ because of content/en/method.md: text"] and found.keys() <= {"pages", "files"}
    assert all(file.startswith("/search/words") and file.endswith("because of what the search knows") for file in found["files"])


def test_a_revision_of_an_older_schema_is_compared_too(repository: Newsroom) -> None:
    fields = "        - {name: binding, vocabulary: bindings}\n"
    notes = "        - {name: note_en}\n        - {name: note_nl}\n"
    repository.change("data/datapackage.yaml", fields + notes, f"{fields}{notes}        - {{name: title_en}}\n        - {{name: title_nl}}\n")
    head, *rows = repository.file("data/targets.csv").read_text(encoding="utf-8").splitlines()
    titled = [f"{row},{'A fare,Een prijs' if row.startswith('fare-cap,') else ','}" for row in rows]
    repository.file("data/targets.csv").write_text("\n".join([f"{head},title_en,title_nl", *titled, ""]), encoding="utf-8")
    found = told(repository)
    assert found["tables"] == ["targets: new column title_en; new column title_nl"]
    assert found["values"] == ["targets fare-cap (/targets/fare-cap/): title_en: nothing → A fare; title_nl: nothing → Een prijs"]


def test_a_language_that_is_dropped_takes_its_pages_along(repository: Newsroom) -> None:
    without_dutch(repository)
    found = told(repository, "HEAD", "--all")
    assert "/nl/: gone" in found["pages"] and "/nl/targets/fare-cap/: gone" in found["pages"]
    assert "street-trees (nl) (/nl/charts/street-trees/): gone" in found["charts"]
    [why] = [line for line in found["pages"] if line.startswith("/targets/fare-cap/")]
    assert "mkdocs.yml: settings" in why and "data/datapackage.yaml" in why


def test_templates_of_a_revision_that_do_not_fit_give_way_to_todays(repository: Newsroom) -> None:
    shutil.copytree(REPOSITORY / "templates", repository.file("templates"))
    repository.change("templates/target.html", "{% block main %}", "{% block main %}{{ ed.was_there_once() }}")
    commit(repository)
    repository.change("templates/target.html", "{{ ed.was_there_once() }}", "")
    with_fare(repository)
    said = diff(repository)
    assert said.code == 0 and "\nThe templates of that revision do not fit this generator" in said.out
    assert "/targets/fare-cap/ (en, nl) because of targets fare-cap: value\n" in said.out and "template" not in said.out.split("pages")[2]


# --- what cannot be told ----------------------------------------------------------------------------------------------


def test_what_cannot_be_compared_is_one_line(repository: Newsroom, tmp_path: Path) -> None:
    def says(text: str, *options: str, at: Newsroom = repository, env: dict[str, str] | None = None) -> None:
        said = diff(at, *options, env=env)
        assert said.code == 1 and not said.out and len(said.problems) == 1 and text in said.problems[0], said

    for revision in ("nowhere", "HEAD~7", "HEAD:data", "", "HEAD..HEAD", "a b"):
        says(f"{revision}: is no revision of this repository; name a branch, a tag or a commit", revision)
    assert build_py("diff", "--project", repository.root, "--", "--output=x").problems[0].startswith("--output=x: is no revision")
    says("git: there is no such program on the PATH", env={"PATH": str(tmp_path)})
    outside = repository.copy(tmp_path / "outside")
    shutil.rmtree(outside.file(".git"))
    says("git knows no repository that this folder is in", at=outside, env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    repository.change("mkdocs.yml", "site_name: Harbour Ledger", "site_name: [")
    commit(repository)
    repository.change("mkdocs.yml", "site_name: [", "site_name: Harbour Ledger")
    says("HEAD: what was there does not pass a check: mkdocs.yml:", "HEAD")
    repository.file("mkdocs.yml").rename(tmp_path / "mkdocs.yml")
    commit(repository)
    shutil.copy(tmp_path / "mkdocs.yml", repository.file("mkdocs.yml"))
    says("HEAD: has no newsroom in this folder", "HEAD")
    repository.change("data/targets.csv", ",2.4,,<=", ",much,,<=")
    says("data/targets.csv:9: value: 'much'", "HEAD~2")


def test_every_question_that_a_page_may_ask_has_words(repository: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Snapshot] = []
    real = difference._sections

    def look(before: difference.Unpublished, after: difference.Unpublished) -> object:
        seen.extend((after.snapshot, after.figures.snapshot))
        return real(before, after)

    monkeypatch.setattr(difference, "_sections", look)
    assert diff(repository).code == 0
    site, figures = seen
    assert set(DERIVED) == set(site.derivations)
    assert set(PARTS) == {*site.parts, *figures.parts}


def test_symlinks_and_whatever_a_repository_holds_come_out_as_they_are(repository: Newsroom) -> None:
    os.symlink("method.md", repository.file("content/en/again.md"))
    commit(repository)
    assert diff(repository).out.endswith(": nothing differs\n") or "again.md" in diff(repository).err
