"""Everything that pages are made from, and what is computed from all of it at once.

A page never reads this itself: its edition asks through a trace (``keep.trace``), so that it is known what the page rests on.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jinja2 import Environment

from ledger.charts.figure import TOPICS, Figure
from ledger.check.coverage import Coverage
from ledger.keep.snapshot import Snapshot, digest
from ledger.keep.trace import Trace, Untraced
from ledger.language import Said
from ledger.language.phrases import names_of, parts_words, phrases
from ledger.language.sought import Letters
from ledger.load.content import Document, files_beside
from ledger.load.frontmatter import NO_ORDER
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.project import Language, Project
from ledger.render import changes, compared, headings, narrowing, near, outlines, parts, peers, periods, places, series, sought
from ledger.render.applied import Span, spans_applied
from ledger.render.compared import Held
from ledger.render.environment import make_environment
from ledger.render.filed import filed_id
from ledger.render.glossary import PAGE as GLOSSARY
from ledger.render.glossary import Term as Explained
from ledger.render.glossary import terms_of
from ledger.render.links import Linkable
from ledger.render.peers import Scale
from ledger.render.uses import Uses, uses

if TYPE_CHECKING:
    from ledger.render.edition import Edition

FIGURES = 40
"""So many charts a document's page leads to; all are in the gallery."""
_REFERENCE = re.compile(r"""{%[-+]?\s*(?:extends|import|include|from)\b\s*(?:(["'])([^"']*)\1\s*(?:[-+]?%}|(?:as|ignore|import|with|without)\b))?""")
"""A tag that refers to another template, with its name where that is written out and not computed."""


@dataclass(frozen=True)
class Brought:
    """What a site on another machine has instead of its folders: ``templates[name]`` and ``files[path]``."""

    templates: Mapping[str, str]
    files: Mapping[str, bytes]


