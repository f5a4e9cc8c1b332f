"""One language's edition of the ledger: what templates and Markdown references ask for.

An edition knows names, wordings and addresses. Addresses are canonical (``/targets/x/``); ``url`` makes one relative to
the page it is written on, so that the site works under any base path.

A page is given an edition of its own, which asks through the page's trace.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from ledger import wording
from ledger.charts.figure import Figure
from ledger.charts.svg import glimpse
from ledger.check.arithmetic import annual_rate, change_of
from ledger.check.citation import policy_of
from ledger.check.coverage import Coverage
from ledger.check.identities import balance
from ledger.check.report import counts_of, fields_of, totals_of
from ledger.check.working import done, shown
from ledger.keep.trace import Trace
from ledger.load.content import Document
from ledger.load.schema import Field
from ledger.load.vocabulary import Term
from ledger.project import Language, Project
from ledger.render.extensions import is_known
from ledger.render.links import Linkable
from ledger.render.parts import Part, lineage_of, list_of, table_of
from ledger.render.series import TABLE, path_of
from ledger.render.site import TERM_PAGES, Site
from ledger.render.uses import OWN_PAGE, Uses

_INNER = str.maketrans("《》", "〈〉")


class Edition:
    """The ledger in one language, for one artefact: ``trace`` notes what it asks."""

    def __init__(self, site: Site, language: Language, trace: Trace) -> None:
        self._site, self._trace = site, trace
        self.language, self.code = language, language.code
        self.ledger = trace.ledger

    @property
    def project(self) -> Project:
        self._trace.note("part", "settings", "")
        return self._site.project

    # --- words ---------------------------------------------------------------------------------------------------

    def t(self, key: str, **values: Any) -> str:
        """The interface's own words, from ``templates/words.yml``; a missing key is a bug and says so."""
        self._trace.note("part", "words", f"{self.code}/{key}")
        text = self._site.words[key][self.code]
        return text.format(**values) if values else text

    def own(self, row: Any, column: str) -> str:
        """A column that exists per language: ``own(row, "title")``."""
        return getattr(row, f"{column}_{self.code}", None) or ""

    def other(self, row: Any, column: str) -> str:
        """The same column in the ledger's first other language, for a subtitle."""
        code = next((c for c in self.ledger.schema.languages if c != self.code), self.code)
        return getattr(row, f"{column}_{code}", None) or ""

    def name(self, vocabulary: str, id: str | None) -> str:
        return self.ledger.name(vocabulary, id, self.code)

    def names(self, vocabulary: str, ids: tuple[str, ...]) -> str:
        return self.t("enumeration").join(self.name(vocabulary, id) for id in ids)

    def label(self, row: Any) -> str:
        """What a row is called in a list or a link."""
        for column in ("title", "name", "subject", "what", "object_title"):
            if text := self.own(row, column):
                return text
        if hasattr(row, "indicator"):
            return self.headline(row)
        return str(row.id)

    def headline(self, row: Any) -> str:
        """A target or an observation in words: indicator, what it covers, without value."""
        product, sector = getattr(row, "product", None), getattr(row, "sector", None)
        scope = [self.name("products", product), self.name("sectors", sector) if not product else ""]
        indicator = self.name("indicators", row.indicator)
        # "industrial value added" of "Industry" says it twice
        inner = [s for s in scope if s and s[:6].lower() not in indicator.lower()]
        return self.t("scoped", scope=self.t("enumeration").join(inner), what=indicator) if inner else indicator

    def line_name(self, row: Any) -> str:
        """What a line of a series covers: its product, else its sector, else its place."""
        scope = getattr(row, "product", None), getattr(row, "sector", None), getattr(row, "region", None)
        vocabulary = next((name for name, id in zip(("products", "sectors", "regions"), scope, strict=True) if id), "indicators")
        return self.name(vocabulary, next(filter(None, scope), row.indicator))

    def line_kind(self, row: Any) -> str:
        """What kind of value a line of a series has, and since when it is reckoned."""
        since = getattr(row, "base_year", None)
        return self.t("comma").join(filter(None, (self.name("value-kinds", row.kind), self.t("series-since", date=self.date(since)) if since else "")))

    def factor(self, unit: str | None) -> float:
        """What the numbers of a unit are multiplied with where this edition writes them out: 134.4 万吨 is 1.344 million t."""
        term = self.ledger.term("units", unit)
        return float(term.get("factor", 1)) if term and self.code != "zh" else 1.0

    def number(self, value: Decimal | float | None) -> str:
        return wording.number(value, self.code)

    def years_in(self, rows: Sequence[Sequence[Any]]) -> frozenset[int]:
        """The columns of a chart's table, counted from 0, that may be of years: every number is a whole one of four digits. They have no commas."""
        columns = [[cell for cell in column if isinstance(cell, int | float | Decimal)] for column in zip(*rows, strict=True)]
        return frozenset(n for n, numbers in enumerate(columns) if all(1000 <= c < 10_000 and c % 1 == 0 for c in numbers))

    def compared(self, row: Any, column: str) -> str:
        """A number of a row with what its comparator puts before it: ``co2_t_per_year`` has ``co2_comparator``, if any."""
        comparator = getattr(row, f"{column.partition('_')[0]}_comparator", None)
        return f"{wording.sign(self.ledger, comparator)}{self.number(getattr(row, column))}"

    def signed(self, value: Decimal) -> str:
        return wording.signed(value, self.code)

    def quantity(self, value: Decimal | None, unit: str | None, upper: Decimal | None = None) -> str:
        return wording.quantity(self.ledger, value, unit, self.code, upper=upper)

    cent = Decimal("0.01")

    def quantity_parts(self, value: Decimal | None, unit: str | None) -> tuple[str, str]:
        return wording.quantity_parts(self.ledger, value, unit, self.code)

    def measured_parts(self, row: Any) -> tuple[str, str]:
        return wording.measured_parts(self.ledger, row, self.code)

    def bare(self, row: Any) -> str:
        """The value of a row where its unit stands elsewhere; with it where that is a sign that belongs to the number."""
        number, unit = self.measured_parts(row)
        return self.measured(row) if unit in ("%", "‰") else number

    def measured(self, row: Any) -> str:
        return wording.measured(self.ledger, row, self.code)

    def rounded(self, value: Decimal, unit: str | None) -> str:
        """A quantity in four figures, with this edition's word for "about" where that rounds."""
        words, exact = wording.rounded(self.ledger, value, unit, self.code)
        return words if exact else self.t("about", amount=words)

    def date(self, text: str | None) -> str:
        return wording.date(text, self.code)

    def machine_date(self, text: str | None) -> str:
        return wording.machine_date(text)

    def total(self, rows: Any, column: str) -> str:
        """The sum of a column over the rows that have it, about where a part of it is; nothing when none has."""
        parts = [row for row in rows if getattr(row, column) is not None]
        exact = all(self.compared(row, column) == self.number(getattr(row, column)) for row in parts)
        total = self.number(sum((getattr(row, column) for row in parts), Decimal(0)))
        return f"{'' if exact else wording.sign(self.ledger, 'about')}{total}" if parts else ""

    def options(self, names: str, rows: Any, column: str) -> list[tuple[str, str]]:
        """``(value, label)`` of the values that a column takes in some rows; ``names`` is a vocabulary or a table."""
        ids = dict.fromkeys(getattr(row, column) for row in rows if getattr(row, column))
        if names in self.ledger.schema.tables:
            return [(id, self.label(row)) for id in ids if (row := self.ledger.row(names, id))]
        return [(id, self.name(names, id)) for id in ids]

    def print_language(self, policy: Any) -> Language:
        """The language that a policy is printed in; this edition's own where the site does not speak it."""
        source = self.ledger.row("sources", policy.source)
        return next((language for language in self.project.languages if source and language.code == source.language), self.language)

    @functools.cached_property
    def licence(self) -> str:
        """The licence of the data, as the data package names it; nothing where it names none."""
        licences = self.ledger.schema.raw.get("licenses") or [{}]
        return str(licences[0].get("title") or licences[0].get("name") or "")

    # --- rows ----------------------------------------------------------------------------------------------------

    def field(self, table: str, column: str) -> Field | None:
        found = self.ledger.schema.tables.get(table)
        return next((f for f in found.fields if f.name == column), None) if found else None

    def change(self, row: Any) -> Any:
        return change_of(row)

    def balance(self, identity: Any) -> Any:
        return balance(self.ledger, identity)

    def annual_rate(self, row: Any) -> Decimal | None:
        return annual_rate(row)

    @functools.cached_property
    def coverage(self) -> Mapping[str, Coverage]:
        """How much of each document is carried by rows, in the order of the documents."""
        for policy in self._trace.derived("covered"):
            self._trace.note("part", "coverage", policy)
        return self._site.coverage

    def file(self, path: str) -> bytes:
        """An input as it stands."""
        self._trace.note("part", "inputs", path)
        return self._site.file(path)

    def coverage_of(self, policy: str) -> Coverage | None:
        self._trace.note("part", "coverage", policy)
        return self._site.coverage.get(policy)

    @functools.cached_property
    def checked(self) -> Mapping[str, int]:
        """Who bears the rows out, and how two entries agree, over all policies (``check.report``)."""
        return totals_of(self.coverage)

    @functools.cached_property
    def keyed_twice(self) -> tuple[tuple[str, int, int], ...]:
        """``(field in words, compared, differed)`` of what was keyed twice."""
        titles = {f.name: f.title[self.code] for table in reversed(self.ledger.schema.tables.values()) for f in table.fields}
        return tuple((titles.get(name) or name, compared, differ) for name, compared, differ in fields_of(self.coverage))

    def checked_of(self, policy: Any) -> Mapping[str, int]:
        coverage = self.coverage_of(policy.id)
        return counts_of(coverage) if coverage else {}

    def source_of(self, row: Any) -> tuple[Any, Any]:
        """The policy row and clause row that a row cites; ``(None, None)`` where it cites none."""
        policy = self.ledger.row("policies", policy_of(self.ledger, self.ledger.schema.tables[row.table], row) or "")
        return policy, (self.ledger.clause(policy.id, row.clause) if policy and getattr(row, "clause", None) else None)

    def short_citation(self, policy: Any, clause: Any = None) -> str:
        """``title, heading``: enough to find the place."""
        title = self.titled(self.own(policy, "title"))
        return f"{title}{self.t('comma')}{self.own(clause, 'heading')}" if clause else title

    def titled(self, title: str) -> str:
        """A title as this edition sets titles; a title within 《》 stands in 〈〉."""
        inner = title.translate(_INNER) if "《" in self.t("titled", title="") else title
        return self.t("titled", title=inner)

    def near(self, row: Any, how: str) -> tuple[Any, ...]:
        """The few rows that a row's page shows with it: its ``siblings``, what ``answered`` it (observations), ``near_technologies``."""
        return self._trace.chosen("observations" if how == "answered" else row.table, how, row.id)

    def uses(self, row: Any) -> Uses | None:
        """The pages of editors and the charts that use what stands on a row's page, if there are any."""
        return self._trace.item("used_in", f"{self.code}/{row.id}")  # type: ignore[no-any-return]

    def series_at(self, row: Any) -> str | None:
        """The address of the series that an observation is in, or that has observations of what a target promises; ``None`` where there is none."""
        path = path_of(row)
        return self.at(path) if path and self._trace.is_member(path, "series") else None

    def series_title(self, row: Any) -> str:
        """What a series is called, by any of its rows."""
        region, what = self.name("regions", getattr(row, "region", None)), self.name("indicators", row.indicator)
        return self.t("in-region", region=region, what=what) if region else what

    def series_paths(self) -> tuple[str, ...]:
        """The paths of all series."""
        return tuple(self._trace.derived("series"))

    def drawn(self, path: str) -> tuple[Any, ...]:
        """The rows that the page of a series draws."""
        return self._trace.chosen(TABLE, "drawn", path)

    def parts(self, path: str) -> tuple[str, ...]:
        """The paths of the parts of a list, the first of which is the list's own; none of a list without rows."""
        found: tuple[str, ...] | None = self._trace.item("parts", path)
        return found or ((path,) if self._trace.is_member(path, "standing") else ())

    def searched(self) -> tuple[str, ...]:
        """The parts in which the search reads the rows of the ledger; none where one file has them all."""
        found: tuple[str, ...] = self._trace.derived("searched")
        return found

    def part(self, table: str, path: str, page: str = "") -> Part:
        """The part of a list that stands at ``path``; the first one stands on ``page``, where that is another."""
        own = list_of(path)
        every = self.parts(own) or (own,)
        rows = self._trace.chosen(table_of(table), "standing", path)
        addresses = tuple(self.at(page if page and at == own else at) for at in every)
        return Part(rows, self._trace.item("totals", own) or len(rows), every.index(path) + 1, addresses)

    def discrepancies_of(self, row: Any) -> tuple[Any, ...]:
        """The discrepancies that name a row."""
        return tuple(self.ledger.naming("discrepancies", "rows", row.id))

    def weight_of(self, discrepancy: Any) -> Term | None:
        """How much a discrepancy weighs, as a term of the vocabulary ``weights``; ``None`` in a newsroom that does not weigh."""
        return self.ledger.term("weights", getattr(discrepancy, "weight", None))

    def weighed(self, discrepancies: Iterable[Any]) -> list[tuple[Term | None, list[Any]]]:
        """Discrepancies by their weight, in the order of the vocabulary; those without one first, under ``None``."""
        order: dict[str | None, list[Any]] = {None: [], **{id: [] for id in self.ledger.vocabularies.get("weights", {})}}
        for row in discrepancies:
            term = self.weight_of(row)
            order[term.id if term else None].append(row)
        return [(self.ledger.term("weights", id), rows) for id, rows in order.items() if rows]

    def discrepancy_counts(self) -> Counter[str]:
        """How many discrepancies each document has, damaged text not counted."""
        return Counter(row.policy for row in self.discrepancies_apart[0])

    @functools.cached_property
    def discrepancies_apart(self) -> tuple[list[Any], list[Any]]:
        """What a document gets wrong, and what is only damaged in the archived text: two counts that must not be added."""
        found: tuple[list[Any], list[Any]] = ([], [])
        for row in self.ledger.rows("discrepancies"):
            term = self.ledger.term("discrepancy-kinds", row.kind)
            found[bool(term and term.get("damaged"))].append(row)
        return found

    def against(self, discrepancy: Any) -> str:
        """The word for what the printed figure is held against: computed, printed elsewhere, or what its kind says (read as, counted)."""
        term = self.ledger.term("discrepancy-kinds", discrepancy.kind)
        if term and term.get("against"):
            return str(term.get("against"))
        working = getattr(discrepancy, "working", None)
        return "elsewhere" if working and done(self.ledger, working).single else "would-be"

    def working(self, discrepancy: Any) -> str:
        """The sum behind a computed figure, in numbers; nothing where none is written."""
        text = getattr(discrepancy, "working", None)
        return shown(self.ledger, text, self.number) if text else ""

    def in_words(self, row: Any) -> str:
        return wording.in_words(self.ledger, row, self.code)

    def lineage_of(self, row: Any) -> list[Any]:
        """The lineage rows in which a row is the subject or the object, in the order of the table."""
        return lineage_of(self.ledger, row)

    def used_ids(self, vocabulary: str) -> tuple[str, ...]:
        """The terms of a vocabulary that some row uses, or that a used term has as its parent."""
        found: tuple[str, ...] = self._trace.derived("used", vocabulary)
        return found

    def used_terms(self, vocabulary: str) -> tuple[Term, ...]:
        return tuple(term for id in self.used_ids(vocabulary) if (term := self.ledger.term(vocabulary, id)))

    def has_term(self, vocabulary: str, id: str) -> bool:
        """Whether a term has a page of its own."""
        return vocabulary in TERM_PAGES and self._trace.is_member(id, "used", vocabulary)

    def section(self, path: str) -> str:
        """The name of the section that a page is in, from the first part of its path; nothing at the root."""
        key = path.partition("/")[0]
        self._trace.note("part", "words", f"{self.code}/{key}")  # one that is not there too
        return self.t(key) if key in self._site.words else ""

    def has(self, path: str) -> bool:
        """Whether this edition has the section ``path``: an editorial one if somebody wrote it, a data page if there is anything on it."""
        return bool(self._trace.derived("has", self.code, path))

    def written_in(self, address: str) -> list[Language]:
        """The languages that have an editor's page at an address, this one among them."""
        others = (language for language in self.project.languages if language.code == self.code or self._trace.derived("written", language.code, address))
        return list(others)

    @functools.cached_property
    def stories(self) -> tuple[Document, ...]:
        """The stories, in the order that their front matter asks for."""
        return tuple(map(self.document, self._trace.derived("stories", self.code)))

    def stories_near(self, path: str) -> tuple[Document, ...]:
        """The stories next to one, in the order of all of them."""
        return tuple(map(self.document, self._trace.item("near_stories", path) or ()))

    @property
    def documents(self) -> tuple[Document, ...]:
        """All editors' pages of this language."""
        return tuple(self.document(path) for path in self._trace.derived("document_paths", self.code))

    def text(self, path: str) -> Document:
        """An editor's page with all that stands in it, as it is made into HTML by the settings of ``mkdocs.yml``."""
        self._trace.note("part", "settings", "markdown")
        self._trace.note("part", "texts", path)
        if not is_known(self._site.project.extensions):  # it may read any file
            self._trace.derived("all_inputs")
        return self._site.documents[path]

    @property
    def linkable(self) -> Linkable:
        """What the page may link to."""
        return self._site.linkable.seen_by(self._trace.note)

    def document(self, path: str) -> Document:
        """An editor's page: its address, title and summary."""
        self._trace.note("part", "documents", path)
        return self._site.documents[path]

    # --- addresses -----------------------------------------------------------------------------------------------

    def at(self, path: str) -> str:
        """The canonical address of a path in this edition: ``targets/`` is ``/en/targets/``."""
        return f"/{self.language.root}{path}"

    def address(self, row: Any) -> str:
        """Where a row stands: its own page, or its place on the page that holds it."""
        if row.table in OWN_PAGE:
            return self.at(f"{OWN_PAGE[row.table]}/{row.id}/")
        if row.table == "discrepancies":
            return self._place("discrepancies/", row.id)
        if row.table == "entries":
            return self._place(f"catalogue/{row.kind}/", row.id)
        if technology := getattr(row, "technology", None):
            page = f"{OWN_PAGE['technologies']}/{technology}/"
            return self._place(f"{page}{row.table}/", row.id, page)
        if row.table == "sources":
            return self.at(f"data/#{row.id}")
        if not getattr(row, "policy", None):
            return self.at(f"data/{row.table}/")  # a table of the newsroom's own, whose rows cite no document
        return self._place(f"policies/{row.policy}/{row.table}/", row.id, f"policies/{row.policy}/")

    def address_of(self, id: str) -> str | None:
        """The address of any row by its id; ``None`` when there is no such row."""
        found = self.ledger.owner.get(id)
        return self.address(found[1]) if found else None

    def term_address(self, vocabulary: str, id: str) -> str:
        return self.at(f"{vocabulary}/{id}/")

    def clause_address(self, policy: Any, clause: Any | None) -> str:
        if not clause:
            return self.at(f"policies/{policy.id}/")
        return self._place(f"policies/{policy.id}/clauses/", clause.clause, f"policies/{policy.id}/", "c-")

    def _place(self, path: str, name: str, page: str = "", prefix: str = "") -> str:
        """The address of a row in the list ``path``, whose first part stands on ``page``, or on its own; ids there begin with ``prefix``."""
        at = self._trace.item("places", f"{path}#{name}") if self._trace.is_member(path, "parts") else None
        return self.at(f"{at or page or path}#{prefix}{name}")

    def url(self, address: str, here: str) -> str:
        """``address`` as a link on the page ``here``, both canonical."""
        path, hash, fragment = address.partition("#")
        if path == here:
            return f"#{fragment}" if hash else "./"
        return _relative(path, here.rpartition("/")[0]) + hash + fragment

    def asset(self, name: str) -> str:
        """The address of a file of the theme, named by its content."""
        self._trace.note("part", "assets", name)
        return self._site.assets[name]

    # --- figures -------------------------------------------------------------------------------------------------

    @functools.cached_property
    def topics(self) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
        """``(topic's name, its figures)`` in the order of the vocabulary; figures without a topic come last, under no name."""
        return tuple((name, self._figures(ids)) for name, ids in self._trace.derived("topics", self.code))

    @property
    def highlights(self) -> list[Figure]:
        """For the front page: of each topic the first figure that no story tells."""
        told = {d.meta.chart for d in self.stories}
        first = (next((id for id in ids if id not in told), None) for _, ids in self._trace.derived("topics", self.code))
        return list(self._figures(id for id in first if id))

    @property
    def figure_ids(self) -> tuple[str, ...]:
        ids: tuple[str, ...] = self._trace.derived("figure_ids", self.code)
        return ids

    def figure(self, id: str) -> Figure | None:
        """A chart that has a page of its own."""
        return self._figures((id,))[0] if self._trace.is_member(id, "figure_ids", self.code) else None

    def block(self, digest: str) -> Figure | None:
        """The figure that a page declares in itself, by what it is known by (``charts.block.digest_of``)."""
        known = self._trace.derived("figured", self.code)
        return self._figures((known[digest],))[0] if digest in known else None

    @property
    def all_figure_ids(self) -> tuple[str, ...]:
        """The charts of this language, those that pages declare in themselves too."""
        ids: tuple[str, ...] = self._trace.derived("all_figure_ids", self.code)
        return ids

    def any_figure(self, id: str) -> Figure:
        return self._figures((id,))[0]

    def figures_of(self, policy: str) -> tuple[Figure, ...]:
        """The charts that are drawn from a document."""
        return self._figures(self._trace.derived("figures_of", self.code, policy))

    def _figures(self, ids: Iterable[str]) -> tuple[Figure, ...]:
        found = tuple(ids)
        for id in found:
            self._trace.note("part", "figures", f"{self.code}/{id}")
        return tuple(self._site.figures[id, self.code] for id in found)

    def figure_sources(self, figure: Figure) -> list[tuple[Any, list[Any]]]:
        """``(policy row, clause rows)`` of everything that a figure is drawn from; no clauses where it is the whole policy."""
        found: dict[str, list[Any]] = {}
        for policy, clause in figure.clauses:
            found.setdefault(policy, []).append(self.ledger.clause(policy, clause))
        for policy in figure.policies:
            found.setdefault(policy, [])
        return [(row, clauses) for policy, clauses in found.items() if (row := self.ledger.row("policies", policy))]

    def environment(self, template: str) -> Environment:
        """The environment to render ``template`` in."""
        self._trace.note("part", "templates", template)
        return self._site.environment

    def _template(self, name: str) -> Any:
        return self.environment(name).get_template(name)

    def figure_html(self, figure: Figure, here: str, level: int = 2) -> Markup:
        """The figure as it stands in a page: title, drawing, sentence, sources, table, downloads."""
        macro: Any = self._template("parts/figure.html").module.figure
        return Markup(macro(self, figure, here, level))

    def glimpses(self, figures: Iterable[Figure], here: str, level: int) -> Markup:
        """Figures as a list to look through: headline, a look at the drawing, sentence."""
        macro: Any = self._template("parts/figure.html").module.glimpses
        return Markup(macro(self, tuple(figures), here, level))

    def glimpse(self, figure: Figure) -> Markup:
        """The phone drawing of a figure, to be looked at only."""
        return Markup(glimpse(figure.narrow, f"{figure.id}-g"))

    def figure_table(self, figure: Figure, here: str) -> Markup:
        macro: Any = self._template("parts/figure.html").module.table
        return Markup(macro(self, figure, here))


@functools.lru_cache(maxsize=65536)
def _relative(path: str, folder: str) -> str:
    """A link from a page in ``folder`` to the canonical ``path``; both begin with a slash, a folder has none at its end."""
    there, here = path.split("/")[1:], folder.split("/")[1:]
    shared = 0
    while shared < min(len(there) - 1, len(here)) and there[shared] == here[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) or "./"
