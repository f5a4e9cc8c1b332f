"""A text becomes worksheets: its outline first; when that is taken, its numbers, and a second worksheet without their answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ledger.check.citation import Fingerprint, cited, citing_tables, policy_of
from ledger.check.numerals import numerals_in, readings
from ledger.check.sections import need_section
from ledger.check.statements import names_of
from ledger.entry import tables
from ledger.entry.doubtful import tell_damage
from ledger.entry.figures import About, Figure, figures_of
from ledger.entry.habits import examples, habits_of
from ledger.entry.language import Language, is_described, language_of
from ledger.entry.outline import Clause, outline_of
from ledger.entry.text import Archived, read_document
from ledger.entry.worksheet import FOLDER, NUMBERS, SECOND, keep_private, write_worksheet
from ledger.load.ledger import Ledger, load_ledger
from ledger.load.schema import Table
from ledger.load.second import columns_of
from ledger.load.table import SECTION, Row
from ledger.problems import Problems, did_you_mean

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORDS = 24
"""Characters of the source that the outline's worksheet shows of a clause."""
TEXT = "text"
"""In the worksheet of a document, the rows that say where its text lies; no table of the ledger."""
NEAR = "near_"


@dataclass(frozen=True)
class Asked:
    """What a call says of a document: its ``id``, the ``source`` that it is in, its ``lines`` there, the ``language`` and the ``prefix`` of
    its rows' ids."""

    id: str = ""
    source: str = ""
    lines: tuple[int, int] | None = None
    language: str = ""
    prefix: str = ""


def propose(root: Path, text: Path, asked: Asked, problems: Problems, say: Callable[[str], None]) -> int:
    """Write the worksheets of a document: of a new one its outline, of one in the ledger its numbers. 1 where it cannot be done."""
    ledger = load_ledger(root / "data", load_problems := Problems())
    if not ledger.schema.tables:
        problems.found |= load_problems.found
        return 1
    asked = _completed(ledger, text, asked, problems)
    archived = read_document(text, problems) if not problems.errors else None
    if archived is None:
        return 1
    tell_damage(archived.lines, archived.empty_pages, str(text), problems)
    if archived.made_of:
        text = root / FOLDER / f"{asked.source}.txt"
        text.parent.mkdir(parents=True, exist_ok=True)
        keep_private(text.parent)
        text.write_bytes(archived.content)
        say(f"{_shown(text, root)}: the text of the {archived.made_of} file, {len(archived.lines)} lines; archive this one")
    if ledger.of(tables.CLAUSE, document=asked.id) and lone_clause(ledger, asked.id) is None:
        return propose_numbers(root, ledger, asked.id, archived.lines, asked.prefix, problems, say)
    return _propose_outline(root, ledger, text, archived, asked, problems, say)


def lone_clause(ledger: Ledger, document: str) -> Row | None:
    """The clause of a document that has a single one for all of its text: it has no outline yet."""
    rows = ledger.of(tables.CLAUSE, document=document)
    return rows[0] if len(rows) == 1 and rows[0].first == 1 and rows[0].clause == "0" else None


def _completed(ledger: Ledger, text: Path, asked: Asked, problems: Problems) -> Asked:
    """What a call leaves out, from the ledger and the file's name."""
    if lacking := [role for role in tables.TEXTS if not ledger.schema.of(role)]:
        what = f"there is no table of role {' and none of role '.join(lacking)}, and a document goes into it"
        problems.add("data/datapackage.yaml", 0, what, "declare it as the sample of ledger init does")
        return asked
    known = ledger.find(tables.DOCUMENT, asked.id)
    by_file = next((row for row in ledger.of(tables.SOURCE) if row.file == text.name), None)
    id = asked.id or re.sub(r"[^a-z0-9]+", "-", text.stem.lower()).strip("-")
    if not ID.fullmatch(id) or len(id) > 60:
        problems.add(str(text), 0, f"'{id}' is no id for a document", "give one: --id town-plan, lower-case letters, digits and hyphens")
    source = asked.source or (known.source if known else by_file.id if by_file else id)
    if id in ledger.owner and not ledger.find(tables.DOCUMENT, id):
        problems.add(str(text), 0, f"'{id}' is the id of a row of {ledger.owner[id][0]}", "give another: --id")
    row = ledger.find(tables.SOURCE, source)
    if row is None and source != id and source in ledger.owner:
        problems.add(str(text), 0, f"source '{source}' is a row of {ledger.owner[source][0]}", "give another: --source")
    if row is None and source == id:
        source = f"{id}-text"  # an id is used once in the whole ledger
    language = asked.language or (row.language if row else ledger.schema.languages[0])
    if not is_described(language):
        problems.add(
            str(text), 0, f"nobody has described texts in '{language}' yet", "their numbering is read as in English, their words are not", warning=True
        )
    return replace(asked, id=id, source=source, language=language)


