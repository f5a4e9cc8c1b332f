"""What differs between a project as it was at a revision and as it is now: in the data, and on the site that is made from it.

Both sites are made as a check makes them, with one cache: the second is what the first is but for what differs. So the cost is
that of the revision's site, where it has not been made before, and of an edit.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from ledger.charts.declared.values import printed
from ledger.charts.figure import Figure
from ledger.keep.records import differing
from ledger.kept import remove
from ledger.load.addresses import FILE, Fate
from ledger.load.table import Row
from ledger.problems import Problems, Refused
from ledger.project import Language
from ledger.publish.addresses import address_of, settle
from ledger.publish.build import check, find_newsroom
from ledger.publish.causes import causes, name_of
from ledger.publish.listing import offered
from ledger.publish.outcome import Step, Unpublished
from ledger.publish.revision import unpack
from ledger.render.edition import Edition
from ledger.stopping import when_stopped

_WORDS = ("title", "subtitle", "sentence", "note", "topic")
"""What a figure says, and where it is filed: told as it was and as it is."""
_REST = {
    "columns": "table",
    "rows": "table",
    "spec": "drawing",
    "narrow_spec": "drawing",
    "wide": "drawing",
    "narrow": "drawing",
    "policies": "sources",
    "clauses": "sources",
    "states": "what readers may choose",
}
"""What else of a figure is told, by its fields."""


_PAGES = ("/", ".html")


class Change(NamedTuple):
    """One thing that differs: ``what`` it is, ``how`` it differs, ``why``, and its address."""

    what: str
    how: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True)
class Difference:
    """``sections[name]`` are changes in the order in which they are told; ``revision`` as it was asked for, ``hash`` what it is.

    ``with_own_templates`` is false where the templates of the revision do not fit this generator, so that its site is made with today's.
    """

    revision: str
    hash: str
    sections: Mapping[str, tuple[Change, ...]]
    with_own_templates: bool = True


def diff(root: Path, revision: str, problems: Problems, step: Step) -> Difference:
    """What differs between the project in ``root`` and what it was at ``revision``. Raises ``Refused``."""
    find_newsroom(root, problems)
    problems.stop_if_any()
    with tempfile.TemporaryDirectory(prefix="ledger-diff-") as aside, when_stopped(lambda: remove(Path(aside))):
        there = Path(aside)
        hash = unpack(root, revision, there, problems)
        before, fits = _before(root, there, revision, problems, step)
        after = _made(root, root / ".cache", Problems(), step)
        return Difference(revision, hash, {name: found for name, found in _sections(before, after) if found}, fits)


def _made(project: Path, cache: Path, problems: Problems, step: Step) -> Unpublished:
    seen: list[Unpublished] = []
    check(project, problems, step, look=seen.append, cache=cache)
    [site] = seen
    return site


def _before(root: Path, there: Path, revision: str, problems: Problems, step: Step) -> tuple[Unpublished, bool]:
    """The site of the revision, and whether it could be made with its own templates: a generator's own may have changed with its code."""
    found = Problems()
    try:
        return _made(there, root / ".cache", found, step), True
    except Exception as error:
        if not (there / "templates").is_dir() or _elsewhere(error):
            raise _broken(revision, error, problems) from error
    shutil.rmtree(there / "templates")
    if (root / "templates").is_dir():
        shutil.copytree(root / "templates", there / "templates")
    try:
        return _made(there, root / ".cache", Problems(), step), False
    except Refused as error:
        raise _broken(revision, error, problems) from error


def _elsewhere(error: Exception) -> bool:
    """Whether something else than a template is wrong."""
    return isinstance(error, OSError) or (isinstance(error, Refused) and any(not p.file.startswith("templates") for p in error.problems.errors))


def _broken(revision: str, error: Exception, problems: Problems) -> Exception:
    if not isinstance(error, Refused):
        return error
    first, *more = error.problems.errors
    what = f"what was there does not pass a check: {first.file}:{first.line}: {first.what}" + (f" (and {len(more)} more)" if more else "")
    problems.add(revision, 0, what, "name another revision")
    return Refused(problems)


