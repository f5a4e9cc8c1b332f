"""A figure without its drawings: what a chart function says, as words, table and specs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from ledger.charts.cells import cell_of, plain_of
from ledger.charts.figure import Control, Declared, Drawn, Figure, View
from ledger.charts.functions import called
from ledger.charts.sources import sources_of
from ledger.charts.theme import config
from ledger.load.ledger import Ledger
from ledger.problems import Problems

Words = Mapping[str, Mapping[str, str]]
"""The words of the interface: ``{key: {language: text}}``."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME = re.compile(r"\b(view|param|layer|concat)_(\d+)\b")


def planned(each: Declared, ledger: Ledger, language: str, words: Words, root: Path, problems: Problems) -> Figure | None:
    """The figure of a chart in one language, its drawings still empty; ``None`` where its function is wrong, which is then said."""
    import altair as alt
    from altair.utils.schemapi import debug_mode

    if "rows" not in alt.data_transformers.names():
        alt.data_transformers.register("rows", _rows_of)
    alt.data_transformers.enable("rows")

    drawn: list[tuple[Drawn, dict[str, Any]]] = []
    for narrow in (False, True):
        # Holding a spec against the Vega-Lite schema takes as long as drawing it. One of the four of a chart is enough.
        checked = language == ledger.schema.languages[0] and not narrow
        with debug_mode(checked):
            one = called(each, View(ledger, language, narrow, words), root, problems)
            if one is None:
                return None
            drawn.append((one, _spec(one, narrow, checked)))
    wide = drawn[0][0]
    policies, clauses = sources_of(each, wide.links, ledger)
    return Figure(
        id=each.id,
        language=language,
        title=wide.title,
        subtitle=wide.subtitle,
        sentence=wide.sentence,
        note=wide.note,
        columns=tuple(map(str, wide.table.columns)),
        rows=tuple(tuple(cell_of(v) for v in row) for row in wide.table.itertuples(index=False, name=None)),
        links=tuple(wide.links),
        controls=tuple(_control(c) for c in wide.controls),
        policies=policies,
        clauses=clauses,
        spec=drawn[0][1],
        narrow_spec=drawn[1][1],
        wide="",
        narrow="",
        marks=len(wide.table) if wide.marks is None else wide.marks,
        topic=each.topic,
    )


def nothing_of(id: str, language: str, *, block: str = "") -> Figure:
    """Stands for a chart that is wrong, so that a page which shows it is not reproached with that too. It is never published."""
    words = {"title": id, "subtitle": "", "sentence": "", "note": "", "wide": "<svg></svg>", "narrow": "<svg></svg>"}
    lists: dict[str, Any] = dict.fromkeys(("columns", "rows", "links", "controls", "policies", "clauses"), ())
    return Figure(id=id, language=language, **words, **lists, spec={}, narrow_spec={}, block=block)  # type: ignore[arg-type]


def _spec(drawn: Drawn, narrow: bool, checked: bool) -> dict[str, Any]:
    """The Vega-Lite spec in our theme; names that Altair counts up are counted anew, so that order does not matter."""
    spec = drawn.chart.to_dict(validate=checked)
    spec["config"] = {**config(narrow), **{k: v for k, v in spec.get("config", {}).items() if k not in ("view",)}}
    _drop_unused(spec)
    names: dict[str, str] = {}
    text = _NAME.sub(lambda m: names.setdefault(m[0], f"{m[1]}_{len(names)}"), json.dumps(spec, ensure_ascii=False))
    result: dict[str, Any] = json.loads(text)
    return result


def _rows_of(data: Any) -> Any:
    """A data frame as rows, 50 times faster than Altair does it, which asks every column for its type."""
    if data is None or not hasattr(data, "itertuples"):
        return data
    names = list(map(str, data.columns))
    return {"values": [dict(zip(names, map(plain_of, row), strict=True)) for row in data.itertuples(index=False, name=None)]}


def _drop_unused(spec: dict[str, Any]) -> None:
    """Leave out the columns of the data that nothing in the spec names: a reader would fetch them for nothing."""
    datasets = spec.get("datasets", {})
    named = set(_WORD.findall(json.dumps({k: v for k, v in spec.items() if k != "datasets"}, ensure_ascii=False)))
    for name, rows in datasets.items():
        datasets[name] = [{k: v for k, v in row.items() if k in named or not _WORD.fullmatch(k)} for row in rows]


def _control(control: Control) -> dict[str, Any]:
    return {f.name: getattr(control, f.name) for f in fields(Control) if getattr(control, f.name) not in (None, "", ())} | {"value": control.value}
