"""The plug-in for MkDocs and ProperDocs: ``mkdocs build`` and ``mkdocs serve`` on a newsroom publish the very site of ``build.py build``.

Our build runs first, in a process of its own, and publishes into the folder that MkDocs was asked to write. MkDocs then has no pages
and no menu left to make, and is given an empty folder for what it makes all the same. So both sites are the same to the byte, and a
mistake, in the words of our build, leaves the site as it was.

This is the only module that knows MkDocs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files

from ledger.installation import DOOR

_WATCHED = ("data", "templates", "words.yml", "words", "languages")
"""What a site is made from, beside the pages and ``mkdocs.yml``, which MkDocs watches by itself."""

log = get_plugin_logger("ledger")


class LedgerPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Registered as ``ledger``."""

    def on_config(self, config: Any) -> Any:
        """Build and publish the site. Raises ``PluginError``, which ends MkDocs, when the newsroom has a mistake."""
        _build(Path(config.config_file_path).parent, Path(config.site_dir))
        self.site_dir, self.aside = config.site_dir, tempfile.TemporaryDirectory(prefix="ledger-mkdocs-")
        config.site_dir = self.aside.name  # MkDocs empties it
        config.nav, config.extra_templates, config.theme.static_templates = None, [], set()
        return config

    def on_files(self, files: Any, *, config: Any) -> Any:
        return Files([])

    def on_post_build(self, *, config: Any) -> None:
        config.site_dir = self.site_dir  # for what is done with the site afterwards: gh-deploy
        self.aside.cleanup()

    def on_serve(self, server: Any, *, config: Any, builder: Any) -> Any:
        root = Path(config.config_file_path).parent
        for name in _WATCHED:
            if (root / name).exists():
                server.watch(str(root / name))
        return server


def _build(root: Path, out: Path) -> None:
    call = [sys.executable, str(DOOR), "build", "--project", str(root), "--out", str(out), "--end-with", str(os.getpid())]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(call, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", env=environment, check=False)
    *said, last = done.stderr.splitlines() or [""]
    for line in [*said, last] if done.returncode == 0 else said:
        log.log(30 if ": warning: " in line else 40, line)
    if done.returncode:
        raise PluginError(last or f"the build ended with code {done.returncode}")
    log.info(done.stdout.strip())
