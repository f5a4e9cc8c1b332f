"""The guide: the texts of docs as pages of the project that ``init`` makes, each construct beside what it becomes, held to the code."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from conftest import REPOSITORY, Newsroom, _once, build_py

from ledger.charts.declared.asked import KEYS
from ledger.charts.marks import MARKS
from ledger.check.report import ENTRIES, EVIDENCE
from ledger.load.frontmatter import FrontMatter
from ledger.render.references import KINDS
from ledger.render.shape import _CALLOUTS
from ledger.scaffold.guide import PAGES, guide, written
from ledger.scaffold.reference import CLASSES, reference_pages, told_of
from ledger.verbs import VERBS

pytestmark = pytest.mark.xdist_group("guide")
EDITOR = (REPOSITORY / "docs" / "editor.md").read_text(encoding="utf-8")
EXAMPLES = "\n".join(re.findall(r"^````markdown result\n(.*?)^````$", EDITOR, re.M | re.S))
GALLERY = (REPOSITORY / "docs" / "marks.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```chart\n(.*?)^```$", GALLERY, re.M | re.S)


def table(text: str, part: str) -> list[str]:
    return re.findall(r"^\| `(.*?)`", text.split(f"<!-- {part} -->")[1].split(f"<!-- /{part} -->")[0], re.M)


@pytest.fixture(scope="module")
def cycling(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The project of ``init``, in Chinese and English, with its guide, built without a word of complaint."""

    def make(folder: Path):  # type: ignore[no-untyped-def]
        assert (made := build_py("init", folder, "--languages", "zh,en")).code == 0, made.err
        said = build_py("build", "--project", folder)
        assert said.err == "", said.err
        return said

    return _once(tmp_path_factory, "guided", make)


def page(cycling: Newsroom, name: str) -> str:
    return (cycling.site / "en" / "guide" / name / "index.html").read_text(encoding="utf-8")


RESULTS = {
    "tables": r'<th[^>]*>quarter</th>.*<td class="num"[^>]*>12</td>',
    "footnotes": r'<div class="footnote">.*Once in spring',
    "attr_list": r'<img[^>]*alt=""',
    "def_list": r"<dl>\s*<dt>Lane</dt>",
    "abbr": r'<abbr title="district cycling committee">DCC</abbr>',
    "sane_lists": r"<ol>\s*<li>promised</li>",
    "admonition": r'<div class="admonition warning">\s*<p class="admonition-title">Mind the brook',
    "pymdownx.details": r'<details class="tip">\s*<summary>Folded away',
    "pymdownx.quotes": r'<p class="admonition-title">Important</p>',
    "pymdownx.tilde": r"<del>struck out</del>.*H<sub>2</sub>O",
    "pymdownx.caret": r"<ins>inserted</ins>.*10<sup>6</sup>",
    "pymdownx.mark": r"<mark>marked</mark>",
    "pymdownx.tasklist": r'<li class="task-list-item">.*read the plan',
    "toc": r'<h2 id="callouts">',
}
"""What the examples become, by the extension of ``mkdocs.yml`` that makes it."""


