"""Exact: whatever changes, the next site is the one that a build from nothing makes, and no more is made anew than must be.

The changes of each chain are made one after another in one newsroom, and each is built on what was kept of all those before.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from conftest import ADDRESS, PARTS_OF_A_PROJECT, REPOSITORY, Newsroom, tree
from door import outcome_of

from ledger import installation
from ledger.keep.snapshot import Snapshot
from ledger.keep.trace import Trace
from ledger.load.ledger import load_ledger
from ledger.problems import Problems, Refused
from ledger.publish import engine

EVERYTHING = ("*",)
NOTHING: tuple[str, ...] = ()
EVERY_PAGE = ("*:*/", "*:*.md", "en:404.html")
WHOLE = (
    *("en:data/data.zip", "en:CITATION.cff", "en:data/data.sqlite", "en:data/datapackage.json", "en:data/csv-metadata.json"),
    "*:data/data.*.xlsx",
)
"""What holds all data, or says by a hash which they are."""
DATED = (
    *("en:data/data.zip", "en:CITATION.cff", "en:data/datapackage.json", "en:data/csv-metadata.json", "*:data/data.*.xlsx", "en:data/schema.json"),
    *("*:*calendar.ics", "en:*/record.json", "en:*/place.json", "*:*search/pages/pages.json", "*:*site.webmanifest"),
)
"""What asks for the day of the ledger, which is one answer with the other settings of the site."""
EVENTS = (
    *WHOLE,
    "en:policies/town-plan/record.json",
    "*:*/index.md",
    "*:timeline/",
    "*:policies/town-plan/",
    "*:data/",
    "*:data/events/",
    "*:data/events.*",
    "*:*search/*.json",
    "*:*compare/rows/events-*.json",
    "*:*explore/timeline/*.json",
)
"""What the rows of a table are on, or their number."""
SOUGHT = "en:*search/*.json"
"""What the search knows of pages in one language."""
STORIES = (SOUGHT, "en:en/index.md", "en:en/stories/index.md", "en:en/stories/ferries.md")
"""What the stories are listed on."""
FINGERPRINT = "data/fingerprints/harbour-plan.json"
UNUSED = (*WHOLE, "en:policies/town-plan/record.json", "*:policies/town-plan/", "*:data/", "*:data/unused/", "en:data/unused.*")
"""What says how much of a document is entered, and the table of what is not."""
TREES = ("en:targets/trees-*/",)
"""The rows that are drawn on a page, whose own pages say so."""
FROM_TO = (*TREES, "en:targets/libraries-2030/", "en:targets/loans-2030/", "en:targets/crossings-2028/")
"""The rows of a chart, whose pages say that it uses them."""
BLOCK = "\n```chart\nid: own\ntable: targets\nfilter: {unit: trees}\nmark: bar\nx: value\ny: region\ntitle: Trees\n```\n"


SNIPPETS = "  - abbr\n  - pymdownx.snippets: {base_path: [!relative $docs_dir], check_paths: true}\n"


@dataclass(frozen=True)
class Change:
    """One change of one input. ``made`` are the artefacts that it makes anew, ``language:path`` with ``*``: each pattern has some, and
    each of them fits one. ``drawn``: charts are drawn for the comparison too, and not taken over from what was kept."""

    what: str
    change: Callable[[Newsroom], object]
    made: Sequence[str]
    env: dict[str, str] = field(default_factory=dict)
    drawn: bool = False


def replaced(path: str, old: str, new: str) -> Callable[[Newsroom], object]:
    return lambda newsroom: newsroom.change(path, old, new)


def with_line(path: str, line: str) -> Callable[[Newsroom], object]:
    return lambda newsroom: write(newsroom, path, newsroom.file(path).read_text(encoding="utf-8") + line + "\n")


def without(path: str, beginning: str) -> Callable[[Newsroom], object]:
    def change(newsroom: Newsroom) -> None:
        lines = newsroom.file(path).read_text(encoding="utf-8").splitlines(keepends=True)
        left = [line for line in lines if not line.startswith(beginning)]
        assert len(left) < len(lines)
        write(newsroom, path, "".join(left))

    return change


def written(path: str, content: str | bytes) -> Callable[[Newsroom], object]:
    return lambda newsroom: write(newsroom, path, content)


def removed(*paths: str) -> Callable[[Newsroom], object]:
    return lambda newsroom: [shutil.rmtree(file) if (file := newsroom.file(path)).is_dir() else file.unlink() for path in paths]


def write(newsroom: Newsroom, path: str, content: str | bytes) -> None:
    file = newsroom.file(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def only_head(path: str) -> Callable[[Newsroom], object]:
    """Empty a table; ``filled`` fills it again."""

    def change(newsroom: Newsroom) -> None:
        file = newsroom.file(path)
        shutil.copy(file, newsroom.root / "emptied")
        write(newsroom, path, file.read_text(encoding="utf-8").splitlines(keepends=True)[0])

    return change


def filled(path: str) -> Callable[[Newsroom], object]:
    return lambda newsroom: write(newsroom, path, newsroom.file("emptied").read_bytes())


def without_dutch(newsroom: Newsroom) -> None:
    """Take the second language out of the harbour town."""
    shutil.rmtree(newsroom.file("content/nl"))
    for path in ("mkdocs.yml", "data/datapackage.yaml"):
        lines = newsroom.file(path).read_text(encoding="utf-8").split("\n")
        write(newsroom, path, "\n".join(line for line in lines if not re.search(r"^ +nl: |_nl\b", line)))
    newsroom.change("data/datapackage.yaml", "languages: [en, nl]", "languages: [en]")
    for file in newsroom.file("data").glob("*.csv"):
        head, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
        left = [place for place, column in enumerate(head) if not column.endswith("_nl")]
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([row[place] for place in left] for row in (head, *rows))
    for file in newsroom.file("data").glob("*.yaml"):
        file.write_text(re.sub(r", (?:\w+_)?nl: (?:\"[^\"]*\"|[^,}]+)", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    newsroom.file("words.yml").unlink()


def with_cell(path: str, id: str, column: str, text: str) -> Callable[[Newsroom], object]:
    """Another text in a cell, in which nothing needs quotes."""

    def change(newsroom: Newsroom) -> None:
        head, *rows = newsroom.file(path).read_text(encoding="utf-8").splitlines(keepends=True)
        [row] = [row for row in rows if row.startswith(f"{id},")]
        cells = row.rstrip("\n").split(",")
        cells[head.rstrip("\n").split(",").index(column)] = text
        write(newsroom, path, "".join([head, *rows]).replace(row, ",".join(cells) + "\n"))

    return change


def first_becomes_last(path: str) -> Callable[[Newsroom], object]:
    def change(newsroom: Newsroom) -> None:
        head, first, *others = newsroom.file(path).read_text(encoding="utf-8").splitlines(keepends=True)
        write(newsroom, path, "".join([head, *others, first]))

    return change


def with_value(newsroom: Newsroom) -> None:
    """Another fare, in the row and in what its clause prints."""
    newsroom.change("data/targets.csv", ",2.4,,<=", ",2.6,,<=")
    fingerprint = newsroom.file("data/fingerprints/ferry-order.json")
    write(newsroom, "data/fingerprints/ferry-order.json", fingerprint.read_text(encoding="utf-8").replace("2.4", "2.6"))


def with_column(newsroom: Newsroom) -> None:
    """The promises get titles of their own, which were computed so far."""
    head, *rows = newsroom.file("data/targets.csv").read_text(encoding="utf-8").splitlines()
    titled = [f"{row},{'A fare,Een prijs' if row.startswith('fare-cap,') else ','}" for row in rows]
    write(newsroom, "data/targets.csv", "\n".join([f"{head},title_en,title_nl", *titled, ""]))
    fields = "        - {name: binding, vocabulary: bindings}\n"
    newsroom.change(
        "data/datapackage.yaml",
        f"{fields}        - {{name: note_en}}\n        - {{name: note_nl}}\n",
        f"{fields}        - {{name: note_en}}\n        - {{name: note_nl}}\n        - {{name: title_en}}\n        - {{name: title_nl}}\n",
    )


def picture(red: int) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + bytes([red, 90, 90]) * 40) * 30
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


DATA = (
    Change(
        "a value",
        with_value,
        [
            "*:data/targets/",
            "*:data/",
            *WHOLE,
            "en:targets/fare-cap/record.json",
            "en:policies/ferry-rules/record.json",
            "en:regions/saltmouth/place.json",
            "*:targets/",
            "*:targets/fare-cap/",
            "*:policies/ferry-rules/",
            "*:regions/saltmouth/",
            "*:indicators/fare/",
            "en:en/stories/ferries.md",
            "*:data/targets.*",
            "*:*search/*.json",
            "*:*explore/targets/rows.json",
            "*:*compare/rows/targets-*.json",
        ],
    ),
    Change(
        "a note",
        replaced("data/targets.csv", "binding,,\nloans", "binding,A note,\nloans"),
        [
            "*:data/targets/",
            "*:data/",
            *WHOLE,
            "en:targets/libraries-2030/record.json",
            "en:policies/town-plan/record.json",
            "en:regions/saltmouth/place.json",
            "en:targets/libraries-2030/",
            "*:data/targets.*",
            "en:compare/rows/targets-*.json",
        ],
    ),
    Change("a row is added", with_line("data/events.csv", "plan-begins,town-plan,0,,2024/2030,period,It begins,Het begint"), EVENTS),
    Change("a row is moved", first_becomes_last("data/events.csv"), [path for path in EVENTS if "timeline" not in path]),  # which is by date
    Change("a row is removed", without("data/events.csv", "plan-begins,"), EVENTS),
    Change(
        "a name in one language",
        replaced("data/quarters.yaml", "nl: Heuvel,", "nl: Berg,"),
        [
            "*:data/",
            *WHOLE,
            "en:targets/trees-hill-2030/record.json",
            "en:data/schema.json",
            "en:data/regions.csv",
            "nl:*/index.md",
            "nl:nl/stories/ferries.md",
            "nl:data/targets.nl.csv",
            "nl:targets/",
            "nl:targets/trees-*",
            "nl:policies/town-plan/",
            "*:regions/*",
            "nl:indicators/street-trees/",
            "nl:charts/*",
            "nl:embed/*",
            "en:data/regions.json",
            "*:*search/*.json",
            "nl:nl/explore/targets/index.json",
            "*:*compare/rows/targets-*.json",
        ],
        drawn=True,
    ),
    Change(
        "a term is added",
        with_line("data/quarters.yaml", "meadow: {en: Meadow, nl: Weide, parent: saltmouth}"),
        # the page of a whole names the places within it that its parts leave out
        ["*:data/", *WHOLE, "*:targets/trees-both-2030/", "en:data/schema.json", "en:data/regions.csv", "en:data/regions.json"],
    ),
    Change(
        "a term gets another parent",
        replaced("data/quarters.yaml", "nl: Berg, parent: saltmouth", "nl: Berg, parent: quayside"),
        [
            "*:data/",
            *WHOLE,
            "*:targets/trees-both-2030/",
            "en:data/schema.json",
            "en:data/regions.csv",
            "*:regions/*",
            "en:data/regions.json",
            "*:*search/*.json",
        ],
    ),
    Change(
        "what is said of a term, in another order",
        replaced("data/indicators.yaml", "unit: crowns, better: lower", "better: lower, unit: crowns"),
        ["*:data/", *WHOLE, "en:data/schema.json", "en:data/indicators.csv", "*:indicators/*", "en:data/indicators.json", "*:*search/*.json"],
    ),
    Change(
        "a unit's name",
        replaced("data/units.yaml", "{en: crowns,", "{en: shillings,"),
        [
            "*:data/",
            *WHOLE,
            "en:targets/fare-cap/record.json",
            "en:data/schema.json",
            "en:data/targets.en.csv",
            "en:data/units.csv",
            "*:targets/",
            "*:targets/fare-cap/",
            "*:policies/ferry-rules/",
            "*:regions/saltmouth/",
            "*:indicators/fare/",
            "en:en/stories/ferries.md",
            "en:data/units.json",
            "*:*search/*.json",
            "*:*explore/targets/rows.json",
            "*:*explore/discrepancies/rows.json",
            "*:*compare/rows/targets-*.json",
        ],
    ),
    Change(
        "a unit's factor",
        replaced("data/units.yaml", "factor: 1000}", "factor: 100}"),
        [
            "*:data/",
            *WHOLE,
            "en:data/schema.json",
            "en:data/units.csv",
            "*:targets/",
            "*:targets/loans-2030/",
            "*:policies/town-plan/",
            "*:regions/saltmouth/",
            "*:indicators/loans/",
            "en:data/units.json",
            "*:*search/*.json",
            "*:*explore/targets/rows.json",
            "*:*explore/discrepancies/rows.json",
            "*:*compare/rows/targets-*.json",
        ],
    ),
    Change("a table's title", replaced("data/datapackage.yaml", "title_en: Promises", "title_en: Pledges"), EVERYTHING),
    Change("a licence", replaced("data/datapackage.yaml", "title: Creative Commons Attribution 4.0", "title: CC BY 4.0"), EVERYTHING),
    Change("columns that were not there", with_column, EVERYTHING),
    Change(
        "a fingerprint",
        replaced(FINGERPRINT, '"near": "KPRrWwdVdogLmuxF"}, {"n": "12"', '"near": "KPRrWwdVdogLmuxG"}, {"n": "12"'),
        NOTHING,
    ),
    Change(
        "a fingerprint, by which more is printed",
        lambda n: (
            replaced(FINGERPRINT, '"numbers": ["17"]', '"numbers": ["17", "18"]')(n),
            with_line("data/unused.csv", "town-plan,0,18,page-number,")(n),
        ),
        UNUSED,
    ),
    Change(
        "a table is emptied",
        lambda n: (
            only_head("data/unused.csv")(n),
            replaced(FINGERPRINT, '"numbers": ["17", "18"]', '"numbers": ["17"]')(n),
            replaced(FINGERPRINT, '"numbers": ["3"]', '"numbers": []')(n),
        ),
        UNUSED,
    ),
    Change(
        "it is filled again",
        lambda n: (
            filled("data/unused.csv")(n),
            write(
                n,
                FINGERPRINT,
                n.file(FINGERPRINT)
                .read_text(encoding="utf-8")
                .replace('"numbers": []', '"numbers": ["3"]')
                .replace('"numbers": ["17"]', '"numbers": ["17", "18"]'),
            ),
        ),
        UNUSED,
    ),
    Change("a second entry", replaced("data/second/town-plan.csv", "town-plan-s1,", "town-plan-s9,"), NOTHING),
    Change("addresses are kept", written("data/addresses.csv", "address,twins,moved,gone_en,gone_nl\n/method/,,,,\n"), NOTHING),
    Change("an address has moved", with_line("data/addresses.csv", "/how/,,/method/,,"), NOTHING),
    Change("a place has moved", with_line("data/addresses.csv", "/method/#how,,/,,"), NOTHING),
)

THEME = (
    Change("a newsroom's word", replaced("words.yml", "targets: {nl: Beloften}", "targets: {nl: Toezeggingen}"), ["nl:*"]),
    Change("a word on one page", replaced("templates/words/en.yml", ": No such page", ": There is no such page"), ["en:404.html"]),
    Change("a page", written("content/en/harbour.md", "---\ntitle: The harbour\n---\nSalt.\n"), [SOUGHT, "en:en/harbour.md"]),
    Change("a word that becomes the name of its section", with_line("templates/words/en.yml", "harbour: Places"), ["en:en/harbour.md"]),
    Change(
        "a page's template",
        lambda n: (
            write(n, "templates/parts/own.html", "<p>Own</p>\n"),
            n.change("templates/target.html", "{% block main %}", '{% block main %}{% include "parts/" ~ ("own" if 1 else "") ~ ".html" %}'),
        ),
        ["*:targets/*/"],
    ),
    Change("a template whose name is computed", written("templates/parts/own.html", "<p>Changed</p>\n"), ["*:targets/*/"]),
    Change("the template of all pages", replaced("templates/base.html", '<main id="main">', '<main id="main" class="anew">'), EVERY_PAGE),
    Change("a file of macros", with_line("templates/parts/filter.html", "{# changed #}"), ["*:*/"]),
    Change("a style sheet", with_line("templates/assets/site.css", "main { color: inherit }"), EVERY_PAGE),
    Change("a script of few pages", with_line("templates/assets/search.js", "// changed"), ["*:search/"]),
)

CHARTS = (
    Change(
        "a chart's words",
        replaced("content/charts/harbour.py", "promises of more", "pledges of more"),
        [SOUGHT, "en:en/index.md", "en:en/stories/ferries.md", "en:policies/town-plan/", "en:charts/", "*:*/from-to/*", *FROM_TO],
        drawn=True,
    ),
    Change(
        "a chart's drawing",
        replaced("content/charts/harbour.py", "domain=[90, 130]", "domain=[80, 130]"),
        ["*:*search/pages/charts.json", "*:*/index.md", "*:*/stories/ferries.md", "*:policies/town-plan/", "*:charts/", "*:*/from-to/*"],
        drawn=True,
    ),
    Change(
        "a chart's topic",
        replaced("content/charts/harbour.py", '@chart("from-to")', '@chart("from-to", topic="green")'),
        ["*:*search/pages/charts.json", "*:*/index.md", "*:*/stories/ferries.md", "*:policies/town-plan/", "*:charts/", "*:*/from-to/*"],
        drawn=True,
    ),
    Change("a comment in chart code", with_line("content/charts/harbour.py", "# a comment"), NOTHING),
    Change("a chart on a page", with_line("content/en/method.md", BLOCK), ["en:en/method.md", "en:charts/own/*", *TREES], drawn=True),
    Change("its title", replaced("content/en/method.md", "title: Trees", "title: More trees"), ["en:en/method.md", "en:charts/own/*"], drawn=True),
    Change("it is gone", replaced("content/en/method.md", BLOCK.replace("title: Trees", "title: More trees"), ""), ["en:en/method.md", *TREES], drawn=True),
    Change(
        "a chart is added",
        lambda n: write(
            n, "content/charts/more.py", n.file("content/charts/harbour.py").read_text().replace('"street-trees"', '"more-trees"').split('@chart("from-to"')[0]
        ),
        [
            "*:*search/*.json",
            "*:*/index.md",
            "*:policies/town-plan/",
            "*:charts/",
            "*:*/more-trees/*",
            "*:targets/trees-hill-2030/",
            "*:targets/trees-quayside-2030/",
        ],
        drawn=True,
    ),
    Change(
        "a chart is removed",
        removed("content/charts/more.py"),
        ["*:*search/*.json", "*:*/index.md", "*:policies/town-plan/", "*:charts/", "*:targets/trees-hill-2030/", "*:targets/trees-quayside-2030/"],
        drawn=True,
    ),
)

PAGES = (
    Change("a page's text", replaced("content/en/method.md", "We copy what is printed.", "We copy exactly what is printed."), [SOUGHT, "en:en/method.md"]),
    Change(
        "a story's title",
        replaced("content/en/stories/ferries.md", "title: Sixty boats a day", "title:  Sixty boats"),
        [*STORIES, "en:targets/crossings-2028/", "en:targets/fare-cap/", "en:policies/ferry-rules/"],  # which say that it uses them
    ),
    Change(
        "a story begins to cite a row",
        with_line("content/en/stories/ferries.md", "\n[[cite:late-ferries-2028]]"),
        [SOUGHT, "en:en/stories/ferries.md", "en:targets/late-ferries-2028/"],
    ),
    Change("it cites it twice", with_line("content/en/stories/ferries.md", "[[late-ferries-2028]]"), ["en:en/stories/ferries.md"]),
    Change(
        "it does no longer",
        replaced("content/en/stories/ferries.md", "\n[[cite:late-ferries-2028]]\n[[late-ferries-2028]]\n", ""),
        [SOUGHT, "en:en/stories/ferries.md", "en:targets/late-ferries-2028/"],
    ),
    Change("a summary", replaced("content/en/stories/ferries.md", "summary: The plan counts", "summary: It counts"), STORIES),
    Change(
        "a new story",
        written(
            "content/en/stories/trees.md", "---\ntitle: Trees\nsummary: S\ndate: 2026-05-02\ntemplate: story.html\norder: 3\n---\nSee [boats](ferries.md).\n"
        ),
        [*STORIES, "en:en/stories/trees.md"],
    ),
    Change("the order of stories", replaced("content/en/stories/trees.md", "order: 3", "order: 0"), [*STORIES, "en:en/stories/trees.md"]),
    Change(
        "a title with a number of the data in it",
        replaced("content/en/stories/trees.md", "title: Trees", "title: Trees of [[count:targets]]"),
        [*STORIES, "en:en/stories/trees.md"],
    ),
    Change(
        "a picture",
        lambda n: (write(n, "content/en/stories/quay.png", picture(10)), with_line("content/en/stories/trees.md", "![A quay](quay.png)\n")(n)),
        [SOUGHT, "en:en/stories/trees.md"],
    ),
    Change("other bytes of the same picture", written("content/en/stories/quay.png", picture(200)), ["en:en/stories/trees.md"]),
    Change("a paper that no page shows", written("content/en/stories/plan.csv", "a,b\n1,2\n"), NOTHING),
    Change("a link to a paper", with_line("content/en/stories/trees.md", "\n[Plan](plan.csv)"), [SOUGHT, "en:en/stories/trees.md"]),
    Change(
        "a picture and a paper are gone",
        lambda n: (
            removed("content/en/stories/quay.png", "content/en/stories/plan.csv")(n),
            n.change("content/en/stories/trees.md", "\n[Plan](plan.csv)", ""),
            n.change("content/en/stories/trees.md", "![A quay](quay.png)\n", ""),
        ),
        [SOUGHT, "en:en/stories/trees.md"],
    ),
    Change(
        "a total of the data",
        with_line(
            "content/en/stories/trees.md",
            "\n[[sum:targets.value region=hill indicator=street-trees]] and [[value:trees-hill-2030]]".replace(" and [[value:trees-hill-2030]]", ""),
        ),
        [SOUGHT, "en:en/stories/trees.md"],
    ),
    Change("a story is gone", removed("content/en/stories/trees.md"), STORIES),
    Change("a page gets a twin", written("content/nl/method.md", "---\ntitle: Hoe wij lezen\n---\nWij schrijven over.\n"), ["en:en/method.md", "nl:*"]),
    Change("a file for the host", written("content/static/robots.txt", "User-agent: *\n"), NOTHING),
    Change("another of them", written("content/static/robots.txt", "User-agent: x\n"), NOTHING),
    Change("it is gone", removed("content/static"), NOTHING),
)

SETTINGS = (
    Change("the day", replaced("mkdocs.yml", "extra:\n", "extra:\n  date: 2026-11-01\n"), [*EVERY_PAGE, *DATED, "*:*explore/policies/index.json"]),
    Change("a menu", replaced("mkdocs.yml", "docs_dir: content\n", "docs_dir: content\nnav: [en/index.md, en/method.md]\n"), NOTHING),
    Change("the menu is emptied", replaced("mkdocs.yml", "nav: [en/index.md, en/method.md]", "nav: []"), NOTHING),
    Change("an extension", replaced("mkdocs.yml", "  - abbr\n", "  - abbr\n  - pymdownx.smartsymbols\n"), ["*:*.md"]),
    Change("the name of the site", replaced("mkdocs.yml", "{title: Havenboek,", "{title: Havenkrant,"), EVERYTHING, drawn=True),
    Change("a language's name", replaced("mkdocs.yml", "{name: Nederlands,", "{name: Hollands,"), [*EVERY_PAGE, *DATED]),
    Change(
        "an extension that may read any file",
        lambda n: (
            n.change("mkdocs.yml", "  - abbr\n", SNIPPETS),
            write(n, "content/static/quay.txt", "The quay is long.\n"),
            with_line("content/en/method.md", '\n--8<-- "static/quay.txt"')(n),
        ),
        [SOUGHT, "*:*.md"],
    ),
    Change("a file that a page takes in", written("content/static/quay.txt", "The quay is very long.\n"), ["*:*.md"]),
    Change("where the site is served", lambda _: None, EVERYTHING, env={"SITE_URL": "https://harbour.example/ledger/"}),
    Change("a language is dropped", without_dutch, EVERYTHING, drawn=True),
)

CHAINS = {"data": DATA, "theme": THEME, "charts": CHARTS, "pages": PAGES, "settings": SETTINGS}


FLAGSHIP_BLOCK = BLOCK.replace(
    "targets\nfilter: {unit: trees}", "targets\nfilter: {policy: gansu-green-13fyp, indicator: energy-per-product, unit: kgce/t}"
).replace("y: region", "y: product")
VERSION = (
    *("*:data/", "*:changes/", "zh:data/data.zip", "zh:CITATION.cff", "zh:data/croissant.json", "zh:data/data.sqlite"),
    *("zh:data/datapackage.json", "zh:data/csv-metadata.json", "zh:data/dcat.jsonld", "*:data/data.*.xlsx"),
)
"""What holds all data of the flagship, or says by a hash which they are, on a site that knows its address."""
AS_OF_A_DAY = (
    *("*:*/", "*:*.md", "zh:404.html", "zh:data/data.zip", "zh:CITATION.cff", "zh:data/croissant.json", "zh:data/datapackage.json", "*:data/data.*.xlsx"),
    *(
        "zh:data/csv-metadata.json",
        "zh:data/dcat.jsonld",
        "zh:data/schema.json",
        "*:*calendar.ics",
        "zh:*/record.json",
        "zh:*/place.json",
        "*:*search/pages/pages.json",
        "*:*site.webmanifest",
    ),
    *("*:*llms.txt", "*:*/oembed.json", "*:*feed.*", "*:*feeds/*", "*:*explore/*/index.json", "*:sitemap*.xml", "zh:robots.txt"),
)
"""What says of which day it is, or asks for what is said with it, such as the address of the site."""
FLAGSHIP = (
    Change(
        "a note",
        with_cell("data/targets.csv", "gs13-energy-raw-steel-2020", "note_en", "A note."),
        [
            *VERSION,
            "en:targets/gs13-energy-raw-steel-2020/",
            "zh:targets/gs13-energy-raw-steel-2020/record.json",
            "zh:policies/gansu-green-13fyp/record.json",
            "zh:regions/gansu/place.json",
            "*:data/targets/",  # which is cited with the version of its file
            "*:data/targets.*",
            "en:*compare/rows/targets-*.json",
        ],
    ),
    Change(
        "a story's text",
        with_line("content/zh/stories/ten-cases.md", "\n目录没有写。"),
        ["zh:*search/*.json", "zh:zh/stories/ten-cases.md", "zh:feeds/stories.*", "zh:stories/ten-cases/index.html.md"],
    ),
    Change(
        "a story's title",
        replaced("content/en/stories/ten-cases.md", "title: ", "title: Once more, "),
        [
            *(SOUGHT, "en:en/index.md", "en:en/stories/*", "en:policies/green-tech-2024/", "en:catalogue/technologies/*"),
            *("en:en/stories/ten-cases/index.html.md", "en:en/llms.txt", "en:en/feeds/stories.*", "*:sitemap*.xml"),
        ],
    ),
    Change("a word on one page", replaced("templates/words/zh.yml", "not-found: 没有这一页", "not-found: 没有这个页面"), ["zh:404.html"]),
    Change(
        "a page's template", replaced("templates/target.html", "{% block main %}", "{% block main %}{# changed #}"), ["*:targets/*/", "*:earlier-targets/*/"]
    ),
    Change(
        "a name in one language",
        replaced("data/regions.yaml", "en: Gansu,", "en: Gansu Province,"),
        [*VERSION, "en:*", "zh:regions/*", "zh:data/regions.*", "zh:data/schema.json", "zh:*/record.json", "zh:*search/*.json"],
        drawn=True,
    ),
    Change(
        "a term is added",
        with_line("data/regions.yaml", "atlantis: {zh: 大西洲, en: Atlantis, level: province}"),
        [*VERSION, "zh:data/regions.*", "zh:data/schema.json"],
    ),
    Change(
        "a chart's words",
        replaced("content/zh/charts/gansu-products.yml", "项单耗目标，五年降幅从", "项单耗目标，五年间降幅从"),
        [
            "zh:*search/*.json",
            "zh:zh/*",
            "zh:policies/gansu-green-13fyp/",
            "zh:charts/",
            "zh:*/gansu-products/*",
            "zh:targets/gs13-*/",
            "zh:feeds/stories.*",
            "zh:stories/*.md",
        ],
        drawn=True,
    ),
    Change(
        "a chart on a page",
        with_line("content/en/method.md", FLAGSHIP_BLOCK),
        ["en:en/method.md", "en:en/method/index.html.md", "en:charts/own/*", "en:targets/gs13-*/"],
        drawn=True,
    ),
    Change("the day", replaced("mkdocs.yml", "date: 2026-11-26", "date: 2026-11-27"), AS_OF_A_DAY),
)


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def from_nothing(newsroom: Newsroom, folder: Path, env: dict[str, str], drawn: bool) -> dict[str, str]:
    """The site of the same inputs, built where nothing of a site was kept; drawings are by their specs, and taken over."""
    shutil.rmtree(folder, ignore_errors=True)
    for part in PARTS_OF_A_PROJECT:
        source = newsroom.root / part
        if source.exists():
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    for part in ("svg", "png", "font", "runtime", "templates", *(() if drawn else ("store",))):
        shutil.copytree(newsroom.root / ".cache" / part, folder / ".cache" / part, copy_function=os.link)  # these are never written into
    if not drawn:
        (folder / ".cache" / "records").mkdir()
        shutil.copy(newsroom.root / ".cache" / "records" / "figures-build", folder / ".cache" / "records")
    outcome_of(folder, env)
    return tree(folder / "site")


def unlike(changes: Iterable[Change], newsroom: Newsroom, aside: Path) -> list[str]:
    """What is not as it should be, after each of the changes."""
    found: list[str] = []
    for change in changes:
        change.change(newsroom)
        try:
            outcome = outcome_of(newsroom.root, change.env)
            stale = differences(tree(newsroom.site), from_nothing(newsroom, aside, change.env, change.drawn))
        except Refused as refused:
            found.append(f"{change.what}: refused: {[str(p) for p in refused.problems]}")
            continue
        if stale:
            found.append(f"{change.what}: not as built from nothing: {stale}")
        made = [f"{language}:{path}" for _, _, language, path in outcome.made]
        lacking = [pattern for pattern in change.made if not any(fnmatchcase(path, pattern) for path in made)]
        needless = [path for path in made if not any(fnmatchcase(path, pattern) for pattern in change.made)]
        if lacking or needless:
            found.append(f"{change.what}: not made: {lacking}; made in vain: {needless}")
    return found


@pytest.fixture(scope="module")
def with_theme(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The harbour town with templates of its own, built."""
    made = built_newsroom.copy(tmp_path_factory.mktemp("exact") / "newsroom")
    shutil.copytree(REPOSITORY / "templates", made.file("templates"))
    outcome_of(made.root)
    return made


