"""What a figure may be: proposals for the row that it becomes, from the statement that it stands in.

The numbers, units, comparators, years and names are read by ``ledger/check/statements.py``, as the check reads them. Here is added what
a check never needs: where a number stands, whether it is promised or past, and which figures of a sentence are one fact.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ledger.check.numerals import legible, numerals_in, plain_number
from ledger.check.statements import BASE, Names, Printed, aliases, flowing, pairs_of, printed_statements, share_named
from ledger.entry import tables
from ledger.entry.grid import Cell, cells_in
from ledger.entry.habits import Habits
from ledger.entry.language import Language
from ledger.entry.lines import is_page_number
from ledger.entry.outline import Clause
from ledger.load.ledger import Ledger
from ledger.load.vocabulary import Term

CONTEXT = 18
"""Characters before and behind a number that a worksheet shows."""
ALIKE = 0.7
"""The share of a name that has to stand in a sentence for a term to be proposed that it does not name to the letter."""
FORWARD = 3
"""Words of promise for one of the past, from which on a text is taken to promise what bears no year."""
_RANGE = re.compile(r"\s*(?:[%％])?\s*[-—–~～至到]\s*")
_LISTED = re.compile(r"[、,，和及与或]?")
"""What stands between the figures of a list."""
_PART = re.compile(r"[，,、：:；;]")
_SHARES = ("%", "percent")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Figure:
    """A number where it stands, and what is proposed for it.

    ``token`` is the number as the check counts it, ``printed`` as it is spelt; ``fact`` numbers the row that it is part of and ``column``
    says which cell of that row it is. ``cells`` are the other cells, as far as something near the number tells them; ``table`` is the role of
    the table they are meant for, ``skip`` the reason why the number may be none. ``required`` says that the check asks for it.
    """

    clause: str
    line: int
    token: str
    printed: str
    context: str
    table: str = ""
    fact: int = 0
    column: str = "value"
    cells: Mapping[str, str] = field(default_factory=dict)
    near: Mapping[str, str] = field(default_factory=dict)
    skip: str = ""
    required: bool = True
    words: tuple[str, ...] = ()
    """What tells of what it is: its part of the sentence, or its head and its row."""


@dataclass(frozen=True)
class About:
    """What is known of a document before its numbers are read: its region, the years it looks at, the last year that is past for it."""

    ledger: Ledger
    names: Names
    language: Language
    habits: Habits
    title: str = ""
    region: str = ""
    issued: int = 0
    period: str = ""
    """``2011/2015``, the years that it looks at; empty where it says none."""

    promises: bool = True
    """Whether it speaks of what is to come far more than of what was."""

    @property
    def past(self) -> int:
        """The last year that is surely past for it."""
        return (int(self.period[:4]) if self.period else self.issued) - 1

    @property
    def future(self) -> int:
        """The first year that is surely still to come."""
        return self.issued + 1 if self.issued else int(self.period[:4] or 0) if self.period else 0

    @functools.cached_property
    def scopes(self) -> Mapping[str, str]:
        """The columns that say what a figure is of, each with its vocabulary."""
        return tables.scopes(self.ledger.schema)

    @property
    def units(self) -> Mapping[str, Term]:
        return self.ledger.all_meant("unit")

    def terms(self, vocabulary: str) -> Mapping[str, Term]:
        return self.ledger.vocabularies.get(vocabulary, {})


def figures_of(clauses: Sequence[Clause], lines: Sequence[str], about: About) -> list[Figure]:
    """Every figure of some clauses, in their order; figures with one ``fact`` are proposed to be one row."""
    found: list[Figure] = []
    fact = 0
    above: dict[str, Clause] = {c.name: c for c in clauses}
    text = "\n".join(line for c in clauses for line in lines[c.first - 1 : c.last])
    about = replace(about, promises=about.language.count("target", text) >= FORWARD * about.language.count("past", text))
    for clause in clauses:
        if clause.kind in ("contact", "contents"):
            continue
        scope = _scope(clause, above, about)
        mine = list(
            _of_table(clause, lines, about, scope)
            if clause.head is not None and clause.above in above and above[clause.above].head == clause.head
            else _of_prose(clause, lines, about, scope)
        )
        for figure in _with_the_rest(clause, lines, mine):
            skip = figure.skip or ("page-number" if clause.kind != "table" and is_page_number(lines[figure.line - 1]) else "")
            skip = skip or ("section-number" if _heads(figure, clause, lines) else "")
            if skip and not figure.required:
                continue  # the check does not ask for it
            found.append(replace(figure, fact=figure.fact + fact, skip=skip))
        fact = max((f.fact for f in found), default=fact)
    known = {role for role in tables.FACTS if about.ledger.schema.of(role)}
    kept = [f for f in found if f.table in known or f.required or not f.table]
    instead = {name: other for name, other in ((tables.OBSERVATION, tables.TARGET), (tables.MEASURE, tables.TARGET)) if name not in known and other in known}
    return _without_years([replace(f, table=f.table if f.table in known else instead.get(f.table, "")) for f in kept], about)


def _heads(figure: Figure, clause: Clause, lines: Sequence[str]) -> bool:
    """Whether a figure is the number that its clause is printed with."""
    start = legible(lines[clause.first - 1]).lstrip(" \t#*　")
    before = figure.context.partition("[")[0].strip(" \t#*　")
    aside = clause.name.rpartition(".")[2].endswith(f"-{figure.printed}") and len(before) < 12
    own = aside or (not before and start.startswith(figure.printed))
    return own and figure.line == clause.first and figure.column == "value" and clause.name.endswith(figure.printed)


def _scope(clause: Clause, above: Mapping[str, Clause], about: About) -> dict[str, str]:
    """What the headings above a clause name, the nearest first; of regions in the end that of the document."""
    found: dict[str, str] = {}
    at: Clause | None = clause
    while at is not None:
        for column, vocabulary in about.scopes.items():
            if column != tables.INDICATOR and (id := _longest(at.heading, vocabulary, about)):
                found.setdefault(column, id)
        at = above.get(at.above)
    if about.region:
        found.setdefault("region", about.region)
    for column, vocabulary in about.scopes.items():
        if column != tables.INDICATOR and (id := _longest(about.title, vocabulary, about)):
            found.setdefault(column, id)
    return found


def _longest(text: str, vocabulary: str, about: About) -> str:
    """The term of a vocabulary that ``text`` names by its longest name, the first of equals."""
    named = [(len(m[0]), id) for m in about.names.pattern.finditer(text) for v, id in about.names.meaning[m[0].casefold()] if v == vocabulary]
    return max(named, key=lambda found: found[0])[1] if named else ""


def _of_prose(clause: Clause, lines: Sequence[str], about: About, scope: Mapping[str, str]) -> Iterator[Figure]:
    text = "\n".join(lines[clause.first - 1 : clause.last])
    place = _Places(lines, clause)
    running = flowing(text)
    before: Printed | None = None
    last: Figure | None = None
    told: dict[str, str] = {}
    filled: set[str] = set()
    fact = main = 0
    found: list[Figure] = []
    for printed in _in_order(printed_statements(text, about.names)):
        statement = printed.statement
        token = statement["n"]
        whole = not any(c.isdigit() for c in printed.sentence[printed.first : printed.last])
        line, spelt = (place.line, token) if whole else place.of(token)
        if about.language.years.fullmatch(printed.sentence[printed.first : printed.last]) and not statement.get("unit"):
            fact += 1
            found.append(Figure(clause.name, line, token, spelt or token.rstrip("万亿"), _context(printed), fact=fact))
            continue
        cells = _cells(printed, about, scope, running[: max(0, running.find(printed.sentence))])
        listed = before is not None and before.sentence == printed.sentence and _LISTED.fullmatch(_between(before, printed, about))
        if listed:
            cells = told | {c: v for c, v in cells.items() if c in ("unit", "comparator")} | _own(printed, about)
        told = cells
        figure = Figure(
            clause.name,
            line,
            token,
            spelt or token.rstrip("万亿"),
            _context(printed),
            cells=cells,
            required=not whole,
            near=_near(statement, about),
            words=(_words_of(printed),),
        )
        joined = None if listed else _joined(last, before, printed, cells, filled, about)
        if joined is not None and last is not None and joined[0] not in filled:
            column, more = joined
            filled.add(column)
            spelt = _signed(figure.printed, cells) if column == "stated_change" else figure.printed
            figure = replace(figure, fact=main, column=column, table=last.table, cells=more, printed=spelt)
        else:
            fact += 1
            in_words = whole and cells.get("comparator") != "all"
            main, figure = fact, replace(figure, fact=fact, table="" if in_words else _table_of(printed, cells, about))
            if last is not None and before is not None and _is_base(last, before, printed, figure, about):
                # from 250 to 300: what it was before is the base of what it will be
                more = {"base_year": last.cells["year"]} if last.cells.get("year") else {}
                found[found.index(last)] = replace(last, fact=main, column="base_value", cells=more, table=figure.table)
                filled = {"base_value"}
            else:
                filled = set()
            last = figure
        found.append(figure)
        before = printed
    yield from found


def _in_order(statements: Iterable[Printed]) -> Iterator[Printed]:
    """Statements as they stand; a reader tells those in words behind those in digits of the same part."""
    for _, of_sentence in itertools.groupby(statements, key=lambda printed: (printed.sentence, printed.part)):
        yield from sorted(of_sentence, key=lambda printed: printed.first)


def _is_base(last: Figure, before: Printed, printed: Printed, figure: Figure, about: About) -> bool:
    """Whether the figure before is what this one rises or falls from."""
    if before.sentence != printed.sentence or figure.table != tables.TARGET or last.cells.get("unit") != figure.cells.get("unit"):
        return False
    lead = _YEAR.sub("", before.sentence[before.part : before.first]).rstrip(" 年的")
    between = printed.sentence[before.last : printed.first]
    return about.language.ends("from", lead) and about.language.named("level", between) and len(between) <= 40


def _between(before: Printed, printed: Printed, about: About) -> str:
    """What stands between two figures of a sentence, without the unit of the first."""
    between = printed.sentence[before.last : printed.first].strip()
    unit = about.names.unit.match(between)
    return between[unit.end() :] if unit else between


def _own(printed: Printed, about: About) -> dict[str, str]:
    """The terms that the list itself gives a figure: A, B and C by 1, 2 and 3."""
    part = printed.statement.get("part", {})
    return {column: part[vocabulary][0] for column, vocabulary in about.scopes.items() if len(part.get(vocabulary, ())) == 1}


def _words_of(printed: Printed) -> str:
    return printed.sentence[printed.part : printed.last + 12]


def _cells(printed: Printed, about: About, scope: Mapping[str, str], above: str) -> dict[str, str]:
    """The cells that a statement tells of its row; ``above`` is what its clause prints before its sentence."""
    statement, sentence = printed.statement, printed.sentence
    words = about.language
    after = sentence[printed.last : printed.last + 12]
    unit = next(iter(statement.get("unit") or statement.get("cell") or ()), "")
    if not unit and "%" in about.units and words.begins("percent", after):
        unit = "%"
    cells = {"comparator": statement.get("is", "="), "unit": unit}
    behind = words.year_behind.match(sentence[printed.last :])
    cells["year"] = (behind[1] if behind else "") or _year_in(printed.sentence[: printed.first], about) or _year_in(above, about)
    cells["base_year"] = next(iter(reversed(statement.get("base", ()))), "")
    cells["kind"], cells["direction"] = _kind(printed, unit, cells["year"], about)
    if cells["kind"] == "annual-rate" and about.period and cells["year"] == about.period[-4:]:
        cells["year"] = about.period
    cells["hedge"] = next(iter(statement.get("hedges", ())), "")
    cells |= _named(printed, about, scope, unit)
    return {column: text for column, text in cells.items() if text}


def _year_in(text: str, about: About) -> str:
    """The last year that a text names, or period of years; those that it only compares with are none."""
    compared = {m.start(1) for m in BASE.finditer(text)}
    years = [(m.start(1), m[1]) for m in about.language.years.finditer(text) if m.start(1) not in compared]
    for name, span in about.language.periods.items():
        if (at := text.rfind(name)) >= 0 and not re.search("[比较成]$", text[:at]):
            years.append((at, span[-4:] if about.language.named("end", text[at + len(name) :][:2]) else span))
    years += [(m.start() + 1, f"{m[1]}/{m[2]}") for m in re.finditer(r"((?:19|20)\d\d)\s*年?\s*[-—–~～至到]\s*((?:19|20)\d\d)", text)]
    return max(years, default=(0, ""))[1]


def _kind(printed: Printed, unit: str, year: str, about: About) -> tuple[str, str]:
    """``(kind, direction)`` of a figure, from the words before it."""
    words = about.language
    part, after = printed.sentence[printed.part : printed.first], _PART.split(printed.sentence[printed.last : printed.last + 20])[0]
    tail = part[-14:]
    down, up = words.last("down", tail), words.last("up", tail)
    to = words.last("level", tail) >= max(down, up) >= 0 or words.last("level", tail) > max(down, up)
    by = not to and (down != up or words.ends("change", part))
    points = words.begins("points", after)
    if down == up and (by or points):
        before = printed.sentence[: printed.first]
        down, up = max(words.last("down", before), words.last("down", after)), words.last("up", before)
    direction = "" if down == up or to else "down" if down > up else "up"
    if points:
        return "percentage-points", direction
    if unit in _SHARES and words.named("annual", tail + after[:12]):
        return "annual-rate", direction
    if unit in (*_SHARES, "times") and by:
        return "relative-change", direction
    term = about.units.get(unit)
    if term and str(term.get("pint") or "") == "count":
        return "count", ""
    if unit not in _SHARES and ("/" in year or words.named("cumulative", part)):
        return "cumulative", ""
    return "level", ""


def _named(printed: Printed, about: About, scope: Mapping[str, str], unit: str) -> dict[str, str]:
    """What a figure is of: the terms that its part of the sentence names, else those before it, else those of the headings."""
    statement, sentence = printed.statement, printed.sentence
    part = statement.get("part", {})
    habit = about.habits.like(pairs_of(_words_of(printed)), unit) or about.habits.like(statement.get("near", ""), unit)
    found: dict[str, str] = {}
    for column, vocabulary in about.scopes.items():
        here = _nearest(part.get(vocabulary, ()), sentence, printed, about)
        if column == tables.INDICATOR:
            text = _words_of(printed)
            here = _alike(vocabulary, text, unit, about, here) or here or habit.get(column, "") or _ending(sentence, printed, unit, about)
        elif column == "product" and habit.get(tables.INDICATOR) == found.get(tables.INDICATOR):
            here = here or habit.get(column, "")
        before = statement.get("sentence", {}).get(vocabulary, ()) if column == tables.INDICATOR else ()
        found[column] = here or (before[-1] if before else "") or scope.get(column, "")
    if "sector" in found and not part.get(about.scopes["sector"]):
        alike = all(habit.get(column, "") == found.get(column, "") for column in (tables.INDICATOR, "product"))
        found["sector"] = about.habits.sector_of(found) or (habit.get("sector", "") if alike else "") or found["sector"]
    return found


def _nearest(ids: Sequence[str], sentence: str, printed: Printed, about: About) -> str:
    """Which of several terms stands nearest to a figure, before it rather than behind."""
    if len(ids) < 2:
        return ids[0] if ids else ""
    places: dict[str, int] = {}
    for match in about.names.pattern.finditer(sentence, printed.part):
        if match.start() > printed.last + 20:
            break
        for _, id in about.names.meaning[match[0].casefold()]:
            if id in ids:
                away = printed.first - match.end() if match.end() <= printed.first else 100 + match.start() - printed.last
                places[id] = min(away, places.get(id, away))
    return min(places, key=lambda id: places[id]) if places else ids[-1]


def _alike(vocabulary: str, text: str, unit: str, about: About, named: str = "") -> str:
    """The term whose name has most in common with a part of a sentence; nothing where that is not enough, or less than is ``named``."""
    near = pairs_of(text)
    best, most = "", float(max((len(name) for name in _called(about.terms(vocabulary).get(named), about) if name in text), default=0))
    for term in about.terms(vocabulary).values():
        for name in _called(term, about):
            share = share_named(name, near) if len(name) > 2 else 0
            score = share * len(name) + (0.5 if unit and term.get("unit") == unit else 0)
            if share >= ALIKE and score > most + (1 if named else 0):
                best, most = term.id, score
    return best


def _ending(sentence: str, printed: Printed, unit: str, about: About) -> str:
    """The term whose name ends as the words before a figure do, or for things that are counted, as those behind it."""
    if found := _ending_of(sentence[printed.part : printed.first], unit, about):
        return found
    after = sentence[printed.last :]
    if match := about.names.unit.match(after.lstrip()):
        after = after.lstrip()[match.end() :]
    return _ending_of(re.split(r"[，,、。；;：:（(]", after)[0], unit, about, 2)


def _ending_of(text: str, unit: str, about: About, least: int = 3) -> str:
    text = _trimmed(text, about.language)
    if not text or text[-1].isascii():
        return ""
    best, most = "", 0.0
    for term in about.terms(about.scopes.get(tables.INDICATOR, "")).values():
        for name in _called(term, about):
            same = next((n for n, (a, b) in enumerate(zip(reversed(text), reversed(name), strict=False)) if a != b), min(len(text), len(name)))
            fits = bool(unit) and term.get("unit") == unit
            score = same + (1 if fits else 0) - len(name) / 100
            if same >= (2 if fits else least) and score > most:
                best, most = term.id, score
    return best


def _trimmed(text: str, language: Language) -> str:
    """A part of a sentence without the verbs that lead to its figure: the reuse rate [reaches]."""
    text = text.strip()
    while True:
        word = next((w for kind in ("level", "change", "down", "up", "linking") for w in language.words.get(kind, ()) if text.endswith(w)), "")
        if not word:
            return text
        text = text[: -len(word)].rstrip(" 约近为")


def _called(term: Term | None, about: About) -> tuple[str, ...]:
    return tuple(name for name in (term.names.get(about.language.code, ""), *aliases(term)) if name) if term else ()


def _near(statement: Mapping[str, Any], about: About) -> dict[str, str]:
    """All that stands near a figure, for whoever corrects a proposal."""
    near = {c: [*statement.get("part", {}).get(v, ()), *statement.get("sentence", {}).get(v, ())] for c, v in about.scopes.items()}
    told = {column: " ".join(dict.fromkeys(ids)) for column, ids in near.items() if ids}
    years = " ".join(dict.fromkeys([*statement.get("years", ()), *statement.get("base", ())]))
    return told | ({"year": years} if years else {})


def _table_of(printed: Printed, cells: Mapping[str, str], about: About) -> str:
    """Whether a figure is promised or past."""
    if _qualifies(printed, about):
        return tables.MEASURE
    year = cells.get("year", "")
    last = int(year[-4:]) if year[-4:].isdigit() else 0
    if last and about.future and last >= about.future:
        return tables.TARGET
    if last and about.future and last <= about.past:
        return tables.OBSERVATION
    before = printed.sentence[: printed.first]
    target, past = about.language.last("target", before), about.language.last("past", before)
    return tables.TARGET if target > past or (target == past and not last and about.promises) else tables.OBSERVATION


def _qualifies(printed: Printed, about: About) -> bool:
    """Whether a figure says of what it is spoken, and is no statement itself: 60 MW and more of capacity, firms of over 300 people."""
    if not printed.statement.get("unit") or printed.statement.get("is", "=") not in ("<", "<=", ">", ">="):
        return False
    after = printed.sentence[printed.last :].lstrip()
    unit = about.names.unit.match(after)
    after = after[unit.end() :] if unit else after
    match = next((m for _, _, words in about.names.comparators if words and (m := words.match(after))), None)
    rest = after[match.end() :] if match else ""
    return bool(match and rest[:1].strip() and rest[0].isalnum())


def _joined(
    last: Figure | None, before: Printed | None, printed: Printed, cells: Mapping[str, str], filled: set[str], about: About
) -> tuple[str, dict[str, str]] | None:
    """``(column, cells)`` where a figure belongs to the fact before it: the end of a range, a change, the value that it changed from."""
    if last is None or before is None or before.sentence != printed.sentence or last.column != "value":
        return None
    between = printed.sentence[before.last : printed.first]
    if _RANGE.fullmatch(between):
        return "value_max", {"comparator": "range", "unit": cells.get("unit", "")}
    own = printed.statement.get("part", {}).get(about.scopes.get(tables.INDICATOR, "")) if printed.part > before.part else None
    if last.table != tables.TARGET or own or len(between) > 40:
        return None
    base = printed.statement.get("base")
    if cells.get("kind") == "level" and base and printed.part == before.part + 0 and cells.get("unit") == last.cells.get("unit"):
        return None
    if cells.get("kind") == "level" and base and cells.get("unit") == last.cells.get("unit") and re.search(r"\D{0,3}年?\s*的?\s*$", between):
        return "base_value", {"base_year": base[-1]}
    if (
        cells.get("kind") in ("relative-change", "percentage-points")
        and last.cells.get("kind") in ("level", "cumulative", "count")
        and (base or "base_value" in filled)
    ):
        return "stated_change", {"change_unit": cells.get("unit", "")} | ({"base_year": base[-1]} if base else {})
    return None


def _of_table(clause: Clause, lines: Sequence[str], about: About, scope: Mapping[str, str]) -> Iterator[Figure]:
    """The figures of a row of a table: what a cell is of, its row and its head tell."""
    cells = list(cells_in(clause, lines))
    label = " ".join(c.text for c in cells if not c.figure and not c.unit_of(about.names))
    # the words of a row without the unit in brackets
    row_unit = next((u for c in cells if not c.figure and (u := c.unit_of(about.names))), "")
    inside = next((u for c in cells if not c.figure and (u := c.unit_within(about.names))), "")
    whole = {c.index: _cell_of_table(c, label, row_unit, inside, about, scope) for c in cells if c.figure}
    head_years = {c.index: m[0] for c in cells if (m := _YEAR.search(c.head))}
    dated = {i: head_years[i] for i, told in whole.items() if i in head_years and told.get("kind") == "level"}
    main = max(dated, key=lambda i: (dated[i], i), default=None)
    fact = 0
    place = _Places(lines, clause)
    for cell in cells:
        if not cell.figure:
            continue
        told = whole[cell.index]
        for token in [t for t in numerals_in(cell.text).numbers] or [plain_number(re.sub(r"\D", "", cell.text) or "0")]:
            line, spelt = place.of(token, cell.line)
            figure = Figure(clause.name, line, token, spelt or token.rstrip("万亿"), f"{label[:CONTEXT]} | {cell.head[:CONTEXT]}", words=(cell.head, label))
            if about.language.named("serial", cell.head) or (cell.index == 0 and not cell.head and len(cells) > 2):
                yield replace(figure, skip="section-number")
            elif main is not None and cell.index == main:
                fact = 1
                yield replace(figure, fact=1, cells=told | {"also": clause.above}, table=_table_in(told, about))
            elif main is not None and cell.index in dated:
                yield replace(
                    figure, fact=1, column="base_value", cells={"base_year": dated[cell.index], "also": clause.above}, table=_table_in(whole[main], about)
                )
                yield replace(figure, fact=2 + cell.index, cells=told | {"also": clause.above}, table=_table_in(told, about), required=False)
            elif main is not None and told.get("kind") in ("relative-change", "percentage-points"):
                more = {"change_unit": told.get("unit", "")}
                figure = replace(figure, printed=_signed(figure.printed, told))
                yield replace(figure, fact=1, column="stated_change", cells=more, table=_table_in(whole[main], about))
            elif main is not None and told.get("kind") == "annual-rate":
                yield replace(figure, fact=1, column="stated_annual", printed=_signed(figure.printed, told), table=_table_in(whole[main], about))
            else:
                fact += 1
                yield replace(figure, fact=fact + (40 if main is not None else 0), cells=told | {"also": clause.above}, table=_table_in(told, about))


def _signed(number: str, cells: Mapping[str, str]) -> str:
    return f"-{number}" if cells.get("direction") == "down" else number


def _table_in(cells: Mapping[str, str], about: About) -> str:
    year = cells.get("year", "")[-4:]
    return tables.OBSERVATION if year.isdigit() and about.future and int(year) < about.future else tables.TARGET


def _cell_of_table(cell: Cell, label: str, row_unit: str, inside: str, about: About, scope: Mapping[str, str]) -> dict[str, str]:
    names, words = about.names, about.language
    printed = next(iter(printed_statements(cell.text, names)), None)
    own = next(iter(printed.statement.get("unit", ())), "") if printed else ""
    unit = own or cell.head_unit(names) or row_unit or inside
    year = next((m[0] for m in _YEAR.finditer(cell.head)), "")
    down, up = words.last("down", cell.head), words.last("up", cell.head)
    signed = cell.text.startswith(("-", "−", "－"))
    direction = "down" if signed or down > up else "up" if up > down else ""
    kind = "level"
    if words.named("annual", cell.head) and (down >= 0 or up >= 0):
        kind = "annual-rate"
    elif words.named("change", cell.head) or words.named("down", cell.head) or (up >= 0 and not year):
        kind = "relative-change"
        unit = own or cell.head_unit(names) or ("%" if "%" in about.units else "")
    if kind == "level":
        direction = ""
    if both := down >= 0 and up >= 0:
        direction = "down" if signed else "up"
    del both
    names_label = re.sub(r"[（(][^（）()]*[)）]", "", label).strip()
    habit = about.habits.like(pairs_of(cell.head), unit) or about.habits.like(pairs_of(label), unit)
    near_head = names.terms(cell.head)
    near_label = names.terms(label)
    told = {
        "comparator": printed.statement.get("is", "=") if printed else "=",
        "unit": unit,
        "year": year or _span(cell, about),
        "kind": kind,
        "direction": direction,
    }
    for column, vocabulary in about.scopes.items():
        order = (near_head, near_label) if column == tables.INDICATOR else (near_label, near_head)
        ids = next((terms[vocabulary] for terms in order if terms.get(vocabulary)), [])
        told[column] = ids[-1] if ids else ""
        if column == tables.INDICATOR:
            told[column] = told[column] or habit.get(column, "")
            told[column] = next(
                (id for text in (cell.head, label, label + cell.head) if (id := _alike(vocabulary, text, unit, about, told[column]))), told[column]
            )
            told[column] = told[column] or next((id for text in (cell.head, names_label) if (id := _ending_of(text, unit, about))), "")
            told[column] = told[column] or _longest(cell.title, vocabulary, about)
        told[column] = told[column] or scope.get(column, "")
    if "sector" in told and not near_label.get(about.scopes["sector"]):
        told["sector"] = about.habits.sector_of(told) or told["sector"]
    return {column: text for column, text in told.items() if text}


def _span(cell: Cell, about: About) -> str:
    """The period that the head or title of a table names; else the end of the document's."""
    for text in (cell.head, cell.title):
        for name, span in about.language.periods.items():
            if name in text:
                return span[-4:]
        if match := _YEAR.search(text):
            return match[0]
    return about.period[-4:]


