"""Records of a JSON or a Parquet file as rows of text; the first row is the header."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from ledger.scaffold.sheets import plain


class NoRecords(Exception):
    """A file that holds no table; says why."""


def read_json(path: Path) -> list[list[str]]:
    """A list of objects, or of lists of which the first is the header, at the top or as the value of a key. Numbers stay as written."""
    try:
        read = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=_Digits, parse_int=_Digits, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise NoRecords(f"is no JSON ({error})") from error
    lists = [read] if isinstance(read, list) else [value for value in read.values() if isinstance(value, list)] if isinstance(read, dict) else []
    found = next((items for items in lists if items and all(isinstance(item, type(items[0])) for item in items)), [])
    if found and isinstance(found[0], dict):
        return _rows(found)
    if found and isinstance(found[0], list):
        return [[_text(value) for value in row] for row in found]
    raise NoRecords("has no list of records, [{…}, {…}]")


def read_parquet(path: Path) -> list[list[str]]:
    """Needs the extra ``parquet``."""
    try:
        from pyarrow import ArrowException, float32, parquet
    except ImportError as error:
        raise NoRecords("needs a library to be read: pip install 'green-ledger[parquet]'") from error
    try:
        table = parquet.read_table(path)
        short = {field.name for field in table.schema if field.type == float32()}
        return _rows([{name: _Digits(f"{v:.7g}") if name in short and v is not None else v for name, v in record.items()} for record in table.to_pylist()])
    except (ArrowException, OSError) as error:
        raise NoRecords(f"is no Parquet file ({error})") from error


class _Digits(str):
    """A number of a JSON file, as it is written."""


def _rows(records: list[dict[str, Any]]) -> list[list[str]]:
    columns = list(dict.fromkeys(name for record in records for name in record))
    return [columns, *([_text(record.get(name)) for name in columns] for record in records)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, _Digits):
        return f"{Decimal(value):f}" if "e" in value.lower() else str(value)
    if isinstance(value, float):
        return plain(repr(value)) if value == value and abs(value) != float("inf") else ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value).strip()
