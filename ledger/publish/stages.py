"""The stages of a build before anything is made: load, check, draw, and all that pages are made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ledger.charts.draw import Figures, Studio, draw_figures
from ledger.charts.planning import Words
from ledger.charts.runtime import runtime_files
from ledger.check import Memory, check_ledger
from ledger.check.coverage import Coverage
from ledger.keep.inputs import THEME_WORDS, Inputs
from ledger.keep.store import Store
from ledger.kept import digest as name_of
from ledger.kept import keep, recall
from ledger.load.addresses import FILE
from ledger.load.content import Document, load_documents
from ledger.load.known import Known
from ledger.load.ledger import Ledger, load_ledger
from ledger.load.look import check_sections
from ledger.load.settings import check_nav
from ledger.problems import Problem, Problems, Refused
from ledger.project import Project
from ledger.publish.making import Shop, editions
from ledger.publish.outcome import Step
from ledger.render import titles
from ledger.render.compared import check_compared
from ledger.render.environment import theme_files
from ledger.render.extensions import is_known
from ledger.render.faults import check_templates
from ledger.render.overlay import tell_unused
from ledger.render.site import Site
from ledger.render.words import load_words
from ledger.work import Place


@dataclass(frozen=True)
class Job:
    """One run over the inputs of a project: a build, or with ``aside`` a check, which draws nothing and publishes nothing."""

    project: Project
    inputs: Inputs
    engine: str
    step: Step
    workers: Place | None
    aside: bool = False

    @property
    def data(self) -> str:
        """One hash of all that the ledger is read from."""
        return self.inputs.digest("data/", without=(FILE,))

    def known(self, before: Known | None = None) -> Known:
        """What was read of the inputs before; ``before`` is what this process has read for another build."""
        return Known(self.inputs.hashes, self.engine, self.project.cache / "loaded", before)

    def records(self, name: str) -> Path:
        """Where it is remembered what artefacts were made from."""
        return self.project.cache / "records" / f"{name}-{'check' if self.aside else 'build'}"


def load(job: Job, problems: Problems, known: Known | None = None) -> tuple[Ledger, tuple[Document, ...]]:
    """The tables and the editors' pages."""
    ledger = load_ledger(job.project.data, problems, known or job.known())
    languages = tuple(lang.code for lang in job.project.languages)
    if ledger.schema.tables and ledger.schema.languages != languages:
        problems.add(
            "mkdocs.yml",
            0,
            f"languages {', '.join(languages)}, but data/datapackage.yaml has {', '.join(ledger.schema.languages)}",
            "make them the same, in the same order",
        )
    check_compared(job.project.compare, ledger, problems)
    return ledger, documents_of(job.project, problems)


def documents_of(project: Project, problems: Problems) -> tuple[Document, ...]:
    """The editors' pages."""
    return load_documents(project.content, tuple(lang.code for lang in project.languages), project.templates, problems, project.date)


def words_of(project: Project, ledger: Ledger, problems: Problems) -> Words:
    """The words of the interface, the newsroom's own before the theme's; what ``mkdocs.yml`` calls a section is what it is called."""
    words = load_words(project.templates, ledger.schema.languages, problems, project.root / "words.yml")
    called = {(key, language): name for path, names in project.look.sections.items() for language, name in names.items() for key in (path, f"{path}-short")}
    return {key: {language: called.get((key, language), text) for language, text in entry.items()} for key, entry in words.items()} if called else words


def checked(job: Job, ledger: Ledger, problems: Problems) -> Mapping[str, Coverage]:
    """Check the ledger, or remember that these very data were checked and what came out; else what of it was checked as it is."""
    made_from = f"{job.engine} {job.data} {job.project.date}"
    kept = job.project.cache / "checked" / f"{name_of(made_from.encode())[:32]}.json"
    if not problems.errors and (content := recall(kept)) is not None:
        memory = json.loads(content)
        problems.found.update(Problem(**w) for w in memory["warnings"])
        return {policy: Coverage(**counts) for policy, counts in memory["coverage"].items()}
    before = set(problems.found)  # not of the check, and perhaps mended when this is remembered
    shares = Memory.load(job.project.cache / "shares.list", job.engine)
    coverage = check_ledger(ledger, problems, shares, job.project.date)
    shares.save(job.project.cache / "shares.list", job.engine)
    if not problems.errors:
        memory = {"warnings": [asdict(w) for w in problems.warnings if w not in before], "coverage": {p: asdict(c) for p, c in coverage.items()}}
        keep(kept, json.dumps(memory).encode())
    return coverage


