"""Chart functions are an editor's code: each mistake is one line at its own line, nothing hangs, and the good ones still come."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conftest import Newsroom

from ledger.charts import draw, workers
from ledger.charts.draw import Studio, draw_figures
from ledger.load.ledger import load_ledger
from ledger.problems import Problems

HEAD = """\
import os, sys, time
import altair as alt, pandas as pd
from ledger.charts import forms
from ledger.charts.figure import Drawn, View, chart


def good(view, **more):
    frame = pd.DataFrame({"a": ["x", "y"], "v": [1.0, 2.0], "words": ["1", "2"], "label": ["x: 1", "y: 2"]})
    drawn = forms.bars(view, frame, x="v", y="a", text="words", title="")
    return Drawn(**{**dict(title="t", subtitle="s", sentence="q", table=frame[["a", "v"]], chart=drawn), **more})
"""
MISTAKES = {
    "leaves": ("sys.exit(3)", "leaves by sys.exit; take it out"),
    "dies": ("os._exit(4)", "exit code 4"),
    "returns-nothing": ("good(view)", "its function returns nothing"),
    "no-sentence": ("return Drawn(title='a', subtitle='b', table=None, chart=None)", "Drawn is given no sentence"),
    "calls-itself": ("good.__globals__['calls_itself'](view)", "calls itself without an end"),
    "unknown-row": ("return good(view, links=['nope', None])", "links: there is no row 'nope'"),
    "too-few-links": ("return good(view, links=[None])", "links has 1 ids, its table 2 rows"),
    "key": ("{}['a']", "KeyError: there is no 'a' here; correct the name"),
    "no-dutch": ("return good(view, title=view.say(en='a'))", "no words for this language (in nl); add nl="),
    "no-row": ("view.ledger.row('targets', 'nix').value", "'value' is asked of None"),
    "table": ("view.ledger.rows('targetz', region='hill')", "there is no table 'targetz'; did you mean targets?"),
    "table-of-row": ("view.ledger.row('policy', 'town-plan')", "there is no table 'policy'"),
    "column": ("view.ledger.rows('targets')[0].regio", "did you mean region?"),
    "no-rows": ("return good(view, table=pd.DataFrame({'a': []}))", "its table has no rows"),
    "year": ("return good(view, title=2030)", "title is no text but int"),
    "refers": ("return good(view, title='[[fare-cap]] a day')", "title says '[['"),
    "not-a-number": ("return good(view, sentence=str(float('nan')) + ' trees')", "sentence says 'nan'"),
    "an-object": ("return good(view, subtitle=str(object()))", "subtitle says '<object object'"),
    "asks": ("input()", "EOFError"),
    "misspells": ("return good(view, marks=1, chart=alt.Chart(pd.DataFrame({'a': [1]})).mark_bar(sise=3).encode(x='a:Q'))", "'sise'"),
    "grows": ("a = []\n    while True: a.append(bytearray(10**7))", "takes more memory than a chart may"),
}


def _write(newsroom: Newsroom, functions: dict[str, str]) -> dict[str, int]:
    """Declare functions by id and body; the line of each body."""
    text, lines = HEAD, {}
    for id, body in functions.items():
        text += f'\n\n@chart("{id}")\ndef {id.replace("-", "_")}(view):\n    '
        lines[id] = text.count("\n") + 1
        text += f"{body}\n"
    newsroom.file("content/charts/more.py").write_text(text, encoding="utf-8")
    return lines


def test_every_mistake_of_a_function_is_said_at_its_line_in_one_run(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MEMORY", 1 << 30)  # half of what a chart may take is taken twice as fast
    lines = _write(newsroom, {id: body for id, (body, _) in MISTAKES.items()})
    said = newsroom.build()
    assert said.code == 1
    assert len(said.problems) == len(MISTAKES), said.err
    for id, (_, says) in MISTAKES.items():
        (told,) = (line for line in said.problems if f"chart '{id}'" in line)
        assert says in told, told
        place = int(told.split(":")[1])
        assert lines[id] - 2 <= place <= lines[id] + 1, f"{told} stands at line {lines[id]}"
    assert (newsroom.site / "index.html").is_file()


def test_a_chart_file_that_says_nothing_of_its_own_accord_is_told(newsroom: Newsroom) -> None:
    newsroom.file("content/charts/bare.py").write_text("from ledger.charts.figure import chart\n\n\n@chart\ndef a(view):\n    pass\n", encoding="utf-8")
    newsroom.file("content/charts/latin.py").write_bytes("# café\n".encode("latin-1"))
    newsroom.file("content/charts/leaves.py").write_text("import os\nos._exit(4)\n", encoding="utf-8")
    bare, latin, leaves = newsroom.check().problems
    assert bare.startswith("content/charts/bare.py:4: these charts cannot be loaded: @chart is given no id"), bare
    assert latin == "content/charts/latin.py: these charts cannot be loaded: not UTF-8; save the file as UTF-8"
    assert "exit code 4" in leaves and "loop" not in leaves, leaves


def _plan(newsroom: Newsroom, charts: Path) -> tuple[draw.Figures, Problems]:
    problems = Problems()
    ledger = load_ledger(newsroom.root / "data", problems)
    cache = newsroom.root / ".cache"
    studio = Studio(ledger, charts, cache, cache / "records" / "figures-test", draws=False)
    return draw_figures(studio, problems, lambda *_: None).drawn, problems


def test_a_chart_that_never_comes_back_is_ended_and_the_others_still_come(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "SECONDS", 1)
    monkeypatch.setattr(workers, "WAITED", 8)
    lines = _write(newsroom, {"loops": "while True: pass", "sleeps": "time.sleep(10**6)", "works": "return good(view)"})
    newsroom.file("content/charts/endless.py").write_text("while True: pass\n", encoding="utf-8")
    figures, problems = _plan(newsroom, newsroom.file("content/charts"))
    told = [str(p) for p in problems.errors]
    assert len(told) == 3, told
    assert told[0].startswith("content/charts/endless.py: these charts cannot be loaded: the file does not come back within ")
    assert told[1].startswith(f"content/charts/more.py:{lines['loops'] - 2}: chart 'loops': does not come back")
    assert told[2].startswith(f"content/charts/more.py:{lines['sleeps'] - 2}: chart 'sleeps': does not come back within 8 seconds;")
    assert figures["works", "nl"].marks == 2 and figures["street-trees", "en"].marks == 2


def test_a_piece_of_many_parts_may_take_longer_than_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "SECONDS", 1)

    def work(parted: int) -> str:
        for _ in range(5):
            until = time.process_time() + 0.6
            while time.process_time() < until:
                pass
            if parted:
                workers.next_part()
        return "done"

    with workers.Crew(work) as crew:
        came = dict(crew.run([0, 1]))
    assert came[1] == "done" and isinstance(came[0], workers.Ended)


def test_a_mistake_in_a_chart_is_the_only_thing_told_of_the_pages_that_show_it(newsroom: Newsroom) -> None:
    newsroom.change("content/charts/harbour.py", "from ledger.charts import forms", "import pandaz")
    said = newsroom.build()
    assert said.problems == [
        "content/charts/harbour.py:5: these charts cannot be loaded: ModuleNotFoundError: No module named 'pandaz'; correct the name of what is imported, or install it"
    ]


def test_what_a_chart_function_prints_is_a_warning_at_its_line_in_every_build(newsroom: Newsroom) -> None:
    line = _write(newsroom, {"prints": "print('seen')\n    return good(view)"})["prints"]
    expected = f"content/charts/more.py:{line}: warning: chart 'prints' prints 'seen'; take the print out when you are done with it"
    first = newsroom.build()
    assert first.code == 0 and expected in first.err.splitlines() and "seen" not in first.out
    newsroom.change("content/en/method.md", "We copy", "We always copy")
    assert expected in newsroom.build().err.splitlines(), "figures that were kept keep their warnings"


def test_a_year_in_the_table_of_a_chart_has_no_comma_and_a_number_has(newsroom: Newsroom) -> None:
    columns = "{'a': ['x', 'y'], 'Year': [2023, 2030], 'Trees': [1380, 950], 'Index': [123.197492163, 0.00076541]}"
    _write(newsroom, {"years": f"return good(view, table=pd.DataFrame({columns}))"})
    said = newsroom.build()
    assert said.code == 0, said.err
    page = newsroom.file("site/charts/years/index.html").read_text(encoding="utf-8")
    assert ">2023</td>" in page and ">1,380</td>" in page
    for told in (page, newsroom.file("site/charts/years/en.csv").read_text(encoding="utf-8"), newsroom.file("site/embed/years/index.html").read_text("utf-8")):
        assert "123.1975" in told and "123.19749" not in told and "0.0007654" in told and "0.00076541" not in told, (
            "what was computed has no more digits than somebody reads"
        )


def test_a_declaration_is_held_against_the_data_and_against_the_others(newsroom: Newsroom) -> None:
    more = '\n\n@chart("{}", {})\ndef f{}(view):\n    return good(view)\n'
    declared = [("street-trees", ""), ("../../x", ""), ("a", "topic='grean'"), ("b", "policies=['town-plam']"), ("c", "clauses=[('town-plan', '99')]")]
    text = HEAD + "".join(more.format(id, options, n) for n, (id, options) in enumerate(declared))
    newsroom.file("content/charts/more.py").write_text(text, encoding="utf-8")
    said = newsroom.build()
    assert [line.split("; ")[0].split(": ", 1)[1] for line in said.problems] == [
        "chart 'street-trees' is declared twice, first at content/charts/harbour.py:11",
        "chart '../../x': no id",
        "chart 'a': topic 'grean' is not in chart-topics",
        "chart 'b': there is no document 'town-plam'",
        "chart 'c': 'town-plan' has no clause '99'",
    ]
