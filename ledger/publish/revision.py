"""What a project was at a revision of its repository: its inputs as git has them, in a folder of their own."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import IO

from ledger.keep.inputs import NAMES
from ledger.problems import Problems, Refused


def unpack(root: Path, revision: str, folder: Path, problems: Problems) -> str:
    """Put the inputs of the project in ``root``, as they were at ``revision``, into ``folder``; the short hash of the revision.

    Raises ``Refused`` where git, the repository, the revision or the project in it cannot be found.
    """
    if git(root, problems, "rev-parse", "--is-inside-work-tree") is None:
        problems.add(str(root), 0, "git knows no repository that this folder is in", "call it in a checkout, or with --project DIR")
        raise Refused(problems)
    found = git(root, problems, "rev-parse", "--verify", "--quiet", "--short", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        problems.add(revision, 0, "is no revision of this repository", "name a branch, a tag or a commit that has been fetched, such as HEAD or origin/main")
        raise Refused(problems)
    name = found.strip()
    listed = git(root, problems, "ls-tree", "-z", "--name-only", name, "--", *NAMES) or ""
    there = [path for path in listed.split("\0") if path]
    if "mkdocs.yml" not in there:
        problems.add(revision, 0, "has no newsroom in this folder: mkdocs.yml is not there", "name a later revision")
        raise Refused(problems)
    with tempfile.TemporaryFile() as archive:
        if git(root, problems, "archive", "--format=tar", name, "--", *there, into=archive) is None:
            problems.add(revision, 0, "git cannot give out what is in it", "look at it with git show, or fetch it again")
            raise Refused(problems)
        archive.seek(0)
        with tarfile.open(fileobj=archive) as files:
            files.extraction_filter = lambda member, path: member  # symlinks of the newsroom, wherever they lead: git has no path that leaves its tree
            files.extractall(folder)
    return name


def git(root: Path, problems: Problems, *arguments: str, into: IO[bytes] | int = subprocess.PIPE) -> str | None:
    """What git says, or ``None`` where it refuses."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], stdin=subprocess.DEVNULL, stdout=into, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}, check=False
        )
    except FileNotFoundError:
        problems.add("git", 0, "there is no such program on the PATH, and it knows what the project was", "install git")
        raise Refused(problems) from None
    if done.returncode and b"dubious ownership" in done.stderr:
        problems.add("git", 0, "refuses a repository that is somebody else's", f"if you trust it: git config --global --add safe.directory {root}")
        raise Refused(problems)
    return None if done.returncode else os.fsdecode(done.stdout or b"")
