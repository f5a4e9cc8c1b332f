"""One language more in a project: ``ledger new language CODE``.

Everything that is said per language is said in the new one too, in the words of a language that is there, so that the site builds at
once and what is to be translated stands where it belongs: ``mkdocs.yml``, the descriptor, the vocabularies, the columns of tables that
end in a language's code, and the pages.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

from ledger.problems import Problems
from ledger.project import CODE
from ledger.scaffold.languages import Spoken, spoken
from ledger.scaffold.newsroom import Newsroom, written

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SAID = ("title", "description")
Edit = tuple[int, str]
"""What is to be inserted, and before which character."""


def add(newsroom: Newsroom, language: Spoken, title: str, problems: Problems) -> list[str]:
    """Write it; what is left to be translated. Raises ``Refused``, and leaves everything as it was, where the data could not be read then."""
    code, root = language.code, newsroom.root
    base = "en" if "en" in newsroom.languages else newsroom.languages[0]
    if not CODE.fullmatch(code):
        problems.add("new language", 0, f"'{code}' is no code of a language", "write it as in fr or pt-BR")
    elif code in newsroom.languages:
        problems.add("mkdocs.yml", 0, f"the site speaks '{code}' already", "name another language")
    problems.stop_if_any()
    files = {"mkdocs.yml": _settings(_with_first(_text(root, "mkdocs.yml"), newsroom, base), language, base, title, problems)}
    files["data/datapackage.yaml"] = _descriptor(_text(root, "data/datapackage.yaml"), code, base)
    for path in sorted({place.partition("#")[0] for place in newsroom.ledger.schema.vocabularies.values()}):
        files[f"data/{path}"] = _vocabulary(_text(root, f"data/{path}"), code, base)
    tables = newsroom.ledger.schema.tables.values()
    played = {f"data/{each.path}": {own for name, own in each.plays if name.endswith(f"_{base}")} for each in tables}
    for path in sorted(p.relative_to(root).as_posix() for p in (root / "data").rglob("*.csv")):
        if (table := _table(_text(root, path), code, base, played.get(path, ()))) is not None:
            files[path] = table
    pages = sorted(p.relative_to(root / "content" / base).as_posix() for p in (root / "content" / base).rglob("*") if p.is_file())
    contents = {path: text.encode() for path, text in files.items()}
    contents |= {f"content/{code}/{page}": (root / "content" / base / page).read_bytes() for page in pages if not (root / "content" / code / page).exists()}
    from ledger.scaffold.newsroom import load

    with written(root, contents):
        load(root, problems)
    changed = [path for path in files if not path.startswith("content/")]
    return [
        f"{code}: written in the words of '{base}' into {', '.join(changed)}",
        f"content/{code}/: {len(pages)} pages to be translated",
        f"words/{code}.yml: what the interface does not say in '{code}' is listed by ledger words {code}",
    ]


def _text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8-sig")


def _edited(text: str, edits: list[Edit]) -> str:
    for at, added in sorted(edits, reverse=True):
        text = text[:at] + added + text[at:]
    return text


def _mappings(node: Any) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _mappings(value)


def _after(text: str, mapping: yaml.MappingNode, key: yaml.Node, value: yaml.Node, said: str) -> Edit:
    """``said``, a key and its value, after another of the same mapping."""
    if mapping.flow_style:
        return value.end_mark.index, f", {said}"
    end = value.end_mark.index
    end = len(text[:end].rstrip()) if not isinstance(value, yaml.ScalarNode) or value.style in ("|", ">") else end
    line = text.find("\n", end)
    return (len(text) if line < 0 else line), f"\n{' ' * key.start_mark.column}{said}"


def _slice(text: str, node: yaml.Node) -> str:
    return text[node.start_mark.index : node.end_mark.index].rstrip()


def _descriptor(text: str, code: str, base: str) -> str:
    """With ``languages``, the columns of the new language beside those of ``base``, and the titles and descriptions of everything."""
    edits: list[Edit] = []
    for mapping in _mappings(yaml.compose(text, _Loader)):
        for key, value in mapping.value:
            if key.value == "languages" and isinstance(value, yaml.SequenceNode) and value.value:
                last = value.value[-1]
                edits.append((last.end_mark.index, f", {code}" if value.flow_style else f"\n{' ' * value.start_mark.column}- {code}"))
            if key.value == "fields" and isinstance(value, yaml.SequenceNode):
                edits += [edit for item in value.value if (edit := _column(text, item, code, base))]
    text = _edited(text, edits)
    edits = []
    for mapping in _mappings(yaml.compose(text, _Loader)):
        keys = {key.value for key, _ in mapping.value}
        for key, value in mapping.value:
            if key.value in (f"{said}_{base}" for said in _SAID) and (mine := f"{key.value.removesuffix(base)}{code}") not in keys:
                edits.append(_after(text, mapping, key, value, f"{mine}: {_slice(text, value)}"))
    return _edited(text, edits)


def _column(text: str, item: Any, code: str, base: str) -> Edit | None:
    """The declaration of a column per language, once more for the new one: of one that is called so, or says that it is one (``as``)."""
    said = {key.value: value for key, value in item.value} if isinstance(item, yaml.MappingNode) else {}
    name = said.get("name")
    words = [word for word in (name, said.get("as")) if word is not None]
    if name is None or not any(str(word.value).endswith(f"_{base}") for word in words):
        return None
    start, end = text.rfind("\n", 0, item.start_mark.index) + 1, item.end_mark.index
    end = end if item.flow_style else len(text[:end].rstrip())
    dash = text[start : item.start_mark.index]
    own = text[start:end]
    for word in sorted(words, key=lambda word: -word.start_mark.index):
        own = own[: word.start_mark.index - start] + _spoken(word.value, code, base) + own[word.end_mark.index - start :]
    return (end, f"\n{own}") if dash.strip() == "-" else None


def _spoken(column: str, code: str, base: str) -> str:
    """What a column of ``base`` is called in another language."""
    return f"{column.removesuffix(f'_{base}')}_{code}"


def _vocabulary(text: str, code: str, base: str) -> str:
    edits = []
    for mapping in _mappings(yaml.compose(text, _Loader)):
        keys = {key.value for key, _ in mapping.value}
        for key, value in mapping.value:
            if key.value == base and code not in keys and isinstance(value, yaml.ScalarNode):
                edits.append(_after(text, mapping, key, value, f"{code}: {_slice(text, value) or _quoted('')}"))
    return _edited(text, edits)


def _table(text: str, code: str, base: str, more: Collection[str]) -> str | None:
    """With a column of the new language after each of ``base``, which ``more`` are too; ``None`` where there is none."""
    rows = list(csv.reader(io.StringIO(text)))
    spoken = [n for n, name in enumerate(rows[0]) if name.endswith(f"_{base}") or name in more] if rows else []
    if not spoken:
        return None
    for number, row in enumerate(rows):
        for at in reversed(spoken):
            if at < len(row):
                row.insert(at + 1, _spoken(row[at], code, base) if number == 0 else row[at])
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(rows)
    return made.getvalue()


def _with_first(text: str, newsroom: Newsroom, base: str) -> str:
    """``mkdocs.yml`` with its one language, where that is not named yet: with a second one both have to be."""
    root: Any = yaml.compose(re.sub(r"!\w+", lambda m: " " * len(m[0]), text), _Loader)
    extra = next(((key, value) for key, value in root.value if key.value == "extra"), None)
    there = {key.value for key, _ in extra[1].value} if extra and isinstance(extra[1], yaml.MappingNode) else set()
    if there & {"languages", "identity"} or (extra and isinstance(extra[1], yaml.MappingNode) and extra[1].flow_style):
        return text
    own, first = spoken(base), newsroom.project.language(base)
    said = (
        f"  languages:\n    {base}: {{name: {_quoted(own.name)}, tag: {own.tag}}}\n"
        f"  identity:\n    {base}: {{title: {_quoted(first.title)}, line: {_quoted(first.line)}}}\n"
    )
    if extra is None:
        return f"{text.rstrip()}\nextra:\n{said}"
    line = text.find("\n", extra[0].end_mark.index) + 1 or len(text)
    return f"{text[:line]}{said}{text[line:]}"


def _settings(text: str, language: Spoken, base: str, title: str, problems: Problems) -> str:
    """``mkdocs.yml`` with the language and its identity."""
    edits: list[Edit] = []
    for mapping in _mappings(yaml.compose(re.sub(r"!\w+", lambda m: " " * len(m[0]), text), _Loader)):
        for key, value in mapping.value:
            last, its = mapping.value[-1]
            if key.value == base and isinstance(value, yaml.MappingNode):
                keys = {k.value for k, _ in value.value}
                if keys & {"name", "tag"}:
                    edits.append(_after(text, mapping, last, its, f"{language.code}: {{name: {_quoted(language.name)}, tag: {language.tag}}}"))
                elif keys & {"title", "line"}:
                    said = {k.value: title if title and k.value == "title" else v.value for k, v in value.value}
                    own = ", ".join(f"{k}: {_quoted(v)}" for k, v in said.items())
                    edits.append(_after(text, mapping, last, its, f"{language.code}: {{{own}}}"))
    if len(edits) != 2:
        problems.add(
            "mkdocs.yml",
            0,
            f"its languages and identity do not name '{base}', as a site of several languages does",
            "write extra: languages: and extra: identity:",
        )
    problems.stop_if_any()
    return _edited(text, edits)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
