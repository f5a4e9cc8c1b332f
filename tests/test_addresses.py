"""Addresses are kept: what was listed is made, or leads to where it moved, or says why it is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath

import pytest
from conftest import ADDRESS, Newsroom, build_py, tree
from playwright.sync_api import Browser
from test_browser import served, visiting

HEAD = "address,twins,moved,gone_en,gone_nl"
TREES = "trees-hill-2030"


def listed(newsroom: Newsroom, *lines: str) -> None:
    """Give the newsroom a list; the first line stands on line 2 of the file."""
    newsroom.file("data/addresses.csv").write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")


def rename_row(newsroom: Newsroom, old: str, new: str) -> None:
    """Give a row another id, wherever it is named."""
    for path in [p for part in ("data", "content") for p in newsroom.file(part).rglob("*") if p.suffix in (".csv", ".md", ".py") and p.name != "addresses.csv"]:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def drop_document(newsroom: Newsroom) -> None:
    """Take the Ferry Order and all that cites it out of the newsroom."""
    for path in (p for p in newsroom.file("data").glob("*.csv") if p.name != "addresses.csv"):
        kept = [line for line in path.open(encoding="utf-8") if not re.search(r"\bferry-rules\b|\bfare-cap\b", line)]
        path.write_text("".join(kept), encoding="utf-8")
    for path in newsroom.file("content").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text("\n".join(line for line in text.split("\n") if "ferry-rules" not in line and "fare-cap" not in line), encoding="utf-8")


def page(newsroom: Newsroom, path: str) -> str:
    return (newsroom.site / path).read_text(encoding="utf-8")


def refreshes_to(newsroom: Newsroom, path: str) -> str:
    """The file of the site that a page sends to, from whatever path the site is served under."""
    [url] = re.findall(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', page(newsroom, path))
    assert not url.startswith(("/", "http")), "relative"
    target = normpath(f"{Path(path).parent.as_posix()}/{url.partition('#')[0]}")
    return f"{target}/index.html"


def test_a_dropped_row_is_one_error_and_the_published_site_stays(newsroom: Newsroom) -> None:
    listed(newsroom, "/,nl,,,", f"/targets/{TREES}/,nl,,,")
    before = tree(newsroom.site)
    rename_row(newsroom, TREES, "trees-uphill-2030")
    said = newsroom.build()
    assert said.code == 1
    [line] = said.problems
    assert line.startswith(f"data/addresses.csv:3: the page /targets/{TREES}/ is no longer made; write under 'moved' where it is now, or under 'gone_en' and")
    assert tree(newsroom.site) == before
    assert newsroom.check().problems == said.problems


def test_a_page_that_moved_leads_on_without_a_script_under_any_path_and_in_both_languages(newsroom: Newsroom) -> None:
    listed(newsroom, f"/targets/{TREES}/,nl,/targets/trees-uphill-2030/,,")
    rename_row(newsroom, TREES, "trees-uphill-2030")
    said = newsroom.build()
    assert said.code == 0, said.err
    for root, words in (("", "This page has moved"), ("nl/", "Deze pagina is verhuisd")):
        path = f"{root}targets/{TREES}/index.html"
        new = f"{root}targets/trees-uphill-2030/index.html"
        html = page(newsroom, path)
        assert refreshes_to(newsroom, path) == new
        assert (newsroom.site / new).is_file()
        assert '<meta name="robots" content="noindex">' in html
        assert '<link rel="canonical" href="../trees-uphill-2030/">' in html
        assert re.search(rf'<a class="onward" href="../trees-uphill-2030/">/{new.removesuffix("index.html")}</a>', html)
        assert words in html
    assert 'lang="nl"' in page(newsroom, f"nl/targets/{TREES}/index.html")
    assert newsroom.check().code == 0
    assert newsroom.build(env=ADDRESS).code == 0
    canonical = f'<link rel="canonical" href="{ADDRESS["SITE_URL"]}nl/targets/trees-uphill-2030/">'
    assert canonical in page(newsroom, f"nl/targets/{TREES}/index.html")


def test_a_page_that_is_gone_says_why_in_its_language_and_leads_on(newsroom: Newsroom) -> None:
    listed(newsroom, "/stories/bridges/,nl,,The plan was <withdrawn>.,Het plan is ingetrokken.")
    said = newsroom.build()
    assert said.code == 0, said.err
    english, dutch = (page(newsroom, f"{root}stories/bridges/index.html") for root in ("", "nl/"))
    assert "The plan was &lt;withdrawn&gt;." in english
    assert "Het plan is ingetrokken." in dutch and "withdrawn" not in dutch
    assert 'href="../../stories/"' in english or 'href="../"' in english
    assert "refresh" not in english and '<meta name="robots" content="noindex">' in english


def test_where_an_address_moved_twice_it_leads_to_the_last(newsroom: Newsroom) -> None:
    listed(newsroom, "/a/,,/b/,,", "/b/,,/targets/,,", "/c/,,/d/,,", "/d/,,,It was a mistake.,")
    said = newsroom.build()
    assert said.code == 0, said.err
    assert refreshes_to(newsroom, "a/index.html") == refreshes_to(newsroom, "b/index.html") == "targets/index.html"
    assert "It was a mistake." in page(newsroom, "c/index.html")


def test_addresses_that_lead_to_each_other_are_told(newsroom: Newsroom) -> None:
    listed(newsroom, "/a/,,/b/,,", "/b/,,/a/,,", "/c/,,/c/,,")
    problems = newsroom.check().problems
    assert [line.split(";")[0] for line in problems] == [
        "data/addresses.csv:2: moved leads in a circle: /b/ → /a/ → /b/",
        "data/addresses.csv:3: moved leads in a circle: /a/ → /b/ → /a/",
        "data/addresses.csv:4: moved leads in a circle: /c/ → /c/",
    ]


def test_an_address_that_moved_to_nowhere_is_told_with_the_nearest(newsroom: Newsroom) -> None:
    listed(newsroom, "/old/,,/targets/fare-caps/,,", "/older/,,/targets,,", "/data/fares.csv,,/targets/,,", "/stories/ferries/#x,,/stories/ferries/#the-tree,,")
    assert newsroom.check().problems == [
        "data/addresses.csv:2: moved: there is no /targets/fare-caps/; did you mean /targets/fare-cap/?",
        "data/addresses.csv:3: moved: there is no /targets; did you mean /targets/?",
        "data/addresses.csv:4: moved: /data/fares.csv is a file, and /targets/ is none of this site; name the file that is in its place",
        "data/addresses.csv:5: moved: there is no /stories/ferries/#the-tree; did you mean /stories/ferries/#the-trees?",
    ]


def test_what_is_made_again_is_told_until_its_cell_is_empty(newsroom: Newsroom) -> None:
    listed(newsroom, "/targets/fare-cap/,nl,/targets/,,", "/stories/ferries/#the-trees,,,Cut.,")
    assert newsroom.check().problems == [
        "data/addresses.csv:2: /targets/fare-cap/ is made again; empty its cell under 'moved'",
        "data/addresses.csv:3: /stories/ferries/#the-trees is made again; empty its cell under 'gone'",
    ]


def test_a_renamed_heading_is_told_and_keeps_its_old_id_as_a_second_one(newsroom: Newsroom) -> None:
    listed(newsroom, "/stories/ferries/#the-trees,,,,")
    newsroom.change("content/en/stories/ferries.md", "## The trees", "## Δένδρα και 树")
    [line] = newsroom.check().problems
    assert line.startswith(
        "data/addresses.csv:2: the place /stories/ferries/#the-trees is no longer there; give it back its id (behind a heading: {#the-trees}), or"
    )

    listed(newsroom, "/stories/ferries/#the-trees,,/stories/ferries/#δένδρα-και-树,,")
    said = newsroom.build()
    assert said.code == 0, said.err
    assert re.search(r'<h2 id="δένδρα-και-树"><span id="the-trees"></span>', page(newsroom, "stories/ferries/index.html")), "words in any script"

    listed(newsroom, "/stories/ferries/#the-trees,,,,")
    newsroom.change("content/en/stories/ferries.md", "και 树", "και 树 {#the-trees}")
    assert newsroom.check().problems == []


def test_a_row_that_has_another_id_on_its_page_keeps_the_old_one_in_its_first_cell(newsroom: Newsroom) -> None:
    listed(newsroom, "/targets/#fare-limit,nl,/targets/#fare-cap,,")
    assert newsroom.build().code == 0
    for root in ("", "nl/"):
        assert re.search(r'<tr id="fare-cap"[^>]*>\s*<t[hd]\b[^>]*><span id="fare-limit"></span>', page(newsroom, f"{root}targets/index.html"))


def test_a_place_that_moved_to_another_page_or_is_gone_says_so_at_the_foot_of_its_page(newsroom: Newsroom) -> None:
    listed(
        newsroom,
        "/policies/town-plan/#plan-dropped,nl,,It never came into force.,Nooit in werking.",
        "/policies/town-plan/#the-order,nl,/policies/ferry-rules/#order-signed,,",
    )
    assert newsroom.build().code == 0
    for root, why in (("", "It never came into force."), ("nl/", "Nooit in werking.")):
        foot = page(newsroom, f"{root}policies/town-plan/index.html").partition("</main>")[0].rpartition("</section>")[2]
        gone, moved = re.findall(r'<p class="notice departed" id="([^"]+)">(.*?)</p>', foot)
        assert gone[0] == "plan-dropped" and why in gone[1]
        assert moved[0] == "the-order" and 'href="../ferry-rules/#order-signed"' in moved[1]


def test_the_places_of_a_page_that_went_go_with_it_and_one_of_them_may_go_elsewhere(newsroom: Newsroom) -> None:
    listed(
        newsroom,
        "/policies/old/,nl,/policies/town-plan/,,",
        "/policies/old/#c-2,nl,,,",
        "/policies/old/#no-more,nl,,,",
        "/policies/old/#elsewhere,nl,/policies/ferry-rules/#c-1,,",
    )
    assert newsroom.build().code == 0
    html = page(newsroom, "policies/old/index.html")
    assert refreshes_to(newsroom, "policies/old/index.html") == "policies/town-plan/index.html"
    assert 'id="elsewhere"' in html and 'id="c-2"' not in html


def test_a_removed_document_is_told_once_for_all_that_lay_below_it(newsroom: Newsroom) -> None:
    places = [f"/policies/ferry-rules/#{id},nl,,," for id in ("c-0", "c-1", "c-2", "order-ends", "order-in-force")]
    targets = [f"/targets/fare-{n}/,nl,,," for n in range(40)]
    listed(newsroom, "/policies/ferry-rules/,nl,,,", *places, "/targets/,nl,,,", *targets)
    drop_document(newsroom)
    told = [line for line in newsroom.check().problems if line.startswith("data/addresses.csv")]
    assert [line.partition(";")[0] for line in told] == [
        "data/addresses.csv:2: the page /policies/ferry-rules/ is no longer made, nor are 5 addresses below it"
        " (/policies/ferry-rules/#c-0, /policies/ferry-rules/#c-1, /policies/ferry-rules/#c-2 …)",
        "data/addresses.csv:9: the page /targets/fare-0/ is no longer made, nor are 39 addresses beside it (/targets/fare-1/, /targets/fare-2/, /targets/fare-3/ …)",
    ]
    assert told[1].endswith("; a line /targets/fare-* speaks for all that begin like this")


def test_one_line_speaks_for_all_that_begin_alike(newsroom: Newsroom) -> None:
    listed(
        newsroom,
        "/districts/*,nl,/regions/*,,",
        "/districts/,nl,,,",
        "/districts/hill/,nl,,,",
        "/districts/valley/,nl,,There is no valley.,Er is geen dal.",
        "/regions/hill/,nl,,,",
    )
    assert newsroom.build().code == 0
    for root in ("", "nl/"):
        assert refreshes_to(newsroom, f"{root}districts/hill/index.html") == f"{root}regions/hill/index.html"
        assert refreshes_to(newsroom, f"{root}districts/index.html") == f"{root}regions/index.html"
    assert "There is no valley." in page(newsroom, "districts/valley/index.html")
    listed(newsroom, "/districts/*,nl,/regions/*,,", "/regions/hill/,nl,,,")
    [line] = newsroom.check().problems
    assert line == "data/addresses.csv:2: no listed address that begins with /districts/ needs it; take this line out"


def test_a_language_that_is_dropped_is_one_cause(newsroom: Newsroom) -> None:
    listed(newsroom, "/,nl;fr,,,", "/targets/,nl;fr,,,", "/targets/fare-cap/,nl;fr,,,")
    [line] = newsroom.check().problems
    assert line.startswith("data/addresses.csv:2: the page /fr/ is no longer made, nor are 2 addresses below it (/fr/targets/, /fr/targets/fare-cap/)")
    assert line.endswith("; a line /fr/* speaks for all that begin like this")
    listed(newsroom, "/,nl;fr,,,", "/fr/*,,/*,,", "/targets/,nl;fr,,,")
    assert newsroom.build().code == 0
    assert refreshes_to(newsroom, "fr/targets/index.html") == "targets/index.html"


def test_a_download_that_has_another_name_is_there_under_the_old_one_too(newsroom: Newsroom) -> None:
    listed(
        newsroom, "/data/promises.csv,,/data/targets.csv,,", "/charts/trees/*,nl,/charts/street-trees/*,,", "/charts/trees/en.csv,,,,", "/charts/trees/,nl,,,"
    )
    assert newsroom.check().code == 0
    assert newsroom.build().code == 0
    files = tree(newsroom.site)
    assert files["data/promises.csv"] == files["data/targets.csv"]
    assert files["charts/trees/en.csv"] == files["charts/street-trees/en.csv"]
    assert refreshes_to(newsroom, "charts/trees/index.html") == "charts/street-trees/index.html"


def test_an_address_may_have_moved_to_another_host(newsroom: Newsroom) -> None:
    listed(newsroom, "/archive/1999/,,https://old.example.org/1999/,,")
    assert newsroom.build().code == 0
    assert 'content="0; url=https://old.example.org/1999/"' in page(newsroom, "archive/1999/index.html")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("/../outside/,,,Gone.,", "address: '/../outside/' is no address of the site"),
        ("/.git/,,,Gone.,", "address: '/.git/' is no address of the site"),
        ("targets/,,,,", "address: 'targets/' is no address of the site"),
        ("/old/,,javascript:alert(1),,", "moved: 'javascript:alert(1)' is no address"),
        ("/old/,,/targets/,Gone.,", "/old/ has both moved and gone"),
        ("/old/,,/new/*,,", "moved: '/new/*' is many addresses, and /old/ is one"),
        ("/old/*,,,,", "/old/* says nothing of what begins like this"),
        ("/targets/,../..,,,", "twins: '../..' does not have the form [a-z0-9_]+"),
    ],
)
def test_a_line_that_can_mean_nothing_is_told(newsroom: Newsroom, line: str, what: str) -> None:
    listed(newsroom, line)
    said = newsroom.check()
    assert [problem.partition(";")[0] for problem in said.problems] == [f"data/addresses.csv:2: {what}"]
    assert not (newsroom.root.parent / "outside").exists()


def test_two_lines_of_one_address_are_told(newsroom: Newsroom) -> None:
    listed(newsroom, "/targets/,nl,,,", "/nl/targets/,,,,")
    assert newsroom.check().problems == [
        "data/addresses.csv:3: /nl/targets/ stands on line 2 too; an address has one line; take one of the two out",
    ]


def test_a_table_of_the_newsrooms_own_is_not_taken_for_the_list(newsroom: Newsroom) -> None:
    newsroom.change("data/datapackage.yaml", "path: events.csv", "path: addresses.csv")
    newsroom.file("data/events.csv").rename(newsroom.file("data/addresses.csv"))
    assert newsroom.check().problems == [
        "data/datapackage.yaml: events: data/addresses.csv is the list of published addresses; give the file of this table another name",
    ]


def test_the_verb_lists_what_is_new_and_changes_nothing_else(newsroom: Newsroom) -> None:
    said = build_py("addresses", "--project", newsroom.root)
    assert said.code == 0, said.err
    path = newsroom.file("data/addresses.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEAD
    assert lines[1:] == sorted(lines[1:], key=lambda line: line.split(",")[0])
    for expected in (
        "/,nl,,,",
        "/targets/fare-cap/,nl,,,",
        "/policies/ferry-rules/#c-1,nl,,,",
        "/policies/ferry-rules/#order-signed,nl,,,",
        "/discrepancies/#crossings-do-not-add-up,nl,,,",
        "/stories/ferries/#the-trees,,,,",
        "/method/,,,,",
        "/charts/street-trees/en.csv,,,,",
        "/embed/street-trees/,nl,,,",
        "/data/targets.csv,,,,",
    ):
        assert expected in lines
    assert not [line for line in lines if re.search(r"assets/|vl\.json|index\.json|404|#top|#main|block-", line)]
    assert newsroom.check().code == 0
    assert "no new addresses" in build_py("addresses", "--project", newsroom.root).out

    # A page in one more language, a new row, and lines that an editor filled in.
    path.write_text(path.read_text(encoding="utf-8").replace("/,nl,,,\n", "/,nl,,,\n/2024/,,/targets/,,\n", 1), encoding="utf-8")
    method = newsroom.file("content/en/method.md").read_text(encoding="utf-8")
    newsroom.file("content/nl/method.md").write_text(method, encoding="utf-8")
    rename_row(newsroom, TREES, "trees-uphill-2030")
    newsroom.change("data/addresses.csv", f"/targets/{TREES}/,nl,,,", f"/targets/{TREES}/,nl,/targets/trees-uphill-2030/,,")
    said = build_py("addresses", "--project", newsroom.root)
    assert said.code == 0, said.err
    after = path.read_text(encoding="utf-8").splitlines()
    assert set(after) - set(lines) == {
        "/2024/,,/targets/,,",
        "/method/,nl,,,",
        "/targets/trees-uphill-2030/,nl,,,",
        f"/targets/{TREES}/,nl,/targets/trees-uphill-2030/,,",
    }
    assert set(lines) - set(after) == {"/method/,,,,", f"/targets/{TREES}/,nl,,,"}


def test_a_build_says_how_many_pages_are_not_listed_and_a_newsroom_without_a_list_hears_nothing(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy", "We do copy")
    assert "addresses" not in newsroom.build().out
    listed(newsroom, "/,nl,,,")
    assert re.search(r"^\d\d pages are not in data/addresses\.csv; once published, list what is new: python build\.py addresses$", newsroom.build().out, re.M)


def test_the_list_is_no_table_for_readers_and_draws_nothing_anew(newsroom: Newsroom) -> None:
    listed(newsroom, "/,nl,,,")
    said = newsroom.build()
    assert said.code == 0 and "addresses.csv: warning" not in said.err
    assert not (newsroom.site / "data/addresses.csv").exists()
    assert "addresses" not in page(newsroom, "data/datapackage.json")


def test_a_spreadsheets_list_is_repaired(newsroom: Newsroom) -> None:
    newsroom.file("data/addresses.csv").write_bytes(b"\xef\xbb\xbf" + HEAD.replace(",", ";").encode() + b"\r\n/;nl;;;\r\n")
    [line] = newsroom.check().problems
    assert line.startswith("data/addresses.csv:1: the columns are separated by semicolons")
    build_py("tidy", "--project", newsroom.root)
    assert newsroom.file("data/addresses.csv").read_bytes() == f"{HEAD}\n/,nl,,,\n".encode()


def test_something_in_the_way_is_told(newsroom: Newsroom) -> None:
    listed(newsroom, "/data/targets.csv/,,,Gone.,", "/data/targets,,/data/events.csv,,")
    assert [line.partition(";")[0] for line in newsroom.check().problems] == [
        "data/addresses.csv:2: nothing can stand at /data/targets.csv/, where the file /data/targets.csv is",
        "data/addresses.csv:3: nothing can stand at /data/targets, where the folder /data/targets/ is",
    ]


@pytest.fixture(scope="module")
def moved(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address, below a base path, of a harbour town in which much has moved."""
    newsroom = built_newsroom.copy(tmp_path_factory.mktemp("moved") / "newsroom")
    listed(
        newsroom,
        "/policies/old/,nl,/policies/town-plan/,,",
        "/policies/old/#c-2,nl,,,",
        "/policies/old/#elsewhere,nl,/policies/ferry-rules/#c-1,,",
        "/policies/town-plan/#the-order,nl,/policies/ferry-rules/#order-signed,,",
        "/policies/town-plan/#plan-begins,nl,/policies/town-plan/#plan-in-force,,",
        "/policies/town-plan/#plan-dropped,nl,,It never came into force.,",
    )
    assert newsroom.build().code == 0
    with served(newsroom.site) as address:
        yield address


