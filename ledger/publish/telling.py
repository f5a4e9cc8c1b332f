"""A difference as it is told: as text for a person at a terminal, as Markdown for a pull request."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

from ledger.publish.difference import Change, Difference

SHOWN = 20
"""So many changes of a kind are told; of the reasons of one, so many as ``_REASONS``."""
_REASONS = 3
_OLD_TEMPLATES = "The templates of that revision do not fit this generator: both sites were made with today's."


def as_text(found: Difference, every: bool = False) -> Iterator[str]:
    """Line by line; ``every`` change, or the first ``SHOWN`` of each kind."""
    yield f"against {_name(found)}: {_summary(found)}"
    if not found.with_own_templates:
        yield _OLD_TEMPLATES
    shown, reasons = (sys.maxsize, sys.maxsize) if every else (SHOWN, _REASONS)
    for section, changes in found.sections.items():
        yield ""
        yield section
        for change in changes[:shown]:
            yield f"  {_line(change, str, reasons)}"
        if len(changes) > shown:
            yield f"  … and {len(changes) - shown} more"


def as_markdown(found: Difference, every: bool = False) -> Iterator[str]:
    """The same; whatever a newsroom has written stands in code spans, so that it does nothing there."""
    yield f"### What differs on the site, against {_code(_name(found))}"
    yield ""
    yield f"{_summary(found).capitalize()}."
    if not found.with_own_templates:
        yield ""
        yield _OLD_TEMPLATES
    shown, reasons = (sys.maxsize, sys.maxsize) if every else (SHOWN, _REASONS)
    for section, changes in found.sections.items():
        yield ""
        yield f"**{section.capitalize()}**"
        yield ""
        for change in changes[:shown]:
            yield f"- {_line(change, _code, reasons)}"
        if len(changes) > shown:
            yield f"- … and {len(changes) - shown} more"


def _name(found: Difference) -> str:
    return found.revision if found.revision.startswith(found.hash) else f"{found.revision} ({found.hash})"


_ONE = {"addresses": "address"}


def _summary(found: Difference) -> str:
    cells = sum(len(change.how) for change in found.sections.get("values", ()))
    counts = ((section, cells if section == "values" else len(changes)) for section, changes in found.sections.items())
    return ", ".join(f"{n} {section if n > 1 else _ONE.get(section, section.removesuffix('s'))}" for section, n in counts) or "nothing differs"


def _line(change: Change, shown: Callable[[str], str], reasons: int) -> str:
    at = f" ({shown(change.address)})" if change.address else ""
    how = f": {'; '.join(map(shown, change.how))}" if change.how else ""
    more = f" and {len(change.why) - reasons} more" if len(change.why) > reasons else ""
    why = f"{';' if how else ''} because of {', '.join(map(shown, change.why[:reasons]))}{more}" if change.why else ""
    return f"{shown(change.what)}{at}{how}{why}"


def _code(text: str) -> str:
    """Some text as a code span, whatever stands in it."""
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"
