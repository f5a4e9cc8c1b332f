"""Draw every declared chart in every language, wide and narrow, and only what changed.

Two caches, both by content hash. The outer one knows finished figures by the data, the chart code, who sends them and
the versions of the drawing libraries: when nothing of that changed, not even Altair is imported. The inner one knows an SVG by its spec and a
picture by its SVG: when a row changed, only the charts that show it are drawn again (70 ms a drawing, 90 ms a picture).

Figures are made in processes, one after another in each (``converter``): half of the time goes into specs, half into drawings.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

from ledger import kept as store
from ledger import wording
from ledger.charts import block_drawing
from ledger.charts.block import Block
from ledger.charts.block_reading import blocks_of
from ledger.charts.converter import Job, bundle, draw, picture, spec_text, versions, words_below, workers
from ledger.charts.figure import TOPICS, Control, Declared, Drawn, Figure, View, declared, forget_declared
from ledger.charts.font import font_folder
from ledger.charts.runtime import keep_runtime, kept_runtime
from ledger.charts.sources import sources_of
from ledger.charts.svg import marks_in
from ledger.charts.theme import config
from ledger.load.content import Document
from ledger.load.ledger import Ledger
from ledger.problems import Problem, Problems, did_you_mean

Step = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME = re.compile(r"\b(view|param|layer|concat)_(\d+)\b")


def draw_figures(
    ledger: Ledger,
    charts: Path,
    cache: Path,
    digest: str,
    problems: Problems,
    step: Step,
    documents: Sequence[Document] = (),
    senders: Mapping[str, str] | None = None,
) -> dict[tuple[str, str], Figure]:
    """``{(chart id, language): figure}`` of the chart code in the folder ``charts`` and of the chart blocks in ``documents``.

    ``digest`` stands for the data; ``senders`` is what a shared picture says it comes from, by language. A chart function
    that fails is a problem at its own line.
    """
    files = sorted(p for p in charts.rglob("*") if p.is_file() and p.suffix != ".pyc")
    root, senders = charts.parent.parent, senders or {}
    blocks = {(b.id, b.language): b for d in documents for b in blocks_of(d, ledger, problems)}
    key = _digest_of(files, digest, senders)
    stores = {"": cache / "figures" / f"{key}.json"} | {f"{b.id} {b.language}": cache / "figures" / f"{key[:16]}-{b.digest[:16]}.json" for b in blocks.values()}
    kept = {name: _recall(path, cache) for name, path in stores.items()}
    if any(figures is None for figures in kept.values()):
        _draw_missing(ledger, [f for f in files if f.suffix == ".py"], cache, kept, blocks, senders, problems, step, root)
        problems.stop_if_any()
        for name, path in stores.items():
            store.keep(path, json.dumps([_freeze(f) for f in kept[name] or ()], ensure_ascii=False).encode())
    return {(f.id, f.language): f for group in kept.values() for f in group or ()}


def _draw_missing(
    ledger: Ledger,
    files: Sequence[Path],
    cache: Path,
    kept: dict[str, list[Figure] | None],
    blocks: Mapping[tuple[str, str], Block],
    senders: Mapping[str, str],
    problems: Problems,
    step: Step,
    root: Path,
) -> None:
    """Fill in the groups of ``kept`` that are ``None``: the newsroom's charts (``""``), and each block."""
    global _at_hand
    todo: list[tuple[str, Declared, str, str]] = []
    if kept[""] is None:
        forget_declared()
        for file in files:
            _load_module(file, problems)
        _check_topics(ledger, problems, root)
        problems.stop_if_any()
        todo += [("", d, language, "") for d in declared().values() for language in ledger.schema.languages]
    todo += [(f"{b.id} {b.language}", block_drawing.declared(b), b.language, b.digest) for b in blocks.values() if kept[f"{b.id} {b.language}"] is None]
    for group, *_ in todo:
        kept[group] = []
    font_folder(cache)  # made here once, not in every worker
    # What a worker draws from is set before the processes fork, so that nothing has to be sent to them.
    _at_hand = [(each, ledger, language, block, senders.get(language, ""), cache, root) for _, each, language, block in todo]
    try:
        with workers() as pool:
            runtime = None if store.recall(kept_runtime(cache)) is not None else pool.submit(bundle)
            for done, ((group, *_), (figure, found)) in enumerate(zip(todo, pool.map(_draw_one, range(len(todo))), strict=True)):
                step("draw", done, len(todo))
                problems.found.update(found)
                if figure is not None:
                    kept[group] = [*(kept[group] or ()), figure]
            step("draw", len(todo), len(todo))
            if runtime:
                keep_runtime(cache, runtime.result())
    finally:
        _at_hand = []


def _check_topics(ledger: Ledger, problems: Problems, root: Path) -> None:
    topics = ledger.vocabularies.get(TOPICS, {})
    for each in declared().values():
        if each.topic and each.topic not in topics:
            problems.add(
                _named(Path(each.file), root), each.line, f"chart '{each.id}': topic '{each.topic}' is not in {TOPICS}", did_you_mean(each.topic, topics)
            )


def _named(file: Path, root: Path) -> str:
    return str(file.relative_to(root)) if file.is_absolute() else str(file)


_at_hand: list[tuple[Declared, Ledger, str, str, str, Path, Path]] = []


