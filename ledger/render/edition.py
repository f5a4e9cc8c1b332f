"""One language's edition of the ledger: what templates and Markdown references ask for.

An edition knows names, wordings and addresses. Addresses are canonical (``/targets/x/``); ``url`` makes one relative to
the page it is written on, so that the site works under any base path.

A page is given an edition of its own, which asks through the page's trace.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from ledger import wording
from ledger.charts.figure import Figure
from ledger.charts.svg import glimpse
from ledger.check.arithmetic import annual_rate, change_of
from ledger.check.citation import policy_of
from ledger.check.coverage import Coverage
from ledger.check.identities import balance
from ledger.check.outcome import is_fallen_due
from ledger.check.report import counts_of, fields_of, totals_of
from ledger.check.working import done, shown
from ledger.keep.snapshot import Shared
from ledger.keep.trace import Trace
from ledger.language import said
from ledger.language.phrases import parts_words
from ledger.load.content import Document
from ledger.load.edtf import parse_edtf
from ledger.load.roles import ROLES, USUAL_DIMENSIONS
from ledger.load.schema import Field, Table
from ledger.load.shown import Shown
from ledger.load.units import base_of, load_units
from ledger.load.vocabulary import Term
from ledger.project import Language, Project
from ledger.render import filed
from ledger.render.applied import Span
from ledger.render.changes import Counts, News, day_path
from ledger.render.compared import Held
from ledger.render.compared import place_of as place_in
from ledger.render.extensions import is_known
from ledger.render.glossary import Term as Explained
from ledger.render.headings import Apart
from ledger.render.links import Linkable
from ledger.render.parts import EXCERPT, WHOLE, Part, lineage_of, list_of, table_of
from ledger.render.peers import Scale, scale_key
from ledger.render.periods import Together, change_a_year, together
from ledger.render.places import Counted
from ledger.render.series import SERIES, path_of, place_of, series_table
from ledger.render.site import Site
from ledger.render.uses import Uses
from ledger.render.wrong import address_for

Found = TypeVar("Found")
_INNER = str.maketrans("《》", "〈〉")
_COUNTED = re.compile(r"(?<=\d) (?=[^\W\d_])")
"""The space between a number and its unit or counter, which does not break."""


STANDINGS = {"due": "standing-due", "ahead": "standing-ahead", "undated": "standing-undated"}
"""The words for how it stands with a target that nobody has judged."""
NO_RATES = {"figure": "no-rate-figure", "base": "no-rate-base", "kind": "no-rate-kind"}
"""The words for why a target is not put on the basis of a yearly change."""
DEGREES = ("archived", "web", "citation", "none")
"""What a row may rest on, the strictest first."""
_NO_FACTS = ("source", "document", "clause", "unused", "adjudication", "waiver", "change")
LABELS = ("title", "name", "subject", "what", "object_title")
"""Columns that name a row, one a language."""
PLAIN = ("title", "name", "date", "year", "value", "unit", "kind", "region", "sector", "product", "indicator", "source", "document", "note", "summary")
"""Columns that are called alike in a table of one's own; the words for others tell what they are to a role."""
COLUMNS = 7
"""So many columns a list shows of a table that does not say which."""


def _words(row: Any, column: str) -> str:
    """The words of a row in a column; nothing where a newsroom's own table calls a number or a list so."""
    text = getattr(row, column, None)
    return text if isinstance(text, str) else ""


