"""Where documents were published: the address stands at their numbers, ``check`` reads it, ``doctor`` tells which have none."""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import REPOSITORY, Newsroom, build_py


def with_addresses(newsroom: Newsroom, source_url: str, archived_url: str = "", accessed: str = "") -> None:
    """The harbour town, of whose first document it is known where it was published."""
    file = newsroom.file("data/policies.csv")
    head, first, *rest = file.read_text(encoding="utf-8").splitlines()
    cells = [f"{head},source_url,archived_url,accessed", f"{first},{source_url},{archived_url},{accessed}", *(f"{line},,," for line in rest)]
    file.write_text("\n".join(cells) + "\n", encoding="utf-8")
    text = newsroom.file("data/datapackage.yaml").read_text(encoding="utf-8")
    at = text.index("  - name: clauses")
    fields = "        - {name: source_url}\n        - {name: archived_url}\n        - {name: accessed, format: edtf}\n"
    newsroom.file("data/datapackage.yaml").write_text(text[:at] + fields + text[at:], encoding="utf-8")


def test_the_original_is_linked_where_a_document_and_its_numbers_stand(newsroom: Newsroom) -> None:
    with_addresses(newsroom, "https://saltmouth.example/plan?a=1&b=2", "https://archive.example/plan", "2026-04-30")
    said = newsroom.build()
    assert said.code == 0, said.err
    for page in ("policies/town-plan/", "targets/crossings-2028/", "nl/targets/crossings-2028/"):
        html = (newsroom.site / page / "index.html").read_text(encoding="utf-8")
        assert re.findall(r'<a class="original" href="([^"]+)" rel="external">', html) == [
            "https://saltmouth.example/plan?a=1&amp;b=2",
            "https://archive.example/plan",
        ], page
        assert "accessed 30 April 2026" in html or page.startswith("nl/")
    assert 'class="original"' not in (newsroom.site / "policies/ferry-rules/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "saltmouth.example/plan", "https://", "https://a.example/a b", "ftp://a.example/"])
def test_what_is_no_address_of_a_page_is_refused(address: str, newsroom: Newsroom) -> None:
    with_addresses(newsroom, address)
    said = newsroom.check()
    assert said.code == 1 and f"data/policies.csv:2: source_url: '{address}' is no address of a page; write it whole" in said.err, said.err


def test_the_flagship_links_the_four_addresses_that_its_sources_print() -> None:
    with (REPOSITORY / "data/policies.csv").open(encoding="utf-8", newline="") as table:
        told = {row["id"]: row["source_url"] for row in csv.DictReader(table) if row["source_url"]}
    assert {id: re.sub(r"https://www\.(\w+)\.gov\.cn/.*", r"\1", address) for id, address in told.items()} == {
        "first-equipment-5": "nea",
        "resource-technologies-2025": "miit",
        "brics-cases-2025": "miit",
        "coking-emissions-2024": "mee",
    }


def line(said: str, name: str) -> str:
    return next((text[13:] for text in said.splitlines() if text.startswith(name)), "")


def test_doctor_tells_which_documents_have_no_address(newsroom: Newsroom) -> None:
    told = "documents tell the address where they were published; without: "
    assert line(build_py("doctor", "--project", newsroom.root).out, "originals") == f"0 of 2 {told}town-plan, ferry-rules"
    with_addresses(newsroom, "https://saltmouth.example/plan")
    assert line(build_py("doctor", "--project", newsroom.root).out, "originals") == f"1 of 2 {told}ferry-rules"


class _Host(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/there" else 410)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_doctor_asks_addresses_whether_they_answer_where_it_is_told_to(newsroom: Newsroom, host: str) -> None:
    with_addresses(newsroom, f"{host}/there", f"{host}/gone")
    quiet = build_py("doctor", "--project", newsroom.root)
    assert line(quiet.out, "links") == "" and "/gone" not in quiet.err
    said = build_py("doctor", "--links", "--project", newsroom.root)
    assert line(said.out, "links") == "2 addresses asked" and said.code == 1
    assert f"data/policies.csv:2: archived_url: {host}/gone answers 410 Gone; look where it is now" in said.err
    assert "/there" not in said.err


@pytest.mark.parametrize("address", ["javascript:alert(1)", "Q42392", "//wikidata.org/x", "https://a b"])
def test_what_a_term_is_elsewhere_is_an_address(address: str, newsroom: Newsroom) -> None:
    line = newsroom.change("data/quarters.yaml", "https://terms.example/places/4711", address)
    said = newsroom.check()
    assert said.code == 1 and f"data/quarters.yaml:{line}: 'hill': same_as: '{address}' is no address; write it whole" in said.err
