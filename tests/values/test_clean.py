"""What becomes of the cells that departments deliver."""

from dataclasses import replace

import pytest

from twopages.values import KINDS, LONGEST_CELL, Cleaned, Fault, Recipe, citizen_check, clean

TODAY = "2024-06-30"


class Codes:
    """A code list as the ontology compiles it: every accepted spelling leads to a present code."""

    def __init__(self, **spellings: str) -> None:
        self.spellings = spellings

    def find(self, text: str) -> str | None:
        return self.spellings.get(text)


SEX = Codes(**{"1": "1", "男": "1", "2": "2", "女": "2"})
GROUP = Codes(**{"01": "01", "汉": "01", "02": "02"})
PLACES = Codes(
    **{"310101": "310101", "310103": "310101", "310000": "310000", "310101013": "310101013", "黄浦区": "310101"}
)


def of(kind: str, cell: str, **options: object) -> object:
    """The value, the values where there are several, the fault, or None."""
    cleaned = clean(replace(Recipe(kind), **options), cell, TODAY)  # type: ignore[arg-type]
    if cleaned.fault:
        assert cleaned.values == ()
        return Fault(cleaned.fault)
    return cleaned.values[0] if len(cleaned.values) == 1 else cleaned.values or None


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
    "cell",
    [
        "20200131", "2020-01-31", "2020/1/31", "2020.1.31", "2020年1月31日", "2020年01月31日", "2020 - 1 - 31", "２０２０－０１－３１",
        "2020-01-31 23:59:59", "2020-01-31T08:00", "2020/1/31 8:05", "20200131 08:00:00", "20200131235959", "2020-01-31 08:00:00.123",
        "2020年1月31日8:05", "二〇二〇年一月三十一日", "二零二零年一月三十一日", "二○二○年一月31日",
    ],
)  # fmt: skip
def test_days_in_every_spelling(cell: str) -> None:
    assert of("date", cell) == "2020-01-31"


@pytest.mark.parametrize(
    "cell",
    [
        "2021-02-29",
        "20201301",
        "2020-00-10",
        "2020",
        "2020-01",
        "今天",
        "98-05-01",
        "2020-01-01 25:00",
        "0199-01-01",
        "2020-1-310:00",
    ],
)
def test_what_is_not_a_day_is_refused(cell: str) -> None:
    assert of("date", cell) is Fault.NOT_A_DATE


def test_only_ends_of_validity_may_lie_in_the_future() -> None:
    assert of("date", TODAY) == TODAY
    assert of("date", "2024-07-01") is Fault.FUTURE_DATE
    assert of("date", "2024-07-01", future=True) == "2024-07-01"


@pytest.mark.parametrize("cell", ["0000-00-00", "1900/1/1", "19000101", "99991231", "9999-12-31 00:00:00", "000000"])
def test_days_that_stand_for_unknown_say_nothing(cell: str) -> None:
    assert of("date", cell) is None


def test_moments_keep_their_time() -> None:
    assert of("datetime", "2020-01-31 08:05:09") == "2020-01-31T08:05:09"
    assert of("datetime", "2020/1/31 8:05") == "2020-01-31T08:05:00"
    assert of("datetime", "20200131") == "2020-01-31T00:00:00"
    assert of("datetime", "2024-06-30 23:00:00") == "2024-06-30T23:00:00"
    assert of("datetime", "2024-07-01 01:00:00") is Fault.FUTURE_DATE


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("202001", "2020-01"), ("2020-01", "2020-01"), ("2020.1", "2020-01"), ("2020年1月", "2020-01"), ("2020", "2020"),
        ("2020年", "2020"), ("2020-01-31", "2020-01-31"), ("20200131", "2020-01-31"), ("202013", Fault.NOT_A_DATE),
        ("2020-00", Fault.NOT_A_DATE), ("2024-07", Fault.FUTURE_DATE), ("2025", Fault.FUTURE_DATE), ("2024-06", "2024-06"),
        ("20", Fault.NOT_A_DATE),
    ],
)  # fmt: skip
def test_partial_dates_stay_partial(cell: str, expected: object) -> None:
    assert of("partialDate", cell) == expected


