"""Draw: from the ledger to figures, each the spec, the static SVG, the table and the sentence of one truth."""
