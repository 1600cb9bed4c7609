"""Requests for scenarios: the rule over made-up and real purposes; filing, deciding and revoking in a running Neo4j."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from tests.access.test_cases import Clock
from tests.feed.snapshot import empty as emptied
from twopages.access import Viewer
from twopages.access.scenarios import Reason, ScenarioError, Scenarios, Share, given, responsible, ruling
from twopages.feed.reseal import reseal
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model, Purpose
from twopages.settings import Settings

GONE = "MATCH (r:ScenarioRequest) DETACH DELETE r"
SAME_DAY, BY_HAND, AUTO = "elderly-care-service", "elderly-visit-list", "marriage-registration-check"
OFFICE = "civil-affairs"
CLERK = Viewer("clerk", "caseworker", None, OFFICE)
HEAD = Viewer("head", "caseworker", None, OFFICE, ("window", "approver"))


def test_the_rule_decides_same_day_scenarios_and_leaves_the_others(model: Model) -> None:
    found = {
        purpose.id: ruling(model, purpose, purpose.role, purpose.department)
        for purpose in model.purposes.values()
        if purpose.department
    }
    assert found[SAME_DAY].granted and found[SAME_DAY].reason == Reason.LISTS_ALLOW
    assert not found[BY_HAND].granted and found[BY_HAND].reason == Reason.BY_HAND
    by_hand = {purpose.id for purpose in model.purposes.values() if purpose.approval == "manual"}
    assert {name for name, said in found.items() if not said.granted} == by_hand
    assert {said.reason for said in found.values()} == {Reason.LISTS_ALLOW, Reason.BY_HAND}


def test_every_reason_is_said_in_both_languages() -> None:
    assert all(reason.label.zh and reason.label.en.isascii() for reason in Reason)
    assert len({reason.label for reason in Reason}) == len(Reason)


def test_somebody_answers_for_every_element(model: Model) -> None:
    elements = (*model.attributes, *model.tags, *model.relations)
    assert [name for name in elements if not responsible(model, name)] == []
    assert responsible(model, "birthDate") >= {"public-security"}
    assert responsible(model, "no-such-element") == frozenset()
    lost = replace(model, departments={name: item for name, item in model.departments.items() if name != "high-court"})
    changed = {name for name in elements if responsible(lost, name) != responsible(model, name)}
    assert changed == {name for name in elements if "high-court" in responsible(model, name)} != set()


# The rule a second time, as the three lists say it: every condition by itself.
@settings(max_examples=150, deadline=None)
@drawn(data=st.data())
def test_a_request_is_granted_if_and_only_if_all_lists_allow(model: Model, data: st.DataObject) -> None:
    purpose, model = purposes(model, data)
    role = data.draw(st.sampled_from([purpose.role, "steward"]))
    department = data.draw(st.sampled_from([OFFICE, "education"]))
    uses = data.draw(st.sets(st.sampled_from(sorted(model.uses)), max_size=2))
    said = ruling(model, purpose, role, department, uses)
    gives = given(purpose)
    grades = {item.id: item.grade for kind in (model.attributes, model.tags, model.relations) for item in kind.values()}
    allowed = (
        (purpose.role, purpose.department) == (role, department)
        and not gives & purpose.never
        and max((grades[name] for name in gives), default=0) <= purpose.max_grade
        and not purpose.never_uses & uses
        and all(responsible(model, name) for name in gives)
        and purpose.approval != "manual"
    )
    assert said.granted == allowed
    assert (said.reason == Reason.LISTS_ALLOW) == allowed


def purposes(model: Model, data: st.DataObject) -> tuple[Purpose, Model]:
    """A purpose that may give what it never gives, or above its grade; under a Model in which a department may be gone."""
    people = sorted(item.id for item in model.attributes.values() if item.cls == "Person")
    elements = st.frozensets(st.sampled_from(people), max_size=4)
    purpose = replace(
        model.purposes[SAME_DAY],
        attributes=data.draw(elements),
        tags=data.draw(st.frozensets(st.sampled_from(sorted(model.purposes[SAME_DAY].tags)), max_size=2)),
        relations=frozenset(),
        far={},
        never=data.draw(st.one_of(st.just(frozenset()), elements)),
        never_uses=data.draw(st.frozensets(st.sampled_from(sorted(model.uses)), max_size=2)),
        max_grade=data.draw(st.sampled_from([1, 3, 4, 4, 4])),
        approval=data.draw(st.sampled_from(sorted(model.approvals))),
    )
    gone = data.draw(st.sampled_from(["", "public-security", "human-resources"]))
    return purpose, replace(model, departments={k: v for k, v in model.departments.items() if k != gone})


@pytest.fixture
def empty(scratch: Store) -> Iterator[Store]:
    emptied(scratch)  # of what other tests sealed with other keys, too
    yield scratch
    scratch.write(lambda tx: tx.run(GONE))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.create(Settings(home=tmp_path_factory.mktemp("ring")))


@pytest.fixture
def scenarios(empty: Store, ring: KeyRing, model: Model, clock: Clock) -> Scenarios:
    return Scenarios(empty, ring, model, clock)


def code(action: Any, *told: object, **more: object) -> str:
    with pytest.raises(ScenarioError) as raised:
        action(*told, **more)
    return raised.value.code


def test_what_needs_no_request_is_granted_from_the_start(scenarios: Scenarios, model: Model) -> None:
    assert scenarios.granted(OFFICE, AUTO)
    assert not scenarios.granted("education", AUTO)
    assert not scenarios.granted(OFFICE, SAME_DAY)
    assert not scenarios.granted(OFFICE, "no-such-purpose")
    assert scenarios.granted("", "self-view-person")  # of no department: for whomever it is
    assert code(scenarios.file, CLERK, AUTO, "why") == "SCENARIO_OPEN"


def test_a_request_that_the_lists_allow_is_granted_on_the_spot(scenarios: Scenarios, ring: KeyRing) -> None:
    request = scenarios.file(CLERK, SAME_DAY, " 上门服务 ")
    assert (request.state, request.reason, request.why) == ("granted", Reason.LISTS_ALLOW, "上门服务")
    assert (request.filed, request.decided, request.decider) == ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z", None)
    assert request.account == ring.hash_id("account", "clerk")
    assert scenarios.granted(OFFICE, SAME_DAY)
    assert not scenarios.granted("education", SAME_DAY)
    assert scenarios.file(HEAD, SAME_DAY, "again") == request
    assert scenarios.of(CLERK) == (request,)
    assert scenarios.of(replace(CLERK, department="education")) == ()
    assert scenarios.of(replace(CLERK, role="citizen")) == ()


def test_any_other_waits_for_the_approver(scenarios: Scenarios, ring: KeyRing, clock: Clock) -> None:
    request = scenarios.file(CLERK, BY_HAND, "探访")
    assert (request.state, request.reason, request.decided) == ("waiting", Reason.BY_HAND, None)
    assert not scenarios.granted(OFFICE, BY_HAND)
    assert code(scenarios.decide, CLERK, request.id, grant=True, answer="yes") == "SCENARIO_NOT_YOURS"
    elsewhere = replace(HEAD, department="education")
    assert code(scenarios.decide, elsewhere, request.id, grant=True, answer="yes") == "SCENARIO_UNKNOWN"
    assert code(scenarios.decide, HEAD, request.id, grant=True, answer=" ") == "SCENARIO_WHY"
    clock.on(hours=1)
    decided = scenarios.decide(HEAD, request.id, grant=True, answer="同意")
    assert decided == replace(
        request,
        state="granted",
        reason=Reason.APPROVER,
        answer="同意",
        decided="2026-03-01T10:30:00Z",
        decider=ring.hash_id("account", "head"),
    )
    assert scenarios.granted(OFFICE, BY_HAND)
    assert code(scenarios.decide, HEAD, request.id, grant=False, answer="no") == "SCENARIO_DECIDED"


def test_nobody_grants_an_own_request(scenarios: Scenarios) -> None:
    own = scenarios.file(HEAD, BY_HAND, "why")
    assert code(scenarios.decide, HEAD, own.id, grant=True, answer="yes") == "SCENARIO_OWN"
    assert not scenarios.granted(OFFICE, BY_HAND)
    other = replace(HEAD, account="another head")
    assert scenarios.decide(other, own.id, grant=True, answer="yes").state == "granted"


def test_a_use_that_is_forbidden_is_not_granted_by_rule(scenarios: Scenarios, model: Model) -> None:
    forbidden = sorted(model.purposes[SAME_DAY].never_uses)[:1]
    request = scenarios.file(CLERK, SAME_DAY, "why", [*forbidden, "no-such-use"])
    assert (request.state, request.reason) == ("waiting", Reason.FORBIDDEN_USE)
    assert request.uses == set(forbidden)


def test_what_was_refused_can_be_asked_for_again(scenarios: Scenarios) -> None:
    first = scenarios.file(CLERK, BY_HAND, "first")
    assert scenarios.decide(HEAD, first.id, grant=False, answer="too wide").state == "refused"
    assert not scenarios.granted(OFFICE, BY_HAND)
    second = scenarios.file(CLERK, BY_HAND, "second")
    assert second.id != first.id
    assert second.state == "waiting"


def test_a_revocation_counts_at_once_here_and_soon_elsewhere(
    scenarios: Scenarios, empty: Store, ring: KeyRing, model: Model
) -> None:
    seconds = [0.0]
    elsewhere = Scenarios(empty, ring, model, tick=lambda: seconds[0])
    request = scenarios.file(CLERK, SAME_DAY, "why")
    assert scenarios.granted(OFFICE, SAME_DAY) and elsewhere.granted(OFFICE, SAME_DAY)
    assert code(scenarios.revoke, CLERK, request.id, answer="over") == "SCENARIO_NOT_YOURS"
    assert scenarios.revoke(HEAD, request.id, answer="over").state == "revoked"
    assert not scenarios.granted(OFFICE, SAME_DAY)
    assert elsewhere.granted(OFFICE, SAME_DAY)
    seconds[0] = 6.0
    assert not elsewhere.granted(OFFICE, SAME_DAY)
    assert code(scenarios.revoke, HEAD, request.id, answer="over") == "SCENARIO_DECIDED"


def test_the_share_decided_the_same_day_is_counted_by_days_in_shanghai(scenarios: Scenarios, clock: Clock) -> None:
    assert scenarios.decided_the_same_day() == Share(0, 0)
    assert Share(0, 0).percent is None
    granted = scenarios.file(CLERK, SAME_DAY, "why")
    waiting = scenarios.file(CLERK, BY_HAND, "why")
    assert scenarios.decided_the_same_day(OFFICE) == Share(1, 1)  # the day of the other is not over
    clock.on(hours=7)  # the next day in Shanghai, the same in UTC
    assert scenarios.decided_the_same_day(OFFICE) == Share(1, 2)
    scenarios.decide(HEAD, waiting.id, grant=True, answer="yes")
    scenarios.revoke(HEAD, granted.id, answer="over")  # it was decided on its day all the same
    assert scenarios.decided_the_same_day(OFFICE) == Share(1, 2)
    assert scenarios.decided_the_same_day(OFFICE).percent == 50
    assert scenarios.decided_the_same_day("education") == Share(0, 0)


@pytest.mark.parametrize(
    ("viewer", "purpose", "why", "expected"),
    [
        (replace(CLERK, role="citizen"), SAME_DAY, "why", "SCENARIO_NOT_YOURS"),
        (replace(CLERK, department=""), SAME_DAY, "why", "SCENARIO_NOT_YOURS"),
        (replace(CLERK, department="education"), SAME_DAY, "why", "SCENARIO_UNKNOWN"),
        (CLERK, "no-such-purpose", "why", "SCENARIO_UNKNOWN"),
        (CLERK, SAME_DAY, "  ", "SCENARIO_WHY"),
        (CLERK, SAME_DAY, "x" * 501, "SCENARIO_WHY"),
    ],
)
def test_a_request_is_not_taken_with_a_reason(
    scenarios: Scenarios, viewer: Viewer, purpose: str, why: str, expected: str
) -> None:
    assert code(scenarios.file, viewer, purpose, why) == expected


def test_words_are_sealed_and_come_along_when_keys_rotate(scenarios: Scenarios, empty: Store, ring: KeyRing) -> None:
    request = scenarios.file(CLERK, BY_HAND, "为张三办理")
    scenarios.decide(HEAD, request.id, grant=True, answer="张三确需")
    kept: Mapping[str, object] = empty.read("MATCH (r:ScenarioRequest) RETURN properties(r) AS all")[0]["all"]
    assert "张三" not in str(kept)
    assert "张三" not in repr(scenarios.of(CLERK))
    reseal(empty, ring.rotate(), lambda kind, seen: None)
    again = empty.read("MATCH (r:ScenarioRequest) RETURN properties(r) AS all")[0]["all"]
    assert again["words"] != kept["words"]
    assert [(item.why, item.answer) for item in scenarios.of(CLERK)] == [("为张三办理", "张三确需")]
