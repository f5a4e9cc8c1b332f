"""Markdown that is still there as it was typed, because it is not switched on or not complete: an editor is told, a reader should not see it."""

from __future__ import annotations

import re
from html import unescape

from ledger.render.draft import Draft

_SIGNS = re.compile(r"[\[~=$|{#*]|!!!|\?\?\?|:[a-z]")
"""Without any of these signs nothing is left over."""
_LEFTOVERS: tuple[tuple[re.Pattern[str], str, str, bool], ...] = (
    (re.compile(r"\[\^[^\]\s]+\]"), "is a footnote that is not written, or footnotes are not switched on", "add a line that begins with it and a colon", False),
    (
        re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?) \w+", re.M),
        "is no callout here",
        "add admonition and pymdownx.details to markdown_extensions in mkdocs.yml",
        False,
    ),
    (
        re.compile(r"\[!\w+\]"),
        "is no callout here",
        "add pymdownx.quotes: {callouts: true} to mkdocs.yml; one of NOTE, TIP, IMPORTANT, WARNING, CAUTION",
        False,
    ),
    (re.compile(r"~~\w[^~]*~~"), "is not struck out here", "add pymdownx.tilde to markdown_extensions in mkdocs.yml", True),
    (re.compile(r"==\w[^=]*=="), "is not marked here", "add pymdownx.mark to markdown_extensions in mkdocs.yml", True),
    (re.compile(r"^[ \t]*\[[ xX]\] ", re.M), "is no task here", "add pymdownx.tasklist to markdown_extensions in mkdocs.yml", True),
    (re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])"), "is no emoji here", "paste the character itself", True),
    (re.compile(r"\$\$[^$]+\$\$"), "is no formula here", "write it in words, or as a picture with its text", True),
    (re.compile(r"!?\[[^\[\]\n]+\]\[[^\[\]\n]*\]"), "is a link whose address is not given", "add a line such as [name]: https://…", False),
    (
        re.compile(r"!?\[[^\[\]\n]+\]\([^()\n]*\)|!?\[[^\[\]\n]+\] \((?:https?:|\.\.?/)[^()\n]*\)"),
        "is no link",
        "write it without spaces in the address: [text](address)",
        False,
    ),
    (
        re.compile(r"^[ \t]*#{2,6} \S.*$|\*\*[^\s*][^*\n]*\*\*|!?\[[^\[\]\n]+\]\([^\s()]+\)", re.M),
        "is not read as Markdown, because it stands in HTML",
        "write it as HTML too, or end the element above it",
        True,
    ),
    (re.compile(r"\{[:.#][\w.#: =\"-]*\}"), "is left over", "put it right behind what it belongs to, or take it out", True),
    (re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.M), "is no table here", "leave a line free above it, and write |---| below its head", True),
)


def tell_leftovers(draft: Draft, text: str) -> None:
    """Say what of ``text``, which stands between two tags and outside of code, is left over."""
    if not _SIGNS.search(text):
        return
    for pattern, what, remedy, warning in _LEFTOVERS:
        for found in pattern.finditer(text):
            typed = unescape(found[0]).strip()
            if typed not in draft.told:
                draft.told.add(typed)
                draft.report(draft.line_of(typed), f"'{typed[:40]}' {what}", remedy, warning)
