"""The catalogue: its front, a page an item, and a list for each kind of entry, or of whatever table is split into lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.load.shown import Shown
from ledger.render.drawings import drawings
from ledger.render.edition import Edition
from ledger.render.explorer import explorer
from ledger.render.pages import Kind, Page, list_page, list_paths, listed_at, page, part_title, row_at, row_paths, split_list
from ledger.render.parts import list_of, of_an_item


def _split(edition: Edition) -> list[Shown]:
    """The tables that are split into lists."""
    return [shown for shown in edition.ledger.schema.shown.values() if shown.at and shown.split]


def _kinds(edition: Edition, at: str = "") -> list[tuple[Any, Any, str]]:
    """``(term, its rows, path)`` of each kind that has some, in the order of the vocabulary; of the tables whose lists stand below ``at``."""
    found = []
    for shown in _split(edition):
        if at not in ("", shown.at):
            continue
        field = shown.table.field(shown.split)
        for term in edition.ledger.vocabularies.get(field.vocabulary if field else "", {}).values():
            if rows := edition.ledger.rows(shown.table.name, **{shown.split: term.id}):
                found.append((term, rows, f"{shown.at}{term.id}/"))
    return found


def _fronts(edition: Edition) -> Iterator[str]:
    items = list(list_paths("item")(edition))
    yield from items
    yield from dict.fromkeys(shown.at for shown in _split(edition) if shown.at not in items)


def _whole_lists(edition: Edition, at: str) -> list[tuple[str, str, int]]:
    """``(title, path, how many)`` of the lists of all that is split below ``at``, and of the applications of items that stand there."""
    shown = edition.ledger.schema.shown.values()
    items = [s for s in shown if s.table.role == "item" and s.at == at]
    every = [s for s in shown if (s.split and s.at == at) or (items and s.table.role == "case")]
    return [(edition.table_title(s.table.name), path, count) for s in every for path in s.lists if (count := len(edition.ledger.rows(s.table.name)))]


def _front(edition: Edition, path: str) -> Page:
    items = next((s.table.name for s in edition.ledger.schema.shown.values() if s.table.role == "item" and list_of(path) in s.lists), None)
    name = items or next(s.table.name for s in _split(edition) if s.at == path)
    part = edition.part(items, path) if items else None
    first = part is None or part.place == 1
    kinds = _kinds(edition, list_of(path)) if first else []
    whole = _whole_lists(edition, list_of(path)) if first else []
    title = edition.table_title(name, of_list=True)
    owner = edition.ledger.owner
    classes = {id for row in (part.rows if part else ()) for id in (row.category, row.industry_class) if id in owner}
    parted = {getattr(owner[id][1], "kind", None) for id in classes}
    kinds = [kind for kind in kinds if kind[0].id not in parted]
    title = part_title(edition, title, part) if part else title
    found = explorer(edition, name, part) if part else None
    return page(edition, path, "catalogue.html", title, edition.table_about(name), part=part, kinds=kinds, whole=whole, explorer=found)


def _item(edition: Edition, path: str) -> Page:
    row = row_at(edition, path)
    policy, clause = edition.source_of(row)
    sections = {s.table.name: edition.part(s.table.name, f"{path}{s.table.name}/", path) for s in of_an_item(edition.ledger.schema)}
    cases = [case for name, part in sections.items() if edition.shown(name).table.role == "case" for case in part.rows]
    return page(
        edition,
        path,
        "technology.html",
        edition.heading(row),
        edition.own(row, "summary"),
        row=row,
        policy=policy,
        clause=clause,
        sections={name: part for name, part in sections.items() if part.rows},
        near=edition.near(row, "near_items"),
        drawings=drawings(edition, "item", row, {"case": cases}),
    )


def _later_parts(edition: Edition) -> Iterator[str]:
    for path in row_paths("item")(edition):
        for shown in of_an_item(edition.ledger.schema):
            yield from edition.parts(f"{path}{shown.table.name}/")[1:]


def _section(edition: Edition, path: str) -> Page:
    owner, name = split_list(path)
    row = row_at(edition, owner)
    part = edition.part(name, path, owner)
    title = part_title(edition, f"{edition.own(row, 'name')}{edition.t('colon')}{edition.table_title(name)}", part)
    return page(edition, path, "technology-section.html", title, row=row, name=name, part=part)


def _lists(edition: Edition) -> Iterator[str]:
    for _, _, path in _kinds(edition):
        yield from edition.parts(path)


def _list(edition: Edition, path: str) -> Page:
    at, id = split_list(path)
    shown = next(shown for shown in _split(edition) if shown.at == at)
    field = shown.table.field(shown.split)
    term = edition.ledger.term(field.vocabulary if field else "", id)
    assert term is not None
    part = edition.part(shown.table.name, path)
    name = term.names[edition.code]
    title = part_title(edition, name[:1].upper() + name[1:], part)
    found = explorer(edition, shown.table.name, part)
    about = edition.t("entries-about", count=part.total)
    return page(edition, path, template_of(shown), title, about, term=term, part=part, shown=shown, explorer=found)


def template_of(shown: Shown) -> str:
    """How a list of one kind looks."""
    return {"entry": "entries.html", "target": "targets.html"}.get(shown.table.role, "list.html")


def _whole(edition: Edition, path: str) -> Page:
    """All entries together: a table, or each in full where they have no lists by kind."""
    return list_page(edition, path, "list.html" if listed_at(edition, list_of(path)).split else "entries.html")


KINDS = (
    Kind("catalogue", _fronts, _front),
    Kind("technology", row_paths("item"), _item),
    Kind("technology-section", _later_parts, _section),
    Kind("entries", _lists, _list),
    Kind("all-entries", list_paths("entry"), _whole),
)
