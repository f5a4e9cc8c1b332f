"""What the search finds, and the index in which it looks: sections of records, cut into parts, and words with the places of records.

A section is a kind of thing: the terms of a vocabulary, the glossary, stories, charts, other pages, the rows of a table. A part of it is a
file of records, ``rows/targets.json`` or ``rows/targets/steel-2030.json``, that begins with that row; it begins as parts of lists do
(``render.parts``), so that a row that is added moves few others. A record is known by its number: that of its part times ``SLOT``, and its
place in the part.

A word has up to five lists of records, by what it is to them, each number less the one before::

    "cement": [[2], [64, 1], [], [3], [9, 4]]      in names of up to 2 words, of 4, of 8, in longer ones, and elsewhere

Elsewhere are: where it belongs, a summary, its name in other languages, its number and id, and of the terms that it names, or that its
name speaks of, all names, aliases (``also:``) and readings. The more of a name a word is, the sooner the record is found. Words are kept
in the order of their letters, in files that begin, like parts, with words chosen by a hash of them.
"""

from __future__ import annotations

import json
import operator
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ledger.check.statements import aliases
from ledger.language import manner_of
from ledger.language.sought import Letters, is_unspaced, letters_of, simplified
from ledger.load.passages import parts_of
from ledger.render import applied, compared, filed
from ledger.render.glossary import PAGE as GLOSSARY
from ledger.render.near import Key
from ledger.render.parts import named, searched, segment, table_of
from ledger.render.series import SERIES, path_of

if TYPE_CHECKING:
    from ledger.load.content import Document
    from ledger.load.vocabulary import Term
    from ledger.project import Language
    from ledger.render.edition import Edition

SLOT = 128
"""So many numbers a part has; it has no more records."""
LEAST, ONE_IN, MOST = 32, 16, 96
"""Records of a part: as many at least, then to one of a hash that comes once in so many, and at most."""
FILLED, ONE_WORD_IN, FULL = 12_000, 12, 24_000
"""The same for a file of words, in characters and words."""
CLASSES = (2, 4, 8)
"""Words of a name, by which its records are ordered; two characters of a script without spaces are a word."""
TELLING, LONG_NAME, ELSEWHERE = 1, len(CLASSES), len(CLASSES) + 1
OFTEN = 3
"""A page that says a word so often in its text, or in its summary or a heading, is about it as much as if it were half of its name."""
TERMS, ROWS, PAGES = "terms", "rows", "pages"
FIRST = ("document", "target")
"""Rows of these roles come before charts and other pages."""
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]*")
_REFERENCE = re.compile(r"\[\[[\w-]+:|\]\]|\]\([^)]*\)|\{[^}]*\}|<[^>]*>")
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")


class Record(NamedTuple):
    """What is shown of a thing that is found: its name, where it belongs, its address relative to the edition's root, a line about it."""

    name: str
    where: str
    address: str
    text: str = ""


class Words(NamedTuple):
    """What a thing is found by: its name, what is nearly as telling, its id, all else, the text of a page, and the terms that it names."""

    name: str
    more: Sequence[str] = ()
    telling: str = ""
    id: str = ""
    text: str = ""
    terms: tuple[tuple[str, str], ...] = ()


# --- sections ---------------------------------------------------------------------------------------------------------


def sections(edition: Edition) -> Iterator[tuple[str, str, list[Key]]]:
    """``(section, its title, keys of its records)``, the most looked-for first."""
    for vocabulary in edition.term_pages:
        yield f"{TERMS}/{vocabulary}", edition.vocabulary_title(vocabulary), [(term.id,) for term in edition.used_terms(vocabulary)]
    if edition.glossary:
        yield f"{PAGES}/glossary", edition.page_title(GLOSSARY), sorted((term.name,) for term in edition.glossary)
    yield f"{PAGES}/stories", edition.t("stories"), [(document.path,) for document in edition.stories]
    tables = searched(edition.ledger.schema)
    first = [table for table in tables if table != SERIES and edition.ledger.schema.tables[table].role in FIRST]
    yield from (_rows(edition, table) for table in first)
    yield f"{PAGES}/charts", edition.t("charts"), [(id,) for id in edition.figure_ids]
    yield f"{PAGES}/pages", edition.t("pages"), [(path,) for path in _pages(edition)]
    yield from (_rows(edition, table) for table in tables if table not in first)


def _rows(edition: Edition, table: str) -> tuple[str, str, list[Key]]:
    section = f"{ROWS}/{segment(table)}"
    if table != SERIES:
        return section, edition.table_title(table), [_key(edition, row) for row in edition.ledger.rows(table)]
    rows = (edition.ledger.row(table_of(edition.ledger.schema, SERIES), id) for id in edition.series_rows().values())
    return section, edition.t("series"), [_key(edition, row) for row in rows if row]


