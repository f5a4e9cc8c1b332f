"""The Vega runtime that a reader's browser fetches from our own site when a chart is to be explored.

One bundle of Vega, Vega-Lite and Vega-Embed of the very versions that drew the static charts. Making it costs seconds,
so it is kept by version.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from ledger.charts.converter import bundle, workers


def kept_runtime(cache: Path) -> Path:
    """Where the bundle is kept, whether it is there already or not."""
    return cache / "runtime" / f"{importlib.metadata.version('vl-convert-python')}.js"


def vega_runtime(cache: Path) -> bytes:
    """The JavaScript bundle; it sets ``window.vegaEmbed``."""
    kept = kept_runtime(cache)
    if not kept.is_file():
        with workers() as pool:
            keep_runtime(cache, pool.submit(bundle).result())
    return kept.read_bytes()


def keep_runtime(cache: Path, script: str) -> None:
    kept_runtime(cache).parent.mkdir(parents=True, exist_ok=True)
    kept_runtime(cache).write_text(script, encoding="utf-8")
