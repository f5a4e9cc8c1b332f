"""Where the links and pictures of an editor's page lead, and what is said when they lead nowhere.

An editor links to a page by its file (``../method.md``), to a page of the data by its address (``../../targets/``), to a picture or
a paper by its file. What is made of them are relative links, so that the site works under any path.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from posixpath import dirname, normpath, relpath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from ledger.load.content import PAPERS, PICTURES, Document
from ledger.problems import Problem, Problems, did_you_mean

if TYPE_CHECKING:
    from ledger.render.edition import Edition

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HEAVY_PAPER = 50_000_000


class Asked(NamedTuple):
    """A link as it was typed, and the file below ``content/`` and the line where it was."""

    source: str
    line: int
    typed: str


class Attached(NamedTuple):
    """A picture or a paper as it is published (no content where it cannot be), its width and height in pixels, and what is wrong with it."""

    content: bytes | None
    width: int
    height: int
    problems: frozenset[Problem]


class _Noting(Mapping[str, str]):
    """A mapping of which it is noted what is asked of it."""

    def __init__(self, known: Mapping[str, str], note: Callable[..., None]) -> None:
        self._known, self._note = known, note

    def __getitem__(self, path: str) -> str:
        self._note("part", "linkable", path)
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)  # asked by mistakes only, for what is like it

    def __len__(self) -> int:
        return len(self._known)


class Linkable:
    """What pages may link to, the same for all of them: ``pages`` with their canonical addresses, and ``files`` beside pages
    with hashes of their content. Both are known by their paths below ``content``, as is ``all`` that lies there. ``roots`` is where each
    language begins on the site.
    """

    def __init__(self, content: Path, pages: Mapping[str, str], files: Mapping[str, str], all: Collection[str], roots: Mapping[str, str]) -> None:
        self.content, self.pages, self.files, self.all, self.roots = content, pages, files, all, roots
        self._attached: dict[str, Attached] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Pickled, it tells of each file all that a page asks, and has no content."""
        known = {file: self.attached(file) for file in self.files}
        return {**vars(self), "_attached": {file: a if a.content is None else a._replace(content=b"") for file, a in known.items()}}

    def seen_by(self, note: Callable[..., None]) -> Linkable:
        """The same, for a page: ``note`` is told what the page asks (``keep.trace``)."""
        seen = Linkable(self.content, _Noting(self.pages, note), _Noting(self.files, note), self.all, self.roots)
        seen._attached = self._attached
        return seen

    def attached(self, file: str) -> Attached:
        """A file beside a page. It is read once, when the first page asks for it."""
        found = self._attached.get(file)
        if found is None:
            found = self._attached[file] = _attach(self.content / file, f"content/{file}")
        return found

    def path_of(self, file: str) -> str:
        """Where a file beside a page is published: its path on the site."""
        code, _, rest = file.partition("/")
        return self.roots[code] + "/".join(_ascii(segment) for segment in rest.split("/"))


def _attach(path: Path, file: str) -> Attached:
    problems = Problems()

    def say(what: str, remedy: str, warning: bool = False) -> None:
        problems.add(file, 0, what, remedy, warning=warning)

    if path.suffix.lower() in PICTURES:
        from ledger.render.pictures import read_picture

        picture = read_picture(path, say)
        found = frozenset(problems.found)
        return Attached(picture.content, picture.width, picture.height, found) if picture else Attached(None, 0, 0, found)
    content: bytes | None = path.read_bytes()
    if not content:
        say("the file is empty (0 bytes)", "save it again, or take the link out")
        content = None
    elif len(content) > _HEAVY_PAPER:
        say(f"{len(content) / 1e6:.0f} MB, more than a site should carry", "publish it elsewhere and link to it")
        content = None
    return Attached(content, 0, 0, frozenset(problems.found))


