"""What an editor got wrong, said in one line each: ``file:line: what is wrong; what to do``.

Every stage adds to one ``Problems`` list and goes on as far as it can, so that one run tells everything. Only a bug in
the generator may end in a traceback.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake at one place. ``line`` is 1-based; 0 where a file as a whole is meant."""

    file: str
    line: int
    what: str
    remedy: str = ""
    warning: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        warning = "warning: " if self.warning else ""
        return f"{place}: {warning}{self.what}" + (f"; {self.remedy}" if self.remedy else "")


@dataclass
class Problems:
    """The problems of one run, in the order of files and lines when read."""

    found: set[Problem] = field(default_factory=set)

    def add(self, file: str, line: int, what: str, remedy: str = "", *, warning: bool = False) -> None:
        self.found.add(Problem(_one_line(file), line, _one_line(what), _one_line(remedy), warning))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.found))

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self if not p.warning]

    @property
    def warnings(self) -> list[Problem]:
        return [p for p in self if p.warning]

    def stop_if_any(self) -> None:
        """Raise ``Refused`` when there is at least one error."""
        if self.errors:
            raise Refused(self)


class Refused(Exception):
    """The input cannot be built; ``problems`` says why. The published site stays as it is."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(f"{len(problems.errors)} problems")
        self.problems = problems


LONGEST = 600
"""Characters of the longest sentence of a problem: a cell of 20,000 letters is named by its beginning and its end."""


def _one_line(text: str) -> str:
    """``text`` on one line, without control characters, and no longer than somebody reads."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if c.isspace() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


def did_you_mean(word: str, known: Iterable[str], limit: int = 12) -> str:
    """The remedy for an unknown name: the nearest known ones, or all of them when they are few."""
    names = sorted(map(str, known))
    if len(word) > 100:  # comparing long words takes long, and nobody mistypes those
        return f"use one of {', '.join(names)}" if 0 < len(names) <= limit else "write the name of one that there is"
    import difflib

    if near := difflib.get_close_matches(word, [n for n in names if len(n) <= 200], n=3, cutoff=0.6):
        return f"did you mean {' or '.join(near)}?"
    if 0 < len(names) <= limit:
        return f"use one of {', '.join(names)}"
    return f"write one of the {len(names)} names that there are" if names else "nothing is defined yet"
