"""What people are called: weighted surnames, given names of their generation, names of other peoples and countries."""

from dataclasses import dataclass

import numpy as np

from twopages.synthetic.lore import lore
from twopages.synthetic.people import ELSEWHERE, NOBODY, OUTSIDE, People
from twopages.synthetic.texts import (
    Flags,
    Ints,
    Rng,
    Streams,
    Text,
    choose,
    digits,
    draw,
    filled,
    groups,
    join,
    rank_within,
    same,
    where,
)

HAN = "01"
RARE = 0.006  # share of persons with a character that older systems cannot write


@dataclass(frozen=True, slots=True)
class Names:
    """What every person is called; `country` and `document` matter for people from outside the mainland alone."""

    name: Text
    used: Text  # a former name, empty for most
    ethnic: Text
    country: Text
    document: Text  # type of the document that the person is known by
    rare: Flags  # the name has a character that older systems cannot write


def christen(streams: Streams, people: People) -> Names:
    """Names for everyone; children bear their father's surname and are of his people."""
    rng = streams("names")
    surname = _inherit(draw(rng, len(lore("surnames")), len(people), lore("surnames").numbers("weight")), people)
    ethnic = _ethnic(people, rng)
    given, rare = _given(people, rng)
    name = join(lore("surnames").texts("surname")[surname], given)
    name = _of_peoples(name, ethnic, people, rng)
    country, document, foreign = _foreign(people, rng)
    name = where(document == "414", foreign, name)
    mainland = people.group != OUTSIDE
    used = where(
        (rng.random(len(people)) < 0.02) & mainland,
        join(lore("surnames").texts("surname")[surname], _given(people, rng)[0]),
        "",
    )
    han = (ethnic == HAN) & mainland
    return Names(name, where(used == name, "", used), where(mainland, ethnic, ""), country, document, rare & han)


def _inherit(own: Ints, people: People) -> Ints:
    """A column handed down from fathers, who are always older: oldest generations first."""
    result = own.copy()
    child = np.flatnonzero(people.father != NOBODY)
    for person in child[np.argsort(people.birth[child], kind="stable")].tolist():
        result[person] = result[people.father[person]]
    return result


def _ethnic(people: People, rng: Rng) -> Text:
    groups = lore("ethnic_groups")
    registered = draw(rng, len(groups), len(people), groups.numbers("registered"))
    elsewhere = draw(rng, len(groups), len(people), groups.numbers("elsewhere"))
    return groups.texts("code")[_inherit(np.where(people.group == ELSEWHERE, elsewhere, registered), people)]


def _given(people: People, rng: Rng) -> tuple[Text, Flags]:
    """One or two characters of the generation; a few persons have a rare one."""
    count = len(people)
    first, second = same("", count), same("", count)
    year = people.birth.astype("datetime64[Y]").astype(np.int64) + 1970
    era = np.where(year < 1960, 1, np.where(year < 1985, 2, 3))
    for sex in (1, 2):
        for generation in (1, 2, 3):
            here = np.flatnonzero((people.sex == sex) & (era == generation))
            characters = lore("given").where(sex="mf"[sex - 1], era=str(generation))
            weights = characters.numbers("weight")
            first[here] = choose(rng, characters.texts("character"), len(here), weights)
            second[here] = choose(rng, characters.texts("character"), len(here), weights)
    single = rng.random(count) < np.where(era == 2, 0.3, 0.12)
    rare = rng.random(count) < RARE
    first = where(rare, choose(rng, lore("rare").texts("character"), count), first)
    return join(first, where(single, "", second)), rare


def _of_peoples(name: Text, ethnic: Text, people: People, rng: Rng) -> Text:
    """Names of peoples that are not built of a surname and a given name."""
    for group in ("04", "05", "17"):
        for sex in (1, 2):
            here = np.flatnonzero((ethnic == group) & (people.sex == sex))
            own = lore("ethnic_names").where(group=group, sex="mf"[sex - 1])
            if group == "04":
                name[here] = choose(rng, own.where(part="whole").texts("text"), len(here))
                continue
            family = lore("ethnic_names").where(group=group, part="family").texts("text")
            name[here] = join(
                choose(rng, own.where(part="given").texts("text"), len(here)), "·", choose(rng, family, len(here))
            )
    return name


def _foreign(people: People, rng: Rng) -> tuple[Text, Text, Text]:
    """Country, type of document and Latin name of the people from outside the mainland; others are Chinese with an identity card."""
    countries = lore("foreign_names")
    which = draw(rng, len(countries), len(people), countries.numbers("weight"))
    given, family = (_word(countries.texts(part)[which], rng) for part in ("given", "family"))
    outside = people.group == OUTSIDE
    country = where(outside, countries.texts("country")[which], "CHN")
    return country, where(outside, countries.texts("document")[which], "111"), join(family, " ", given)


def _word(lists: Text, rng: Rng) -> Text:
    """A random word of the words in each row."""
    result = same("", len(lists))
    for words in filled(lists):
        here = np.flatnonzero(lists == words)
        result[here] = choose(rng, words.split(), len(here))
    return result


def brand(rng: Rng, count: int, taken: Text) -> tuple[Text, Text]:
    """Two or three characters for the name of an enterprise, no two alike within the same `taken` rest, and their Pinyin."""
    characters, pinyin = lore("brands").texts("character"), lore("brands").texts("pinyin")
    size = len(characters)
    rest = groups(taken)
    rank = rank_within(rest)
    serial = (rank * 3571 + rest * 977 + int(rng.integers(0, size**2))) % (size**2 - 1)
    first, second, third = serial // size, serial % size, rank // (size**2 - 1)
    more = third > 0
    name = join(characters[first], characters[second], where(more, characters[third % size], ""))
    return name, join(pinyin[first], pinyin[second], where(more, digits(third), ""))
