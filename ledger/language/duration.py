"""How long a text takes to be read: its words, or its characters where words have no spaces between them."""

from __future__ import annotations

import re

from ledger.language.sought import UNSPACED

WORDS, CHARACTERS = 238, 330
"""What people read in a minute. English in silence: Brysbaert, "How many words do we read per minute?" (2019). Chinese: the 255 characters
that IReST has for reading aloud (Trauzettel-Klosinski and Dietz, 2012), as much quicker in silence as English is."""
_UNREAD = re.compile(r"<(figure|svg|script|details)\b.*?</\1>", re.S)
"""What is looked at, or folded away."""
_TAG = re.compile(r"<[^>]*>")
_CHARACTER = re.compile(f"[{UNSPACED}]")
_WORD = re.compile(rf"[^\W{UNSPACED}]+(?:[.,'’-][^\W{UNSPACED}]+)*")


def minutes(html: str) -> int:
    """The whole minutes that a page's text takes, one at least."""
    text = _TAG.sub("", _UNREAD.sub(" ", html))
    return max(1, round(len(_WORD.findall(text)) / WORDS + len(_CHARACTER.findall(text)) / CHARACTERS))
