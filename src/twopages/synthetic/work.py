"""Work: what everyone does, present and former employments, pensions and the housing fund."""

from dataclasses import dataclass

import numpy as np

from twopages.synthetic.firms import Firms
from twopages.synthetic.learning import Learning
from twopages.synthetic.lore import lore
from twopages.synthetic.people import ELSEWHERE, NOBODY, OUTSIDE, REGISTERED, People
from twopages.synthetic.texts import (
    Days,
    Flags,
    Ints,
    Rng,
    Streams,
    Text,
    after,
    between,
    choose,
    draw,
    same,
    text,
    unique,
    where,
)

EMPLOYED, CIVIL, FLEXIBLE, TRADER, JOBLESS, AT_HOME, STUDENT, RETIRED, CHILD, DEAD = range(10)
MANAGER = "总经理"
SHARES = {  # of people of working age, by group: employed, civil servants, flexible, traders, jobless, at home
    REGISTERED: [0.70, 0.07, 0.08, 0.03, 0.05, 0.07],
    ELSEWHERE: [0.74, 0.0, 0.09, 0.06, 0.03, 0.08],
    OUTSIDE: [0.60, 0.0, 0.08, 0.02, 0.0, 0.30],
}


@dataclass(frozen=True, slots=True)
class Jobs:
    """Employments; `until` is NaT for present ones, `firm` -1 for employers outside the city."""

    person: Ints
    firm: Ints
    since: Days
    until: Days
    contract: Text
    contract_end: Days
    title: Text

    def __len__(self) -> int:
        return len(self.person)

    @property
    def present(self) -> Flags:
        """Which of them last."""
        return np.isnat(self.until)


@dataclass(frozen=True, slots=True)
class Spells:
    """Who worked where, from when until when."""

    person: Ints
    firm: Ints
    since: Days
    until: Days


@dataclass(frozen=True, slots=True)
class Work:
    """What everyone does, by person."""

    state: Ints
    status: Text  # GB/T 2261.4
    employment: Text  # working code of employment
    firm: Ints  # of the present employment, -1: none or outside the city
    since: Days
    wage: Ints  # a month, in yuan; 0: none
    retired: Days
    pension: Ints  # a month, in yuan; 0: none
    title: Text


def employ(
    streams: Streams, people: People, learning: Learning, firms: Firms, as_of: np.datetime64
) -> tuple[Work, Jobs]:
    """A place in working life for everyone."""
    rng = streams("work")
    state = _states(people, learning, firms, rng)
    jobs = _jobs(state, people, learning, firms, rng, as_of)
    present, count = np.flatnonzero(jobs.present), len(people)
    firm, since, title = np.full(count, NOBODY), np.full(count, np.datetime64("NaT", "D")), same("", count)
    worker = jobs.person[present]
    firm[worker], since[worker], title[worker] = jobs.firm[present], jobs.since[present], jobs.title[present]
    retired = np.minimum(after(people.birth, np.where(people.sex == 1, 60, 55)), as_of - 40)
    retired = np.where(state == RETIRED, retired, np.datetime64("NaT", "D"))
    pensioner = (state == RETIRED) & (people.group == REGISTERED)
    pension = np.where(pensioner, rng.normal(4800, 1100, count).clip(1300), 0).astype(np.int64)
    wage = _wages(state, people, learning, rng)
    return Work(
        state, _status(state, learning, rng), _employment(state), firm, since, wage, retired, pension, title
    ), jobs


def _wages(state: Ints, people: People, learning: Learning, rng: Rng) -> Ints:
    """Wages that grow with schooling and with age."""
    schooling = np.select([learning.level == code for code in ("11", "14", "21", "31")], [4.2, 3.0, 2.1, 1.4], 1.0)
    level = people.age.clip(22, 55) / 40 * schooling
    earner = np.isin(state, [EMPLOYED, CIVIL, FLEXIBLE])
    return np.where(earner, (level * rng.lognormal(8.55, 0.3, len(people))).round(), 0).astype(np.int64)


def _states(people: People, learning: Learning, firms: Firms, rng: Rng) -> Ints:
    state = np.zeros(len(people), dtype=np.int64)
    for group, shares in SHARES.items():
        here = np.flatnonzero(people.group == group)
        state[here] = draw(rng, len(shares), len(here), shares)
    state[firms.head[(firms.head >= 0) & firms.active]] = EMPLOYED
    worker = (people.sex == 2) & (rng.random(len(people)) < 0.5)
    state[people.age >= np.where(people.sex == 1, 60, np.where(worker, 50, 55))] = RETIRED
    state[people.age < 18] = CHILD
    state[learning.student] = STUDENT
    state[~people.living] = DEAD
    return state