def test_each_construct_that_is_switched_on_has_an_example_with_its_result(cycling: Newsroom) -> None:
    settings = yaml.load(cycling.file("mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    on = [next(iter(each)) if isinstance(each, dict) else each for each in settings["markdown_extensions"]]
    assert set(on) == set(RESULTS)
    text = page(cycling, "editor")
    assert {name for name, sought in RESULTS.items() if not re.search(sought, text, re.S)} == set()
    assert text.count("<strong>Becomes</strong>") == EDITOR.count("````markdown result\n")


def test_each_mark_reference_and_callout_has_an_example(cycling: Newsroom) -> None:
    drawn = re.findall(r"^## (\w+)\n\n````markdown result\n```chart\n(?:[^`]*\n)?mark: (\w+)\n", GALLERY, re.M)
    assert [mark for mark, _ in drawn] == [name for _, name in drawn] == list(MARKS), "docs/marks.md shows one chart of each mark"
    assert page(cycling, "marks").count('<figure class="figure"') == len(SHOWN) and page(cycling, "editor").count('<figure class="figure"') == 1
    assert set(KINDS) == set(re.findall(r"\[\[(\w+):", EXAMPLES)), "docs/editor.md shows each kind of reference"
    assert {name for row in table(EDITOR, "references") for name in re.findall(r"\[\[(\w+)[:\]]", row)} == {*KINDS, "id"}
    assert set(_CALLOUTS) <= set(re.findall(r"(?:!!!|\?\?\?|> \[!)\s*(\w+)", EXAMPLES.lower()))
    counted = re.search(r"`\[\[checked:rows\]\]`.*", EDITOR)
    assert counted and set(re.findall(r"`(\w+)`", counted[0])) == {*EVIDENCE, *ENTRIES, "documents"}


def test_each_key_of_a_chart_has_an_example() -> None:
    shown = {key for chart in SHOWN for key in yaml.load(chart, Loader=yaml.BaseLoader)}
    assert set(KEYS) - {"topic"} == shown, "docs/marks.md shows each key but topic, which only a file has"


def test_a_list_below_a_chart_leads_to_its_rows(cycling: Newsroom) -> None:
    [listed] = re.findall(r'<div class="lists"><p>The years before</p><ul>(.*?)</ul></div>', page(cycling, "marks"))
    assert re.findall(r'<a href="[^"]*#(hurt-in-\d+)">(\d{4})', listed) == [(f"hurt-in-{year}", year) for year in ("2022", "2023", "2024")]


def test_a_bound_stays_a_bound_where_no_table_has_ranges_and_beside_rows_that_know_none(cycling: Newsroom) -> None:
    told = re.findall(r'class="mark" data-label="([^"]*46[^"]*)"', page(cycling, "marks"))
    assert len(told) >= 4 and all("≥" in label for label in told), told
    assert "≈" in page(cycling, "marks"), "about: stands for itself where a newsroom has no sign for it"


def test_the_guide_tells_every_key_of_front_matter() -> None:
    assert table(EDITOR, "front matter") == list(FrontMatter.__struct_fields__)


@pytest.mark.parametrize("translated", [path.relative_to(REPOSITORY / "docs").as_posix() for path in (REPOSITORY / "docs").glob("*/*.md")])
def test_a_translation_has_the_examples_of_the_english_text(translated: str) -> None:
    """The same constructs in the same order: fences, keys of charts, references, tables. What stands beside a file is the file of its words."""

    def shape(text: str) -> list[str]:
        keys = "table|filter|mark|x|y|value|sort|unlike|date|template|chart|order"
        found = re.findall(rf"^(`{{3,}}.*|(?:{keys}): .*|<!-- .*)$|^(#+) |(\[\[\w+[:.])|(^(?:!!!|\?\?\?|> \[!)\s*\w+)", text, re.M)
        return ["".join(each).partition("    ")[0].rstrip() for each in found]

    own, english = ((REPOSITORY / "docs" / name).read_text(encoding="utf-8") for name in (translated, translated.partition("/")[2]))
    assert sorted(shape(own)) == sorted(shape(english))


def test_every_key_says_what_it_is_and_stands_on_a_page_of_reference() -> None:
    pages = "\n".join(reference_pages().values())
    for kind in CLASSES:
        told = told_of(kind)
        assert set(told) == set(kind.__struct_encode_fields__)
        assert kind.__name__ == "MkDocsKeys" or all(told.values()), (kind, [key for key, text in told.items() if not text])
        assert not [key for key in told if f"| `{key}` |" not in pages]
    assert not [verb for verb in VERBS if f"## {verb}\n" not in pages]
    for language in written():
        words = yaml.load((REPOSITORY / "templates" / "words" / f"{language}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        page = guide(language, whole=False)["reference-words.md"].decode()
        assert not [key for key, word in words.items() if f"| `{key}` |" not in page or (isinstance(word, str) and word.strip() and word not in page)]


def test_the_texts_lead_to_nothing_but_one_another() -> None:
    """So that they are whole as pages of a project too."""
    for name in PAGES:
        text = re.sub(r"```.*?```|`[^`\n]*`", "", (REPOSITORY / "docs" / f"{name}.md").read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)#:\s]+)", text):
            assert target in (f"{other}.md" for other in PAGES), f"docs/{name}.md: {target}"


def test_a_newsroom_removes_the_guide_and_nothing_misses_it(cycling: Newsroom, tmp_path: Path) -> None:
    copy = cycling.copy(tmp_path / "copy")
    for code in written():
        shutil.rmtree(copy.file(f"content/{code}/guide"))
    said = copy.build()
    assert (said.code, said.err) == (0, "")
    assert not (copy.site / "en" / "guide").exists() and "guide/" not in (copy.site / "en" / "index.html").read_text(encoding="utf-8")
    bare = tmp_path / "bare"
    assert build_py("init", bare, "--no-guide").code == 0 and not (bare / "content" / "en" / "guide").exists()


def test_the_guide_stands_in_the_menu_of_the_languages_that_it_is_written_in(cycling: Newsroom, tmp_path: Path) -> None:
    for code, root in (("zh", ""), ("en", "en/")):
        home = (cycling.site / root / "index.html").read_text(encoding="utf-8")
        assert (f'href="{"guide/"}"' in home.split("</nav>")[0]) is (code in written())
    assert build_py("init", tmp_path / "fr", "--languages", "fr").code == 0
    assert {path.name for path in (tmp_path / "fr" / "content" / "fr" / "guide").iterdir()} == set(guide("en", True))
