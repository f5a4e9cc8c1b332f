"""The licence of the data, as the data package names it: its name, and the address at which it can be read."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from ledger.render.edition import Edition

_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)")
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_PUBLIC_DOMAIN = {"CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/"}
_HOLE = "\ue010"


def licence_address(edition: Edition) -> str:
    """Where the licence stands: as the package says (``path``), else where a licence of that SPDX name is; nothing where none is named."""
    licence = _first(edition)
    path, name = str(licence.get("path") or ""), str(licence.get("name") or "")
    if path.startswith(("https://", "http://")):
        return path
    if match := _COMMONS.fullmatch(name):
        return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
    return _PUBLIC_DOMAIN.get(name) or (f"https://spdx.org/licenses/{name}.html" if _SPDX.fullmatch(name) else "")


def licence_line(edition: Edition) -> Markup:
    """The sentence at the foot of every page, in which the name of the licence leads to it."""
    if not edition.licence:
        return Markup()
    address = licence_address(edition)
    name = Markup('<a rel="license" href="{}">{}</a>').format(address, edition.licence) if address else escape(edition.licence)
    before, _, after = edition.t("licence", name=_HOLE).partition(_HOLE)
    return escape(before) + name + escape(after)


def _first(edition: Edition) -> dict[str, Any]:
    licences = edition.ledger.schema.raw.get("licenses") or [{}]
    return licences[0] if isinstance(licences[0], dict) else {}