def _key(edition: Edition, row: Any) -> Key:
    return tuple(getattr(row, column) for column in edition.ledger.schema.tables[row.table].identity)


def _pages(edition: Edition) -> list[str]:
    """The addresses of all other pages that stand for themselves: what editors wrote, lists, and what stands beside them."""
    stories = {document.path for document in edition.stories}
    written = [document.address for document in edition.documents if document.path not in stories]
    led = [path for _, path in (*edition.menu, *edition.indices)]
    beside = (path for path, (there, _) in _BESIDE.items() if there(edition))
    return sorted(dict.fromkeys((*filter(None, written), *led, *beside)))


_BESIDE: dict[str, tuple[Callable[[Edition], object], str]] = {
    compared.PAGE: (lambda edition: edition.files_compared("compared"), "compare"),
    applied.PAGE: (lambda edition: edition.tells_in_force(), "in-force-on"),
    filed.PAGE: (lambda edition: edition.filed, "stories-filed"),
}
"""``(whether an edition has it, the key of its title and of what is said about it)`` of each page to which no menu leads, by its path."""


def cut(section: str, keys: Sequence[Key]) -> dict[str, tuple[Key, ...]]:
    """The parts of a section, by their files: the keys of their records."""
    found: dict[str, list[Key]] = {}
    file = f"{section}.json"
    for key in keys:
        name = str(key[-1])
        length = len(found.setdefault(file, []))
        if length >= LEAST and (length >= MOST or zlib.crc32(name.encode()) % ONE_IN == 0):
            file = f"{section}/{name if _PLAIN.fullmatch(name) else f'{zlib.crc32(name.encode()):08x}'}.json"
            found[file] = []
        found[file].append(key)
    return {at: tuple(part) for at, part in found.items() if part}


# --- records ----------------------------------------------------------------------------------------------------------

_TOLD = ("value", "document", "date", "issued")
"""What a record says besides its name."""


def row_record(edition: Edition, table: str, row: Any) -> Record:
    """A row as it is found; of a series any of its rows."""
    schema = edition.ledger.schema
    if table == SERIES:
        return Record(edition.series_title(row), "", path_of(schema, row) or "")
    return Record(*_named(edition, table, row), edition.address(row)[len(edition.at("")) :], edition.own(row, "summary"))


def _named(edition: Edition, table: str, row: Any) -> tuple[str, str]:
    """The name of a row, and where it belongs."""
    declared = edition.ledger.schema.tables[table]
    role = declared.role
    policy = edition.source_of(row)[0]
    value = edition.measured(row) if role and getattr(row, "value", None) is not None else ""
    document = edition.heading(policy) if policy and role != "document" else ""
    dates = (item for name in ("year", "date") if (item := declared.field(name)) and item.format == "edtf")
    date = edition.date(next((when for item in dates if (when := getattr(row, item.name))), None))
    name = " ".join(filter(None, [edition.label(row) + edition.with_apart("", edition.parts_apart(row, _TOLD)), value]))
    return name, " · ".join(filter(None, [edition.place_name(row), document, date]))


def row_words(edition: Edition, table: str, row: Any) -> Words:
    """What a row is found by."""
    fields = edition.ledger.schema.tables[row.table].fields
    if table == SERIES:
        columns = edition.series_columns(row)
        return Words(edition.series_title(row), terms=_terms_in(row, (f for f in fields if f.name in columns)))
    name, where = _named(edition, table, row)
    more = [where, edition.own(row, "summary"), edition.other(row, "name") or edition.other(row, "title"), getattr(row, "number", None) or ""]
    more = [text for text in more if text and isinstance(text, str)]  # a column of a table of one's own may be called so and be a number
    return Words(name, more, edition.place_name(row), row.id, terms=_terms_in(row, fields))


