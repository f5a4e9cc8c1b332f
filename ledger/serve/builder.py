"""The server's side of building: it begins the warm process, tells it of edits, passes on what comes of them, and ends it when it hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from ledger.installation import DOOR
from ledger.serve.live import Live
from ledger.serve.messages import Built, Drafts, Edit, Look, Shown

GENERATOR = Path(__file__).resolve().parents[2]
PATIENCE = 15 * 60
"""Seconds that a build may take: the flagship from nothing, on a slow machine that does other things, takes three minutes."""
AT_ONCE = 30
"""Seconds after which pages that are made at once must be there."""
AT_MOST = 1.0
"""Seconds that a browser waits for a page that is made for it."""
TO_CLEAR_UP = 5
"""Seconds that a build has to clear up before it is ended for good."""
_ENDLESS = "look for what never ends in content/charts/ and templates/"


class _Warm:
    """A warm process, and our end of its pipe."""

    def __init__(self, root: Path) -> None:
        self.pipe, theirs = Pipe()
        command = [sys.executable, str(DOOR), "serve", "--project", str(root), "--warm", str(theirs.fileno()), "--end-with", str(os.getpid())]
        # A session of its own: Ctrl-C is ours to pass on.
        self.process = subprocess.Popen(command, cwd=root, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=[theirs.fileno()])
        theirs.close()

    def end(self) -> None:
        """End it with all that it has begun; a build clears up first."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(TO_CLEAR_UP)
        with suppress(ProcessLookupError):  # all have ended by themselves
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Builder:
    """Builds once, then again whenever something has changed. ``run`` is for a thread of its own."""

    def __init__(self, root: Path, live: Live) -> None:
        self.root, self.live = root, live
        self.warm: _Warm | None = None
        self._lock = threading.RLock()
        self._heard = threading.Condition(self._lock)
        self._ending = False
        self._asked = self._shown = self._built = 0
        self._since = 0.0
        self._looked_at: set[str] = set()
        self._known: set[str] = set()

    def changed(self, paths: Collection[Path]) -> None:
        """Files have changed. A warm process knows the code of the generator by heart, so it begins anew after that."""
        by_heart = {self.root / "ledger", GENERATOR / "ledger"}
        with self._lock:
            if self._ending:
                return
            if self.warm is not None and any(folder in path.parents for path in paths for folder in by_heart):
                self._end()
            self._ask()

    def run(self) -> None:
        """Pass on what the warm process says, until ``stop``."""
        with self._lock:
            self._ask()
        while not self._ending:
            with self._lock:
                warm = self.warm
            if warm is None:  # it was ended, and begins with the next edit
                time.sleep(0.02)
                continue
            try:
                if warm.pipe.poll(0.2):
                    self._hear(warm.pipe)
                else:
                    self._lose_patience()
            except (EOFError, OSError):
                self._gone(warm)

    def stop(self) -> None:
        """Build no more: a running build is ended with all its processes; the published site stays as it is."""
        with self._lock:
            self._ending = True
            self._end()

    def look(self, path: str) -> None:
        """Somebody looks at the page whose file is ``path``. Comes back when it is made, if an edit is being built that may change it."""
        self.live.look(path)
        with self._lock:
            number = self._asked
            if self.warm is None or self._built == number or path in self._known:
                return
            if path not in self._looked_at:
                self._looked_at.add(path)
                with suppress(OSError):
                    self.warm.pipe.send(Look(number, path))
            self._heard.wait_for(lambda: self._asked != number or self._built == number or path in self._known, AT_MOST)

    def _ask(self) -> None:
        if self.warm is None:
            self.warm = _Warm(self.root)
            self._asked = self._shown = self._built = 0
        self._asked += 1
        self._since = time.monotonic()
        self._looked_at, self._known = set(self.live.looked_at()), set()
        with suppress(OSError):  # it has just ended, which ``run`` hears
            self.warm.pipe.send(Edit(self._asked, self.live.looked_at()))

    def _end(self) -> None:
        if self.warm is not None:
            self.warm.end()
            self.warm = None

    def _hear(self, pipe: Connection) -> None:
        said = pipe.recv()
        with self._heard:
            self._understand(said)
            self._heard.notify_all()

    def _understand(self, said: Shown | Drafts | Built) -> None:
        match said:
            case Shown(number, files, looked_at) if number == self._asked:
                self._shown = number
                if files:
                    self.live.show(files)
                self._known.update(looked_at)
            case Drafts(number, files) if number == self._asked:
                self.live.draft(files)
            case Built(number, code, out, told):
                self._built = number
                print(out, end="", flush=True)
                print(told, end="", file=sys.stderr, flush=True)
                if number == self._asked:  # else somebody has saved since, and that build is on its way
                    self.live.built(_failed(code, told))

    def _lose_patience(self) -> None:
        with self._lock:
            taken = time.monotonic() - self._since
            if self.warm is None or self._built == self._asked:
                return
            if self._shown == self._asked and taken > PATIENCE:
                self._end()
                said = f"the build has not ended within {PATIENCE / 60:g} minutes and was stopped; {_ENDLESS}"
            elif self._shown < self._asked and taken > AT_ONCE:
                self._end()
                self._ask()  # from nothing it shows nothing at once, it builds
                said = f"a page was not made within {AT_ONCE} seconds; everything is built anew"
            else:
                return
        print(said, file=sys.stderr, flush=True)
        self.live.built((said,))

    def _gone(self, warm: _Warm) -> None:
        code = warm.process.wait()
        with self._lock:
            if warm is not self.warm:  # we have ended it
                return
            self._end()
        self.live.built(_failed(code or 1, ""))


def _failed(code: int, said: str) -> tuple[str, ...]:
    """What a failed build said; nothing if it went well."""
    if code == 0:
        return ()
    how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
    return tuple(said.splitlines()) or (f"the build {how} and said nothing; save a file to build again",)
