"""Purposes as they are compiled: what the catalogue allows, with groups and classes spelled out and nothing that is never given."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ontology.conftest import copy_small
from twopages.errors import OntologyError
from twopages.ontology import load_model
from twopages.ontology.model import Label, Model, Purpose
from twopages.ontology.purpose import FarElements
from twopages.ontology.rule import Span


@pytest.fixture
def boats(tmp_path: Path) -> Model:
    return load_model(copy_small(tmp_path / "old"))


def in_group(model: Model, cls: str, *groups: str) -> set[str]:
    return {item.id for item in model.attributes.values() if item.cls == cls and item.group in groups}


def of_class(model: Model, cls: str) -> set[str]:
    return {item.id for item in model.attributes.values() if item.cls == cls}


def given_by(purpose: Purpose) -> set[str]:
    """Every element that a purpose gives."""
    far = {name for found in purpose.far.values() for name in found.attributes | found.tags}
    return {*purpose.attributes, *purpose.tags, *purpose.relations, *far}


def test_a_purpose_says_all_that_is_said_of_it(boats: Model) -> None:
    assert boats.purposes["mooring"] == Purpose(
        id="mooring",
        label=Label("停泊", "Mooring"),
        description=Label("安排船舶停泊。", "Where boats are moored."),
        role="caseworker",
        department="coast",
        subject="Boat",
        attributes=frozenset(in_group(boats, "Boat", "boat") - {"boatFit"}),
        tags=frozenset({"old-red-boat", "nameless", "long-in-harbour"}),
        relations=frozenset({"MOORED_IN"}),
        far={"MOORED_IN": FarElements(frozenset(of_class(boats, "Harbour")))},
        finds=frozenset({"boatFlag", "old-red-boat"}),
        finds_why=Label("按船旗找船。", "Boats are found by their flag."),
        masked=frozenset({"boatName"}),
        never=frozenset({"boatFit"}),
        never_uses=frozenset({"marketing", "publication"}),
        max_grade=4,
        legal_basis=Label("港口规定", "Harbour rules"),
        needs_case=False,
        needs_consent=False,
        approval="manual",
        kept_for=Span(3, "M"),
        order=1,
    )


def test_a_group_gives_what_its_class_has_up_to_the_highest_grade(boats: Model) -> None:
    towing = boats.purposes["towing"]
    assert in_group(boats, "Boat", "boat") - towing.attributes == {"boatNumber", "boatName"}
    assert "harbourBoats" in boats.attributes  # in the same group, of another class
    assert "harbourBoats" not in towing.attributes
    assert towing.far == {"TOWED_BY": FarElements(frozenset({"boatFlag"}), frozenset({"long-in-harbour"}))}
    assert (towing.finds, towing.finds_why) == (frozenset(), Label("", ""))


def test_what_purposes_speak_of_has_names_for_people(model: Model) -> None:
    assert model.viewer_roles["neighbour-city"].label == Label("长三角政务机构", "Authority of a neighbouring province")
    assert {role.id for role in model.viewer_roles.values() if role.of_department} == {
        "caseworker",
        "steward",
        "auditor",
    }
    assert {role.id: role.way for role in model.viewer_roles.values() if role.way} == {
        "citizen-self": "own-file",
        "enterprise-self": "own-file",
        "agent": "authorisation",
        "auditor": "receipts",
    }
    assert [(item.id, item.rank) for item in model.approvals.values()] == [("auto", 0), ("same-day", 1), ("manual", 2)]
    assert model.uses["re-identification"].label.zh == "再识别"


def test_every_kind_of_viewer_has_purposes(model: Model) -> None:
    assert Counter(purpose.role for purpose in model.purposes.values()) == {
        "caseworker": 43,
        "citizen-self": 5,
        "enterprise-self": 3,
        "agent": 2,
        "bank": 2,
        "neighbour-city": 2,
        "researcher": 3,
        "steward": 4,
        "auditor": 1,
    }


def test_every_reference_leads_somewhere(model: Model) -> None:
    for purpose in model.purposes.values():
        assert purpose.role in model.viewer_roles
        assert purpose.approval in model.approvals
        assert purpose.subject in model.classes
        assert purpose.department is None or purpose.department in model.departments
        assert purpose.never_uses <= model.uses.keys()
        assert {model.attributes[name].cls for name in purpose.attributes} <= {purpose.subject}
        assert {model.tags[name].cls for name in purpose.tags} <= {purpose.subject}
        assert purpose.far.keys() <= purpose.relations <= model.relations.keys()


def test_nothing_is_given_that_is_forbidden_or_above_the_grade(model: Model) -> None:
    grades = {item.id: item.grade for kind in (model.attributes, model.tags, model.relations) for item in kind.values()}
    for purpose in model.purposes.values():
        found = given_by(purpose)
        assert found
        assert found.isdisjoint(purpose.never)
        assert max(grades[name] for name in found) <= purpose.max_grade
        assert purpose.masked <= found
        assert all(model.attributes[name].mask for name in purpose.masked)
        assert purpose.finds <= (purpose.attributes | purpose.tags) - purpose.masked


def test_somebody_comes_to_a_subject_of_every_purpose(model: Model) -> None:
    for purpose in model.purposes.values():
        assert purpose.needs_case or purpose.finds or model.viewer_roles[purpose.role].way
        assert bool(purpose.finds) == bool(purpose.finds_why.zh) == bool(purpose.finds_why.en)


def test_texts_are_in_both_languages(model: Model) -> None:
    for purpose in model.purposes.values():
        for text in (purpose.label, purpose.description, purpose.legal_basis):
            assert any("一" <= character <= "龥" for character in text.zh)
            assert text.en.isascii()


def test_a_tag_is_used_by_purposes_that_permit_it(model: Model) -> None:
    for tag in model.tags.values():
        for user in (user.removeprefix("purpose/") for user in tag.used_by if user.startswith("purpose/")):
            assert tag.id in given_by(model.purposes[user])


def test_who_looks_at_the_own_file_sees_everything_in_it(model: Model) -> None:
    view = model.purposes["self-view-person"]
    assert view.attributes == of_class(model, "Person")
    assert view.tags == {tag.id for tag in model.tags.values() if tag.cls == "Person"}
    assert view.masked == {"portraitReference"}
    assert view.far["HELD_BY"].attributes == of_class(model, "Licence")
    assert view.far["LEASES"] == view.far["RESIDES_AT"] == FarElements(frozenset(of_class(model, "Address")))
    assert not view.far.keys() & {"EMPLOYED_BY", "SPOUSE_OF", "PARENT_OF"}  # of other people their captions alone
    assert (view.needs_case, view.needs_consent, view.approval, view.kept_for) == (
        False,
        False,
        "auto",
        Span(1095, "D"),
    )
    assert view.never_uses == {"onward-transfer", "bulk-export"}


def test_an_enterprise_is_not_shown_whom_it_employs(model: Model) -> None:
    view = model.purposes["self-view-enterprise"]
    assert view.never == {"EMPLOYED_BY"}
    assert "EMPLOYED_BY" not in view.relations
    assert (view.role, view.max_grade) == ("enterprise-self", 3)


def test_what_is_never_given_is_missing_from_its_group(model: Model) -> None:
    show, handling = model.purposes["self-show-person"], model.purposes["dispute-handling-person"]
    assert in_group(model, "Person", "identity", "employment") - show.attributes == {
        "portraitReference",
        "forensicCaseNumber",
    }
    assert in_group(model, "Person", "employment") - handling.attributes == {"forensicCaseNumber"}
    assert show.masked == {"socialSecurityCardNumber", "housingFundAccount"}


def test_what_is_above_the_grade_is_missing_from_its_group(model: Model) -> None:
    quality = model.purposes["steward-quality-person"]
    missing = in_group(model, "Person", "identity", "residence", "contact") - quality.attributes
    assert missing == {"identityNumber", "passportNumber", "otherIdDocumentNumber", "portraitReference"}
    assert quality.masked == {"fullName", "hukouAddress", "residenceAddress", "mobilePhone", "emailAddress"}
    assert quality.finds == {"hukouDivision", "residenceDivision", "pension-after-death"}
    assert in_group(model, "Person", "health", "assistance", "disability", "tax") == quality.never


def test_a_case_of_assistance_shows_what_it_needs(model: Model) -> None:
    review = model.purposes["social-assistance-review"]
    assert (review.role, review.department, review.subject) == ("caseworker", "civil-affairs", "Person")
    assert len(review.attributes) == 18
    assert review.relations == {"MEMBER_OF_HOUSEHOLD", "SPOUSE_OF", "PARENT_OF", "OWNS_REAL_ESTATE", "OWNS_VEHICLE"}
    assert review.masked == {"pensionMonthly"}
    assert not review.finds
    assert not review.far
    assert (review.needs_case, review.needs_consent, review.approval) == (True, True, "same-day")
    assert review.legal_basis == Label(
        "《社会救助暂行办法》；《个人信息保护法》第十三条第一款第三项、第三十四条",
        "Interim Measures for Social Assistance; Personal Information Protection Law Art. 13(1)(3) and 34",
    )
    assert review.never == {"forensicCaseNumber", "vaccinesReceived"}
    assert review.never_uses == {"onward-transfer", "automated-refusal"}


def test_elements_of_another_class_lie_behind_a_relation(model: Model) -> None:
    transfer, repair = model.purposes["real-estate-transfer"], model.purposes["credit-repair-review"]
    assert transfer.far.keys() == {"OWNS_REAL_ESTATE"}
    assert transfer.far["OWNS_REAL_ESTATE"].attributes == {
        *(
            "realEstateUnitNumber",
            "realEstateCertificateNumber",
            "realEstateLocation",
            "realEstateArea",
            "realEstateUse",
        ),
        *("mortgaged", "sealed"),
    }
    assert repair.far == {
        "IMPOSED_ON": FarElements(frozenset({"penaltyDate", "penaltyType", "penaltyPublishedUntil", "penaltyRepaired"}))
    }
    start = model.purposes["enterprise-start-up"].far
    assert start["SHAREHOLDER_OF"].tags == {"controls-three-enterprises"}
    assert start["SENIOR_MANAGER_OF"].tags == {"revoked-enterprise-representative"}
    assert "legal-representative-of-dishonest" in start["LEGAL_REPRESENTATIVE_OF"].tags


def test_a_relation_may_lead_on_from_what_has_no_file(model: Model) -> None:
    assert {"HELD_BY", "PART_OF"} <= model.purposes["comprehensive-licence-review"].relations
    assert model.purposes["licence-check-at-window"].far == {
        "HELD_BY": FarElements(tags=frozenset({"child-licence-invalid"}))
    }


def test_addresses_are_found_without_those_who_live_there(model: Model) -> None:
    service = model.purposes["address-service"]
    assert service.never == {"RESIDES_AT", "REGISTERED_RESIDENCE_AT"}
    assert service.relations == {"LOCATED_IN", "PART_OF_ADDRESS"}
    assert {"addressText", "addressCode"} <= service.finds


GRADES = {"boatBuilt": 1, "boatSide": 1, "boatFlag": 1, "boatLength": 1, "boatNumber": 2, "boatName": 3}
drawn_names = st.sets(st.sampled_from(sorted(GRADES)))
NEEDED = "boatFlag"  # what the form needs for which a case is opened


@settings(deadline=None, max_examples=25)
@given(drawn_names.map(lambda names: names | {NEEDED}), drawn_names, st.booleans(), st.sampled_from([1, 2, 3, 4]))
def test_what_is_given_is_what_is_named_without_what_is_not(
    named: set[str], never: set[str], group: bool, grade: int
) -> None:
    """Of what a purpose names itself nothing may be taken out; of a group is, in silence, what is above its grade or prohibited."""
    with TemporaryDirectory() as home:
        folder = with_drawn(Path(home) / "ontology", named, never, group, grade)
        if named & never or any(GRADES[name] > grade for name in named):
            with pytest.raises(OntologyError, match=r"above its highest grade|and prohibits it"):
                load_model(folder)
            return
        model = load_model(folder)
    found, whole = model.purposes["drawn"], in_group(model, "Boat", "boat") if group else set()
    assert found.attributes == named | {name for name in whole - never if model.attributes[name].grade <= grade}
    assert found.never == never


def with_drawn(folder: Path, named: set[str], never: set[str], group: bool, grade: int) -> Path:
    """The tiny ontology with one purpose more."""
    copy_small(folder)
    targets = ["relation:TOWED_BY", *(f"attribute:{name}" for name in sorted(named)), *["group:boat"] * group]
    prohibited = " , ".join(f"attribute:{name}" for name in sorted(never))
    forbids = f"odrl:prohibition [ odrl:action odrl:read ; odrl:target {prohibited} ] ;" if prohibited else ""
    text = f"""
purpose:drawn a dpv:Purpose , odrl:Set , tp:Purpose ; skos:prefLabel "试"@zh , "Drawn"@en ; skos:definition "试。"@zh , "Drawn."@en ;
    odrl:assignee viewer-role:bank ; tp:about class:Boat ;
    odrl:permission [ odrl:action odrl:read ; odrl:target {" , ".join(targets)} ] ; {forbids}
    tp:highestGrade grade:{grade} ; tp:legalBasis "试"@zh , "Drawn"@en ; tp:needsCase true ; tp:needsConsent false ;
    tp:approval approval:auto ; tp:keptFor "P1D"^^xsd:duration .
"""
    service = f"""
service:drawn a cpsv:PublicService , tp:Service ; dcterms:title "试办"@zh , "Drawn"@en ; dcterms:description "试。"@zh , "Drawn."@en ;
    cv:hasCompetentAuthority department:coast ; tp:about class:Boat ; dpv:hasPurpose purpose:drawn ; tp:accepts attribute:{NEEDED} .
"""
    for name, more in (("purposes.ttl", text), ("services.ttl", service)):
        (folder / name).write_text((folder / name).read_text("utf-8") + more, "utf-8")
    return folder
