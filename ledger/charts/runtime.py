"""The Vega runtime that a reader's browser fetches from our own site when a chart is to be explored.

One bundle of Vega, Vega-Lite and Vega-Embed of the very versions that drew the static charts. Making it costs seconds,
so it is kept by version.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from ledger import kept
from ledger.charts.converter import bundle, workers


def kept_runtime(cache: Path) -> Path:
    """Where the bundle is kept, whether it is there already or not."""
    return cache / "runtime" / f"{importlib.metadata.version('vl-convert-python')}.js"


def vega_runtime(cache: Path) -> bytes:
    """The JavaScript bundle; it sets ``window.vegaEmbed``."""
    script = kept.recall(kept_runtime(cache))
    if script is None:
        with workers() as pool:
            script = keep_runtime(cache, pool.submit(bundle).result())
    return script


def keep_runtime(cache: Path, script: str) -> bytes:
    kept.keep(kept_runtime(cache), script.encode())
    return script.encode()
