"""Languages as somebody names them, and how they call themselves."""

from __future__ import annotations

from typing import NamedTuple

COMPLETE = ("zh", "en")
"""The languages in which the sample, the templates and all words are complete."""
_NAMES = {
    "zh": ("中文", "zh-Hans"),
    "en": ("English", "en"),
    "ar": ("العربية", "ar"),
    "cs": ("čeština", "cs"),
    "da": ("dansk", "da"),
    "de": ("Deutsch", "de"),
    "el": ("ελληνικά", "el"),
    "es": ("español", "es"),
    "fa": ("فارسی", "fa"),
    "fi": ("suomi", "fi"),
    "fr": ("français", "fr"),
    "he": ("עברית", "he"),
    "hi": ("हिन्दी", "hi"),
    "hu": ("magyar", "hu"),
    "id": ("Bahasa Indonesia", "id"),
    "it": ("italiano", "it"),
    "ja": ("日本語", "ja"),
    "ko": ("한국어", "ko"),
    "nb": ("norsk", "nb"),
    "nl": ("Nederlands", "nl"),
    "pl": ("polski", "pl"),
    "pt": ("português", "pt"),
    "ru": ("русский", "ru"),
    "sv": ("svenska", "sv"),
    "tr": ("Türkçe", "tr"),
    "uk": ("українська", "uk"),
    "vi": ("Tiếng Việt", "vi"),
}


class Spoken(NamedTuple):
    """``code`` as in file names and columns, ``name`` as its speakers call it, ``tag`` as in HTML."""

    code: str
    name: str
    tag: str


def spoken(text: str) -> Spoken:
    """The language that somebody names by its code or its tag: ``zh``, ``pt-BR``."""
    code = text.strip().lower().replace("-", "_")
    name, tag = _NAMES.get(code) or (_NAMES.get(code.partition("_")[0], (code, ""))[0], text.strip().replace("_", "-"))
    return Spoken(code, name, tag)


def said(code: str, texts: dict[str, str]) -> str:
    """What is said in a language: as it is in that one, else in English."""
    return texts.get(code) or texts.get(code.partition("_")[0]) or texts["en"]
