"""The command line, called in this process: what click's ``CliRunner`` does, for ``build.main``.

A subprocess spends a second on imports before it reads the first row; some ninety calls of the tests would wait for that.
A call here sees what a call by a person would: its own environment, folder and output (by file descriptor, so that what
workers and libraries write is heard too), and a generator that remembers nothing of the calls before it.

Two things cannot be had here, and are refused rather than done wrong: settings that an interpreter reads when it starts,
and drawing in this process, because a process in which V8 has run must not fork again. ``build_py_as_a_person`` has both.
"""

from __future__ import annotations

import functools
import gc
import importlib
import inspect
import io
import os
import pickle
import pkgutil
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import IO, Any

REPOSITORY = Path(__file__).resolve().parent.parent
_AT_THE_START = ("PYTHON", "LC_", "LANG", "TZ", "LEDGER_PROCESSES")
"""What these environment variables mean is settled when a process begins, or, the last, would run V8 in this one."""


@dataclass(frozen=True)
class Said:
    """What one call of the command line gave back."""

    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines that say what is wrong, without the one that counts them and without warnings."""
        return [line for line in self.err.splitlines() if not re.match(r"\d+ problems?; nothing was ", line) and "warning:" not in line]


def build_py(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> Said:
    """``python build.py …``, in this process."""
    if settled := [name for name in env or {} if name.startswith(_AT_THE_START)]:
        raise ValueError(f"{', '.join(settled)}: call build_py_as_a_person")
    main = _generator()["build"].main
    with _output() as heard, _surroundings(env or {}, cwd or REPOSITORY), _forgetful():
        try:
            code = main(list(map(str, arguments)))
        except SystemExit as end:
            code = _exit_code(end.code)
        except BaseException:
            traceback.print_exc()
            code = 1
    assert "vl_convert" not in sys.modules, "V8 was loaded where the next build will fork"
    return Said(code, heard["out"], heard["err"])


def build_py_as_a_person(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> Said:
    """``python build.py …`` as a process, where signals, locales or the interpreter's own settings matter."""
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "build.py"), *map(str, arguments)],
        cwd=cwd or REPOSITORY,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


_modules: dict[str, ModuleType] = {}
remembers: Path | None = None
"""A folder for what all newsrooms are given alike; none, and each of them makes its own."""


def _generator() -> dict[str, ModuleType]:
    """Every module of the generator, and the door as ``build``; imported once, so that there is a state to go back to."""
    if not _modules:
        if str(REPOSITORY) not in sys.path:
            sys.path.insert(0, str(REPOSITORY))
        import ledger

        for found in pkgutil.walk_packages(ledger.__path__, "ledger."):
            _modules[found.name] = importlib.import_module(found.name)
        _modules["build"] = importlib.import_module("build")
        assert _modules["build"].__file__ == str(REPOSITORY / "build.py")
        if remembers:
            _make_once(remembers)
        gc.collect()
        gc.freeze()  # what was imported is never garbage, and looking through it again and again would take a quarter of the time
    return _modules


def _make_once(folder: Path) -> None:
    """The font, the script of live charts and the compiled templates of the theme follow from the libraries that are installed and from the
    theme, and take most of the first build of a small newsroom. Builds in this process ask for them as ever, check and keep them; only the
    first makes them."""

    def once(make: Callable[..., Any]) -> Callable[..., Any]:
        def made(*arguments: str) -> Any:
            file = folder / "-".join([make.__name__.strip("_"), *arguments])
            if not file.exists():
                fresh = file.with_name(f"{file.name}.{os.getpid()}")
                fresh.write_bytes(pickle.dumps(make(*arguments)))
                fresh.replace(file)
            return pickle.loads(file.read_bytes())

        return made

    for module, name in (("charts.font", "_made"), ("charts.draw", "bundle"), ("charts.runtime", "bundle")):
        values = vars(_modules[f"ledger.{module}"])
        values[name] = once(values[name])
    values = vars(_modules["ledger.render.environment"])
    values["_bytecode"] = _with_the_theme(values["_bytecode"], folder)
    values = vars(_modules["ledger.publish.engine"])
    values["installed"] = functools.cache(values["installed"])  # nobody changes our code meanwhile


