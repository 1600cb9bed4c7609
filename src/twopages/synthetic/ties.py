"""Who owns, runs and fines whom: shareholders, senior managers, penalties; and the meters of the power company."""

from dataclasses import dataclass
from itertools import chain

import numpy as np

from twopages.synthetic.firms import Firms
from twopages.synthetic.lore import districts, lore
from twopages.synthetic.people import NOBODY, OUTSIDE, People
from twopages.synthetic.texts import (
    Days,
    Flags,
    Ints,
    Rng,
    Streams,
    Text,
    between,
    digits,
    draw,
    join,
    pick,
    rank_within,
    text,
    where,
)

PERSON, FIRM, ABROAD = "20", "10", "36"  # INVTYPE: natural person, enterprise, enterprise from abroad
GUEST = "35"  # natural person from abroad
WHOLE = 10_000  # hundredths of a percent


@dataclass(frozen=True, slots=True)
class Holdings:
    """Shares: `person` or `investor` is the holder, both -1 for one that the city does not know."""

    firm: Ints
    person: Ints
    investor: Ints
    kind: Text
    ratio: Ints  # hundredths of a percent
    subscribed: Ints
    paid: Ints
    since: Days

    def __len__(self) -> int:
        return len(self.firm)


@dataclass(frozen=True, slots=True)
class Officers:
    """Senior managers."""

    firm: Ints
    person: Ints
    position: Text
    since: Days
    until: Days


@dataclass(frozen=True, slots=True)
class Penalties:
    """Decisions against an enterprise or a person; the other is -1."""

    firm: Ints
    person: Ints
    number: Text
    cause: Text
    types: Text
    amount: Ints  # yuan; 0: none
    date: Days
    until: Days
    authority: Text
    repaired: Flags


@dataclass(frozen=True, slots=True)
class Meters:
    """Readings of meters, one a meter and month; amounts in hundredths."""

    meter: Text
    firm: Ints
    month: Days
    use: Ints
    before: Ints
    arrears: Ints


def share_out(streams: Streams, people: People, firms: Firms, as_of: np.datetime64) -> Holdings:
    """The owners of every company, in shares that add up to the whole."""
    rng = streams("shares")
    parts = [_persons(rng, people, firms), _investors(rng, firms), _abroad(firms)]
    firm, person, investor = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((investor, person, firm))
    firm, person, investor = firm[order], person[order], investor[order]
    twice = (firm[1:] == firm[:-1]) & (person[1:] == person[:-1]) & (investor[1:] == investor[:-1])
    first = np.r_[True, ~twice][: len(firm)]
    firm, person, investor = firm[first], person[first], investor[first]
    guest = (person >= 0) & (people.group[person] == OUTSIDE)
    kind = where(person >= 0, where(guest, GUEST, PERSON), where(investor >= 0, FIRM, ABROAD))
    ratio = _ratios(rng, firm)
    subscribed = firms.capital[firm] * ratio // WHOLE
    paid = subscribed * rng.choice([0, 3, 5, 10], len(firm), p=[0.2, 0.15, 0.15, 0.5]) // 10
    since = np.minimum(firms.established[firm] + rng.integers(0, 400, len(firm)), as_of - 5)
    return Holdings(firm, person, investor, kind, ratio, subscribed, paid, since)


def _persons(rng: Rng, people: People, firms: Firms) -> tuple[Ints, Ints, Ints]:
    """The representative first, then often the spouse, then anybody grown-up."""
    owners = firms.owners
    lone, few = owners == "one person", (owners == "persons") | (owners == "mixed")
    counts = np.where(lone, 1, np.where(few, draw(rng, 4, len(firms), [0.25, 0.45, 0.2, 0.1]) + 1, 0))
    firm = np.repeat(np.arange(len(firms)), counts)
    rank = rank_within(firm)
    grown = np.flatnonzero(people.living & (people.age > 22) & (people.age < 80))
    person = pick(rng, grown, len(firm))
    head = firms.head[firm]
    spouse = np.where(head >= 0, people.spouse[head], NOBODY)
    person = np.where((rank == 0) & (head >= 0), head, person)
    person = np.where((rank == 1) & (spouse >= 0) & (rng.random(len(firm)) < 0.55), spouse, person)
    return firm, person, np.full(len(firm), NOBODY)


def _investors(rng: Rng, firms: Firms) -> tuple[Ints, Ints, Ints]:
    """Companies of the city that hold a share of others."""
    owners = firms.owners
    counts = np.where(
        owners == "one enterprise", 1, np.where(owners == "mixed", draw(rng, 2, len(firms), [0.6, 0.4]) + 1, 0)
    )
    firm = np.repeat(np.arange(len(firms)), counts)
    able = np.flatnonzero((firms.category == "1") & (firms.capital >= 500_000))
    investor = rng.choice(able if len(able) else np.arange(len(firms)), len(firm))
    other = investor != firm
    return firm[other], np.full(int(other.sum()), NOBODY), investor[other]


def _abroad(firms: Firms) -> tuple[Ints, Ints, Ints]:
    firm = np.flatnonzero(firms.owners == "foreign")
    nobody = np.full(len(firm), NOBODY)
    return firm, nobody, nobody


