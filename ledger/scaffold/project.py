"""A project of one's own, as ``ledger init`` makes it: the sample newsroom in the languages that were asked for.

The files of ``sample/`` are templates whose values stand in ``<< … >>``. ``dot-`` at the beginning of a name is a dot, so that git and
its kind do not take the sample for one of theirs. ``content/zh/`` and ``content/en/`` are the pages; another language begins with the
English ones.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ledger import __version__
from ledger.problems import Problems, Refused
from ledger.project import CODE, RESERVED
from ledger.scaffold.guide import FOLDER, guide
from ledger.scaffold.guide import written as guide_languages
from ledger.scaffold.languages import COMPLETE, Spoken, said, spoken

SAMPLE = Path(__file__).resolve().parent / "sample"
DATE = "2026-05-04"
"""The day that the sample stands at, where none is given: the clock is never read."""
_TITLES = {"zh": "骑行账本", "en": "Cycling Ledger"}
_MAY_BE_THERE = (".git",)


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. ``title`` is the site's name in all languages, nothing for the sample's own."""

    languages: tuple[Spoken, ...]
    title: str = ""
    date: str = DATE
    guide: bool = True


def wish_of(languages: str, title: str, date: str, guide: bool, problems: Problems) -> Wish:
    """What was asked for in words. Says what cannot be had."""
    named = tuple(spoken(text) for text in languages.split(","))
    codes = [language.code for language in named]
    for code in dict.fromkeys(codes):
        if not CODE.fullmatch(code) or len(code) > 30:
            problems.add("--languages", 0, f"'{code}' is no code of a language", "write codes with commas between them: zh,en")
        elif codes.count(code) > 1:
            problems.add("--languages", 0, f"'{code}' stands there twice", "name each language once")
        elif code in RESERVED and code != codes[0]:
            problems.add("--languages", 0, f"/{code}/ is the address of other pages", "use another code")
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        problems.add("--date", 0, f"'{date}' is no day", f"write it as {DATE}")
    if title and (not title.strip() or not title.isprintable() or "[[" in title or "{{" in title):
        problems.add("--title", 0, "is no title", "write a line of text, without [[ and {{, which are signs of pages and templates")
    return Wish(named, title.strip(), date, guide)


def make(folder: Path, wish: Wish, problems: Problems) -> list[str]:
    """Write the project into a new or empty ``folder``; the paths of its files. Raises ``Refused`` where anything is there already."""
    if folder.exists() and (not folder.is_dir() or any(child.name not in _MAY_BE_THERE for child in folder.iterdir())):
        what = "is not empty" if folder.is_dir() else "is a file"
        problems.add(str(folder), 0, f"{what}, and what is there would be lost among the files of a new project", "name a new folder")
    problems.stop_if_any()
    files = written(wish)
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return [*files, *_fingerprints(folder)]


def written(wish: Wish) -> dict[str, bytes]:
    """``{path: content}`` of the files of the project, but for the fingerprints."""
    environment = Environment(
        loader=FileSystemLoader(SAMPLE),
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    values = _values(wish)
    found: dict[str, bytes] = {}
    for path in sorted(SAMPLE.rglob("*")):
        name = path.relative_to(SAMPLE).as_posix()
        if not path.is_file() or "__pycache__" in path.parts or name.startswith("content/"):
            continue
        target = re.sub(r"(^|/)dot-", r"\1.", name)
        found[target] = path.read_bytes() if name.startswith("archive/") else environment.get_template(name).render(values).encode()
    for language in wish.languages:
        base = _known(language.code)
        for path in sorted((SAMPLE / "content" / base).rglob("*.md")):
            page = path.relative_to(SAMPLE / "content" / base).as_posix()
            found[f"content/{language.code}/{page}"] = environment.get_template(path.relative_to(SAMPLE).as_posix()).render(values).encode()
    guided = _guided(wish)
    for known, code in guided.items():
        whole = known == "en" or "en" not in guided
        found |= {f"content/{code}/{FOLDER}/{name}": content for name, content in guide(known, whole).items()}
    return found


def _guided(wish: Wish) -> dict[str, str]:
    """``{language of the guide: language of the project}``: each that it is written in, or where that is none the first, in English."""
    if not wish.guide:
        return {}
    found = {known: language.code for language in wish.languages if (known := _known(language.code)) == language.code and known in guide_languages()}
    return found or {"en": wish.languages[0].code}


def lacking(wish: Wish) -> list[str]:
    """The codes of the languages in which the sample's pages are not written."""
    return [language.code for language in wish.languages if _known(language.code) != language.code]


def _known(code: str) -> str:
    """The language of the sample that one begins with."""
    base = code.partition("_")[0]
    return code if code in COMPLETE else base if base in COMPLETE else "en"


def _values(wish: Wish) -> Mapping[str, object]:
    codes = [language.code for language in wish.languages]

    def texts(given: Mapping[str, str]) -> list[tuple[str, str]]:
        return [(code, said(code, dict(given)) if any(given.values()) else "") for code in codes]

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    def cells(**given: str) -> str:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([text for _, text in texts(given)])
        return line.getvalue() if any(given.values()) else "," * (len(codes) - 1)

    def block(name: str, indent: int, **given: str) -> str:
        return f"\n{' ' * indent}".join(f"{name}_{code}: {quoted(text)}" for code, text in texts(given))

    return {
        "languages": codes,
        "spoken": {language.code: language for language in wish.languages},
        "titles": {code: wish.title or said(code, _TITLES) for code in codes},
        "date": wish.date,
        "version": __version__,
        "columns": lambda name: ",".join(f"{name}_{code}" for code in codes),
        "cells": cells,
        "names": lambda **given: ", ".join(f"{code}: {quoted(text)}" for code, text in texts(given)),
        "flow": lambda name, **given: ", ".join(f"{name}_{code}: {quoted(text)}" for code, text in texts(given)),
        "block": block,
        "quoted": quoted,
        "said": lambda code, **given: said(code, given),
        "sha256": lambda path: hashlib.sha256((SAMPLE / path).read_bytes()).hexdigest(),
    }


def _fingerprints(folder: Path) -> list[str]:
    """Make the fingerprints of the sample's texts, which hold names in the languages of the project."""
    from ledger.check.fingerprint import make_fingerprints, names_file, write_fingerprint
    from ledger.load.ledger import load_ledger

    problems = Problems()
    ledger = load_ledger(folder / "data", problems)
    made = {name: write_fingerprint(content) for name, content in make_fingerprints(ledger, folder / "archive", problems).items()}
    if (names := names_file(ledger)) != "{}\n":
        made["names"] = names
    lost = [problem for problem in problems.errors if "fingerprint" not in problem.what]
    if lost:
        raise Refused(problems)
    (folder / "data" / "fingerprints").mkdir()
    for name, content in made.items():
        (folder / "data" / "fingerprints" / f"{name}.json").write_text(content, encoding="utf-8")
    return [f"data/fingerprints/{name}.json" for name in made]
