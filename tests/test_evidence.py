"""A false row cannot pass: statements of the clause, and a second entry that somebody else keyed.

Each test makes something false in the harbour town, whose plan declares both safeguards and whose ferry order only the first.
"""

from __future__ import annotations

import json

import pytest
from conftest import NEWSROOM, Newsroom, build_py

TARGETS = "data/targets.csv"
SECOND = "data/second/town-plan.csv"


def told(newsroom: Newsroom, place: str) -> list[str]:
    """What ``check`` says of a place (``file:line``); it must fail."""
    said = newsroom.check()
    assert said.code == 1, said.out
    return [line for line in said.problems if line.startswith(f"{place}: ")]


def alone(newsroom: Newsroom) -> Newsroom:
    """The town without its second entries: only statements bear its rows out."""
    newsroom.file(SECOND).unlink()
    newsroom.change("data/sources.csv", "statements;second", "statements")
    return newsroom


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("trees-quayside-2030,town-plan,3,,street-trees,quayside,,,2023,1150,2030,1380,,=,level,,trees,20", "trees-quayside-2030,town-plan,3,,street-trees,quayside,,,2023,2040,2030,2550,,=,level,,trees,25", "region"),
        ("late-ferries-2028,town-plan,2,,late-ferries,saltmouth,,,2023,8.5,2028,6,,<=", "late-ferries-2028,town-plan,2,,late-ferries,saltmouth,,,2023,8.5,2028,6,,=", "comparator"),
        ("fare-cap,ferry-rules,1,,fare,saltmouth,,,,,2025-03-01/2028-12-31,2.4,,<=", "fare-cap,ferry-rules,1,,fare,saltmouth,,,,,2025-03-01/2028-12-31,2.4,,>=", "comparator"),
        ("libraries-2030,town-plan,1,,open-libraries,saltmouth,,,2023,12,2030,14,,=,count,,libraries", "libraries-2030,town-plan,1,,open-libraries,saltmouth,,,2023,12,2030,14,,=,count,,trees", "unit"),
    ],
)  # fmt: skip
def test_a_statement_tells_a_true_number_in_a_false_row(old: str, new: str, fault: str, newsroom: Newsroom) -> None:
    alone(newsroom)
    line = newsroom.change(TARGETS, old, new)
    [said] = [p for p in told(newsroom, f"{TARGETS}:{line}") if "borne out neither" in p]
    assert fault in said.partition("(differs: ")[2].partition(")")[0].split(", ")


def test_a_hash_that_was_taken_out_is_one_line(newsroom: Newsroom) -> None:
    newsroom.change("data/datapackage.yaml", "{name: sha256, constraints: {required: true, ", "{name: sha256, constraints: {")
    line = newsroom.change(
        "data/sources.csv", "ferry-order,ferry-order.txt,30a5f147eb13bc29a7fc5a07fbc139fceb5c1126710d017c88b557a38080279b,", "ferry-order,ferry-order.txt,,"
    )
    what = "sha256: is empty, and 'ferry-order' is to be borne out by its statements"
    assert newsroom.check().problems == [f"data/sources.csv:{line}: {what}; write the SHA-256 of the archived text, or take statements out of safeguards"]
    newsroom.change("data/sources.csv", "ferry-order.txt,,Harbour office,en,statements,", "ferry-order.txt,,Harbour office,en,,")
    assert newsroom.check().problems == []


def test_a_file_of_second_entries_that_is_named_after_no_policy_is_one_line(newsroom: Newsroom) -> None:
    newsroom.file("data/second/town-plan (1).csv").write_bytes(newsroom.file(TARGETS).read_bytes())
    assert newsroom.check().problems == ["data/second/town-plan (1).csv: there is no policy 'town-plan (1)'; did you mean town-plan?"]


def test_statements_alone_bear_the_town_out(newsroom: Newsroom) -> None:
    said = alone(newsroom).check()
    assert said.code == 0, said.err


def test_a_row_that_differs_from_its_second_entry_is_told_with_both_and_where_they_stand(newsroom: Newsroom) -> None:
    line = newsroom.change(TARGETS, "crossings-2028,town-plan,2,,crossings,saltmouth", "crossings-2028,town-plan,2,,crossings,hill")
    [said] = told(newsroom, f"{TARGETS}:{line}")
    assert "region: 'hill', but the second entry 'town-plan-s3' (data/second/town-plan.csv:4) has 'saltmouth'" in said


