"""How a language writes numbers, dates and lists, which plural forms it has, and in which direction it runs.

Most of it is CLDR's (``cldr.jsonl``, which ``tests/cldr.py`` writes). Where this house writes otherwise, a file a language says so
(``zh.yaml``), and a newsroom's own ``languages/<code>.yaml`` comes last. ``manner_of("pt-BR")`` puts them together; a tag that
nobody knows is written like ``pt``, and a language that nobody knows as plainly as can be.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ledger.language.plural import RULE, category
from ledger.load.typed import Settings, read_settings, shown
from ledger.load.yamlfile import parse_yaml, read_yaml
from ledger.problems import Problems

Said = str | Mapping[str, str]
"""What a word of the interface is in one language: a text, or a text for each plural form."""
FORMS = ("zero", "one", "two", "few", "many", "other")
"""The plural categories of CLDR."""
COUNTS = ("n", "count", "total")
"""The braces by whose number a plural form is chosen, the first of them that a word is given."""
_FOLDER = Path(__file__).resolve().parent
_DIGITS = "0123456789"
_TOKEN = re.compile(r"'([^']*)'|(y+|M+|L+|d+)|\s*G+|[#]|(.)", re.S)


class Habits(Settings, kw_only=True):
    """What a file says of a language; what it leaves out stays as it was. ``docs/languages.md`` tells the keys."""

    decimal: str | None = None
    group: str | None = None
    groups: list[int] | None = None
    grouped_from: int | None = None
    digits: str | None = None
    minus: str | None = None
    plus: str | None = None
    percent: str | None = None
    permille: str | None = None
    scales: list[dict[str, str]] | None = None
    keeps_units: bool | None = None
    whole: list[str] | None = None
    between: str | None = None
    tight: bool | None = None
    spelt: list[str] | None = None
    names: list[str] | None = None
    day: str | None = None
    month: str | None = None
    year: str | None = None
    year_in_text: str | None = None
    day_of_year: str | None = None
    month_of_year: str | None = None
    years: str | None = None
    years_in_text: str | None = None
    span: str | None = None
    since: str | None = None
    until: str | None = None
    about: str | None = None
    about_year: str | None = None
    quarter: str | None = None
    months: list[str] | None = None
    months_alone: list[str] | None = None
    months_short: list[str] | None = None
    plural: dict[str, str] | None = None
    spellings: list[dict[str, str]] | None = None
    characters: str | None = None


@dataclass(frozen=True)
class Manner:
    """How one language writes."""

    tag: str
    leftward: bool
    """Whether it runs from right to left."""
    decimal: str = "."
    group: str = ","
    groups: tuple[int, ...] = (3,)
    """How many digits a group has, from the right; the last number holds for all others."""
    grouped_from: int = 4
    """From how many digits on a number has groups."""
    digits: str = _DIGITS
    minus: str = "−"
    plus: str = "+"
    percent: str = "{n}%"
    permille: str = "{n}‰"
    scales: tuple[tuple[int, Mapping[str, str]], ...] = ()
    """``(6, {"other": "{n} million"})``: words for powers of ten, the largest first."""
    keeps_units: bool = False
    """Whether a unit that counts in ten thousands stays as it is printed."""
    whole: tuple[str, ...] = ()
    """What a unit begins with that stands at both ends of a range."""
    between: str = "{0}–{1}"
    tight: bool = False
    """Whether no space stands between a number and its unit."""
    spelt: tuple[str, ...] = ()
    """The numbers from nought on that a sentence writes in words."""
    names: tuple[str, ...] = ("{0}, {1}",) * 4
    """How two names are joined; the first two, the middle and the last two of more."""
    day: str = "y-MM-dd"
    month: str = "y-MM"
    year: str = "y"
    year_in_text: str = ""
    """A year where no head of a column says that it is one."""
    day_of_year: str = "MM-dd"
    month_of_year: str = "LLLL"
    years: str = "{0}–{1}"
    years_in_text: str = ""
    span: str = "{0} – {1}"
    since: str = "{0} –"
    until: str = "– {0}"
    about: str = "≈\u00a0{0}"
    about_year: str = ""
    quarter: str = "Q{0}"
    months: tuple[str, ...] = tuple(f"{n:02}" for n in range(1, 13))
    months_alone: tuple[str, ...] = ()
    months_short: tuple[str, ...] = tuple(f"{n:02}" for n in range(1, 13))
    plural: Mapping[str, str] | None = None
    spellings: tuple[Mapping[str, str], ...] = ()
    """``{"from": "sulph", "to": "sulf"}``: spellings of a word that the search takes for one."""
    characters: str = ""
    """``han``: the search finds them in traditional and simplified script, and as they are read."""

    @functools.cached_property
    def _digits(self) -> dict[int, int]:
        return str.maketrans(_DIGITS, self.digits)

    def in_digits(self, text: str) -> str:
        """A text with the digits of this language."""
        return text if self.digits == _DIGITS else text.translate(self._digits)

    def number(self, value: Decimal) -> str:
        """A finite number as it is printed, in groups; zero has no sign."""
        text = format(abs(value) if value == 0 else value, "f")
        sign, text = (self.minus, text[1:]) if text.startswith("-") else ("", text)
        whole, point, fraction = text.partition(".")
        if len(whole) >= self.grouped_from:
            whole = self._grouped(whole.lstrip("0") or "0")
        return sign + self.in_digits(whole + (self.decimal if point else "") + fraction)

    def _grouped(self, whole: str) -> str:
        parts, sizes = [], list(self.groups)
        while whole:
            size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
            whole, part = whole[:-size], whole[-size:]
            parts.append(part)
        return self.group.join(reversed(parts))

    def scale(self, value: Decimal) -> int:
        """The power of ten that is said in words of a number this large; 0 where none is."""
        return next((power for power, _ in self.scales if abs(value) >= Decimal(10) ** power), 0)

    def scaled(self, value: Decimal, upper: Decimal | None = None) -> str:
        """A number, or a range, with its scale in words: ``60 million``, ``5–6 million``, ``6000万``."""
        if upper is not None and self.scale(value) != self.scale(upper):
            return self.between.format(self.scaled(value), self.scaled(upper))
        power = self.scale(value)
        ends = [v / Decimal(10) ** power if power else v for v in (value, upper) if v is not None]
        plain = [without_noughts(v) for v in ends]
        said = self.between.format(*map(self.number, plain)) if upper is not None else self.number(plain[0])
        return self.form(dict(self.scales)[power], plain[-1]).format(n=said) if power else said

    def form(self, forms: Mapping[str, str], count: Decimal | float | None) -> str:
        """Of the forms of a word the one for this number: by what CLDR calls its category, else ``other``, else any."""
        found = forms.get(category(self.plural or {}, count)) if count is not None else None
        return found if found is not None else forms["other"] if "other" in forms else next(iter(forms.values()))

    def joined(self, text: str, unit: str) -> str:
        """A number and its unit."""
        if not unit or not text:
            return text + unit
        if unit[0] in "%‰":
            return (self.percent if unit[0] == "%" else self.permille).format(n=text) + unit[1:]
        return f"{text}{unit}" if self.tight or unit[0] == "°" else f"{text} {unit}"

    @property
    def comma(self) -> str:
        """What stands between the names of a list."""
        return self.names[2].replace("{0}", "").replace("{1}", "")

    def listed(self, names: Sequence[str]) -> str:
        """Names as a sentence lists them."""
        if len(names) < 3:
            return _filled(self.names[0], *names) if len(names) == 2 else "".join(names)
        text = names[0]
        for place, name in enumerate(names[1:], 1):
            text = _filled(self.names[1 if place == 1 else 3 if place == len(names) - 1 else 2], text, name)
        return text

    def date(self, text: str, *, in_text: bool = False) -> str:
        """An EDTF date in words: a day, a month, a year, each with "about" or of no certain year, and spans of them; ``in_text`` where no
        head of a column says that a number is a year."""
        if "/" in text:
            start, end = text.split("/", 1)
            if end == "..":
                return _filled(self.since, self.date(start, in_text=in_text))
            if start == "..":
                return _filled(self.until, self.date(end, in_text=in_text))
            if len(start) == len(end) == 4:
                return _filled((in_text and self.years_in_text) or self.years, self.in_digits(start), self.in_digits(end))
            return _filled(self.span, self.date(start, in_text=in_text), self.date(end, in_text=in_text))
        about, text = text.endswith("~"), text.rstrip("~")
        year, month, day = [*text.split("-"), "", ""][:3]
        dated = year != "XXXX"
        if about and not month and self.about_year:
            return self._date(self.about_year, year)
        alone = (in_text and self.year_in_text) or self.year
        pattern = (self.day if day else self.month if month else alone) if dated else self.day_of_year if day else self.month_of_year if month else ""
        words = self._date(pattern, year, int(month or 1), int(day or 1))
        return _filled(self.about, words) if about else words

    def _date(self, pattern: str, year: str, month: int = 1, day: int = 1) -> str:
        """A pattern of CLDR, filled in: ``d MMMM y``."""

        def part(found: re.Match[str]) -> str:
            quoted, field, other = found.groups()
            if field is None:
                return quoted if quoted is not None else other or ""
            if field[0] == "y":
                return self.in_digits(year)
            if len(field) < 3:
                return self.in_digits(str(month if field[0] in "ML" else day).zfill(len(field)))
            months = self.months_short if len(field) == 3 else self.months if field[0] == "M" else self.months_alone or self.months
            return months[month - 1]

        return _TOKEN.sub(part, pattern).strip()


def without_noughts(value: Decimal) -> Decimal:
    """A number that was computed, without the noughts that this leaves at its end; ``100`` and not ``1E+2``."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _filled(pattern: str, *parts: str) -> str:
    """``{0}`` and ``{1}`` of a pattern, filled in with what may have braces of its own."""
    return re.sub(r"\{(\d)\}", lambda found: parts[int(found[1])], pattern)


