"""Human resources and the housing fund: insurance, labour registrations, deposits; insurance of employers."""

import numpy as np

from twopages.synthetic.cells import Cells, dated, fen, flagged, hundredths, monthly, plain, whole
from twopages.synthetic.learning import DEGREES
from twopages.synthetic.offices.desk import Desk, long_ago
from twopages.synthetic.offices.police import address
from twopages.synthetic.people import ELSEWHERE, NOBODY, OUTSIDE, REGISTERED
from twopages.synthetic.texts import Days, Flags, Ints, Text, digits, join, same, text, where
from twopages.synthetic.work import AT_HOME, CIVIL, EMPLOYED, FLEXIBLE, JOBLESS, RETIRED, TRADER

EMPLOYEES, RESIDENTS, OFFICIALS = "1", "2", "3"  # pension schemes
LOWEST, HIGHEST = 4_927, 28_017  # yuan a month between which contributions are reckoned


def social_insurance_person(desk: Desk) -> dict[str, Cells]:
    """One row a person and scheme; some who now work were in the residents' scheme before."""
    city, people, work = desk.city, desk.city.people, desk.city.work
    rows, former = _insurances(desk)
    state, count = work.state[rows], len(rows)
    employed = (state == EMPLOYED) & ~former
    firm = np.where(employed, work.firm[rows], NOBODY)
    code, name = desk.employer(firm)
    clerk = (firm >= 0) & desk.chance(desk.dirt.stale, count)
    home = city.homes.home[rows]
    earning = np.isin(state, [EMPLOYED, CIVIL, FLEXIBLE]) & ~former
    return {
        "公民身份号码": plain(city.keys[rows]),
        "姓名": plain(city.names.name[rows]),
        "性别": plain(digits(people.sex[rows])),
        "险种类型": plain(where(former, RESIDENTS, _schemes(state))),
        "参保状态": plain(_statuses(state, former)),
        "就业状态": desk.label(work.employment[rows], "employment-status").blank(former),
        "参保单位信用代码": plain(code).blank(~employed),
        "参保单位名称": plain(name).blank(~employed),
        "本单位参保日期": dated(long_ago(_first_paid(desk, rows), employed), "compact"),
        "缴费基数": hundredths(np.clip(work.wage[rows], LOWEST, HIGHEST) * 100).blank(~earning),
        "累计缴费月数": whole(_months(desk, rows)),
        "最近缴费月份": monthly(_last_month(desk, rows, former), "compact month"),
        "手机号码": plain(where(clerk, city.firms.phone[firm], city.phones[rows])),
        "通信地址": plain(city.places.text[home]).blank((home < 0) | desk.chance(0.3, count)),
    } | _pensions(desk, rows)


def _pensions(desk: Desk, rows: Ints) -> dict[str, Cells]:
    """What the retired receive, and since when."""
    work = desk.city.work
    retired = work.state[rows] == RETIRED
    return {
        "退休日期": dated(long_ago(work.retired[rows], retired), "compact"),
        "是否领取养老金": flagged(retired),
        "月养老金": hundredths(work.pension[rows] * 100).blank(work.pension[rows] == 0),
    }


def _insurances(desk: Desk) -> tuple[Ints, Flags]:
    """Who is insured, row by row; the flagged rows are of schemes that the person has left."""
    insured, work = _insured(desk), desk.city.work
    local = desk.city.people.group[insured] == REGISTERED
    changed = insured[(work.state[insured] == EMPLOYED) & local & desk.chance(0.04, len(insured))]
    rows = np.r_[changed, insured]
    return rows, np.arange(len(rows)) < len(changed)


def _first_paid(desk: Desk, rows: Ints) -> Days:
    """A month or two after the real start."""
    start = desk.city.work.since[rows]
    return np.minimum(start + desk.rng.integers(0, 45, len(rows)), desk.city.as_of - 1)


