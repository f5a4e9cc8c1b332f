"""What the generator takes from the tables that it knows by name: the columns it must have, and those it may have.

A table of another name is the newsroom's own: nothing is asked of it but its key. ``{lang}`` stands for each language.
A column that may be missing is empty everywhere where the schema does not declare it.
"""

from __future__ import annotations

from collections.abc import Iterator

_CITED = ("id", "policy", "clause")

MUST: dict[str, tuple[str, ...]] = {
    "sources": ("id", "file", "sha256", "title_{lang}"),
    "policies": ("id", "source", "title_{lang}"),
    "clauses": ("policy", "clause", "first", "last", "heading_{lang}"),
    "targets": (*_CITED, "indicator", "value", "unit"),
    "observations": (*_CITED, "indicator", "value", "unit"),
    "measures": (*_CITED, "kind", "subject_{lang}"),
    "events": (*_CITED, "date", "kind", "title_{lang}"),
    "entries": (*_CITED, "kind", "name_{lang}"),
    "technologies": (*_CITED, "name_{lang}"),
    "cases": ("id", "technology", "clause", "title_{lang}"),
    "parameters": ("id", "technology", "clause", "name_{lang}"),
    "lineage": (*_CITED, "subject", "kind"),
    "identities": (*_CITED, "kind", "whole", "parts"),
    "discrepancies": (*_CITED, "rows", "what_{lang}"),
    "unused": ("policy", "clause", "number", "reason"),
    "adjudications": ("entry", "row", "field", "first", "second", "verdict"),
    "waivers": ("row", "faults"),
}

MAY: dict[str, tuple[str, ...]] = {
    "sources": ("publisher", "language", "safeguards"),
    "policies": ("kind", "number", "issuers", "issued", "in_force", "period", "region", "status", "clause", "note_{lang}"),
    "clauses": ("kind",),
    "targets": (
        "also",
        "region",
        "sector",
        "product",
        "base_year",
        "base_value",
        "year",
        "value_max",
        "comparator",
        "kind",
        "direction",
        "stated_change",
        "change_unit",
        "stated_annual",
        "binding",
        "hedge",
        "note_{lang}",
    ),
    "observations": (
        "also",
        "region",
        "sector",
        "product",
        "base_year",
        "base_value",
        "year",
        "value_max",
        "comparator",
        "kind",
        "direction",
        "stated_change",
        "change_unit",
        "note_{lang}",
    ),
    "measures": ("also", "comparator", "value", "value_max", "unit", "condition_{lang}", "valid_from", "valid_until", "from_value", "to_value", "bracket_unit"),
    "events": ("also",),
    "entries": ("also", "parent", "number", "summary_{lang}"),
    "technologies": ("category", "number", "industry_class", "summary_{lang}"),
    "cases": (
        "number",
        "region",
        "region_from",
        "scale_{lang}",
        "co2_comparator",
        "co2_t_per_year",
        "co2_word",
        "energy_comparator",
        "energy_tce_per_year",
        "other_effect_{lang}",
        "basis",
    ),
    "parameters": ("comparator", "value", "value_max", "unit", "condition_{lang}"),
    "lineage": ("object", "object_title_{lang}", "object_number"),
    "identities": (),
    "discrepancies": ("also", "kind", "weight", "working", "stated", "computed", "unit", "reading_{lang}", "confidence"),
    "unused": ("note",),
    "adjudications": ("reason", "note_{lang}"),
    "waivers": ("reason_{lang}",),
}

_TYPES: dict[str, tuple[str, ...]] = {
    "list": ("also", "issuers", "rows", "parts", "safeguards", "faults"),
    "integer": ("first", "last"),
    "number": (
        "value",
        "value_max",
        "base_value",
        "stated_change",
        "stated_annual",
        "stated",
        "computed",
        "co2_t_per_year",
        "energy_tce_per_year",
        "from_value",
        "to_value",
    ),
    "edtf": ("year", "base_year", "date", "issued", "in_force", "period", "valid_from", "valid_until"),
}


def type_needed(table: str, column: str) -> str:
    """The type of a column that the generator reads: one of the schema's types, or ``edtf``; nothing for other columns."""
    if column not in MUST.get(table, ()) and column not in MAY.get(table, ()):
        return "string" if table in MUST and column.rpartition("_")[0] + "_{lang}" in (*MUST[table], *MAY[table]) else ""
    if table == "adjudications":
        return "string"  # what two entries say, of whatever field
    return next((kind for kind, names in _TYPES.items() if column in names), "string")


def must_have(table: str, languages: tuple[str, ...]) -> Iterator[str]:
    """The columns that ``table`` must declare."""
    return _spoken(MUST.get(table, ()), languages)


def may_have(table: str, languages: tuple[str, ...]) -> Iterator[str]:
    """The columns that the generator reads where ``table`` declares them."""
    return _spoken(MAY.get(table, ()), languages)


def _spoken(columns: tuple[str, ...], languages: tuple[str, ...]) -> Iterator[str]:
    for column in columns:
        if "{lang}" in column:
            yield from (column.replace("{lang}", language) for language in languages)
        else:
            yield column