def said(text: Said, how: Manner, values: Mapping[str, Any]) -> str:
    """A word of the interface, its braces filled in, numbers in groups; of several forms the one for the number ``n``, ``count`` or ``total``."""
    if not isinstance(text, str):
        text = how.form(text, next((values[key] for key in COUNTS if isinstance(values.get(key), int)), None))
    return text.format(**{key: how.number(Decimal(value)) if isinstance(value, int) else value for key, value in values.items()}) if values else text


def text_of(said: Said) -> str:
    """The text of a word, or that of its form for most numbers."""
    return said if isinstance(said, str) else said.get("other") or next(iter(said.values()), "")


def forms_of(language: str | Manner) -> list[str]:
    """The plural forms that a language has."""
    rules = manner(language).plural or {}
    return [form for form in FORMS if form == "other" or form in rules]


class Tongue(str):
    """The code of a language, which knows how it is written where that is not what the code alone says."""

    manner: Manner

    def __new__(cls, code: str, manner: Manner) -> Tongue:
        self = super().__new__(cls, code)
        self.manner = manner
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Tongue, (str(self), self.manner)


def manner(language: str | Manner) -> Manner:
    """How a language is written that is given by its code, or as it is."""
    return language if isinstance(language, Manner) else language.manner if isinstance(language, Tongue) else manner_of(language)


