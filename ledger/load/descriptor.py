"""What ``data/datapackage.yaml`` may say, class by class: a Frictionless Data Package with our additions.

The standard knows more than a ledger needs. What it knows and we do not is refused with what to write instead; it is
never accepted and ignored.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ledger.load.typed import Settings

DESCRIPTIVE = ("title", "description", "homepage", "profile", "created", "contributors", "keywords", "image", "licenses", "sources", "version", "$schema", "id")
"""Keys that describe and promise nothing: they are published as they stand."""


class Package(Settings):
    """The file as a whole. ``languages``: the first is the site's own. ``vocabularies``: name → file, or ``file#section``."""

    name: str = ""
    languages: tuple[str, ...] = ("en",)
    vocabularies: dict[str, Any] = msgspec.field(default_factory=dict)
    resources: list[Any] = msgspec.field(default_factory=list)


class Resource(Settings):
    """A table: one CSV file in ``data/``. ``role`` is what the generator may take its rows for (``roles.py``)."""

    name: str
    schema: dict[str, Any]
    role: str = ""
    pages: dict[str, Any] = msgspec.field(default_factory=dict)
    path: str = ""
    format: str = "csv"
    mediatype: str = "text/csv"
    encoding: str = "utf-8"
    dialect: dict[str, Any] = msgspec.field(default_factory=dict)


class PagesSettings(Settings):
    """How a table is shown (``shown.py``); ``title_<language>`` is what its list is called."""

    at: str = ""
    rows: str = ""
    rows_at: str = ""
    group: str = ""
    split: str = ""
    menu: bool | None = None
    facets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


class VocabularySettings(Settings):
    """A vocabulary that says more than its file: whether its terms have pages, whether they are places; its titles."""

    file: str
    pages: bool | None = None
    place: bool | None = None


class TableSchema(Settings):
    """The columns of a table and what makes a row unique; ``missingValues`` are cells that mean "empty"."""

    fields: list[Any]
    primaryKey: str | list[str] = "id"
    foreignKeys: list[Any] = msgspec.field(default_factory=list)
    missingValues: tuple[str, ...] = ("",)


class FieldSettings(Settings):
    """A column. ``as`` is the column of the table's role that it is, where it has another name; it is not told in headings where
    ``unless`` is, and is told ``beside`` another column. ``dimension``: it says of what a row is without a vocabulary."""

    name: str
    plays: str = msgspec.field(default="", name="as")
    unless: str = ""
    beside: str = ""
    dimension: bool = False
    trueValues: tuple[str, ...] = ()
    falseValues: tuple[str, ...] = ()
    type: str = "string"
    format: str = ""
    vocabulary: str = ""
    unit: str = ""
    delimiter: str = ";"
    constraints: dict[str, Any] = msgspec.field(default_factory=dict)


class Constraints(Settings):
    """What a cell of a column must be."""

    required: bool = False
    unique: bool = False
    pattern: str = ""
    enum: list[str] = msgspec.field(default_factory=list)
    minLength: int | None = None
    maxLength: int | None = None
    minimum: str | None = None
    maximum: str | None = None


class Reference(Settings):
    """Where a foreign key leads: a table (itself, where empty) and one of its columns."""

    resource: str = ""
    fields: str | list[str] = "id"


class ForeignKey(Settings):
    """A column whose values are those of a column of a table."""

    fields: str | list[str]
    reference: dict[str, Any] = msgspec.field(default_factory=dict)


TYPES = ("string", "integer", "number", "list")
"""What a cell is to us."""
STANDARD = {
    "date": ("string", "edtf", r"\d{4}-\d{2}-\d{2}", "a day, such as 2025-03-01"),
    "yearmonth": ("string", "edtf", r"\d{4}-\d{2}", "a month, such as 2025-03"),
    "year": ("string", "edtf", r"\d{4}", "a year, such as 2025"),
    "boolean": ("string", "", "", "true or false"),
    "array": ("list", "", "", 'a list in JSON, such as ["a", "b"]'),
}
"""Further types of the standard: what each is to us, its format, what a cell has to look like, and how to say that."""
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
"""What the standard takes for true and false where a field does not say."""
FORMATS = {"string": ("edtf", "clause"), "list": ("clause",), "number": ("printed",), "integer": ("printed",)}

USE_INSTEAD = {
    "datetime": "use type: string with format: edtf, which goes down to days",
    "time": "use type: string",
    "duration": "use type: number, and a column for its unit",
    "object": "use a column for each of its values",
    "any": "use type: string",
    "geopoint": "use two columns of type: number",
    "geojson": "use a vocabulary of places",
}
"""Types of the standard that a ledger does not have, and what to write instead."""

FORMAT_INSTEAD = {
    "default": "leave it out",
    "any": "use format: edtf",
    "email": "use constraints: {pattern: …}",
    "uri": "use constraints: {pattern: …}",
    "binary": "name a file instead",
    "uuid": "use constraints: {pattern: …}",
}

NOT_SUPPORTED = {
    "data": "put the rows into a CSV file",
    "uniqueKeys": "use primaryKey, or constraints: {unique: true} for one column",
    "fieldsMatch": "declare every column",
    "exclusiveMinimum": "use minimum",
    "exclusiveMaximum": "use maximum",
    "jsonSchema": "use pattern",
    "categories": "use a vocabulary, or constraints: {enum: […]}",
    "categoriesOrdered": "use a vocabulary; its order counts",
    "decimalChar": "write numbers with a point: 12.5",
    "groupChar": "write numbers without separators: 1200",
    "bareNumber": "write the number alone; the unit has a column of its own",
    "rdfType": "say it in the description",
    "missingValues": "say it once for the table, in schema: {missingValues: […]}",
    "example": "say it in the description",
    "hash": "leave it out; the build knows the file",
    "bytes": "leave it out; the build knows the file",
    "compression": "keep the file uncompressed",
    "group": "name the tables one by one",
    "views": "make a chart",
    "itemType": "use a vocabulary, or constraints: {pattern: …}",
}
"""Properties of the standard that a ledger does not have, and what to do instead."""

DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": "true", "header": "true", "caseSensitiveHeader": "true", "skipInitialSpace": "false"}
"""The one dialect that tables are written in; a ``dialect`` may say so, and nothing else."""
