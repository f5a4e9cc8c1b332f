"""The pipeline: load → check → draw → render → publish, in this order and nothing twice."""

from __future__ import annotations

import errno
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.check.coverage import Coverage
from ledger.check.typed import check_typed
from ledger.kept import keep, recall, remove
from ledger.load.addresses import FILE, Listed
from ledger.load.content import Document, load_documents
from ledger.load.ledger import Ledger, load_ledger
from ledger.problems import Problem, Problems, Refused
from ledger.project import Project, load_project
from ledger.publish.addresses import Made, address_of, file_of, settle, unlisted
from ledger.publish.inputs import Watched, data_digest, data_pages_key, is_published, remember, site_digest
from ledger.publish.static import check_addresses, publish_static, static_files
from ledger.stopping import when_stopped

if TYPE_CHECKING:
    from jinja2 import Environment

    from ledger.publish.verify import Reading
    from ledger.render.edition import Edition
    from ledger.render.pages import Page

Step = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is; shown to a person who waits."""


@dataclass(frozen=True)
class Outcome:
    """What a build did. ``changed`` is false when the published site was up to date already."""

    changed: bool
    pages: int = 0
    bytes: int = 0
    largest: tuple[str, int] = ("", 0)
    figures: int = 0
    coverage: Mapping[str, Coverage] | None = None
    unlisted: int = 0
    """Pages that ``data/addresses.csv`` does not list, where there is one."""


@dataclass(frozen=True)
class Site:
    """A site before it is published: what was made, ``listed`` of the addresses it promises, and the HTML at an address."""

    made: Made
    listed: tuple[Listed, ...] | None
    editions: Mapping[str, Edition]
    read: Callable[[str], str]


def check(root: Path, problems: Problems, step: Step, archive: Path | None = None, look: Callable[[Site], None] | None = None) -> Mapping[str, Coverage]:
    """Everything that a build does but for drawing and publishing. With ``archive``, also hold the fingerprints against the texts.

    ``look`` is shown the site in which nothing is wrong, before it is taken away.
    """
    from ledger.check import check_ledger
    from ledger.check.fingerprint import check_archive
    from ledger.publish import place as places
    from ledger.publish.swap import recover_if_needed

    find_newsroom(root, problems)
    problems.stop_if_any()
    recover_if_needed(places.resolve(root, None, Problems()), root / ".cache")
    project = load_project(root, problems)
    problems.stop_if_any()
    step("load", 0, 1)
    ledger, documents = _load(project, problems)
    static_files(project.content, problems)
    step("check", 0, 1)
    coverage = check_ledger(ledger, problems)
    if archive is not None:
        check_archive(ledger, archive, problems)
    _stop_at_data(problems)
    check_typed(documents, ledger, problems)
    with tempfile.TemporaryDirectory(prefix="ledger-check-") as aside, when_stopped(lambda: remove(Path(aside))):
        _publish(project, ledger, documents, coverage, data_digest(project), problems, step, nullcontext(Path(aside)), look)
    return coverage


def build(root: Path, problems: Problems, step: Step, out: Path | None = None) -> Outcome:
    """Build and publish the site of the project in ``root``.

    Raises ``Refused`` when the input has errors, ``Busy`` while another build runs; the published site is then untouched.
    """
    from ledger.publish import place as places
    from ledger.publish.swap import one_build

    find_newsroom(root, problems)
    problems.stop_if_any()
    place, name = places.resolve(root, out, problems), places.called(out)
    problems.stop_if_any()
    with one_build(place, root / ".cache"):
        places.claim(place, name, problems)
        watched = Watched(Project(root, place))
        try:
            project = load_project(root, problems, place)
            problems.stop_if_any()
            inputs = site_digest(project)
            if is_published(project, inputs):
                return Outcome(changed=False)
            outcome = _build(project, problems, step)
        finally:
            touched = watched.end()
        if touched:
            more = f" and {len(touched) - 1} more" if len(touched) > 1 else ""
            problems.add(touched[0], 0, f"changed while the site was built{more}, so the site may show it as it was before", "build again", warning=True)
        else:
            remember(project, inputs)
        return outcome


def find_newsroom(root: Path, problems: Problems) -> None:
    """Say so if ``root`` is no newsroom's folder."""
    if not root.is_dir():
        what = "is a file, and a newsroom is a folder" if root.exists() else "there is no such folder"
        problems.add(str(root), 0, what, "call it with --project DIR, the folder that has mkdocs.yml, data/ and content/")
    elif not (root / "mkdocs.yml").is_file():
        problems.add("mkdocs.yml", 0, f"is not in {root}", "call it with --project DIR, the folder that has mkdocs.yml, data/ and content/")


def _build(project: Project, problems: Problems, step: Step) -> Outcome:
    data = data_digest(project)
    step("load", 0, 1)
    ledger, documents = _load(project, problems)
    static_files(project.content, problems)
    step("check", 0, 1)
    coverage = _checked(project, ledger, data, problems)
    _stop_at_data(problems)
    check_typed(documents, ledger, problems)
    return _publish(project, ledger, documents, coverage, data, problems, step)


