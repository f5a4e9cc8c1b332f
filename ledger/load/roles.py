"""What the generator may take the rows of a table for: its role, and the columns that a role reads.

A newsroom names its tables as it likes; ``role: target`` in ``datapackage.yaml`` says what they hold::

    - name: promises
      role: target
      schema:
        foreignKeys:
          - {fields: plan, reference: {resource: plans}}       # plans has the role document: ``plan`` is the document of a row
        fields:
          - {name: goal, as: value, type: number}              # ``goal`` is what the role calls value

Only the columns in ``must`` have to be there, under their own name, as another column (``as``), or as a link. The others in ``may``
are empty everywhere where a table does not declare them. Every other column is the newsroom's own: shown, never interpreted.
A column that names a term of a vocabulary and that no role reads is a *dimension*: it says of what part of the world a row is.

``{lang}`` stands for each language of the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Role:
    """``usual`` are names of tables that have the role without saying so; ``links`` say which role a column leads to.

    ``named``: its rows have an id of their own, by which pages and charts refer to them.
    """

    name: str
    must: tuple[str, ...]
    may: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    named: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.must, *self.may)


_CITES = ("document", "clause", "also", "source")
_OF_A_DOCUMENT = {"document": "document", "source": "source"}
_QUANTITY = ("value", "value_max", "comparator", "unit")
_SCOPE = ("region", "sector", "product")
_MEASURED = ("indicator", *_SCOPE, *_QUANTITY, "kind", "direction", "base_year", "base_value", "year", "stated_change", "change_unit")

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("source", ("id", "title_{lang}"), ("file", "sha256", "url", "archived_url", "accessed", "publisher", "language", "safeguards"), ("sources",)),
        Role(
            "document",
            ("id", "title_{lang}"),
            (
                "source",
                "kind",
                "number",
                "issuers",
                "issued",
                "in_force",
                "period",
                "region",
                "status",
                "clause",
                "source_url",
                "archived_url",
                "accessed",
                "note_{lang}",
            ),
            ("documents", "policies"),
            {"source": "source"},
        ),
        Role("clause", ("document", "clause", "heading_{lang}"), ("first", "last", "kind"), ("clauses",), {"document": "document"}, named=False),
        Role(
            "target",
            ("id",),
            (*_CITES, "title_{lang}", *_MEASURED, "stated_annual", "binding", "hedge", "note_{lang}"),
            ("targets",),
            _OF_A_DOCUMENT,
        ),
        Role(
            "observation",
            ("value",),
            ("id", *_CITES, "title_{lang}", *(c for c in _MEASURED if c != "value"), "note_{lang}"),
            ("observations",),
            _OF_A_DOCUMENT,
        ),
        Role(
            "measure",
            ("id", "subject_{lang}"),
            (*_CITES, "kind", *_QUANTITY, "condition_{lang}", "valid_from", "valid_until", "from_value", "to_value", "bracket_unit"),
            ("measures",),
            _OF_A_DOCUMENT,
        ),
        Role("event", ("id", "date", "title_{lang}"), (*_CITES, "kind"), ("events",), _OF_A_DOCUMENT),
        Role("entry", ("id", "name_{lang}"), (*_CITES, "kind", "parent", "number", "summary_{lang}"), ("entries",), {**_OF_A_DOCUMENT, "parent": "entry"}),
        Role("item", ("id", "name_{lang}"), (*_CITES, "category", "number", "industry_class", "summary_{lang}"), ("items", "technologies"), _OF_A_DOCUMENT),
        Role("case", ("id", "item", "title_{lang}"), ("clause", "number", "basis"), ("cases",), {"item": "item"}),
        Role("parameter", ("id", "item", "name_{lang}"), ("clause", *_QUANTITY, "condition_{lang}"), ("parameters",), {"item": "item"}),
        Role("lineage", ("id", "subject", "kind"), (*_CITES, "object", "object_title_{lang}", "object_number"), ("lineage",), _OF_A_DOCUMENT),
        Role("identity", ("id", "kind", "whole", "parts"), _CITES, ("identities",), _OF_A_DOCUMENT),
        Role(
            "discrepancy",
            ("id", "rows", "what_{lang}"),
            (*_CITES, "kind", "weight", "working", "stated", "computed", "unit", "reading_{lang}", "confidence"),
            ("discrepancies",),
            _OF_A_DOCUMENT,
        ),
        Role(
            "verdict",
            ("id", "target", "verdict"),
            (*_CITES, "ground", "rule_{lang}", "evidence", "working", "unit", "by", "looked", "note_{lang}"),
            ("verdicts",),
            {**_OF_A_DOCUMENT, "target": "target"},
        ),
        Role("unused", ("document", "clause", "number", "reason"), ("note",), ("unused",), {"document": "document"}, named=False),
        Role("adjudication", ("entry", "row", "field", "first", "second", "verdict"), ("reason", "note_{lang}"), ("adjudications",), named=False),
        Role("change", ("date", "column", "row"), ("before", "after", "reason_{lang}"), ("history",), named=False),
        Role("waiver", ("row", "faults"), ("reason_{lang}",), ("waivers",), named=False),
    )
}
"""All roles, by name."""
OWN = Role("", (), links={"document": "document", "source": "source", "item": "item"})
"""A table of the newsroom's own: nothing is asked of it."""

