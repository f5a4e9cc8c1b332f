"""The data of the flagship: what anybody who knows the documents would look up first, and what must never be in them."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import REPOSITORY, build_py
from door import Said

from ledger.load.ledger import Ledger
from ledger.load.units import UnitTable, UnlikeUnits, load_units
from ledger.wording import measured

ARCHIVE = REPOSITORY.parent / "shared" / "sources"
DATA = REPOSITORY / "data"


def test_the_check_passes_and_no_number_is_left_open(check_of_the_flagship: Said) -> None:
    said = check_of_the_flagship
    assert said.code == 0, said.err
    header, *lines = [line for line in said.out.splitlines() if not line.startswith(" ")]
    assert header.split()[:10] == ["policy", "printed", "cited", "unused", "open", "rows", "statements", "second", "both", "waived"]
    for line in lines:
        name, *figures = line.split()
        printed, cited, unused, left, rows, statements, second, both, waived = map(int, figures[:9])
        assert left == 0, name
        assert printed == cited + unused, name
        assert rows == statements + second - both + waived, f"{name}: a row that nobody bears out"
    assert lines[-1].startswith("all")
    assert 20 * waived <= rows


@pytest.mark.skipif(not ARCHIVE.is_dir(), reason="the archived texts are not beside the repository (../shared/sources)")
def test_the_fingerprints_are_those_of_the_archived_texts() -> None:
    said = build_py("check", "--archive", ARCHIVE)
    assert said.code == 0, said.err


# --- what the documents are known for -------------------------------------------------------------------------------


def test_the_catalogue_has_112_technologies_and_206_cases(ledger: Ledger) -> None:
    assert len(ledger.rows("technologies", policy="green-tech-2024")) == len(ledger.rows("technologies")) == 112
    assert len(ledger.rows("cases")) == 206


def test_a_list_item_that_tells_of_articles_cites_each_of_them(ledger: Ledger) -> None:
    told = {row.id: re.match(r"第(\d+)(至|、)(\d+)条", row.summary_zh or "") for row in ledger.rows("entries", policy="unified-market-guidelines")}
    chapters = {id: [f"art-{n}" for n in range(int(match[1]), int(match[3]) + 1)] for id, match in told.items() if match}
    assert len(chapters) == 29
    assert {id: list(ledger.row("entries", id).also) for id in chapters} == chapters


def test_every_yearly_co2_figure_of_a_case_says_which_word_stands_beside_it(ledger: Ledger) -> None:
    assert [case.id for case in ledger.rows("cases") if (case.co2_t_per_year is None) != (case.co2_word is None)] == []


def test_the_seven_categories_of_the_catalogue_have_as_many_technologies_as_printed(ledger: Ledger) -> None:
    counts = Counter(row.category for row in ledger.rows("technologies"))
    assert list(counts.values()) == [37, 21, 20, 17, 3, 12, 2]
    names = [ledger.row("entries", category).name_zh for category in counts]
    assert names[0] == "节能降碳产业" and len(set(names)) == 7


def test_every_technology_is_numbered_within_its_category(ledger: Ledger) -> None:
    for category in dict.fromkeys(row.category for row in ledger.rows("technologies")):
        numbers = [int(row.number) for row in ledger.rows("technologies", category=category)]
        assert numbers == list(range(1, len(numbers) + 1)), category


def test_box_1_of_gansu_has_thirteen_lines_and_one_is_the_energy_of_crude_steel(ledger: Ledger) -> None:
    box = [row for row in ledger.rows("targets", policy="gansu-green-13fyp") if row.clause.startswith("box-1") and row.product]
    assert len({(row.product, row.indicator) for row in box}) == len(box) == 13
    [steel] = [row for row in box if row.product == "raw-steel" and row.indicator == "energy-per-product"]
    assert (steel.value, steel.year, ledger.name("units", steel.unit, "zh")) == (Decimal("588.44"), "2020", "千克标准煤/吨")


def test_red_mud_is_to_be_used_to_fifteen_per_cent_by_2027(ledger: Ledger) -> None:
    rows = [row for row in ledger.rows("targets", product="red-mud", year="2027") if row.unit == "%"]
    assert any(row.value == 15 for row in rows)


def test_inner_mongolia_sets_five_indicators_for_each_of_twelve_leagues(ledger: Ledger) -> None:
    table = [row for row in ledger.rows("targets", policy="inner-mongolia-12fyp") if row.clause.startswith("box-2")]
    by_region = Counter(row.region for row in table)
    assert len(by_region) == 12 and set(by_region.values()) == {5}
    assert len({row.indicator for row in table}) == 5


def test_there_are_five_sources(ledger: Ledger) -> None:
    assert len(ledger.rows("sources")) == 5


# --- what every row must be -----------------------------------------------------------------------------------------


def test_ids_are_short_stable_slugs(ledger: Ledger) -> None:
    for table in ledger.schema.tables.values():
        if table.key == ("id",):
            for row in ledger.tables[table.name]:
                assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.id) and len(row.id) <= 96, row.id


def test_every_id_is_used_once_in_the_whole_ledger(ledger: Ledger) -> None:
    ids = [row.id for table in ledger.schema.tables.values() if table.key == ("id",) for row in ledger.tables[table.name]]
    assert [id for id, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("vocabulary", ["regions", "sectors", "products", "indicators", "issuers"])
def test_every_name_exists_in_chinese_and_in_english(ledger: Ledger, vocabulary: str) -> None:
    for term in ledger.vocabularies[vocabulary].values():
        assert re.search(r"[\u4e00-\u9fff]", term.names["zh"]), f"{term.file}:{term.line}"
        assert re.search(r"[A-Za-z]", term.names["en"]), f"{term.file}:{term.line}"
        assert not re.search(r"[\u4e00-\u9fff]", term.names["en"]), f"{term.file}:{term.line}"


def test_no_english_column_holds_chinese_without_a_name_that_is_quoted(ledger: Ledger) -> None:
    for table in ledger.schema.tables.values():
        for row in ledger.tables[table.name]:
            for field in table.fields:
                text = getattr(row, field.name)
                if field.name.endswith("_en") and text and field.name in ("title_en", "name_en", "heading_en"):
                    assert not re.search(r"[\u4e00-\u9fff]", text), f"data/{table.path}:{row.line}: {field.name}: {text}"


def test_whatever_is_said_in_one_language_is_said_in_the_other(ledger: Ledger) -> None:
    for table in ledger.schema.tables.values():
        pairs = [f.name[:-3] for f in table.fields if f.name.endswith("_zh") and f.name[:-3] + "_en" in table.columns]
        for row in ledger.tables[table.name]:
            for name in pairs:
                zh, en = getattr(row, f"{name}_zh"), getattr(row, f"{name}_en")
                assert bool(zh) == bool(en), f"data/{table.path}:{row.line}: {name}_zh {zh!r}, {name}_en {en!r}"


def test_every_number_of_a_target_has_a_unit_unless_the_source_prints_none(ledger: Ledger) -> None:
    flagged = {id for row in ledger.rows("discrepancies", kind="missing-unit") for id in row.rows}
    for row in ledger.rows("targets"):
        assert row.unit or row.id in flagged, f"data/targets.csv:{row.line}"


def test_a_promise_of_all_is_shown_as_the_word_and_its_clause_prints_it(ledger: Ledger) -> None:
    rows = [row for row in ledger.rows("targets") if row.comparator == "all"]
    assert len(rows) >= 10
    for row in rows:
        assert (measured(ledger, row, "zh"), measured(ledger, row, "en"), row.value, row.unit) == ("全部", "all", 100, "%"), row.id
        source = ledger.row("policies", row.policy).source
        assert "100" in ledger.fingerprints[source][row.policy][row.clause]["words"], row.id


def test_discrepancies_name_rows_that_exist(ledger: Ledger) -> None:
    for row in ledger.rows("discrepancies"):
        assert [id for id in row.rows if id not in ledger.owner] == [], f"data/discrepancies.csv:{row.line}"


# --- what must never be in the data ---------------------------------------------------------------------------------

MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")
TELEPHONE = re.compile(r"(?<![\d.-])(?:\(?0\d{2,3}\)?[- ]\d{7,8}|1[3-9]\d{9}|0\d{10,11}|400[- ]?\d{3}[- ]?\d{4}|\+86[- ]?\d{6,})(?!\d|\.\d)")


def all_data() -> list[Path]:
    return sorted(p for p in DATA.rglob("*") if p.is_file())


@pytest.mark.parametrize("path", all_data(), ids=lambda p: p.relative_to(DATA).as_posix())
def test_no_mail_address_and_no_telephone_number_is_kept(path: Path) -> None:
    text = re.sub(r'"sha256": "[0-9a-f]+"|\b[0-9a-f]{64}\b', "", path.read_text(encoding="utf-8"))
    assert MAIL.findall(text) == []
    assert TELEPHONE.findall(text) == []


def test_the_patterns_above_would_find_what_they_look_for() -> None:
    assert MAIL.search("mail jnjs@miit.example please")
    for number in ("010-68205369", "(0931) 1234567", "13912345678", "01068205369", "400-123-4567"):
        assert TELEPHONE.search(f"tel {number}."), number


def test_fingerprints_hold_figures_places_and_ids_and_no_text(ledger: Ledger) -> None:
    known = {id for terms in ledger.vocabularies.values() for id in terms}
    for path in sorted(set((DATA / "fingerprints").glob("*.json")) - {DATA / "fingerprints" / "names.json"}):
        for clauses in json.loads(path.read_text(encoding="utf-8"))["policies"].values():
            for name, entry in clauses.items():
                assert entry.keys() - {"printed", "statements", "names"} == {"first", "last", "numbers", "dates", "years", "words"}, name
                for kind in ("numbers", "dates", "years", "words", "printed"):
                    assert all(re.fullmatch(r"[\dX.-]+[万亿]{0,2}", token) for token in entry.get(kind, [])), f"{path.name} {name}"
                assert all(re.fullmatch("[0-9a-f]{6}", token) for token in entry.get("names", [])), name
                for statement in entry.get("statements", []):
                    assert re.fullmatch(r"\d[\d.]*[万亿]{0,2}", statement["n"]) and re.fullmatch("[A-Za-z]*", statement.get("near", "")), name
                    terms = [id for scope in ("part", "sentence") for ids in statement.get(scope, {}).values() for id in ids]
                    assert {*terms, *statement.get("unit", []), *statement.get("cell", []), statement.get("is", "=")} <= known, name
                    assert all(re.fullmatch(r"\d{4}", year) for year in (*statement.get("base", []), *statement.get("years", []))), name


# --- units ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def units(ledger: Ledger) -> UnitTable:
    return load_units(ledger)


def unit(ledger: Ledger, zh: str) -> str:
    """The id of the unit that is printed so."""
    found = [term.id for term in ledger.vocabularies["units"].values() if term.names["zh"] == zh]
    assert found, f"no unit is printed {zh}"
    return found[0]


@pytest.mark.parametrize(
    ("value", "printed", "to", "expected"),
    [
        ("134.4", "万吨", "吨", "1344000"),
        ("2.5", "亿吨", "万吨", "25000"),
        ("500", "kg", "吨", "0.5"),
        ("30", "万吨标准煤", "吨标准煤", "300000"),
        ("1250", "kgce", "吨标准煤", "1.25"),
        ("588.44", "千克标准煤/吨", "千克标准煤/吨", "588.44"),
        ("12", "千克标准煤/重箱", "千克标准煤/吨", "240"),  # a weight case is 50 kg of glass
        ("319", "克标准煤/千瓦时", "克标准煤/千瓦时", "319"),
        ("600", "万千瓦", "MW", "6000"),
        ("100", "亿千瓦时", "kWh", "10000000000"),
        ("3", "MWh", "kWh", "3000"),
        ("2", "万重量箱", "吨", "1000"),
        ("16.5", "亿元", "万元", "165000"),
        ("3", "万元", "元", "30000"),
        ("5", "%", "%", "5"),
        ("4.9", "个百分点", "个百分点", "4.9"),
        ("2", "亿立方米", "万立方米", "20000"),
        ("1500", "L", "m³", "1.5"),
        ("12", "万个", "个", "120000"),
        ("1.5", "m/min", "m/s", "0.025"),
        ("1", "GJ", "kWh", "277.7777777777777777777777778"),
    ],
)
def test_like_units_convert(ledger: Ledger, units: UnitTable, value: str, printed: str, to: str, expected: str) -> None:
    got = units.convert(Decimal(value), unit(ledger, printed), unit(ledger, to))
    assert abs(got - Decimal(expected)) <= Decimal(expected) * Decimal("1e-20")


@pytest.mark.parametrize(
    ("printed", "to"),
    [
        ("吨标准煤", "kWh"),  # by which convention?
        ("吨标准煤", "吨"),
        ("千克标准煤/吨", "克标准煤/千瓦时"),
        ("千瓦时/吨", "千克标准煤/吨"),
        ("%", "个百分点"),
        ("亿元", "亿美元"),
        ("mg/m³", "mg/Nm³"),
        ("家", "%"),
        ("万千瓦", "亿千瓦时"),
        ("万吨/年", "万吨"),
    ],
)
def test_unlike_bases_refuse_to_be_compared_and_say_so(ledger: Ledger, units: UnitTable, printed: str, to: str) -> None:
    with pytest.raises(UnlikeUnits, match="do not measure the same thing"):
        units.convert(1, unit(ledger, printed), unit(ledger, to))
    assert not units.comparable(unit(ledger, printed), unit(ledger, to))


def test_an_unknown_unit_is_answered_with_the_nearest(units: UnitTable) -> None:
    with pytest.raises(UnlikeUnits, match="did you mean kgce/t"):
        units.convert(1, "kgce/tt", "kgce/t")


def test_every_definition_of_a_unit_can_be_read_and_converts_to_itself(ledger: Ledger, units: UnitTable) -> None:
    defined = [id for id, expression in units.expressions.items() if expression]
    assert len(defined) > 100
    for id in defined:
        assert units.convert(7, id, id) == 7, id


def test_every_unit_of_a_target_is_defined_as_a_quantity(ledger: Ledger, units: UnitTable) -> None:
    used = {row.unit for row in ledger.rows("targets") if row.unit}
    assert sorted(id for id in used if not units.expressions[id]) == []


def test_a_factor_says_the_same_as_the_definition(ledger: Ledger, units: UnitTable) -> None:
    """English multiplies by ``factor``; pint multiplies by what the definition begins with. They must be one number."""
    for term in ledger.vocabularies["units"].values():
        if term.get("factor") and term.get("pint"):
            leading = re.match(r"1e(\d+)\s*\*", term.get("pint"))
            assert leading and Decimal(10) ** int(leading[1]) == Decimal(str(term.get("factor"))), f"{term.file}:{term.line}"
