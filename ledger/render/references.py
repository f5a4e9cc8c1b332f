"""What an editor may write in Markdown beside Markdown: values, names, citations and charts that come from the data.

    [[nm12-gdp-energy-2015]]               the value of a row with its unit, linked to the row
    [[nm12-gdp-energy-2015.base_value]]    another number of that row
    [[size:nm12-so2-2015.stated_change]]   the same without the sign of a rise or fall, which the sentence words
    [[about:cases-1.co2_t_per_year]]       the same in four figures, as prose wants it, with "about" where that rounds
    [[name:gt24-1-14]]                     the name of a row or term, linked to its page; a document's as titles are set
    [[cite:nm12-gdp-energy-2015]]          a short citation of policy and clause, linked to the clause
    [[count:technologies category=gt24-c1]]          how many rows there are
    [[sum:cases.co2_t_per_year basis=yearly]]        a total over rows; [[about:sum:…]] in four figures
    [[typed:8 %]]                          a figure that no row has, typed on purpose (``ledger.check.typed``)

    ```chart
    gansu-products
    ```

or a chart declared on the spot (see ``ledger.charts.block``)::

    ```chart
    table: targets
    mark: bar
    …
    ```

It is a plain Python-Markdown extension: any generator that runs those can use it. References are resolved line by line
before Markdown sees the text, so that a mistake can name its line; nothing is resolved inside a code block.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markupsafe import Markup, escape

from ledger.charts.block import digest_of, is_id
from ledger.load.content import parts_of
from ledger.load.ledger import Ledger
from ledger.problems import did_you_mean
from ledger.render.edition import Edition

Report = Callable[[int, str, str], None]
"""Called with a line of the text (0-based), what is wrong, what to do."""

_REFERENCE = re.compile(r"\[\[([^\[\]]+)\]\]")
_SLOT = re.compile(r"(?P<block><p>)?\ue000(?P<number>\d+)\ue001(?(block)(?P<end></p>)?)")


class BadReference(Exception):
    """A reference that names nothing. ``remedy`` says what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


class LedgerReferences(Extension):
    """Resolve references, one page after another. The HTML they stand for is kept apart, so that only the editor's is sanitised."""

    def aim(self, edition: Edition, here: str, report: Report) -> None:
        """Begin a page: references are resolved for this edition, links are written for the address ``here``."""
        self.edition, self.here, self.report = edition, here, report
        self.slots: list[Markup] = []

    def extendMarkdown(self, md: Markdown) -> None:
        # Before fenced code (25) and HTML blocks (20), after normalising white space (30).
        md.preprocessors.register(_Resolve(self), "ledger", 27)

    def keep(self, html: Markup) -> str:
        self.slots.append(html)
        return f"\ue000{len(self.slots) - 1}\ue001"

    def fill(self, html: str) -> str:
        """Put what the references stand for into the finished, sanitised page."""
        return _SLOT.sub(self._put, html)

    def _put(self, slot: re.Match[str]) -> str:
        """What a slot stands for. A figure takes the place of its paragraph, all else stands in it."""
        html = str(self.slots[int(slot["number"])])
        if slot["block"] and slot["end"] and html.lstrip().startswith("<figure"):
            return html
        return f"{slot['block'] or ''}{html}{slot['end'] or ''}"


class _Resolve(Preprocessor):
    def __init__(self, owner: LedgerReferences) -> None:
        super().__init__()
        self.owner = owner

    def run(self, lines: list[str]) -> list[str]:
        done: list[str] = []
        for part in parts_of(lines):
            if part.language is None:
                done += [_REFERENCE.sub(partial(self._found, number), line) for number, line in enumerate(part.lines, part.first)]
            elif part.language == "chart" and len(part.fences) == 2:
                done += self._chart(part.lines, part.first + len(part.lines))
            else:
                done += [part.fences[0], *part.lines, *part.fences[1:]]
        return done

    def _found(self, line: int, match: re.Match[str]) -> str:
        return self._inline(match[1], line)

    def _inline(self, text: str, line: int) -> str:
        try:
            return self.owner.keep(resolve(self.owner.edition, self.owner.here, text.strip()))
        except BadReference as error:
            self.owner.report(line, f"[[{text}]]: {error}", error.remedy)
            return ""

    def _chart(self, block: list[str], line: int) -> list[str]:
        id = "\n".join(block).strip()
        edition = self.owner.edition
        figure = edition.figure(id) if is_id(id) else edition.block(digest_of(id))
        if figure is None and not is_id(id):
            return []  # what is wrong with a declared chart was said when it was to be drawn
        if figure is None:
            self.owner.report(line - len(block), f"there is no chart '{id}'", did_you_mean(id, self.owner.edition.figure_ids))
            return []
        return ["", self.owner.keep(self.owner.edition.figure_html(figure, self.owner.here)), ""]


def resolve(edition: Edition, here: str, text: str) -> Markup:
    """The HTML of one inline reference. Raises ``BadReference``."""
    verb, colon, rest = text.partition(":")
    if not colon:
        return _value(edition, here, text)
    if verb not in _VERBS:
        raise BadReference(f"'{verb}' is no kind of reference", did_you_mean(verb, _VERBS))
    return _VERBS[verb](edition, here, rest.strip())


