"""``serve``: what a browser and an editor get from it, whom it answers, and how it ends."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY, Newsroom, build_py

from ledger.publish import serve as serving

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
    """A server of a newsroom to work on, with a browser that listens."""
    made = start(newsroom)
    made.listen()
    made.until(lambda state: not state["failed"])
    yield made
    if made.process.poll() is None:
        made.process.kill()
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
    second = working.until(lambda state: state["version"] != first)
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
    while "Saved meanwhile." not in working.ask("/method/")[2] and time.monotonic() < end:
        time.sleep(0.05)
    assert "Saved meanwhile." in working.ask("/method/")[2] and "The Hill" in working.ask("/regions/hill/")[2]
    # A build killed where the exchange takes two steps: the next one puts the site back, though it fails.
    newsroom.site.rename(newsroom.root / ".site.old")
    newsroom.change("content/en/stories/ferries.md", "[[fare-cap]]", "[[fare-cup]]")
    working.until(lambda state: bool(state["failed"]))
    assert "Saved meanwhile." in working.ask("/method/")[2]


def test_a_build_that_hangs_is_ended_and_named(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.file("content/charts/endless.py").write_text("while True:\n    pass\n", encoding="utf-8")
    monkeypatch.setattr(serving, "PATIENCE", 3)
    builder = serving.Builder(newsroom.root, serving.Live(newsroom.site))
    said = builder.build()
    assert "has not ended within" in said[-1] and "content/charts/" in said[-1]
    assert builder.process is not None and builder.process.returncode is not None
    newsroom.file("content/charts/endless.py").unlink()
    monkeypatch.undo()
    assert builder.build() == (), "and the next build works"


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
