"""Write ``ledger/language/cldr.jsonl`` anew: what the Unicode Consortium's CLDR says of each language, read with Babel.

Babel is 36 MB that a build would need a tenth of a second to load, and its next release may print other bytes. A build needs
a kilobyte of it for each language, so that is kept here, and the version of Babel stands in the first line. `make cldr`.

CLDR is under the licence in ``ledger/language/LICENSE.unicode``. A line is a language; it says only what differs from the language that its tag begins with (``pt-PT`` from ``pt``).
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "ledger" / "language" / "cldr.jsonl"
_ZEROS = {
    "adlm": "\U0001e950", "arab": "٠", "arabext": "۰", "beng": "০", "cakm": "\U00011136", "deva": "०", "hmnp": "\U0001e140",
    "java": "꧐", "lepc": "᱀", "mtei": "꯰", "mymr": "၀", "nkoo": "߀", "olck": "᱐", "telu": "౦", "tibt": "༠",
}  # fmt: skip
"""The zero of each numbering system that some language uses; the other digits follow it in Unicode."""
_FIVE_DIGITS = [
    "be",
    "be-BY",
    "be-TARASK",
    "bg",
    "bg-BG",
    "ee",
    "ee-GH",
    "ee-TG",
    "es",
    "es-EA",
    "es-ES",
    "es-GQ",
    "es-IC",
    "es-PH",
    "et",
    "et-EE",
    "hu",
    "hu-HU",
    "hy",
    "hy-AM",
    "ia",
    "ia-001",
    "ie",
    "ie-EE",
    "it",
    "it-CH",
    "it-IT",
    "it-SM",
    "it-VA",
    "ka",
    "ka-GE",
    "lv",
    "lv-LV",
    "pl",
    "pl-PL",
    "pt-CH",
    "pt-CV",
    "pt-GQ",
    "pt-GW",
    "pt-LU",
    "pt-MO",
    "pt-MZ",
    "pt-PT",
    "pt-ST",
    "pt-TL",
    "ru-UA",
    "sl",
    "sl-SI",
    "sq",
    "sq-AL",
    "sq-MK",
    "sq-XK",
]
"""Languages that group from five digits on (CLDR's minimumGroupingDigits), which Babel does not tell: as ``Intl`` of CLDR 48 has it."""
_LEFTWARD = {"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"}


def lines() -> Iterator[str]:
    """The file, line by line."""
    babel: Any = importlib.import_module("babel")
    core: Any = importlib.import_module("babel.core")
    likely: dict[str, str] = core.get_global("likely_subtags")
    names = (name for name in babel.localedata.locale_identifiers() if "_POSIX" not in name)
    found = {tag: _facts(babel.Locale.parse(name), tag) for name in names for tag in (name.replace("_", "-"),)}
    spoken = {tag.partition("-")[0] for tag in found}
    scripts = {tag: full.split("_")[1] for tag, full in likely.items() if tag.count("_") == 1 and tag.split("_")[0] in spoken}
    scripts = {
        tag.replace("_", "-"): script for tag, script in scripts.items() if len(tag.split("_")[1]) != 4 and likely[tag.split("_")[0]].split("_")[1] != script
    }
    leftward = sorted(tag.replace("_", "-") for tag, full in likely.items() if full.split("_")[1] in _LEFTWARD and not tag.startswith("und"))
    yield json.dumps({"babel": babel.__version__, "rtl_scripts": sorted(_LEFTWARD), "rtl": leftward, "scripts": dict(sorted(scripts.items()))})
    for tag in sorted(found):
        parent = next((found[p] for p in _parents(tag) if p in found), {})
        new = {key: value for key, value in sorted(found[tag].items()) if parent.get(key) != value}
        new |= {key: None for key in sorted(parent.keys() - found[tag].keys())}
        if new or not parent:
            yield json.dumps({"tag": tag, **new}, ensure_ascii=False)


def _parents(tag: str) -> Iterator[str]:
    while "-" in tag:
        tag = tag.rpartition("-")[0]
        yield tag


def _facts(locale: Any, tag: str) -> dict[str, Any]:
    system = locale.default_numbering_system
    symbols = {**locale.number_symbols["latn"], **locale.number_symbols.get(system, {})}
    skeletons = locale.datetime_skeletons
    wide, alone, short = (locale.months[kind][width] for kind, width in (("format", "wide"), ("stand-alone", "wide"), ("stand-alone", "abbreviated")))
    pattern = locale.decimal_formats[None].pattern.split(";")[0]
    groups = [len(part) for part in pattern.split(".")[0].split(",")[1:]][::-1]
    lists = locale.list_patterns["standard"]
    facts: dict[str, Any] = {
        "decimal": symbols["decimal"],
        "group": symbols["group"],
        "minus": symbols["minusSign"],
        "plus": symbols["plusSign"],
        "percent": _percent(locale.percent_formats[None].pattern.split(";")[0], symbols["percentSign"]),
        "permille": _percent(locale.percent_formats[None].pattern.split(";")[0], symbols["perMille"]),
        "day": locale.date_formats["long"].pattern,
        "month": str(skeletons["yMMMM"]) if "yMMMM" in skeletons else "LLLL y",
        "year": str(skeletons["y"]) if "y" in skeletons else "y",
        "day_of_year": str(skeletons["MMMMd"]) if "MMMMd" in skeletons else "d MMMM",
        "years": _years(locale.interval_formats.get("y", {}).get("y")),
        "span": locale.interval_formats.get(None, "{0} – {1}"),
        "months": [wide[n] for n in range(1, 13)],
        "months_short": [short[n] for n in range(1, 13)],
        "names": [lists[key] for key in ("2", "start", "middle", "end")],
        "plural": {category: re.sub(r"\s+", " ", rule) for category, rule in sorted(locale.plural_form.rules.items())},
        "scales": _scales(locale.compact_decimal_formats.get("long", {})),
    }
    if [alone[n] for n in range(1, 13)] != facts["months"]:
        facts["months_alone"] = [alone[n] for n in range(1, 13)]
    if groups != [3]:
        facts["groups"] = groups
    if system in _ZEROS:
        facts["digits"] = "".join(chr(ord(_ZEROS[system]) + n) for n in range(10))
    elif system not in ("latn",):
        raise ValueError(f"{tag}: the zero of the numbering system {system} is not known here")
    if locale.character_order == "right-to-left":
        facts["rtl"] = True
    if tag in _FIVE_DIGITS:
        facts["grouped_from"] = 5
    return facts


def _years(parts: list[str] | None) -> str:
    """``{0}–{1}``: from one year to another."""
    found = re.fullmatch(r"y+(.*?)y+(.*)", re.sub(r"\s*G+\s*", "", "".join(parts or ())))
    return f"{{0}}{found[1]}{{1}}{found[2]}".replace("'", "") if found else "{0}–{1}"


def _percent(pattern: str, sign: str) -> str:
    """``{n} %``: a number with its sign."""
    return re.sub(r"[#0,.]+", "{n}", pattern).replace("%", sign)


def _scales(formats: Any) -> list[dict[str, Any]]:
    """``{"power": 6, "one": "{n} million", "other": "{n} millions"}``, the largest first: words for a million, a lakh, a billion."""
    found: dict[int, dict[str, Any]] = {}
    for category, sizes in sorted(formats.items()):
        for size, format in sizes.items():
            pattern = format.pattern.split(";")[0]
            zeros = re.search(r"0+", pattern)
            if not zeros or pattern == "0":
                continue
            power = len(str(size)) - len(zeros[0])
            words = re.sub(r"'([^']*)'", r"\1", pattern.replace(zeros[0], "{n}"))
            if power > 3:
                found.setdefault(power, {"power": power}).setdefault(category, words)
    return [found[power] for power in sorted(found, reverse=True)]


if __name__ == "__main__":
    FILE.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
