"""Documents: the list, and a page for each with everything that cites it."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.render import applied
from ledger.render.agenda import agenda
from ledger.render.drawings import drawings
from ledger.render.edition import Edition
from ledger.render.pages import Kind, Page, list_page, list_paths, page, part_title, row_at, row_paths, split_list
from ledger.render.parts import INCOMING, Part, of_a_document

_OWN, _LIGHT, _SHORT = 6, 9_000, 100
"""A figure of more documents than these is no one's own, and one of more characters has a page to be heavy on: a document's page links to it, and
to all of them where it has more rows than these."""


def _sections(edition: Edition) -> Iterator[tuple[str, str]]:
    """``(section, table)`` of a document's page; other documents' lineage is a section of its own."""
    for shown in of_a_document(edition.ledger.schema):
        yield shown.table.name, shown.table.name
        if shown.table.role == "lineage":
            yield INCOMING, shown.table.name


def _policy(edition: Edition, path: str) -> Page:
    row = row_at(edition, path)
    figures = edition.figures_of(row.id)
    sections: dict[str, Part] = {name: edition.excerpt(table, f"{path}{name}/", path) for name, table in _sections(edition)}
    roles = {name: edition.shown(table).table.role for name, table in _sections(edition)}
    there = {name: part for name, part in sections.items() if part.rows}
    short = sum(len(part.rows) for part in there.values()) <= _SHORT
    own = [f for f in figures if short and len(f.documents) <= _OWN and len(f.wide) + len(f.narrow) <= _LIGHT][:1]
    return page(
        edition,
        path,
        "policy.html",
        edition.heading(row),
        edition.own(row, "note"),
        row=row,
        source=edition.ledger.find("source", row.source),
        figures=own,
        other_figures=[f for f in figures if f not in own],
        coverage=edition.coverage_of(row.id),
        sections=there,
        own_sections=[name for name in there if roles[name] not in ("identity", "lineage", "clause")],
        quiet=[name for name in there if roles[name] == "identity"],
        calendar=bool(edition.project.date and agenda(edition, document=row.id)),
        lineage=[name for name in there if roles[name] == "lineage"],
        drawings=drawings(edition, "document", row),
        outline=next((name for name, role in roles.items() if role == "clause"), ""),
    )


def _later_parts(edition: Edition) -> Iterator[str]:
    for path in row_paths("document")(edition):
        for name, table in _sections(edition):
            yield from edition.pages_below(table, f"{path}{name}/", path)


def _section(edition: Edition, path: str) -> Page:
    owner, name = split_list(path)
    row = row_at(edition, owner)
    part = edition.part(dict(_sections(edition))[name], path, owner)
    words = edition.t("lineage") if name == INCOMING else edition.table_title(name)
    title = part_title(edition, f"{edition.own(row, 'title')}{edition.t('colon')}{words}", part)
    return page(edition, path, "section.html", title, row=row, name=name, part=part)


def _applying(edition: Edition, path: str) -> Page:
    """All documents by when they apply; those of which that is not known come last."""
    rows = edition.ledger.of("document")
    spans = sorted(((span, row) for row in rows if (span := edition.span_applied(row))), key=lambda item: (item[0].first, item[0].last, item[1].id))
    silent = [row for row in rows if edition.span_applied(row) is None]
    at = edition.shown(spans[0][1].table).at
    return page(edition, path, "in-force.html", edition.t("in-force-on"), edition.t("in-force-on-about"), spans=spans, silent=silent, at=at)


KINDS = (
    Kind("in-force", lambda edition: (applied.PAGE,) if edition.tells_in_force() else (), _applying),
    Kind("policies", list_paths("document"), lambda edition, path: list_page(edition, path, "policies.html")),
    Kind("policy", row_paths("document"), _policy),
    Kind("policy-section", _later_parts, _section),
)
