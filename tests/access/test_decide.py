"""Who may open which file."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dossier.graph import ACME, ADA, Small
from tests.dossier.small import MODEL
from twopages.access import Role, Viewer, may_find, may_search, opened, own_class, represented
from twopages.graph import Store
from twopages.keys import KeyRing

HUMAN, FIRM, PAPER = (MODEL.classes[name] for name in ("Human", "Firm", "Paper"))
CITIZEN, DESK, STEWARD = Viewer("a", "citizen", "own"), Viewer("d", "caseworker", None), Viewer("s", "steward", None)


def test_a_citizen_opens_the_own_file_and_those_of_enterprises_represented() -> None:
    acting_for = frozenset({"firm"})
    assert opened(CITIZEN, HUMAN, "own", acting_for)
    assert opened(CITIZEN, FIRM, "firm", acting_for)
    assert not opened(CITIZEN, HUMAN, "other", acting_for)
    assert not opened(CITIZEN, FIRM, "other", acting_for)
    assert not opened(Viewer("nobody", "citizen", None), HUMAN, "own", frozenset())


@given(st.text(max_size=5), st.frozensets(st.text(max_size=5), max_size=3))
def test_a_caseworker_opens_every_file_and_a_steward_none(id: str, acting_for: frozenset[str]) -> None:
    assert opened(DESK, HUMAN, id, acting_for) and opened(DESK, FIRM, id, acting_for)
    assert not opened(STEWARD, HUMAN, id, acting_for) and not opened(STEWARD, FIRM, id, acting_for)


def test_an_operator_opens_the_own_enterprise_alone() -> None:
    operator = Viewer("o", "operator", "firm")
    assert opened(operator, FIRM, "firm", frozenset())
    assert not opened(operator, FIRM, "other", frozenset({"other"}))
    assert not opened(Viewer("o", "operator", None), FIRM, "firm", frozenset())


@pytest.mark.parametrize("role", ["agent", "institution", "neighbour", "researcher", "auditor"])
def test_a_role_that_no_decision_knows_opens_and_finds_nothing(role: Role) -> None:
    viewer = Viewer("x", role, "own", "tax", ("window",), "somewhere")
    assert not any(opened(viewer, cls, "own", frozenset({"own"})) for cls in MODEL.classes.values())
    assert not may_search(viewer) and not may_find(viewer)


@pytest.mark.parametrize("viewer", [CITIZEN, DESK, STEWARD])
def test_what_is_no_subject_has_no_file(viewer: Viewer) -> None:
    assert not opened(viewer, PAPER, "own", frozenset({"own"}))


def test_only_caseworkers_look_for_names() -> None:
    assert [may_search(viewer) for viewer in (CITIZEN, DESK, STEWARD)] == [False, True, False]


def test_the_own_file_is_of_the_class_that_acts_for_others() -> None:
    assert (own_class(MODEL), own_class(MODEL, "operator")) == ("Human", "Firm")
    plain = {name: replace(item, represents=False) for name, item in MODEL.relations.items()}
    assert own_class(replace(MODEL, relations=plain)) == "Human"


def test_whom_a_citizen_represents_stands_in_the_graph(open_graph: Store, keys: KeyRing, small: Small) -> None:
    ada = Viewer("ada", "citizen", small.names[ADA])
    found = represented(open_graph, keys, MODEL, ada)
    assert [(far.id, far.cls, far.caption) for far in found] == [(small.names[ACME], "Firm", "上海爱可美科技有限公司")]


def test_others_represent_nobody(open_graph: Store, keys: KeyRing, small: Small) -> None:
    for viewer in (DESK, STEWARD, Viewer("x", "citizen", None), Viewer("y", "citizen", "nobody")):
        assert represented(open_graph, keys, MODEL, viewer) == ()
