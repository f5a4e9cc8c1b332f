"""YAML as an editor means it: text is text, and a mistake inside a file is named by its line.

YAML guesses types: ``no`` becomes false, ``12:30`` becomes 750, ``1.10`` becomes 1.1. Here every value stays as it is
written, and who needs a number asks for one (``ledger/load/typed.py``). One reader serves the data files, ``mkdocs.yml``,
front matter and chart blocks:

    source = parse_yaml(text, "content/en/a.md", problems, first_line=2, prefix="front matter: ")
    source.data      {"title": "1.10", "order": "2"}       text, lists, mappings; None where nothing is written
    source.plain     {"title": "1.10", "order": 2}          numbers, true, false and null read as JSON would
    source.line("title")   2

It refuses what no editor's file needs: tags, keys given twice, aliases that contain themselves or repeat without end, and
what is nested deeper than ``DEEPEST``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ledger.load.textfile import read_text
from ledger.problems import Problems

DEEPEST = 40
"""How deep lists and mappings may be nested; a descriptor needs eight."""
MOST_REPEATED = 20_000
"""How many values aliases may repeat in one file; ten aliases of ten aliases of … would fill the memory."""
LONGEST = 8 * 2**20
"""Characters of the longest YAML that is read."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(\.\d{1,17})?(?:[eE][+-]?\d{1,2})?", re.A)
_WIDE_COLON = re.compile(r"^\s*(?:- )?[^\s\"'#:：][^\"'#:：]{0,60}：")
_CURLY = re.compile(r":\s+[“”‘’]")
_BARE_COLON = re.compile(r"^(\s*(?:- )?[\w.-]+):\s+([^\"'\[{|>&*#].*:(?: .*|))$")

TagRule = Callable[[str, tuple[str | int, ...], Any], tuple[bool, Any]]
"""``(tag, path, value)`` to ``(allowed, value)``: what ``mkdocs.yml`` may say and no other file."""


@dataclass(frozen=True)
class YamlFile:
    """The content of a YAML text and the line on which each path of keys begins. ``readable`` is false where it could not be had,
    so that nobody reports as missing what is there and cannot be read."""

    file: str
    data: Any
    lines: dict[tuple[str | int, ...], int]
    plain: Any = None
    readable: bool = True

    def line(self, *path: str | int) -> int:
        """The 1-based line of a path of keys; of its nearest ancestor where the path is not in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, *path: str | int) -> tuple[str, int]:
        """The file in which a path of keys stands, and its line."""
        return self.file, self.line(*path)

    def at(self, *path: str | int) -> Any:
        """The value at a path of keys, as text; ``None`` where there is none."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def read_yaml(path: Path, file: str, problems: Problems, tags: TagRule | None = None) -> YamlFile:
    """Read ``path``; whatever is wrong with it is a problem, and what can be had comes back (perhaps nothing)."""
    text = read_text(path, file, problems)
    if text is None:
        return YamlFile(file, {}, {(): 1}, {}, readable=False)
    return parse_yaml(text, file, problems, tags=tags)


def parse_yaml(text: str, file: str, problems: Problems, *, first_line: int = 1, prefix: str = "", tags: TagRule | None = None) -> YamlFile:
    """Read YAML that begins on line ``first_line`` of ``file``; ``prefix`` opens each problem (``front matter: ``)."""
    reader = _Reader(file, problems, first_line, prefix, tags)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        reader.refuse_early(text)
        data, plain = reader.read(text)
    except _Stop as stop:
        problems.add(file, stop.line + first_line, f"{prefix}{stop.what}", stop.remedy)
    except yaml.MarkedYAMLError as error:
        what, remedy, line = _said(error, text)
        problems.add(file, line + first_line, f"{prefix}not valid YAML: {what}", remedy)
    except yaml.YAMLError as error:
        problems.add(file, first_line, f"{prefix}not valid YAML: {str(error).splitlines()[0]}", "check the file's characters")
    else:
        return YamlFile(file, data, reader.lines, plain)
    return YamlFile(file, {}, {(): first_line}, {}, readable=False)