def _propose_outline(root: Path, ledger: Ledger, text: Path, archived: Archived, asked: Asked, problems: Problems, say: Callable[[str], None]) -> int:
    lines = archived.lines
    first, last = asked.lines or (1, len(lines))
    if not 1 <= first <= last <= len(lines):
        problems.add(str(text), 0, f"lines {first} to {last} are not in it", f"it has {len(lines)} lines")
        return 1
    clauses = outline_of(lines, language_of(asked.language), first, last)
    if not clauses:
        problems.add(str(text), 0, "there is nothing on these lines", "give others: --lines 10-200")
        return 1
    folder = root / FOLDER
    outline, document = folder / f"{asked.id}-outline.csv", folder / f"{asked.id}-document.csv"
    headings = headings_of(ledger)
    columns = ["document", "clause", "first", "last", "kind", *headings.values(), "words"]
    write_worksheet(outline, columns, _outline_rows(ledger, clauses, lines, asked, headings))
    write_worksheet(document, ["table", "column", "value", "help"], _document_rows(ledger, clauses, text, archived, asked))
    say(f"{_shown(document, root)}: what the document is; fill in what is empty and must not be")
    say(f"{_shown(outline, root)}: {len(clauses)} clauses; correct them, then: enter {_shown(outline, root)}")
    return 0


def headings_of(ledger: Ledger) -> dict[str, str]:
    """``{language: column}`` of the headings of clauses, by the names that the role has for them."""
    table = tables.of_role(ledger.schema, tables.CLAUSE)
    return {language: column for language in ledger.schema.languages if table and table.column(column := f"heading_{language}")}


def _outline_rows(ledger: Ledger, clauses: Sequence[Clause], lines: Sequence[str], asked: Asked, headings: Mapping[str, str]) -> Iterator[dict[str, str]]:
    needed, kinds = need_section([c.name for c in clauses]), tables.terms(ledger, tables.CLAUSE, "kind")
    for clause in clauses:
        words = next((line for line in lines[clause.first - 1 : clause.last] if line.strip()), "").strip()
        yield {
            "document": asked.id,
            "clause": (SECTION if clause.name in needed else "") + clause.name,
            "first": str(clause.first),
            "last": str(clause.last),
            "kind": clause.kind if clause.kind in kinds else next(iter(kinds), ""),
            **({headings[asked.language]: clause.heading} if asked.language in headings else {}),
            "words": words[:_WORDS],
        }


def _document_rows(ledger: Ledger, clauses: Sequence[Clause], text: Path, archived: Archived, asked: Asked) -> Iterator[dict[str, str]]:
    """A row a cell of the rows that the document will have in the tables of sources and documents."""
    told = _told(ledger, clauses, archived.lines, asked)
    source = {"id": asked.source, "file": text.name, "sha256": archived.sha256, "language": asked.language, f"title_{asked.language}": told["title"]}
    document = {"id": asked.id, "source": asked.source, f"title_{asked.language}": told["title"], "issued": told["issued"], "period": told["period"]}
    document |= {"region": told["region"], "clause": clauses[0].name}
    yield {"table": TEXT, "column": "file", "value": str(text.resolve()), "help": "where the archived text lies on this machine"}
    yield {"table": TEXT, "column": "prefix", "value": asked.prefix or asked.id, "help": "what the ids of its rows begin with"}
    for role, cells in ((tables.SOURCE, source), (tables.DOCUMENT, document)):
        table = tables.of_role(ledger.schema, role)
        if table is None or ledger.find(role, cells["id"]):
            continue
        for item in table.fields:
            terms = ledger.vocabularies.get(item.vocabulary, {}) if item.vocabulary else {}
            help = ("must be filled in; " if item.required else "") + (
                f"one of {' '.join(terms)}" if 0 < len(terms) <= 20 else next(iter(item.description.values()), "")
            )
            yield {"table": table.name, "column": item.name, "value": cells.get(table.plays_as(item.name), ""), "help": help}


