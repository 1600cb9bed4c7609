"""The people: how many of which age and sex, who is married to whom, and who is whose child."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from twopages.synthetic.lore import lore
from twopages.synthetic.texts import Days, Flags, Ints, Rng, Streams, after, age, between, rank_within

REGISTERED, ELSEWHERE, OUTSIDE = 1, 2, 3
GROUPS = (("registered", 0.572), ("elsewhere", 0.421), ("outside", 0.007))
NOBODY = -1
AGES = [19, 22, 25, 28, 31, 35, 45, 60, 70, 80, 90]
MEN = [0, 0.01, 0.15, 0.43, 0.66, 0.83, 0.90, 0.91, 0.89, 0.80, 0.60]
WOMEN = [0, 0.04, 0.27, 0.57, 0.76, 0.88, 0.91, 0.87, 0.74, 0.46, 0.14]


@dataclass(frozen=True, slots=True)
class Marriages:
    """Marriages past and present; `divorced` is NaT for those in force."""

    husband: Ints
    wife: Ints
    since: Days
    divorced: Days

    def __len__(self) -> int:
        return len(self.husband)


@dataclass(frozen=True, slots=True)
class People:
    """Everyone, by place in the columns; -1: nobody of the city."""

    group: Ints
    sex: Ints
    birth: Days
    death: Days
    spouse: Ints
    mother: Ints
    father: Ints
    divorced: Flags
    widowed: Flags
    remarried: Flags
    age: NDArray[np.float64]  # on the as-of day

    def __len__(self) -> int:
        return len(self.group)

    @property
    def living(self) -> Flags:
        """Who is alive."""
        return np.isnat(self.death)


def populate(streams: Streams, count: int, as_of: np.datetime64) -> tuple[People, Marriages]:
    """People with their families."""
    people = _newcomers(streams("people"), count, as_of)
    couples = _marry(people, streams("couples"), as_of)
    people = _paired(people, couples)
    people, past = _part(people, couples, streams("divorces"), as_of)
    people = _descend(people, streams("children"))
    people = _bury(people, streams("deaths"), as_of)
    return people, Marriages(
        np.r_[past.husband, couples.husband],
        np.r_[past.wife, couples.wife],
        np.r_[past.since, couples.since],
        np.r_[past.divorced, couples.divorced],
    )


def _newcomers(rng: Rng, count: int, as_of: np.datetime64) -> People:
    shares = np.array([share for _, share in GROUPS])
    group = np.repeat([REGISTERED, ELSEWHERE, OUTSIDE], _apportion(shares, count))
    pyramid = lore("pyramid")
    band = np.empty(count, dtype=np.int64)
    for place, (name, _) in enumerate(GROUPS, 1):
        weights = np.cumsum(pyramid.numbers(name))
        here = np.flatnonzero(group == place)
        band[here] = np.searchsorted(weights, rng.random(len(here)) * weights[-1], side="right")
    sex = np.where(rng.random(count) * 1000 < pyramid.numbers("women")[band], 2, 1)
    birth = after(np.full(count, as_of), -(pyramid.numbers("from")[band] + rng.random(count) * 4.99)) - 1
    nobody, no = np.full(count, NOBODY), np.zeros(count, dtype=bool)
    never = np.full(count, np.datetime64("NaT", "D"))
    return People(group, sex, birth, never, nobody, nobody, nobody, no, no, no, age(birth, as_of))


def _apportion(shares: NDArray[np.float64], count: int) -> Ints:
    counts = np.floor(shares * count).astype(np.int64)
    counts[0] += count - counts.sum()
    return counts


def _marry(people: People, rng: Rng, as_of: np.datetime64) -> Marriages:
    """Couples out of those who would be paired, mostly within their group, the husband about two years older."""
    chance = np.where(people.sex == 1, np.interp(people.age, AGES, MEN), np.interp(people.age, AGES, WOMEN))
    paired = (rng.random(len(people)) < chance) & (people.age >= 20.3)
    pool = np.where(rng.random(len(people)) < 0.1, 0, people.group)
    pairs = [_couples(people, np.flatnonzero(paired & (pool == which)), rng) for which in range(4)]
    husband, wife = (np.concatenate(side) for side in zip(*pairs, strict=True))
    legal = np.maximum(after(people.birth[wife], 20.2), after(people.birth[husband], 22.2))
    wished = after(people.birth[wife], np.clip(rng.normal(26, 3.2, len(wife)), 20.2, 45))
    since = np.where(wished > legal, wished, legal + rng.integers(0, 500, len(wife)))
    late = between(rng, legal, np.full(len(wife), as_of - 40), len(wife))
    since = np.where(since > as_of - 40, late, since)
    fits = (legal < as_of - 60) & (np.abs(people.age[husband] - people.age[wife]) < 18)
    nat = np.full(int(fits.sum()), np.datetime64("NaT", "D"))
    return Marriages(husband[fits], wife[fits], since[fits], nat)


def _couples(people: People, pool: Ints, rng: Rng) -> tuple[Ints, Ints]:
    men, women = pool[people.sex[pool] == 1], pool[people.sex[pool] == 2]
    size = min(len(men), len(women))
    men, women = rng.permutation(men)[:size], rng.permutation(women)[:size]
    men = men[np.argsort(people.age[men] + rng.normal(0, 1.5, size), kind="stable")]
    women = women[np.argsort(people.age[women] + 2 + rng.normal(0, 1.5, size), kind="stable")]
    return men, women


def _paired(people: People, couples: Marriages) -> People:
    spouse = people.spouse.copy()
    spouse[couples.husband], spouse[couples.wife] = couples.wife, couples.husband
    return replace(people, spouse=spouse)


def _part(people: People, couples: Marriages, rng: Rng, as_of: np.datetime64) -> tuple[People, Marriages]:
    """Marriages that ended: between single people of middle age, and of husbands who married again."""
    chance = np.interp(people.age, [26, 32, 45, 60, 75, 90], [0, 0.35, 0.6, 0.35, 0.1, 0.02])
    alone = (people.spouse == NOBODY) & (people.age > 27)
    parted = np.flatnonzero(alone & (rng.random(len(people)) < chance))
    first, second = _couples(people, parted, rng)
    again = rng.random(len(people)) < np.where(people.spouse >= 0, 0.04, 0.3)
    men, women = people.sex == 1, alone & np.isin(np.arange(len(people)), second, invert=True)
    more, others = _couples(
        people, np.flatnonzero(again & (people.age > 35) & ((men & (people.spouse >= 0)) | (~men & women))), rng
    )
    past = _ended(people, np.r_[first, more], np.r_[second, others], rng, as_of)
    past = _before(past, people, couples)
    divorced, remarried = np.zeros(len(people), dtype=bool), np.zeros(len(people), dtype=bool)
    divorced[past.husband], divorced[past.wife] = True, True
    remarried = divorced & (people.spouse != NOBODY)
    widowed = alone & ~divorced & (people.age > 58) & (rng.random(len(people)) < 0.85)
    return replace(people, divorced=divorced & ~remarried, remarried=remarried, widowed=widowed), past


def _ended(people: People, husband: Ints, wife: Ints, rng: Rng, as_of: np.datetime64) -> Marriages:
    legal: Days = np.maximum(after(people.birth[husband], 22.3), after(people.birth[wife], 20.3))
    since: Days = legal + rng.integers(0, 1500, len(wife)).astype("timedelta64[D]")
    divorced: Days = since + rng.integers(400, 4000, len(wife)).astype("timedelta64[D]")
    keep = (divorced < as_of - 30) & (np.abs(people.age[husband] - people.age[wife]) < 18)
    return Marriages(husband[keep], wife[keep], since[keep], divorced[keep])


def _before(past: Marriages, people: People, couples: Marriages) -> Marriages:
    """Only marriages that ended before the husband's present one began."""
    began = np.full(len(people), np.datetime64("2200-01-01", "D"))
    began[couples.husband] = couples.since
    keep = past.divorced < began[past.husband]
    return Marriages(past.husband[keep], past.wife[keep], past.since[keep], past.divorced[keep])


