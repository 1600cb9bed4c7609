"""Operations made up by the thousand against the gate, each judged by a second decision, with secrets in every cell of the store."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from tests.access.asks import STYLES, Operation, write
from tests.access.field import Field
from tests.access.planted import FIRMS, PERSONS, Planter
from tests.access.reference import Book, Policy, read_book
from tests.api.served import served
from tests.feed.snapshot import empty
from twopages.access import Decision, Looking, Viewer, gate
from twopages.access.decision import GIVEN, Verdict
from twopages.access.explained import Conditions, Explained
from twopages.access.veil import Veil
from twopages.api import create_graphql
from twopages.api.engine import Asked
from twopages.api.naming import field_name
from twopages.feed.delivery import feed_directory
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model, Purpose
from twopages.settings import Settings
from twopages.tags.assign import assign
from twopages.tags.rules import Rules

TRICKS = 20
BY_ID = (
    "query Q($id: ID!) { person(id: $id) { id caption fullName { value } records { edges { node { id } } } } "
    "enterprise(id: $id) { caption } OTHER(id: $id) { id caption records { edges { node { id } } } } }"
)


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(Settings().ontology)


def _planted(store: Store, keys: KeyRing, model: Model, book: Book, folder: Path, *, whole: bool) -> Field:
    empty(store)
    planter = Planter(model, whole)
    planter.write(folder)
    feed_directory(store, keys, model, folder)
    assign(store, Rules(model), "2021-06-30")
    return replace(Field.of(model, store, keys, book, planter.secrets), few=not whole)


@pytest.fixture(scope="module")
def field(scratch: Store, keys: KeyRing, model: Model, book: Book, tmp_path_factory: pytest.TempPathFactory) -> Field:
    return _planted(scratch, keys, model, book, tmp_path_factory.mktemp("planted"), whole=False)


def test_both_readings_of_the_purposes_say_the_same(model: Model, book: Book) -> None:
    for name, purpose in model.purposes.items():
        policy, role = book.policies[name], model.viewer_roles[purpose.role]
        sets = ("attributes", "masked", "tags", "relations", "finds", "never")
        assert {part: getattr(policy, part) for part in sets} == {part: getattr(purpose, part) for part in sets}, name
        assert policy.things == frozenset[str]().union(*(far.attributes for far in purpose.far.values())), name
        told = (purpose.department or "", purpose.subject, purpose.max_grade, purpose.needs_case, purpose.needs_consent)
        assert (policy.department, policy.cls, policy.grade, policy.needs_case, policy.needs_consent) == told, name
        assert policy.role == (role.way, role.of_department, role.accounts, role.past, role.rows), name


def test_an_attack_gets_what_it_may_and_nothing_else(field: Field) -> None:
    _judge(field, 1200, seed=1)


def _judge(field: Field, number: int, seed: int) -> None:
    outcome = field.attack(number, seed)
    assert (outcome.wrong, outcome.leaked) == ([], [])
    assert outcome.tricks.total() == number and len(outcome.tricks) == TRICKS
    about = {policy.id for policy in field.scene.policies if policy.role.way != "receipts"}
    assert len(about - outcome.shown.keys()) <= len(about) / 5  # those that nobody was granted show nothing
    things = {policy.id for policy in field.scene.policies if policy.cls not in field.scene.book.files}
    assert things <= outcome.shown.keys()
    assert (
        min(outcome.answers[kind] for kind in ("refused", "nothing", "shown", "masked", "denied in part")) > number / 50
    )


def _decides(change: Callable[[Decision], Decision]) -> Callable[..., Decision]:
    made = Decision.of.__func__  # type: ignore[attr-defined]  # of a class method
    return lambda model, role, purpose: change(made(Decision, model, role, purpose))


def _with_all(decision: Decision) -> Decision:
    every = frozenset(decision.model.classes[decision.purpose.subject].attributes)
    return replace(decision, purpose=replace(decision.purpose, attributes=every))


def _with_one(decision: Decision) -> Decision:
    """One more attribute is given, in whatever purpose."""
    more = decision.purpose.attributes | {decision.model.classes[decision.purpose.subject].key[-1]}
    return replace(decision, purpose=replace(decision.purpose, attributes=more))


def _plain(decision: Decision) -> Decision:
    return replace(decision, purpose=replace(decision.purpose, masked=frozenset()))


def _related(decision: Decision) -> Decision:
    return replace(decision, purpose=replace(decision.purpose, relations=frozenset(decision.model.relations)))


def _past(decision: Decision) -> Decision:
    return replace(decision, role=replace(decision.role, past=True))


def _asks_nobody(looking: Looking, purpose: Purpose, id: str) -> bool:
    """Whoever stands behind a thing is not asked; those with files are."""
    return purpose.subject not in ("Person", "Enterprise") or _CONSENTED(looking, purpose, id)


_CONSENTED = Looking._consented
_ON = Decision._on  # what one of the gates that fail still does
MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "gives all attributes": (Decision, "of", _decides(_with_all)),
    "gives one attribute more": (Decision, "of", _decides(_with_one)),
    "masks nothing": (Decision, "of", _decides(_plain)),
    "follows every relation": (Decision, "of", _decides(_related)),
    "tells everybody who looked": (
        Decision,
        "_on",
        lambda self, element: GIVEN if element.part == "looks" else _ON(self, element),
    ),
    "shows the past to all": (Decision, "of", _decides(_past)),
    "leaves no receipt": (Looking, "owe", lambda *_, **__: None),
    "leaves no receipt for whom it belongs to": (gate, "behind", lambda relation, names: frozenset()),
    "asks no consent": (Looking, "_consented", lambda *_: True),
    "asks no consent of whom it belongs to": (Looking, "_consented", _asks_nobody),
    "leaves no receipt of a search": (Looking, "owe_found", lambda *_, **__: None),
    "finds by anything": (Decision, "require", lambda *_: None),
    "opens what was not found": (Looking, "_was_found", lambda *_: True),
    "opens every file": (Looking, "_reached", lambda *_: frozenset()),
    "asks no case": (Looking, "_require_standing", lambda *_: None),
    "shows every cell": (Veil, "_cell", lambda self, dataset, cell: cell),
    "masks no name": (Decision, "caption_masked", lambda *_, **__: False),
    "tells names": (Veil, "_may_name", lambda *_: True),
    "tells parts of relations": (Veil, "_may_relate", lambda *_: True),
    "tells inputs": (Veil, "_input", lambda self, source: source),
    "tells every day": (Veil, "_dated", lambda self, source: source),
    "tells why": (Veil, "explanation", lambda self, explanation: explanation),
    "tells how everything came out": (Explained, "follows", lambda *_: True),
    "tells of every condition": (Conditions, "code", lambda *_: None),
    "tells what made it so": (Veil, "_held", lambda self, held: held),
    "tells every change": (Veil, "_follows", lambda *_: True),
    "gives whatever is asked": (
        Decision,
        "_on",
        lambda self, element: GIVEN if element.part != "tags" else Verdict("NOT_IN_PURPOSE"),
    ),
}


@pytest.mark.parametrize("mutant", sorted(MUTANTS))
def test_a_gate_that_fails_is_caught(field: Field, mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    of, name, wrong = MUTANTS[mutant]
    monkeypatch.setattr(of, name, wrong)
    engine = field.fresh()
    outcome = field.attack(1500, 1, lambda asked, operation: engine.answer(asked, operation.viewer).body(), enough=1)
    assert outcome.wrong or outcome.leaked


def test_what_is_out_of_reach_looks_and_costs_like_what_is_not_there(field: Field) -> None:
    rows = [row.id for id in field.scene.persons[:2] for row in field.truth.records("Person", id, True, None)[:2]]
    things = [id for found in field.scene.things.values() for id in found[:4]]
    ids = list(dict.fromkeys((*field.scene.persons, *field.scene.firms, *rows, *things)))
    for policy in field.scene.policies:
        for viewer in field.scene.viewers(policy)[:1]:
            case = f"one-{policy.id}" if policy.needs_case and not policy.role.way else ""
            asker = field.scene.asker(viewer, policy.id, case)
            others = [id for id in ids if not policy.role.way and field.truth.caption(policy.cls, id) is None]
            far = [*others, *(id for id in ids if asker.reached(policy, id) is None)]
            looks = {_look(field, viewer, policy, case, id) for id in far}
            assert looks == {_look(field, viewer, policy, case, "0" * 32)}, policy.id


def _look(field: Field, viewer: Viewer, policy: Policy, case: str, id: str) -> tuple[str, int]:
    query, before = BY_ID.replace("OTHER", f"other: {field_name(policy.cls)}"), field.store.asked
    body = field.engine.answer(Asked(query, None, {"id": id}, purpose=policy.id, case=case), viewer).body()
    return str(body), field.store.asked - before


@pytest.fixture(scope="module")
def address(field: Field) -> Iterator[str]:
    async def viewer(request: Request) -> Viewer | None:
        known = {item.account: item for item in field.scene.everybody}
        return known.get(request.headers.get("authorization", ""))

    gate, store = field.engine.gate, field.store
    routes = create_graphql(field.model, store, gate, viewer)  # type: ignore[arg-type]  # reads as a store does
    with served(Starlette(routes=routes)) as found:
        yield found


def test_an_attack_over_http(field: Field, address: str) -> None:
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:

        def send(asked: Asked, operation: Operation) -> dict[str, Any]:
            headers = {
                "authorization": operation.viewer.account,
                "x-purpose": operation.purpose,
                "x-case": operation.case,
            }
            sent = client.post(
                "/graphql", json={"query": asked.query, "variables": dict(asked.variables)}, headers=headers
            )
            body: dict[str, Any] = sent.json()
            return body

        outcome = field.attack(300, 4, send)
    assert (outcome.wrong, outcome.leaked, outcome.tricks.total()) == ([], [], 300)


def test_operations_are_not_sent_by_the_dozen(field: Field, address: str) -> None:
    viewer = next(viewer for viewer in field.scene.everybody if viewer.role == "citizen")
    batch = [{"query": "{ me { caption } }"}, {"query": "{ me { caption } }"}]
    field.log.receipts.clear()
    with httpx.Client(base_url=address, headers={"authorization": viewer.account}, trust_env=False) as client:
        sent = client.post("/graphql", json=batch)
    assert (sent.status_code, sent.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert not field.log.receipts


def test_every_way_of_writing_asks_the_same(field: Field) -> None:
    operations = [item for item in field.operations(40, 5) if item.trick in STYLES]
    for operation in operations:
        bodies = {str(field.ask(_written(field, operation, style), operation)) for style in STYLES}
        assert len(bodies) == 1


def _written(field: Field, operation: Operation, style: str) -> Asked:
    return write(field.model, replace(operation, style=style))  # type: ignore[arg-type]  # one of the styles


def test_secrets_were_planted_everywhere(field: Field) -> None:
    grades = {field.model.datasets[secret.dataset].column(secret.header).grade for secret in field.watch.secrets}
    assert grades == {1, 2, 3, 4} and len(field.watch.cells) > len((*PERSONS, *FIRMS))


@pytest.mark.full
def test_an_attack_of_ten_thousand_operations(
    scratch: Store, keys: KeyRing, model: Model, book: Book, tmp_path: Path
) -> None:
    _judge(_planted(scratch, keys, model, book, tmp_path, whole=True), 10_500, seed=2)
