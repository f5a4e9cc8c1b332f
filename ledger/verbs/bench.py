"""Measure builds; for those who work on the generator, in a clone of it."""

from __future__ import annotations

import argparse
import sys

from ledger.problems import Problems


def options(parser: argparse.ArgumentParser) -> None:
    """Nothing beside the project."""


def run(options: argparse.Namespace, problems: Problems) -> int:
    try:
        from benchmarks.build import bench
    except ModuleNotFoundError as lacking:
        if lacking.name is None or lacking.name.partition(".")[0] != "benchmarks":
            raise
        print("bench measures the generator with what lies beside it in its repository; call it in a clone: python build.py bench", file=sys.stderr)
        return 2
    return bench(options.project)
