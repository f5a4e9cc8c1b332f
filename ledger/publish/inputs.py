"""What a build is made from, as one hash: the same inputs give the same site, so there is nothing to do twice."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from ledger.kept import keep, recall
from ledger.load.content import Document
from ledger.project import Project

_OURS = Path(__file__).resolve().parent.parent
_IGNORED = ("__pycache__",)


def files_below(*folders: Path) -> list[Path]:
    """Every file of some folders (or the files themselves), sorted, without what Python writes by itself."""
    found: list[Path] = []
    for folder in folders:
        found += [folder] if folder.is_file() else [p for p in folder.rglob("*") if p.is_file() and not any(i in p.parts for i in _IGNORED)]
    return sorted(found)


def data_digest(project: Project) -> str:
    """What figures and checks depend on: the data, and the code that reads and checks them."""
    entries = [_entry(p, project.root) for p in files_below(project.data)] + [_entry(p, _OURS) for p in files_below(_OURS / "load", _OURS / "check")]
    return hashlib.sha256("\n".join(entries).encode()).hexdigest()


def data_pages_key(project: Project, data: str, documents: Iterable[Document]) -> str:
    """What data pages depend on: the data, charts, templates, code and identity, and which editorial pages there are."""
    charts = project.content / "charts"
    entries = [data, *(_entry(p, project.root) for p in files_below(charts, project.templates)), *(_entry(p, _OURS) for p in files_below(_OURS))]
    entries += [
        *(hashlib.sha256(p.read_bytes()).hexdigest() for p in (project.root / "mkdocs.yml", project.root / "words.yml") if p.is_file()),
        *(d.path for d in documents),
        *_surroundings(project),
    ]
    return hashlib.sha256("\n".join(entries).encode()).hexdigest()[:32]


def site_digest(project: Project) -> str:
    """Everything that a site depends on, the versions of Python and of the libraries included."""
    root = project.root
    own = files_below(project.data, project.content, project.templates, *(p for p in (root / "mkdocs.yml", root / "words.yml") if p.is_file()))
    entries = [_entry(p, root) for p in own] + [_entry(p, _OURS) for p in files_below(_OURS)]
    return hashlib.sha256("\n".join([*entries, *_surroundings(project)]).encode()).hexdigest()


def _entry(path: Path, root: Path) -> str:
    name = os.path.relpath(path, root)
    return f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _surroundings(project: Project) -> list[str]:
    # Folder names of installed distributions carry their versions; reading them is 50 times faster than importlib.metadata.
    installed = sorted({e.name for p in sys.path if p.endswith("site-packages") and os.path.isdir(p) for e in os.scandir(p) if e.name.endswith(".dist-info")})
    return [sys.version, project.site_url, *installed]


def is_published(project: Project, inputs: str) -> bool:
    """Whether the published site was made from these inputs and nobody has changed it since."""
    kept = recall(_memory(project))
    return kept is not None and bool(json.loads(kept) == {"inputs": inputs, "site": _listing(project.out)})


def remember(project: Project, inputs: str) -> None:
    """Note what the published site was made from."""
    keep(_memory(project), json.dumps({"inputs": inputs, "site": _listing(project.out)}).encode())


def _memory(project: Project) -> Path:
    return project.cache / f"published-{hashlib.sha256(os.fsencode(project.out)).hexdigest()[:8]}.json"


def _listing(out: Path) -> str:
    """Names, sizes and times of all published files."""
    seen = []
    for folder, _, names in os.walk(out):
        for name in names:
            status = os.stat(os.path.join(folder, name))
            seen.append(f"{folder}/{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256(os.fsencode("\n".join(sorted(seen)))).hexdigest()
