"""What axe finds on the pages of newsrooms of other kinds: one page of each kind, on a phone by day and on a screen by night."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
    """A page of each kind: of all that stand below the same address the first."""
    seen = set()
    for file in sorted(site.rglob("index.html")):
        path = file.parent.relative_to(site).as_posix()
        steps = path.split("/") if path != "." else []
        kind = (steps[0] in roots, tuple(steps[:-1]) if len(steps) > 1 + (steps[0] in roots) else tuple(steps)) if steps else ()
        if kind not in seen:
            seen.add(kind)
            yield f"{path}/" if steps else ""


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
