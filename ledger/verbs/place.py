"""A folder that somebody names on the command line."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any


def folder(text: str) -> Path:
    """A folder as somebody types it, as a whole path: every stage may stand somewhere else."""
    if "\0" in text or not text.strip():
        raise argparse.ArgumentTypeError("is no name of a folder")
    return Path(os.path.abspath(os.path.expanduser(text)))


def project_option(parser: argparse.ArgumentParser, default: Any = None) -> None:
    """``--project DIR``."""
    parser.add_argument("--project", type=folder, default=default or Path.cwd(), metavar="DIR", help="the newsroom's folder (default: this one)")