@pytest.mark.parametrize(
    ("asked", "with_script", "without"),
    [
        ("policies/old/", "policies/town-plan/", "policies/town-plan/"),
        ("nl/policies/old/", "nl/policies/town-plan/", "nl/policies/town-plan/"),
        ("policies/old/#c-2", "policies/town-plan/#c-2", "policies/town-plan/"),
        ("policies/old/#elsewhere", "policies/ferry-rules/#c-1", "policies/town-plan/"),
        ("policies/town-plan/#the-order", "policies/ferry-rules/#order-signed", "policies/town-plan/#the-order"),
        ("policies/town-plan/#plan-begins", "policies/town-plan/#plan-begins", "policies/town-plan/#plan-begins"),
        ("policies/town-plan/#plan-dropped", "policies/town-plan/#plan-dropped", "policies/town-plan/#plan-dropped"),
    ],
)
@pytest.mark.parametrize("script", [True, False])
def test_a_reader_who_follows_an_old_link_gets_there(
    moved: str,
    browser: Browser,
    asked: str,
    with_script: str,
    without: str,
    script: bool,
) -> None:
    there = with_script if script else without
    with visiting(browser, moved, java_script_enabled=script) as visit:
        page = visit.go(asked)
        page.wait_for_url(lambda url: url.removeprefix(moved).partition("#")[0] == there.partition("#")[0])
        if "#" in there:
            assert page.url == moved + there
        shown = page.locator(".departed:visible")
        if asked.endswith("#plan-dropped"):
            assert shown.inner_text() == "What you are looking for is gone: It never came into force."
        elif asked.endswith("#the-order") and not script:
            shown.get_by_role("link").click()
            assert page.url == f"{moved}policies/ferry-rules/#order-signed"
        else:
            assert shown.count() == 0
        assert visit.said == [] and visit.failed == []
