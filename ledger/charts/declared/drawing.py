"""From a declaration to what a chart function returns: words, table and the drawing of its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NoReturn

from msgspec.structs import replace as replace_asked

from ledger import wording
from ledger.charts.declared.alike import coloured
from ledger.charts.declared.apart import sorted_rows
from ledger.charts.declared.asked import TEXTS, Asked, Declaration
from ledger.charts.declared.choices import BEGUN, State, controls_of, set_to, states
from ledger.charts.declared.inner import for_phone, inner_of, silent
from ledger.charts.declared.points import Point, Scene, points_of, told_besides, words_of
from ledger.charts.declared.records import Record, Relation, sources
from ledger.charts.declared.relation import Relations
from ledger.charts.declared.slots import SLOT, Told, bound, listed_in, told
from ledger.charts.declared.values import cell_text, column_of, printed, title_of, unit_of
from ledger.charts.figure import ChartMistake, Declared, Drawn, Parts, View
from ledger.charts.marks import MARKS
from ledger.charts.marks.mark import Drawing, Mark
from ledger.check.citation import policy_of
from ledger.language import manner, without_noughts
from ledger.load.schema import Table

FEW = 3
"""So many who share a number are named in a sentence."""


def declared(block: Declaration, relations: Relations, state: State = BEGUN) -> Declared:
    """A declaration as a chart like any other. Its documents are said here, since a row may have no id to be linked by."""
    ledger, relation = relations.ledger, relations.of(set_to(block.asked, state), _refuse)
    assert relation is not None
    rows = (row for record in relation.records for row in sources(record))
    documents = dict.fromkeys(document for row in rows if (document := policy_of(ledger, ledger.schema.tables[row.table], row)))
    return Declared(block.id, tuple(documents), (), block.file, block.line, block.topic)


def states_of(block: Declaration, relations: Relations) -> list[State]:
    """What a reader may set beside a declared chart."""
    return states(block.asked, MARKS[block.asked.mark], relations, _refuse)


def draw_declared(block: Declaration, relations: Relations, view: View, state: State = BEGUN) -> Drawn:
    """The chart that is declared, as a reader has set it."""

    def in_state(state: State) -> Asked:
        asked = set_to(block.asked, state)
        return for_phone(asked, silent) if view.narrow else asked

    asked = in_state(state)
    mark = MARKS[asked.mark]
    every = about = _rows(view, relations, asked, mark, state)
    usual = every, about
    if state.key:
        every = _rows(view, relations, in_state(State(view=state.view)), mark)
        usual = _rows(view, relations, in_state(BEGUN), mark), _rows(view, relations, in_state(replace(state, view="")), mark, state)
    asked = replace_asked(asked, notes={id: told(text, usual[0]) for id, text in asked.notes.items()})
    relation, drawn = about.relation, list(about.drawn)
    if state.order:
        asked = replace_asked(asked, sort=state.order)
        drawn = sorted_rows(asked, relation.table, drawn, view.language)
    inner = inner_of(asked, silent)
    columns, named = mark.numbers(asked), mark.names(asked)
    points = points_of(view, asked, relation, drawn, columns, named, mark.across(asked))
    others = points_of(view, asked, relation, about.beside, columns, named, mark.across(asked))
    groups = list(dict.fromkeys(p.hue for p in points_of(view, every.asked, every.relation, every.drawn, [], named, ""))) if state.rows else []
    scene = Scene(view, asked, relation, tuple(columns), points, points, inner, points, others, tuple(groups))
    drawing = _panels(scene, mark) if asked.panels else mark.draw(scene)
    shown = [*drawing.points, *drawing.untold, *others]
    extremes = _extremes(view, [p for p in drawing.points if not p.missing])
    own = block.asked.views.get(state.view) or {}
    title, subtitle, sentence, note = (_worded(key, state, *((every, about) if key in own else usual)) for key in TEXTS)
    return Drawn(
        title=title,
        subtitle=view.t("chart-claimed", what=subtitle, who=asked.claim) if asked.claim else subtitle,
        sentence=sentence or bound(extremes),
        note=_note(view, asked, about, drawing, relation, note),
        table=_table(view, mark, scene, shown),
        chart=drawing.chart,
        links=[_link(view, p.row) for p in shown],
        controls=controls_of(block.asked, every.relation, view, relations),
        marks=len(drawing.points) + (0 if asked.panels else len(others)),
        mirrored=manner(view.language).leftward and mark.turns and not _dated(asked, relation),
        parts=_parts(view, mark, relation, drawing.points),
        lists=[(each.label, [(words, _link(view, record)) for words, record in listed_in(name, about)]) for name, each in inner.lists.items()],
        shown=view.t("chart-shown", what=view.t("comma").join(state.said), n=len(drawn), total=len(every.every)) if state.rows else "",
    )


def _rows(view: View, relations: Relations, asked: Asked, mark: Mark, state: State = BEGUN) -> Told:
    """What is drawn and what words are about."""
    relation = relations.of(asked, _refuse)
    assert relation is not None
    lines = {line.row for line in inner_of(asked, silent).lines.values() if line.row}
    ordered = sorted_rows(asked, relation.table, relation.records, view.language)
    beside = [r for r in ordered if (getattr(r, "id", None) or "") in lines]
    every = [r for r in ordered if not any(r is b for b in beside)]
    columns = mark.numbers(asked)
    chosen = view.listed(list(state.said))
    return Told(view, asked, relation, every[: asked.limit] if asked.limit else every, every, columns[-1] if columns else "", mark.names(asked), beside, chosen)


def _worded(key: str, state: State, whole: Told, about: Told) -> str:
    """Words of a chart; a view that has none of its own has those of the usual one, with its numbers. Where a reader has chosen some rows,
    the words of ``when`` are about these; others are about all, and a title says so, like whatever else has numbers in it. A sentence is
    left out then: the largest and the smallest that are left are named instead."""
    asked = about.asked
    if not state.rows:
        return told(getattr(asked, key), about)
    if key in asked.when:
        return told(asked.when[key], about)
    if key == "sentence":
        return ""
    text, words = getattr(asked, key), told(getattr(asked, key), whole)
    return about.view.t("about-all", what=words) if key == "title" or SLOT.search(str(text)) else words


def _parts(view: View, mark: Mark, relation: Relation, points: Sequence[Point]) -> Parts:
    """Where each mark belongs: its panel and its series, where they tell some marks from others, and its clause, where not all have one."""
    levels = [names for names in ([p.panel for p in points], [getattr(p, mark.series) for p in points]) if 1 < len(set(names)) < len(names)]
    clauses = [_clause(view, p) for p in points]
    clauses = clauses if len(set(clauses)) > 1 else [""] * len(points)
    return {p.label: (tuple(names[n] for names in levels), clauses[n]) for n, p in enumerate(points) if levels or clauses[n]}


def _clause(view: View, point: Point) -> str:
    """The heading of the clause that a point is from; nothing for one of several rows."""
    rows = sources(point.row) if point.row is not None else ()
    if len(rows) != 1 or not getattr(rows[0], "clause", None):
        return ""
    document = policy_of(view.ledger, view.ledger.schema.tables[rows[0].table], rows[0])
    clause = view.ledger.clause(document, rows[0].clause) if document else None
    return view.own(clause, "heading") if clause else ""


def _dated(asked: Asked, relation: Relation) -> bool:
    """Whether time runs across."""
    column = relation.table.field(asked.x) if isinstance(asked.x, str) else None
    return column is not None and column.format == "edtf" and asked.mark != "agenda"


def _refuse(key: str, what: str, remedy: str) -> NoReturn:
    raise ChartMistake(what, remedy)


def _link(view: View, record: Record | None) -> str | None:
    id = getattr(record, "id", None) if record is not None else None
    return id if id is not None and id in view.ledger.owner else None


def _note(view: View, asked: Asked, about: Told, drawing: Drawing, relation: Relation, note: str) -> str:
    notes = [note] if note else []
    if without := sum(p.missing for p in drawing.points):
        notes.append(view.t("n-no-data", n=without, total=len(drawing.points)))
    if drawing.untold:
        notes.append(view.t("n-no-date", n=len(drawing.untold), total=len(drawing.points) + len(drawing.untold)))
    if rest := len(about.every) - len(about.drawn):
        notes.append(view.t("chart-rest", n=rest, total=len(about.every)))
    differ = [c for c in asked.unlike if len({printed(getattr(r, c)) for r in about.drawn}) > 1]
    if differ:
        notes.append(view.t("chart-unlike", what=view.listed([title_of(relation.table, c, view.language) for c in differ])))
    between = view.t("between-sentences") if "between-sentences" in view.words else " "
    return between.join(n.strip() for n in notes)


def _panels(scene: Scene, mark: Mark) -> Drawing:
    """A drawing for each panel, one below another, on one scale where their units are one."""
    import altair as alt

    from ledger.charts.axes import BREAK, size, wrap
    from ledger.charts.theme import ink

    found: list[Drawing] = []
    charts: list[Any] = []
    units = {unit_of(scene.table, p.row, c) for p in scene.points for c in scene.columns if p.row is not None and not p.missing}
    order = {id(record): n for n, record in enumerate(scene.relation.records)}
    for name in dict.fromkeys(p.panel for p in sorted(scene.points, key=lambda p: order.get(id(p.row), 0))):  # as the table has them
        mine = [p for p in scene.points if p.panel == name]
        drawing = mark.draw(replace(scene, points=mine, every=scene.every if len(units) < 2 else mine))
        beside = 0 if scene.view.narrow else scene.view.width - drawing.chart.width - 10
        lines = wrap(scene.view, name, (scene.view.width - 16) * 0.85).split(BREAK)  # bold letters are wider
        heading = alt.TitleParams(
            text=lines if len(lines) > 1 else name,
            anchor="start",
            frame="group",
            dx=-beside,
            fontSize=size(scene.view),
            fontWeight=600,
            color=ink("ink"),
            offset=8,
        )
        found.append(drawing)
        charts.append(drawing.chart.properties(title=heading))
    together: Any = alt.vconcat(*charts, spacing=18).resolve_scale(color="shared")
    return Drawing(together, [p for d in found for p in d.points], [p for d in found for p in d.untold])


def _table(view: View, mark: Mark, scene: Scene, points: Sequence[Point]) -> Any:
    """What the chart shows, its numbers as they are printed."""
    import pandas as pd

    asked, table = scene.asked, scene.table
    columns: dict[str, list[Any]] = {}

    def add(heading: str, cells: list[Any]) -> None:
        while heading in columns:
            heading += " "
        columns[heading] = cells

    if asked.panels:
        add(title_of(table, asked.panels, view.language), [p.panel for p in points])
    add(title_of(table, mark.names(asked)[0], view.language), [p.name for p in points])
    if across := mark.across(asked):
        add(title_of(table, across, view.language), [p.across for p in points])
    elif coloured(asked):
        add(title_of(table, asked.colour, view.language), [p.hue for p in points])
    for i, number in enumerate(scene.columns):
        units = {unit_of(table, p.row, number) for p in points if p.row is not None and p.numbers[i] is not None}
        unit, heading = scene.unit(number) if len(units) == 1 else "", title_of(table, number, view.language)
        add(f"{heading} ({unit})" if unit else heading, [_cell(view, table, p, number, i, len(units) > 1) for p in points])
    for column in told_besides(asked):
        add(title_of(table, column, view.language), [_detail(view, table, p, column) for p in points])
    return pd.DataFrame({name: pd.Series(cells, dtype="object") for name, cells in columns.items()})


def _cell(view: View, table: Table, point: Point, column: str, i: int, with_unit: bool) -> Any:
    """A number as it is printed, in the unit of its heading; words where there is none, or where each has a unit of its own."""
    value = point.numbers[i]
    if value is None or point.row is None:
        return view.t("no-data")
    if with_unit:
        return point.words[i]
    factor = wording.factor(view.ledger, unit_of(table, point.row, column), view.language)
    return value if factor == 1 else without_noughts(value * factor)


def _detail(view: View, table: Table, point: Point, column: str) -> Any:
    """A further cell: a number as it is printed, with its unit; else its words."""
    field = column_of(table, column, view.language)
    if point.row is None or field is None or getattr(point.row, field.name) in (None, ()):
        return view.t("no-data")
    if field.type in ("number", "integer"):
        return words_of(view, table, point.row, field.name)
    return cell_text(view.ledger, table, point.row, column, view.language)


def _extremes(view: View, points: Sequence[Point]) -> str:
    """The largest and the smallest in words; all of them where they are alike."""
    if len(points) == 1:
        return points[0].label
    if not points[0].numbers:
        return f"{points[0].label}{view.t('semicolon')}{points[-1].label}{view.t('full-stop').rstrip()}"
    values = [p.numbers[-1] for p in points]
    most, least = max(v for v in values if v is not None), min(v for v in values if v is not None)
    if most == least and len(points) > FEW:
        return view.t("all-alike", n=len(points), what=points[0].words[-1])
    if most == least:
        return f"{_named(view, points, most)}{view.t('full-stop').rstrip()}"
    return f"{_named(view, points, most)}{view.t('semicolon')}{_named(view, points, least)}{view.t('full-stop').rstrip()}"


def _named(view: View, points: Sequence[Point], value: Decimal) -> str:
    """Who has ``value``, at most ``FEW`` by name, and what it is."""
    who = [p for p in points if p.numbers[-1] == value]
    if len(who) == 1:
        return who[0].label
    names = view.t("enumeration").join(p.label.rpartition(view.t("colon"))[0] for p in who[:FEW])
    more = f" +{len(who) - FEW}" if len(who) > FEW else ""
    return f"{names}{more}{view.t('colon')}{who[0].label.rpartition(view.t('colon'))[2]}"
