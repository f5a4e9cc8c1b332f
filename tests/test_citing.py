"""How pages are cited: sentences, BibTeX, RIS, CSL JSON, ``citation_*``, ``CITATION.cff``; read by strangers' readers. A copied number brings its source."""

from __future__ import annotations

import io
import json
import re
from html import unescape

import html5lib
import pytest
import rispy
import yaml
from conftest import ADDRESS, Newsroom
from playwright.sync_api import Browser
from pybtex.database import parse_string
from test_browser import served

HOME, DAY = ADDRESS["SITE_URL"], "2026-06-01"
CITED = re.compile(r"(nl/)?(targets|policies|stories|charts|data)/[\w-]+/index\.html|(nl/)?data/index\.html")


@pytest.fixture(scope="module")
def dated(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The harbour town with an address, on a day."""
    made = built_newsroom.copy(tmp_path_factory.mktemp("dated") / "newsroom")
    made.change("mkdocs.yml", "extra:\n", f"extra:\n  date: {DAY}\n")
    made.change("content/en/stories/ferries.md", "title: Sixty boats a day", "title: 100 % of {boats} & 60_a#day $5 ~^\\")
    assert made.build(env=ADDRESS).code == 0
    return made


def blocks(newsroom: Newsroom) -> dict[str, str]:
    found = {}
    for file in sorted(newsroom.site.rglob("*.html")):
        for block in re.findall(r'<section class="citation".*?</section>', file.read_text(encoding="utf-8"), re.S):
            found[file.relative_to(newsroom.site).as_posix()] = block
    return found


def forms(block: str) -> list[str]:
    """BibTeX, RIS and CSL JSON."""
    return [unescape(form) for form in re.findall(r"<pre>(.*?)</pre>", block, re.S)]


def sort_of(path: str) -> str:
    return path.removeprefix("nl/").partition("/")[0]


def test_every_record_chart_story_and_table_is_cited_with_its_version_and_address(dated: Newsroom) -> None:
    found = blocks(dated)
    pages = {file.relative_to(dated.site).as_posix() for file in dated.site.rglob("*.html")}
    assert set(found) == {path for path in pages if CITED.fullmatch(path)} and len(found) == 2 * (8 + 2 + 1 + 2 + 10 + 1)
    for path, block in found.items():
        for_all, for_scholars = re.findall(r"<p>(.*?)</p>", block, re.S)
        own = HOME + path.removesuffix("index.html")
        assert f"<code>{own}</code>" in for_all and for_scholars.endswith(own), path
        day = (
            "1 mei 2026"
            if path.startswith("nl/stories")
            else "1 May 2026"
            if path.startswith("stories")
            else "1 juni 2026"
            if path.startswith("nl/")
            else "1 June 2026"
        )
        assert day in for_scholars and ("1 June 2026" in for_all or "1 juni 2026" in for_all), path


def test_a_stranger_reads_the_bibtex_of_every_page(dated: Newsroom) -> None:
    keys = set()
    for path, block in blocks(dated).items():
        entries = parse_string(forms(block)[0], "bibtex").entries
        [(key, entry)] = entries.items()
        keys.add((path.startswith("nl/"), key))
        assert entry.type == "misc" and {"title", "year", "url", "langid"} <= set(entry.fields), path
        assert [str(author) for author in entry.persons["author"]] == ["{Havenboek}" if path.startswith("nl/") else "{Harbour Ledger}"]
        assert (entry.fields["url"], entry.fields["year"]) == (f"{{{HOME}{path.removesuffix('index.html')}}}", "{2026}")
    assert len(keys) == len(blocks(dated))
    story = parse_string(forms(blocks(dated)["stories/ferries/index.html"])[0], "bibtex").entries["story-ferries"]
    assert story.fields["title"] == (r"{100 \% of \{boats\} \& 60\_a\#day \$5 \textasciitilde{}\textasciicircum{}\textbackslash{}}")
    assert story.fields["date"] == "{2026-05-01}"


def test_a_stranger_reads_the_ris_of_every_page(dated: Newsroom) -> None:
    for path, block in blocks(dated).items():
        [entry] = rispy.load(io.StringIO(forms(block)[1]))
        assert entry["type_of_reference"] == {"charts": "FIGURE", "stories": "ELEC"}.get(sort_of(path), "DATA"), path
        assert entry["urls"] == [HOME + path.removesuffix("index.html")], path
        assert entry["year"] == "2026" and entry["authors"] and entry["title"]
    [target] = rispy.load(io.StringIO(forms(blocks(dated)["targets/crossings-2028/index.html"])[1]))
    assert (target["title"], target["date"], target["notes"]) == (
        "Ferry crossings a day, Saltmouth, 2028: 60 crossings",
        "2026/06/01",
        ["From Saltmouth Town Plan, Ferries"],
    )


def test_each_page_is_an_item_of_csl_json(dated: Newsroom) -> None:
    for path, block in blocks(dated).items():
        [item] = json.loads(forms(block)[2])
        assert item["type"] == {"charts": "figure", "stories": "webpage"}.get(sort_of(path), "dataset"), path
        assert item["URL"] == HOME + path.removesuffix("index.html") and item["publisher"] == item["author"][0]["literal"]
        [day] = item["issued"]["date-parts"]
        assert day == [2026, *((5, 1) if sort_of(path) == "stories" else (6, 1))] and item["language"] == ("nl" if path.startswith("nl/") else "en")
        assert item["id"] == next(iter(parse_string(forms(block)[0], "bibtex").entries)) and item["title"]
        assert re.fullmatch(rf"{DAY}-[0-9a-f]{{8}}", item["version"]), path


def test_a_chart_in_a_frame_has_the_version_that_its_page_is_cited_with(dated: Newsroom) -> None:
    [item] = json.loads(forms(blocks(dated)["charts/from-to/index.html"])[2])
    embed = (dated.site / "embed/from-to/index.html").read_text(encoding="utf-8")
    assert f'<data value="{item["version"]}">As of 1 June 2026</data>' in embed, embed[-700:]


def test_a_story_is_cited_as_one_and_by_who_wrote_it(newsroom: Newsroom) -> None:
    newsroom.change("content/en/stories/ferries.md", "date: 2026-05-01\n", "date: 2026-05-01\nauthors: [王小明, Ann Sailor]\n")
    assert newsroom.build(env=ADDRESS).code == 0
    block = blocks(newsroom)["stories/ferries/index.html"]
    assert f"<p>王小明, Ann Sailor (2026). Sixty boats a day. Harbour Ledger. Version of 1 May 2026 [Article]. {HOME}stories/ferries/</p>" in block, block
    bibtex, ris, csl = forms(block)
    [entry] = parse_string(bibtex, "bibtex").entries.values()
    assert [str(author) for author in entry.persons["author"]] == ["{王小明}", "{Ann Sailor}"] and entry.fields["howpublished"] == "{Harbour Ledger}"
    [told] = rispy.load(io.StringIO(ris))
    assert (told["authors"], told["publisher"]) == (["王小明", "Ann Sailor"], "Harbour Ledger")
    assert [name["literal"] for name in json.loads(csl)[0]["author"]] == ["王小明", "Ann Sailor"]
    chart = blocks(newsroom)["charts/from-to/index.html"]
    assert "[Chart]. " in chart and "[Data set]" not in chart + block


def test_libraries_find_the_citation_in_the_head(dated: Newsroom) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    for path in blocks(dated):
        head = parser.parse((dated.site / path).read_text(encoding="utf-8")).find("head")
        told = {tag.get("name"): tag.get("content") for tag in head.iter("meta") if (tag.get("name") or "").startswith("citation_")}
        assert {name.removeprefix("citation_") for name in told} == {"title", "author", "publisher", "publication_date", "language", "public_url"}, path
        assert re.fullmatch(r"\d{4}/\d\d/\d\d", told["citation_publication_date"])
    assert "citation_title" not in (dated.site / "targets/index.html").read_text(encoding="utf-8")


def test_the_data_as_a_whole_have_a_citation_file_with_their_version(dated: Newsroom) -> None:
    told = yaml.safe_load((dated.site / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= told.keys()  # what the format asks for
    assert (told["cff-version"], told["type"], told["license"], str(told["date-released"])) == ("1.2.0", "dataset", "CC-BY-4.0", DAY)
    assert re.fullmatch(rf"{DAY}-[0-9a-f]{{8}}", told["version"]) and told["url"] == f"{HOME}data/"
    assert f"<code>{told['version']}</code>" in (dated.site / "data/index.html").read_text(encoding="utf-8")


def test_the_version_follows_the_data_and_nothing_else(newsroom: Newsroom) -> None:
    def version() -> str:
        assert newsroom.build().code == 0
        return str(yaml.safe_load((newsroom.site / "CITATION.cff").read_text(encoding="utf-8"))["version"])

    first = version()
    newsroom.change("content/en/method.md", "We copy", "We carefully copy")
    assert version() == first
    newsroom.change("data/policies.csv", "Libraries, ferries and trees", "Libraries and ferries")
    assert version() != first


def test_the_version_of_a_record_follows_its_own_cells(newsroom: Newsroom) -> None:
    def versions() -> dict[str, str]:
        assert newsroom.build().code == 0
        of_rows = {id: newsroom.site / "targets" / id for id in ("loans-2030", "trees-hill-2030")}
        told = {id: str(json.loads((at / "record.json").read_text(encoding="utf-8"))["version"]) for id, at in of_rows.items()}
        assert all(f'version = "{{{told[id]}}}"' in unescape((at / "index.html").read_text(encoding="utf-8")) for id, at in of_rows.items())
        return told

    first = versions()
    newsroom.change("data/targets.csv", "level,,thousand,20,%,,", "level,,thousand,20,%,,binding")
    after = versions()
    assert after["loans-2030"] != first["loans-2030"] and after["trees-hill-2030"] == first["trees-hill-2030"]


@pytest.mark.xdist_group("browser")
def test_a_number_that_is_copied_brings_its_citation_along(addressed_newsroom: Newsroom, browser: Browser) -> None:
    copied = """(selector) => {
        const range = document.createRange(); range.selectNodeContents(document.querySelector(selector));
        getSelection().removeAllRanges(); getSelection().addRange(range);
        const event = new ClipboardEvent("copy", {clipboardData: new DataTransfer(), bubbles: true, cancelable: true});
        document.querySelector(selector).dispatchEvent(event);
        return event.clipboardData.getData("text/plain");
    }"""
    with served(addressed_newsroom.site) as home:
        page = browser.new_page()
        page.goto(f"{home}targets/crossings-2028/")
        number, source = page.evaluate(copied, ".entry-line .promise").split("\n", 1)
        assert number.startswith("60 crossings")
        assert source.startswith("Harbour Ledger: Ferry crossings a day, Saltmouth, 2028: 60 crossings. From Saltmouth Town Plan") and source.endswith(
            "/targets/crossings-2028/"
        )
        assert page.evaluate(copied, "h1") == "" and page.evaluate(copied, ".masthead") == ""  # no number of the ledger: as it is
        page.goto(f"{home}stories/ferries/")
        number, source = page.evaluate(copied, "a.value").split("\n", 1)
        assert re.search(r"\d", number) and re.fullmatch(rf"{home}targets/[\w-]+/", source)
        page.close()
