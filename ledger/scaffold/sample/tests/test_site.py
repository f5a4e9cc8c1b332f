"""What has to be right before a change is published: ``make test``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def ledger(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ledger", *map(str, arguments), "--project", str(PROJECT)], capture_output=True, text=True, check=False)


class Site(unittest.TestCase):
    def test_the_site_builds_without_a_word_of_complaint(self) -> None:
        with tempfile.TemporaryDirectory() as aside:
            said = ledger("build", "--out", Path(aside) / "site")
            self.assertEqual((said.returncode, said.stderr), (0, ""))
            self.assertIn("46", (Path(aside) / "site" / "stories" / "lanes" / "index.html").read_text(encoding="utf-8"))

    def test_the_fingerprints_are_those_of_the_texts(self) -> None:
        said = ledger("check", "--archive", PROJECT / "archive")
        self.assertEqual((said.returncode, said.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