@functools.lru_cache(maxsize=256)
def manner_of(tag: str, own: str = "") -> Manner:
    """How the language of a tag or code is written; ``own`` is what a newsroom says of it (``own_habits``), as JSON."""
    facts: dict[str, Any] = {}
    for each in _chain(tag):
        facts |= _cldr(each) | _house(each)
    facts |= json.loads(own) if own else {}
    fields = {key: value for key, value in facts.items() if key in Manner.__dataclass_fields__ and value is not None}
    if "minus" in fields:  # the sign, whatever CLDR has for plain text
        fields["minus"] = fields["minus"].replace("-", "−")
    scales = tuple((int(scale["power"]), {k: v for k, v in scale.items() if k != "power"}) for scale in fields.pop("scales", ()))
    lists = {key: tuple(fields.pop(key)) for key in list(fields) if isinstance(fields[key], list)}
    return Manner(**{**fields, **lists, "tag": tag, "leftward": leftward(tag), "scales": tuple(sorted(scales, key=lambda s: -s[0]))})


def own_habits(file: Path, name: str, problems: Problems) -> str:
    """What a newsroom's ``languages/<code>.yaml`` says, as JSON; nothing where there is none. What is wrong in it is told."""
    if not file.is_file():
        return ""
    found = read_settings(Habits, source := read_yaml(file, name, problems), (), problems)
    said = _said(found) if found else {}
    for key, count in {"names": 4, "months": 12, "months_alone": 12, "months_short": 12, "digits": 10}.items():
        if key in said and len(said[key]) != count:
            problems.add(name, source.line(key), f"{key}: {len(said[key])} where {count} belong", f"write all {count}")
            said.pop(key)
    for key, value, what, remedy in _odd(said):
        problems.add(name, source.line(key), f"{key}: {shown(value)} {what}", remedy)
        said.pop(key, None)
    for number, scale in enumerate(said.get("scales", ())):
        if not str(scale.get("power", "")).isdecimal() or len(scale) < 2 or not all("{n}" in text for k, text in scale.items() if k != "power"):
            problems.add(name, source.line("scales", number), "scales: no power of ten with its words", 'write {power: 6, other: "{n} million"}')
            said.pop("scales")
            break
    for number, rule in enumerate(said.get("spellings", ())):
        if set(rule) != {"from", "to"} or not _is_pattern(rule["from"], rule["to"]):
            problems.add(name, source.line("spellings", number), "spellings: no pattern with what stands for it", 'write {from: "sulph", to: sulf}')
            said.pop("spellings")
            break
    if said.get("characters", "han") != "han":
        problems.add(name, source.line("characters"), f"characters: '{said.pop('characters')}' is not known", "write characters: han, or leave it out")
    for key, marks in _MARKS.items():
        if key in said and any(mark not in text for mark in marks for text in (said[key] if isinstance(said[key], list) else [said[key]])):
            problems.add(name, source.line(key), f"{key}: {' and '.join(marks)} must stand in it", f"write {key} with {' and '.join(marks)}")
            said.pop(key)
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else ""


