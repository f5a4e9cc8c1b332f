"""The HTML that an editor may write or Markdown may make, and a word about everything else.

What is not allowed is taken out (``clean``), never in silence (``audit``): an error where a reader would lose something, a
warning where only the markup goes and its text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urlsplit

import nh3

from ledger.problems import did_you_mean

Report = Callable[..., None]
"""Called with a line of the text (0-based), what is wrong, what to do, and whether that is only a warning."""

TAGS = (nh3.ALLOWED_TAGS | {"figure", "figcaption", "section", "details", "summary", "mark", "dl", "dt", "dd", "tfoot"}) - {
    *("acronym", "area", "center", "map", "nav", "header", "footer", "rtc", "strike", "tt")
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "lang", "title", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "details": {"open"},
    "time": {"datetime"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
}
SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_LOST = {
    "iframe": "link to what it shows",
    "video": "link to it",
    "audio": "link to it",
    "source": "link to it",
    "object": "link to it",
    "embed": "link to it",
    "svg": "save the drawing as a file beside the page: ![what it shows](drawing.svg)",
    "math": "write the formula in words, or as a picture with its text",
    "title": "the title of a page stands in its front matter",
    **dict.fromkeys(
        ("canvas", "form", "input", "button", "select", "textarea", "template", "frame", "frameset", "applet"), "there are no forms or programs in a page"
    ),
}
"""Elements of which nothing, or not what was meant, would be left."""
_ONLY_MARKUP = frozenset(
    (
        *("acronym", "address", "area", "base", "basefont", "big", "blink", "body", "center", "dialog", "dir", "fieldset", "font", "footer"),
        *("head", "header", "hgroup", "html", "label", "legend", "link", "main", "map", "marquee", "menu", "meta", "meter", "nav", "nobr"),
        *("noscript", "optgroup", "option", "output", "param", "picture", "progress", "rtc", "slot", "strike", "track", "tt"),
    )
)
_SWALLOW = ("script", "style")
_WITHOUT_END = frozenset(("br", "hr", "img", "wbr", "col"))
_END_MAY_BE_LEFT_OUT = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption", "rt", "rp"))
"""Elements that end where what holds them ends."""
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])((?:\"[^\"]*\"|'[^']*'|(?!\n[ \t]*\n)[^'\"<>])*)>")
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?")
_OPENERS = re.compile(r"(?<!\\)(?:<!--|<(?P<swallow>script|style)\b[^>]*>|<(?P<odd>[?]|!\[CDATA\[|!doctype\b)|" + TAG.pattern + ")", re.I)


_CLEANER = nh3.Cleaner(tags=TAGS, attributes={**ATTRIBUTES}, link_rel=None, url_schemes=set(SCHEMES), clean_content_tags=set(_SWALLOW))


def attributes_of(text: str) -> Iterator[tuple[str, str]]:
    """``(name, value)`` of what stands in a tag behind its name."""
    for name, value in ATTRIBUTE.findall(text):
        yield name.lower(), unescape(value[1:-1] if value[:1] in "\"'" else value)


def allowed(tag: str, attribute: str) -> bool:
    return attribute in ATTRIBUTES["*"] or attribute in ATTRIBUTES.get(tag, ())


def is_stripped(address: str) -> bool:
    """Whether an address has a scheme that no link of a page may have."""
    try:
        scheme = urlsplit("".join(c for c in address if c > " ")).scheme.lower()
    except ValueError:
        return False
    return bool(scheme) and scheme not in SCHEMES


def clean(html: str) -> str:
    """The page with only what is allowed."""
    return _CLEANER.clean(html)


def audit(text: str, report: Report) -> bool:
    """Say what of the raw HTML in ``text`` (a page without its code) will not reach the reader; whether the rest of the page will."""
    if "<" not in text:
        return True
    at = 0
    opened: list[tuple[str, int]] = []
    while found := _OPENERS.search(text, at):
        line = text.count("\n", 0, found.start())
        at = found.end()
        if found[0] == "<!--":
            end = text.find("-->", at)
            if end < 0:
                report(line, "a comment <!-- that is never closed takes everything below it", "write --> where it ends")
                return False
            at = end + 3
        elif found["swallow"]:
            name = found["swallow"].lower()
            end = text.lower().find(f"</{name}", at)
            if end < 0:
                report(line, f"<{name}> is never closed and takes everything below it", "take it out")
                return False
            report(line, f"<{name}> is not published", "take it out; scripts and styles are in templates/", warning=True)
            at = text.find(">", end) + 1 or len(text)
        elif found["odd"]:
            report(line, f"'<{found['odd']}' is not published", "take it out, or write &lt; for the sign")
        elif found[3]:
            _close(found[4].lower(), line, opened, report)
        else:
            _element(found[4].lower(), found[5], line, report)
            if found[4].lower() in TAGS - _WITHOUT_END:
                opened.append((found[4].lower(), line))
    for tag, line in opened:
        _tell_open(tag, line, report)
    return True


def _close(tag: str, line: int, opened: list[tuple[str, int]], report: Report) -> None:
    """End the last ``tag`` that is open, and what is open in it."""
    if tag not in TAGS or tag in _WITHOUT_END:
        return
    if all(name != tag for name, _ in opened):
        report(line, f"</{tag}> ends nothing", "take it out", warning=True)
        return
    while (last := opened.pop())[0] != tag:
        if last[0] not in _END_MAY_BE_LEFT_OUT:
            _tell_open(*last, report)


def _tell_open(tag: str, line: int, report: Report) -> None:
    # Markdown leaves all that stands in an open element as it is typed, to the end of the page.
    report(line, f"<{tag}> is never closed and takes everything below it", f"write </{tag}> where it ends, or &lt; where a sign is meant")


def _element(tag: str, rest: str, line: int, report: Report) -> None:
    if tag in _LOST:
        report(line, f"<{tag}> is not allowed on this site and would be lost", _LOST[tag])
        return
    if tag not in TAGS:
        if tag in _ONLY_MARKUP:
            report(line, f"<{tag}> is not published; what stands in it is", "take it out, or use Markdown", warning=True)
        else:
            near = did_you_mean(tag, TAGS)
            near = near if near.startswith("did") else "write &lt; for the sign, or put the text in backticks"
            report(line, f"<{tag}> is no HTML, and would be lost", near)
        return
    lost = [name for name, _ in attributes_of(rest) if not allowed(tag, name)]
    if lost:
        remedy = 'a class does that: class="…"' if lost == ["style"] else "take it out, or write &lt; where a sign is meant"
        report(line, f"{'=, '.join(lost[:6])}= of <{tag}> is not published", remedy, warning=True)
    for name, value in attributes_of(rest):
        if name in ("href", "src", "cite") and is_stripped(value):
            report(line, f"'{value[:40]}' of <{tag}> is not published", "a link begins with https:, http:, mailto: or tel:, or is the path of a file")
