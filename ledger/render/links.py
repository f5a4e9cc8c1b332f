"""Where the links and pictures of an editor's page lead, and what is said when they lead nowhere.

An editor links to a page by its file (``../method.md``), to a page of the data by its address (``../../targets/``), to a picture or
a paper by its file. What is made of them are relative links, so that the site works under any path.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from html import escape
from pathlib import Path
from posixpath import dirname, normpath, relpath
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from ledger.load.content import PAPERS, PICTURES, Document
from ledger.problems import Problem, Problems, did_you_mean
from ledger.render.edition import Edition
from ledger.render.markup import is_stripped
from ledger.render.pictures import Picture, read_picture

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HEAVY_PAPER = 50_000_000


class Asked(NamedTuple):
    """A link as it was typed, and where."""

    document: Document
    line: int
    typed: str


class Links:
    """The links of all pages. ``files`` are the pictures and papers there are, ``published`` what pages use of them."""

    def __init__(self, content: Path, editions: Mapping[str, Edition], files: Iterable[str], problems: Problems) -> None:
        self.content, self.editions, self.problems = content, editions, problems
        self.files = frozenset(files)
        self.documents = {d.path: d for edition in editions.values() for d in edition.documents}
        self.asked: dict[tuple[str, str], Asked] = {}
        self.published: dict[str, tuple[str, bytes]] = {}
        self._pictures: dict[str, Picture | None] = {}

    def resolve(self, document: Document, typed: str, line: int) -> str:
        """The ``href`` that a link gets on its page. What is wrong with it is said at ``line``."""
        edition = self.editions[document.language]
        here = edition.at(document.address)

        def wrong(what: str, remedy: str) -> str:
            self.problems.add(document.file, line, what, remedy)
            return "#"  # it was said; nothing follows from it

        try:
            parts = urlsplit(typed)
        except ValueError:
            return wrong(f"'{typed}' is no address", "write https://…, or the path of a file")
        if parts.scheme or parts.netloc:
            if is_stripped(typed):
                return wrong(f"'{typed[:60]}' is not published", "a link begins with https:, http:, mailto: or tel:, or is the path of a file")
            if parts.scheme in ("http", "https") and not re.fullmatch(r"[^\s@]*[^\s.@]\.[^\s.]+|localhost.*|\[.*\].*", parts.netloc):
                return wrong(f"'{typed[:60]}' is no address", "write https://, the name of the site, and the path")
            return f"https:{typed}" if not parts.scheme else typed
        path = unquote(parts.path)
        tail = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        if re.match(r"www\.[\w-]+\.\w+", path):
            return wrong(f"'{typed}' has no https://", f"write https://{typed}")
        if path.startswith("/"):
            return wrong(f"'{typed}' begins at the root, which is another place when the site is served under a path", f"write {edition.url(typed, here)}")
        if not path:
            if typed.startswith("#fn"):  # made by the footnotes themselves
                return typed
            return self._ask(here, typed, document, line, typed)
        target = normpath(f"{dirname(document.path)}/{path}")
        if path.lower().endswith((".md", ".markdown")):
            page = self.documents.get(target)
            if page is None:
                near = self._near(document, path, [d for d in self.documents if d.split("/")[0] == document.language])
                return wrong(f"link to '{typed}' leads nowhere", near)
            url = edition.url(self.editions[page.language].at(page.address), here)
            return self._ask(here, (url if url != "./" or not tail else "") + tail, document, line, typed)
        if target in self.files:
            address = self._publish(document, target, line)
            return edition.url(address, here) + tail if address else "#"
        ending = Path(path).suffix.lower()
        if (ending in PICTURES + PAPERS) and not self._is_address(path):
            return self._ask(here, typed, document, line, typed)
        if f"{target}.md" in self.documents:
            return wrong(f"link to '{typed}' leads nowhere", f"write {path.rstrip('/')}.md{tail}")
        if (self.content / target).is_file():
            return wrong(f"'{typed}' is a file of a kind that is not published", f"save it as one of {', '.join(PAPERS[:7])} …, or link to where it is")
        return self._ask(here, typed, document, line, typed)

    def picture(self, document: Document, typed: str, line: int, alt: str | None) -> tuple[str, Picture | None]:
        """The ``src`` that a picture gets, and the picture; ``alt`` is ``None`` where nothing is said of what it shows."""
        edition = self.editions[document.language]

        def wrong(what: str, remedy: str, warning: bool = False) -> None:
            self.problems.add(document.file, line, what, remedy, warning=warning)

        name = typed.rpartition("/")[2]
        if alt is None:
            wrong(
                f"nothing says what the picture {name} shows",
                f"write ![what it shows]({typed}), or ![]({typed}){{.decorative}} for one that shows nothing",
                True,
            )
        elif alt and (alt.strip().lower() == name.lower() or alt.strip().lower() == name.lower().rpartition(".")[0]):
            wrong(f"the name of its file does not say what the picture {name} shows", "write what one sees in it", True)
        try:
            parts = urlsplit(typed)
        except ValueError:
            parts = urlsplit("https://")
        if parts.scheme or parts.netloc:
            wrong(f"the picture '{typed[:60]}' is on another site, which no page asks for anything", "save it beside the page, with the right to do so")
            return "", None
        path = unquote(parts.path)
        target = normpath(f"{dirname(document.path)}/{path}")
        if path.startswith("/") or target not in self.files:
            ending = Path(path).suffix.lower()
            if ending and ending not in PICTURES and not path.startswith("/"):
                wrong(f"'{typed}' is no picture that a page can show", f"save it as {', '.join(PICTURES)}")
            else:
                wrong(f"there is no picture '{typed}'", self._near(document, path, [f for f in self.files if f.lower().endswith(PICTURES)]))
            return "", None
        if Path(target).suffix.lower() not in PICTURES:
            wrong(f"'{typed}' is no picture that a page can show", f"save it as {', '.join(PICTURES)}, or link to it: [{name}]({typed})")
            return "", None
        address = self._publish(document, target, line)
        picture = self._pictures.get(target)
        return (edition.url(address, edition.at(document.address)) if address else ""), picture

    def _ask(self, here: str, url: str, document: Document, line: int, typed: str) -> str:
        self.asked.setdefault((f"{here.lstrip('/')}index.html", encoded(url)), Asked(document, line, typed))
        return url

    @staticmethod
    def _is_address(path: str) -> bool:
        """Whether a link to a file of data leads to the downloads that the generator makes."""
        return path.startswith("../") and ("/data/" in f"/{path}" or "/charts/" in f"/{path}")

    def _near(self, document: Document, path: str, candidates: Iterable[str]) -> str:
        folder = dirname(document.path)
        names = {relpath(c, folder): c for c in candidates if c != document.path}
        same = [n for n in names if n.lower() == path.lower() or n.rpartition("/")[2].lower() == path.rpartition("/")[2].lower()]
        remedy = f"did you mean {same[0]}?" if same else did_you_mean(path, names, limit=4)
        return remedy if remedy.startswith(("did", "use")) else "put the file beside the page, or correct the path"

    def _publish(self, document: Document, target: str, line: int) -> str:
        """The address at which the file ``target`` of ``content/`` is published; nothing when it cannot be."""
        file, path = f"content/{target}", self.content / target

        def say(what: str, remedy: str, warning: bool = False) -> None:
            self.problems.add(file, 0, what, remedy, warning=warning)

        code, _, rest = target.partition("/")
        address = self.editions[code].language.root + "/".join(_ascii(segment) for segment in rest.split("/"))
        if path.suffix.lower() in PICTURES:
            if target not in self._pictures:
                self._pictures[target] = read_picture(path, say)
            picture = self._pictures[target]
            if picture is None:
                return ""
            self.published.setdefault(address, (file, picture.content))
        elif address not in self.published:
            content = path.read_bytes()
            if not content:
                say("the file is empty (0 bytes)", "save it again, or take the link out")
                return ""
            if len(content) > _HEAVY_PAPER:
                say(f"{len(content) / 1e6:.0f} MB, more than a site should carry", "publish it elsewhere and link to it")
                return ""
            self.published[address] = (file, content)
        return f"/{address}"

    def tell_unused(self) -> None:
        """Files that no page uses are not published, and that is said."""
        used = {file for file, _ in self.published.values()} | set(f"content/{p}" for p in self._pictures)
        for path in sorted(self.files):
            if f"content/{path}" not in used:
                self.problems.add(f"content/{path}", 0, "no page shows it or links to it; it is not published", "use it, or take it away", warning=True)

    def explain(self, page: str, link: str, target: str | None, there: Collection[str], ids: Mapping[str, Collection[str]]) -> Problem | None:
        """A link of the page ``page`` that leads nowhere, said at the line where an editor typed it; ``None`` where none did."""
        asked = self.asked.get((page, link))
        if asked is None:
            return None
        document, line, typed = asked
        fragment = link.partition("#")[2]
        if target is not None and fragment and target in there:
            place = unquote(fragment)
            known = [id for id in ids.get(target, ()) if not re.match(r"fn|chart-|_\d|(?:top|main)$", id)]
            remedy = did_you_mean(place, known, limit=8) if known else ""
            remedy = remedy if remedy.startswith(("did", "use")) else "open that page, and copy the address of the place"
            return Problem(document.file, line, f"link to '{typed}': that page has no place '{place}'", remedy)
        folder = dirname(page)
        pages = [relpath(dirname(p) or ".", folder or ".") + "/" for p in there if p.endswith("/index.html") and "/embed/" not in f"/{p}"]
        path = typed.partition("#")[0].partition("?")[0]
        # A path as it is from the file, not from the page's address, lacks one step up.
        step = f"../{path.rstrip('/')}/"
        if step in pages:
            return Problem(document.file, line, f"link to '{typed}' leads nowhere", f"did you mean {step}?")
        return Problem(document.file, line, f"link to '{typed}' leads nowhere", _near_path(f"{path.rstrip('/')}/", pages))


def _near_path(path: str, known: Iterable[str]) -> str:
    remedy = did_you_mean(path, known, limit=0)
    return remedy if remedy.startswith("did") else "link to a page by its file (method.md), to a page of the data by its address (../../targets/)"


def _ascii(segment: str) -> str:
    """A name as it stands in an address: itself where that is ASCII, else short and stable."""
    if _PLAIN.fullmatch(segment):
        return segment
    stem, dot, ending = segment.rpartition(".")
    return hashlib.sha256((stem or ending).encode()).hexdigest()[:10] + (f".{ending.lower()}" if dot and _PLAIN.fullmatch(ending) else "")


def encoded(url: str) -> str:
    """An address as it is written into a page: percent-encoded where it is not ASCII."""
    return quote(url, safe="/:?#[]@!$&'()*+,;=%~-._")


def as_attribute(url: str) -> str:
    return escape(encoded(url), quote=True)
