"""``python -m ledger VERB``, the console command ``ledger``, and what processes of ours are started by."""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # called by the path of this file: Python then looks for modules beside it, and not for the package
    sys.path[0] = str(Path(__file__).resolve().parents[1])


def main() -> int:
    """The console command ``ledger``."""
    from ledger.verbs.door import begin

    return begin()


if __name__ == "__main__":
    sys.exit(main())
