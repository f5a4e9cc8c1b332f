"""The pipeline: load → check → draw → render → publish, in this order and nothing twice."""

from __future__ import annotations

import errno
import fcntl
import functools
import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from ledger.check.coverage import Coverage
from ledger.check.typed import check_typed
from ledger.executors import place_of
from ledger.keep.inputs import Inputs, take
from ledger.kept import digest as name_of
from ledger.kept import keep, recall, remove
from ledger.load.addresses import FILE, Listed
from ledger.load.content import Document, load_documents
from ledger.load.known import Known
from ledger.load.ledger import Ledger, load_ledger
from ledger.problems import Problem, Problems, Refused
from ledger.project import Project, load_project
from ledger.publish import manifest
from ledger.publish.addresses import Made, address_of, file_of, settle, unlisted
from ledger.publish.engine import engine
from ledger.publish.static import check_addresses, static_files
from ledger.stopping import when_stopped
from ledger.work import Place, usual

if TYPE_CHECKING:
    from ledger.charts.draw import Figures
    from ledger.keep.records import Artefact, Record
    from ledger.keep.snapshot import Snapshot
    from ledger.keep.store import Store
    from ledger.publish.verify import Reading
    from ledger.render.edition import Edition
    from ledger.render.site import Site

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
    seconds: Mapping[str, float] = field(default_factory=dict)
    """How long each page or file took that was made, by its path."""
    made: tuple[Artefact, ...] = ()
    """Pages and files that were made anew; all others are as they were kept."""


@dataclass(frozen=True)
class Unpublished:
    """A site before it is published: what was made, ``listed`` of the addresses it promises, and the HTML at an address.

    ``files`` are the hashes of all its files by path (drawings, which only a build makes, are not among them); ``records`` tell by
    path what pages and outputs were made from, as questions of ``snapshot``.
    """

    site: Site
    figures: Figures
    made: Made
    listed: tuple[Listed, ...] | None
    editions: Mapping[str, Edition]
    read: Callable[[str], str]
    snapshot: Snapshot
    records: Mapping[str, tuple[Artefact, Record]]
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Job:
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

    def records(self, name: str) -> Path:
        """Where it is remembered what artefacts were made from."""
        return self.project.cache / "records" / f"{name}-{'check' if self.aside else 'build'}"


def check(
    root: Path,
    problems: Problems,
    step: Step,
    archive: Path | None = None,
    look: Callable[[Unpublished], None] | None = None,
    cache: Path | None = None,
) -> Mapping[str, Coverage]:
    """Everything that a build does but for drawing and publishing. With ``archive``, also hold the fingerprints against the texts.

    ``look`` is shown the site in which nothing is wrong, before it is taken away. ``cache`` keeps what is made, by default that of
    the project.
    """
    from ledger.check.fingerprint import check_archive
    from ledger.publish import place as places
    from ledger.publish.swap import recover_if_needed

    find_newsroom(root, problems)
    problems.stop_if_any()
    recover_if_needed(places.resolve(root, None, Problems()), root / ".cache")
    with _looked_at(root) as inputs:
        project = load_project(inputs.root, problems, cache=cache or root / ".cache")
        problems.stop_if_any()
        job = _Job(project, inputs, engine(project), step, usual(), aside=True)
        step("load", 0, 1)
        ledger, documents = _load(job, problems)
        step("check", 0, 1)
        coverage = _checked(job, ledger, problems)
        if archive is not None:
            check_archive(ledger, archive, problems)
        _go_on(job, ledger, documents, coverage, problems, look)
    return coverage


@contextmanager
def _looked_at(root: Path) -> Iterator[Inputs]:
    """The inputs for one who looks only, while somebody may be building."""
    cache = root / ".cache" / "check"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as held:
        try:
            fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # another check looks at them
            with tempfile.TemporaryDirectory(prefix="ledger-check-") as aside, when_stopped(lambda: remove(Path(aside))):
                yield take(root, Path(aside))
        else:
            yield take(root, cache)


