"""What is set up in a project and around it, what is missing, and what one that was made with an older version needs.

Everything is looked at, nothing is changed. What is well is told as it is, what is to be done is a problem with its remedy.
"""

from __future__ import annotations

import platform
import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ledger import __version__
from ledger.installation import IN_A_CLONE, THEME, version
from ledger.load.ledger import Ledger, load_ledger
from ledger.load.roles import OWN, role_of
from ledger.problems import Problems
from ledger.project import Project, load_project
from ledger.render.words import load_words
from ledger.scaffold.originals import check_links, originals

LARGEST_SITE, LARGEST_FILE = 10**9, 100 * 10**6
"""Bytes that GitHub Pages publishes, and that a file of a repository may have."""
_NEAR = 0.8
_EXTRAS = {"dask": "distributed", "mkdocs": "mkdocs", "parquet": "pyarrow"}
_LIBRARIES = ("altair", "jinja2", "markdown", "pandas", "vl-convert-python")
_WRITTEN = ("mkdocs.yml", "data/datapackage.yaml")
_IGNORED = ("site/", ".cache/")


def examine(root: Path, problems: Problems, links: bool = False) -> Iterator[str]:
    """Lines about what there is; what is to be done is added to ``problems``. With ``links``, addresses are asked whether they answer."""
    yield f"generator    green-ledger {__version__}, {'in a clone' if IN_A_CLONE else 'installed'}; Python {platform.python_version()}, {platform.system()}"
    yield f"libraries    {', '.join(f'{name} {version(name)}' for name in _LIBRARIES)}"
    yield f"extras       {', '.join(f'{name}: {_there(find_spec(module))}' for name, module in _EXTRAS.items())}"
    yield f"programs     git: {_there(shutil.which('git'))} (for diff), make: {_there(shutil.which('make'))}"
    if lacking := [name for name in _WRITTEN if not (root / name).is_file()]:
        for name in lacking:
            problems.add(name, 0, f"is not in {root}", "call it with --project DIR, or make a project: ledger init DIR")
        return
    found = Problems()
    project, ledger = load_project(root, found), load_ledger(root / "data", found)
    yield f"project      {project.languages[0].title if project.languages else root.name}, stands at {project.date or 'no day'}"
    yield f"languages    {', '.join(_spoken(root, project))}"
    rows = sum(len(ledger.rows(name)) for name in ledger.schema.tables)
    yield f"data         {len(ledger.schema.tables)} tables, {rows} rows" + (f"; {len(found.errors)} problems, see ledger check" if found.errors else "")
    yield from originals(ledger)
    yield f"address      {project.site_url or 'not known: site_url in mkdocs.yml, or SITE_URL; without it there is no site map, no feed and no picture for who shares a page'}"
    yield f"corrections  {project.contact or project.repository or 'nobody is named: extra: contact, or repo_url, in mkdocs.yml; without it no page says whom to tell'}"
    if links:
        yield from check_links(ledger, problems)
    yield from _files(root)
    _upgrade(root, ledger, problems)
    yield from _sizes(root, problems)


def _there(found: object) -> str:
    return "there" if found else "not there"


def _spoken(root: Path, project: Project) -> Iterator[str]:
    words = load_words(THEME, tuple(language.code for language in project.languages), told := Problems(), root / "words.yml")
    lacking = {match[2]: match[1] for problem in told if (match := re.match(r"(\d+) words are not said in '(\w+)'", problem.what))}
    for language in project.languages:
        yield f"{language.code} ({language.name}): " + (f"{lacking[language.code]} of {len(words)} words lack" if language.code in lacking else "complete")


def _files(root: Path) -> Iterator[str]:
    there = {
        "workflow": any((root / ".github" / "workflows").glob("*.y*ml")),
        "form for corrections": any((root / ".github" / "ISSUE_TEMPLATE").glob("correction.y*ml")),
        "fingerprints": any((root / "data" / "fingerprints").glob("*.json")),
        "addresses": (root / "data" / "addresses.csv").is_file(),
        "own templates": (root / "templates").is_dir(),
    }
    yield f"set up       {', '.join(f'{name}: {_there(found)}' for name, found in there.items())}"


def _upgrade(root: Path, ledger: Ledger, problems: Problems) -> None:
    """What a project of an older version needs."""
    if root / "templates" != THEME:
        own = sorted(path.relative_to(root / "templates") for path in (root / "templates").rglob("*") if path.is_file())
        same = [path for path in own if (THEME / path).is_file() and (THEME / path).read_bytes() == (root / "templates" / path).read_bytes()]
        if same:
            what = f"{len(same)} of {len(own)} templates are those of the generator (first: {same[0].as_posix()}), which lie beneath yours anyway"
            problems.add("templates", 0, what, "remove them, so that an upgrade reaches them")
    resources: Any = ledger.schema.raw.get("resources") or []
    plain = [resource.get("name") for resource in resources if isinstance(resource, dict) and "role" not in resource]
    if len(plain) < len(resources) and (known := [name for name in plain if isinstance(name, str) and role_of(name, None) is not OWN]):
        problems.add(
            "data/datapackage.yaml",
            0,
            f"no role is told of {', '.join(known)}, and others have one",
            "write role: … beside the name of each that has a meaning of ours",
        )
    pinned = re.search(r"^green-ledger==(\S+)", _text(root / "requirements.txt"), re.M)
    if pinned and pinned[1] != __version__:
        problems.add(
            "requirements.txt", 0, f"asks for green-ledger {pinned[1]}, and {__version__} is what runs here", "make them one; UPGRADING.md tells what changed"
        )
    ignored = _text(root / ".gitignore")
    if (root / ".git").exists() and (open := [name for name in _IGNORED if name.strip("/") not in ignored]):
        problems.add(
            ".gitignore", 0, f"does not leave out {' and '.join(open)}, which builds make", f"write {' and '.join('/' + name for name in open)} into it"
        )


def _sizes(root: Path, problems: Problems) -> Iterator[str]:
    """The site against what GitHub Pages publishes, and files against what a repository takes."""
    site = [(path.stat().st_size, path) for path in (root / "site").rglob("*") if path.is_file()]
    total, largest = sum(size for size, _ in site), max(site, default=(0, root / "site"))
    if site:
        yield f"site         {len(site)} files, {total / 1e6:.1f} MB of 1000 that GitHub Pages takes; the largest {largest[1].relative_to(root).as_posix()}, {largest[0] / 1e6:.1f} MB"
    else:
        yield "site         not built yet"
    if total > _NEAR * LARGEST_SITE:
        problems.add("site", 0, f"is {total / 1e6:.0f} MB, and GitHub Pages publishes 1000", "move a section into a project of its own, or choose another host")
    kept = [(path.stat().st_size, path) for name in ("data", "content") for path in (root / name).rglob("*") if path.is_file()]
    for size, path in [*site, *kept]:
        if size > _NEAR * LARGEST_FILE:
            problems.add(path.relative_to(root).as_posix(), 0, f"is {size / 1e6:.0f} MB, and GitHub takes files of 100", "divide it, or choose another host")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
