"""What a page is, and what a page kind is: the pages that it gives an edition, and how one of them is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ledger.render.edition import Edition
from ledger.render.parts import Part


@dataclass(frozen=True)
class Page:
    """``address`` is canonical in its edition; ``twin`` the address without the edition's root, the same in all."""

    address: str
    twin: str
    template: str
    title: str
    description: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A page kind: ``paths`` are the addresses (without the edition's root) of its pages, ``page`` is one of them with its values.

    ``page`` reads what it needs through the edition that it is given, so that the page is made anew when that has changed.
    """

    name: str
    paths: Callable[[Edition], Iterable[str]]
    page: Callable[[Edition, str], Page]


def page(edition: Edition, path: str, template: str, title: str, description: str = "", **values: Any) -> Page:
    return Page(edition.at(path), path, template, title, description, values)


def part_title(edition: Edition, title: str, part: Part) -> str:
    """The title of a part of a list: the list's own for the first."""
    return title if part.place == 1 else f"{title}{edition.t('in-brackets', text=edition.t('part-of-parts', n=part.place, total=part.count))}"