def build(root: Path, problems: Problems, step: Step, out: Path | None = None, executor: str = "processes", scheduler: str | None = None) -> Outcome:
    """Build and publish the site of the project in ``root``. Pages and files are made by the ``executor``: one of ``EXECUTORS``.

    Raises ``Refused`` when the input has errors, ``Busy`` while another build runs, ``NoWorkers`` when the executor cannot be had; the
    published site is then untouched.
    """
    from ledger.publish import place as places
    from ledger.publish.swap import one_build

    find_newsroom(root, problems)
    problems.stop_if_any()
    place, name = places.resolve(root, out, problems), places.called(out)
    problems.stop_if_any()
    cache = root / ".cache"
    with one_build(place, cache):
        places.claim(place, name, problems)
        problems.stop_if_any()
        inputs = take(root, cache)
        project = load_project(inputs.root, problems, place, cache)
        problems.stop_if_any()
        job = _Job(project, inputs, engine(project), step, place_of(executor, scheduler, cache))
        made_from = f"{job.engine} {inputs.digest()}"
        published = manifest.remembered(place, cache)
        ours = (places.MARK, *places.hosts_own(place, published.files)) if place.is_dir() else ()
        if published.made_from == made_from and manifest.is_untouched(place, published, ours):
            return Outcome(changed=False)
        step("load", 0, 1)
        ledger, documents = _load(job, problems)
        step("check", 0, 1)
        coverage = _checked(job, ledger, problems)
        outcome, listing = _go_on(job, ledger, documents, coverage, problems)
        manifest.remember(place, cache, made_from, listing)
        return outcome


def find_newsroom(root: Path, problems: Problems) -> None:
    """Say so if ``root`` is no newsroom's folder."""
    if not root.is_dir():
        what = "is a file, and a newsroom is a folder" if root.exists() else "there is no such folder"
        problems.add(str(root), 0, what, "call it with --project DIR, the folder that has mkdocs.yml, data/ and content/")
    elif not (root / "mkdocs.yml").is_file():
        problems.add("mkdocs.yml", 0, f"is not in {root}", "call it with --project DIR, the folder that has mkdocs.yml, data/ and content/")


def _go_on(
    job: _Job,
    ledger: Ledger,
    documents: tuple[Document, ...],
    coverage: Mapping[str, Coverage],
    problems: Problems,
    look: Callable[[Unpublished], None] | None = None,
) -> tuple[Outcome, dict[str, str]]:
    static_files(job.project.content, problems)
    _stop_at_data(problems)
    check_typed(documents, ledger, problems)
    return _publish(job, ledger, documents, coverage, problems, look)


def _load(job: _Job, problems: Problems) -> tuple[Ledger, tuple[Document, ...]]:
    project = job.project
    ledger = load_ledger(project.data, problems, Known(job.inputs.hashes, job.engine, project.cache / "loaded"))
    known = tuple(lang.code for lang in project.languages)
    if ledger.schema.tables and ledger.schema.languages != known:
        problems.add(
            "mkdocs.yml",
            0,
            f"languages {', '.join(known)}, but data/datapackage.yaml has {', '.join(ledger.schema.languages)}",
            "make them the same, in the same order",
        )
    return ledger, load_documents(project.content, known, project.templates, problems, project.date)


def _checked(job: _Job, ledger: Ledger, problems: Problems) -> Mapping[str, Coverage]:
    """Check the ledger, or remember that these very data were checked and what came out; else what of it was checked as it is."""
    from ledger.check import Memory, check_ledger

    made_from = f"{job.engine} {job.data}"
    kept = job.project.cache / "checked" / f"{name_of(made_from.encode())[:32]}.json"
    if not problems.errors and (content := recall(kept)) is not None:
        memory = json.loads(content)
        problems.found.update(Problem(**w) for w in memory["warnings"])
        return {policy: Coverage(**counts) for policy, counts in memory["coverage"].items()}
    before = set(problems.found)  # not of the check, and perhaps mended when this is remembered
    memory = Memory.load(job.project.cache / "shares.list", job.engine)
    coverage = check_ledger(ledger, problems, memory)
    memory.save(job.project.cache / "shares.list", job.engine)
    if not problems.errors:
        memory = {"warnings": [asdict(w) for w in problems.warnings if w not in before], "coverage": {p: asdict(c) for p, c in coverage.items()}}
        keep(kept, json.dumps(memory).encode())
    return coverage


