"""``data/data.zip``: all tables and vocabularies as one package that reads itself (``datapackage.json``), with how to cite it.

The same data give the same bytes: no file in it has a date, and all are pressed in one way.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from ledger.outputs.citation_file import NAME as CITATION
from ledger.outputs.citation_file import citation_file
from ledger.outputs.output import Output
from ledger.outputs.tables import package, table_csv, vocabulary_csv
from ledger.render.edition import Edition

PATH = "data/data.zip"


def _files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    yield "datapackage.json", package(edition)
    yield CITATION, citation_file(edition)
    for name in edition.ledger.schema.tables:
        yield f"{name}.csv", table_csv(edition, name)
    for name in edition.ledger.vocabularies:
        yield f"{name}.csv", vocabulary_csv(edition, name)


def pressed(files: Iterator[tuple[str, bytes]]) -> bytes:
    """Files as an archive without dates or owners."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files:
            about = zipfile.ZipInfo(name)
            about.compress_type, about.create_system, about.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(about, content)
    return made.getvalue()


def bundle(edition: Edition) -> bytes:
    """The archive as it is published."""
    return pressed(_files(edition))


OUTPUTS = (Output("bundle", lambda _: (PATH,), lambda edition, _: bundle(edition), once=True),)
