"""The whole program over the small city, for tests that act by GraphQL: who can ask, and how they do."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.access.issuer import AUDIENCE, CLIENT, SECRET, Issuer, issuing
from tests.api.program import OFFICE
from tests.pages.served import served
from tests.pages.test_city import CITIZEN
from twopages.access import Account, new_account, save_accounts
from twopages.app import create_app
from twopages.dossier import Dossiers, Plan
from twopages.dossier.today import now_in_shanghai
from twopages.errors import ReceiptError
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology import load_model
from twopages.ontology.model import Label
from twopages.receipts import Folder, Receipt, ReceiptLog
from twopages.receipts.log import Begun
from twopages.settings import Settings

MADE = "MATCH (n:Case|ScenarioRequest|Grant|Question) DETACH DELETE n"
STRANGERS = "MATCH (p:Person {id: $person}), (o:Person) WHERE o <> p AND NOT (p)--(o) RETURN o.id AS id ORDER BY id"
LOOKED = "MATCH (n:Look|LookPlace) DETACH DELETE n"
NAMELESS = Label("某人", "Somebody")
SERVICE, PURPOSE, BY_HAND = "minimum-living-allowance-application", "social-assistance-review", "elderly-visit-list"
MATTER = "民救2026-0017"
Ground = Mapping[str, str]  # the headers that say on what ground somebody asks
NOWHERE: Ground = {}
NUMBER = "{ me { id identityNumber { value } } }"
FILE = "query File($id: ID!) { person(id: $id) { fullName { value } sex { value } } }"


def operation(kind: str, field: str, selection: str, **types: str) -> str:
    """An operation of one field whose arguments are all variables of the same names."""
    declared = ", ".join(f"${name}: {type_}" for name, type_ in types.items())
    told = ", ".join(f"{name}: ${name}" for name in types)
    return f"{kind} Q{f'({declared})' if types else ''} {{ {field}{f'({told})' if types else ''} {{ {selection} }} }}"


CASE = "id service purpose purposeLabel { zh } subject class number opened until closed"
OPEN = operation("mutation", "openCase", CASE, service="ID!", key="String!", number="String!")
CLOSE = operation("mutation", "closeCase", "id closed", case="ID!")
CASES = operation(
    "query",
    "cases",
    "edges { node { id } } pageInfo { hasNextPage endCursor }",
    own="Boolean! = false",
    first="Int! = 20",
    after="String",
)
REQUESTED = "id purpose state reason { code label { zh en } } uses why answer filed decided"
REQUEST = operation("mutation", "requestScenario", REQUESTED, purpose="ID!", why="String!", uses="[ID!]")
DECIDE = operation("mutation", "decideScenario", REQUESTED, request="ID!", verdict="ScenarioVerdict!", answer="String!")
SCENARIOS = operation("query", "scenarios", f"purpose purposeLabel {{ zh }} state request {{ {REQUESTED} }}")
CONSENTED = "id purpose state organisation organisationLabel { zh } since until withdrawn"
CONSENT = operation(
    "mutation", "giveConsent", CONSENTED, subject="ID!", purpose="ID!", until="Date!", organisation="String"
)
WITHDRAW = operation("mutation", "withdrawConsent", CONSENTED, subject="ID!", consent="ID!")
TRUSTED = "id subject class agent purpose items state accepted ended since until"
AUTHORISE = operation(
    "mutation",
    "authorise",
    TRUSTED,
    subject="ID!",
    purpose="ID!",
    key="String!",
    since="Date!",
    until="Date!",
    items="[ID!]",
)
REVOKE = operation("mutation", "revokeAuthorisation", TRUSTED, subject="ID!", authorisation="ID!")
ACCEPT = operation("mutation", "acceptAuthorisation", TRUSTED, authorisation="ID!")
DECLINE = operation("mutation", "declineAuthorisation", TRUSTED, authorisation="ID!")
GRANTS = operation(
    "query", "grants", f"consents {{ {CONSENTED} }} given {{ {TRUSTED} }} received {{ {TRUSTED} }}", subject="ID!"
)
ASKED = "id text answer answered"
QUESTION = operation("mutation", "questionLook", ASKED, subject="ID!", look="ID!", text="String!")
ANSWER = operation("mutation", "answerQuestion", ASKED, question="ID!", text="String!")
LOOK = f"id organisation purpose fields questions {{ {ASKED} }}"
QUESTIONS = operation("query", "openQuestions", f"question {{ {ASKED} }} class look {{ {LOOK} }}")
LOOKS = f"query Looks($id: ID!) {{ person(id: $id) {{ looks(own: false) {{ edges {{ node {{ {LOOK} }} }} }} }} }}"


def days() -> dict[str, str]:
    """Today and the thirtieth day from it, in Shanghai."""
    today = now_in_shanghai()
    return {"since": today.date().isoformat(), "until": (today + timedelta(days=30)).date().isoformat()}


def under(case: str) -> Ground:
    """Asking in a case."""
    return {"x-case": case}


@dataclass
class Log:
    """A real log that can be made to fail; what it took is kept beside."""

    log: ReceiptLog
    broken: bool = False
    receipts: list[Receipt] = field(default_factory=list)

    def begin(self, receipts: Iterable[Receipt]) -> Begun:
        if self.broken:
            raise ReceiptError("The disk is full.", "Make room.")
        told = list(receipts)
        self.receipts += told
        return self.log.begin(told)


@dataclass(frozen=True)
class Office:
    """The served program, its accounts, and the persons that two of them are, by id and number."""

    address: str
    store: Store
    log: Log
    tokens: Mapping[str, str]
    person: str
    other: str
    enterprise: str
    issuer: Issuer

    def sent(self, account: str, query: str, ground: Ground = NOWHERE, /, **variables: Any) -> httpx.Response:
        return self.sent_by(self.tokens[account], query, ground, **variables)

    def sent_by(self, token: str, query: str, ground: Ground = NOWHERE, /, **variables: Any) -> httpx.Response:
        """What the bearer of a token is answered."""
        headers = {"authorization": f"Bearer {token}", **ground}
        sent = {"query": query, "variables": variables}
        return httpx.post(f"{self.address}/graphql", json=sent, headers=headers, trust_env=False, timeout=60)

    def ask(self, account: str, query: str, ground: Ground = NOWHERE, /, **variables: Any) -> Any:
        """The data of an answer without errors."""
        answer = self.sent(account, query, ground, **variables).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def refused(self, account: str, query: str, ground: Ground = NOWHERE, /, **variables: Any) -> dict[str, Any]:
        """Why the one field of an operation was refused; it is null, and nothing of what was sent is repeated."""
        answer = self.sent(account, query, ground, **variables).json()
        (error,) = answer["errors"]
        ((name, value),) = answer["data"].items()
        assert (value, error["path"]) == (None, [name])
        texts = [text for text in variables.values() if isinstance(text, str) and len(text) > 3]
        assert not [text for text in texts if text in str(error)]
        assert error["message"] == error["extensions"]["reason"]["en"] and error["extensions"]["reason"]["zh"]
        told: dict[str, Any] = error["extensions"]
        return told

    def granted(self, purpose: str = PURPOSE) -> dict[str, Any]:
        """A scenario that was granted on the spot."""
        made: dict[str, Any] = self.ask("clerk", REQUEST, purpose=purpose, why="审核救助申请")["requestScenario"]
        return made

    def opened(self, number: str = MATTER) -> str:
        """The id of a case about the citizen."""
        told = {"service": SERVICE, "key": self.number("citizen"), "number": number}
        return str(self.ask("clerk", OPEN, **told)["openCase"]["id"])

    def consented(self) -> dict[str, Any]:
        """The citizen's consent to the purpose of the cases."""
        told = {"subject": self.person, "purpose": PURPOSE, "until": days()["until"]}
        made: dict[str, Any] = self.ask("citizen", CONSENT, **told)["giveConsent"]
        return made

    def number(self, account: str) -> str:
        """The identity number of a citizen."""
        return str(self.ask(account, NUMBER)["me"]["identityNumber"]["value"])

    def forget(self) -> None:
        """Nothing was done; what the program remembers for some seconds of granted scenarios is taken away by its own act."""
        self.log.broken = False
        for item in self.ask("head", SCENARIOS)["scenarios"]:
            if item["state"] == "GRANTED" and item["request"]:
                self.ask("head", DECIDE, request=item["request"]["id"], verdict="REVOKE", answer="over")
        self.store.write(lambda tx: tx.run(MADE))
        self.log.receipts.clear()


