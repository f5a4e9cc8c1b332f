"""Stories by what they are about and by who wrote them: the page where both are listed, and where each stands on it."""

from __future__ import annotations

PAGE = "stories/by/"


def filed_id(sort: str, name: str) -> str:
    """Where a tag or an author stands on ``PAGE``; ``sort`` is ``tag`` or ``author``."""
    return f"{sort}-{'-'.join(name.casefold().split())}"