@pytest.mark.parametrize(
    ("cell", "scale", "expected"),
    [
        ("1,234.50", "1", "1234.5"),
        ("12", "10000", "120000"),
        ("1.23", "10000", "12300"),
        ("12万元", "10000", "120000"),
        ("12万", "1", "120000"),
        ("500元", "10000", "500"),
        ("1.5亿元", "10000", "150000000"),
        ("123456", "0.01", "1234.56"),
        ("¥ 1 000", "1", "1000"),
        ("人民币1,000元", "1", "1000"),
        ("-500.00", "1", "-500"),
        ("−500", "1", "-500"),
        ("+.5", "1", "0.5"),
        ("-0.00", "1", "0"),
        ("007", "1", "7"),
        ("0.1", "0.01", "0.001"),
        ("999999999999999999999999.99", "10000", "9999999999999999999999999900"),
        ("1e5", "1", Fault.NOT_A_NUMBER),
        ("12,34", "1", Fault.NOT_A_NUMBER),
        ("1.2.3", "1", Fault.NOT_A_NUMBER),
        ("NaN", "1", Fault.NOT_A_NUMBER),
        ("Infinity", "1", Fault.NOT_A_NUMBER),
        ("١٢", "1", Fault.NOT_A_NUMBER),
        ("万元", "1", Fault.NOT_A_NUMBER),
        ("企业选择不公示", "10000", Fault.NOT_A_NUMBER),
        ("1" * 41, "1", Fault.OUT_OF_RANGE),
    ],
)
def test_money_in_yuan(cell: str, scale: str, expected: object) -> None:
    assert of("money", cell, scale=scale) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.2万平方米", "12000"),
        ("100㎡", "100"),
        ("12.5 m2", "12.5"),
        ("15亩", "10000.05"),
        ("15", "10000.05"),
        ("3万千瓦时", "30000"),
    ],
)
def test_a_measure_written_in_the_cell_goes_before_the_scale_of_the_column(cell: str, expected: str) -> None:
    assert of("decimal", cell, scale="666.67") == expected


@pytest.mark.parametrize("cell", ["二〇二一年六月", "2021年6月", "202106", "2021/6", "2021-06"])
def test_months_in_every_spelling(cell: str) -> None:
    assert of("partialDate", cell) == "2021-06"


def test_decimals_know_no_units_of_money() -> None:
    assert of("decimal", "1,000.250") == "1000.25"
    assert of("decimal", "12万") is Fault.NOT_A_NUMBER
    assert of("decimal", "121.47", minimum="-180", maximum="180") == "121.47"
    assert of("decimal", "181", minimum="-180", maximum="180") is Fault.OUT_OF_RANGE
    assert of("decimal", "-181", minimum="-180", maximum="180") is Fault.OUT_OF_RANGE


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12.5%", "12.5"),
        ("12.50", "12.5"),
        ("１００％", "100"),
        ("0%", "0"),
        ("100.01%", Fault.OUT_OF_RANGE),
        ("-1", Fault.OUT_OF_RANGE),
        ("1/2", Fault.NOT_A_NUMBER),
    ],
)
def test_percentages(cell: str, expected: object) -> None:
    assert of("percentage", cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("12.0", 12),
        ("-3", -3),
        ("12.5", Fault.FORMAT),
        ("十二", Fault.NOT_A_NUMBER),
        ("9" * 19, Fault.OUT_OF_RANGE),
    ],
)
def test_integers(cell: str, expected: object) -> None:
    assert of("integer", cell) == expected


def test_integers_may_have_a_range() -> None:
    assert of("integer", "-1", minimum="0") is Fault.OUT_OF_RANGE
    assert of("integer", "0", minimum="0") == 0


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2020", 2020),
        ("2020年", 2020),
        ("2025", 2025),
        ("2026", Fault.OUT_OF_RANGE),
        ("1899", Fault.OUT_OF_RANGE),
        ("1980年代", Fault.FORMAT),
        ("20", Fault.FORMAT),
    ],
)
def test_years(cell: str, expected: object) -> None:
    assert of("year", cell) == expected


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
