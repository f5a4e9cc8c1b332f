"""Tidy: make a table that a spreadsheet has saved canonical again, and say line by line what was done."""

from ledger.tidy.table import Tidied, tidy_table
from ledger.tidy.verb import tidy

__all__ = ["Tidied", "tidy", "tidy_table"]
"""``tidy`` is the verb: all tables, or those that are named; ``tidy_table`` is one table, from bytes to bytes."""
