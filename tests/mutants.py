"""Lines broken on purpose, and the tests that must notice: ``make mutants``.

A line that can be broken without a red test is a line that nobody holds. Each entry breaks one, in a copy of the project,
and runs the tests named beside it; a test that fails kills the mutant, and is named below it: look whether it is the one that
should. The figure of them all is the last line. An entry whose line is no longer there says so and counts as surviving: renew it.

    python tests/mutants.py            all of them
    python tests/mutants.py verify     those in files whose path holds a word
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
LEFT_OUT = (".git", ".cache", ".venv", "site", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__")
CHANGES, MISTAKES, NEWSROOM, TEXT, PUBLISHING = (f"tests/test_{name}.py" for name in ("changes", "editor_mistakes", "newsroom", "page_text", "publishing"))
FIGURES, FUNCTIONS = "tests/test_figures.py", "tests/test_chart_functions.py"
GOLDEN = f"{NEWSROOM} -k unless_a_change_is_meant"
WORDING = f"{TEXT} {CHANGES} -k nought or billion or none"
BROWSER = "tests/test_engines.py -m not long"
SEARCH = "tests/test_search.py"
ANY = "tests/test_any_newsroom.py -k"
BLOCKS, FUNCTIONS, SERVE = (f"tests/test_{name}.py" for name in ("chart_blocks", "chart_functions", "serve"))
CHARTS = "tests/test_charts.py -k"
DECLARED = "tests/test_declared.py -k"
ENTRY = "tests/test_entry.py -k"
LOOKS, NEW, IMPORT = (f"tests/test_{name}.py" for name in ("looks", "new", "import"))
LANGUAGES = "tests/test_languages.py"
WORK, SERIES, VERDICTS = "tests/test_work.py", "tests/test_series.py", "tests/test_verdicts.py -k bear"
PERIODS = "tests/test_periods.py"
HEADINGS, PLACES, COMPARE = "tests/test_headings.py -k differs", "tests/test_places.py", "tests/test_compare.py"
LISTS = "tests/test_lists.py -k"
NEWCOMERS, EXPLORERS = "tests/test_newcomers.py -k", "tests/test_explorers.py -k"
METADATA = "tests/test_metadata.py -k"
EXACT, RACES, CACHE = (f"tests/test_{name}.py -k" for name in ("exact", "races", "cache"))


@dataclass(frozen=True)
class Mutant:
    """``old``, which stands once in ``file``, becomes ``new``; ``tests`` are pytest's arguments (``-k`` and ``-m`` take all that follows)."""

    file: str
    old: str
    new: str
    tests: str


