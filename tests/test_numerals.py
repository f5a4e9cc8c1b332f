"""Numerals: what a passage prints, read the same however it is printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.check.numerals import chinese_number, numerals_in, readings

FULL_WIDTH = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
UNITS = ("万", "亿", "万亿")
plain_numbers = st.one_of(st.integers(0, 10**9).map(str), st.decimals(0, 10**6, places=2, allow_nan=False).map(lambda d: format(d, "f")))
amounts = st.integers(1, 999_999).map(str)


def numbers(text: str) -> tuple[str, ...]:
    return numerals_in(text).numbers


@given(plain_numbers)
def test_any_printed_number_is_found_in_a_sentence(number: str) -> None:
    assert any(Decimal(number) in readings(n) for n in numbers(f"降低到{number}千克标准煤"))


@given(plain_numbers)
def test_full_width_digits_are_the_same_number(number: str) -> None:
    assert numbers(f"达到{number.translate(FULL_WIDTH)}吨") == numbers(f"达到{number}吨")


@given(st.integers(1000, 10**9))
def test_thousands_separators_do_not_split_a_number(number: int) -> None:
    assert numbers(f"共{number:,}吨") == (str(number),)


@given(plain_numbers)
def test_leading_and_trailing_zeros_do_not_matter(number: str) -> None:
    padded = f"0{number}" + ("0" if "." in number else "")
    assert numbers(f"为{padded}吨") == numbers(f"为{number}吨")


@given(amounts, st.sampled_from(UNITS), st.sampled_from(["", " "]))
def test_a_multiplier_stays_with_its_number(amount: str, unit: str, space: str) -> None:
    token = numbers(f"产能{amount}{space}{unit}吨")
    assert token == (amount + unit,)


@given(amounts, st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
def test_a_number_with_a_multiplier_can_be_filed_in_its_unit_or_in_full(amount: str, unit: tuple[str, int]) -> None:
    assert {Decimal(amount), Decimal(amount) * unit[1]} <= readings(amount + unit[0])


@pytest.mark.parametrize(
    ("text", "found"), [("规模：100MW/400MWh", ("100", "400")), ("按GB16171-2012、380V/660V", ("380", "660")), ("型号MW/400、3GSM21", ("3",)), ("B/400MW", ())]
)
def test_two_quantities_with_a_stroke_between_them_are_two_and_a_code_is_none(text: str, found: tuple[str, ...]) -> None:
    assert numbers(text) == found


@given(plain_numbers)
def test_a_sign_does_not_change_the_number(number: str) -> None:
    assert numbers(f"变化 -{number}%") == numbers(f"变化 {number}%")


@given(st.dates())
def test_a_date_is_a_date_in_figures_and_in_iso(date) -> None:
    assume(date.year >= 1000)
    iso = date.isoformat()
    assert numerals_in(f"于{date.year}年{date.month}月{date.day}日印发").dates == (iso,)
    assert numerals_in(f"issued {iso} in town").dates == (iso,)
    assert numbers(f"于{date.year}年{date.month}月{date.day}日印发") == ()


@given(st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_year_keeps_its_year_open(month: int, day: int) -> None:
    assert numerals_in(f"每年{month}月{day}日前").dates == (f"XXXX-{month:02}-{day:02}",)


@given(st.integers(1950, 2099), st.integers(1, 49))
def test_a_span_of_years_is_two_years_and_no_number(first: int, length: int) -> None:
    found = numerals_in(f"{first}—{first + length}年期间") if first + length < 2100 else numerals_in(f"{first}年")
    assert str(first) in found.years
    assert not found.numbers


@given(st.lists(amounts, min_size=1, max_size=6, unique=True))
def test_every_number_is_found_once_and_in_order(amounts: list[str]) -> None:
    assert numbers("；".join(f"达到{a}吨" for a in amounts * 2)) == tuple(amounts)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_and_nothing_but_figures_is_kept(text: str) -> None:
    found = numerals_in(text)
    kept = "".join([*found.numbers, *found.dates, *found.years, *found.words])
    assert set(kept) <= set("0123456789.-X万亿") | {c for c in kept if c.isdigit()}
    assert all(isinstance(value, Decimal) for token in found.numbers for value in readings(token))


def _in_words(number: int) -> str:
    """Chinese words for 1 to 9999, by the school rule."""
    digits, words, zero = "零一二三四五六七八九", "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if zero and words else "") + digits[digit] + name
            zero = False
        else:
            zero = True
    return words


@given(st.integers(1, 9999))
def test_chinese_words_are_read_as_a_school_child_would(number: int) -> None:
    assert chinese_number(_in_words(number)) == number


@pytest.mark.parametrize(
    ("words", "value"),
    [("十二", "12"), ("三点五", "3.5"), ("二〇二五", "2025"), ("两百", "200"), ("一百零五", "105"), ("十", "10")],
)
def test_chinese_numbers_as_documents_write_them(words: str, value: str) -> None:
    assert chinese_number(words) == Decimal(value)


def test_per_cent_in_words_is_a_figure_that_a_reader_sees() -> None:
    assert "5" in numerals_in("降低百分之五").words


def test_an_ocr_l_between_digits_is_a_one() -> None:
    assert numbers("降低l2%，达到2l.5万吨") == ("12", "21.5万")


def test_a_litre_stays_a_litre() -> None:
    assert numbers("100 mg/L 与 5 l/h") == ("100", "5")


def test_a_year_before_its_character_is_no_number() -> None:
    assert numerals_in("到2020年，达到30万吨").years == ("2020",)
    assert numbers("到2020年，达到30万吨") == ("30万",)


def test_item_numbers_and_codes_are_kept_apart_from_statements() -> None:
    found = numerals_in("3. 按 GB 16171-2012 控制 CO2 排放，降低 7%")
    assert found.numbers == ("7",)
    assert {"3", "16171", "2"} <= set(found.words)


def test_a_document_number_is_no_statement() -> None:
    assert numerals_in("国发〔2021〕33号文件要求降低13.5%").numbers == ("13.5",)


def test_a_date_in_chinese_words_is_a_date() -> None:
    assert numerals_in("二〇一二年三月十六日").dates == ("2012-03-16",)


def test_all_of_something_is_read_as_a_hundred_and_a_whole_firm_is_not() -> None:
    assert "100" in numerals_in("新建机组全部配套脱硫设施").words and "100" in numerals_in("实现废渣全利用").words
    assert "100" not in numerals_in("全面实施改造，全区推行，所有制").words
