"""A project of one's own: what ``init`` makes, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import REPOSITORY, build_py, tree


def begun(folder: Path, *options: str) -> Path:
    said = build_py("init", folder, *options)
    assert said.code == 0, said.err
    return folder


@pytest.mark.parametrize("languages", ["zh,en", "en"])
def test_a_new_project_passes_its_check_without_a_word(tmp_path: Path, languages: str) -> None:
    project = begun(tmp_path / "new", "--languages", languages, "--title", 'Ours: "a" <b>', "--date", "2027-01-31")
    said = build_py("check", "--project", project, "--archive", project / "archive")
    assert (said.code, said.err) == (0, "")
    settings = yaml.safe_load((project / "mkdocs.yml").read_text(encoding="utf-8"))
    assert list(settings["extra"]["languages"]) == languages.split(",") == sorted((p.name for p in (project / "content").iterdir()), reverse=True)
    assert {identity["title"] for identity in settings["extra"]["identity"].values()} == {'Ours: "a" <b>'}
    assert str(settings["extra"]["date"]) == "2027-01-31"


def test_a_language_that_the_sample_does_not_speak_begins_with_the_english_pages_and_is_told(tmp_path: Path) -> None:
    said = build_py("init", tmp_path / "new", "--languages", "en,pt-BR,ar")
    told = [line.partition(":")[0] for line in said.out.splitlines()[1:]]
    assert said.code == 0 and told == ["pt_br", "ar"]
    settings = yaml.safe_load((tmp_path / "new" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["extra"]["languages"]["pt_br"] == {"name": "português", "tag": "pt-BR"}
    checked = build_py("check", "--project", tmp_path / "new")
    assert checked.code == 0 and not checked.problems
    assert [line.partition(" words")[0].split(" ")[-1].isdigit() for line in checked.err.splitlines()] == [True, True], checked.err


def test_the_same_call_makes_the_same_files(tmp_path: Path) -> None:
    assert tree(begun(tmp_path / "one")) == tree(begun(tmp_path / "two"))


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name, says in (("full", "is not empty"), ("file", "is a file")):
        said = build_py("init", tmp_path / name)
        assert said.code == 1 and len(said.err.splitlines()) == 2 and says in said.err and said.err.endswith("1 problem; nothing was made\n"), said
    assert tree(tmp_path) == tree(tmp_path) and {p.name for p in tmp_path.rglob("*")} == {"full", "notes.txt", "file"}
    (tmp_path / "cloned" / ".git").mkdir(parents=True)
    begun(tmp_path / "cloned")


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [
        ("--languages", "en,EN", "'en' stands there twice"),
        ("--languages", "en,", "'' is no code"),
        ("--languages", "english!", "is no code"),
        ("--date", "tomorrow", "'tomorrow' is no day; write it as 2026-05-04"),
        ("--title", "a\nb", "is no title"),
        ("--title", "A [[b]]", "is no title; write a line of text, without [[ and {{"),
        ("--languages", "en,data", "/data/ is the address of other pages"),
    ],
)
def test_a_wish_that_cannot_be_had_is_one_line(tmp_path: Path, option: str, text: str, says: str) -> None:
    said = build_py("init", tmp_path / "new", option, text)
    assert said.code == 1 and len(said.err.splitlines()) == 2 and says in said.err, said
    assert not (tmp_path / "new").exists()


def test_a_new_project_publishes_as_this_repository_does(tmp_path: Path) -> None:
    """The same actions at the same commits, and no job may more than it must."""
    made = (begun(tmp_path / "new") / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8")
    ours = (REPOSITORY / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"uses: (.*)", made))
    assert len(used) == 8 and used <= set(re.findall(r"uses: (.*)", ours))
    workflow = yaml.safe_load(made)
    assert workflow["permissions"] == {}
    assert {job: {k for k, v in said["permissions"].items() if v == "write"} for job, said in workflow["jobs"].items()} == {
        "build": set(),
        "comment": {"pull-requests"},
        "deploy": {"pages", "id-token"},
    }