def _sections(before: Unpublished, after: Unpublished) -> Iterator[tuple[str, tuple[Change, ...]]]:
    values, rows, tables = _data(before, after)
    yield "values", tuple(values)
    yield "rows", tuple(rows)
    yield "terms", tuple(_terms(before, after))
    yield "tables", tuple(tables)
    yield "charts", tuple(_charts(before, after))
    files = list(_files(before, after))
    yield "pages", tuple(_in_languages(after, (change for change in files if change.what.endswith(_PAGES))))
    yield "files", (*_theme(before, after), *_in_languages(after, (change for change in files if not change.what.endswith(_PAGES))))
    yield "addresses", tuple(_in_languages(after, _addresses(before, after)))


# --- the data ---------------------------------------------------------------------------------------------------------


def _data(before: Unpublished, after: Unpublished) -> tuple[list[Change], list[Change], list[Change]]:
    """Values, rows and tables that differ."""
    values: list[Change] = []
    rows: list[Change] = []
    tables: list[Change] = []
    old, new = before.site.ledger, after.site.ledger
    for name in dict.fromkeys((*new.schema.tables, *old.schema.tables)):
        if name not in old.schema.tables or name not in new.schema.tables:
            tables.append(Change(name, ("new" if name in new.schema.tables else "gone",)))
        else:
            was, now = old.schema.tables[name].columns, new.schema.tables[name].columns
            columns = [f"new column {c}" for c in now if c not in was] + [f"column {c} is gone" for c in was if c not in now]
            tables += [Change(name, tuple(columns))] if columns else []
        declared = new.schema.tables.get(name) or old.schema.tables[name]
        there, here = ({name_of(row, declared.identity): row for row in ledger.rows(name)} for ledger in (old, new))
        for key, row in here.items():
            if key not in there:
                rows.append(Change(f"{name} {key}", ("new",), (), _address(after, row)))
            elif how := _cells(there[key], row, declared.columns):
                values.append(Change(f"{name} {key}", how, (), _address(after, row)))
        rows += [Change(f"{name} {key}", ("gone",), (), _address(before, row)) for key, row in there.items() if key not in here]
        if [key for key in there if key in here] != [key for key in here if key in there]:
            tables.append(Change(name, ("rows in another order",)))
    return values, rows, tables


def _cells(old: Row, new: Row, columns: Iterable[str]) -> tuple[str, ...]:
    cells = ((column, printed(getattr(old, column, None)), printed(getattr(new, column, None))) for column in columns)
    return tuple(f"{column}: {_shown(was)} → {_shown(now)}" for column, was, now in cells if was != now)


def _address(site: Unpublished, row: Row) -> str:
    """Where a row stands; nothing for one that has no address of its own."""
    edition = _first(site)
    if getattr(row, "id", None) in edition.ledger.owner:
        return edition.address(row)
    if edition.ledger.schema.tables[row.table].role == "clause" and (policy := edition.ledger.find("document", row.document)):
        return edition.clause_address(policy, row)
    return ""


def _first(site: Unpublished) -> Edition:
    return next(iter(site.editions.values()))


def _terms(before: Unpublished, after: Unpublished) -> Iterator[Change]:
    old, new = before.site.ledger.vocabularies, after.site.ledger.vocabularies
    for name in dict.fromkeys((*new, *old)):
        was, now = old.get(name, {}), new.get(name, {})
        for id in dict.fromkeys((*now, *was)):
            site = after if id in now else before
            address = _first(site).term_address(name, id) if name in after.site.ledger.schema.term_pages and _first(site).has_term(name, id) else ""
            if id not in was or id not in now:
                yield Change(f"{name} {id}", ("new" if id in now else "gone",), (), address)
                continue
            said = [{**{f"name ({code})": text for code, text in term.names.items()}, **term.attributes} for term in (was[id], now[id])]
            how = [f"{k}: {_shown(said[0].get(k))} → {_shown(said[1].get(k))}" for k in dict.fromkeys((*said[1], *said[0])) if said[0].get(k) != said[1].get(k)]
            if how:
                yield Change(f"{name} {id}", tuple(how), (), address)
        if [id for id in was if id in now] != [id for id in now if id in was]:
            yield Change(name, ("terms in another order",))


# --- the site ---------------------------------------------------------------------------------------------------------


