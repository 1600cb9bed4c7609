"""What an edited rule would do, told beforehand: held to what assigning it then does."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.feed.conftest import Desk
from tests.feed.rows import BEN
from tests.tags.test_assign import DAY, RULES, TAGGED, settle, with_rules
from twopages.ontology.effects import Effects
from twopages.ontology.model import Model
from twopages.ontology.rule import Ago, Both, Condition, Far, Has, Not, OneOf, Present, Span, Step
from twopages.tags.assign import assign
from twopages.tags.impact import Impact, Tally, by_group, compile_impact, impact
from twopages.tags.rules import Rules

GOLDEN = Path(__file__).parent / "golden"
RulesOfTags = Mapping[str, tuple[str, Condition]]
OLDER = Both((Has("birthDate", Ago(Span(5, "Y"), or_more=False)), Has("deceased", OneOf((False,)))))
NO_MAN = Not(Has("sex", OneOf(("1",))))


@pytest.fixture
def town(desk: Desk, model: Model) -> Desk:
    """People and enterprises with the tags of that day."""
    desk.model = with_rules(model, RULES)
    settle(desk)
    desk.assign(DAY)
    return desk


def change(town: Desk, model: Model, rules: RulesOfTags, version: int = 1) -> Effects:
    return Effects(town.model, with_rules(model, rules, version))


def holders(town: Desk, tag: str) -> set[str]:
    return {row["id"] for row in town.store.read(TAGGED) if row["tag"] == tag}


@pytest.mark.parametrize("name", ["rule", "by_absence"])
def test_the_impact_of_a_rule_as_statements(model: Model, name: str) -> None:
    known = with_rules(model, {name: ("Person", OLDER if name == "rule" else NO_MAN)})
    found = compile_impact(known, known.tags[name])
    texts = (found.holders, found.fitting, found.gaining, found.losing)
    constants = "\n".join(f"// ${key} = {value!r}" for key, value in found.parameters.items())
    assert "\n\n".join([*texts, constants]) + "\n" == (GOLDEN / f"impact_{name}.cypher").read_text("utf-8")


@pytest.mark.parametrize(
    ("tag", "cls", "rule"),
    [
        ("minor", "Person", OLDER),
        ("male", "Person", NO_MAN),
        ("single", "Person", Far(Step("SPOUSE_OF", True, "Person"), None, 1)),
        ("married-to-a-man", "Person", Has("sex", OneOf(("2",)))),
        ("led-by-a-minor", "Enterprise", Not(RULES["led-by-a-minor"][1])),
        ("open", "Enterprise", Has("enterpriseState", OneOf(("1", "2")))),
    ],
)
def test_the_impact_of_a_changed_rule_is_what_assigning_it_does(
    town: Desk, model: Model, tag: str, cls: str, rule: Condition
) -> None:
    effects = change(town, model, {**RULES, tag: (cls, rule)}, version=2)
    told, before = impact(town.store, effects, tag, DAY), holders(town, tag)
    assert holders(town, tag) == before, "nothing is written"
    assign(town.store, Rules(effects.new), DAY)
    after = holders(town, tag)
    counts = len(before), len(after), len(after - before), len(before - after)
    assert (told.tally.before, told.tally.after, told.tally.gained, told.tally.lost) == counts
    assert (set(told.gained), set(told.lost)) == (after - before, before - after), "few enough to be examples all"
    assert (told.effect, told.version, told.unread) == ("changes", 2, ())
    for attribute in {item.attribute for item in told.districts}:
        parts = [item.tally for item in told.districts if item.attribute == attribute]
        assert sum((part.after for part in parts), 0) == told.tally.after
    assert told.districts


def test_who_would_hold_a_tag_by_absence_alone_is_counted(town: Desk, model: Model) -> None:
    told = impact(town.store, change(town, model, {**RULES, "no-man": ("Person", NO_MAN)}), "no-man", DAY)
    unknown = town.store.read("MATCH (e:Person) WHERE e.sex IS NULL RETURN count(e) AS n")[0]["n"]
    assert told.effect == "appears"
    assert told.tally.by_absence == unknown
    assert told.tally.after > unknown


def test_a_tag_that_goes_is_lost_by_all(town: Desk, model: Model) -> None:
    rules = {name: rule for name, rule in RULES.items() if name != "male"}
    told = impact(town.store, change(town, model, rules), "male", DAY)
    assert (told.effect, told.tally) == (
        "goes",
        Tally(before=len(holders(town, "male")), lost=len(holders(town, "male"))),
    )
    assert town.entity("Person", BEN) in told.lost


def test_a_tag_that_nobody_edited_stays(town: Desk, model: Model) -> None:
    told = impact(town.store, change(town, model, RULES), "male", DAY)
    assert (told.effect, told.tally.gained, told.tally.lost) == ("stays", 0, 0)
    assert told.tally.before == told.tally.after == len(holders(town, "male"))


def test_a_rule_that_reads_what_no_node_has_yet_is_not_counted(town: Desk, model: Model) -> None:
    rule = Both((Has("degree", Present()), Has("sex", OneOf(("2",)))))
    told = impact(town.store, change(town, model, {**RULES, "schooled": ("Person", rule)}), "schooled", DAY)
    assert told.unread == (model.attributes["degree"].flag_name,)
    assert told.tally == Tally()


def test_impacts_add_up_by_group() -> None:
    blank = Impact("a", "Person", "age", "changes", 2, ())
    some = [
        replace(blank, tally=Tally(3, 4, 2, 1)),
        replace(blank, tag="b", tally=Tally(1, 0, 0, 1)),
        replace(blank, group="work"),
    ]
    assert by_group(some) == {"age": Tally(4, 4, 2, 2), "work": Tally()}