class Edition:
    """The ledger in one language, for one artefact: ``trace`` notes what it asks."""

    def __init__(self, site: Site, language: Language, trace: Trace) -> None:
        self._site, self._trace = site, trace
        self.language, self.code, self.tongue = language, language.code, language.tongue
        self.ledger = trace.ledger

    @property
    def project(self) -> Project:
        self._trace.note("part", "settings", "")
        return self._site.project

    # --- words ---------------------------------------------------------------------------------------------------

    def t(self, key: str, **values: Any) -> str:
        """The interface's own words, from ``templates/words/``; a missing key is a bug and says so."""
        self._trace.note("part", "words", f"{self.code}/{key}")
        return said(self._site.words[key][self.code], self.tongue.manner, values)

    def forms(self, key: str) -> str:
        """A word into which a script puts the number, as JSON: its plural forms by CLDR's names, braces and all."""
        self._trace.note("part", "words", f"{self.code}/{key}")
        word = self._site.words[key][self.code]
        return json.dumps({"other": word} if isinstance(word, str) else dict(word), ensure_ascii=False)

    def parted(self, text: str) -> str:
        """A headline whose lines may end between phrases only, in a language that puts no spaces between words."""
        if not parts_words(self.language.tag):
            return text
        pieces = self._trace.derived("phrases", self.code, text)
        return Markup("<wbr>").join(_COUNTED.sub("\u00a0", piece) for piece in pieces)

    def own(self, row: Any, column: str) -> str:
        """A column of words that exists per language: ``own(row, "title")``."""
        return _words(row, f"{column}_{self.code}")

    def other(self, row: Any, column: str) -> str:
        """The same column in the ledger's first other language, for a subtitle."""
        return _words(row, f"{column}_{self.other_code}")

    @property
    def other_code(self) -> str:
        """The ledger's first other language."""
        return next((c for c in self.ledger.schema.languages if c != self.code), self.code)

    def tag(self, code: str) -> str:
        """What HTML calls a language of the site."""
        return self.project.language(code).tag

    def name(self, vocabulary: str, id: str | None) -> str:
        return self.ledger.name(vocabulary, id, self.code)

    def names(self, vocabulary: str, ids: tuple[str, ...]) -> str:
        return self.t("enumeration").join(self.name(vocabulary, id) for id in ids)

    def label(self, row: Any) -> str:
        """What a row is called in a list or a link."""
        for column in LABELS:
            if text := self.own(row, column):
                return text
        declared = self.ledger.schema.tables[row.table]
        if hasattr(row, "indicator") and (declared.role or ((item := declared.field("indicator")) and item.vocabulary)):
            return self.headline(row)
        column = self.label_column(row.table)
        return (getattr(row, column) if column else None) or self.t("enumeration").join(self.key_in_words(row)) or str(row.id)

    def key_in_words(self, row: Any) -> list[str]:
        """What tells a row from all others of its table, where it has no id of its own."""
        table = self.ledger.schema.tables[row.table]
        return [words for column in table.key for words, _ in self.cell(row, column)] if table.key != ("id",) else []

    def headline(self, row: Any) -> str:
        """A target or an observation in words: indicator, what it covers, without place and value; a row without an indicator by its title."""
        indicator = self.said(row, "indicator")
        if not indicator:
            return self.own(row, "title") or str(row.id)
        inner = self._inner(row)
        return self.t("scoped", scope=self.t("enumeration").join(inner), what=indicator) if inner else indicator

    def plain_heading(self, row: Any) -> str:
        """What a row is called where it stands alone: a target or an observation with its place and year."""
        if not self._is_measured(row):
            return self.label(row)
        region, what = self.place_name(row), self.headline(row)
        title = self.t("in-region", region=region, what=what) if region else what
        return f"{title}{self.t('year-suffix', year=self.dated(row.year))}" if row.year else title

    def heading(self, row: Any) -> str:
        """The same, with what tells it from others that are called so."""
        return self.with_apart(self.plain_heading(row), self._apart(row))

    def apart(self, row: Any, shown: Sequence[str] = ()) -> str:
        """What tells a row from others of its name, without what stands beside it: the columns that are ``shown``."""
        return self.with_apart("", self.parts_apart(row, shown)).strip()

    def parts_apart(self, row: Any, shown: Collection[str] = ()) -> list[Apart]:
        return [part for part in self._apart(row) if part.column not in shown]

    def with_apart(self, name: str, parts: Iterable[Apart]) -> str:
        said = self.t("semicolon").join(part.words for part in parts)
        return f"{name}{self.t('in-brackets', text=said)}" if said else name

    def _apart(self, row: Any) -> tuple[Apart, ...]:
        found: tuple[Apart, ...] = self._trace.item("headings", f"{self.code}/{row.id}") or ()
        return found

    def _is_measured(self, row: Any) -> bool:
        return self.ledger.schema.tables[row.table].role in ("target", "observation")

    def names_in_heading(self, row: Any, column: str) -> bool:
        """Whether the heading of a row says what stands in one of its dimensions."""
        if not self._is_measured(row):
            return False
        schema = self.ledger.schema
        return column == schema.place(schema.tables[row.table]) or self.said(row, column) in self._inner(row)

    def _inner(self, row: Any) -> list[str]:
        """What the indicator of a row is of, where it does not say that itself: "industrial value added" of "Industry" says it twice."""
        indicator = self.said(row, "indicator").lower()
        return [name for name in self.scope(row) if name[:6].lower() not in indicator] if indicator else []

    def scope(self, row: Any) -> list[str]:
        """What a row covers, besides its place: the names of its dimensions, but for those that another one of it says more closely."""
        schema = self.ledger.schema
        table = schema.tables[row.table]
        told = (f for f in table.dimensions if f.name != schema.place(table) and not (f.unless and getattr(row, f.unless, None)))
        return [name for f in told if (name := self.name(f.vocabulary, getattr(row, f.name)))]

    def place_name(self, row: Any) -> str:
        """Where, by name; nothing where the row does not say."""
        schema = self.ledger.schema
        return self.name(schema.places, place_of(schema, row))

    def line_name(self, row: Any) -> str:
        """What a line of a series covers: its dimensions, else its place, else its indicator."""
        return self.t("enumeration").join(self.scope(row)) or self.place_name(row) or self.said(row, "indicator")

    def line_kind(self, row: Any) -> str:
        """What kind of value a line of a series has, and since when it is reckoned."""
        since = getattr(row, "base_year", None)
        return self.t("comma").join(filter(None, (self.said(row, "kind"), self.t("series-since", date=self.dated(since)) if since else "")))

    def said(self, row: Any, column: str) -> str:
        """A column of a row in words: the names of its terms, or its text as it stands; nothing where it is empty or not there."""
        declared = self.ledger.schema.tables[row.table].field(column)
        value = getattr(row, column, None)
        if declared is None or value is None or value == ():
            return ""
        names = value if isinstance(value, tuple) else (value,)
        return self.t("enumeration").join(self.name(declared.vocabulary, name) if declared.vocabulary else str(name) for name in names)

    def factor(self, unit: str | None) -> float:
        """What the numbers of a unit are multiplied with where this edition writes them out: 134.4 万吨 is 1.344 million t."""
        return float(wording.factor(self.ledger, unit, self.tongue))

    def number(self, value: Decimal | float | None) -> str:
        return wording.number(value, self.tongue)

    def years_in(self, rows: Sequence[Sequence[Any]]) -> frozenset[int]:
        """The columns of a chart's table, counted from 0, that may be of years: every number is a whole one of four digits. They have no commas."""
        columns = [[cell for cell in column if isinstance(cell, int | float | Decimal)] for column in zip(*rows, strict=True)]
        return frozenset(n for n, numbers in enumerate(columns) if all(1000 <= c < 10_000 and c % 1 == 0 for c in numbers))

    def compared(self, row: Any, column: str) -> str:
        """A number of a row with what its comparator puts before it: ``co2_t_per_year`` has ``co2_comparator``, if any."""
        comparator = getattr(row, f"{column.partition('_')[0]}_comparator", None)
        return f"{wording.sign(self.ledger, comparator)}{self.number(getattr(row, column))}"

    def signed(self, value: Decimal) -> str:
        return wording.signed(value, self.tongue)

    def percent(self, value: Decimal) -> str:
        """A change in per cent, with its sign."""
        return wording.joined(self.signed(value), "%", self.tongue)

    def quantity(self, value: Decimal | None, unit: str | None, upper: Decimal | None = None) -> str:
        return wording.quantity(self.ledger, value, unit, self.tongue, upper=upper)

    cent = Decimal("0.01")

    def quantity_parts(self, value: Decimal | None, unit: str | None) -> tuple[str, str]:
        return wording.quantity_parts(self.ledger, value, unit, self.tongue)

    def measured_parts(self, row: Any) -> tuple[str, str]:
        return wording.measured_parts(self.ledger, row, self.tongue)

    def bare(self, row: Any) -> str:
        """The value of a row where its unit stands elsewhere; with it where that is a sign that belongs to the number."""
        number, unit = self.measured_parts(row)
        return self.measured(row) if unit in wording.SIGNS else number

    def without_unit(self, value: Decimal | None, unit: str | None) -> str:
        """A quantity whose unit stands in the head of its column."""
        return self.quantity_parts(value, unit)[0]

    def measured(self, row: Any) -> str:
        return wording.measured(self.ledger, row, self.tongue)

    def as_printed(self, row: Any, language: Language) -> str:
        """The value of a row as its source, which is in a language, writes it."""
        return wording.as_printed(self.ledger, row, language.tongue)

    def rounded(self, value: Decimal, unit: str | None) -> str:
        """A quantity in four figures, with this edition's word for "about" where that rounds."""
        words, exact = wording.rounded(self.ledger, value, unit, self.tongue)
        return words if exact else self.t("about", amount=words)

    def date(self, text: str | None) -> str:
        return wording.date(text, self.tongue)

    def dated(self, text: str | None) -> str:
        """A date where no head of a column says that a number is a year: ``2015年``."""
        return wording.date(text, self.tongue, in_text=True)

    def machine_date(self, text: str | None) -> str:
        return wording.machine_date(text)

    def total(self, rows: Any, field: Field) -> str:
        """The sum of a column over the rows that have it, with its unit, about where a part of it is; nothing when none has."""
        parts = [row for row in rows if getattr(row, field.name) is not None]
        exact = all(self.compared(row, field.name) == self.number(getattr(row, field.name)) for row in parts)
        total = self.number(sum((getattr(row, field.name) for row in parts), Decimal(0)))
        unit = self.ledger.called("unit", field.unit or None, self.code)
        return f"{'' if exact else wording.sign(self.ledger, 'about')}{wording.joined(total, unit, self.tongue)}" if parts else ""

    def sizes(self, table: str) -> list[Field]:
        """The columns of a table that measure something in a unit of their own, the first of which are told where there is room for little."""
        declared = self.ledger.schema.tables[table]
        return [f for f in declared.fields if f.type == "number" and f.unit][:1]

    def options(self, rows: Any, column: str) -> list[tuple[str, str]]:
        """``(value, label)`` of the values that a column takes in some rows."""
        options: dict[str, str] = {}
        for row in rows:
            value = getattr(row, column, None)
            for id in value if isinstance(value, tuple) else (value,) if value else ():
                if id not in options:
                    options[id] = self._option(row, column, id)
        return list(options.items())

    def linked_facets(self, table: str) -> tuple[str, tuple[str, ...]]:
        """The table of the items that rows of a table belong to, and the columns that these are narrowed by and the table has not itself:
        readers narrow its rows by them too. None of a list so long that its facets are in files."""
        schema = self.ledger.schema
        declared = schema.tables[table]
        field = declared.field(declared.column("item") or "")
        if not field or field.reference not in schema.shown or any(self.narrowing(at) for at in schema.shown[table].lists):
            return "", ()
        items = schema.tables[field.reference]
        return items.name, tuple(name for name in schema.shown[items.name].facets if not declared.field(name) and name != items.column("document"))

    def linked(self, rows: Iterable[Any]) -> list[Any]:
        """The items that rows belong to, each once."""
        found = {row.item: self.ledger.find("item", row.item) for row in rows if row.item}
        return [item for item in found.values() if item]

    def option(self, row: Any, column: str) -> str:
        """What a row or term that a column names is called."""
        return self._option(row, column, getattr(row, column))

    def _option(self, row: Any, column: str, id: str) -> str:
        return self.value_words(row.table, column, id)

    def value_words(self, table: str, column: str, id: str) -> str:
        """What a value of a column is called."""
        declared = self.ledger.schema.tables[table].field(column)
        if declared and declared.reference:
            there = self.ledger.row(declared.reference, id)
            return self.label(there) if there else id
        return self.name(declared.vocabulary, id) if declared and declared.vocabulary else str(id)

    def cell(self, row: Any, column: str) -> list[tuple[str, str]]:
        """``(words, address)`` of what stands in a column: the terms and rows that it names, a number with its unit, a date, a text."""
        declared = self.ledger.schema.tables[row.table].field(column)
        value = getattr(row, column, None)
        if declared is None or value is None or value == ():
            return []
        if declared.type in ("number", "integer"):
            amount = self.compared(row, declared.name) if declared.type == "number" else str(value)
            own = getattr(row, f"{declared.name}_unit", None)
            unit = self.ledger.called("unit", declared.unit or own, self.code)
            return [(wording.joined(amount, unit, self.tongue), "")]
        if declared.standard == "boolean":
            return [(self.t("yes" if value == "true" else "no"), "")]
        if declared.format == "edtf":
            return [(self.date(value), "")]
        return [self._named(declared, str(name)) for name in (value if isinstance(value, tuple) else (value,))]

    def _named(self, declared: Field, name: str) -> tuple[str, str]:
        if declared.reference and (there := self.ledger.row(declared.reference, name)):
            return self.label(there), self.address(there)
        if declared.vocabulary:
            return self.name(declared.vocabulary, name), self.term_address(declared.vocabulary, name) if self.has_term(declared.vocabulary, name) else ""
        return name, ""

    def label_column(self, table: str) -> str:
        """The column that names a row of a table: a title, a name, a label, else its first text; nothing where it has none."""
        declared = self.ledger.schema.tables[table]
        known = {f.name for f in declared.fields if f.type == "string" and not (f.format or f.standard or f.vocabulary or f.reference)}
        texts = [f.name for f in declared.fields if f.name in known and f.name not in declared.key]
        usual = (declared.column(f"{name}{end}") for name in (*LABELS, "label") for end in (f"_{self.code}", ""))
        mine = (name for name in texts if not name.endswith(tuple(f"_{code}" for code in self.ledger.schema.languages if code != self.code)))
        return next((name for name in (*usual, *mine) if name in texts), "")

    def told(self, rows: Sequence[Any], *, united: bool = False) -> list[Any]:
        """The columns that a list of some rows of one table shows (``render.columns``)."""
        from ledger.render.columns import told

        return told(self, rows, united=united) if rows else []

    def filled(self, table: str) -> tuple[str, ...]:
        """The columns of a table in which some row says something."""
        found: tuple[str, ...] = self._trace.derived("filled", table)
        return found

    def own_columns(self, table: str) -> list[Field]:
        """The columns that a table has of its own: those that its role knows nothing of, each language's in that language alone."""
        declared = self.ledger.schema.tables[table]
        known = (*self._known_to_role(declared.role), "id")
        others = tuple(f"_{code}" for code in self.ledger.schema.languages if code != self.code)
        own = (f for f in declared.fields if declared.plays_as(f.name) not in known and not f.name.endswith(others))
        told_with = tuple(f"{f.name.partition('_')[0]}_comparator" for f in declared.fields if f.type == "number")
        return [f for f in own if not f.beside and f.name not in told_with]

    def beside(self, row: Any, column: str) -> list[str]:
        """What other columns of a row say of one, in words."""
        declared = self.ledger.schema.tables[row.table]
        return [words for f in declared.fields if f.beside == column != f.name.removesuffix("_unit") and (words := self.said(row, f.name))]

    def _known_to_role(self, role: str) -> tuple[str, ...]:
        columns = ROLES[role].columns if role else ()
        spoken = (c.replace("{lang}", code) for c in columns for code in self.ledger.schema.languages)
        return tuple(c for c in spoken if c not in USUAL_DIMENSIONS)

    # --- tables --------------------------------------------------------------------------------------------------

    def shown(self, table: str) -> Shown:
        """How a table is shown."""
        return self.ledger.schema.shown[table]

    def table_title(self, name: str, *, of_list: bool = False) -> str:
        """What the rows of a table are called, or its list."""
        shown = self.shown(name)
        if of_list and (title := self._called(shown.at) or shown.table.pages.title.get(self.code)):
            return title
        word = shown.title_word(of_list=of_list)
        return self.t(word) if word else shown.table.title[self.code] or name.replace("-", " ").replace("_", " ").capitalize()

    def table_about(self, name: str) -> str:
        """A sentence about the list of a table."""
        shown = self.shown(name)
        word = shown.title_word(of_list=True)
        return (self._word(f"{word}-about") if word else "") or shown.table.description[self.code]

    def column_title(self, table: str, column: str) -> str:
        """What a column is called: as the schema says, else by the word for what it is to the role, else by its name."""
        declared = self.ledger.schema.tables[table].field(column)
        word = self.ledger.schema.tables[table].plays_as(column).removesuffix(f"_{self.code}")
        if declared and declared.title[self.code]:
            return declared.title[self.code]
        said = self._word(word) if self.ledger.schema.tables[table].role or word in PLAIN else ""
        return (said if "{" not in said else "") or column.removesuffix(f"_{self.code}").replace("_", " ").capitalize()

    def vocabulary_title(self, name: str) -> str:
        """What the terms of a vocabulary are called together."""
        if called := self._called(name):
            return called
        said = self.ledger.schema.about.get(name)
        if said and said.title[self.code]:
            return said.title[self.code]
        return self._word(name) or name.replace("-", " ").replace("_", " ").capitalize()

    def vocabulary_about(self, name: str) -> str:
        said = self.ledger.schema.about.get(name)
        if said and said.description[self.code]:
            return said.description[self.code]
        return self._word(f"{name}-about")

    def _called(self, path: str) -> str:
        """What ``mkdocs.yml`` calls the section at an address; nothing where it says nothing."""
        return self.project.look.section(path, self.code)

    def _word(self, key: str, **values: Any) -> str:
        """A word of the interface that there may be; nothing where there is none."""
        self._trace.note("part", "words", f"{self.code}/{key}")
        return self.t(key, **values) if key in self._site.words else ""

    @property
    def term_pages(self) -> tuple[str, ...]:
        """The vocabularies whose terms have pages."""
        return self.ledger.schema.term_pages

    @property
    def menu(self) -> list[tuple[str, str]]:
        """``(title, path)`` of the sections, in the order of the menu: what editors wrote and what data there is. Where no table is of a role
        that stands in it, all that say nothing of it do: a newsroom of past figures leads to them."""
        listed = [s for s in self.ledger.schema.shown.values() if s.at]
        shown = [s for s in listed if s.in_menu] or [s for s in listed if not s.table.pages.menu]
        lists = {s.at: (s.look.menu or s.look.order, self.section_title(s)) for s in sorted(shown, key=lambda s: -(s.look.menu or s.look.order))}
        others = {s.at: s for s in listed}
        every = {"stories/": (10, self.t("stories")), **lists, "charts/": (60, self.t("charts")), "data/": (80, self.t("data"))}
        every["method/"] = (90, self.t("method-short"))
        for path, title in self._trace.derived("folders", self.code):
            every.setdefault(path, (85, self._called(path) or title))
        chosen = self.project.look.menu
        ordered = sorted(every, key=lambda path: every[path][0]) if chosen is None else [f"{name.strip('/')}/" for name in chosen]

        def titled(path: str) -> str:
            return every[path][1] if path in every else self.section_title(others[path]) if path in others else self.page_title(path)

        return [(titled(path), path) for path in ordered if self.has(path)]

    def page_title(self, path: str) -> str:
        """What an editor's page or a vocabulary is called whose address is ``path``."""
        if (name := path.rstrip("/")) in self.term_pages:
            return self.vocabulary_title(name)
        if path == "series/":
            return self.t("series")
        if called := self._called(path):
            return called
        return next((document.meta.title for document in self.documents if document.address == path), name)

    def tables_of(self, role: str) -> list[str]:
        """The tables of a role that have rows."""
        return [table.name for table in self.ledger.schema.of(role) if self.ledger.rows(table.name)]

    @property
    def tally(self) -> list[tuple[str, str, int]]:
        """``(words, path, how many)`` of what the front page counts: rows of the tables that have lists, and applications of items; not of those
        that say they are not in the menu."""
        found = []
        for role in ("document", "target", "observation", "event", "item", "case", "", "discrepancy"):
            for name in self.tables_of(role):
                shown = self.shown(name)
                if shown.table.pages.menu == "false":
                    continue
                count = len(self.discrepancies_apart[0]) if role == "discrepancy" else len(self.ledger.rows(name))
                words = (self._word(f"of-counts-{shown.title_word()}", n=count) if shown.title_word() else "") or self.table_title(name)
                at = shown.at or next((self.shown(item.name).at for item in self.ledger.schema.of("item")), f"data/{name}/")
                found.append((words, at, count))
        return found

    @property
    def indices(self) -> list[tuple[str, str]]:
        """``(title, path)`` of the lists that stand at the foot of every page: series, terms, and what the menu does not lead to."""
        indicators = self.ledger.schema.concepts.get("indicator")
        terms = sorted(self.term_pages, key=lambda name: name != indicators)
        every = [(self.t("changes"), "changes/"), (self.t("series"), "series/"), *((self.vocabulary_title(name), f"{name}/") for name in terms)]
        told = {path for _, path in self.menu}
        lists = ((shown, at) for shown in self.ledger.schema.shown.values() for at in shown.lists if at not in told)
        every += [(self.table_title(shown.table.name, of_list=not shown.split), at) for shown, at in lists]
        return [(title, path) for title, path in every if self.has(path)]

    def section_title(self, shown: Shown) -> str:
        """What the list of a table is called in the menu, where there may be a shorter word."""
        short = "" if shown.table.pages.title.get(self.code) or self._called(shown.at) else self._word(f"{shown.title_word(of_list=True)}-short")
        return short or self.table_title(shown.table.name, of_list=True)

    def print_language(self, policy: Any) -> Language:
        """The language that a policy is printed in; this edition's own where the site does not speak it, or there is no policy."""
        source = self.ledger.find("source", policy.source) if policy else None
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

    def brings(self, path: str) -> bool:
        """Whether an editor brings a file for the root of the site, which then takes the place of ours."""
        self._trace.note("part", "inputs", f"content/static/{path}")
        return f"content/static/{path}" in self._site.inputs

    def each(self, question: Callable[[Edition], Iterable[Found]]) -> Iterator[Found]:
        """What the editions of all languages answer, one language after another."""
        for language in self.project.languages:
            yield from question(self if language.code == self.code else Edition(self._site, language, self._trace))

    @property
    def version(self) -> str:
        """The version of the data: the day that the ledger stands at and a hash of them, ``2026-11-26-3f9a2c1b``. A page that tells it is made
        anew with every change of the data."""
        return self._versioned(self._trace.derived("version"))

    def version_of(self, what: Any) -> str:
        """The same of what a page is about, so that the page is made anew only when that changes: of the file of a table; of the cells of a
        row, without translations; of what a chart shows; of the text of an editor's page."""
        if isinstance(what, Table):
            return self._versioned(hashlib.sha256(self.file(f"data/{what.path}")).hexdigest()[:8])
        if isinstance(what, Document):
            content = self.text(what.path).body
        elif isinstance(what, Figure):
            content = repr((what.columns, what.rows))
        else:
            translated = tuple(f"_{code}" for code in self.ledger.schema.languages)
            columns = (c for c in self.ledger.schema.tables[what.table].columns if not c.endswith(translated))
            content = "\n".join(f"{column} {getattr(what, column)}" for column in columns)
        return self._versioned(hashlib.sha256(content.encode()).hexdigest()[:8])

    def _versioned(self, hashed: str) -> str:
        return "-".join(filter(None, (self.project.date, hashed)))

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
        return tuple((self._word(name) or titles.get(name) or name, compared, differ) for name, compared, differ in fields_of(self.coverage))

    def checked_of(self, policy: Any) -> Mapping[str, int]:
        coverage = self.coverage_of(policy.id)
        return counts_of(coverage) if coverage else {}

    def source_of(self, row: Any) -> tuple[Any, Any]:
        """The policy row and clause row that a row cites; ``(None, None)`` where it cites none."""
        policy = self.ledger.find("document", policy_of(self.ledger, self.ledger.schema.tables[row.table], row))
        return policy, (self.ledger.clause(policy.id, row.clause) if policy and getattr(row, "clause", None) else None)

    @functools.cached_property
    def degrees(self) -> dict[str, int]:
        """How many rows come from an ``archived`` text, from a ``web`` address with a day, from a ``citation``, from what is not said
        (``none``); the degrees that there are, the strictest first."""
        found = Counter[str]()
        schema, documents = self.ledger.schema, {row.id: self.degree(row) for row in self.ledger.of("document")}
        items = {row.id: documents.get(row.document or "", "none") for row in self.ledger.of("item")}
        for table in schema.tables.values():
            total = len(self.ledger.tables[table.name])
            if table.role in _NO_FACTS or not total:
                continue
            for column, degrees in (("document", documents), ("item", items)):
                if table.column(column):
                    for id, degree in degrees.items():
                        count = len(self.ledger.rows(table.name, **{column: id}))
                        found[degree] += count
                        total -= count
                    break
            else:
                for row in self.ledger.rows(table.name) if table.column("source") else ():
                    found[self.degree(row)] += 1
                    total -= 1
            found["none"] += total
        return {degree: found[degree] for degree in DEGREES if found[degree]}

    def degree(self, row: Any) -> str:
        """What a document, or a row that names its source itself, rests on."""
        source = self.source_named(row)
        if source is None:
            return "citation" if getattr(row, "source", None) else "none"
        return "archived" if source.sha256 else "web" if source.url and source.accessed else "citation"

    def source_named(self, row: Any) -> Any:
        """The source that a row names itself; ``None`` where it names none, or in words only."""
        return self.ledger.find("source", getattr(row, "source", None))

    def short_citation(self, policy: Any, clause: Any = None) -> str:
        """``title, heading``: enough to find the place."""
        title = self.titled(self.own(policy, "title"))
        return f"{title}{self.t('comma')}{self.own(clause, 'heading')}" if clause else title

    def titled(self, title: str) -> str:
        """A title as this edition sets titles; a title within 《》 stands in 〈〉."""
        inner = title.translate(_INNER) if "《" in self.t("titled", title="") else title
        return self.t("titled", title=inner)

    def near(self, row: Any, how: str) -> tuple[Any, ...]:
        """The few rows that a row's page shows with it: its ``siblings``, what ``answered`` it (observations), ``near_items``."""
        return self._trace.chosen(series_table(self.ledger.schema) if how == "answered" else row.table, how, row.id)

    def uses(self, row: Any) -> Uses | None:
        """The pages of editors and the charts that use what stands on a row's page, if there are any."""
        return self._trace.item("used_in", f"{self.code}/{row.id}")  # type: ignore[no-any-return]

    def series_at(self, row: Any) -> str | None:
        """The address of the series that an observation is in, or that has observations of what a target promises; ``None`` where there is none."""
        path = path_of(self.ledger.schema, row)
        return self.at(path) if path and self._trace.is_member(path, "series") else None

    def day_address(self, day: str) -> str:
        """Where the changes of a day stand."""
        return self.at(day_path(day))

    def series_title(self, row: Any) -> str:
        """What a series is called, by any of its rows."""
        region, what = self.place_name(row), self.said(row, "indicator")
        return self.t("in-region", region=region, what=what) if region else what

    def series_columns(self, row: Any) -> list[str]:
        """The columns that say which series a row is in: its indicator and its place."""
        schema = self.ledger.schema
        return [c for c in (schema.tables[row.table].column("indicator"), schema.place(schema.tables[row.table])) if c]

    def series_paths(self) -> tuple[str, ...]:
        """The paths of all series."""
        return tuple(self._trace.derived("series"))

    def drawn(self, path: str) -> tuple[Any, ...]:
        """The rows that the page of a series draws."""
        return self._trace.chosen(series_table(self.ledger.schema), "drawn", path)

    def left_out(self, path: str) -> tuple[str, ...]:
        """Why that page does not draw all of them, as keys of words."""
        return self._trace.item("left_out", path) or ()

    def parts(self, path: str) -> tuple[str, ...]:
        """The paths of the parts of a list, the first of which is the list's own; none of a list without rows."""
        found: tuple[str, ...] | None = self._trace.item("parts", path)
        return found or ((path,) if self._trace.is_member(path, "standing") else ())

    def series_rows(self) -> Mapping[str, str]:
        """The series that have a page, by their paths: the id of the first row of each."""
        found: Mapping[str, str] = self._trace.derived("series")
        return found

    def sought_files(self) -> tuple[str, ...]:
        """The files that the search reads."""
        found: tuple[str, ...] = self._trace.derived("sought_files", self.code)
        return found

    def sought(self, file: str) -> Any:
        """What stands in one of them (``render.sought``)."""
        return self._trace.item("sought", f"{self.code}/{file}")

    def sought_rows(self, table: str, file: str) -> tuple[Any, ...]:
        """The rows in one of them."""
        return self._trace.chosen(table, "sought", f"{self.code}/{file}")

    def list_at(self, path: str) -> tuple[str, str]:
        """What a list is called to which the menu, or the foot of each page, leads, and a sentence about it."""
        title = next((title for title, at in (*self.menu, *self.indices) if at == path), "")
        name = path.rstrip("/")
        if name in self.term_pages:
            return title, self.vocabulary_about(name)
        table = next((shown.table.name for shown in self.ledger.schema.shown.values() if path in shown.lists), "")
        about = self.table_about(table) if table else self._word(f"{name}-about") if name != SERIES else ""
        return title or self._word(name), about

    def narrowing(self, path: str) -> Any:
        """What a long list is narrowed by, or what stands in a file of that (``render.narrowing``); ``None`` of a list that is no longer."""
        return self._trace.item("narrowing", path)

    def part(self, table: str, path: str, page: str = "") -> Part:
        """The part of a list that stands at ``path``; the first one stands on ``page``, where that is another."""
        own = list_of(path)
        every = self.parts(own) or (own,)
        rows = self._trace.chosen(table_of(self.ledger.schema, table), "standing", path)
        total = self._trace.item("totals", own) or len(rows)
        first = page if page and not self._abridged(rows, total) else own
        return Part(rows, total, every.index(path) + 1, (self.at(first), *map(self.at, every[1:])))

    def excerpt(self, table: str, path: str, page: str) -> Part:
        """What a page shows of a list: its first part, or only the first rows where there are many. The places of a list that has grown stay."""
        part = self.part(table, path, page)
        if part.all[0] == self.at(page):
            return part
        kept = tuple(row.id for row in part.rows if self.address(row) == f"{self.at(path)}#{row.id}")
        return replace(part, rows=part.rows[:EXCERPT], kept=kept)

    def pages_below(self, table: str, path: str, page: str) -> tuple[str, ...]:
        """The pages of such a list: its later parts, and the first where ``page`` shows an excerpt."""
        every = self.parts(path)
        whole = every and self.part(table, path, page).all[0] != self.at(page)
        return every if whole else every[1:]

    def _abridged(self, rows: Sequence[Any], total: int) -> bool:
        """Whether a page shows only the first rows of a list."""
        return total > WHOLE and self.shown(rows[0].table).table.role != "clause"

    @property
    def days_of_change(self) -> Mapping[str, Counts]:
        """The days on which facts changed, the last first."""
        found: Mapping[str, Counts] = self._trace.derived("days_of_change")
        return found

    def has_news(self, of: str) -> bool:
        """Whether something changed, or does not add up, of ``document/<id>`` or ``place/<id>``."""
        return self._trace.is_member(of, "in_the_news")

    def news(self, of: str) -> News:
        """What it is; of all where nothing is named."""
        return self._trace.item("in_the_news", of) or News((), ())

    def whole(self, table: str) -> tuple[Any, ...]:
        """All rows of a table, for who tells all of them: nothing is noted but that it rests on the whole file."""
        self._trace.note("schema")
        self._trace.note("part", "inputs", f"data/{self.ledger.schema.tables[table].path}")
        return self._site.ledger.rows(table)

    def changes_of(self, row: Any) -> tuple[Any, ...]:
        """What became of a row, as far as that is noted."""
        return self.ledger.of("change", row=row.id)

    def fact(self, row: Any, column: str, text: str | None) -> str:
        """A fact of a row as the table of changes has it, in words; ``row`` is ``None`` where it is there no more."""
        declared = self.ledger.schema.tables[row.table].field(column) if row is not None else None
        if not text or declared is None:
            return text or self.t("nothing")
        if declared.vocabulary:
            return self.names(declared.vocabulary, tuple(text.split(";")))
        if declared.format == "edtf":
            return self.date(text)
        if declared.type != "number":
            return text
        unit = getattr(row, self.ledger.schema.tables[row.table].unit_column(column), None)
        return self.quantity(Decimal(text), unit)

    def shared(self, name: str, ask: Callable[[Edition], Found]) -> Found:
        """What ``ask`` finds, found once for artefacts that are made one after another and tell the same: each of them rests on all that was
        asked for it. ``name`` says what it is."""
        snapshot = self._trace.snapshot
        if snapshot.shared is None or snapshot.shared.name != (name, self.code):
            trace = Trace(snapshot)
            found = ask(Edition(self._site, self.language, trace))
            snapshot.shared = Shared((name, self.code), found, tuple(trace.questions()))
        self._trace.learn(snapshot.shared.questions)
        return snapshot.shared.found  # type: ignore[no-any-return]

    def verdicts_of(self, target: Any) -> tuple[Any, ...]:
        """What came of a target, as somebody judged it."""
        return self.ledger.of("verdict", target=target.id)

    def judges(self) -> bool:
        """Whether somebody judges targets here at all: where nobody does, nothing is said of what came of them."""
        return bool(self._trace.derived("judges"))

    def standing(self, target: Any) -> str:
        """How it stands with a target: the term of its latest verdict, ``due`` where it has fallen due and nothing tells what came of it,
        ``ahead`` or ``undated``; nothing where nobody judges, or where a ledger has no date."""
        if not self.judges():
            return ""
        if verdicts := self.verdicts_of(target):
            return str(verdicts[-1].verdict)
        if not self.project.date:
            return ""
        if not target.year or parse_edtf(target.year).last is None:
            return "undated"
        return "due" if is_fallen_due(target, self.project.date) else "ahead"

    def standings(self, targets: Iterable[Any]) -> list[tuple[str, str]]:
        """``(value, words)`` of how it stands with some targets, verdicts first, in the order of their vocabulary."""
        found = dict.fromkeys(filter(None, map(self.standing, targets)))
        field = next((f for table in self.ledger.schema.of("verdict") if (f := table.field("verdict"))), None)
        terms = self.ledger.vocabularies.get(field.vocabulary, {}) if field and field.vocabulary else {}
        words = {id: term.names[self.code] for id, term in terms.items()} | {name: self.t(word) for name, word in STANDINGS.items()}
        return [(value, words.get(value, value)) for value in dict.fromkeys((*words, *found)) if value in found]

    def over_time(self, target: Any) -> list[Any]:
        """The same promise for all years that it was made for, this one among them; none where it was made once."""
        return self._named_rows("over_time", target)

    def parts_of(self, target: Any) -> list[Any]:
        """The targets of places within its place, for the same indicator and year."""
        return self._named_rows("parts_of_wholes", target)

    def years_applied(self, document: Any) -> tuple[str, ...]:
        """The years in which a document applies, as far as documents say."""
        span = self.span_applied(document)
        return span.years if span else ()

    def span_applied(self, document: Any) -> Span | None:
        """When a document applies, as far as documents say (``render.applied``)."""
        return self._trace.item("applied", document.id)  # type: ignore[no-any-return]

    def tells_in_force(self) -> bool:
        """Whether some document says when it applies, so that readers can ask which do on a day."""
        return any(self._trace.is_member(row.id, "applied") for row in self.ledger.of("document"))

    def uncovered(self, whole: Any) -> list[str]:
        """The names of places within the place of a whole, as far as the ledger knows them, that are not among its parts."""
        return [self.name(self.ledger.schema.places, id) for id in self._trace.item("uncovered", whole.id) or ()]

    def targets_set(self, document: Any) -> int:
        """How many targets a document sets itself: those of tables that are in no menu are told of, and not counted."""
        return sum(self.shown(row.table).table.pages.menu != "false" for row in self.ledger.of("target", document=document.id))

    def peers_of(self, target: Any) -> tuple[Any, ...]:
        """The targets that a target may be ranked among, itself too (``render.peers``)."""
        return self._trace.chosen(target.table, "peers", target.id)

    def scale_of(self, case: Any, column: str) -> Scale | None:
        """Where the cases of a category lie on the scale of a column (``render.peers``)."""
        item = self.ledger.find("item", case.item)
        category = getattr(item, "category", None)
        return self._trace.item("scales", scale_key(case, column, category)) if category else None

    def clause_states(self, document: Any) -> str:
        """How it stands with each clause of a document, a letter a clause in their order (``render.outlines``)."""
        return self._trace.item("clause_states", document.id) or ""

    def _named_rows(self, name: str, row: Any) -> list[Any]:
        return [found for table, id in self._trace.item(name, row.id) or () if (found := self.ledger.row(table, id))]

    def change_a_year(self, target: Any) -> tuple[str, str]:
        """The change a year that a target asks for, in words; else why it cannot be put on that basis."""
        rate, why = self.rate_of(target)
        return (self.percent(rate), "") if rate is not None else ("", self.t(NO_RATES[why]))

    def rate_of(self, target: Any) -> tuple[Decimal | None, str]:
        """That change as a number; else a key of ``NO_RATES``."""
        return change_a_year(target, self.follows(target)[0])

    def follows(self, target: Any) -> tuple[Decimal | None, str | None]:
        """The figure of a target that prints none and its unit, as a verdict works it out."""
        for verdict in self.verdicts_of(target) if target.value is None else ():
            if text := getattr(verdict, "working", None):
                return done(self.ledger, text).result, getattr(verdict, "unit", None)
        return None, None

    def figure_of(self, target: Any) -> str:
        """The figure of a target, or the one that follows where it prints none; nothing where there is neither."""
        value, unit = self.follows(target)
        if value is None:
            return self.measured(target)
        sign = {"down": -1, "up": 1}.get(getattr(target, "direction", None) or "")
        return self.t("follows", amount=wording.joined(self.signed(sign * value), "%", self.tongue) if sign and unit == "%" else self.quantity(value, unit))

    def together(self, whole: Any, parts: Sequence[Any]) -> Together:
        """What the parts of a whole make."""
        return together(whole, parts, load_units(self.ledger))

    def wrong_here(self, id: str, here: str) -> str:
        """Where a reader tells that something is wrong with a record; nothing where there is no such place."""
        address = f"{self.project.site_url.rstrip('/')}{here}" if self.project.site_url else here
        return address_for(self.project, self.t("wrong-subject", id=id), "\n\n".join((address, self.t("wrong-what"), self.t("wrong-why"))))

    def goal_worked_out(self, verdict: Any) -> str:
        """The figure of a target that its verdict works out, with the sum; nothing where the target prints its own."""
        text = getattr(verdict, "working", None)
        if not text:
            return ""
        unit = getattr(verdict, "unit", None)
        return self.t("worked-out", sum=shown(self.ledger, text, self.number), amount=self.quantity(done(self.ledger, text).result, unit))

    def discrepancies_of(self, row: Any) -> tuple[Any, ...]:
        """The discrepancies that name a row."""
        return tuple(self.ledger.having("discrepancy", "rows", row.id))

    def weight_of(self, discrepancy: Any) -> Term | None:
        """How much a discrepancy weighs, as a term of the vocabulary ``weights``; ``None`` in a newsroom that does not weigh."""
        return self.ledger.meant("weight", getattr(discrepancy, "weight", None))

    def weighed(self, discrepancies: Iterable[Any]) -> list[tuple[Term | None, list[Any]]]:
        """Discrepancies by their weight, in the order of the vocabulary; those without one first, under ``None``."""
        order: dict[str | None, list[Any]] = {None: [], **{id: [] for id in self.ledger.all_meant("weight")}}
        for row in discrepancies:
            term = self.weight_of(row)
            order[term.id if term else None].append(row)
        return [(self.ledger.meant("weight", id), rows) for id, rows in order.items() if rows]

    def discrepancy_counts(self) -> Counter[str]:
        """How many discrepancies each document has, damaged text not counted."""
        return Counter(row.document for row in self.discrepancies_apart[0])

    @functools.cached_property
    def discrepancies_apart(self) -> tuple[list[Any], list[Any]]:
        """What a document gets wrong, and what is only damaged in the archived text: two counts that must not be added."""
        found: tuple[list[Any], list[Any]] = ([], [])
        for row in self.ledger.of("discrepancy"):
            term = self.term_of(row, "kind")
            found[bool(term and term.get("damaged"))].append(row)
        return found

    def term_of(self, row: Any, column: str) -> Term | None:
        """The term that a column of a row names."""
        declared = self.ledger.schema.tables[row.table].field(column)
        return self.ledger.term(declared.vocabulary, getattr(row, column)) if declared and declared.vocabulary else None

    def against(self, discrepancy: Any) -> str:
        """The word for what the printed figure is held against: computed, printed elsewhere, or what its kind says (read as, counted)."""
        term = self.term_of(discrepancy, "kind")
        if term and term.get("against"):
            return str(term.get("against"))
        working = getattr(discrepancy, "working", None)
        return "elsewhere" if working and done(self.ledger, working).single else "would-be"

    def working(self, discrepancy: Any) -> str:
        """The sum behind a computed figure, in numbers; nothing where none is written."""
        text = getattr(discrepancy, "working", None)
        return shown(self.ledger, text, self.number) if text else ""

    def in_words(self, row: Any) -> str:
        return wording.in_words(self.ledger, row, self.tongue)

    def lineage_of(self, row: Any) -> list[Any]:
        """The lineage rows in which a row is the subject or the object, in the order of the table."""
        return lineage_of(self.ledger, row)

    def used_ids(self, vocabulary: str) -> tuple[str, ...]:
        """The terms of a vocabulary that some row uses, or that a used term has as its parent."""
        found: tuple[str, ...] = self._trace.derived("used", vocabulary)
        return found

    def used_terms(self, vocabulary: str) -> tuple[Term, ...]:
        return tuple(term for id in self.used_ids(vocabulary) if (term := self.ledger.term(vocabulary, id)))

    def counted(self, vocabulary: str, id: str) -> Counted:
        """How many rows say a term, and how many one within it."""
        return self._trace.item("counted", f"{vocabulary}/{id}") or Counted(0, 0, ())

    def placed_terms(self, vocabulary: str) -> tuple[Term, ...]:
        """The terms that have a tile on the map of their vocabulary."""
        return tuple(term for id in self._trace.derived("placed", vocabulary) if (term := self.ledger.term(vocabulary, id)))

    def rows_within(self, vocabulary: str, id: str) -> list[Any]:
        """Rows that say a term within another, as many as are listed."""
        return [row for table, name in self.counted(vocabulary, id).rows if (row := self.ledger.row(table, name))]

    def files_compared(self, name: str) -> Mapping[str, Any]:
        """The files of what readers compare: ``compared`` how many of each kind, ``compared_rows`` those of records, ``compared_held``."""
        found: Mapping[str, Any] = self._trace.derived(name)
        return found

    def compared_rows(self, table: str, path: str) -> tuple[Any, ...]:
        """The records in one of these files."""
        return self._trace.chosen(table, "compared_rows", path)

    def held(self, path: str) -> Held:
        """The figures of terms or documents in one of these files."""
        return self._trace.item("compared_held", path) or ()

    def can_compare(self, name: str, id: str) -> bool:
        """Whether readers can put a record (of the table ``name``) or a term (of the vocabulary) beside another."""
        return self._trace.is_member(f"rows/{name}", "compared") or self._trace.is_member(f"{name}/{id}", "comparable")

    def figures_held(self, name: str, id: str) -> tuple[tuple[str, str, str], ...]:
        """``(table, id, indicator)`` of the figures that a term of a vocabulary, or a document, has."""
        parts = self._trace.item("compared", f"held/{name}")
        return next((figures for holder, figures in self.held(f"held/{name}-{place_in(id, parts)}") if holder == id), ())

    def comparable(self, row: Any) -> dict[str, Any]:
        """The value of a row for a reader's browser: in words, as a number (two, of a range), what it is in the base of its unit, and what
        it is of; only values of one kind and of units of one base are alike."""
        schema = self.ledger.schema
        table = schema.tables[row.table]
        sign = -1 if getattr(row, "direction", None) == "down" else 1
        term = self.ledger.meant("unit", row.unit)
        base = base_of(str(term.get("pint"))) if term else None
        scope = [getattr(row, f.name) for f in table.dimensions]
        found: dict[str, Any] = {
            "value": self.measured(row),
            "number": [float(v) * sign for v in (row.value, row.value_max) if v is not None],
            "unit": [self.ledger.called("unit", row.unit, self.code), float(self.factor(row.unit)), *(base or ())],
            "kind": [row.kind, self.said(row, "kind")],
            "inexact": getattr(row, "comparator", None) not in (None, "="),
        }
        if hasattr(row, "indicator"):
            found |= {"of": [row.indicator, *scope], "names": [self.said(row, "indicator"), *(self.said(row, f.name) for f in table.dimensions)]}
            found |= {"held": ["indicator", *(f.vocabulary for f in table.dimensions)], "year": self.date(row.year), "since": row.base_year}
        return found

    def has_term(self, vocabulary: str, id: str) -> bool:
        """Whether a term has a page of its own."""
        return vocabulary in self.term_pages and self._trace.is_member(id, "used", vocabulary)

    def section(self, path: str) -> str:
        """The name of the section that a page is in, from the first part of its path; nothing at the root."""
        key = path.partition("/")[0]
        return self._called(key) or self._word(key)

    def has(self, path: str) -> bool:
        """Whether this edition has the section ``path``: an editorial one if somebody wrote it, a data page if there is anything on it."""
        return bool(self._trace.derived("has", self.code, path))

    def written_at(self, address: str) -> Document | None:
        """The page that an editor has written for an address."""
        path = self._trace.derived("written", self.code, address)
        return self.document(path) if path else None

    def written_in(self, address: str) -> list[Language]:
        """The languages that have an editor's page at an address, this one among them."""
        others = (language for language in self.project.languages if language.code == self.code or self._trace.derived("written", language.code, address))
        return list(others)

    @functools.cached_property
    def stories(self) -> tuple[Document, ...]:
        """The stories, in the order that their front matter asks for."""
        return tuple(map(self.document, self._trace.derived("stories", self.code)))

    @property
    def filed(self) -> list[tuple[str, str, str, list[Document]]]:
        """``(sort, id, name, stories)`` of each tag and each author; a ``sort`` is ``tag`` or ``author``, ``id`` is where it stands on the page ``filed.PAGE``."""
        return [(sort, id, name, [*map(self.document, paths)]) for sort, id, name, paths in self._trace.derived("filed", self.code)]

    @property
    def filed_in(self) -> list[Language]:
        """The languages that have a page of tags and authors."""
        return [language for language in self.project.languages if self._trace.derived("filed", language.code)]

    def filed_at(self, sort: str, name: str) -> str:
        """Where the stories with a tag, or by an author, are listed."""
        return f"{self.at(filed.PAGE)}#{quote(filed.filed_id(sort, name))}"

    def stories_near(self, path: str) -> tuple[Document, ...]:
        """The stories next to one, in the order of all of them."""
        return tuple(map(self.document, self._trace.item("near_stories", path) or ()))

    @property
    def glossary(self) -> tuple[Explained, ...]:
        """The terms that this language's glossary defines."""
        return tuple(itertools.starmap(Explained, self._trace.derived("glossary", self.code)))

    @property
    def foot(self) -> tuple[tuple[str, str], ...]:
        """``(title, path)`` of the editors' pages that stand beside the front page and in no menu: about, corrections."""
        menu = {path for _, path in self.menu}
        return tuple((title, path) for title, path in self._trace.derived("foot", self.code) if path not in menu)

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
        shown = self.shown(row.table)
        if shown.rows_at:
            return self.at(f"{shown.rows_at}{row.id}/")
        if shown.at and shown.split:
            value = getattr(row, shown.split)
            return self._place(f"{shown.at}{value}/" if value else shown.whole, row.id)
        if owner := self.ledger.find("item", getattr(row, "item", None)):
            return self._place_below(owner, row.table, row.id)
        if shown.table.role == "verdict" and (target := self.ledger.find("target", row.target)):
            return f"{self.address(target)}#{row.id}"
        if shown.table.role == "source":
            return self.at(f"data/#{row.id}")
        if shown.table.role not in ("", "discrepancy") and (document := self.ledger.find("document", getattr(row, "document", None))):
            return self._place_below(document, row.table, row.id, whole=False)
        return self._place(shown.at, row.id) if shown.at else self.at(f"data/{row.table}/")

    def _place_below(self, owner: Any, name: str, id: str, prefix: str = "", whole: bool = True) -> str:
        """The place of a row on the page of the row that it belongs to, or in a later part of that list. A page that is not to have the
        ``whole`` of a long list shows the first of its rows, and all have their places on a page of their own."""
        page = self.address(owner).removeprefix(self.at(""))
        path = f"{page}{name}/"
        return self._place(path, id, page if whole or not self._trace.is_member(path, "long") else "", prefix)

    def address_of(self, id: str) -> str | None:
        """The address of any row by its id; ``None`` when there is no such row."""
        found = self.ledger.owner.get(id)
        return self.address(found[1]) if found else None

    def term_address(self, vocabulary: str, id: str) -> str:
        return self.at(f"{vocabulary}/{id}/")

    def clause_address(self, policy: Any, clause: Any | None) -> str:
        return self._place_below(policy, clause.table, clause.clause, "c-") if clause else self.address(policy)

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
        """The figure that a page declares in itself, by what it is known by (``charts.declared.asked.digest_of``)."""
        known = self._trace.derived("figured", self.code)
        return self._figures((known[digest],))[0] if digest in known else None

    @property
    def all_figure_ids(self) -> tuple[str, ...]:
        """The charts of this language, those that pages declare in themselves too."""
        ids: tuple[str, ...] = self._trace.derived("all_figure_ids", self.code)
        return ids

    @property
    def figure_states(self) -> tuple[tuple[str, str], ...]:
        """``(chart id, state)`` of all that readers may set beside the charts of this language."""
        states: tuple[tuple[str, str], ...] = self._trace.derived("figure_states", self.code)
        return states

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
        return [(row, clauses) for policy, clauses in found.items() if (row := self.ledger.find("document", policy))]

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


@functools.lru_cache(maxsize=1024)
def _relative(path: str, folder: str) -> str:
    """A link from a page in ``folder`` to the canonical ``path``; both begin with a slash, a folder has none at its end."""
    there, here = path.split("/")[1:], folder.split("/")[1:]
    shared = 0
    while shared < min(len(there) - 1, len(here)) and there[shared] == here[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) or "./"
