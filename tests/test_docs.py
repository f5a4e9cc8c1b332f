"""The documents agree with the code, with each other and with the folders; nothing in the project is about one workplace."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import NEWSROOM, REPOSITORY, build_py

from ledger.charts.declared.asked import KEYS
from ledger.charts.declared.derived import FUNCTIONS
from ledger.charts.marks import MARKS
from ledger.language import Habits
from ledger.load.descriptor import PagesSettings
from ledger.load.roles import ROLES

README = (REPOSITORY / "README.md").read_text(encoding="utf-8") if (REPOSITORY / "README.md").is_file() else ""
VERBS = re.findall(r"^    (\w+)(?: {1,}\S|$)", build_py("--help").out.split("verbs:")[1], re.M)


def committed() -> list[str]:
    """Every file that is or is about to be committed; where there is no git, every file of the project's own folders."""
    asked = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if asked.returncode == 0:
        names = asked.stdout.splitlines()
    else:
        left_out = {".cache", "site", ".venv", "__pycache__", ".git", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
        names = [p.relative_to(REPOSITORY).as_posix() for p in REPOSITORY.rglob("*") if p.is_file() and not left_out & set(p.relative_to(REPOSITORY).parts)]
    return [name for name in sorted(names) if (REPOSITORY / name).is_file()]


FILES = committed()


def text_of(name: str) -> str:
    return (REPOSITORY / name).read_bytes().decode("utf-8", errors="replace")


def test_the_command_line_has_verbs_to_document() -> None:
    assert {"build", "serve", "check", "fingerprint"} <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_the_readme_tells_every_verb(verb: str) -> None:
    assert re.search(rf"build\.py {verb}\b", README)


def test_the_readme_tells_no_verb_and_no_option_that_does_not_exist() -> None:
    helps = {verb: build_py(verb, "--help").out for verb in VERBS}
    for verb, rest in re.findall(r"python build\.py (\w+)([^`\n]*)", README):
        if verb == "VERB":
            continue
        assert verb in VERBS, verb
        for option in re.findall(r"--[a-z]+", rest):
            assert option == "--help" or option in helps[verb], f"build.py {verb} has no {option}"


def test_the_door_describes_the_verbs_that_it_has() -> None:
    docstring = text_of("build.py").split('"""')[1]
    assert set(re.findall(r"python build\.py (\w+)", docstring)) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str) -> None:
    said = build_py(verb, "--help")
    assert said.code == 0
    assert all(re.search(rf"{option}\b.*\n?.*[a-z]{{3}}", said.out) for option in re.findall(r"^  (--[a-z]+)", said.out, re.M))


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.M))


def test_machines_run_the_commands_that_the_readme_tells_people() -> None:
    files = [name for name in FILES if name.startswith((".ci/", ".github/workflows/"))]
    assert files
    documented = README + (text_of("CONTRIBUTING.md") if "CONTRIBUTING.md" in FILES else "")
    called = set()
    for name in files:
        called |= set(re.findall(r"^\s*(?:- )?(?:run: |exec )?(make [\w-]+|python build\.py \w+)", text_of(name), re.M))
    assert called
    for command in called:
        assert command in documented, command
        if command.startswith("make "):
            assert command.split()[1] in make_targets(), command


def test_every_make_command_of_the_documents_exists() -> None:
    for name in (n for n in FILES if n.endswith(".md") and "/" not in n):
        for target in re.findall(r"(?:`|^)make ([a-z-]+)", text_of(name), re.M):
            assert target in make_targets(), f"{name}: make {target}"


def test_the_drawing_of_the_architecture_names_folders_that_exist() -> None:
    drawings = [block for block in re.findall(r"```\w*\n(.*?)```", README, re.S) if "──►" in block]
    assert len(drawings) == 1
    named = set(re.findall(r"(?<![\w/.])((?:[a-z]+/)+)", drawings[0])) - {"site/"}
    assert {"data/", "templates/"} <= named
    for folder in named:
        assert (REPOSITORY / folder).is_dir(), folder
    for stage in ("load", "check", "draw", "render", "publish"):
        assert re.search(rf"\b{stage}\b", drawings[0]), stage


