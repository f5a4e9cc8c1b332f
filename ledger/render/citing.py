"""How what stands on a page is cited: for scholars in a sentence, as BibTeX, RIS and CSL JSON, and as the ``citation_*`` names that libraries
read.

The sentence for everybody else is the page's own (``parts/words.html``, ``cite_block``). All of them name the day that the ledger stands
at, which is the version that was read; nobody's clock is asked for the day of reading.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ledger.load.content import Document
from ledger.render.edition import Edition
from ledger.render.metadata import WITHOUT_ADDRESS, absolute, version_of
from ledger.render.pages import Page

DATA, CHART, STORY = "data", "chart", "story"
_FORM = {DATA: "cite-form-data", CHART: "cite-form-chart", STORY: "cite-form-story"}
_RIS = {DATA: "DATA", CHART: "FIGURE", STORY: "ELEC"}
_CSL = {DATA: "dataset", CHART: "figure", STORY: "webpage"}
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")
_TEX = {c: f"\\{c}" for c in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}


@dataclass(frozen=True)
class Citation:
    """``sort`` is what is cited, ``id`` what it goes by, ``title`` what it is called, ``day`` the version or the day of publication
    (``YYYY-MM-DD`` or shorter, or nothing), ``address`` its own in full (or nothing), ``origin`` the document that it is from, in words."""

    sort: str
    id: str
    title: str
    site: str
    day: str
    address: str
    language: str
    origin: str = ""
    sentence: str = ""
    """For scholars."""
    authors: tuple[str, ...] = ()
    """Who wrote it, where that is not the newsroom as a whole."""
    version: str = ""
    """The version of what is cited: of all data, or of a record, a chart, a story."""

    @property
    def _key(self) -> str:
        """A name that no other page has: a chart may be called as a story is."""
        return self.id if self.sort == DATA else f"{self.sort}-{self.id}"

    @property
    def _by(self) -> tuple[str, ...]:
        return self.authors or (self.site,)

    @property
    def meta(self) -> list[tuple[str, str]]:
        """``citation_*`` by name, as Google Scholar and reference managers read them."""
        told = [("title", self.title), *(("author", name) for name in self._by), ("publisher", self.site), ("publication_date", self.day.replace("-", "/"))]
        told += [("language", self.language), ("public_url", self.address)]
        return [(f"citation_{name}", text) for name, text in told if text]

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX and BibLaTeX."""
        by = "} and {".join(map(_tex, self._by))
        told = {"author": by, "title": _tex(self.title), "year": self.day[:4], "date": self.day if len(self.day) == 10 else ""}
        told |= {"howpublished": _tex(self.site) if self.authors else "", "note": _tex(self.origin), "version": self.version}
        told |= {"url": self.address, "langid": self.language}
        # in quotes and braces: a name stays whole, a title keeps its capitals
        lines = [f'  {name} = "{{{text}}}"' for name, text in told.items() if text]
        return f"@misc{{{self._key},\n" + ",\n".join(lines) + "\n}\n"

    @property
    def ris(self) -> str:
        """The same in the tags of RIS."""
        told = [("TY", _RIS[self.sort]), ("ID", self._key), ("TI", self.title), *(("AU", name) for name in self._by), ("PB", self.site), ("PY", self.day[:4])]
        told += [("DA", self.day.replace("-", "/") if len(self.day) == 10 else ""), ("LA", self.language), ("N1", self.origin)]
        told += [("ET", self.version), ("UR", self.address)]
        return "".join(f"{tag}  - {' '.join(text.split())}\n" for tag, text in told if text) + "ER  - \n"

    @property
    def csl(self) -> str:
        """The same as an item of CSL JSON, which Zotero and Pandoc read."""
        told: dict[str, Any] = {"id": self._key, "type": _CSL[self.sort], "title": self.title, "author": [{"literal": name} for name in self._by]}
        told |= {"issued": {"date-parts": [[int(part) for part in self.day.split("-")]]} if _DAY.fullmatch(self.day) else None}
        told |= {"publisher": self.site, "version": self.version, "note": self.origin, "language": self.language, "URL": self.address}
        return json.dumps([{name: value for name, value in told.items() if value}], ensure_ascii=False, indent=1)


def citation(edition: Edition, page: Page) -> Citation | None:
    """How a page is cited that is a record, a chart, a story or a table of data; ``None`` of any other."""
    cited = _cited(edition, page) if page.template not in WITHOUT_ADDRESS else None
    if cited is None:
        return None
    sort, id, title, origin = cited
    project, document = edition.project, page.values.get("document")
    day = (document.meta.updated or document.meta.date if isinstance(document, Document) else "") or project.date
    address = absolute(edition, page.address) if project.site_url else ""
    site = edition.language.title
    authors = document.meta.authors if isinstance(document, Document) else ()
    told = {"by": edition.t("enumeration").join(authors) or site, "title": title, "form": edition.t(_FORM[sort]), "link": address}
    told["within"] = edition.t("cite-within", site=site) if authors else ""
    sentence = edition.t("cite-scholar" if day else "cite-scholar-undated", year=day[:4], date=edition.date(day), **told).strip()
    version = version_of(edition, page)
    id = re.sub(r"[^a-z0-9.-]+", "-", id.lower())
    return Citation(sort, id, title, site, day, address, edition.language.tag, origin, sentence, authors, version)


def _cited(edition: Edition, page: Page) -> tuple[str, str, str, str] | None:
    """What a page is cited as, and by: its id, its title with its value, and the document that it is from."""
    values = page.values
    row: Any = values.get("row")
    if row is not None and page.template in ("target.html", "row.html", "technology.html", "policy.html"):
        is_valued = page.template == "target.html" and getattr(row, "value", None) is not None
        title = edition.t("colon").join((page.title, edition.measured(row))) if is_valued else page.title
        policy, clause = values.get("policy"), values.get("clause")
        return DATA, row.id, title, f"{edition.t('cited-from')}{edition.short_citation(policy, clause)}".strip() if policy else ""
    if page.template == "chart.html":
        return CHART, values["figure"].id, page.title, ""
    if page.template == "table.html":
        return DATA, f"table-{values['table'].name}", f"{edition.language.title}{edition.t('colon')}{page.title or values['table'].name}", ""
    if page.template == "data.html":
        return DATA, "data", f"{edition.language.title}{edition.t('colon')}{page.title}", ""
    if isinstance(values.get("document"), Document) and page.twin.startswith("stories/") and page.twin != "stories/":
        return STORY, page.twin.removeprefix("stories/").strip("/"), page.title, ""
    return None


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(text.split()))
