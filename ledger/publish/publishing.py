"""Render, verify, publish: from the ledger and the documents to a site."""

from __future__ import annotations

import errno
import functools
import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from ledger.check.coverage import Coverage
from ledger.check.typed import check_typed
from ledger.keep import making
from ledger.keep.pruning import prune
from ledger.keep.records import Artefact, Record, Records
from ledger.keep.store import Store
from ledger.kept import digest as name_of
from ledger.load.addresses import FILE
from ledger.load.content import Document
from ledger.load.ledger import Ledger
from ledger.outputs.card import cards
from ledger.outputs.figures import picture_paths, pictures
from ledger.problems import Problem, Problems, Refused
from ledger.publish import manifest, verified, verify
from ledger.publish.addresses import Made, address_of, file_of, settle, unlisted
from ledger.publish.lazy import Lazy
from ledger.publish.making import About, Shop, about, editions, editorials, lines_told, make, outputs, pages, together, warnings_of
from ledger.publish.outcome import SLOWEST, Outcome, Unpublished
from ledger.publish.place import MARK
from ledger.publish.stages import Job, site_of, stop_at_data, told
from ledger.publish.static import check_addresses, static_files
from ledger.publish.swap import staging
from ledger.render.departed import departed_pages
from ledger.render.edition import Edition
from ledger.render.links import explain, in_template, tell_unused

MANY = 10_000
"""Where there are more pages and files, one page of each kind is made before there are workers: each would derive the same from all the data,
and on a large site that is most of what it holds."""


def publish(
    job: Job,
    ledger: Ledger,
    documents: tuple[Document, ...],
    coverage: Mapping[str, Coverage],
    problems: Problems,
    look: Callable[[Unpublished], None] | None = None,
) -> tuple[Outcome, dict[str, str]]:
    """Draw, render and publish what is right; what was published, by path and hash. ``look`` is shown the site before."""
    static_files(job.project.content, problems)
    stop_at_data(problems)
    check_typed(documents, ledger, problems)
    project, store = job.project, Store(job.project.cache / "store")
    site, figures, files = site_of(job, ledger, documents, coverage, problems)
    site = told(job, site, store, problems)
    shop = Shop(site, site.snapshot(), store, lines_told(problems))
    languages = editions(shop)
    before = manifest.remembered(project.out, project.cache)
    records = Records.load(job.records("pages"), job.engine)
    written = editorials(shop)
    drawings = outputs(shop, drawn=True)
    # files of whole tables are made first, while there is most room
    places = {**written, **({} if job.aside else drawings), **outputs(shop, drawn=False), **pages(shop)}
    _tell_twice((path for artefact, path in places.items() if artefact[0] == "page"), problems)

    def is_there(artefact: Artefact, record: Record) -> bool:
        published = not job.aside and before.has(project.out, places[artefact], record.content)
        return published or store.get(record.content) is not None

    slowest: list[tuple[float, str]] = []

    def took(artefact: Artefact, time: float) -> None:
        heapq.heappush(slowest, (time, places[artefact]))
        if len(slowest) > SLOWEST:
            heapq.heappop(slowest)

    step = functools.partial(job.step, "render")
    kinds = {artefact[:-1]: artefact for artefact in places if artefact[0] == "page"}
    ahead = kinds.values() if len(places) > MANY else ()
    # a page without charts is the same where nothing is drawn
    built = functools.partial(Records.load, replace(job, aside=False).records("pages"), job.engine) if job.aside else None
    found = making.update(tuple(places), make, shop, records, shop.snapshot, store, is_there, problems, step, job.workers, took, {*ahead}, built)
    records.save(shop.snapshot)
    prune(project.cache, store, records, sorted((project.cache / "records").iterdir()))
    if any(p.file.startswith("templates/") for p in problems.errors):
        raise Refused(problems)  # pages are missing, and links to them are not wrong
    contents: dict[str, bytes | str] = {".nojekyll": b""}
    kept: dict[str, list[Record]] = {}
    sizes: dict[str, int] = {}
    shown: dict[str, str] = {}
    owners = {places[artefact]: f"content/{artefact[3]}" for artefact in written}
    for artefact, record in found.items():
        path = places[artefact]
        if artefact in written:
            read = about(record.about)
            problems.found.update(warnings_of(read))
            owners |= {path: f"content/{file}" for file, path in read.files.items() if path}
            shown |= read.files
        else:
            _claim(path, owners, problems)
        if artefact[0] != "output":
            kept.setdefault(path, []).append(record)
            sizes.setdefault(path, record.size)
        contents.setdefault(path, record.content)
    known = Lazy(kept, lambda path: together([record.about for record in kept[path]]))
    readings = Lazy(kept, lambda path: known[path].reading)
    tell_unused(site.linkable, shown, problems)
    contents |= {path: content for file, path in shown.items() if (content := site.linkable.attached(file).content) is not None}
    for path, content in files.items():
        _claim(path, owners, problems)
        contents[path] = content
    if not job.aside:
        is_published = functools.partial(before.has, project.out)
        contents |= pictures(site.figures, site.figure_hashes, cards(site), job.engine, project.cache, is_published, job.step)
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
    undrawn = {*drawings.values(), *(picture_paths(site.figures))} if job.aside else set()
    there = {*contents, *undrawn}
    draft = Unpublished(
        site,
        figures,
        Made(there | static.keys(), Lazy(readings, lambda path: frozenset(readings[path].ids))),
        ledger.listed,
        languages,
        lambda address: content_of(file_of(address)).decode(),
        shop.snapshot,
        {places[artefact]: (artefact, record) for artefact, record in found.items()},
    )
    new = unlisted(ledger.listed, map(address_of, kept.keys() - {"404.html"})) if ledger.listed is not None else []
    _verify(job, draft, contents, known, readings, owners, there, problems)
    listing = {path: content if isinstance(content, str) else name_of(content) for path, content in contents.items()}
    if look is not None:
        look(replace(draft, files=listing))
    if not job.aside:
        with staging(project.out, project.cache, problems, listing) as fresh:
            job.step("write", 0, 1)
            manifest.fill(fresh, listing, project.out, before, content_of, kept=(MARK,))
    sizes |= {path: len(content) for path, content in contents.items() if isinstance(content, bytes) and path in readings}
    return Outcome(
        True, *verify.summary(sizes), len({id for id, _ in site.figures}), coverage, len(new), {path: time for time, path in slowest}, tuple(records.made)
    ), listing


