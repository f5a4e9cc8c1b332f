"""The place that a site is published in: whether it may be replaced, and what in it belongs to the host.

A build replaces only what a build made. It leaves a mark in the folder, a hidden file that no page leads to, and takes a
folder without the mark only if it is empty, or plainly a site that a version before the mark has made. What a host or a
person keeps at the top of the folder stays there: ``.git`` of a checkout, ``CNAME``, ``.htaccess``. Any other file that no
build made is set aside in ``.cache/set-aside/``.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from ledger.problems import Problems
from ledger.publish.manifest import entries, remembered

MARK = ".green-ledger"
MARK_TEXT = "A build of Green Ledger made this folder and replaces it as a whole. Files of your own for it belong into content/static/.\n"
_STYLE = re.compile(r"site\.[0-9a-f]{10}\.css")
_INPUTS = ("content", "data", "templates", "ledger", ".cache", ".git")
_ELSEWHERE = "choose another folder with --out"


def called(out: Path | None) -> str:
    """What a message calls the folder: as it was asked for."""
    return str(out) if out else "site"


def resolve(root: Path, out: Path | None, problems: Problems) -> Path:
    """The folder that ``out`` means, where a symlink leads to. Says what no site can be published into, whatever is there."""
    asked = Path(os.path.abspath(out.expanduser() if out else root / "site"))
    place, name = Path(os.path.realpath(asked)), called(out)
    here, generator = Path(os.path.realpath(root)), Path(__file__).resolve().parents[2]
    protected = [home / name for home in (here, generator) for name in _INPUTS]
    inputs = [Path(os.path.realpath(p)) for p in protected if p.exists()]
    if asked.is_symlink() and not place.exists():
        problems.add(name, 0, f"is a symlink to {place}, which is not there", f"make that folder, or {_ELSEWHERE}")
    elif place == here:
        problems.add(name, 0, "is the project itself, and a site replaces its folder", _ELSEWHERE)
    elif inside := next((p for p in inputs if place.is_relative_to(p)), None):
        problems.add(name, 0, f"is inside {inside.name}/, which a site is made from", _ELSEWHERE)
    elif any(p.is_relative_to(place) for p in (here, generator, *inputs)):
        problems.add(name, 0, "holds the project, and a site replaces its folder", _ELSEWHERE)
    elif site := next((p for p in place.parents if (p / MARK).is_file() or p == Path(os.path.realpath(here / "site"))), None):
        problems.add(name, 0, f"is inside the site {site.name}/, which a build replaces as a whole", _ELSEWHERE)
    elif place.exists() and not place.is_dir():
        problems.add(name, 0, "is a file, and a site is a folder", _ELSEWHERE)
    elif os.path.ismount(place):
        problems.add(name, 0, "is a mount point, which cannot be replaced", "publish into a folder inside it with --out")
    else:
        above = next(p for p in place.parents if p.exists() or p.is_symlink())
        if not above.is_dir():
            problems.add(name, 0, f"cannot be made: {above} is a file", _ELSEWHERE)
        elif not os.access(above, os.W_OK | os.X_OK):
            problems.add(name, 0, f"cannot be made, because {above} cannot be written to", f"give yourself the right to, or {_ELSEWHERE}")
    return place


def claim(place: Path, name: str, problems: Problems) -> None:
    """Say so if ``place``, which the caller calls ``name``, holds what no build made."""
    if not place.is_dir() or (place / MARK).is_file():
        return
    if holds_nothing_of_a_site(place):
        return
    if looks_like_ours(place):
        problems.add(name, 0, "was made by a version that left no mark; it is taken as this project's site from now on", warning=True)
    else:
        problems.add(name, 0, "is a folder that no build made, and a site replaces its folder", f"empty it yourself if it may go, or {_ELSEWHERE}")


def holds_nothing_of_a_site(place: Path) -> bool:
    """Whether a folder is empty, but for what a host keeps there."""
    return set(os.listdir(place)) <= set(hosts_own(place, ()))


def looks_like_ours(place: Path) -> bool:
    """Whether a folder without the mark is plainly a site of ours: everything that every site has, described by its own package."""
    if not all((place / name).is_file() for name in ("index.html", "404.html", ".nojekyll", "search/index.json", "data/datapackage.json")):
        return False
    import json

    try:
        described = json.loads((place / "data/datapackage.json").read_text(encoding="utf-8"))
        tables = [str(r["name"]) for r in described["resources"]]
    except (OSError, ValueError, TypeError, KeyError):
        return False
    styled = (place / "assets").is_dir() and any(_STYLE.fullmatch(name) for name in os.listdir(place / "assets"))
    return styled and bool(tables) and all((place / "data" / f"{name}.{kind}").is_file() for name in tables for kind in ("csv", "json"))


def hosts_own(place: Path, published: Iterable[str]) -> list[str]:
    """Names at the top of ``place`` that are a host's or a person's: hidden ones and ``CNAME``, unless a build published them."""
    ours = {MARK, ".nojekyll", *(path.partition("/")[0] for path in published)}
    return sorted(n for n in os.listdir(place) if (n.startswith(".") or n == "CNAME") and n not in ours)


def paths_in(folder: Path) -> frozenset[str]:
    """Every file of ``folder``, as a path on the site."""
    return frozenset(path for path, _, is_folder in entries(folder) if not is_folder)


def set_aside(place: Path, new: Collection[str], cache: Path, problems: Problems) -> None:
    """Copy what no build made, and the host does not keep at the top, to where it is not lost when a site of ``new`` files takes the
    place."""
    if not place.is_dir():
        return
    known = frozenset(remembered(place, cache).files) or None
    kept = set(hosts_own(place, known or ()))
    strays = sorted(p for p in paths_in(place) - set(new) - (known or frozenset()) if p.partition("/")[0] not in kept and p != MARK)
    for path in strays:
        target = cache / "set-aside" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_symlink():
            target.unlink()
        shutil.copy2(place / path, target, follow_symlinks=False)
    if strays and known is not None:
        more = f" and {len(strays) - 1} more" if len(strays) > 1 else ""
        what = f"was not made by a build; it is now in .cache/set-aside/{more}"
        name = os.path.relpath(place, cache.parent) if place.is_relative_to(cache.parent) else str(place)
        problems.add(f"{name}/{strays[0]}", 0, what, "what is to stay on the site belongs into content/static/", warning=True)
