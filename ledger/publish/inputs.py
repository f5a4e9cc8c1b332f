"""What a build is made from, as one hash: the same inputs give the same site, so there is nothing to do twice."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from ledger.kept import digest, keep, recall, remove
from ledger.load.addresses import PATH as ADDRESSES
from ledger.load.content import Document
from ledger.project import Project
from ledger.publish.place import hosts_own, published

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
    entries = [_entry(p, project.root) for p in files_below(project.data) if p != project.data / ADDRESSES] + [
        _entry(p, _OURS) for p in files_below(_OURS / "load", _OURS / "check")
    ]
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


def state(project: Project) -> frozenset[tuple[str, int, int, int, int]]:
    """What tells that an input was touched, though it may have been put back since: of each file its number, size and times."""
    root = project.root
    found = files_below(project.data, project.content, project.templates, _OURS, *(p for p in (root / "mkdocs.yml", root / "words.yml") if p.is_file()))
    return frozenset((str(p), *_numbers(p)) for p in found)


def _numbers(path: Path) -> tuple[int, int, int, int]:
    try:
        s = path.stat()
    except FileNotFoundError:  # an editor's program puts a new file in the place of the old one
        return 0, 0, 0, 0
    return s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns


class Watched:
    """What a build is made from, as it was when the build began."""

    def __init__(self, project: Project) -> None:
        """Begin. If the build before was killed and its inputs were touched since it began, what it kept is not to be trusted."""
        self.project, self.before = project, state(project)
        self._running = project.cache / "building"
        seen = digest(repr(sorted(self.before)).encode()).encode()
        if recall(self._running) not in (None, seen):
            forget(project)
        keep(self._running, seen)

    def end(self) -> list[str]:
        """The inputs that were touched in between, as an editor calls them; then nothing is kept that was made from them."""
        touched = sorted({entry[0] for entry in state(self.project) ^ self.before})
        if touched:
            forget(self.project)
        remove(self._running)
        return [os.path.relpath(path, self.project.root) for path in touched]


def forget(project: Project) -> None:
    """Keep nothing that is known by the inputs that it was made from. For a build that they changed under."""
    for name in ("checked", "figures", "pages"):
        remove(project.cache / name)


def _entry(path: Path, root: Path) -> str:
    name = os.path.relpath(path, root)
    try:
        return f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    except FileNotFoundError:  # gone since it was listed
        return f"{name} gone"


def _surroundings(project: Project) -> list[str]:
    # Folder names of installed distributions carry their versions; reading them is 50 times faster than importlib.metadata.
    installed = sorted({e.name for p in sys.path if p.endswith("site-packages") and os.path.isdir(p) for e in os.scandir(p) if e.name.endswith(".dist-info")})
    return [sys.version, project.site_url, *installed]


def is_published(project: Project, inputs: str) -> bool:
    """Whether the published site was made from these inputs and nobody has changed it since."""
    kept = recall(_memory(project))
    return kept is not None and bool(json.loads(kept) == {"inputs": inputs, "site": _listing(project)})


def remember(project: Project, inputs: str) -> None:
    """Note what the published site was made from."""
    keep(_memory(project), json.dumps({"inputs": inputs, "site": _listing(project)}).encode())


def _memory(project: Project) -> Path:
    return project.cache / f"published-{hashlib.sha256(os.fsencode(project.out)).hexdigest()[:8]}.json"


def _listing(project: Project) -> str:
    """Names, sizes and times of all published files."""
    out = project.out
    if not out.is_dir():
        return ""
    seen, hosts = [], hosts_own(out, published(out, project.cache) or ())
    for folder, folders, names in os.walk(out):
        if folder == str(out):
            folders[:] = [name for name in folders if name not in hosts]
            names = [name for name in names if name not in hosts]
        for name in names:
            status = os.stat(os.path.join(folder, name))
            seen.append(f"{folder}/{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256(os.fsencode("\n".join(sorted(seen)))).hexdigest()
