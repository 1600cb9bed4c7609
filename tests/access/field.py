"""The attack as it is run: each operation is answered, predicted and compared, and its answer is looked through for secrets."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from random import Random
from typing import Any

from tests.access.asks import Operation, write
from tests.access.attacks import Attack
from tests.access.compare import differences
from tests.access.gates import Kept, gate_of
from tests.access.leaks import Watch
from tests.access.planted import Secret
from tests.access.predict import Expected, Predictor
from tests.access.reference import Book, Owner
from tests.access.scene import Scene
from tests.access.truth import Remembering, Truth
from twopages.access import own_class
from twopages.access.found import Found
from twopages.access.owners import Owners
from twopages.api.engine import Asked, Engine
from twopages.dossier import Dossiers
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model

Send = Callable[[Asked, Operation], dict[str, Any]]  # answers a request of the viewer of an operation


@dataclass
class Outcome:
    """What came of an attack: operations by trick, by what they were answered, and whatever was wrong."""

    tricks: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)  # by purpose, where something was
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, object, object]] = field(default_factory=list)
    leaked: list[tuple[str, list[str]]] = field(default_factory=list)

    def note(self, operation: Operation, expected: Expected) -> None:
        """Count an operation."""
        self.tricks[operation.trick] += 1
        self.shown.update({policy.id for _, policy in expected.opened})
        nothing = expected.data is not None and all(value is None for value in expected.data.values())
        self.answers["refused" if expected.data is None else "nothing" if nothing else "shown"] += 1
        self.answers["masked"] += any(seen.masked for seen in expected.receipts.values())
        self.answers["denied in part"] += bool(expected.errors) and not nothing


@dataclass
class Field:
    """A world, the engine that answers about it, and the reference."""

    model: Model
    store: Remembering
    scene: Scene
    truth: Truth
    watch: Watch
    log: Kept
    engine: Engine
    predictor: Predictor
    few: bool = False  # fewer kinds of statements

    @classmethod
    def of(cls, model: Model, store: Store, keys: KeyRing, book: Book, secrets: list[Secret]) -> "Field":
        """The field over a store in which the secrets were planted."""
        remembering, log = Remembering(store), Kept()
        truth = Truth(model, Dossiers(remembering, keys, model))  # type: ignore[arg-type]  # reads as a store does
        belongs = cache(partial(_belongs, book, truth))
        scene = Scene(model, keys, book, _things(model, store), belongs)
        scene.standing.owners_of = Owners(remembering, model).of  # type: ignore[arg-type]  # reads as a store does
        engine = Engine(model, remembering, keys, gate_of(model, keys, log, scene.standing, _found(scene)))  # type: ignore[arg-type]  # reads as a store does
        predictor = Predictor(truth, scene.own, own_class(model), scene.things)
        return cls(model, remembering, scene, truth, Watch(truth, secrets), log, engine, predictor)

    def fresh(self) -> Engine:
        """An engine that remembers no decision."""
        gate = gate_of(self.model, self.engine.keys, self.log, self.scene.standing, _found(self.scene))
        return Engine(self.model, self.store, self.engine.keys, gate)  # type: ignore[arg-type]  # reads as a store does

    def operations(self, number: int, seed: int) -> Iterator[Operation]:
        """So many operations, the same for the same seed."""
        return Attack(self.scene, self.truth, Random(seed), self.few).operations(number)

    def attack(self, number: int, seed: int, send: Send | None = None, enough: int = 20) -> Outcome:
        """Send operations until so many are wrong."""
        outcome = Outcome()
        for operation in self.operations(number, seed):
            self.one(operation, outcome, send or self.ask)
            if len(outcome.wrong) + len(outcome.leaked) >= enough:
                break
        return outcome

    def ask(self, asked: Asked, operation: Operation) -> dict[str, Any]:
        """The answer of the engine."""
        return self.engine.answer(asked, operation.viewer).body()

    def one(self, operation: Operation, outcome: Outcome, send: Send) -> None:
        """Send one operation and judge what came."""
        asked = write(self.model, operation)
        self.log.receipts.clear()
        body = send(asked, operation)
        receipts = list(self.log.receipts)
        asker = self.scene.asker(operation.viewer, operation.purpose, operation.case)
        expected = self.predictor.expect(operation, asker)
        if expected.data is not None:  # whoever was refused was shown nothing
            self.scene.found.setdefault(operation.viewer.account, set()).update(asker.known)
        outcome.note(operation, expected)
        outcome.wrong += [
            (f"{operation.trick}: {where}", due, came) for where, due, came in differences(expected, body, receipts)
        ]
        if leaks := self.watch.leaks(asker, expected.opened, body):
            outcome.leaked.append((asked.query, leaks))


def _things(model: Model, store: Store) -> dict[str, tuple[str, ...]]:
    """The things that were planted, by class; those of people come first, then what belongs to others."""
    rows = store.read("MATCH (e:Entity) RETURN e.id AS id, labels(e) AS labels ORDER BY id")
    return {cls: tuple(row["id"] for row in rows if cls in row["labels"]) for cls in model.classes}


def _belongs(book: Book, truth: Truth, cls: str, id: str) -> tuple[Owner, ...]:
    """To whom a thing belongs, as its own file says; nothing belongs to what is not there."""
    ways = [way for of, way in book.owning if of == cls]
    if not ways or truth.caption(cls, id) is None:
        return ()
    links = (link for relation, forward in ways for link in truth.links(cls, id, relation, forward, None))
    return tuple(Owner(link.relation, link.far.cls, link.far.id) for link in links)


def _found(scene: Scene) -> Found:
    """What searches showed, as the program remembers it."""
    found = Found()
    for account, shown in scene.found.items():
        found.note(account, shown)
    return found
