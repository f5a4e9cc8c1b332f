"""The command line: finds the verb that is called, runs it, and tells what is wrong in lines.

``python build.py VERB`` in a clone, ``ledger VERB`` where the generator is installed and ``python -m ledger VERB`` are the same.
"""

from __future__ import annotations

import argparse
import io
import sys
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword

from ledger.failure import failed, leave_output, open_standard_streams
from ledger.problems import Problems, Refused
from ledger.processes import end_with
from ledger.stopping import heed_signals
from ledger.verbs import VERBS
from ledger.verbs.place import project_option

_IN_A_CLONE, _INSTALLED = "build.py", "ledger"


def begin(name: str = _INSTALLED) -> int:
    """Run the verb that this process was called with; ``name`` is what it was called by."""
    open_standard_streams()
    heed_signals()
    return main(name=name)


def main(arguments: list[str] | None = None, name: str = _IN_A_CLONE) -> int:
    """Run one verb. 0: done; 1: the input has problems, one line each on standard error; 2: a wrong call; 70: a mistake of ours."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that has no Chinese
    options = _parser(name, sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
    if options.end_with:
        end_with(options.end_with)
    problems = Problems()
    try:
        code: int = options.run(options, problems)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Refused as refused:
        problems = refused.problems
        code = 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        code = failed(error, options.project, problems, options.traceback)
        leave_output()
    with suppress(BrokenPipeError):  # nobody reads it any more
        for line in problems.told():
            print(_as_called(line, name), file=sys.stderr)
        if code == 1 and problems.errors:
            count = len(problems.errors)
            print(f"{count} {'problem' if count == 1 else 'problems'}; {options.nothing}", file=sys.stderr)
    return code


def call_of(options: argparse.Namespace) -> str:
    """How the door was called, for a sentence that tells to call it again."""
    return f"python {options.name}" if options.name == _IN_A_CLONE else str(options.name)


def _as_called(text: str, name: str) -> str:
    """A remedy names the door of a clone, which somebody who has installed the generator has not."""
    return text if name == _IN_A_CLONE else text.replace(f"python {_IN_A_CLONE} ", f"{name} ")


def _parser(name: str, arguments: list[str]) -> argparse.ArgumentParser:
    """The parser of a call. Only a verb that the call names is loaded; of the others it needs no more than what the list says."""
    parser = argparse.ArgumentParser(prog=name, description="Build a public ledger from data/, content/ and templates/.")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for verb, does in VERBS.items():
        sub = verbs.add_parser(verb, help=does, description=does)
        if verb in arguments:
            module = import_module(f"ledger.verbs.{verb}_" if iskeyword(verb) else f"ledger.verbs.{verb}")
            if getattr(module, "PROJECT", True):
                project_option(sub)
            sub.add_argument("--traceback", action="store_true", help="show where in the generator a mistake of its own was made")
            sub.add_argument("--end-with", type=int, metavar="PID", help=argparse.SUPPRESS)  # the server's builds end with the server
            sub.set_defaults(run=module.run, name=name, nothing=getattr(module, "NOTHING", "nothing was published"))
            module.options(sub)
    return parser
