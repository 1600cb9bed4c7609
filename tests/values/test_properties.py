"""What holds for every cell."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from twopages.values import (
    KINDS,
    MASKS,
    Fault,
    Gazetteer,
    Recipe,
    citizen_check,
    clean,
    credit_check,
    enterprise_key,
    mask,
    normal_name,
    organisation_check,
    parse_address,
    person_key,
    plain_address,
    show,
    tidy,
)

TODAY = "2024-06-30"
KIND = st.sampled_from(sorted(KINDS))
TYPICAL = st.sampled_from(
    [
        "11010519491231002X", "91330100799655058B", "张三", "买买提.艾力", "2020-01-31", "202001", "1,234.50", "12万元", "12.5%",
        "1", "是", "男", "13800138000", "021-58888888-12", "a@b.cn", "上海市黄浦区南京东路100号", "310101", "6510", "2020", "E12345678",
        "110105491231002",
    ]
)  # fmt: skip
ANY = st.text() | st.text(alphabet="0123456789-/.年月日 万元%xX·") | TYPICAL
RECIPE = st.builds(
    Recipe, KIND, key=st.booleans(), split=st.sampled_from(["", ";，、"]), case=st.sampled_from(["", "upper", "lower"])
)


def full_width(text: str) -> str:
    """The text as an old input method writes it."""
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


@st.composite
def citizens(draw: st.DrawFn, last: date = date(2024, 6, 30)) -> str:
    born = draw(st.dates(date(1900, 1, 1), last))
    first17 = f"310101{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first17 + citizen_check(first17)


@st.composite
def enterprises(draw: st.DrawFn) -> str:
    first8 = draw(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8))
    first17 = f"91310000{first8}{organisation_check(first8)}"
    return first17 + credit_check(first17)


@given(RECIPE, ANY)
def test_no_text_makes_it_raise_and_faults_bring_no_values(recipe: Recipe, cell: str) -> None:
    cleaned = clean(recipe, cell, TODAY)
    assert not (cleaned.fault and cleaned.values)
    assert not cleaned.fault or cleaned.fault in set(Fault)
    assert all(isinstance(value, KINDS[recipe.kind].python_type) for value in cleaned.values)


@given(RECIPE, ANY)
def test_what_is_clean_stays_as_it_is(recipe: Recipe, cell: str) -> None:
    cleaned = clean(recipe, cell, TODAY)
    again = [clean(recipe, str(int(value) if isinstance(value, bool) else value), TODAY) for value in cleaned.values]
    assert tuple(value for one in again for value in one.values) == cleaned.values


@given(KIND, TYPICAL)
def test_full_width_and_spaces_around_change_nothing(kind: str, cell: str) -> None:
    recipe = Recipe(kind, key=True)
    assert clean(recipe, f" 　{full_width(cell)}\u200b ", TODAY) == clean(recipe, cell, TODAY)


@given(citizens(), st.integers(0, 17), st.sampled_from("0123456789"))
def test_any_single_wrong_digit_of_an_identity_number_is_refused(number: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    wrong = number[:place] + digit + number[place + 1 :]
    assert clean(Recipe("identityNumber", key=True), wrong, TODAY).fault
    assert person_key(wrong) is None


@given(citizens(), st.sampled_from(["{}", " {} ", "{:.6} {}"]))
def test_a_valid_identity_number_is_taken_however_it_is_spaced(number: str, spacing: str) -> None:
    delivered = spacing.format(number) if spacing != "{:.6} {}" else f"{number[:6]} {number[6:]}"
    assert clean(Recipe("identityNumber"), delivered.lower(), TODAY).values == (number,)
    assert person_key(full_width(delivered)) == number
    assert mod_11_2.is_valid(number)


@given(citizens(last=date(1999, 12, 31)))
def test_an_old_number_becomes_the_new_one(number: str) -> None:
    assert person_key(number[:6] + number[8:17]) == number


@given(enterprises(), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_any_single_wrong_character_of_a_credit_code_is_refused(code: str, place: int, character: str) -> None:
    assert enterprise_key(code.lower()) == code == uscc.validate(code)
    assume(code[place] != character)
    assert enterprise_key(code[:place] + character + code[place + 1 :]) is None


@given(enterprises())
def test_letters_typed_for_digits_are_read_as_digits(code: str) -> None:
    assert enterprise_key(code.replace("0", "O").replace("1", "I")) == code


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_numbers_are_exact_and_have_one_text(number: Decimal) -> None:
    (value,) = clean(Recipe("decimal"), f"{number:f}", TODAY).values
    assert Decimal(value) == number
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", str(value))
    assert value != "-0"
    assert clean(Recipe("decimal"), f"{number:,.4f}", TODAY).values == (value,)


@given(st.dates())
def test_days_come_out_in_iso(day: date) -> None:
    assume(day.year >= 1000 and day.isoformat() not in ("1900-01-01", "9999-12-31"))
    recipe = Recipe("date", future=True)
    for form in ("%Y%m%d", "%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"):
        assert clean(recipe, day.strftime(form), TODAY).values == (day.isoformat(),)


@given(ANY)
def test_normal_spellings_are_stable_and_ignore_width_and_spaces(text: str) -> None:
    for normal in (tidy, normal_name, plain_address):
        assert normal(normal(text)) == normal(text)
    assert normal_name(full_width(text)) == normal_name(text)


@given(st.text(alphabet="上海市区南京东路弄号幢室层0123456789三十A-()、 近村") | ANY)
def test_any_text_is_an_address_of_some_kind_whatever_its_width(text: str) -> None:
    found = parse_address(text, Gazetteer())
    assert parse_address(full_width(text), Gazetteer()) == found
    assert all(list(found.spots()))


@given(st.sampled_from(sorted(MASKS)), KIND, ANY | st.integers() | st.booleans())
def test_masks_take_anything(rule: str, kind: str, value: str | int) -> None:
    assert mask(rule, kind, value)
    assert show(kind, value, "zh") == show(kind, value, "zh")


LETTERS = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=40)


@given(st.sampled_from([("first-3-last-4", 3, 4), ("first-2-last-2", 2, 2)]), LETTERS)
def test_both_ends_at_most_are_seen(rule: tuple[str, int, int], text: str) -> None:
    name, head, tail = rule
    seen = re.sub("[*•]", "", mask(name, "text", text))
    assert seen in ("", text[:head] + text[-tail:])
    assert len(text) - len(seen) >= min(len(text), 4)


@given(st.text(alphabet="张李王欧阳司马三四五·", min_size=1, max_size=8))
def test_no_more_than_the_surname_is_seen(name: str) -> None:
    shown = mask("surname", "name", name)
    assert len(shown) == len(name)
    assert len(shown.rstrip("*")) <= min(2, len(name) - 1) or len(name) == 1
    assert "*" in shown


@given(st.text(min_size=1))
@pytest.mark.parametrize("rule", [None, "hidden", "no-such-rule"])
def test_hidden_is_hidden(rule: str | None, text: str) -> None:
    assert mask(rule, "text", text) == "••••"


@given(st.integers(1, 9999), st.integers(1, 99), st.integers(100, 9999))
def test_an_address_is_seen_down_to_its_road(number: int, building: int, room: int) -> None:
    address = f"上海市黄浦区南京东路街道中山东一路{number}弄{building}号{room}室"
    assert mask("road", "address", address) == "上海市黄浦区南京东路街道中山东一路****"


@given(st.integers(1, 10**12))
def test_a_band_holds_its_number(number: int) -> None:
    low, high = (int(end.replace(",", "")) for end in mask("band", "money", str(number)).split("–"))
    assert low <= number < high <= 2.5 * low
