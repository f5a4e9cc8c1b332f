"""A glossary: what the page ``glossary.md`` of a language defines, and the first use of each term on other pages.

    赤泥（red mud） {#red-mud}
    :   炼氧化铝的碱性废渣。

A term ends where a bracket begins. Where a page uses it for the first time, in its text and not in a heading, a link or code, it
becomes a link to its definition, which also stands in its title. Latin words are found whole, in the plural too; others as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

PAGE = "glossary/"
"""The address of the page that defines terms."""
_ENTRY = re.compile(
    r"^(?![:\s#>*-])(?P<term>[^\n（(]+?)[ ]*(?:[（(](?P<also>[^\n{）)]*)[^\n{]*)?(?:\{:?[ ]*#(?P<id>[\w-]+)[^}\n]*\})?[ ]*\n:[ ]+(?P<said>[^\n]+)$", re.M
)
_TYPED = re.compile(r"\[\[typed:([^\]]*)\]\]")
_LATIN = re.compile(r"[A-Za-z]")


class Term(NamedTuple):
    """What a page defines: a term, its definition, the id of its place there, if it has one, and what its brackets say."""

    name: str
    said: str
    id: str
    also: str = ""


def terms_of(body: str) -> tuple[Term, ...]:
    """The terms that the text of a page defines, the longest first, so that a term within another is not found in its place."""
    found = (Term(m["term"].strip(), _TYPED.sub(r"\1", m["said"]).strip(), m["id"] or "", m["also"] or "") for m in _ENTRY.finditer(body))
    return tuple(sorted((t for t in found if "[[" not in t.said), key=lambda t: (-len(t.name), t.name)))


class Explainer:
    """Explains each term once, where a page uses it first. ``address`` makes a link to a term's place from its id."""

    def __init__(self, terms: Sequence[Term], address: Callable[[str], str]) -> None:
        self._terms = {t.name.lower(): t for t in terms}
        self._address = address
        self._pattern = re.compile("|".join(_found_as(t.name) for t in terms), re.I) if terms else None

    def explained(self, text: str) -> str:
        """``text``, HTML without tags, with the terms that it uses and that were not used before as links."""
        if self._pattern is None or not self._terms:
            return text
        return self._pattern.sub(self._link, text)

    def _link(self, match: re.Match[str]) -> str:
        name = match[0].lower()
        term = self._terms.pop(name, None) or self._terms.pop(name.removesuffix("s"), None)
        if term is None:
            return match[0]
        return f'<a class="term" href="{escape(self._address(term.id))}" title="{escape(term.said)}">{match[0]}</a>'


def _found_as(name: str) -> str:
    pattern = re.escape(escape(name, quote=False))
    return rf"\b{pattern}s?\b" if _LATIN.match(name) else pattern
