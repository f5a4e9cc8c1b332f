"""Render: from the ledger and the figures to pages; data pages by Jinja2, editorial pages through MkDocs."""
