"""Newsrooms of any size, made up: what the measurements build, the same on every machine.

    Corpus(pages=1000)                  a thousand entries, each a Markdown page
    Corpus(rows=1000)                   a thousand entries, each a row of a table, with documents, clauses and vocabularies
    Corpus(rows=130, articles=20)       articles with two charts each, drawn from the rows: the corpus of reference
    Corpus(observations=5400)           a series: one indicator, one place, a value a day
    Corpus(observations=9000, series=90)

``write`` makes a whole project of it, which ``build.py build --project DIR`` builds. Other generators get the same texts
from ``texts``, rows as pages, and no charts.
"""

from __future__ import annotations

import datetime
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import measure
from benchmarks.records import FIRST_DAY, IN_A_CLAUSE, PLACES, scope, write_records

GENERATOR = Path(__file__).resolve().parents[1] / "build.py"

_LAND = ["harbour", "timber", "river", "orchard", "meadow", "canal", "granite", "copper", "willow", "ferry", "pasture", "spring", "barley", "dairy", "fallow"]
_WORKS = ["bridge", "market", "quarry", "furnace", "lantern", "ledger", "saddle", "station", "warehouse", "council", "kiln", "tower", "village", "anchor"]
_WORDS = _LAND + _WORKS
_VERBS = ["carries", "crosses", "keeps", "follows", "shelters", "feeds", "lights", "borders", "measures", "serves", "reaches", "turns"]


@dataclass(frozen=True)
class Corpus:
    """How much of everything there is. ``languages`` are codes; the first is served at the root of the site."""

    pages: int = 0
    rows: int = 0
    articles: int = 0
    observations: int = 0
    series: int = 1
    languages: tuple[str, ...] = ("en",)


REFERENCE = Corpus(rows=130, articles=20)


@dataclass(frozen=True)
class Text:
    """A page as every generator gets it. ``path`` has no ending; ``link`` in ``body`` is where the path of a neighbour goes."""

    path: str
    title: str
    summary: str
    date: str
    body: str
    neighbour: str

    def markdown(self, link: str, more: Sequence[str] = (), after: str = "") -> str:
        """The page with ``---`` lines; ``link`` is how the generator leads from one page to its neighbour, ``{}`` its name."""
        head = [f"title: {self.title}", f"summary: {self.summary}", *([f"date: {self.date}"] if self.date else []), *more]
        return "\n".join(["---", *head, "---", "", self.body.replace("@@", link.format(self.neighbour)), after])


def texts(corpus: Corpus, language: str) -> Iterator[Text]:
    """All pages of a corpus in one language as other generators get them: entries (pages, then rows), then articles."""
    yield from _entries(corpus.pages + corpus.rows, language)
    yield from _articles(corpus.articles, language)


def write(corpus: Corpus, folder: Path) -> None:
    """A whole project in ``folder``, which is made, with archived texts and their fingerprints. Raises ``Failed`` if it is no newsroom."""
    (folder / "data").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_settings(corpus.languages), encoding="utf-8")
    for language in corpus.languages:
        content = folder / "content" / language
        for text in (*_entries(corpus.pages, language), *_articles(corpus.articles, language)):
            file = content / f"{text.path}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            charts = _charts(int(text.path[-6:]), corpus.rows) if text.date and corpus.rows else ""
            file.write_text(text.markdown("{}.md", ["template: story.html"] if text.date else [], charts), encoding="utf-8")
        content.mkdir(parents=True, exist_ok=True)
        template = "home" if corpus.rows else "page"
        (content / "index.md").write_text(f"---\ntitle: A corpus\nsummary: Made to be measured\ntemplate: {template}.html\n---\n\nAll of it is made up.\n")
        if corpus.articles:
            (content / "stories" / "index.md").write_text("---\ntitle: Articles\ntemplate: stories.html\n---\n")
    write_records(corpus.rows, corpus.observations, corpus.series, corpus.languages, folder / "data", folder / "archive")
    command = [sys.executable, str(GENERATOR), "fingerprint", "--project", str(folder), "--archive", str(folder / "archive")]
    measure(command, folder)


def _entries(count: int, language: str) -> Iterator[Text]:
    for number in range(count):
        chance = random.Random(f"entry {language} {number}")
        body = "\n\n".join((_paragraph(chance, link=True), _section(chance), _list(chance), _table(chance), _section(chance)))
        title = f"{PLACES[number % len(PLACES)]}, the {chance.choice(_WORDS)} {number}"
        yield Text(f"entries/entry-{number:06}", title, _sentence(chance), "", body, f"entry-{(number + 1) % count:06}")


def _articles(count: int, language: str) -> Iterator[Text]:
    for number in range(count):
        chance = random.Random(f"article {language} {number}")
        body = "\n\n".join((_paragraph(chance, link=True), *(_section(chance) for _ in range(4)), _list(chance), _paragraph(chance)))
        day = FIRST_DAY + datetime.timedelta(number)
        yield Text(f"stories/article-{number:06}", _sentence(chance)[:-1], _sentence(chance), day.isoformat(), body, f"article-{(number + 1) % count:06}")


def _sentence(chance: random.Random) -> str:
    words = [f"the {chance.choice(_WORDS)} {chance.choice(_VERBS)} the {chance.choice(_WORDS)}" for _ in range(chance.randint(1, 2))]
    return f"{' and '.join(words)}.".capitalize()


def _paragraph(chance: random.Random, link: bool = False) -> str:
    sentences = [_sentence(chance) for _ in range(3)]
    sentences[1] = f"Of the *{chance.choice(_WORDS)}* and the **{chance.choice(_WORDS)}** we know that {sentences[1].lower()}"
    return " ".join([*sentences, *(["It leads on to the [next one](@@)."] if link else [])])


def _section(chance: random.Random) -> str:
    return f"## The {chance.choice(_WORDS)} and the {chance.choice(_WORDS)}\n\n{_paragraph(chance)}"


def _list(chance: random.Random) -> str:
    return "\n".join(f"- {_sentence(chance)}" for _ in range(4))


def _table(chance: random.Random) -> str:
    return "\n".join(["| what | where |", "| --- | --- |", *(f"| {chance.choice(_WORDS)} | {chance.choice(PLACES)} |" for _ in range(3))])


def _charts(article: int, rows: int) -> str:
    """Two declared charts of ten rows each: bars, and pairs of a base and a target."""
    clauses = max(rows // IN_A_CLAUSE, 1)
    asked = (("bar", "value"), ("dumbbell", "[base_value, value]"))
    return "\n\n".join(_chart(f"Article {article}, drawing {n}", mark, x, (2 * article + n) % clauses) for n, (mark, x) in enumerate(asked))


def _chart(title: str, mark: str, x: str, clause: int) -> str:
    rows = ", ".join(f"{column}: {value}" for column, value in scope(clause).items())
    return f"```chart\ntable: targets\nfilter: {{{rows}}}\nmark: {mark}\ny: region\nx: {x}\nsort: -value\ntitle: {title}\n```"


def _settings(languages: Sequence[str]) -> str:
    spoken = "\n".join(f"    {code}: {{name: {code}, tag: {code}}}" for code in languages)
    known = "\n".join(f"    {code}: {{title: A corpus, line: Made to be measured}}" for code in languages)
    return (
        "site_name: A corpus\ndocs_dir: content\nuse_directory_urls: true\n"
        "markdown_extensions: [tables, footnotes, attr_list, def_list, abbr, sane_lists, admonition, toc]\n"
        f"plugins: [ledger]\nextra:\n  languages:\n{spoken}\n  identity:\n{known}\n"
    )
