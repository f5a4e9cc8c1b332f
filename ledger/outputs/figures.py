"""Each figure's files: its table as CSV and JSON, its drawing, its picture, and the specs to take over with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
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


def _paths(edition: Edition) -> Iterator[str]:
    for id in edition.all_figure_ids:
        yield from (f"charts/{id}/{edition.code}.{ending}" for ending in _ENDINGS)


def _file(edition: Edition, path: str) -> bytes:
    _, id, name = path.split("/")
    figure = edition.any_figure(id)
    match name.removeprefix(f"{edition.code}."):
        case "csv":
            return sheet([figure.columns, *([text_of(v) for v in row] for row in figure.rows)])
        case "json":
            return lines([dict(zip(figure.columns, row, strict=True)) for row in figure.rows])
        case "svg":
            return shared(figure).encode()
    inks = json.dumps(variables(), separators=(",", ":"))
    return f'{{"inks":{inks},"wide":{figure.spec},"narrow":{figure.narrow_spec}}}'.encode()


class _Pictures(msgspec.Struct, array_like=True):
    """``names[figure's content]`` is the hash of the PNG that was made of it, by the code ``engine``."""

    engine: str = ""
    names: dict[str, str] = {}


_pictures = msgspec.msgpack.Decoder(_Pictures)


def pictures(
    figures: Mapping[tuple[str, str], Figure],
    hashes: Mapping[tuple[str, str], bytes],
    engine: str,
    cache: Path,
    is_published: Callable[[str, str], bool],
    step: Callable[[str, int, int], None],
) -> dict[str, bytes | str]:
    """The PNG of each figure, to be shared, by its path: only its hash, if ``is_published(path, hash)``; then it is not even drafted.

    They are made only when a site is published, and by processes of their own. ``hashes`` name what each figure holds.
    """
    file, known = cache / "pictures.list", _Pictures()
    if (content := recall(file)) is not None:
        with suppress(msgspec.DecodeError):
            known = _pictures.decode(content)
    before = known.names if known.engine == engine else {}
    paths = {key: f"charts/{id}/{language}.png" for key in figures for id, language in [key]}
    names = {key: name for key in figures if (name := before.get(hashes.get(key, b"").decode())) and is_published(paths[key], name)}
    found: dict[str, bytes | str] = {paths[key]: name for key, name in names.items()}
    missing = [key for key in figures if key not in names]
    make_pictures([figures[key] for key in missing], cache, step)
    for key in missing:
        made = picture(shared(figures[key]), cache)
        found[paths[key]], names[key] = made, digest(made)
    now = {hashes[key].decode(): name for key, name in names.items() if hashes.get(key)}
    if now != before:
        keep(file, msgspec.msgpack.encode(_Pictures(engine, now)))
    return found


OUTPUTS = (Output("figure", _paths, _file, drawn=True),)
