"""The city: everything that is true of it, before any department writes it down."""

from dataclasses import dataclass

import numpy as np

from twopages.ontology.model import Model
from twopages.synthetic.firms import Firms, found
from twopages.synthetic.homes import Homes, Households, gather, settle
from twopages.synthetic.learning import Diplomas, Learning, teach
from twopages.synthetic.lore import lore
from twopages.synthetic.names import Names, christen
from twopages.synthetic.numbers import identity_numbers, mobiles, passports
from twopages.synthetic.people import OUTSIDE, REGISTERED, Marriages, People, populate
from twopages.synthetic.places import Divisions, Places, divisions, lay_out
from twopages.synthetic.texts import Rng, Streams, Text, draw, groups, where
from twopages.synthetic.ties import Officers, appoint
from twopages.synthetic.work import Jobs, Work, employ

ROOMS = 0.62  # homes per person that are laid out
DESKS = 0.9  # offices per enterprise


@dataclass(frozen=True, slots=True)
class City:
    """Persons and enterprises with all that ties them together."""

    as_of: np.datetime64
    divisions: Divisions
    people: People
    names: Names
    keys: Text  # identity number, passport or permit of every person
    phones: Text
    origin: Text  # county that each family comes from
    marriages: Marriages
    places: Places
    households: Households
    homes: Homes
    learning: Learning
    diplomas: Diplomas
    firms: Firms
    work: Work
    jobs: Jobs
    officers: Officers


def build(model: Model, streams: Streams, persons: int, enterprises: int, as_of: np.datetime64) -> City:
    """A city of so many persons and enterprises."""
    known = divisions(model.code_lists["division"].codes)
    people, marriages = populate(streams, persons, as_of)
    names = christen(streams, people)
    places = lay_out(streams, known, 60 + round(persons * ROOMS), 12 + round(enterprises * DESKS))
    households, homes = settle(streams, people, gather(streams, people, as_of), places, as_of)
    learning, diplomas = teach(streams, people, as_of)
    firms = found(streams, people, places, enterprises, as_of)
    work, jobs = employ(streams, people, learning, firms, as_of)
    rng = streams("keys")
    return City(
        as_of=as_of, divisions=known, people=people, names=names, keys=_keys(people, names, rng),
        phones=where(people.age >= 11, mobiles(rng, persons), ""), origin=_origins(people, homes, places, known, rng),
        marriages=marriages, places=places, households=households, homes=homes, learning=learning, diplomas=diplomas,
        firms=firms, work=work, jobs=jobs, officers=appoint(streams, people, firms, as_of),
    )  # fmt: skip


def _keys(people: People, names: Names, rng: Rng) -> Text:
    citizens = identity_numbers(people.birth, people.sex, rng)
    return where(people.group == OUTSIDE, passports(names.document, np.arange(len(people))), citizens)


def _origins(people: People, homes: Homes, places: Places, known: Divisions, rng: Rng) -> Text:
    """For the registered mostly their district, for others a county of the provinces that people come from."""
    provinces = lore("origins")
    shares = dict(zip(provinces.texts("province").tolist(), provinces.numbers("weight").tolist(), strict=True))
    prefix = np.strings.slice(known.counties, 0, 2)
    sizes = np.bincount(groups(prefix))[groups(prefix)]
    weights = [shares.get(code, 0.0) / size for code, size in zip(prefix.tolist(), sizes.tolist(), strict=True)]
    county = known.counties[draw(rng, len(known.counties), len(people), weights)]
    native = (people.group == REGISTERED) & (rng.random(len(people)) < 0.72)
    return where(native, places.district[homes.registered], county)
