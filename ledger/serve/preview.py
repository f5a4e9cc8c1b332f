"""The site as the last build left it, in memory, and what an edit makes of the pages that somebody looks at.

Only these pages are made, from the new inputs, in milliseconds; the build that follows makes and checks everything. What cannot be
told so early is left to it: whatever is wrong, the settings, the code of charts. Figures are those of before until they are drawn.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from ledger.charts.draw import draw_figures
from ledger.charts.drawers import Drawers
from ledger.charts.font import font_folder
from ledger.charts.functions import import_drawing
from ledger.charts.runtime import runtime_files
from ledger.installation import THEME
from ledger.keep.inputs import Inputs, take
from ledger.keep.records import Artefact, Records, questions_of
from ledger.keep.store import Store
from ledger.load.content import Document, drafts
from ledger.load.known import Known
from ledger.problems import Problems, Refused
from ledger.project import load_project
from ledger.publish.engine import engine, surroundings
from ledger.publish.making import Shop, about, editions, editorials, make, outputs, pages
from ledger.publish.stages import Job, checked, documents_of, load, studio_of, words_of
from ledger.render.environment import theme_files
from ledger.render.site import Site
from ledger.render.titles import told


@dataclass(frozen=True)
class _State:
    """A site in memory. ``documents`` are as they were loaded, ``places[path]`` what is at each path; ``records`` are the last build's,
    ``known`` is what was read of each file."""

    job: Job
    documents: tuple[Document, ...]
    shop: Shop
    places: Mapping[str, Artefact]
    records: Records
    known: Known


class Preview:
    """Of the newsroom in ``root``. It knows nothing until ``settle`` was called after a build."""

    def __init__(self, root: Path) -> None:
        self.root, self.cache = root, root / ".cache"
        self.drawers = Drawers(self.cache)
        self._published: Inputs | None = None
        self._latest: _State | None = None
        self._now: _State | None = None

    def pages(self, looked_at: Collection[str]) -> dict[str, bytes]:
        """``{path: content}`` of what an edit has changed of these pages, and of style sheets; nothing where it cannot be told yet."""
        self._now = None
        if self._latest is None or self._published is None:
            return {}
        try:
            self._now = _edited(self._latest, take(self.root, self.cache / "serve", THEME))
        except (Refused, OSError):
            return {}
        if self._now is None:
            return {}
        self._latest = self._now
        return _styles(self._published, self._now) | self.look(looked_at)

    def look(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The same of other pages, after the same edit."""
        return _made(self._now, self._now.shop, paths) if self._now else {}

    def drawn(self, looked_at: Collection[str]) -> dict[str, bytes]:
        """``{path: content}`` of these pages with the charts on them as they are after the edit. It draws, so only a copy may call it."""
        state = self._now
        if state is None:
            return {}
        site, problems = state.shop.site, Problems()
        wanted = {chart for path in looked_at for chart in _charts_on(state, path)}
        studio = replace(studio_of(state.job, site.ledger, state.documents, site.words, site.coverage), drawers=self.drawers.addresses)
        figures = draw_figures(studio, problems, state.job.step, only=wanted)
        if problems.errors or figures.hashes == site.figure_hashes:
            return {}
        return _made(state, state.shop.after(site.after(figures=figures.drawn, figure_hashes=figures.hashes)), looked_at)

    def drafts(self) -> dict[str, bytes] | None:
        """``{path: content}`` of the pages that no build publishes, each marked as such, and of what lies beside them; says which there are and
        what is wrong with them. ``None`` where somebody saves just now. It draws, so only a copy may call it."""
        try:
            inputs = take(self.root, self.cache / "drafts", THEME)  # "serve" is the parent's, which may take an edit meanwhile
            project = load_project(inputs.root, Problems(), self.root / "site", self.cache)
            held = drafts(project.content, tuple(language.code for language in project.languages), project.templates, project.date)
            return self._drafted((self._latest and _edited(self._latest, inputs)) or _loaded(self.root, self.cache, inputs), held) if held else {}
        except (Refused, OSError):
            return None

    def _drafted(self, state: _State, held: tuple[Document, ...]) -> dict[str, bytes]:
        site, problems = state.shop.site, Problems()
        documents = (*state.documents, *held)
        studio = replace(studio_of(state.job, site.ledger, documents, site.words, site.coverage), drawers=self.drawers.addresses)
        figures = draw_figures(studio, problems, state.job.step)
        shop = _told(state.shop, site.after(documents={d.path: d for d in documents}, figures=figures.drawn, figure_hashes=figures.hashes))
        found: dict[str, bytes] = {}
        for artefact, path in editorials(shop).items():
            document = next((document for document in held if document.path == artefact[3]), None)
            if document is None:
                continue
            outcome = make(shop, artefact)
            wrong = sorted({problem for problem in (*outcome.problems, *problems.found) if problem.file == document.file and not problem.warning})
            mark = f"<p>{escape(shop.edition(artefact[2]).t('draft-shown'))}</p>"
            if outcome.made is None or wrong:
                told = "".join(f"<li>{escape(str(problem))}</li>" for problem in wrong)
                html = f'<!doctype html>\n<html lang="{artefact[2]}">\n<head><title>{escape(document.meta.title)}</title></head>\n<body>{mark}<ul>{told}</ul></body>\n</html>\n'
            else:
                html = (shop.store.get(outcome.made.content) or b"").decode()
                html = html.replace('<main id="main">', f'<main id="main"><div class="prose"><div class="admonition warning">{mark}</div></div>', 1)
                found |= {shown: (site.project.content / file).read_bytes() for file, shown in about(outcome.made.about).files.items()}
            found[path] = html.encode()
            print(f"{path.removesuffix('index.html')}: a draft, shown here and not published")
            for problem in wrong:
                print(problem, file=sys.stderr)
        return found

    def take_back(self) -> None:
        """A build has refused what was shown, so browsers have the pages of before again."""
        if self._latest is not None:
            self._latest.records.now.clear()

    def settle(self) -> None:
        """Take over what a build has left that went well."""
        import_drawing()  # for the copies, which draw
        font_folder(self.cache)
        self.drawers.begin()
        try:
            inputs = take(self.root, self.cache / "serve", THEME)
            state = self._latest and _edited(self._latest, inputs)
            self._latest, self._published = _settled(state or _loaded(self.root, self.cache, inputs)), inputs
        except (Refused, OSError):  # somebody saves just now; the build of that is on its way
            pass


