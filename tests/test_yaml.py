"""YAML as an editor means it: text stays text, and what cannot be meant is one line at its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import NEWSROOM
from door import build_py
from hypothesis import given
from hypothesis import strategies as st

from ledger.load.yamlfile import parse_yaml
from ledger.problems import Problems


def read(text: str, **more: object) -> tuple[object, list[str]]:
    problems = Problems()
    source = parse_yaml(text, "f.yml", problems, **more)  # type: ignore[arg-type]
    return source.data, [str(p) for p in problems]


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "off",
        "true",
        "null",
        "~",
        "12:30",
        "1.10",
        "010",
        "0x1F",
        "1_000",
        "1e5",
        "2026-02-30",
        "2024-01-01",
        ".inf",
        "６０",
        "=",
        "−5",
        "1.",
        "+1",
    ],
)
def test_a_value_is_text_as_it_is_written(text: str) -> None:
    assert read(f"name: {text}") == ({"name": text}, [])
    assert read(f"{text}: name") == ({text: "name"}, [])


def test_numbers_and_truth_are_read_where_somebody_asks_for_them() -> None:
    source = parse_yaml("a: 10000\nb: 1.5\nc: true\nd: no\ne: 2024-01-01\nf: '5'\ng: 9999999999999999999999", "f.yml", Problems())
    assert source.plain == {"a": 10000, "b": 1.5, "c": True, "d": "no", "e": "2024-01-01", "f": "5", "g": "9999999999999999999999"}


WRONG = {
    "a: 1\nb: 2\na: 3": (3, "'a' is given twice (first on line 1)"),
    "a: &x [*x]": (1, "*x contains itself"),
    "a: *x": (1, "not named before"),
    "[" * 50_000: (1, "nested more than"),
    "title：x": (1, "full-width one"),
    "a: b\nsummary：x y\nc: d\n": (2, "full-width one"),
    "a: b\ntitle: “The: plan”\n": (2, "curly quotes"),
    "a: b\ntitle: The plan: counts": (2, "holds a colon"),
    "a:\n\t- b": (2, "tab"),
    "a: @b": (1, "begins with @"),
    "a: [b, c\nd: e": (2, "opened and not closed"),
    "a: b\nc: 'd\n": (2, "quotation mark is opened and not closed"),
    "a: !ENV HOME": (1, "the tag !ENV has no meaning here"),
    "a: !!python/object/apply:os.getcwd []": (1, "has no meaning here"),
    "a: b\x00c": (1, "U+0000"),
    'a: "\\u0000"': (1, "U+0000"),
    "a: b\n---\nc: d": (2, "second document"),
    "? [a]\n: b": (1, "a key is a list"),
    "a: b\n  c: d": (2, "not valid YAML"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_meant_is_one_line_at_its_place(text: str) -> None:
    line, what = WRONG[text]
    _, said = read(text)
    assert len(said) == 1 and said[0].startswith(f"f.yml:{line}: ") and what in said[0], said
    _, below = read(text, first_line=11, prefix="front matter: ")
    assert len(below) == 1 and below[0].startswith(f"f.yml:{line + 10}: front matter: "), below


def test_aliases_that_repeat_each_other_without_end_are_refused() -> None:
    bomb = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    _, said = read(bomb)
    assert len(said) == 1 and "repeat more than" in said[0]
    assert read("a: &x {b: c}\nd: *x") == ({"a": {"b": "c"}, "d": {"b": "c"}}, [])


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for line in read(text)[1]:
        assert line.startswith("f.yml:")


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.from_regex(r"[A-Za-z0-9.:/-]{1,12}", fullmatch=True), max_size=5))
def test_what_is_written_in_quotes_comes_back(values: dict[str, str]) -> None:
    data, said = read("\n".join(f'{key}: "{value}"' for key, value in values.items()))
    assert (data, said) == (values, [])


# --- mkdocs.yml --------------------------------------------------------------------------------------------------------

MKDOCS = (NEWSROOM / "mkdocs.yml").read_text(encoding="utf-8")

MISTAKES = {
    "site_name: Harbour Ledger\n": ("", "site_name is missing"),
    "docs_dir: content": ("docs_dir: pages", "docs_dir: 'pages', but pages are in content/"),
    "site_name: Harbour Ledger": ("site_name: Harbour Ledger\nsite_url: harbour.example", "site_url: 'harbour.example' is no address of a site"),
    "use_directory_urls: true": ("use_directory_urls: true\nrepo_url: [a, b]", "repo_url: a list is not text"),
    "    nl: {name: Nederlands, tag: nl}": ("    nl: {nam: Nederlands, tag: nl}", "unknown key 'nam'; did you mean name?"),
    "    en: {name: English, tag: en}": ("    en: {name: English, tag: en_GB}", "tag 'en_GB' is no language tag"),
    "    nl: {title: Havenboek, line: Wat Zoutmond zijn mensen beloofde}": ("    fr: {title: Havenboek}", "language 'nl' has no identity"),
    "extra:\n": ("extra:\n  langages: {en: {}}\n", ""),
    "  identity:": ("  identiteit:", ""),
}


@pytest.mark.parametrize("old", [m for m in MISTAKES if MISTAKES[m][1]])
def test_a_mistake_in_the_configuration_is_a_line_in_it(old: str, tmp_path: Path) -> None:
    new, what = MISTAKES[old]
    assert MKDOCS.count(old) == 1
    (tmp_path / "mkdocs.yml").write_text(MKDOCS.replace(old, new), encoding="utf-8")
    said = build_py("check", "--project", tmp_path, env={"SITE_URL": ""})
    assert said.code == 1
    assert [one for one in said.problems if one.startswith("mkdocs.yml:") and what in one], said.err


def test_a_language_code_is_told_from_a_language_tag(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(MKDOCS.replace("    nl: {name", "    pt-BR: {name"), encoding="utf-8")
    said = build_py("check", "--project", tmp_path)
    assert "'pt-BR' is no code; use lower-case letters and _, such as pt_br; the tag may be 'pt-BR'" in said.err


def test_the_environment_is_read_for_the_site_s_address_and_nothing_else(tmp_path: Path) -> None:
    secret = {"LEDGER_SECRET": "do-not-tell", "SITE_URL": ""}
    (tmp_path / "mkdocs.yml").write_text(MKDOCS.replace("site_name: Harbour Ledger", "site_name: !ENV LEDGER_SECRET"), encoding="utf-8")
    said = build_py("check", "--project", tmp_path, env=secret)
    assert said.problems[0].startswith("mkdocs.yml:2: the tag !ENV has no meaning here")
    assert "do-not-tell" not in said.out + said.err
    assert os.environ.get("LEDGER_SECRET") is None
