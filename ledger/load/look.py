"""How a newsroom looks, below ``extra`` in ``mkdocs.yml``: colours, fonts, logo, footer, what the front page and the menu hold.

    extra:
      look:
        colours: {paper: "#ffffff", promise: "#0b5d3b"}      by day; what is not named stays as the theme has it
        night: {paper: "#101314"}                            the same under a lamp
        fonts: {serif: 'Georgia, serif'}                     of the reader's machine: serif, sans, mono
        logo: logo.svg                                       a file of content/static
        footer: {en: Published by the town library.}         instead of the theme's line, per language
        home: [stories, tally, documents]                    tally, stories, charts, documents, in this order; what is not named is left out
        menu: [stories, promises, method]                    the sections by their addresses, likewise
        sections: {promises: {en: What was promised}}        what a section is called, in the menu, on its page and where others name it

Whoever wants more overlays a template, or ``assets/site.css`` (see UPGRADING.md).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from ledger.load.typed import Settings, read_settings, shown
from ledger.load.yamlfile import YamlFile
from ledger.problems import Problems, did_you_mean

HOME = ("tally", "stories", "charts", "documents")
"""The parts of the front page below its opening."""
_FONTS = ("serif", "sans", "mono")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FONT = re.compile(r"[\w\s,\"'-]{1,300}")
_VARIABLE = re.compile(r"--([a-z][a-z0-9-]*):\s*(#[0-9a-fA-F]{3,6})\s*;")
_READ = ("ink", "ink-2", "ink-3", "promise", "was", "alarm", "link")
"""Colours in which text is set on paper."""
LEGIBLE = 4.5
"""The contrast that text needs (WCAG 2.2, 1.4.3)."""


class LookSettings(Settings):
    """``extra.look``."""

    colours: dict[str, Any] = msgspec.field(default_factory=dict)
    """by day, `{paper: "#ffffff"}`: the variables at the top of the theme's `assets/site.css`"""
    night: dict[str, Any] = msgspec.field(default_factory=dict)
    """the same where the reader's machine is dark"""
    fonts: dict[str, Any] = msgspec.field(default_factory=dict)
    """`serif`, `sans`, `mono`: fonts of the reader's machine"""
    logo: str = ""
    """a picture in `content/static`"""
    footer: dict[str, Any] = msgspec.field(default_factory=dict)
    """what the foot of each page says, per language"""
    home: tuple[str, ...] | None = None
    """the parts of the front page in their order: `tally`, `stories`, `charts`, `documents`"""
    menu: tuple[str, ...] | None = None
    """sections by their addresses, in their order"""
    sections: dict[str, Any] = msgspec.field(default_factory=dict)
    """what a section is called, per language: `{promises: {en: What was promised}}`"""


@dataclass(frozen=True)
class Look:
    """What differs from the theme. ``home`` and ``menu`` are ``None`` where nothing is said of them; ``line`` is where that stands, and
    ``lines`` where each section is named."""

    colours: Mapping[str, str] = field(default_factory=dict)
    night: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, str] = field(default_factory=dict)
    logo: str = ""
    footer: Mapping[str, str] = field(default_factory=dict)
    home: tuple[str, ...] | None = None
    menu: tuple[str, ...] | None = None
    line: int = 0
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def section(self, path: str, language: str) -> str:
        """What the section at an address is called here; nothing where nobody says so."""
        return self.sections.get(path.strip("/"), {}).get(language, "")

    def style(self) -> bytes:
        """What stands behind the theme's style sheet; nothing where colours and fonts are the theme's."""
        day = "".join(f"  --{name}: {value};\n" for name, value in (*self.colours.items(), *self.fonts.items()))
        night = "".join(f"    --{name}: {value};\n" for name, value in self.night.items())
        found = f":root, :root:lang(zh) {{\n{day}}}\n" if day else ""
        return (found + (f"@media screen and (prefers-color-scheme: dark) {{\n  :root {{\n{night}  }}\n}}\n" if night else "")).encode()


