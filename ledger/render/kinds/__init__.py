"""The page kinds of the data, a file a noun. Adding one is a file here, a line below, and a template."""

from ledger.render.kinds import (
    catalogue,
    changes,
    charts,
    compare,
    data,
    discrepancies,
    filed,
    lists,
    not_found,
    policies,
    search,
    series,
    targets,
    terms,
    timeline,
)
from ledger.render.pages import Kind

KINDS: tuple[Kind, ...] = (
    *targets.KINDS,
    *timeline.KINDS,
    *catalogue.KINDS,
    *policies.KINDS,
    *terms.KINDS,
    *series.KINDS,
    *lists.KINDS,
    *discrepancies.KINDS,
    *data.KINDS,
    *changes.KINDS,
    *charts.KINDS,
    *filed.KINDS,
    *search.KINDS,
    *compare.KINDS,
    *not_found.KINDS,
)
"""All kinds, in the order in which they are rendered."""
