"""What stands in double brackets on a page: where it is, and which row it names. What it stands for, ``references`` know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ledger.load.content import Document
from ledger.load.passages import without_code

TYPED = re.compile(
    r"\[\[(?P<text>(?:[^\[\]\n]|\n(?![ \t>]*\n))*)\]\]"
    r"|(?P<many>\[{3,}[^\[\]\n]*\]{2,})|(?P<wide>[［【]{2}[^\n［【］】]*(?:[］】]{2})?)|(?P<open>\[\[)|(?P<brace>\{\{(?:[^{}\n]*\}\})?|\{%(?:[^\n]*?%\})?)"
)
BEGINNINGS = ("[[", "{{", "{%", "［", "【")
"""How everything begins that ``TYPED`` finds: most pages have none of it."""
ODD = {
    "wide": ("is written with full-width brackets", "write [[ and ]] with the brackets of a keyboard in English"),
    "many": ("has a bracket too many", "write [[ and ]]; where a bracket is part of the sentence, leave a space before it"),
    "open": ("is never closed", "write ]] behind it, or put it in backticks"),
    "brace": ("is the language of templates, not of pages", "write [[…]] for a value, or put it in backticks"),
}
"""What is said of what looks like a reference and is none, by its kind in ``TYPED``."""


def on_one_line(text: str) -> str:
    """What was typed over several lines of a quotation or a list."""
    return re.sub(r"\n[ \t>]*", " ", text)


def split(text: str) -> tuple[str | None, str]:
    """The kind of a reference, without its brackets, and what it is of; no kind where it is the value of a row."""
    text = " ".join(text.split())
    if not text.startswith("typed"):
        text = unicodedata.normalize("NFKC", text)
    kind, colon, rest = text.partition(":")
    return (kind.strip(), rest.strip()) if colon else (None, text)


def rows_named(document: Document) -> Iterator[str]:
    """The ids of the rows that a page refers to, in its text, its title or its summary; code is not read. A total names no row."""
    yield from _named(document.meta.title)
    yield from _named(document.meta.summary)
    if "[[" in document.body:
        yield from _named(without_code(document.body.split("\n")))


def _named(text: str) -> Iterator[str]:
    if "[[" not in text:
        return
    for found in TYPED.finditer(text):
        kind, rest = split(on_one_line(found["text"] or ""))
        if kind in (None, "size") or (kind == "about" and not rest.startswith("sum:")):
            yield rest.partition(".")[0]
        elif kind in ("name", "cite"):
            yield rest
