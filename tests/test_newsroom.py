"""The generator is general: it builds a harbour town's ledger, in other languages, with fewer tables and no theme.

``tests/golden/`` holds some pages as they came out. When a change of them is meant::

    pytest tests/test_newsroom.py --renew-golden

and look at the diff. Hashes in the names of assets are left out, so a change of style does not touch the golden files.
"""

from __future__ import annotations

import csv
import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import NEWSROOM, REPOSITORY, Newsroom, build_py, tree

GOLDEN = Path(__file__).resolve().parent / "golden"
PAGES = (
    "targets/crossings-2028/index.html",
    "nl/targets/trees-quayside-2030/index.html",
    "policies/ferry-rules/index.html",
    "stories/ferries/index.html",
    "nl/index.html",
    "discrepancies/index.html",
    "data/targets/index.html",
    "embed/street-trees/index.html",
    "404.html",
    "data/targets.json",
    "charts/street-trees/nl.csv",
)
_HASH = re.compile(r"(assets/[\w./-]+?)\.[0-9a-f]{10}\.(\w+)")


def page(newsroom: Newsroom, path: str) -> str:
    return (newsroom.site / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_as_it_was_unless_a_change_is_meant(path: str, built_newsroom: Newsroom, renew_golden: bool) -> None:
    made = _HASH.sub(r"\1.HASH.\2", page(built_newsroom, path))
    golden = GOLDEN / path.replace("/", "__")
    if renew_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    assert golden.is_file(), "run pytest --renew-golden once and look at what it writes"
    assert made == golden.read_text(encoding="utf-8")


def test_there_is_no_golden_file_that_no_test_compares() -> None:
    assert {p.name for p in GOLDEN.iterdir()} == {p.replace("/", "__") for p in PAGES}


def test_nothing_of_another_newsroom_is_on_its_pages(built_newsroom: Newsroom) -> None:
    chinese = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
    for path in built_newsroom.site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not (found := chinese.search(text)), f"{path.relative_to(built_newsroom.site)}: {text[found.start() - 60 : found.end() + 20]!r}"
        assert "Green Ledger" not in text


def test_its_first_language_is_at_the_root_and_the_other_in_a_folder(built_newsroom: Newsroom) -> None:
    assert '<html lang="en">' in page(built_newsroom, "targets/index.html")
    assert '<html lang="nl">' in page(built_newsroom, "nl/targets/index.html")
    assert not (built_newsroom.site / "en").exists()


def test_sections_that_it_has_nothing_for_are_not_in_its_menu(built_newsroom: Newsroom) -> None:
    home = page(built_newsroom, "index.html")
    assert 'href="timeline/"' in home and 'href="regions/"' in home
    assert 'href="catalogue/"' not in home and 'href="sectors/"' not in home


def test_a_page_without_a_twin_offers_no_switch(built_newsroom: Newsroom) -> None:
    assert (built_newsroom.site / "method/index.html").is_file()
    assert not (built_newsroom.site / "nl/method").exists()
    assert 'hreflang="nl"' not in page(built_newsroom, "method/index.html")
    assert 'hreflang="nl"' in page(built_newsroom, "stories/ferries/index.html")


def test_a_language_that_runs_leftward_says_so(newsroom: Newsroom) -> None:
    newsroom.change("mkdocs.yml", "nl: {name: Nederlands, tag: nl}", "nl: {name: العربية, tag: ar}")
    assert newsroom.build().code == 0
    assert '<html lang="ar" dir="rtl">' in page(newsroom, "nl/index.html") and '<html lang="en">' in page(newsroom, "index.html")


def test_what_it_does_not_say_in_its_own_language_is_said_in_english_with_one_warning(built_newsroom: Newsroom, newsroom: Newsroom) -> None:
    said = newsroom.build()
    assert said.code == 0
    [warning] = [line for line in said.err.splitlines() if "words.yml" in line]
    assert "warning" in warning and "'nl'" in warning
    assert "Beloften" in page(newsroom, "nl/targets/index.html")


def test_data_and_editors_cannot_put_scripts_or_markup_on_a_page(built_newsroom: Newsroom) -> None:
    assert "planted &lt;b&gt;and&lt;/b&gt; alive" in page(built_newsroom, "targets/trees-quayside-2030/index.html")
    story = page(built_newsroom, "stories/ferries/index.html")
    assert "A paragraph that somebody pasted." in story
    assert "onclick" not in story and "alert(" not in story


def test_a_name_with_markup_in_a_vocabulary_is_escaped_everywhere(newsroom: Newsroom) -> None:
    newsroom.change("data/quarters.yaml", "en: Hill,", "en: '<img src=x onerror=alert(1)>\"& Hill',")
    said = newsroom.build()
    assert said.code == 0, said.err
    for path in newsroom.site.rglob("*.html"):
        assert "<img src=x" not in path.read_text(encoding="utf-8"), path


def test_a_reference_prints_the_value_of_the_row_that_it_names(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy", "[[loans-2030]] and [[trees-hill-2030.stated_change]], [[count:targets region=hill]]. We copy")
    assert newsroom.build().code == 0
    prose = re.sub(r"<[^>]+>", "", page(newsroom, "method/index.html"))
    assert "300,000 and 25%, 1. We copy" in prose


def test_a_row_that_is_added_has_its_page_its_download_and_its_place_in_the_lists(newsroom: Newsroom) -> None:
    row = "libraries-now,town-plan,1,,open-libraries,saltmouth,,,,,2023,12,,=,count,,libraries,,,,,,"
    with newsroom.file("data/targets.csv").open("a", encoding="utf-8") as handle:
        handle.write(row + "\n")
    assert newsroom.build().code == 0
    for root in ("", "nl/"):
        assert (newsroom.site / root / "targets/libraries-now/index.html").is_file()
        for holder in ("targets/", "policies/town-plan/", "indicators/open-libraries/", "regions/saltmouth/"):
            assert 'libraries-now/"' in page(newsroom, f"{root}{holder}index.html"), holder
    assert any(r["id"] == "libraries-now" for r in json.loads(page(newsroom, "data/targets.json")))
    assert any(r["id"] == "libraries-now" for r in csv.DictReader(page(newsroom, "data/targets.csv").removeprefix("\ufeff").splitlines()))


def test_a_newsroom_without_charts_is_built_too(newsroom: Newsroom) -> None:
    for file in newsroom.file("content/charts").glob("*.py"):
        file.unlink()
    for language, page_name in (("en", "ferries"), ("nl", "ferries")):
        path = f"content/{language}/stories/{page_name}.md"
        newsroom.change(path, "\n```chart\nstreet-trees\n```\n", "")
        newsroom.change(path, "chart: from-to\n", "")
    said = newsroom.build()
    assert said.code == 0, said.err
    assert not (newsroom.site / "charts").exists()


def test_fingerprints_are_made_from_texts_and_keep_no_sentence_of_them(newsroom: Newsroom) -> None:
    kept = {p.name: p.read_text(encoding="utf-8") for p in newsroom.file("data/fingerprints").iterdir()}
    for name in kept:
        newsroom.file(f"data/fingerprints/{name}").unlink()
    assert build_py("fingerprint", "--project", newsroom.root, "--archive", NEWSROOM / "archive").code == 0
    assert {p.name: p.read_text(encoding="utf-8") for p in newsroom.file("data/fingerprints").iterdir()} == kept
    told = re.sub(r'"near": "[A-Za-z]*"', "", " ".join(kept.values()))  # letters of hashes, see test_evidence
    words = set(re.findall(r"[a-z]{4,}", told))
    keys = {
        "source",
        "policies",
        "first",
        "last",
        "numbers",
        "dates",
        "years",
        "words",
        "statements",
        "names",
        "unit",
        "cell",
        "base",
        "part",
        "sentence",
        "near",
    }
    ids = re.findall(r"^ *\"?([\w%-]+)\"?:", "".join(p.read_text(encoding="utf-8") for p in newsroom.file("data").glob("*.yaml")), re.M)
    ours = {word for id in (*ids, "town-plan", "ferry-rules", "ferry-order", "harbour-plan") for word in re.findall(r"[a-z]{4,}", id)}
    assert words <= keys | ours | set(re.findall(r"[a-f]{4,}", told))


# --- the same project with MkDocs and ProperDocs ---------------------------------------------------------------------


def _with(tool: str, newsroom: Newsroom, out: Path) -> subprocess.CompletedProcess[str]:
    """What ``mkdocs build`` or ``properdocs build`` says of a newsroom."""
    call = [sys.executable, "-m", tool, "build", "--config-file", str(newsroom.file("mkdocs.yml")), "--site-dir", str(out)]
    return subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("tool", ["mkdocs", "properdocs"])
def test_another_generator_makes_the_same_site_of_the_same_project(tool: str, built_newsroom: Newsroom, newsroom: Newsroom, tmp_path: Path) -> None:
    out = tmp_path / "theirs"
    said = _with(tool, newsroom, out)
    assert said.returncode == 0, said.stderr
    assert tree(out) == tree(built_newsroom.site)
    assert "content/en/stories/ferries.md:21: warning: <script> is not published" in said.stderr

    line = newsroom.change("content/en/stories/ferries.md", "(../method.md)", "(../methods.md)")
    said = _with(tool, newsroom, out)
    assert said.returncode == 1 and f"ledger: content/en/stories/ferries.md:{line}: link to '../methods.md' leads nowhere; " in said.stderr, said.stderr
    assert "Traceback" not in said.stderr
    assert tree(out) == tree(built_newsroom.site)


def test_a_build_does_without_mkdocs(fresh_newsroom: Newsroom) -> None:
    without = "import runpy, sys; sys.modules['mkdocs'] = None; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    call = [sys.executable, "-c", without, str(REPOSITORY / "build.py"), "check", "--project", str(fresh_newsroom.root)]
    said = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=False)
    assert said.returncode == 0, said.stderr


def _shows(address: str, words: str, patience: float = 120) -> bool:
    """Whether a page that is served has some words, now or soon."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
            if words in answer.read().decode():
                return True
        time.sleep(0.2)
    return False


@pytest.mark.long
def test_mkdocs_serves_a_newsroom_and_builds_again_what_is_saved(newsroom: Newsroom, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    call = [sys.executable, "-m", "mkdocs", "serve", "--config-file", str(newsroom.file("mkdocs.yml")), "--dev-addr", place]
    with (tmp_path / "said").open("w") as said, subprocess.Popen(call, stdout=said, stderr=said) as process:
        try:
            assert _shows(f"http://{place}/", "What the harbour town promised"), (tmp_path / "said").read_text()
            newsroom.change("content/en/index.md", "title: What", "title: On the quay, what")
            assert _shows(f"http://{place}/", "On the quay, what"), (tmp_path / "said").read_text()
        finally:
            process.terminate()
