"""The generator as it is installed: a wheel in an environment of its own, without the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NEWSROOM, REPOSITORY, Newsroom

Ledger = Callable[..., subprocess.CompletedProcess[str]]


def ran(*call: str | Path, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    around = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SITE_URL")}
    return subprocess.run([*map(str, call)], cwd=cwd, env={**around, **(env or {})}, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", out)
    built = ran(*pip, REPOSITORY, cwd=out)
    assert built.returncode == 0, f"the wheel is built with what requirements-dev.txt pins (make test sets it up):\n{built.stdout}{built.stderr}"
    [made] = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The command ``ledger`` of a fresh environment, which has our libraries and nothing of this repository."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    program = folder / "bin" / "python"
    done = ran(sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", program, "install", "--no-index", "--no-deps", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text("".join(f"{path}\n" for path in sys.path if path.endswith("site-packages")), encoding="utf-8")

    def ledger(*arguments: str | Path, cwd: Path = folder) -> subprocess.CompletedProcess[str]:
        return ran(folder / "bin" / "ledger", *arguments, cwd=cwd)

    where = ran(program, "-c", "import ledger, sys; print(ledger.__file__, *sys.path)", cwd=folder).stdout
    assert where.startswith(str(packages)) and str(REPOSITORY) not in where.split()
    return ledger


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The package as a wheel lays it out, called as ``python -m ledger``; quicker than to build and install one."""
    folder = tmp_path_factory.mktemp("laid-out")
    shutil.copytree(REPOSITORY / "ledger", folder / "packages" / "ledger", ignore=shutil.ignore_patterns("__pycache__"))
    for name, inside in (("templates", "theme"), ("docs", "guide")):
        shutil.copytree(REPOSITORY / name, folder / "packages" / "ledger" / inside)

    def ledger(*arguments: str | Path, cwd: Path = folder) -> subprocess.CompletedProcess[str]:
        return ran(sys.executable, "-m", "ledger", *arguments, cwd=cwd, env={"PYTHONPATH": str(folder / "packages")})

    return ledger


def from_an_empty_folder(ledger: Ledger, folder: Path) -> None:
    """Begin, build, edit, make a mistake, mend it."""
    made = ledger("init", "cycling", "--languages", "zh,en", cwd=folder)
    assert made.returncode == 0 and made.stderr == "" and "ledger serve --project" in made.stdout, made
    project = folder / "cycling"
    built = ledger("build", cwd=project)
    assert built.returncode == 0 and built.stderr == "", built
    story, page = project / "content" / "en" / "stories" / "lanes.md", project / "site" / "en" / "stories" / "lanes" / "index.html"
    assert "<svg" in page.read_text(encoding="utf-8")
    before, text = page.read_bytes(), story.read_text(encoding="utf-8")
    story.write_text(text.replace("[[lanes-2030]]", "[[lanes-2031]]", 1), encoding="utf-8")
    said = ledger("build", cwd=project)
    assert said.returncode == 1 and page.read_bytes() == before
    assert said.stderr.splitlines()[0].startswith("content/en/stories/lanes.md:9: [[lanes-2031]]") and "did you mean lanes-2030" in said.stderr
    story.write_text(text.replace("In 2024 the town", "In 2024 our town"), encoding="utf-8")
    mended = ledger("build", cwd=project)
    assert mended.returncode == 0 and mended.stderr == "" and "In 2024 our town" in page.read_text(encoding="utf-8")


def test_as_it_is_installed_a_project_begins_in_an_empty_folder(laid_out: Ledger, tmp_path: Path) -> None:
    from_an_empty_folder(laid_out, tmp_path)


@pytest.mark.long
def test_from_a_wheel_too_and_the_tests_of_the_project_pass(installed: Ledger, tmp_path: Path) -> None:
    from_an_empty_folder(installed, tmp_path)
    program = Path(installed("--help", cwd=tmp_path).args[0]).parent / "python"
    tested = ran(program, "-m", "unittest", "discover", "--start-directory", "tests", cwd=tmp_path / "cycling")
    assert tested.returncode == 0, tested.stderr


@pytest.mark.long
def test_a_wheel_brings_the_theme_and_a_command_and_builds_what_a_clone_builds(installed: Ledger, built_newsroom: Newsroom, tmp_path: Path) -> None:
    town = tmp_path / "town"
    shutil.copytree(NEWSROOM, town)
    built = installed("build", "--project", town)
    assert built.returncode == 0, built.stderr
    ours, theirs = ({p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()} for site in (built_newsroom.site, town / "site"))
    assert ours == theirs
    page = town / "content" / "en" / "method.md"
    page.write_text(page.read_text(encoding="utf-8").replace("We copy", "[[nowhere]] We copy"), encoding="utf-8")
    said = installed("build", cwd=town)
    assert said.returncode == 1 and "content/en/method.md:" in said.stderr and "python build.py" not in said.stderr
    assert {p.relative_to(town / "site"): p.read_bytes() for p in (town / "site").rglob("*") if p.is_file()} == theirs
    assert installed("bench", cwd=town).stderr.startswith("bench measures the generator")
