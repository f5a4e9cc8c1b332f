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

from jinja2 import Environment, TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError, UndefinedError

from ledger.language import Said
from ledger.problems import Problem, Problems, did_you_mean
from ledger.render.asked import Asked, asked_of
from ledger.render.environment import FOLDER, file_of


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
        fault = template_fault(error)
        if fault is None:
            raise
        raise BadTemplate(fault) from error


def template_fault(error: BaseException) -> Problem | None:
    """The mistake in a template that led to ``error``; ``None`` where no template did, which is a bug of the generator."""
    if isinstance(error, BadTemplate):
        return error.problem
    if isinstance(error, TemplateSyntaxError):
        return Problem(error.filename or file_of(error.name or ""), error.lineno, f"{error.message}", _remedy(error))
    frames = traceback.extract_tb(error.__traceback__)
    last = max((n for n, f in enumerate(frames) if f.filename.startswith(FOLDER)), default=None)
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
    return Problem(frame.filename, frame.lineno or 0, what, _remedy(error))


def _remedy(error: BaseException) -> str:
    if isinstance(error, UndefinedError):
        return "use a value that this page has, or give it one with {% set %}"
    if isinstance(error, TemplateNotFound):
        return "correct the name, or make the file"
    return "correct this line"


def check_templates(environment: Environment, templates: Path, words: Mapping[str, Mapping[str, Said]], assets: Collection[str], problems: Problems) -> None:
    """Say everything that can be known of the templates before a page is rendered."""
    names = sorted(p.relative_to(templates).as_posix() for p in templates.rglob("*.html"))
    for name in names:
        file = file_of(name)
        try:
            asked = asked_of(environment, name)
        except TemplateSyntaxError as error:
            filters = re.match(r"No filter named '(\w+)'", error.message or "")
            remedy = did_you_mean(filters[1], environment.filters) if filters else "correct this line"
            problems.add(file, error.lineno, f"{(error.message or 'not a template').rstrip('.')}", remedy)
            continue
        except UnicodeDecodeError:
            problems.add(file, 0, "not UTF-8", "save it as UTF-8")
            continue
        for line, what, remedy in (*_unknown(asked, words, assets), *_missing(asked, names), *asked.forbidden):
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


def _unknown(asked: Asked, words: Mapping[str, Mapping[str, Said]], assets: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Words and assets that a template calls for and that are not there, and what a word is not given."""
    for call in asked.calls:
        if call.of == "forms":
            if call.first not in words:
                yield call.line, f"there is no word '{call.first}'", did_you_mean(call.first, words, limit=0)
        elif call.of == "t":
            if call.first not in words:
                yield call.line, f"there is no word '{call.first}'", did_you_mean(call.first, words, limit=0)
                continue
            needed = {b for said in words[call.first].values() for text in ([said] if isinstance(said, str) else said.values()) for b in placeholders(text)}
            lacking = sorted(needed - set(call.given))
            if lacking and not call.open:
                yield call.line, f"the word '{call.first}' needs {', '.join(lacking)}", f"write t('{call.first}', {lacking[0]}=…)"
        elif call.first not in assets:
            yield call.line, f"there is no file templates/assets/{call.first}", did_you_mean(call.first, assets, limit=0)


def _missing(asked: Asked, names: list[str]) -> Iterator[tuple[int, str, str]]:
    for line, wanted in asked.templates:
        if wanted not in names:
            yield line, f"there is no template '{wanted}'", did_you_mean(wanted, names, limit=0)


def placeholders(text: str) -> set[str]:
    """The names in braces of a word. Raises ``ValueError`` where braces do not match."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}
