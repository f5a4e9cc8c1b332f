"""Code to paste: how a table is read in Python, R and JavaScript."""

from __future__ import annotations

import re

from ledger.render.edition import Edition
from ledger.render.metadata import absolute

_PYTHON = """\
import json
from decimal import Decimal
from urllib.request import urlopen

with urlopen("{json}") as answer:
    {name} = json.load(answer, parse_float=Decimal)  # 306.70 stays 306.70
print(len({name}))
"""
_PANDAS = """\
import pandas

{name} = pandas.read_csv("{csv}")
print({name}.shape)
"""
_R = """\
{name} <- read.csv("{csv}", fileEncoding = "UTF-8-BOM")
nrow({name})
"""
_JAVASCRIPT = """\
const answer = await fetch("{json}");
const {name} = await answer.json();
console.log({name}.length);
"""


def snippets(edition: Edition, table: str) -> list[tuple[str, str]]:
    """``(language, code)`` of a table, with its address in full where the site knows its own."""
    name = re.sub(r"\W", "_", table)
    name = f"{name}_" if name in ("import", "class", "function", "new", "default", "with", "in", "var") else name
    files = {ending: absolute(edition, f"/data/{table}.{ending}") if edition.project.site_url else f"{table}.{ending}" for ending in ("csv", "json")}
    forms = (("Python", _PYTHON), ("Python, pandas", _PANDAS), ("R", _R), ("JavaScript", _JAVASCRIPT))
    return [(language, form.format(name=name, **files)) for language, form in forms]
