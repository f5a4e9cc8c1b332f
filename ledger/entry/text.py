"""A document as it was archived, as lines: plain text in any encoding that is recognised, HTML, PDF.

A plain text in UTF-8 is archived as it is. Of everything else a text in UTF-8 is made, one line a paragraph, heading or row of a table;
that text is what the ledger archives, for the lines of clauses are counted in it.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.load.textfile import NotText, decode, read_bytes
from ledger.problems import Problems

EXTRA = "install what reads it: pip install 'green-ledger[documents]'"
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|\?xml)", re.I | re.S)
_BLOCKS = ("p", "div", "section", "article", "blockquote", "pre", "dt", "dd", "caption", "figcaption", "address")
_UNSEEN = ("script", "style", "noscript", "template", "nav", "svg", "head")


@dataclass(frozen=True)
class Archived:
    """``content`` are the bytes to archive, ``lines`` what they hold; ``made_of`` says what they were made from, empty where from nothing."""

    content: bytes
    made_of: str = ""
    empty_pages: tuple[int, ...] = ()

    @property
    def lines(self) -> list[str]:
        return self.content.decode("utf-8", errors="replace").split("\n")

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_document(path: Path, problems: Problems) -> Archived | None:
    """The text of a file; ``None``, and one problem, where it cannot be had."""
    file = str(path)
    content = read_bytes(path, file, problems, "check its name")
    if content is None:
        return None
    if b"%PDF" in content[:1024]:
        return _pdf(content, file, problems)
    if content and path.suffix.lower() == ".pdf":
        problems.add(file, 0, "is called a PDF and is none", "save the document as PDF again, or as plain text, .txt")
        return None
    if content.startswith(b"PK\x03\x04"):
        problems.add(file, 0, "is a packed file, as .docx, .odt and .epub are", "save the document as plain text, HTML or PDF")
        return None
    if path.suffix.lower() in (".html", ".htm", ".xhtml") or _HTML.match(content[:2000]):
        return _html(content, file, problems)
    try:
        decoded = decode(content)
    except NotText as error:
        if any(sign in error.what for sign in ("workbook", "compressed", "rich-text")):
            problems.add(file, 0, error.what, "save the document as plain text, HTML or PDF")
            return None
        # a text in UTF-8 with damaged places is still the text: the places are said
        decoded = None
        if content.count(b"\0") or content.decode("utf-8", errors="replace").count("\ufffd") * 20 > len(content):
            problems.add(file, 0, error.what, "save it as plain text in UTF-8, HTML or PDF")
            return None
    if decoded is not None and ("\0" in decoded.text or not decoded.text.strip()):
        what = "there is no text in it" if not decoded.text.strip("\0 \r\n\t") else "holds a NUL byte, which no text has"
        problems.add(file, 0, what, "save the document as plain text, HTML or PDF")
        return None
    if decoded is None or decoded.encoding == "UTF-8":
        return Archived(content)
    return Archived(decoded.text.replace("\r\n", "\n").replace("\r", "\n").encode(), decoded.encoding)


def _pdf(content: bytes, file: str, problems: Problems) -> Archived | None:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        problems.add(file, 0, "is a PDF", EXTRA)
        return None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is said in our own line
    pages: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            problems.add(file, 0, "is a PDF with a password", "save it without")
            return None
        for page in reader.pages:
            pages.append("\n".join(line.rstrip() for line in page.extract_text().splitlines()).strip("\n"))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError, NotImplementedError) as error:
        problems.add(file, 0, f"is a PDF that cannot be read ({type(error).__name__})", "save it again from the program that shows it, or as plain text")
        return None
    empty = tuple(number for number, text in enumerate(pages, 1) if not text.strip())
    if len(empty) == len(pages):
        problems.add(file, 0, f"is a PDF of pictures: none of its {len(pages)} pages has text", "have the text recognised first (OCR)")
        return None
    return Archived(_plain("\n\n".join(pages)), "PDF", empty)


def _plain(text: str) -> bytes:
    return (text.replace("\0", "\ufffd").rstrip("\n") + "\n").encode("utf-8", errors="replace")


def _html(content: bytes, file: str, problems: Problems) -> Archived | None:
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        problems.add(file, 0, "is HTML", EXTRA)
        return None
    declared = re.search(rb"charset=[\"']?([A-Za-z0-9_-]{2,30})", content[:4000])
    try:
        text = decode(content).text if declared is None else content.decode(declared[1].decode(), errors="replace")
    except (NotText, LookupError):
        text = content.decode("utf-8", errors="replace")
    body = LexborHTMLParser(text).body
    lines = [line for line in _lines_of(body)] if body is not None else []
    plain = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if not plain.strip():
        problems.add(file, 0, "there is no text in this page", "save what the browser shows as plain text")
        return None
    return Archived(_plain(plain), "HTML")


def _lines_of(node: Any) -> Iterator[str]:
    """The text below a node, with the marks of headings, items and cells."""
    words = ""
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag in _UNSEEN:
            continue
        if tag == "-text":
            words += re.sub(r"\s+", " ", child.text_content or "")
        elif tag == "br":
            yield words.strip()
            words = ""
        elif (heading := re.fullmatch(r"h([1-6])", tag or "")) or tag in _BLOCKS or tag in ("ul", "ol", "li", "table", "tr"):
            if words.strip():
                yield words.strip()
            words = ""
            if heading:
                yield from ("", f"{'#' * int(heading[1])} {_inline(child)}", "")
            elif tag == "table":
                rows = [[_inline(cell) for cell in row.css("th, td")] for row in child.css("tr")]
                yield from ("", *("\t".join(row) for row in rows if any(row)), "")
            elif tag == "li":
                yield from (f"- {line}" if n == 0 else line for n, line in enumerate(_lines_of(child)))
            else:
                yield from ("", *_lines_of(child), "")
        elif tag in ("b", "strong") and not words.strip() and _inline(child):
            words += f"**{_inline(child)}**"
        elif tag and not tag.startswith(("-", "!")):
            inner = list(_lines_of(child))
            for line in inner[:-1]:
                yield (words + line).strip()
                words = ""
            words += inner[-1] if inner else ""
    if words.strip():
        yield words.strip()


def _inline(node: Any) -> str:
    return re.sub(r"\s+", " ", node.text(separator="")).strip()
