"""From claims to viewers: every role, and what is refused by the name of its claim."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.access.issuer import CODE, NUMBER
from twopages.access import Viewer
from twopages.access.oidc import ClaimError
from twopages.access.oidc.claims import LONGEST, ROLES, Registrar
from twopages.access.oidc.client import Names
from twopages.dossier import entity_id
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.settings import Settings
from twopages.values import KEY_KINDS

NAMES = Names("roles", "identity_number", "credit_code", "department", "posts", "organisation")
WHO = {"iss": "https://issuer.example", "sub": "8f2c"}
COMPLETE: dict[str, dict[str, Any]] = {
    "citizen": {"identity_number": NUMBER},
    "agent": {"identity_number": NUMBER},
    "operator": {"credit_code": CODE},
    "caseworker": {"department": "tax", "posts": ["window", "approver", "window"]},
    "institution": {"organisation": "a bank"},
    "neighbour": {"organisation": "a city"},
    "researcher": {"organisation": "a university"},
    "steward": {},
    "auditor": {},
}
NEEDED = {"citizen": "identity_number", "agent": "identity_number", "operator": "credit_code"}
NEEDED |= {"caseworker": "department", "institution": "organisation", "neighbour": "organisation"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def registrar(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Registrar:
    keys = KeyRing.create(Settings(home=tmp_path_factory.mktemp("ring")))
    return Registrar(NAMES, model, keys)


def told(role: str, **more: Any) -> dict[str, Any]:
    return {**WHO, "roles": role, **COMPLETE[role], **more}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_becomes_a_viewer(registrar: Registrar, role: str) -> None:
    viewer = registrar.viewer(told(role))
    assert viewer.role == role
    assert (viewer.subject is not None) == (role in ("citizen", "agent", "operator"))
    assert bool(viewer.department) == (role == "caseworker")
    assert bool(viewer.organisation) == (role in ("institution", "neighbour", "researcher"))


def test_the_number_is_hashed_as_the_store_does(registrar: Registrar) -> None:
    person = entity_id(registrar.keys, registrar.model, "Person", NUMBER)
    assert registrar.viewer(told("citizen")).subject == person
    assert registrar.viewer(told("citizen", identity_number=[f" {NUMBER.lower()} "])).subject == person
    enterprise = entity_id(registrar.keys, registrar.model, "Enterprise", CODE)
    assert registrar.viewer(told("operator")).subject == enterprise


def test_nothing_personal_is_left_in_a_viewer(registrar: Registrar) -> None:
    for role in ROLES:
        viewer = registrar.viewer(
            told(role, name="somebody", email="a@b.example", identity_number=NUMBER, credit_code=CODE)
        )
        text = " ".join(str(getattr(viewer, field.name)) for field in fields(Viewer))
        assert not any(value in text for value in (NUMBER, CODE, "somebody", "a@b.example", WHO["sub"]))


def test_an_account_is_of_one_issuer(registrar: Registrar) -> None:
    one = registrar.viewer(told("steward")).account
    assert registrar.viewer(told("steward")).account == one
    assert registrar.viewer(told("steward", iss="https://other.example")).account != one


def test_posts_are_kept_once_and_in_order(registrar: Registrar) -> None:
    assert registrar.viewer(told("caseworker")).posts == ("approver", "window")
    assert registrar.viewer(told("caseworker", posts=None)).posts == ()
    assert registrar.viewer(told("caseworker", posts="window")).posts == ("window",)


def test_staff_of_the_store_may_be_of_a_department(registrar: Registrar) -> None:
    assert registrar.viewer(told("steward")).department == ""
    steward = registrar.viewer(told("steward", department="big-data-centre", posts="approver"))
    assert (steward.department, steward.posts) == ("big-data-centre", ("approver",))


def test_a_claim_may_stand_inside_another(model: Model, registrar: Registrar) -> None:
    names = Names("realm_access.roles", "identity_number", "credit_code", "department", "posts", "organisation")
    nested = Registrar(names, model, registrar.keys)
    claims = {**WHO, "realm_access": {"roles": ["offline_access", "steward"]}}
    assert nested.viewer(claims).role == "steward"
    for wrong in ({}, {"realm_access": "steward"}, {"realm_access": {"roles": {"steward": 1}}}):
        with pytest.raises(ClaimError, match=r"realm_access\.roles"):
            nested.viewer({**WHO, **wrong})


@pytest.mark.parametrize("role", sorted(NEEDED))
@pytest.mark.parametrize("wrong", [None, "", " ", 7, True, [], {}, ["a", "b"], "x" * (LONGEST + 1), "a\nb"])
def test_what_a_role_needs_is_refused_by_the_name_of_its_claim(registrar: Registrar, role: str, wrong: Any) -> None:
    with pytest.raises(ClaimError) as raised:
        registrar.viewer(told(role, **{NEEDED[role]: wrong}))
    assert raised.value.claim == NEEDED[role]


@pytest.mark.parametrize(
    ("role", "claim", "wrong"),
    [
        ("citizen", "identity_number", NUMBER[:-1] + "0"),
        ("citizen", "identity_number", CODE),
        ("operator", "credit_code", NUMBER),
        ("operator", "credit_code", CODE[:-1] + "3"),
        ("caseworker", "department", "no-such-office"),
        ("caseworker", "posts", [["window"]]),
        ("caseworker", "posts", ["window"] * 51),
        ("steward", "department", "no-such-office"),
        ("steward", "roles", "king"),
        ("steward", "roles", ["steward", "auditor"]),
        ("steward", "sub", None),
    ],
)
def test_a_wrong_claim_is_named_and_its_value_is_not(registrar: Registrar, role: str, claim: str, wrong: Any) -> None:
    with pytest.raises(ClaimError) as raised:
        registrar.viewer(told(role, **{claim: wrong}))
    assert raised.value.claim == claim
    assert str(wrong) not in str(raised.value)


@given(
    role=st.sampled_from(ROLES) | JSON,
    claims=st.dictionaries(st.sampled_from(sorted(set(NEEDED.values()) | {"posts", "sub", "x"})), JSON),
)
def test_whatever_is_claimed_ends_as_a_viewer_or_a_refusal(
    registrar: Registrar, role: Any, claims: dict[str, Any]
) -> None:
    try:
        viewer = registrar.viewer({**WHO, "roles": role, **claims})
    except ClaimError as refused:
        assert refused.claim in {"roles", *claims, *NEEDED.values()}
    else:
        assert viewer.role in ROLES
        assert viewer.subject is None or len(viewer.subject) == 32


@given(st.text(max_size=20))
def test_only_valid_numbers_make_a_citizen(registrar: Registrar, number: str) -> None:
    valid = KEY_KINDS["identityNumber"](number) is not None
    try:
        assert (registrar.viewer(told("citizen", identity_number=number)).subject is not None) == valid
    except ClaimError:
        assert not valid or not number.isprintable()
