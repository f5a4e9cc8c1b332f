"""A command as a whole process: what it took when it has ended, or what it serves while it runs.

Everything is measured from outside, with what the system counted: no clock runs inside a generator.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_LOOK_EVERY = 0.2
"""Seconds between looks at the memory of all processes."""
_POLL, _SHARE = 0.001, 0.01
"""Seconds between an answer of a server and the next request, and what share of the time waited so far, if that is longer: asking
takes time from the server that is asked."""
_TO_END = 10
"""Seconds that a server has to end before it is killed."""
_AROUND = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of what is measured: Python keeps what it has compiled, as it does for whoever edits a newsroom."""


@dataclass(frozen=True)
class Run:
    """One command: seconds on the wall, seconds of CPU (user and system, children included), peak memory in bytes.

    The peak is of the command and all its children together, pages that they share counted once; where the system does not tell
    that, of the largest single one.
    """

    wall: float
    cpu: float
    peak: int


class Failed(Exception):
    """A measured command did not end well; the message is what it said."""


def measure(command: Sequence[str], folder: Path, patience: float = 3600) -> Run:
    """Run a command to its end. Raises ``Failed`` with its output unless it ends with 0 within ``patience`` seconds."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT, start_new_session=True, env=_AROUND)
        try:
            with _watched(process.pid, patience) as seen:
                _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            _kill(process.pid)
            raise
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise Failed(f"not done within {patience:.0f} s" if wall > patience else _text(said) or f"{command} ended with {process.returncode}")
    largest = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(wall, used.ru_utime + used.ru_stime, max(seen[0], largest))


@contextmanager
def serving(command: Sequence[str], folder: Path) -> Iterator[Server]:
    """A server of some generator, running in ``folder`` while the block runs; ``{port}`` in its command becomes a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with tempfile.TemporaryFile() as said:
        call = [part.replace("{port}", str(port)) for part in command]
        process = subprocess.Popen(call, cwd=folder, stdout=said, stderr=subprocess.STDOUT, start_new_session=True, env=_AROUND)
        try:
            yield Server(port, process, said)
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, number)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_TO_END)
                    break
            _kill(process.pid)  # itself, if it did not hear, and children that outlive it
            process.wait()


@dataclass(frozen=True)
class Server:
    """A running server: its port on this machine, its process, and what it has said."""

    port: int
    process: subprocess.Popen[bytes]
    said: IO[bytes]

    def get(self, path: str) -> bytes:
        """What it answers; nothing while it does not, or not well."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", f"/{path}")
            answer = connection.getresponse()
            body = answer.read()
            return body if answer.status == 200 else b""
        except (OSError, http.client.HTTPException):
            return b""
        finally:
            connection.close()

    def wait(self, seen: Callable[[Server], bool], since: float, patience: float = 120) -> float:
        """Milliseconds from ``since`` to the answer that shows it. Raises ``Failed`` with what the server said if none does."""
        while not seen(self):
            if self.process.poll() is not None or time.perf_counter() - since > patience:
                raise Failed(_text(self.said)[-2000:] or "the server showed nothing of the edit")
            time.sleep(max(_POLL, _SHARE * (time.perf_counter() - since)))
        return (time.perf_counter() - since) * 1000


@contextmanager
def _watched(pid: int, patience: float) -> Iterator[list[int]]:
    """The largest sum of memory so far, while the block runs; 0 where the system does not tell. What takes too long is killed."""
    seen, ended, late = [0], threading.Event(), time.perf_counter() + patience

    def look() -> None:
        while not ended.wait(_LOOK_EVERY):
            seen[0] = max(seen[0], sum(map(_memory, _family(pid))))
            if time.perf_counter() > late:
                _kill(pid)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def _kill(leader: int) -> None:
    """End the processes of a group that this module began, by the number of its leader."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _memory(pid: int) -> int:
    """Bytes of a process, each shared page divided among those that share it."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _text(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode(errors="replace").rstrip()
