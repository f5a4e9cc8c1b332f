"""The web app manifest of each language: what the site is called where a reader keeps it on a screen, with its sign and its colours."""

from __future__ import annotations

import json

from ledger.charts.theme import INKS
from ledger.outputs.output import Output
from ledger.render.edition import Edition

NAME = "site.webmanifest"


def _manifest(edition: Edition, path: str) -> bytes:
    language, look = edition.language, edition.project.look
    paper = look.colours.get("paper", INKS["paper"])
    icon = edition.url(edition.asset("icon.svg"), f"/{path}")
    said = {
        "name": language.title,
        "short_name": language.title,
        "description": language.line,
        "lang": language.tag,
        "dir": "rtl" if language.leftward else "ltr",
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "background_color": paper,
        "theme_color": paper,
        "icons": [{"src": icon, "type": "image/svg+xml", "sizes": "any"}],
    }
    return json.dumps({name: text for name, text in said.items() if text}, ensure_ascii=False, indent=1).encode()


OUTPUTS = (Output("webmanifest", lambda edition: (edition.at(NAME).lstrip("/"),), _manifest),)
