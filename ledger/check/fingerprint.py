"""Fingerprints: what can be kept of a source without keeping the source.

``data/fingerprints/<source>.json`` holds, for each clause of ``clauses.csv``, its lines and the numbers and dates that
stand in them, never a sentence. It is made from the archived text, and can be made again to see that nothing moved:

    {"source": "gansu", "sha256": "e215…", "policies": {"gansu-green-13fyp": {"1.1.8": {"first": 97, "last": 97,
     "numbers": ["30.58", "31"], "dates": [], "years": ["2015"], "words": []}}}}

A source that declares the safeguard ``statements`` also keeps for each figure what belongs to it (``statements``), and
``names.json`` which names of the vocabularies were looked for, as hashes: a name that came later is not in it, and somebody who
has the texts has to make the fingerprints again.

``printed`` is there only where a number has zeros at its end (see ``numerals.py``).

``names`` are the names of rows that the clause prints, as hashes, in their order, each with the number of figures before it.

A clause of kind ``contact`` keeps its lines and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ledger.check.evidence import STATEMENTS
from ledger.check.names import names_in, printed_names
from ledger.check.numerals import numerals_in
from ledger.check.statements import name_hashes, names_of, statements_of
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.problems import Problems


def make_fingerprints(ledger: Ledger, archive: Path, problems: Problems) -> dict[str, dict[str, Any]]:
    """The fingerprint of every source whose text is in ``archive``: ``{source id: document}``."""
    made = {}
    for source in (source for source in ledger.of("source") if source.file and source.sha256):
        path = archive / source.file
        if not path.is_file():
            problems.add(ledger.schema.file("source"), source.line, f"file: '{source.file}' is not in the archive", "give the folder that holds the texts")
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest != source.sha256:
            problems.add(ledger.schema.file("source"), source.line, f"sha256: the archived '{source.file}' has {digest}", "is it the same text?")
        lines = content.decode("utf-8", errors="replace").split("\n")
        made[source.id] = {"source": source.id, "sha256": digest, "policies": _policies(ledger, source, lines, problems)}
    return made


def _policies(ledger: Ledger, source: Row, lines: list[str], problems: Problems) -> dict[str, Any]:
    policies: dict[str, Any] = {}
    covered: set[int] = set()
    names = names_of(ledger, source.language) if STATEMENTS in (getattr(source, "safeguards", None) or ()) else None
    for policy in ledger.of("document", source=source.id):
        clauses = {}
        called = printed_names(ledger, policy.id, source.language) if names else {}
        for row in ledger.of("clause", document=policy.id):
            if not 1 <= (row.first or 0) <= (row.last or 0) <= len(lines):
                problems.add(
                    ledger.schema.file("clause"), row.line, f"lines {row.first} to {row.last} are not in '{source.file}'", f"it has {len(lines)} lines"
                )
                continue
            covered.update(range(row.first, row.last + 1))
            text = "" if row.kind == "contact" else "\n".join(lines[row.first - 1 : row.last])
            found = numerals_in(text)
            clauses[row.clause] = {
                "first": row.first,
                "last": row.last,
                "numbers": list(found.numbers),
                "dates": list(found.dates),
                "years": list(found.years),
                "words": list(found.words),
                **({"printed": list(found.printed)} if found.printed else {}),
            }
            if names is not None:
                clauses[row.clause]["statements"] = statements_of(text, names)
                if printed := names_in(text, called.get(row.clause, []), names):
                    clauses[row.clause]["names"] = printed
        policies[policy.id] = clauses
    if left := [n for n, text in enumerate(lines, 1) if text.strip() and n not in covered]:
        shown = ", ".join(map(str, left[:10]))
        problems.add(
            ledger.schema.file("clause"), 0, f"{len(left)} lines of '{source.file}' are in no clause (first: {shown})", "every line belongs to a clause"
        )
    return policies


def names_file(ledger: Ledger) -> str:
    """``names.json``: the names that the statements were searched for, by the language of the sources."""
    languages = sorted({s.language for s in ledger.of("source") if STATEMENTS in (getattr(s, "safeguards", None) or ())})
    return json.dumps({language: name_hashes(ledger, language) for language in languages}) + "\n"


def check_names(ledger: Ledger, problems: Problems) -> None:
    """A warning where the vocabularies have names by now that no fingerprint was searched for."""
    for language, known in ledger.searched_names.items():
        names = names_of(ledger, language)
        left = [n for n in (*names.meaning, *names.units) if hashlib.sha256(n.encode()).hexdigest()[:6] not in known]
        if left:
            what = f"{len(left)} {'name' if len(left) == 1 else 'names'} of the vocabularies came after the fingerprints (first: {left[0]})"
            remedy = "rows that rest on them are not borne out by statements until somebody who has the texts runs: python build.py fingerprint --archive DIR"
            problems.add("data/fingerprints/names.json", 0, what, remedy, warning=True)


def write_fingerprint(document: dict[str, Any]) -> str:
    """The document as JSON, one clause a line, so that a diff shows which clause changed."""
    policies = []
    for policy, clauses in document["policies"].items():
        body = ",\n".join(f"  {json.dumps(c)}: {json.dumps(entry, ensure_ascii=False)}" for c, entry in clauses.items())
        policies.append(f" {json.dumps(policy)}: {{\n{body}\n }}")
    head = f'{{"source": {json.dumps(document["source"])}, "sha256": {json.dumps(document["sha256"])}, "policies": {{\n'
    return head + ",\n".join(policies) + "\n}}\n"


def check_archive(ledger: Ledger, archive: Path, problems: Problems) -> None:
    """Make the fingerprints again from the archived texts and compare."""
    for source, document in make_fingerprints(ledger, archive, problems).items():
        for policy, clauses in document["policies"].items():
            kept = ledger.fingerprints.get(source, {}).get(policy, {})
            changed = [c for c in clauses if {"printed": [], **clauses[c]} != kept.get(c)] + [c for c in kept if c not in clauses]
            if changed:
                problems.add(
                    f"data/fingerprints/{source}.json",
                    0,
                    f"{policy}: {len(changed)} clauses differ from the text (first: {changed[0]})",
                    "make it again: python build.py fingerprint --archive DIR",
                )
