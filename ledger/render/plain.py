"""HTML of ours as Markdown, for readers that take no HTML: headings, paragraphs, lists, tables, quotations, links and pictures."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "section", "article", "aside", "header", "footer", "ul", "ol", "dl", "table", "tbody", "thead", "figure", "details", "figcaption", "nav"}
_HEADINGS = {f"h{n}": "#" * n for n in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "del": "~~", "s": "~~"}
_UNSEEN = {"script", "style", "svg", "button", "select", "form", "template"}


def as_markdown(html: str) -> str:
    """A piece of HTML, whose links are whole, as Markdown."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "".join(reader.out)
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._lists: list[list[int]] = []
        """Of each list that is open: 0 where it has no numbers, else the next number."""
        self._links: list[str] = []
        self._unseen = self._verbatim = 0
        self._quoted = 0
        self._row: list[str] | None = None
        self._rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag in _UNSEEN:
            self._unseen += 1
        if self._unseen:
            return
        if tag in _HEADINGS:
            self._say(f"\n\n{_HEADINGS[tag]} ")
        elif tag in ("ul", "ol"):
            self._lists.append([int(has.get("start") or 1) if tag == "ol" else 0])
            self._say("\n" if len(self._lists) > 1 else "\n\n")
        elif tag == "li":
            count = self._lists[-1] if self._lists else [0]
            self._say("\n" + "  " * (len(self._lists) - 1) + (f"{count[0]}. " if count[0] else "- "))
            count[0] += 1 if count[0] else 0
        elif tag == "blockquote":
            self._quoted += 1
            self._say("\n\n> ")
        elif tag == "pre":
            self._verbatim += 1
            self._say("\n\n```\n")
        elif tag == "br":
            self._say("\n")
        elif tag == "hr":
            self._say("\n\n---\n\n")
        elif tag == "img":
            self._say(f"![{has.get('alt') or ''}]({has.get('src') or ''})")
        elif tag == "a":
            self._links.append(has.get("href") or "")
            self._say("[" if self._links[-1] else "")
        elif tag == "table":
            self._rows = 0
            self._say("\n\n")
        elif tag == "tr":
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            self._row.append("")
        elif tag in ("dt", "summary"):
            self._say("\n\n**")
        elif tag == "dd":
            self._say("\n: ")
        elif tag in _MARKS and not self._verbatim:
            self._say(_MARKS[tag])
        elif tag in _BLOCKS and not self._in_item():
            self._say("\n\n" + "> " * self._quoted)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if self._unseen:
            return
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._say("\n" if self._lists else "\n\n")
        elif tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
            self._say("\n\n")
        elif tag == "pre":
            self._verbatim = max(0, self._verbatim - 1)
            self._say("\n```\n\n")
        elif tag == "a" and self._links:
            address = self._links.pop()
            self._say(f"]({address})" if address else "")
        elif tag == "tr" and self._row is not None:
            cells, self._row = [cell.strip().replace("|", "\\|") for cell in self._row], None
            self._say(f"| {' | '.join(cells)} |\n")
            self._rows += 1
            if self._rows == 1:
                self._say(f"|{'---|' * len(cells)}\n")
        elif tag in ("dt", "summary"):
            self._say("**")
        elif tag in _MARKS and not self._verbatim:
            self._say(_MARKS[tag])
        elif tag in _HEADINGS or (tag in _BLOCKS and not self._in_item()):
            self._say("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._say(data if self._verbatim else re.sub(r"\s+", " ", data))

    def _in_item(self) -> bool:
        return bool(self._lists) or self._row is not None

    def _say(self, words: str) -> None:
        if self._row is not None:
            if self._row:
                self._row[-1] += words.replace("\n", " ")
            return
        if not self.out or self.out[-1].endswith("\n"):
            words = words.lstrip(" ") if not words.startswith(("  - ", "    ")) else words
        self.out.append(words)
