"""Each figure's files: its table as CSV and JSON, its drawing, its picture, and the specs to take over with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec

from ledger.charts.cells import text_of
from ledger.charts.figure import Figure
from ledger.charts.pictures import make_pictures, picture, shared
from ledger.charts.theme import variables
from ledger.kept import digest, keep, recall
from ledger.outputs.output import Output
from ledger.outputs.sheet import sheet
from ledger.outputs.tables import lines
from ledger.render.edition import Edition

_ENDINGS = ("csv", "json", "svg", "vl.json")
_OF_STATE = ("csv", "json", "svg")
"""Files of what a reader has chosen; its spec is of no use to anybody."""


def _paths(edition: Edition) -> Iterator[str]:
    for id in edition.all_figure_ids:
        yield from (f"charts/{id}/{edition.code}.{ending}" for ending in _ENDINGS)
    for id, state in edition.figure_states:
        yield from (f"charts/{id}/{edition.code}.{state}.{ending}" for ending in _OF_STATE)


def _file(edition: Edition, path: str) -> bytes:
    _, id, name = path.split("/")
    figure, ending = edition.any_figure(id), name.removeprefix(f"{edition.code}.")
    if ending not in _ENDINGS:
        state, _, ending = ending.partition(".")
        figure = figure.in_state(state)
    match ending:
        case "csv":
            return sheet([figure.columns, *([text_of(v) for v in row] for row in figure.rows)])
        case "json":
            return lines([dict(zip(figure.columns, row, strict=True)) for row in figure.rows])
        case "svg":
            return shared(figure).encode()
    inks = json.dumps(variables(), separators=(",", ":"))
    return f'{{"inks":{inks},"wide":{figure.spec},"narrow":{figure.narrow_spec}}}'.encode()


def picture_paths(figures: Mapping[tuple[str, str], Figure]) -> Iterator[str]:
    """Where the pictures of figures are, and those of their states."""
    for (id, language), figure in figures.items():
        yield from (f"charts/{id}/{language}{'.' if each.state else ''}{each.state}.png" for each in (figure, *figure.states))


class _Pictures(msgspec.Struct, array_like=True):
    """``names[figure's content]`` is the hash of the PNG that was made of it, by the code ``engine``."""

    engine: str = ""
    names: dict[str, str] = {}


_pictures = msgspec.msgpack.Decoder(_Pictures)


def pictures(
    figures: Mapping[tuple[str, str], Figure],
    hashes: Mapping[tuple[str, str], bytes],
    drawings: Mapping[str, tuple[str, Callable[[], str]]],
    engine: str,
    cache: Path,
    is_published: Callable[[str, str], bool],
    step: Callable[[str, int, int], None],
) -> dict[str, bytes | str]:
    """The PNG of each figure, to be shared, by its path: only its hash, if ``is_published(path, hash)``; then it is not even drafted.

    They are made only when a site is published, and by processes of their own. ``hashes`` name what each figure holds. ``drawings`` are
    further pictures by their paths: what each holds, and how its SVG is made.
    """
    file, known = cache / "pictures.list", _Pictures()
    if (content := recall(file)) is not None:
        with suppress(msgspec.DecodeError):
            known = _pictures.decode(content)
    before = known.names if known.engine == engine else {}
    wanted: dict[str, tuple[str, Callable[[], str]]] = {}
    for (id, language), figure in figures.items():
        key = hashes.get((id, language), b"").decode()
        for path, each in zip(picture_paths({(id, language): figure}), (figure, *figure.states), strict=True):
            wanted[path] = (f"{key}{each.state}" if key else "", partial(shared, each))
    wanted |= drawings
    found: dict[str, bytes | str] = {path: name for path, (key, _) in wanted.items() if (name := before.get(key)) and is_published(path, name)}
    names = {path: str(name) for path, name in found.items()}
    missing = {path: svg() for path, (_, svg) in wanted.items() if path not in names}
    make_pictures(missing.values(), cache, step)
    for path, svg in missing.items():
        made = picture(svg, cache)
        found[path], names[path] = made, digest(made)
    now = {wanted[path][0]: name for path, name in names.items() if wanted[path][0]}
    if now != before:
        keep(file, msgspec.msgpack.encode(_Pictures(engine, now)))
    return found


OUTPUTS = (Output("figure", _paths, _file, drawn=True),)