def test_values_of_two_rows_exchanged_are_told_at_both(newsroom: Newsroom) -> None:
    first = newsroom.change(TARGETS, "quayside,,,2023,1150,2030,1380", "quayside,,,2023,1150,2030,2550")
    second = newsroom.change(TARGETS, "hill,,,2023,2040,2030,2550", "hill,,,2023,2040,2030,1380")
    assert told(newsroom, f"{TARGETS}:{first}") and told(newsroom, f"{TARGETS}:{second}")


def test_a_row_that_is_left_out_is_missed_by_its_second_entry(newsroom: Newsroom) -> None:
    kept = [row for row in newsroom.file(TARGETS).read_text(encoding="utf-8").splitlines() if not row.startswith("trees-both-2030")]
    newsroom.file(TARGETS).write_text("\n".join(kept) + "\n", encoding="utf-8")
    [said] = told(newsroom, f"{SECOND}:8")
    assert "no row says 3930" in said and "data/targets.csv" in said


def test_a_row_that_nobody_keyed_again_is_left_to_the_statements(newsroom: Newsroom) -> None:
    kept = [entry for entry in newsroom.file(SECOND).read_text(encoding="utf-8").splitlines() if not entry.startswith("town-plan-s4")]
    newsroom.file(SECOND).write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert newsroom.check().code == 0
    line = newsroom.change(TARGETS, "saltmouth,,,2023,8.5,2028,6,,<=", "saltmouth,,,2023,8.5,2028,6,,>=")
    [said] = told(newsroom, f"{TARGETS}:{line}")
    assert "borne out neither" in said and "comparator" in said


def test_a_zero_that_only_one_entry_has_is_told(newsroom: Newsroom) -> None:
    line = newsroom.change(TARGETS, "saltmouth,,,2023,8.5,2028,6,", "saltmouth,,,2023,8.50,2028,6,")
    assert told(newsroom, f"{TARGETS}:{line}")


def settle(newsroom: Newsroom, *lines: str) -> None:
    with newsroom.file("data/adjudications.csv").open("a", encoding="utf-8") as handle:
        handle.write("".join(f"{line},,\n" for line in lines))


def test_an_adjudication_settles_what_both_entries_say_and_nothing_else(newsroom: Newsroom) -> None:
    newsroom.change(TARGETS, "saltmouth,,,2023,48,2028,60,", "saltmouth,,,2023,48,2030,60,")
    settle(newsroom, "town-plan-s3,crossings-2028,year,2030,2028,row-stands,both-hold")
    said = newsroom.check()
    assert said.code == 0, said.err
    newsroom.change(TARGETS, "saltmouth,,,2023,48,2030,60,", "saltmouth,,,2023,48,2023,60,")
    said = newsroom.check()
    assert any("year: '2023'" in line for line in said.problems), "settled for 2030, not for 2023"
    assert any(line.startswith("data/adjudications.csv:2: ") and "needs no adjudication" in line for line in said.problems)


def test_an_adjudication_alone_lets_nothing_stand_that_the_statements_refuse_too(newsroom: Newsroom) -> None:
    line = newsroom.change(TARGETS, "crossings-2028,town-plan,2,,crossings,saltmouth", "crossings-2028,town-plan,2,,crossings,hill")
    settle(newsroom, "town-plan-s3,crossings-2028,region,hill,saltmouth,row-stands,both-hold")
    [said] = told(newsroom, f"{TARGETS}:{line}")
    assert "(differs: region) nor by a second entry, which does not say its region" in said and "waivers.csv" in said


def test_an_adjudication_of_entries_that_agree_is_refused(newsroom: Newsroom) -> None:
    settle(newsroom, "town-plan-s3,crossings-2028,year,2028,2030,row-stands,both-hold")
    [said] = told(newsroom, "data/adjudications.csv:2")
    assert "needs no adjudication" in said


def test_a_correction_remembers_that_the_first_entry_was_wrong(newsroom: Newsroom) -> None:
    settle(newsroom, "town-plan-s3,crossings-2028,region,hill,saltmouth,row-corrected,first-was-wrong")
    said = newsroom.check()
    assert said.code == 0, said.err
    newsroom.change(TARGETS, "crossings-2028,town-plan,2,,crossings,saltmouth", "crossings-2028,town-plan,2,,crossings,hill")
    assert any("region: 'hill'" in line for line in newsroom.check().problems), "a correction does not excuse its own relapse"


