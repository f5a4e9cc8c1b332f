"""The server's door and its HTTP: pages as a static host would send them, with one script added that no published page carries.

    /__live.js, /__live.css     the script and the look of its notice; from this server, as the pages' policy wants it
    /__live                     server-sent events: {"version": "6-17…", "failed": ["data/targets.csv:41: …", …]}

(An edit to the files of ``ledger/serve/`` that run in the server itself needs a restart.)
"""

from __future__ import annotations

import errno
import hashlib
import json
import mimetypes
import os
import re
import signal
import socket
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from ledger.problems import Problems
from ledger.publish.build import find_newsroom
from ledger.serve.builder import GENERATOR, Builder
from ledger.serve.live import Live, State, version_of
from ledger.serve.watch import Watch
from ledger.stopping import SIGNALS

HERE = Path(__file__).resolve().parent
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
}
"""Written down, because what ``mimetypes`` knows differs from machine to machine."""

_BASE = re.compile(rb'(<base href=")[^"]*')
_NOT_YET = (
    b'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>No site yet</title></head>\n<body><p>The site is being built.</p></body>\n</html>\n'
)


def serve(root: Path, host: str, port: int, base: str, kept: Path | None = None) -> int:
    """Serve the project in ``root`` until Ctrl-C, or a site that is ``kept`` as it is; 1 if ``host`` and ``port`` cannot be had."""
    problems = Problems()
    if kept is None:
        find_newsroom(root, problems)
    problems.stop_if_any()
    root = root.resolve()
    base = f"/{base.strip('/')}/".replace("//", "/")
    live = Live(kept or root / "site")
    builder = None if kept else Builder(root, live)
    try:
        server = _Server((host, port), live, builder, base)
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        print(
            f"port {port} is taken; end what uses it, or choose another with --port" if taken else f"cannot listen on {host}:{port}: {error}", file=sys.stderr
        )
        return 1
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)  # all of them end what waits below
    watch = Watch(root, GENERATOR, builder.changed) if builder else None
    if builder and watch:
        watch.start()
        threading.Thread(target=builder.run, daemon=True).start()
    print(f"http://{f'[{host}]' if ':' in host else host}:{server.server_port}{base} (Ctrl-C ends)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # it is ending already
        if builder and watch:
            watch.stop()
            builder.stop()
        server.server_close()
    return 0


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], live: Live, builder: Builder | None, base: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)
        self.live, self.builder, self.base, self.host = live, builder, base, address[0]

    def answers_to(self, header: str) -> bool:
        """Whether a request for this ``Host`` is for us. A stranger's page could give its own name our address, and read along.

        A server for every address of the machine is called by any of them, or by the machine's name.
        """
        name = (urlsplit(f"//{header}").hostname or "").lower()
        if name in ("localhost", "127.0.0.1", "::1", self.host.lower()):
            return True
        if self.host not in ("0.0.0.0", "::", ""):
            return False
        with suppress(ValueError):
            return bool(ip_address(name))
        return name == socket.gethostname().lower()

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a browser that went elsewhere is no error
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _may_be_asked_for(part: str) -> bool:
    """Whether a part of a path may name a file of the site. Hidden ones are the host's own, but for the one that the web uses."""
    return (not part.startswith(".") or part == ".well-known") and not set(part) & set("\0\\")


class _Handler(BaseHTTPRequestHandler):
    """Sends the files of the published site below the base path."""

    server: _Server

    def do_GET(self) -> None:
        path = unquote(self.path.partition("#")[0].partition("?")[0])
        try:
            ours = self.server.answers_to(self.headers.get("Host", ""))
        except ValueError:  # no name at all
            ours = False
        if not ours:
            self._send(403, b"This server answers for the name that it was started for; see --host.\n", ".txt")
        elif path == "/__live":
            self._events()
        elif path in ("/__live.js", "/__live.css"):
            self._send(200, (HERE / path.removeprefix("/__")).read_bytes(), Path(path).suffix)
        elif path in ("/", self.server.base.rstrip("/")) and path != self.server.base:
            self._redirect(self.server.base)
        elif not path.startswith(self.server.base):
            self._send(404, f"{path} is outside the base path {self.server.base}\n".encode(), ".txt")
        else:
            self._page(path[len(self.server.base) :])

    do_HEAD = do_GET

    def _page(self, path: str) -> None:
        parts = [part for part in path.split("/") if part]
        target = self.server.live.site.joinpath(*parts)
        if any(not _may_be_asked_for(part) for part in parts):
            self._missing()
        elif os.path.isdir(target) and parts and not path.endswith("/"):
            self._redirect(f"{self.server.base}{quote('/'.join(parts))}/")
        else:
            file = "/".join([*parts, "index.html"] if not parts or path.endswith("/") else parts)
            if file.endswith(".html") and self.server.builder:
                self.server.builder.look(file)
            body = self.server.live.content(file)
            if body is None:
                self._missing()
            else:
                self._send(200, body, PurePosixPath(file).suffix)

    def _missing(self) -> None:
        page = self.server.live.content("404.html")
        if page is None:
            self._send(503, _NOT_YET, ".html")
            return
        # It stands at no fixed address, so it alone names the base path: the one it was built for.
        self._send(404, _BASE.sub(rb"\g<1>" + self.server.base.encode(), page, count=1), ".html")

    def _redirect(self, to: str) -> None:
        query = urlsplit(self.path).query
        self.send_response(302)
        self.send_header("Location", f"{to}?{query}" if query else to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, body: bytes, suffix: str) -> None:
        if suffix == ".html" and self.server.builder:
            script = f'<script type="module" src="/__live.js?version={version_of(body)}"></script>'.encode()
            body = body.replace(b"</head>", script + b"</head>", 1)
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(suffix) or mimetypes.guess_type(f"_{suffix}")[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("ETag", f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"')
        self.send_header("Accept-Ranges", "none")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        seen: State | None = None
        while True:
            state = self.server.live.after(seen)
            if state is None:
                self.wfile.write(b": still here\n\n")
            else:
                message = json.dumps({"version": state.version, "failed": state.failed}, ensure_ascii=False)
                self.wfile.write(f"data: {message}\n\n".encode())
                seen = state
            self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the terminal is for what the build says."""
