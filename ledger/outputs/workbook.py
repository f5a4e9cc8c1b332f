"""``data/data.<language>.xlsx``: the tables of facts as one workbook, and a first sheet that says what they are and how to cite them.

A column of codes has the names beside it; what we say in words stands in the language of the workbook alone. A number that a
spreadsheet would round is written with its digits: the format of each cell shows as many decimals as are printed. No text is a
formula. A table that is too long to be opened with ease is named on the first sheet, with the address of its CSV file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from ledger.load.schema import Table
from ledger.outputs.named import Names, named_columns, plain, tables_of_facts
from ledger.outputs.output import Output
from ledger.render.edition import Edition
from ledger.render.licence import licence_address
from ledger.render.metadata import absolute, package

_EPOCH = datetime(2000, 1, 1)
"""A workbook has to say when it was made; the version of the data is on its first sheet."""
_LONGEST_SHEET, _LONGEST_CELL = 31, 32_767
_MOST_ROWS = 50_000
"""Longer tables are left to CSV: a spreadsheet takes a minute to open them, and the cells of one fill 200 MB while it is made."""
_DIGITS = 15
"""So many digits a spreadsheet keeps."""


def _workbook(edition: Edition, _: str) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": edition.language.title, "created": _EPOCH})
    head = book.add_format({"bold": True, "bottom": 1})
    decimals: dict[int, Any] = {}
    facts = tables_of_facts(edition)
    tables = [table for table in facts if len(edition.whole(table.name)) <= _MOST_ROWS]
    names = _sheet_names(edition.t("notes"), tables)
    notes = book.add_worksheet(names[0])
    notes.set_column(0, 0, 28)
    notes.set_column(1, 1, 100)
    elsewhere = ((table.name, absolute(edition, f"/data/{table.name}.csv")) for table in facts if table not in tables)
    for number, (key, text) in enumerate((*_notes(edition, tables, names[1:]), *elsewhere)):
        notes.write_string(number, 0, key, head if not text else None)
        notes.write_string(number, 1, text[:_LONGEST_CELL])
    for table, name in zip(tables, names[1:], strict=True):
        sheet = book.add_worksheet(name)
        columns = [*named_columns(edition, table)]
        for place, (column, named) in enumerate(columns):
            sheet.write_string(0, place, edition.column_title(table.name, column.name) if named else column.name, head)
        sheet.freeze_panes(1, 1)
        rows = edition.whole(table.name)
        names_beside = Names(edition)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        for number, row in enumerate(rows, 1):
            for place, (column, named) in enumerate(columns):
                value = getattr(row, column.name)
                if value is None or value == ():
                    continue
                if isinstance(value, Decimal | int) and not named and len(str(value).strip("-").replace(".", "")) <= _DIGITS:
                    shown = max(0, -int(Decimal(value).as_tuple().exponent))
                    if shown not in decimals:
                        decimals[shown] = book.add_format({"num_format": f"0.{'0' * shown}" if shown else "0"})
                    sheet.write_number(number, place, float(value), decimals[shown])
                else:
                    text = names_beside.of(row, column) if named else plain(value)
                    sheet.write_string(number, place, text[:_LONGEST_CELL])
    book.close()
    return made.getvalue()


def _sheet_names(notes: str, tables: list[Table]) -> list[str]:
    """A name a sheet: of 31 letters at most, and no two alike."""
    found: list[str] = []
    for name in (notes, *(table.name for table in tables)):
        short, number = name[:_LONGEST_SHEET], 2
        while short.lower() in (other.lower() for other in found):
            short, number = f"{name[: _LONGEST_SHEET - 3]}-{number}", number + 1
        found.append(short)
    return found


def _notes(edition: Edition, tables: list[Table], names: list[str]) -> Iterator[tuple[str, str]]:
    yield edition.language.title, ""
    told = (
        (edition.t("meaning"), package(edition, "description")),
        (edition.t("version"), edition.version),
        (edition.t("licence-word"), " ".join(filter(None, (edition.licence, licence_address(edition))))),
        (edition.t("link"), absolute(edition, edition.at("data/")) if edition.project.site_url else ""),
        (edition.t("cite"), edition.t("cite-message")),
    )
    yield from ((key, text) for key, text in told if text)
    for table, name in zip(tables, names, strict=True):
        yield name, ""
        if table.description[edition.code]:
            yield edition.t("table"), table.description[edition.code]
        for column in table.fields:
            told_of = ". ".join(filter(None, (edition.column_title(table.name, column.name), column.description[edition.code])))
            yield column.name, told_of


OUTPUTS = (Output("workbook", lambda edition: (f"data/data.{edition.code}.xlsx",), _workbook),)
