"""The warm process: after each edit it says at once what pages become, and begins a build as a copy of itself.

An edit that comes during a build ends that build: the next one has it all.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from ledger import processes
from ledger.serve.messages import Built, Drafts, Edit, Look, Shown
from ledger.serve.preview import Preview
from ledger.stopping import SIGNALS, heed_signals

Door = Callable[[], int]
"""Builds and publishes as ``build.py build`` does, and prints what that prints; its exit code."""
TO_CLEAR_UP = 4
"""Seconds that a build which is not wanted any more has to clear up."""


class Warm:
    """``pipe`` leads to the server, ``door`` builds."""

    def __init__(self, root: Path, pipe: Connection, door: Door) -> None:
        self.preview, self.pipe, self.door = Preview(root), pipe, door
        self.number, self.process = 0, os.getpid()
        self.build: Any = None
        self.answers: Connection | None = None

    def run(self) -> None:
        """Until the server ends."""
        for number in SIGNALS:
            signal.signal(number, self._leave)
        while True:
            for ready in wait([self.pipe, *([self.answers] if self.answers else [])]):
                if ready is self.pipe:
                    self._asked()
                    break  # what a build says that has just been ended is of no interest
                self._heard()

    def _asked(self) -> None:
        try:
            said: Edit | Look = self.pipe.recv()
        except EOFError:
            self._leave()
        if isinstance(said, Edit):
            self._edited(said)
        elif said.number == self.number:
            self.pipe.send(Shown(self.number, self.preview.look((said.path,)), (said.path,)))

    def _edited(self, edit: Edit) -> None:
        if self.build is not None:
            self.build.terminate()
        self.number = edit.number
        self.pipe.send(Shown(edit.number, self.preview.pages(edit.looked_at), edit.looked_at))
        self._end_build()
        self.answers, theirs = multiprocessing.Pipe(duplex=False)
        self.build = multiprocessing.get_context("fork").Process(target=_build, args=(theirs, self.pipe, edit, self.preview, self.door, os.getpid()))
        self.build.start()
        theirs.close()

    def _heard(self) -> None:
        assert self.answers is not None
        try:
            said = self.answers.recv()
        except EOFError:  # it was ended from outside
            self.build.join()
            said = Built(self.number, self.build.exitcode or 1, "", "")
        self.pipe.send(said)
        if isinstance(said, Built):
            self._end_build()
            if said.code == 0:
                self.preview.settle()
            else:
                self.preview.take_back()

    def _end_build(self) -> None:
        if self.build is not None:
            self.build.join(TO_CLEAR_UP)
            if self.build.is_alive():
                self.build.kill()
            self.build.join()
        if self.answers is not None:
            self.answers.close()
        self.build = self.answers = None

    def _leave(self, number: int = 0, frame: FrameType | None = None) -> NoReturn:
        if os.getpid() != self.process:  # a copy that has just begun
            os._exit(0)
        if self.build is not None:
            self.build.terminate()
            self._end_build()
        self.preview.drawers.end()
        os._exit(0)


def _build(answers: Connection, pipe: Connection, edit: Edit, preview: Preview, door: Door, parent: int) -> None:
    """What the copy does."""
    heed_signals()
    processes.end_with(parent)
    pipe.close()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what it says when it is stopped
    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        if drawn := preview.drawn(edit.looked_at):
            answers.send(Shown(edit.number, drawn))
        code = door()
        if code == 0:
            _send_drafts(answers, edit, preview)
    with suppress(OSError):
        answers.send(Built(edit.number, code, out.getvalue(), said.getvalue()))


def _send_drafts(answers: Connection, edit: Edit, preview: Preview) -> None:
    """The drafts after a build that went well; what goes wrong with them is said, and does not change what the build has done."""
    try:
        drafts = preview.drafts()
    except Exception as error:
        print(f"drafts cannot be shown: {type(error).__name__}: {error}", file=sys.stderr)
    else:
        with suppress(OSError):
            if drafts is not None:
                answers.send(Drafts(edit.number, drafts))


def run(root: Path, number: int, door: Door) -> int:
    """Be the warm process of the server at the other end of the pipe with this number."""
    Warm(root, Connection(number), door).run()
    return 0
