"""``doctor``: what is set up, what is missing, and what an older project needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY, Newsroom, build_py, tree


@pytest.fixture
def project(tmp_path: Path) -> Newsroom:
    assert build_py("init", tmp_path / "cycling", "--languages", "en,nl").code == 0
    return Newsroom(tmp_path / "cycling")


def test_a_new_project_has_nothing_to_be_done(project: Newsroom) -> None:
    before = tree(project.root)
    said = build_py("doctor", "--project", project.root)
    assert (said.code, said.err) == (0, "")
    told = {line[:13].strip(): line[13:] for line in said.out.splitlines()}
    assert told["generator"].startswith("green-ledger 0.1.0, in a clone; Python 3.") and "jinja2 3" in told["libraries"]
    assert told["languages"].startswith("en (English): complete, nl (Nederlands): ") and told["languages"].endswith(" words lack")
    assert told["data"] == "7 tables, 31 rows" and "workflow: there" in told["set up"] and told["site"] == "not built yet"
    assert tree(project.root) == before


def test_what_an_older_project_needs_is_said_with_its_remedy(project: Newsroom) -> None:
    (project.root / ".git").mkdir()
    project.file(".gitignore").write_text("/site/\n")
    project.change("requirements.txt", "green-ledger==0.1.0", "green-ledger==0.0.9")
    for name, role in (("sources", "source"), ("policies", "document")):
        project.change("data/datapackage.yaml", f"    path: {name}.csv\n    role: {role}\n", f"    path: {name}.csv\n")
    shutil.copytree(REPOSITORY / "templates", project.file("templates"))
    project.change("templates/story.html", "{{ content }}", "<hr>{{ content }}")
    project.file("site").mkdir()
    with project.file("site/large.bin").open("wb") as file:
        file.truncate(90_000_000)  # a hole, which takes no room
    said = build_py("doctor", "--project", project.root)
    assert said.code == 1 and said.err.splitlines()[-1] == "5 problems; nothing was changed"
    told = said.err
    assert ".gitignore: does not leave out .cache/, which builds make; write /.cache/ into it" in told
    assert "data/datapackage.yaml: no role is told of sources, policies, and others have one" in told
    assert "requirements.txt: asks for green-ledger 0.0.9, and 0.1.0 is what runs here" in told
    assert "site/large.bin: is 90 MB, and GitHub takes files of 100" in told
    own = sum(path.is_file() for path in (REPOSITORY / "templates").rglob("*"))
    assert f"templates: {own - 1} of {own} templates are those of the generator" in told


def test_where_there_is_no_project_the_rest_is_told_all_the_same(tmp_path: Path) -> None:
    said = build_py("doctor", "--project", tmp_path)
    assert said.code == 1 and said.out.startswith("generator ") and said.err.startswith("data/datapackage.yaml: is not in")


def test_windows_is_refused_in_one_sentence() -> None:
    script = "import argparse, pathlib, select, signal, subprocess, sys; sys.platform = 'win32'; import ledger.verbs.door"
    said = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert said.returncode == 1 and said.stderr.startswith("The generator runs on Linux and macOS") and said.stderr.count("\n") == 1
