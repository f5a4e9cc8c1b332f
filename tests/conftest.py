"""What every test may use: the command line (``door``), the flagship site and the tiny newsroom, each built once.

pytest -m "not long"         what `make test` runs, with a process for each processor (-n auto --dist loadgroup)
pytest                       everything, as `make test-all` does
pytest --renew-golden        write tests/golden/ anew; look at the diff before you commit it
CHROMIUM=/path/to/chromium   the browser of test_browser.py, where it is not on the PATH

Many processes share one build. They are handed one test after another, but what has something dear of its own (a server,
all pages read) is an ``xdist_group``: one process gets the whole of it. Groups come first, then the longest single tests.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import door
import hypothesis
import pytest
from door import REPOSITORY, Said, build_py, build_py_as_a_person
from engines import CHROMIUMS, FLAGS, chromium

from ledger.load.ledger import Ledger, load_ledger
from ledger.problems import Problems

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NEWSROOM = Path(__file__).resolve().parent / "newsroom"
hypothesis.settings.register_profile("ledger", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ledger")

for _number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        # Started in the background, or by nohup: what tests start would not hear of these signals either.
        signal.signal(_number, signal.default_int_handler)

PARTS_OF_A_PROJECT = ("data", "content", "templates", "mkdocs.yml", "words.yml")


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder by its path, as a hash of its content."""
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@dataclass(frozen=True)
class Newsroom:
    """A project folder, its built site in ``site/`` and its cache in ``.cache/``."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "site"

    def build(self, **options: object) -> Said:
        return build_py("build", "--project", self.root, **options)  # type: ignore[arg-type]

    def check(self) -> Said:
        return build_py("check", "--project", self.root)

    def file(self, path: str) -> Path:
        return self.root / path

    def change(self, path: str, old: str, new: str) -> int:
        """Replace ``old``, which stands once in ``path``; return its line."""
        text = self.file(path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.file(path).write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def copy(self, folder: Path) -> Newsroom:
        """The same newsroom somewhere else, with its site and its cache. What the cache keeps by its hash or its version both have in common."""
        shutil.copytree(self.root, folder, copy_function=_linked_or_copied)
        return Newsroom(folder)


_KEPT = re.compile(r"/\.cache/(?:store|svg|png|font|runtime|templates|loaded|inputs)/")
"""Files that a build replaces, and never writes into; a test that does so has to take them away first."""


def _linked_or_copied(source: str, target: str) -> None:
    (os.link if _KEPT.search(source) else shutil.copy2)(source, target)


def _project(source: Path, folder: Path) -> Newsroom:
    folder.mkdir(parents=True)
    for part in PARTS_OF_A_PROJECT:
        if (source / part).is_dir():
            shutil.copytree(source / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif (source / part).is_file():
            shutil.copy(source / part, folder / part)
    return Newsroom(folder)


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Said]) -> Newsroom:
    """The newsroom that ``make`` makes in a folder and builds. The first process that asks for it does so, all others wait."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            shutil.rmtree(folder / "newsroom", ignore_errors=True)  # of a process that did not succeed
            said = make(folder / "newsroom")
            assert said.code == 0, said.err
            (folder / "done").touch()
    return Newsroom(folder / "newsroom")


@pytest.fixture(scope="session", autouse=True)
def remembered(tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.getbasetemp()
    door.remembers = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "remembered"
    door.remembers.mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def built_newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The tiny newsroom, built. Do not change it; ask for ``newsroom`` to get a copy of your own."""
    return _once(tmp_path_factory, "tiny", lambda folder: _project(NEWSROOM, folder).build())


@pytest.fixture
def newsroom(built_newsroom: Newsroom, tmp_path: Path) -> Newsroom:
    """A copy of the built tiny newsroom, to make mistakes in."""
    return built_newsroom.copy(tmp_path / "newsroom")


@pytest.fixture(scope="session")
def from_nothing(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Newsroom], Newsroom]:
    """What a build makes of a newsroom's data and content where nothing was kept; of the same data and content it is made once."""

    def made(newsroom: Newsroom) -> Newsroom:
        parts = [newsroom.file(part) for part in PARTS_OF_A_PROJECT]
        inputs = [tree(part) if part.is_dir() else part.is_file() and part.read_bytes() for part in parts]
        name = hashlib.sha256(repr(inputs).encode()).hexdigest()[:16]
        return _once(tmp_path_factory, f"from-nothing-{name}", lambda folder: _project(newsroom.root, folder).build())

    return made


@pytest.fixture
def fresh_newsroom(tmp_path: Path) -> Newsroom:
    """The tiny newsroom as it is checked out: never built, no cache."""
    return _project(NEWSROOM, tmp_path / "fresh")


ADDRESS = {"SITE_URL": "https://ledger.example/repo/"}
"""Where the flagship is said to be served: the 404 page and the canonical links have to know."""


@pytest.fixture(scope="session")
def addressed_newsroom(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The harbour town, built for the address that its host gives it."""
    return _once(tmp_path_factory, "addressed", lambda folder: built_newsroom.copy(folder).build(env=ADDRESS))


_CHECKED = "checked.json"


@pytest.fixture(scope="session")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The site of this repository, built into a folder of its own with a cache of its own, and checked then. Do not change it."""

    def make(folder: Path) -> Said:
        made = _project(REPOSITORY, folder)
        # as processes, so that their memory is free again
        built, checked = (build_py_as_a_person(verb, "--project", made.root, env=ADDRESS) for verb in ("build", "check"))
        folder.with_name(_CHECKED).write_text(json.dumps(asdict(checked)), encoding="utf-8")
        return built

    return _once(tmp_path_factory, "flagship", make)


@pytest.fixture(scope="session")
def check_of_the_flagship(flagship: Newsroom) -> Said:
    """What ``check`` says of the flagship, of which everything was made that can be: the pages without charts, by the build before it."""
    return Said(**json.loads(flagship.root.with_name(_CHECKED).read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """The flagship's data, loaded."""
    problems = Problems()
    loaded = load_ledger(REPOSITORY / "data", problems)
    assert not problems.errors, [str(p) for p in problems]
    return loaded


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    if not path:
        pytest.fail(f"no browser: install Chromium, or say where it is with CHROMIUM=… (looked for {', '.join(CHROMIUMS)})", pytrace=False)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


LONGEST = ("test_exact.py", "test_fuzz.py", "test_chart_functions.py", "test_work.py")
"""Files with tests of ten seconds or more that are in no group: they come first, so that no process is alone with one in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the golden files of tests/golden/ anew instead of comparing")


@pytest.fixture
def renew_golden(request: pytest.FixtureRequest) -> Iterator[bool]:
    yield bool(request.config.getoption("--renew-golden"))
