"""Piles: a dot for each row, on the year that it has, one upon another; a year is a cell as wide as any other, years without a row too.

What has no year stands apart, behind the last.
"""

from __future__ import annotations

from ledger.charts.declared.deriving import year_in
from ledger.charts.declared.points import Point, Scene
from ledger.charts.marks.mark import Drawing, Mark, by_one
from ledger.charts.theme import ink, width_of

DOT, STEP, FOOT, KEY, MOST, GAP = 6.0, 7.5, 20, 22, 40, 20
"""Pixels across a dot, from one to the next at most, of the line of years, of the key, how wide a pile is at most, and before what has no year."""


def _draw(scene: Scene) -> Drawing:
    from ledger import wording
    from ledger.charts.axes import size
    from ledger.charts.marks.canvas import Canvas
    from ledger.charts.marks.inks import hue_names, tone_ink

    view, along, hues = scene.view, str(scene.asked.x), list(hue_names(scene))
    piles: dict[int | None, list[Point]] = {}
    for point in sorted(scene.points, key=lambda p: hues.index(p.hue) if p.hue in hues else 0):
        year = getattr(point.row, along)
        piles.setdefault(year_in(year) if year else None, []).append(point)
    years = sorted(y for y in piles if y is not None)
    canvas, top = Canvas(view.width - 8), 0.0
    x = 0.0
    for hue in hues:
        wide = width_of(hue, size(view)) + 34
        if x and x + wide > canvas.width:
            x, top = 0.0, top + 18
        canvas.swatch(x + 8, top + 8, next(tone_ink(scene, p) for p in scene.points if p.hue == hue), 9, "circle")
        canvas.text(x + 18, top + 8, hue, colour="ink-2")
        x += wide
    top += KEY if hues else 0
    apart = (width_of(view.t("no-year"), size(view)) + 8 + GAP) if None in piles else 0.0
    cells = (years[-1] - years[0] + 1) if years else 0
    cell = min((canvas.width - apart) / cells, 60.0) if cells else 0.0
    step = min(STEP, cell) if cell else STEP
    room = {y: min((abs(y - other) for other in years if other != y), default=4) * cell for y in years}
    abreast: dict[int | None, int] = {y: max(1, int(min(wide * 0.9, MOST) // step)) for y, wide in room.items()}
    abreast[None] = max(1, int((apart - GAP) // step))
    tall = max((len(own) - 1) // abreast[year] + 1 for year, own in piles.items())
    ground = top + 16 + tall * step
    marks, drawn = [], []
    taken = -1.0
    for year in [*years, *([None] if None in piles else [])]:
        own, many = piles[year], min(len(piles[year]), abreast[year])
        left = canvas.width - apart + GAP if year is None else max(0.0, (year - years[0] + 0.5) * cell - many * step / 2)
        for n, point in enumerate(own):
            marks.append(
                {"x": left + (n % many + 0.5) * step, "y": ground - (n // many + 0.5) * step, "ink": ink(tone_ink(scene, point)), "label": point.label}
            )
            drawn.append(point)
        middle, words = left + many * step / 2, wording.number(len(own), view.language)
        canvas.text(middle, ground - ((len(own) - 1) // many + 1) * step - 8, words, align="center")
        foot = view.t("no-year") if year is None else str(year)
        wide, centre = width_of(foot, size(view)), left + many * step / 2
        if year is None or centre - wide / 2 > taken:
            start = min(max(centre - wide / 2, 0), canvas.width - wide)
            canvas.text(start, ground + FOOT / 2 + 2, foot, colour="ink-2")
            taken = start + wide + 4
    canvas.rules([(0, ground + 1, canvas.width - apart, ground + 1)], "ink-3")
    canvas.height = ground + FOOT
    canvas.marks(marks, "circle", min(DOT, step - 0.8) ** 2)
    return Drawing(canvas.chart(), drawn, [])


MARK = Mark(
    name="pile",
    about="a dot for each row, piled up on the year of `x`, which is a date; `colour` says what it shows",
    numbers=lambda asked: [],
    needs=lambda asked: by_one(asked, "pile"),
    draw=_draw,
    turns=False,
    across=lambda asked: str(asked.x),
    dated=True,
    takes=frozenset(("colour", "highlight", "red")),
    most=1000,
)
