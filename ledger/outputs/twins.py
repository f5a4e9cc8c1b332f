"""Pages for programs that read text: ``llms.txt`` (https://llmstxt.org), and Markdown beside the pages of editors and documents.

llms.txt                              what there is, with links to all of it; en/llms.txt in another language
stories/steel/index.html.md           a page that an editor wrote, its values filled in, its citations as links, its charts as pictures
policies/town-plan/index.html.md      a document: what it is, and what it says, each figure with its clause

Links are whole, so there is none of it where the site does not know its address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.load.content import Document
from ledger.outputs import bundle, database, records
from ledger.outputs.output import Output
from ledger.render.edition import Edition
from ledger.render.metadata import TEXT, absolute, is_text
from ledger.render.news import told_whole
from ledger.render.plain import as_markdown

_INDEX = "llms.txt"
_FIGURES = ("target", "observation", "measure")
"""The roles of what a document says in numbers."""
_NOT_TOLD = ("id", "source", "clause")


def twin_of(edition: Edition, path: str) -> str:
    """The address of the Markdown beside a page, in full."""
    return absolute(edition, edition.at(f"{path}{TEXT}"))


def _pages(edition: Edition) -> Iterator[str]:
    if edition.project.site_url:
        yield from (f"{edition.language.root}{path}{TEXT}" for path in (*_written(edition), *_documents(edition)))


def _written(edition: Edition) -> dict[str, Document]:
    """The pages of editors by their paths, without the front page."""
    return {document.address: document for document in edition.documents if is_text(document)}


def _documents(edition: Edition) -> dict[str, Any]:
    schema = edition.ledger.schema
    return {f"{at}{row.id}/": row for table in schema.of("document") if (at := edition.shown(table.name).rows_at) for row in edition.ledger.rows(table.name)}


def _page(edition: Edition, path: str) -> bytes:
    at = path.removeprefix(edition.language.root).removesuffix(TEXT)
    if row := _row(edition, at):
        return _of_document(edition, row).encode()
    document = edition.written_at(at)
    assert document, f"nobody wrote {at}, which _written() lists"
    return _editors(edition, document).encode()


def _row(edition: Edition, path: str) -> Any:
    """The document of the data that has its page at ``path``, if one has; nothing is asked of what editors wrote."""
    below, _, id = path.rstrip("/").rpartition("/")
    rows_at = (edition.shown(table.name).rows_at for table in edition.ledger.schema.of("document"))
    return edition.ledger.find("document", id) if f"{below}/" in rows_at else None


def _editors(edition: Edition, document: Document) -> str:
    address, meta = absolute(edition, edition.at(document.address)), document.meta
    head = [f"# {meta.title}", f"> {meta.summary}" if meta.summary else "", _dated(edition, meta.updated or meta.date, address)]
    return "\n\n".join(filter(None, head)) + "\n\n" + as_markdown(told_whole(edition, document, address))


def _dated(edition: Edition, date: str, address: str) -> str:
    return edition.t("comma").join(filter(None, (edition.language.title, edition.date(date) if date else "", address)))


def _of_document(edition: Edition, row: Any) -> str:
    ledger, schema = edition.ledger, edition.ledger.schema
    lines = [f"# {edition.own(row, 'title')}", "", _dated(edition, edition.project.date, absolute(edition, edition.address(row))), ""]
    table = schema.tables[row.table]
    others = tuple(f"_{code}" for code in schema.languages)
    for column in table.fields:
        if table.plays_as(column.name) in _NOT_TOLD or column.name.endswith(others):
            continue
        if words := edition.t("enumeration").join(told for told, _ in edition.cell(row, column.name)):
            lines.append(f"- {edition.column_title(row.table, column.name)}{edition.t('colon')}{words}")
    for role in _FIGURES:
        for told_in in schema.of(role):
            rows = ledger.rows(told_in.name, **{column_of: row.id}) if (column_of := told_in.column("document")) else ()
            if rows:
                lines += ["", f"## {edition.table_title(told_in.name, of_list=True)}", "", *(_figure(edition, each) for each in rows)]
    return "\n".join(lines) + "\n"


def _figure(edition: Edition, row: Any) -> str:
    document, clause = edition.source_of(row)
    value = edition.measured(row) if getattr(row, "value", None) is not None else ""
    told = f"- [{edition.heading(row)}]({absolute(edition, edition.address(row))})" + (f"{edition.t('colon')}{value}" if value else "")
    if document and clause:
        told += edition.t("in-brackets", text=f"[{edition.own(clause, 'heading')}]({absolute(edition, edition.clause_address(document, clause))})")
    return told


def _index(edition: Edition, _: str) -> bytes:
    project, language = edition.project, edition.language
    lines = [f"# {language.title}", "", f"> {language.line}" if language.line else "", ""]
    if project.date:
        lines += [edition.t("as-of", date=edition.date(project.date)) + edition.t("full-stop")]
    if edition.licence:
        lines += [edition.t("licence", name=edition.licence)]
    written = _written(edition)
    stories = {path: document for path, document in written.items() if path.startswith("stories/") and path != "stories/"}
    others = {path: document for path, document in written.items() if path not in stories}
    for title, pages in ((edition.t("stories"), stories), (edition.t("pages-else"), others)):
        if pages:
            lines += ["", f"## {title}", ""]
            lines += [_link(document.meta.title, twin_of(edition, path), document.meta.summary or "") for path, document in pages.items()]
    if documents := _documents(edition):
        table = next(iter(documents.values())).table
        lines += ["", f"## {edition.table_title(table, of_list=True)}", ""]
        lines += [_link(edition.own(row, "title") or row.id, twin_of(edition, path)) for path, row in documents.items()]
    lines += ["", f"## {edition.t('data')}", ""]
    lines += [_link(path, absolute(edition, f"/{path}")) for path in ("data/datapackage.json", bundle.PATH, database.PATH, records.SCHEMA)]
    others_in = [other for other in project.languages if other.code != language.code]
    if others_in:
        lines += ["", "## Optional", "", *(_link(other.name, absolute(edition, f"/{other.root}{_INDEX}")) for other in others_in)]
    return ("\n".join(lines) + "\n").encode()


def _link(title: str, address: str, about: str = "") -> str:
    return f"- [{title}]({address})" + (f": {' '.join(about.split())}" if about else "")


OUTPUTS = (
    Output("markdown", _pages, _page),
    Output("llms", lambda edition: (f"{edition.language.root}{_INDEX}",) if edition.project.site_url else (), _index),
)