def _site(
    job: _Job, ledger: Ledger, documents: tuple[Document, ...], coverage: Mapping[str, Coverage], problems: Problems
) -> tuple[Site, Figures, dict[str, bytes]]:
    """Everything that pages are made from, the figures among it, and the files of the theme."""
    from ledger.charts.draw import Studio, draw_figures
    from ledger.charts.runtime import runtime_files
    from ledger.render.environment import theme_files
    from ledger.render.site import Site
    from ledger.render.words import load_words

    project = job.project
    words = load_words(project.templates, ledger.schema.languages, problems, project.root / "words.yml")
    _stop_at_data(problems)
    studio = Studio(
        ledger,
        project.content / "charts",
        project.cache,
        job.records("figures"),
        job.engine,
        job.data,
        job.inputs.digest("content/charts/"),
        documents,
        {lang.code: lang.title for lang in project.languages},
        words,
        coverage,
        draws=not job.aside,
    )
    figures = draw_figures(studio, problems, job.step)
    runtime = ({"vega.js": b""} if job.aside else runtime_files(project.cache)) if figures.drawn else {}
    assets, files = theme_files(project.templates, runtime)
    site = Site(project, ledger, {d.path: d for d in documents}, words, figures.drawn, figures.hashes, coverage, assets, job.inputs.hashes, job.data)
    _check_templates(job, site, problems)
    _stop_at_data(problems)
    return site, figures, files


def _check_templates(job: _Job, site: Site, problems: Problems) -> None:
    """Check the theme, unless this very theme was found right before."""
    from ledger.render.faults import check_templates

    made_from = f"{job.engine} {job.inputs.digest('templates/', 'words.yml', 'data/datapackage.yaml')} {sorted(site.assets)}"
    right = job.project.cache / "checked" / f"{name_of(made_from.encode())[:32]}.templates"
    if recall(right) is None:
        found = Problems()
        check_templates(site.environment, job.project.templates, site.words, {"vega.js", *site.assets}, found)
        problems.found.update(found.found)
        if not found.found:
            keep(right, b"right")


def _told(site: Site, store: Store, problems: Problems) -> Site:
    """The site with its titles in words."""
    from ledger.load.settings import check_nav
    from ledger.publish.making import Shop, editions
    from ledger.render.editorial import Typesetter, told

    Typesetter(site.project.extensions, problems)  # says which extensions cannot be had; without them nothing on a page would be right
    if any(problem.file == "mkdocs.yml" for problem in problems.errors):
        raise Refused(problems)
    done = replace(site, documents=told(editions(Shop(site, site.snapshot(), store)), problems))
    check_nav(site.project.nav, done.linkable.pages, problems)
    return done


