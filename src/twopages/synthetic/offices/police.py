"""Public security: the household register, who really lives where, identity cards and standard addresses."""

import numpy as np

from twopages.synthetic.cells import Cells, dated, flagged, open_ended, plain, timed
from twopages.synthetic.homes import HEAD
from twopages.synthetic.lore import districts
from twopages.synthetic.offices.desk import Desk, stale
from twopages.synthetic.people import ELSEWHERE, OUTSIDE, REGISTERED
from twopages.synthetic.texts import STRING, Days, Flags, Ints, Text, after, between, digits, join, moments, text, where

CARDS_SINCE = np.datetime64("2004-03-29", "D")


def marital(desk: Desk, rows: Ints) -> Text:
    """The marital status that the register ought to show, GB/T 2261.2."""
    people = desk.city.people
    wed = people.spouse[rows] >= 0
    single = where(people.divorced[rows], "40", where(people.widowed[rows], "30", "10"))
    married = where(people.remarried[rows], "22", where(desk.chance(0.3, len(rows)), "21", "20"))
    return where(people.widowed[rows] & wed, "30", where(wed, married, single))


def household_registration(desk: Desk) -> dict[str, Cells]:
    """One row for every registered resident; the dead stay until they are struck off."""
    city = desk.city
    people, places = city.people, city.places
    rows = np.flatnonzero(people.group == REGISTERED)
    home, count = city.homes.registered[rows], len(rows)
    at_birth = city.households.since[rows]
    return {
        "公民身份号码": plain(city.keys[rows]),
        "姓名": plain(city.names.name[rows]),
        "曾用名": plain(city.names.used[rows]),
        "性别": plain(digits(people.sex[rows])),
        "民族": plain(city.names.ethnic[rows]),
        "出生日期": dated(people.birth[rows], "compact"),
        "出生地": plain(where(desk.chance(0.8, count), places.district[home], city.origin[rows])),
        "籍贯": plain(city.origin[rows]),
        "国籍": plain(where(desk.chance(0.3, count), "", "CHN")),
        "户号": household_numbers(desk, city.households.number[rows]),
        "户类型": plain(city.households.kind[city.households.head[rows]]),
        "与户主关系": plain(city.households.relation[rows]),
        "户籍所在区划": plain(places.district[home]),
        "户籍地址": address(desk, home),
        "户口迁入日期": dated(at_birth, "compact"),
        "婚姻状况": plain(stale(desk, marital(desk, rows), where(people.age[rows] > 22, "10", ""))),
        "文化程度": plain(stale(desk, city.learning.level[rows], city.learning.before[rows])),
        "从业状况": plain(stale(desk, city.work.status[rows], where(people.age[rows] > 24, "31", ""))),
        "死亡注销日期": dated(people.death[rows], "compact"),
        "更新时间": plain(_written(desk, rows)),
    }


def _written(desk: Desk, rows: Ints) -> Text:
    people, last = desk.city.people, desk.city.as_of - 1
    first = np.maximum(
        np.where(np.isnat(people.death[rows]), last - 1200, people.death[rows] + 3), people.birth[rows] + 1
    )
    return moments(desk.rng, between(desk.rng, np.minimum(first, last), last, len(rows)))


def household_numbers(desk: Desk, numbers: Text) -> Cells:
    """Household numbers; some stations pad them to twelve digits."""
    cells = plain(numbers)
    padded = desk.chance(desk.dirt.stale, len(numbers))
    cells.text[padded] = np.strings.zfill(numbers[padded], 12)
    return cells


def address(desk: Desk, place: Ints) -> Cells:
    """A standard address as it is written: mostly itself, sometimes its other name, seldom one that no list has."""
    places, count = desk.city.places, len(place)
    spelled = where(desk.chance(0.06, count) & (places.alias[place] != ""), places.alias[place], places.text[place])
    lost = desk.chance(desk.dirt.address / 2, count)
    cells = plain(where(lost, join(np.strings.rstrip(places.text[place], "室"), "室后门"), spelled))
    return cells.blank(place < 0)


def household_member(desk: Desk) -> dict[str, Cells]:
    """One row for every living member of a household of the register."""
    city = desk.city
    rows = np.flatnonzero((city.households.head >= 0) & city.people.living)
    place = city.homes.registered[rows]
    return {
        "公民身份号码": plain(city.keys[rows]),
        "户号": household_numbers(desk, city.households.number[rows]),
        "户主标志": flagged(city.households.relation[rows] == HEAD),
        "与户主关系": plain(city.households.relation[rows]),
        "入户日期": dated(city.households.since[rows], "compact"),
        "户类型": plain(city.households.kind[city.households.head[rows]]),
        "户地址": plain(city.places.text[place]),
        "更新时间": desk.updated(len(rows)),
    }


