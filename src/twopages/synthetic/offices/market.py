"""Market regulation, tax and their neighbours: the register of enterprises and what hangs on it."""

import numpy as np

from twopages.synthetic.cells import (
    Cells,
    dated,
    flagged,
    hundredths,
    labelled,
    monthly,
    open_ended,
    percent,
    plain,
    tens_of_thousands,
    whole,
)
from twopages.synthetic.firms import IN_OPERATION
from twopages.synthetic.lore import districts
from twopages.synthetic.names import unknown_names
from twopages.synthetic.offices.desk import Desk
from twopages.synthetic.offices.police import address
from twopages.synthetic.people import NOBODY
from twopages.synthetic.texts import Flags, Ints, Text, digits, join, same, text, unique, where
from twopages.synthetic.ties import ABROAD, FIRM

STATE_WORDS = ("开业", "存续", "在业", "正常")  # for those in operation


def _named(desk: Desk, person: Ints) -> Text:
    """Names of persons; those whom the city does not know have names of their own."""
    return where(person >= 0, desk.city.names.name[person], unknown_names(desk.rng, len(person)))


def _known_by(desk: Desk, person: Ints) -> Text:
    """Numbers of persons; valid ones that nobody holds for those whom the city does not know."""
    return where(person >= 0, desk.city.keys[person], desk.strangers(len(person)))


def enterprise_registration(desk: Desk) -> dict[str, Cells]:
    """One row for every market entity, deregistered ones included."""
    city, firms, count = desk.city, desk.city.firms, len(desk.city.firms)
    return {
        "UNISCID": plain(firms.key),
        "ENTNAME": plain(firms.name),
        "NAME": plain(_named(desk, firms.head)),
        "LEREP_CERNO": plain(_known_by(desk, firms.head)).blank((firms.head < 0) & desk.chance(0.3, count)),
        "DOM": address(desk, firms.registered),
        "DOMDISTRICT": plain(firms.district),
        "POSTALCODE": plain(city.places.postcode[firms.registered]),
        "TEL": plain(firms.phone),
        "REGORG_CN": plain(join(_areas(firms.district), "市场监督管理局")),
        "S_EXT_TIMESTAMP": desk.updated(count, 700),
    } | _particulars(desk)


def _particulars(desk: Desk) -> dict[str, Cells]:
    """What kind of enterprise each is, with which capital, and in which state."""
    firms, count = desk.city.firms, len(desk.city.firms)
    state = desk.label(firms.state, "enterprise-state").text
    usual = text(STATE_WORDS)[np.arange(count) % len(STATE_WORDS)]
    until = open_ended(dated(firms.until, "iso"), desk.rng.integers(0, 3, count))
    far = desk.chance(desk.dirt.filler, count) & (until.means == "")
    until.text[far] = "2099-12-31"
    yuan = firms.currency == "156"
    return {
        "REGNO": plain(firms.registration),
        "ENTTYPE": plain(firms.kind),
        "ENTTYPE_CN": plain(desk.label(firms.kind, "enterprise-type").text),
        "ENTCLASS": plain(firms.category),
        "INDUSTRYPHY": plain(firms.section),
        "INDUSTRYCO": plain(firms.industry),
        "REGCAP": tens_of_thousands(firms.capital).blank((firms.capital == 0) & desk.chance(0.5, count)),
        "REGCAPCUR": plain(where(yuan & desk.chance(0.3, count), "", firms.currency)),
        "ESTDATE": dated(firms.established, "iso"),
        "APPRDATE": dated(firms.approved, "iso"),
        "OPFROM": dated(firms.established, "iso"),
        "OPTO": until,
        "REGSTATE": plain(firms.state),
        "REGSTATE_CN": plain(where(firms.state == IN_OPERATION, usual, state)),
        "REVDATE": dated(firms.revoked, "iso"),
        "CANDATE": dated(firms.cancelled, "iso"),
        "OPSCOPE": plain(join(firms.scope, "。【依法须经批准的项目,经相关部门批准后方可开展经营活动】")),
    }


def _areas(district: Text) -> Text:
    result = same("", len(district))
    for code in unique(district):
        result[district == code] = f"上海市{districts()[code]['short']}{'新区' if code == '310115' else '区'}"
    return result