class PageLinks:
    """The links of one page. ``asked`` are those that the whole site must answer, as they stand in the page; ``files`` the pictures and
    papers that the page uses, with their paths on the site (empty where one cannot be published)."""

    def __init__(self, linkable: Linkable, edition: Edition, document: Document, problems: Problems) -> None:
        self.linkable, self.edition, self.document, self.problems = linkable, edition, document, problems
        self.here = edition.at(document.address)
        self.asked: dict[str, Asked] = {}
        self.files: dict[str, str] = {}

    def resolve(self, typed: str, line: int) -> str:
        """The ``href`` that a link gets. What is wrong with it is said at ``line``."""
        edition, document, here = self.edition, self.document, self.here

        def wrong(what: str, remedy: str) -> str:
            self.problems.add(document.file, line, what, remedy)
            return "#"  # it was said; nothing follows from it

        try:
            parts = urlsplit(typed)
        except ValueError:
            return wrong(f"'{typed}' is no address", "write https://…, or the path of a file")
        if parts.scheme or parts.netloc:
            from ledger.render.markup import is_stripped

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
            return self._ask(typed, line, typed)
        target = normpath(f"{dirname(document.path)}/{path}")
        if path.lower().endswith((".md", ".markdown")):
            page = self.linkable.pages.get(target)
            if page is None:
                near = self._near(path, [p for p in self.linkable.pages if p.split("/")[0] == document.language])
                return wrong(f"link to '{typed}' leads nowhere", near)
            url = edition.url(page, here)
            return self._ask((url if url != "./" or not tail else "") + tail, line, typed)
        if target in self.linkable.files:
            address = self._publish(target)
            return edition.url(address, here) + tail if address else "#"
        ending = Path(path).suffix.lower()
        if (ending in PICTURES + PAPERS) and not self._is_address(path):
            return self._ask(typed, line, typed)
        if f"{target}.md" in self.linkable.pages:
            return wrong(f"link to '{typed}' leads nowhere", f"write {path.rstrip('/')}.md{tail}")
        if target in self.linkable.all:
            return wrong(f"'{typed}' is a file of a kind that is not published", f"save it as one of {', '.join(PAPERS[:7])} …, or link to where it is")
        return self._ask(typed, line, typed)

    def picture(self, typed: str, line: int, alt: str | None) -> tuple[str, Attached | None]:
        """The ``src`` that a picture gets, and the picture; ``alt`` is ``None`` where nothing is said of what it shows."""
        document, files = self.document, self.linkable.files

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
        if path.startswith("/") or target not in files:
            ending = Path(path).suffix.lower()
            if ending and ending not in PICTURES and not path.startswith("/"):
                wrong(f"'{typed}' is no picture that a page can show", f"save it as {', '.join(PICTURES)}")
            else:
                wrong(f"there is no picture '{typed}'", self._near(path, [f for f in files if f.lower().endswith(PICTURES)]))
            return "", None
        if Path(target).suffix.lower() not in PICTURES:
            wrong(f"'{typed}' is no picture that a page can show", f"save it as {', '.join(PICTURES)}, or link to it: [{name}]({typed})")
            return "", None
        address = self._publish(target)
        return (self.edition.url(address, self.here) if address else ""), self.linkable.attached(target)

    def _ask(self, url: str, line: int, typed: str) -> str:
        self.asked.setdefault(encoded(url), Asked(self.document.path, line, typed))
        return url

    @staticmethod
    def _is_address(path: str) -> bool:
        """Whether a link to a file of data leads to the downloads that the generator makes."""
        return path.startswith("../") and ("/data/" in f"/{path}" or "/charts/" in f"/{path}")

    def _near(self, path: str, candidates: Iterable[str]) -> str:
        folder = dirname(self.document.path)
        names = {relpath(c, folder): c for c in candidates if c != self.document.path}
        same = [n for n in names if n.lower() == path.lower() or n.rpartition("/")[2].lower() == path.rpartition("/")[2].lower()]
        remedy = f"did you mean {same[0]}?" if same else did_you_mean(path, names, limit=4)
        return remedy if remedy.startswith(("did", "use")) else "put the file beside the page, or correct the path"

    def _publish(self, file: str) -> str:
        """The address at which a file beside the page is published; nothing when it cannot be."""
        attached = self.linkable.attached(file)
        self.problems.found.update(attached.problems)
        self.files[file] = self.linkable.path_of(file) if attached.content is not None else ""
        return f"/{self.files[file]}" if self.files[file] else ""


def tell_unused(linkable: Linkable, used: Collection[str], problems: Problems) -> None:
    """Files that no page uses are not published, and that is said."""
    for file in sorted(set(linkable.files) - set(used)):
        problems.add(f"content/{file}", 0, "no page shows it or links to it; it is not published", "use it, or take it away", warning=True)


def explain(asked: Asked, page: str, link: str, target: str | None, there: Collection[str], ids: Mapping[str, Collection[str]]) -> Problem:
    """A link of the page ``page`` that leads nowhere, said at the line where it was typed. ``target`` is the path that it asks for, ``there``
    are all paths of the site, ``ids`` those of each page."""
    file, line, typed = f"content/{asked.source}", asked.line, asked.typed
    fragment = link.partition("#")[2]
    if target is not None and fragment and target in there:
        place = unquote(fragment)
        known = [id for id in ids.get(target, ()) if not re.match(r"fn|chart-|_\d|(?:top|main)$", id)]
        remedy = did_you_mean(place, known, limit=8) if known else ""
        remedy = remedy if remedy.startswith(("did", "use")) else "open that page, and copy the address of the place"
        return Problem(file, line, f"link to '{typed}': that page has no place '{place}'", remedy)
    folder = dirname(page)
    pages = [relpath(dirname(p) or ".", folder or ".") + "/" for p in there if p.endswith("/index.html") and "/embed/" not in f"/{p}"]
    path = typed.partition("#")[0].partition("?")[0]
    # A path as it is from the file, not from the page's address, lacks one step up.
    step = f"../{path.rstrip('/')}/"
    if step in pages:
        return Problem(file, line, f"link to '{typed}' leads nowhere", f"did you mean {step}?")
    return Problem(file, line, f"link to '{typed}' leads nowhere", _near_path(f"{path.rstrip('/')}/", pages))


def in_template(folder: Path, link: str) -> Problem | None:
    """A link that leads nowhere and that no page holds, said at its line where a template has it: one line, on however many pages it stands."""
    for file in sorted(folder.rglob("*.html")):
        before, found, _ = file.read_text(encoding="utf-8").partition(f'"{link}"')
        if found:
            name = f"templates/{file.relative_to(folder).as_posix()}"
            return Problem(name, before.count("\n") + 1, f"link to '{link}' leads nowhere", "correct it; {{ url('targets/') }} leads there from each page")
    return None


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
