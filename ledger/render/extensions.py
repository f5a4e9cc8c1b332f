"""Python-Markdown as ``mkdocs.yml`` asks for it: the extensions that it names, those that MkDocs always adds, and ours."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ledger.load.settings import Extensions, PythonName, near
from ledger.problems import Problems

if TYPE_CHECKING:  # what makes pages is loaded when one is made
    from markdown import Markdown
    from markdown.extensions import Extension

ALWAYS = ("toc", "tables", "fenced_code")
"""What MkDocs adds, in its order; where two extensions want the same place, the first has it."""
KNOWN = (
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "smarty", "tables", "toc", "fenced_code", "nl2br"),
    *(f"pymdownx.{name}" for name in ("betterem", "caret", "details", "mark", "quotes", "superfences", "tasklist", "tilde", "smartsymbols", "keys", "tabbed")),
)
"""Names to choose from where one is mistyped."""


def make_markdown(extensions: Extensions, ours: Extension, slugify: Any, problems: Problems) -> Markdown:
    """Python-Markdown with all extensions, ``ours`` last; ``slugify`` makes ids of headings. One that cannot be had is told and left out."""
    from markdown import Markdown

    made = Markdown()
    for name in dict.fromkeys((*ALWAYS, *extensions.names)):
        line = extensions.lines.get(name, 0)
        try:
            options = {key: _resolved(value) for key, value in extensions.options.get(name, {}).items()}
            made.registerExtensions([name], {name: {**options, "slugify": slugify} if name == "toc" else options})
        except ImportError:
            problems.add("mkdocs.yml", line, f"there is no Markdown extension '{name}'", near(name, KNOWN, "install it, or take it out"))
        except KeyError as error:
            problems.add("mkdocs.yml", line, f"the Markdown extension '{name}' has no option {error}", "correct its options, or take them out")
        except Exception as error:  # whatever an extension raises at options that it cannot read
            problems.add("mkdocs.yml", line, f"the Markdown extension '{name}' cannot be switched on: {error}", "correct its options, or take them out")
    made.registerExtensions([ours], {})
    made.reset()
    return made


def is_known(extensions: Extensions) -> bool:
    """Whether nothing is switched on but what makes a page of its text alone."""
    return all(name in (*ALWAYS, *KNOWN) for name in extensions.names)


def can_begin_anew(extensions: Extensions) -> bool:
    """Whether ``reset`` leaves nothing of the page before. Extensions of Python-Markdown and PyMdown do that; of others nobody knows, and
    footnotes that ask for ``UNIQUE_IDS`` count the pages."""
    ours = all(name in KNOWN or name.startswith(("pymdownx.", "markdown.extensions.")) for name in extensions.names)
    return ours and not any("UNIQUE_IDS" in options for options in extensions.options.values())


def _resolved(value: Any) -> Any:
    """An option with what its Python names stand for. Raises ``ValueError`` where there is no such thing."""
    if isinstance(value, PythonName):
        module, _, name = value.rpartition(".")
        try:
            return getattr(importlib.import_module(module), name)
        except (ImportError, ValueError, AttributeError):
            raise ValueError(f"there is no {value} in Python") from None
    if isinstance(value, Mapping):
        return {key: _resolved(inner) for key, inner in value.items()}
    return [_resolved(inner) for inner in value] if isinstance(value, list) else value