def _charts(before: Unpublished, after: Unpublished) -> Iterator[Change]:
    old, new = before.figures, after.figures
    for id, code in dict.fromkeys((*new.drawn, *old.drawn)):
        figure = new.drawn.get((id, code)) or old.drawn[id, code]
        address = "" if figure.block else f"/{(after if (id, code) in new.drawn else before).site.project.language(code).root}charts/{id}/"
        if (id, code) not in old.drawn or (id, code) not in new.drawn:
            yield Change(f"{id} ({code})", ("new" if (id, code) in new.drawn else "gone",), (), address)
        elif old.hashes[id, code] != new.hashes[id, code]:
            record = old.records.get((id, code))
            why = causes(differing(record, new.snapshot), old.snapshot, new.snapshot) if record else ()
            yield Change(f"{id} ({code})", tuple(_redrawn(old.drawn[id, code], new.drawn[id, code])), why, address)


def _redrawn(old: Figure, new: Figure) -> Iterator[str]:
    differ = [f.name for f in fields(Figure) if getattr(old, f.name) != getattr(new, f.name)]
    yield from (f"{name}: {_shown(getattr(old, name))} → {_shown(getattr(new, name))}" for name in _WORDS if name in differ)
    yield from dict.fromkeys(_REST.get(name, name) for name in differ if name not in _WORDS)


def _files(before: Unpublished, after: Unpublished) -> Iterator[Change]:
    """Each page and file that differs, by its address, but for those of the theme."""
    theme = {address.lstrip("/") for site in (before, after) for address in site.site.assets.values()}
    for path in sorted((before.files.keys() | after.files.keys()) - theme):
        if path not in before.files or path not in after.files:
            yield Change(address_of(path), ("new" if path in after.files else "gone",))
        elif before.files[path] != after.files[path]:
            yield Change(address_of(path), (), _why(before, after, path))


def _why(before: Unpublished, after: Unpublished, path: str) -> tuple[str, ...]:
    """What a page or a file reads that is another now."""
    if path not in before.records or path not in after.records:
        made = path in before.records or path in after.records or path.endswith("index.html")
        return (FILE,) if made else ()  # else it is published as it is
    (was, record), (now, _) = before.records[path], after.records[path]
    if was != now:
        return ("mkdocs.yml: languages" if was[2] != now[2] else "it is made from something else",)
    found = causes(differing(record, after.snapshot), before.snapshot, after.snapshot)
    return found or ("where the site is served (site_url)",)


def _theme(before: Unpublished, after: Unpublished) -> Iterator[Change]:
    old, new = before.site.assets, after.site.assets
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield Change(f"/assets/{name}", () if name in old and name in new else ("new" if name in new else "gone",))


def _addresses(before: Unpublished, after: Unpublished) -> Iterator[Change]:
    """Each address that is new, gone or moved."""
    was, now = (set(offered(site.made, site.editions, site.read)) for site in (before, after))
    old, new = _fates(before), _fates(after)
    for address in sorted(was | now | new.keys()):
        page, _, place = address.partition("#")
        if address in now:
            if address not in was:
                yield Change(address, ("new",))
        elif address in new:
            if new[address] != old.get(address):
                yield Change(address, (_fate(new[address]),))
        elif place and page not in now:
            continue  # it went with its page
        else:
            yield Change(address, (f"gone, and {FILE} does not list it",))


def _fates(site: Unpublished) -> dict[str, Fate]:
    """What became of the listed addresses that are not made."""
    settled = settle(site.listed or (), site.made, tuple(site.editions), Problems())
    places = {f"{page}#{place}": fate for page, gone in settled.places.items() for place, fate in gone.items()}
    return {**settled.pages, **settled.files, **places}


def _fate(fate: Fate) -> str:
    return f"moved to {fate}" if isinstance(fate, str) else "gone, as is said there"


def _in_languages(site: Unpublished, changes: Iterable[Change]) -> Iterator[Change]:
    """What is to be told of one address in several languages, once, with the names of these."""
    first, *others = languages = site.site.project.languages
    groups: dict[Change, list[Language]] = {}
    for change in changes:
        language = next((other for other in others if change.what.startswith(f"/{other.root}")), first)
        groups.setdefault(change._replace(what=change.what[len(language.root) + 1 :]), []).append(language)
    for change, found in sorted(groups.items(), key=lambda item: (item[0], languages.index(item[1][0]))):
        every = sorted(found, key=languages.index)
        codes = f" ({', '.join(language.code for language in every)})" if len(every) > 1 else ""
        yield change._replace(what=f"/{every[0].root}{change.what}{codes}")


_LONGEST = 120


def _shown(value: Any) -> str:
    """A value on one line, and no longer than somebody reads."""
    text = " ".join(("" if value is None else str(value)).split())
    return "nothing" if not text else text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
