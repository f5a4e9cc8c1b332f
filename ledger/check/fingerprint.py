"""Fingerprints: what can be kept of a source without keeping the source.

``data/fingerprints/<source>.json`` holds, for each clause of ``clauses.csv``, its lines and the numbers and dates that
stand in them, never a sentence. It is made from the archived text, and can be made again to see that nothing moved:

    {"source": "gansu", "sha256": "e215…", "policies": {"gansu-green-13fyp": {"1.1.8": {"first": 97, "last": 97,
     "numbers": ["30.58", "31"], "dates": [], "years": ["2015"], "words": []}}}}

A clause of kind ``contact`` keeps its lines and nothing else.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ledger.check.numerals import Numerals, numerals_in
from ledger.load.ledger import Ledger
from ledger.load.table import Row
from ledger.problems import Problems


def make_fingerprints(ledger: Ledger, archive: Path, problems: Problems) -> dict[str, dict[str, Any]]:
    """The fingerprint of every source whose text is in ``archive``: ``{source id: document}``."""
    made = {}
    for source in ledger.rows("sources"):
        path = archive / source.file
        if not path.is_file():
            problems.add("data/sources.csv", source.line, f"file: '{source.file}' is not in the archive", "give the folder that holds the texts")
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest != source.sha256:
            problems.add("data/sources.csv", source.line, f"sha256: the archived '{source.file}' has {digest}", "is it the same text?")
        lines = content.decode("utf-8", errors="replace").split("\n")
        made[source.id] = {"source": source.id, "sha256": digest, "policies": _policies(ledger, source, lines, problems)}
    return made


def _policies(ledger: Ledger, source: Row, lines: list[str], problems: Problems) -> dict[str, Any]:
    policies: dict[str, Any] = {}
    covered: set[int] = set()
    for policy in ledger.rows("policies", source=source.id):
        clauses = {}
        for row in ledger.rows("clauses", policy=policy.id):
            if not 1 <= row.first <= row.last <= len(lines):
                problems.add("data/clauses.csv", row.line, f"lines {row.first} to {row.last} are not in '{source.file}'", f"it has {len(lines)} lines")
                continue
            covered.update(range(row.first, row.last + 1))
            found = Numerals() if row.kind == "contact" else numerals_in("\n".join(lines[row.first - 1 : row.last]))
            clauses[row.clause] = {
                "first": row.first,
                "last": row.last,
                "numbers": list(found.numbers),
                "dates": list(found.dates),
                "years": list(found.years),
                "words": list(found.words),
            }
        policies[policy.id] = clauses
    if left := [n for n, text in enumerate(lines, 1) if text.strip() and n not in covered]:
        shown = ", ".join(map(str, left[:10]))
        problems.add("data/clauses.csv", 0, f"{len(left)} lines of '{source.file}' are in no clause (first: {shown})", "every line belongs to a clause")
    return policies


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
            changed = [c for c in clauses if clauses[c] != kept.get(c)] + [c for c in kept if c not in clauses]
            if changed:
                problems.add(
                    f"data/fingerprints/{source}.json",
                    0,
                    f"{policy}: {len(changed)} clauses differ from the text (first: {changed[0]})",
                    "make it again: python build.py fingerprint --archive DIR",
                )
