"""A page in all languages of a project: ``ledger new story``."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ledger.problems import Problems
from ledger.scaffold.languages import said
from ledger.scaffold.newsroom import Ask, Newsroom, free, named, written

_TITLE = {"zh": "（标题：这篇报道发现了什么）", "en": "(The headline: what the story found)"}
_SUMMARY = {"zh": "（一句话，用于列表和搜索引擎）", "en": "(One sentence for lists and search engines)"}
_BODY = {"zh": "（正文）", "en": "(The text)"}
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
        head = f"---\ntitle: {quoted(title)}\nsummary: {quoted(said(code, _SUMMARY))}\n{date}template: story.html\n---\n"
        files[path] = f"{head}\n{said(code, _BODY)}\n".encode()
        left = [f"{path}:{number}" for number, line in enumerate(files[path].decode().splitlines(), 1) if line.split(": ")[-1].strip('"').startswith(_OPEN)]
        told.append(f"{path}: written; to be filled in: {', '.join(left)}")
    with written(newsroom.root, files):
        pass
    return told


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
