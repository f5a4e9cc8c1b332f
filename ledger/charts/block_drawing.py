"""Drawing a declared chart with the forms that every chart has."""

from __future__ import annotations

import functools
from typing import Any

from ledger import wording
from ledger.charts.block import Block, column_of, numbers_of, printed
from ledger.charts.figure import Declared, Drawn, View
from ledger.charts.theme import INKS
from ledger.load.ledger import Ledger
from ledger.load.schema import Table
from ledger.load.table import Row


def declared(block: Block) -> Declared:
    """A block as a chart like any other. Its policies are said here, since a row may have no id to be linked by."""
    policies = dict.fromkeys(policy for row in block.rows if (policy := getattr(row, "policy", None)))
    return Declared(block.id, functools.partial(draw_block, block), tuple(policies), (), block.file, block.line)


def draw_block(block: Block, view: View) -> Drawn:
    """The chart that ``block`` declares."""
    import altair as alt
    import pandas as pd

    from ledger.charts import axes, forms

    asked, ledger = block.asked, view.ledger
    table = ledger.schema.tables[asked["table"]]
    rows = list(block.rows)
    if sort := asked.get("sort"):
        column = column_of(table, str(sort).lstrip("-"), view.language)
        rows.sort(key=lambda r: _sort_key(getattr(r, column.name if column else "id")), reverse=str(sort).startswith("-"))
    numbers = numbers_of(asked)
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
        room = (view.width - axes.widest(view, names)) / max(len(columns), 1) - 8
        frame["across"] = [axes.wrap(view, a, room) for a in frame["across"]]
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
        shown[headings[1]] = frame["across"].str.replace(axes.BREAK, " ")
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
    column = column_of(table, name, view.language)
    value = getattr(row, column.name) if column else None
    if value is None:
        return "–"
    if column and column.vocabulary:
        return view.name(column.vocabulary, str(value))
    if column and column.reference and (other := view.ledger.row(column.reference, str(value))):
        return next((text for c in ("name", "title") if (text := getattr(other, f"{c}_{view.language}", None))), str(value))
    return printed(value)


def _title(table: Table, name: str, language: str) -> str:
    column = column_of(table, name, language)
    return (column.title.get(language) if column else "") or name


def _extremes(view: View, frame: Any, column: str) -> str:
    if len(frame) < 2:
        return str(frame["label"].iloc[0])
    most, least = frame.loc[frame[column].idxmax(), "label"], frame.loc[frame[column].idxmin(), "label"]
    return f"{most}；{least}。" if view.language == "zh" else f"{most}; {least}."
