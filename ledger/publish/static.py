"""``content/static/``: files for the root of the site, published as they are: ``CNAME``, ``robots.txt``, ``.well-known/``.

Hosts, search engines and browsers look for such files at fixed addresses. One that has the address of a page, an asset or a
download is a mistake, and so is one that leads out of the folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from ledger.problems import Problems

FOLDER = "static"
_NOT_PUBLISHED = (".nojekyll",)
"""What every site has anyway."""
_LEFT_BY_PROGRAMS = (".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX")


def static_files(content: Path, problems: Problems) -> dict[str, Path]:
    """``{path on the site: file}``, sorted; what cannot be published is a problem."""
    root = content / FOLDER
    found: dict[str, Path] = {}

    def refuse(path: Path, what: str, remedy: str) -> None:
        problems.add(f"{content.name}/{os.fsencode(path.relative_to(content)).decode('utf-8', 'replace')}", 0, what, remedy)

    if root.is_symlink():
        refuse(root, "is a symlink", "make it a folder, with the files themselves in it")
        return {}
    for at, folders, names in os.walk(root):
        folders[:] = sorted(n for n in folders if n not in _LEFT_BY_PROGRAMS and n not in (".git", ".hg", ".svn"))
        for name in sorted([*names, *(n for n in folders if os.path.islink(os.path.join(at, n)))]):
            path = Path(at, name)
            if name in (*_LEFT_BY_PROGRAMS, *_NOT_PUBLISHED) or name.endswith(("~", ".swp")) or name.startswith(("~$", ".~lock.", ".#")):
                continue
            if path.is_symlink():
                refuse(path, "is a symlink", "put the file itself there")
            elif not stat.S_ISREG(path.lstat().st_mode):
                refuse(path, "is no file that could be published", "remove it")
            elif not os.access(path, os.R_OK):
                refuse(path, "cannot be read", "give yourself the right to read it")
            elif any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 or c == "\\" for c in name):
                refuse(path, "has a name that no address can hold", "give it a name of letters, digits, dots and hyphens")
            else:
                found[path.relative_to(root).as_posix()] = path
    return found


def check_addresses(static: Mapping[str, Path], published: Mapping[str, str], problems: Problems) -> None:
    """Each file must have an address of its own. ``published`` says of each path of the site who is there."""
    there = {path.casefold(): owner for path, owner in published.items()}
    folders = {path[:end].casefold(): owner for path, owner in published.items() for end in _slashes(path)}
    seen: dict[str, str] = {}
    for path in static:
        key = path.casefold()
        above = next((there[key[:end]] for end in _slashes(key) if key[:end] in there), None)
        owner = there.get(key) or folders.get(key) or above or seen.get(key)
        seen[key] = f"content/{FOLDER}/{path}"
        if owner:
            problems.add(f"content/{FOLDER}/{path}", 0, f"has the address of {owner}", "give one of the two another name")


def publish_static(static: Mapping[str, Path], write: Callable[[str, bytes], None]) -> None:
    for path, file in static.items():
        write(path, file.read_bytes())


def _slashes(path: str) -> list[int]:
    return [n for n, letter in enumerate(path) if letter == "/"]
