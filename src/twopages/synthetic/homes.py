"""Who lives with whom: households of the register, and the homes where people really live."""

from dataclasses import dataclass

import numpy as np

from twopages.synthetic.people import ELSEWHERE, NOBODY, REGISTERED, People
from twopages.synthetic.places import Places
from twopages.synthetic.texts import Days, Flags, Ints, Rng, Streams, Text, after, between, digits, join, same, text

HEAD = "02"


@dataclass(frozen=True, slots=True)
class Households:
    """Households of the register: for every person the place of the head (-1 for people registered elsewhere) and the kinship."""

    head: Ints
    relation: Text
    number: Text
    kind: Text
    since: Days

    @property
    def members(self) -> Ints:
        """The people of the register."""
        return np.flatnonzero(self.head != NOBODY)


@dataclass(frozen=True, slots=True)
class Homes:
    """For every person the places of the registered address and of the home; -1: none in the city."""

    registered: Ints
    home: Ints
    since: Days


def gather(streams: Streams, people: People, as_of: np.datetime64) -> Households:
    """Households out of couples, their children and their old parents."""
    rng = streams("households")
    registered = people.group == REGISTERED
    host = np.where(registered, np.arange(len(people)), NOBODY)
    _couples_together(host, people, registered, rng)
    _children_with_parents(host, people, registered, rng)
    _parents_with_children(host, people, registered, rng)
    for _ in range(4):
        host = np.where(host >= 0, host[host], NOBODY)
    relation = _relations(host, people)
    collective = (
        registered & (host == np.arange(len(people))) & (np.bincount(host[registered], minlength=len(people)) == 1)
    )
    collective &= (people.age < 32) & (people.age > 18) & (rng.random(len(people)) < 0.35)
    since = np.where(rng.random(len(people)) < 0.6, people.birth, between(rng, people.birth, as_of - 60, len(people)))
    return Households(host, relation, same("", len(people)), text(["1", "2"])[collective.astype(int)], since)


def _couples_together(host: Ints, people: People, registered: Flags, rng: Rng) -> None:
    couple = np.flatnonzero(registered & (people.spouse > np.arange(len(people))))
    couple = couple[registered[people.spouse[couple]]]
    other = people.spouse[couple]
    man = np.where(people.sex[couple] == 1, couple, other)
    head = np.where(rng.random(len(couple)) < 0.68, man, np.where(man == couple, other, couple))
    host[couple], host[other] = head, head


def _children_with_parents(host: Ints, people: People, registered: Flags, rng: Rng) -> None:
    """Children, and most of the single young, with their mother's household."""
    single = registered & (people.mother >= 0) & (people.spouse == NOBODY) & ~people.divorced & ~people.widowed
    single &= (people.age < 18) | ((people.age < 45) & (rng.random(len(people)) < 0.75))
    child = np.flatnonzero(single)
    host[child] = people.mother[child]


def _parents_with_children(host: Ints, people: People, registered: Flags, rng: Rng) -> None:
    """A third of the widowed old with a married child."""
    child = np.flatnonzero(registered & (people.mother >= 0) & (people.spouse >= 0))
    mother = people.mother[child]
    alone = people.widowed[mother] & registered[mother] & (host[mother] == mother) & (rng.random(len(child)) < 0.35)
    host[mother[alone]] = child[alone]


def _relations(host: Ints, people: People) -> Text:
    """What each member is to the head, in the codes of GB/T 4761."""
    head, sex = np.maximum(host, 0), people.sex
    everyone = np.arange(len(people))
    son = sex == 1
    spouse_of_head = people.spouse[head]
    of_head = (people.mother == head) | (people.father == head)
    of_spouse = (spouse_of_head >= 0) & ((people.mother == spouse_of_head) | (people.father == spouse_of_head))
    only = np.bincount(people.mother[people.mother >= 0], minlength=len(people))[np.maximum(people.mother, 0)] == 1
    sibling = (people.mother >= 0) & (people.mother == people.mother[head])
    in_law = (spouse_of_head >= 0) & (people.mother[np.maximum(spouse_of_head, 0)] == everyone)
    older = people.age > people.age[head]
    cases: list[tuple[Flags, Text]] = [
        (host == NOBODY, np.full(len(people), "")),
        (host == everyone, np.full(len(people), HEAD)),
        (people.spouse == head, np.where(son, "11", "12")),
        ((of_head | of_spouse) & only, np.where(son, "21", "31")),
        (of_head | of_spouse, np.where(son, "20", "30")),
        ((people.mother[head] == everyone) | (people.father[head] == everyone), np.where(son, "51", "52")),
        (in_law, np.where(sex[head] == 1, "56", "54")),
        (sibling, np.where(older, np.where(son, "71", "75"), np.where(son, "73", "77"))),
    ]
    return text(np.select([flags for flags, _ in cases], [codes for _, codes in cases], "97"))


def settle(
    streams: Streams, people: People, households: Households, places: Places, as_of: np.datetime64
) -> tuple[Households, Homes]:
    """An address of the register for every household, and a home for everyone who lives."""
    rng = streams("homes")
    free = rng.permutation(np.flatnonzero(places.home))
    heads = np.unique(households.head[households.members])
    if len(free) < len(heads):
        raise ValueError("The city has too few homes.")
    address = np.full(len(people), NOBODY)
    address[heads] = free[: len(heads)]
    registered = np.where(households.head >= 0, address[households.head], NOBODY)
    home = _homes(people, households, registered, free[len(heads) :], rng)
    since = between(
        rng, np.maximum(after(people.birth, 0.1), np.datetime64("2009-01-01", "D")), as_of - 20, len(people)
    )
    number = same("", len(people))
    number[heads] = join(np.strings.slice(places.district[address[heads]], 3, 6), digits(np.arange(len(heads)) + 1, 6))
    since = np.minimum(since, as_of - 20)
    numbered = Households(
        households.head, households.relation, number[np.maximum(households.head, 0)], households.kind, households.since
    )
    return numbered, Homes(registered, np.where(people.living, home, NOBODY), since)


def _homes(people: People, households: Households, registered: Ints, free: Ints, rng: Rng) -> Ints:
    """Two in five households of the register live elsewhere; newcomers live as couples with children, or share."""
    leader = np.where(households.head >= 0, households.head, np.arange(len(people)))
    newcomer = people.group != REGISTERED
    with_spouse = newcomer & (people.spouse >= 0)
    leader = np.where(with_spouse, np.minimum(np.arange(len(people)), people.spouse), leader)
    leader = np.where(newcomer & (people.age < 20) & (people.mother >= 0), people.mother, leader)
    leader = leader[leader]
    shared = np.flatnonzero((people.group == ELSEWHERE) & (leader == np.arange(len(people))) & ~with_spouse)
    leader[shared] = shared[np.arange(len(shared)) // 2 * 2]
    leader = leader[leader]
    moved = (rng.random(len(people)) < 0.4)[leader] | (registered[leader] < 0)
    place = np.full(len(people), NOBODY)
    movers = np.unique(leader[moved])
    place[movers] = rng.choice(free, len(movers), replace=len(movers) > len(free))
    return np.where(moved, place[leader], registered[leader])
