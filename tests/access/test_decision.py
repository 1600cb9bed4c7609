"""What a purpose gives: the decision on each element, what is left of a plan, what is veiled, on which ground somebody looks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.access.gates import Case, Kept, Standing, gate_of
from tests.dossier.small import MODEL
from twopages.access import DeniedError, Element, Grounds, Looking, Question, Representation, Viewer
from twopages.access.columns import tellings
from twopages.access.decision import Decision
from twopages.access.narrow import elements, narrow
from twopages.access.spans import spans
from twopages.access.veil import Veil
from twopages.dossier import (
    Cell,
    Delivery,
    Dossier,
    Far,
    LinkPage,
    LinksAsk,
    Moment,
    Plan,
    RecordPage,
    RecordsAsk,
    RecordView,
)
from twopages.errors import ReceiptError
from twopages.keys import KeyRing
from twopages.ontology.model import Model, Purpose
from twopages.receipts import Receipt
from twopages.values import HIDDEN

SUBJECT, OTHER = "1" * 32, "2" * 32


def decision(model: Model, purpose: Purpose) -> Decision:
    return Decision.of(model, model.viewer_roles[purpose.role], purpose)


def looking(
    model: Model, keys: KeyRing, viewer: Viewer, standing: Standing, purpose: str = "", case: str = ""
) -> Looking:
    return gate_of(model, keys, Kept(), standing).looking(viewer, Question(purpose, case), frozenset)


@pytest.fixture(scope="module")
def case_purpose(model: Model) -> Purpose:
    """A purpose of caseworkers for a case, without consent and granted from the start."""
    wanted = (p for p in model.purposes.values() if p.role == "caseworker" and p.subject == "Person" and p.needs_case)
    return next(p for p in wanted if not p.needs_consent and p.approval == "auto")


def test_every_purpose_gives_what_it_names_and_nothing_else(model: Model) -> None:
    for purpose in model.purposes.values():
        decide = decision(model, purpose)
        for name, attribute in model.attributes.items():
            verdict = decide.on(Element("attribute", name))
            assert (verdict.code is None) == (name in purpose.attributes)
            assert verdict.masked == (name in purpose.attributes & purpose.masked)
            if verdict.code is None:
                assert attribute.grade <= purpose.max_grade
                assert name not in purpose.never
        for name in (*model.tags, *model.relations):
            part = "tag" if name in model.tags else "relation"
            given_names = purpose.tags if part == "tag" else purpose.relations
            assert (decide.on(Element(part, name)).code is None) == (name in given_names)  # type: ignore[arg-type]


def test_a_denial_says_why_and_which_purposes_would_give_it(model: Model) -> None:
    for purpose in model.purposes.values():
        decide, viewer = decision(model, purpose), Viewer("c", "caseworker", None, purpose.department or "")
        for name in model.classes[purpose.subject].attributes:
            error = decide.error(viewer, Element("attribute", name))
            if error is None:
                continue
            expected = "NEVER_IN_PURPOSE" if name in purpose.never else "ABOVE_GRADE"
            assert error.code == expected or (error.code == "NOT_IN_PURPOSE" and name not in purpose.never)
            assert error.reason.zh and error.reason.en
            for id in error.purposes:
                other = model.purposes[id]
                assert name in other.attributes and other.subject == purpose.subject
                assert Grounds(model, viewer).has(other)


@given(data=st.data())
def test_what_is_left_of_a_plan_is_given_and_what_is_given_is_left(model: Model, data: st.DataObject) -> None:
    purpose = data.draw(st.sampled_from([p for p in model.purposes.values() if model.classes[p.subject].subject]))
    cls = model.classes[purpose.subject]
    attributes = data.draw(st.frozensets(st.sampled_from(cls.attributes)))
    far = data.draw(st.frozensets(st.sampled_from(sorted(model.attributes)), max_size=30))
    asks = data.draw(st.lists(st.sampled_from(sorted(model.relations)), max_size=6))
    plan = Plan(cls.id, attributes, tuple(LinksAsk(name, True, far=far) for name in asks), (RecordsAsk(history=True),))
    decide = decision(model, purpose)
    left = narrow(decide, plan)
    assert left.plan.attributes == attributes & purpose.attributes
    assert [ask.relation for ask in left.plan.links] == [name for name in asks if name in purpose.relations]
    assert all(decide.on(element).code is None for element in elements(left.plan))
    assert left.plan.records == () or model.viewer_roles[purpose.role].past


def test_the_answer_gets_its_places_back(model: Model) -> None:
    purpose = model.purposes[next(id for id, p in model.purposes.items() if p.relations and p.role == "caseworker")]
    kept = next(iter(sorted(purpose.relations)))
    denied = next(name for name in model.relations if name not in purpose.relations)
    plan = Plan(
        purpose.subject, links=(LinksAsk(denied, True), LinksAsk(kept, True)), records=(RecordsAsk(history=True),)
    )
    left = narrow(decision(model, purpose), plan)
    page = LinkPage((), True)
    whole = left.whole(Dossier(SUBJECT, purpose.subject, "", {}, (), (page,)))
    assert whole.link_pages == (LinkPage((), False, withheld=True), page)
    assert whole.record_pages == (RecordPage((), False, withheld=True),)


def test_rows_are_asked_only_as_far_as_they_supply_what_is_given(model: Model, case_purpose: Purpose) -> None:
    left = narrow(decision(model, case_purpose), Plan(case_purpose.subject, records=(RecordsAsk(),)))
    assert left.plan.records == (RecordsAsk(supplying=case_purpose.attributes),)


def test_a_caseworker_reaches_the_subject_of_the_case_alone(model: Model, keys: KeyRing, case_purpose: Purpose) -> None:
    department = case_purpose.department or ""
    standing = Standing({"c1": Case("c1", case_purpose.id, SUBJECT, department)})
    viewer = Viewer("w", "caseworker", None, department)
    asking = looking(model, keys, viewer, standing, case="c1")
    opened = asking.open("Person", SUBJECT)
    assert opened is not None and opened.ground.purpose.id == case_purpose.id
    assert asking.open("Person", OTHER) is None


@pytest.mark.parametrize(
    ("department", "named", "code"),
    [
        ("", ("", ""), "PURPOSE_NEEDED"),
        ("own", ("own", ""), "CASE_NEEDED"),
        ("own", ("own", "ended"), "CASE_NOT_OPEN"),
        ("other", ("", "c1"), "CASE_NOT_OPEN"),
        ("other", ("own", ""), "PURPOSE_NOT_YOURS"),
        ("own", ("nothing-like-it", ""), "PURPOSE_UNKNOWN"),
        ("own", ("foreign", "c1"), "PURPOSE_NOT_YOURS"),
    ],
)
def test_without_a_ground_nothing_is_opened_and_the_reason_is_told(
    model: Model, keys: KeyRing, case_purpose: Purpose, department: str, named: tuple[str, str], code: str
) -> None:
    own = case_purpose.department or ""
    other = next(name for name in model.departments if name != own)
    foreign = next(p.id for p in model.purposes.values() if p.role == "steward")
    viewer = Viewer("w", "caseworker", None, {"own": own, "other": other}.get(department, ""))
    standing = Standing({"c1": Case("c1", case_purpose.id, SUBJECT, own)})
    purpose, case = {"own": case_purpose.id, "foreign": foreign}.get(named[0], named[0]), named[1]
    with pytest.raises(DeniedError) as denied:
        looking(model, keys, viewer, standing, purpose, case).open("Person", SUBJECT)
    assert denied.value.code == code


def test_a_purpose_about_another_class_opens_nothing(model: Model, keys: KeyRing, case_purpose: Purpose) -> None:
    standing = Standing({"c1": Case("c1", case_purpose.id, SUBJECT, case_purpose.department or "")})
    viewer = Viewer("w", "caseworker", None, case_purpose.department or "")
    with pytest.raises(DeniedError) as denied:
        looking(model, keys, viewer, standing, case="c1").open("Enterprise", SUBJECT)
    assert denied.value.code == "PURPOSE_OTHER_CLASS"


def test_what_is_not_automatic_has_to_be_granted_and_consented(model: Model, keys: KeyRing) -> None:
    purpose = next(
        p for p in model.purposes.values() if p.needs_consent and p.role == "caseworker" and p.approval != "auto"
    )
    department = purpose.department or ""
    viewer, standing = Viewer("w", "caseworker", None, department), Standing()
    standing.cases["c1"] = Case("c1", purpose.id, SUBJECT, department)
    with pytest.raises(DeniedError) as denied:
        looking(model, keys, viewer, standing, case="c1").open(purpose.subject, SUBJECT)
    assert denied.value.code == "PURPOSE_NOT_GRANTED"
    standing.grants.add((department, purpose.id))
    assert looking(model, keys, viewer, standing, case="c1").open(purpose.subject, SUBJECT) is None
    standing.consents.add((SUBJECT, purpose.id, department))
    assert looking(model, keys, viewer, standing, case="c1").open(purpose.subject, SUBJECT) is not None


def test_an_agent_sees_what_the_authorisation_names(model: Model, keys: KeyRing) -> None:
    purpose = next(
        p
        for p in model.purposes.values()
        if model.viewer_roles[p.role].way == "authorisation" and p.subject == "Person"
    )
    agent, standing = Viewer("a", "agent", OTHER), Standing()
    asking = looking(model, keys, agent, standing)
    assert asking.open("Person", SUBJECT) is None
    assert asking.open("Person", OTHER) is None
    one = min(purpose.attributes)
    standing.authorisations[OTHER, SUBJECT, purpose.id] = frozenset({one})
    opened = looking(model, keys, agent, standing).open("Person", SUBJECT)
    assert opened is not None
    assert opened.narrow(Plan("Person", purpose.attributes)).plan.attributes == {one}
    standing.authorisations[OTHER, SUBJECT, purpose.id] = frozenset()
    whole = looking(model, keys, agent, standing).open("Person", SUBJECT)
    assert whole is not None and whole.narrow(Plan("Person", purpose.attributes)).plan.attributes == purpose.attributes


def test_a_citizen_reaches_the_own_file_and_those_represented(model: Model, keys: KeyRing) -> None:
    gate = gate_of(model, keys)
    asking = gate.looking(
        Viewer("c", "citizen", SUBJECT), Question(), lambda: [Representation(Far(OTHER, "Enterprise", ""), "HEADS", ())]
    )
    assert asking.open("Person", SUBJECT) and asking.open("Enterprise", OTHER)
    assert asking.open("Person", "3" * 32) is None
    operator = gate.looking(Viewer("o", "operator", SUBJECT), Question(), frozenset)
    assert operator.open("Enterprise", SUBJECT)
    with pytest.raises(DeniedError):
        operator.open("Person", SUBJECT)


def test_a_receipt_names_who_looked_what_for_and_what_was_shown(
    model: Model, keys: KeyRing, case_purpose: Purpose
) -> None:
    log, department = Kept(), case_purpose.department or ""
    standing = Standing({"c1": Case("c1", case_purpose.id, SUBJECT, department)})
    gate = gate_of(model, keys, log, standing)
    asking = gate.looking(Viewer("w", "caseworker", None, department), Question(case="c1", trace="a" * 32), frozenset)
    opened = asking.open("Person", SUBJECT)
    assert opened is not None
    asking.owe(opened, "graphql", ["birthDate", "birthDate"], ["birthDate"])
    assert log.receipts == []
    asking.settle()
    asking.settle()
    (receipt,) = log.receipts
    assert isinstance(receipt, Receipt)
    told = (
        receipt.subject,
        receipt.purpose,
        receipt.case,
        receipt.organisation,
        receipt.fields,
        receipt.masked,
        receipt.trace,
    )
    assert told == (SUBJECT, case_purpose.id, "c1", department, ("birthDate",), ("birthDate",), "a" * 32)
    assert receipt.basis == case_purpose.legal_basis.zh[:200] and receipt.account != "w"


def test_a_broken_log_is_said_and_nothing_of_it_is_lost_silently(keys: KeyRing) -> None:
    gate = gate_of(MODEL, keys, Kept(broken=True))
    asking = gate.looking(Viewer("c", "citizen", SUBJECT), Question(), frozenset)
    opened = asking.open("Human", SUBJECT)
    assert opened is not None
    asking.owe(opened, "page", ["name"])
    with pytest.raises(ReceiptError):
        asking.settle()


def test_short_names_too_grave_for_a_purpose_are_masked(model: Model, keys: KeyRing) -> None:
    purpose = next(
        p
        for p in model.purposes.values()
        if p.subject == "Enterprise" and p.max_grade < 3 and p.role == "caseworker" and p.finds
    )
    viewer, standing = Viewer("w", "caseworker", None, purpose.department or ""), Standing()
    standing.grants.add((purpose.department or "", purpose.id))
    asking = looking(model, keys, viewer, standing, purpose.id)
    asking.find(asking.ground("Enterprise"), SUBJECT)
    opened = asking.open("Enterprise", SUBJECT)
    assert opened is not None
    grade = model.attributes[model.classes["Person"].caption].grade
    caption = opened.veil.far(Far(OTHER, "Person", "沈知微")).caption
    assert (caption == "沈知微") == (grade <= purpose.max_grade)
    assert opened.veil.far(Far(OTHER, "Enterprise", "上海云间")).caption == "上海云间"


def test_the_past_is_for_roles_that_see_it(model: Model) -> None:
    for purpose in model.purposes.values():
        role = model.viewer_roles[purpose.role]
        asked = Plan(purpose.subject, moment=Moment("2025-01-01"))
        codes = [decision(model, purpose).on(element).code for element in elements(asked)]
        assert codes == [None if role.past else "PAST_NOT_SHOWN"]
        assert replace(asked, moment=Moment()) == Plan(purpose.subject)


PARTS = {
    ("Person", "agent-authorisation", "授权事项"): "AGENT_OF",
    ("Person", "employment-registration", "离职日期"): "EMPLOYED_BY",
    ("Enterprise", "enterprise-shareholder", "CONPROP"): "INVESTS_IN",
    ("Person", "enterprise-shareholder", "CONPROP"): "SHAREHOLDER_OF",
}


@pytest.mark.parametrize("cell", PARTS, ids="-".join)
def test_parts_of_a_relation_are_hidden_in_rows_where_it_is_not_given(model: Model, cell: tuple[str, str, str]) -> None:
    cls, dataset, header = cell
    whole = model.purposes[f"self-view-{cls.lower()}"]
    told = {
        relations == whole.relations: _cell(model, replace(whole, relations=relations), dataset, header)
        for relations in (whole.relations, whole.relations - {PARTS[cell]})
    }
    assert told == {True: "一项", False: HIDDEN}


def test_a_part_that_is_a_value_of_the_subject_is_shown_with_it(model: Model) -> None:
    purpose = replace(model.purposes["self-view-person"], relations=frozenset())
    assert _cell(model, purpose, "employment-registration", "就业日期") == "一项"
    without = replace(purpose, attributes=purpose.attributes - {"employmentStartDate"})
    assert _cell(model, without, "employment-registration", "就业日期") == HIDDEN


def _cell(model: Model, purpose: Purpose, dataset: str, header: str) -> str:
    """What a row shows of a cell under a purpose."""
    veil = Veil(decision(model, purpose), tellings(model), spans(model))
    delivery = Delivery("b", "", "", 1, "", "", "full")
    record = RecordView("r", dataset, True, "", delivery, (Cell(header, "一项", ("一项",), "", ()),), None, None)
    shown = veil.dossier(Dossier("own", purpose.subject, "", {}, (RecordPage((record,), False),), ()))
    return shown.records[0].cells[0].delivered
