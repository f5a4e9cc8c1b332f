"""Verify a built site: every link and anchor leads somewhere, ids are unique, nothing is off-site,
and what only the build was to read (``[[…]]``, ``{{ … }}``, an object's address in memory) is not left for a reader.

The pages were escaped and balanced by the template engine; this reads what was written, not what was meant. Reading a page
(``read_page``) and following its links (``follow_links``) are two steps, because pages are read where they are rendered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from html import unescape
from posixpath import dirname, normpath
from typing import NamedTuple
from urllib.parse import unquote

from ledger.problems import Problem, Problems
from ledger.publish.lazy import Lazy

PAGE_BUDGET = 1_500_000
"""Bytes of HTML. A phone on a slow line waits 8 s for 1.5 MB before compression.

Whoever wrote a page that is heavier is warned, since they can split it. A page of the data nobody in a newsroom can: those are kept
small by ``render.parts``, tests hold them against this, and a build names the largest in its last line.
"""

_TAG = re.compile(r"<([a-zA-Z][\w-]*)\b([^>]+)>")
_PAIR = re.compile(r'(?<![\w-])(id|href|src|style|on[a-z]+)="([^"]*)"')
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_CODE = re.compile(r"<(code|pre|kbd|samp|script|style|textarea)\b[^>]*>.*?</\1>", re.S)
_MARKUP = re.compile(r"<[^>]*>")
_READ_OUT = re.compile(r'\b(?:title|alt|content|label|placeholder|aria-label|data-label)="([^"]*)"')
_LEFT_OVER = re.compile(r"\[\[[^\]\n]{0,60}(?:\]\])?|\{\{[^}\n]{0,60}(?:\}\})?|<[^<>]{1,60} at 0x[0-9a-f]{6,}>")
_LINKING = frozenset(("a", "link", "script", "img", "iframe", "source", "use"))
_NAMES_ITSELF = re.compile(r'rel="(?:canonical|alternate)"')
"""Links in the head by which a page tells its own address in full; a browser asks for none of them."""
_EXTERNAL = ("http:", "https:", "//")


class Reading(NamedTuple):
    """What one page holds: its size, its ids, its links (without repeats) and what is wrong with it by itself."""

    path: str
    size: int
    ids: list[str]
    links: list[str]
    faults: list[tuple[str, str]]


def read_page(path: str, html: str) -> Reading:
    """Read the page that is published as ``path``."""
    ids: Counter[str] = Counter()
    links: dict[str, None] = {}
    faults: list[tuple[str, str]] = []
    for tag, attributes in _TAG.findall(_COMMENT.sub("", html)):
        for name, value in _PAIR.findall(attributes):
            if name == "id":
                ids[value] += 1
            elif name == "style" or name.startswith("on"):
                faults.append((f"<{tag}> carries {name}=, which the content policy forbids", "use a class"))
            elif tag in _LINKING and not value.startswith(("mailto:", "tel:", "data:")):
                if not value.startswith(_EXTERNAL):
                    links[unescape(value)] = None
                elif tag != "a" and not _NAMES_ITSELF.search(attributes):
                    faults.append((f"<{tag}> asks another site for {value}", "serve it from here"))
    faults += _left_over(html)
    faults += [(f"id '{id}' stands {times} times", "an id is unique in its page") for id, times in ids.items() if times > 1]
    return Reading(path, len(html.encode()), list(ids), list(links), faults)


def _left_over(html: str) -> list[tuple[str, str]]:
    """What stands outside code as only the build should have seen it, in the text and in what is read out of attributes."""
    if "[[" not in html and "{{" not in html and " at 0x" not in html:
        return []
    shown = _CODE.sub(" ", _COMMENT.sub("", html))
    texts = [_MARKUP.sub("\n", shown), *_READ_OUT.findall(shown)]
    found = dict.fromkeys(match[0].strip() for text in texts for match in _LEFT_OVER.finditer(unescape(text)))
    return [(f"prints {what!r} as it stands", "correct it where it is written; what is meant to be read like this goes into `code`") for what in found]


Explain = Callable[[str, str, str | None, Collection[str], Mapping[str, Collection[str]]], Problem | None]
"""What an editor is told of a link: called with the page, the link, the file it asks for, all files, and the ids of each page."""


def follow_links(
    pages: Iterable[str],
    readings: Mapping[str, Reading],
    there: Collection[str],
    base: str,
    problems: Problems,
    explain: Explain,
    owners: Mapping[str, str],
) -> None:
    """Every link of these pages must lead to a file, and its anchor to an id. ``there`` are all paths of the site.

    What an editor typed is told by ``explain``, at its line; ``owners`` names the file that a page is made from.
    """
    ids = Lazy(readings, lambda path: frozenset(readings[path].ids))
    for page in pages:
        reading, folder = readings[page], dirname(page)
        for what, remedy in reading.faults:
            problems.add(owners.get(page, page), 0, what, remedy)
        for link in reading.links:
            path, _, fragment = link.partition("#")
            target = _target(folder, path, base) if path else page
            fragment = unquote(fragment)
            if target is None:
                what, remedy = f"link {link} leaves the base path {base}", "write it relative"
            elif target not in there:
                what, remedy = f"link {link} leads nowhere", "correct the link or make the page"
            elif fragment and target in ids and fragment not in ids[target]:
                what, remedy = f"link {link}: {target} has no id '{fragment}'", "correct the anchor"
            else:
                continue
            problems.found.add(explain(page, link, target, there, ids) or Problem(owners.get(page, page), 0, what, remedy))


def _target(folder: str, path: str, base: str) -> str | None:
    """The file that a link on a page in ``folder`` asks for; ``None`` when it is outside the site."""
    path = unquote(path.partition("?")[0])
    if path.startswith("/"):
        if not path.startswith(base):
            return None
        path = path[len(base) :]
    else:
        ends = path.endswith(("/", "/.", ".."))
        path = normpath(f"{folder}/{path}" if folder else path)
        if path.startswith(".."):
            return None
        path = "" if path == "." else path + ("/" if ends else "")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def summary(sizes: Mapping[str, int]) -> tuple[int, int, tuple[str, int]]:
    """``(pages, bytes, (largest page, its bytes))`` of pages of these sizes."""
    largest = max(sizes, key=sizes.__getitem__, default="")
    return len(sizes), sum(sizes.values()), (largest, sizes.get(largest, 0))