def _told(ledger: Ledger, clauses: Sequence[Clause], lines: Sequence[str], asked: Asked) -> dict[str, str]:
    """What the title and the signature say of a document."""
    language = language_of(asked.language)
    title = next((c for c in clauses if c.name == "0"), clauses[0])
    ends = [c for c in clauses if c.name in ("0", "end")]
    text = "\n".join(line for c in ends for line in lines[c.first - 1 : c.last])
    names = names_of(ledger, asked.language)
    dates = numerals_in(text).dates
    region = next(iter(names.terms(title.heading).get(ledger.schema.places, ())), "")
    period = next((span for name, span in language.periods.items() if name in title.heading), "")
    return {"title": title.heading, "issued": dates[0] if dates and not dates[0].startswith("X") else "", "period": period, "region": region}


def propose_numbers(root: Path, ledger: Ledger, document: str, lines: Sequence[str], prefix: str, problems: Problems, say: Callable[[str], None]) -> int:
    """The worksheet of every number of a document that no row carries yet, and the one of all its numbers without answers."""
    row = ledger.find(tables.DOCUMENT, document)
    source = ledger.find(tables.SOURCE, row.source) if row else None
    if row is None or source is None:
        problems.add(
            ledger.schema.file(tables.DOCUMENT), 0, f"there is no document '{document}'", did_you_mean(document, [r.id for r in ledger.of(tables.DOCUMENT)])
        )
        return 1
    clauses = clauses_in(ledger, document, source.language, lines)
    figures = learnt(ledger, document, clauses, lines)
    left = _left(ledger, document, figures)
    folder = root / FOLDER
    numbers, second = folder / f"{document}-numbers.csv", folder / f"{document}-second.csv"
    needed = need_section([c.name for c in clauses])
    write_worksheet(numbers, number_columns(ledger), number_rows(ledger, document, left, needed, prefix or _prefix(ledger, document)))
    places = list(_second_rows(ledger, document, figures, needed, source.sha256, _day(root)))
    write_worksheet(second, [*SECOND.columns[:2], *columns_of(ledger.schema)], places)
    facts = len({f.fact for f in left})
    say(f"{_shown(numbers, root)}: {len(left)} numbers for {facts} rows; write x into accept, or skip:reason, then: enter {_shown(numbers, root)}")
    say(f"{_shown(second, root)}: {len(places)} places without their numbers, for somebody who has not seen the rows")
    return 0


def learnt(ledger: Ledger, document: str, clauses: Sequence[Clause], lines: Sequence[str]) -> list[Figure]:
    """The figures of a document; what its rows call things by now is an example for the rest."""
    about = about_document(ledger, document)
    figures = figures_of(clauses, lines, about)
    rows = [row for role in (tables.TARGET, tables.OBSERVATION) for row in ledger.of(role) if row.document == document]
    return figures_of(clauses, lines, replace(about, habits=habits_of(ledger, examples(ledger, figures, rows)))) if rows else figures


def clauses_in(ledger: Ledger, document: str, language: str, lines: Sequence[str]) -> list[Clause]:
    """The outline of a document as the ledger has it; where the lines are those of a proposed table, with its head."""
    rows = ledger.of(tables.CLAUSE, document=document)
    if not rows:
        return []
    first, last = min(r.first for r in rows), max(r.last for r in rows)
    proposed = {(c.first, c.last): c for c in outline_of(lines, language_of(language), first, min(last, len(lines)))}
    names = {r.clause for r in rows}
    found = []
    for r in rows:
        same = proposed.get((r.first, r.last))
        above = r.clause.rpartition(".")[0]
        heading = getattr(r, f"heading_{language}", None) or ""
        head = same.head if same and r.kind == "table" else None
        found.append(Clause(r.clause, r.first, r.last, r.kind, heading, above if above in names else "", head))
    return sorted(found, key=lambda c: (c.first, c.last))