def _odd(said: Mapping[str, Any]) -> Iterator[tuple[str, Any, str, str]]:
    """What a language says of itself in no form that can be used: key, value, what is wrong, what to do."""
    if "groups" in said and (not said["groups"] or min(said["groups"]) < 1):
        yield "groups", said["groups"], "is no list of numbers of digits", "write how many digits a group has: [3], or [3, 2]"
    if said.get("grouped_from", 1) < 1:
        yield "grouped_from", said["grouped_from"], "is no number of digits", "write from how many digits on a number has groups: 4, or 5"
    for form, rule in said.get("plural", {}).items():
        if form not in FORMS[:-1]:
            yield "plural", form, "is no plural category", f"use one of {', '.join(FORMS[:-1])}"
        elif not RULE.fullmatch(rule):
            yield "plural", rule, "is no rule", "write it as n mod 10 in 2..4 and n mod 100 not in 12..14"
    for key, fields in _FIELDS.items():
        left = re.sub(r"'[^']*'", "", said.get(key, ""))
        if "'" in left or (odd := re.search(r"[A-FH-KN-Za-ce-xz]|y{5}|M{5}|L{5}|d{3}", left)):
            what = "has a quotation mark that is not closed" if "'" in left else f"holds '{odd[0] if odd else ''}', which is no part of a date here"
            yield key, said[key], what, "write d, M and y, and put other letters between ' and '"
        elif key in said and not all(re.search(field, left) for field in fields):
            yield key, said[key], "lacks a part of the date", f"write it with {' and '.join(field[1] for field in fields)}"


