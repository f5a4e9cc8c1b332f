"""Which tables of a ledger entry writes into; the one place where they are named."""

SOURCES = "sources"
DOCUMENTS = "policies"
CLAUSES = "clauses"
TARGETS = "targets"
OBSERVATIONS = "observations"
MEASURES = "measures"
EVENTS = "events"
UNUSED = "unused"
DOCUMENT = "policy"
"""The column in which a row says its document."""

FACTS = (TARGETS, OBSERVATIONS, MEASURES, EVENTS)
"""What a number may become."""

SCOPES = ("indicators", "regions", "sectors", "products")
"""The vocabularies whose terms say what a figure is of."""
