"""Figures typed by hand: a number with a unit in the text of a page, where a reference to the data would do.

``[[row-id]]`` cannot differ from the data and leads to its clause; ``588.44 kgce/t`` can, and leads nowhere. So it is a warning,
unless it is typed on purpose: ``[[typed:588.44 kgce/t]]``. Counts and years are part of any sentence and are not held against
anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ledger.load.content import Document
from ledger.load.ledger import Ledger
from ledger.load.vocabulary import Term
from ledger.problems import Problems

_SILENT = re.compile(r"\[\[.*?\]\]|`[^`]*`|<[^>]*>|\]\([^)]*\)")
_SCALE = r"(?:\s?(?:thousand|million|billion|trillion)|[万亿]+)?"
_COUNT_OR_YEAR = re.compile(r"[\d.e* ]*(?:count|year)")


def check_typed(documents: Iterable[Document], ledger: Ledger, problems: Problems) -> None:
    """Warn of every number with a unit of the ledger that an editor typed into a page, its title or its summary, at its line."""
    patterns: dict[str, re.Pattern[str] | None] = {}
    for document in documents:
        figure = patterns.setdefault(document.language, _figure(ledger, document.language))
        if figure is None:
            continue
        heads = [(document.key_lines.get(key, 1), getattr(document.meta, key)) for key in ("title", "summary")]
        for number, line in (*heads, *document.prose()):
            for typed in figure.findall(unicodedata.normalize("NFKC", _SILENT.sub(" ", line))):
                problems.add(
                    document.file,
                    number,
                    f"'{typed.strip()}' is typed by hand",
                    f"refer to its row, [[id]], or write [[typed:{typed.strip()}]] if no row has it",
                    warning=True,
                )


def is_counted(unit: Term) -> bool:
    """Whether a unit counts things or years, which no sentence is held against."""
    return bool(unit.get("calendar") or _COUNT_OR_YEAR.fullmatch(str(unit.get("pint"))))


def _figure(ledger: Ledger, language: str) -> re.Pattern[str] | None:
    """A number with one of the units, the longest name first; ``None`` where there are no units."""
    terms = ledger.all_meant("unit").values()
    names = {name for term in terms if (name := term.names.get(language)) and not is_counted(term)}
    if not names:
        return None
    units = "|".join(
        re.escape(name) + (r"(?![A-Za-z])" if name[-1].isalpha() and name[-1].isascii() else "") for name in sorted(names, key=lambda n: (-len(n), n))
    )
    return re.compile(rf"(?<![A-Za-z0-9.])[−-]?\d(?:[\d,.]*\d)?{_SCALE}\s?(?:{units})")