def _status(state: Ints, learning: Learning, rng: Rng) -> Text:
    learned = np.isin(learning.level.astype(object).astype(str), ["11", "14", "21"])
    office = np.where(
        learned, np.where(rng.random(len(state)) < 0.6, "13", "21"), np.where(rng.random(len(state)) < 0.4, "17", "24")
    )
    other = {
        CIVIL: "11",
        FLEXIBLE: "51",
        TRADER: "54",
        JOBLESS: "70",
        AT_HOME: "70",
        STUDENT: "31",
        RETIRED: "80",
        CHILD: "90",
        DEAD: "90",
    }
    return text(np.select([state == which for which in other], list(other.values()), office))


def _employment(state: Ints) -> Text:
    codes = {
        EMPLOYED: "1",
        CIVIL: "1",
        FLEXIBLE: "2",
        TRADER: "2",
        JOBLESS: "3",
        AT_HOME: "4",
        RETIRED: "5",
        STUDENT: "6",
    }
    return text(np.select([state == which for which in codes], list(codes.values()), ""))


def _jobs(state: Ints, people: People, learning: Learning, firms: Firms, rng: Rng, as_of: np.datetime64) -> Jobs:
    """Present employments, and former ones of half of those who had the time."""
    person = np.flatnonzero(state == EMPLOYED)
    firm = draw(rng, len(firms), len(person), firms.size + 1e-9)
    firm = np.where(rng.random(len(person)) < 0.04, NOBODY, firm)
    headed = np.full(len(people), NOBODY)
    heads = np.flatnonzero(firms.active & (firms.head >= 0))
    headed[firms.head[heads]] = heads
    firm = np.where(headed[person] >= 0, headed[person], firm)
    grown = np.maximum(after(people.birth, 18.3), learning.left)
    earliest = np.minimum(np.maximum(grown[person], firms.established[firm] + 10), as_of - 35)
    since = _recent(rng, earliest, as_of - 30)
    more = np.flatnonzero((grown[person] < since - 500) & (rng.random(len(person)) < 0.5))
    left = np.flatnonzero(
        np.isin(state, [JOBLESS, FLEXIBLE, RETIRED]) & (rng.random(len(state)) < 0.35) & (people.age < 68)
    )
    until = np.r_[since[more] - rng.integers(1, 90, len(more)), as_of - rng.integers(40, 2500, len(left))]
    past = np.r_[person[more], left]
    former = draw(rng, len(firms), len(past), firms.size + 1e-9)
    began = np.maximum(np.maximum(grown[past], firms.established[former] + 10), np.datetime64("2005-01-01"))
    fits = (began < until - 120) & (former != np.r_[firm[more], np.full(len(left), NOBODY)])
    past, former, until, began = past[fits], former[fits], until[fits], began[fits]
    never = np.full(len(person), np.datetime64("NaT", "D"))
    start = np.r_[between(rng, began, until - 100, len(past)), since]
    spells = Spells(np.r_[past, person], np.r_[former, firm], start, np.r_[until, never])
    return _contracts(spells, firms, learning, rng, as_of)


def _recent(rng: Rng, first: Days, last: np.datetime64) -> Days:
    """A day of each span, recent ones more often."""
    span = np.maximum((last - first).astype(np.int64), 0)
    return last - (span * rng.beta(1, 2.5, len(first))).astype("timedelta64[D]")


def _contracts(spells: Spells, firms: Firms, learning: Learning, rng: Rng, as_of: np.datetime64) -> Jobs:
    count, person, firm, since, until = len(spells.person), spells.person, spells.firm, spells.since, spells.until
    kind = choose(rng, ["1", "2", "3"], count, [0.72, 0.25, 0.03])
    term = since + (rng.choice([1, 2, 3, 5], count) * 365.2425).astype("timedelta64[D]") - 1
    now = np.where(np.isnat(until), as_of, until)
    late = np.maximum((now - term).astype(np.int64), 0)
    term = term + (np.ceil(late / 1096) * 1096).astype("timedelta64[D]")
    end = np.where(kind == "1", term, np.datetime64("NaT", "D"))
    title = where(firms.head[firm] == person, MANAGER, _titles(firms.section[firm], learning.level[person], rng))
    return Jobs(person, firm, since, until, kind, end, title)


def _titles(section: Text, level: Text, rng: Rng) -> Text:
    """A job of the trade that asks for no more schooling than the person has, nor for much less."""
    result = same("", len(section))
    jobs = lore("jobs")
    office = {row["title"] for row in jobs.rows if row["education"] <= "44"}
    for trade in unique(section):
        for schooling in unique(level):
            here = np.flatnonzero((section == trade) & (level == schooling))
            fit = [
                row["title"]
                for row in jobs.rows
                if trade in row["sections"] and (schooling or "90") <= row["education"]
            ]
            learned = [title for title in fit if schooling and schooling <= "31" and title in office]
            result[here] = choose(rng, learned or fit or ["员工"], len(here))
    return result