_FIELDS = {
    "day": ("[d]", "[ML]", "[y]"),
    "month": ("[ML]", "[y]"),
    "year": ("[y]",),
    "year_in_text": ("[y]",),
    "day_of_year": ("[d]", "[ML]"),
    "month_of_year": ("[ML]",),
    "about_year": ("[y]",),
}
"""The patterns of dates, and what each of them tells."""


def _is_pattern(pattern: str, to: str) -> bool:
    """Whether something is a regular expression, and what stands for it names no more groups than it has."""
    try:
        groups = re.compile(pattern).groups
    except re.error:
        return False
    return all(int(number) <= groups for number in re.findall(r"\$(\d)", to))


_MARKS = {
    "percent": ("{n}",),
    "permille": ("{n}",),
    "names": ("{0}", "{1}"),
    "between": ("{0}", "{1}"),
    "years": ("{0}", "{1}"),
    "years_in_text": ("{0}", "{1}"),
    "span": ("{0}", "{1}"),
} | {key: ("{0}",) for key in ("since", "until", "about", "quarter")}
"""What a pattern is filled in with."""


def leftward(tag: str) -> bool:
    """Whether a language is written from right to left: by its script where the tag names one, else as it usually is."""
    facts = _head()
    first, *more = _plain(tag).split("-")
    script = next((part for part in more if len(part) == 4 and part.isalpha()), "")
    return script in facts["rtl_scripts"] if script else any("-".join(p) in facts["rtl"] for p in ((first, *more[:1]), (first,)))


def _plain(tag: str) -> str:
    """``pt_br`` as ``pt-BR``, ``ZH-hant`` as ``zh-Hant``."""
    first, *more = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *(p.title() if len(p) == 4 and p.isalpha() else p.upper() if len(p) == 2 else p for p in more)])


def _chain(tag: str) -> Iterator[str]:
    """The tags that a tag begins with, the shortest first, with the script that it leaves out: ``zh``, ``zh-Hant``, ``zh-TW`` …"""
    parts = _plain(tag).split("-")
    script = _head()["scripts"].get("-".join(parts[:2]))
    if script:
        parts.insert(1, script)
    yield from ("-".join(parts[: n + 1]) for n in range(len(parts)))


@functools.cache
def _lines() -> str:
    return (_FOLDER / "cldr.jsonl").read_text(encoding="utf-8")


@functools.cache
def _head() -> dict[str, Any]:
    head: dict[str, Any] = json.loads(_lines().partition("\n")[0])
    return head


def _cldr(tag: str) -> dict[str, Any]:
    """What CLDR says of a tag; nothing where it is like the tag that it begins with."""
    text = _lines()
    start = text.find(f'\n{{"tag": "{tag}",')
    facts: dict[str, Any] = json.loads(text[start + 1 : text.index("\n", start + 1)]) if start >= 0 else {}
    return facts


@functools.cache
def _house(tag: str) -> dict[str, Any]:
    """What this house says of a tag otherwise."""
    file = _FOLDER / f"{tag}.yaml"
    if not file.is_file():
        return {}
    problems = Problems()
    habits = read_settings(Habits, parse_yaml(file.read_text(encoding="utf-8"), file.name, problems), (), problems)
    assert habits is not None and not problems.found, [str(p) for p in problems.found]
    return _said(habits)


def _said(habits: Habits) -> dict[str, Any]:
    return {key: value for key in habits.__struct_fields__ if (value := getattr(habits, key)) is not None}
