"""Electronic licences of persons and enterprises, with their parents and children."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from twopages.ontology.model import Code
from twopages.synthetic.firms import Firms
from twopages.synthetic.learning import Diplomas, Learning
from twopages.synthetic.lore import districts, lore
from twopages.synthetic.people import ELSEWHERE, OUTSIDE, REGISTERED, Marriages, People
from twopages.synthetic.texts import (
    Days,
    Flags,
    Ints,
    Rng,
    Streams,
    Text,
    between,
    choose,
    digits,
    filled,
    join,
    same,
    text,
    where,
)
from twopages.synthetic.work import Work

VALID, SUSPENDED, CANCELLED, EXPIRED = "1", "2", "5", "6"
PILOT = "310115"  # where one licence for a whole industry is tried out


@dataclass(frozen=True, slots=True)
class Licences:
    """Licences by place in the columns; `holder` is a person or an enterprise, `parent` the number of the parent licence."""

    kind: Text
    number: Text
    holder: Ints
    issuer: Text
    district: Text
    issued: Days
    until: Days
    level: Text
    state: Text
    state_date: Days
    parent: Text
    version: Ints


@dataclass(frozen=True, slots=True)
class Lives:
    """What the licences of persons depend on; `home` is the district in which each lives."""

    people: People
    learning: Learning
    work: Work
    marriages: Marriages
    diplomas: Diplomas
    home: Text


@dataclass(frozen=True, slots=True)
class Held:
    """Who is to have which kind of licence, from which district, and from when at the earliest."""

    kind: Ints
    holder: Ints
    district: Text
    earliest: Days


def of_persons(streams: Streams, lives: Lives, as_of: np.datetime64) -> Licences:
    """Licences of persons, by the rules of who may have which."""
    rng, people, home = streams("person licences"), lives.people, lives.home
    allowed = _allowed(lives)
    kinds: list[Ints] = []
    holders: list[Ints] = []
    for row in lore("person_licences").rows:
        able = allowed.get(row["type"], people.living & (people.age >= 18))
        held = np.flatnonzero(able & (people.group != OUTSIDE) & (rng.random(len(people)) < float(row["share"])))
        kinds.append(np.full(len(held), len(kinds)))
        holders.append(held)
    kind, holder = np.concatenate(kinds), np.concatenate(holders)
    district = where(home[holder] == "", "310101", home[holder])
    school = same("", len(people))
    school[lives.diplomas.person] = lives.diplomas.school
    earliest = np.maximum(people.birth[holder] + 20, as_of - 5800)
    licences = _issue(rng, "person_licences", Held(kind, holder, district, earliest), as_of)
    graduate = licences.kind == "higher-education-diploma"
    return _with_issuer(licences, where(graduate, school[holder], licences.issuer))


def _allowed(lives: Lives) -> Mapping[str, Flags]:
    """Who may hold the licences that not every grown-up may."""
    return _by_family(lives) | _by_work(lives)


def _by_family(lives: Lives) -> dict[str, Flags]:
    """What the register, age and family decide."""
    people, marriages = lives.people, lives.marriages
    here, grown = people.living, people.living & (people.age >= 18)
    registered = here & (people.group == REGISTERED)
    divorced = np.zeros(len(people), dtype=bool)
    parted = ~np.isnat(marriages.divorced)
    divorced[marriages.husband[parted]], divorced[marriages.wife[parted]] = True, True
    return {
        "resident-identity-card": registered & (people.age >= 16),
        "household-register-booklet": registered & (people.age >= 30),
        "household-register-page": registered,
        "residence-permit": grown & (people.group == ELSEWHERE),
        "marriage-certificate": grown & (people.spouse >= 0),
        "divorce-certificate": here & divorced,
        "birth-certificate-licence": here & (people.age < 12),
        "vaccination-certificate": here & (people.age < 12),
        "social-security-card-licence": here & (people.age >= 6),
        "driving-licence-document": grown & (people.age < 70),
        "vehicle-licence": grown & (people.age < 70),
        "elderly-concession-card": registered & (people.age >= 65),
    }


def _by_work(lives: Lives) -> dict[str, Flags]:
    """What schooling and work decide."""
    people, title = lives.people, lives.work.title
    graduate = np.zeros(len(people), dtype=bool)
    graduate[lives.diplomas.person] = True
    graduate &= people.living & (people.age >= 18)
    return {
        "road-transport-qualification-card": title == "货车司机",
        "physician-qualification-certificate": title == "医师",
        "physician-practice-certificate": title == "医师",
        "nurse-practice-certificate": title == "护士",
        "teacher-qualification-certificate": title == "教师",
        "constructor-registration-certificate": title == "项目经理",
        "legal-qualification-certificate": graduate,
        "lawyer-practice-certificate": graduate,
        "higher-education-diploma": graduate,
        "professional-title-certificate": people.living & (lives.work.status == "13"),
        "vocational-skill-certificate-licence": people.living & (lives.work.status == "24"),
        "student-card": lives.learning.student & (people.age < 18),
    }


def of_firms(streams: Streams, firms: Firms, types: Mapping[str, Code], as_of: np.datetime64) -> Licences:
    """The business licence and what the trade needs; in the pilot district under one licence of the industry."""
    rng = streams("firm licences")
    kinds, holders = [], []
    for place, row in enumerate(lore("enterprise_licences").rows):
        needed = np.strings.find(join(";", firms.licences, ";"), f";{row['type']};") >= 0
        needed |= np.full(len(firms), row["type"] == "business-licence")
        if row["type"] == "comprehensive-industry-licence":
            needed = (firms.district == PILOT) & (np.strings.find(firms.licences, ";") >= 0) & firms.active
        having = np.flatnonzero(needed & (rng.random(len(firms)) < float(row["share"])))
        kinds.append(np.full(len(having), place))
        holders.append(having)
    kind, holder = np.concatenate(kinds), np.concatenate(holders)
    held = Held(kind, holder, firms.district[holder], firms.established[holder])
    licences = _issue(rng, "enterprise_licences", held, as_of)
    return _with_parents(licences, types)


def _issue(rng: Rng, name: str, held: Held, as_of: np.datetime64) -> Licences:
    rules, kind, district, count = lore(name), held.kind, held.district, len(held.kind)
    years = np.array([int(row["years"] or 0) for row in rules.rows])[kind]
    span = np.round(years * 365.2425).astype(np.int64)
    recent = as_of - (span * rng.uniform(0.02, 1.12, count)).astype("timedelta64[D]")
    issued = np.where(years > 0, np.maximum(recent, held.earliest), between(rng, held.earliest, as_of - 10, count))
    issued = np.minimum(issued, as_of - 3)
    until = np.where(years > 0, issued + span - 1, np.datetime64("NaT", "D"))
    state = choose(rng, [VALID, SUSPENDED, CANCELLED], count, [0.975, 0.005, 0.02])
    state = where((until < as_of) & (state == VALID), EXPIRED, state)
    changed = np.where(state == EXPIRED, until + 1, between(rng, issued, as_of - 1, count))
    serial = digits(np.arange(count) + 1, 7)
    number = join(rules.texts("prefix")[kind], district, dates_year(issued), serial)
    levels = text([row.get("levels", "") for row in rules.rows])[kind]
    issuer = _issuers(rules.texts("issuer")[kind], district)
    return Licences(
        rules.texts("type")[kind], number, held.holder, issuer, district, issued, until, _levels(levels, rng), state,
        np.where(state == VALID, issued, changed), same("", count), rng.integers(1, 4, count),
    )  # fmt: skip


def dates_year(days: Days) -> Text:
    """The year of each day."""
    return digits(days.astype("datetime64[Y]").astype(np.int64) + 1970)


def _levels(lists: Text, rng: Rng) -> Text:
    result = same("", len(lists))
    for levels in filled(lists):
        here = np.flatnonzero(lists == levels)
        result[here] = choose(rng, levels.split(";"), len(here))
    return result


def _issuers(patterns: Text, district: Text) -> Text:
    result = patterns.copy()
    for code, row in districts().items():
        here = np.flatnonzero(district == code)
        called = f"{row['short']}{'新区' if code == PILOT else '区'}"
        filled = np.strings.replace(patterns[here], "上海市{district}", f"上海市{called}")
        filled = np.strings.replace(filled, "{district}", f"上海市{called}")
        result[here] = np.strings.replace(filled, "{short}", row["short"])
    return result


def _with_issuer(licences: Licences, issuer: Text) -> Licences:
    return Licences(**{name: getattr(licences, name) for name in Licences.__slots__} | {"issuer": issuer})


def _with_parents(licences: Licences, types: Mapping[str, Code]) -> Licences:
    """The number of the holder's licence of the parent type, where it has one."""
    number = {
        (holder, kind): value
        for holder, kind, value in zip(
            licences.holder.tolist(), licences.kind.tolist(), licences.number.tolist(), strict=True
        )
    }
    above = {code.id: code.broader or "" for code in types.values()}
    parent = [
        number.get((holder, above.get(kind, "")), "")
        for holder, kind in zip(licences.holder.tolist(), licences.kind.tolist(), strict=True)
    ]
    return Licences(**{name: getattr(licences, name) for name in Licences.__slots__} | {"parent": text(parent)})