@contextmanager
def office(store: Store, settings: Settings, folder: Path) -> Iterator[Office]:
    shutil.copy2(settings.home / "keys.json", folder / "keys.json")
    home, found = replace(settings, home=folder), store.read(CITIZEN)[0]
    other = numbered(store, settings, found["person"])
    made = list(accounts(found | {"other": other}))
    save_accounts(home, made)
    forget(store)
    with ReceiptLog(Folder.of(home), KeyRing.load(home)) as log, issuing() as issuer:
        kept = Log(log)
        with served(create_app(trusting(home, issuer), store, kept)) as address:
            tokens = {item.account: item.token for item in made}
            yield Office(address, store, kept, tokens, found["person"], other, found["enterprise"], issuer)
    forget(store)


def numbered(store: Store, settings: Settings, person: str) -> str:
    """Somebody who has an identity number, as not everybody does, and nothing to do with a person."""
    dossiers = Dossiers(store, KeyRing.load(settings), load_model(settings.ontology))
    plan = Plan("Person", frozenset({"identityNumber"}))
    found = (dossiers.read(plan, row["id"]) for row in store.read(STRANGERS, {"person": person}))
    return next(item.id for item in found if item and "identityNumber" in item.envelopes)


def trusting(home: Settings, issuer: Issuer) -> Settings:
    """Settings that take the issuer's tokens, too."""
    known = replace(home, oidc_issuer=issuer.name, oidc_audience=AUDIENCE)
    return replace(known, oidc_client_id=CLIENT, oidc_client_secret=SECRET)


def forget(store: Store) -> None:
    """Nobody did anything, or looked."""
    for statement in (MADE, LOOKED):
        store.write(lambda tx, statement=statement: tx.run(statement))  # type: ignore[misc]


def accounts(found: Mapping[str, str]) -> Iterator[Account]:
    """Two citizens, the second as an agent too; an approver, a clerk and a colleague elsewhere; a steward and an auditor."""
    yield new_account("citizen", "citizen", found["person"], NAMELESS)
    yield new_account("other", "citizen", found["other"], NAMELESS)
    yield new_account("agent", "agent", found["other"], NAMELESS)
    yield new_account("head", "caseworker", None, NAMELESS, OFFICE, ("approver",))
    yield new_account("clerk", "caseworker", None, NAMELESS, OFFICE)
    yield new_account("teacher", "caseworker", None, NAMELESS, "education")
    yield new_account("guest", "caseworker", None, NAMELESS)
    yield new_account("steward", "steward", None, NAMELESS, OFFICE)
    yield new_account("auditor", "auditor", None, NAMELESS)
