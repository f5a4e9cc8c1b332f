"""What is wrong in a template, at its line: ``templates/story.html:12: 'subtitel' is undefined; …``.

First without rendering (``check_templates``): syntax, names of filters, words, assets and files, and what the content policy
forbids. Then while rendering (``BadTemplate``), because only a page knows its values.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from jinja2 import Environment, TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError, UndefinedError, nodes

from ledger.language import Said
from ledger.problems import Problem, Problems, did_you_mean

_INLINE = re.compile(r"<(style)\b|<(script)\b(?![^>]*\bsrc\s*=)(?![^>]*type=\"application/)|<[a-zA-Z][^<>]*?\s(style|on[a-z]+)\s*=", re.I)


class BadTemplate(Exception):
    """A template that cannot be rendered; ``problem`` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def render(environment: Environment, name: str, values: Mapping[str, Any]) -> str:
    """The template ``name`` with ``values``. Raises ``BadTemplate`` when a template is wrong, not when the generator is."""
    try:
        return environment.get_template(name).render(values)
    except Exception as error:
        fault = template_fault(error, Path(environment.loader.searchpath[0]))  # type: ignore[union-attr]
        if fault is None:
            raise
        raise BadTemplate(fault) from error


def template_fault(error: BaseException, templates: Path) -> Problem | None:
    """The mistake in a template that led to ``error``; ``None`` where no template did, which is a bug of the generator."""
    if isinstance(error, BadTemplate):
        return error.problem
    if isinstance(error, TemplateSyntaxError):
        return Problem(_named(error.filename or error.name or "", templates), error.lineno, f"{error.message}", _remedy(error))
    frames = traceback.extract_tb(error.__traceback__)
    last = max((n for n, f in enumerate(frames) if Path(f.filename).is_relative_to(templates)), default=None)
    if last is None:
        return None
    frame = frames[last]
    # A mistake in our own code below a template is ours, unless it is the template that handed it something wrong.
    if isinstance(error, TemplateNotFound):
        what = f"there is no template '{error.name}'"
    elif isinstance(error, UndefinedError):
        what = str(error.message)
    elif isinstance(error, KeyError):
        what = f"there is no {error.args[0]!r}"
    elif isinstance(error, TemplateRuntimeError):
        what = str(error.message)
    else:
        what = f"{type(error).__name__}: {(str(error) or repr(error)).splitlines()[0]}"
    return Problem(_named(frame.filename, templates), frame.lineno or 0, what, _remedy(error))


def _named(file: str, templates: Path) -> str:
    path = Path(file)
    return f"templates/{path.relative_to(templates).as_posix()}" if path.is_absolute() and path.is_relative_to(templates) else f"templates/{file}"


def _remedy(error: BaseException) -> str:
    if isinstance(error, UndefinedError):
        return "use a value that this page has, or give it one with {% set %}"
    if isinstance(error, TemplateNotFound):
        return "correct the name, or make the file"
    return "correct this line"


def check_templates(environment: Environment, templates: Path, words: Mapping[str, Mapping[str, Said]], assets: Collection[str], problems: Problems) -> None:
    """Say everything that can be known of the templates before a page is rendered. What is compiled for that is kept for those who render."""
    names = sorted(p.relative_to(templates).as_posix() for p in templates.rglob("*.html"))
    for name in names:
        file = f"templates/{name}"
        try:
            source, file_name, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
            tree = environment.parse(source, name, file_name)
            compiled = environment.compile(tree, name, file_name)
        except TemplateSyntaxError as error:
            filters = re.match(r"No filter named '(\w+)'", error.message or "")
            remedy = did_you_mean(filters[1], environment.filters) if filters else "correct this line"
            problems.add(file, error.lineno, f"{(error.message or 'not a template').rstrip('.')}", remedy)
            continue
        except UnicodeDecodeError:
            problems.add(file, 0, "not UTF-8", "save it as UTF-8")
            continue
        if (cache := environment.bytecode_cache) is not None:
            bucket = cache.get_bucket(environment, name, file_name or name, source)
            bucket.code = compiled
            cache.set_bucket(bucket)
        for line, what, remedy in (*_calls(tree, words, assets), *_files(tree, names), *_forbidden(source)):
            problems.add(file, line, what, remedy)

    for path in sorted((templates / "assets").rglob("*.css")):
        for line, what, remedy in _unbalanced(path.read_text(encoding="utf-8", errors="replace")):
            problems.add(f"templates/{path.relative_to(templates).as_posix()}", line, what, remedy)


_CSS_ASIDE = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)


def _unbalanced(source: str) -> Iterator[tuple[int, str, str]]:
    """Braces and comments of a style sheet that are not closed: a browser would leave out all that follows, without a word."""
    text = _CSS_ASIDE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)
    opened: list[int] = []
    for found in re.finditer(r"[{}]|/\*", text):
        line = text.count("\n", 0, found.start()) + 1
        if found[0] == "/*":
            yield line, "a comment /* that is never closed takes everything below it", "write */ where it ends"
            return
        if found[0] == "{":
            opened.append(line)
        elif opened:
            opened.pop()
        else:
            yield line, "a } that closes nothing", "take it out, or open what it closes"
    for line in opened:
        yield line, "a { that is never closed takes everything below it", "write } where it ends"


def _calls(tree: nodes.Template, words: Mapping[str, Mapping[str, Said]], assets: Collection[str]) -> Iterator[tuple[int, str, str]]:
    for call in tree.find_all(nodes.Call):
        target = call.node.name if isinstance(call.node, nodes.Name) else call.node.attr if isinstance(call.node, nodes.Getattr) else ""
        first = call.args[0].value if call.args and isinstance(call.args[0], nodes.Const) else None
        if not isinstance(first, str):
            continue
        if target == "t":
            if first not in words:
                yield call.lineno, f"there is no word '{first}' in words.yml", did_you_mean(first, words, limit=0)
                continue
            asked = {brace for said in words[first].values() for text in ([said] if isinstance(said, str) else said.values()) for brace in placeholders(text)}
            given = {k.key for k in call.kwargs}
            if asked - given and not call.dyn_kwargs:
                yield call.lineno, f"the word '{first}' needs {', '.join(sorted(asked - given))}", f"write t('{first}', {sorted(asked - given)[0]}=…)"
        elif target == "asset" and first not in assets:
            yield call.lineno, f"there is no file templates/assets/{first}", did_you_mean(first, assets, limit=0)


def _files(tree: nodes.Template, names: list[str]) -> Iterator[tuple[int, str, str]]:
    for node in tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        wanted = getattr(node, "template", None)
        if isinstance(wanted, nodes.Const) and wanted.value not in names and not getattr(node, "ignore_missing", False):
            yield node.lineno, f"there is no template '{wanted.value}'", did_you_mean(str(wanted.value), names, limit=0)


def _forbidden(source: str) -> Iterator[tuple[int, str, str]]:
    """What the content policy of base.html keeps a browser from running."""
    text = re.sub(r"\{#.*?#\}|<!--.*?-->", lambda m: re.sub(r"[^\n]", " ", m[0]), source, flags=re.S)
    for found in _INLINE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        if found[1] or found[2]:
            yield line, f"an inline <{(found[1] or found[2]).lower()}>, which the content policy forbids", "put it into a file of templates/assets/"
        else:
            yield line, f"{found[3].lower()}= in a tag, which the content policy forbids", "use a class, or a script in templates/assets/"


def placeholders(text: str) -> set[str]:
    """The names in braces of a word. Raises ``ValueError`` where braces do not match."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}
