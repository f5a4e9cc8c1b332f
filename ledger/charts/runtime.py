"""The Vega runtime that a reader's browser fetches from our own site when a chart is to be explored.

One bundle of Vega, Vega-Lite and Vega-Embed of the very versions that drew the static charts. Making it costs seconds,
so it is kept by version.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path


def vega_runtime(cache: Path) -> bytes:
    """The JavaScript bundle; it sets ``window.vegaEmbed``."""
    version = importlib.metadata.version("vl-convert-python")
    kept = cache / "runtime" / f"{version}.js"
    if not kept.is_file():
        import vl_convert

        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"), encoding="utf-8")
    return kept.read_bytes()
