"""Verify a built site: every link and anchor leads somewhere, ids are unique, no page is too heavy, nothing is off-site.

The pages were escaped and balanced by the template engine; this reads what was written, not what was meant.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

from ledger.problems import Problems

PAGE_BUDGET = 1_500_000
"""Bytes of HTML. A phone on a slow line waits 8 s for 1.5 MB before compression; past that a page must be split."""

_ATTRIBUTE = re.compile(r'<([a-zA-Z][\w-]*)\b([^>]*)>')
_PAIR = re.compile(r'\b(id|href|src|style|on[a-z]+)="([^"]*)"')
_SKIP = re.compile(r"<!--.*?-->", re.S)


@dataclass(frozen=True)
class Verified:
    """What was counted on the way."""

    pages: int
    bytes: int
    largest: tuple[str, int]


def verify_site(out: Path, base: str, problems: Problems) -> Verified:
    """Read every page in ``out``. A link that leads nowhere is a problem of the page it stands on."""
    files = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    ids: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    total, largest = 0, ("", 0)
    pages = sorted(f for f in files if f.endswith(".html"))
    for page in pages:
        html = (out / page).read_text(encoding="utf-8")
        size = len(html.encode())
        total += size
        largest = max(largest, (page, size), key=lambda item: item[1])
        if size > PAGE_BUDGET:
            problems.add(page, 0, f"{size:,} bytes of HTML, over the budget of {PAGE_BUDGET:,}", "split the page")
        ids[page] = _read(html, page, links, problems)
    for page, link in links:
        _follow(page, link, base, files, ids, problems)
    return Verified(len(pages), total, largest)


def _read(html: str, page: str, links: list[tuple[str, str]], problems: Problems) -> set[str]:
    """The ids of a page; its links are added to ``links``."""
    found: Counter[str] = Counter()
    based = False
    for tag, attributes in _ATTRIBUTE.findall(_SKIP.sub("", html)):
        if tag == "base":
            based = True
        for name, value in _PAIR.findall(attributes):
            if name == "id":
                found[value] += 1
            elif name == "style" or name.startswith("on"):
                problems.add(page, 0, f"<{tag}> carries {name}=, which the content policy forbids", "use a class")
            elif tag in ("a", "link", "script", "img", "iframe", "source", "use") and not (tag == "link" and based):
                link = unescape(value)
                if link.startswith(("http:", "https:", "//")):
                    if tag not in ("a",) and 'rel="canonical"' not in attributes and 'rel="alternate"' not in attributes:
                        problems.add(page, 0, f"<{tag}> asks another site for {link}", "serve it from here")
                elif not link.startswith(("mailto:", "data:")):
                    links.append((page, link))
    for id, times in found.items():
        if times > 1:
            problems.add(page, 0, f"id '{id}' stands {times} times", "an id is unique in its page")
    return set(found)


def _follow(page: str, link: str, base: str, files: set[str], ids: dict[str, set[str]], problems: Problems) -> None:
    path, _, fragment = link.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/"):
        if not path.startswith(base):
            problems.add(page, 0, f"link {link} leaves the base path {base}", "write it relative")
            return
        target = path[len(base) :]
    else:
        target = normpath(f"{dirname(page)}/{path}".lstrip("/")) + ("/" if path.endswith("/") else "") if path else page
    target = target.removeprefix("./")
    if target in ("", ".", "/"):
        target = "index.html"
    elif target.endswith("/"):
        target += "index.html"
    if target not in files:
        problems.add(page, 0, f"link {link} leads nowhere", "correct the link or make the page")
    elif fragment and fragment not in ids.get(target, {fragment} if not target.endswith(".html") else set()):
        problems.add(page, 0, f"link {link}: {target} has no id '{fragment}'", "correct the anchor")