def real_population(desk: Desk) -> dict[str, Cells]:
    """One row for everyone who lives in the city, but for those whom the collectors never met."""
    city, people, places = desk.city, desk.city.people, desk.city.places
    rows = np.flatnonzero((city.homes.home >= 0) & desk.chance(0.97, len(people)))
    rows = np.union1d(rows, np.flatnonzero((people.group != REGISTERED) & (city.homes.home >= 0)))
    home, count = city.homes.home[rows], len(rows)
    origin = where(people.group[rows] == OUTSIDE, "", city.origin[rows])
    province = join(np.strings.slice(origin, 0, 2), where(origin == "", "", "0000"))
    hukou = where(people.group[rows] == REGISTERED, places.district[city.homes.registered[rows]], origin)
    hukou = where((people.group[rows] == ELSEWHERE) & desk.chance(0.15, count), province, hukou)
    chinese = city.names.country[rows] == "CHN"
    return {
        "证件类型": plain(city.names.document[rows]),
        "证件号码": plain(city.keys[rows]),
        "姓名": plain(city.names.name[rows]),
        "性别": desk.label(digits(people.sex[rows]), "sex"),
        "国籍": plain(where(chinese & desk.chance(0.4, count), "", city.names.country[rows])),
        "人口类别": plain(digits(people.group[rows])),
        "户籍所在区划": plain(hukou),
        "居住地址": address(desk, home),
        "居住区": plain(places.district[home]),
        "居住街镇": plain(places.street[home]),
        "居(村)委会": plain(places.committee[home]),
        "登记日期": timed(moments(desk.rng, city.homes.since[rows])),
        "从业状况": plain(city.work.status[rows]),
        "职业": plain(city.work.title[rows]),
        "手机号": plain(city.phones[rows]),
    }


def identity_card(desk: Desk) -> dict[str, Cells]:
    """The cards of the grown-up and of some children, and the former cards of some."""
    city, people = desk.city, desk.city.people
    share = np.where(
        people.group == REGISTERED, np.where(people.age >= 16, 0.97, 0.4), np.where(people.group == ELSEWHERE, 0.12, 0)
    )
    now = np.flatnonzero((desk.rng.random(len(people)) < share) & (people.age > 1))
    old = now[desk.chance(0.12, len(now)) & (people.age[now] > 40)]
    rows = np.r_[old, now]
    former = np.arange(len(rows)) < len(old)
    years, since = _terms(desk, rows, former)
    lasting = years == 0
    until = np.where(lasting, np.datetime64("NaT", "D"), after(since, years))
    district = where(
        people.group[rows] == REGISTERED, city.places.district[city.homes.registered[rows]], city.origin[rows]
    )
    count = len(rows)
    return {
        "公民身份号码": plain(city.keys[rows]),
        "证件序号": plain(digits(np.arange(count) + 1, 10)),
        "姓名": plain(city.names.name[rows]),
        "性别": plain(digits(people.sex[rows])),
        "民族": plain(city.names.ethnic[rows]),
        "出生日期": dated(people.birth[rows], "compact"),
        "签发机关": plain(_issuers(desk, district)),
        "有效期起": dated(since, "compact"),
        "有效期止": open_ended(dated(until, "compact"), desk.rng.integers(0, 3, count)),
        "是否长期": flagged(lasting).blank(since < np.datetime64("2012-01-01")),
        "人像引用号": plain(join("RX", digits(desk.rng.permutation(count), 9))),
    }


def _terms(desk: Desk, rows: Ints, former: Flags) -> tuple[Ints, Days]:
    """Ten years for the young, twenty from 26, for ever (0) from 46; children five. Former cards end as the present ones begin."""
    people, as_of = desk.city.people, desk.city.as_of
    age = people.age[rows]
    years = np.select([age >= 50, age >= 31, age >= 17], [0, 20, 10], 5)
    latest = np.full(len(rows), as_of - 30)
    first = np.maximum(
        after(latest, -np.where(years == 0, 15, years) + 0.3), np.maximum(people.birth[rows] + 30, CARDS_SINCE)
    )
    since = between(desk.rng, np.minimum(first, latest), latest, len(rows))
    earlier = between(desk.rng, np.maximum(people.birth[rows] + 6000, CARDS_SINCE), CARDS_SINCE + 400, len(rows))
    since = np.where(former, np.minimum(earlier, first - 40), since)
    return np.where(former, 10, years), since


def _issuers(desk: Desk, district: Text) -> Text:
    names = desk.city.divisions.names
    called = {code: f"{names.get(code, '')}公安局" for code in set(district.tolist())}
    called |= {code: f"上海市公安局{row['short']}分局" for code, row in districts().items()}
    result: Text = text([called[code] for code in district.tolist()]).astype(STRING)
    return result


def standard_address(desk: Desk) -> dict[str, Cells]:
    """Every plot, gate and room."""
    places = desk.city.places
    above = where(places.parent >= 0, places.code[places.parent], "")
    swapped = desk.chance(desk.dirt.wrong_code * 2, len(places))
    longitude, latitude = plain(places.longitude), plain(places.latitude)
    longitude.text[swapped], latitude.text[swapped] = latitude.text[swapped], longitude.text[swapped]
    for cells in (longitude, latitude):
        cells.means[swapped], cells.fault[swapped] = "", "OUT_OF_RANGE"
    return {
        "地址编码": plain(places.code),
        "地址全称": plain(places.text),
        "所在区": plain(places.district),
        "街镇代码": plain(places.street),
        "居(村)委会": plain(places.committee),
        "道路": plain(places.road),
        "弄号": plain(places.lane),
        "门牌号": plain(places.gate),
        "幢号": plain(places.building),
        "室号": plain(places.room),
        "邮编": plain(places.postcode),
        "经度": longitude,
        "纬度": latitude,
        "地址状态": plain(places.state),
        "地址别名": plain(places.alias),
        "楼栋编码": plain(places.building_code),
        "上级地址编码": plain(above),
    }
