"""The tags in the graph held against the rules: what was written by hand is found, and what waits for a sweep is no fault."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.feed.conftest import Desk
from tests.feed.rows import ACME, ANN, BEN, BOLT, resident
from tests.tags.test_assign import CHILD, DAY, LATER, RULES, TEEN, settle, with_rules
from twopages.graph.statements import split_statements
from twopages.ontology.model import Model
from twopages.settings import Settings
from twopages.tags.check import Checked, Left, Subject, check_tags, compare
from twopages.tags.finds import LANE, tokens

TIE = "MATCH (e:Entity {id: $id})-[g:TAGGED]->(t:Tag {id: $tag}) "
BOTH = "MATCH (e:Entity {id: $id}), (t:Tag {id: $tag}) "
GIVE = BOTH + "CREATE (e)-[:TAGGED {since: '2021-01-01', rule: 1, records: []}]->(t)"


@pytest.fixture
def town(desk: Desk, model: Model) -> Desk:
    """People and enterprises with the tags of a day."""
    desk.model = with_rules(model, RULES)
    settle(desk)
    desk.assign(DAY)
    return desk


def checked(desk: Desk) -> Checked:
    return check_tags(desk.store, desk.model)


def by_hand(desk: Desk, text: str, **parameters: Any) -> None:
    desk.store.write(lambda tx: tx.run(text, parameters))


def person(desk: Desk, number: str) -> str:
    return desk.entity("Person", number)


def test_sound_tags_have_no_faults_and_each_kind_of_mistake_is_found(town: Desk) -> None:
    assert checked(town) == Checked(DAY, 6)
    ann, ben, child, teen = (person(town, number) for number in (ANN, BEN, CHILD, TEEN))
    acme, bolt = (town.entity("Enterprise", code) for code in (ACME, BOLT))
    by_hand(town, TIE + "DELETE g", id=child, tag="minor")
    by_hand(town, GIVE, id=ann, tag="minor")
    by_hand(town, GIVE, id=ann, tag="open")
    by_hand(town, GIVE, id=ben, tag="male")
    by_hand(town, TIE + "SET g.rule = 2", id=acme, tag="led-by-a-minor")
    by_hand(town, "MATCH (e:Entity {id: $id}) SET e.finds = ['tag:minor']", id=bolt)
    by_hand(town, "MATCH (t:Tag {id: 'single'}) CREATE (:Entity:Alias {id: 'former'})-[:TAGGED]->(t)")
    assert sorted(checked(town).faults) == sorted([
        f"Person {child}: minor is missing",
        f"Person {ann}: minor is held against its rule, open is held against its rule",
        f"Person {ben}: male is held more than once",
        f"Enterprise {acme}: led-by-a-minor is held by another version of its rule",
        f"Enterprise {bolt}: the tokens that it is found by differ",
        "Entity former: single is held by what can have no tags",
    ])  # fmt: skip
    assert checked(town).subjects == 6
    assert teen not in str(checked(town).faults)


def test_all_subjects_looked_at_anew_are_right_again(town: Desk) -> None:
    by_hand(town, TIE + "DELETE g", id=person(town, CHILD), tag="minor")
    by_hand(town, GIVE, id=person(town, ANN), tag="minor")
    by_hand(town, TIE + "SET g.rule = 2", id=person(town, BEN), tag="male")
    by_hand(town, "MATCH (e:Enterprise) SET e.finds = NULL")
    assert len(checked(town).faults) == 5
    town.assign(DAY, everything=True)
    assert checked(town) == Checked(DAY, 6)


def test_a_store_from_before_the_lanes_gets_them(town: Desk) -> None:
    by_hand(
        town, "MATCH (e:Entity) SET e.finds = [token IN e.finds WHERE NOT token STARTS WITH $lane]", lane=f"{LANE}:"
    )
    assert len(checked(town).faults) == 6
    [lanes] = split_statements((Settings().cypher / "V007__lanes.cypher").read_text("utf-8"))
    by_hand(town, lanes)
    assert checked(town) == Checked(DAY, 6)
    by_hand(town, lanes)
    assert checked(town) == Checked(DAY, 6)


def test_what_waits_for_a_sweep_is_left_out_and_nothing_else(town: Desk) -> None:
    row = resident(ANN, 性别="1", 更新时间="2021-07-01 08:00:00")
    town.deliver("household-registration", [row], "2021-07-01", "changes")
    assert checked(town) == Checked(DAY, 6, waiting=1)
    by_hand(town, GIVE, id=person(town, ANN), tag="documented")
    by_hand(town, TIE + "DELETE g", id=person(town, BEN), tag="single")
    assert sorted(checked(town).faults) == sorted([
        f"Person {person(town, ANN)}: documented is held against its rule",
        f"Person {person(town, BEN)}: single is missing",
    ])  # fmt: skip


def test_a_subject_waits_for_the_change_of_another(town: Desk) -> None:
    by_hand(town, "MATCH (e:Person {id: $id}) SET e.birthDate = '1990-01-01'", id=person(town, TEEN))
    assert len(checked(town).faults) == 2, "a person, and the enterprise that the person leads"
    by_hand(town, "MATCH (e:Person {id: $id}) SET e:Changed, e.changed = ['birthDate']", id=person(town, TEEN))
    assert checked(town) == Checked(DAY, 6, waiting=1)


def test_what_the_calendar_moved_waits_when_a_sweep_was_cut_off(town: Desk) -> None:
    by_hand(town, "MATCH (s:Store) SET s.tagDay = $day", day=LATER)
    assert checked(town) == Checked(LATER, 6, waiting=1), "the day is written first"
    town.assign(LATER)
    assert checked(town) == Checked(LATER, 6)


def test_rules_that_are_new_to_the_store_wait(town: Desk, model: Model) -> None:
    rules = {name: rule for name, rule in RULES.items() if name != "single"} | {"male": RULES["single"]}
    town.model = with_rules(model, rules, 2)
    assert checked(town) == Checked(DAY, 6, fresh=len(rules))


def test_where_no_tags_were_assigned_there_is_nothing_to_hold(desk: Desk) -> None:
    assert check_tags(desk.store, desk.model) == Checked("")


def subject(model: Model, held: Mapping[str, tuple[int, ...]], met: set[str], **values: Any) -> Subject:
    found = {"finds": tokens(model, "Person", "p", met, values)} | values
    return Subject("Person", "p", held, found, met)


def test_only_what_waits_is_left_out_of_a_comparison(model: Model) -> None:
    small = with_rules(model, RULES)
    both = subject(small, {"male": (1,), "minor": (2,)}, {"minor", "single"})
    assert compare(small, both, Left(frozenset({"minor"}), codes=True)) == [
        "single is missing",
        "male is held against its rule",
    ]
    assert compare(small, both, Left(frozenset({"minor", "male", "single"}), codes=True)) == []
    assert compare(small, subject(small, {"male": (1,)}, {"male"}), Left()) == []
    assert compare(small, subject(small, {"gone": (1,)}, set()), Left(frozenset({"gone"}), codes=True)) == []