def _with_the_theme(compiled: Callable[[Path], Any], folder: Path) -> Callable[[Path], Any]:
    """``compiled(cache)``, the compiled templates in a cache; one that has none begins with those of the theme. Each is held against its
    text when it is read, so a newsroom that has its own template of that name compiles it."""

    def begun(cache: Path) -> Any:
        made, ours = compiled(cache), compiled(folder)
        if cache.parent != folder and not made.folder.exists():
            if not ours.folder.exists():
                _compile_theme(folder)
            shutil.copytree(ours.folder, made.folder, copy_function=os.link)  # files of a cache are replaced, and never written into
        return made

    return begun


def _compile_theme(folder: Path) -> None:
    environment, asked = _modules["ledger.render.environment"], _modules["ledger.render.asked"]
    theme = REPOSITORY / "templates"
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        jinja = environment.make_environment(theme, Path(fresh))
        for file in sorted(theme.rglob("*.html")):
            asked.asked_of(jinja, file.relative_to(theme).as_posix())
        with suppress(OSError):  # another process was quicker
            (Path(fresh) / "templates").rename(folder / "templates")


@contextmanager
def _output() -> Iterator[dict[str, str]]:
    """``out`` and ``err`` as they were written, when the block has ended, by whomever: the door, a library, a worker."""
    heard: dict[str, str] = {}
    kept = sys.stdout, sys.stderr
    for stream in kept:
        stream.flush()
    descriptors = os.dup(1), os.dup(2)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        sys.stdout, sys.stderr = (io.TextIOWrapper(os.fdopen(os.dup(n), "wb"), "utf-8", write_through=True) for n in (1, 2))
        try:
            yield heard
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.close()
            sys.stdout, sys.stderr = kept
            for number, descriptor in zip((1, 2), descriptors, strict=True):
                os.dup2(descriptor, number)
                os.close(descriptor)
            heard.update(out=_text(out), err=_text(err))


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8").replace("\r\n", "\n")


@contextmanager
def _surroundings(env: dict[str, str], cwd: Path) -> Iterator[None]:
    before, here = dict(os.environ), Path.cwd()
    os.environ.update(env)
    os.chdir(cwd)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as without -W: a deprecation is ours to hear of, in other tests
            yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _forgetful() -> Iterator[None]:
    """Afterwards the generator is as it was: names of its modules, lists and tables at their top, caches of functions."""
    names = {module: dict(vars(module)) for module in _modules.values()}
    held = [(value, type(value)(value)) for module in names.values() for value in module.values() if type(value) in (list, dict, set)]
    imported = set(sys.modules)
    try:
        yield
    finally:
        for module, before in names.items():
            now = vars(module)
            for name in [name for name in now if name not in before]:
                del now[name]
            now.update(before)
            for value in before.values():
                # What is kept without an argument is the same for every newsroom: versions of libraries, the table of units.
                if hasattr(value, "cache_clear") and inspect.signature(value).parameters:
                    value.cache_clear()
        for container, content in held:
            _restore(container, content)
        for name in set(sys.modules) - imported:
            if name.partition(".")[0] == "charts":  # a newsroom's own chart code
                del sys.modules[name]


def _restore(container: Any, content: Any) -> None:
    if container != content:
        container.clear()
        container.extend(content) if isinstance(container, list) else container.update(content)


def _exit_code(code: object) -> int:
    if code is None or isinstance(code, int):
        return code or 0
    print(code, file=sys.stderr)
    return 1


def outcome_of(project: Path, env: dict[str, str] | None = None, step: Callable[[str, int, int], None] = lambda *_: None) -> Any:
    """What a build of the project in a folder gives back: ``publish.build.Outcome``. Raises what the door would have told."""
    build = _generator()["ledger.publish.build"]
    problems = _generator()["ledger.problems"].Problems()
    with _output(), _surroundings(env or {}, REPOSITORY), _forgetful():
        return build.build(project, problems, step)
