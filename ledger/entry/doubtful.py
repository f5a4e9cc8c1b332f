"""Damage that one can see in a text: said with its lines before anybody enters a number from it. Nothing is repaired."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from ledger.entry.lines import is_page_number
from ledger.problems import Problems

_SHOWN = 4
_MOJIBAKE = re.compile(r"(?:Ã[\u0080-\u00bf©«±¼ ]|â€[\u0080-\u00bf™œ“”]|Â[£§°\u00a0]|锟斤拷|烫烫|[\u00c0-\u00ff]{4,})")
_OCR_ONE = re.compile(r"(?<![A-Za-z])l(?= ?\d)|(?<=\d)l(?![A-Za-z/])|(?<=[\d.])[oO](?=[\d.%])|(?<![A-Za-z])I(?=\d)")
_APART = re.compile(r"\d\s[.．]\s?\d|\d[.．]\s+\d")
_HYPHEN = re.compile(r"[a-z]-$")
_CUT = re.compile(r"[\d.][\d.,]*$")
_GAP = re.compile(r"\S {3,}\S")

_MARKS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("a character that could not be read (\ufffd)", lambda line: "\ufffd" in line),
    ("a control character", lambda line: any(unicodedata.category(c) == "Cc" and c not in "\t\r\f" for c in line)),
    ("a character of no script, of a font of its own", lambda line: any(unicodedata.category(c) == "Co" for c in line)),
    ("letters in the wrong encoding", _MOJIBAKE.search),
    ("a letter in a number (l or O for 1 or 0)", _OCR_ONE.search),
    ("a number with a space beside its point", _APART.search),
    ("a word that is broken at the end of the line", _HYPHEN.search),
)
"""What can be seen in one line: its name, and the test."""


def tell_damage(lines: Sequence[str], empty_pages: Sequence[int], file: str, problems: Problems) -> None:
    """A warning for each kind of damage, with the first lines that have it."""

    def tell(what: str, at: Sequence[int], remedy: str) -> None:
        shown = ", ".join(map(str, at[:_SHOWN])) + (f" and {len(at) - _SHOWN} more" if len(at) > _SHOWN else "")
        where = f"on {'line' if len(at) == 1 else 'lines'} {shown}"
        problems.add(file, at[0], f"{what}, {where}", remedy, warning=True)

    for what, test in _MARKS:
        if at := [number for number, line in enumerate(lines, 1) if test(line)]:
            tell(what, at, "compare with the printed document before you enter a number from there")
    if at := _broken_numbers(lines):
        tell("a number that may go on in the next line", at, "see what is printed")
    if at := _in_columns(lines):
        tell("two columns may stand in one line", at, "save each column by itself, or mark the columns when the text is extracted")
    if at := _repeated(lines):
        tell("a line that every page repeats", at, "it is no clause: leave it out of the outline, or take it out of the text before it is archived")
    for before, after, line in _missing_pages(lines):
        problems.add(file, line, f"page {before} is followed by page {after}", "see whether pages are missing", warning=True)
    if empty_pages:
        what = "1 page has no text" if len(empty_pages) == 1 else f"{len(empty_pages)} pages have no text"
        remedy = "they may be pictures: have them recognised (OCR), or see that nothing is on them"
        problems.add(file, 0, f"{what} (first: page {empty_pages[0]})", remedy, warning=True)


def _broken_numbers(lines: Sequence[str]) -> list[int]:
    """Lines that end in a digit where the next begins with one, outside tables."""
    found = []
    for number, (line, after) in enumerate(zip(lines, [*lines[1:], ""], strict=True), 1):
        if "\t" not in line and len(line.strip()) > 12 and _CUT.search(line.strip()) and re.match(r"\s*[\d.]", after) and not is_page_number(after):
            found.append(number)
    return found


def _in_columns(lines: Sequence[str]) -> list[int]:
    """Lines with one wide gap near their middle, where most lines around them have it in the same place."""
    places: dict[int, list[int]] = defaultdict(list)
    full = 0
    for number, line in enumerate(lines, 1):
        text = line.rstrip()
        full += bool(text)
        gaps = [m for m in _GAP.finditer(text)]
        if len(gaps) == 1 and len(text) > 40 and 0.3 < gaps[0].end() / len(text) < 0.7:
            places[gaps[0].end() // 4].append(number)
    most = max(places.values(), key=len, default=[])
    return most if len(most) >= 8 and len(most) * 3 > full else []


def _repeated(lines: Sequence[str]) -> list[int]:
    """Short lines of words that stand in a text many times, as the head of a page does."""
    counts = Counter(line.strip() for line in lines if 5 < len(line.strip()) <= 60 and any(c.isalpha() for c in line) and "\t" not in line)
    heads = {text for text, count in counts.items() if count >= 5}
    return [number for number, line in enumerate(lines, 1) if line.strip() in heads]


def _missing_pages(lines: Sequence[str]) -> list[tuple[int, int, int]]:
    """``(page, next page, line)`` where page numbers that stand alone leave some out."""
    pages = [(int(m[0]), number) for number, line in enumerate(lines, 1) if is_page_number(line) and (m := re.search(r"\d+", line))]
    steps = [(a, b, line) for (a, _), (b, line) in itertools.pairwise(pages)]
    regular = sum(1 for a, b, _ in steps if b == a + 1)
    return [(a, b, line) for a, b, line in steps if a + 1 < b <= a + 5] if regular >= 3 and regular * 3 > len(steps) else []
