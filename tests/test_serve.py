"""``serve``: what a browser and an editor get from it, whom it answers, and how it ends."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY, Newsroom, build_py, tree
from playwright.sync_api import Browser, Error, Page

from ledger.serve import builder as building
from ledger.serve import server as serving
from ledger.serve.live import Live
from ledger.serve.preview import Preview

pytestmark = pytest.mark.xdist_group("serve")  # one server

LONG = 120
"""Seconds after which a test gives up: nothing is timed by it."""


@dataclass
class Server:
    """A running ``serve``. ``states`` are the events that a browser was sent so far."""

    newsroom: Newsroom
    process: subprocess.Popen[str]
    port: int
    states: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, path: str, host: str | None = None, method: str = "GET") -> tuple[int, dict[str, str], str]:
        """A request whose path is sent as it is written here."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.putrequest(method, path, skip_host=True)
        if host != "":
            connection.putheader("Host", host or f"localhost:{self.port}")
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", errors="replace")
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body

    def listen(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.request("GET", "/__live")
        answer = connection.getresponse()

        def read() -> None:
            try:
                while line := answer.readline():
                    if line.startswith(b"data: "):
                        self.states.append(json.loads(line[6:]))
            except (OSError, http.client.HTTPException, ValueError):
                pass

        threading.Thread(target=read, daemon=True).start()

    def until(self, happens: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The last event, once one ``happens``."""
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            if self.states and happens(self.states[-1]):
                return self.states[-1]
            time.sleep(0.02)
        raise AssertionError(self.states)


def names(state: dict[str, Any], site: Path) -> bool:
    """Whether a browser was told of this very site."""
    return bool(state["version"].rpartition("-")[0] == Live(site).version().rpartition("-")[0])


def start(newsroom: Newsroom, *options: str) -> Server:
    call = [sys.executable, str(REPOSITORY / "build.py"), "serve", "--project", str(newsroom.root), "--port", "0", *options]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
    assert process.stdout is not None
    return Server(newsroom, process, int(process.stdout.readline().rsplit(":", 1)[1].partition("/")[0]))


@pytest.fixture(scope="module")
def server(built_newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that only ask it for pages."""
    folder = tmp_path_factory.mktemp("served")
    newsroom = built_newsroom.copy(folder / "newsroom")
    (folder / "secret.txt").write_text("a secret")
    static = newsroom.file("content/static/.well-known/security.txt")
    static.parent.mkdir(parents=True)
    static.write_text("Contact: us\n")
    made = start(newsroom, "--base", "/ledger/")
    made.listen()
    made.until(lambda state: (newsroom.site / ".well-known").exists())
    (newsroom.site / "out.txt").symlink_to(folder / "secret.txt")
    (newsroom.site / "outside").symlink_to(folder)
    yield made
    made.process.terminate()
    made.process.communicate(timeout=LONG)


@pytest.fixture
def working(newsroom: Newsroom) -> Iterator[Server]:
    """A server of a newsroom to work on, which has built it, with a browser that listens."""
    made = start(newsroom)
    try:
        made.listen()
        assert made.process.stdout is not None and made.process.stdout.readline().startswith("site/")
        made.until(lambda state: not state["failed"] and names(state, newsroom.site))
        yield made
    finally:
        made.process.terminate()
        made.process.communicate(timeout=LONG)


def test_pages_and_files_are_sent_as_a_host_would_below_the_base_path(server: Server) -> None:
    status, headers, body = server.ask("/ledger/")
    assert status == 200 and headers["content-type"] == "text/html; charset=utf-8" and "Harbour Ledger" in body and "/__live.js" in body
    assert server.ask("/ledger/data/targets.csv")[1]["content-type"].startswith("text/csv")
    assert server.ask("/ledger/targets?q=1")[0:2][0] == 302 and server.ask("/ledger/targets?q=1")[1]["location"] == "/ledger/targets/?q=1"
    assert server.ask("/ledger/.well-known/security.txt")[2] == "Contact: us\n"
    assert server.ask("/")[1]["location"] == "/ledger/"
    assert server.ask("/targets/")[0] == 404, "outside the base path"


def test_a_head_request_has_the_same_headers_and_no_body(server: Server) -> None:
    got, head = server.ask("/ledger/targets/"), server.ask("/ledger/targets/", method="HEAD")
    assert head[0] == 200 and head[2] == ""
    assert {k: v for k, v in head[1].items() if k != "date"} == {k: v for k, v in got[1].items() if k != "date"}


def test_an_unknown_path_gets_the_sites_own_404_page(server: Server) -> None:
    status, _, body = server.ask("/ledger/no/such/page/")
    assert status == 404 and '<base href="/ledger/"' in body


WAYS_OUT = (
    "../secret.txt",
    "../../secret.txt",
    "..%2fsecret.txt",
    "..%2F..%2Fsecret.txt",
    "%2e%2e/%2e%2e/secret.txt",
    "targets/../../../secret.txt",
    "..%5csecret.txt",
    "..\\..\\secret.txt",
    "%2fetc/passwd",
    "/etc/passwd",
    "index.html%00.txt",
    "%00",
    "out.txt",
    "outside/secret.txt",
    ".git/config",
    ".green-ledger",
    "a" * 5000,
    "%ff%fe",
)


@pytest.mark.parametrize("way", WAYS_OUT, ids=range(len(WAYS_OUT)))
def test_no_path_leads_out_of_the_site(server: Server, way: str) -> None:
    status, _, body = server.ask(f"/ledger/{way}")
    assert status == 404 and "secret" not in body and "root:" not in body


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:1"])
def test_it_answers_for_its_own_names(server: Server, host: str) -> None:
    assert server.ask("/ledger/", host=host)[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:8000", "192.168.1.5", "", "[", "127.0.0.1.evil.example"])
@pytest.mark.parametrize("path", ["/ledger/", "/__live"])
def test_for_any_other_name_it_does_not_answer(server: Server, host: str, path: str) -> None:
    status, _, body = server.ask(path, host=host)
    assert status == 403 and "Harbour" not in body and "--host" in body


def test_a_server_for_all_addresses_is_called_by_any_of_them_but_by_no_strangers_name() -> None:
    wide = object.__new__(serving._Server)
    wide.host = "0.0.0.0"
    assert wide.answers_to("192.168.1.5:8000") and wide.answers_to("[fe80::1]") and not wide.answers_to("evil.example")


def test_a_save_reloads_the_page_and_a_mistake_is_shown_until_it_is_mended(working: Server) -> None:
    newsroom, first = working.newsroom, working.states[-1]["version"]
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    page = newsroom.site / "method/index.html"
    second = working.until(lambda state: state["version"] != first and "We copy exactly." in page.read_text("utf-8") and names(state, newsroom.site))
    assert not second["failed"] and "We copy exactly." in working.ask("/method/")[2]
    line = newsroom.change("content/en/stories/ferries.md", "[[fare-cap]]", "[[fare-cup]]")
    failed = working.until(lambda state: bool(state["failed"]))
    assert failed["version"] == second["version"], "what is published stays"
    assert failed["failed"][0].startswith(f"content/en/stories/ferries.md:{line}: ") and failed["failed"][-1] == "1 problem; nothing was published"
    assert working.ask("/stories/ferries/")[0] == 200
    newsroom.change("content/en/stories/ferries.md", "[[fare-cup]]", "[[fare-cap]]")
    working.until(lambda state: not state["failed"])


def test_a_save_during_a_build_and_a_build_that_is_killed_are_made_good(working: Server) -> None:
    newsroom = working.newsroom
    before = working.states[-1]["version"]
    page = newsroom.file("content/en/method.md")
    newsroom.change("data/quarters.yaml", "en: Hill,", "en: The Hill,")
    while not (newsroom.root / ".site.new").exists() and working.states[-1]["version"] == before:
        time.sleep(0.002)
    page.write_text(page.read_text(encoding="utf-8") + "\nSaved meanwhile.\n", encoding="utf-8")
    end = time.monotonic() + LONG
    while "Saved meanwhile." not in (newsroom.site / "method/index.html").read_text("utf-8") and time.monotonic() < end:
        time.sleep(0.05)
    assert "Saved meanwhile." in working.ask("/method/")[2] and "The Hill" in working.ask("/regions/hill/")[2]
    # A build killed where the exchange takes two steps: the next one puts the site back, though it fails.
    newsroom.site.rename(newsroom.root / ".site.old")
    newsroom.change("content/en/stories/ferries.md", "[[fare-cap]]", "[[fare-cup]]")
    working.until(lambda state: bool(state["failed"]))
    assert "Saved meanwhile." in working.ask("/method/")[2]


def test_what_an_edit_makes_of_a_page_is_to_be_seen_before_it_is_built(working: Server) -> None:
    newsroom = working.newsroom
    page = newsroom.site / "targets/trees-quayside-2030/index.html"
    newsroom.change("data/targets.csv", "planted <b>and</b> alive", "planted and well")
    end = time.monotonic() + LONG
    while "planted and well" not in working.ask("/targets/trees-quayside-2030/")[2] and time.monotonic() < end:
        pass
    assert "planted and well" not in page.read_text(encoding="utf-8"), "it is shown, and not published yet"
    while "planted and well" not in page.read_text(encoding="utf-8") and time.monotonic() < end:
        time.sleep(0.05)
    assert "planted and well" in page.read_text(encoding="utf-8")


def test_a_page_that_nobody_looked_at_is_made_when_it_is_asked_for_during_a_build(working: Server) -> None:
    newsroom = working.newsroom
    working.ask("/regions/")
    newsroom.change("data/quarters.yaml", "en: Hill,", "en: The Hill,")
    end = time.monotonic() + LONG
    while "The Hill" not in working.ask("/regions/")[2] and time.monotonic() < end:
        pass
    assert "The Hill" in working.ask("/regions/hill/")[2]
    assert "The Hill" not in (newsroom.site / "regions/hill/index.html").read_text(encoding="utf-8"), "it is shown, and not published yet"


DRAFT = """---
title: The unfinished one
date: 2026-05-01
draft: true
---
By 2030 there are [[trees-hill-2030]].

![A tree](tree.svg)

```chart
table: targets
filter: {indicator: street-trees}
mark: bar
y: region
x: value
title: Trees by quarter
```
"""


def test_a_draft_is_shown_where_one_works_marked_and_nowhere_else(working: Server) -> None:
    newsroom = working.newsroom
    newsroom.file("content/en/stories/tree.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>')
    newsroom.file("content/en/stories/unfinished.md").write_text(DRAFT, encoding="utf-8")
    end = time.monotonic() + LONG
    while (answer := working.ask("/stories/unfinished/"))[0] != 200 and time.monotonic() < end:
        time.sleep(0.1)
    assert answer[0] == 200 and "A draft: it is shown here alone" in answer[2] and "2,550 trees" in answer[2]
    assert answer[2].count("<svg") >= 2 and "Trees by quarter" in answer[2], "its chart is drawn"
    [picture] = re.findall(r'<img [^>]*src="\.\./([^"]+)"', answer[2])
    assert working.ask(f"/stories/{picture}")[0] == 200
    assert not (newsroom.site / "stories/unfinished").exists() and "unfinished" not in working.ask("/stories/")[2]
    newsroom.change("content/en/stories/unfinished.md", "[[trees-hill-2030]]", "[[trees-dale-2030]]")
    working.until(lambda _: "content/en/stories/unfinished.md:6: [[trees-dale-2030]]: there is no row" in working.ask("/stories/unfinished/")[2])
    newsroom.change("content/en/stories/unfinished.md", "[[trees-dale-2030]]", "[[trees-hill-2030]]")
    newsroom.change("content/en/stories/unfinished.md", "draft: true\n", "")
    working.until(lambda _: (newsroom.site / "stories/unfinished/index.html").exists())
    shown = working.ask("/stories/unfinished/")[2]
    assert "2,550 trees" in shown and "A draft:" not in shown


def test_what_the_build_refuses_is_taken_back(working: Server) -> None:
    newsroom, shown = working.newsroom, []
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy badly, and link to [nothing](targets/#nothing).")
    while not working.states[-1]["failed"]:
        shown.append("We copy badly" in working.ask("/method/")[2])
    assert any(shown), "what an edit does is shown first"
    assert working.states[-1]["failed"][0].startswith("content/en/method.md:")
    assert "We copy what is printed." in working.ask("/method/")[2]
    newsroom.change("content/en/method.md", "[nothing](targets/#nothing)", "[all](../targets/)")
    working.until(lambda state: not state["failed"])
    assert "We copy badly" in working.ask("/method/")[2]


def test_what_was_taken_back_is_shown_anew(newsroom: Newsroom) -> None:
    assert newsroom.build().code == 0
    preview = Preview(newsroom.root)
    try:
        preview.settle()
        newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
        shown = preview.pages(["method/index.html", "index.html"])
        assert list(shown) == ["method/index.html"] and b"We copy exactly." in shown["method/index.html"]
        assert preview.pages(["method/index.html"]) == {}, "it is shown already"
        preview.take_back()
        assert preview.pages(["method/index.html"]) == shown
    finally:
        preview.drawers.end()


def test_after_many_edits_the_site_is_the_one_that_a_build_makes(working: Server, tmp_path: Path) -> None:
    newsroom = working.newsroom
    newsroom.change("data/targets.csv", "planted <b>and</b> alive", "planted and well")
    working.ask("/")
    newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
    newsroom.change("mkdocs.yml", "title: Harbour Ledger", "title: The Harbour Ledger")
    working.ask("/method/")
    newsroom.change("data/quarters.yaml", "en: Hill,", "en: The Hill,")
    end = time.monotonic() + LONG
    clean = Newsroom(tmp_path / "clean")
    shutil.copytree(newsroom.root, clean.root, ignore=shutil.ignore_patterns("site", ".cache", ".site.*"))
    assert clean.build().code == 0
    while tree(newsroom.site) != tree(clean.site) and time.monotonic() < end:
        time.sleep(0.2)
    assert tree(newsroom.site) == tree(clean.site)


def until_published(newsroom: Newsroom, files: str, words: str) -> None:
    """Wait until one of some files of the published site has the words, a pattern."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        with suppress(FileNotFoundError):  # the site is exchanged
            if any(re.search(words, file.read_text(encoding="utf-8")) for file in newsroom.site.glob(files)):
                return
        time.sleep(0.05)
    raise AssertionError(words)


def comes(page: Page, true: str) -> None:
    """Something becomes true in a page, which may be loaded anew meanwhile."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        with suppress(Error):
            if page.evaluate(true):
                return
        time.sleep(0.05)
    raise AssertionError(true)


def test_a_style_sheet_is_exchanged_in_the_page_and_a_page_that_is_loaded_again_stays_where_it_was(newsroom: Newsroom, browser: Browser) -> None:
    shutil.copytree(REPOSITORY / "templates", newsroom.file("templates"))
    text = newsroom.file("content/en/method.md")
    text.write_text(text.read_text(encoding="utf-8") + "\nA line.\n" * 200, encoding="utf-8")
    assert newsroom.build().code == 0
    served = start(newsroom)
    try:
        assert served.process.stdout is not None and served.process.stdout.readline().startswith("site/")
        page = browser.new_page(viewport={"width": 800, "height": 600})
        page.goto(f"http://localhost:{served.port}/method/")
        page.evaluate("() => { scrollTo(0, 1500); window.mark = 1; }")
        style = newsroom.file("templates/assets/site.css")
        style.write_text(style.read_text(encoding="utf-8") + "\n:root { --edited: once; }\n", encoding="utf-8")
        comes(page, "getComputedStyle(document.documentElement).getPropertyValue('--edited') === 'once'")
        until_published(newsroom, "assets/site.*.css", r"--edited: ?once")
        style.write_text(style.read_text(encoding="utf-8").replace("once", "twice"), encoding="utf-8")
        comes(page, "getComputedStyle(document.documentElement).getPropertyValue('--edited') === 'twice'")
        assert page.evaluate("window.mark") == 1, "nothing was loaded again"
        newsroom.change("content/en/method.md", "We copy what is printed.", "We copy exactly.")
        comes(page, "document.body.innerText.includes('We copy exactly.')")
        comes(page, "scrollY === 1500")
        page.close()
    finally:
        served.process.terminate()
        served.process.communicate(timeout=LONG)


def test_a_build_that_hangs_is_ended_and_named_and_the_next_one_works(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = newsroom.file("templates/page.html")
    endless.parent.mkdir(exist_ok=True)
    shutil.copytree(REPOSITORY / "templates", endless.parent, dirs_exist_ok=True)
    right = endless.read_text(encoding="utf-8")
    endless.write_text("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}" + right, encoding="utf-8")
    monkeypatch.setattr(building, "PATIENCE", 3)
    live = Live(newsroom.site)
    builder = building.Builder(newsroom.root, live)
    threading.Thread(target=builder.run, daemon=True).start()

    def until(happens: Callable[[tuple[str, ...]], bool]) -> tuple[str, ...]:
        seen, end = live.after(None), time.monotonic() + LONG
        while not (seen and happens(seen.failed)) and time.monotonic() < end:
            seen = live.after(seen) or seen
        assert seen is not None
        return seen.failed

    try:
        assert "has not ended within" in until(lambda failed: bool(failed))[-1]
        assert builder.warm is None, "with all that it had begun"
        monkeypatch.undo()
        endless.write_text(right, encoding="utf-8")
        builder.changed([endless])
        assert until(lambda failed: not failed) == ()
    finally:
        builder.stop()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"])
def test_a_signal_ends_the_server_and_its_build_and_leaves_no_process(newsroom: Newsroom, name: str) -> None:
    begun = newsroom.root / "begun"
    newsroom.file("content/charts/slow.py").write_text(
        f"import os, time\nopen({str(begun)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)\n", encoding="utf-8"
    )
    made = start(newsroom)
    end = time.monotonic() + LONG
    while not (begun.exists() and begun.read_text()) and time.monotonic() < end:
        time.sleep(0.02)
    worker = int(begun.read_text())
    made.process.send_signal(getattr(signal, name))
    made.process.communicate(timeout=LONG)
    assert made.process.returncode == (-signal.SIGKILL if name == "SIGKILL" else 0)
    while time.monotonic() < end and Path(f"/proc/{worker}").exists() and _runs(worker):
        time.sleep(0.02)
    assert not _runs(worker)
    newsroom.file("content/charts/slow.py").unlink()
    assert newsroom.build().code == 0, "nobody holds the lock"


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_folder_without_a_newsroom_is_not_served(tmp_path: Path) -> None:
    said = build_py("serve", "--project", tmp_path, "--port", "0")
    assert said.code == 1 and said.problems[0].startswith("mkdocs.yml: is not in ")
    shutil.rmtree(tmp_path)
    assert build_py("serve", "--project", tmp_path).code == 1


# --- a site that was built elsewhere --------------------------------------------------------------------------------


def test_a_site_that_a_workflow_kept_is_served_as_it_is(built_newsroom: Newsroom, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "site"), "zip", built_newsroom.site)
    kept = start(built_newsroom, "--site", archive, "--base", "/ledger/")
    try:
        status, _, body = kept.ask("/ledger/targets/")
        assert status == 200 and body == (built_newsroom.site / "targets/index.html").read_text(encoding="utf-8")
        assert kept.ask("/ledger/no/such/page/")[0] == 404
    finally:
        kept.process.terminate()
        kept.process.communicate(timeout=LONG)
    for content, words in ((b"no archive", "cannot be read"), (b"PK\x05\x06" + bytes(18), "no index.html")):
        (tmp_path / "wrong.zip").write_bytes(content)
        said = build_py("serve", "--site", tmp_path / "wrong.zip")
        assert said.code == 1 and words in said.err and "Traceback" not in said.err
