"""YAML with line numbers, so that a mistake inside a file can be named by its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ledger.problems import Problems

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlFile:
    """The content of a YAML file, and the line on which each path of keys begins."""

    file: str
    data: Any
    lines: dict[tuple[str | int, ...], int]

    def line(self, *path: str | int) -> int:
        """The 1-based line of a path of keys; of its nearest ancestor where the path is not in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path, file: str, problems: Problems) -> YamlFile:
    """Read ``path``; a syntax error or a key given twice is a problem and gives what can be had (perhaps nothing)."""
    lines: dict[tuple[str | int, ...], int] = {}

    def walk(node: yaml.Node, at: tuple[str | int, ...]) -> None:
        lines[at] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = (*at, str(key.value))
                if inner in lines:
                    problems.add(file, key.start_mark.line + 1, f"'{key.value}' is given twice", "keep one of the two")
                walk(value, inner)
                lines[inner] = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                walk(value, (*at, index))

    try:
        text = path.read_text(encoding="utf-8")
        loader = _Loader(text)
        loader.yaml_constructors = {**loader.yaml_constructors}
        try:
            node = loader.get_single_node()
            if node is None:
                return YamlFile(file, {}, {(): 1})
            walk(node, ())
            return YamlFile(file, loader.construct_document(node), lines)
        finally:
            loader.dispose()
    except FileNotFoundError:
        problems.add(file, 0, "this file is missing", "create it or restore it")
    except UnicodeDecodeError as error:
        problems.add(file, 0, f"not UTF-8 ({error.reason} at byte {error.start})", "save it as UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(file, mark.line + 1 if mark else 0, f"not valid YAML: {error.problem}", "check indentation, quotes and colons")
    except yaml.YAMLError as error:
        problems.add(file, 0, f"not valid YAML: {str(error).splitlines()[0]}", "check the file's characters")
    return YamlFile(file, {}, {(): 1})
