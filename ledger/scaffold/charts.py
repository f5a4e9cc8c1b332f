"""A chart in all languages of a project: ``ledger new chart``, as a file of its own, or in a page."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from ledger.charts.declared.files import chart_files
from ledger.charts.declared.reading import read_blocks, read_charts
from ledger.charts.marks import MARKS
from ledger.load.columns import Field
from ledger.load.content import load_documents
from ledger.load.schema import Table
from ledger.problems import Problems, did_you_mean
from ledger.scaffold.languages import said
from ledger.scaffold.newsroom import Ask, Newsroom, free, named, written
from ledger.scaffold.pages import quoted

_CHART = {"zh": "（标题：图里看得出什么）", "en": "(The headline: what the chart shows)"}


def is_page(newsroom: Newsroom, name: str) -> bool:
    """Whether a chart is meant for a page: one that there is, or one in a folder."""
    plain = name.removesuffix(".md").strip("/")
    return "/" in plain or name.endswith(".md") or any((newsroom.root / "content" / code / f"{plain}.md").is_file() for code in newsroom.languages)


def chart(newsroom: Newsroom, id: str, wish: Mapping[str, str], titles: Mapping[str, str], ask: Ask, problems: Problems) -> list[str]:
    """Write a chart as a file, with its words in a file a language. ``wish`` are keys of it; what lacks is asked for, then guessed."""
    named(id, "new chart", problems)
    paths = {code: f"content/{code}/charts/{id}.yml" for code in newsroom.languages}
    own = f"content/charts/{id}.yml"
    free(newsroom.root, [own, *paths.values()], problems)
    tables = ", ".join(name for name, table in newsroom.ledger.schema.tables.items() if table.fields)
    asked = dict(wish) | {"table": wish.get("table") or ask("table", f"the table that it is drawn from: {tables}")}
    asked["mark"] = wish.get("mark") or ask("mark", "\n".join(["how it is drawn:", *(f"  {m.name}: {m.about}" for m in MARKS.values())])) or "bar"
    table, mark = _table(newsroom, asked, problems)
    files = {own: _yaml({"table": table.name, "mark": mark, **_columns(table, mark, asked, problems)}).encode()}
    told = [f"{own}: written; what else it may say is in docs/charts.md"]
    for code, path in paths.items():
        title = titles.get(code) or titles.get("") or ask(f"title ({code})", "the finding: what the chart shows") or said(code, _CHART)
        files[path] = _yaml({"title": quoted(title)}).encode()
        told.append(f"{path}: written" + ("" if titles.get(code) or titles.get("") else f"; to be filled in: {path}:1"))
    with written(newsroom.root, files):
        pass
    found = Problems()
    read_charts(chart_files(newsroom.project.content, newsroom.languages, found), newsroom.ledger, found)
    return [*told, *(str(problem) for problem in found if problem.file in files)]


def block(newsroom: Newsroom, page: str, wish: Mapping[str, str], titles: Mapping[str, str], problems: Problems) -> list[str]:
    """Declare a chart at the end of a page, in each language that has the page. ``wish`` are keys of a block; what lacks is guessed."""
    table, mark = _table(newsroom, wish, problems)
    name = page.removesuffix(".md").strip("/")
    paths = {code: f"content/{code}/{name}.md" for code in newsroom.languages if (newsroom.root / "content" / code / f"{name}.md").is_file()}
    if not paths or ".." in name.split("/"):
        problems.add(f"content/{newsroom.languages[0]}/{name}.md", 0, "there is no such page", f"begin it: ledger new story {name.rpartition('/')[2]}")
    problems.stop_if_any()
    keys = _columns(table, mark, wish, problems)
    files: dict[str, bytes] = {}
    told = []
    for code, path in paths.items():
        before = (newsroom.root / path).read_text(encoding="utf-8").rstrip("\n")
        lines = {"table": table.name, "mark": mark, **keys, "title": quoted(titles.get(code) or titles.get("") or said(code, _CHART))}
        files[path] = f"{before}\n\n```chart\n{_yaml(lines)}```\n".encode()
        number = before.count("\n") + 3
        told.append(f"{path}:{number}: a chart; its title is at line {number + len(lines)}, and what else a block may say is in docs/charts.md")
    with written(newsroom.root, files):
        pass
    found = Problems()
    documents = load_documents(newsroom.project.content, newsroom.languages, newsroom.project.templates, Problems(), newsroom.project.date)
    read_blocks(documents, newsroom.ledger, found)
    return [*told, *(str(problem) for problem in found if problem.file in paths.values())]


def _table(newsroom: Newsroom, wish: Mapping[str, str], problems: Problems) -> tuple[Table, str]:
    """The table and the mark that are asked for."""
    table, mark = newsroom.table(wish.get("table", ""), problems), wish.get("mark") or "bar"
    if mark not in MARKS:
        problems.add("--mark", 0, f"'{mark}' is no mark", did_you_mean(mark, MARKS))
        problems.stop_if_any()
    return table, mark


def _columns(table: Table, mark: str, wish: Mapping[str, str], problems: Problems) -> dict[str, str]:
    """The columns that are drawn, by their keys: those that were asked for, else the first that may be meant."""
    numbers = sorted((field.name for field in table.fields if field.type in ("number", "integer")), key=lambda name: name != "value")
    dates = [field.name for field in table.fields if field.format == "edtf" or field.name == "year"]
    words = [_without_language(table, field.name) for field in table.fields if _is_word(table, field)]
    pair = [f"[{a}, {b}]" for a, b in itertools.pairwise(numbers)]
    kinds = {"line": (dates, numbers), "path": (dates, numbers), "dumbbell": (pair, words), "slope": (pair, words), "heatmap": ([*dates, *words[1:]], words)}
    kinds |= {"agenda": (dates, words), "pile": (dates, words), "squares": (words[1:], words), "tiles": (pair, words)}
    across, up = kinds.get(mark, (numbers, words))
    found = {"x": wish.get("x") or next(iter(across), ""), "y": wish.get("y") or next(iter(up), "")}
    if MARKS[mark].key == "value":
        found["value"] = next(iter(numbers), "")
    if mark == "stack":
        found["colour"] = next((name for name in words if name != found["y"]), "")
    known = [*table.columns, *(column.rpartition("_")[0] for column in table.columns)]
    for key, value in found.items():
        if not value:
            problems.add("data/datapackage.yaml", 0, f"{table.name} has no column that could be {key} of a {mark}", f"name one: --{key} COLUMN")
        for each in value.strip("[]").split(", ") if value else ():
            if each not in known:
                problems.add(f"--{key}", 0, f"{table.name} has no column '{each}'", did_you_mean(each, known))
    problems.stop_if_any()
    return found


def _is_word(table: Table, field: Field) -> bool:
    return field.type == "string" and field.name not in (*table.key, "policy", "clause", "kind", "unit", "comparator") and field.format != "edtf"


def _without_language(table: Table, name: str) -> str:
    """A column as a declaration names it: one that there is in each language goes by what these have in common."""
    stem, _, code = name.rpartition("_")
    return stem if stem and len(code) == 2 and sum(c.rpartition("_")[0] == stem for c in table.columns) > 1 else name


def _yaml(lines: Mapping[str, str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in lines.items())
