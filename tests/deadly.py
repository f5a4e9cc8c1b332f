"""A Markdown extension that ends the process that makes a page, as a system does that runs out of memory.

markdown_extensions:
  - deadly: {once: /a/file}     only where there is no such file yet, and then there is; without it, always
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class _End(Preprocessor):
    once = ""

    def run(self, lines: list[str]) -> list[str]:
        with suppress(FileExistsError):
            if self.once:
                os.close(os.open(self.once, os.O_CREAT | os.O_EXCL))
            os.kill(os.getpid(), signal.SIGKILL)
        return lines


class _Deadly(Extension):
    def __init__(self, **options: Any) -> None:
        self.config = {"once": ["", "a file"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        end = _End(md)
        end.once = self.getConfig("once")
        md.preprocessors.register(end, "deadly", 0)


def makeExtension(**options: Any) -> Extension:
    return _Deadly(**options)