UNKNOWN = Role("", ())
"""What a role is that nobody knows: that is told where it is named, and nothing more is asked of its table."""

USUAL_DIMENSIONS = _SCOPE
"""Dimensions that the pages of targets and observations know by name."""

DONE_BY_US = ("accessed", "looked")
"""Days on which we did something: no source prints them."""

CONCEPTS = {
    "unit": "unit",
    "change_unit": "unit",
    "bracket_unit": "unit",
    "comparator": "comparator",
    "hedge": "hedge",
    "weight": "weight",
    "indicator": "indicator",
}
"""Columns whose terms the generator knows something of: all fields of one concept share a vocabulary."""

_TYPES: dict[str, tuple[str, ...]] = {
    "list": ("also", "issuers", "rows", "parts", "safeguards", "faults", "evidence"),
    "integer": ("first", "last"),
    "number": (
        "value",
        "value_max",
        "base_value",
        "stated_change",
        "stated_annual",
        "stated",
        "computed",
        "from_value",
        "to_value",
    ),
    "edtf": ("year", "base_year", "date", "issued", "in_force", "period", "valid_from", "valid_until", "accessed", "looked"),
}


def role_of(table: str, said: str | None) -> Role:
    """The role that a table is given: what it says, or what its name usually means; ``none`` is no role."""
    if said is not None:
        return ROLES.get(said, OWN)
    return next((role for role in ROLES.values() if table in role.usual), OWN)


def type_needed(role: Role, column: str) -> str:
    """The type of a column that the generator reads: one of the schema's types, or ``edtf``; nothing for other columns."""
    if column not in role.columns:
        return "string" if column.rpartition("_")[0] + "_{lang}" in role.columns else ""
    if role.name == "adjudication":
        return "string"  # what two entries say, of whatever field
    return next((kind for kind, names in _TYPES.items() if column in names), "string")


def must_have(role: Role, languages: tuple[str, ...]) -> Iterator[str]:
    """The columns that a table of this role must have."""
    return _spoken(role.must, languages)


def may_have(role: Role, languages: tuple[str, ...]) -> Iterator[str]:
    """The columns that the generator reads where a table of this role has them."""
    return _spoken(role.may, languages)


def _spoken(columns: tuple[str, ...], languages: tuple[str, ...]) -> Iterator[str]:
    for column in columns:
        if "{lang}" in column:
            yield from (column.replace("{lang}", language) for language in languages)
        else:
            yield column


FOR_CHECKERS = ("clause", "unused", "adjudication", "waiver", "identity", "change")
"""Roles of tables that are for those who check; readers have them in the package."""
