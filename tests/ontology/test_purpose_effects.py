"""What a change of the ontology does to purposes: they come, go, widen, narrow, or are for others."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ontology.conftest import Break, copy_small
from twopages.ontology import load_model
from twopages.ontology.compare import Change
from twopages.ontology.effects import Effects
from twopages.ontology.model import Model
from twopages.ontology.purpose import FarElements
from twopages.ontology.purpose_effects import PurposeEffect, purpose_effects
from twopages.ontology.rule import Span

PURPOSES = "purposes.ttl"


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return load_model(copy_small(tmp_path_factory.mktemp("boats") / "old"))


def changed(model: Model, name: str = "mooring", **fields: Any) -> Model:
    return replace(model, purposes={**model.purposes, name: replace(model.purposes[name], **fields)})


def effects(old: Model, new: Model) -> list[tuple[str, str, str]]:
    return [(item.purpose, item.effect, ", ".join(item.what)) for item in purpose_effects(old, new)]


def test_the_same_purposes_do_nothing(boats: Model, small: Path) -> None:
    assert Effects(boats, load_model(small)).purposes == ()


def test_a_purpose_that_comes_or_goes(boats: Model, break_it: Break) -> None:
    break_it("services.ttl", "purpose:towing", "purpose:pulling")
    folder = break_it(PURPOSES, "purpose:towing a", "purpose:pulling a")
    change = Effects(boats, load_model(folder))
    assert change.purposes == (PurposeEffect("pulling", "appears"), PurposeEffect("towing", "goes"))
    assert {(item.thing, item.kind) for item in change.changes} == {
        ("towing", "removed"),
        ("pulling", "added"),
        ("tow", "changed"),  # the service that is handled under it
    }
    assert (change.read_anew, change.won_anew, change.fused_anew, change.retagged, change.plain) == ((),) * 5


def test_an_attribute_of_a_group_that_is_prohibited_narrows_a_purpose(boats: Model, break_it: Break) -> None:
    folder = break_it(
        PURPOSES, "odrl:target attribute:boatFit ]", "odrl:target attribute:boatFit , attribute:boatSide ]"
    )
    change = Effects(boats, load_model(folder))
    assert change.purposes == (PurposeEffect("mooring", "narrows", ("boatSide",)),)
    assert change.changes == (
        Change("purposes", "mooring", "changed", "attributes", "boatSide", ""),
        Change("purposes", "mooring", "changed", "never", "", "boatSide"),
    )


def test_a_higher_grade_widens_a_purpose_by_what_was_above_it(boats: Model, break_it: Break) -> None:
    folder = break_it(PURPOSES, "tp:highestGrade grade:1", "tp:highestGrade grade:2")
    assert effects(boats, load_model(folder)) == [("towing", "widens", "boatNumber")]


def test_an_attribute_that_is_less_grave_widens_every_purpose_that_holds_its_group(
    boats: Model, break_it: Break
) -> None:
    folder = break_it("things.ttl", "tp:grade grade:2", "tp:grade grade:1")
    assert effects(boats, load_model(folder)) == [("towing", "widens", "boatNumber")]


@pytest.mark.parametrize(
    ("fields", "effect", "what"),
    [
        ({"needs_case": True}, "narrows", "without a case"),
        ({"needs_consent": True}, "narrows", "without consent"),
        ({"masked": frozenset()}, "widens", "boatName unmasked"),
        ({"masked": frozenset({"boatName", "boatSide"})}, "narrows", "boatSide unmasked"),
        ({"never_uses": frozenset({"marketing"})}, "widens", "use for publication"),
        ({"finds": frozenset({"boatFlag"})}, "narrows", "finding by old-red-boat"),
        ({"relations": frozenset({"MOORED_IN", "TOWED_BY"})}, "widens", "TOWED_BY"),
        ({"far": {"MOORED_IN": FarElements(frozenset({"harbourCode"}))}}, "narrows", "MOORED_IN:harbourBoats, MOORED_IN:harbourNewest"),
        ({"role": "bank", "department": None}, "changes", "role, department"),
        ({"approval": "auto", "kept_for": Span(1, "Y")}, "changes", "approval, kept for"),
    ],
)  # fmt: skip
def test_what_a_purpose_says_otherwise(boats: Model, fields: dict[str, Any], effect: str, what: str) -> None:
    assert effects(boats, changed(boats, **fields)) == [("mooring", effect, what)]


def test_another_text_changes_nobodys_view(boats: Model, break_it: Break) -> None:
    change = Effects(boats, load_model(break_it(PURPOSES, '"Where boats are moored."@en', '"Moorings."@en')))
    assert change.purposes == ()
    assert [(item.thing, item.aspect) for item in change.changes] == [("mooring", "description")]


elements = st.frozensets(st.sampled_from(["boatFlag", "boatName", "boatSide", "boatLength"]))
fields = st.fixed_dictionaries(
    {
        "attributes": elements,
        "masked": elements,
        "finds": elements,
        "relations": st.frozensets(st.sampled_from(["MOORED_IN", "TOWED_BY"])),
        "never_uses": st.frozensets(st.sampled_from(["marketing", "profiling", "publication"])),
        "needs_case": st.booleans(),
        "needs_consent": st.booleans(),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields, fields)
def test_the_way_back_narrows_what_the_way_there_widens(
    boats: Model, one: dict[str, Any], other: dict[str, Any]
) -> None:
    before, after = changed(boats, **one), changed(boats, **other)
    turned = {"widens": "narrows", "narrows": "widens"}
    back = sorted((name, turned[effect], what) for name, effect, what in effects(after, before))
    assert effects(before, after) == back
    assert effects(before, before) == []
