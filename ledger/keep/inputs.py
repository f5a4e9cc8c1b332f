"""The inputs of a build as they are when it begins: every file is read once, into a folder that nobody else writes to.

The build works on that copy, so that a save during a build belongs to the next one, and whatever is read twice is read alike.
A file is copied again only when its number, size or times differ from what they were; one that was touched so shortly before
it was copied that its times could not tell is held against its copy.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ledger.kept import digest, keep, recall, remove

TEMPLATES = "templates"
NAMES = ("data", "content", TEMPLATES, "mkdocs.yml", "words.yml", "words", "languages")
"""What a project's site is made from."""
WORDS = f"{TEMPLATES}/words"
"""The words of the interface, a file a language."""
THEME_WORDS = f"{TEMPLATES}/words-of-the-theme"
"""Where the copy has the theme's words if the project has some of its own in ``templates/``: they are overlaid word by word."""
_LEFT_OUT = ("__pycache__", ".git", ".hg", ".svn")
_COARSE = 2 * 10**9
"""Nanoseconds: no file system has coarser times."""
_TRIES = 5

Numbers = tuple[int, int, int, int, int]
"""Kind and rights, number, size and times of a file."""


class _Copy(msgspec.Struct, array_like=True):
    original: Numbers
    copy: Numbers
    hash: str
    taken: int


_copies = msgspec.msgpack.Decoder(dict[str, _Copy])


@dataclass(frozen=True)
class Inputs:
    """``root`` is the copy; ``hashes`` are those of all files in it, by path; ``touched`` those that were copied just now, or are gone;
    ``added`` are the project's own templates that the theme has none of."""

    root: Path
    hashes: dict[str, str]
    touched: frozenset[str]
    added: frozenset[str] = frozenset()

    def digest(self, *folders: str, without: Collection[str] = ()) -> str:
        """One hash for the files of some folders; of all, where none is named."""
        found = (f"{path} {hashed}" for path, hashed in self.hashes.items() if (not folders or path.startswith(folders)) and path not in without)
        return digest("\n".join(sorted(found)).encode("utf-8", "surrogatepass"))

    def differ(self, other: Inputs) -> list[str]:
        """The paths of the files that are not the same in both."""
        return [path for path in {**self.hashes, **other.hashes} if self.hashes.get(path) != other.hashes.get(path)]


def take(project: Path, cache: Path, theme: Path | None = None) -> Inputs:
    """Copy what is new in the inputs of the project; ``cache`` keeps the copy from one build to the next.

    The ``theme`` lies beneath the project's own ``templates``: of each file there is the project's, where it has one.
    """
    root, index = cache / "inputs", cache / "inputs.list"
    content = recall(index)
    known: dict[str, _Copy] = {}
    if content is not None:
        with suppress(msgspec.DecodeError):
            known = _copies.decode(content)
    if not known:
        remove(root)
    root.mkdir(parents=True, exist_ok=True)
    taking = _Taking(project, None if theme == project / TEMPLATES else theme, root, known)
    for name in NAMES:
        taking.take(name)
    for path in known.keys() - taking.found.keys():
        taking.touched.add(path)
        remove(root / path)
    if taking.found != known:
        keep(index, msgspec.msgpack.encode(taking.found))
    return Inputs(root, {path: copy.hash for path, copy in taking.found.items()}, frozenset(taking.touched), frozenset(taking.added))