def about_document(ledger: Ledger, document: str) -> About:
    """What the ledger knows of a document before its numbers are read."""
    row = ledger.find(tables.DOCUMENT, document)
    source = ledger.find(tables.SOURCE, row.source) if row else None
    language = source.language if source else ledger.schema.languages[0]
    dated = next((str(date) for column in ("issued", "in_force") if (date := getattr(row, column, None))), "")
    years = re.findall(r"\d{4}", str(getattr(row, "period", None) or ""))
    return About(
        ledger,
        names_of(ledger, language),
        language_of(language),
        habits_of(ledger),
        getattr(row, f"title_{language}", None) or "",
        getattr(row, "region", None) or "",
        int(dated[:4]) if dated[:4].isdigit() else 0,
        f"{years[0]}/{years[-1]}" if years else "",
    )


def _left(ledger: Ledger, document: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures that no row of the ledger carries; of a number that stands several times in a clause, as many as there are rows are gone."""
    carried: dict[tuple[str, str], int] = {}
    for table in citing_tables(ledger):
        for row in ledger.tables[table.name]:
            if policy_of(ledger, table, row) == document:
                for _, clause, entry in cited(ledger, table, row):
                    for token in _tokens(table, row, entry):
                        carried[clause, token] = carried.get((clause, token), 0) + 1
    unused: set[tuple[str, str | None]] = {(row.clause, row.number) for row in ledger.of(tables.UNUSED, document=document)}
    left = []
    for figure in figures:
        if (figure.clause, None) in unused or any(c == figure.clause and n and readings(n) & readings(figure.token) for c, n in unused):
            continue
        if carried.get((figure.clause, figure.token), 0) > 0:
            carried[figure.clause, figure.token] -= 1
            continue
        left.append(figure)
    return left


def _tokens(table: Table, row: Row, entry: Fingerprint) -> Iterator[str]:
    """The numbers and dates of a clause that the columns of a row carry."""
    values = [abs(value) for item in table.fields if item.type in ("number", "integer") and (value := getattr(row, item.name)) is not None]
    printed = [*entry["numbers"], *(s["n"] for s in entry.get("statements", ()))]
    for token in dict.fromkeys(printed):
        yield from (token for value in values if value in readings(token))
    for item in table.fields:
        if item.format == "edtf" and (date := getattr(row, item.name)):
            yield from (d for d in entry["dates"] if d in date.split("/"))


def number_columns(ledger: Ledger) -> list[str]:
    """The columns of a worksheet of numbers: what it is about, the cells of all tables that a number may go into, what stands near."""
    into = tables.facts(ledger.schema)
    cites = {column for table in into for name in ("document", "clause") if (column := table.column(name))}
    cells = dict.fromkeys(column for table in into for column in table.columns if column not in cites)
    return [*NUMBERS.columns, *cells, *(NEAR + column for column in ("year", *tables.scopes(ledger.schema)))]


def number_rows(ledger: Ledger, document: str, figures: Sequence[Figure], needed: Mapping[str, object], prefix: str) -> Iterator[dict[str, str]]:
    taken = set(ledger.owner)
    reasons = tables.terms(ledger, tables.UNUSED, "reason")
    facts = {fact: number for number, fact in enumerate(dict.fromkeys(f.fact for f in figures), 1)}
    for figure in figures:
        table = tables.of_role(ledger.schema, figure.table or tables.TARGET)
        cells = {name: text for name, text in figure.cells.items() if table and table.column(name)}
        main = figure.column in ("value", "date")
        measured = figure.table in (tables.TARGET, tables.OBSERVATION)
        if (measured or not figure.table) and "kind" in cells:
            cells["kind"] = _kind_of(ledger, tables.TARGET, cells["kind"], "level")
        if "also" in cells:
            cells["also"] = (SECTION if cells["also"] in needed else "") + cells["also"]
        if cells.get("comparator") == "=":
            del cells["comparator"]  # the usual one; a spreadsheet makes a formula of it
        if figure.skip:
            cells = {}
        row = {
            "document": document,
            "clause": (SECTION if figure.clause in needed else "") + figure.clause,
            "line": str(figure.line),
            "number": figure.printed,
            "fact": str(facts[figure.fact]),
            "column": (table.column(figure.column) if table else "") or ("" if figure.table else figure.column),
            "table": (f"skip:{figure.skip}" if figure.skip in reasons else "") if figure.skip else table.name if table and figure.table else "",
            "context": figure.context,
            **{NEAR + name: text for name, text in figure.near.items()},
        }
        if main and not figure.skip and figure.table in tables.FACTS and (cells.get(tables.INDICATOR) or not measured):
            cells["id"] = propose_id(prefix, figure.table, cells, ledger, document, taken)
            if figure.table == tables.MEASURE:
                cells["kind"] = _kind_of(ledger, tables.MEASURE, cells.get("kind", ""), "threshold")
        yield row | (tables.own(table, cells) if table else {})


def _kind_of(ledger: Ledger, role: str, kind: str, usual: str) -> str:
    """A kind that the tables of a role know: this one, or the usual; nothing where they know neither."""
    known = tables.terms(ledger, role, "kind")
    return next((each for each in (kind, usual) if each in known), "")


def propose_id(prefix: str, role: str, cells: Mapping[str, str], ledger: Ledger, document: str, taken: set[str]) -> str:
    """An id that reads well and is not taken: what is measured, of what, when; it is added to ``taken``. ``cells`` go by the names of the role."""
    row = ledger.find(tables.DOCUMENT, document)
    region = cells.get("region", "")
    parts = [prefix, cells.get(tables.INDICATOR) or cells.get("kind") or role, cells.get("product") or cells.get("sector")]
    kind = cells.get("kind", "").rpartition("-")
    parts += [
        region if region != getattr(row, "region", None) else "",
        kind[2] if kind[0] and tables.INDICATOR in cells else "",
        (cells.get("year") or cells.get("date") or "")[-4 if "year" in cells else 0 :],
    ]
    id = re.sub(r"[^a-z0-9]+", "-", "-".join(p for p in parts if p).lower()).strip("-")
    number = 1
    while (found := id if number == 1 else f"{id}-{number}") in taken:
        number += 1
    taken.add(found)
    return found


def _prefix(ledger: Ledger, document: str) -> str:
    """What the ids of a document's rows begin with by now; else its own id."""
    rows = (row for role in tables.FACTS for row in ledger.of(role) if row.document == document)
    return next((str(row.id).partition("-")[0] for row in rows), document)


def _second_rows(ledger: Ledger, document: str, figures: Sequence[Figure], needed: Mapping[str, object], sha256: str, day: str) -> Iterator[dict[str, str]]:
    known = {row.id for row in ledger.second.get(document, ())}
    number = 0
    count: dict[int, int] = {}
    for figure in figures:
        if figure.skip or figure.column == "date" or not figure.required:
            continue
        count[figure.line] = count.get(figure.line, 0) + 1
        number += 1
        while f"{document}-s{number}" in known:
            number += 1
        clause = (SECTION if figure.clause in needed else "") + figure.clause
        yield {
            "document": document,
            "place": f"line {figure.line}, figure {count[figure.line]}",
            "id": f"{document}-s{number}",
            "clause": clause,
            "text": sha256[:16],
            "keyed": day,
        }


def _day(root: Path) -> str:
    """The day that the ledger stands at, as ``mkdocs.yml`` says: nobody reads the clock."""
    match = re.search(
        r"^\s+date:\s*['\"]?(\d{4}-\d{2}-\d{2})",
        (root / "mkdocs.yml").read_text(encoding="utf-8", errors="replace") if (root / "mkdocs.yml").is_file() else "",
        re.M,
    )
    return match[1] if match else ""


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def language_in(ledger: Ledger, document: str) -> Language:
    row = ledger.find(tables.DOCUMENT, document)
    source = ledger.find(tables.SOURCE, row.source) if row else None
    return language_of(source.language if source else ledger.schema.languages[0])
