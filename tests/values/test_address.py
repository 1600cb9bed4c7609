"""Addresses as people write them, and what the parser makes of each."""

import pytest

from twopages.values import Address, Division, Gazetteer, parse_address

NAMES = {
    "310000": "上海市", "310100": "市辖区", "310101": "黄浦区", "310105": "长宁区", "310106": "静安区", "310115": "浦东新区",
    "310118": "青浦区", "310151": "崇明区", "310101002": "南京东路街道", "310115125": "张江镇", "310115131": "惠南镇",
    "310151101": "城桥镇", "310151102": "堡镇", "320000": "江苏省", "320500": "苏州市", "320583": "昆山市", "511500": "宜宾市",
    "511524": "长宁县", "110000": "北京市", "110105": "朝阳区", "220104": "朝阳区", "220000": "吉林省", "220200": "吉林市",
}  # fmt: skip
FORMER = {"310101": "卢湾区", "310106": "闸北区", "310115": "南汇区", "310151": "崇明县"}
GAZETTEER = Gazetteer(
    [Division(code, name) for known in (NAMES, FORMER) for code, name in known.items()], ["五角场", "石门一路"]
)


def parsed(text: str) -> dict[str, str]:
    """The parts that an address names."""
    found = parse_address(text, GAZETTEER)
    return {name: getattr(found, name) for name in Address.__slots__ if getattr(found, name) and name != "within"}


@pytest.mark.parametrize(
    "spelling",
    [
        "上海市黄浦区南京东路100弄3号301室",
        "黄浦区南京东路100弄3号301",
        "上海黄浦南京东路100弄3号楼301室",
        "中国上海市市辖区黄浦区南京东路１００弄３号３０１室",
        "上海市 黄浦区 南京东路 100弄 3号 301室",
        "上海市，黄浦区，南京东路0100衖3#301室",
        "卢湾区南京东路一百弄三号三〇一室",
        "黄浦区南京东路100弄3号（近河南中路）301室",
        "黄浦区南京东路100弄3-301",
        "黄浦区南京东路100弄(3号)301室。",
        "黄浦区南京东路100-3-301室",
        "黄浦区南京东路 100 3号 301",
        "黄浦区南京东路100弄3号0301室",
    ],
)
def test_one_address_in_many_spellings(spelling: str) -> None:
    due = {"division": "310101", "road": "南京东路", "lane": "100", "number": "3", "room": "301"}
    assert parsed(spelling) == due
    assert list(parse_address(spelling, GAZETTEER).spots()) == ["南京东路|100弄|3号|301室"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("南京东路街道南京东路12号", {"division": "310101", "subdistrict": "310101002", "road": "南京东路", "number": "12"}),
        ("上海路12号", {"road": "上海路", "number": "12"}),
        ("上海市上海路12号", {"division": "310000", "road": "上海路", "number": "12"}),
        ("浦东大道100号", {"road": "浦东大道", "number": "100"}),
        ("浦东南路100号", {"road": "浦东南路", "number": "100"}),
        ("浦东张杨路100号", {"division": "310115", "road": "张杨路", "number": "100"}),
        ("堡镇南路5号", {"road": "堡镇南路", "number": "5"}),
        ("静安新村12号301", {"place": "静安新村", "number": "12", "room": "301"}),
        ("长宁区长宁路5号", {"division": "310105", "road": "长宁路", "number": "5"}),
        ("四川省长宁县竹海镇5号", {"rest": "", "place": "四川省长宁县竹海镇", "number": "5"}),
        ("江苏省苏州市昆山市花桥镇兆丰路18号", {"division": "320583", "subdistrict": "花桥镇", "road": "兆丰路", "number": "18"}),
        ("江苏昆山兆丰路18号", {"division": "320583", "road": "兆丰路", "number": "18"}),
        ("北京市朝阳区建国路93号院1号楼", {"division": "110105", "road": "建国路", "number": "93", "building": "1"}),
        ("闸北区共和新路1988弄12支弄3号甲402室", {
            "division": "310106", "road": "共和新路", "lane": "1988", "branch": "12", "number": "3甲", "room": "402"}),
        ("崇明县城桥镇湄洲村12组34号", {
            "division": "310151", "subdistrict": "310151101", "place": "湄洲村", "group": "12", "number": "34"}),
        ("张江镇张江居委会郭守敬路498号A座12楼1201室", {
            "division": "310115", "subdistrict": "310115125", "committee": "张江", "road": "郭守敬路", "number": "498", "building": "A",
            "floor": "12", "room": "1201"}),
        ("清河路第一居民委员会清河路100弄3号", {"committee": "清河路第一", "road": "清河路", "lane": "100", "number": "3"}),
        ("铁路新村5栋2单元301", {"place": "铁路新村", "building": "5", "unit": "2", "room": "301"}),
        ("锦绣三村十二号三〇一", {"place": "锦绣三村", "number": "12", "room": "301"}),
        ("中山路100弄幸福花园3号301室", {
            "road": "中山路", "place": "幸福花园", "lane": "100", "number": "3", "room": "301"}),
        ("中山北路2000号(近曹杨路)5号楼B101室", {"road": "中山北路", "number": "2000", "building": "5", "room": "B101"}),
        ("中山东一路12-14号底层", {"road": "中山东一路", "number": "12-14", "floor": "底"}),
        ("三门路临12号", {"road": "三门路", "number": "临12"}),
        ("中山路100号国际大厦东楼地下1层", {
            "road": "中山路", "place": "国际大厦", "number": "100", "building": "东", "floor": "地下1"}),
        ("南京东路步行街12号", {"road": "南京东路步行街", "number": "12"}),
        ("石门一路12号", {"road": "石门一路", "number": "12"}),
        ("五角场8号", {"place": "五角场", "number": "8"}),
        ("惠南镇幸福村", {"division": "310115", "subdistrict": "310115131", "place": "幸福村"}),
        ("", {}),
        ("详见附件", {"place": "详见附件"}),
    ],
)  # fmt: skip
def test_what_is_found(text: str, due: dict[str, str]) -> None:
    assert parsed(text) == {name: value for name, value in due.items() if value}


def test_what_differs_stays_apart() -> None:
    """Buildings are not gates, floors that no room tells count, and a room is not its house."""
    texts = [
        "中山路1弄3号301",
        "中山路1弄3幢301",
        "中山路1弄3号",
        "中山路1号301",
        "中山路1弄3号2层",
        "中山路1弄3甲号301",
        "中山西路1弄3号301",
    ]
    spots = [spot for text in texts for spot in parse_address(text, GAZETTEER).spots()]
    assert len(set(spots)) == len(texts)


def test_an_address_with_road_and_estate_is_a_spot_of_both() -> None:
    found = parse_address("中山路100弄幸福花园3号301室", GAZETTEER)
    assert set(found.spots()) == {"中山路|100弄|3号|301室", "幸福花园|3号|301室"}
    assert set(parse_address("幸福花园3号301室", GAZETTEER).spots()) == {"幸福花园|3号|301室"}
    assert set(parse_address("中山路100号国际大厦1201室", GAZETTEER).spots()) == {
        "中山路|100号|1201室",
        "国际大厦|1201室",
    }