def _terms_in(row: Any, fields: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    found = [(f.vocabulary, value) for f in fields if f.vocabulary and (value := getattr(row, f.name))]
    return tuple((name, id) for name, value in found for id in (value if isinstance(value, tuple) else (value,)))


def term_record(edition: Edition, vocabulary: str, id: str) -> Record:
    """A term as it is found, under the term above it."""
    term = edition.ledger.term(vocabulary, id)
    above = str(term.get("parent") or "") if term else ""
    return Record(edition.name(vocabulary, id), edition.name(vocabulary, above) if above else "", f"{vocabulary}/{id}/")


def term_words(edition: Edition, vocabulary: str, id: str) -> Words:
    """What a term is found by: all its names."""
    term = edition.ledger.term(vocabulary, id)
    names = (*term.names.values(), *aliases(term)) if term else ()
    return Words(edition.name(vocabulary, id), telling=" ".join(names), id=id, terms=((vocabulary, id),))


def page_record(edition: Edition, section: str, key: str) -> Record:
    """A page, a chart or a term of the glossary as it is found."""
    if section == "charts":
        figure = edition.any_figure(key)
        return Record(figure.title, "", f"charts/{key}/", figure.sentence)
    if section == "glossary":
        term = next(term for term in edition.glossary if term.name == key)
        return Record(term.name, "", f"{GLOSSARY}#{term.id}" if term.id else GLOSSARY, term.said)
    if document := _written(edition, section, key):
        return Record(document.meta.title, edition.date(document.meta.date), document.address, document.meta.summary)
    if key in _BESIDE:
        word = _BESIDE[key][1]
        return Record(edition.t(word), "", key, edition.t(f"{word}-about"))
    title, about = edition.list_at(key)
    return Record(title, "", key, about)


def _written(edition: Edition, section: str, key: str) -> Document | None:
    """The editors' page that a record of a section of pages is about, if it is about one: a story by its path, the rest by address."""
    return edition.document(key) if section == "stories" else edition.written_at(key)


def page_words(edition: Edition, section: str, key: str) -> Words:
    """What a page is found by: of what an editor wrote, its text."""
    record = page_record(edition, section, key)
    if section == "charts":
        figure = edition.any_figure(key)
        cells = {cell for row in figure.rows for cell in row if isinstance(cell, str)}
        return Words(record.name, (key, *figure.columns, *sorted(cells)), f"{record.text} {figure.subtitle}")
    if section == "glossary":
        return Words(record.name, (record.text,), next(term.also for term in edition.glossary if term.name == key))
    document = _written(edition, section, key)
    if not document:
        return Words(record.name, (record.address,), record.text)
    lines = [line for part in parts_of(edition.text(document.path).body.split("\n")) if part.language is None for line in part.lines]
    headings = [found[1] for line in lines if (found := _HEADING.match(line))]
    return Words(record.name, (record.address,), " ".join([record.text, *headings]), text=_REFERENCE.sub(" ", "\n".join(lines)))


# --- the index --------------------------------------------------------------------------------------------------------


Classes = dict[str, int]
"""The words by which a thing is found, and what each is to it."""


class Reader:
    """Tells by which words of a language's edition things are found; ``edition`` is one that notes nothing."""

    def __init__(self, edition: Edition, letters: Letters) -> None:
        self.edition, self.letters = edition, letters
        self._spoken: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        self._of_terms: dict[tuple[str, str], tuple[str, ...]] = {}
        for vocabulary, terms in edition.ledger.vocabularies.items():
            for term in terms.values():
                self._learn(vocabulary, term)

    def _learn(self, vocabulary: str, term: Term) -> None:
        """A term by all its names, and what speaks of it without naming it."""
        names = dict.fromkeys((*term.names.values(), *aliases(term)))
        has_page = vocabulary in self.edition.term_pages
        read = [word for name in names for word in self.letters.read(name)] if has_page else []
        known = tuple(dict.fromkeys([*(word for name in names for word in self.letters.words(name)), *read]))
        self._of_terms[vocabulary, term.id] = known
        if has_page or aliases(term):
            for name in names:
                if inner := tuple(word for word in self.letters.words(name) if len(word) > 1):
                    self._spoken.setdefault(inner[0], []).append((inner, known))

    def classes(self, thing: Words) -> Classes:
        """By the words of a thing, what each is to it."""
        letters, spelt = self.letters, self.letters.spelt
        name = letters.words(thing.name)
        long = sum(0.5 if is_unspaced(word) else 1 for word in name)
        of_name = next((place for place, most in enumerate(CLASSES) if long <= most), LONG_NAME)
        found = dict.fromkeys(name, of_name)
        spoken = Counter(letters.words(thing.text))
        for word in (*letters.words(thing.telling), *(word for word, times in spoken.items() if times >= OFTEN)):
            found.setdefault(word, TELLING)
        for word in letters.words(thing.id):
            found.setdefault(word, LONG_NAME)
        for word in spoken:
            found.setdefault(word, ELSEWHERE)
        for text in thing.more:
            for word in letters.words(text):
                found.setdefault(word, ELSEWHERE)
        for term in thing.terms:
            for word in self._of_terms.get(term, ()):
                found.setdefault(word, ELSEWHERE)
        for at, word in enumerate(name):
            for words, known in self._spoken.get(word, ()):
                if len(words) == 1 or tuple(name[at : at + len(words)]) == words:
                    for other in known:
                        found.setdefault(other, ELSEWHERE)
        for word, kind in list(found.items()):
            if (other := spelt(word)) != word:
                found[other] = min(kind, found.get(other, ELSEWHERE))
        return found


class Index:
    """Collects the words of all records of one language."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters
        self.kinds: list[tuple[str, str]] = []
        self.parts: list[tuple[str, int, int]] = []
        self._lists: dict[str, list[int]] = defaultdict(list)
        """By word, of each record its number times 8 and what the word is to it."""

    def add(self, section: str, title: str, parts: Iterable[tuple[str, bytes]]) -> None:
        """A section: for each of its files by which words its records are found."""
        name = section.partition("/")[2]
        self.kinds.append((section if name in dict(self.kinds) else name, title))
        for file, packed in parts:
            things = _things.decode(packed)
            first = len(self.parts) * SLOT
            self.parts.append((file, len(self.kinds) - 1, len(things)))
            for place, thing in enumerate(things):
                number = (first + place) << 3
                for word, kind in thing.items():
                    self._lists[word].append(number | kind)

    def files(self) -> dict[str, Any]:
        """The files of words, as their text, and ``index.json`` and ``words.json``, as plain values."""
        found: dict[str, Any] = {}
        firsts: list[tuple[str, str]] = []
        file: list[tuple[str, tuple[tuple[int, ...], ...]]] = []
        size = 0

        def close() -> None:
            if file:
                name = f"words/{_hash(file[0][0]):08x}.json"
                while name in found:
                    name = name.replace(".json", "-.json")
                found[name] = text_of(dict(file))
                firsts.append((file[0][0], name.removeprefix("words/").removesuffix(".json")))

        for word in sorted(self._lists, key=_utf16):
            if size >= FILLED and (size >= FULL or _hash(word) % ONE_WORD_IN == 0):
                close()
                file, size = [], 0
            numbers = self._lists[word]
            file.append((word, _by_class(numbers)))
            size += len(word) + 12 + 3 * len(numbers)
        close()
        found["words.json"] = tuple(w for w in sorted(self._lists, key=_utf16) if len(w) > 2 and w.isalpha() and not is_unspaced(w))
        characters = {character for word in self._lists if is_unspaced(word) for character in word}
        found["index.json"] = (
            tuple(self.kinds),
            tuple(self.parts),
            tuple(firsts),
            self.letters.spellings,
            "".join(f"{chr(code)}{to}" for code, to in sorted(simplified().items() if self.letters.han else ()) if to in characters),
        )
        return found


def site_letters(languages: Iterable[Language]) -> Letters:
    """How the languages of a site are looked for, together: names of all of them are found in each."""
    return letters_of([manner_of(language.tag, language.habits) for language in languages])


def _by_class(numbers: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Lists of records by what a word is to them, each number less the one before."""
    lists: list[list[int]] = [[] for _ in range(max(number & 7 for number in numbers) + 1)]
    for number in numbers:
        lists[number & 7].append(number >> 3)
    return tuple(tuple(map(operator.sub, found, (0, *found[:-1]))) if found else () for found in lists)


def _hash(word: str) -> int:
    return zlib.crc32(word.encode())


def _utf16(word: str) -> bytes:
    """The order in which browsers have words."""
    return word.encode("utf-16-be")


Found = list[tuple[str, str, list[tuple[str, tuple[Key, ...], bytes]]]]
"""Sections with their parts: file, keys of the records, and the words by which these are found, packed: there are more of these than of
anything else that a large site has in memory."""
_things = msgspec.msgpack.Decoder(list[Classes])


def text_of(content: object) -> str:
    """A file of the search as it is written."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def collected(edition: Edition, letters: Letters, wanted: Callable[[str], bool]) -> Found:
    """The sections whose names are ``wanted``; ``edition`` is one that notes nothing."""
    found: Found = []
    reader = Reader(edition, letters)
    for section, title, keys in sections(edition):
        if keys and wanted(section):
            parts = ((file, part, [reader.classes(_words(edition, section, key)) for key in part]) for file, part in cut(section, keys).items())
            found.append((section, title, [(file, part, msgspec.msgpack.encode(things)) for file, part, things in parts]))
    return found


def _words(edition: Edition, section: str, key: Key) -> Words:
    kind, _, name = section.partition("/")
    if kind == TERMS:
        return term_words(edition, name, str(key[0]))
    if kind == PAGES:
        return page_words(edition, name, str(key[0]))
    return row_words(edition, *row_of(edition, name, key))


def row_of(edition: Edition, name: str, key: Key) -> tuple[str, Any]:
    """The table that a section shows, and the row of a key."""
    table = named(name)
    declared = edition.ledger.schema.tables[table_of(edition.ledger.schema, table)]
    return table, edition.ledger.rows(declared.name, **dict(zip(declared.identity, key, strict=True)))[0]


def indexed(letters: Letters, found: Found) -> dict[str, Any]:
    """All files of the search in one language (``Index.files``); of files of records the keys of these."""
    index = Index(letters)
    for section, title, parts in found:
        index.add(section, title, [(file, things) for file, _, things in parts])
    return {file: keys for _, _, parts in found for file, keys, _ in parts} | index.files()