def site_of(
    job: Job, ledger: Ledger, documents: tuple[Document, ...], coverage: Mapping[str, Coverage], problems: Problems
) -> tuple[Site, Figures, dict[str, bytes]]:
    """Everything that pages are made from, the figures among it, and the files of the theme."""
    project = job.project
    words = words_of(project, ledger, problems)
    stop_at_data(problems)
    figures = draw_figures(studio_of(job, ledger, documents, words, coverage), problems, job.step)
    runtime = ({"vega.js": b""} if job.aside else runtime_files(project.cache)) if figures.drawn else {}
    assets, files = theme_files(project.templates, runtime, project.look.style())
    site = Site(project, ledger, {d.path: d for d in documents}, words, figures.drawn, figures.hashes, coverage, assets, job.inputs.hashes, job.data)
    _check_templates(job, site, problems)
    check_sections(project.look, {path for language in project.languages for path in site.sections(language.code)}, problems)
    stop_at_data(problems)
    return site, figures, files


def studio_of(job: Job, ledger: Ledger, documents: tuple[Document, ...], words: Words, coverage: Mapping[str, Coverage]) -> Studio:
    """What charts are made from."""
    project = job.project
    declared = {path for path in job.inputs.hashes if path.startswith("content/charts/") and path.endswith(".yml")}  # not read by code
    return Studio(
        ledger,
        project.content / "charts",
        project.cache,
        job.records("figures"),
        job.engine,
        job.data,
        job.inputs.digest("content/charts/", without=declared),
        documents,
        {lang.code: lang.title for lang in project.languages},
        words,
        coverage,
        tongues={lang.code: lang.tongue for lang in project.languages},
        draws=not job.aside,
    )


def _check_templates(job: Job, site: Site, problems: Problems) -> None:
    """Check the theme, unless this very theme was found right before."""
    overlaid = job.inputs.added or any(path.startswith(f"{THEME_WORDS}/") for path in job.inputs.hashes)
    used = sorted({page.meta.template for page in site.documents.values()} | set(site.documents) if overlaid else ())
    made_from = f"{job.engine} {job.inputs.digest('templates/', 'words', 'data/datapackage.yaml')} {sorted(site.assets)} {used}"
    right = job.project.cache / "checked" / f"{name_of(made_from.encode())[:32]}.templates"
    if recall(right) is None:
        found = Problems()
        check_templates(site.environment, job.project.templates, site.words, {"vega.js", *site.assets}, found)
        tell_unused(job.inputs.added, job.project.templates, site.documents.values(), found)
        problems.found.update(found.found)
        if not found.found:
            keep(right, b"right")


def _check_extensions(job: Job, site: Site, problems: Problems) -> None:
    """Say which Markdown extensions cannot be had, and go no further then: nothing on a page would be right. That those which come with
    the generator can be is remembered; loading them takes as long as making many pages."""
    extensions = site.project.extensions
    right = job.project.cache / "checked" / f"{name_of(f'{job.engine} {extensions}'.encode())[:32]}.extensions"
    if is_known(extensions) and recall(right) is not None:
        return
    from ledger.render.editorial import Typesetter

    Typesetter(extensions, problems)
    if any(problem.file == "mkdocs.yml" for problem in problems.errors):
        raise Refused(problems)
    keep(right, b"right")


def told(job: Job, site: Site, store: Store, problems: Problems) -> Site:
    """The site with its titles in words."""
    _check_extensions(job, site, problems)
    done = replace(site, documents=titles.told(editions(Shop(site, site.snapshot(), store)), problems))
    check_nav(site.project.nav, done.linkable.pages, problems)
    return done


def stop_at_data(problems: Problems) -> None:
    """Go no further when something is wrong outside of the editors' pages; what is wrong in them is told with the rest."""
    if any(not p.file.startswith("content/") or p.file.startswith("content/charts/") for p in problems.errors):
        raise Refused(problems)
