"""Lines over time: one a group, named at its end."""

from __future__ import annotations

from ledger.charts.declared.alike import coloured
from ledger.charts.declared.asked import Asked
from ledger.charts.declared.points import Point, Scene
from ledger.charts.declared.values import moment_of, printed, title_of
from ledger.charts.marks.mark import Drawing, Mark, Needed, single
from ledger.charts.moments import moment


def is_dated(asked: Asked, row: object) -> bool:
    """Whether a row of a line has a date."""
    return getattr(row, str(asked.x)) not in (None, "", ())


def _draw(scene: Scene) -> Drawing:
    from ledger.charts.lines import lines
    from ledger.charts.marks.frame import frame_of
    from ledger.charts.marks.inks import hue_names

    asked, column = scene.asked, str(scene.asked.x)
    shown = [p for p in scene.points if is_dated(asked, p.row)]
    moments = [moment(printed(getattr(p.row, column))) for p in shown]
    frame = frame_of(scene, shown).assign(at=[m.at for m in moments], begin=[m.begin for m in moments], end=[m.end for m in moments])
    frame = frame.rename(columns={"n0": "value", "hue": "group", "words": "text"})
    inks = hue_names(scene, shown) or {"": asked.colour or "was"}
    unit = scene.unit(str(asked.y))
    title = unit or title_of(scene.table, str(asked.y), scene.view.language)
    inks = {group: ink for group, ink in inks.items() if any(p.hue == group and not p.missing for p in shown)}
    frame = frame.loc[frame["group"].isin(inks)].reset_index(drop=True)
    if unit and not unit.startswith(("%", "‰")):  # the axis says it
        frame["text"] = [t.removesuffix(unit).rstrip() for t in frame["text"]]
    drawn: list[Point] = [p for p in shown if p.hue in inks]
    untold = [p for p in scene.points if not is_dated(asked, p.row) or p.hue not in inks]
    return Drawing(lines(scene.view, frame, moments, title=title, inks=inks), drawn, untold)


def _needs(asked: Asked) -> list[Needed]:
    along = single(asked, "x", "line", "name one, or write mark: dumbbell")
    return [Needed("y", single(asked, "y", "line"), True), Needed("x", along)]


MARK = Mark(
    name="line",
    about="a line over time, or one for each group, named at its end",
    numbers=lambda asked: [str(asked.y)],
    needs=_needs,
    draw=_draw,
    turns=False,
    apart=lambda asked: [coloured(asked)],
    dated=True,
    when=moment_of,
    takes=frozenset(("colour",)),
    names=lambda asked: [str(asked.x)],
    key="y",
    group="lines",
)