def test_paths_in_the_documents_exist() -> None:
    not_always_there = ("site/", ".cache/", ".venv/", "content/static/")  # made by a build, or by whoever needs it
    for name in (n for n in FILES if n.endswith(".md") and "/" not in n):
        for path in re.findall(r"`((?:ledger|tests|content|data|templates|benchmarks|\.github|\.ci)/[\w./-]*)`", text_of(name)):
            if not path.startswith(not_always_there) and "NAME" not in path and "steel" not in path:
                assert (REPOSITORY / path).exists(), f"{name}: {path}"


def test_python_files_that_the_documents_name_exist() -> None:
    there = {name.rpartition("/")[2] for name in FILES}
    for name in (n for n in FILES if n.endswith(".md") and "/" not in n):
        for file in re.findall(r"`([\w.-]+\.py)`", text_of(name)):
            assert file in there, f"{name}: {file}"


def test_links_between_the_documents_lead_somewhere() -> None:
    for name in (n for n in FILES if n.endswith(".md") and not n.startswith(("content/", "tests/"))):
        for link in re.findall(r"\]\(([^)#:\s]+)\)", re.sub(r"```.*?```|`[^`]*`", "", text_of(name), flags=re.S)):
            assert ((REPOSITORY / name).parent / link).exists(), f"{name}: {link}"


def test_the_stages_of_the_generator_import_only_earlier_ones() -> None:
    stages = ["load", "keep", "check", "charts", "render", "outputs", "publish"]
    for place, stage in enumerate(stages):
        for file in (REPOSITORY / "ledger" / stage).rglob("*.py"):
            for module, other in re.findall(r"^\s*(?:from|import) (ledger\.(\w+)[\w.]*)", file.read_text(encoding="utf-8"), re.M):
                assert other not in stages or stages.index(other) <= place, f"{file.relative_to(REPOSITORY)} imports {module}"


MACHINE = re.compile(r"(?<![\w.~])/(?:home|root|work|Users|opt|mnt|srv)/\w+|(?<![\w.])/tmp/\w+|[A-Z]:\\\\Users")
SELF = "tests/test_docs.py"


def test_no_file_names_a_path_of_one_machine() -> None:
    found = []
    for name in FILES:
        if name != SELF:
            found += [f"{name}:{number}: {line.strip()[:120]}" for number, line in enumerate(text_of(name).splitlines(), 1) if MACHINE.search(line)]
    assert found == []


def requirement_files() -> list[str]:
    return [name for name in FILES if re.fullmatch(r"requirements[\w-]*\.txt", name)]


def test_requirements_are_pinned_with_hashes_and_name_no_host() -> None:
    assert requirement_files()
    for name in requirement_files():
        text = text_of(name)
        assert "http" not in text and "--index" not in text and "--find-links" not in text, name
        logical = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*$", "", text, flags=re.M))
        lines = [line.strip() for line in logical.splitlines() if line.strip()]
        assert lines
        for line in lines:
            assert re.match(r"[\w.\[\]-]+==\S+", line), f"{name}: {line[:80]}"
            assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), f"{name}: {line[:80]}"


def test_the_texts_themselves_are_not_in_the_project() -> None:
    """Fingerprints keep figures; no file of the project is one of the archived texts."""
    archived = {line.split(",")[1] for line in text_of("data/sources.csv").splitlines()[1:]}
    assert archived
    assert not [name for name in FILES if name.rsplit("/", 1)[-1] in archived]


def test_the_tiny_newsroom_brings_no_theme_of_its_own() -> None:
    assert not (NEWSROOM / "templates").exists()


MADE_OF_PARTS = re.compile(
    r"sectors|(regions|sectors|indicators|targets|timeline|catalogue|policies|discrepancies)-about|catalogue-short|method|degree-\w+|checked-\w+|of-counts-\w+|better-\w+"
)
"""Words whose names are put together, from what a table of a role, a vocabulary or the first part of an address is called."""