def enterprise_shareholder(desk: Desk) -> dict[str, Cells]:
    """Who holds which share; old rows and holders from abroad have no number."""
    city, holdings, count = desk.city, desk.city.holdings, len(desk.city.holdings)
    company = (holdings.kind == FIRM) | (holdings.kind == ABROAD)
    abroad = holdings.kind == ABROAD
    name = where(company, city.firms.name[holdings.investor], _named(desk, holdings.person))
    name = where(abroad, join("OVERSEAS HOLDINGS ", digits(holdings.firm + 1, 5), " LTD"), name)
    number = plain(where(company, city.firms.key[holdings.investor], _known_by(desk, holdings.person))).blank(abroad)
    old = (holdings.since < np.datetime64("2000-01-01")) & desk.chance(0.6, count) & (desk.dirt.no_key > 0)
    left_out = (old | desk.chance(desk.dirt.no_key, count)) & ~abroad
    number.text[left_out], number.unsure[left_out | abroad] = "", True
    return {
        "INVID": plain(digits(np.arange(count) + 1, 9)),
        "UNISCID": plain(city.firms.key[holdings.firm]),
        "INV": plain(name),
        "INVTYPE": plain(holdings.kind),
        "CERNO": number,
        "SUBCONAM": tens_of_thousands(holdings.subscribed),
        "CONPROP": percent(holdings.ratio),
        "ACCONAM": tens_of_thousands(holdings.paid),
        "CONDATE": dated(holdings.since, "iso"),
        "OPFLAG": plain(same("I", count)),
    }


def enterprise_personnel(desk: Desk) -> dict[str, Cells]:
    """Directors, supervisors and managers."""
    city, officers = desk.city, desk.city.officers
    return {
        "UNISCID": plain(city.firms.key[officers.firm]),
        "NAME": plain(_named(desk, officers.person)),
        "CERNO": plain(_known_by(desk, officers.person)),
        "POSITION_CN": plain(officers.position),
        "OFFFROM": dated(officers.since, "iso"),
        "OFFTO": dated(officers.until, "iso"),
        "OPFLAG": plain(same("I", len(officers.firm))),
    }


def enterprise_annual_report(desk: Desk) -> dict[str, Cells]:
    """The reports on the last two years, as the enterprises filed them."""
    city, firms, rng = desk.city, desk.city.firms, desk.rng
    filed = np.flatnonzero(firms.active & (firms.established < city.as_of - 400))
    last = int(str(city.as_of)[:4]) - 1
    parts = [filed[desk.chance(share, len(filed))] for share in (0.9, 0.92)]
    rows, year = np.concatenate(parts), np.repeat([last - 1, last], [len(part) for part in parts])
    count = len(rows)
    liaison = where(firms.head[rows] >= 0, city.names.name[firms.head[rows]], unknown_names(rng, count))
    site = join("www.", firms.pinyin[rows], digits(rows), ".example")
    postcode = city.places.postcode[firms.operating[rows]]
    return {
        "UNISCID": plain(firms.key[rows]),
        "ENTNAME": plain(firms.name[rows]),
        "ANCHEYEAR": whole(year),
        "TEL": plain(firms.phone[rows]),
        "EMAIL": plain(join("office@", firms.pinyin[rows], digits(rows), ".example")),
        "POSTALCODE": plain(where(desk.chance(desk.dirt.filler, count), "200000", postcode)),
        "ADDR": address(desk, firms.operating[rows]),
        "LIAISON": plain(liaison),
        "WEBSITE": plain(where(desk.chance(0.4, count), site, "")),
    } | _figures(desk, rows)


