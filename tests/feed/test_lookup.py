"""Looking up through GraphQL by whatever key leads to a file."""

from typing import Any

import pytest

from tests.access.gates import gate_of
from tests.access.purposes import with_purposes
from tests.feed.conftest import Desk
from tests.feed.rows import ACME, ANN, BEN, BOLT, enterprise, resident
from twopages.access import Viewer
from twopages.api.engine import Asked, Engine

REGISTRATION, SHARED = "310104000123456", "310104000999999"
BY_KEY = {
    "Person": "query Q($key: String!) { personByKey(key: $key) { id caption } }",
    "Enterprise": "query Q($key: String!) { enterpriseByKey(key: $key) { id } }",
}
CASEWORKER = Viewer("desk", "caseworker", None)


def old(number: str) -> str:
    """The number of fifteen digits that became one of eighteen."""
    return number[:6] + number[8:17]


@pytest.fixture
def engine(desk: Desk) -> Engine:
    desk.deliver("household-registration", [resident(ANN), resident(BEN, "李本")])
    firms = [enterprise(ACME, REGNO=REGISTRATION), enterprise(BOLT, "上海乙有限公司", REGNO=SHARED)]
    desk.deliver("enterprise-registration", firms)
    model = with_purposes(desk.model)
    return Engine(model, desk.store, desk.keys, gate_of(model, desk.keys))


def found(engine: Engine, viewer: Viewer, key: str) -> set[str]:
    answers = [_asked(engine, viewer, key, cls, query) for cls, query in BY_KEY.items()]
    return {item["id"] for answer in answers for item in answer.values() if item}


def _asked(engine: Engine, viewer: Viewer, key: str, cls: str, query: str) -> dict[str, Any]:
    purpose = f"desk-{cls}" if viewer.role == "caseworker" else ""
    answer = engine.answer(Asked(query, None, {"key": key}, purpose=purpose), viewer)
    assert answer.errors == ()
    return answer.data or {}


def test_a_caseworker_opens_a_file_by_any_key_of_its_class(desk: Desk, engine: Engine) -> None:
    ann, acme = desk.entity("Person", ANN), desk.entity("Enterprise", ACME)
    for key in (ANN, ANN.lower(), old(ANN)):
        assert found(engine, CASEWORKER, key) == {ann}
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in REGISTRATION)
    for key in (ACME, REGISTRATION, f" {REGISTRATION} ", wide):
        assert found(engine, CASEWORKER, key) == {acme}
    assert found(engine, CASEWORKER, "nobody's") == set()


def test_a_key_that_two_files_claim_opens_neither(desk: Desk, engine: Engine) -> None:
    desk.deliver("enterprise-registration", [enterprise(ACME, REGNO=SHARED)], "2021-07-31", "changes")
    assert found(engine, CASEWORKER, SHARED) == set()


def test_a_citizen_opens_only_the_own_file_by_whatever_key(desk: Desk, engine: Engine) -> None:
    ann = Viewer("ann", "citizen", desk.entity("Person", ANN))
    assert found(engine, ann, ANN) == found(engine, ann, old(ANN)) == {ann.subject}
    for key in (BEN, old(BEN), REGISTRATION):
        assert found(engine, ann, key) == set()
