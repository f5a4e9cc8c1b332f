"""The workflow that tests and publishes: every action is the commit that we read, and nothing may do more than it must."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import REPOSITORY

SAMPLE = REPOSITORY / "ledger/scaffold/sample/dot-github"
WORKFLOWS = sorted([*(REPOSITORY / ".github/workflows").glob("*.yml"), *(SAMPLE / "workflows").glob("*.yml")])
FORMS = sorted(file for folder in (REPOSITORY / ".github", SAMPLE) for file in (folder / "ISSUE_TEMPLATE").glob("*.yml") if file.name != "config.yml")
MAY_WRITE = {"deploy": {"pages", "id-token"}, "comment": {"pull-requests"}}


def test_every_action_is_pinned_by_its_whole_hash_with_its_version_behind() -> None:
    for file in WORKFLOWS:
        used = re.findall(r"uses: (.*)", file.read_text(encoding="utf-8"))
        assert used
        assert [line for line in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_nobody_may_do_anything_unless_a_job_says_so() -> None:
    for file in WORKFLOWS:
        workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {}
        for name, job in workflow["jobs"].items():
            writes = {what for what, may in job["permissions"].items() if may == "write"}
            assert writes <= MAY_WRITE.get(name, set()), name


def test_what_may_write_into_a_pull_request_runs_nothing_of_it() -> None:
    for file in WORKFLOWS:
        job = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]["comment"]
        assert "head.repo.full_name == github.repository" in job["if"] and "pull_request_target" not in file.read_text(encoding="utf-8")
        for step in job["steps"]:
            assert "checkout" not in step.get("uses", "") and not re.search(r"build\.py|ledger|make|\$\{\{", step.get("run", "")), step
        build = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]["build"]
        kept = {step["with"]["name"]: step["with"]["path"] for step in build["steps"] if "upload-artifact" in step.get("uses", "")}
        assert kept == {"changes": "changes.md", "site": "site"}
        assert all(step["if"] == "github.event_name == 'pull_request'" for step in build["steps"] if "upload-artifact" in step.get("uses", ""))


@pytest.mark.parametrize("file", WORKFLOWS, ids=("ours", "sample"))
def test_a_pull_request_that_cannot_be_compared_is_told_so(file: Path, tmp_path: Path) -> None:
    [step] = [step for step in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]["build"]["steps"] if "diff HEAD^" in step.get("run", "")]
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    for name in ("python", "ledger"):
        (programs / name).write_text("#!/bin/sh\nexit 1\n")
        (programs / name).chmod(0o755)
    done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env={"PATH": os.environ["PATH"], "GITHUB_STEP_SUMMARY": "summary.md"}, check=False)
    told = (tmp_path / "changes.md").read_text(encoding="utf-8")
    assert done.returncode == 0 and told.strip() and (tmp_path / "summary.md").read_text(encoding="utf-8") == told  # GitHub takes no empty comment


def test_the_forms_for_corrections_are_what_github_reads() -> None:
    assert len(FORMS) == 2
    for file in FORMS:
        form = yaml.safe_load(file.read_text(encoding="utf-8"))
        # https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
        assert form.keys() <= {"name", "description", "title", "labels", "body"} and form["name"] and form["description"]
        assert {part["type"] for part in form["body"]} <= {"markdown", "input", "textarea", "dropdown", "checkboxes"}
        ids = [part["id"] for part in form["body"]]
        assert ids == ["where", "wrong", "source", "public"] and all(part["attributes"]["label"] for part in form["body"])
        assert [part["id"] for part in form["body"] if part.get("validations", {}).get("required")] == ["where", "wrong", "source"]


@pytest.mark.long
def test_zizmor_finds_nothing_unsafe() -> None:
    program = Path(sys.executable).parent / "zizmor"
    if not program.is_file():
        pytest.fail("zizmor is missing; it is in requirements-dev.txt", pytrace=False)
    said = subprocess.run([program, "--offline", "--no-progress", "--persona", "pedantic", *WORKFLOWS], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout
