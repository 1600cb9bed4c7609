"""What becomes of the cells that departments deliver."""

import pytest

from tests.values.cleaning import Codes, of
from twopages.values import KINDS, LONGEST_CELL, Cleaned, Fault, citizen_check

SEX = Codes(**{"1": "1", "男": "1", "2": "2", "女": "2"})
GROUP = Codes(**{"01": "01", "汉": "01", "02": "02"})
PLACES = Codes(
    **{"310101": "310101", "310103": "310101", "310000": "310000", "310101013": "310101013", "黄浦区": "310101"}
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cell", ["", " ", "　", "/", "／", "-", "1900-01-01", "9999-12-31", "00000000"])
def test_fillers_say_nothing_whatever_the_kind(kind: str, cell: str) -> None:
    assert of(kind, cell, codes=SEX if kind == "code" else None) is None


def test_a_cell_of_more_than_64_kib_is_refused() -> None:
    assert of("text", "x" * LONGEST_CELL) == "x" * LONGEST_CELL
    assert of("text", "x" * (LONGEST_CELL + 1)) is Fault.FORMAT


def test_what_an_empty_cell_means_comes_first() -> None:
    assert of("code", "  ", default="156", codes=Codes(**{"156": "156"})) == "156"
    assert of("code", "/", default="156", codes=Codes(**{"156": "156"})) is None


def test_a_column_may_have_its_own_fillers() -> None:
    fillers = frozenset({"长期", "2099-12-31", "0"})
    assert of("date", "长期", fillers=fillers) is None
    assert of("date", "2099/12/31", fillers=fillers, future=True) is None
    assert of("money", "0.00", fillers=fillers) is None
    assert of("money", "0", scale="10000") == "0"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        (" 110105 19491231 002x ", "11010519491231002X"),
        ("110105491231002", "11010519491231002X"),
        ("110105194912310021", Fault.CHECKSUM),
        ("1101051949123100", Fault.CHECKSUM),
        ("11O10519491231002X", Fault.CHECKSUM),
        ("310***********1234", Fault.FORMAT),
        ("某某公司", Fault.FORMAT),
        ("110105491331002", Fault.NOT_A_DATE),
        ("110105202502280017", Fault.CHECKSUM),
    ],
)
def test_identity_numbers(cell: str, expected: object) -> None:
    assert of("identityNumber", cell) == of("identityNumber", cell, key=True) == expected


def test_a_birth_date_exists_and_is_not_to_come() -> None:
    unborn, impossible = "31010120250228001", "31010120230229001"
    assert of("identityNumber", unborn + citizen_check(unborn)) is Fault.FUTURE_DATE
    assert of("identityNumber", impossible + citizen_check(impossible)) is Fault.NOT_A_DATE


@pytest.mark.parametrize(
    "cell", ["E12345678", "g 1234 5678", "H12345678", "M1234567801", "12345678", "CHN310182123456", "P1234567"]
)
def test_a_key_may_be_a_passport_or_permit(cell: str) -> None:
    assert of("identityNumber", cell, key=True) == cell.replace(" ", "").upper()
    assert of("identityNumber", cell) is Fault.FORMAT


@pytest.mark.parametrize("cell", ["1111111", "ABCDEF", "E123", "E123456789012", "护照12345"])
def test_not_everything_is_a_passport(cell: str) -> None:
    assert of("identityNumber", cell, key=True) is Fault.FORMAT


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("91330100799655058B", "91330100799655058B"),
        ("９１３３０１００７９９６５５０５８ｂ", "91330100799655058B"),
        ("9133O1OO799655058B", "91330100799655058B"),
        ("9I33010079965505BB", Fault.CHECKSUM),
        ("91330100799655058C", Fault.CHECKSUM),
        ("9133010079965505", Fault.FORMAT),
        ("91330100799655O58Z", Fault.CHECKSUM),
        ("799655058", Fault.FORMAT),
    ],
)
def test_credit_codes(cell: str, expected: object) -> None:
    assert of("uscc", cell) == of("uscc", cell, key=True) == expected


def test_an_old_registration_number_is_a_key_only() -> None:
    assert of("uscc", "310101000123456", key=True) == "310101000123456"
    assert of("uscc", "310101000123456") is Fault.FORMAT


@pytest.mark.parametrize(
    ("cell", "expected"), [("1", True), ("是", True), ("有", True), ("Y", True), ("true", True), ("Yes", True)]
)
def test_yes(cell: str, expected: bool) -> None:
    assert of("boolean", cell) is expected


@pytest.mark.parametrize("cell", ["0", "否", "无", "n", "FALSE", "no"])
def test_no(cell: str) -> None:
    assert of("boolean", cell) is False


def test_neither_yes_nor_no_is_refused() -> None:
    assert of("boolean", "部分完成") is Fault.FORMAT
    assert of("boolean", "", default="否") is False


@pytest.mark.parametrize(
    ("cell", "expected"), [("1", "1"), ("男", "1"), (" 女 ", "2"), ("１", "1"), ("男 ", "1"), ("9", Fault.UNKNOWN_CODE)]
)
def test_codes_of_a_list(cell: str, expected: object) -> None:
    assert of("code", cell, codes=SEX) == expected


def test_a_leading_zero_lost_in_a_spreadsheet_is_put_back() -> None:
    assert of("code", "1", codes=GROUP) == "01"
    assert of("code", "3", codes=GROUP) is Fault.UNKNOWN_CODE
    assert of("code", "56", codes=Codes(**{"056": "056"})) == "056"


def test_a_word_that_the_list_knows_is_no_filler() -> None:
    assert of("code", "无", codes=Codes(**{"无": "0"})) == "0"
    assert of("code", "无", codes=SEX) is None


def test_the_case_of_a_column_is_applied_before_looking_up() -> None:
    assert of("code", "a", codes=Codes(A="A"), case="upper") == "A"
    assert of("text", "ABcd", case="lower") == "abcd"
    assert of("code", "a b") == "ab"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("310101", "310101"),
        ("310103", "310101"),
        ("310101013", "310101013"),
        ("31", "310000"),
        ("3100", "310000"),
        ("黄浦区", "310101"),
        ("310199", Fault.UNKNOWN_DIVISION),
        ("南京东路100号", Fault.UNKNOWN_DIVISION),
    ],
)
def test_divisions(cell: str, expected: object) -> None:
    assert of("division", cell, codes=PLACES) == expected


def test_divisions_without_a_list_need_six_or_nine_digits() -> None:
    assert of("division", "310101") == "310101"
    assert of("division", "3101011") is Fault.UNKNOWN_DIVISION


def test_industries() -> None:
    assert of("industry", "i6510") == "6510"
    assert of("industry", "65") == "65"
    assert of("industry", "软件") is Fault.FORMAT
    assert of("industry", "6510", codes=Codes(**{"6510": "6510"})) == "6510"
    assert of("industry", "9999", codes=Codes()) is Fault.UNKNOWN_CODE


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("13800138000", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("+86-138-0013-8000", "13800138000"),
        ("021-58888888", "021-58888888"),
        ("(021)58888888", "021-58888888"),
        ("（０２１）５８８８８８８８", "021-58888888"),
        ("0512 6275 1234", "0512-62751234"),
        ("58888888", "58888888"),
        ("021-58888888转12", "021-58888888-12"),
        ("400-820-8820", "4008208820"),
        ("13800138000/13900139000", "13800138000"),
        ("不详;13900139000", "13900139000"),
        ("13800138000 13900139000", "13800138000"),
        ("11111111111", None),
        ("138****8000", Fault.FORMAT),
        ("12345", Fault.FORMAT),
        ("张三", Fault.FORMAT),
    ],
)
def test_phones(cell: str, expected: object) -> None:
    assert of("phone", cell) == expected


def test_several_phones_where_the_column_splits() -> None:
    assert of("phone", "13800138000；13900139000", split=";；") == ("13800138000", "13900139000")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Abc＠Example.COM ", "abc@example.com"),
        ("a@b", Fault.FORMAT),
        ("a b@c.cn", "ab@c.cn"),
        (f"{'a' * 250}@c.cn", Fault.FORMAT),
    ],
)
def test_emails(cell: str, expected: object) -> None:
    assert of("email", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("张 三", "张三"),
        ("　张三　", "张三"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提 ． 艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("John  Q. Smith", "John Q. Smith"),
        ("张?", "张?"),
        ("李〓", "李〓"),
        ("𠮷 田", "𠮷田"),
        ("上海ＡＢＣ（集团） 有限公司", "上海ABC(集团)有限公司"),
        ("\ufeff王\u200b五\x00", "王五"),
    ],
)
def test_names(cell: str, expected: str) -> None:
    assert of("name", cell) == expected


def test_several_names_in_one_cell() -> None:
    assert of("name", "张三；李四，王五、无,张三", split=";，、") == ("张三", "李四", "王五")
    assert of("name", "/", split=";，、") is None
    assert of("code", "男;不明", split=";", codes=SEX) is Fault.UNKNOWN_CODE


def test_texts() -> None:
    assert of("text", " Ａ１\t２\r\n三\x07 ") == "A1 2 三"
    assert of("text", "a  b") == "a b"
    assert of("address", "南京东路 １００ 号 A 座") == "南京东路100号A座"


def test_keys_of_other_things_ignore_spaces_and_padding() -> None:
    assert of("text", "AB 12", key=True) == "AB12"
    assert of("text", "000123", unpadded=True) == of("text", "000000123", unpadded=True) == "123"
    assert of("text", "000", unpadded=True) == "0"
    assert of("text", "000123") == "000123"


def test_every_fault_says_what_is_wrong_in_both_languages() -> None:
    texts = {(fault.label("zh"), fault.label("en")) for fault in Fault}
    assert len(texts) == len(Fault)
    assert all(zh and en and zh != en for zh, en in texts)
    assert Cleaned((), Fault.FORMAT).fault == "FORMAT"