def _load(project: Project, problems: Problems) -> tuple[Ledger, tuple[Document, ...]]:
    ledger = load_ledger(project.data, problems)
    known = tuple(lang.code for lang in project.languages)
    if ledger.schema.tables and ledger.schema.languages != known:
        problems.add(
            "mkdocs.yml",
            0,
            f"languages {', '.join(known)}, but data/datapackage.yaml has {', '.join(ledger.schema.languages)}",
            "make them the same, in the same order",
        )
    return ledger, load_documents(project.content, known, project.templates, problems, project.date)


def _checked(project: Project, ledger: Ledger, data: str, problems: Problems) -> Mapping[str, Coverage]:
    """Check the ledger, or remember that these very data were checked and what came out."""
    from ledger.check import check_ledger

    kept = project.cache / "checked" / f"{data[:32]}.json"
    if not problems.errors and (content := recall(kept)) is not None:
        memory = json.loads(content)
        problems.found.update(Problem(**w) for w in memory["warnings"])
        return {policy: Coverage(**counts) for policy, counts in memory["coverage"].items()}
    coverage = check_ledger(ledger, problems)
    if not problems.errors:
        memory = {"warnings": [asdict(w) for w in problems.warnings], "coverage": {p: asdict(c) for p, c in coverage.items()}}
        keep(kept, json.dumps(memory).encode())
    return coverage


def _publish(
    project: Project,
    ledger: Ledger,
    documents: tuple[Document, ...],
    coverage: Mapping[str, Coverage],
    data: str,
    problems: Problems,
    step: Step,
    aside: AbstractContextManager[Path] | None = None,
    look: Callable[[Site], None] | None = None,
) -> Outcome:
    """Draw, render and publish; with ``aside``, render into that folder what needs no drawing, and publish nothing."""
    from ledger.charts.draw import Studio, draw_figures, plan_figures
    from ledger.charts.pictures import make_pictures
    from ledger.charts.runtime import runtime_files
    from ledger.publish.downloads import data_files, figure_files
    from ledger.publish.place import paths_in
    from ledger.publish.press import kept_set, print_set
    from ledger.publish.swap import staging
    from ledger.publish.verify import follow_links, read_page, summary
    from ledger.render.edition import Edition
    from ledger.render.editorial import render_editorial
    from ledger.render.environment import make_environment, theme_files
    from ledger.render.faults import check_templates
    from ledger.render.pages import data_pages
    from ledger.render.renderer import render_page
    from ledger.render.search import search_index
    from ledger.render.words import load_words

    words = load_words(project.templates, ledger.schema.languages, problems, project.root / "words.yml")
    _stop_at_data(problems)
    titles = {lang.code: lang.title for lang in project.languages}
    studio = Studio(ledger, project.content / "charts", project.cache, data, documents, titles, words)
    figures = plan_figures(studio, problems) if aside else draw_figures(studio, problems, step)
    environment = make_environment(project.templates, project.cache)
    runtime = ({"vega.js": b""} if aside else runtime_files(project.cache)) if figures else {}
    assets, files = theme_files(project.templates, runtime)
    check_templates(environment, project.templates, words, {"vega.js", *assets}, problems)
    _stop_at_data(problems)
    editions = {language.code: Edition(project, language, ledger, figures, coverage, documents, words, environment, assets) for language in project.languages}
    with aside or staging(project.out, project.cache, problems) as fresh:
        step("write", 0, 1)
        editorial = render_editorial(project, editions, environment, problems)
        written = {
            **{page.path: page.html.encode() for page in editorial.pages.values() if page.html},
            **{p: content for p, (_, content) in editorial.files.items()},
        }
        for path, content in written.items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(content)
        readings = {page.path: read_page(page.path, page.html) for page in editorial.pages.values() if page.html}
        owners = {f"{edition.at(d.address).lstrip('/')}index.html": d.file for edition in editions.values() for d in edition.documents}
        owners |= {path: file for path, (file, _) in editorial.files.items()}
        key = data_pages_key(project, data, documents) + ("-undrawn" if aside else "")
        printed = kept_set(project.cache / "pages", key, fresh, owners)
        if printed is None:
            pages = {code: list(data_pages(edition)) for code, edition in editions.items()}
            print_set(project.cache / "pages", key, pages, environment, editions, step, problems)
            printed = kept_set(project.cache / "pages", key, fresh, owners)
            if printed is None:
                raise OSError(errno.EIO, "was damaged while the site was built", str(project.cache / "pages" / key))
        if any(p.file.startswith("templates/") for p in problems.errors):
            raise Refused(problems)  # pages are missing, and links to them are not wrong
        for reading in printed:
            _claim(reading.path, owners, problems)
            taken = readings.get(reading.path)  # by an editor's page, as is said; links into the page of the data are not wrong
            readings[reading.path] = taken._replace(ids=[*taken.ids, *reading.ids]) if taken else reading
        not_found = render_page(environment, *_not_found(editions), editions)
        readings["404.html"] = read_page("404.html", not_found)
        writer = _Writer(fresh, owners, problems)
        writer.write("404.html", not_found.encode())
        writer.write(".nojekyll", b"")
        if not aside:
            make_pictures(figures.values(), project.cache, step)
        drawings = () if aside else figure_files(figures, project.cache)
        for path, content in chain(files.items(), data_files(project, ledger), drawings):
            writer.write(path, content)
        for edition in editions.values():
            writer.write(f"{edition.at('search/index.json').lstrip('/')}", search_index(edition))
        static, clashes = static_files(project.content, Problems()), Problems()
        check_addresses(static, _owners(paths_in(fresh), editions), clashes)
        problems.found.update(clashes.found)
        if not clashes.errors:
            publish_static(static, writer.write)
        step("verify", 0, 1)
        there = {p.relative_to(fresh).as_posix() for p in fresh.rglob("*")}
        undrawn = {f"charts/{id}/{code}.{ending}" for id, code in figures for ending in ("csv", "json", "vl.json", "svg", "png")} if aside else set()
        there |= undrawn  # the files of drawings that there would be
        site = Site(
            Made(paths_in(fresh) | undrawn | static.keys(), {path: frozenset(r.ids) for path, r in readings.items()}), ledger.listed, editions, _reader(fresh)
        )
        new = unlisted(ledger.listed, map(address_of, readings.keys() - {"404.html"})) if ledger.listed is not None else []
        there |= _lead_on(site, fresh, readings, owners, environment, problems)
        follow_links(readings.values(), there, project.base, problems, editorial.explain, owners)
        problems.stop_if_any()
        if look is not None:
            look(site)
    return Outcome(True, *summary(readings), len({id for id, _ in figures}), coverage, len(new))


