"""Where a site is published: only over what a build made, whatever ``--out`` says, and with what the host keeps there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import NEWSROOM, Newsroom, build_py, tree

from ledger.publish.place import MARK


def publish(newsroom: Newsroom, out: Path | str, cwd: Path | None = None) -> tuple[int, list[str]]:
    """The exit code of a build into ``out``, and its lines but for the newsroom's own warnings."""
    said = build_py("build", "--project", newsroom.root, "--out", out, cwd=cwd)
    assert "Traceback" not in said.err
    return said.code, [line for line in said.err.splitlines() if not line.startswith(("words.yml", "content/en/stories/ferries.md:21: warning: "))]


def everything(folder: Path) -> dict[str, str]:
    """All of a folder but the cache, in which a build may do as it likes."""
    return {path: hashed for path, hashed in tree(folder).items() if not path.startswith(".cache/")}


def test_a_folder_that_no_build_made_is_refused_and_kept(newsroom: Newsroom, tmp_path: Path) -> None:
    edited = newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    assert edited
    thesis = tmp_path / "thesis"
    (thesis / "chapters").mkdir(parents=True)
    (thesis / "chapters" / "one.md").write_text("years of work")
    (thesis / "index.html").write_text("<p>my own site</p>")
    (tmp_path / "file").write_text("a file")
    (tmp_path / "nowhere").symlink_to(tmp_path / "not there")
    refused = {
        str(thesis): "no build made",
        str(newsroom.root): "the project itself",
        str(tmp_path): "holds the project",
        "/": "holds the project",
        **{
            str(newsroom.root / name): f"inside {name.partition('/')[0]}/"
            for name in ("content", "data", "content/site", "content/en/new", ".cache", ".cache/pages")
        },
        str(newsroom.site / "sub"): "inside the site site/",
        str(newsroom.site / "a" / "b"): "inside the site site/",
        str(tmp_path / "file"): "is a file",
        str(tmp_path / "file" / "site"): "is a file",
        str(tmp_path / "nowhere"): "is not there",
    }
    before = everything(tmp_path)
    for out, why in refused.items():
        code, lines = publish(newsroom, out)
        assert code == 1 and len(lines) == 2, (out, lines)
        assert lines[0].startswith(f"{out}: ") and why in lines[0] and "; " in lines[0], lines
        assert everything(tmp_path) == before, out


def test_a_symlink_to_the_project_or_to_a_strangers_folder_is_no_way_around(newsroom: Newsroom, tmp_path: Path) -> None:
    shutil.rmtree(newsroom.site)
    newsroom.site.symlink_to(newsroom.root / "content")
    before = everything(tmp_path)
    said = newsroom.build()
    assert said.code == 1 and said.problems[0].startswith("site: is inside content/"), said.err
    assert newsroom.site.is_symlink() and everything(tmp_path) == before


def test_a_site_that_is_a_symlink_is_published_where_it_leads(newsroom: Newsroom, tmp_path: Path) -> None:
    there = tmp_path / "disk" / "www"
    there.parent.mkdir()
    newsroom.site.rename(there)
    newsroom.site.symlink_to(there)
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    assert newsroom.build().code == 0
    assert newsroom.site.is_symlink() and not there.is_symlink()
    assert "We copy exactly." in (there / "method" / "index.html").read_text(encoding="utf-8")
    assert sorted(p.name for p in there.parent.iterdir()) == ["www"]