def _with_the_rest(clause: Clause, lines: Sequence[str], figures: list[Figure]) -> list[Figure]:
    """The same with what the check counts and no statement holds: dates, and numbers that stand in no sentence."""
    text = "\n".join(lines[clause.first - 1 : clause.last])
    numerals = numerals_in(text)
    held = {figure.token for figure in figures} | {f.token.rstrip("万亿") for f in figures}
    fact = max((f.fact for f in figures), default=0)
    place = _Places(lines, clause)
    rest = []
    for date in numerals.dates:
        fact += 1
        line = place.of_date(date)
        rest.append(Figure(clause.name, line, date, date, "", tables.EVENT, fact, "date", {"date": date}))
    counted = set(numerals.numbers)
    for token in numerals.numbers:
        if token not in held and token.rstrip("万亿") not in held:
            fact += 1
            line, spelt = place.of(token)
            rest.append(Figure(clause.name, line, token, spelt or token.rstrip("万亿"), "", "", fact))
    checked = [replace(f, required=f.required and (f.token in counted or any(c.rstrip("万亿") == f.token for c in counted))) for f in figures]
    return sorted([*checked, *rest], key=lambda f: f.line)


def _without_years(figures: list[Figure], about: About) -> list[Figure]:
    """The same without the years that rows carry; one that none carries has no row proposed for it."""
    carried: set[tuple[str, str]] = set()
    for figure in figures:
        years = [year for column in ("year", "base_year") for year in _YEAR.findall(figure.cells.get(column, ""))]
        carried |= {(clause, year) for clause in (figure.clause, figure.cells.get("also", "")) for year in years}
    kept = []
    for figure in figures:
        if _YEAR.fullmatch(figure.token) and figure.column == "value" and not figure.cells.get("unit") and about.language.years.fullmatch(figure.printed):
            if (figure.clause, figure.token) in carried:
                continue
            figure = replace(figure, table="", cells={})
        kept.append(figure)
    return kept


