"""The Jinja environment and the theme's files, shared by data pages and by MkDocs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from types import MethodType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateRuntimeError, Undefined, pass_context
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from markupsafe import Markup

from ledger.kept import keep, recall
from ledger.language.duration import minutes


def make_environment(templates: Path, cache: Path, texts: Mapping[str, str] | None = None) -> Environment:
    """Templates from ``templates``: everything is escaped; an undefined name, or a value that is no text, is an error.

    With ``texts``, ``{name: template}``, nothing is read from the disk and nothing is written: the folders may be another machine's.
    """
    environment = Environment(
        loader=_Found(templates) if texts is None else _Brought(templates, texts),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_bytecode(cache) if texts is None else None,
    )
    environment.context_class = _Context
    environment.filters["groups"] = _groups
    environment.filters["minutes"] = minutes
    environment.filters["unbroken"] = _unbroken
    return environment


class _Context(Context):
    """What a template calls, Jinja asks four times whether it wants to be told where it is called. A macro always does, a method of ours never."""

    @internalcode
    def call(self, called: Any, /, *arguments: Any, **named: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            arguments = (self.eval_ctx, *arguments)
        elif kind is not MethodType:
            return super().call(called, *arguments, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*arguments, **named)


FOLDER = "templates/"
"""What compiled templates call the folder that they are from, wherever it is: so they are as good in a copy of the project."""


def file_of(name: str) -> str:
    """What a template's file is called in its code, in tracebacks and in the lines that editors read."""
    return f"{FOLDER}{name}"


class _Found(FileSystemLoader):
    """The templates of a folder."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, _, same = super().get_source(environment, template)
        return source, file_of(template), same


class _Brought(FileSystemLoader):
    """Templates that were brought along."""

    def __init__(self, templates: Path, texts: Mapping[str, str]) -> None:
        super().__init__(templates)
        self._texts = texts

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._texts:
            raise TemplateNotFound(template)
        return self._texts[template], file_of(template), lambda: True


@pass_context
def _finalize(_: Any, value: Any) -> Any:
    """``printable``, asked of constants too: Jinja prints those when it compiles, unless it needs the context for them."""
    return value if type(value) in _TEXT else printable(value)


_TEXT = frozenset((str, Markup))
"""What nearly everything is that a template prints."""


class NotText(TemplateRuntimeError):
    """A template prints something that no reader can read. Jinja's traceback holds the template and the line."""


def printable(value: Any) -> Any:
    """What ``{{ … }}`` may print: text, a whole number, a finite decimal. Raises ``NotText`` for all else.

    A macro that was named and not called once stood on 776 pages as ``<Macro 'here'>``; ``None`` and ``nan`` get there as
    easily. A float is refused with them, since the shortest form of one may be ``1e-05``: ``ed.number`` writes it out.
    """
    if isinstance(value, str | Undefined) or (isinstance(value, int) and not isinstance(value, bool)):
        return value  # an undefined one raises by itself, and names what is undefined
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    shown = repr(value)[:60]
    if callable(value) or " at 0x" in shown:  # which differs from run to run
        shown = f"a value of the kind {type(value).__name__}"
    raise NotText(f"prints {shown}, which is not text; call it, name one of its columns, or give it to ed.number")


class Compiled(BytecodeCache):
    """Compiled templates as files of ``folder``. Jinja holds each against its source; ``kept`` against what was written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Jinja's own, but for folders whose names the locale cannot spell."""
        return hashlib.sha256(f"{name}|{filename}".encode("utf-8", "surrogateescape")).hexdigest()

    def file(self, name: str, filename: str | None) -> Path:
        """Where a template is kept."""
        return self.folder / self.get_cache_key(name, filename)

    def load_bytecode(self, bucket: Bucket) -> None:
        content = recall(self.folder / bucket.key)
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(self.folder / bucket.key, bucket.bytecode_to_string())


def _bytecode(cache: Path) -> BytecodeCache:
    """Compiled templates are kept: compiling them takes as long as rendering 200 pages. Settings above are compiled into them."""
    compiled_by = hashlib.sha256(Path(__file__).read_bytes() + jinja_version.encode()).hexdigest()[:12]
    return Compiled(cache / "templates" / compiled_by)


def _groups(rows: Any, attribute: str) -> list[tuple[Any, list[Any]]]:
    """Rows by the value of an attribute, both in order of first appearance (Jinja's own ``groupby`` sorts); all together where none is named."""
    if not attribute:
        return [(None, list(rows))]
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, attribute), []).append(row)
    return list(found.items())


_STROKED = re.compile(r"([^\s()（）]+/[^\s()（）]+)")
_SHORT = 24
"""Characters of the longest quantity or unit that is kept on one line."""


def _unbroken(text: str) -> str:
    """A quantity or a title in which no line ends behind the stroke of a unit, kgce/t. ``templates/assets/lists.js`` does the same."""
    if "/" not in text:
        return text
    pieces = enumerate(_STROKED.split(text))
    return Markup().join(Markup('<span class="unit">{}</span>').format(piece) if n % 2 and len(piece) <= _SHORT else piece for n, piece in pieces)


def theme_files(templates: Path, generated: Mapping[str, bytes], style: bytes = b"") -> tuple[dict[str, str], dict[str, bytes]]:
    """The theme's CSS and scripts, and generated ones: ``({name: address}, {path on the site: content})``. ``style`` is what the newsroom
    says behind the theme's style sheet.

    A file's address carries a hash of its content, so that it can be cached for ever.
    """
    contents = {p.relative_to(templates / "assets").as_posix(): p.read_bytes() for p in sorted((templates / "assets").rglob("*")) if p.is_file()}
    contents.update(generated)
    if style and "site.css" in contents:
        contents["site.css"] += b"\n" + style
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name, content in sorted(contents.items(), key=lambda item: item[0].endswith(".js")):
        stem, dot, ending = name.rpartition(".")
        path = f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{ending}"
        names[name] = f"/{path}"
        files[path] = content
    return names, files