def _draw_one(index: int) -> tuple[Figure | None, set[Problem]]:
    """Draw the figure at ``index`` of what is at hand. Mistakes come back as problems."""
    each, ledger, language, block, sender, cache, root = _at_hand[index]
    problems = Problems()
    try:
        figure = _plan(each, ledger, language)
        wide, narrow, picture = draw(_job(figure, ledger, sender, cache))
        _count(figure, wide, narrow)
    except Exception as error:
        _blame(error, each, f"chart '{each.id}' in '{language}'", problems, root)
        return None, problems.found
    return _replace(figure, block=block, wide=wide, narrow=narrow, picture=picture), set()


def _plan(each: Declared, ledger: Ledger, language: str) -> Figure:
    """The figure without its drawings: what its function says, and the specs."""
    import altair as alt
    from altair.utils.schemapi import debug_mode

    if "rows" not in alt.data_transformers.names():
        alt.data_transformers.register("rows", _rows_of)
    alt.data_transformers.enable("rows")

    drawn = []
    for narrow in (False, True):
        # Holding a spec against the Vega-Lite schema takes as long as drawing it. One of the four of a chart is enough.
        checked = language == ledger.schema.languages[0] and not narrow
        with debug_mode(checked):
            one = each.draw(View(ledger, language, narrow))
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
        rows=tuple(tuple(_plain(v) for v in row) for row in wide.table.itertuples(index=False)),
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


def _job(figure: Figure, ledger: Ledger, sender: str, cache: Path) -> Job:
    lines = words_below(figure, ledger, sender)
    return Job(figure.id, spec_text(figure.spec), spec_text(figure.narrow_spec), figure.title, figure.subtitle, figure.sentence, tuple(lines), cache)


def _count(figure: Figure, wide: str, narrow: str) -> None:
    """A drawing shows what the table says: neither more marks nor fewer."""
    for name, drawing in (("wide", wide), ("narrow", narrow)):
        if (count := marks_in(drawing)) != figure.marks:
            raise ValueError(
                f"the {name} drawing has {count} labelled marks, the table {figure.marks} rows: give every data mark a label, others aria=False, or say marks="
            )


def _digest_of(files: Iterable[Path], data: str, senders: Mapping[str, str]) -> str:
    own = sorted([*Path(__file__).parent.glob("*.py"), Path(wording.__file__)])
    parts = [data, versions(), *map(str, senders.items()), *(f"{f.name} {hashlib.sha256(f.read_bytes()).hexdigest()}" for f in (*own, *files))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _load_module(file: Path, problems: Problems) -> None:
    """Run a file of chart declarations; what it gets wrong is a problem at its line."""
    module = ModuleType(f"charts.{file.stem}")
    module.__file__ = str(file)
    sys.modules[module.__name__] = module
    try:
        exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), module.__dict__)
    except Exception as error:
        _blame_file(error, file, 0, "these charts cannot be loaded", problems, file.parent.parent.parent)


def _blame(error: Exception, each: Declared, what: str, problems: Problems, root: Path) -> None:
    _blame_file(error, Path(each.file), each.line, what, problems, root)


def _blame_file(error: Exception, file: Path, line: int, what: str, problems: Problems, root: Path) -> None:
    """Name the last line of the newsroom's own file that led to ``error``, or ``line`` when none did."""
    lines = [f.lineno or 0 for f in traceback.extract_tb(error.__traceback__) if f.filename == str(file)]
    line = error.lineno or 0 if isinstance(error, SyntaxError) else (lines[-1] if lines else line)
    first = (str(error) or repr(error)).strip().splitlines()[0]
    problems.add(_named(file, root), line, f"{what}: {type(error).__name__}: {first}", "see this line")


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
    return {"values": [dict(zip(names, map(_plain, row), strict=True)) for row in data.itertuples(index=False, name=None)]}


def _drop_unused(spec: dict[str, Any]) -> None:
    """Leave out the columns of the data that nothing in the spec names: a reader would fetch them for nothing."""
    datasets = spec.get("datasets", {})
    named = set(_WORD.findall(json.dumps({k: v for k, v in spec.items() if k != "datasets"}, ensure_ascii=False)))
    for name, rows in datasets.items():
        datasets[name] = [{k: v for k, v in row.items() if k in named or not _WORD.fullmatch(k)} for row in rows]


def _plain(value: Any) -> Any:
    """A cell as JSON can hold it: a missing value is ``None``, a whole number has no point, and no number has more than twelve digits."""
    if value is None or value != value:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        value = float(f"{value:.12g}")
        return int(value) if value.is_integer() else value
    return value if isinstance(value, str | int | float | bool) else str(value)


def _control(control: Control) -> dict[str, Any]:
    return {f.name: getattr(control, f.name) for f in fields(Control) if getattr(control, f.name) not in (None, "", ())} | {"value": control.value}


def _replace(figure: Figure, **values: Any) -> Figure:
    return Figure(**{**_freeze(figure), **values})


def _freeze(figure: Figure) -> dict[str, Any]:
    return {f.name: getattr(figure, f.name) for f in fields(Figure)}


def _recall(stored: Path, cache: Path) -> list[Figure] | None:
    """The figures of a group as they were kept; ``None`` when they are to be drawn, because they or their pictures are not there."""
    content = store.recall(stored)
    if content is None:
        return None
    figures = [_thaw(f) for f in json.loads(content)]
    return figures if all(store.recall(picture(f.picture, cache)) is not None for f in figures) else None


def _thaw(stored: dict[str, Any]) -> Figure:
    as_tuples = {
        "columns": tuple(stored["columns"]),
        "rows": tuple(map(tuple, stored["rows"])),
        "links": tuple(stored["links"]),
        "controls": tuple(stored["controls"]),
        "policies": tuple(stored["policies"]),
        "clauses": tuple((p, c) for p, c in stored["clauses"]),
    }
    return Figure(**{**stored, **as_tuples})