@dataclass(frozen=True, eq=False)
class Site:
    """``documents[path]`` are the editors' pages, their titles and summaries in words; ``figures[id, language]`` the charts;
    ``figure_hashes`` names each figure's content; ``assets[name]`` are the addresses of the theme's files,
    ``inputs[path]`` the hashes of all files that somebody wrote, ``data`` one of all data. A site that is pickled brings along all
    that pages are made from (``brought``), since whoever gets it may have none of its folders."""

    project: Project
    ledger: Ledger
    documents: Mapping[str, Document]
    words: Mapping[str, Mapping[str, Said]]
    figures: Mapping[tuple[str, str], Figure]
    figure_hashes: Mapping[tuple[str, str], bytes]
    coverage: Mapping[str, Coverage]
    assets: Mapping[str, str]
    inputs: Mapping[str, str]
    data: str = ""
    brought: Brought | None = None

    def after(self, **changes: Any) -> Site:
        """The site after an edit. What takes long and rests on nothing that the edit has changed goes along."""
        after = replace(self, **changes)
        known: set[str] = set()
        if _below("templates/", self.inputs) == _below("templates/", after.inputs):
            known.add("environment")
        if after.ledger is self.ledger:
            known |= {"_alike", "_names", "_compared", "_counted", "_narrowing", "_lists", "_neighbours", "_series"}
            if after.words is self.words:
                known |= {"_headings", "_letters", "_sought_rows"}
        vars(after).update({name: vars(self)[name] for name in known & vars(self).keys()})
        return after

    def __getstate__(self) -> dict[str, Any]:
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**kept, "linkable": self.linkable, "brought": self.brought or self._brought()}

    def _brought(self) -> Brought:
        folder = self.project.templates
        templates = {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.html"))}
        return Brought(templates, {path: self.file(path) for path in (f"data/{table.path}" for table in self.ledger.schema.tables.values())})

    def file(self, path: str) -> bytes:
        """An input as it stands: a table of the data."""
        return self.brought.files[path] if self.brought else (self.project.root / path).read_bytes()

    @functools.cached_property
    def environment(self) -> Environment:
        return make_environment(self.project.templates, self.project.cache, self.brought.templates if self.brought else None)

    def snapshot(self) -> Snapshot:
        """What artefacts ask their questions of."""
        identity = (self.project.languages, self.project.site_url, self.project.repository, self.project.contact, self.project.date, self.project.extra)
        extensions = self.project.extensions  # wherever in mkdocs.yml they are named
        parts = {
            "settings": {"": digest(identity), "markdown": digest((extensions.names, extensions.options))},
            "words": {f"{language}/{key}": digest(text) for key, entry in self.words.items() for language, text in entry.items()},
            "templates": template_hashes(self.project.templates),
            "texts": {path: digest((d.body, d.body_line, sorted(d.key_lines.items()))) for path, d in self.documents.items()},
            "linkable": {**{path: digest(at) for path, at in self.linkable.pages.items()}, **{f: h.encode() for f, h in self.linkable.files.items()}},
            "documents": {path: digest((d.address, d.meta)) for path, d in self.documents.items()},
            "figures": {f"{language}/{id}": found for (id, language), found in self.figure_hashes.items()},
            "data": {"": self.data.encode()},
            "coverage": {policy: digest(c) for policy, c in self.coverage.items()},
            "inputs": {path: hashed.encode() for path, hashed in self.inputs.items()},
            "assets": {name: digest(address) for name, address in self.assets.items()},
        }
        derived = (
            self.used,
            self.counted,
            self.placed,
            self.filled,
            self.covered,
            self.has,
            self.folders,
            self.stories,
            self.figure_ids,
            self.figures_of,
            self.topics,
            self.figured,
            self.all_figure_ids,
            self.figure_states,
            self.document_paths,
            self.written,
            self.all_inputs,
            self.standing,
            self.parts,
            self.long,
            self.totals,
            self.places,
            self.narrowing,
            self.sought,
            self.sought_files,
            self.series,
            self.drawn,
            self.left_out,
            self.foot,
            self.glossary,
            self.applied,
            self.judges,
            self.over_time,
            self.parts_of_wholes,
            self.uncovered,
            self.phrases,
            self.peers,
            self.scales,
            self.clause_states,
            self.siblings,
            self.answered,
            self.near_items,
            self.near_stories,
            self.filed,
            self.used_in,
            self.headings,
            self.compared,
            self.compared_rows,
            self.compared_held,
            self.comparable,
            self.version,
            self.days_of_change,
            self.in_the_news,
        )
        return Snapshot(self.ledger, parts, {function.__name__: function for function in derived})

    # --- what is computed from all of it; plain values, by the name of the function ---------------------------------------

    def used(self, vocabulary: str) -> tuple[str, ...]:
        """The terms that some row uses, or that a used term has as its parent, in the order of the vocabulary."""
        used: dict[str, None] = {}
        for table in self.ledger.schema.tables.values():
            for field in table.fields:
                if field.vocabulary == vocabulary:
                    used |= {value: None for row in self.ledger.tables[table.name] if (value := getattr(row, field.name))}
        for id in list(used):
            term = self.ledger.term(vocabulary, id)
            while term and (parent := term.get("parent")):
                used[parent] = None
                term = self.ledger.term(vocabulary, parent)
        return tuple(id for id in self.ledger.vocabularies.get(vocabulary, {}) if id in used)

    @functools.cached_property
    def _counted(self) -> Mapping[str, places.Counted]:
        return places.counted(self.ledger)

    def version(self) -> str:
        """A hash of the data: of the tables, but for what became of them (``role: change``), of the vocabularies and of what declares both.

        It is the beginning of the SHA-256 of lines ``path hash``, in the order of paths, each hash the SHA-256 of that file.
        """
        schema = self.ledger.schema
        files = {f"data/{table.path}" for table in schema.tables.values() if table.role != "change"}
        files |= {f"data/{place.partition('#')[0]}" for place in schema.vocabularies.values()} | {"data/datapackage.yaml"}
        lines = "".join(f"{path} {self.inputs.get(path, '')}\n" for path in sorted(files))
        return hashlib.sha256(lines.encode()).hexdigest()[:8]

    def in_the_news(self) -> Mapping[str, changes.News]:
        """What changed or does not add up of all, of each document and of each place: ``document/town-plan``, ``place/hill``."""
        return changes.in_the_news(self.ledger)

    def days_of_change(self) -> Mapping[str, changes.Counts]:
        """The days on which facts changed, the last first."""
        return changes.days(self.ledger)

    def counted(self) -> Mapping[str, places.Counted]:
        """How many rows say a term, and how many one within it, by ``vocabulary/term``."""
        return self._counted

    def placed(self, vocabulary: str) -> tuple[str, ...]:
        """The terms that have a tile on the map of their vocabulary."""
        return tuple(id for id, term in self.ledger.vocabularies.get(vocabulary, {}).items() if term.get("cell", None))

    def filled(self, table: str) -> tuple[str, ...]:
        """The columns in which some row of a table says something."""
        rows = self.ledger.tables[table]
        return tuple(f.name for f in self.ledger.schema.tables[table].fields if any(getattr(row, f.name) not in (None, ()) for row in rows))

    def covered(self) -> tuple[str, ...]:
        """The documents of which it is known how much rows carry, in their order."""
        return tuple(self.coverage)

    def has(self, language: str, path: str) -> bool:
        """Whether an edition has the section ``path``: an editorial one if somebody wrote it, a data page if there is anything on it."""
        section, schema = path.rstrip("/"), self.ledger.schema
        if section in schema.term_pages:
            return bool(self.used(section))
        if section == "charts":
            return bool(self.figure_ids(language))
        if section == "series":
            return bool(self._series)
        if section == "changes":
            return bool(self.ledger.of("change"))
        if tables := [name for name, shown in schema.shown.items() if path in (shown.at, shown.whole)]:
            return any(self.ledger.rows(table) for table in tables)
        return section == "data" or self.document_at(language, path) is not None

    def sections(self, language: str) -> tuple[str, ...]:
        """The addresses that a menu may name."""
        shown = (at for table in self.ledger.schema.shown.values() for at in (table.at, table.whole) if at)
        own = (document.address for document in self.documents.values() if document.language == language and document.address)
        every = ("stories/", "charts/", "data/", "series/", *shown, *(f"{name}/" for name in self.ledger.schema.term_pages), *own)
        return tuple(path for path in dict.fromkeys(every) if self.has(language, path))

    def folders(self, language: str) -> tuple[tuple[str, str], ...]:
        """``(address, title)`` of the sections that editors have made: the folders of a language that begin with a page."""
        own = (d for d in self.documents.values() if d.language == language and re.fullmatch(r"[^/]+/[^/]+/index\.md", d.path))
        return tuple(sorted((d.address, d.meta.title) for d in own))

    def document_at(self, language: str, address: str) -> Document | None:
        return self._by_address.get((language, address))

    def written(self, language: str, address: str) -> str:
        """The path of the page that an editor has written for an address; nothing if nobody did."""
        document = self.document_at(language, address)
        return document.path if document else ""

    @functools.cached_property
    def linkable(self) -> Linkable:
        """What editors' pages may link to."""
        pages = {path: f"/{self.project.language(d.language).root}{d.address}" for path, d in self.documents.items()}
        beside = files_beside(self.project.content, tuple(language.code for language in self.project.languages))
        lying = frozenset(path.removeprefix("content/") for path in self.inputs if path.startswith("content/"))
        roots = {language.code: language.root for language in self.project.languages}
        return Linkable(self.project.content, pages, {file: self.inputs[f"content/{file}"] for file in beside}, lying, roots)

    @functools.cached_property
    def _by_address(self) -> Mapping[tuple[str, str], Document]:
        return {(d.language, d.address): d for d in self.documents.values()}

    def all_inputs(self) -> tuple[tuple[str, str], ...]:
        """All files that somebody wrote, with hashes of them."""
        return tuple(sorted(self.inputs.items()))

    def document_paths(self, language: str) -> tuple[str, ...]:
        return tuple(d.path for d in self.documents.values() if d.language == language)

    def stories(self, language: str) -> tuple[str, ...]:
        """The paths of the stories, in the order that their front matter asks for."""
        found = (d for d in self.documents.values() if d.language == language and d.address.startswith("stories/") and d.address != "stories/")
        return tuple(d.path for d in sorted(found, key=lambda d: (d.meta.order, d.address)))

    def filed(self, language: str) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
        """``(sort, id, name, paths of stories)`` of each tag and then of each author, by name; spelt with other capitals it is the same."""
        found: dict[tuple[str, str], tuple[str, list[str]]] = {}
        for path in self.stories(language):
            for sort, names in (("tag", self.documents[path].meta.tags), ("author", self.documents[path].meta.authors)):
                for name in names:
                    paths = found.setdefault((sort, filed_id(sort, name)), (name, []))[1]
                    paths += [path] if path not in paths else []
        ordered = sorted(found.items(), key=lambda item: (item[0][0] == "author", item[1][0].casefold(), item[0]))
        return tuple((sort, id, name, tuple(paths)) for (sort, id), (name, paths) in ordered)

    @functools.cached_property
    def _lists(self) -> Mapping[str, Mapping[str, tuple[near.Key, ...]]]:
        """The parts of each list that has rows, by its path."""
        keys = {name: table.identity for name, table in self.ledger.schema.tables.items()}
        known: dict[near.Key, near.Key] = {}  # a row stands in many lists: its key is kept once

        def key_of(row: Any) -> near.Key:
            key = tuple(getattr(row, column) for column in keys[row.table])
            return known.setdefault(key, key)

        return {path: parts.cut(path, map(key_of, rows)) for path, rows in parts.lists(self.ledger, self._series) if rows}

    def standing(self) -> near.Nearest:
        """The keys of the rows that stand in each part of a list, by its path."""
        return {at: keys for found in self._lists.values() for at, keys in found.items()}

    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of the parts of each list that has more than one."""
        return {path: tuple(found) for path, found in self._lists.items() if len(found) > 1}

    def long(self) -> frozenset[str]:
        """The paths of the lists of which a page with several shows the first rows only."""
        return frozenset(path for path, found in self._lists.items() if sum(map(len, found.values())) > parts.WHOLE)

    def totals(self) -> Mapping[str, int]:
        """How many rows each such list has."""
        return {path: sum(map(len, self._lists[path].values())) for path in self.parts()}

    def places(self) -> Mapping[str, str]:
        """The part in which a row stands that is not in the first, by ``path of the list#name of the row``."""
        later = ((path, at, keys) for path in self.parts() for at, keys in self._lists[path].items() if at != path)
        return {f"{path}#{key[-1]}": at for path, at, keys in later for key in keys}

    @functools.cached_property
    def _narrowing(self) -> Mapping[str, Any]:
        return narrowing.narrowing(self.ledger, self._lists)

    def narrowing(self) -> Mapping[str, Any]:
        """Which rows of the longest lists have each value of a facet."""
        return self._narrowing

    @functools.cached_property
    def _letters(self) -> Letters:
        return sought.site_letters(self.project.languages)

    @functools.cached_property
    def _sought_rows(self) -> Mapping[str, sought.Found]:
        """By which words terms and rows are found, in each language."""
        return {
            lang.code: sought.collected(self._untraced(lang), self._letters, lambda name: not name.startswith(sought.PAGES)) for lang in self.project.languages
        }

    @functools.cached_property
    def _sought(self) -> Mapping[str, Any]:
        found: dict[str, Any] = {}
        for language in self.project.languages:
            edition = self._untraced(language)
            pages = sought.collected(edition, self._letters, lambda name: name.startswith(sought.PAGES))
            known = {section[0]: section for section in (*self._sought_rows[language.code], *pages)}
            files = sought.indexed(self._letters, [known[name] for name, _, _ in sought.sections(edition) if name in known])
            found |= {f"{language.code}/{file}": content for file, content in files.items()}
        return found

    def sought(self) -> Mapping[str, Any]:
        """What stands in each file of the search, by ``language/file``: words and where they are found, or the keys of records."""
        return self._sought

    def sought_files(self, language: str) -> tuple[str, ...]:
        """The files that the search reads."""
        return tuple(file.removeprefix(f"{language}/") for file in self._sought if file.startswith(f"{language}/"))

    def _untraced(self, language: Language) -> Edition:
        """An edition that notes nothing, for what is computed from all rows at once."""
        from ledger.render.edition import Edition

        return Edition(self, language, cast(Trace, Untraced(self.ledger, functools.cache(lambda name, *arguments: getattr(self, name)(*arguments)))))

    @functools.cached_property
    def _series(self) -> Mapping[str, Sequence[Row]]:
        return series.all_series(self.ledger)

    def series(self) -> Mapping[str, str]:
        """The series that have a page, by their paths: the id of the first row of each."""
        return {path: rows[0].id for path, rows in self._series.items()}

    def drawn(self) -> near.Nearest:
        """The rows that the page of each series draws, by its path."""
        return {path: tuple((row.id,) for row in series.drawn(self.ledger.schema, rows)) for path, rows in self._series.items()}

    def left_out(self) -> Mapping[str, tuple[str, ...]]:
        """Why the page of each series does not draw all of its rows, by its path."""
        return {path: series.left_out(self.ledger.schema, rows) for path, rows in self._series.items()}

    @functools.cached_property
    def _neighbours(self) -> Mapping[str, near.Nearest]:
        return {function.__name__: function(self.ledger) for function in (near.siblings, near.answered, near.items)}

    def applied(self) -> Mapping[str, Span]:
        """When each document applies, by its id."""
        return self._applied

    @functools.cached_property
    def _applied(self) -> Mapping[str, Span]:
        return spans_applied(self.ledger, self.project.date)

    def glossary(self, language: str) -> tuple[Explained, ...]:
        """The terms that the glossary of a language defines."""
        page = self.document_at(language, GLOSSARY)
        return terms_of(page.body) if page and "def_list" in self.project.extensions.names else ()

    def foot(self, language: str) -> tuple[tuple[str, str], ...]:
        """The pages beside the front page that ask for a place there, in their order; no page is made anew for one that does not."""
        found = (d for d in self.documents.values() if d.language == language and d.address.count("/") == 1 and d.meta.order != NO_ORDER)
        return tuple((d.meta.title, d.address) for d in sorted(found, key=lambda d: (d.meta.order, d.address)))

    def judges(self) -> bool:
        """Whether there are verdicts."""
        return bool(self.ledger.of("verdict"))

    @functools.cached_property
    def _periods(self) -> Mapping[str, Mapping[str, periods.Names]]:
        return {function.__name__: function(self.ledger) for function in (periods.over_time, periods.parts_of_wholes)}

    def over_time(self) -> Mapping[str, periods.Names]:
        """The same promise for other years, of each target that has one."""
        return self._periods["over_time"]

    def parts_of_wholes(self) -> Mapping[str, periods.Names]:
        """The targets of places within the place of each target."""
        return self._periods["parts_of_wholes"]

    @functools.cached_property
    def _alike(self) -> tuple[near.Nearest, Mapping[str, Scale], Mapping[str, str]]:
        return peers.peers(self.ledger), peers.scales(self.ledger), outlines.clause_states(self.ledger)

    def phrases(self, language: str, text: str) -> tuple[str, ...]:
        """A headline in the pieces that stay together on a line."""
        return phrases(text, self.project.language(language).tag, self._names.get(language))

    @functools.cached_property
    def _names(self) -> Mapping[str, re.Pattern[str] | None]:
        """The names of terms, which no line parts, in the languages that put no spaces between words."""
        terms = [term for terms in self.ledger.vocabularies.values() for term in terms.values()]
        return {lang.code: names_of({term.names.get(lang.code) or "" for term in terms}) for lang in self.project.languages if parts_words(lang.tag)}

    def peers(self) -> near.Nearest:
        """The targets that each target may be ranked among."""
        return self._alike[0]

    def scales(self) -> Mapping[str, Scale]:
        """Where the cases of each category lie on a scale."""
        return self._alike[1]

    def clause_states(self) -> Mapping[str, str]:
        """How it stands with the clauses of each document, by its id."""
        return self._alike[2]

    @functools.cached_property
    def _uncovered(self) -> Mapping[str, tuple[str, ...]]:
        return periods.left_out(self.ledger, self._periods["parts_of_wholes"])

    def uncovered(self) -> Mapping[str, tuple[str, ...]]:
        """The places that the parts of each whole leave out."""
        return self._uncovered

    def siblings(self) -> near.Nearest:
        """The nearest targets of each target."""
        return self._neighbours["siblings"]

    def answered(self) -> near.Nearest:
        """The observations that each target is shown with."""
        return self._neighbours["answered"]

    def near_items(self) -> near.Nearest:
        """The nearest items of each item."""
        return self._neighbours["items"]

    @functools.cached_property
    def _headings(self) -> Mapping[str, headings.Told]:
        from ledger.render.edition import Edition

        found: dict[str, headings.Told] = {}
        for language in self.project.languages:
            trace = Untraced(self.ledger, lambda name, *arguments: found if name == "headings" else getattr(self, name)(*arguments))
            headings.headings(Edition(self, language, cast(Trace, trace)), found)
        return found

    def headings(self) -> Mapping[str, headings.Told]:
        """What tells records apart that are called the same, by ``language/id``."""
        return self._headings

    @functools.cached_property
    def _compared(self) -> Mapping[str, Mapping[str, Any]]:
        return {function.__name__: function(self.ledger) for function in (compared.counts, compared.rows, compared.held, compared.holders)}

    def compared(self) -> Mapping[str, int]:
        """How many files there are of what readers compare, by table or vocabulary."""
        return self._compared["counts"]

    def compared_rows(self) -> near.Nearest:
        """The records in each of these files."""
        return self._compared["rows"]

    def compared_held(self) -> Mapping[str, Held]:
        """And the figures of terms and documents."""
        return self._compared["held"]

    def comparable(self) -> Mapping[str, bool]:
        """The terms and documents that have such figures, ``regions/gansu``."""
        return self._compared["holders"]

    def near_stories(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of the stories that have most in common with each, tags and rows, then of those next to it, by its path."""
        found: dict[str, tuple[str, ...]] = {}
        for language in self.project.languages:
            paths = self.stories(language.code)
            said = {path: frozenset((*(("tag", tag) for tag in self.documents[path].meta.tags), *self.documents[path].named)) for path in paths}
            found |= near.related(paths, said)
        return found

    def used_in(self) -> Mapping[str, Uses]:
        """The editors' pages and the charts that use a row, by ``language/id`` of the row on whose page they are told; stories come first."""
        found: dict[str, Uses] = {}
        for language in (language.code for language in self.project.languages):
            paths = dict.fromkeys((*self.stories(language), *self.document_paths(language)))
            figures = [figure for (_, code), figure in self.figures.items() if code == language]
            told = uses(self.ledger, map(self.documents.__getitem__, paths), figures)
            found |= {f"{language}/{id}": of_row for id, of_row in told.items()}
        return found

    def figure_ids(self, language: str) -> tuple[str, ...]:
        """The charts that have a page of their own."""
        return tuple(id for (id, code), figure in self.figures.items() if code == language and not figure.block)

    def all_figure_ids(self, language: str) -> tuple[str, ...]:
        return tuple(id for id, code in self.figures if code == language)

    def figure_states(self, language: str) -> tuple[tuple[str, str], ...]:
        """``(chart id, state)`` of what readers may set beside a chart, each with files of its own."""
        return tuple((id, each.state) for (id, code), figure in self.figures.items() if code == language for each in figure.states)

    def figured(self, language: str) -> Mapping[str, str]:
        """The ids of figures that pages declare in themselves, by what such a block is known by."""
        return {figure.block: id for (id, code), figure in self.figures.items() if code == language and figure.block}

    def figures_of(self, language: str, policy: str) -> tuple[str, ...]:
        """The charts that are drawn from a document, those of the fewest documents first; at most ``FIGURES``."""
        return self._figures_by_document.get((language, policy), ())[:FIGURES]

    @functools.cached_property
    def _figures_by_document(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for (id, language), figure in sorted(self.figures.items(), key=lambda item: len(item[1].documents)):
            if not figure.block:
                for policy in figure.documents:
                    found.setdefault((language, policy), []).append(id)
        return {key: tuple(ids) for key, ids in found.items()}

    def topics(self, language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """``(topic's name, ids of its charts)`` in the order of the vocabulary; charts without a topic come last, under no name."""
        names = {id: term.names.get(language, "") for id, term in self.ledger.vocabularies.get(TOPICS, {}).items()} | {"": ""}
        filed = ((name, tuple(i for i in self.figure_ids(language) if self.figures[i, language].topic == id)) for id, name in names.items())
        return tuple((name, ids) for name, ids in filed if ids)


def _below(folder: str, inputs: Mapping[str, str]) -> dict[str, str]:
    return {path: hashed for path, hashed in inputs.items() if path.startswith(folder)}


def template_hashes(templates: Path) -> dict[str, bytes]:
    """A hash of each template and of all that it refers to."""
    sources = {p.relative_to(templates).as_posix(): p.read_bytes() for p in sorted(templates.rglob("*.html"))}
    refers = {name: _references(content.decode("utf-8", "replace"), sources) for name, content in sources.items()}

    def below(name: str, seen: dict[str, None]) -> dict[str, None]:
        if name in sources and name not in seen:
            seen[name] = None
            for other in refers[name]:
                below(other, seen)
        return seen

    return {name: hashlib.blake2b(b"\0".join(sources[n] for n in sorted(below(name, {}))), digest_size=12).digest() for name in sources}


def _references(source: str, known: Mapping[str, Any]) -> list[str]:
    """The templates that a template names; all, where it computes a name."""
    return [name for tag in _REFERENCE.finditer(source) for name in ([tag[2]] if tag[2] else known)]
