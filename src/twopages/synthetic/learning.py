"""Schooling: what everyone has completed, who still studies, and the diplomas of higher education."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from twopages.synthetic.lore import lore
from twopages.synthetic.people import ELSEWHERE, People
from twopages.synthetic.texts import (
    Days,
    Flags,
    Ints,
    Rng,
    Streams,
    Text,
    after,
    choose,
    digits,
    draw,
    join,
    same,
    text,
    where,
)

LEVELS = ("11", "14", "21", "31", "41", "61", "71", "81")  # GB/T 4658, the highest first
LEAVING = np.array([28, 25, 22, 21, 18, 18, 15, 12])  # age at which each is completed
BELOW = {"11": "14", "14": "21", "21": "61", "31": "61", "41": "71", "61": "71", "71": "81", "81": ""}
DEGREES = {"11": "2", "14": "3", "21": "4"}
BORN = (1945, 1962, 1972, 1982, 1992)


@dataclass(frozen=True, slots=True)
class Diplomas:
    """Diplomas of higher education; several for some."""

    person: Ints
    level: Text
    degree: Text
    school: Text
    major: Text
    date: Days
    number: Text


@dataclass(frozen=True, slots=True)
class Learning:
    """What everyone has completed (empty for small children) and before, and who still studies."""

    level: Text
    before: Text
    student: Flags
    left: Days  # when schooling ends or ended


def teach(streams: Streams, people: People, as_of: np.datetime64) -> tuple[Learning, Diplomas]:
    """Schooling for everyone."""
    rng = streams("learning")
    final = _final(people, rng)
    ends = after(people.birth, LEAVING[final] + rng.uniform(0.2, 0.9, len(people)))
    student = (ends > as_of) & (people.age >= 6.5) & people.living
    level, before = text(LEVELS)[final], same("", len(people))
    for upper, lower in pairwise(LEVELS):
        here = (level == upper) & (ends > as_of)
        ends_now = after(people.birth, float(LEAVING[LEVELS.index(BELOW[upper] or lower)]) + 0.5)
        level = where(here, BELOW[upper], level)
        ends = np.where(here, ends_now, ends)
    level = where((level == "81") & (people.age < 12.5), "", level)
    for upper, lower in BELOW.items():
        before[level == upper] = lower
    left = after(people.birth, LEAVING[final] + 0.5)
    return Learning(level, before, student, left), _diplomas(people, level, rng, as_of)


def _final(people: People, rng: Rng) -> Ints:
    """The place of the level that each person will have completed at last."""
    year = people.birth.astype("datetime64[Y]").astype(np.int64) + 1970
    cohort = np.searchsorted(BORN, year, side="right")
    result = np.zeros(len(people), dtype=np.int64)
    for place, born in enumerate((1900, *BORN)):
        for group in ("registered", "elsewhere"):
            here = np.flatnonzero((cohort == place) & ((people.group == ELSEWHERE) == (group == "elsewhere")))
            shares = lore("education").where(born=str(born), group=group)
            weights = [shares.numbers(level)[0] for level in LEVELS]
            result[here] = draw(rng, len(LEVELS), len(here), weights)
    return result


def _diplomas(people: People, level: Text, rng: Rng, as_of: np.datetime64) -> Diplomas:
    completed = [
        np.isin(level, text([code, *(LEVELS[:place] if code != "31" else ())])) for place, code in enumerate(LEVELS[:4])
    ]
    people_of = [np.flatnonzero(flags) for flags in completed]
    who, place = np.concatenate(people_of), np.repeat(np.arange(4), [len(found) for found in people_of])
    date = after(people.birth[who], LEAVING[place] + 0.5).astype("datetime64[Y]").astype("datetime64[M]") + 5
    day = date.astype("datetime64[D]") + rng.choice([14, 19, 24, 29], len(who))
    kept = np.flatnonzero((day > np.datetime64("1991-01-01")) & (day < as_of) & (rng.random(len(who)) < 0.9))
    order = kept[np.argsort(who[kept], kind="stable")]
    return _printed(who[order], text(LEVELS)[place[order]], day[order], rng)


def _printed(who: Ints, level: Text, day: Days, rng: Rng) -> Diplomas:
    schools = lore("schools")
    school = same("", len(who))
    for code in LEVELS[:4]:
        here = np.flatnonzero(level == code)
        fit = schools.where(level="31") if code == "31" else schools
        weights = fit.numbers("weight") * [(row["level"] == "31") == (code == "31") for row in fit.rows]
        school[here] = choose(rng, fit.texts("name"), len(here), weights)
    degree = same("", len(who))
    for code, letter in DEGREES.items():
        degree[level == code] = letter
    degree = where((level == "21") & (rng.random(len(who)) < 0.04), "", degree)
    year = digits(day.astype("datetime64[Y]").astype(np.int64) + 1970)
    number = join("99", year, digits(np.arange(len(who)) + 1, 10))
    return Diplomas(who, level, degree, school, choose(rng, lore("majors").texts("name"), len(who)), day, number)
