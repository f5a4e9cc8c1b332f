"""Drawing a declared chart with the forms that every chart has."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledger import wording
from ledger.charts.block import Asked, Block, cell_text, number_of, numbers_of, printed, title_of, unit_of
from ledger.charts.block_rows import coloured, hue_names, is_dated, rows_of, sorted_rows
from ledger.charts.figure import Declared, Drawn, View
from ledger.charts.moments import moment
from ledger.charts.theme import width_of
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row


@dataclass(frozen=True)
class _Point:
    """One mark: its names, its numbers as they are printed and as they are drawn, and what it says of itself."""

    row: Row | None
    name: str
    across: str
    hue: str
    numbers: tuple[Decimal | None, ...]
    words: tuple[str, ...]
    label: str

    @property
    def missing(self) -> bool:
        return any(n is None for n in self.numbers)


@dataclass(frozen=True)
class _Drawing:
    """A chart, the points that it draws, and those that it only tells in its table."""

    chart: Any
    points: list[_Point]
    untold: list[_Point]


def declared(block: Block, ledger: Ledger) -> Declared:
    """A block as a chart like any other. Its policies are said here, since a row may have no id to be linked by."""
    rows = rows_of(block.asked, ledger.schema.tables[block.asked.table], ledger)
    policies = dict.fromkeys(policy for row in rows if (policy := getattr(row, "document", None)))
    return Declared(block.id, tuple(policies), (), block.file, block.line)


def draw_block(block: Block, view: View) -> Drawn:
    """The chart that ``block`` declares."""
    asked = block.asked
    table = view.ledger.schema.tables[asked.table]
    rows = sorted_rows(asked, table, rows_of(asked, table, view.ledger), view.language)
    points = _points(view, asked, table, rows)
    drawing = {"line": _line, "heatmap": _heatmap, "dumbbell": _dumbbell, "dot": _dots}.get(asked.mark, _bars)(view, asked, table, points)
    shown = [*drawing.points, *drawing.untold]
    said = [p for p in drawing.points if not p.missing]
    without = len(drawing.points) - len(said)
    notes = [view.t("n-no-data", n=without, total=len(drawing.points))] if without else []
    if drawing.untold:
        notes.append(view.t("n-no-date", n=len(drawing.untold), total=len(shown)))
    return Drawn(
        title=asked.title,
        subtitle=asked.subtitle,
        sentence=asked.sentence or _extremes(view, said),
        note=" ".join(notes),
        table=_table(view, asked, table, shown),
        chart=drawing.chart,
        links=[getattr(p.row, "id", None) if p.row is not None else None for p in shown],
        marks=len(drawing.points),
    )


def _points(view: View, asked: Asked, table: Table, rows: Sequence[Row]) -> list[_Point]:
    names = [cell_text(view.ledger, table, r, str(asked.x) if asked.mark == "line" else asked.y, view.language) for r in rows]
    hues = [cell_text(view.ledger, table, r, asked.colour, view.language) if coloured(asked) else "" for r in rows]
    if asked.mark in ("bar", "dumbbell") and len(set(names)) < len(names):
        names = [f"{n}{view.t('comma')}{h}" if h else n for n, h in zip(names, hues, strict=True)]
    across = [cell_text(view.ledger, table, r, str(asked.x), view.language) if asked.mark == "heatmap" else "" for r in rows]
    return [_point(view, asked, table, *each) for each in zip(rows, names, across, hues, strict=True)]


def _point(view: View, asked: Asked, table: Table, row: Row | None, name: str, across: str, hue: str) -> _Point:
    columns = numbers_of(asked)
    numbers = tuple(number_of(row, c) if row is not None else None for c in columns)
    words = tuple(_words(view, table, row, c) if row is not None and n is not None else view.t("no-data") for c, n in zip(columns, numbers, strict=True))
    whole = [name, across] if across else [hue, name] if hue and hue not in name else [name]
    arrow = view.t("no-data") if all(n is None for n in numbers) else " → ".join(words)
    return _Point(row, name, across, hue, numbers, words, f"{view.t('comma').join(w for w in whole if w)}{view.t('colon')}{arrow}")


def _words(view: View, table: Table, row: Row, column: str) -> str:
    """A number with its unit, as it is printed: its comparator and its range belong to it."""
    if column == "value" and hasattr(row, "comparator") and hasattr(row, "value_max") and hasattr(row, "unit"):
        return wording.measured(view.ledger, row, view.language)
    return wording.quantity(view.ledger, Decimal(getattr(row, column)), unit_of(table, row, column) or None, view.language)


def _unit(view: View, table: Table, points: Sequence[_Point], column: str) -> str:
    return view.ledger.called("unit", _unit_id(table, points, column) or None, view.language)


def _unit_id(table: Table, points: Sequence[_Point], column: str) -> str:
    return next((u for p in points if p.row is not None and not p.missing and (u := unit_of(table, p.row, column))), "")


def _frame(view: View, asked: Asked, table: Table, points: Sequence[_Point]) -> Any:
    """The points as a data frame; English draws in the unit that its words are in (``factor``)."""
    import pandas as pd

    from ledger.charts.axes import fitted

    columns = numbers_of(asked)
    factor = wording.factor(view.ledger, _unit_id(table, points, columns[-1]), view.language)
    drawn = {f"n{i}": [None if (n := p.numbers[i]) is None else float(n * factor) for p in points] for i in range(len(columns))}
    frame = pd.DataFrame({name: pd.Series(values, dtype="float64") for name, values in drawn.items()})
    frame["name"] = [fitted(view, p.name) for p in points]
    frame["words"] = [p.words[-1] if not p.missing else p.label.removeprefix(f"{p.name}{view.t('colon')}") for p in points]
    frame["label"], frame["hue"] = [p.label for p in points], [p.hue for p in points]
    return frame


def _colour(view: View, asked: Asked, table: Table, points: Sequence[_Point]) -> Any:
    """An ink, or the groups of a column with a legend above the drawing."""
    import altair as alt

    from ledger.charts.axes import BREAK, SPLIT, size, wrap
    from ledger.charts.theme import ink

    if not coloured(asked):
        return asked.colour or "promise"
    inks = hue_names(asked, table, [p.row for p in points], view.ledger, view.language)
    wrapped = {name: wrap(view, name, view.width - 60) for name in inks}
    widest = max(width_of(line, size(view)) for name in wrapped.values() for line in name.split(BREAK)) + 34
    legend = alt.Legend(title=None, columns=max(1, min(len(inks), int(view.width / widest))), labelExpr=SPLIT)
    if any(BREAK in name for name in wrapped.values()):
        pairs = "[" + ", ".join(f"'{_quoted(n)}'" for n in inks) + "]", "[" + ", ".join(f"'{_quoted(w)}'" for w in wrapped.values()) + "]"
        legend.labelExpr = f"split({pairs[1]}[indexof({pairs[0]}, datum.label)], '\\n')"
    return alt.Color("hue:N", scale=alt.Scale(domain=list(inks), range=[ink(i) for i in inks.values()]), legend=legend)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")


def _bars(view: View, asked: Asked, table: Table, points: list[_Point]) -> _Drawing:
    import altair as alt

    from ledger.charts import axes, forms, scales

    frame = _frame(view, asked, table, points)
    width, title = axes.plot_width(view, list(frame["name"])), ""
    if max(width_of(w, axes.size(view)) for w in frame["words"]) > width * 0.45:  # the unit stands below, the numbers alone beside the bars
        title = _unit(view, table, points, numbers_of(asked)[0])
        short = [p.words[-1].removesuffix(title).rstrip() if not p.missing else w for p, w in zip(points, frame["words"], strict=True)]
        frame["words"] = short
    domain = scales.from_zero(view, width, list(frame["n0"]), list(frame["words"]))
    chart = forms.bars(view, frame, x="n0", y="name", text="words", title="", colour=_colour(view, asked, table, points), domain=domain, ticks=False)
    if title:
        chart.layer[0].encoding.x.axis = alt.Axis(title=title, labels=False, ticks=False, domain=False, grid=False)
    return _Drawing(chart, points, [])


def _dots(view: View, asked: Asked, table: Table, points: list[_Point]) -> _Drawing:
    from ledger.charts import axes, forms, scales

    frame = _frame(view, asked, table, points)
    order = list(dict.fromkeys(frame["name"]))
    width = axes.plot_width(view, order)
    low, high = scales.span(width, [(0.0, 8, 8), *((v, 8.0, 8.0) for v in frame["n0"].dropna())])
    marks = scales.across(view, low, high, width)
    axis = scales.axis(view, marks, title=_unit(view, table, points, str(asked.x)) or None, grid=True)
    colour = _colour(view, asked, table, points)
    return _Drawing(forms.dots(view, frame, x="n0", y="name", title="", order=order, colour=colour, text="words", domain=(low, high), axis=axis), points, [])


def _dumbbell(view: View, asked: Asked, table: Table, points: list[_Point]) -> _Drawing:
    from ledger.charts import axes, forms, scales

    frame = _frame(view, asked, table, points)
    width = axes.plot_width(view, list(frame["name"]))
    sides: list[scales.Beside] = []
    for start, end, words in zip(frame["n0"], frame["n1"], frame["words"], strict=True):
        room = width_of(words, axes.size(view)) + 14
        if start == start and end == end:
            sides += [(start, 6.0, 6.0), (end, room, 8.0) if end <= start else (end, 8.0, room)]
    low, high = scales.span(width, sides)
    axis = scales.axis(view, scales.across(view, low, high, width), title=_unit(view, table, points, str(asked.x[-1])) or None, grid=True)
    colour = _colour(view, asked, table, points)
    chart = forms.dumbbell(view, frame, start="n0", end="n1", y="name", text="words", title="", domain=[low, high], colour=colour, axis=axis)
    return _Drawing(chart, points, [])


def _line(view: View, asked: Asked, table: Table, points: list[_Point]) -> _Drawing:
    from ledger.charts.lines import lines

    column = str(asked.x)
    shown = [p for p in points if p.row is not None and is_dated(asked, p.row)]
    moments = [moment(printed(getattr(p.row, column))) for p in shown]
    frame = _frame(view, asked, table, shown).assign(at=[m.at for m in moments], begin=[m.begin for m in moments], end=[m.end for m in moments])
    frame = frame.rename(columns={"n0": "value", "hue": "group", "words": "text"})
    inks = hue_names(asked, table, [p.row for p in shown], view.ledger, view.language) or {"": asked.colour or "was"}
    title = _unit(view, table, shown, asked.y) or title_of(table, asked.y, view.language)
    inks = {group: ink for group, ink in inks.items() if any(p.hue == group and not p.missing for p in shown)}
    frame = frame.loc[frame["group"].isin(inks)].reset_index(drop=True)
    unit = _unit(view, table, shown, asked.y)
    if unit and not unit.startswith(("%", "‰")):  # the axis says it
        frame["text"] = [t.removesuffix(unit).rstrip() for t in frame["text"]]
    drawn = [p for p in shown if p.hue in inks]
    untold = [p for p in points if not is_dated(asked, p.row) or p.hue not in inks]
    return _Drawing(lines(view, frame, moments, title=title, inks=inks), drawn, untold)


def _heatmap(view: View, asked: Asked, table: Table, points: list[_Point]) -> _Drawing:
    from ledger.charts import axes, forms

    points = _grid(view, asked, table, points)
    frame = _frame(view, asked, table, points)
    low, high = frame["n0"].min(), frame["n0"].max()
    frame["shade"] = (frame["n0"] - low) / (high - low) if high > low else frame["n0"].where(frame["n0"].isna(), 0.5)
    across = list(dict.fromkeys(p.across for p in points))
    names = list(dict.fromkeys(axes.wrap(view, p.name, view.width / 3) for p in points))
    frame["name"] = [axes.wrap(view, p.name, view.width / 3) for p in points]
    room = (view.width - axes.widest(view, names) - 18) / len(across) - 6
    upright = max(width_of(word, axes.size(view)) for a in across for word in a.split() or [a]) > room
    heads = {a: a if upright else axes.wrap(view, a, room) for a in across}
    frame["across"] = [heads[p.across] for p in points]
    texts = [wording.number(p.numbers[0], view.language) if not p.missing else "–" for p in points]
    fits = max(width_of(t, axes.size(view)) for t in texts) <= room + 2
    frame["short"] = texts if fits else ["–" if p.missing else "" for p in points]
    chart = forms.heatmap(view, frame, x="across", y="name", text="short", columns=list(heads.values()), order=names, upright=upright)
    return _Drawing(chart, points, [])


def _grid(view: View, asked: Asked, table: Table, points: list[_Point]) -> list[_Point]:
    """Every cell of the table, those too that no row has: columns of years or numbers in their order, others as they come."""
    across = list(dict.fromkeys(p.across for p in points))
    raw = {p.across: getattr(p.row, str(asked.x), None) for p in points}
    with contextlib.suppress(ValueError):  # what is no time and no number comes as it stands in the table
        order = {a: _place_of(raw[a]) for a in across}
        across.sort(key=lambda a: order[a])
    found = {(p.name, p.across): p for p in points}
    names = dict.fromkeys(p.name for p in points)
    return [found.get((n, a)) or _point(view, asked, table, None, n, a, "") for n in names for a in across]


def _place_of(value: Any) -> float:
    """Where a number or a date stands among others. Raises ``ValueError`` for what is neither."""
    if isinstance(value, int | Decimal) and not 1000 < value < 3000:
        return float(value)
    return moment(printed(value)).at


def _table(view: View, asked: Asked, table: Table, points: Sequence[_Point]) -> Any:
    """What the chart shows, its numbers as they are printed."""
    import pandas as pd

    columns: dict[str, list[Any]] = {}

    def add(heading: str, cells: list[Any]) -> None:
        while heading in columns:
            heading += " "
        columns[heading] = cells

    add(title_of(table, str(asked.x) if asked.mark == "line" else asked.y, view.language), [p.name for p in points])
    if asked.mark == "heatmap":
        add(title_of(table, str(asked.x), view.language), [p.across for p in points])
    elif coloured(asked):
        add(title_of(table, asked.colour, view.language), [p.hue for p in points])
    for i, number in enumerate(numbers_of(asked)):
        unit, heading = _unit(view, table, points, number), title_of(table, number, view.language)
        add(f"{heading} ({unit})" if unit else heading, [_cell(view, table, p, number, i) for p in points])
    return pd.DataFrame({name: pd.Series(cells, dtype="object") for name, cells in columns.items()})


def _cell(view: View, table: Table, point: _Point, column: str, i: int) -> Any:
    """A number as it is printed, in the unit of its heading; words where there is none."""
    value = point.numbers[i]
    if value is None or point.row is None:
        return view.t("no-data")
    factor = wording.factor(view.ledger, unit_of(table, point.row, column), view.language)
    if factor == 1:
        return value
    scaled = (value * factor).normalize()
    return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled


def _extremes(view: View, points: Sequence[_Point]) -> str:
    """The largest and the smallest in words; all of them where they are alike."""
    if len(points) == 1:
        return points[0].label
    values = [p.numbers[-1] for p in points]
    most, least = max(v for v in values if v is not None), min(v for v in values if v is not None)
    if most == least:
        return view.t("all-alike", n=len(points), what=points[0].words[-1])
    return f"{_named(view, points, most)}{view.t('semicolon')}{_named(view, points, least)}{view.t('full-stop').rstrip()}"


def _named(view: View, points: Sequence[_Point], value: Decimal) -> str:
    """Who has ``value``, at most three by name, and what it is."""
    who = [p for p in points if p.numbers[-1] == value]
    if len(who) == 1:
        return who[0].label
    names = view.t("enumeration").join(p.label.rpartition(view.t("colon"))[0] for p in who[:3])
    more = f" +{len(who) - 3}" if len(who) > 3 else ""
    return f"{names}{more}{view.t('colon')}{who[0].label.rpartition(view.t('colon'))[2]}"
