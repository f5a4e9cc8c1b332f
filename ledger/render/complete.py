"""After Markdown: what is not allowed is taken out, marks become values and citations, links and pictures get their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from ledger.render import markup
from ledger.render.draft import MARK, Draft
from ledger.render.leftovers import tell_leftovers
from ledger.render.links import as_attribute

_LINK = re.compile("\ue004(\\d+)\ue005")
_SLOT = re.compile("(?:<p>)?\ue000(\\d+)\ue001(?:</p>)?")
_TASK = re.compile(r'<input type="checkbox" disabled( checked)? ?/?>')
_TAG = re.compile(r'<(/?)([a-z][a-z0-9-]*)([^>"]*(?:"[^"]*"[^>"]*)*)>')
"""A tag as ``markup.clean`` writes it."""
_NAMES = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "summary", "figcaption")
"""Elements that name what follows: nothing is explained in them."""


def complete(draft: Draft, html: str) -> str:
    """The page that Markdown made, clean and with all that it refers to."""
    html = _TASK.sub(lambda m: f'<span class="task">{"☑" if m[1] else "☐"}</span>', html)
    _tell_lost_attributes(draft, html)
    done = "".join(_walk(draft, markup.clean(html)))
    for number, mark in enumerate(draft.marks):
        if draft.whole and number not in draft.seen and mark.kind == "text" and not draft.in_comment(mark):
            draft.report(mark.line, f"{mark.typed} does not reach the page", "write it into the text itself")
    return _SLOT.sub(lambda m: draft.slots[int(m[1])], done) if draft.slots else done


def _walk(draft: Draft, html: str) -> Iterator[str]:
    """The page tag by tag: what a mark becomes depends on where it stands."""
    in_code = in_link = in_name = at = 0
    for tag in _TAG.finditer(html):
        if tag.start() > at:
            yield _text(draft, html[at : tag.start()], in_code > 0, in_link > 0, in_name > 0)
        at = tag.end()
        name, step = tag[2], -1 if tag[1] else 1
        if name in ("code", "pre"):
            in_code += step
        elif name == "a":
            in_link += step
        elif name in _NAMES:
            in_name += step
        if step > 0 and (name in ("a", "img") or "\ue002" in tag[0]):
            yield _tag(draft, name, dict(markup.attributes_of(tag[3])))
        else:
            yield tag[0]
    yield _text(draft, html[at:], in_code > 0, in_link > 0, in_name > 0)


def _text(draft: Draft, text: str, in_code: bool, in_link: bool, in_name: bool) -> str:
    if in_code:
        return MARK.sub(lambda m: escape(draft.as_typed(int(m[1])), quote=False), text) if draft.marks else text
    tell_leftovers(draft, text)
    if not (in_link or in_name):
        text = draft.explainer.explained(text)
    return MARK.sub(lambda m: _html(draft, int(m[1]), in_link), text) if draft.marks else text


def _html(draft: Draft, number: int, in_link: bool) -> str:
    resolved = draft.resolved(number)
    if resolved is None:
        return ""
    return escape(resolved.words, quote=False) if in_link else str(resolved.html(draft.edition, draft.here))


def _tag(draft: Draft, name: str, given: dict[str, str]) -> str:
    for attribute in ("href", "src"):
        if attribute in given:
            given[attribute] = _LINK.sub(lambda m: draft.hidden[int(m[1])], given[attribute])
    if name == "a" and "href" in given:
        typed = given["href"]
        if marked := MARK.search(typed):
            draft.seen.add(int(marked[1]))
            mark = draft.marks[int(marked[1])]
            draft.report(mark.line, f"{mark.typed} cannot be the address of a link", "write it alone; it is a link already")
            typed = "#"
        if typed.startswith("#fn") and not draft.whole:
            typed = "#"  # the footnotes are below what takes the rest of the page
        given["href"] = draft.links.resolve(typed, draft.document.body_line + draft.line_of(typed))
    elif name == "img":
        given = _picture(draft, given)
    for attribute, value in given.items():
        given[attribute] = MARK.sub(lambda m: draft.words(int(m[1])), value)
    return f"<{name}{''.join(_attribute(a, v) for a, v in given.items())}>"


def _picture(draft: Draft, given: dict[str, str]) -> dict[str, str]:
    typed = given.get("src", "")
    line = draft.document.body_line + draft.line_of(typed)
    alt = given.get("alt")
    decorative = "decorative" in given.get("class", "").split()
    if not typed:
        draft.problems.add(draft.document.file, line, "a picture without a file", "write ![what it shows](picture.png)")
        return given
    raw = "\ue006" not in (alt or "")
    alt = (alt or "").replace("\ue006", "")
    said = alt if alt.strip() or decorative or (raw and "alt" in given) else None
    src, picture = draft.links.picture(typed, line, said)
    done = {**given, "src": src, "alt": alt}
    if picture and picture.width and picture.height:
        asked = int(given["width"]) if re.fullmatch(r"[1-9]\d{0,3}", given.get("width", ""), re.A) else 0
        width = min(asked or picture.width, picture.width)
        done |= {"width": str(width), "height": str(max(1, round(picture.height * width / picture.width)))}
    return {**done, "loading": "lazy", "decoding": "async"}


def _tell_lost_attributes(draft: Draft, html: str) -> None:
    """Attributes that Markdown made of ``{…}`` and that are not allowed. Those of raw HTML were said before."""
    if "{" not in draft.document.body:
        return
    for tag in markup.TAG.finditer(html):
        for name, _ in markup.attributes_of(tag[3]):
            if tag[1] or tag[2] not in markup.TAGS or markup.allowed(tag[2], name) or name in draft.told:
                continue
            for number, line in enumerate(draft.lines):
                if re.search(rf"\{{[^}}]*\b{re.escape(name)}\b[^}}]*\}}", line):
                    draft.told.add(name)
                    draft.report(number, f"{name}= is not published", "a class does that: {.note}" if name == "style" else "take it out", warning=True)


def _attribute(name: str, value: str) -> str:
    return f' {name}="{as_attribute(value) if name in ("href", "src") else escape(value)}"'
