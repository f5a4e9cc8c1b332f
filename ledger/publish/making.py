"""Pages and outputs as artefacts: how one of them is made, in whatever process, and what is known of it afterwards."""

from __future__ import annotations

import functools
import time
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from ledger.keep.making import Outcome, finished
from ledger.keep.records import Artefact
from ledger.keep.snapshot import Snapshot
from ledger.keep.store import Store
from ledger.keep.trace import Trace
from ledger.outputs import OUTPUTS
from ledger.problems import Problem, Problems
from ledger.project import Language
from ledger.publish.verify import PAGE_BUDGET, Reading, read_page
from ledger.render.edition import Edition
from ledger.render.extensions import is_known
from ledger.render.faults import BadTemplate
from ledger.render.kinds import KINDS
from ledger.render.links import Asked
from ledger.render.renderer import render_page
from ledger.render.site import Site
from ledger.work import NoWorkers

if TYPE_CHECKING:
    from ledger.render.editorial import Typesetter

_KINDS = {kind.name: kind for kind in KINDS}
_OUTPUTS = {output.name: output for output in OUTPUTS}


class About(msgspec.Struct, frozen=True, array_like=True):
    """What a build wants to know of a page that it has not made itself: what was read in it; of an editor's page also the links that
    were typed, the files that it shows (path below content/ → path on the site), and its warnings."""

    reading: Reading
    asked: dict[str, Asked] = {}
    files: dict[str, str] = {}
    warnings: list[tuple[str, int, str, str]] = []


_abouts = msgspec.msgpack.Decoder(About)


@dataclass(frozen=True)
class Shop:
    """What pages and outputs are made from. ``faulty`` are the lines of each file that errors were told of before."""

    site: Site
    snapshot: Snapshot
    store: Store
    faulty: Mapping[str, Collection[int]] = field(default_factory=dict)

    def edition(self, language: str, trace: Trace | None = None) -> Edition:
        """An edition for one artefact."""
        return Edition(self.site, self.site.project.language(language), trace or Trace(self.snapshot))

    @functools.cached_property
    def typesetter(self) -> Typesetter:
        """Whoever makes editors' pages; one a process."""
        from ledger.render.editorial import Typesetter

        return Typesetter(self.site.project.extensions, Problems())

    def after(self, site: Site) -> Shop:
        """The shop after an edit, with the same typesetter."""
        after = Shop(site, site.snapshot(), self.store)
        if site.project.extensions is self.site.project.extensions:
            vars(after)["typesetter"] = self.typesetter
        return after

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "typesetter"}


def pages(shop: Shop) -> dict[Artefact, str]:
    """``{("page", kind, language, path): path of its file}`` of every page of the data."""
    found: dict[Artefact, str] = {}
    for language in shop.site.project.languages:
        edition = shop.edition(language.code)
        found |= {("page", kind.name, language.code, path): file_of(language, path) for kind in KINDS for path in kind.paths(edition)}
    return found


def editorials(shop: Shop) -> dict[Artefact, str]:
    """``{("editorial", "", language, path below content/): path of its file}`` of every page that an editor wrote."""
    languages = {language.code: language for language in shop.site.project.languages}
    return {("editorial", "", d.language, d.path): file_of(languages[d.language], d.address) for d in shop.site.documents.values()}


def outputs(shop: Shop, drawn: bool) -> dict[Artefact, str]:
    """``{("output", kind, language, path): path of its file}`` of every other file: of those that need ``drawn`` figures, or of the rest."""
    found: dict[Artefact, str] = {}
    for number, language in enumerate(shop.site.project.languages):
        edition = shop.edition(language.code)
        found |= {("output", o.name, language.code, path): path for o in OUTPUTS if o.drawn == drawn and not (o.once and number) for path in o.paths(edition)}
    return found


def file_of(language: Language, path: str) -> str:
    """The file in which a page stands; ``path`` is its address without the edition's root."""
    return language.root + path + ("" if path and not path.endswith("/") else "index.html")


def make(shop: Shop, artefact: Artefact) -> Outcome:
    """Make one page or output, and look at the clock."""
    began = time.perf_counter()
    return replace(_made(shop, artefact), seconds=time.perf_counter() - began)


def _made(shop: Shop, artefact: Artefact) -> Outcome:
    sort, kind, language, path = artefact
    trace = Trace(shop.snapshot)
    edition = shop.edition(language, trace)
    if sort == "output":
        return Outcome(finished(trace, shop.store, _OUTPUTS[kind].content(edition, path)))
    if sort == "editorial":
        return _editorial(shop, edition, trace, path)
    page = _KINDS[kind].page(edition, path)
    try:
        html = render_page(edition, page)
    except BadTemplate as bad:
        return Outcome(None, frozenset([bad.problem]))
    about = About(read_page(file_of(edition.language, path), html))
    return Outcome(finished(trace, shop.store, html.encode(), msgspec.msgpack.encode(about)))


def _editorial(shop: Shop, edition: Edition, trace: Trace, path: str) -> Outcome:
    if not shop.store.is_here and not is_known(shop.site.project.extensions):
        raise NoWorkers("mkdocs.yml names a Markdown extension that may read any file, and a worker does not share the disk; build with --executor processes")
    document = edition.text(path)
    page = shop.typesetter.page(edition, document, edition.linkable, shop.faulty.get(document.file, frozenset()))
    if not page.html:
        return Outcome(None, page.problems)
    warnings = [(p.file, p.line, p.what, p.remedy) for p in sorted(page.problems) if p.warning]
    reading = read_page(page.path, page.html)
    if reading.size > PAGE_BUDGET:
        what = f"makes a page of {reading.size:,} bytes; on a phone with a slow line that takes {reading.size * 8 // PAGE_BUDGET} seconds"
        warnings.append((document.file, 0, what, "split the page if its readers come by phone"))
    about = About(reading, dict(page.asked), dict(page.files), warnings)
    made = finished(trace, shop.store, page.html.encode(), msgspec.msgpack.encode(about))
    return Outcome(made, page.problems, is_kept=document.file not in shop.faulty)


def about(encoded: bytes) -> About:
    """What is known of a page, from its record."""
    return _abouts.decode(zlib.decompress(encoded))


def together(encoded: Sequence[bytes]) -> About:
    """What is known of the page at an address. Where a page of the data and one of an editor both want it, as is said, links into either
    are not wrong."""
    first, *others = map(about, encoded)
    ids = [id for known in (first, *others) for id in known.reading.ids]
    return msgspec.structs.replace(first, reading=first.reading._replace(ids=ids)) if others else first


def warnings_of(known: About) -> set[Problem]:
    """What was said of a page when it was made."""
    return {Problem(file, line, what, remedy, warning=True) for file, line, what, remedy in known.warnings}


def lines_told(problems: Problems) -> dict[str, frozenset[int]]:
    """The lines of each file that an error was told of."""
    found: dict[str, set[int]] = {}
    for problem in problems.found:
        if not problem.warning:
            found.setdefault(problem.file, set()).add(problem.line)
    return {file: frozenset(lines) for file, lines in found.items()}


def editions(shop: Shop) -> dict[str, Edition]:
    """An edition of each language for what is no artefact."""
    return {language.code: shop.edition(language.code) for language in shop.site.project.languages}
