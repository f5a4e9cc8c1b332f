"""A site that was built elsewhere, to be looked at: the ZIP that a workflow keeps of a pull request, or a folder."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.problems import Problems

LARGEST = 4 * 10**9
"""Bytes that an archive may become."""


@contextmanager
def unpacked(path: Path, problems: Problems) -> Iterator[Path]:
    """The folder of a site; that of an archive is taken away afterwards. Raises ``Refused`` where there is no site in it."""
    remedy = "name the ZIP that a workflow kept, or a folder that a build made"
    if path.is_dir():
        if not (path / "index.html").is_file():
            problems.add(str(path), 0, "there is no site in it: no index.html", remedy)
            problems.stop_if_any()
        yield path.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="ledger-site-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                    problems.add(str(path), 0, f"would become more than {LARGEST // 10**9} GB", remedy)
                elif "index.html" not in archive.namelist():
                    problems.add(str(path), 0, "there is no site in it: no index.html", remedy)
                else:
                    archive.extractall(folder)  # no name leads out of the folder
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            problems.add(str(path), 0, f"cannot be read ({getattr(error, 'strerror', None) or error})", remedy)
        problems.stop_if_any()
        yield Path(folder)
