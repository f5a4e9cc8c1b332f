"""The Vega runtime that a reader's browser fetches from our own site when a chart is to be explored.

One bundle of Vega, Vega-Lite and Vega-Embed of the very versions that drew the static charts. Making it costs seconds,
so it is kept by version.
"""

from __future__ import annotations

from pathlib import Path

from ledger import kept
from ledger.charts.converter import bundle
from ledger.charts.workers import Crew, Ended
from ledger.installation import version

_NOTICE = b"/*! Vega, Vega-Lite, Vega-Embed, D3 and others, each under its own licence: vega-licences.*.txt in this folder. */\n"


def kept_runtime(cache: Path) -> Path:
    """Where the bundle is kept, whether it is there already or not."""
    return cache / "runtime" / f"{version('vl-convert-python')}.js"


def runtime_files(cache: Path) -> dict[str, bytes]:
    """``{name of an asset: content}``: the bundle, and the licences of what is in it, which a copy has to come with."""
    licences = Path(__file__).with_name("licences.txt").read_bytes()
    return {"vega.js": _NOTICE + vega_runtime(cache), "vega-licences.txt": licences}


def vega_runtime(cache: Path) -> bytes:
    """The JavaScript bundle; it sets ``window.vegaEmbed``."""
    script = kept.recall(kept_runtime(cache))
    if script is None:
        with Crew(lambda _: bundle()) as crew:
            for _, made in crew.run([0]):
                if isinstance(made, Ended):
                    raise RuntimeError(f"the script of live charts cannot be made: its worker {made.why}")
                script = keep_runtime(cache, made)
        assert script is not None
    return script


def keep_runtime(cache: Path, script: str) -> bytes:
    kept.keep(kept_runtime(cache), script.encode())
    return script.encode()
