"""Discrepancies are claims about a document: they are checked, and they excuse nothing but the fault that they name."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from conftest import Newsroom

from ledger.check.discrepancies import FILE
from ledger.check.working import LONGEST, BadWorking, done, shown
from ledger.load.ledger import Ledger

HEAD = "id,policy,clause,also,rows,kind,weight,what_en,what_nl,stated,computed,working,unit,reading_en,reading_nl,confidence"
WEIGHTS = """weight:
  heavy: {en: Heavy, nl: Zwaar}
  guess: {en: A guess, nl: Een gok, doubtful: true}
  light: {en: Slips, nl: Foutjes, folded: true}
"""


@pytest.fixture
def weighing(newsroom: Newsroom) -> Newsroom:
    """The newsroom with the two columns that it does without: how much a discrepancy weighs, and its working."""
    newsroom.change("data/datapackage.yaml", "  confidences: kinds", "  weights: kinds.yaml#weight\n  confidences: kinds")
    package = newsroom.file("data/datapackage.yaml").read_text(encoding="utf-8")
    start = package.index("- name: discrepancies")
    table = package[start:].replace("        - {name: what_en", "        - {name: weight, vocabulary: weights}\n        - {name: what_en", 1)
    table = re.sub(r"\{name: stated, type: number\b", "{name: stated, type: number, format: printed", table, count=1)
    table = re.sub(r"(\{name: computed[^\n]*\n)", r"\1        - {name: working}\n", table, count=1)
    newsroom.file("data/datapackage.yaml").write_text(package[:start] + table, encoding="utf-8")
    kinds = newsroom.file("data/kinds.yaml")
    text = kinds.read_text(encoding="utf-8").replace(
        "  arithmetic: {",
        "  text-damage: {en: damaged text, nl: beschadigd, damaged: true, against: read-as}\n  sum: {en: sum, nl: som}\n  rounding: {en: rounding, nl: afronding}\n  percent-or-points: {en: percent or points, nl: procent of punten}\n  contradiction: {en: contradiction, nl: tegenspraak}\n  arithmetic: {",
    )
    kinds.write_text(text + WEIGHTS, encoding="utf-8")
    return newsroom


def claim(id: str = "a", clause: str = "2", rows: str = "crossings-2028", kind: str = "arithmetic", weight: str = "heavy", **more: str) -> str:
    """A line of discrepancies.csv; the fault of the newsroom unless it says otherwise."""
    cells = {"what_en": f"What {id} says", "what_nl": f"Wat {id} zegt", "stated": "30", "computed": "25", "unit": "%", **more}
    columns = {"id": id, "policy": "town-plan", "clause": clause, "rows": rows, "kind": kind, "weight": weight, "confidence": "high", **cells}
    return ",".join(columns.get(name, "") for name in HEAD.split(","))


def enter(newsroom: Newsroom, *lines: str) -> None:
    newsroom.file(FILE).write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")


GOOD = claim()
LINES: dict[str, tuple[str, tuple[str, ...]]] = {
    "a figure that the clause does not print": (claim(stated="31", kind="contradiction", computed=""), ("stated", "31 does not stand in clause 2")),
    "a row that does not exist": (claim(rows="crossings-2029", kind="contradiction", computed=""), ("rows", "no row 'crossings-2029'", "crossings-2028")),
    "a computed figure that is the stated one": (claim(kind="contradiction", computed="30.4", working="30.4"), ("computed", "30.4 is 30 within its rounding")),
    "a computed change that base and target do not give": (claim(computed="26"), ("computed", "26", "'crossings-2028' gives 25.00")),
    "an excuse for a change that holds": (claim(rows="loans-2030", clause="1", stated="20", computed="24"), ("'loans-2030' holds", "the fault is gone")),
    "an excuse that names a sound row beside the faulty one": (claim(rows="crossings-2028;trees-hill-2030", also="3"), ("'trees-hill-2030' holds",)),
    "an excuse for an identity that holds": (claim(rows="trees-both-2030", clause="3", kind="sum", stated="3930", computed="4000", unit="trees"), ("'trees-both-2030' is what its parts make",)),
    "a rounding that is a fault": (claim(kind="rounding"), ("stated change of 'crossings-2028' does not hold at all",)),
    "a rounding that is none": (claim(rows="loans-2030", clause="1", kind="rounding", stated="20", computed=""), ("'loans-2030' holds as printed",)),
    "percent or points of a change that holds": (claim(rows="loans-2030", clause="1", kind="percent-or-points", stated="20", computed=""), ("'loans-2030' holds (20", "the fault is gone")),
    "percent or points of a change that is neither": (claim(kind="percent-or-points", computed=""), ("'crossings-2028' holds neither in percent nor in points (30; 25.00, 12.00)",)),
    "a working that gives something else": (claim(kind="contradiction", computed="13", working="60 - 48"), ("13", "working gives 12")),
    "a working with a number from nowhere": (claim(kind="contradiction", computed="99", working="48 + 51"), ("working: 51 does not stand",)),
    "a working over a row that does not exist": (claim(kind="contradiction", computed="1", working="[nobody]"), ("no row 'nobody'",)),
    "a working that divides by zero": (claim(kind="contradiction", computed="1", working="48 / (60 - 60)"), ("divides by zero",)),
    "a working without a result": (claim(kind="contradiction", computed="", working="60 - 48"), ("gives 12, but computed is empty",)),
    "a computed figure that no rule gives": (claim(kind="contradiction", computed="27"), ("no rule gives 27", "working")),
}  # fmt: skip


def test_each_false_claim_is_refused_by_a_line_of_its_own(weighing: Newsroom) -> None:
    enter(weighing, GOOD, *(line.replace("a,", f"c{n},", 1) for n, (line, _) in enumerate(LINES.values())))
    said = weighing.check()
    assert said.code == 1
    for number, (name, (_, told)) in enumerate(LINES.items(), 3):
        mine = [line for line in said.err.splitlines() if line.startswith(f"{FILE}:{number}:")]
        assert any(all(part in line for part in told) for line in mine), f"{name}: {mine or said.err}"
    assert not [line for line in said.err.splitlines() if line.startswith(f"{FILE}:2:")]


def test_true_claims_pass_and_a_speculation_needs_no_working(weighing: Newsroom) -> None:
    late = claim(id="b", rows="late-ferries-2028", kind="contradiction", stated="8.5", computed="6", working="[late-ferries-2028]")
    guess = claim(id="c", kind="contradiction", weight="guess", computed="27")
    enter(weighing, GOOD, late, guess)
    assert weighing.check().code == 0


def test_only_the_fault_itself_is_excused(weighing: Newsroom) -> None:
    """A discrepancy of another kind, or about another figure of the row, leaves a change that does not follow an error."""
    for line in (claim(kind="contradiction", computed=""), claim(stated="48", computed="", unit="")):
        enter(weighing, line)
        said = weighing.check()
        assert [p for p in said.err.splitlines() if p.startswith("data/targets.csv:4: stated_change")], said.err


def test_the_page_puts_the_heavy_first_folds_the_light_and_tells_no_guess_as_what_should_be(weighing: Newsroom) -> None:
    lines = [
        claim(id="slip", kind="text-damage", weight="light", stated="", computed="60"),
        claim(id="guess", kind="contradiction", weight="guess", computed="27"),
    ]
    enter(weighing, *lines, claim(id="fault", working="(60 - 48) / 48 * 100"))
    assert weighing.build().code == 0
    page = (weighing.site / "discrepancies" / "index.html").read_text(encoding="utf-8")
    page = page.split('id="list"')[1]
    assert page.index('id="fault"') < page.index('id="guess"') < page.index("<details") < page.index('id="slip"') < page.index("</details>")
    item = {id: page.split(f'<li id="{id}"')[1].split("</li>")[0] for id in ("fault", "guess", "slip")}
    assert "Computed" in item["fault"] and "(60 − 48) ÷ 48 × 100" in item["fault"]
    assert "27" not in item["guess"] and "A guess" in item["guess"]
    assert "Read as" in item["slip"]
    home = (weighing.site / "index.html").read_text(encoding="utf-8")
    assert re.search(r"discrepancies</dt><dd><a[^>]*>2<", home) and re.search(r"damaged passage</dt><dd><a[^>]*>1<", home)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2 **",
        "2 ** 9",
        "__import__('os')",
        "[crossings-2028",
        "1 if 2 else 3",
        "'a'",
        "(" * 90 + "1" + ")" * 90 + "1",
        "1e999999 * 1e999999",
        "1 " * LONGEST,
    ],
)
def test_a_working_is_four_operations_and_nothing_else(ledger: Ledger, text: str) -> None:
    with pytest.raises(BadWorking):
        done(ledger, text)


def test_a_working_is_done_exactly_and_shown_in_numbers(ledger: Ledger) -> None:
    text = "([gs13-energy-coal-power-2020.base_value] - [gs13-energy-coal-power-2020]) / 2"
    assert done(ledger, text).result == Decimal("5.55")
    assert shown(ledger, text, str) == "(306.70 − 295.60) ÷ 2"


# --- the flagship's own ---------------------------------------------------------------------------------------------


def test_every_discrepancy_is_weighed_and_no_speculation_has_high_confidence(ledger: Ledger) -> None:
    rows = ledger.rows("discrepancies")
    assert {row.weight for row in rows} == set(ledger.vocabularies["weights"])
    assert [row.id for row in rows if row.weight == "speculative" and row.confidence == "high"] == []


def test_no_discrepancy_names_a_field_of_ours(ledger: Ledger) -> None:
    for row in ledger.rows("discrepancies"):
        assert not re.search(r"computed|stated", row.reading_zh or ""), f"{FILE}:{row.line}"