def _insured(desk: Desk) -> Ints:
    people, state = desk.city.people, desk.city.work.state
    local = people.group == REGISTERED
    share = np.select(
        [
            state == EMPLOYED,
            state == CIVIL,
            np.isin(state, [FLEXIBLE, TRADER]),
            state == JOBLESS,
            state == RETIRED,
            state == AT_HOME,
        ],
        [
            np.where(local, 0.98, 0.9),
            1.0,
            np.where(local, 0.6, 0.15),
            0.8,
            np.where(local, 0.98, 0.05),
            np.where(local, 0.4, 0),
        ],
    )
    return np.flatnonzero((desk.rng.random(len(people)) < share) & (people.group != OUTSIDE) & people.living)


def _schemes(state: Ints) -> Text:
    return text(np.select([state == CIVIL, state == AT_HOME], [OFFICIALS, RESIDENTS], EMPLOYEES))


def _statuses(state: Ints, former: Flags) -> Text:
    now = np.select([state == JOBLESS, state == RETIRED], ["2", "4"], "1")
    return text(np.where(former, "3", now))


def _last_month(desk: Desk, rows: Ints, former: Flags) -> Days:
    """Last month for those who pay, earlier for the others."""
    state, as_of = desk.city.work.state[rows], desk.city.as_of
    back = np.where(np.isin(state, [EMPLOYED, CIVIL]), 1, desk.rng.integers(1, 4, len(rows)))
    back = np.where((state == JOBLESS) | former, desk.rng.integers(13, 60, len(rows)), back)
    month = (as_of.astype("datetime64[M]") - back).astype("datetime64[D]")
    return np.where(state == RETIRED, desk.city.work.retired[rows], month)


def _months(desk: Desk, rows: Ints) -> Ints:
    worked = np.clip(desk.city.people.age[rows] - 21, 0.3, 38) * 12
    return np.maximum((worked * desk.rng.uniform(0.4, 1, len(rows))).astype(np.int64), 1)


def employment_registration(desk: Desk) -> dict[str, Cells]:
    """Labour registrations of present and former employments; the newest shows what the person does now."""
    city, jobs, work = desk.city, desk.city.jobs, desk.city.work
    order = np.lexsort((jobs.since, jobs.person))
    order = order[(city.people.group[jobs.person[order]] != OUTSIDE) & desk.chance(0.96, len(order))]
    person, firm = jobs.person[order], jobs.firm[order]
    pair = person * (len(city.firms) + 1) + firm
    first = np.sort(np.unique(pair, return_index=True)[1])
    rows, person, firm = order[first], person[first], firm[first]
    newest = np.r_[person[1:] != person[:-1], True]
    code, name = desk.employer(firm)
    count = len(rows)
    level = city.learning.level[person]
    return {
        "公民身份号码": plain(city.keys[person]),
        "姓名": plain(city.names.name[person]),
        "统一社会信用代码": plain(code),
        "单位名称": plain(name),
        "就业状态": plain(where(newest & (work.employment[person] != ""), work.employment[person], "1")),
        "合同类型": plain(jobs.contract[rows]),
        "就业日期": dated(jobs.since[rows], "iso"),
        "合同终止日期": dated(jobs.contract_end[rows], "iso"),
        "离职日期": dated(jobs.until[rows], "iso"),
        "岗位名称": plain(jobs.title[rows]),
        "文化程度": plain(where(desk.chance(desk.dirt.stale, count) & (level == "31"), "21", level)),
        "学位": plain(_degrees(level)),
        "毕业院校": plain(_schools(desk, person)),
        "政治面貌": plain(text(desk.rng.choice(["13", "13", "13", "01", "03"], count))),
    }


def _degrees(level: Text) -> Text:
    result = same("", len(level))
    for code, degree in DEGREES.items():
        result[level == code] = degree
    return result


def _schools(desk: Desk, person: Ints) -> Text:
    school = same("", len(desk.city.people))
    school[desk.city.diplomas.person] = desk.city.diplomas.school
    return school[person]


