"""A page in all languages of a project: ``ledger new story``, and the charts that are declared on pages."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ledger.charts.declared.reading import read_blocks
from ledger.charts.marks import MARKS
from ledger.load.columns import Field
from ledger.load.content import load_documents
from ledger.load.schema import Table
from ledger.problems import Problems, did_you_mean
from ledger.scaffold.languages import said
from ledger.scaffold.newsroom import Ask, Newsroom, free, named, written

_TITLE = {"zh": "（标题：这篇报道发现了什么）", "en": "(The headline: what the story found)"}
_SUMMARY = {"zh": "（一句话，用于列表和搜索引擎）", "en": "(One sentence for lists and search engines)"}
_BODY = {"zh": "（正文）", "en": "(The text)"}
_CHART = {"zh": "（标题：图里看得出什么）", "en": "(The headline: what the chart shows)"}
_OPEN = ("(", "（")


def story(newsroom: Newsroom, id: str, titles: Mapping[str, str], ask: Ask, problems: Problems) -> list[str]:
    """Write a story in each language; what is written, and what is left to be filled in, with file and line."""
    named(id, "new story", problems)
    paths = {code: f"content/{code}/stories/{id}.md" for code in newsroom.languages}
    free(newsroom.root, list(paths.values()), problems)
    files: dict[str, bytes] = {}
    told = []
    for code, path in paths.items():
        title = titles.get(code) or titles.get("") or ask(f"title ({code})", "the headline: what the story found") or said(code, _TITLE)
        date = f"date: {newsroom.project.date}\n" if newsroom.project.date else ""
        head = f"---\ntitle: {_quoted(title)}\nsummary: {_quoted(said(code, _SUMMARY))}\n{date}template: story.html\n---\n"
        files[path] = f"{head}\n{said(code, _BODY)}\n".encode()
        left = [f"{path}:{number}" for number, line in enumerate(files[path].decode().splitlines(), 1) if line.split(": ")[-1].strip('"').startswith(_OPEN)]
        told.append(f"{path}: written; to be filled in: {', '.join(left)}")
    with written(newsroom.root, files):
        pass
    return told


def chart(newsroom: Newsroom, page: str, wish: Mapping[str, str], problems: Problems) -> list[str]:
    """Declare a chart at the end of a page, in each language that has the page. ``wish`` are keys of a block; what lacks is guessed."""
    table = newsroom.table(wish.get("table", ""), problems)
    mark = wish.get("mark") or "bar"
    if mark not in MARKS:
        problems.add("--mark", 0, f"'{mark}' is no mark", did_you_mean(mark, MARKS))
    name = page.removesuffix(".md").strip("/")
    paths = {code: f"content/{code}/{name}.md" for code in newsroom.languages if (newsroom.root / "content" / code / f"{name}.md").is_file()}
    if not paths or ".." in name.split("/"):
        problems.add(f"content/{newsroom.languages[0]}/{name}.md", 0, "there is no such page", f"begin it: ledger new story {name.rpartition('/')[2]}")
    problems.stop_if_any()
    x, y = _axes(table, mark, wish, problems)
    files: dict[str, bytes] = {}
    told = []
    for code, path in paths.items():
        before = (newsroom.root / path).read_text(encoding="utf-8").rstrip("\n")
        lines = {"table": table.name, "mark": mark, "x": x, "y": _column(y, code), "title": _quoted(wish.get("title") or said(code, _CHART))}
        block = "\n".join(f"{key}: {value}" for key, value in lines.items())
        files[path] = f"{before}\n\n```chart\n{block}\n```\n".encode()
        number = before.count("\n") + 3
        told.append(f"{path}:{number}: a chart; its title is at line {number + 5}, and what else a block may say is in the README")
    with written(newsroom.root, files):
        pass
    found = Problems()
    documents = load_documents(newsroom.project.content, newsroom.languages, newsroom.project.templates, Problems(), newsroom.project.date)
    read_blocks(documents, newsroom.ledger, found)
    return [*told, *(str(problem) for problem in found if problem.file in paths.values())]


def _axes(table: Table, mark: str, wish: Mapping[str, str], problems: Problems) -> tuple[str, str]:
    """The columns that are drawn: those that were asked for, else the first that may be meant."""
    numbers = sorted((field.name for field in table.fields if field.type in ("number", "integer")), key=lambda name: name != "value")
    dates = [field.name for field in table.fields if field.format == "edtf" or field.name == "year"]
    words = [field.name for field in table.fields if _is_word(table, field)]
    across, up = (dates, numbers) if mark == "line" else (numbers, words)
    x, y = wish.get("x") or next(iter(across), ""), wish.get("y") or next(iter(up), "")
    for key, value in (("x", x), ("y", y)):
        if not value:
            problems.add("data/datapackage.yaml", 0, f"{table.name} has no column that could be {key} of a {mark}", f"name one: --{key} COLUMN")
        elif value not in (known := [*table.columns, *(column.rpartition("_")[0] for column in table.columns)]):
            problems.add(f"--{key}", 0, f"{table.name} has no column '{value}'", did_you_mean(value, known))
    problems.stop_if_any()
    return x, y


def _is_word(table: Table, field: Field) -> bool:
    return field.type == "string" and field.name not in (*table.key, "policy", "clause", "kind", "unit", "comparator") and field.format != "edtf"


def _column(name: str, code: str) -> str:
    """A column as a block names it: one that there is in each language goes by what these have in common."""
    return name.removesuffix(f"_{code}")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
