"""How what stands on a page is cited: for scholars in a sentence, as BibTeX and RIS, and as the ``citation_*`` names that libraries read.

The sentence for everybody else is the page's own (``parts/words.html``, ``cite_block``). All of them name the day that the ledger stands
at, which is the version that was read; nobody's clock is asked for the day of reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ledger.load.content import Document
from ledger.render.edition import Edition
from ledger.render.metadata import WITHOUT_ADDRESS, absolute
from ledger.render.pages import Page

_TEX = {c: f"\\{c}" for c in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}


@dataclass(frozen=True)
class Citation:
    """``id`` is what it goes by, ``title`` what it is called, ``day`` the version or the day of publication (``YYYY-MM-DD`` or shorter, or
    nothing), ``address`` its own in full (or nothing), ``origin`` the document that it is from, in words."""

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
        told |= {"note": _tex(self.origin), "url": self.address, "langid": self.language}
        # in quotes and braces: a name stays whole, a title keeps its capitals
        lines = [f'  {name} = "{{{text}}}"' for name, text in told.items() if text]
        return f"@misc{{{self.id},\n" + ",\n".join(lines) + "\n}\n"

    @property
    def ris(self) -> str:
        """The same in the tags of RIS."""
        told = [("TY", "DATA"), ("ID", self.id), ("TI", self.title), *(("AU", name) for name in self._by), ("PB", self.site), ("PY", self.day[:4])]
        told += [("DA", self.day.replace("-", "/") if len(self.day) == 10 else ""), ("LA", self.language), ("N1", self.origin), ("UR", self.address)]
        return "".join(f"{tag}  - {' '.join(text.split())}\n" for tag, text in told if text) + "ER  - \n"


def citation(edition: Edition, page: Page) -> Citation | None:
    """How a page is cited that is a record, a chart, a story or a table of data; ``None`` of any other."""
    cited = _cited(edition, page) if page.template not in WITHOUT_ADDRESS else None
    if cited is None:
        return None
    id, title, origin = cited
    project, document = edition.project, page.values.get("document")
    day = (document.meta.updated or document.meta.date if isinstance(document, Document) else "") or project.date
    address = absolute(edition, page.address) if project.site_url else ""
    site = edition.language.title
    authors = document.meta.authors if isinstance(document, Document) else ()
    by = edition.t("enumeration").join(authors) or site
    sentence = edition.t("cite-scholar" if day else "cite-scholar-undated", site=by, year=day[:4], title=title, date=edition.date(day), link=address).strip()
    return Citation(re.sub(r"[^a-z0-9.-]+", "-", id.lower()), title, site, day, address, edition.language.tag, origin, sentence, authors)


def _cited(edition: Edition, page: Page) -> tuple[str, str, str] | None:
    """What a page is cited by: its id, its title with its value, and the document that it is from."""
    values = page.values
    row: Any = values.get("row")
    if row is not None and page.template in ("target.html", "row.html", "technology.html", "policy.html"):
        is_valued = page.template == "target.html" and getattr(row, "value", None) is not None
        title = edition.t("colon").join((page.title, edition.measured(row))) if is_valued else page.title
        policy, clause = values.get("policy"), values.get("clause")
        return row.id, title, f"{edition.t('cited-from')}{edition.short_citation(policy, clause)}".strip() if policy else ""
    if page.template == "chart.html":
        return values["figure"].id, page.title, ""
    if page.template == "table.html":
        return f"table-{values['table'].name}", f"{edition.language.title}{edition.t('colon')}{page.title or values['table'].name}", ""
    if page.template == "data.html":
        return "data", f"{edition.language.title}{edition.t('colon')}{page.title}", ""
    if isinstance(values.get("document"), Document) and page.twin.startswith("stories/") and page.twin != "stories/":
        return page.twin.removeprefix("stories/").strip("/"), page.title, ""
    return None


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(text.split()))
