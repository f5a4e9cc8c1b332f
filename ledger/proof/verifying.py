"""Reads a ledger and articles, and tells where each number stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.check.citation import clauses_of, policy_of
from ledger.check.statements import names_of
from ledger.entry.language import language_of
from ledger.load.ledger import Ledger, load_ledger
from ledger.load.table import Row
from ledger.problems import Problems, did_you_mean
from ledger.project import Project, load_project
from ledger.proof.article import Passage, read_article
from ledger.proof.measures import Measures
from ledger.proof.quotes import quotes_in
from ledger.proof.standing import DIFFERS, STANDS, UNKNOWN, Proof, Standing, Value
from ledger.publish.build import find_newsroom
from ledger.render.parts import LEAST
from ledger.wording import quantity


@dataclass(frozen=True)
class Told:
    """A number of an article, and where it stands in words."""

    file: str
    standing: Standing
    document: str = ""
    title: str = ""
    clause: str = ""
    address: str = ""
    value: str = ""


@dataclass(frozen=True)
class Verified:
    told: tuple[Told, ...]

    def count(self, status: str) -> int:
        return sum(1 for told in self.told if told.standing.status == status)

    @property
    def standing(self) -> int:
        return self.count(STANDS)

    @property
    def rounded(self) -> int:
        return sum(1 for told in self.told if told.standing.is_rounded)

    @property
    def differing(self) -> int:
        return self.count(DIFFERS)

    @property
    def unknown(self) -> int:
        return self.count(UNKNOWN)


def verify(root: Path, files: Sequence[Path], language: str | None, problems: Problems) -> Verified:
    """What became of every number with a unit in some articles. Raises ``Refused`` where the ledger cannot be read."""
    find_newsroom(root, problems)
    problems.stop_if_any()
    project, ledger = load_project(root, problems), load_ledger(root / "data", problems)
    codes = ledger.schema.languages
    if language and language not in codes:
        problems.add("--language", 0, f"'{language}' is no language of this ledger", did_you_mean(language, codes))
    problems.stop_if_any()
    measures = Measures(ledger, [language_of(code) for code in codes])
    found: list[Told] = []
    for path in files:
        passages = read_article(path, str(path), problems)
        code = language or _language(ledger, passages)
        proof = Proof(ledger, measures, language_of(code))
        found += [_told(project, ledger, str(path), proof.standing(quote), code) for quote in quotes_in(passages, measures)]
    return Verified(tuple(found))


def _language(ledger: Ledger, passages: Sequence[Passage]) -> str:
    """The language whose names a text uses most, by their letters."""
    text = "\n".join(passage.text for passage in passages)
    used = {code: sum(len(match[0]) for match in names_of(ledger, code).pattern.finditer(text)) for code in ledger.schema.languages}
    return max(used, key=lambda code: used[code])


def _told(project: Project, ledger: Ledger, file: str, standing: Standing, language: str) -> Told:
    value = standing.value
    if value is None:
        return Told(file, standing)
    row, table = value.row, ledger.schema.tables[value.table]
    document = policy_of(ledger, table, row) or ""
    owner = ledger.find("document", document)
    title = getattr(owner, f"title_{language}", None) or document
    said = quantity(ledger, value.number, value.unit, language)
    return Told(file, standing, document, title, next(iter(clauses_of(row)), ""), _address(project, ledger, value, document, language), said)


def _address(project: Project, ledger: Ledger, value: Value, document: str, language: str) -> str:
    """Where a row stands on the site: its own page, or the page that tells of it."""
    root = next((spoken.root for spoken in project.languages if spoken.code == language), "")
    shown = ledger.schema.shown
    if shown[value.table].rows_at:
        return _full(project, f"/{root}{shown[value.table].rows_at}{value.row.id}/")
    owner: Row = ledger.find("item", getattr(value.row, "item", None)) or ledger.find("document", document)
    if owner is None or not shown[owner.table].rows_at:
        return ""
    column = "item" if getattr(value.row, "item", None) else "document"
    rows = ledger.rows(value.table, **{ledger.schema.tables[value.table].column(column) or column: owner.id})
    # in a list so long that it comes in parts, the first has the way to the others
    return _full(project, f"/{root}{shown[owner.table].rows_at}{owner.id}/" + (f"#{value.row.id}" if len(rows) <= LEAST else ""))


def _full(project: Project, address: str) -> str:
    return project.site_url.rstrip("/") + address if project.site_url else address
