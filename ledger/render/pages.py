"""What a page is, and what a page kind is: the pages that it gives an edition, and how one of them is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ledger.load.shown import Shown
from ledger.project import Language
from ledger.render.edition import Edition
from ledger.render.explorer import explorer
from ledger.render.parts import Part, list_of


@dataclass(frozen=True)
class Page:
    """``address`` is canonical in its edition; ``twin`` the address without the edition's root, the same in all ``languages`` that have the page
    (all that there are, where none are named)."""

    address: str
    twin: str
    template: str
    title: str
    description: str
    values: dict[str, Any] = field(default_factory=dict)
    languages: tuple[Language, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A page kind: ``paths`` are the addresses (without the edition's root) of its pages, ``page`` is one of them with its values.

    ``page`` reads what it needs through the edition that it is given, so that the page is made anew when that has changed. ``listed`` are
    pages that search engines may know: all but tools, and what is shown within other pages or in their place.
    """

    name: str
    paths: Callable[[Edition], Iterable[str]]
    page: Callable[[Edition, str], Page]
    listed: bool = True


def page(edition: Edition, path: str, template: str, title: str, description: str = "", **values: Any) -> Page:
    return Page(edition.at(path), path, template, title, description, values)


def part_title(edition: Edition, title: str, part: Part) -> str:
    """The title of a part of a list: the list's own for the first."""
    return title if part.place == 1 else f"{title}{edition.t('in-brackets', text=edition.t('part-of-parts', n=part.place, total=part.count))}"


def list_paths(role: str) -> Callable[[Edition], Iterable[str]]:
    """The pages of the lists of all tables of a role that have all of its rows."""

    def paths(edition: Edition) -> Iterator[str]:
        for table in edition.ledger.schema.of(role):
            for at in edition.shown(table.name).lists:
                yield from edition.parts(at) or (at,)

    return paths


def row_paths(role: str) -> Callable[[Edition], Iterable[str]]:
    """The pages of the rows of all tables of a role that have such pages."""

    def paths(edition: Edition) -> Iterator[str]:
        for table in edition.ledger.schema.of(role):
            if at := edition.shown(table.name).rows_at:
                for row in edition.ledger.rows(table.name):
                    yield f"{at}{row.id}/"

    return paths


def list_page(edition: Edition, path: str, template: str) -> Page:
    """A list of a table, or a part of one."""
    shown = listed_at(edition, list_of(path))
    part = edition.part(shown.table.name, path)
    title = part_title(edition, edition.table_title(shown.table.name, of_list=not shown.split), part)
    about = shown.table.description[edition.code] if shown.split else edition.table_about(shown.table.name)
    return page(edition, path, template, title, about, part=part, shown=shown, explorer=explorer(edition, shown.table.name, part))


def listed_at(edition: Edition, at: str, role: str | None = None) -> Shown:
    """The table whose list stands at a path."""
    return next(s for s in edition.ledger.schema.shown.values() if at in (s.at, *s.lists) and role in (None, s.table.role))


def row_at(edition: Edition, path: str, below: str = "") -> Any:
    """The row whose page is at ``path``; ``below`` is what stands behind its address."""
    own = list_of(path).removesuffix(below)
    at, id = split_list(own)
    [row] = (row for s in edition.ledger.schema.shown.values() if s.rows_at == at for row in edition.ledger.rows(s.table.name, id=id))
    return row


def split_list(path: str) -> tuple[str, str]:
    """``a/b/`` and ``c`` of the list ``a/b/c/``, or of a part of it."""
    at, _, name = list_of(path).rstrip("/").rpartition("/")
    return f"{at}/", name