def _publish(
    job: _Job,
    ledger: Ledger,
    documents: tuple[Document, ...],
    coverage: Mapping[str, Coverage],
    problems: Problems,
    look: Callable[[Unpublished], None] | None = None,
) -> tuple[Outcome, dict[str, str]]:
    """Draw, render and publish; what was published, by path and hash."""
    from ledger.keep import making
    from ledger.keep.pruning import prune
    from ledger.keep.records import Records
    from ledger.keep.store import Store
    from ledger.outputs.figures import pictures
    from ledger.publish.making import About, Shop, about, editions, editorials, make, outputs, pages, warnings_of
    from ledger.publish.swap import staging
    from ledger.publish.verify import follow_links, summary
    from ledger.render.editorial import lines_told
    from ledger.render.links import explain, tell_unused

    project, store = job.project, Store(job.project.cache / "store")
    site, figures, files = _site(job, ledger, documents, coverage, problems)
    site = _told(site, store, problems)
    shop = Shop(site, site.snapshot(), store, lines_told(problems))
    languages = editions(shop)
    before = manifest.remembered(project.out, project.cache)
    records = Records.load(job.records("pages"), job.engine)
    written = editorials(shop)
    drawings = outputs(shop, drawn=True)
    places = {**written, **pages(shop), **outputs(shop, drawn=False), **({} if job.aside else drawings)}

    def is_there(artefact: Artefact, record: Record) -> bool:
        published = not job.aside and before.has(project.out, places[artefact], record.content)
        return published or store.get(record.content) is not None

    seconds: dict[str, float] = {}

    def took(artefact: Artefact, time: float) -> None:
        seconds[places[artefact]] = time

    step = functools.partial(job.step, "render")
    found = making.update(tuple(places), make, shop, records, shop.snapshot, store, is_there, problems, step, job.workers, took)
    records.save(job.records("pages"), shop.snapshot)
    prune(project.cache, store, records, sorted((project.cache / "records").iterdir()))
    if any(p.file.startswith("templates/") for p in problems.errors):
        raise Refused(problems)  # pages are missing, and links to them are not wrong
    contents: dict[str, bytes | str] = {".nojekyll": b""}
    known: dict[str, About] = {}
    owners = {places[artefact]: f"content/{artefact[3]}" for artefact in written}
    for artefact, record in found.items():
        path = places[artefact]
        read = about(record.about) if artefact[0] != "output" else None
        if artefact in written and read is not None:
            problems.found.update(warnings_of(read))
            owners |= {path: f"content/{file}" for file, path in read.files.items() if path}
        else:
            _claim(path, owners, problems)
        if read is not None:
            taken = known.get(path)  # by an editor's page, as is said; links into the page of the data are not wrong
            known[path] = msgspec.structs.replace(taken, reading=taken.reading._replace(ids=[*taken.reading.ids, *read.reading.ids])) if taken else read
        contents.setdefault(path, record.content)
    shown = {file: path for page in known.values() for file, path in page.files.items()}
    tell_unused(site.linkable, shown, problems)
    contents |= {path: content for file, path in shown.items() if (content := site.linkable.attached(file).content) is not None}
    for path, content in files.items():
        _claim(path, owners, problems)
        contents[path] = content
    contents |= {} if job.aside else dict(pictures(tuple(site.figures.values()), project.cache, job.step))
    static, clashes = static_files(project.content, Problems()), Problems()
    check_addresses(static, _owners(contents, languages), clashes)
    problems.found.update(clashes.found)
    if not clashes.errors:
        contents |= {path: file.read_bytes() for path, file in static.items()}

    def content_of(path: str) -> bytes:
        content = contents[path]
        if isinstance(content, bytes):
            return content
        made = store.get(content)
        if made is None and before.has(project.out, path, content):
            made = manifest.published_as(project.out / path, content)
        if made is None:
            raise OSError(errno.EIO, "was damaged while the site was built", str(store.folder / content))
        return made

    job.step("verify", 0, 1)
    undrawn = {*drawings.values(), *(f"charts/{id}/{code}.png" for id, code in site.figures)} if job.aside else set()
    readings = {path: page.reading for path, page in known.items()}
    there = {*contents, *undrawn}
    draft = Unpublished(
        site,
        figures,
        Made(there | static.keys(), {path: frozenset(r.ids) for path, r in readings.items()}),
        ledger.listed,
        languages,
        lambda address: content_of(file_of(address)).decode(),
        shop.snapshot,
        {places[artefact]: (artefact, record) for artefact, record in found.items()},
    )
    new = unlisted(ledger.listed, map(address_of, readings.keys() - {"404.html"})) if ledger.listed is not None else []
    there |= _lead_on(draft, contents, readings, owners, problems)
    there |= {folder.as_posix() for path in there for folder in PurePosixPath(path).parents}

    def explained(page: str, link: str, target: str | None, all: Collection[str], ids: Mapping[str, Collection[str]]) -> Problem | None:
        asked = known[page].asked.get(link) if page in known else None
        return explain(asked, page, link, target, all, ids) if asked else None

    follow_links(readings.values(), there, project.base, problems, explained, owners)
    problems.stop_if_any()
    listing = {path: content if isinstance(content, str) else name_of(content) for path, content in contents.items()}
    if look is not None:
        look(replace(draft, files=listing))
    if not job.aside:
        with staging(project.out, project.cache, problems, listing) as fresh:
            job.step("write", 0, 1)
            manifest.fill(fresh, listing, project.out, before, content_of)
    return Outcome(True, *summary(readings), len({id for id, _ in site.figures}), coverage, len(new), seconds, tuple(records.made)), listing


def _lead_on(draft: Unpublished, contents: dict[str, bytes | str], readings: dict[str, Reading], owners: Mapping[str, str], problems: Problems) -> set[str]:
    """Put what stands where listed addresses were into ``contents`` and ``readings``; its paths."""
    from ledger.publish.verify import read_page
    from ledger.render.departed import departed_pages

    wrong = {problem.file for problem in problems.errors}
    settled = settle(draft.listed or (), draft.made, tuple(draft.editions), problems, {path for path, file in owners.items() if file in wrong})
    written = {file_of(address) for address in (*settled.pages, *settled.files)}
    if any(problem.file == FILE for problem in problems.errors):
        return written  # nothing is published, and something may be in the way
    for address, html in departed_pages(settled.pages, settled.places, draft.editions, draft.read, problems):
        path = file_of(address)
        readings[path] = read_page(path, html)
        contents[path] = html.encode()  # in the place of the page as it was made, without what stood on it once
    for old, new in settled.files.items():
        if file_of(new) in contents:  # a drawing that is only checked is not there
            contents[file_of(old)] = contents[file_of(new)]
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