def _verify(
    job: Job,
    draft: Unpublished,
    contents: dict[str, bytes | str],
    known: Mapping[str, About],
    readings: Lazy[verify.Reading],
    owners: Mapping[str, str],
    there: set[str],
    problems: Problems,
) -> None:
    """Lead on from where listed addresses were, and follow links: of pages that changed since all was right, of all pages where something
    vanished since. ``there`` are all paths of the site."""
    file = job.project.cache / "verified" / ("check" if job.aside else "build")
    before, listed = verified.verified(file), job.inputs.hashes.get(FILE, "")

    def now() -> verified.Verified:
        names = dict.fromkeys(there, "") | {path: content if isinstance(content, str) else name_of(content) for path, content in contents.items()}
        return before.seen_in(job.engine, names, Lazy(readings, lambda path: readings[path].ids))

    links = now()
    if before.addresses != listed or not links.lacks_nothing_of(before):
        there |= _lead_on(draft, contents, readings, owners, problems)
        links = now()
        if any(entry.moved or entry.gone for entry in draft.listed or ()):
            listed = ""

    def explained(page: str, link: str, target: str | None, all: Collection[str], ids: Mapping[str, Collection[str]]) -> Problem | None:
        asked = known[page].asked.get(link) if page in known else None
        return explain(asked, page, link, target, all, ids) if asked else in_template(job.project.templates, link)

    verify.follow_links(links.changed_since(before), readings, there | manifest.folders_of(there), job.project.base, problems, explained, owners)
    problems.stop_if_any()
    links.addresses = listed
    verified.remember(file, links)


def _lead_on(draft: Unpublished, contents: dict[str, bytes | str], readings: Lazy[verify.Reading], owners: Mapping[str, str], problems: Problems) -> set[str]:
    """Put what stands where listed addresses were into ``contents`` and ``readings``; its paths."""
    wrong = {problem.file for problem in problems.errors}
    settled = settle(draft.listed or (), draft.made, tuple(draft.editions), problems, {path for path, file in owners.items() if file in wrong})
    written = {file_of(address) for address in (*settled.pages, *settled.files)}
    if any(problem.file == FILE for problem in problems.errors):
        return written  # nothing is published, and something may be in the way
    for address, html in departed_pages(settled.pages, settled.places, draft.editions, draft.read, problems):
        path = file_of(address)
        readings.put(path, verify.read_page(path, html))
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


def _tell_twice(paths: Iterable[str], problems: Problems) -> None:
    """Two pages of the data have two addresses: a row and a list of rows that have one value may be called alike."""
    for path, count in Counter(paths).items():
        if count > 1:
            address = path.removesuffix("index.html")
            what = f"the address /{address} is made twice, of a row, a term or a list called '{address.rstrip('/').rpartition('/')[2]}'"
            problems.add("data/datapackage.yaml", 0, what, "give one another id, or its table another place: pages: {at: …} or {rows_at: …}")


def _owners(paths: Iterable[str], editions: Mapping[str, Edition]) -> dict[str, str]:
    """Who has each path of the site, in an editor's words: a page by its file where it has one."""
    files = {f"{e.at(d.address).lstrip('/')}index.html": d.file for e in editions.values() for d in e.documents if d.language == e.code}

    def owner(path: str) -> str:
        page = f"the page /{path.removesuffix('index.html')}"
        return files.get(path) or (page if path.endswith("index.html") else f"{path}, which every build writes")

    return {path: owner(path) for path in paths}
