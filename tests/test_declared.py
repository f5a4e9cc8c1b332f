"""Charts without Python: columns that are derived, joined and grouped, words with slots, files with their words; each mistake at its line."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import Newsroom
from declarations import Example, Studio, studio_of

from ledger.charts.declared import slots
from ledger.charts.declared.relation import Relations
from ledger.charts.figure import Figure
from ledger.load.ledger import Ledger

TOWNS = [("ayr", 10, 15, "2015", "2020"), ("bude", 8, 12, "2015", "2020"), ("cork", 5, 4, "2015", "2020"), ("deal", 3, "3.10", "2015", "2020")]
ROWS = [{"town": t, "base_value": b, "value": v, "base_year": y, "year": z} for t, b, v, y, z in TOWNS]
SERIES = [{"town": t, "year": y, "value": v, "part": p} for t, p, y, v in itertools.chain.from_iterable(
    [(t, "west" if t in ("ayr", "cork") else "east", str(y), n + y - 2014) for y in (2015, 2016, 2017)] for t, n in (("ayr", 4), ("bude", 2), ("cork", 6), ("deal", 4))
)]  # fmt: skip
CAPS = [{"town": "ayr", "value": 2, "comparator": "<="}, {"town": "bude", "value": 1500, "value_max": 2500, "comparator": "range", "unit": "kg"}]
MIXED = [{"town": "ayr", "value": 2, "unit": "t"}, {"town": "bude", "value": 3000, "unit": "kg"}]
DATA = (
    Example("", {}, ROWS, "towns"),
    Example("", {}, SERIES, "series"),
    Example("", {}, MIXED, "mixed"),
    Example("", {}, CAPS, "caps"),
    Example("", {}, [{"town": "ayr", "value": 85, "unit": "%", "comparator": ">="}, {"town": "bude", "value": "90.5", "unit": "%"}], "shares"),
    Example("", {}, [{"what_en": w, "year": y} for w, y in (("a", "2024-12"), ("b", "2025"), ("c", "2025-03-01"), ("d", "2026/2030"))], "dates"),
    Example("", {}, [{"town": "ayr", "value": 1}, {"town": "bude", "value": 1}], "tie"),
    Example("", {}, [{"town": "ayr", "value": 5}], "one"),
    Example("", {}, [{"town": "ayr", "value": 20, "unit": "10kt"}, {"town": "bude", "value": 40, "unit": "10kt"}], "tens"),
    Example("", {}, [{"town": "ayr", "value": 2, "unit": "t"}, {"town": "ayr", "value": "1234.5", "unit": "lb"}], "loads"),
    Example("", {}, [{"town": "ayr", "value": 2, "unit": "t"}, {"town": "bude", "value": 9, "unit": "kwh"}], "apart"),
    Example(
        "",
        {},
        [{"town": "ayr", "value": 1, "kind": "cut"}, {"town": "bude", "value": 2, "kind": "level"}, {"town": "cork", "value": 3, "kind": "cut"}],
        "sorts",
    ),
    *(
        Example("", {}, [{"town": "ayr", "value": v} for v in values], f"of-{n}")
        for n, values in enumerate((("3.00", "5.00"), ("3", "4"), ("1", "2", "2"), ("3.10", "4", "4.5", "3.2")))
    ),
)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return studio_of(tmp_path_factory.mktemp("declared") / "ledger", DATA)


def figure(studio: Studio, chart: str, language: str = "en", **words: str) -> Figure:
    text = "\n".join(f"{key}: {value}" for key, value in {"title": "T", **words}.items())
    made, problems = studio.read(Example(chart, {language: text}, ()), (language,))
    assert not problems.found, [str(p) for p in problems]
    return studio.planned(made[0])


def column(studio: Studio, compute: str, rows: str = "towns", drawn: str = "c") -> list[Any]:
    """What a derived column is for each row, as the table of its chart tells it."""
    made = figure(studio, f"table: figures\nfilter: {{set: {rows}}}\ncompute: {{{compute}}}\nmark: dot\nx: {drawn}\ny: town")
    return [row[-1] for row in made.rows]


@pytest.mark.parametrize(
    ("compute", "rows", "expected"),
    [
        ("c: {change: [base_value, value]}", "towns", ["50.0", "50.0", "-20.0", "3.3"]),
        ("c: {change: [base_value, value], digits: 3}", "towns", ["50.000", "50.000", "-20.000", "3.333"]),
        ("c: {difference: [base_value, value]}", "towns", ["5", "4", "-1", "0.10"]),
        ("c: {annual_rate: [base_value, value], digits: 2}", "towns", ["8.45", "8.45", "-4.36", "0.66"]),
        ("d: {change: [base_value, value]}, c: {annual_rate: d, digits: 2}", "towns", ["8.45", "8.45", "-4.36", "0.66"]),
        ("d: {change: [base_value, value]}, c: {size: d}", "towns", ["50.0", "50.0", "20.0", "3.3"]),
        ("c: {share: base_value}", "towns", ["38.5", "30.8", "19.2", "11.5"]),
        ("c: {share: value, within: [part, year]}", "series", ["41.7", "42.9", "43.8", "37.5", "40.0", "41.7", "58.3", "57.1", "56.2", "62.5", "60.0", "58.3"]),
        ("d: {change: [base_value, value]}, c: {rank: d}", "towns", ["1", "1", "4", "3"]),
        ("c: {rank: -value}", "towns", ["4", "3", "2", "1"]),
        ("c: {index: value, at: {year: 2015}, by: town, digits: 0}", "series", ["100", "120", "140", "100", "133", "167", "100", "114", "129", "100", "120", "140"]),
        ("c: {index: value, to: base_value}", "towns", ["150.0", "150.0", "80.0", "103.3"]),
        ("c: {ratio: [base_value, value], digits: 2}", "towns", ["1.50", "1.50", "0.80", "1.03"]),
        ("c: {rate: value, per: base_value, times: 10}", "towns", ["15.0", "15.0", "8.0", "10.3"]),
        ("c: {convert: value, to: t}", "mixed", ["2", "3"]),
        ("c: {convert: value, to: lb}", "mixed", ["4409", "6614"]),
        ("c: {convert: value, to: lb, digits: 2}", "mixed", ["4409.25", "6613.87"]),
        ("d: {convert: value, to: lb}, c: {ratio: [d, d], digits: 3}", "mixed", ["1.000", "1.000"]),
        ("c: {remainder: value}", "shares", ["15", "9.5"]),
    ],
)  # fmt: skip
def test_what_is_derived(studio: Studio, compute: str, rows: str, expected: list[str]) -> None:
    assert [f"{cell:f}" for cell in column(studio, compute, rows)] == expected


def test_what_is_derived_may_be_a_name(studio: Studio) -> None:
    base = "table: figures\nfilter: {set: series, year: 2015}\nmark: bar\nx: value\ny: town\n"
    named = figure(studio, f"{base}compute: {{side: {{recode: town, as: {{first: [ayr, bude]}}, rest: other}}}}\ncolour: side")
    assert [row[1] for row in named.rows] == ["first", "first", "other", "other"]
    dated = figure(studio, base.replace("year: 2015", 'year: "*"').replace("mark: bar", "mark: dot") + "compute: {when: {year: year}}\ncolour: when")
    assert [row[1] for row in dated.rows] == ["2015", "2016", "2017"] * 4
    agree = figure(studio, "table: figures\nfilter: {set: towns}\nmark: bar\nx: value\ny: town\ncompute: {same: {agree: [base_value, value]}}\ncolour: same")
    assert [row[1] for row in agree.rows] == ["no", "no", "no", "yes"]


def test_a_table_is_joined_by_its_key_and_its_rows_are_counted(studio: Studio) -> None:
    joined = figure(
        studio, "table: figures\nfilter: {set: towns, towns.people: '> 20'}\njoin: {towns: town}\nmark: bar\nx: value\ny: towns.name\nsort: -towns.people"
    )
    assert [row[0] for row in joined.rows] == ["Cork", "Ayr", "Deal"]
    counted = figure(
        studio,
        "table: towns\njoin: {figures: {on: {id: town}, take: {n: count, late: {count: {year: 2017}}, most: {max: value}}, filter: {unit: t}}}\nmark: bar\nx: late\ny: name",
    )
    assert [row[0:2] for row in counted.rows] == [("Ayr", 1), ("Bude", 1), ("Cork", 1), ("Deal", 1)] and counted.links[0] == "ayr"


def test_what_meets_conditions_of_several_columns_has_a_name(studio: Studio) -> None:
    base = "table: figures\nfilter: {set: series, year: 2015}\nmark: bar\nx: value\ny: town\ncolour: side\ncompute: {side: {where: {few: [{value: '< 6'}, {town: ayr}]}, rest: other}}"
    assert [row[1] for row in figure(studio, base).rows] == ["few", "few", "other", "few"]
    assert figure(studio, f"{base}\nsets: {{few: {{side: few}}}}", title="'{few.share} of {count}'").title == "75% of 4"
    assert (
        "c: few: figures has no column 'valeu'; did you mean value?"
        in studio.wrong(f"{base}".replace("{value: '< 6'}", "{valeu: '< 6'}").replace("side", "c"))[0]
    )


def test_rows_of_another_table_stand_behind_those_of_the_first(studio: Studio) -> None:
    both = figure(studio, "table: towns\nfilter: {people: '> 30'}\nadd: {figures: {set: one}}\nmark: squares\nx: id\ny: id")
    assert [row[0] for row in both.rows] == ["ayr", "cork", "one-0"]
    assert "add: figures has no column 'sett'; did you mean set?" in studio.wrong("table: towns\nadd: {figures: {sett: one}}\nmark: squares\nx: id\ny: id")[0]


def test_a_line_needs_a_row_that_has_a_number(studio: Studio) -> None:
    dots = "table: figures\nfilter: {set: caps}\nmark: dot\nx: value_max\ny: town\nreference: {a: {row: caps-0}}"
    assert studio.wrong(dots) == ["chart.yml:6: chart: reference: 'caps-0' has no number in value_max; name a row that has one, or write at: a number"]


def test_a_pile_has_a_place_for_rows_without_a_date_though_none_has_one(studio: Studio) -> None:
    assert figure(studio, "table: figures\nfilter: {set: towns}\nmark: pile\nx: value_max\ny: town").marks == 4


def test_many_rows_are_counted_by_either_of_their_columns(studio: Studio) -> None:
    way = "{on: {id: [town, part]}, filter: {set: [series, one]}, take: {n: count, years: {distinct: year}}}"
    counted = figure(studio, f"table: towns\njoin: {{figures: {way}}}\nmark: dumbbell\nx: [n, years]\ny: id")
    assert [row[:3] for row in counted.rows] == [("ayr", 4, 3), ("bude", 3, 3), ("cork", 3, 3), ("deal", 3, 3)]


def test_rows_are_grouped_and_what_comes_of_them_is_derived_from(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: series}\ngroup: {by: part, take: {n: count, total: {sum: value}, mid: {median: value}}, compute: {half: {share: total}}}\nmark: bar\ny: part\nx: "
    assert [row[1] for row in figure(studio, f"{chart}n").rows] == [6, 6]
    assert [row[1] for row in figure(studio, f"{chart}total").rows] == [42, 30]
    assert [row[1] for row in figure(studio, f"{chart}mid").rows] == [7, 5]
    assert [f"{row[1]}" for row in figure(studio, f"{chart}half").rows] == ["58.3", "41.7"]
    assert figure(studio, f"{chart}total").columns == ("part", "total (t)")


@pytest.mark.parametrize(
    ("rows", "mean", "median"),
    [("of-0", "4.00", "4.00"), ("of-1", "3.5", "3.5"), ("of-2", "1.7", "2"), ("of-3", "3.7", "3.6"), ("towns", "8.525", "8"), ("tens", "30", "30")],
)
def test_a_mean_has_the_digits_that_somebody_reads_in_words_and_in_the_table(studio: Studio, rows: str, mean: str, median: str) -> None:
    base = f"table: figures\nfilter: {{set: {rows}}}\nmark: dot\ny: "
    assert figure(studio, f"{base}town\nx: value", title="'{mean.bare} {median.bare}'").title == f"{mean} {median}"
    taken = figure(studio, f"{base}set\nx: c\ngroup: {{by: set, take: {{c: {{mean: value}}, d: {{median: value}}}}}}", title="'{first.c.bare} {first.d.bare}'")
    assert taken.title == f"{mean} {median}"


def test_the_means_of_several_groups_have_the_same_digits(studio: Studio) -> None:
    made = figure(studio, "table: figures\nfilter: {set: [of-1, of-2, one]}\ngroup: {by: set, take: {c: {mean: value}}}\nmark: bar\ny: set\nx: c")
    assert [f"{row[1]}" for row in made.rows] == ["5.0", "3.5", "1.7"]


def test_a_sum_of_what_was_derived_is_exact_and_has_the_most_decimals_of_its_parts(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: loads}\ncompute: {c: {convert: value, to: t}}\ngroup: {by: town, take: {all: {sum: c}}}\nmark: bar\ny: town\nx: all"
    assert [f"{row[1]}" for row in figure(studio, chart).rows] == ["2.55996"]
    shares = "table: figures\nfilter: {set: towns}\ncompute: {c: {share: base_value, digits: 0}}\nmark: bar\ny: town\nx: c\nsets: {two: {town: [bude, deal]}}"
    assert figure(studio, shares, title="'{two.sum} {sum}'").title == "42% 100%", "30.8 and 11.5, and not 31 and 12"


@pytest.mark.parametrize(("mark", "key"), [("bar", '"domain":["level","cut"]'), ("stack", '"domain":["level","cut"]')])
def test_colours_are_in_the_order_of_a_vocabulary(studio: Studio, mark: str, key: str) -> None:
    chart = f"table: figures\nfilter: {{set: sorts}}\nmark: {mark}\nx: value\ny: town\ncolour: kind"
    assert key in figure(studio, chart).spec
    assert key.replace("level", "Size") in figure(studio, f"{chart}\nnames: {{level: Size}}").spec
    assert key.replace("level", "数值").replace("cut", "降幅") in figure(studio, chart, "zh").spec


def test_panels_that_could_have_one_scale_are_told_of(studio: Studio) -> None:
    base = "table: figures\nmark: bar\nx: value\ny: town\npanels: unit\n"
    says = "warning: chart: panels: t and kg measure the same thing, but each panel has a scale of its own; add compute: {same: {convert: value, to: t}} and write same for value in x:, or say unlike: [unit]"
    assert studio.wrong(f"{base}filter: {{set: mixed}}") == [f"chart.yml:5: {says}"]
    assert studio.wrong(f"{base}filter: {{set: apart}}") == [] == studio.wrong(f"{base}filter: {{set: mixed}}\nunlike: [unit]")
    assert studio.wrong(f"{base.replace('x: value', 'x: same')}filter: {{set: mixed}}\ncompute: {{same: {{convert: value, to: t}}}}") == []


def test_the_rows_of_a_set_stand_below_the_chart_and_follow_what_is_chosen(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = 'table: figures\nfilter: {set: towns}\nmark: bar\nx: value\ny: town\nsort: value\nchoose: town\nsets: {big: {value: "> 5"}}\nlists: {big: {label: Large}}'
    made = figure(studio, chart, "en")
    assert made.lists == (("Large", (("Bude: 12\u00a0t", "towns-1"), ("Ayr: 15\u00a0t", "towns-0"))),)
    assert [each.lists[0][1] for each in made.states] == [(("Ayr: 15\u00a0t", "towns-0"),), (("Bude: 12\u00a0t", "towns-1"),), (), ()]
    assert [p.partition("chart: ")[2] for p in studio.wrong(chart.replace("lists: {big", "lists: {bgi"))] == ["lists: there is no set 'bgi'; did you mean big?"]
    monkeypatch.setattr(slots, "LONGEST", 1)
    assert studio.wrong(chart)[0].startswith("chart.yml:9: chart: lists: big: 2 rows are more than somebody reads below a chart (1); ")


@pytest.mark.parametrize(
    ("chart", "says"),
    [
        ("compute: {c: {chagne: [base_value, value]}}", "compute: c: 'chagne' is no function of columns; did you mean change?"),
        ("compute: {c: {change: [base_value, valeu]}}", "c: figures has no column 'valeu'; did you mean value?"),
        ("compute: {c: {change: [base_value, value], digit: 2}}", "compute: c: unknown key 'digit'; did you mean digits?"),
        ("compute: {c: {change: value}}", "compute: c: change: 'value' is not a list; write a list: [a, b]"),
        ("compute: {value: {size: value}}", "compute: 'value' stands for a column already; give it another name, of letters, digits and _"),
        ("compute: {c: {ratio: [town, value]}}", "c: 'town' is no number; did you mean"),
        ("compute: {c: {convert: value, to: kwh}}", "c: 't' and 'kwh' do not measure the same thing, or one of them is not defined; "),
        ("compute: {c: {size: value, unit: tt}}", "c: unit: there is no unit 'tt'; did you mean t?"),
        ("axis: {log: true}", "a bar has no axis of powers of ten; leave log: out, or write mark: strip"),
        ("join: {twons: town}", "join: there is no table 'twons'; did you mean towns?"),
        ("join: {towns: what_en}", "join: what_en names no row of towns; did you mean town?"),
        ("group: {by: town, take: {n: cuont}}", "group: n: 'cuont' is no way to make one number of several; did you mean count?"),
        ("filter: {set: towns, more: 3}", "filter: figures has no column 'more'; "),
        ("sets: {big: {valeu: 3}}", "sets: big: figures has no column 'valeu'; did you mean value?"),
        ('title: "{top.nmae}"', "title: {top.nmae} means nothing here; did you mean name?"),
        ('title: "{big.count}"', "title: {big.count} means nothing here; "),
        ('title: {one: a, few: b, other: c}', "title: 'few' is no form of a text in 'en'; use one of all, none, of, one, other, tie"),
        ("title: {othr: a}", "title: 'othr' is no form of a text in 'en'; did you mean other?"),
        ("group: {bye: town, take: {n: count}}", "group: unknown key 'bye'; did you mean by?"),
        ("band: {b: {from: 2, too: 4}}", "band: b: unknown key 'too'; did you mean to?"),
        ("limit: 0", "limit: 0 rows are no chart; write 1 or more, or leave limit: out"),
        ("narrow: {limit: 0}", "narrow: limit: 0 rows are no chart; write 1 or more, or leave limit: out"),
        ("narrow: {axis: {form: 0}}", "narrow: axis: unknown key 'form'; did you mean from?"),
        ("narrow: {band: {b: {from: 4}}}", "narrow: band: b: to is missing; add to: …"),
        ("title: {one: a}", "title: the form 'other' is missing; add other: …, for all numbers that have no form of their own"),
        ("reference: {a: {label: x}}", "reference: a: where?; write at: a number, or row: the id of a row"),
        ("reference: {a: {row: nope}}", "reference: no row that is drawn has the id 'nope'; "),
        ("notes: {nope: x}", "notes: no row that is drawn has the id 'nope'; "),
        ("axis: {form: 0}", "axis: unknown key 'form'; did you mean from?"),
        ("narrow: {mark: dot}", "narrow: 'mark' is the same on a phone; "),
        ('notes: {towns-0: "{top.nmae}"}', "notes.towns-0: {top.nmae} means nothing here; did you mean name?"),
        ('names: {ayr: "{count}"}', "names: {count} is not filled in there; write what is meant; title, subtitle, sentence, note and notes have numbers"),
        ('reference: {a: {at: 3, label: "{mean}"}}', "reference: {mean} is not filled in there; "),
        ("panels: nope", "panels: figures has no column 'nope'; "),
        ("value: value", "a bar has no value:; say the number in x:, or write mark: heatmap"),
    ],
)  # fmt: skip
def test_each_mistake_is_one_line_with_what_to_do(studio: Studio, chart: str, says: str) -> None:
    key = chart.partition(":")[0]
    usual = {"table": "figures", "filter": "{set: towns}", "mark": "bar", "x": "value", "y": "town"}
    lines = [*(f"{k}: {v}" for k, v in usual.items() if k != key), chart]
    [problem] = studio.wrong("\n".join(lines))
    assert problem.startswith(f"chart.yml:{len(lines)}: chart: {says}"), problem


@pytest.mark.parametrize(
    ("chart", "says"),
    [
        ("mark: stack\ncolour: town", "more has numbers below nought, which are no parts of a whole; write mark: bar"),
        ("mark: stack\ncolour: town\nx: none", "none is nought in all rows, so that there is nothing to stack; write mark: bar"),
        ("mark: strip\naxis: {log: true}", "more has numbers that are not above nought, and powers of ten are; leave log: out, or filter: {more: '> 0'}"),
        ("mark: strip\nfilter: {set: towns, more: '> 0'}\naxis: {log: true, from: 0}", "axis: powers of ten begin above nought; leave from: out"),
    ],
)
def test_a_number_that_has_no_place_in_a_drawing_is_refused(studio: Studio, chart: str, says: str) -> None:
    usual = {"compute": "{more: {change: [base_value, value]}, none: {difference: [value, value]}}", "x": "more", "y": "town", "filter": "{set: towns}"}
    lines = ["table: figures", *(f"{key}: {value}" for key, value in usual.items() if f"{key}:" not in chart)]
    [problem] = studio.wrong("\n".join([*lines, chart]))
    assert problem.endswith(f"chart: {says}"), problem


@pytest.mark.parametrize(
    ("chart", "line", "says"),
    [
        ("mark: dot\naxis: {from: 5}", "axis: {from: 5}", "axis: from: 5 leaves out 3.10 of towns-3 and 1 more; write from: 3.10 or less, or leave it out"),
        ("mark: strip\naxis: {to: 12}", "axis: {to: 12}", "axis: to: 12 leaves out 15 of towns-0; write to: 15 or more, or leave it out"),
        ("mark: bar\naxis: {to: 14}", "axis: {to: 14}", "axis: to: 14 leaves out 15 of towns-0; "),
        ("mark: bar\naxis: {from: 2}", "axis: {from: 2}", "axis: a bar begins at nought, which from: 2 leaves out; leave from: out, or write mark: dot"),
        ("mark: bar\naxis: {to: 20}\ninterval: [value, wide]", "axis: {to: 20}", "axis: to: 20 leaves out 30.0 of towns-0 and 2 more; "),
        ("mark: dot\naxis: {from: 9, to: 5}", "axis: {from: 9, to: 5}", "axis: from: 9 is not below to: 5; write the smaller number first"),
        ("mark: dot\naxis: {to: nan}", "axis: {to: nan}", "axis: to: 'nan' is not a number; write a number"),
        ("mark: dot\naxis: {to: 20}\nreference: {a: {at: 25}}", "axis: {to: 20}", "axis: to: 20 leaves out 25 of reference: a; "),
        ("mark: dot\naxis: {from: 3}\nband: {b: {from: 2, to: 4}}", "axis: {from: 3}", "axis: from: 3 leaves out 2 of band: b; "),
        ("mark: dot\nband: {b: {from: 4, to: 2}}", "band: {b: {from: 4, to: 2}}", "band: b: from: 4 is not below to: 2; write the smaller number first"),
        ("mark: strip\naxis: {log: true}\nreference: {a: {at: 0}}", "reference: {a: {at: 0}}", "axis: 0 of reference: a has no place on an axis of powers of ten; "),
        ("mark: dot\nnarrow: {axis: {to: 12}}", "narrow: {axis: {to: 12}}", "axis: to: 12 leaves out 15 of towns-0 on a phone; "),
        ("mark: stack\ncolour: town\nnarrow: {axis: {to: 12}}", "narrow: {axis: {to: 12}}", "a stack has no axis:; "),
        ("mark: dot\nviews: {all: {}, cut: {x: cut, axis: {to: 40}}}", "views: {all: {}, cut: {x: cut, axis: {to: 40}}}", "axis: to: 40 leaves out 44.0 of towns-0 in the view cut; "),
        ("mark: dot\nx: cut\nchoose: town\naxis: {to: 50}", "axis: {to: 50}", "axis: to: 50 leaves out 100.0 of towns-0 where ayr is chosen; "),
    ],
)  # fmt: skip
def test_what_is_beyond_the_end_of_an_axis_is_refused_in_every_state(studio: Studio, chart: str, line: str, says: str) -> None:
    usual = {"compute": "{cut: {share: value}, wide: {rate: value, per: base_value, times: 20}}", "x": "value", "y": "town"}
    lines = ["table: figures", "filter: {set: towns}", *(f"{k}: {v}" for k, v in usual.items() if f"\n{k}:" not in chart), *chart.split("\n")]
    [problem] = studio.wrong("\n".join(lines))
    assert problem.startswith(f"chart.yml:{lines.index(line) + 1}: chart: {says}"), problem


def test_the_ends_of_an_axis_leave_out_what_is_not_drawn(studio: Studio) -> None:
    base = "table: figures\nfilter: {set: towns}\nmark: dot\nx: value\ny: town\n"
    assert studio.wrong(f"{base}sort: -value\nlimit: 2\naxis: {{from: 5, to: 15}}") == [], "the two smaller ones are not drawn"
    assert studio.wrong(f"{base}narrow: {{limit: 2, axis: {{from: 5}}}}\nsort: -value") == []


def test_the_ends_of_an_axis_are_in_the_unit_that_is_drawn(studio: Studio) -> None:
    """What is told in ten thousands of tonnes is drawn in tonnes where a language has no word for these."""
    for mark in ("dot", "strip", "bar"):
        made = figure(studio, f"table: figures\nfilter: {{set: tens}}\nmark: {mark}\nx: value\ny: town\naxis: {{from: 0, to: 80}}")
        assert '"domain":[0.0,800000.0]' in made.spec and "80.0]" not in made.spec, mark


def test_a_line_to_compare_with_is_on_the_axis_of_powers_of_ten(studio: Studio) -> None:
    made = figure(studio, "table: figures\nfilter: {set: towns}\nmark: strip\nx: value\ny: town\naxis: {log: true}\nreference: {a: {at: 900, label: far}}")
    ends = re.findall(r'"domain":\[[\d.]+,([\d.]+)\],"nice":false,"type":"log"', made.spec)
    assert ends and all(float(end) > 900 for end in ends), made.spec


def test_a_mistake_is_told_once_and_nothing_is_drawn_of_it_in_any_language(studio: Studio) -> None:
    made, problems = studio.read(Example("table: figures\nfilter: {set: twons}\nmark: bar\nx: value\ny: town", {}, ()), ("en", "zh", "ar"))
    assert [str(p) for p in problems] == ["chart.yml:2: chart: filter: no row of figures has set 'twons'; did you mean towns or tens?"]
    assert made == []


def test_who_shares_a_number_is_named_where_they_are_few(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: series}\ngroup: {by: part, take: {n: count}}\nmark: bar\ny: part\nx: n"
    west, east = (row[0] for row in figure(studio, chart).rows)
    assert figure(studio, chart).sentence == f"{west}, {east}: 6."
    assert (
        figure(studio, "table: figures\nfilter: {set: series}\ngroup: {by: town, take: {n: count}}\nmark: bar\ny: town\nx: n").sentence
        == "The same for all 4: 3."
    )


@pytest.mark.parametrize(
    ("rows", "compute", "says"),
    [
        ("towns", "{difference: [towns.people, value]}", "c: towns.people is in no unit, value in t; convert one of them before"),
        ("mixed", "{share: value}", "c: value has different units: t, kg; filter by unit, or convert it before"),
        ("towns", "{remainder: value}", "c: value is in t; only of a percentage something is left of 100; "),
    ],
)
def test_unlike_units_are_never_reckoned_together(studio: Studio, rows: str, compute: str, says: str) -> None:
    [problem] = studio.wrong(f"table: figures\nfilter: {{set: {rows}}}\njoin: {{towns: town}}\ncompute: {{c: {compute}}}\nmark: bar\nx: c\ny: town")
    assert problem.startswith(f"chart.yml:4: chart: {says}"), problem


def test_promises_of_unlike_scope_share_an_axis_only_where_a_reader_sees_it(tmp_path: Path, ledger: Ledger) -> None:
    flagship = Studio(tmp_path, ledger)
    base = "table: targets\nfilter: {policy: red-mud-2024, indicator: waste-use-rate}\nmark: bar\nx: value\ny: product\ntitle: T"
    [problem] = flagship.wrong(base)
    says = "values of different year: 2027, 2030; filter by year, name it in y:, colour: or panels:, or say unlike: [year]"
    assert problem == f"chart.yml:4: chart: {says}"
    [both] = flagship.wrong(base.replace("waste-use-rate}", "waste-use-rate, year: ['2027', '2030']}"))
    assert says in both, "to filter for two years is not to show them"
    for shown in ("y: year", "y: [product, year]", "y: product\ncolour: year", "y: product\npanels: year"):
        assert flagship.wrong(base.replace("y: product", shown)) == [], shown


FORMS = '{of: big, none: nobody, all: everybody, tie: "{big.top.name} share it", one: "one, {big.names}", other: "{big.count.spelt} of {count}"}'


@pytest.mark.parametrize(
    ("rows", "big", "en"),
    [
        ("towns", "> 20", "nobody"),
        ("towns", "> 0", "everybody"),
        ("towns", "> 14", "one, Ayr"),
        ("towns", "> 3.5", "Three of 4"),
        ("towns", "< 4.5", "Two of 4"),
    ],
)
def test_words_have_a_form_for_none_one_many_and_all(studio: Studio, rows: str, big: str, en: str) -> None:
    chart = f"table: figures\nfilter: {{set: {rows}}}\njoin: {{towns: town}}\nmark: bar\nx: value\ny: towns.name\nsets: {{big: {{value: '{big}'}}}}"
    assert figure(studio, chart, title=FORMS).title == en


def test_a_tie_names_everybody_and_one_row_is_no_superlative(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: tie}\njoin: {towns: town}\nmark: bar\nx: value\ny: towns.name"
    assert figure(studio, chart, title='"{top.name}: {top.value}, {sum.bare}, {top.towns.people}"').title == "Ayr and Bude: 1\u00a0t, 2, 40"
    assert figure(studio, chart, title='{tie: "{top.name} share it", other: "{top.name}"}').title == "Ayr and Bude share it"
    assert figure(studio, chart.replace("tie", "one"), title='{tie: "{top.name} share it", other: "{top.name}"}').title == "Ayr"


def test_no_space_stands_between_the_sentences_of_a_language_that_has_none(studio: Studio) -> None:
    made = figure(studio, "table: figures\nfilter: {set: towns}\nmark: bar\nx: value\ny: town\nlimit: 1\nnote: 注。", "zh")
    assert made.note == "注。另有 3 项未画出，共 4 项。"


def test_a_row_may_be_a_line_and_the_rest_is_counted(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: towns}\njoin: {towns: town}\nmark: bar\nx: value\ny: towns.name\nsort: -value\nlimit: 2\nreference: {c: {row: towns-2, label: whole}}"
    made = figure(studio, chart, claim="a paper", subtitle="S", names="{towns-0: Ayr town}")
    assert [row[0] for row in made.rows] == ["Ayr town", "Bude", "Cork"] and made.marks == 3
    assert made.subtitle == "S (according to a paper)" and made.note == "1 of 3 are not drawn."
    assert "whole: 4 t" in made.spec


@pytest.mark.parametrize(
    ("wanted", "expected"), [(">= 2025", "bcd"), ("> 2025-01-22", "cd"), ("< 2025-01-22", "a"), ("<= 2025", "abc"), ("> 2025", "d"), ("not 2025", "acd")]
)
def test_a_condition_on_a_date_means_all_of_it(studio: Studio, wanted: str, expected: str) -> None:
    made = figure(studio, f"table: figures\nfilter: {{set: dates, year: '{wanted}'}}\nmark: agenda\nx: year\ny: what")
    assert "".join(sorted(row[0] for row in made.rows)) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("town: not ayr", ["Bude", "Cork", "Deal"]),
        ("town: '*e*'", ["Bude", "Deal"]),
        ("value: '<= 4'", ["Cork", "Deal"]),
        ("value: ['15', '3.1']", ["Ayr", "Deal"]),
    ],
)
def test_conditions(studio: Studio, condition: str, expected: list[str]) -> None:
    made = figure(studio, f"table: figures\nfilter: {{set: towns, {condition}}}\njoin: {{towns: town}}\nmark: bar\nx: value\ny: towns.name")
    assert [row[0] for row in made.rows] == expected


def test_slots_know_other_columns_other_rows_and_ways_to_write(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: shares}\njoin: {towns: town}\ncompute: {left: {remainder: value}}\nmark: bar\nx: left\ny: towns.name\nunlike: [year]"
    made = figure(studio, chart, title='"{shares-0.value.worded}, {shares-0.left}, {sum.value}, {towns-0.value}, {ayr.people}, {ayr.name}"')
    assert made.title == "At least 85%, 15%, 175.5%, 15\u00a0t, 40, Ayr"


def test_what_is_known_of_one_chart_is_not_taken_for_another(studio: Studio) -> None:
    relations = Relations(studio.ledger, "en")

    def derived(compute: str, rows: str = "towns") -> list[Decimal]:
        chart = f"table: figures\nfilter: {{set: {rows}}}\ncompute: {{c: {{{compute}}}}}\nmark: bar\nx: c\ny: town"
        [made], problems = studio.read(Example(chart, {}, ()), ("en",))
        relation = relations.of(made.asked, lambda *wrong: None)
        assert relation is not None and not problems.found
        return [record.c for record in relation.records]

    one, other, fewer = derived("size: value"), derived("size: base_value"), derived("size: value", "tie")
    assert (one[0], other[0], fewer[0]) == (15, 10, 1) and derived("size: value") == one


def test_notes_are_filled_in_too(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: towns}\njoin: {towns: town}\nmark: bar\nx: value\ny: towns.name"
    assert "half of 15" in figure(studio, chart, notes='{towns-1: "half of {towns-0.value.bare}"}').spec


def test_a_number_in_another_unit_keeps_what_the_row_says_of_it(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: caps}\ncompute: {c: {convert: value, to: kg}}\nmark: bar\nx: c\ny: town"
    made = figure(studio, chart, title='"{caps-0.c}, {caps-0.c.worded}, {caps-1.c}, {top.c.worded}"')
    assert made.title == "≤\u00a02,000\u00a0kg, at most 2,000\u00a0kg, 1,500–2,500\u00a0kg, at most 2,000\u00a0kg"
    assert "Ayr: ≤\u00a02,000 kg" in made.spec


@pytest.mark.parametrize("slot", ["top.value", "bottom.name", "sum", "all.mean"])
def test_numbers_of_two_units_are_neither_ranked_nor_added_up(studio: Studio, slot: str) -> None:
    chart = f'table: figures\nfilter: {{set: caps}}\nmark: bar\nx: value\ny: town\npanels: unit\nunlike: [unit]\ntitle: "{{{slot}}}"'
    made, problems = studio.read(Example(chart, {"en": "note: n"}, ()), ("en",))
    assert not problems.found and len(made) == 1
    with pytest.raises(AssertionError, match="the numbers are in t and in kg; convert them in compute:, or name a set of rows in one unit"):
        studio.planned(made[0])


def test_further_columns_are_told_and_stand_in_the_table(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: towns}\njoin: {towns: town}\ncompute: {c: {change: [base_value, value]}}\nmark: bar\nx: c\ny: towns.name\ndetails: [base_value, year]"
    made = figure(studio, chart)
    assert made.rows[3] == ("Deal", Decimal("3.3"), "3 t", "2020") and "Deal: 3.3%; Before 3 t; Year 2020" in made.spec


def test_rows_of_one_name_are_told_apart_by_short_names(studio: Studio) -> None:
    chart = "table: figures\nfilter: {set: series, town: ayr, year: [2015, 2016]}\nmark: bar\nx: value\ny: town\nunlike: [year]"
    assert len(studio.wrong(chart)) == 1
    assert [row[0] for row in figure(studio, chart, names="{series-0: first, series-1: second}").rows] == ["first", "second"]


def test_a_chart_may_be_a_file_with_its_words_beside_each_language(newsroom: Newsroom) -> None:
    newsroom.file("content/charts/fares.yml").write_text(
        "table: targets\nfilter: {unit: trees, region: not saltmouth}\nmark: bar\nx: value\ny: region\ntopic: green\n", encoding="utf-8"
    )
    for code, title in (("en", "{top.name} gets most"), ("nl", "{top.name} krijgt het meest")):
        newsroom.file(f"content/{code}/charts").mkdir()
        newsroom.file(f"content/{code}/charts/fares.yml").write_text(f'title: "{title}"\n', encoding="utf-8")
        with newsroom.file(f"content/{code}/stories/ferries.md").open("a", encoding="utf-8") as story:
            story.write("\n```chart\nfares\n```\n")
    said = newsroom.build()
    assert said.code == 0 and not said.problems, said.err
    site: Path = newsroom.site
    assert "Hill gets most" in (site / "stories/ferries/index.html").read_text(encoding="utf-8")
    assert "krijgt het meest" in (site / "nl/charts/fares/index.html").read_text(encoding="utf-8")
    assert "fares/" in (site / "charts/index.html").read_text(encoding="utf-8") and (site / "embed/fares/index.html").is_file()
    before = (site / "charts/street-trees/index.html").read_bytes()
    newsroom.change("content/en/charts/fares.yml", "gets most", "gets a lot")
    assert newsroom.build().code == 0
    assert "Hill gets a lot" in (site / "charts/fares/index.html").read_text(encoding="utf-8")
    assert (site / "charts/street-trees/index.html").read_bytes() == before


def test_what_is_wrong_with_the_files_of_a_chart_is_said_of_each(newsroom: Newsroom) -> None:
    def write(path: str, text: str) -> None:
        newsroom.file(path).parent.mkdir(exist_ok=True)
        newsroom.file(path).write_text(text, encoding="utf-8")

    good = "table: targets\nfilter: {unit: trees, region: not saltmouth}\nmark: bar\nx: value\ny: region\n"
    write("content/charts/lacks.yml", good)
    write("content/en/charts/lacks.yml", "subtitle: S\n")
    write("content/charts/talks.yml", f"{good}title: T\n")
    write("content/charts/street-trees.yml", good)
    for code in ("en", "nl"):
        write(f"content/{code}/charts/street-trees.yml", "title: T\n")
        write(f"content/{code}/charts/draws.yml", "title: T\nmark: dot\n")
    write("content/charts/draws.yml", f"{good}id: a\n".replace("id: a\n", ""))
    write("content/charts/Big.yml", good)
    write("content/en/charts/nobody.yml", "title: T\n")
    said = newsroom.check()
    expected = [
        "content/charts/Big.yml: the name of this file is that of no chart; use small letters, digits and hyphens, and .yml",
        "content/charts/talks.yml:6: chart: title: words stand in content/<language>/charts/talks.yml, a file a language; move them there",
        "content/en/charts/draws.yml:2: chart: mark: this file has words only; move it to content/charts/draws.yml",
        "content/nl/charts/draws.yml:2: chart: mark: this file has words only; move it to content/charts/draws.yml",
        "content/en/charts/lacks.yml:1: chart: title is missing; add title: …",
        "content/nl/charts/lacks.yml: the words of the chart lacks are missing in 'nl'; write at least title: … there",
        "content/en/charts/nobody.yml: these are the words of no chart: there is no content/charts/nobody.yml; ",
        "content/charts/street-trees.yml:1: chart: id 'street-trees' belongs to the chart function at content/charts/harbour.py:11; give one of the two another name",
    ]
    for line in expected:
        assert any(problem.startswith(line) for problem in said.problems), f"{line}\n{said.err}"
    assert len(said.problems) == len(expected), said.err


def test_a_derived_number_is_exact_and_only_shown_in_few_digits(studio: Studio) -> None:
    [_, _, _, deal] = column(
        studio, "d: {ratio: [base_value, value], digits: 0}, e: {ratio: [base_value, value], digits: 9}, c: {difference: [d, e], digits: 9}"
    )
    assert deal == Decimal("0E-9")


# --- what a reader may set ------------------------------------------------------------------------------------------

CHOSEN = "table: figures\njoin: {towns: town}\nfilter: {set: series}\nmark: dot\nx: value\ny: towns.name\n"
WEST = "'{chosen}: {top.name}, {top.value}'"


def test_what_a_reader_chooses_is_a_chart_of_its_own(studio: Studio) -> None:
    whole = figure(studio, f"{CHOSEN}choose: [part, year]", title="'{top.name} has most'", note="All of them", when=f"{{title: {WEST}}}")
    assert [(c["label"], [words for _, words in c["options"]]) for c in whole.controls] == [
        ("part", ["All", "west", "east"]),
        ("Year", ["All", "2015", "2016", "2017"]),
    ]
    assert [each.state for each in whole.states][:3] == ["year-2015", "year-2016", "year-2017"] and len(whole.states) == 11
    one = whole.in_state("part-east_year-2016")
    assert (one.title, one.shown) == ("East and 2016: Deal, 6\xa0t", "east, 2016: showing 2 of 12")
    assert [row[:2] for row in one.rows] == [("Bude", 4), ("Deal", 6)] and one.marks == 2 and one.sentence == "Deal: 6\xa0t; Bude: 4\xa0t."
    assert one.note == "All of them" and one.query == "example.part=east&example.year=2016"
    assert whole.title == "Cork has most" and len(whole.rows) == 12 and not whole.shown


def test_words_that_are_about_all_say_so_where_a_reader_has_chosen(studio: Studio) -> None:
    whole = figure(studio, f"{CHOSEN}choose: part", title="'{top.name} has most'", subtitle="Catch", sentence="'{sum} in all'", note="'{count} rows'")
    one = whole.in_state("part-east")
    assert (one.title, one.subtitle) == ("All data: Cork has most", "Catch")
    assert (one.sentence, one.note) == ("Deal: 7\xa0t; Bude: 3\xa0t.", "All data: 12 rows")


def test_a_choice_is_made_before_rows_are_grouped_or_shared_out(studio: Studio) -> None:
    base = "table: figures\nfilter: {set: series}\nmark: bar\ny: town\n"
    grouped = figure(studio, f"{base}group: {{by: town, take: {{total: {{sum: value}}}}}}\nx: total\nchoose: [year, part]")
    assert [row[1] for row in grouped.in_state("year-2016_part-west").rows] == [6, 8]
    shared = figure(studio, f"{base.replace('series}', 'series, year: 2015}')}compute: {{share: {{share: value, digits: 0}}}}\nx: share\nchoose: part")
    assert [row[1] for row in shared.rows] == [25, 15, 35, 25] and [row[1] for row in shared.in_state("part-east").rows] == [38, 62]


def test_rows_are_sorted_as_a_reader_wants_and_stay_those_that_are_drawn(studio: Studio) -> None:
    base = "table: figures\nfilter: {set: towns}\nmark: bar\nx: value\ny: town\nlimit: 3\norder: [-value, town, value]"
    whole = figure(studio, base, title="'{first.town} is first'")
    assert [words for _, words in whole.controls[0]["options"]] == ["Value, largest first", "Town", "Value, smallest first"]
    assert [[row[0] for row in each.rows] for each in (whole, *whole.states)] == [["Ayr", "Bude", "Cork"], ["Ayr", "Bude", "Cork"], ["Cork", "Bude", "Ayr"]]
    assert {each.title for each in whole.states} == {whole.title} == {"Ayr is first"} and whole.states[1].state == "order-value"


def test_another_view_of_the_same_rows_keeps_the_words_about_them(studio: Studio) -> None:
    base = "table: figures\nfilter: {set: towns}\ncompute: {share: {share: value, digits: 0}}\nmark: bar\nx: value\ny: town\nviews: "
    whole = figure(studio, f"{base}{{tonnes: {{label: Tonnes}}, share: {{label: Shares, x: share, note: Rounded}}}}", title="'{sum} in all'", note="Weighed")
    assert whole.controls[0]["options"] == [["", "Tonnes"], ["share", "Shares"]]
    [share] = whole.states
    assert (share.title, share.note, share.columns) == ("34.10\xa0t in all", "Rounded", ("Town", "share (%)"))


def test_what_would_leave_nothing_to_draw_is_not_offered(studio: Studio) -> None:
    whole = figure(studio, f"{CHOSEN}choose: [part, town]")
    assert whole.missing == ("part-west_town-bude", "part-west_town-deal", "part-east_town-ayr", "part-east_town-cork")
    assert len(whole.states) == 2 + 4 + 4


def test_a_group_keeps_its_colour_whatever_is_chosen(studio: Studio) -> None:
    whole = figure(studio, f"{CHOSEN}colour: part\nchoose: part")
    both, west, east = (re.findall(r'"range":\[([^\]]*)\]', each.spec)[-1].split(",") for each in (whole, *whole.states))
    assert both == [*west, *east] and west != east


@pytest.mark.parametrize(
    ("chart", "says"),
    [
        ("choose: prat", "choose: figures has no column 'prat' (did you mean part"),
        ("choose: set", "choose: all rows have one set"),
        ("order: [value, wen]", "order: figures has no column 'wen'"),
        ("order: [value]", "order: there is nothing to choose"),
        ("sort: value\norder: [value, town]", "sort: order: says it too"),
        ("views: {all: {}, other: {y: twon}}", "views: other: y: figures has no column 'twon'"),
        ("views: {all: {x: value}, other: {}}", "views: all: the first is the chart as it is"),
        ("views: {all: {}, other: {z: town}}", "unknown key 'z'"),
        ("when: {title: T}", "when: nothing can be chosen"),
        ("choose: part\nwhen: {titel: T}", "when: 'titel' is no words of a chart (did you mean title"),
        ("choose: part\nwhen: {title: '{chosen} {cuont}'}", "when.title: {cuont} means nothing here"),
        ("note: '{chosen}'", "note: {chosen} means nothing here"),
    ],
)
def test_each_mistake_in_a_control_is_one_line_with_what_to_do(studio: Studio, chart: str, says: str) -> None:
    [told] = studio.wrong(f"{CHOSEN}title: T\n{chart}")
    assert says in told.replace("; did", " (did"), told
