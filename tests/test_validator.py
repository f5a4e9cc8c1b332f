"""A stranger's validator has nothing against our pages: the W3C's Nu checker reads every page, style sheet and drawing."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import REPOSITORY, Newsroom

pytestmark = pytest.mark.xdist_group("validator")  # one checker, fetched once


@pytest.fixture(scope="module")
def checker() -> Path:
    found = subprocess.run(["sh", str(REPOSITORY / "tests/vnu.sh")], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail(found.stderr.strip(), pytrace=False)
    return Path(found.stdout.strip())


def objections(checker: Path, site: Path) -> list[str]:
    """What the checker calls an error, and where. Its warnings about the content policy stem from reading files without a host."""
    files = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.suffix in (".html", ".css", ".svg"))
    call = ["java", "-Xss8m", "-jar", str(checker), "--errors-only", "--also-check-css", "--also-check-svg", "--format", "json", *files]
    said = subprocess.run(call, cwd=site, capture_output=True, text=True, check=False)
    answer = re.search(r"\{.*\}", said.stdout + said.stderr, re.S)
    assert answer, said.stderr[-500:]
    messages = json.loads(answer[0])["messages"]
    return [f"{m['url'].rpartition('/site/')[2]}:{m.get('lastLine')}: {m['message']} {m.get('extract', '')[:100]!r}" for m in messages]


@pytest.mark.long
def test_the_nu_checker_finds_no_error_on_the_flagship(checker: Path, flagship: Newsroom) -> None:
    assert objections(checker, flagship.site) == []


@pytest.mark.long
def test_the_nu_checker_finds_no_error_in_the_harbour_town(checker: Path, built_newsroom: Newsroom) -> None:
    assert objections(checker, built_newsroom.site) == []


@pytest.mark.long
def test_the_checker_would_find_one(checker: Path, newsroom: Newsroom) -> None:
    """So that no error means more than that nothing was read."""
    [sheet] = newsroom.site.glob("assets/site.*.css")
    drawing = min(newsroom.site.glob("charts/*/*.svg"))
    for file, old, new in (
        (newsroom.site / "targets/index.html", "<main", "<time>soon</time><main"),
        (sheet, "{", "{ colr: red;"),
        (drawing, "<title", "<p/><title"),
    ):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    found = {objection.partition(":")[0] for objection in objections(checker, newsroom.site)}
    assert {"targets/index.html", sheet.relative_to(newsroom.site).as_posix(), drawing.relative_to(newsroom.site).as_posix()} == found
