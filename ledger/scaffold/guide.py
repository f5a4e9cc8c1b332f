"""The guide, as pages of the project that ``init`` makes: ``docs/*.md`` of the generator, and a reference made from its registries.

The texts of ``docs`` are the only ones: here they become pages. Their first heading is the title, their first sentence the summary. An
example, a fence whose info is ``markdown result``, is followed by what it says, so that each construct stands beside what it becomes.
Nothing leads into the guide but the menu, so a newsroom that does not want it removes the folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ledger.installation import GUIDE
from ledger.scaffold.reference import reference_pages, words_page

PAGES = ("editor", "charts", "marks", "data", "languages")
"""The texts of ``docs`` that are pages of the guide, in their order."""
FOLDER = "guide"
_INDEX = {
    "en": (
        "Guide",
        "How this site is written, and a reference of all that its files may say.",
        "Remove the folder `content/en/guide` when you do not need it any more: nothing leads into it.",
    ),
    "zh": ("指南", "这个网站怎么写，以及各个文件里可以写什么。", "不再需要时，删去文件夹 `content/zh/guide` 即可：没有别的页面链接到它。"),
}
_RESULT = {"en": "Becomes", "zh": "效果"}
_EXAMPLE = re.compile(r"^(`{4,})markdown result\n(.*?\n)\1$", re.M | re.S)
_COMMENT = re.compile(r"^<!-- /?[\w ]+ -->\n", re.M)
_PICTURE = re.compile(r"\]\(([\w-]+\.(?:svg|png|webp|jpg))[ )]")


def guide(language: str, whole: bool) -> dict[str, bytes]:
    """``{name: content}`` of the files of the guide in a language that it is written in.

    Where it is ``whole``, what nobody has translated stands there in English; else that is left to the English edition.
    """
    texts = {name: _text(name, language) for name in PAGES if whole or (GUIDE / language / f"{name}.md").is_file()}
    pages = {name: _page(text, language) for name, text in texts.items()} | (reference_pages() if whole else {}) | {"reference-words": words_page(language)}
    files = {f"{name}.md": page.encode() for name, page in pages.items()}
    files["index.md"] = _index(language, pages).encode()
    for picture in dict.fromkeys(found for text in texts.values() for found in _PICTURE.findall(text)):
        files[picture] = (GUIDE / picture).read_bytes()
    return files


def written() -> tuple[str, ...]:
    """The languages that the guide is written in."""
    return tuple(_INDEX)


def _text(name: str, language: str) -> str:
    """A text in a language, in English where it is not translated."""
    own: Path = GUIDE / language / f"{name}.md"
    return (own if own.is_file() else GUIDE / f"{name}.md").read_text(encoding="utf-8")


def _page(text: str, language: str) -> str:
    """A text of ``docs`` as a page."""
    title, summary, body = re.fullmatch(r"# ([^\n]+)\n\n(.+?(?:\.(?=\s)|。))\s*(\S.*)", text, re.S).groups()  # type: ignore[union-attr]
    body = _EXAMPLE.sub(lambda found: f"{found[0]}\n\n**{_RESULT[language]}**\n\n{found[2]}", _COMMENT.sub("", body))
    return f"{_head(title, ' '.join(summary.split()))}{body.replace('python build.py', 'ledger')}"


def _head(title: str, summary: str) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|`", lambda found: found[1] or "", summary)
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\nsummary: {json.dumps(plain, ensure_ascii=False)}\n---\n\n"


def _index(language: str, pages: Mapping[str, str]) -> str:
    title, summary, end = _INDEX[language]
    return f"{_head(title, summary)}{''.join(_lines(pages))}\n{end}\n"


def _lines(pages: Mapping[str, str]) -> Iterator[str]:
    for name, page in pages.items():
        head = dict(re.findall(r"^(title|summary): (.*)$", page.split("---")[1], re.M))
        yield f"- [{json.loads(head['title'])}]({name}.md): {json.loads(head['summary']).replace('<', '&lt;')}\n"
