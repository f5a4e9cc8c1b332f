"""What a reader on a slow phone waits for: a story with two charts, on a fourth of this processor, 1.6 Mbit/s and 150 ms.

    python -m benchmarks.page [SITE] [ADDRESS]

Serves the built site compressed, as a host would, opens the story in a headless Chromium (``CHROMIUM``, or one on the PATH)
and prints one line: bytes and requests until nothing moves any more, first and largest paint, and whether both drawings were
there with the first of them.
"""

from __future__ import annotations

import gzip
import mimetypes
import os
import shutil
import statistics
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PHONE = {"width": 360, "height": 740}
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
ROUNDS = 3
BYTES_LIMIT, REQUESTS_LIMIT = 60_000, 6
STORY = "stories/arithmetic/"

WATCH = """() => new Promise(done => new PerformanceObserver((list, me) => { me.disconnect(); done(list.getEntries().at(-1).startTime); })
    .observe({ type: 'largest-contentful-paint', buffered: true }))"""
FIRST = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
DRAWN = """() => { window.__drawn = 0; requestAnimationFrame(function look() { const n = [...document.querySelectorAll('.plot svg.drawing')]
    .filter(s => s.getBoundingClientRect().width).length; if (n >= 2) window.__drawn = performance.now(); else requestAnimationFrame(look); }); }"""


def serve(site: Path, sent: list[int]) -> ThreadingHTTPServer:
    """The site on a free port, everything compressed; the size of each answer is added to ``sent``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0].lstrip("/")
            file = site / (f"{path}index.html" if not path or path.endswith("/") else path)
            if not file.is_file():
                self.send_error(404)
                return
            body = gzip.compress(file.read_bytes(), 6)
            sent.append(len(body))
            self.send_response(200)
            self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def measure(site: Path, address: str = STORY) -> dict[str, float]:
    """``bytes`` (gzip), ``requests``, ``first`` and ``largest`` paint in ms, ``charts`` visible, ``drawn`` (ms): medians."""
    from playwright.sync_api import sync_playwright

    sent: list[int] = []
    server = serve(site, sent)
    runs: list[dict[str, float]] = []
    names = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            for _ in range(ROUNDS):
                sent.clear()
                context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
                page = context.new_page()
                page.add_init_script(f"({DRAWN})()")
                session = context.new_cdp_session(page)
                session.send("Network.enable")
                session.send("Network.emulateNetworkConditions", SLOW_LINE)
                session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
                page.goto(f"http://127.0.0.1:{server.server_port}/{address}", wait_until="networkidle")
                largest, first, drawn = page.evaluate(WATCH), page.evaluate(FIRST), page.evaluate("window.__drawn")
                seen = page.evaluate("[...document.querySelectorAll('.plot svg.drawing')].filter(s => s.getBoundingClientRect().width).length")
                runs.append({"bytes": sum(sent), "requests": len(sent), "first": first, "largest": largest, "drawn": drawn, "charts": seen})
                context.close()
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def report(site: Path, address: str = STORY) -> str:
    """One line, with the limits that the page has to keep."""
    m = measure(site, address)
    kept = m["bytes"] <= BYTES_LIMIT and m["requests"] <= REQUESTS_LIMIT
    return (
        f"/{address}: {m['charts']:.0f} charts, {m['bytes'] / 1e3:.1f} kB gzip (at most {BYTES_LIMIT / 1e3:.0f}), {m['requests']:.0f} requests"
        f" (at most {REQUESTS_LIMIT}), first paint {m['first']:.0f} ms, both charts in the page at {m['drawn']:.0f} ms, largest paint {m['largest']:.0f} ms"
        f"{'' if kept else ': over the limit'}"
    )


if __name__ == "__main__":
    print(report(Path(sys.argv[1] if len(sys.argv) > 1 else "site"), sys.argv[2] if len(sys.argv) > 2 else STORY))
