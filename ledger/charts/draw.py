"""Draw every declared chart in every language, wide and narrow, and only what changed.

Two caches, both by content hash. The outer one knows all figures of a ledger by its data, its chart code and the
versions of the drawing libraries: when nothing of that changed, not even Altair is imported. The inner one knows an
SVG by its spec: when a row changed, only the charts that show it are drawn again (60 to 150 ms each).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

from ledger.charts.figure import Control, Declared, Drawn, Figure, View, declared
from ledger.charts.svg import finish
from ledger.charts.theme import config, font_folder
from ledger.load.ledger import Ledger
from ledger.problems import Problems

Step = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""

_LIBRARIES = ("altair", "vl-convert-python", "pandas", "zhplot")
_NAME = re.compile(r"\b(view|param|layer|concat)_(\d+)\b")


def draw_figures(ledger: Ledger, charts: Path, cache: Path, digest: str, problems: Problems, step: Step) -> dict[tuple[str, str], Figure]:
    """``{(chart id, language): figure}``. ``digest`` stands for the data; chart code is read from the folder ``charts``.

    A chart function that fails is a problem at its own line.
    """
    files = sorted(charts.glob("*.py"))
    stored = cache / "figures" / f"{_digest_of(files, digest)}.json"
    if stored.is_file():
        return {(f.id, f.language): f for f in map(_thaw, json.loads(stored.read_text(encoding="utf-8")))}
    for file in files:
        _load_module(file, problems)
    problems.stop_if_any()
    figures = {}
    languages = ledger.schema.languages
    todo = [(d, language) for d in declared().values() for language in languages]
    converter = _Converter(cache / "svg")
    for done, (each, language) in enumerate(todo):
        step("draw", done, len(todo))
        figure = _draw(each, ledger, language, converter, charts.parent.parent, problems)
        if figure is not None:
            figures[each.id, language] = figure
    step("draw", len(todo), len(todo))
    problems.stop_if_any()
    stored.parent.mkdir(parents=True, exist_ok=True)
    stored.write_text(json.dumps([_freeze(f) for f in figures.values()], ensure_ascii=False), encoding="utf-8")
    return figures


class _Converter:
    """Vega-Lite to SVG, kept by the hash of the spec. The library is loaded when the first drawing is not kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library: Any = None

    def svg(self, spec: dict[str, Any]) -> str:
        text = json.dumps(spec, sort_keys=True, ensure_ascii=False)
        key = hashlib.sha256(f"{versions()}\n{text}".encode()).hexdigest()[:32]
        path = self.folder / f"{key}.svg"
        if path.is_file():
            return path.read_text(encoding="utf-8")
        if self.library is None:
            import vl_convert

            vl_convert.register_font_directory(str(font_folder()))
            self.library = vl_convert
        svg: str = self.library.vegalite_to_svg(text)
        self.folder.mkdir(parents=True, exist_ok=True)
        path.write_text(svg, encoding="utf-8")
        return svg


def versions() -> str:
    """The drawing libraries and their versions, a part of every cache key."""
    return " ".join(f"{name}={importlib.metadata.version(name)}" for name in _LIBRARIES)


def _digest_of(files: Iterable[Path], data: str) -> str:
    own = sorted(Path(__file__).parent.glob("*.py"))
    parts = [data, versions(), *(hashlib.sha256(f.read_bytes()).hexdigest() for f in (*own, *files))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _load_module(file: Path, problems: Problems) -> None:
    """Run a file of chart declarations; what it gets wrong is a problem at its line."""
    module = ModuleType(f"charts.{file.stem}")
    module.__file__ = str(file)
    sys.modules[module.__name__] = module
    try:
        exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), module.__dict__)
    except Exception as error:
        _blame(error, file, "these charts cannot be loaded", problems, file.parent.parent.parent)


def _blame(error: Exception, file: Path, what: str, problems: Problems, root: Path) -> None:
    """Name the last line of the newsroom's own file that led to ``error``."""
    lines = [f.lineno or 0 for f in traceback.extract_tb(error.__traceback__) if f.filename == str(file)]
    line = error.lineno or 0 if isinstance(error, SyntaxError) else (lines[-1] if lines else 0)
    first = (str(error) or repr(error)).strip().splitlines()[0]
    problems.add(str(file.relative_to(root)), line, f"{what}: {type(error).__name__}: {first}", "see this line")


def _draw(each: Declared, ledger: Ledger, language: str, converter: _Converter, root: Path, problems: Problems) -> Figure | None:
    try:
        wide, narrow = (each.draw(View(ledger, language, is_narrow)) for is_narrow in (False, True))
        specs = [_spec(drawn, is_narrow) for drawn, is_narrow in ((wide, False), (narrow, True))]
        drawings = [
            finish(converter.svg(spec), f"{each.id}-{size}", wide.title, wide.sentence)
            for spec, size in zip(specs, ("w", "n"), strict=True)
        ]
    except Exception as error:
        _blame(error, Path(each.file), f"chart '{each.id}' in '{language}'", problems, root)
        return None
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
        policies=each.policies,
        clauses=each.clauses,
        spec=specs[0],
        narrow_spec=specs[1],
        wide=drawings[0],
        narrow=drawings[1],
    )


def _spec(drawn: Drawn, narrow: bool) -> dict[str, Any]:
    """The Vega-Lite spec in our theme; names that Altair counts up are counted anew, so that order does not matter."""
    spec = drawn.chart.to_dict()
    spec["config"] = {**config(narrow), **{k: v for k, v in spec.get("config", {}).items() if k not in ("view",)}}
    names: dict[str, str] = {}
    text = _NAME.sub(lambda m: names.setdefault(m[0], f"{m[1]}_{len(names)}"), json.dumps(spec, ensure_ascii=False))
    result: dict[str, Any] = json.loads(text)
    return result


def _plain(value: Any) -> Any:
    """A cell as JSON can hold it; a missing value is ``None``."""
    if value is None or value != value:
        return None
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, str | int | float | bool) else str(value)


def _control(control: Control) -> dict[str, Any]:
    return {f.name: getattr(control, f.name) for f in fields(Control)}


def _freeze(figure: Figure) -> dict[str, Any]:
    return {f.name: getattr(figure, f.name) for f in fields(Figure)}


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
