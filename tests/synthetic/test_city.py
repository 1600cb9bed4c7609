"""The city hangs together: families, homes, schooling, work and ownership."""

import numpy as np
import pytest

from twopages.ontology.model import Model
from twopages.synthetic.city import City, build
from twopages.synthetic.homes import HEAD
from twopages.synthetic.people import ELSEWHERE, OUTSIDE, REGISTERED
from twopages.synthetic.texts import Streams, age, day


def test_spouses_are_each_others_and_of_age(made_up: City) -> None:
    people, union = made_up.people, made_up.marriages
    wed = np.flatnonzero(people.spouse >= 0)
    assert (people.spouse[people.spouse[wed]] == wed).all()
    assert (people.sex[union.husband] == 1).all() and (people.sex[union.wife] == 2).all()
    assert (age(people.birth[union.husband], union.since) >= 22).all()
    assert (age(people.birth[union.wife], union.since) >= 20).all()
    ended = ~np.isnat(union.divorced)
    assert (union.divorced[ended] > union.since[ended]).all() and ended.any()


def test_parents_are_older_by_a_generation(made_up: City) -> None:
    people = made_up.people
    for parent, sex in ((people.mother, 2), (people.father, 1)):
        child = np.flatnonzero(parent >= 0)
        gap = people.age[parent[child]] - people.age[child]
        assert len(child) > 20 and (gap > 19).all() and (people.sex[parent[child]] == sex).all()
    assert not ((people.mother >= 0) & (people.mother == people.spouse)).any()


def test_children_bear_their_fathers_surname(made_up: City) -> None:
    people, name = made_up.people, made_up.names.name
    child = np.flatnonzero((people.father >= 0) & (made_up.names.ethnic == "01"))
    assert (np.strings.slice(name[child], 0, 1) == np.strings.slice(name[people.father[child]], 0, 1)).all()


def test_every_household_has_one_head_and_one_address(made_up: City) -> None:
    households, registered = made_up.households, made_up.people.group == REGISTERED
    heads = np.flatnonzero(households.relation == HEAD)
    assert set(np.unique(households.head[households.members])) == set(heads)
    assert (registered == (households.head >= 0)).all()
    homes = made_up.homes.registered[households.members]
    assert (homes == made_up.homes.registered[households.head[households.members]]).all()
    assert len(set(households.number[heads].tolist())) == len(heads)


def test_addresses_are_unique_and_inside_the_city(model: Model, made_up: City) -> None:
    places, divisions = made_up.places, model.code_lists["division"].codes
    spelled = [*places.text.tolist(), *(alias for alias in places.alias.tolist() if alias)]
    assert len(set(spelled)) == len(spelled) and len(set(places.code.tolist())) == len(places)
    assert {*places.street.tolist(), *places.district.tolist()} <= set(divisions)
    assert all(120.8 < float(value) < 122.3 for value in places.longitude.tolist())
    assert all(30.6 < float(value) < 31.9 for value in places.latitude.tolist())
    child = np.flatnonzero(places.parent >= 0)
    assert np.strings.startswith(places.text[child], places.text[places.parent[child]]).all()


def test_the_living_live_somewhere_and_the_dead_nowhere(made_up: City) -> None:
    assert ((made_up.homes.home >= 0) == made_up.people.living).all()
    assert made_up.places.home[made_up.homes.home[made_up.people.living]].all()


def test_nobody_works_as_a_child_or_before_the_enterprise_exists(made_up: City) -> None:
    jobs, people, firms = made_up.jobs, made_up.people, made_up.firms
    assert (age(people.birth[jobs.person], jobs.since) > 16).all()
    inside = np.flatnonzero(jobs.firm >= 0)
    assert (jobs.since[inside] >= firms.established[jobs.firm[inside]]).all()
    assert (jobs.until[~jobs.present] > jobs.since[~jobs.present]).all()
    assert np.bincount(jobs.person[jobs.present]).max() == 1


def test_names_of_enterprises_are_unique(made_up: City) -> None:
    names = made_up.firms.name.tolist()
    assert len(set(names)) == len(names)


def test_the_city_looks_like_shanghai(model: Model) -> None:
    """The shares of the census of 2020, give or take what chance does to 5,000 people."""
    people = build(model, Streams(3), 5000, 300, day("2021-06-30")).people
    assert (people.group == ELSEWHERE).mean() == pytest.approx(0.421, abs=0.01)
    assert (people.group == OUTSIDE).mean() == pytest.approx(0.007, abs=0.003)
    assert (people.age >= 60).mean() == pytest.approx(0.234, abs=0.03)
    assert (people.age < 15).mean() == pytest.approx(0.098, abs=0.02)
    assert (people.age[people.group == REGISTERED] >= 60).mean() == pytest.approx(0.361, abs=0.03)
