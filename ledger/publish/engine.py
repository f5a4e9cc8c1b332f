"""What makes artefacts beside their inputs: our own code, Python, the libraries, and the address of the site."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from ledger.installation import installed

if TYPE_CHECKING:
    from ledger.project import Project


def surroundings() -> str:
    """One name for all that a site is made from beside its inputs; found without understanding these."""
    return _name(installed(), os.environ.get("SITE_URL", ""))


def engine(project: Project, surroundings: str) -> str:
    """One name for all of it: what other code has made is not taken over."""
    return _name(surroundings, project.site_url, *(f"{lang.code} {lang.tag} {lang.habits}" for lang in project.languages))


def _name(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
