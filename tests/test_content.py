"""Nothing that an editor writes disappears without a word: it is published, or one line says what became of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ADDRESS, REPOSITORY, Newsroom, Said
from PIL import Image

HEAD = "---\ntitle: A page\nsummary: Of a test.\ndate: 2026-05-02\ntemplate: story.html\n---\n"
FIRST = HEAD.count("\n") + 1
"""The line on which the text below ``HEAD`` begins."""


def write(newsroom: Newsroom, name: str, body: str) -> str:
    path = f"content/en/stories/{name}"
    newsroom.file(path).parent.mkdir(parents=True, exist_ok=True)
    newsroom.file(path).write_text(HEAD + body, encoding="utf-8")
    return path


def page(newsroom: Newsroom, name: str = "stories/new") -> str:
    html = (newsroom.site / name / "index.html").read_text(encoding="utf-8")
    return html[html.index("<article") : html.index("</article>")]


def lines(said: Said, file: str) -> dict[int, list[str]]:
    """What was said of ``file``, by line."""
    assert "Traceback" not in said.err, said.err
    found: dict[int, list[str]] = {}
    for text in said.err.splitlines():
        if match := re.match(rf"{re.escape(file)}(?::(\d+))?: (.*)", text):
            found.setdefault(int(match[1] or 0), []).append(match[2])
    return found


def expect(said: Said, file: str, wanted: dict[str, tuple[str, ...]], first: int = FIRST) -> None:
    """Each line of a text that is wrong is told once, in the words that are wanted; nothing else is told."""
    told = lines(said, file)
    for number, (text, words) in enumerate(wanted.items(), first):
        at = told.pop(number, [])
        if not words:
            assert not at, f"{text!r} is right, but: {at}"
        else:
            assert len(at) == 1 and all(word in at[0] for word in words), f"{text!r} is to say {words}, but says {at}"
    assert not told, told


def test_every_fence_is_drawn_shown_or_said(newsroom: Newsroom) -> None:
    body = """- A chart in a list:

    ```chart
    street-trees
    ```

> ```chart title="in a quotation"
> from-to
> ```

~~~python title="a.py"
print("[[nope]] {{ x }}")
~~~

After `[[nope]]`.
"""
    write(newsroom, "new.md", body)
    said = newsroom.build()
    assert said.code == 0, said.err
    html = page(newsroom)
    assert 'id="chart-street-trees"' in html and 'id="chart-from-to"' in html
    assert "<figcaption>a.py</figcaption>" in html and 'print("[[nope]] {{ x }}")' in html and "<code>[[nope]]</code>" in html


def test_a_fence_that_would_be_lost_is_an_error_at_its_line(newsroom: Newsroom) -> None:
    once = write(
        newsroom, "once.md", "```charts\nstreet-trees\n```\n\n```chart\nfrom-to\n```\n\n```chart\nfrom-to\n```\n\nText:\n\n    ```chart\n    from-to\n    ```\n"
    )
    never = write(newsroom, "never.md", "- In a list:\n\n    ```chart\n    street-trees\n\n[[fare-cap]]\n\n```python\nx\n")
    said = newsroom.check()
    assert said.code == 1
    told = lines(said, once)
    assert {n: len(t) for n, t in told.items()} == {FIRST: 1, FIRST + 8: 1, FIRST + 14: 1}, told
    assert "```chart" in told[FIRST][0] and f"line {FIRST + 4}" in told[FIRST + 8][0] and "spaces" in told[FIRST + 14][0]
    assert set(lines(said, never)) == {FIRST + 2, FIRST + 7} and "never closed" in lines(said, never)[FIRST + 2][0]


ODD_CHARTS: dict[str, tuple[str, ...]] = {
    "```chart street-trees```": ("on one line", "below it the id"),
    "| ```chart street-trees``` |": ("on one line",),
    "```chart street-trees\n```": ("'street-trees' stands behind the word chart", "on a line of its own"),
    "```chart\n\n```": ("nothing in it", "id of a chart"),
}


def test_a_chart_without_its_id_on_a_line_of_its_own_is_an_error_that_says_so(newsroom: Newsroom) -> None:
    file = write(newsroom, "new.md", "\n\n".join(ODD_CHARTS) + "\n\n```chart\nid: street-trees\n```\n")
    told = lines(newsroom.check(), file)
    wanted = dict(zip((FIRST, FIRST + 2, FIRST + 4, FIRST + 7), ODD_CHARTS.values(), strict=True))
    wanted[FIRST + 12] = ("nothing but an id", "write street-trees alone")
    titled = write(newsroom, "titled.md", "```chart\ntable: targets\nmark: bar\ny: region\nx: value\ntitle: '{{ x }}'\n```\n")
    assert lines(newsroom.check(), titled)[FIRST + 5][0].startswith("chart: title: a chart's words hold neither references")
    assert set(told) == set(wanted) and all(len(told[n]) == 1 and all(word in told[n][0] for word in wanted[n]) for n in wanted), told


def test_a_chart_stands_behind_the_sign_of_a_list_item_or_a_definition(newsroom: Newsroom) -> None:
    write(newsroom, "new.md", "- ```chart\n  street-trees\n  ```\n- b\n\nTerm\n:   ```chart\n    from-to\n    ```\n\n1. ```python\n   a = 1\n   ```\n2. c\n")
    said = newsroom.build()
    assert said.code == 0, said.err
    html = page(newsroom)
    for place in (r"<li>\s*<figure [^>]*chart-street-trees", r"<dd>\s*<figure [^>]*chart-from-to", r"<li>\s*<pre[^>]*><code[^>]*>a = 1\n</code>"):
        assert re.search(place, html), (place, html)


REFERENCES: dict[str, tuple[str, ...]] = {
    "[[crossings-2028]] and ([[cite: crossings-2028]]).": (),
    "[[fare-cap.base_value]]": ("'base_value' is empty in this row", "value"),
    "[[fare-cap.basevalue]]": ("has no number 'basevalue'", "did you mean base_value"),
    "[[unclosed": ("never closed", "]]"),
    "［［fare-cap］］": ("full-width", "[["),
    "{{ ed.title }}": ("templates", "[["),
    "[[count:targets region=quaysid]]": ("'quaysid'", "data/quarters.yaml", "did you mean quayside"),
    "[[count:targets region]]": ("no condition", "column=value"),
    "[[sum:targets.value]]": ("not alike", "unit libraries, thousand", "indicator", "kind"),
    "[[sum:targets.value unit=trees]]": ("'saltmouth' and its part", "twice"),
    "[[count:targets policy=town-plan policy=ferry-rules]]": ("'town-plan' and 'ferry-rules'", "no row has both"),
    "[[sum:targets]]": ("names no column", "[[sum:targets.base_value]]"),
    "[[crossings-2028.]]": ("has no number ''",),
    "[[typed:]]": ("names nothing", "[[typed:"),
    "[[name:hil]]": ("no row or term 'hil'", "did you mean hill"),
    "[[[crossings-2028]]]": ("bracket too many",),
    "[see [[crossings-2028]]]": (),
    "[[sum:targets.value_max]]": ("empty in every row",),
    "[[sum:targets.value region=hill unit=crowns]]": ("no row of targets meets all",),
    "[[crossings-2028]](../method.md)": (),
    "[x]([[crossings-2028]])": ("cannot be the address of a link",),
    "<!-- [[nope]] -->": (),
}


def test_each_reference_is_resolved_or_an_error_at_its_line(newsroom: Newsroom) -> None:
    file = write(newsroom, "new.md", "\n".join(REFERENCES) + "\n")
    said = newsroom.check()
    assert said.code == 1
    expect(said, file, REFERENCES)


def test_a_reference_may_run_over_a_line_end_and_stand_wherever_there_is_text(newsroom: Newsroom) -> None:
    newsroom.change("content/en/stories/ferries.md", "title: Sixty boats a day", 'title: "[[crossings-2028]] a day"')
    write(
        newsroom,
        "new.md",
        """The plan says so ([[cite:
crossings-2028]]), and [[sum:targets.value unit=trees region=hill]].

