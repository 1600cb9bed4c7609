"""Civil affairs and education: marriages and divorces, hardship assistance, diplomas of higher education."""

import numpy as np

from twopages.synthetic.cells import Cells, dated, hundredths, monthly, plain, whole
from twopages.synthetic.offices.desk import Desk
from twopages.synthetic.offices.police import marital
from twopages.synthetic.people import OUTSIDE
from twopages.synthetic.texts import Days, Flags, Ints, Text, between, digits, join, moments, text, where

WEDDING, REISSUE, DIVORCE = "结婚", "补发", "离婚"
DIGITAL = np.datetime64("2004-01-01", "D")  # older registrations were keyed in from here on, in their order
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


def marriage_registration(desk: Desk) -> dict[str, Cells]:
    """Marriages since the fifties, reissued certificates, and divorces."""
    city, unions = desk.city, desk.city.marriages
    known = desk.rng.random(len(unions)) < np.where(unions.since < np.datetime64("1985-01-01"), 0.3, 0.9)
    parted = known & ~np.isnat(unions.divorced)
    again = known & ~parted & desk.chance(0.03, len(unions))
    which = np.r_[np.flatnonzero(known), np.flatnonzero(again), np.flatnonzero(parted)]
    sizes = [int(known.sum()), int(again.sum()), int(parted.sum())]
    kind = text(np.repeat([WEDDING, REISSUE, DIVORCE], sizes))
    date = np.where(kind == DIVORCE, unions.divorced[which], unions.since[which])
    event = np.where(kind == REISSUE, between(desk.rng, date, city.as_of - 10, len(which)), date)
    order = np.argsort(event, kind="stable")
    which, kind, date, event = which[order], kind[order], date[order], event[order]
    husband, wife = unions.husband[which], unions.wife[which]
    remarried = (city.people.remarried[husband] | city.people.remarried[wife]) & np.isnat(unions.divorced[which])
    status = where(kind == DIVORCE, "40", where(remarried, "22", "21"))
    divorce = np.where(kind == DIVORCE, date, np.datetime64("NaT", "D"))
    return {
        "登记字号": plain(_certificates(desk, kind, event, city.places.district[city.homes.home[husband]])),
        "业务类型": plain(kind),
        "男方身份证号": plain(city.keys[husband]),
        "女方身份证号": plain(city.keys[wife]),
        "登记日期": dated(date, "iso"),
        "离婚日期": dated(divorce, "iso"),
        "婚姻状况": plain(status),
        "登记机关": plain(text(["上海市婚姻登记机关"] * len(which))),
        "更新时间": plain(moments(desk.rng, _keyed_in(event))),
    }


def _keyed_in(event: Days) -> Days:
    late = DIGITAL + ((event - np.datetime64("1930-01-01")) // 30).astype("timedelta64[D]")
    return np.maximum(event + 2, late)


def _certificates(desk: Desk, kind: Text, event: Days, district: Text) -> Text:
    """Numbers of the district and year; before 1995 in words."""
    area = where(district == "", "310101", district)
    year = event.astype("datetime64[Y]").astype(np.int64) + 1970
    serial = digits(np.arange(len(kind)) + 1, 6)
    letter = where(kind == DIVORCE, "L", where(kind == REISSUE, "BJ", "J"))
    modern = join(letter, area, "-", digits(year), "-", serial)
    words = text([str(value).translate(CHINESE) for value in year.tolist()])
    old = join("沪(", words, ")婚字第", np.strings.slice(area, 3, 6), serial, "号")
    return where(event < np.datetime64("1995-01-01"), old, modern)


def hardship_assistance(desk: Desk) -> dict[str, Cells]:
    """Families in hardship, every living member a row."""
    city, people = desk.city, desk.city.people
    families = _poor_families(desk)
    twice = families[desk.chance(0.08, len(families))]
    rows = np.r_[families, twice]
    second = np.arange(len(rows)) >= len(families)
    head = city.households.head[rows]
    size = np.bincount(city.households.head[families], minlength=len(people))[head]
    start = between(desk.rng, np.full(len(people), city.as_of - 700), city.as_of - 40, len(people))[head]
    start = np.where(second, start + 25, start)
    category = desk.rng.choice(["1", "1", "2", "3", "4"], len(people))[head]
    family = text(np.where(second, "6", category))
    income = desk.rng.integers(60_000, 260_000, len(people))[head]
    child = (people.age[rows] < 18) & ~second & (family == "2")
    return {
        "救助编号": plain(join("JZ", digits(head, 8), where(second, "B", "A"))),
        "身份证号": plain(city.keys[rows]),
        "姓名": plain(city.names.name[rows]),
        "救助类别": desk.label(where(child, "8", family), "assistance-category"),
        "婚姻状况": desk.label(marital(desk, rows), "marital-status").blank(people.age[rows] < 20),
        "家庭人数": whole(size),
        "家庭人均月收入": hundredths(income),
        "认定日期": dated(start, "iso"),
        "有效期止": dated(start + 365, "iso"),
        "经办街镇": plain(desk.city.places.street[city.homes.registered[rows]]),
    }


def _poor_families(desk: Desk) -> Ints:
    """The living members of the families in hardship, family by family."""
    households, living = desk.city.households, desk.city.people.living
    heads = np.unique(households.head[households.members])
    poor = desk.some(0.016, heads)
    families = np.flatnonzero(np.isin(households.head, poor) & living)
    return families[np.argsort(households.head[families], kind="stable")]


def higher_education_record(desk: Desk) -> dict[str, Cells]:
    """The diplomas of the national register; those of older graduates say the month alone."""
    city, diplomas = desk.city, desk.city.diplomas
    rows = np.flatnonzero(city.people.group[diplomas.person] != OUTSIDE)
    month = monthly(diplomas.date[rows], "month")
    day = dated(diplomas.date[rows], "iso")
    exact: Flags = (diplomas.date[rows] > np.datetime64("2001-01-01")) & desk.chance(0.5, len(rows))
    month.put(np.flatnonzero(exact), day.take(np.flatnonzero(exact)))
    return {
        "证书编号": plain(diplomas.number[rows]),
        "身份证号": plain(city.keys[diplomas.person[rows]]),
        "姓名": plain(city.names.name[diplomas.person[rows]]),
        "学历": desk.label(diplomas.level[rows], "education"),
        "学位": desk.label(diplomas.degree[rows], "degree"),
        "毕业院校": plain(diplomas.school[rows]),
        "专业": plain(diplomas.major[rows]),
        "毕业年月": month,
    }