def housing_fund_person(desk: Desk) -> dict[str, Cells]:
    """Basic accounts, and supplementary ones of some."""
    city, work = desk.city, desk.city.work
    basic = _savers(desk)
    more = basic[(work.state[basic] != JOBLESS) & desk.chance(0.06, len(basic))]
    rows, extra = np.r_[basic, more], np.arange(len(basic) + len(more)) >= len(basic)
    employed = work.state[rows] == EMPLOYED
    code, name = desk.employer(np.where(employed, work.firm[rows], NOBODY))
    sealed = work.state[rows] == JOBLESS
    base = np.clip(work.wage[rows], 2_480, HIGHEST) * 100
    monthly_sum = base * np.where(extra, 6, 14) // 100
    back = np.where(sealed, desk.rng.integers(8, 60, len(rows)), 0)
    paid = (city.as_of.astype("datetime64[M]") - back).astype("datetime64[D]")
    loan = desk.rng.integers(10_000_000, 90_000_000, len(rows))
    return {
        "个人账号": plain(join(where(extra, "2", "1"), digits(rows + 1, 11))),
        "证件号码": plain(city.keys[rows]),
        "姓名": plain(city.names.name[rows]),
        "单位信用代码": plain(code).blank(~employed),
        "单位名称": plain(name).blank(~employed),
        "账户状态": plain(where(sealed, "2", "1")),
        "缴存基数": fen(base),
        "月缴存额": fen(np.where(sealed, 0, monthly_sum)),
        "余额": fen(monthly_sum * desk.rng.integers(6, 180, len(rows)) // 2),
        "缴至年月": monthly(paid, "compact month"),
        "贷款余额": fen(loan).blank(~desk.chance(0.15, len(rows))),
        "手机号": plain(city.phones[rows]),
        "更新时间": _moments_by_account(desk, extra),
    }


def _savers(desk: Desk) -> Ints:
    """Who has an account."""
    state, group = desk.city.work.state, desk.city.people.group
    share = np.select([state == EMPLOYED, state == CIVIL, state == JOBLESS], [0.75, 1, 0.3])
    share = share * np.where(group == ELSEWHERE, 0.5, 1)
    return np.flatnonzero((desk.rng.random(len(share)) < share) & (group != OUTSIDE))


def _moments_by_account(desk: Desk, extra: Flags) -> Cells:
    """Supplementary accounts are written later than the basic ones of the same person."""
    last = desk.city.as_of - 1
    cells = desk.updated(len(extra), 300)
    basic = cells.text[~extra]
    late = plain(join(text([str(last)] * int(extra.sum())), np.strings.slice(basic[: int(extra.sum())], 10, 19)))
    cells.put(np.flatnonzero(extra), late)
    return cells


def enterprise_social_insurance(desk: Desk) -> dict[str, Cells]:
    """The accounts of employers that have anybody on their books."""
    city, firms, jobs = desk.city, desk.city.firms, desk.city.jobs
    present = jobs.present & (jobs.firm >= 0)
    staff = np.bincount(jobs.firm[present], minlength=len(firms))
    rows = np.flatnonzero((staff > 0) | (firms.active & desk.chance(0.3, len(firms))))
    employees = staff[rows] + desk.rng.integers(0, 3, len(rows))
    late = desk.chance(0.06, len(rows))
    back = np.where(late, desk.rng.integers(2, 9, len(rows)), 1)
    until = (city.as_of.astype("datetime64[M]") - back).astype("datetime64[D]")
    representative = where(firms.head[rows] >= 0, city.names.name[firms.head[rows]], "")
    return {
        "统一社会信用代码": plain(firms.key[rows]),
        "单位名称": plain(firms.name[rows]),
        "法定代表人": plain(representative),
        "社会保险登记号": plain(join("SB", digits(rows + 1, 8))),
        "单位地址": address(desk, firms.registered[rows]),
        "联系电话": plain(firms.phone[rows]),
        "从业人数": whole(employees),
        "参保人数": whole(np.minimum(employees, staff[rows])),
        "缴至月份": monthly(until, "compact month"),
        "欠缴金额": hundredths(np.where(late, back * employees * 210_000, 0)),
    }
