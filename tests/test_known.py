"""What is known of data that did not change is not read or checked again, and what is said is always what a first look would say."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from conftest import Newsroom

from ledger.check import Memory, check_ledger
from ledger.load.known import Known
from ledger.load.ledger import Ledger, load_ledger
from ledger.problems import Problems


@dataclass
class Desk:
    """A newsroom whose data are looked at again and again, now by a process that lives on, now by a new one."""

    newsroom: Newsroom
    known: Known | None = None
    memory: Memory | None = None

    def look(self, lives_on: bool = True) -> Look:
        data, cache = self.newsroom.root / "data", self.newsroom.root / ".cache"
        hashes = {f"data/{p.relative_to(data).as_posix()}": hashlib.sha256(p.read_bytes()).hexdigest() for p in data.rglob("*") if p.is_file()}
        before = self.known.now.keys() if self.known else set[str]()
        self.known = Known(hashes, "code", cache / "loaded", self.known if lives_on else None)
        self.memory = self.memory.next() if self.memory and lives_on else Memory.load(cache / "shares", "code")
        look = Look(data, self.known, self.memory, before)
        self.memory.save(cache / "shares", "code")
        return look


class Look:
    """What came of one look: the ``ledger``, what is ``said`` of it, how many files were ``read``, and what was ``checked``."""

    def __init__(self, data: Path, known: Known | None = None, memory: Memory | None = None, before: object = ()) -> None:
        problems = Problems()
        self.ledger: Ledger = load_ledger(data, problems, known)
        self.covered = check_ledger(self.ledger, problems, memory)
        self.said = [str(problem) for problem in problems]
        self.read = len(known.now.keys() - before) if known else 0  # type: ignore[operator]
        self.checked = len(memory.now.keys() - memory.before.keys()) if memory else 0

    def same_as(self, other: Look) -> None:
        assert self.said == other.said
        assert repr(self.covered) == repr(other.covered)
        for field in fields(Ledger):
            assert repr(getattr(self.ledger, field.name)) == repr(getattr(other.ledger, field.name)), field.name


@pytest.fixture
def desk(fresh_newsroom: Newsroom) -> Desk:
    return Desk(fresh_newsroom)


def replaced(path: str, old: str, new: str) -> Callable[[Newsroom], object]:
    return lambda newsroom: newsroom.change(f"data/{path}", old, new)


def with_line(path: str, line: str) -> Callable[[Newsroom], object]:
    def change(newsroom: Newsroom) -> None:
        with newsroom.file(f"data/{path}").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return change


def first_becomes_last(path: str) -> Callable[[Newsroom], object]:
    def change(newsroom: Newsroom) -> None:
        head, first, *others = newsroom.file(f"data/{path}").read_text(encoding="utf-8").splitlines(keepends=True)
        newsroom.file(f"data/{path}").write_text("".join([head, *others, first]), encoding="utf-8")

    return change


def copied(path: str, to: str) -> Callable[[Newsroom], object]:
    return lambda newsroom: shutil.copy(newsroom.file(f"data/{path}"), newsroom.file(f"data/{to}"))


def with_fare(old: str, new: str) -> Callable[[Newsroom], object]:
    def change(newsroom: Newsroom) -> None:
        newsroom.change("data/targets.csv", f",{old},,<=", f",{new},,<=")
        fingerprint = newsroom.file("data/fingerprints/ferry-order.json")
        fingerprint.write_text(fingerprint.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return change


ALL, STATED, COVERED = 1, 1, 1
"""Known are what concerns all policies, and of each of the two what its rows state, and how far they cover what it prints."""
SHARE = STATED + COVERED
EVERYTHING = ALL + 2 * SHARE
LOANS = "loans-2030,town-plan,1,,loans,saltmouth,,,2023,250,2030,300,"
ENTRY = "1,target,,loans,saltmouth,,,=,300,"
POLICY_OF_EVENTS = """{name: policy, constraints: {required: true}}
        - {name: clause, format: clause, constraints: {required: true}}
        - {name: also, type: list, format: clause}
        - {name: date,"""
LATER = "town-plan,0,,2024/2030,period,It begins"


CHANGES: tuple[tuple[str, Callable[[Newsroom], object], int, int], ...] = (
    ("nothing", lambda _: None, 0, 0),
    ("a note", replaced("targets.csv", "binding,,\nloans", "binding,A note,\nloans"), 1, COVERED),
    ("a note with a number", replaced("targets.csv", "A note", "All 14 of them"), 1, COVERED),
    ("a value, and what its clause prints", with_fare("2.4", "2.6"), 2, SHARE + ALL),
    ("a blank line, so that rows stand on others", replaced("targets.csv", "note_nl\n", "note_nl\n\n"), 1, 0),
    ("a value that its clause does not print", replaced("targets.csv", LOANS, LOANS.replace("300", "301")), 1, ALL),
    ("something is wrong elsewhere too", replaced("events.csv", "town-plan,0,,2024-04-01", "town-plan,0,,2024-04-02"), 1, 0),
    ("the first is mended", replaced("targets.csv", LOANS.replace("300", "301"), LOANS), 1, ALL),
    ("so is the second", replaced("events.csv", "town-plan,0,,2024-04-02", "town-plan,0,,2024-04-01"), 1, 0),
    ("a row is added", with_line("events.csv", f"plan-begins,{LATER},Het begint"), 1, SHARE + ALL),
    ("a row is moved", first_becomes_last("events.csv"), 1, SHARE + ALL),
    ("a row cannot be read", replaced("events.csv", LATER, LATER.replace("2030", "13")), 0, 0),
    ("it can be again", replaced("events.csv", LATER.replace("2030", "13"), LATER), 1, 0),
    ("a clause that there is not", replaced("targets.csv", LOANS, LOANS.replace("plan,1,", "plan,9,")), 1, 0),
    ("a clause that prints other figures", replaced("targets.csv", LOANS.replace("plan,1,", "plan,9,"), LOANS.replace("plan,1,", "plan,2,")), 1, ALL),
    ("the right one, with a section sign", replaced("targets.csv", LOANS.replace("plan,1,", "plan,2,"), LOANS.replace("plan,1,", "plan,§1,")), 1, ALL),
    ("a row of no policy", replaced("unused.csv", "town-plan,4,", "town-plans,4,"), 1, 0),
    ("which has one again", replaced("unused.csv", "town-plans,4,", "town-plan,4,"), 1, 0),
    ("what a clause prints", replaced("fingerprints/harbour-plan.json", '"14", "2023"', '"14", "77", "2023"'), 1, STATED + ALL),
    ("what it printed before", replaced("fingerprints/harbour-plan.json", '"14", "77", "2023"', '"14", "2023"'), 1, 0),
    ("a second entry has another name", replaced("second/town-plan.csv", "town-plan-s2,", "town-plan-s9,"), 1, SHARE + ALL),
    ("it says another value", replaced("second/town-plan.csv", ENTRY, ENTRY.replace("300", "301")), 1, STATED + ALL),
    ("which is settled", with_line("adjudications.csv", "town-plan-s9,loans-2030,value,300,301,row-stands,first-was-wrong,,"), 1, SHARE + ALL),
    ("it says the value", replaced("second/town-plan.csv", ENTRY.replace("300", "301"), ENTRY), 1, SHARE + ALL),
    ("an adjudication of nobody's entry", replaced("adjudications.csv", "town-plan-s9,loans-2030", "nobody-s1,loans-2030"), 1, ALL),
    ("it has no reason that there is", replaced("adjudications.csv", "row-stands,first-was-wrong", "row-stands,whim"), 1, 0),
    ("it is gone", replaced("adjudications.csv", "nobody-s1,loans-2030,value,300,301,row-stands,whim,,\n", ""), 1, 0),
    ("a waiver that is not needed", with_line("waivers.csv", "fare-cap,comparator,Why,Waarom"), 1, SHARE + ALL),
    ("it is gone too", replaced("waivers.csv", "fare-cap,comparator,Why,Waarom\n", ""), 1, 0),
    ("second entries of no policy", copied("second/town-plan.csv", "second/plan.csv"), 0, 0),
    ("they are gone", lambda newsroom: newsroom.file("data/second/plan.csv").unlink(), 0, 0),
    ("a vocabulary cannot be read", replaced("units.yaml", "crowns: {", "crowns: {{"), 0, 0),
    ("it can be, as before", replaced("units.yaml", "crowns: {{", "crowns: {"), 1, 0),
    ("a name in one language", replaced("quarters.yaml", "nl: Heuvel,", "nl: Berg,"), 1, EVERYTHING),
    ("a term is not there", replaced("quarters.yaml", 'hill: {en: Hill, nl: Berg, parent: saltmouth, same_as: "https://terms.example/places/4711"}\n', ""), 1, 2 * SHARE),
    ("it has an odd attribute", with_line("quarters.yaml", "hill: {en: Hill, nl: Berg, parant: saltmouth}"), 0, EVERYTHING),
    ("nothing, and it is as odd", lambda _: None, 0, 0),
    ("rows need no policy", replaced("datapackage.yaml", POLICY_OF_EVENTS, POLICY_OF_EVENTS.replace(", constraints: {required: true}", "", 1)), 2, EVERYTHING),
    ("what a clause prints, once more", replaced("fingerprints/harbour-plan.json", '"14", "2023"', '"14", "77", "2023"'), 1, STATED + ALL),
    ("a row of nobody knows which policy says it", with_line("events.csv", "odd,,1,,2024,period,77 boats,77 boten"), 1, 0),
    ("nothing, and nobody knows yet", lambda _: None, 0, 0),
    ("a table's title", replaced("datapackage.yaml", "title_en: Promises", "title_en: Pledges"), 2, 0),
    ("what a cell may be", replaced("datapackage.yaml", "{name: number}\n        - {name: reason,", "{name: number, type: integer}\n        - {name: reason,"), 0, 0),
)  # fmt: skip


@pytest.mark.parametrize("lives_on", [True, False], ids=["a process that lives on", "new processes"])
def test_what_is_said_is_what_a_first_look_says_and_only_what_changed_is_looked_at_again(desk: Desk, lives_on: bool) -> None:
    desk.look()
    for what, change, read, checked in CHANGES:
        change(desk.newsroom)
        look = desk.look(lives_on)
        look.same_as(Look(desk.newsroom.root / "data"))
        assert (look.read, look.checked) == (read, checked), f"{what}: files that were not known, findings that were not known"


def test_what_unchanged_files_hold_is_the_same_object_in_a_process_that_lives_on(desk: Desk) -> None:
    before = desk.look().ledger
    desk.newsroom.change("data/targets.csv", "binding,,\nloans", "binding,A note,\nloans")
    after = desk.look().ledger
    assert after.tables["targets"] is not before.tables["targets"]
    assert all(after.tables[name] is before.tables[name] for name in before.tables if name != "targets")
    assert after.second["town-plan"] is before.second["town-plan"] and after.vocabularies is before.vocabularies


def test_a_change_that_is_taken_back_is_known(desk: Desk) -> None:
    desk.look()
    with_fare("2.4", "2.6")(desk.newsroom)
    assert desk.look().checked
    with_fare("2.6", "2.4")(desk.newsroom)
    assert not desk.look().checked


def test_what_other_code_has_read_or_found_is_not_taken_over(desk: Desk) -> None:
    desk.look()
    folder = desk.newsroom.root / ".cache"
    assert Memory.load(folder / "shares", "code").before and not Memory.load(folder / "shares", "other code").before
    before = {file: file.read_bytes() for file in (folder / "loaded").iterdir()}
    Look(desk.newsroom.root / "data", Known(desk.known.hashes, "other code", folder / "loaded"))  # type: ignore[union-attr]
    after = {file: file.read_bytes() for file in (folder / "loaded").iterdir()}
    assert len(before) > 10 and before.keys() == after.keys() and all(before[file] != after[file] for file in before)