def _descend(people: People, rng: Rng) -> People:
    """Mothers about 27 years older, of the same group and once married; fathers are their husbands."""
    chance = np.interp(people.age, [17, 19, 30, 45, 60, 65], [0.97, 0.9, 0.75, 0.5, 0.12, 0])
    chance = np.where((people.group == ELSEWHERE) & (people.age > 18), 0.08, chance)
    child = np.flatnonzero(rng.random(len(people)) < chance)
    mother = np.full(len(people), NOBODY)
    married = (people.spouse != NOBODY) | people.divorced | people.widowed
    for group in (REGISTERED, ELSEWHERE, OUTSIDE):
        mothers = np.flatnonzero(married & (people.sex == 2) & (people.group == group))
        children = child[people.group[child] == group]
        mother[children] = _mothers(people, mothers, children, rng)
    mother[_siblings(people.spouse, mother)] = NOBODY
    father = np.where(mother >= 0, people.spouse[mother], NOBODY)
    father = np.where((father >= 0) & (people.age[father] - people.age > 19), father, NOBODY)
    return replace(people, mother=mother, father=father)


def _mothers(people: People, mothers: Ints, children: Ints, rng: Rng) -> Ints:
    if not len(mothers) or not len(children):
        return np.full(len(children), NOBODY)
    mothers = mothers[np.argsort(people.age[mothers], kind="stable")]
    most = choose_counts(rng, len(mothers))
    found, load = np.full(len(children), NOBODY), np.zeros(len(mothers), dtype=np.int64)
    for _ in range(8):
        open_ = np.flatnonzero(found == NOBODY)
        wanted = people.age[children[open_]] + np.clip(rng.normal(27.5, 3.8, len(open_)), 20.5, 44)
        beside = rng.integers(0, 1 + len(mothers) // 200, len(open_))
        spot = np.clip(np.searchsorted(people.age[mothers], wanted) + beside, 0, len(mothers) - 1)
        gap = people.age[mothers[spot]] - people.age[children[open_]]
        take = (gap > 20) & (gap < 46) & (load[spot] + rank_within(spot) < most[spot])
        found[open_[take]] = mothers[spot[take]]
        load += np.bincount(spot[take], minlength=len(mothers))
    return found


def choose_counts(rng: Rng, count: int) -> Ints:
    """How many children a mother has at most: one for most, seldom three."""
    return np.searchsorted([0.72, 0.97], rng.random(count)).astype(np.int64) + 1


def _siblings(spouse: Ints, mother: Ints) -> Flags:
    """Whose mother is also the mother of the spouse, or the spouse itself: she cannot be."""
    theirs = np.where(spouse >= 0, mother[spouse], NOBODY - 1)
    related: Flags = (mother >= 0) & ((theirs == mother) | (spouse == mother))
    return related


def _bury(people: People, rng: Rng, as_of: np.datetime64) -> People:
    """Registered residents who died in the last two years and are still on the register; who is left is widowed."""
    chance = np.minimum(0.4, 0.0025 * np.exp((people.age - 40) * 0.085))
    dead = (people.group == REGISTERED) & (rng.random(len(people)) < chance)
    death = np.where(dead, between(rng, np.full(len(people), as_of - 730), as_of - 20, len(people)), people.death)
    death = np.where(death <= people.birth, np.datetime64("NaT", "D"), death)
    dead = ~np.isnat(death)
    left = (people.spouse >= 0) & dead[people.spouse] & ~dead
    return replace(people, death=death, widowed=people.widowed | left)
