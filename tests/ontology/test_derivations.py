"""Derivations and state rules: what the Turtle says becomes plain data, and words that a steward can read."""

from pathlib import Path

import pytest

from twopages.ontology import Model, load_model
from twopages.ontology.derivation import AllOf, Condition, Count, Every, StateCase, StateRule, far_inputs, own_inputs
from twopages.ontology.derivation import Path as Way
from twopages.ontology.explain import explain


@pytest.fixture
def boats(small: Path) -> Model:
    return load_model(small)


def test_every_operation_is_read(boats: Model) -> None:
    found = {name: item.derivation.operation for name, item in boats.attributes.items() if item.derivation}
    assert found == {
        "boatBuilt": "slice",
        "boatAge": "full-years",
        "boatSide": "parity",
        "boatNamed": "presence",
        "boatFit": "all-of",
        "boatStanding": "first-match",
        "boatColours": "moved",
        "harbourBoats": "count",
        "harbourNewest": "extreme",
    }


def test_a_derivation_says_what_it_looks_at(boats: Model) -> None:
    fit = boats.attributes["boatFit"].derivation
    moored = Way("MOORED_IN", True)
    assert fit is not None
    assert own_inputs(fit) == ("boatNamed", "boatBuilt")
    assert far_inputs(fit) == ((moored, ("harbourCode",)),)
    count = boats.attributes["harbourBoats"].derivation
    assert count == Count((Way("MOORED_IN", False),), (Condition("boatFlag", codes=frozenset({"01"})),))
    assert isinstance(fit, AllOf)
    assert Every(moored, (Condition("harbourCode", present=True),)) in fit.where


def test_a_state_rule_stands_on_its_relation(boats: Model) -> None:
    rule = StateRule("boatFlag", (StateCase(frozenset({"01"}), frozenset({"02", "04"})),))
    assert boats.relations["TOWED_BY"].state_rule == rule
    assert boats.relations["MOORED_IN"].state_rule is None
    assert rule.effective("02", ["04", "01"]) == ("01", 1)
    assert rule.effective("03", ["01"]) == ("03", None)
    assert rule.effective(None, ["01"]) == (None, None)


def test_a_derivation_is_told_in_both_languages(boats: Model) -> None:
    assert explain(boats, "boatBuilt", "en") == "characters 1 to 8 of “Number”"
    assert explain(boats, "boatBuilt", "zh") == "“船号”的第 1 至 8 位"
    assert explain(boats, "harbourBoats", "en") == "how many “berths” there are whose “Flag” is Red"
    assert explain(boats, "boatStanding", "en") == "Red: “Fit” is false; Green: “Flag” is Red or Blue"
    assert "30 years before the day of the question" in explain(boats, "boatFit", "en")
    assert explain(boats, "boatName", "en") == ""
    assert all(explain(boats, name, "zh") for name, item in boats.attributes.items() if item.derivation)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tp:latest", "tp:earliest"),
        ("tp:firstCharacter 1 ; tp:lastCharacter 8", "tp:firstCharacter 1 ; tp:lastCharacter 6"),
        ("tp:nearStates ( flag:02 flag:04 )", "tp:nearStates ( flag:02 )"),
        ('tp:after "-P30Y"', 'tp:after "-P31Y"'),
    ],
)
def test_another_derivation_is_another_model(small: Path, old: str, new: str) -> None:
    before, path = load_model(small).digest, small / "derived.ttl"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    assert load_model(small).digest != before
