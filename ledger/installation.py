"""Which code runs here, ours, Python and libraries, as one name: where the name is another, other bytes may be made."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_OURS = Path(__file__).resolve().parent
IN_A_CLONE = not (_OURS / "theme").is_dir()
"""Whether this is a clone of the repository, and not what a wheel has installed: there the theme lies within the package."""
THEME = _OURS.parent / "templates" if IN_A_CLONE else _OURS / "theme"
"""The templates that lie beneath those of a project."""
GUIDE = _OURS.parent / "docs" if IN_A_CLONE else _OURS / "guide"
"""The texts that ``init`` makes the guide of a project from."""
DOOR = _OURS.parent / "build.py" if IN_A_CLONE else _OURS / "__main__.py"
"""What a process of ours is started by."""
_LEFT_OUT = ("__pycache__", "theme", "sample", "guide")
"""No code: what is compiled of it, the theme, which is among the inputs of a build, and the sample and the guide, which are in none."""


def installed() -> str:
    """The name of what is installed now."""
    return hashlib.sha256("\n".join([*files_of(_OURS), sys.version, *_libraries()]).encode()).hexdigest()


def _libraries() -> list[str]:
    """The folders of installed distributions, whose names carry versions; reading them is 50 times faster than ``importlib.metadata``."""
    folders = (path for path in sys.path if path.endswith("site-packages") and os.path.isdir(path))
    return sorted({entry.name for folder in folders for entry in os.scandir(folder) if entry.name.endswith(".dist-info")})


@functools.cache
def version(name: str) -> str:
    """The version of an installed distribution."""
    plain = re.sub(r"[-_.]+", "_", name).lower()
    for folder in _libraries():
        found, _, number = folder.removesuffix(".dist-info").rpartition("-")
        if re.sub(r"[-_.]+", "_", found).lower() == plain:
            return number
    from importlib.metadata import version as looked_up

    return looked_up(name)


def files_of(folder: Path) -> list[str]:
    """The files below a folder, each with a hash of what it holds."""
    return sorted(_files(str(folder), ""))


def _files(folder: str, at: str) -> Iterator[str]:
    with os.scandir(f"{folder}/{at}") as found:
        for entry in list(found):
            if entry.is_dir():
                if entry.name not in _LEFT_OUT:
                    yield from _files(folder, f"{at}{entry.name}/")
            elif entry.is_file():
                with open(entry.path, "rb") as file:
                    yield f"{at}{entry.name} {hashlib.sha256(file.read()).hexdigest()}"
