"""How each table is shown: where its list stands, whether a row has a page of its own, and what readers sort it by.

A table says so under ``pages``; what it does not say follows from its role, so that most say nothing::

    - name: promises
      role: target
      pages: {at: promises, rows: pages, group: ministry, facets: [ministry, status]}

``at``       where its list stands: ``/promises/``; by default the table's name
``rows``     ``pages``: a page a row, ``/promises/x/`` (or below ``rows_at``); ``places``: a place in a list, ``/promises/#x``; ``none``: no list
``group``    a column by whose values the list is parted under headings
``split``    a column of which each value has a list of its own, ``/promises/health/``; all together stand at the table's name
``facets``   columns by which readers filter; by default the document and the dimensions
``columns``  the columns that a list shows, in this order; by default those that its role is compared by, and its own that fit
``menu``     whether it stands in the menu
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.load.roles import ROLES

if TYPE_CHECKING:
    from ledger.load.schema import Schema, Table

PAGES, PLACES, NONE = "pages", "places", "none"
RESERVED_ADDRESSES = ("assets", "changes", "charts", "compare", "data", "embed", "explore", "search", "series", "stories", "v", "404")
"""First parts of addresses that no table can have."""


@dataclass(frozen=True)
class Pages:
    """What a table says of its pages; empty where it says nothing."""

    at: str = ""
    rows: str = ""
    rows_at: str = ""
    group: str = ""
    split: str = ""
    menu: str = ""
    facets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """What follows from a role. ``word`` and ``list_word`` are what its rows and its list are called, keys of ``templates/words/``; ``order`` is
    its place among the sections of a page, ``menu`` that in the menu (0: not in it)."""

    word: str
    rows: str = PLACES
    list_word: str = ""
    at: str = ""
    rows_at: str = ""
    group: str = ""
    split: str = ""
    order: int = 0
    menu: int = 0


LOOKS: Mapping[str, Look] = {
    "source": Look("sources", NONE),
    "document": Look("policies", PAGES, order=90, menu=50),
    "target": Look("targets", PAGES, group="document", order=10, menu=20),
    "observation": Look("observations", group="document", order=20),
    "measure": Look("measures", group="document", order=30),
    "event": Look("events", list_word="timeline", at="timeline", order=40, menu=30),
    "item": Look("technologies", PAGES, "catalogue", "catalogue", "catalogue", "category", order=50, menu=40),
    "entry": Look("entries", list_word="catalogue", at="catalogue", group="document", split="kind", order=60, menu=41),
    "case": Look("cases", order=25),
    "parameter": Look("parameters", NONE, order=26),
    "discrepancy": Look("discrepancies", group="document", order=100, menu=70),
    "identity": Look("identities", NONE, order=110),
    "lineage": Look("lineage", NONE, order=120),
    "clause": Look("clauses", NONE, order=130),
    "verdict": Look("verdicts", NONE, order=15),
    "unused": Look("", NONE),
    "adjudication": Look("", NONE),
    "waiver": Look("", NONE),
    "change": Look("", NONE),
}
"""The look of each role."""
USUAL_ADDRESSES = tuple(dict.fromkeys(at for name, look in LOOKS.items() for at in (look.at, *ROLES[name].usual) if at and look.rows != NONE))
"""Where the lists of tables usually stand: what no language may be called."""
_PARTING = ("weight", "document", "kind", "category", "industry_class", "basis", "indicator")
"""Columns by which readers narrow a list, besides its dimensions."""
OWN_LOOK = Look("", order=70, menu=60)
"""The look of a table without a role."""


@dataclass(frozen=True)
class Shown:
    """One table as it is shown: ``at`` and ``rows_at`` end in a slash; empty where there is no list, and no page a row. ``whole`` is where
    all rows of a list that is split stand together."""

    table: Table
    look: Look
    at: str
    rows_at: str
    group: str
    split: str
    in_menu: bool
    whole: str = ""

    @property
    def lists(self) -> tuple[str, ...]:
        """Where its rows stand in one list."""
        return tuple(filter(None, (self.whole if self.split else self.at,)))

    def title_word(self, *, of_list: bool = False) -> str:
        """The key of the word that names it, where the table goes by the usual name of its role; else it is called by its own title."""
        word = (self.look.list_word if of_list else "") or self.look.word
        return word if not self.table.role or self.table.name in ROLES[self.table.role].usual else ""

    @property
    def facets(self) -> tuple[str, ...]:
        """The columns by which readers filter."""
        table = self.table
        usual = (field for name in _PARTING if (field := table.field(name)) and field.type in ("string", "list") and not field.format)
        return table.pages.facets or tuple(dict.fromkeys(field.name for field in (*usual, *table.dimensions)))


def shown_of(schema: Schema) -> dict[str, Shown]:
    """Every table by its name, in the order in which they are told. Of two tables of a role the first has the role's usual address."""
    found: dict[str, Shown] = {}
    taken: set[str] = set()
    for table in schema.tables.values():
        look, said = LOOKS.get(table.role, OWN_LOOK), table.pages
        rows = said.rows or look.rows
        elsewhere = table.name in RESERVED_ADDRESSES or table.name in schema.vocabularies or table.name in schema.languages
        own = f"lists/{table.name}" if elsewhere else table.name
        usual = look.at if (table.role not in taken and look.at) else own
        below = f"{look.rows_at}/{table.name}" if look.rows_at else usual
        taken.add(table.role)
        at = said.at or usual
        split = said.split or (parting.name if look.split and (parting := table.field(look.split)) and parting.vocabulary else "")
        found[table.name] = Shown(
            table,
            look,
            f"{at}/" if rows != NONE else "",
            f"{said.rows_at or (below if not said.at else at)}/" if rows == PAGES else "",
            said.group or table.column(look.group) or "",
            split,
            said.menu == "true" if said.menu else rows != NONE and bool(look.menu),
            f"{own if own != at else f'lists/{table.name}'}/" if split and rows != NONE else "",
        )
    return dict(sorted(found.items(), key=lambda item: item[1].look.order))
