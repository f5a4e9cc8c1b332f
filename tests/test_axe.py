"""What axe finds on the pages of newsrooms of other kinds: one page of each kind, on a phone by day and on a screen by night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from conftest import NEWSROOM, Newsroom, _project
from door import build_py
from playwright.sync_api import Browser
from test_any_newsroom import OBSERVATIONS, OWN, OWN_TABLES, PROMISE_TABLES, PROMISES, VERDICTS, made
from test_browser import served, violations, visiting
from test_lists import CATALOGUE, CATALOGUE_TABLES, bilingual

pytestmark = pytest.mark.xdist_group("axe")  # one browser

JUDGED = PROMISES.replace("  states: states.yaml", "  states: states.yaml\n  outcomes: outcomes.yaml") + VERDICTS
JUDGED_TABLES = {
    **PROMISE_TABLES,
    "judgements.csv": "id,promise,verdict,evidence,looked,rule_en\nkept,free-school-meals,partly,night-trains,2026-04-30,Meals in half of the schools\n",
    "outcomes.yaml": "met: {en: Kept}\npartly: {en: Kept in part}\n",
}
FIGURES = {
    "figures.csv": "indicator,country,sex,age,year,amount,unit\n"
    + "".join(f"literacy,north,{sex},young,{year},{value},%\n" for sex, value in (("f", 61), ("m", 71)) for year in (2020, 2021)),
    "indicators.yaml": "literacy: {en: Literacy rate}\n",
    "countries.yaml": "north: {en: North}\n",
    "sexes.yaml": "f: {en: Women}\nm: {en: Men}\n",
    "ages.yaml": "young: {en: 15 to 24}\n",
    "units.yaml": '"%": {en: "%", pint: percent}\n',
}
MADE = {"promises": (JUDGED, JUDGED_TABLES), "catalogue": (CATALOGUE, CATALOGUE_TABLES), "own": (OWN, OWN_TABLES), "figures": (OBSERVATIONS, FIGURES)}
NEWSROOMS = ("promises", "catalogue", "own", "figures", "harbour", "sample", "right to left")


def newsroom_of(kind: str, root: Path) -> Newsroom:
    if kind == "harbour":
        return _project(NEWSROOM, root)
    if kind == "sample":
        assert build_py("init", root, "--languages", "en,zh").code == 0
        return Newsroom(root)
    if kind == "right to left":
        return bilingual(made(root, PROMISES, PROMISE_TABLES), "ar", "العربية")
    return made(root, *MADE[kind])


def kinds(site: Path, roots: tuple[str, ...]) -> Iterator[str]:
    """A page of each kind and language: of those that stand below the same address the first, and of lists below them one of each name."""
    every = [file.parent.relative_to(site).as_posix() for file in sorted(site.rglob("index.html"))]
    split = [(path, path.split("/")[1:], path.split("/")[0]) if path.split("/")[0] in roots else (path, path.split("/"), "") for path in every]
    names = Counter(name for name, _ in {(steps[2], steps[1]) for _, steps, _ in split if len(steps) > 2})
    seen = set()
    for path, steps, root in split:
        kind = (root, *steps[:1], len(steps), steps[2] if len(steps) > 2 and names[steps[2]] > 1 else "")
        if kind not in seen:
            seen.add(kind)
            yield f"{path}/" if path != "." else ""


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=[] if kind == "promises" else [pytest.mark.long]) for kind in NEWSROOMS])
def test_axe_finds_nothing_on_any_kind_of_page_of_any_newsroom(kind: str, browser: Browser, tmp_path: Path) -> None:
    newsroom = newsroom_of(kind, tmp_path / "newsroom")
    said = newsroom.build()
    assert said.code == 0, said.err
    pages = [path for path in kinds(newsroom.site, ("nl", "zh", "ar")) if not path.partition("embed/")[1]]
    assert len(pages) > 5
    with served(newsroom.site) as home:
        for width, scheme in ((360, "light"), (1280, "dark")):
            with visiting(browser, home, color_scheme=scheme, viewport={"width": width, "height": 800}) as visit:
                for path in pages:
                    page = visit.go(path)
                    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} on {width} px"
                    assert violations(page) == [], f"{path} on {width} px"
                assert not visit.said and not visit.failed


ANSWERS = ("targets/?q=2020&sort=-value", "search/?q=2020", "compare/?regions=gansu,inner-mongolia", "in-force/?on=2016-05-01", "stories/by/")
"""What pages of the flagship look like when they have answered, and a page that it may have."""


@pytest.mark.long
@pytest.mark.parametrize("root", ["", "en/"], ids=["zh", "en"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 360), ("light", 1280), ("dark", 1280)])
def test_axe_finds_nothing_on_any_kind_of_page_of_the_flagship(
    scheme: Literal["light", "dark"], width: int, root: str, flagship: Newsroom, browser: Browser
) -> None:
    pages = [path for path in kinds(flagship.site, ("en",)) if path.startswith("en/") == bool(root) and "embed/" not in path]
    pages += [f"{root}{path}" for path in ANSWERS if (flagship.site / root / path.partition("?")[0]).is_dir()]
    assert len(pages) > 40
    with served(flagship.site) as home, visiting(browser, home, color_scheme=scheme, viewport={"width": width, "height": 800}) as visit:
        found = {}
        for path in pages:
            page = visit.go(path)
            page.wait_for_selector("html:not(.unanswered)")
            found[path] = violations(page)
        assert {path: faults for path, faults in found.items() if faults} == {}
