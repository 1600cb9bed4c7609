"""The made-up city served over HTTP, with people who look at things without files: licences, penalties, addresses, places."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from tests.api.served import served
from twopages.access import Role, Viewer, new_account, save_accounts
from twopages.access.desk import StoreDesk
from twopages.access.gate import Log
from twopages.access.grants import ConsentAsk, Grants, grants_of
from twopages.app import create_app
from twopages.dossier import Dossiers, Plan
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology import load_model
from twopages.ontology.model import Label, Model
from twopages.settings import Settings

MADE = "MATCH (n) WHERE n:Case OR n:Grant OR n:ScenarioRequest DETACH DELETE n"
LOOKED = "MATCH (n) WHERE n:Look OR n:LookPlace DETACH DELETE n"
LICENCES = """MATCH (l:Licence)-[:HELD_BY]->(p:Person)
WITH p.id AS owner, min(l.id) AS thing RETURN thing, owner ORDER BY thing LIMIT 2"""
CHECK, WINDOW = "licence-check-at-window", "general-office"


@dataclass
class Town:
    """The served program, who signs in there, and what it keeps."""

    address: str
    store: Store
    keys: KeyRing
    model: Model
    tokens: dict[str, str]
    desk: StoreDesk
    grants: Grants
    things: list[dict[str, str]]

    @property
    def thing(self) -> str:
        """The licence of the holder."""
        return self.things[0]["thing"]

    @property
    def owner(self) -> str:
        """Who holds it."""
        return self.things[0]["owner"]

    def asks(self, account: str, query: str, purpose: str = "", case: str = "", **variables: Any) -> dict[str, Any]:
        """The answer to a query of an account."""
        headers = {"authorization": f"Bearer {self.tokens[account]}", "x-purpose": purpose, "x-case": case}
        told = {name: value for name, value in headers.items() if value}
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


@contextmanager
def town_of(store: Store, keys: KeyRing, settings: Settings, home: Path, log: Log) -> Iterator[Town]:
    """The city, served until the block ends; whatever was opened or granted there is taken away again."""
    shutil.copy2(settings.home / "keys.json", home / "keys.json")
    model, things = load_model(settings.ontology), store.read(LICENCES)
    people: list[tuple[str, Role, str | None, str, str]] = [
        ("holder", "citizen", things[0]["owner"], "", ""),
        ("other", "citizen", things[1]["owner"], "", ""),
        ("window", "caseworker", None, WINDOW, ""),
        ("police", "caseworker", None, "public-security", ""),
        ("map", "caseworker", None, "urban-operation-centre", ""),
        ("hospitals", "caseworker", None, "hospital-development", ""),
        ("hospitals-2", "caseworker", None, "hospital-development", ""),
        ("reader", "researcher", None, "", "A University"),
        ("reader-2", "researcher", None, "", "Another University"),
        ("neighbour", "neighbour", None, "", "Suzhou"),
    ]
    accounts = [
        new_account(name, role, subject, Label("人", name), office, ("approver",) if office else (), organisation)
        for name, role, subject, office, organisation in people
    ]
    own = replace(settings, home=home)
    save_accounts(own, accounts)
    tokens = {account.account: account.token for account in accounts}
    with served(create_app(own, store, log)) as address:
        desk, grants = StoreDesk(store, keys, model, 30), grants_of(store, keys, model)
        yield Town(address, store, keys, model, tokens, desk, grants, things)
    for made in (MADE, LOOKED):
        store.write(lambda tx, made=made: tx.run(made))  # type: ignore[misc]  # mypy cannot infer the default


@contextmanager
def case_of(town: Town) -> Iterator[str]:
    """A case of the licence at the window, to which its holder consents."""
    town.grants.consent("Person", town.owner, ConsentAsk(CHECK, WINDOW, town.grants.last_day()))
    kind, key = town.key("Licence", town.thing)
    yield town.desk.open(staff(WINDOW), "licence-check", key, "办件1", kind).id
    town.store.write(lambda tx: tx.run(MADE))
