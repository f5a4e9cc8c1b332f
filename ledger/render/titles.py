"""Titles and summaries of editors' pages in words. Other pages show them too, so they are known before any page is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import msgspec

from ledger.load.content import Document
from ledger.problems import Problems
from ledger.render.brackets import BEGINNINGS, ODD, TYPED, rows_named
from ledger.render.edition import Edition
from ledger.render.references import BadReference, resolve


def told(editions: Mapping[str, Edition], problems: Problems) -> dict[str, Document]:
    """The editors' pages by path, with what their references stand for in titles and summaries, and the rows that they name."""
    found: dict[str, Document] = {}
    for edition in editions.values():
        for d in edition.documents:
            words = worded_titles(edition, d, problems)
            changed = any(getattr(d.meta, key) != text for key, text in words.items())
            named = tuple(dict.fromkeys(rows_named(d)))
            found[d.path] = replace(d, meta=msgspec.structs.replace(d.meta, **words) if changed else d.meta, named=named) if changed or named else d
    return found


def worded_titles(edition: Edition, document: Document, problems: Problems) -> dict[str, str]:
    """The title and the summary of a page in words."""
    return {key: plain(edition, document, key, getattr(document.meta, key), problems) for key in ("title", "summary")}


def plain(edition: Edition, document: Document, key: str, text: str, problems: Problems) -> str:
    """A title or a summary in words: references in it become what they stand for, without links."""
    line = document.key_lines.get(key, 1)

    def words(match: re.Match[str]) -> str:
        kind = match.lastgroup or "text"
        if kind != "text":
            what, remedy = ODD[kind]
            problems.add(document.file, line, f"front matter: {key}: '{match[0][:40]}' {what}", remedy)
            return ""
        try:
            return resolve(edition, match["text"]).words
        except BadReference as error:
            problems.add(document.file, line, f"front matter: {key}: {match[0]}: {error}", error.remedy)
            return ""

    return TYPED.sub(words, text) if any(beginning in text for beginning in BEGINNINGS) else text