def _context(printed: Printed) -> str:
    before = printed.sentence[max(0, printed.first - CONTEXT) : printed.first]
    return f"{before}[{printed.sentence[printed.first : printed.last]}]{printed.sentence[printed.last : printed.last + CONTEXT]}".strip()


class _Places:
    """Finds the line of each figure of a clause, one after the other."""

    def __init__(self, lines: Sequence[str], clause: Clause) -> None:
        self._clause = clause
        self._lines = {n: legible(lines[n - 1]) for n in range(clause.first, clause.last + 1)}
        self._at = (clause.first, 0)

    @property
    def line(self) -> int:
        """The line of the figure that was found last."""
        return self._at[0]

    def of(self, token: str, from_line: int = 0) -> tuple[int, str]:
        """``(line, number as it is spelt)``; where it cannot be found, the line of the figure before it and nothing."""
        digits = token.rstrip("万亿")
        start_line, start = (from_line, 0) if from_line else self._at
        for line in range(start_line, self._clause.last + 1):
            for match in re.finditer(r"\d+(?:\.\d+)?", self._lines[line][start:]):
                if plain_number(match[0]) == digits:
                    if not from_line:
                        self._at = (line, start + match.end())
                    return line, match[0]
            start = 0
        return start_line, ""

    def of_date(self, date: str) -> int:
        year = date[:4]
        parts = [p for p in date.split("-") if p.isdigit()]
        for line, text in self._lines.items():
            if (year.isdigit() and year in text) or (not year.isdigit() and all(re.search(rf"(?<!\d)0?{int(p)}(?!\d)", text) for p in parts)):
                return line
        return self._clause.first
