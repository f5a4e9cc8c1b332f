"""Declarations that nobody wrote: whatever an editor may put together is drawn, or refused in words with what to do instead."""

from __future__ import annotations

import json
from typing import Any

import pytest
from declarations import Example, Studio, studio_of
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.charts.converter import draw
from ledger.charts.declared.asked import Declaration
from ledger.charts.declared.drawing import draw_declared
from ledger.charts.declared.relation import Relations
from ledger.charts.figure import ChartMistake, View
from ledger.charts.functions import import_drawing
from ledger.charts.marks import MARKS
from ledger.charts.workers import Crew, Ended

VALUES = {
    "plain": (12, 3, 7, 25),
    "negative": (-4, -0.5, 3, -12),
    "missing": (5, "", 2, ""),
    "nothing": ("", "", "", ""),
    "tied": (8, 8, 8, 8),
    "huge": (4_000_000, 3, 250, "0.001"),
    "zero": (0, 0, 0, 0),
    "single": (5,),
    "long": tuple(range(1, 61)),
}
TOWNS = ("ayr", "bude", "cork", "deal")
SETS = [
    Example(
        "",
        {},
        [
            {
                "town": TOWNS[n % 4] if n < 4 else "",
                "what_en": f"Thing {n}",
                "what_zh": f"物 {n}",
                "part": "west" if n % 2 else "east",
                "year": ("2015", "2016-05", "2018/2020", "")[n % 4],
                "base_value": 10 + n,
                "value": value,
                "value_max": 30_000_000 if n == 1 and name == "plain" else "",
                "comparator": ("=", "range", "about", ">=")[n % 4] if name == "plain" else "=",
                "kind": "level",
                "unit": "%" if name == "tied" else "t",
                "across": n % 5,
                "down": n // 5,
            }
            for n, value in enumerate(values)
        ],
        name,
    )
    for name, values in VALUES.items()
]
OWN = frozenset().union(*(mark.takes for mark in MARKS.values()))
RIGHT_NAMES, RIGHT_NUMBERS = st.sampled_from(["towns.name", "what", "part", "year"]), st.sampled_from(["value", "base_value", "made"])
NAMES = st.one_of(*[RIGHT_NAMES] * 9, st.sampled_from(["kind", "id", "valeu", "town", "value_max"]))
NUMBERS = st.one_of(*[RIGHT_NUMBERS] * 9, st.sampled_from(["value_max", "across", "waht", "part"]))
PAIR = st.lists(NUMBERS, min_size=2, max_size=2)
DATES = st.one_of(st.just("year"), st.just("year"), st.just("year"), NAMES)
SHAPES = {
    **dict.fromkeys(("dumbbell", "slope"), (PAIR, st.just("what"))),
    **dict.fromkeys(("line", "path"), (DATES, NUMBERS)),
    **dict.fromkeys(("agenda", "pile", "squares"), (DATES, NAMES)),
    "heatmap": (NAMES, st.just("what")),
    "tiles": (st.just(["across", "down"]), NAMES),
}
"""What ``x`` and ``y`` of a mark are; a number and a name where nothing is said."""
CONDITIONS = st.sampled_from([{"part": "east"}, {"value": "> 5"}, {"year": ">= 2016"}, {"part": "north"}, {"town": ""}, {}, {"nope": "1"}])
COMPUTE = st.sampled_from(
    [
        {"size": "value"},
        {"change": ["base_value", "value"]},
        {"share": "value"},
        {"rank": "-value", "within": "part"},
        {"ratio": ["base_value", "value"]},
        {"index": "value", "at": {"part": "west"}},
        {"difference": ["value", "base_value"]},
        {"annual_rate": ["base_value", "value"]},
        {"remainder": "value"},
        {"convert": "value", "to": "kg"},
        {"cube": "value"},
    ]
)


