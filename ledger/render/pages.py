"""Which data pages a site has: one function a page kind, each giving pages with an address, a template and its values.

A page kind is added here and in ``templates/``; nothing else needs to know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ledger.load.edtf import parse_edtf
from ledger.render.edition import TERM_PAGES, Edition


@dataclass(frozen=True)
class Page:
    """``address`` is canonical in its edition; ``twin`` the address without the edition's root, the same in all."""

    address: str
    twin: str
    template: str
    title: str
    description: str
    values: dict[str, Any] = field(default_factory=dict)


def data_pages(edition: Edition) -> Iterator[Page]:
    """Every data page of an edition."""
    for kind in KINDS:
        yield from kind(edition)


def _page(edition: Edition, path: str, template: str, title: str, description: str = "", **values: Any) -> Page:
    return Page(edition.at(path), path, template, title, description, values)


def _targets(edition: Edition) -> Iterator[Page]:
    ledger = edition.ledger
    yield _page(edition, "targets/", "targets.html", edition.t("targets"), edition.t("targets-about"), rows=ledger.rows("targets"))
    for row in ledger.rows("targets"):
        policy, clause = edition.source_of(row)
        siblings = [r for r in ledger.rows("targets", policy=row.policy, indicator=row.indicator) if r.id != row.id]
        region, what = edition.name("regions", row.region), edition.headline(row)
        title = edition.t("in-region", region=region, what=what) if region else what
        yield _page(
            edition,
            f"targets/{row.id}/",
            "target.html",
            f"{title}{edition.t('year-suffix', year=edition.date(row.year)) if row.year else ''}",
            edition.measured(row),
            row=row,
            policy=policy,
            clause=clause,
            siblings=siblings,
            answered=[o for o in ledger.rows("observations", indicator=row.indicator, region=row.region, product=row.product, sector=row.sector)],
        )


def _timeline(edition: Edition) -> Iterator[Page]:
    """Events by year of their beginning; those whose year the source does not print come last."""
    years: dict[int | None, list[Any]] = {}
    for row in edition.ledger.rows("events"):
        years.setdefault(parse_edtf(row.date).years[0], []).append(row)
    ordered = sorted(years.items(), key=lambda item: (item[0] is None, item[0] or 0))
    ordered = [(year, sorted(rows, key=lambda r: (r.date.replace("/", "-"), r.id))) for year, rows in ordered]
    yield _page(edition, "timeline/", "timeline.html", edition.t("timeline"), edition.t("timeline-about"), years=ordered)


def _catalogue(edition: Edition) -> Iterator[Page]:
    ledger = edition.ledger
    technologies = ledger.rows("technologies")
    kinds = [
        (term, ledger.rows("entries", kind=term.id)) for term in ledger.vocabularies.get("entry-kinds", {}).values() if ledger.rows("entries", kind=term.id)
    ]
    yield _page(edition, "catalogue/", "catalogue.html", edition.t("catalogue"), edition.t("catalogue-about"), technologies=technologies, kinds=kinds)
    for row in technologies:
        policy, clause = edition.source_of(row)
        near = [t for t in ledger.rows("technologies", industry_class=row.industry_class) if t.id != row.id]
        yield _page(
            edition,
            f"catalogue/technologies/{row.id}/",
            "technology.html",
            edition.own(row, "name"),
            edition.own(row, "summary"),
            row=row,
            policy=policy,
            clause=clause,
            cases=ledger.rows("cases", technology=row.id),
            parameters=ledger.rows("parameters", technology=row.id),
            near=near,
        )
    for term, rows in kinds:
        yield _page(
            edition, f"catalogue/{term.id}/", "entries.html", term.names[edition.code], edition.t("entries-about", count=len(rows)), term=term, rows=rows
        )


_OWN = 6
"""A figure of more documents than these is no one's own: a document's page only links to it."""