def _loaded(root: Path, cache: Path, inputs: Inputs) -> _State:
    """The state of inputs of which nothing is known yet."""
    problems = Problems()
    project = load_project(inputs.root, problems, root / "site", cache)
    problems.stop_if_any()
    job = Job(project, inputs, engine(project, surroundings()), lambda *_: None, None)
    known = job.known()
    ledger, documents = load(job, problems, known)
    coverage = checked(job, ledger, problems)
    words = words_of(project, ledger, problems)
    problems.stop_if_any()
    site = Site(project, ledger, {d.path: d for d in documents}, words, {}, {}, coverage, {}, inputs.hashes, job.data)
    return _State(job, documents, Shop(site, site.snapshot(), Store(cache / "store")), {}, Records(job.records("pages"), job.engine), known)


def _edited(before: _State, inputs: Inputs) -> _State | None:
    """The state after an edit, its figures still those of before; ``None`` where it cannot be told at once."""
    touched = inputs.differ(before.job.inputs)
    if not touched:
        return before
    if any(path == "mkdocs.yml" or path.startswith(("content/charts/", "languages/")) for path in touched):
        return None

    if all(path.startswith("templates/assets/") and path.endswith(".css") for path in touched):
        return replace(before, job=replace(before.job, inputs=inputs))  # pages keep the address of a style sheet until they are built

    def are(*names: str) -> bool:
        return any(path.startswith(names) for path in touched)

    problems, site = Problems(), before.shop.site
    project, job = site.project, replace(before.job, inputs=inputs)
    ledger, documents, words, assets, known = site.ledger, before.documents, site.words, site.assets, before.known
    if are("data/"):
        known = job.known(before.known)
        ledger, documents = load(job, problems, known)
    elif are("content/", "templates/"):
        documents = documents_of(project, problems)
    if are("templates/words", "words", "data/datapackage.yaml"):
        words = words_of(project, ledger, problems)
    if are("templates/assets/"):
        fresh, _ = theme_files(project.templates, {}, project.look.style())
        assets = {name: assets[name] if name.endswith(".css") and name in assets else fresh.get(name, assets.get(name, "")) for name in {**assets, **fresh}}
    problems.stop_if_any()
    site = site.after(ledger=ledger, documents={d.path: d for d in documents}, words=words, assets=assets, inputs=inputs.hashes, data=job.data)
    return replace(before, job=job, documents=documents, shop=_told(before.shop, site), known=known)


