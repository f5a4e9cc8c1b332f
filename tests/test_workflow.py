"""The workflow that tests and publishes: every action is the commit that we read, and nothing may do more than it must."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import REPOSITORY

WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))


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
            assert writes <= ({"pages", "id-token"} if name == "deploy" else set()), name


@pytest.mark.long
def test_zizmor_finds_nothing_unsafe() -> None:
    program = Path(sys.executable).parent / "zizmor"
    if not program.is_file():
        pytest.fail("zizmor is missing; it is in requirements-dev.txt", pytrace=False)
    said = subprocess.run([program, "--offline", "--no-progress", "--persona", "pedantic", *WORKFLOWS], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout
