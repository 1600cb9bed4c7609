"""Who runs whom: senior managers."""

from dataclasses import dataclass

import numpy as np

from twopages.synthetic.firms import Firms
from twopages.synthetic.people import People
from twopages.synthetic.texts import Days, Ints, Streams, Text, between, pick, text, where


@dataclass(frozen=True, slots=True)
class Officers:
    """Senior managers."""

    firm: Ints
    person: Ints
    position: Text
    since: Days
    until: Days


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