@pytest.mark.parametrize("chain", CHAINS)
def test_the_next_site_is_the_one_that_is_built_from_nothing_and_no_more_is_made_than_must_be(with_theme: Newsroom, tmp_path: Path, chain: str) -> None:
    found = unlike(CHAINS[chain], with_theme.copy(tmp_path / "newsroom"), tmp_path / "aside")
    assert not found, "\n".join(found)


@pytest.mark.long
def test_the_flagship_too_is_the_one_that_is_built_from_nothing_after_each_of_ten_changes(flagship: Newsroom, tmp_path: Path) -> None:
    found = unlike([replace(change, env=ADDRESS) for change in FLAGSHIP], flagship.copy(tmp_path / "newsroom"), tmp_path / "aside")
    assert not found, "\n".join(found)


def test_other_code_or_another_library_makes_everything_anew_and_the_same_of_it(with_theme: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom = with_theme.copy(tmp_path / "newsroom")
    before = tree(newsroom.site)
    everything = {path.removesuffix("index.html") for path in before if path.endswith(".html")}
    monkeypatch.setattr(engine, "installed", lambda: "a newer release of a library")
    made = outcome_of(newsroom.root).made
    assert {address(newsroom, artefact) for artefact in made if artefact[0] != "output"} == everything
    assert len([artefact for artefact in made if artefact[0] == "output"]) == len([path for path in before if made_as_output(path)])
    assert tree(newsroom.site) == before
    assert not outcome_of(newsroom.root).changed


def address(newsroom: Newsroom, artefact: tuple[str, ...]) -> str:
    """Where a page of an artefact stands."""
    sort, _, language, path = artefact
    if sort == "editorial":
        path = re.sub(r"(^|/)index/$", r"\1", path.split("/", 1)[1].removesuffix(".md") + "/")
    return f"{'' if language == 'en' else f'{language}/'}{path}"


FILES = (".csv", ".json", ".svg", ".zip", ".cff", ".sqlite", ".xlsx", ".webmanifest", ".ics", ".xml")


def made_as_output(path: str) -> bool:
    """Whether a file of the site is an output: no page, no picture, no file of the theme or the host."""
    return not path.startswith("assets/") and (path.endswith(FILES) or path == "embed/frame.js")


def test_drawings_too_are_those_of_a_build_that_shares_none(newsroom: Newsroom, tmp_path: Path) -> None:
    """Elsewhere in this file drawings are taken over from what was kept, by their specs: they take long."""
    newsroom.change("content/charts/harbour.py", "domain=[90, 130]", "domain=[80, 130]")
    newsroom.change("data/quarters.yaml", "nl: Heuvel,", "nl: Berg,")
    outcome_of(newsroom.root)
    kept = newsroom.copy(tmp_path / "fresh")
    shutil.rmtree(kept.site)
    shutil.rmtree(kept.root / ".cache")
    outcome_of(kept.root)
    now = tree(newsroom.site)
    assert differences(now, tree(kept.site)) == [] and sum(bool(re.fullmatch(r"charts/.*\.(svg|png)", path)) for path in now) == 8


# --- what a question is about -----------------------------------------------------------------------------------------


def test_what_was_read_of_some_rows_rests_on_these_alone(newsroom: Newsroom) -> None:
    before = Snapshot(load_ledger(newsroom.root / "data", Problems()), {})
    trace = Trace(before)
    assert [row.base_year for row in trace.ledger.rows("targets") if row.id == "loans-2030"] == ["2023"]
    asked = list(trace.questions())

    def differ(old: str, new: str) -> bool:
        newsroom.change("data/targets.csv", old, new)
        after = Snapshot(load_ledger(newsroom.root / "data", Problems()), {})
        newsroom.change("data/targets.csv", new, old)
        return any(after.answer(question) != before.answer(question) for question in asked)

    assert differ(",2023,1150,2030,1380,", ",2022,1150,2030,1380,") is False, "the base year of another row"
    assert differ(",2023,250,2030,300,", ",2022,250,2030,300,") is True


def test_whether_something_is_in_a_collection_is_a_question(newsroom: Newsroom) -> None:
    ledger = load_ledger(newsroom.root / "data", Problems())
    before, after, other = (Snapshot(ledger, {}, {"used": lambda found=found: found}) for found in (("hill",), ("hill", "quay"), ("hill", "meadow")))
    trace = Trace(before)
    assert not trace.is_member("quay", "used")
    (asked,) = trace.questions()
    assert before.answer(asked) != after.answer(asked) and before.answer(asked) == other.answer(asked)


def test_our_own_code_is_part_of_what_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_OURS", tmp_path)
    code = tmp_path / "load" / "table.py"
    code.parent.mkdir()
    code.write_text("A = 1\n")
    name = installation.installed()
    assert installation.installed() == name
    code.write_text("A = 2\n")
    assert installation.installed() != name
