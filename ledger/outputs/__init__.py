"""Files for readers and their programs, beside the pages: one file a kind, in one registry.

An output is made through a trace like a page: it asks the edition that it is given.
"""

from ledger.outputs import (
    bundle,
    calendars,
    citation_file,
    compare,
    database,
    explore,
    feeds,
    figures,
    records,
    search,
    series,
    sitemap,
    tables,
    webmanifest,
    workbook,
)
from ledger.outputs.output import Output

OUTPUTS: tuple[Output, ...] = (
    *tables.OUTPUTS,
    *figures.OUTPUTS,
    *search.OUTPUTS,
    *series.OUTPUTS,
    *explore.OUTPUTS,
    *compare.OUTPUTS,
    *sitemap.OUTPUTS,
    *webmanifest.OUTPUTS,
    *citation_file.OUTPUTS,
    *bundle.OUTPUTS,
    *database.OUTPUTS,
    *workbook.OUTPUTS,
    *calendars.OUTPUTS,
    *feeds.OUTPUTS,
    *records.OUTPUTS,
)
"""All outputs, in the order in which they are made."""
