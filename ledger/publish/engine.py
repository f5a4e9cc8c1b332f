"""What makes artefacts beside their inputs: our own code, Python, the libraries, the generator's templates, and the address of the site."""

from __future__ import annotations

import hashlib

from ledger.installation import installed
from ledger.project import Project


def engine(project: Project) -> str:
    """One name for all of it: what other code has made is not taken over."""
    theme = [] if project.has_own_templates else sorted(p for p in project.templates.rglob("*") if p.is_file())
    entries = [f"{p.relative_to(project.templates).as_posix()} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in theme]
    return hashlib.sha256("\n".join([installed(), project.site_url, *entries]).encode()).hexdigest()
