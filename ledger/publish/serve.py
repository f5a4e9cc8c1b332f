"""Serve the site while somebody works on it: build, watch, rebuild, then reload the browser or show it what is wrong.

A build runs in a process of its own, exactly as ``python build.py build`` would: an edit to ``ledger/`` or to a chart
takes effect like an edit to a page. (An edit to this file needs a restart.) Pages are sent as a static host would send
them, with one script added that no published page carries:

    /__live.js, /__live.css     the script and the look of its notice; from this server, as the pages' policy wants it
    /__live                     server-sent events: {"version": "6-17…", "failed": ["data/targets.csv:41: …", …]}
"""

from __future__ import annotations

import errno
import json
import mimetypes
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from ledger.problems import Problems
from ledger.publish.build import find_newsroom
from ledger.publish.static import FOLDER
from ledger.stopping import SIGNALS

HERE = Path(__file__).resolve().parent
GENERATOR = HERE.parents[1]
QUIET = 0.2
"""Seconds without a change before a build begins: an editor program saves one file in several steps."""
PATIENCE = 15 * 60
"""Seconds that a build may take: the flagship from nothing, on a slow machine that does other things, takes three minutes."""
TO_CLEAR_UP = 5
"""Seconds that a build has to clear up before it is ended for good."""
HEARTBEAT = 15
"""Seconds between signs of life to a browser, by which the server notices that it has gone."""

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


def serve(root: Path, host: str, port: int, base: str) -> int:
    """Serve the project in ``root`` until Ctrl-C; 1 if ``host`` and ``port`` cannot be had."""
    problems = Problems()
    find_newsroom(root, problems)
    problems.stop_if_any()
    root = root.resolve()
    base = f"/{base.strip('/')}/".replace("//", "/")
    live = Live(root / "site")
    try:
        server = _Server((host, port), live, base)
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        print(
            f"port {port} is taken; end what uses it, or choose another with --port" if taken else f"cannot listen on {host}:{port}: {error}", file=sys.stderr
        )
        return 1
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)  # all of them end what waits below
    builder = Builder(root, live)
    observer = _watch(root, builder)
    threading.Thread(target=builder.run, daemon=True).start()
    print(f"http://{f'[{host}]' if ':' in host else host}:{server.server_port}{base} (Ctrl-C ends)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # it is ending already
        observer.stop()
        builder.stop()
        server.server_close()
    return 0


@dataclass(frozen=True)
class State:
    """What a browser is told. ``failed`` is what the last build said if it failed, a summary as its last line."""

    version: str
    failed: tuple[str, ...] = ()


class Live:
    """The state of the published site, and a way to wait for the next one."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._failed: tuple[str, ...] = ()
        self._changed = threading.Condition()

    def version(self) -> str:
        """Names the published site: a build puts a new folder in its place, or leaves the old one as it is."""
        try:
            status = os.stat(self.site)
        except FileNotFoundError:
            return "none"
        return f"{status.st_ino}-{status.st_mtime_ns}"

    def built(self, failed: tuple[str, ...]) -> None:
        with self._changed:
            self._failed = failed
            self._changed.notify_all()

    def after(self, seen: State | None) -> State | None:
        """The first state other than ``seen``, or nothing if none comes within a heartbeat."""

        def current() -> State:
            return State(self.version(), self._failed)

        with self._changed:
            return current() if self._changed.wait_for(lambda: current() != seen, HEARTBEAT) else None


class Builder(FileSystemEventHandler):
    """Builds once, then again whenever a watched file has changed, one build at a time."""

    def __init__(self, root: Path, live: Live) -> None:
        self.root, self.live = root, live
        self.changed = threading.Event()
        self.process: subprocess.Popen[str] | None = None
        self.ending = False
        self._one = threading.Lock()

    def run(self) -> None:
        while True:
            self.live.built(self.build())
            self.changed.wait()
            while self.changed.is_set():
                self.changed.clear()
                time.sleep(QUIET)

    def build(self) -> tuple[str, ...]:
        """What a failed build said; nothing if it went well. Everything is repeated on the terminal."""
        command = [sys.executable, str(GENERATOR / "build.py"), "build", "--project", str(self.root), "--end-with", str(os.getpid())]
        with self._one:
            if self.ending:
                return ()
            # UTF-8 whatever the terminal speaks, and a session of its own: Ctrl-C is ours to pass on.
            self.process = subprocess.Popen(
                command,
                cwd=self.root,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
        late = ""
        try:
            out, said = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            late = f"the build has not ended within {PATIENCE / 60:g} minutes and was stopped; look for what never ends in content/charts/ and templates/\n"
            self._end()
            out, said = self.process.communicate()
        said += late
        print(out, end="", flush=True)
        print(said, end="", file=sys.stderr, flush=True)
        code = self.process.returncode
        if code == 0:
            return ()
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        return tuple(said.splitlines()) or (f"the build {how} and said nothing; save a file to build again",)

    def stop(self) -> None:
        """Build no more: a running build is ended with all its processes; the published site stays as it is."""
        with self._one:
            self.ending = True
        self._end()

    def _end(self) -> None:
        process = self.process
        if process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):  # all have just ended by themselves
                os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(TO_CLEAR_UP)

    def on_any_event(self, event: FileSystemEvent) -> None:
        read_only = event.event_type in ("opened", "closed_no_write")  # a build opens everything that is watched
        touched = event.is_directory and event.event_type == "modified"  # said again by the file inside
        if not read_only and not touched and any(self._matters(Path(os.fsdecode(p))) for p in (event.src_path, event.dest_path) if p):
            self.changed.set()

    def _matters(self, path: Path) -> bool:
        if path.parent == self.root:
            return path.name in ("mkdocs.yml", "words.yml")
        if (self.root / "content" / FOLDER) in path.parents:
            return True  # hidden files are published from there
        return "__pycache__" not in path.parts and not path.name.startswith(".") and not path.name.endswith("~")


def _watch(root: Path, builder: Builder) -> BaseObserver:
    """Watch what a site is made from. Where the system hands out no more watches, look at the files once a second."""
    folders = {root / "data", root / "content", root / "templates", root / "ledger", GENERATOR / "ledger", GENERATOR / "templates"}
    observer: BaseObserver
    for observer in (Observer(), PollingObserver(timeout=1)):
        observer.schedule(builder, str(root))  # the folder itself, for its two files
        for folder in sorted(f for f in folders if f.is_dir()):
            observer.schedule(builder, str(folder), recursive=True)
        try:
            observer.start()
        except OSError:
            continue
        break
    return observer


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], live: Live, base: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)
        self.live, self.base, self.host = live, base, address[0]

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
            file = target / "index.html" if not parts or path.endswith("/") else target
            try:
                inside = file.resolve(strict=True).is_relative_to(self.server.live.site.resolve())
                body = file.read_bytes() if inside and file.is_file() else None
            except (OSError, ValueError):  # not there, too long, not a name
                body = None
            if body is None:
                self._missing()
            else:
                self._send(200, body, file.suffix)

    def _missing(self) -> None:
        try:
            page = (self.server.live.site / "404.html").read_bytes()
        except FileNotFoundError:
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
        if suffix == ".html":
            script = f'<script type="module" src="/__live.js?version={self.server.live.version()}"></script>'.encode()
            body = body.replace(b"</head>", script + b"</head>", 1)
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(suffix) or mimetypes.guess_type(f"_{suffix}")[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
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
