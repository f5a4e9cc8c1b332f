"""A newsroom's project: where its files are, and what ``mkdocs.yml`` says about it.

site_name: 绿色账本
site_url: https://example.org/repo/       optional; only absolute addresses (404, feeds) need it
extra:
  languages:                              the first is served at /, the others at /<code>/
    zh: {name: 中文, tag: zh-Hans}
    en: {name: English, tag: en}
  identity:
    zh: {title: 绿色账本, line: …}
    en: {title: Green Ledger, line: …}
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from ledger.load.yamlfile import read_yaml
from ledger.problems import Problems


@dataclass(frozen=True)
class Language:
    """``code`` as in file names and columns, ``tag`` for the ``lang`` attribute, ``root`` the path it is served under."""

    code: str
    name: str
    tag: str
    root: str
    title: str
    line: str


@dataclass(frozen=True)
class Project:
    """Paths and identity. ``base`` is the path that the site is served under, always with slashes at both ends."""

    root: Path
    out: Path
    languages: tuple[Language, ...] = ()
    site_url: str = ""
    repository: str = ""
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @property
    def templates(self) -> Path:
        """The project's own theme where it has one, else the generator's."""
        own = self.root / "templates"
        return own if (own / "base.html").is_file() else Path(__file__).resolve().parent.parent / "templates"

    @property
    def base(self) -> str:
        path = urlsplit(self.site_url).path.strip("/")
        return f"/{path}/" if path else "/"

    def language(self, code: str) -> Language:
        return next(lang for lang in self.languages if lang.code == code)


def load_project(root: Path, problems: Problems, out: Path | None = None) -> Project:
    """Read ``mkdocs.yml`` in ``root``; ``out`` is the folder to publish into (default ``root/site``)."""
    source = read_yaml(root / "mkdocs.yml", "mkdocs.yml", problems)
    data = source.data if isinstance(source.data, dict) else {}
    extra = data.get("extra") or {}
    languages = []
    identity = extra.get("identity") or {}
    for number, (code, entry) in enumerate((extra.get("languages") or {"en": {}}).items()):
        entry, own = entry or {}, identity.get(code) or {}
        languages.append(
            Language(
                code=code,
                name=entry.get("name", code),
                tag=entry.get("tag", code),
                root="" if number == 0 else f"{code}/",
                title=str(own.get("title") or data.get("site_name") or ""),
                line=own.get("line", ""),
            )
        )
    if not data.get("site_name") and not problems.errors:
        problems.add("mkdocs.yml", source.line(), "site_name is missing", "give the site a name")
    site_url = os.environ.get("SITE_URL") or str(data.get("site_url") or "")
    return Project(root, out or root / "site", tuple(languages), site_url, str(data.get("repo_url") or ""), extra)


def _from_environment(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """``!ENV [NAME, default]`` as MkDocs writes it."""
    if isinstance(node, yaml.SequenceNode):
        *names, default = [loader.construct_object(n) for n in node.value]
        return next((os.environ[n] for n in names if n in os.environ), default)
    return os.environ.get(str(node.value), "")


for _loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    _loader.add_constructor("!ENV", _from_environment)
