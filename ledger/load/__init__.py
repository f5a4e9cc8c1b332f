"""Load: from ``data/`` and ``mkdocs.yml`` to typed, immutable rows."""