def _figures(desk: Desk, rows: Ints) -> dict[str, Cells]:
    """The figures of the reports; half of the enterprises do not publish their revenue."""
    city, firms, rng, count = desk.city, desk.city.firms, desk.rng, len(rows)
    employed = city.jobs.firm[city.jobs.present & (city.jobs.firm >= 0)]
    staff = np.maximum(np.bincount(employed, minlength=len(firms))[rows] + rng.integers(-1, 2, count), 1)
    assets = (staff * rng.lognormal(12.2, 0.8, count)).astype(np.int64) + 1
    revenue = (assets * rng.uniform(0.2, 2.2, count)).astype(np.int64) + 1
    branch, secret = firms.kind[rows] == "2100", desk.chance(0.5, count)
    published = tens_of_thousands(revenue)
    published.text[secret], published.means[secret] = "企业选择不公示", ""
    return {
        "EMPNUM": whole(staff),
        "INSNUM": whole(np.maximum(staff - rng.integers(0, 2, count), 0)).blank(desk.chance(0.1, count)),
        "ACCONAM": tens_of_thousands(firms.capital[rows] * rng.choice([3, 5, 10], count) // 10).blank(branch),
        "ASSGRO": tens_of_thousands(assets),
        "LIAGRO": tens_of_thousands((assets * rng.uniform(0.1, 0.9, count)).astype(np.int64) + 1),
        "VENDINC": published,
        "NETINC": tens_of_thousands((revenue * rng.normal(0.04, 0.08, count)).astype(np.int64)),
        "RATGRO": tens_of_thousands((revenue * rng.uniform(0.005, 0.05, count)).astype(np.int64) + 1),
    }


def tax_credit(desk: Desk) -> dict[str, Cells]:
    """The ratings of the last three years."""
    city, firms, rng = desk.city, desk.city.firms, desk.rng
    last = int(str(city.as_of)[:4]) - 1
    founded = firms.established.astype("datetime64[Y]").astype(np.int64) + 1970
    parts = [
        np.flatnonzero((founded <= year) & firms.active & desk.chance(0.93, len(firms)))
        for year in range(last - 2, last + 1)
    ]
    rows = np.concatenate(parts)
    year = np.repeat(np.arange(last - 2, last + 1), [len(part) for part in parts])
    level = text(["A", "B", "C", "D"])[np.searchsorted([0.12, 0.86, 0.96], rng.random(len(rows)))]
    level = where(year - founded[rows] < 1, "M", level)
    written = plain(level)
    spelled = desk.chance(desk.dirt.label, len(rows))
    written.text[spelled] = join(level[spelled], "级")
    return {
        "统一社会信用代码": plain(firms.key[rows]),
        "纳税人名称": plain(firms.name[rows]),
        "评价年度": whole(year),
        "信用等级": written,
        "评价机关": plain(same("国家税务总局上海市税务局", len(rows))),
        "更新时间": plain(join(digits(year + 1), "-04-", digits(rng.integers(10, 31, len(rows)), 2), " 09:00:00")),
    }


def specialised_sme(desk: Desk) -> dict[str, Cells]:
    """The graded programme for small enterprises with something of their own."""
    city, firms, rng = desk.city, desk.city.firms, desk.rng
    able = firms.active & np.isin(firms.section.astype(object).astype(str), ["C", "I", "M"]) & (firms.category == "1")
    rows = desk.some(0.12, np.flatnonzero(able))
    level = text(["1", "2", "3"])[np.searchsorted([0.5, 0.9], rng.random(len(rows)))]
    until = (city.as_of.astype("datetime64[Y]") + rng.integers(1, 4, len(rows))).astype("datetime64[D]") - 1
    return {
        "统一社会信用代码": plain(firms.key[rows]),
        "企业名称": plain(firms.name[rows]),
        "层级": desk.label(level, "specialised-sme-level"),
        "有效期止": dated(until, "slashed"),
        "企业规模": desk.label(
            text(["2", "3", "4"])[np.searchsorted([0.15, 0.7], rng.random(len(rows)))], "enterprise-scale"
        ),
        "主导产品": plain(firms.scope[rows]),
    }


def administrative_penalty(desk: Desk) -> dict[str, Cells]:
    """Decisions against enterprises, and against persons whose numbers are often masked."""
    city, penalties = desk.city, desk.city.penalties
    persons = penalties.person != NOBODY
    count = len(persons)
    party = plain(where(persons, city.keys[penalties.person], city.firms.key[penalties.firm]))
    masked = persons & desk.chance(desk.dirt.masked, count)
    party.text[masked] = join(
        np.strings.slice(party.text[masked], 0, 6), "********", np.strings.slice(party.text[masked], 14, 18)
    )
    party.unsure[masked] = True
    return {
        "处罚决定书文号": plain(penalties.number),
        "相对人名称": plain(where(persons, city.names.name[penalties.person], city.firms.name[penalties.firm])),
        "相对人代码": party,
        "违法行为类型": plain(penalties.cause),
        "处罚类别": labelled(penalties.types, desk.model.code_lists["penalty-type"]),
        "罚款金额": tens_of_thousands(penalties.amount).blank(penalties.amount == 0),
        "处罚决定日期": dated(penalties.date, "slashed"),
        "公示截止期": dated(penalties.until, "slashed"),
        "处罚机关": plain(penalties.authority),
        "是否修复": flagged(penalties.repaired),
        "更新时间": desk.updated(count, 6),
    }


def electricity_consumption(desk: Desk) -> dict[str, Cells]:
    """Readings of meters; some contracts are in the name of the landlord, who is in no register."""
    city, firms, meters = desk.city, desk.city.firms, desk.city.meters
    rented: Flags = (np.strings.slice(meters.meter, -1, None) == "7") & (desk.dirt.no_key > 0)
    landlord = join("上海", city.places.road[firms.operating[meters.firm]], "园区物业管理处")
    before = np.maximum(meters.before, 0)
    return {
        "用电户号": plain(meters.meter),
        "统一社会信用代码": plain(firms.key[meters.firm]),
        "户名": plain(where(rented, landlord, firms.name[meters.firm])),
        "用电地址": plain(city.places.text[firms.operating[meters.firm]]),
        "账期": monthly(meters.month, "compact month"),
        "本期电量": hundredths(meters.use),
        "上年同期电量": hundredths(before).blank(meters.before < 0),
        "欠费金额": hundredths(meters.arrears),
    }
