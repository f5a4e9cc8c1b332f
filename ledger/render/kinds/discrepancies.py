"""Discrepancies, the worthy first."""

from __future__ import annotations

from ledger.render.pages import Kind, list_page, list_paths

KINDS = (Kind("discrepancies", list_paths("discrepancy"), lambda edition, path: list_page(edition, path, "discrepancies.html")),)