def _ratios(rng: Rng, firm: Ints) -> Ints:
    """Whole percents, the last holder taking what is left."""
    weight = rng.integers(1, 12, len(firm))
    total = np.bincount(firm, weights=weight)[firm] if len(firm) else np.zeros(0)
    ratio = np.maximum((weight / total * 100).astype(np.int64), 1) * 100
    last = np.r_[firm[1:] != firm[:-1], True][: len(firm)]
    others = np.bincount(firm, weights=np.where(last, 0, ratio)).astype(np.int64)
    return np.where(last, WHOLE - others[firm], ratio)


def appoint(streams: Streams, people: People, firms: Firms, as_of: np.datetime64) -> Officers:
    """A director, a supervisor and for some a manager of every company."""
    rng = streams("officers")
    company = np.flatnonzero((firms.category == "1") & (firms.capital > 0))
    big = firms.capital[company] >= 20_000_000
    top = where(big, where(rng.random(len(company)) < 0.3, "董事长兼总经理", "董事长"), "执行董事")
    grown = np.flatnonzero(people.living & (people.age > 24) & (people.age < 70))
    managed = np.flatnonzero(rng.random(len(company)) < 0.4)
    firm = np.r_[company, company, company[managed]]
    others = pick(rng, grown, len(company) + len(managed))
    person = np.r_[np.where(firms.head[company] >= 0, firms.head[company], pick(rng, grown, len(company))), others]
    position = text([*top.tolist(), *["监事"] * len(company), *["总经理"] * len(managed)])
    since = between(rng, firms.established[firm], as_of - 20, len(firm))
    until = np.where(rng.random(len(firm)) < 0.6, since + 1095, np.datetime64("NaT", "D"))
    order = np.argsort(firm, kind="stable")
    return Officers(firm[order], person[order], position[order], since[order], until[order])


def fine(streams: Streams, people: People, firms: Firms, home: Text, as_of: np.datetime64) -> Penalties:
    """Decisions of the last three years; `home` is the district in which each person lives."""
    rng = streams("penalties")
    firm = rng.choice(len(firms), max(1, round(len(firms) * 0.13)))
    grown = np.flatnonzero(people.living & (people.age > 20) & (people.age < 75) & (home != ""))
    person = pick(rng, grown, round(len(people) * 0.004) if len(grown) else 0)
    causes = [lore("penalties").where(subject=subject) for subject in ("enterprise", "person")]
    which = [draw(rng, len(cause), size) for cause, size in zip(causes, (len(firm), len(person)), strict=True)]
    rows = list(
        chain.from_iterable(
            [cause.rows[place] for place in places.tolist()] for cause, places in zip(causes, which, strict=True)
        )
    )
    area = text([*firms.district[firm].tolist(), *home[person].tolist()])
    least, most = (np.array([float(row[column]) for row in rows]) for column in ("least", "most"))
    amount = np.round(least + (most - least) * rng.beta(1, 3, len(rows)), 3)
    date = between(rng, np.full(len(rows), as_of - 1100), as_of - 8, len(rows))
    authority = [
        row["authority"].replace("{district}", f"上海市{_district(code)}")
        for row, code in zip(rows, area.tolist(), strict=True)
    ]
    nobody = (np.full(len(firm), NOBODY), np.full(len(person), NOBODY))
    return Penalties(
        np.r_[firm, nobody[1]], np.r_[nobody[0], person], _documents(date, area), text([row["cause"] for row in rows]),
        text([row["types"] for row in rows]), (amount * 10_000).astype(np.int64), date, date + rng.choice([365, 1096], len(rows)),
        text(authority), rng.random(len(rows)) < 0.2,
    )  # fmt: skip


def _district(code: str) -> str:
    return f"{districts()[code]['short']}{'新区' if code == '310115' else '区'}"


def _documents(date: Days, area: Text) -> Text:
    year = digits(date.astype("datetime64[Y]").astype(np.int64) + 1970)
    return join("沪监管", np.strings.slice(area, 3, 6), "处(", year, ")第", digits(np.arange(len(date)) + 1, 6), "号")


def measure(streams: Streams, firms: Firms, as_of: np.datetime64) -> Meters:
    """Two to twelve months of one meter for most enterprises, of two or three for some."""
    rng = streams("meters")
    metered = np.flatnonzero(firms.active & (rng.random(len(firms)) < 0.78))
    meters = draw(rng, 3, len(metered), [0.9, 0.07, 0.03]) + 1
    months = rng.integers(2, 13, len(metered))
    late = np.where(rng.random(len(metered)) < 0.05, rng.integers(1, 6, len(metered)), 0)
    owner = np.repeat(np.arange(len(metered)), meters)
    row = np.repeat(np.arange(len(owner)), months[owner])
    back = rank_within(row) + late[owner[row]]
    month = (as_of.astype("datetime64[M]") - 1 - back).astype("datetime64[D]")
    firm = metered[owner[row]]
    season = 1 + 0.35 * np.cos((month.astype("datetime64[M]").astype(np.int64) % 12 - 0.5) / 12 * 4 * np.pi)
    level = (firms.size[firm] * 130 + 300) * season * rng.lognormal(0, 0.15, len(row)) / meters[owner[row]]
    use = (level * 100).astype(np.int64)
    before = np.where(
        rng.random(len(row)) < 0.9, (level * rng.normal(95, 10, len(row))).clip(0).astype(np.int64), NOBODY
    )
    owing = (rng.random(len(metered)) < 0.06)[owner[row]] & (back < 2)
    arrears = np.where(owing, use * 7 // 10, 0)
    number = join("310", digits(np.arange(len(owner)) + 1, 7))
    return Meters(number[row], firm, month, use, before, arrears)