def test_folders_that_are_missing_above_are_made_and_any_spelling_will_do(newsroom: Newsroom, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for out, place in (
        ("deep/down/public", tmp_path / "deep/down/public"),
        ("deep/../other", tmp_path / "other"),
        ("empty", tmp_path / "empty"),
        ("~/site", home / "site"),
    ):
        (tmp_path / "empty").mkdir(exist_ok=True)
        said = build_py("build", "--project", "newsroom", "--out", out, cwd=tmp_path, env={"HOME": str(home)})
        assert said.code == 0, said.err
        assert tree(place) == tree(newsroom.site)


def test_a_failed_build_leaves_no_folder_that_it_made(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.change("content/en/stories/ferries.md", "[[fare-cap]]", "[[fare-cup]]")
    assert publish(newsroom, tmp_path / "deep/down/public")[0] == 1
    assert not (tmp_path / "deep").exists()


@pytest.mark.parametrize("cache", ["kept", "lost"])
def test_a_site_from_before_the_mark_is_adopted_once_with_a_line_that_says_so(newsroom: Newsroom, cache: str) -> None:
    (newsroom.site / MARK).unlink()
    if cache == "lost":  # then all is checked anew, and what is remembered of that is the check's own
        shutil.rmtree(newsroom.root / ".cache")
    code, lines = publish(newsroom, newsroom.site)
    assert code == 0 and len(lines) == 1 and "warning" in lines[0] and "left no mark" in lines[0], lines
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    assert publish(newsroom, newsroom.site) == (0, [])


@pytest.mark.parametrize("lost", ["404.html", "data/datapackage.json", "data/targets.csv", ".nojekyll"])
def test_what_only_resembles_a_site_is_not_adopted(newsroom: Newsroom, lost: str) -> None:
    for name in (MARK, lost):
        (newsroom.site / name).unlink()
    before = tree(newsroom.site)
    code, lines = publish(newsroom, newsroom.site)
    assert code == 1 and "no build made" in lines[0]
    assert tree(newsroom.site) == before


def test_what_a_host_keeps_in_the_folder_stays_there(newsroom: Newsroom, tmp_path: Path) -> None:
    checkout = tmp_path / "gh-pages"
    (checkout / ".git").mkdir(parents=True)
    (checkout / ".git" / "HEAD").write_text("ref: refs/heads/gh-pages\n")
    (checkout / "CNAME").write_text("ledger.example\n")
    (checkout / ".htaccess").write_text("Options -Indexes\n")
    for sentence in ("We copy exactly.", "We copy to the letter."):
        assert publish(newsroom, checkout) == (0, [])
        assert (checkout / ".git" / "HEAD").read_text() == "ref: refs/heads/gh-pages\n"
        assert {p.name for p in checkout.iterdir()} - {p.name for p in newsroom.site.iterdir()} == {".git", "CNAME", ".htaccess"}
        (checkout / ".git" / "index").write_text(sentence)  # as a commit would
        assert build_py("build", "--project", newsroom.root, "--out", checkout).out.strip().endswith("is up to date")
        page = newsroom.file("content/en/method.md")
        page.write_text(f"{page.read_text(encoding='utf-8')}\n{sentence}\n", encoding="utf-8")


def test_any_other_file_that_no_build_made_is_set_aside_and_said(newsroom: Newsroom) -> None:
    newsroom.build()
    (newsroom.site / "targets" / "notes.txt").write_text("somebody's notes")
    said = newsroom.build()
    assert said.code == 0 and not (newsroom.site / "targets" / "notes.txt").exists()
    [line] = [line for line in said.err.splitlines() if "notes.txt" in line]
    assert line.startswith("site/targets/notes.txt: warning: ") and "content/static/" in line
    assert (newsroom.root / ".cache/set-aside/targets/notes.txt").read_text() == "somebody's notes"


def test_a_page_that_is_removed_is_not_taken_for_somebody_elses_file(newsroom: Newsroom) -> None:
    newsroom.build()
    newsroom.file("content/nl/stories/ferries.md").unlink()
    said = newsroom.build()
    assert said.code == 0 and "set-aside" not in said.err
    assert not (newsroom.root / ".cache/set-aside").exists()


# --- content/static/ --------------------------------------------------------------------------------------------------


def static(newsroom: Newsroom, path: str, text: str = "as it is\n") -> None:
    file = newsroom.file(f"content/static/{path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_files_of_content_static_are_at_the_root_of_the_site_as_they_are(newsroom: Newsroom) -> None:
    before = tree(newsroom.site)
    files = {
        "CNAME": "ledger.example\n",
        "robots.txt": "User-agent: *\n",
        ".well-known/security.txt": "Contact: x\n",
        "google12ab.html": "google-site-verification: x",
    }
    for path, text in files.items():
        static(newsroom, path, text)
    for left in (".DS_Store", "robots.txt~", ".git/HEAD"):
        static(newsroom, left)
    assert newsroom.build().code == 0
    assert {path: (newsroom.site / path).read_text() for path in tree(newsroom.site).keys() - before.keys()} == files
    shutil.rmtree(newsroom.file("content/static"))
    assert newsroom.build().code == 0
    assert tree(newsroom.site) == before, "what is removed there is gone from the site, hidden files and CNAME too"


def test_a_file_of_content_static_at_the_address_of_something_else_is_a_mistake_that_names_both(newsroom: Newsroom, tmp_path: Path) -> None:
    taken = {
        "method/index.html": "content/en/method.md",
        "targets/index.html": "the page /targets/",
        "404.html": "404.html",
        "data/targets.csv": "data/targets.csv",
        "Index.html": "content/en/index.md",
        "charts": "charts/",
        "timeline/index.html/x.txt": "/timeline/",
    }
    for path in taken:
        static(newsroom, path)
    (tmp_path / "secret").write_text("secret")
    for name in ("link.txt", "folder"):
        newsroom.file(f"content/static/{name}").symlink_to(tmp_path / "secret" if name == "link.txt" else tmp_path)
    os.mkfifo(newsroom.file("content/static/pipe"))
    before = tree(newsroom.site)
    links = newsroom.build()
    assert links.code == 1
    first = {line.split(": ")[0]: line.split(": ")[1] for line in links.problems}
    assert {place: what for place, what in first.items() if place.rpartition("/")[2] in ("folder", "link.txt", "pipe")} == {
        "content/static/folder": "is a symlink; put the file itself there",
        "content/static/link.txt": "is a symlink; put the file itself there",
        "content/static/pipe": "is no file that could be published; remove it",
    }
    assert [line.split(": ")[0] for line in newsroom.check().problems] == [line.split(": ")[0] for line in links.problems]
    for name in ("link.txt", "folder", "pipe"):
        newsroom.file(f"content/static/{name}").unlink()
    said = newsroom.build()
    assert said.code == 1 and tree(newsroom.site) == before
    told = dict(line.split(": has the address of ") for line in said.problems)
    assert told.keys() == {f"content/static/{path}" for path in taken}, said.err
    for path, owner in taken.items():
        assert owner in told[f"content/static/{path}"], told


def test_the_tiny_newsroom_keeps_no_static_files() -> None:
    assert not (NEWSROOM / "content/static").exists(), "its pages are compared byte for byte with those of before"
