"""A glossary explains a term where a page uses it first, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from test_any_newsroom import MKDOCS, PROMISE_TABLES, PROMISES, built, made, page

from ledger.render.glossary import Explainer, terms_of

GLOSSARY = """---
title: Glossary
---

Terms.

Red mud (赤泥) {#red-mud}
:   Residue of alumina making, about [[typed:1 t]] a tonne.

Mud {#mud}
:   Wet earth.

League
:   A "large" area.
"""


def test_terms_are_read_from_a_definition_list_the_longest_first() -> None:
    assert [tuple(term) for term in terms_of(GLOSSARY)] == [
        ("Red mud", "Residue of alumina making, about 1 t a tonne.", "red-mud", "赤泥"),
        ("League", 'A "large" area.', "", ""),
        ("Mud", "Wet earth.", "mud", ""),
    ]


def test_latin_words_are_found_whole_and_others_as_they_stand() -> None:
    terms = terms_of("盟市（leagues） {#leagues}\n:   地级行政区。\n\nBox {#box}\n:   A framed table.\n")
    explained = Explainer(terms, lambda id: f"#{id}").explained("十二个盟市，盟市; unboxed, Boxes, boxs and box")
    assert explained == (
        '十二个<a class="term" href="#leagues" title="地级行政区。">盟市</a>，盟市; unboxed, Boxes, <a class="term" href="#box" title="A framed table.">boxs</a> and box'
    )


def test_a_page_explains_each_term_once_in_its_text(tmp_path: Path) -> None:
    text = "---\ntitle: The heap\ndate: 2026-04-01\n---\n\n## Red mud\n\nA [red mud](../index.md) link, `red mud` code, then red mud, red mud and mud. Two leagues.\n"
    pages = {"glossary.md": GLOSSARY, "stories/index.md": "---\ntitle: Stories\ntemplate: stories.html\n---\n", "stories/heap.md": text}
    newsroom = made(tmp_path / "town", PROMISES, PROMISE_TABLES, pages)
    (newsroom.root / "mkdocs.yml").write_text("markdown_extensions: [def_list, attr_list]\n" + MKDOCS.lstrip(), encoding="utf-8")
    built(newsroom)
    story = page(newsroom, "stories/heap")
    assert story.count('class="term"') == 3
    assert (
        'code, then <a class="term" href="../../glossary/#red-mud" title="Residue of alumina making, about 1 t a tonne.">red mud</a>, red mud and '
        '<a class="term" href="../../glossary/#mud" title="Wet earth.">mud</a>. Two <a class="term" href="../../glossary/" title="A &#34;large&#34; area.">leagues</a>.'
    ).replace("&#34;", "&quot;") in story, story
    assert 'class="term"' not in page(newsroom, "glossary") and '<dt id="red-mud">' in page(newsroom, "glossary")
    assert 'class="term"' not in page(newsroom, "."), "the front page"
    newsroom.change("content/en/glossary.md", "Wet earth", "Earth and water")
    built(newsroom)
    assert 'title="Earth and water."' in page(newsroom, "stories/heap"), "what it says of a term is asked of the glossary"
    newsroom.change("mkdocs.yml", "[def_list, attr_list]", "[]")
    for sign in ("{#red-mud}", "{#mud}"):
        newsroom.change("content/en/glossary.md", sign, "")
    built(newsroom)
    assert 'class="term"' not in page(newsroom, "stories/heap"), "without definition lists nothing is defined"
