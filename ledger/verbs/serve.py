"""Build, serve, rebuild what changed and reload the browser."""

from __future__ import annotations

import argparse
from pathlib import Path

from ledger.problems import Problems


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--base", default="/", metavar="PATH", help="serve under this path, as a host would (default: %(default)s)")
    parser.add_argument(
        "--site", type=Path, metavar="ZIP", help="serve a site that was built elsewhere, such as the artifact of a workflow: its ZIP, or a folder"
    )
    parser.add_argument("--warm", type=int, metavar="FD", help=argparse.SUPPRESS)  # the process that builds for the server, which it is connected to


def run(options: argparse.Namespace, problems: Problems) -> int:
    if options.warm is not None:
        from ledger.serve.warm import run as warm
        from ledger.verbs.door import main

        return warm(options.project, options.warm, lambda: main(["build", "--project", str(options.project)], options.name))
    from ledger.serve.server import serve

    if options.site is not None:
        from ledger.serve.kept import unpacked

        with unpacked(options.site, problems) as site:
            return serve(options.project, options.host, options.port, options.base, site)
    return serve(options.project, options.host, options.port, options.base)
