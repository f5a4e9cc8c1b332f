"""``data/datapackage.yaml`` with one table more, its text otherwise as it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from ledger.problems import Problems

FILE = "data/datapackage.yaml"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Column:
    """A column as it is to be declared; ``said`` are more keys, with what they say as YAML."""

    name: str
    type: str = "string"
    said: Mapping[str, str] = field(default_factory=dict)


def with_table(text: str, name: str, titles: Mapping[str, str], columns: Sequence[Column], key: str, problems: Problems, role: str = "") -> str:
    """The descriptor with a table at the end of its ``resources``, which begin with it where there are none.

    Raises ``Refused`` where they are something else than a list of tables.
    """
    root: Any = yaml.compose(text, _Loader)
    found = dict((k.value, (k, v)) for k, v in root.value) if isinstance(root, yaml.MappingNode) else {}
    key_node, resources = found.get("resources", (None, None))
    said = "".join(_table("  ", name, titles, columns, key, role))
    if resources is None and (root is None or isinstance(root, yaml.MappingNode)):
        return f"{text.rstrip()}\n\nresources:\n{said}".lstrip()
    if key_node is not None and not resources.value:  # nothing, or []
        return f"{text[: key_node.start_mark.index]}resources:\n{said}{text[resources.end_mark.index :].lstrip(chr(10))}"
    if not isinstance(resources, yaml.SequenceNode) or resources.flow_style or not resources.value:
        problems.add(FILE, 0, "its resources are no list with a '-' a table, so none can be added", "write them so, or add the table by hand")
    problems.stop_if_any()
    lines = text.splitlines(keepends=True)
    end = _end(lines, resources.value[-1].end_mark.line)
    indent = " " * (resources.value[-1].start_mark.column - 2)
    said = "".join(_table(indent, name, titles, columns, key, role))
    before = "".join(lines[:end])
    return before + ("" if before.endswith("\n") else "\n") + said + "".join(lines[end:])


def _end(lines: list[str], end: int) -> int:
    """The line after the last that says something of the list."""
    while end and not (lines[end - 1].strip() and not lines[end - 1].startswith("#")):
        end -= 1
    return end


def _table(indent: str, name: str, titles: Mapping[str, str], columns: Sequence[Column], key: str, role: str) -> Sequence[str]:
    found = [f"{indent}- name: {name}\n", f"{indent}  path: {name}.csv\n", *([f"{indent}  role: {role}\n"] if role else [])]
    found += [f"{indent}  title_{code}: {json.dumps(title, ensure_ascii=False)}\n" for code, title in titles.items()]
    found += [f"{indent}  schema:\n", *([f"{indent}    primaryKey: {key}\n"] if key else []), f"{indent}    fields:\n"]
    for column in columns:
        kind = "" if column.type == "string" else f", type: {column.type}"
        said = "".join(f", {name}: {value}" for name, value in column.said.items())
        found.append(f"{indent}      - {{name: {column.name}{kind}{said}}}\n")
    return found
