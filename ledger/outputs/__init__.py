"""Files for readers and their programs, beside the pages: one file a kind. Whoever adds a file here with ``OUTPUTS`` has added an output.

An output is made through a trace like a page: it asks the edition that it is given.
"""

from importlib import import_module
from pkgutil import iter_modules

from ledger.outputs.output import Output

OUTPUTS: tuple[Output, ...] = tuple(
    output for name in sorted(module.name for module in iter_modules(__path__)) for output in getattr(import_module(f"{__name__}.{name}"), "OUTPUTS", ())
)
"""All outputs, in the order of their files, which is that in which they are made."""
