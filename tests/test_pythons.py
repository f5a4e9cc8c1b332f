"""The same bytes from every Python that is installed: floats add up differently in 3.12, and dictionaries once did.

``PYTHONS``, paths with colons between, adds interpreters to those on the PATH (``python3.11`` and later).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ADDRESS, REPOSITORY, Newsroom, tree

pytestmark = pytest.mark.xdist_group("pythons")  # one environment for each Python

NAMES = [f"python3.{minor}" for minor in range(11, 15)]


def others() -> dict[str, str]:
    """``{"3.12.1": path}`` of every Python that answers, but the one that runs the tests; a name on the PATH may be a mere shim."""
    found = {}
    for name in [*filter(None, os.environ.get("PYTHONS", "").split(os.pathsep)), *filter(None, map(shutil.which, NAMES))]:
        said = subprocess.run([name, "-c", "import ensurepip, platform; print(platform.python_version())"], capture_output=True, text=True, check=False)
        if said.returncode == 0 and said.stdout.strip() != sys.version.split()[0]:
            found.setdefault(said.stdout.strip(), name)
    return found


def furnished(version: str, python: str) -> Path:
    """That Python with the pinned packages, in an environment that is kept below ``.cache/`` until the pins change."""
    pins = hashlib.sha256((REPOSITORY / "requirements.txt").read_bytes()).hexdigest()[:12]
    folder = REPOSITORY / ".cache" / "pythons" / f"{version}-{pins}"
    program = folder / "bin" / "python"
    if not (folder / "whole").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        install = [program, "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
        for call in (
            [python, "-m", "venv", folder],
            [*install, "--require-hashes", "--requirement", REPOSITORY / "requirements.txt"],
            [*install, "--no-deps", "--no-build-isolation", "--editable", REPOSITORY],
        ):
            done = subprocess.run(call, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"Python {version}: {done.stderr[-600:]}"
        (folder / "whole").touch()
    return program


def built_by(program: Path, newsroom: Newsroom, folder: Path) -> dict[str, str]:
    """The site that another Python makes of a newsroom, from nothing."""
    again = newsroom.copy(folder)
    for made in (again.site, again.root / ".cache"):
        shutil.rmtree(made)
    call = [program, REPOSITORY / "build.py", "build", "--project", again.root]
    said = subprocess.run(call, env={**os.environ, **ADDRESS}, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return tree(again.site)


@pytest.mark.long
@pytest.mark.parametrize("name", ["addressed_newsroom", "flagship"])
def test_every_python_that_is_installed_makes_the_same_bytes(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    site = request.getfixturevalue(name)
    here = tree(site.site)
    pythons = others()
    if not pythons:
        pytest.fail("there is no second Python to compare with: install python3.11, 3.12, 3.13 or 3.14, or name one in PYTHONS", pytrace=False)
    for version, python in pythons.items():
        there = built_by(furnished(version, python), site, tmp_path / version)
        assert [path for path in here.keys() | there.keys() if here.get(path) != there.get(path)] == [], f"Python {version} and {sys.version.split()[0]}"
