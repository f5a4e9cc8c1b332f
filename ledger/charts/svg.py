"""From the SVG that Vega writes to the SVG that a page carries.

* colours become ``var(--name, colour)``, so that one drawing serves light, night, print and forced colours
* ids get the chart's name and are counted anew, so that several drawings can stand in one page and each is always the same
* ``role="img"``, ``<title>`` and ``<desc>`` name it for a screen reader
* data marks keep their ``aria-label`` as ``data-label`` (hover and keyboard read it) and get ``class="mark"``; the rest is silent
* what draws nothing is left out: a third of what Vega writes
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape

from ledger.charts.figure import Parts
from ledger.charts.theme import FONT, INKS, variables, width_of

IN = " › "
"""Between the groups that a mark is in."""
_FROM_RIGHT, _BACK = "\u2067", "\u2069"
"""Right-to-left isolate, and the end of it."""
_COLOURS = variables()
_COLOUR = re.compile(r'(fill|stroke)="(#[0-9a-f]{6}|rgb\((\d+), ?(\d+), ?(\d+)\))"')
_ID = re.compile(r'\bid="([^"]+)"|url\(#([^)]+)\)|href="#([^"]+)"')
_ROOT = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)">')
_MARK = re.compile(r'<(path|text|line|rect|image) ([^>]*?)aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="([^"]*)"')
_GUIDE = re.compile(r' (?:role|aria-roledescription|aria-label)="[^"]*"| aria-hidden="true"')
_GEOMETRY = re.compile(r' (?:d|transform|x|y|x1|x2|y1|y2|r|width|height)="[^"]*"')
_NUMBER = re.compile(r"\d+\.\d{2,}(?:e-?\d+)?")
_NOISE = re.compile(
    rf' (?:font-family|font-weight|pointer-events|opacity|stroke-miterlimit|stroke-width)="(?:{FONT}|&quot;{FONT}&quot;|normal|none|1|10)"'
    r'| class="mark-\w+ role-[\w -]*"|<path class="(?:background|foreground)" (?:d="[^"]*"|display="none"|pointer-events="none"| )*/>| text-anchor="start"| transform="translate\(0,0\)"'
)
_EMPTY = re.compile(r"<g>\s*</g>|<path d=\"\"[^>]*/>")
_HALO = re.compile(rf'<text(?=[^>]* stroke="{INKS["paper"]}")')
_EDGE = re.compile(rf'(<text class="halo"[^>]*?) stroke="{INKS["paper"]}" stroke-width="3" stroke-linejoin="round"')
_SIZE = re.compile(r' font-size="([\d.]+)px"')
_VARIABLE = re.compile(r"var\(--[\w-]+,(#[0-9a-f]{6})\)")


def finish(svg: str, id: str, title: str, description: str, measure: int = 0, parts: Parts | None = None) -> str:
    """The drawing ``svg`` of figure ``id`` as it goes into the page, at least ``measure`` pixels wide. Marks tell the groups of ``parts``
    that they are in (``data-in``), and the clause that they are from (``data-from``).

    What is missing to the measure is added at the left, where names stand: a reader's font may be wider than ours.
    """
    root = _ROOT.match(svg)
    if root is None:
        raise ValueError(f"{id}: Vega wrote no SVG")
    body = _guides_silent(svg[root.end() :], parts or {})
    body = _NOISE.sub("", body)
    while (less := _EMPTY.sub("", body)) != body:
        body = less
    body = _EDGE.sub(r"\1", _HALO.sub('<text class="halo" paint-order="stroke"', body))
    body = _COLOUR.sub(_variable, body)
    body = _named(body, f"{id}-")
    body = _GEOMETRY.sub(lambda m: _NUMBER.sub(_short, m[0]), body)
    sizes = _SIZE.findall(body)
    size = max(sorted(set(sizes)), key=sizes.count) if sizes else "12"
    body = body.replace(f' font-size="{size}px"', "")
    width, height, box = root.groups()
    if measure > float(width):
        box = f"{float(width) - measure:g} 0 {measure} {height}"
        width = str(measure)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" aria-labelledby="{id}-t {id}-d" width="{width}" height="{height}" viewBox="{box}" font-size="{size}">'
        f'<title id="{id}-t">{escape(title)}</title><desc id="{id}-d">{escape(description)}</desc>{body}'
    )


def marks_in(drawing: str) -> int:
    """How many data marks a finished drawing has."""
    return drawing.count(' class="mark"')


def glimpse(drawing: str, id: str) -> str:
    """A finished drawing as a picture beside its headline: to be looked at, not read, so without names and labels."""
    bare = re.sub(r"<title.*?</desc>", "", drawing, count=1, flags=re.S)
    bare = re.sub(r' (?:data-label|data-in|data-from|aria-labelledby)="[^"]*"| role="img"| class="mark"', "", bare)
    return _named(bare, f"{id}-").replace("<svg ", '<svg aria-hidden="true" ', 1)


def line_of(words: str, x: float, y: float, size: float, colour: str, leftward: bool, more: str = "") -> str:
    """A line of a picture that begins at ``x``, at its right end where it is read ``leftward``.

    What is read from right to left is set apart by the signs of Unicode for that, which every program knows that draws an SVG: without
    them a sign at the end of a line, ``%`` after its number, would stand at the wrong end.
    """
    anchor, said = (' text-anchor="end"', f"{_FROM_RIGHT}{words}{_BACK}") if leftward else ("", words)
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{INKS[colour]}"{anchor}{more}>{escape(said)}</text>'


def poster(drawing: str, *, title: str, subtitle: str, lines: Sequence[str], leftward: bool = False) -> str:
    """A finished drawing by itself, to be saved or shared: headline and subtitle above it, ``lines`` (source, sender) below.

    Its colours are the printed inks, since nobody's style sheet is there to name others.
    """
    drawn, height, printed = _printed(drawing)
    margin, width = 24.0, max(drawn, 700.0)
    text: list[str] = []
    y = margin

    def write(words: str, size: float, colour: str, leading: float, weight: str = "") -> None:
        nonlocal y
        for line in broken(words, size, width):
            y += leading
            text.append(line_of(line, margin + width if leftward else margin, y, size, colour, leftward, weight))

    for line in balanced(title, 24, width):
        write(line, 24, "ink", 31, ' font-weight="600"')
    y += 4
    write(subtitle, 14, "ink-2", 20)
    y += 16
    picture = f'<g transform="translate({margin + (width - drawn if leftward else 0):g},{y:g})">{printed}</g>'
    y += height + 8
    for line in lines:
        write(line, 12, "ink-2", 18)
    y += margin - 6
    full = f"{width + 2 * margin:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{full}" height="{y:g}" viewBox="0 0 {full} {y:g}" font-family="{FONT}, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif">'
        f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="{INKS["paper"]}"/><path d="M{margin:g},{margin - 4:g}H{width + margin:g}" stroke="{INKS["ink"]}" stroke-width="2"/>'
        f"{''.join(text)}{picture}</svg>"
    )


def fitted(drawing: str, left: float, top: float, width: float, height: float) -> str:
    """A finished drawing as a part of another, as large as it may be in a box, in its middle."""
    drawn, high, printed = _printed(drawing)
    scale = min(width / drawn, height / high)
    x, y = left + (width - drawn * scale) / 2, top + (height - high * scale) / 2
    return f'<g transform="translate({x:.2f},{y:.2f}) scale({scale:.4f})">{printed}</g>'


def _printed(drawing: str) -> tuple[float, float, str]:
    """``(width, height, what is in it)`` of a finished drawing, from its left edge, in the printed inks."""
    match = re.match(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)" viewBox="(-?[\d.]+) [^>]*? font-size="([\d.]+)">', drawing)
    if match is None:
        raise ValueError("not a finished drawing")
    rest = re.sub(r"^<title.*?</desc>", "", drawing[match.end() :].removesuffix("</svg>"), flags=re.S)
    printed = _VARIABLE.sub(lambda m: m[1], rest)
    printed = printed.replace('<text class="halo"', f'<text stroke="{INKS["paper"]}" stroke-width="3" stroke-linejoin="round"')
    return float(match[1]), float(match[2]), f'<g transform="translate({-float(match[3]):g},0)" font-size="{match[4]}">{printed}</g>'


def broken(words: str, size: float, width: float) -> list[str]:
    """``words`` in lines of at most ``width`` pixels; Chinese breaks anywhere but before its punctuation and after what opens.

    A word that is wider than a line is broken wherever the line ends.
    """
    lines, line = [], ""
    for part in _pieces(words, size, width):
        if line and width_of((line + part).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += part
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(words: str, size: float, width: float) -> Iterator[str]:
    """``words`` at the places where a line may end."""
    for part in re.findall(r"[（《“]*[⺀-鿿＀-￯][，。、；：？！）》”％]*|[^\s⺀-鿿＀-￯]+\s*|\s+", words):
        rest = part
        while width_of(rest.rstrip(), size) > width and len(rest.rstrip()) > 1:
            most = next((n for n in range(len(rest), 1, -1) if width_of(rest[:n], size) <= width), 1)
            yield rest[:most]
            rest = rest[most:]
        yield rest


def balanced(words: str, size: float, width: float) -> list[str]:
    """``words`` in as few lines as ``broken`` needs, of about one length: no word is left alone on the last."""
    lines = broken(words, size, width)
    # Lines of one length are never narrower than half of what the words had to break at.
    for percent in range(97, 49, -3):
        narrower = broken(words, size, width * percent / 100)
        if len(narrower) != len(lines):
            break
        lines = narrower
    return lines


def _guides_silent(body: str, parts: Parts) -> str:
    """Keep the labels of data marks as ``data-label``; take ARIA from axes, legends and groups: the table says it better."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        tag, before, label, _ = match.groups()
        groups, clause = parts.get(unescape(label), ((), ""))
        more = f' data-in="{escape(IN.join(groups))}"' if groups else ""
        more += f' data-from="{escape(clause)}"' if clause else ""
        kept.append(f'<{tag} class="mark" data-label="{label}"{more} {before.strip()}')
        return f"\x00{len(kept) - 1}\x00"

    body = _GUIDE.sub("", _MARK.sub(keep, body))
    return re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])].rstrip(), body)


def _named(body: str, prefix: str) -> str:
    """``body`` with ids of its own, counted from 1: Vega counts them through all that a process has drawn."""
    names: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        old = match[1] or match[2] or match[3]
        return match[0].replace(old, names.setdefault(old, f"{prefix}{len(names) + 1}"))

    return _ID.sub(name, body)


def _short(match: re.Match[str]) -> str:
    return f"{float(match[0]):.1f}".removesuffix(".0")


def _variable(match: re.Match[str]) -> str:
    attribute, colour = match[1], match[2]
    if match[3]:
        colour = "#{:02x}{:02x}{:02x}".format(*(int(match[n]) for n in (3, 4, 5)))
    name = _COLOURS.get(colour)
    return f'{attribute}="var(--{name},{colour})"' if name else f'{attribute}="{colour}"'