@dataclass(frozen=True)
class _Taking:
    """One copy of the inputs into ``root``, after which ``known`` is what was copied before; the rest is filled on the way."""

    project: Path
    theme: Path | None
    root: Path
    known: dict[str, _Copy]
    found: dict[str, _Copy] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)

    def originals(self, path: str) -> list[Path]:
        """Where a file may lie; of the first that there is a copy is made, of folders what is in any."""
        own, beneath = self.project / path, path.removeprefix(TEMPLATES)
        if self.theme is None or not (beneath == "" or path.startswith(f"{TEMPLATES}/")):
            return [own]
        if path == THEME_WORDS or path.startswith(f"{THEME_WORDS}/"):
            return [self.theme / f"words{path.removeprefix(THEME_WORDS)}"]
        return [own, self.theme / beneath.lstrip("/")]

    def take(self, path: str) -> None:
        there = [(original, status) for original in self.originals(path) if (status := _status_or_none(original, path))]
        target = self.root / path
        if not there:
            remove(target)
            return
        original, status = there[0]
        if stat.S_ISDIR(status.st_mode):
            self._folder(path, [folder for folder, of in there if stat.S_ISDIR(of.st_mode)])
            return
        if self.theme is not None and len(there) == 1 and original == self.project / path and path.startswith(f"{TEMPLATES}/"):
            self.added.add(path)
        before = self.known.get(path)
        if (
            before is not None
            and _numbers(status) == before.original
            and _same(target, before.copy)
            and max(status.st_mtime_ns, status.st_ctime_ns) < before.taken - _COARSE
        ):
            self.found[path] = before
            return
        made = _copied(original, target, status, path)
        if made is None:
            remove(target)
            return
        self.found[path] = made
        if before is None or before.hash != made.hash:
            self.touched.add(path)

    def _folder(self, path: str, folders: list[Path]) -> None:
        target = self.root / path
        listed = [name for folder in folders for name in _names(folder)]
        if path == TEMPLATES and len(folders) > 1 and {"words", "words.yml"} & {*_names(folders[0])}:
            listed.append(THEME_WORDS.removeprefix(f"{TEMPLATES}/"))
        if not any(folder.is_dir() for folder in folders):  # it has just gone
            remove(target)
            return
        if not target.is_dir() or target.is_symlink():
            remove(target)
            target.mkdir()
        for gone in set(os.listdir(target)) - set(listed):
            remove(target / gone)
        for name in sorted(set(listed)):
            self.take(f"{path}/{name}")


def _names(folder: Path) -> list[str]:
    with suppress(FileNotFoundError, NotADirectoryError):  # it has just gone
        return [name for name in os.listdir(folder) if name not in _LEFT_OUT]
    return []


def _status_or_none(original: Path, path: str) -> os.stat_result | None:
    with suppress(OSError):
        return _status(original, path)
    return None


def _status(original: Path, path: str) -> os.stat_result:
    """What lies at a path. Of the newsroom's own folders and files at its top, and of single files outside of ``content``, where they lead
    if they are symlinks: what lies there is copied as well, so that a change of it is noticed. Any other is copied as a symlink."""
    status = original.lstat()
    if stat.S_ISLNK(status.st_mode) and (path in NAMES or not path.startswith("content/")):
        with suppress(OSError):
            leads = original.stat()
            if stat.S_ISREG(leads.st_mode) or (path in NAMES and not original.parent.resolve().is_relative_to(original.resolve())):
                return leads
    return status


def _copied(original: Path, target: Path, status: os.stat_result, path: str) -> _Copy | None:
    """A copy of a file, a symlink, or whatever else lies there, with a hash of what it holds; ``None`` when it has just gone, or become
    a folder: that belongs to the next build."""
    if target.is_dir() and not target.is_symlink():
        remove(target)
    for _ in range(_TRIES):
        taken = time.time_ns()
        if stat.S_ISDIR(status.st_mode):
            return None
        if stat.S_ISLNK(status.st_mode):
            try:
                leads = os.readlink(original)
            except OSError:
                return None
            remove(target)
            target.symlink_to(leads)
            content = os.fsencode(leads)
        elif stat.S_ISREG(status.st_mode):
            try:
                content = original.read_bytes()
            except FileNotFoundError:
                return None
            except OSError:
                content = b""
            fresh = target.with_name(f"{target.name}.{os.getpid()}~")
            fresh.write_bytes(content)
            fresh.chmod(stat.S_IMODE(status.st_mode) & (0o777 if os.access(original, os.R_OK) else 0))
            fresh.replace(target)
        else:
            remove(target)
            os.mkfifo(target)  # nothing that could be read, as it is there
            content = b""
        try:
            after = _status(original, path)
        except OSError:
            return None
        if _numbers(after) == _numbers(status):
            break
        status = after
    return _Copy(_numbers(status), _numbers(target.lstat()), digest(content), taken)


def _same(target: Path, numbers: Numbers) -> bool:
    try:
        return _numbers(target.lstat()) == numbers
    except OSError:
        return False


def _numbers(status: os.stat_result) -> Numbers:
    return status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