def test_every_word_of_the_interface_is_said_somewhere() -> None:
    # A kind of discrepancy names the word for what it is held against (against: counted).
    places = [*REPOSITORY.glob("templates/**/*.html"), *REPOSITORY.glob("ledger/**/*.py"), REPOSITORY / "data" / "kinds.yaml"]
    text = "\n".join(place.read_text(encoding="utf-8") for place in places)
    words = re.findall(r"^\"?([\w-]+)\"?:", text_of("templates/words/en.yml"), re.M)
    assert words and not [word for word in words if not re.search(rf"""['"]{word}['"]|against: {word}\b""", text) and not MADE_OF_PARTS.fullmatch(word)]


def _columns(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


@pytest.mark.parametrize("text", ["docs/data.md", "docs/zh/data.md"])
def test_the_guide_to_data_tells_every_role_and_its_columns(text: str) -> None:
    told = re.findall(r"^\| `(\w+)` \| (.*) \|$", text_of(text).split("<!-- roles -->")[1].split("<!-- /roles -->")[0], re.M)
    assert told == [(role.name, " | ".join(map(_columns, (role.must, role.may, role.usual)))) for role in ROLES.values()]


@pytest.mark.parametrize(("text", "heading"), [("docs/data.md", "## How a table is shown"), ("docs/zh/data.md", "## 表怎样显示")])
def test_the_guide_to_data_tells_every_key_of_a_table_s_pages(text: str, heading: str) -> None:
    told = re.findall(r"^\| `(\w+)` \|", text_of(text).split(heading)[1], re.M)
    assert {*PagesSettings.__struct_fields__, "title"} == set(told)


@pytest.mark.parametrize("text", ["docs/languages.md", "docs/zh/languages.md"])
def test_the_guide_to_languages_tells_every_habit(text: str) -> None:
    rows = text_of(text).split("<!-- habits -->")[1].split("<!-- /habits -->")[0].splitlines()
    assert sorted(key for row in rows if row.startswith("| `") for key in re.findall(r"`(\w+)`", row.split("|")[1])) == sorted(Habits.__struct_fields__)


def _told(text: str, part: str) -> list[str]:
    rows = text_of(text).split(f"<!-- {part} -->")[1].split(f"<!-- /{part} -->")[0].splitlines()
    return [name for row in rows if row.startswith("| `") for name in re.findall(r"`(\w+)(?::[^`]*)?`", row.split("|")[1])]


@pytest.mark.parametrize("text", ["docs/charts.md", "docs/zh/charts.md"])
def test_the_guide_to_charts_tells_every_key_every_function_and_every_mark(text: str) -> None:
    assert sorted(_told(text, "keys")) == sorted(KEYS)
    assert _told(text, "functions") == list(FUNCTIONS)
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \|$", text_of(text).split("<!-- marks -->")[1].split("<!-- /marks -->")[0], re.M)
    assert [(name, takes) for name, _, takes in rows] == [(m.name, _columns(tuple(sorted(m.takes)))) for m in MARKS.values()]
    assert "/zh/" in text or [about for _, about, _ in rows] == [m.about for m in MARKS.values()]


def test_an_output_is_one_file_of_its_folder(tmp_path: Path) -> None:
    """Nothing else names it: a file that is put there is made for readers."""
    shutil.copytree(REPOSITORY / "ledger", tmp_path / "ledger", ignore=shutil.ignore_patterns("__pycache__"))
    hello = (
        "from ledger.outputs.output import Output\n\nOUTPUTS = (Output('hello', lambda edition: ('hello.txt',), lambda edition, path: b'hello', once=True),)\n"
    )
    (tmp_path / "ledger" / "outputs" / "hello.py").write_text(hello, encoding="utf-8")
    call = [sys.executable, "-c", "from ledger.outputs import OUTPUTS; print(*(output.name for output in OUTPUTS))"]
    names = [subprocess.run(call, cwd=folder, capture_output=True, text=True, check=True).stdout.split() for folder in (REPOSITORY, tmp_path)]
    assert names[0] and sorted([*names[0], "hello"]) == sorted(names[1])
