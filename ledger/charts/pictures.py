"""Pictures: a figure as it is shared alone, with its words above and below the drawing, as SVG and as PNG.

They are made when a site is published, and of what is published only: a PNG takes half as long as both drawings. No page
holds more of a picture than its address.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from pathlib import Path

from ledger import kept
from ledger.charts.converter import keep_picture, picture_file
from ledger.charts.figure import Figure
from ledger.charts.font import font_folder
from ledger.charts.svg import poster
from ledger.charts.workers import Crew, Ended


def shared(figure: Figure) -> str:
    """The figure by itself, as SVG."""
    lines = (figure.shown, *figure.below) if figure.shown else figure.below
    return poster(figure.wide, title=figure.title, subtitle=figure.subtitle, lines=lines, leftward=figure.leftward)


def make_pictures(drawings: Iterable[str], cache: Path, step: Callable[[str, int, int], None]) -> None:
    """Make the PNG of each drawing that has none in the cache, in workers."""
    missing = [svg for svg in drawings if kept.recall(picture_file(svg, cache)) is None]
    if not missing:
        return
    font_folder(cache)  # made here once, not in every worker
    with Crew(lambda n: keep_picture(missing[n], cache)) as crew:
        for done, (n, ended) in enumerate(crew.run(range(len(missing))), 1):
            if isinstance(ended, Ended):
                raise RuntimeError(f"a picture cannot be made: its worker {ended.why}\n{missing[n][:300]}")
            step("picture", done, len(missing))


def picture(svg: str, cache: Path) -> bytes:
    """The PNG of a drawing, after ``make_pictures``."""
    file = picture_file(svg, cache)
    content = kept.recall(file)
    if content is None:
        raise OSError(errno.EIO, "was damaged while the site was built", str(file))
    return content