class _Stop(Exception):
    """Reading ends here: the line from 0, what is wrong, what to do."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


@dataclass
class _Anchor:
    value: Any
    plain: Any
    size: int
    complete: bool = False


class _Reader:
    """From the events of a parser to values; two of each, as written and as JSON would read it."""

    def __init__(self, file: str, problems: Problems, first_line: int, prefix: str, tags: TagRule | None) -> None:
        self.file, self.problems, self.first_line, self.prefix, self.tags = file, problems, first_line, prefix, tags
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.anchors: dict[str, _Anchor] = {}
        self.repeated = 0
        self.events: Iterator[Any] = iter(())

    def refuse_early(self, text: str) -> None:
        if len(text) > LONGEST:
            raise _Stop(0, f"longer than {LONGEST // 2**20} million characters", "split it into files")
        if match := _CONTROL.search(text):
            raise _Stop(text.count("\n", 0, match.start()), f"holds the control character U+{ord(match[0]):04X}", "remove it")

    def read(self, text: str) -> tuple[Any, Any]:
        self.events = yaml.parse(text, Loader=_Loader)
        value: Any = {}
        plain: Any = {}
        self.lines[()] = self.first_line
        documents = 0
        event: Any
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stop(_line(event), "a second document begins here", "remove the line ---")
            elif isinstance(event, yaml.NodeEvent):
                value, plain, _ = self.node(event, (), 0)
                if value is None:
                    value, plain = {}, {}
                elif isinstance(value, str) and _WIDE_COLON.match(value):
                    raise _Stop(_line(event), "the colon is a full-width one (：)", "write the colon of a keyboard and a space: 'key: value'")
        return value, plain

    def node(self, event: Any, at: tuple[str | int, ...], depth: int) -> tuple[Any, Any, int]:
        """``(as written, as JSON would, how many values)`` of the node that begins with ``event``."""
        line = _line(event)
        self.lines.setdefault(at, line + self.first_line)
        if depth > DEEPEST:
            raise _Stop(line, f"nested more than {DEEPEST} deep", "flatten it")
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, line)
        anchor = _Anchor(None, None, 0)
        if event.anchor:
            self.anchors[event.anchor] = anchor
        if isinstance(event, yaml.ScalarEvent):
            value, plain = self.scalar(event, line)
            size = 1
        elif isinstance(event, yaml.SequenceStartEvent):
            value, plain, size = self.sequence(at, depth)
        else:
            value, plain, size = self.mapping(at, depth)
        if event.tag and event.tag not in ("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            allowed, value = self.tags(event.tag, at, value) if self.tags else (False, value)
            plain = value if allowed else plain
            if not allowed:
                shown = event.tag.replace("tag:yaml.org,2002:", "!!")
                self.say(line, f"the tag {shown} has no meaning here", "write the value itself; quote a text that begins with !")
        if event.anchor:
            anchor.value, anchor.plain, anchor.size, anchor.complete = value, plain, size, True
        return value, plain, size

    def alias(self, event: Any, line: int) -> tuple[Any, Any, int]:
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            raise _Stop(line, f"*{event.anchor} repeats something that is not named before with &{event.anchor}", "quote a text that begins with *")
        if not anchor.complete:
            raise _Stop(line, f"*{event.anchor} contains itself", "write the value out")
        self.repeated += anchor.size
        if self.repeated > MOST_REPEATED:
            raise _Stop(line, f"aliases such as *{event.anchor} repeat more than {MOST_REPEATED} values", "write out what is needed")
        return anchor.value, anchor.plain, anchor.size

    def scalar(self, event: Any, line: int) -> tuple[Any, Any]:
        text: str = event.value
        if match := _CONTROL.search(text):
            raise _Stop(line, f"holds the control character U+{ord(match[0]):04X}", "remove it")
        if not event.style and event.implicit[0]:
            if not text:
                return None, None
            return text, _as_json(text)
        return text, text

    def sequence(self, at: tuple[str | int, ...], depth: int) -> tuple[Any, Any, int]:
        values: list[Any] = []
        plains: list[Any] = []
        size = 1
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            value, plain, inner = self.node(event, (*at, len(values)), depth + 1)
            values.append(value)
            plains.append(plain)
            size += inner
        return values, plains, size

    def mapping(self, at: tuple[str | int, ...], depth: int) -> tuple[Any, Any, int]:
        values: dict[str, Any] = {}
        plains: dict[str, Any] = {}
        size = 1
        again: list[tuple[int, list[str]]] = []
        twice = False
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line(event)
            key = self.key(event, line)
            if key in values and twice:
                again[-1][1].append(key)
            elif key in values:
                again.append((line, [key]))
            twice = key in values
            at_key = (*at, key)
            first = self.lines.get(at_key)
            self.lines[at_key] = line + self.first_line
            value, plain, inner = self.node(next(self.events), at_key, depth + 1)
            size += inner + 1
            if twice and first is not None:
                self.lines[at_key] = first
                continue
            values[key], plains[key] = value, plain
        for line, keys in again:
            self.say_twice(at, line, keys)
        return values, plains, size

    def say_twice(self, at: tuple[str | int, ...], line: int, keys: list[str]) -> None:
        """Keys that follow one another and are there already have one cause: a copy, or an entry of a list that lost its first line."""
        first = self.lines[(*at, keys[0])]
        if len(keys) == 1:
            self.say(line, f"'{keys[0]}' is given twice (first on line {first})", "keep one of the two")
            return
        names = ", ".join(f"'{key}'" for key in keys)
        another = ", or begin another entry of the list with a dash" if at and isinstance(at[-1], int) else ""
        self.say(line, f"{names} are given twice (first from line {first})", f"keep one of each{another}")

    def key(self, event: Any, line: int) -> str:
        if isinstance(event, yaml.AliasEvent):
            raise _Stop(line, f"a key is written *{event.anchor}", "write it out, or quote it")
        if not isinstance(event, yaml.ScalarEvent):
            raise _Stop(line, "a key is a list or a mapping", "a key is a word, followed by a colon and a space")
        if event.anchor:
            raise _Stop(line, f"a key is named with &{event.anchor}", "remove the &name; quote a key that begins with &")
        if event.tag and event.tag not in ("!", "tag:yaml.org,2002:str"):
            raise _Stop(line, f"a key has the tag {event.tag.replace('tag:yaml.org,2002:', '!!')}", "write the key itself")
        key, _ = self.scalar(event, line)
        if not key:
            raise _Stop(line, "a key is empty", "write the key before the colon")
        return str(key)

    def say(self, line: int, what: str, remedy: str) -> None:
        self.problems.add(self.file, line + self.first_line, f"{self.prefix}{what}", remedy)


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line


def _as_json(text: str) -> Any:
    """``true``, ``null`` and plain numbers as JSON has them; everything else, dates and ``no`` too, is text."""
    if text in ("true", "false"):
        return text == "true"
    if text in ("null", "~"):
        return None
    if match := _JSON_NUMBER.fullmatch(text):
        return int(text) if match[1] is None and text.lstrip("-").isdigit() else float(text)
    return text


def _said(error: yaml.MarkedYAMLError, text: str) -> tuple[str, str, int]:
    """What a parser complains of, in an editor's words: ``(what, remedy, line from 0)``."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.line if mark else 0, max(text.count("\n"), 0))
    lines = text.split("\n")
    # A parser notices a mistake where the next key begins; its cause stands on the line, or a little above it.
    for line in range(at, max(at - 4, -1), -1):
        if _WIDE_COLON.match(lines[line]):
            return "the colon is a full-width one (：)", "write the colon of a keyboard and a space: 'key: value'", line
        if match := re.search(r"^[ ]*\t", lines[line]):
            return "the line is indented with a tab", "indent with spaces", line
    for line in (at, at - 1):
        if line < 0:
            continue
        if _CURLY.search(lines[line]):
            return "curly quotes (“ ”) are no quotes in YAML", 'write straight ones: "…"', line
        if match := _BARE_COLON.match(lines[line]):
            return f"'{_short(match[2])}' holds a colon", f'put the value in quotes: {match[1].strip()}: "…"', line
    shown = lines[at].strip()
    problem = str(error.problem or error.context or "it cannot be read")
    if match := re.search(r":\s+([@`%&*!|>])", shown):
        return f"a value begins with {match[1]}, which means something else in YAML", "put the value in quotes", at
    if "expected ',' or" in problem or ("end of stream" in problem and ("[" in text or "{" in text)):
        return "a bracket or brace is opened and not closed", "close it, with commas between the values; quote a text that holds one", at
    if "quoted scalar" in str(error.context or ""):
        return "a quotation mark is opened and not closed", "close it, or write it twice where it belongs to the text", _context_line(error, at)
    if "mapping values" in problem or "indicator" in problem or "expected key" in problem or "block" in problem:
        return f"the line is indented differently from its neighbours, or is no 'key: value' ('{_short(shown)}')", "line it up with the others", at
    if "expected ':'" in problem:
        at = _context_line(error, at)  # where the key begins that has no colon
        return f"'{_short(lines[min(at, len(lines) - 1)].strip())}' is no 'key: value'", "write a key, a colon and a space; indent a text of several lines", at
    return problem, "check indentation, quotes and colons", at


def _context_line(error: yaml.MarkedYAMLError, at: int) -> int:
    return error.context_mark.line if error.context_mark else at


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