MUTANTS = [
    # proof
    Mutant("ledger/proof/standing.py", "            if named and weight >= SENTENCE:\n", "            if False:\n", "tests/test_verify.py"),
    Mutant("ledger/proof/standing.py", "* 2 <= quote.step else 0", "* 2 <= 0 else 0", "tests/test_verify.py"),
    Mutant("ledger/proof/quotes.py", "        if not is_chained and", "        if", "tests/test_verify.py"),
    # load
    Mutant("ledger/load/table.py", "        if key in seen:", "        if False:", f"{MISTAKES} -k twice and table"),
    Mutant("ledger/load/table.py", "            elif item.required:", "            elif False:", f"{MISTAKES} -k empty and cell"),
    Mutant("ledger/load/table.py", "    if uneven:\n", "    if False:\n", f"{MISTAKES} -k few and cells"),
    Mutant("ledger/load/edtf.py", "not 1 <= month <= 12", "not 1 <= month <= 13", "tests/test_dates.py"),
    Mutant("ledger/load/edtf.py", "not 1 <= day <= calendar.monthrange(year, month)[1]", "not 1 <= day <= 31", "tests/test_dates.py"),
    Mutant("ledger/load/edtf.py", "if first and last and first > last:", "if False:", "tests/test_dates.py"),
    Mutant("ledger/load/edtf.py", "last_month = month or 12", "last_month = month or 11", "tests/test_dates.py"),
    # roles and looks
    Mutant("ledger/load/schema.py", "        if len(leading) == 1:", "        if False:", f"{ANY} provenance"),
    Mutant("ledger/load/schema.py", 'or "id" in self.absent', "", f"{ANY} breakdowns"),
    Mutant("ledger/load/table.py", 'id = "-".join(filter(None, (table.name, *words)))', "id = table.name", f"{ANY} breakdowns"),
    Mutant("ledger/load/table.py", "if item.standard and not re.fullmatch", "if False and not re.fullmatch", "tests/test_schema.py -k types_of_the_standard"),
    Mutant("ledger/load/shown.py", 'said.menu == "true" if said.menu else', "True if said.menu else", f"{ANY} whether_its_rows_have_pages"),
    Mutant("ledger/load/look.py", "< LEGIBLE:", "< 0:", f"{ANY} cannot_be_read"),
    Mutant("ledger/outputs/tables.py", 'field["form"] = field.pop("format")', "pass", "tests/test_downloads.py -k stranger and built_newsroom"),
    Mutant("ledger/render/edition.py", 'return "archived" if source.sha256 else', 'return "archived" if True else', f"{ANY} provenance"),
    # series
    Mutant("ledger/check/outcome.py", "distance > 0 if goal.comparator in _STRICT else distance >= 0", "distance > 0", VERDICTS),
    Mutant("ledger/check/outcome.py", "if target.direction != result.direction:", "if False:", VERDICTS),
    Mutant("ledger/check/outcome.py", "    if None in found:\n        return OPEN\n", "", VERDICTS),
    Mutant("ledger/check/outcome.py", "if fault := unlike(ledger, target, result):", 'if fault := "":', VERDICTS),
    Mutant("ledger/check/outcome.py", "whole = target.kind in _OVER_YEARS", "whole = False", VERDICTS),
    Mutant("ledger/check/outcome.py", 'return units.convert(result.value, result.unit or "", goal.unit)', "return Decimal(result.value)", VERDICTS),
    Mutant("ledger/check/outcome.py", 'if not reached and goal.comparator == "about" and', "if False and", VERDICTS),
    Mutant("ledger/check/verdicts.py", "met.append(each.value >= _FULL)", "met.append(True)", VERDICTS),
    Mutant("ledger/check/verdicts.py", "if written and due and written < due:", "if False:", VERDICTS),
    Mutant("ledger/check/verdicts.py", "if by == DOUBT and found != OPEN:", "if False:", VERDICTS),
    Mutant("ledger/check/verdicts.py", "if of != target.indicator:", "if False:", VERDICTS),
    Mutant("ledger/check/provenance.py", "and table.plays_as(f.name) not in DONE_BY_US", "", "tests/test_data.py"),
    Mutant("ledger/render/applied.py", "last = ended.get(row.id) or (", "last = (", "tests/test_applied.py"),
    Mutant("ledger/render/glossary.py", "self._terms.pop(name, None) or", "self._terms.get(name) or", "tests/test_glossary.py"),
    Mutant("ledger/render/complete.py", "if not (in_link or in_name):", "if not in_link:", "tests/test_glossary.py"),
    Mutant("ledger/render/wrong.py", '"gitlab" in (', '"github" in (', "tests/test_corrections.py"),
    Mutant("ledger/load/frontmatter.py", "if first and last and last < first:", "if False:", "tests/test_corrections.py"),
    Mutant("ledger/render/edition.py", 'if shown.table.pages.menu == "false":', "if False:", f"{ANY} says_that_it_is_in_no_menu"),
    Mutant("ledger/render/periods.py", "sizes[0] <= mine <= sizes[-1]", "True", PERIODS),
    Mutant("ledger/render/periods.py", 'units.convert(part.value, part.unit or "", whole.unit or "")', "Decimal(part.value)", PERIODS),
    Mutant("ledger/render/periods.py", "left ** (Decimal(1) / years)", "left ** Decimal(1)", PERIODS),
    Mutant("ledger/render/periods.py", "if len({_due(row) for row in group}) < 2:", "if False:", PERIODS),
    Mutant("ledger/render/series.py", "if (at := moment_of(row))}) > 1", "if (at := moment_of(row))}) > 0", SERIES),
    Mutant("ledger/render/series.py", "return sorted(rows, key=when)", "return list(rows)", SERIES),
    Mutant("ledger/render/series.py", 'return -float(row.value) if getattr(row, "direction", None) == "down" else', "return", SERIES),
    Mutant("ledger/render/series.py", "if len(line) <= POINTS:", "if True:", SERIES),
    Mutant("ledger/render/series.py", "max(stretch, key", "min(stretch, key", SERIES),
    Mutant("ledger/render/series.py", "        if _goes_on(row_list):", "        if True:", SERIES),
    Mutant("ledger/render/drawings/curves.py", 'not in (None, "=")', 'in ("",)', SERIES),
    Mutant("ledger/render/drawings/curves.py", "short(y_of(until[0])) if until else None", "None", SERIES),
    Mutant("ledger/render/drawings/curves.py", "(high - value) / (high - low)", "(value - low) / (high - low)", SERIES),
    Mutant("ledger/render/kinds/series.py", "edition.drawn(own) if part.place == 1 else ()", "edition.drawn(own)", SERIES),
    Mutant("ledger/render/kinds/series.py", "count = -(-len(dates) // ACROSS)", "count = 1", SERIES),
    Mutant("ledger/outputs/series.py", 'edition.parts(f"{own}/")', 'edition.parts(f"{own}/")[:1]', SERIES),
    Mutant("ledger/render/site.py", "return bool(self._series)", "return False", SERIES),
    Mutant("ledger/render/sought.py", "[_key(edition, row) for row in rows if row]", "[]", SERIES),
    Mutant("templates/target.html", "{% if series %}", "{% if not series %}", SERIES),
    # names, places, comparisons
    Mutant("ledger/render/series.py", "any(len(panel) > LINES for panel in _most(panels))", "False", f"{SERIES} -k told_as_it_is"),
    Mutant("ledger/render/columns.py", "if column.name == LABEL or _says(declared, column.name, says)]", "]", f"{LISTS} promises_shows"),
    Mutant("ledger/render/columns.py", "    if declared.pages.columns:", "    if False:", f"{LISTS} which_columns"),
    Mutant("ledger/render/columns.py", "named = field is not None and field.title[edition.code]", "named = False", f"{LISTS} promises_shows"),
    Mutant(
        "ledger/render/columns.py",
        "edition.with_apart(edition.label(row), edition.parts_apart(row, beside))",
        "edition.label(row)",
        "tests/test_headings.py -k any_newsroom",
    ),
    Mutant("ledger/load/shown.py", "filter(None, (self.whole if self.split else self.at,))", "filter(None, (self.at,))", f"{LISTS} all_entries"),
    Mutant("ledger/load/schema.py", "        if field and not field.vocabulary and table.table.pages.split:", "        if False:", f"{LISTS} split"),
    Mutant("ledger/load/schema.py", '                    if not said.get(f"{key}_{code}"):', "                    if False:", f"{LISTS} title_that"),
    Mutant("ledger/load/schema.py", '[f"{base}_{other}" for other in languages if f"{base}_{other}" not in names]', "[]", f"{LISTS} column_that"),
    Mutant("ledger/render/narrowing.py", "        if len(places) > room:", "        if not files:", f"{LISTS} longest"),
    Mutant("ledger/render/narrowing.py", "        end = place + 1", "        end = place", f"{LISTS} longest"),
    Mutant("ledger/check/evidence.py", "if STATEMENTS in declared and not source.sha256:", "if False:", "tests/test_evidence.py -k hash"),
    Mutant("ledger/render/headings.py", "not (len(parts) == len(group) and all(map(words, group)))", "True", HEADINGS),
    Mutant("ledger/render/headings.py", "            if len(parts) > 1:", "            if False:", HEADINGS),
    Mutant("ledger/render/headings.py", "            left += [part for part in parts if len(part) > 1]", "            left += parts", HEADINGS),
    Mutant("ledger/render/places.py", "within[above] += own[id]", "within[above] += 0", PLACES),
    Mutant("ledger/render/places.py", "    if len(placed) < TILES:", "    if False:", PLACES),
    Mutant("ledger/load/units.py", "return float(Decimal(factor.magnitude) * root.magnitude)", "return float(root.magnitude)", COMPARE),
    Mutant("templates/assets/compare.js", "r.unit[3] !== first.unit[3]", "false", COMPARE),
    Mutant("templates/assets/compare.js", "r.kind[0] !== first.kind[0]", "false", COMPARE),
    # work
    Mutant("ledger/work.py", "items[done:], batch", "items, batch", f"{WORK} -k not_done_again"),
    Mutant("ledger/work.py", "            if tries == _TRIES:", "            if True:", f"{WORK} -k not_done_again"),
    Mutant("ledger/work.py", "    if code != _running():", "    if False:", f"{WORK} -k other_code"),
    Mutant("ledger/keep/records.py", "chain([_Head(self.engine, aspects)], some)", "[_Head(self.engine, aspects)]", f"{CACHE} little_at_once"),
    Mutant(
        "ledger/kept.py",
        'if head != hashlib.file_digest(file, lambda: hashlib.sha256(_IN_PARTS)).hexdigest().encode() + b"\\n":',
        "if False:",
        f"{CACHE} given_back",
    ),
    Mutant("ledger/keep/store.py", "return store if store.get(mark) is not None else", "return store if True else", f"{WORK} -k shares_no_disk"),
    Mutant("ledger/render/site.py", "self.brought.templates if self.brought else None", "None", f"{WORK} -k shares_no_disk"),
    Mutant(
        "ledger/render/links.py",
        "        if target in self.linkable.all:",
        "        if (self.linkable.content / target).is_file():",
        f"{WORK} -k shares_no_disk",
    ),
    # check
    Mutant("ledger/check/arithmetic.py", "half = Decimal(5).scaleb(", "half = Decimal(50).scaleb(", "tests/test_arithmetic.py"),
    Mutant("ledger/check/arithmetic.py", "points, min(corners) <= high and low <= max(corners))", "points, True)", f"{MISTAKES} -k change and follow"),
    Mutant("ledger/check/arithmetic.py", "(Decimal(1) / years)", "(Decimal(1) / (years + 1))", "tests/test_arithmetic.py"),
    Mutant("ledger/check/identities.py", "zip(*intervals, strict=True)", "zip(*intervals[:5], strict=True)", f"{CHANGES} -k sum"),
    Mutant("ledger/check/identities.py", "min(corners) <= high and low <= max(corners))", "True)", f"{CHANGES} -k sum"),
    Mutant("ledger/check/keys.py", "        if value not in terms:", "        if False:", f"{MISTAKES} -k unknown and indicator"),
    Mutant(
        "ledger/check/keys.py",
        "    if not ledger.rows(field.reference, ",
        "    if False and not ledger.rows(field.reference, ",
        f"{MISTAKES} -k unknown and policy",
    ),
    Mutant("ledger/check/keys.py", "if (policy, clause) not in outline:", "if False:", f"{MISTAKES} -k unknown and clause"),
    Mutant("ledger/check/keys.py", "            if row.id in seen:", "            if False:", f"{MISTAKES} -k twice and ledger"),
    Mutant("ledger/check/provenance.py", "        elif part not in days and", "        elif False and", f"{CHANGES} -k day"),
    Mutant("ledger/check/provenance.py", 'if year != "XXXX" and year not in years:', "if False:", f"{MISTAKES} -k never and prints"),
    Mutant("ledger/check/provenance.py", "                if abs(value) in allowed:", "                if True:", f"{MISTAKES} -k number and clause"),
    Mutant(
        "ledger/check/coverage.py", 't for t in entry["numbers"] if readings(t) & values}', 't for t in entry["numbers"]}', f"{MISTAKES} -k open and number"
    ),
    Mutant("ledger/check/typed.py", "in figure.findall(", "in [] and figure.findall(", f"{MISTAKES} -k typed"),
    Mutant("ledger/load/look.py", 'return self.sections.get(path.strip("/"), {}).get(language, "")', 'return ""', f"{ANY} called_what"),
    Mutant("ledger/render/site.py", "if d.language == language and re.fullmatch(", "if re.fullmatch(", f"{ANY} called_what"),
    Mutant("ledger/charts/mirror.py", '"end": ""', '"end": " text-anchor="end""', "tests/test_arabic.py -k upright"),
    Mutant("ledger/charts/declared/drawing.py", "mark.turns and not _dated", "mark.turns or not _dated", "tests/test_arabic.py -k direction"),
    Mutant("templates/assets/lists.js", "said[plural.select(n)] ?? said.other", "said.other", "tests/test_arabic.py -k plural"),
    Mutant("ledger/scaffold/guide.py", "whole or (GUIDE", "(GUIDE", "tests/test_guide.py"),
    Mutant("ledger/scaffold/reference.py", "found[named[attribute.target.id]] =", "found[attribute.target.id] =", "tests/test_guide.py"),
    # entry
    Mutant("ledger/entry/take.py", "    row |= tables.own(table, {", "    row |= dict(table.title, **{", "tests/test_entry_roles.py"),
    Mutant("ledger/entry/tables.py", "if field and field.vocabulary:", "if False:", "tests/test_entry_roles.py"),
    Mutant("ledger/scaffold/delimited.py", 'return 1 if sheet.delimiter == ";" else 0', "return 0", f"{IMPORT} -k signs"),
    Mutant("ledger/scaffold/newsroom.py", "if not (bare and _has_no_table(root, ledger)):", "if True:", f"{IMPORT} -k without_a_table"),
    Mutant("ledger/entry/take.py", "if line not in gone])", "])", f"{ENTRY} taken_leaves"),
    Mutant("ledger/entry/take.py", "if (p.file, p.line) in places}", "if False}", f"{ENTRY} mistake_on_a_worksheet"),
    Mutant("ledger/entry/worksheet.py", "if text.startswith(_FORMULA) and", "if False and", f"{ENTRY} nobodys"),
    Mutant("ledger/entry/outline.py", "before < number <= before + _SKIPPED", "before <= number", f"{ENTRY} comes_from_nowhere"),
    Mutant("ledger/entry/figures.py", 'return about.language.ends("from", lead) and', "return False and", f"{ENTRY} accepted_numbers"),
    Mutant("ledger/entry/habits.py", "score >= LIKE else {}", "False else {}", f"{ENTRY} reads_alike"),
    # what is known
    Mutant("ledger/load/known.py", "encode((self.engine, about, hashes))", "encode((self.engine, hashes))", "tests/test_known.py"),
    Mutant("ledger/load/known.py", "encode((self.engine, about, hashes))", "encode((about, hashes))", "tests/test_known.py"),
    Mutant("ledger/load/known.py", "            if own.found:", "            if False:", "tests/test_known.py"),
    Mutant("ledger/load/table.py", "rows[place]) for column", "rows[0]) for column", "tests/test_spreadsheets.py"),
    Mutant("ledger/load/schema.py", "return replace(schema, unread=set(schema.unread))", "return schema", "tests/test_known.py"),
    Mutant("ledger/check/share.py", "hash_of(self.about, _stated", "hash_of(_stated", "tests/test_known.py"),
    Mutant("ledger/check/share.py", "self.whole.fingerprints, entries)", "entries)", "tests/test_known.py"),
    Mutant("ledger/check/share.py", "self.whole.fingerprints, entries)", "self.whole.fingerprints)", "tests/test_known.py"),
    Mutant("ledger/check/share.py", "hash_of(self.key, notes)", "hash_of(self.key, b'notes')", "tests/test_known.py"),
    Mutant("ledger/check/share.py", "_stated(ledger.schema, rest), bare)", "_stated(ledger.schema, rest))", "tests/test_known.py"),
    Mutant("ledger/check/share.py", "_stated(ledger.schema, rest), bare)", "bare)", "tests/test_known.py"),
    Mutant("ledger/check/share.py", "or [rest]:", "or []:", "tests/test_known.py"),
    Mutant(
        "ledger/check/__init__.py",
        "        if sure and not own.found:\n            memory.add(share.key",
        "        if sure:\n            memory.add(share.key",
        "tests/test_known.py",
    ),
    Mutant(
        "ledger/check/__init__.py",
        "        if sure and not own.found:\n            memory.add(share.whole",
        "        if sure:\n            memory.add(share.whole",
        "tests/test_known.py",
    ),
    Mutant("ledger/check/__init__.py", "sure = not (doubts.astray or doubts.clauses) and ledger.left_out == LeftOut()", "sure = True", "tests/test_known.py"),
    Mutant("ledger/check/__init__.py", "whole.found or doubts.astray) and", "whole.found) and", "tests/test_known.py"),
    Mutant("ledger/check/memory.py", "            if of == engine:", "            if True:", "tests/test_known.py"),
    # words
    Mutant("ledger/language/__init__.py", "if abs(value) >= Decimal(10) ** power", "if abs(value) > Decimal(10) ** power", WORDING),
    Mutant("ledger/language/__init__.py", "abs(value) if value == 0 else value", "value", WORDING),
    Mutant("ledger/language/__init__.py", "facts |= json.loads(own) if own else {}", "pass", f"{LANGUAGES} -k newsroom_says"),
    Mutant("ledger/language/plural.py", 'inside != ("not" in words)', "inside", f"{LANGUAGES} -k form_that"),
    Mutant(
        "ledger/render/words.py", "yield from _line(source, key, file.stem, entry", "yield from _line(source, key, 'en', entry", f"{LANGUAGES} -k plural_forms"
    ),
    Mutant("ledger/wording.py", "if value > 0 else number(value, language)", "if value >= 0 else number(value, language)", WORDING),
    Mutant("ledger/wording.py", "if not exact.is_finite():", "if False:", WORDING),
    Mutant("ledger/wording.py", "(?:-\\d{2}){0,2}", "(?:-\\d{2}){0,1}", GOLDEN),
    # draw
    Mutant("ledger/charts/draw.py", 'trace.note("part", "charts", "")\n    sender', "pass\n    sender", f"{CHANGES} -k title"),
    Mutant("ledger/charts/converter.py", "f'{PICTURE_SCALE} {svg}'", "f'{PICTURE_SCALE} {len(svg) // 5000}'", f"{CHANGES} -k title or name_that_changes"),
    Mutant("ledger/charts/draw.py", "                records.add(artefact, made)", "                pass", f"{FIGURES} -k kept"),
    Mutant("ledger/charts/planning.py", "        if spec is None:\n", "        if False:\n", f"{FUNCTIONS} -k every_mistake"),
    Mutant("ledger/charts/svg.py", "body = _COLOUR.sub(_variable, body)", "pass", GOLDEN),
    Mutant("ledger/charts/pictures.py", "poster(figure.wide, title=figure.title,", 'poster(figure.wide, title="",', f"{CHANGES} -k title"),
    Mutant("ledger/charts/converter.py", "if (count := marks_in(drawing)) != figure.marks:", "if False:", f"{CHARTS} more_marks"),
    Mutant("ledger/charts/declared/alike.py", "        if len(kinds) > 1:", "        if False:", f"{DECLARED} unlike_scope"),
    Mutant("ledger/charts/declared/deriving.py", "        if unit != its and one is not None", "        if False and one is not None", f"{DECLARED} unlike"),
    Mutant("ledger/charts/declared/naming.py", "a < d and c < b", "a <= d", f"{DECLARED} may_be_a_name"),
    Mutant("ledger/charts/declared/derived.py", "v * sign > value * sign]", "v * sign >= value * sign]", f"{DECLARED} derived"),
    Mutant("ledger/charts/declared/derived.py", "    if len(units) > 1:", "    if False:", f"{DECLARED} unlike"),
    Mutant(
        "ledger/charts/declared/slots.py",
        "    return [r for r, n in given if n == edge]",
        "    return [r for r, n in given if n == edge][:1]",
        f"{DECLARED} tie",
    ),
    Mutant("ledger/charts/declared/slots.py", '    if not inside and "none" in forms:', "    if False:", f"{DECLARED} form"),
    Mutant("ledger/charts/declared/conditions.py", '{">": (span.first, bound.last)', '{">": (span.last, bound.last)', f"{DECLARED} date_means"),
    Mutant("ledger/charts/declared/slots.py", 'about.column if column == "value" and parts[0] in _ENDS else column', "about.column", f"{DECLARED} slots_know"),
    Mutant("ledger/charts/declared/apart.py", "        if short := asked.names.get", "        if short := {}.get", f"{DECLARED} short_names"),
    Mutant("ledger/charts/marks/bar.py", 'frame["upper"].notna()', 'frame["upper"].isna()', "tests/test_gallery.py -k exact_number"),
    Mutant("ledger/charts/marks/guides.py", "            left = middle > width / 2", "            left = False", "tests/test_gallery.py -k beyond_the_middle"),
    Mutant("ledger/charts/declared/files.py", "        if key not in WORDS:", "        if False:", f"{DECLARED} files"),
    Mutant(
        "ledger/charts/declared/relation.py",
        "        for column in self.waiting:\n            known",
        "        for column in ():\n            known",
        f"{DECLARED} mistake",
    ),
    Mutant("ledger/charts/declared/alike.py", "    if len(units) < 2:", "    if True:", f"{BLOCKS} -k cannot_draw_truly"),
    Mutant(
        "ledger/charts/declared/apart.py", "for group in groups.values() if len(group) > 1]", "for group in groups.values() if False]", f"{BLOCKS} -k truly"
    ),
    Mutant("ledger/charts/declared/apart.py", "    if len(values) > len(HUES):", "    if False:", f"{BLOCKS} -k cannot_draw_truly"),
    Mutant("ledger/charts/lines.py", 'f"{g} {n}" for g, n in', 'f"{g}" for g, n in', f"{BLOCKS} -k no_data"),
    Mutant("ledger/charts/functions.py", "        if table not in self.beneath.schema.tables:", "        if False:", f"{FUNCTIONS} -k mistake_of_a_function"),
    # render
    Mutant("ledger/render/environment.py", "autoescape=True", "autoescape=False", f"{NEWSROOM} -k markup"),
    Mutant("ledger/render/environment.py", "        finalize=_finalize,\n", "", f"{TEXT} -k template"),
    Mutant("ledger/render/environment.py", " and not isinstance(value, bool)", "", f"{TEXT} -k template"),
    Mutant("ledger/render/edition.py", '"../" * (len(here) - shared)', '"../" * len(here)', GOLDEN),
    Mutant(
        "ledger/render/references.py",
        "rows = tuple(row for row in rows if wanted in",
        "rows = tuple(row for row in rows if True or wanted in",
        f"{CHANGES} -k total",
    ),
    Mutant(
        "ledger/render/references.py", "len(_matching(edition, table, conditions))", "len(_matching(edition, table, []))", f"{NEWSROOM} -k reference_prints"
    ),
    Mutant("ledger/render/sought.py", '[len(edition.at("")) :], edition.own', '[len(edition.at("")) :] + "x", edition.own', f"{CHANGES} -k search"),
    Mutant("ledger/render/sought.py", "dict.fromkeys((*term.names.values(), *aliases(term)))", "dict.fromkeys(term.names.values())", f"{SEARCH} -k alias"),
    Mutant("ledger/language/sought.py", "known = pattern.sub(to, known)", "pass", f"{SEARCH} -k spellings"),
    Mutant("ledger/render/markup.py", "return _CLEANER.clean(", "return html or _CLEANER.clean(", f"{NEWSROOM} -k markup"),
    # publish
    Mutant("ledger/render/site.py", "for n in sorted(below(name, {}))", "for n in (name,)", f"{CHANGES} -k template"),
    Mutant("ledger/installation.py", "*files_of(_OURS), sys.version", "sys.version", f"{EXACT} our_own_code"),
    Mutant("ledger/publish/manifest.py", "if known is None or _of(entry) != known[1]:", "if known is None:", f"{PUBLISHING} -k changed_by_hand"),
    Mutant("ledger/publish/verify.py", "elif fragment and target in ids and fragment not in ids[target]:", "elif False:", f"{CHANGES} -k anchor"),
    Mutant("ledger/publish/addresses.py", "        if made.has(address):\n            continue\n", "        continue\n", "tests/test_addresses.py -k dropped"),
    Mutant("ledger/publish/addresses.py", "says and all(self.made.has(", "says and not all(self.made.has(", "tests/test_addresses.py -k made_again"),
    Mutant("ledger/render/departed.py", "if path == here and place else None", "if False else None", "tests/test_addresses.py -k renamed"),
    Mutant("ledger/charts/draw.py", "{digest(spec).hex()}", "", "tests/test_diff.py -k two_builds"),
    Mutant("ledger/publish/difference.py", "elif before.files[path] != after.files[path]:", "elif False:", "tests/test_diff.py -k value_is_told"),
    Mutant("ledger/publish/verify.py", "elif target not in there:", "elif False:", f"{CHANGES} -k template"),
    Mutant("ledger/publish/verify.py", "    faults += _left_over(html)\n", "", f"{TEXT} -k left_over"),
    Mutant("ledger/publish/verified.py", "and were <= files", "and True", f"{PUBLISHING} -k file_that_vanishes"),
    Mutant("ledger/publish/verified.py", "before.pages[path][1] == ids", "True", f"{PUBLISHING} -k id_that_vanishes"),
    Mutant("ledger/publish/verified.py", "if before.pages.get(path) != known", "if path not in before.pages", f"{PUBLISHING} -k wrong_link"),
    Mutant("ledger/publish/publishing.py", "    problems.stop_if_any()\n    links.addresses", "    links.addresses", f"{PUBLISHING} -k wrong_link"),
    Mutant("ledger/publish/manifest.py", "            os.unlink(entry.path)", "            pass", f"{PUBLISHING} -k not_written_into or site_of_before"),
    Mutant("ledger/publish/manifest.py", "path in standing and _of(entry) == published.files[path][1]", "path in standing", f"{PUBLISHING} -k site_of_before"),
    Mutant("ledger/publish/swap.py", "            _mark(before)\n", "", f"{PUBLISHING} -k bears_the_mark"),
    Mutant("ledger/publish/swap.py", "        recover(out)\n        yield", "        yield", f"{PUBLISHING} -k killed"),
    Mutant("ledger/publish/swap.py", "fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)", "pass", f"{PUBLISHING} -k two_projects"),
    Mutant("ledger/serve/server.py", "        if not ours:", "        if False:", f"{SERVE} -k any_other_name"),
    Mutant("ledger/serve/live.py", "if inside and file.is_file() else None", "if file.is_file() else None", f"{SERVE} -k leads_out"),
    Mutant("ledger/serve/builder.py", "return tuple(said.splitlines()) or", "return () or", f"{SERVE} -k mended"),
    Mutant("ledger/serve/live.py", "        self._over |= files", "        pass", f"{SERVE} -k seen_before"),
    Mutant("ledger/serve/builder.py", "                self._looked_at.add(path)\n", "                return\n", f"{SERVE} -k asked_for"),
    Mutant("ledger/serve/live.py", "            self._over.clear()", "            pass", f"{SERVE} -k taken_back"),
    Mutant("ledger/serve/preview.py", "self._latest.records.now.clear()", "pass", f"{SERVE} -k shown_anew"),
    Mutant("ledger/serve/live.js", "if (tag === looks.get(old)) return;", "return;", f"{SERVE} -k style_sheet"),
    Mutant("ledger/kept.py", 'if whole[:_HEAD] != digest(content).encode() + b"\\n":', "if not whole:", "tests/test_cache.py"),
    # keep
    Mutant("ledger/keep/snapshot.py", '            if kind == "cells":\n', "            if False:\n", f"{EXACT} data"),
    Mutant("ledger/keep/snapshot.py", "return digest(_keys(self._key_of(table), self.rows(table, where)))", 'return b""', f"{EXACT} data"),
    Mutant("ledger/keep/snapshot.py", "rows = tuple(rows[place] for place in places if place < len(rows))", "rows = ()", f"{EXACT} some_rows"),
    Mutant("ledger/keep/snapshot.py", "list(term.attributes.items())", "sorted(term.attributes)", f"{EXACT} data"),
    Mutant("ledger/keep/trace.py", "                places.add(self._place)\n", "                pass\n", f"{EXACT} data"),
    Mutant("ledger/keep/trace.py", 'self._asked["member", id, name, *arguments] = None', "pass", f"{EXACT} in_a_collection"),
    Mutant("ledger/keep/records.py", "if not known or snapshot.aspect(aspect) != known:", "if not known:", f"{EXACT} data"),
    Mutant("ledger/keep/records.py", "(head := _head.decode(first)).engine == engine", "(head := _head.decode(first))", "tests/test_exact.py -k other_code"),
    Mutant("ledger/render/site.py", "digest((extensions.names, extensions.options))", "digest(extensions)", f"{EXACT} settings"),
    Mutant("ledger/render/edition.py", 'self._trace.derived("all_inputs")', "pass", f"{EXACT} settings"),
    Mutant("ledger/keep/store.py", "if digest(content) == name:", "if content:", f"{CACHE} one_damaged and store"),
    Mutant("ledger/keep/inputs.py", "< before.taken - _COARSE", "< before.taken + _COARSE", f"{RACES} coarse"),
    Mutant("ledger/keep/inputs.py", "if _numbers(after) == _numbers(status):", "if True:", f"{RACES} half_written"),
    Mutant("ledger/keep/pruning.py", "store.prune(named | ", "store.prune(set() | ", f"{CACHE} a_check_names"),
    Mutant("ledger/render/brackets.py", 'without_code(document.body.split("\\n"))', "document.body", "tests/test_uses.py -k code"),
    Mutant(
        "ledger/render/edition.py",
        'self._trace.item("used_in", f"{self.code}/{row.id}")',
        'self._site.used_in().get(f"{self.code}/{row.id}")',
        f"{EXACT} pages",
    ),
    Mutant("ledger/render/site.py", "[tag[2]] if tag[2] else known", "[tag[2]] if tag[2] else []", f"{EXACT} theme"),
    # templates
    Mutant("templates/parts/words.html", '<a class="here" href="#{{ id }}"', '<a class="here" href="#"', GOLDEN),
    Mutant(
        "templates/parts/words.html",
        "{{ project.site_url.rstrip('/') }}{{ here }}</code>",
        "{{ project.site_url.rstrip('/') }}</code>",
        f"{TEXT} -k cite and addressed",
    ),
    Mutant("templates/parts/words.html", '<time datetime="{{ exact }}">', "<time>", GOLDEN),
    Mutant("templates/parts/rows.html", "{{ w.hedge(row) }}{{ ed.measured(row) }}", "{{ w.hedge(row) }}{{ row.value }}", GOLDEN),
    Mutant("templates/base.html", '<a href="{{ url(address) }}" lang=', "<a href=\"{{ url('/') }}\" lang=", GOLDEN),
    # what machines are told
    Mutant("ledger/render/metadata.py", 'WITHOUT_ADDRESS = ("404.html", ', "WITHOUT_ADDRESS = (", f"{METADATA} names_its_own"),
    Mutant("ledger/render/metadata.py", 'twins.append(("x-default"', 'twins.insert(0, ("x-other"', f"{METADATA} names_its_own"),
    Mutant("ledger/render/metadata.py", '.replace("<", "\\\\u003c")', "", f"{METADATA} block_of_data"),
    Mutant("ledger/render/metadata.py", "meta.updated or meta.date", "meta.date", f"{METADATA} published_and_changed"),
    Mutant("ledger/render/metadata.py", "if address != page.address), (page.title", "), (page.title", f"{METADATA} way"),
    Mutant("ledger/outputs/sitemap.py", "        if kind.listed:", "        if True:", f"{METADATA} site_map"),
    Mutant("ledger/outputs/sitemap.py", "if not edition.brings(path)", "", f"{METADATA} own_file"),
    Mutant("ledger/check/originals.py", 'in ("http", "https")', "", "tests/test_originals.py -k no_address"),
    Mutant("ledger/scaffold/history.py", "last[0] != day and last[0] < today", "last[0] != day and False", "tests/test_history.py -k day_of_the_ledger"),
    Mutant("ledger/scaffold/history.py", "if column in was and was[column] != cell:", "if column in was:", "tests/test_history.py -k no_changes_of_facts"),
    Mutant("ledger/scaffold/history.py", "        line[names[3]], line[names[4]] = before, after", "        pass", "tests/test_history.py -k reasons"),
    Mutant("ledger/render/citing.py", '"".join(_TEX.get(letter, letter) for letter', '"".join(letter for letter', "tests/test_citing.py -k bibtex"),
    Mutant("ledger/render/site.py", 'if table.role != "change"}', "}", "tests/test_history.py -k no_new_version"),
    Mutant(
        "ledger/outputs/database.py", "elif column.vocabulary in vocabularies:", "elif False:", "tests/test_downloads.py -k database_counts or each_of_its_keys"
    ),
    Mutant(
        "ledger/outputs/workbook.py",
        "sheet.write_number(number, place, float(value), decimals[shown])",
        "sheet.write_number(number, place, float(value))",
        "tests/test_downloads.py -k workbook",
    ),
    Mutant("ledger/outputs/tables.py", '"hash": f"sha256:', '"hash": f"sha1:', "tests/test_downloads.py -k hash"),
    Mutant("ledger/outputs/calendars.py", "+ datetime.timedelta(days=1)", "", "tests/test_calendars.py"),
    Mutant("ledger/render/agenda.py", "today and span[1] >= today", "today", "tests/test_calendars.py -k over"),
    Mutant("ledger/render/news.py", "urljoin(address, Markup(link[2]).unescape())", "link[2]", "tests/test_feeds.py -k whole_in_the_feed"),
    Mutant(
        "ledger/render/changes.py",
        'for line in ledger.of("change") if line.column and',
        'for line in ledger.of("change") if',
        "tests/test_feeds.py -k concerns_them",
    ),
    # scripts, in a browser
    Mutant("templates/assets/lists.js", "some((value) => row.of[name]?.includes(value))", "some((value) => !row.of[name].includes(value))", BROWSER),
    Mutant("templates/assets/chart.js", "ArrowRight: 1, ", "", f"{CHARTS} keyboard"),
    Mutant("templates/assets/chart.js", 'classList.toggle("dim", !fits)', 'classList.toggle("dim", false)', f"{CHARTS} found_by_its_words"),
    Mutant("templates/assets/explore.js", "view.signal(name, value);", "", f"{CHARTS} totals_of_a_chart"),
    Mutant("templates/assets/lists.js", "history[how](null", "history[how].bind(null", BROWSER),
    Mutant("templates/assets/search.js", "costs.every((one) => one !== undefined)", "true", f"{SEARCH} -k questions"),
    Mutant("templates/assets/search.js", "word === unit.word || unit.pairs ? 0 : PREFIX", "0", f"{SEARCH} -k questions"),
    Mutant("templates/assets/search.js", "files.delete(name)", "files.get(name)", f"{SEARCH} -k failed"),
    # looks, beginnings, tables from elsewhere
    Mutant("ledger/keep/inputs.py", "            self.added.add(path)", "            pass", f"{LOOKS} -k stands_in_for_nothing"),
    Mutant(
        "ledger/keep/inputs.py",
        'else [own, self.theme / beneath.lstrip("/")]',
        'else [self.theme / beneath.lstrip("/"), own]',
        f"{LOOKS} -k one_template",
    ),
    Mutant("ledger/render/words.py", "words.setdefault(each.key, {})[each.language]", "words.setdefault(each.key, {})['en']", f"{LOOKS} -k one_template"),
    Mutant("ledger/render/overlay.py", "elif not computed and", "elif", f"{LOOKS} -k stands_in_for_nothing"),
    Mutant("ledger/scaffold/rows.py", "if field.required and not found[field.name]:", "if False:", f"{NEW} -k lacks_what"),
    Mutant("ledger/scaffold/newsroom.py", "                (root / path).unlink(missing_ok=True)", "                pass", f"{IMPORT} -k cannot"),
    Mutant(
        "ledger/scaffold/tongue.py", "        edits += [edit for item in value.value", "        edits = [edit for item in value.value", f"{NEW} -k language_has"
    ),
    Mutant("ledger/scaffold/sheets.py", "if form.decimals is not None:", "if False:", f"{IMPORT} -k sheet"),
    Mutant("ledger/scaffold/sheets.py", "datetime.datetime(1899, 12, 30)", "datetime.datetime(1899, 12, 31)", f"{IMPORT} -k sheet"),
    Mutant(
        "ledger/scaffold/project.py",
        "any(child.name not in _MAY_BE_THERE",
        "any(False and child.name not in _MAY_BE_THERE",
        "tests/test_beginning.py -k left_alone",
    ),
    Mutant("ledger/verbs/door.py", "        if verb in arguments:\n", "        if True:\n", "tests/test_door.py -k loads_its_own"),
    # what newcomers write
    Mutant("ledger/load/roles.py", "        return ROLES.get(said, OWN)", "        return OWN", f"{ANY} promises_without"),
    Mutant("ledger/load/shown.py", "        taken.add(table.role)", "        pass", f"{NEWCOMERS} two_tables"),
    Mutant("ledger/load/shown.py", "or table.name in schema.languages\n", "\n", f"{ANY} called_like"),
    Mutant(
        "ledger/load/schema.py", "        if role is UNKNOWN:\n            continue", "        if False:\n            continue", f"{NEWCOMERS} draws_no_other"
    ),
    Mutant("ledger/load/schema.py", "(item.type in NUMBERS) != (leads.type in NUMBERS)", "False", f"{NEWCOMERS} draws_no_other"),
    Mutant("ledger/load/columns.py", "least > most", "False", f"{NEWCOMERS} draws_no_other"),
    Mutant("ledger/load/columns.py", "name.lower() == column.name.lower()", "False", f"{NEWCOMERS} draws_no_other"),
    Mutant("ledger/load/vocabulary.py", "if not name.strip():", "if not name:", f"{NEWCOMERS} draws_no_other"),
    Mutant("ledger/load/vocabulary.py", "first.setdefault(name, term.id)) != term.id", "first.setdefault(name, term.id)) != other", f"{NEWCOMERS} tell_apart"),
    Mutant("ledger/load/units.py", "if one.is_finite() and one > 0 else", "if True else", f"{NEWCOMERS} draws_no_other"),
    Mutant("ledger/load/table.py", 'text.startswith(".") or _NO_ADDRESS.search(text)', "_NO_ADDRESS.search(text)", f"{NEWCOMERS} draws_no_other"),
    Mutant("ledger/load/table.py", "Decimal(each) == value for", "each == cell for", f"{NEWCOMERS} odd_and_right"),
    Mutant("ledger/load/typed.py", "if count > 1):", "if False):", f"{NEWCOMERS} draws_no_other"),
    Mutant("ledger/problems.py", "            elif len(lines) > _MANY:", "            elif False:", f"{NEWCOMERS} told_once"),
    Mutant("ledger/problems.py", "if seen[like] > _MANY and", "if False and", f"{NEWCOMERS} told_once"),
    Mutant("ledger/project.py", "each.tag.lower() == tag.lower()", "False", f"{NEWCOMERS} two_tags"),
    Mutant("ledger/project.py", 'if file.suffix != ".yaml":', "if False:", f"{NEWCOMERS} nobody_reads"),
    Mutant("ledger/language/__init__.py", "        elif not RULE.fullmatch(rule):", "        elif False:", f"{NEWCOMERS} cannot_write"),
    Mutant("ledger/language/__init__.py", 'min(said["groups"]) < 1', "False", f"{NEWCOMERS} cannot_write"),
    Mutant("ledger/language/__init__.py", 'return script in facts["rtl_scripts"] if script else', "return", LANGUAGES),
    Mutant("ledger/render/edition.py", "or [s for s in listed if not s.table.pages.menu]", "", f"{NEWCOMERS} menu"),
    Mutant("ledger/render/edition.py", "self.section_title(others[path]) if path in others else", "", f"{NEWCOMERS} menu"),
    Mutant("ledger/render/edition.py", "or word in PLAIN else", "or True else", f"{NEWCOMERS} means_nothing"),
    Mutant("ledger/render/edition.py", 'return text if isinstance(text, str) else ""', 'return text or ""', f"{NEWCOMERS} means_nothing"),
    Mutant("ledger/outputs/search.py", ' and item.format == "edtf"', "", f"{NEWCOMERS} means_nothing"),
    Mutant("ledger/outputs/explore.py", "leads[0] if len(set(leads)) == 1 else leads", "leads[0]", f"{NEWCOMERS} wherever_that_stands"),
    Mutant("ledger/render/compared.py", "and row.value is not None:", "and True:", f"{NEWCOMERS} not_compared"),
    Mutant("ledger/render/kinds/compare.py", "row.kind, row.base_year)", "row.kind)", "tests/test_compare.py -k unlike_years"),
    Mutant("ledger/render/kinds/compare.py", "if sum(map(bool, cells)) > 1]", "]", COMPARE),
    Mutant("ledger/scaffold/terms.py", "in taken:", "in ():", f"{NEW} -k their_ids"),
    Mutant("ledger/scaffold/terms.py", 'cell.split(";") if several else [cell]', "[cell]", f"{NEW} -k their_ids"),
    Mutant("ledger/scaffold/terms.py", 'lineterminator="\\r\\n" if "\\r\\n" in text else "\\n"', 'lineterminator="\\n"', f"{NEW} -k says_of_others"),
    Mutant("ledger/scaffold/tables.py", '    if "id" not in [column.name for column in found]:', "    if False:", f"{NEW} -k types_of_the_standard"),
    Mutant("ledger/scaffold/delimited.py", "if cell and cell not in NOTHING}", "if cell}", f"{IMPORT} -k means_nothing"),
    Mutant("ledger/scaffold/importing.py", "if filled and not other else cells", "if filled else cells", f"{IMPORT} -k means_nothing"),
    Mutant("ledger/entry/text.py", 'if content and path.suffix.lower() == ".pdf":', "if False:", f"{NEW} -k not_what"),
    Mutant("templates/assets/lists.js", '(name === "q" || name === "sort" || name === "hide" ? `${name}.` : name)', "name", f"{EXPLORERS} whatever"),
    Mutant("templates/assets/lists.js", '":is(section, div, details)[data-group]"', '"[data-group]"', f"{EXPLORERS} whatever"),
    Mutant("templates/assets/lists.js", 'value.split("\\n").filter', 'value.split(" ").filter', f"{EXPLORERS} whatever"),
    Mutant("templates/assets/lists.js", "while (names.includes(where))", "while (false)", f"{EXPLORERS} whatever"),
    Mutant("templates/assets/lists.js", '(a === "") - (b === "") || ', "", "tests/test_explorers.py -k unknown_last and 4000"),
]


