"""The cases of an item on the scale of its category, in powers of ten: a line a column that measures something.

Only figures that hold over the same time are on one line, and there is none where they differ by less than ten times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.render.drawings.sketch import Drawn, strip
from ledger.render.edition import Edition


def drawn(edition: Edition, row: Any, rows: Mapping[str, Sequence[Any]]) -> list[Drawn]:
    found: list[Drawn] = []
    cases = rows.get("case", ())
    columns = [f for f in edition.ledger.schema.tables[cases[0].table].fields if f.type == "number" and f.unit] if cases else []
    for column in columns:
        stated = [case for case in cases if getattr(case, column.name) is not None and getattr(case, column.name) > 0]
        for basis in dict.fromkeys(getattr(case, "basis", None) for case in stated):
            own = [case for case in stated if getattr(case, "basis", None) == basis]
            scale = edition.scale_of(own[0], column.name)
            if scale is None or scale.count <= len(own):
                continue
            unit = edition.ledger.called("unit", column.unit or None, edition.code)
            least, most = (edition.number(end) for end in (scale.low, scale.high))
            marks = [(scale.place(float(getattr(c, column.name))), edition.compared(c, column.name), _inexact(c, column.name)) for c in own]
            what = edition.column_title(own[0].table, column.name)
            title = edition.t("drawn-scale", what=what, unit=unit, n=scale.count)
            mine = edition.t("enumeration").join(words for _, words, _ in marks)
            said = edition.t("drawn-scale-said", low=least, high=most, mine=mine)
            remarks = (edition.t("drawn-scale-remark"), *([edition.t("series-hollow")] if any(hollow for *_, hollow in marks) else []))
            found.append(Drawn(f"scale-{len(found) + 1}", title, said, strip(scale.places, marks, (least, most)), remarks))
    return found


def _inexact(case: Any, column: str) -> bool:
    return getattr(case, f"{column.partition('_')[0]}_comparator", None) not in (None, "=")