def _settled(now: _State) -> _State:
    """The state with the figures and the records of the build that has just ended."""
    job, site, problems = now.job, now.shop.site, Problems()
    coverage = checked(job, site.ledger, problems)
    figures = draw_figures(studio_of(job, site.ledger, now.documents, site.words, coverage), problems, job.step, only=())
    assets, _ = theme_files(site.project.templates, runtime_files(job.project.cache) if figures.drawn else {}, site.project.look.style())
    problems.stop_if_any()
    site = site.after(documents={d.path: d for d in now.documents}, figures=figures.drawn, figure_hashes=figures.hashes, coverage=coverage, assets=assets)
    shop = _told(now.shop, site)
    places = {**outputs(shop, drawn=True), **outputs(shop, drawn=False), **pages(shop), **editorials(shop)}
    return replace(now, shop=shop, places={path: artefact for artefact, path in places.items()}, records=Records.load(job.records("pages"), job.engine))


def _told(before: Shop, site: Site) -> Shop:
    """What pages are made from, the titles of the editors' pages in words."""
    problems = Problems()
    documents = told(editions(before.after(site)), problems)
    problems.stop_if_any()
    return before.after(site.after(documents=documents))


def _made(state: _State, shop: Shop, paths: Iterable[str]) -> dict[str, bytes]:
    """Those of some files of the site that an edit has changed. One that goes wrong is left to the build, which says why."""
    found: dict[str, bytes] = {}
    for path in paths:
        artefact = state.places.get(path)
        if artefact is None or not state.records.is_stale(artefact, shop.snapshot):
            continue
        with suppress(Exception):
            outcome = make(shop, artefact)
            if outcome.made is not None and all(problem.warning for problem in outcome.problems):
                state.records.add(artefact, outcome.made)
                found[path] = shop.store.get(outcome.made.content) or b""
    return found


def _charts_on(state: _State, path: str) -> list[tuple[str, str]]:
    """``(chart id, language)`` of what was drawn on a page."""
    artefact = state.places.get(path)
    record = state.records.before.get(artefact) if artefact else None
    asked = [question for question, _ in questions_of(record)] if record else []
    keys = [question[2].partition("/") for question in asked if question[:2] == ("part", "figures")]
    return [(id, language) for language, _, id in keys]


def _styles(published: Inputs, now: _State) -> dict[str, bytes]:
    """The style sheets that an edit has changed, at the addresses that pages have for them as long as they are not built."""
    folder = now.job.project.templates / "assets"
    changed = [path.removeprefix("templates/assets/") for path in now.job.inputs.differ(published) if path.endswith(".css")]
    found = {now.shop.site.assets[name].lstrip("/"): folder / name for name in changed if name in now.shop.site.assets}
    return {address: file.read_bytes() for address, file in found.items() if file.is_file()}
