"""A chart that an editor declares in Markdown, without Python::

    ```chart
    table: targets                      a table of datapackage.yaml
    filter: {policy: gansu-plan, unit: "%", year: [2020, 2025]}      column: value, or a list of values
    mark: bar                           bar, dot, line, dumbbell or heatmap
    y: product                          what the rows are; a vocabulary's names are written in the page's language
    x: value                            how long the bars are; for a line: the column of the year
    sort: -value                        a column, with - from the largest down; default: the order of the table
    colour: region                      a column, or an ink of the theme; default: promise
    title: …                            the finding
    subtitle: …                         what, where, when, in which unit
    sentence: …                         optional; else the largest and the smallest are named
    id: my-chart                        optional; the name of its files
    ```

A dumbbell has ``x: [base_value, value]``; a line ``x: year`` and ``y: value``; a heatmap ``value: value`` beside ``x`` and ``y``.
What is written is held against the data package: an unknown key, table, column or value is a problem at its own line. Values
of different units do not share an axis.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from ledger import wording
from ledger.charts.figure import Declared, Drawn, View
from ledger.charts.theme import INKS
from ledger.load.content import Document
from ledger.load.ledger import Ledger
from ledger.load.schema import Field, Table
from ledger.load.table import Row
from ledger.problems import Problems, did_you_mean

MARKS = ("bar", "dot", "line", "dumbbell", "heatmap")
KEYS = ("table", "filter", "mark", "x", "y", "value", "sort", "colour", "title", "subtitle", "sentence", "id")
FENCE = re.compile(r"^(`{3,}|~{3,})\s*(\S*)\s*$")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Block:
    """A declared chart: ``asked`` is what the editor wrote, checked; ``line`` where, in ``file``."""

    id: str
    language: str
    digest: str
    file: str
    line: int
    asked: Mapping[str, Any] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)

    def declared(self) -> Declared:
        policies = dict.fromkeys(p for r in self.rows if (p := getattr(r, "policy", None)))
        clauses = dict.fromkeys((r.policy, r.clause) for r in self.rows if getattr(r, "policy", None) and getattr(r, "clause", None))
        few = len(clauses) <= 4
        return Declared(
            self.id, functools.partial(draw_block, self), () if few and clauses else tuple(policies), tuple(clauses) if few else (), self.file, self.line
        )


def is_id(text: str) -> bool:
    """Whether a fenced block only names a chart of the registry."""
    return _ID.fullmatch(text.strip()) is not None


def digest_of(text: str) -> str:
    """What a block is known by: its text."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def fenced(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """``(first line, 0-based, and text)`` of every fenced block ``chart``."""
    fence = language = ""
    start = 0
    for number, line in enumerate(lines):
        match = FENCE.match(line)
        if fence and match and match[1].startswith(fence) and not match[2]:
            if language == "chart":
                yield start, "\n".join(lines[start:number])
            fence = ""
        elif not fence and match:
            fence, language, start = match[1], match[2], number + 1


def blocks_of(document: Document, ledger: Ledger, problems: Problems) -> Iterator[Block]:
    """The declared charts of a page that are right; what is wrong with the others is added to ``problems``."""
    for start, text in fenced(document.body.split("\n")):
        if not is_id(text):
            block = _read(text, document, document.body_line + start, ledger, problems)
            if block:
                yield block


def _read(text: str, document: Document, line: int, ledger: Ledger, problems: Problems) -> Block | None:
    before = len(problems.errors)

    def wrong(key: str, what: str, remedy: str) -> None:
        problems.add(document.file, line + places.get(key, 0), f"chart: {what}", remedy)

    places: dict[str, int] = {}
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        asked = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        problems.add(
            document.file,
            line + (error.problem_mark.line if error.problem_mark else 0),
            f"chart: not valid YAML: {error.problem}",
            "check colons, quotes and indents",
        )
        return None
    if not isinstance(node, yaml.MappingNode) or not isinstance(asked, dict):
        problems.add(document.file, line, "chart: neither the id of a chart nor 'key: value' lines", "write an id, or table: …, mark: …")
        return None
    places.update(_places(node))
    for key in asked:
        if key not in KEYS:
            wrong(str(key), f"unknown key '{key}'", did_you_mean(str(key), KEYS))
    for key in ("table", "mark", "x", "y", "title"):
        if not asked.get(key):
            wrong(key, f"{key} is missing", f"add {key}: …")
    table = ledger.schema.tables.get(str(asked.get("table")))
    if asked.get("table") and table is None:
        wrong("table", f"there is no table '{asked['table']}'", did_you_mean(str(asked["table"]), ledger.schema.tables))
    if asked.get("mark") and asked["mark"] not in MARKS:
        wrong("mark", f"'{asked['mark']}' is no mark", did_you_mean(str(asked["mark"]), MARKS))
    if table is None or len(problems.errors) > before:
        return None
    rows = _filtered(asked, table, ledger, wrong)
    _check_columns(asked, table, document.language, wrong)
    if len(problems.errors) == before:
        rows = _check_rows(asked, table, rows, wrong)
    if len(problems.errors) > before:
        return None
    digest = digest_of(text)
    id = str(asked.get("id") or f"block-{digest[:8]}")
    if not is_id(id):
        wrong("id", f"'{id}' is no id", "use small letters, digits and hyphens")
        return None
    return Block(id, document.language, digest, document.file, line, asked, rows)


def _places(node: yaml.MappingNode) -> dict[str, int]:
    """``{key: line}``, and ``{"filter.column": line}`` for what is inside."""
    found: dict[str, int] = {}
    for key, value in node.value:
        found[str(key.value)] = key.start_mark.line
        if isinstance(value, yaml.MappingNode):
            found |= {f"{key.value}.{inner.value}": inner.start_mark.line for inner, _ in value.value}
    return found


def _filtered(asked: Mapping[str, Any], table: Table, ledger: Ledger, wrong: Any) -> tuple[Row, ...]:
    rows = ledger.rows(table.name)
    conditions = asked.get("filter") or {}
    if not isinstance(conditions, dict):
        wrong("filter", "filter is no 'column: value' list", "write filter: {column: value}")
        return rows
    for column, wanted in conditions.items():
        place = f"filter.{column}"
        if column not in table.columns:
            wrong(place, f"filter: {table.name} has no column '{column}'", did_you_mean(str(column), table.columns))
            continue
        values = [str(w) for w in (wanted if isinstance(wanted, list) else [wanted])]
        there = dict.fromkeys(_printed(getattr(r, column)) for r in ledger.rows(table.name))
        for value in values:
            if value not in there:
                wrong(place, f"filter: no row of {table.name} has {column} '{value}'", did_you_mean(value, [t for t in there if t]))
        rows = tuple(r for r in rows if _printed(getattr(r, column)) in values)
    return rows


def _printed(value: Any) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _column(table: Table, name: str, language: str) -> Field | None:
    """The field ``name``, or the one of this language where a column exists per language."""
    by_name = {f.name: f for f in table.fields}
    return by_name.get(name) or by_name.get(f"{name}_{language}")


def _check_columns(asked: Mapping[str, Any], table: Table, language: str, wrong: Any) -> None:
    mark = asked["mark"]
    names = [*table.columns, *(c.rsplit("_", 1)[0] for c in table.columns if c.endswith(f"_{language}"))]
    used: list[tuple[str, Any, bool]] = [("y", asked["y"], mark == "line")]
    if mark == "dumbbell":
        pair = asked["x"]
        if not isinstance(pair, list) or len(pair) != 2:
            wrong("x", "a dumbbell goes from one column to another", "write x: [base_value, value]")
            return
        used += [("x", column, True) for column in pair]
    else:
        used.append(("x", asked["x"], mark in ("bar", "dot")))
    if mark == "heatmap":
        if not asked.get("value"):
            wrong("value", "value is missing", "say which number colours the cells: value: …")
            return
        used.append(("value", asked["value"], True))
    if asked.get("sort"):
        used.append(("sort", str(asked["sort"]).lstrip("-"), False))
    if asked.get("colour") and asked["colour"] not in INKS:
        used.append(("colour", asked["colour"], False))
    for key, name, is_number in used:
        column = _column(table, str(name), language)
        if column is None:
            also = INKS if key == "colour" else ()
            wrong(key, f"{key}: {table.name} has no column '{name}'", did_you_mean(str(name), [*names, *also]))
        elif is_number and column.type not in ("number", "integer"):
            wrong(key, f"{key}: '{name}' is no number", did_you_mean(str(name), [f.name for f in table.fields if f.type in ("number", "integer")]))


def _numbers(asked: Mapping[str, Any]) -> list[str]:
    if asked["mark"] == "dumbbell":
        return [str(c) for c in asked["x"]]
    return [str(asked[{"line": "y", "heatmap": "value"}.get(asked["mark"], "x")])]


def _check_rows(asked: Mapping[str, Any], table: Table, rows: tuple[Row, ...], wrong: Any) -> tuple[Row, ...]:
    """The rows that have the numbers to be drawn. None at all, or numbers in several units, is wrong."""
    drawn = tuple(r for r in rows if all(getattr(r, c) is not None for c in _numbers(asked)))
    if not drawn:
        wrong("filter" if asked.get("filter") else "table", f"no row of {table.name} fits" if not rows else "no row that fits has a number", "widen the filter")
    units = dict.fromkeys(str(getattr(r, "unit", None) or "") for r in drawn)
    if len(units) > 1:
        wrong("x", f"values in different units: {', '.join(u or 'none' for u in units)}", "filter by unit")
    return drawn


# --- drawing --------------------------------------------------------------------------------------------------------------


def draw_block(block: Block, view: View) -> Drawn:
    """The chart that ``block`` declares."""
    import altair as alt
    import pandas as pd

    from ledger.charts import forms

    asked, ledger = block.asked, view.ledger
    table = ledger.schema.tables[asked["table"]]
    rows = list(block.rows)
    if sort := asked.get("sort"):
        column = _column(table, str(sort).lstrip("-"), view.language)
        rows.sort(key=lambda r: _sort_key(getattr(r, column.name if column else "id")), reverse=str(sort).startswith("-"))
    numbers = _numbers(asked)
    unit = next((str(u) for r in rows if (u := getattr(r, "unit", None))), "") or next((f.unit for f in table.fields if f.name == numbers[-1]), "")
    factor = _factor(ledger, unit, view.language)

    def words(row: Row, column: str) -> str:
        return (
            wording.measured(ledger, row, view.language) if column == "value" else wording.quantity(ledger, getattr(row, column), unit or None, view.language)
        )

    across, down = asked["x"], asked["y"]
    frame = pd.DataFrame({f"n{i}": [float(getattr(r, c)) * factor for r in rows] for i, c in enumerate(numbers)})
    last = f"n{len(numbers) - 1}"
    frame["words"] = [words(r, numbers[-1]) for r in rows]
    mark = asked["mark"]
    names = [_cell(view, table, r, str(across if mark == "line" else down)) for r in rows]
    frame["name"] = names
    colon = "：" if view.language == "zh" else ": "
    frame["label"] = [f"{n}{colon}{' → '.join(words(r, c) for c in numbers)}" for n, r in zip(names, rows, strict=True)]
    title = ledger.name("units", unit or None, view.language)
    colour: Any = asked.get("colour") or "promise"
    if colour not in INKS:
        frame["hue"] = [_cell(view, table, r, colour) for r in rows]
        colour = alt.Color("hue:N", sort=None, legend=alt.Legend(title=None, columns=2 if view.narrow else 4))
    headings = [_title(table, str(down if mark != "line" else across), view.language)]
    if mark == "heatmap":
        frame["across"] = [_cell(view, table, r, str(across)) for r in rows]
        low, high = frame[last].min(), frame[last].max()
        frame["shade"] = (frame[last] - low) / ((high - low) or 1)
        frame["label"] = [f"{n}, {a}{colon}{w}" for n, a, w in zip(names, frame["across"], frame["words"], strict=True)]
        frame["short"] = [format(v, "g") for v in frame[last]]
        columns = list(dict.fromkeys(frame["across"]))
        room = (view.width - forms.widest(view, names)) / max(len(columns), 1) - 8
        frame["across"] = [forms.wrap(view, a, room) for a in frame["across"]]
        chart: Any = forms.heatmap(
            view, frame, x="across", y="name", text="short", columns=list(dict.fromkeys(frame["across"])), order=list(dict.fromkeys(names))
        )
        headings.append(_title(table, str(across), view.language))
    elif mark == "line":
        frame["year"] = [int(n[:4]) for n in (str(getattr(r, str(across))) for r in rows)]
        chart = forms.line(view, frame, x="year", y=last, text="words", title=title, colour=colour if isinstance(colour, str) else "was")
    elif mark == "dumbbell":
        low, high = min(frame["n0"].min(), frame["n1"].min()), max(frame["n0"].max(), frame["n1"].max())
        room = (high - low) * (0.35 if view.narrow else 0.2) or 1
        chart = forms.dumbbell(
            view, _apart(frame, "name"), start="n0", end="n1", y="name", text="words", title=title, domain=[low - room, high + room], colour=colour
        )
    elif mark == "dot":
        chart = forms.dots(view, frame, x=last, y="name", title=title, order=list(dict.fromkeys(names)), colour=colour)
    else:
        chart = forms.bars(view, _apart(frame, "name"), x=last, y="name", text="words", title=title, colour=colour)
    shown = pd.DataFrame({headings[0]: names})
    if mark == "heatmap":
        shown[headings[1]] = frame["across"].str.replace(forms.BREAK, " ")
    for i, number in enumerate(numbers):
        heading = _title(table, number, view.language)
        shown[f"{heading} ({title})" if title else heading] = frame[f"n{i}"]
    return Drawn(
        title=str(asked["title"]),
        subtitle=str(asked.get("subtitle") or ""),
        sentence=str(asked.get("sentence") or _extremes(view, frame, last)),
        table=shown,
        chart=chart,
        links=[getattr(r, "id", None) for r in rows],
    )


def _factor(ledger: Ledger, unit: str, language: str) -> float:
    term = ledger.term("units", unit)
    return float(term.get("factor", 1)) if term and language != "zh" else 1.0


def _sort_key(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)


def _apart(frame: Any, column: str) -> Any:
    """Rows of the same name are told apart by a number, since a row of a chart has one mark."""
    seen: dict[str, int] = {}
    names = []
    for name in frame[column]:
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return frame.assign(**{column: names})


def _cell(view: View, table: Table, row: Row, name: str) -> str:
    """A cell in the words of this language: the name of a term, of a row, or what stands there."""
    column = _column(table, name, view.language)
    value = getattr(row, column.name) if column else None
    if value is None:
        return "–"
    if column and column.vocabulary:
        return view.name(column.vocabulary, str(value))
    if column and column.reference and (other := view.ledger.row(column.reference, str(value))):
        return next((text for c in ("name", "title") if (text := getattr(other, f"{c}_{view.language}", None))), str(value))
    return _printed(value)


def _title(table: Table, name: str, language: str) -> str:
    column = _column(table, name, language)
    return (column.title.get(language) if column else "") or name


def _extremes(view: View, frame: Any, column: str) -> str:
    if len(frame) < 2:
        return str(frame["label"].iloc[0])
    most, least = frame.loc[frame[column].idxmax(), "label"], frame.loc[frame[column].idxmin(), "label"]
    return f"{most}；{least}。" if view.language == "zh" else f"{most}; {least}."