> quoted [[name:
> hill]]

## Heading [[crossings-2028]]

| a | b |
|:--|--:|
| [[crossings-2028]] | 2 |

[a link with [[crossings-2028]]](../method.md) <span title="[[crossings-2028]]">x</span>
""",
    )
    said = newsroom.build()
    assert said.code == 0, said.err
    html = page(newsroom)
    assert "Libraries" not in html and "[[" not in html and "\ue002" not in html
    assert '<a class="cite" href="../../policies/town-plan/#c-2">' in html and "2,550 trees" in html
    assert 'quoted <a href="../../regions/hill/">Hill</a>' in html
    assert '<h2 id="heading-60-crossings">' in html
    assert '<td class="num">2</td>' in html and '<td><a class="value"' in html
    assert '<a href="../../method/">a link with 60 crossings</a>' in html and '<span title="60 crossings">' in html
    assert "<h1>60 crossings a day</h1>" in (newsroom.site / "stories/ferries/index.html").read_text(encoding="utf-8")
    assert ">60 crossings a day</a>" in (newsroom.site / "stories/index.html").read_text(encoding="utf-8").replace("\n", "")


HTML: dict[str, tuple[str, ...]] = {
    '<div class="x">stays</div> 1 < 2 > 0, <https://example.org/>': (),
    '<iframe src="https://video.example/1"></iframe>': ("<iframe>", "would be lost", "link"),
    "<video src='x.mp4'></video>": ("<video>", "would be lost"),
    '<div style="text-align:center" onclick="x()">Centred</div>': ("warning", "style=, onclick= of <div>"),
    "<font>red</font>": ("warning", "<font>", "what stands in it is"),
    "<name> is a placeholder": ("<name> is no HTML", "&lt;"),
    '<a href="javascript:alert(1)">x</a>': ("javascript:", "https:"),
    "<!-- a comment --> stays": (),
    "``chart": ("begins no chart",),
    ":smile: and more": ("warning", "emoji"),
    "a note[^none]": ("footnote that is not written",),
    "[text][nowhere]": ("address is not given",),
    "[text] (../method.md)": ("is no link",),
    "</div>": ("warning", "</div> ends nothing"),
    "<ul><li>a<li>b</ul> <B>bold</b> a <br> b": (),
    "<div><i>x</div>": ("<i> is never closed", "write </i>"),
    "<title>x": ("<title>", "would be lost", "front matter"),
    "<!doctype html>": ("'<!doctype' is not published",),
    "<details><summary>a</summary>**b**</details>": ("warning", "'**b**' is not read as Markdown"),
    "<script>x": ("never closed", "everything below"),
    "lost [[crossings-2028]]": (),
}


def test_each_tag_and_attribute_is_published_or_said_at_its_line(newsroom: Newsroom) -> None:
    file = write(newsroom, "new.md", "\n\n".join(HTML) + "\n")
    said = newsroom.check()
    assert said.code == 1
    spaced = {key: words for text, words in HTML.items() for key, words in ((text, words), (f"below {text}", ()))}
    expect(said, file, spaced)


def test_an_element_that_is_never_closed_takes_nothing_in_silence(newsroom: Newsroom) -> None:
    bodies = {"a": "<details open>\n\n## A\n", "b": "in <b>bold\n\nand on\n", "c": "<p>one\n\n<p>two\n"}
    files = {name: write(newsroom, f"{name}.md", body) for name, body in bodies.items()}
    said = newsroom.check()
    assert said.code == 1
    for name, tags in {"a": {FIRST: "details"}, "b": {FIRST: "b"}, "c": {FIRST: "p", FIRST + 2: "p"}}.items():
        told = {n: t for n, t in lines(said, files[name]).items() if not t[0].startswith("warning")}
        assert set(told) == set(tags) and all(f"<{tags[n]}> is never closed" in told[n][0] for n in tags), told


LINKS: dict[str, tuple[str, ...]] = {
    "[a](../method.md) [b](ferries.md#the-trees) [c](../../targets/crossings-2028/) [d](../../nl/index.md)": (),
    "[a](../metod.md)": ("'../metod.md' leads nowhere", "did you mean ../method.md"),
    "[a](ferries.md#the-treees)": ("no place 'the-treees'", "did you mean the-trees"),
    "[a](/targets/)": ("begins at the root", "../../targets/"),
    "[a](../targets/)": ("leads nowhere", "did you mean ../../targets/"),
    "[a](../../targets/nope/)": ("'../../targets/nope/' leads nowhere",),
    "[a](ferries)": ("leads nowhere", "write ferries.md"),
    "[a](www.example.org/x)": ("https://www.example.org/x",),
    "[a](http:/x)": ("is no address",),
    "[a](javascript:alert(1))": ("is not published",),
    '<a href="../metod.md">raw</a>': ("'../metod.md' leads nowhere", "did you mean ../method.md"),
    "[mail](mailto:a@b.example) [call](tel:+31) https://example.org/bare）。": (),
}


def test_each_link_leads_somewhere_or_is_said_at_its_line(newsroom: Newsroom) -> None:
    file = write(newsroom, "new.md", "\n".join(LINKS) + "\n")
    said = newsroom.check()
    assert said.code == 1
    expect(said, file, LINKS)


def picture(newsroom: Newsroom, name: str, kind: str, size: tuple[int, int] = (80, 40)) -> Path:
    path = newsroom.file(f"content/en/stories/{name}")
    Image.new("RGB" if kind == "JPEG" else "1", size).save(path, format=kind)
    return path


def test_a_picture_gets_its_size_and_a_figure_its_caption(newsroom: Newsroom) -> None:
    picture(newsroom, "IMG_1.PNG", "PNG")
    picture(newsroom, "图1.png", "PNG")
    newsroom.file("content/en/stories/plan.pdf").write_bytes(b"%PDF-1.7")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" onload="x()"><script>x()</script><image href="https://x.example/y.png"/><rect width="5" height="5"/></svg>'
    newsroom.file("content/en/stories/map.svg").write_text(svg)
    write(
        newsroom,
        "new.md",
        '![A boat](IMG_1.PNG "At sea. Photo: A. Person")\n\n![The quay](图1.png) ![A map](map.svg) ![](IMG_1.PNG){.decorative} [plan](plan.pdf)\n',
    )
    said = newsroom.build()
    assert said.code == 0, said.err
    html = page(newsroom)
    size = 'width="80" height="40" loading="lazy" decoding="async"'
    assert f'<img alt="A boat" src="../IMG_1.PNG" {size}>' in html
    assert "<figcaption>At sea. Photo: A. Person</figcaption>" in html
    assert re.search(rf'<img alt="The quay" src="\.\./[0-9a-f]{{10}}\.png" {size}>', html)
    assert '<img alt="A map" src="../map.svg" width="20" height="10"' in html
    drawing = (newsroom.site / "stories/map.svg").read_text(encoding="utf-8")
    assert "<rect" in drawing and not re.search("script|onload|x.example", drawing)
    assert (newsroom.site / "stories/plan.pdf").read_bytes() == b"%PDF-1.7" and 'href="../plan.pdf"' in html
    assert "map.svg: warning: " in said.err and "IMG_1" not in said.err


def test_a_picture_that_cannot_be_shown_is_an_error(newsroom: Newsroom) -> None:
    picture(newsroom, "right.png", "PNG")
    picture(newsroom, "unused.png", "PNG")
    picture(newsroom, "false.png", "JPEG")
    cut = picture(newsroom, "cut.jpg", "JPEG", (400, 400))
    cut.write_bytes(cut.read_bytes()[:600])
    picture(newsroom, "large.png", "PNG", (8000, 5000))
    newsroom.file("content/en/stories/empty.png").write_bytes(b"")
    newsroom.file("content/en/stories/broken.svg").write_text("<svg")
    wanted: dict[str, tuple[str, ...]] = {
        "![](right.png)": ("warning", "nothing says what the picture right.png shows", ".decorative"),
        "![right.png](right.png)": ("warning", "name of its file"),
        "![a](Right.png)": ("no picture 'Right.png'", "did you mean right.png"),
        "![a](https://x.example/y.png)": ("another site",),
        "![a](false.png) ![a](cut.jpg) ![a](large.png) ![a](empty.png) ![a](broken.svg)": (),
    }
    file = write(newsroom, "new.md", "\n".join(wanted) + "\n")
    said = newsroom.check()
    assert said.code == 1
    expect(said, file, wanted)
    for name, words in (("false.png", "JPEG"), ("cut.jpg", "damaged"), ("large.png", "40 megapixels"), ("empty.png", "0 bytes"), ("broken.svg", "no SVG")):
        [told] = lines(said, f"content/en/stories/{name}")[0]
        assert words in told and not told.startswith("warning"), told
    assert lines(said, "content/en/stories/unused.png")[0][0].startswith("warning: no page shows it")


FRONT: dict[str, tuple[str, str, int, tuple[str, ...]]] = {
    "text": ("title: 2030\norder: 2", "", 0, ()),
    "no": ("title: No\ndate: 2026-05", "", 0, ()),
    "env": ("title: !ENV HOME", "", 2, ("!ENV",)),
    "twice": ("title: a\ntitle: b", "", 3, ("'title' is given twice",)),
    "list": ("title: [a, b]", "", 2, ("title", "list")),
    "order": ("title: a\norder: first", "", 3, ("'first' is no whole number", "order: 2")),
    "order-wide": ("title: a\norder: １２", "", 3, ("'１２' is no whole number", "order: 2")),
    "february": ("title: a\ndate: 2026-02-30", "", 3, ("no day 30",)),
    "slashes": ("title: a\ndate: 2026/05/01", "", 3, ("'2026/05/01' is not a date", "write 2026-05-01")),
    "wide": ("title： a", "", 2, ("full-width",)),
    "curly": ("title: “a: b”", "", 2, ("curly",)),
    "tags": ("title: a\ntags: [b, c]\nauthors: d; e", "", 0, ()),
    "groups": ("title: a\ntags: {b: c}", "", 3, ("tags: a list or a group",)),
    "draft": ("title: a\ndraft: maybe", "", 3, ("draft: 'maybe' is neither true nor false", "write draft: true")),
    "embargo": ("title: a\nembargo: soon", "", 3, ("embargo: 'soon' is not a day", "2026-12-01")),
    "author": ("title: a\nauthor: b", "", 3, ("unknown key 'author'", "write authors")),
    "future": ("title: a\ndate: 2099-01-01", "", 3, ("after 2026-06-01", "mkdocs.yml")),
}


def test_drafts_and_what_is_under_embargo_are_named_and_not_published(newsroom: Newsroom) -> None:
    newsroom.change("mkdocs.yml", "extra:\n", "extra:\n  date: 2026-06-01\n")
    for name, front in (
        ("ready", "embargo: 2026-06-01"),
        ("later", "embargo: 2026-06-02\ndate: 2026-06-02"),
        ("unfinished", "draft: true"),
        ("plain", "draft: false"),
    ):
        dated = front if "date:" in front else f"{front}\ndate: 2026-05-01"
        newsroom.file(f"content/en/stories/{name}.md").write_text(f"---\ntitle: The {name} one\n{dated}\n---\nText.\n", encoding="utf-8")
    said = newsroom.build()
    assert said.code == 0, said.err
    assert lines(said, "content/en/stories/later.md") == {
        3: ["warning: is published from 2026-06-02 on; the site stands at 2026-06-01; move the date of the site on to publish it"]
    }
    assert lines(said, "content/en/stories/unfinished.md") == {3: ["warning: is a draft, and not published; take draft: true out to publish it"]}
    there = {name for name in ("ready", "later", "unfinished", "plain") if (newsroom.site / f"stories/{name}/index.html").exists()}
    assert there == {"ready", "plain"}
    everything = b"".join(file.read_bytes() for file in newsroom.site.rglob("*") if file.suffix in (".html", ".json", ".xml", ".txt", ".md"))
    assert b"The plain one" in everything and b"The later one" not in everything and b"The unfinished one" not in everything


def test_a_story_without_its_twin_and_a_twin_older_than_its_original_are_told_by_check(newsroom: Newsroom) -> None:
    newsroom.change("content/en/stories/ferries.md", "date: 2026-05-01\n", "date: 2026-05-01\nupdated: 2026-05-09\n")
    newsroom.file("content/en/stories/alone.md").write_text("---\ntitle: Alone\ndate: 2026-05-01\n---\nText.\n", encoding="utf-8")
    said = newsroom.check()
    assert said.code == 0, said.err
    [late] = lines(said, "content/nl/stories/ferries.md").values()
    assert late == [
        "warning: is of 2026-05-01, and its original content/en/stories/ferries.md of 2026-05-09; look what was changed there, then write updated: 2026-05-09"
    ]
    assert lines(said, "content/en/stories/alone.md") == {0: ["warning: is not there in nl; write content/nl/stories/alone.md, or leave it in one language"]}
    assert "is of 2026-05-01" not in newsroom.build().err


def test_authors_and_tags_stand_with_a_story_and_lead_to_those_that_share_them(newsroom: Newsroom) -> None:
    newsroom.change("content/en/stories/ferries.md", "date: 2026-05-01\n", "date: 2026-05-01\nauthors: [Ada Quay, Bo Hill]\ntags: [boats, 码头 C#]\n")
    for n in range(8):
        tag = "tags: boats; trees\n" if n == 6 else ""
        newsroom.file(f"content/en/stories/s{n}.md").write_text(f"---\ntitle: Story {n}\ndate: 2026-05-01\n{tag}---\nText.\n", encoding="utf-8")
    assert newsroom.build(env=ADDRESS).code == 0
    page = (newsroom.site / "stories/ferries/index.html").read_text(encoding="utf-8")
    assert "By Ada Quay, Bo Hill" in re.sub("<[^>]+>", "", page) and "About: boats, 码头 C#" in re.sub("<[^>]+>", "", page)
    assert re.findall(r'href="(\.\./by/#[^"]+)">([^<]+)<', page) == [
        ("../by/#author-ada-quay", "Ada Quay"),
        ("../by/#author-bo-hill", "Bo Hill"),
        ("../by/#tag-boats", "boats"),
        ("../by/#tag-%E7%A0%81%E5%A4%B4-c%23", "码头 C#"),
    ]
    filed = (newsroom.site / "stories/by/index.html").read_text(encoding="utf-8")
    found = {id: re.findall(r'<li><a href="\.\./([^"]+)/">', listed) for id, listed in re.findall(r'<h3 id="([^"]+)">.*?</h3>(.*?)</ul>', filed, re.S)}
    assert found == {
        "tag-boats": ["ferries", "s6"],
        "tag-trees": ["s6"],
        "tag-码头-c#": ["ferries"],
        "author-ada-quay": ["ferries"],
        "author-bo-hill": ["ferries"],
    }
    assert 'hreflang="nl"' not in filed and not (newsroom.site / "nl/stories/by").exists(), "no story in the other language has one"
    assert 'href="by/"' in (newsroom.site / "stories/index.html").read_text(encoding="utf-8")
    more = re.findall(r'<li><a href="[^"]*">(Story \d)</a>', page.partition('class="after"')[2])
    assert more[0] == "Story 6" and len(more) == 6
    assert re.findall(r'<meta name="citation_author" content="([^"]+)">', page) == ["Ada Quay", "Bo Hill"]
    assert "AU  - Ada Quay\nAU  - Bo Hill\n" in page and 'author = "{Ada Quay} and {Bo Hill}"' in page.replace("&#34;", '"')


def test_front_matter_is_text_and_each_mistake_in_it_is_one_line(newsroom: Newsroom) -> None:
    newsroom.change("mkdocs.yml", "extra:\n", "extra:\n  date: 2026-06-01\n")
    for name, (front, body, _, _) in FRONT.items():
        dated = front if "date:" in front else f"{front}\ndate: 2026-05-01"
        newsroom.file(f"content/en/stories/{name}.md").write_text(f"---\n{dated}\n---\n{body}\n", encoding="utf-8")
    others = {"open": ("---\ntitle: a\ndate: 2026-05-01\n\nText.\n", 3, "never closed"), "above": ("\n---\ntitle: a\n---\n", 1, "something stands above")}
    for name, (text, _, _) in others.items():
        newsroom.file(f"content/en/stories/{name}.md").write_text(text, encoding="utf-8")
    newsroom.file("content/en/stories/undated.md").write_text("---\ntitle: a\n---\n", encoding="utf-8")
    said = newsroom.check()
    assert said.code == 1
    for name, (_, _, line, words) in FRONT.items():
        told = lines(said, f"content/en/stories/{name}.md")
        assert set(told) == ({line} if line else set()), (name, told)
        assert not line or (len(told[line]) == 1 and all(word in told[line][0] for word in words)), (name, told)
    for name, (_, line, words) in others.items():
        told = lines(said, f"content/en/stories/{name}.md")
        assert set(told) == {line} and words in told[line][0], (name, told)
    assert lines(said, "content/en/stories/undated.md")[1][0].startswith("warning: front matter: a story has no date")


def test_text_in_front_matter_is_printed_as_it_is_written(newsroom: Newsroom) -> None:
    newsroom.change("content/en/stories/ferries.md", "title: Sixty boats a day\nsummary: The plan counts its own crossings wrong.", "title: 2030\nsummary: No")
    assert newsroom.build().code == 0
    html = page(newsroom, "stories/ferries")
    assert "<h1>2030</h1>" in html and '<p class="lede">No</p>' in html


def test_a_page_beside_the_front_page_stands_at_the_foot_of_all_others_if_it_asks_for_a_place(newsroom: Newsroom) -> None:
    for name, order in {"quiet": "", "late": "order: 8\n", "early": "order: 2\n"}.items():
        newsroom.file(f"content/en/{name}.md").write_text(f"---\ntitle: The {name} one\n{order}---\nWords.\n", encoding="utf-8")
    assert newsroom.build().code == 0
    for where in (".", "stories/ferries", "targets"):
        foot = (newsroom.site / where / "index.html").read_text(encoding="utf-8").partition("<footer")[2]
        assert re.findall(r">The (\w+) one<", foot) == ["early", "late"], where


def test_every_file_of_the_content_is_accounted_for(newsroom: Newsroom) -> None:
    good = HEAD + "x\n"
    for name in ("stories/Upper.md", "stories/中文.md", "stories/a.MD", "stories/b.markdown", "stories/boats.md", "stories/boats/index.md", "targets/index.md"):
        newsroom.file(f"content/en/{name}").parent.mkdir(exist_ok=True)
        newsroom.file(f"content/en/{name}").write_text(good, encoding="utf-8")
    newsroom.file("content/en/nl").mkdir()
    newsroom.file("content/en/nl/index.md").write_text(good, encoding="utf-8")
    for name in ("CNAME", "en/stories/x.exe", "en/.obsidian/note.md", "en/stories/.draft.md", "en/stories/~$plan.docx"):
        newsroom.file(f"content/{name}").parent.mkdir(exist_ok=True)
        newsroom.file(f"content/{name}").write_text("x")
    secret = newsroom.root / "secret.md"
    secret.write_text(good)
    newsroom.file("content/en/stories/leak.md").symlink_to(secret)
    said = newsroom.check()
    assert said.code == 1
    for name, words in {
        "en/stories/Upper.md": ("lower-case", "upper.md"),
        "en/stories/中文.md": ("lower-case",),
        "en/stories/a.MD": (".md", "rename it to a.md"),
        "en/stories/b.markdown": ("rename it to b.md",),
        "en/stories/boats/index.md": ("/stories/boats/", "content/en/stories/boats.md"),
        "en/targets/index.md": ("/targets/ is made from the data",),
        "en/nl/index.md": ("has its pages in 'nl'", "content/nl/"),
        "CNAME": ("content/static/",),
        "en/stories/x.exe": ("warning", ".exe"),
        "en/stories/leak.md": ("leads out of content/",),
    }.items():
        told = lines(said, f"content/{name}")
        assert set(told) == {0} and len(told[0]) == 1 and all(word in told[0][0] for word in words), (name, told)
    assert not re.search(r"obsidian|draft|\$plan", said.err)


def test_a_page_at_the_address_of_a_page_of_the_data_has_no_consequences_for_links(newsroom: Newsroom) -> None:
    newsroom.file("content/en/policies/town-plan").mkdir(parents=True)
    newsroom.file("content/en/policies/town-plan/index.md").write_text(HEAD + "x\n", encoding="utf-8")
    said = newsroom.check()
    [told] = said.problems
    assert told.startswith("content/en/policies/town-plan/index.md: the address /policies/town-plan/ is made from the data"), told


def test_markdown_is_what_editors_expect_of_it(newsroom: Newsroom) -> None:
    body = """Three things:
- boats
  - and their crews
- trees

1. one
   - a part

!!! note
    A callout.

> [!TIP]
> Another.

??? note "More"
    Folded.

~~gone~~ ==marked== H~2~O 10^6^ https://example.org/bare）。

- [ ] to do
- [x] done

A note.[^1]

[^1]: The text of the note.

## 结论

## Main

# Headline
"""
    file = write(newsroom, "new.md", body)
    said = newsroom.build()
    assert said.code == 0, said.err
    html = re.sub(r"\s*\n\s*", "", page(newsroom))
    for part in (
        "<p>Three things:</p><ul><li>boats<ul><li>and their crews</li></ul></li><li>trees</li></ul>",
        "<ol><li>one<ul><li>a part</li></ul></li></ol>",
        '<div class="admonition note"><p class="admonition-title">Note</p><p>A callout.</p></div>',
        '<div class="admonition tip"><p class="admonition-title">Tip</p><p>Another.</p></div>',
        '<details class="note"><summary>More</summary><p>Folded.</p></details>',
        "<del>gone</del> <mark>marked</mark> H<sub>2</sub>O 10<sup>6</sup>",
        '<a href="https://example.org/bare">https://example.org/bare</a>）。',
        '<span class="task">☐</span> to do',
        '<span class="task">☑</span> done',
        "The text of the note.",
        '<h2 id="结论"><span id="_1"></span>结论</h2>',
        '<h2 id="headline">Headline</h2>',
    ):
        assert part in html, f"{part}\nis not in\n{html}"
    assert not re.search(r'id="main"', html)
    assert [text for texts in lines(said, file).values() for text in texts] == ["warning: a page has one headline, its title; write ## Headline"]


MKDOCS = {
    "a plugin": ("  - ledger\n", "  - ledgers\n", "there is no plugin 'ledgers'; did you mean ledger?"),
    "an extension": ("  - tables\n", "  - tabels\n", "there is no Markdown extension 'tabels'; did you mean tables?"),
    "an option": ("toc: {permalink: false}", "toc: {permalnk: false}", "extension 'toc' has no option 'permalnk'"),
    "an entry of nav": ("plugins:\n", "nav: [en/nope.md]\nplugins:\n", "nav: there is no page 'en/nope.md'"),
    "a name that is a number": ("site_name: Harbour Ledger", "site_name: 2030", "site_name: this is a number, where text belongs; put it in quotes"),
    "pages that are hidden": ("plugins:\n", "exclude_docs: stories/\nplugins:\n", "exclude_docs: would hide pages"),
    "another file": ("plugins:\n", "INHERIT: ../x.yml\nplugins:\n", "INHERIT is not followed"),
    "a key without its colon": ("plugins:\n", "plugins\n", "not valid YAML: 'plugins' is no 'key: value'"),
    "a hook": ("plugins:\n", "hooks: [nope.py]\nplugins:\n", "hooks: there is no file 'nope.py'"),
    "no plugin": ("plugins:\n  - ledger\n", "plugins: []\n", "the plugin 'ledger' is not switched on; write plugins: [ledger]"),
    "an option of our plugin": ("  - ledger\n", "  - ledger: {fast: true}\n", "the plugin 'ledger' has no option 'fast'"),
    "a value of an option": (
        "  - footnotes\n",
        "  - footnotes: {UNIQUE_IDS: perhaps}\n",
        "extension 'footnotes' cannot be switched on: Cannot parse bool value",
    ),
    "a name in Python": ("  - abbr\n", "  - abbr: {glossary: !!python/name:nope.nope }\n", "extension 'abbr' cannot be switched on: there is no nope.nope"),
    "a path from nowhere": ("  - abbr\n", "  - abbr: {glossary: !relative x}\n", "the tag !relative has no meaning here"),
    "an entry of extensions": ("  - abbr\n", "  - [abbr]\n", "markdown_extensions: this is no name of a Markdown extension"),
    "extensions that are none": ("  - pymdownx.tasklist\n", "  - datetime\n", "extension 'datetime' cannot be switched on"),
    "a menu that is no list": ("plugins:\n", "nav: en/index.md\nplugins:\n", "nav: 'en/index.md' is not a list"),
    "a page deep in the menu": ("plugins:\n", "nav: [{A: [{B: en/nope.md}, https://example.org/]}]\nplugins:\n", "nav: there is no page 'en/nope.md'"),
}


@pytest.mark.parametrize("name", MKDOCS)
def test_a_mistake_in_the_settings_of_mkdocs_is_one_line(name: str, newsroom: Newsroom) -> None:
    old, new, says = MKDOCS[name]
    line = newsroom.change("mkdocs.yml", old, new)
    said = newsroom.check()
    assert said.code == 1
    told = lines(said, "mkdocs.yml")
    assert set(told) == {line} and len(told[line]) == 1 and says in told[line][0], said.err


def test_settings_of_mkdocs_that_mean_nothing_here_are_said(newsroom: Newsroom) -> None:
    theme = newsroom.change("mkdocs.yml", "theme: {name: null, custom_dir: content}", "theme: material")
    text = newsroom.file("mkdocs.yml").read_text(encoding="utf-8")
    added = "extra_css: [a.css]\nextra_javascript: [a.js]\nsite_dir: ../x\nhooks: [hook.py]\nsite_nam: x\nnav: [en/index.md]\n"
    newsroom.file("mkdocs.yml").write_text(text + added, encoding="utf-8")
    newsroom.file("hook.py").write_text("raise SystemExit\n", encoding="utf-8")
    search = newsroom.change("mkdocs.yml", "  - ledger\n", "  - ledger\n  - search\n") + 1
    said = newsroom.check()
    assert said.code == 0, said.err
    told = lines(said, "mkdocs.yml")
    first = text.count("\n") + 2
    assert [told[first + n][0].split(": ")[1] for n in range(4)] == ["extra_css", "extra_javascript", "site_dir", "hooks"], told
    assert told[theme][0].startswith("warning: theme: a ledger has its own templates; write theme: {name: null, custom_dir: content}")
    assert told[first + 4] == ["warning: unknown key 'site_nam'; did you mean site_name?"]
    assert told[search] == ["warning: the plugin 'search' is called by MkDocs alone, and changes no page of a ledger; take it out"]
    assert len(told) == 7


def test_an_extension_is_given_what_mkdocs_yml_says_of_it(newsroom: Newsroom) -> None:
    newsroom.change("mkdocs.yml", "  - abbr\n", "  - abbr\n  - pymdownx.snippets: {base_path: [!relative $docs_dir/en]}\n")
    newsroom.change("mkdocs.yml", "toc: {permalink: false}", "toc: {permalink: ¶, toc_depth: 2-2, separator: _}")
    write(newsroom, "new.md", '## A long way\n\n### Below\n\n--8<-- ".shared.txt"\n')
    newsroom.file("content/en/.shared.txt").write_text("From another file.\n", encoding="utf-8")
    said = newsroom.build()
    assert said.code == 0, said.err
    html = page(newsroom)
    assert '<h2 id="a_long_way">A long way<a class="headerlink" href="#a_long_way"' in html
    assert "From another file." in html


def test_a_page_is_the_same_whatever_pages_come_before_it(newsroom: Newsroom) -> None:
    newsroom.change("mkdocs.yml", "  - footnotes\n", "  - footnotes: {UNIQUE_IDS: true}\n")
    text = "A note.[^1]\n\n*[SO2]: sulphur dioxide\n\nSO2 is [here][1].\n\n[1]: https://example.org/\n\n[^1]: The text of the note.\n"
    write(newsroom, "new.md", text)
    assert newsroom.build().code == 0
    alone = page(newsroom)
    write(newsroom, "anew.md", text)
    write(newsroom, "deep.md", "SO2\n\n" + "> - a\n" * 3)
    assert newsroom.build().code == 0
    assert page(newsroom) == alone
    assert "<abbr" not in page(newsroom, "stories/deep")


def test_a_footnote_leads_back_in_the_words_of_its_page(newsroom: Newsroom) -> None:
    words = newsroom.file("words.yml")
    words.write_text(f"{words.read_text(encoding='utf-8')}footnote-back: {{nl: 'Terug naar noot {{n}} in de tekst'}}\n", encoding="utf-8")
    for code in ("en", "nl"):
        page = newsroom.file(f"content/{code}/stories/ferries.md")
        page.write_text(f"{page.read_text(encoding='utf-8')}\nA claim.[^a]\n\n[^a]: Its note.\n", encoding="utf-8")
    assert newsroom.build().code == 0
    assert 'title="Back to footnote 1 in the text"' in newsroom.file("site/stories/ferries/index.html").read_text(encoding="utf-8")
    assert 'title="Terug naar noot 1 in de tekst"' in newsroom.file("site/nl/stories/ferries/index.html").read_text(encoding="utf-8")


def own_templates(newsroom: Newsroom) -> None:
    import shutil

    from conftest import REPOSITORY

    shutil.copytree(REPOSITORY / "templates", newsroom.root / "templates")


def test_what_is_wrong_in_a_template_is_said_at_its_line(newsroom: Newsroom) -> None:
    own_templates(newsroom)
    template = newsroom.file("templates/page.html")
    wrong: dict[str, tuple[str, ...]] = {
        '{% include "parts/nope.html" %}': ("no template 'parts/nope.html'",),
        "{{ t('sttories') }}": ("no word 'sttories'", "did you mean stories"),
        "{{ t('entries-about') }}": ("needs count",),
        "{{ ed.asset('sit.css') }}": ("templates/assets/sit.css", "site.css"),
        '<p style="color: red">x</p>': ("style=", "content policy"),
        "<script>x()</script>": ("inline <script>", "content policy"),
    }
    text = template.read_text(encoding="utf-8")
    template.write_text(f"{text.rstrip()}\n" + "\n".join(wrong) + "\n", encoding="utf-8")
    newsroom.change("templates/story.html", "{{ content }}", "{{ content|nope }}")
    style = newsroom.file("templates/assets/site.css")
    end = style.read_text(encoding="utf-8").count("\n")
    style.write_text(style.read_text(encoding="utf-8") + '.a::before { content: "}"; /* { */ }\n.b {\n  color: red;\n', encoding="utf-8")
    said = newsroom.check()
    [braces] = lines(said, "templates/assets/site.css")[end + 2]
    assert braces == "a { that is never closed takes everything below it; write } where it ends"
    assert said.code == 1
    expect(said, "templates/page.html", wrong, first=len(text.rstrip().splitlines()) + 1)
    assert "No filter named 'nope'" in said.err and len(lines(said, "templates/story.html")) == 1


def test_a_name_that_a_page_does_not_know_is_said_at_its_line(newsroom: Newsroom) -> None:
    own_templates(newsroom)
    story = newsroom.change("templates/story.html", "{{ content }}", "{{ subtitel }}{{ content }}")
    target = newsroom.change("templates/timeline.html", "{% block main %}", "{% block main %}{{ nosuch }}")
    constant = newsroom.change("templates/stories.html", "{% block main %}", "{% block main %}{{ none }}")
    said = newsroom.check()
    assert said.code == 1
    assert "prints None, which is not text" in lines(said, "templates/stories.html")[constant][0]
    assert "'subtitel' is undefined" in lines(said, "templates/story.html")[story][0]
    assert "'nosuch' is undefined" in lines(said, "templates/timeline.html")[target][0]
    assert len(said.problems) == 3, said.err


def test_a_word_has_the_braces_that_a_template_fills_in(newsroom: Newsroom) -> None:
    own = newsroom.file("words.yml")
    own.write_text(
        'entries-about: {nl: "{cuont} dingen"}\nterm-about: {nl: dingen, fr: choses}\ntitled: {nl: "{title"}\nn-targets: {nl: "{n.x} {n:d}"}\n',
        encoding="utf-8",
    )
    told = lines(newsroom.check(), "words.yml")
    assert "{cuont}" in told[1][0] and "did you mean count" in told[1][0] and len(told[1]) == 1
    assert sorted("{count} is missing" in text or "no language 'fr'" in text for text in told[2]) == [True, True]
    assert "braces that do not match" in told[3][0]
    assert told[4] == ["'n-targets' in 'nl': {n.x} is more than a name in braces; write {n}"]


def test_check_tells_what_build_tells_of_content_and_templates(newsroom: Newsroom) -> None:
    write(newsroom, "new.md", "[[nope]] ![x](none.png) [x](../nope.md) <iframe></iframe>\n\n```chart\nnope\n```\n\n```chart\ntable: nope\n```\n")
    checked, built = newsroom.check(), newsroom.build()
    assert checked.code == built.code == 1
    assert checked.problems == built.problems and len(checked.problems) >= 6


def test_a_figure_typed_into_a_title_is_a_warning_as_in_the_text(newsroom: Newsroom) -> None:
    newsroom.change("content/en/stories/ferries.md", "title: Sixty boats a day", "title: 2.4 crowns a ride")
    assert "'2.4 crowns' is typed by hand" in lines(newsroom.check(), "content/en/stories/ferries.md")[2][0]


def test_a_text_without_sense_is_read_in_good_time() -> None:
    """What a cat on the keyboard writes: no traceback, and nothing that grows faster than the text."""
    from ledger.load.passages import parts_of, without_code
    from ledger.render.lists import tidy_lists
    from ledger.render.markup import audit

    for piece in ("> ", "\n", "- ", "    x\n", "```\n", "`", "[[", "<a ", "<!--", "1. x\n   ", "\n\n> - "):
        text = piece * 20_000
        lines = text.split("\n")
        assert sum(len(p.lines) + len(p.fences) for p in parts_of(lines)) == len(lines), "every line is in one part"
        assert without_code(lines).count("\n") == len(lines) - 1, "what is code is blank, and no line is lost"
        assert tidy_lists(lines)
        audit(text, lambda *_, **__: None)


def test_a_template_that_was_right_before_is_read_again_when_its_text_is_another(newsroom: Newsroom) -> None:
    own = newsroom.file("templates/404.html")
    own.parent.mkdir(exist_ok=True)
    own.write_text((REPOSITORY / "templates/404.html").read_text(encoding="utf-8") + "{# ours #}\n", encoding="utf-8")
    assert newsroom.build().code == 0
    own.write_text(own.read_text(encoding="utf-8") + "{{ t('no-such-word') }}\n", encoding="utf-8")
    said = newsroom.check()
    assert said.code == 1 and "there is no word 'no-such-word'" in said.err and "templates/404.html:" in said.err