def _row(edition: Edition, id: str) -> Any:
    found = edition.ledger.owner.get(id)
    if found is None:
        raise BadReference(f"there is no row '{id}'", did_you_mean(id, edition.ledger.owner))
    return found[1]


def _value(edition: Edition, here: str, text: str) -> Markup:
    id, _, column = text.partition(".")
    row = _row(edition, id)
    if column:
        return _linked(edition, here, row, edition.quantity(*_number_of(edition, row, column)))
    if getattr(row, "value", None) is None:
        raise BadReference(f"'{id}' has no value", "write [[name:…]] for a name, [[cite:…]] for a citation")
    return _linked(edition, here, row, edition.measured(row))


def _size(edition: Edition, here: str, text: str) -> Markup:
    """How much, without the sign: "a cut of 5%" stands in the table as 5 under "cut", and as −5% in our column."""
    id, _, column = text.partition(".")
    row = _row(edition, id)
    value, unit = _number_of(edition, row, column or "value")
    return _linked(edition, here, row, edition.quantity(abs(value), unit))


def _about(edition: Edition, here: str, text: str) -> Markup:
    """A value or a sum in four figures, with "about" where that rounds."""
    verb, _, rest = text.partition(":")
    if verb == "sum":
        return escape(edition.rounded(*_total(edition, rest.strip())))
    id, _, column = text.partition(".")
    row = _row(edition, id)
    return _linked(edition, here, row, edition.rounded(*_number_of(edition, row, column or "value")))


def _linked(edition: Edition, here: str, row: Any, words: str) -> Markup:
    return Markup('<a class="value" href="{}">{}</a>').format(edition.url(edition.address(row), here), words)


def _number_of(edition: Edition, row: Any, column: str) -> tuple[Decimal, str | None]:
    """A number of a row and its unit."""
    value = getattr(row, column, None)
    if not isinstance(value, Decimal):
        numbers = [f.name for f in edition.ledger.schema.tables[row.table].fields if f.type == "number"]
        raise BadReference(f"'{row.id}' has no number '{column}'", did_you_mean(column, numbers))
    return value, _unit_of(edition, row, column)


def _unit_of(edition: Edition, row: Any, column: str) -> str | None:
    declared = edition.field(row.table, column)
    if column.startswith("stated"):
        return getattr(row, "change_unit", None)
    return getattr(row, "unit", None) or (declared.unit if declared else None)


def _name(edition: Edition, here: str, id: str) -> Markup:
    row = _row(edition, id)
    if row.table == "policies":
        return Markup('<a href="{}"><cite>{}</cite></a>').format(edition.url(edition.address(row), here), edition.short_citation(row))
    return Markup('<a href="{}">{}</a>').format(edition.url(edition.address(row), here), edition.label(row))


def _cite(edition: Edition, here: str, id: str) -> Markup:
    row = _row(edition, id)
    policy, clause = edition.source_of(row)
    if policy is None:
        raise BadReference(f"'{id}' cites no clause", "cite a row of a table that has a clause")
    return Markup('<a class="cite" href="{}">{}</a>').format(edition.url(edition.clause_address(policy, clause), here), edition.short_citation(policy, clause))


def _matching(ledger: Ledger, table: str, conditions: list[str]) -> tuple[Any, ...]:
    if table not in ledger.schema.tables:
        raise BadReference(f"there is no table '{table}'", did_you_mean(table, ledger.schema.tables))
    columns = ledger.schema.tables[table].columns
    rows = ledger.rows(table)
    for condition in conditions:
        column, equals, wanted = condition.partition("=")
        if not equals or column not in columns:
            raise BadReference(f"'{condition}' is no condition on {table}", did_you_mean(column, columns))
        rows = tuple(r for r in rows if str(getattr(r, column) if getattr(r, column) is not None else "") == wanted)
    return rows


def _count(edition: Edition, here: str, text: str) -> Markup:
    table, *conditions = text.split()
    return escape(edition.number(Decimal(len(_matching(edition.ledger, table, conditions)))))


def _sum(edition: Edition, here: str, text: str) -> Markup:
    return escape(edition.quantity(*_total(edition, text)))


def _total(edition: Edition, text: str) -> tuple[Decimal, str | None]:
    """The total of ``table.column condition=value …``, and its unit."""
    place, *conditions = text.split()
    table, _, column = place.partition(".")
    rows = _matching(edition.ledger, table, conditions)
    declared = edition.field(table, column)
    if declared is None or declared.type != "number":
        numbers = [f.name for f in edition.ledger.schema.tables[table].fields if f.type == "number"]
        raise BadReference(f"'{column}' is no number of {table}", did_you_mean(column, numbers))
    try:
        total = sum((getattr(r, column) for r in rows if getattr(r, column) is not None), Decimal(0))
    except InvalidOperation as error:
        raise BadReference(str(error), "check the column") from error
    return total, declared.unit or None


def _typed(edition: Edition, here: str, text: str) -> Markup:
    return escape(text)


_VERBS: dict[str, Callable[[Edition, str, str], Markup]] = {
    "size": _size,
    "about": _about,
    "name": _name,
    "cite": _cite,
    "count": _count,
    "sum": _sum,
    "typed": _typed,
}
