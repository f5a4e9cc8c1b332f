"""What an editor got wrong, said in one line each: ``file:line: what is wrong; what to do``.

Every stage adds to one ``Problems`` list and goes on as far as it can, so that one run tells everything. Only a bug in
the generator may end in a traceback.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace

_MANY = 50
"""Rows that are wrong in the same or in like words and are told one by one."""


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

    def told(self) -> Iterator[str]:
        """The lines that somebody reads: what is wrong with very many rows in the same words is one, and of what is wrong in like
        words, one for each cell, the first stand for the rest."""
        rows: dict[Problem, list[int]] = {}
        for problem in self:
            rows.setdefault(replace(problem, line=0), []).append(problem.line)
        alike = Counter(map(_likeness, rows))
        seen: Counter[Hashable] = Counter()
        for problem in sorted(replace(each, line=lines[0]) for each, lines in rows.items()):
            lines = rows[replace(problem, line=0)]
            like = _likeness(problem)
            seen[like] += 1
            if seen[like] > _MANY and alike[like] > _MANY + 1:
                if seen[like] == _MANY + 1:
                    yield str(replace(problem, what=f"{problem.what} (and {alike[like] - seen[like]} more like it, on other lines)"))
            elif len(lines) > _MANY:
                yield str(replace(problem, what=f"{problem.what} (and on {len(lines) - 1} more lines)"))
            else:
                yield from (str(replace(problem, line=line)) for line in lines)

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


def _likeness(problem: Problem) -> Hashable:
    """What problems of one kind have in common: all but the line, the texts that are quoted, and the numbers."""
    return problem.file, problem.warning, re.sub(r"'[^']*'|\d[\d.,]*", "", problem.what)


LONGEST = 600
"""Characters of the longest sentence of a problem: a cell of 20,000 letters is named by its beginning and its end."""


def _one_line(text: str) -> str:
    """``text`` on one line, without control characters, and no longer than somebody reads."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if c.isspace() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


def meant_by(word: str, known: Iterable[str]) -> str:
    """The known name that an unknown one surely means; nothing where several are near, or none is."""
    near = _nearest(word, sorted(map(str, known)))
    return near[0] if len(near) == 1 else ""


def _nearest(word: str, names: list[str]) -> list[str]:
    if len(word) > 100:  # comparing long words takes long, and nobody mistypes those
        return []
    import difflib

    return difflib.get_close_matches(word, [n for n in names if len(n) <= 200], n=3, cutoff=0.6)


def did_you_mean(word: str, known: Iterable[str], limit: int = 12) -> str:
    """The remedy for an unknown name: the nearest known ones, or all of them when they are few."""
    names = sorted(map(str, known))
    if len(word) > 100:
        return f"use one of {', '.join(names)}" if 0 < len(names) <= limit else "write the name of one that there is"
    if near := _nearest(word, names):
        return f"did you mean {' or '.join(near)}?"
    if 0 < len(names) <= limit:
        return f"use one of {', '.join(names)}"
    return f"write one of the {len(names)} names that there are" if names else "nothing is defined yet"
