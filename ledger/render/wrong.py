"""Where a reader tells that something is wrong: a mail or an issue that names the record already.

``extra: contact`` in ``mkdocs.yml`` is a mail address; without it ``repo_url`` has issues. A newsroom that gives neither has no such link.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from ledger.project import Project


def address_for(project: Project, subject: str, body: str) -> str:
    """The address of a mail or an issue with this subject and body; nothing where a newsroom names no place for them."""
    if project.contact:
        return f"mailto:{project.contact}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"
    if not project.repository:
        return ""
    is_gitlab = "gitlab" in (urlsplit(project.repository).hostname or "")
    title, text = ("issue[title]", "issue[description]") if is_gitlab else ("title", "body")
    return f"{project.repository.rstrip('/')}/{'-/' if is_gitlab else ''}issues/new?{urlencode({title: subject, text: body}, quote_via=quote)}"