def test_a_waiver_names_the_faults_that_it_excuses_and_is_refused_when_they_are_gone(newsroom: Newsroom) -> None:
    alone(newsroom)
    line = newsroom.change(TARGETS, "2023,12,2030,14,,=,count,,libraries", "2023,12,2030,14,,=,count,,trees")
    waivers = newsroom.file("data/waivers.csv")
    head = waivers.read_text(encoding="utf-8")
    waivers.write_text(head + "libraries-2030,unit,why,waarom\n", encoding="utf-8")
    said = newsroom.check()
    # One waiver is more than one row in twenty of so small a town, and that is all that is said.
    assert [p.split(":")[0] for p in said.problems] == ["data/waivers.csv"] and "more than one in 20" in said.problems[0], said.err
    waivers.write_text(head + "libraries-2030,comparator,why,waarom\n", encoding="utf-8")
    assert told(newsroom, f"{TARGETS}:{line}") and told(newsroom, "data/waivers.csv:2")
    newsroom.change(TARGETS, "2023,12,2030,14,,=,count,,trees", "2023,12,2030,14,,=,count,,libraries")
    waivers.write_text(head + "libraries-2030,unit,why,waarom\n", encoding="utf-8")
    assert "needs no waiver" in told(newsroom, "data/waivers.csv:2")[0]


def test_an_event_has_a_date_of_its_own_clause(newsroom: Newsroom) -> None:
    line = newsroom.change("data/events.csv", "order-signed,ferry-rules,0,,2025-02-10", "order-signed,ferry-rules,2,,2025-02-10")
    [said] = told(newsroom, f"data/events.csv:{line}")
    assert "differs: date" in said


def test_a_second_entry_of_another_text_is_refused(newsroom: Newsroom) -> None:
    newsroom.change(SECOND, "town-plan-s3,2,target", "town-plan-s3,2,target")
    text = newsroom.file(SECOND).read_text(encoding="utf-8")
    newsroom.file(SECOND).write_text(text.replace("e65690378803ef89", "aaaaaaaaaaaaaaaa", 1), encoding="utf-8")
    [said] = told(newsroom, f"{SECOND}:2")
    assert "is not the text of 'harbour-plan'" in said


def test_a_second_entry_of_an_application_may_lack_its_value(newsroom: Newsroom) -> None:
    with newsroom.file(SECOND).open("a", encoding="utf-8") as file:
        file.write("town-plan-s99,1,case,A solar roof,co2" + "," * 15 + "1,,e65690378803ef89,2026-02-03\n")
    text = newsroom.file(SECOND).read_text(encoding="utf-8")
    [said] = told(newsroom, f"{SECOND}:{text.count(chr(10))}")
    assert "no row says  of A solar roof (case)" in said


def test_a_name_that_came_after_the_fingerprints_is_said_with_who_can_mend_it(newsroom: Newsroom) -> None:
    newsroom.change("data/quarters.yaml", "hill: {en: Hill,", "dunes: {en: Dunes, nl: Duinen}\nhill: {en: Hill,")
    said = newsroom.check()
    assert said.code == 0
    [warning] = [line for line in said.err.splitlines() if "names.json" in line]
    assert "1 name of" in warning and "dunes" in warning and "--archive DIR" in warning
    build_py("fingerprint", "--project", newsroom.root, "--archive", NEWSROOM / "archive")
    assert "names.json" not in newsroom.check().err


def test_what_a_fingerprint_keeps_of_a_statement_is_no_sentence(newsroom: Newsroom) -> None:
    kept = json.loads(newsroom.file("data/fingerprints/harbour-plan.json").read_text(encoding="utf-8"))
    for clause in kept["policies"]["town-plan"].values():
        for statement in clause["statements"]:
            assert not set(statement) - {"n", "unit", "cell", "is", "base", "years", "part", "sentence", "near", "hedges"}
            near = [statement.get("near", "")[at : at + 2] for at in range(0, len(statement.get("near", "")), 2)]
            assert near == sorted(near), "pairs stand in the order of their hashes, which tells nothing of the text"


def test_the_counts_of_the_safeguards_can_be_told_in_a_page_and_stand_under_data(newsroom: Newsroom) -> None:
    newsroom.change("content/en/method.md", "We copy", "Keyed again: [[checked:entries]], alike: [[checked:matched]]. We copy")
    said = newsroom.build()
    assert said.code == 0, said.err
    assert "Keyed again: 7, alike: 7." in newsroom.file("site/method/index.html").read_text(encoding="utf-8")
    data = newsroom.file("site/data/index.html").read_text(encoding="utf-8")
    assert 'id="safeguards"' in data and 'id="agreement"' in data
    newsroom.change("content/en/method.md", "[[checked:matched]]", "[[checked:matchd]]")
    assert "did you mean matched?" in newsroom.build().err
