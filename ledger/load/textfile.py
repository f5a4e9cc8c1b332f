"""What the bytes of a file are: text in UTF-8, text in something else, or no text at all.

A spreadsheet, an old editor or a mail program saves in its own way. Each way is recognised by its first bytes or by what
decodes, so that an editor reads "saved as UTF-16" and not a codec's complaint; ``tidy`` then knows how to read it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ledger.problems import Problems

LARGEST = 64 * 2**20
"""Bytes of the largest file that is read: a table of a million rows fits, a disk image does not."""

_KINDS = (
    (b"PK\x03\x04", "a workbook (.xlsx or .ods) under another name", "open it in the spreadsheet and save it as CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old workbook (.xls) under another name", "open it in the spreadsheet and save it as CSV UTF-8"),
    (b"%PDF", "a PDF under another name", "put the text itself there"),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it first"),
    (b"{\\rtf", "a rich-text document", "save it as plain text in UTF-8"),
)
_MARKS = ((b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class NotText(Exception):
    """The bytes are no text; ``what`` they are and the ``remedy``."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


@dataclass(frozen=True)
class Decoded:
    """A file's text without a byte order mark, and the encoding that it was saved in."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """The text of ``content``, whatever it was saved in. Raises ``NotText``."""
    for start, what, remedy in _KINDS:
        if content.startswith(start):
            raise NotText(f"this is {what}", remedy)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_strictly(content, encoding), encoding)
    if encoding := _wide_without_mark(content):
        return Decoded(_strictly(content, encoding), encoding[:6])
    try:
        return Decoded(content.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError:
        pass
    for encoding, sensible in (("GB18030", _common_chinese), ("Big5", _common_chinese), ("CP1252", _western)):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sensible(text):
            return Decoded(text, encoding)
    raise NotText("this is not text in UTF-8, nor in any encoding that is recognised", "save it as UTF-8")


def read_text(path: Path, file: str, problems: Problems, missing: str = "create it or restore it") -> str | None:
    """The text of ``path``, which must be UTF-8 (a byte order mark is dropped); ``None``, and one problem, where it cannot be had."""
    content = read_bytes(path, file, problems, missing)
    if content is None:
        return None
    try:
        decoded = decode(content)
    except NotText as error:
        problems.add(file, 0, error.what, error.remedy)
        return None
    if decoded.encoding != "UTF-8":
        problems.add(file, 0, f"saved as {decoded.encoding}, not UTF-8", "save it as UTF-8")
        return None
    if "\0" in decoded.text:
        problems.add(file, decoded.text.count("\n", 0, decoded.text.index("\0")) + 1, "holds a NUL byte, which no text has", "remove it, or restore the file")
        return None
    return decoded.text


def read_bytes(path: Path, file: str, problems: Problems, missing: str = "create it or restore it") -> bytes | None:
    """The bytes of ``path``; ``None``, and one problem, where there is no such file or it may not be read."""
    try:
        if path.is_dir():
            problems.add(file, 0, "this is a folder, not a file", "name a file")
        elif path.stat().st_size > LARGEST:
            problems.add(file, 0, f"larger than {LARGEST // 2**20} MB", "split it; no table or page is that long")
        else:
            return path.read_bytes()
    except FileNotFoundError:
        problems.add(file, 0, "this file is missing", missing)
    except PermissionError:
        problems.add(file, 0, "this file may not be read", "give yourself the right to read it")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problems.add(file, 0, f"cannot be read ({reason})", "check its name")
    return None


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise NotText(f"this begins as {encoding} and goes on as something else", "restore the file, or save it again as UTF-8") from None


def _wide_without_mark(content: bytes) -> str:
    """UTF-16 without a byte order mark: every other byte of the plain letters at its beginning is zero."""
    start = content[: min(200, len(content) // 2 * 2)]
    if len(start) < 8:
        return ""
    for encoding, offset in (("UTF-16-LE", 1), ("UTF-16-BE", 0)):
        if start[offset::2].count(0) > 0.6 * len(start) / 2 and start[1 - offset :: 2].count(0) == 0:
            return encoding
    return ""


def _common_chinese(text: str) -> bool:
    """Whether nearly all signs beyond ASCII are among the everyday ones (the first level of GB 2312, or Big5's)."""
    beyond = [c for c in text if ord(c) > 127]
    common = sum(1 for c in beyond if _everyday(c))
    return bool(beyond) and common >= 0.9 * len(beyond)


def _everyday(sign: str) -> bool:
    for encoding, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            if sign.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _western(text: str) -> bool:
    """Whether the signs beyond ASCII are letters and quotes of western Europe, and few."""
    beyond = [c for c in text if ord(c) > 127]
    return len(beyond) < 0.3 * len(text) and all(unicodedata.category(c)[0] in "LPSZ" for c in beyond) and not re.search("[\x00-\x08\x0e-\x1f]", text)
