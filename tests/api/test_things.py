"""Things without files, over HTTP on the made-up city: under a case, with their holders' consent, and on record for them."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from tests.access.gates import Kept
from tests.api.served import served
from tests.conftest import City
from twopages.access import Role, Viewer, new_account, save_accounts
from twopages.access.desk import StoreDesk
from twopages.access.grants import Grants, grants_of
from twopages.access.grants.grants import ConsentAsk
from twopages.app import create_app
from twopages.dossier import Dossiers, Plan
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Label, Model
from twopages.receipts import Receipt
from twopages.settings import Settings

MADE = "MATCH (n) WHERE n:Case OR n:Grant DETACH DELETE n"
LICENCES = "MATCH (l:Licence)-[:HELD_BY]->(p:Person) RETURN l.id AS thing, p.id AS owner ORDER BY thing LIMIT 2"
LICENCE = """query L($id: ID!) { licence(id: $id) {
  id class caption licenceName { value source { record dataset { id } } } licenceState { label { zh } } licenceFileDigest { value }
  heldBy { edges { node { id class caption } } } records { edges { node { id cells { header delivered } } } }
} }"""
CHECK, WINDOW = "licence-check-at-window", "general-office"


@dataclass
class Town:
    """The served program, who signs in there, and what it keeps."""

    address: str
    store: Store
    keys: KeyRing
    model: Model
    log: Kept
    tokens: dict[str, str]
    desk: StoreDesk
    grants: Grants
    things: list[dict[str, str]] = field(default_factory=list)

    def asks(self, account: str, query: str, purpose: str = "", case: str = "", **variables: Any) -> dict[str, Any]:
        """The answer to a query of an account."""
        headers = {"authorization": f"Bearer {self.tokens[account]}", "x-purpose": purpose, "x-case": case}
        told = {name: value for name, value in headers.items() if value}
        self.log.receipts.clear()
        sent = httpx.post(
            f"{self.address}/graphql", json={"query": query, "variables": variables}, headers=told, trust_env=False
        )
        body: dict[str, Any] = sent.json()
        return body

    def key(self, cls: str, id: str) -> tuple[str, ...]:
        """The key of a thing, as people know it."""
        names = self.model.classes[cls].key
        found = Dossiers(self.store, self.keys, self.model).read(Plan(cls, frozenset(names)), id)
        assert found is not None
        return tuple(str(found.envelopes[name].values[0]) for name in names)


def staff(department: str) -> Viewer:
    return Viewer(f"{department}-desk", "caseworker", None, department)


@pytest.fixture(scope="module")
def town(
    city: City, store: Store, keys: KeyRing, model: Model, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    home = tmp_path_factory.mktemp("things")
    shutil.copy2(settings.home / "keys.json", home / "keys.json")
    things = store.read(LICENCES)
    people: list[tuple[str, Role, str | None, str]] = [
        ("holder", "citizen", things[0]["owner"], ""), ("other", "citizen", things[1]["owner"], ""), ("window", "caseworker", None, WINDOW),
    ]  # fmt: skip
    accounts = [new_account(name, role, subject, Label("人", name), office) for name, role, subject, office in people]
    own, log = replace(settings, home=home), Kept()
    save_accounts(own, accounts)
    tokens = {account.account: account.token for account in accounts}
    with served(create_app(own, store, log)) as address:
        desk, grants = StoreDesk(store, keys, model, 30), grants_of(store, keys, model)
        yield Town(address, store, keys, model, log, tokens, desk, grants, things)
    store.write(lambda tx: tx.run(MADE))


@pytest.fixture
def case(town: Town) -> Iterator[str]:
    """A case of the first licence at the window, whose holder consents."""
    thing, owner = town.things[0]["thing"], town.things[0]["owner"]
    until = town.grants.last_day()
    town.grants.consent("Person", owner, ConsentAsk(CHECK, WINDOW, until))
    yield town.desk.book.open(staff(WINDOW), "licence-check", thing, "办件1").id
    town.store.write(lambda tx: tx.run(MADE))


def told(receipts: list[Receipt]) -> list[tuple[str, str, frozenset[str]]]:
    return [(receipt.cls, receipt.subject, frozenset(receipt.fields)) for receipt in receipts]


def test_a_licence_is_told_under_its_case(town: Town, case: str) -> None:
    thing, owner = town.things[0]["thing"], town.things[0]["owner"]
    body = town.asks("window", LICENCE, case=case, id=thing)
    licence = body["data"]["licence"]
    assert (licence["id"], licence["class"]) == (thing, "Licence")
    assert licence["licenceName"]["value"] and licence["licenceName"]["source"]["dataset"]["id"]
    assert [edge["node"]["id"] for edge in licence["heldBy"]["edges"]] == [owner]
    assert licence["licenceFileDigest"] is None
    assert [error["extensions"]["code"] for error in body["errors"]] == ["NOT_IN_PURPOSE"]
    assert licence["records"]["edges"]


def test_its_holder_has_the_look_on_record(town: Town, case: str) -> None:
    thing, owner = town.things[0]["thing"], town.things[0]["owner"]
    town.asks("window", "query L($id: ID!) { licence(id: $id) { licenceState { value } } }", case=case, id=thing)
    assert told(town.log.receipts) == [
        ("Licence", thing, frozenset({"licenceState"})),
        ("Person", owner, frozenset({"HELD_BY:licenceState"})),
    ]


def test_without_the_consent_of_its_holder_it_is_not_there(town: Town, case: str) -> None:
    thing, owner = town.things[0]["thing"], town.things[0]["owner"]
    (consent,) = town.grants.of(owner)
    town.grants.withdraw(owner, consent.id)
    assert town.asks("window", LICENCE, case=case, id=thing) == {"data": {"licence": None}}
    assert town.log.receipts == []


def test_a_case_opens_its_own_licence_alone(town: Town, case: str) -> None:
    assert town.asks("window", LICENCE, case=case, id=town.things[1]["thing"]) == {"data": {"licence": None}}
    refused = town.asks("window", LICENCE, purpose=CHECK, id=town.things[0]["thing"])
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["CASE_NEEDED"]