@dataclass(frozen=True)
class Outcome:
    mutant: Mutant
    killed: bool
    why: str
    seconds: float


def arguments(tests: str) -> list[str]:
    """Pytest's arguments from one string: what follows ``-k`` or ``-m`` belongs to it, and comes last."""
    for option in (" -k ", " -m "):
        files, found, rest = tests.partition(option)
        if found:
            return [*files.split(), option.strip(), rest, *(["-m", "not long"] if option == " -k " else [])]
    return [*tests.split(), "-m", "not long"]


def run(mutant: Mutant, folder: Path) -> Outcome:
    """Break the line in a copy of the project, run its tests there, and mend it again."""
    began, place = time.monotonic(), folder / mutant.file
    text = place.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        return Outcome(mutant, False, f"the line stands {text.count(mutant.old)} times: renew this entry", 0.0)
    place.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        call = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *arguments(mutant.tests)]
        done = subprocess.run(call, cwd=folder, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True, timeout=1200, check=False)
    except subprocess.TimeoutExpired:
        return Outcome(mutant, False, "its tests did not end within 20 minutes, which a busy machine may do by itself", time.monotonic() - began)
    finally:
        place.write_text(text, encoding="utf-8")
    last = next((line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))), done.stdout.strip()[-160:])
    # 1 is "tests failed"; anything else (no tests, a wrong argument) has noticed nothing.
    return Outcome(mutant, done.returncode == 1, last if done.returncode in (0, 1) else f"pytest gave up ({done.returncode}): {last}", time.monotonic() - began)


def outcomes(mutants: list[Mutant], folders: list[Path]) -> Iterator[Outcome]:
    """As many at a time as there are folders, each with a copy of its own."""
    free = list(folders)

    def one(mutant: Mutant) -> Outcome:
        folder = free.pop()
        try:
            return run(mutant, folder)
        finally:
            free.append(folder)

    with ThreadPoolExecutor(len(folders)) as pool:
        yield from pool.map(one, mutants)


def main(words: list[str]) -> int:
    chosen = [m for m in MUTANTS if not words or any(word in m.file for word in words)]
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        folders = [Path(place, str(n)) for n in range(max(1, min(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)))]
        for folder in folders:
            shutil.copytree(REPOSITORY, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        killed = 0
        for outcome in outcomes(chosen, folders):
            killed += outcome.killed
            shown = outcome.mutant.old.strip().replace("\n", " ")[:70]
            print(f"{'killed  ' if outcome.killed else 'SURVIVED'} {outcome.seconds:5.0f} s  {outcome.mutant.file}: {shown}", flush=True)
            print(f"          {outcome.why}", flush=True)
    print(f"{killed} of {len(chosen)} mutants killed ({killed / max(1, len(chosen)):.0%})")
    return 0 if killed == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
