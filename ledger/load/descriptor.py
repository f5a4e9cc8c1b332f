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
    """what the data package is called, in lower-case letters"""
    languages: tuple[str, ...] = ("en",)
    """the codes of the site's languages, as in `mkdocs.yml`; the first is its own"""
    vocabularies: dict[str, Any] = msgspec.field(default_factory=dict)
    """`{name: file.yaml}`, or `{name: file.yaml#section}`, or more, see below"""
    resources: list[Any] = msgspec.field(default_factory=list)
    """the tables, one after the other"""


class Resource(Settings):
    """A table: one CSV file in ``data/``. ``role`` is what the generator may take its rows for (``roles.py``)."""

    name: str
    """the name of the table, by which pages and charts call it"""
    schema: dict[str, Any]
    """its columns"""
    role: str = ""
    """what the generator may take its rows for; without it what the name usually means, `none` for a table of your own"""
    pages: dict[str, Any] = msgspec.field(default_factory=dict)
    """how it is shown, where that does not follow from its role"""
    path: str = ""
    """its file in `data/`, where that is not `name.csv`"""
    format: str = "csv"
    """`csv`"""
    mediatype: str = "text/csv"
    """`text/csv`"""
    encoding: str = "utf-8"
    """`utf-8`"""
    dialect: dict[str, Any] = msgspec.field(default_factory=dict)
    """commas and double quotes; nothing else is read"""


class PagesSettings(Settings):
    """How a table is shown (``shown.py``); ``title_<language>`` is what its list is called."""

    at: str = ""
    """where its list stands: `/promises/`"""
    rows: str = ""
    """`pages`: a page a row; `places`: a place in the list; `none`: no list"""
    rows_at: str = ""
    """where the pages of rows stand, if not below `at`"""
    group: str = ""
    """a column by whose values the list is parted under headings"""
    split: str = ""
    """a column of which each value has a list of its own"""
    menu: bool | None = None
    """whether it stands in the menu"""
    facets: tuple[str, ...] = ()
    """columns by which readers narrow the list"""
    columns: tuple[str, ...] = ()
    """what the list shows of a table of your own; without it the first seven that say something"""


class VocabularySettings(Settings):
    """A vocabulary that says more than its file: whether its terms have pages, whether they are places; its titles."""

    file: str
    """`terms.yaml`, or a section of one, `kinds.yaml#event`"""
    pages: bool | None = None
    """whether each term has a page"""
    place: bool | None = None
    """whether its terms are places"""


class TableSchema(Settings):
    """The columns of a table and what makes a row unique; ``missingValues`` are cells that mean "empty"."""

    fields: list[Any]
    """the columns, in the order of the file"""
    primaryKey: str | list[str] = "id"
    """what makes a row unique: `id`, or a list of columns, of which an id is made"""
    foreignKeys: list[Any] = msgspec.field(default_factory=list)
    """the columns that lead to other tables"""
    missingValues: tuple[str, ...] = ("",)
    """cells that mean that nothing is there"""


class FieldSettings(Settings):
    """A column. ``as`` is the column of the table's role that it is, where it has another name; it is not told in headings where
    ``unless`` is, and is told ``beside`` another column. ``dimension``: it says of what a row is without a vocabulary."""

    name: str
    """the column in the header of the file"""
    plays: str = msgspec.field(default="", name="as")
    """the column of the table's role that it is, where it has another name: `as: value`"""
    unless: str = ""
    """another column; where that says something, headings do not tell this one"""
    beside: str = ""
    """another column, beside which this one is told"""
    dimension: bool = False
    """`true`: it says of what a row is without naming a term of a vocabulary"""
    trueValues: tuple[str, ...] = ()
    """what means true in a column of type `boolean`"""
    falseValues: tuple[str, ...] = ()
    """what means false"""
    type: str = "string"
    """what its cells are, see below"""
    format: str = ""
    """`edtf`: a date, `2025-03` or `2025/2030` or `2025~`; `clause`: a place in the document of its row; `printed`: a number with its zeros"""
    vocabulary: str = ""
    """the vocabulary whose terms it names"""
    unit: str = ""
    """the unit of all its numbers, where no column says it"""
    delimiter: str = ";"
    """what stands between the entries of a list"""
    constraints: dict[str, Any] = msgspec.field(default_factory=dict)
    """what a cell must be"""


class Constraints(Settings):
    """What a cell of a column must be."""

    required: bool = False
    """no cell is empty"""
    unique: bool = False
    """no two cells are the same"""
    pattern: str = ""
    """a regular expression that a cell fits"""
    enum: list[str] = msgspec.field(default_factory=list)
    """the texts that a cell may be"""
    minLength: int | None = None
    """characters at least"""
    maxLength: int | None = None
    """characters at most"""
    minimum: str | None = None
    """the least number or date"""
    maximum: str | None = None
    """the greatest"""


class Reference(Settings):
    """Where a foreign key leads: a table (itself, where empty) and one of its columns."""

    resource: str = ""
    """the table; empty for its own"""
    fields: str | list[str] = "id"
    """the column whose values they are, or several"""


class ForeignKey(Settings):
    """A column whose values are those of a column of a table."""

    fields: str | list[str]
    """the column, or several"""
    reference: dict[str, Any] = msgspec.field(default_factory=dict)
    """where it leads"""


TYPES = ("string", "integer", "number", "list")
"""What a cell is to us."""
NUMBERS = ("integer", "number")
"""The types whose cells are numbers."""
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
