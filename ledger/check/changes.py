"""What the table of changes says of a row that is there: it has the column, and it stands as the last change left it."""

from __future__ import annotations

from decimal import Decimal

from ledger.load.ledger import Ledger
from ledger.load.table import DELIMITER
from ledger.problems import Problems, did_you_mean


def check_changes(ledger: Ledger, problems: Problems) -> None:
    """A change of a column that its row does not have is a mistake; a row that stands otherwise has changed since, and that is a warning."""
    last = {(line.row, line.column or ""): line for line in ledger.of("change")}
    for (id, column), line in last.items():
        if id in ledger.left_out.ids or id not in ledger.owner or not column:
            continue
        file = ledger.schema.file_of(line)
        name, row = ledger.owner[id]
        declared = ledger.schema.tables[name].field(column)
        if declared is None:
            problems.add(file, line.line, f"column: {name} has no column '{column}'", did_you_mean(column, ledger.schema.tables[name].columns))
            continue
        value = getattr(row, column)
        now = DELIMITER.join(value) if isinstance(value, tuple) else "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
        if now != (line.after or ""):
            problems.add(
                file,
                line.line,
                f"says that {column} of '{id}' became '{line.after or ''}', and it is '{now}'",
                "python build.py history notes the change",
                warning=True,
            )