def read_look(source: YamlFile, root: Path, theme: str, languages: Collection[str], problems: Problems) -> Look:
    """What ``extra.look`` says; ``theme`` is the style sheet whose colours it may change."""
    at = ("extra", "look")
    if source.at(*at) is None:
        return Look()
    said = read_settings(LookSettings, source, at, problems, "extra: look: ") or LookSettings()

    def wrong(key: str, name: str, what: str, remedy: str) -> None:
        problems.add(source.file, source.line(*at, key, name) or source.line(*at, key), f"extra: look: {key}: {what}", remedy)

    day, _, night = theme.partition("prefers-color-scheme: dark")
    names = dict(_VARIABLE.findall(day))
    of_night = {**names, **dict(_VARIABLE.findall(night.partition("\n}\n")[0]))}
    colours: dict[str, str] = {}
    nights: dict[str, str] = {}
    for key, given, chosen in (("colours", said.colours, colours), ("night", said.night, nights)):
        for name, value in given.items():
            if name not in names:
                wrong(key, name, f"there is no colour {shown(name)}", did_you_mean(name, names))
            elif not isinstance(value, str) or not _COLOUR.fullmatch(value):
                wrong(key, name, f"{name}: {shown(value)} is no colour", 'write it as "#1d6b4a"')
            else:
                chosen[name] = value
    for key, chosen, all_colours in (("colours", colours, {**names, **colours}), ("night", nights, {**of_night, **nights})):
        for name, ratio in _illegible(all_colours, chosen):
            what = f"{name} on paper has a contrast of {ratio:.1f}, and text needs {LEGIBLE}"
            problems.add(
                source.file, source.line(*at, key, name) or source.line(*at, key), f"extra: look: {key}: {what}", "take a darker or a lighter one", warning=True
            )
    fonts = {}
    for name, value in said.fonts.items():
        if name not in _FONTS:
            wrong("fonts", name, f"{shown(name)} is none of the fonts", did_you_mean(name, _FONTS))
        elif not isinstance(value, str) or not _FONT.fullmatch(value):
            wrong("fonts", name, f"{name}: {shown(value)} is no list of fonts", "write 'Georgia, \"Times New Roman\", serif'")
        else:
            fonts[name] = value
    if said.logo and not _is_picture(root, said.logo):
        wrong("logo", "", f"there is no picture {shown(said.logo)} in content/static", "put it there: logo.svg, logo.png or logo.webp")
    footer: dict[str, str] = {}
    sections: dict[str, dict[str, str]] = {}
    for key, place, given, into in (
        ("footer", (), said.footer, footer),
        *(("sections", (name,), names, sections.setdefault(name.strip("/"), {})) for name, names in said.sections.items()),
    ):
        for code, text in given.items() if isinstance(given, dict) else [("", given)]:
            line = source.line(*at, key, *place, code) or source.line(*at, key, *place)
            if not isinstance(given, dict):
                what, remedy = f"{place[-1]}: {shown(given)} is no name per language", f"write {place[-1]}: {{{next(iter(languages), 'en')}: …}}"
            elif code not in languages:
                what, remedy = f"'{code}' is no language of this site", did_you_mean(code, languages)
            elif not isinstance(text, str) or not text.strip():
                what, remedy = f"{shown(text)} is not text", "write one line"
            else:
                into[code] = text
                continue
            problems.add(source.file, line, f"extra: look: {key}: {what}", remedy)
    for part in said.home or ():
        if part not in HOME:
            wrong("home", "", f"{shown(part)} is no part of the front page", did_you_mean(part, HOME))
    lines = {name.strip("/"): source.line(*at, "sections", name) for name in said.sections}
    return Look(colours, nights, fonts, said.logo, footer, said.home, said.menu, source.line(*at, "menu"), sections, lines)


def check_sections(look: Look, sections: Collection[str], problems: Problems) -> None:
    """Every section that the menu names, or that is called something, is there; ``sections`` are their addresses."""
    named = [("menu", name, look.line) for name in look.menu or ()] + [("sections", name, line) for name, line in look.lines.items()]
    for key, name, line in named:
        if f"{name.strip('/')}/" not in sections:
            remedy = did_you_mean(name.strip("/"), [each.rstrip("/") for each in sections])
            problems.add("mkdocs.yml", line, f"extra: look: {key}: there is no section {shown(name)}", remedy)


def _is_picture(root: Path, name: str) -> bool:
    return re.fullmatch(r"[\w-]+\.(?:svg|png|webp)", name, re.A) is not None and (root / "content" / "static" / name).is_file()


def _illegible(colours: Mapping[str, str], chosen: Collection[str]) -> Iterator[tuple[str, float]]:
    """The colours of text that cannot be read on paper, of those that somebody chose, or all where it is the paper."""
    for name in _READ if "paper" in chosen else [name for name in _READ if name in chosen]:
        if name in colours and "paper" in colours and (ratio := contrast(colours[name], colours["paper"])) < LEGIBLE:
            yield name, ratio


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG reckons it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