def _reader(folder: Path) -> Callable[[str], str]:
    return lambda address: (folder / file_of(address)).read_text(encoding="utf-8")


def _lead_on(site: Site, fresh: Path, readings: dict[str, Reading], owners: Mapping[str, str], environment: Environment, problems: Problems) -> set[str]:
    """Write what stands where listed addresses were, into ``fresh`` and ``readings``; its paths."""
    from ledger.publish.verify import read_page
    from ledger.render.departed import departed_pages

    wrong = {problem.file for problem in problems.errors}
    settled = settle(site.listed or (), site.made, tuple(site.editions), problems, {path for path, file in owners.items() if file in wrong})
    written = {file_of(address) for address in (*settled.pages, *settled.files)}
    if any(problem.file == FILE for problem in problems.errors):
        return written  # nothing is published, and something may be in the way
    writer = _Writer(fresh, {}, problems)
    for address, html in departed_pages(settled.pages, settled.places, site.editions, environment, site.read, problems):
        path = file_of(address)
        readings[path] = read_page(path, html)
        (fresh / path).unlink(missing_ok=True)  # the page as it was made, without what stood on it once
        writer.write(path, html.encode())
    for old, new in settled.files.items():
        if (fresh / file_of(new)).is_file():  # a drawing that is only checked is not there
            writer.write(file_of(old), (fresh / file_of(new)).read_bytes())
    return written


def _claim(path: str, owners: Mapping[str, str], problems: Problems) -> None:
    """One owner an address: what an editor put where a page or a file of the data stands is refused."""
    if path in owners:
        address = path.removesuffix("index.html")
        problems.add(owners[path], 0, f"the address /{address} is made from the data", "choose another name")


def _stop_at_data(problems: Problems) -> None:
    """Go no further when something is wrong outside of the editors' pages; what is wrong in them is told with the rest."""
    if any(not p.file.startswith("content/") or p.file.startswith("content/charts/") for p in problems.errors):
        raise Refused(problems)


def _owners(paths: Iterable[str], editions: Mapping[str, Edition]) -> dict[str, str]:
    """Who has each path of the site, in an editor's words: a page by its file where it has one."""
    files = {f"{e.at(d.address).lstrip('/')}index.html": d.file for e in editions.values() for d in e.documents if d.language == e.code}

    def owner(path: str) -> str:
        page = f"the page /{path.removesuffix('index.html')}"
        return files.get(path) or (page if path.endswith("index.html") else f"{path}, which every build writes")

    return {path: owner(path) for path in paths}


def _not_found(editions: Mapping[str, Edition]) -> tuple[Edition, Page]:
    from ledger.render.pages import Page

    edition = next(iter(editions.values()))
    return edition, Page("/", "", "404.html", edition.t("not-found"), edition.t("not-found"))


class _Writer:
    """Writes files below one folder; a path that an editor's file has is a problem, one that is taken otherwise a bug."""

    def __init__(self, folder: Path, owners: Mapping[str, str], problems: Problems) -> None:
        self.folder, self.owners, self.problems = folder, owners, problems

    def write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        if path in self.owners:
            _claim(path, self.owners, self.problems)
            return
        if target.exists():
            raise ValueError(f"two files claim {path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
