"""How values are written, hidden and compared."""

import pytest

from twopages.values import KEY_KINDS, enterprise_key, mask, normal_name, person_key, show


@pytest.mark.parametrize(
    ("kind", "value", "zh", "en"),
    [
        ("money", "12000", "12,000.00", "12,000.00"),
        ("money", "-1234567.5", "-1,234,567.50", "-1,234,567.50"),
        ("money", "0.125", "0.125", "0.125"),
        ("decimal", "12345.678", "12,345.678", "12,345.678"),
        ("percentage", "12.5", "12.5%", "12.5%"),
        ("integer", 12345, "12,345", "12,345"),
        ("year", 2020, "2020", "2020"),
        ("boolean", True, "是", "Yes"),
        ("boolean", False, "否", "No"),
        ("date", "1985-03-02", "1985年3月2日", "2 Mar 1985"),
        ("partialDate", "1985-12", "1985年12月", "Dec 1985"),
        ("partialDate", "1985", "1985年", "1985"),
        ("datetime", "1985-03-02T08:05:09", "1985年3月2日 08:05", "2 Mar 1985 08:05"),
        ("name", "张三", "张三", "张三"),
        ("date", "昨天", "昨天", "昨天"),
        ("money", "NaN", "NaN", "NaN"),
    ],
)
def test_values_for_people(kind: str, value: str | int, zh: str, en: str) -> None:
    assert (show(kind, value, "zh"), show(kind, value, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("rule", "value", "shown"),
    [
        ("first-3-last-4", "11010519491231002X", "110****002X"),
        ("first-3-last-4", "13800138000", "138****8000"),
        ("first-3-last-4", "58888888", "••••"),
        ("first-2-last-2", "AB12345678", "AB****78"),
        ("surname", "张三", "张*"),
        ("surname", "欧阳修远", "欧阳**"),
        ("surname", "欧阳", "欧*"),
        ("surname", "张", "*"),
        ("surname", "", "••••"),
        ("year", "1985-03-02", "1985"),
        ("year", "不详", "••••"),
        ("road", "浦东新区花木街道牡丹路60号东辰大厦", "浦东新区花木街道牡丹路****"),
        ("road", "世纪大道一百号", "世纪大道****"),
        ("road", "静安区南京西路恒隆广场", "静安区南京西路****"),
        ("road", "崇明区城桥镇某村3组", "崇明区城桥镇****"),
        ("road", "某小区", "••••"),
        ("road", "3号楼", "••••"),
        ("band", "12345", "10,000–20,000"),
        ("band", "0", "0"),
        ("band", "-5", "< 0"),
        ("band", "0.3", "0.2–0.5"),
        ("band", "很多", "••••"),
        ("hidden", True, "••••"),
    ],
)
def test_masks(rule: str, value: str | int, shown: str) -> None:
    assert mask(rule, "text", value) == shown


def test_equal_names_meet() -> None:
    assert (
        normal_name("上海 某某（集团）有限公司")
        == normal_name("上海某某(集团)有限公司")
        == normal_name("上海某某【集团】有限公司")
    )
    assert normal_name("买买提•艾力") == normal_name("买买提·艾力")
    assert normal_name("Ａbc公司") == normal_name("ABC公司")


def test_keys_are_found_whatever_their_kind() -> None:
    assert KEY_KINDS["identityNumber"]("110105491231002") == person_key("11010519491231002x") == "11010519491231002X"
    assert KEY_KINDS["uscc"]("91330100799655058b") == "91330100799655058B"
    assert person_key("E12345678") is None
    assert enterprise_key("310101000123456") is None