def _some(*keys: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(st.one_of(*keys), max_size=3).map(lambda found: {key: value for each in found for key, value in each.items()})


def _key(name: str, value: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return value.map(lambda v: {name: v})


MORE = _some(
        _key("value", NUMBERS),
        _key("colour", st.one_of(NAMES, st.sampled_from(["promise", "hue-2"]))),
        _key("highlight", CONDITIONS),
        _key("red", CONDITIONS),
        _key("against", CONDITIONS),
        _key("about", CONDITIONS),
        _key("panels", NAMES),
        _key("sort", st.one_of(NUMBERS, NAMES.map(lambda n: f"-{n}"))),
        _key("limit", st.sampled_from(["1", "3", "0", "many"])),
        _key("tick", NUMBERS),
        _key("shade", NUMBERS),
        _key("interval", st.lists(NUMBERS, min_size=1, max_size=2)),
        _key("axis", st.sampled_from([{"from": "0"}, {"from": "5", "to": "1"}, {"log": "true"}, {"to": "100"}])),
        _key("reference", st.sampled_from([{"half": {"at": "5", "label": "half"}}, {"row": {"row": "plain-0"}}, {"none": {}}])),
        _key("band", st.sampled_from([{"b": {"from": "2", "to": "4", "label": "usual"}}])),
        _key("details", st.lists(st.one_of(NAMES, NUMBERS), max_size=2)),
        _key("group", st.builds(lambda by, way: {"by": by, "take": {"n": "count", "total": way}}, NAMES, st.sampled_from([{"sum": "value"}, {"median": "base_value"}, "count"]))),
        _key("sets", _key("some", CONDITIONS)),
        _key("title", st.sampled_from(["{count} of {top.name}", "{sum}, {median} and {bottom.value}", {"none": "None", "tie": "{names}", "other": "{first.value}"}])),
        _key("unlike", st.lists(st.sampled_from(["year", "kind"]), max_size=2)),
    )  # fmt: skip


@st.composite
def declarations(pick: st.DrawFn) -> dict[str, Any]:
    """A mark with columns that mostly suit it, rows of some kind, and a few keys that may or may not be its own."""
    mark = pick(st.sampled_from(list(MARKS)))
    x, y = SHAPES.get(mark, (NUMBERS, st.just("what")))
    asked = {
        "table": "figures",
        "filter": {"set": pick(st.sampled_from(list(VALUES)))},
        "compute": {"made": pick(COMPUTE)},
        "mark": mark,
        "x": pick(x),
        "y": pick(y),
    }
    asked |= {"join": {"towns": "town"}} if asked["filter"]["set"] != "single" else {}
    asked |= {"value": pick(NUMBERS)} if mark in ("heatmap", "tiles") else {"colour": pick(NAMES)} if mark == "stack" else {}
    mine = [key for key in pick(MORE).items() if key[0] in MARKS[mark].takes or key[0] not in OWN or pick(st.integers(0, 9)) == 0]
    return asked | dict(mine)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return studio_of(tmp_path_factory.mktemp("generated") / "ledger", SETS)


def declared(studio: Studio, asked: dict[str, Any]) -> Declaration | None:
    """The declaration; ``None`` where it is refused, and then every line says where, what and what to do."""
    made, problems = studio.read(Example(json.dumps({"title": "T", **asked}, ensure_ascii=False), {"en": ""}, ()), ("en",))
    for problem in problems:
        assert problem.file == "chart.yml" and problem.line and problem.what.startswith("chart: ") and problem.remedy, problem
    assert bool(made) != bool(problems.errors), asked
    return made[0] if made else None


def planned(studio: Studio, asked: dict[str, Any]) -> bool:
    """Whether it is drawn; ``False`` where it is refused in words."""
    made = declared(studio, asked)
    if made is None:
        return False
    for narrow in (False, True):
        try:
            drawn = draw_declared(made, Relations(studio.ledger, "en"), View(studio.ledger, "en", narrow, studio.words))
        except ChartMistake as mistake:
            assert str(mistake) and mistake.remedy, asked
            return False
        assert drawn.title and len(drawn.table) and json.dumps(drawn.chart.to_dict(), default=str), asked
    return True


def test_two_hundred_generated_declarations_are_drawn_or_refused_in_words(studio: Studio) -> None:
    drawn: list[bool] = []

    @settings(max_examples=200)
    @given(asked=declarations())
    def look(asked: dict[str, Any]) -> None:
        drawn.append(planned(studio, asked))

    look()
    assert 20 < sum(drawn) < len(drawn) - 20, "some of either"


@pytest.mark.parametrize("set", VALUES)
def test_plain_declarations_are_drawn_with_whatever_numbers_there_are(studio: Studio, set: str) -> None:
    for mark in ("bar", "dot", "strip", "squares", "agenda", "pile"):
        asked = {"table": "figures", "filter": {"set": set}, "mark": mark, "x": "value" if mark in ("bar", "dot", "strip") else "year", "y": "what"}
        assert planned(studio, asked) == (set != "nothing" or mark in ("squares", "agenda", "pile")), (set, mark)


@pytest.mark.long
def test_many_generated_declarations_are_drawn_to_their_last_mark(studio: Studio) -> None:
    found: list[Declaration] = []

    @settings(max_examples=2000)
    @given(asked=declarations())
    def look(asked: dict[str, Any]) -> None:
        if planned(studio, asked) and (made := declared(studio, asked)):
            found.append(made)

    look()
    import_drawing()
    with Crew(lambda n: draw(studio.planned(found[n]), studio.folder / "cache")) as crew:
        for n, figure in crew.run(range(len(found))):
            assert not isinstance(figure, Ended), (found[n].asked, figure)