def _policies(edition: Edition) -> Iterator[Page]:
    ledger = edition.ledger
    yield _page(edition, "policies/", "policies.html", edition.t("policies"), edition.t("policies-about"), rows=ledger.rows("policies"))
    for row in ledger.rows("policies"):
        tables = {
            name: ledger.rows(name, policy=row.id)
            for name in ("targets", "observations", "measures", "events", "entries", "technologies", "discrepancies", "identities", "lineage", "clauses")
        }
        incoming = [r for r in ledger.rows("lineage") if r.object == row.id]
        figures = sorted((f for f in edition.figures.values() if row.id in f.documents), key=lambda f: len(f.documents))
        own = [f for f in figures if len(f.documents) <= _OWN][:2]
        yield _page(
            edition,
            f"policies/{row.id}/",
            "policy.html",
            edition.own(row, "title"),
            edition.own(row, "note"),
            row=row,
            source=ledger.row("sources", row.source),
            incoming=incoming,
            figures=own,
            other_figures=[f for f in figures if f not in own],
            coverage=edition.coverage.get(row.id),
            **tables,
        )


def _terms(edition: Edition) -> Iterator[Page]:
    """A page for each region, sector and indicator in use: everything that the ledger says of it."""
    ledger = edition.ledger
    column = {"regions": "region", "sectors": "sector", "indicators": "indicator"}
    for vocabulary in TERM_PAGES:
        terms = edition.used_terms[vocabulary]
        if not terms:
            continue
        counts = {t.id: sum(len(ledger.rows(table, **{column[vocabulary]: t.id})) for table in _TABLES_OF[vocabulary]) for t in terms}
        yield _page(
            edition, f"{vocabulary}/", "terms.html", edition.t(vocabulary), edition.t(f"{vocabulary}-about"), vocabulary=vocabulary, terms=terms, counts=counts
        )
        for term in terms:
            rows = {table: ledger.rows(table, **{column[vocabulary]: term.id}) for table in _TABLES_OF[vocabulary]}
            children = [t for t in terms if t.get("parent") == term.id]
            yield _page(
                edition,
                f"{vocabulary}/{term.id}/",
                "term.html",
                term.names[edition.code],
                edition.t("term-about", count=counts[term.id]),
                vocabulary=vocabulary,
                term=term,
                children=children,
                parent=ledger.term(vocabulary, term.get("parent")),
                **{name: rows.get(name, ()) for name in ("targets", "observations", "cases", "policies")},
            )


_TABLES_OF = {
    "regions": ("targets", "observations", "cases", "policies"),
    "sectors": ("targets", "observations"),
    "indicators": ("targets", "observations"),
}


def _discrepancies(edition: Edition) -> Iterator[Page]:
    rows = edition.ledger.rows("discrepancies")
    yield _page(edition, "discrepancies/", "discrepancies.html", edition.t("discrepancies"), edition.t("discrepancies-about"), rows=rows)


def _data(edition: Edition) -> Iterator[Page]:
    ledger = edition.ledger
    tables = list(ledger.schema.tables.values())
    yield _page(edition, "data/", "data.html", edition.t("data"), edition.t("data-about"), tables=tables, sources=ledger.rows("sources"))
    for table in tables:
        yield _page(
            edition,
            f"data/{table.name}/",
            "table.html",
            table.title[edition.code],
            table.description[edition.code],
            table=table,
            rows=ledger.tables[table.name],
        )


def _search(edition: Edition) -> Iterator[Page]:
    yield _page(edition, "search/", "search.html", edition.t("search"), edition.t("search-about"))


def _charts(edition: Edition) -> Iterator[Page]:
    if not edition.figures:
        return
    yield _page(edition, "charts/", "charts.html", edition.t("charts"), edition.t("charts-about"))
    for figure in edition.figures.values():
        yield _page(edition, f"charts/{figure.id}/", "chart.html", figure.title, figure.sentence, figure=figure)
        yield _page(edition, f"embed/{figure.id}/", "embed.html", figure.title, figure.sentence, figure=figure)


KINDS: tuple[Callable[[Edition], Iterator[Page]], ...] = (_targets, _timeline, _catalogue, _policies, _terms, _discrepancies, _data, _charts, _search)
"""The page kinds, in the order in which they are rendered."""
