"""Derivations and state rules out of the facts."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rdflib import URIRef
from rdflib.term import Node

from twopages.ontology.derivation import (
    AllOf,
    Condition,
    Count,
    Derivation,
    Every,
    Extreme,
    FirstMatch,
    FullYears,
    Match,
    Moved,
    Parity,
    Path,
    Presence,
    Slice,
    StateCase,
    StateRule,
    Test,
)
from twopages.ontology.facts import Facts
from twopages.ontology.words import RDF, TP, local


def derivation_of(facts: Facts, attribute: Node) -> Derivation | None:
    """How an attribute is derived, if it is."""
    node = facts.one(attribute, TP.derivedBy)
    return None if node is None else OPERATIONS[operation_of(facts, node)](facts, node)


def operation_of(facts: Facts, node: Node) -> Node:
    """The type of a derivation."""
    return facts.one(node, RDF.type) or RDF.nil


def state_rule(facts: Facts, relation: Node) -> StateRule | None:
    """How the states of the ends of a relation move together, if they do."""
    node = facts.one(relation, TP.stateRule)
    if node is None:
        return None
    cases = (_state_case(facts, case) for case in facts.items(node, TP.cases))
    return StateRule(local(facts.text(node, TP.of)), tuple(cases))


def paths(facts: Facts, node: Node) -> tuple[Path, ...]:
    """The relations that a derivation or a condition follows."""
    along = (Path(local(relation), True) for relation in facts.all(node, TP.along))
    against = (Path(local(relation), False) for relation in facts.all(node, TP.against))
    return (*along, *against)


def _state_case(facts: Facts, node: Node) -> StateCase:
    return StateCase(_codes(facts, node, TP.farStates), _codes(facts, node, TP.nearStates))


def _codes(facts: Facts, node: Node, predicate: Node) -> frozenset[str]:
    return frozenset(map(local, facts.items(node, predicate)))


def _of(facts: Facts, node: Node) -> str:
    return local(facts.text(node, TP.of))


def _number(facts: Facts, node: Node, predicate: Node) -> int:
    return int(facts.text(node, predicate))


def _code(facts: Facts, node: Node, predicate: Node) -> str:
    return local(facts.text(node, predicate))


def _slice(facts: Facts, node: Node) -> Slice:
    return Slice(_of(facts, node), _number(facts, node, TP.firstCharacter), _number(facts, node, TP.lastCharacter))


def _parity(facts: Facts, node: Node) -> Parity:
    odd, even = _code(facts, node, TP.odd), _code(facts, node, TP.even)
    return Parity(_of(facts, node), _number(facts, node, TP.firstCharacter), odd, even)


def _count(facts: Facts, node: Node) -> Count:
    return Count(paths(facts, node), _conditions(facts, node, TP.where))


def _extreme(facts: Facts, node: Node) -> Extreme:
    latest = facts.one(node, TP.latest)
    return Extreme(paths(facts, node), local(latest or facts.text(node, TP.earliest)), latest is not None)


def _first_match(facts: Facts, node: Node) -> FirstMatch:
    cases = facts.items(node, TP.cases)
    return FirstMatch(tuple(Match(_tests(facts, case), _code(facts, case, TP.then)) for case in cases))


def _moved(facts: Facts, node: Node) -> Moved:
    path = paths(facts, node)[0]
    rule = state_rule(facts, URIRef(TP + f"relation/{path.relation}"))
    return Moved(path, rule or StateRule(""))


OPERATIONS: Mapping[Node, Callable[[Facts, Node], Derivation]] = MappingProxyType(
    {
        TP.Slice: _slice,
        TP.Parity: _parity,
        TP.FullYears: lambda facts, node: FullYears(_of(facts, node)),
        TP.Presence: lambda facts, node: Presence(_of(facts, node)),
        TP.Count: _count,
        TP.Extreme: _extreme,
        TP.AllOf: lambda facts, node: AllOf(_tests(facts, node)),
        TP.FirstMatch: _first_match,
        TP.Moved: _moved,
    }
)


def _tests(facts: Facts, node: Node) -> tuple[Test, ...]:
    return tuple(_test(facts, item) for item in facts.items(node, TP.where))


def _test(facts: Facts, node: Node) -> Test:
    if facts.one(node, TP.every) is None:
        return _condition(facts, node)
    return Every(paths(facts, node)[0], _conditions(facts, node, TP.every))


def _conditions(facts: Facts, node: Node, predicate: Node) -> tuple[Condition, ...]:
    return tuple(_condition(facts, item) for item in facts.items(node, predicate))


def _condition(facts: Facts, node: Node) -> Condition:
    return Condition(
        of=_of(facts, node),
        codes=_codes(facts, node, TP.isOneOf) if facts.one(node, TP.isOneOf) is not None else None,
        truth=_truth(facts, node, TP.isTrue),
        present=_truth(facts, node, TP.isPresent),
        after=facts.text(node, TP.after),
        not_before=facts.text(node, TP.notBefore),
        not_after=facts.text(node, TP.notAfter),
        or_absent=facts.flag(node, TP.orAbsent),
    )


def _truth(facts: Facts, node: Node, predicate: Node) -> bool | None:
    return None if facts.one(node, predicate) is None else facts.flag(node, predicate)
