"""Rules as Turtle: the inverse of the ontology's compiler, so that the oracle can run any tree and the compiler can be held to it."""

from collections.abc import Iterable
from decimal import Decimal

from twopages.ontology.model import Model
from twopages.ontology.rule import (
    Ago,
    Apart,
    Both,
    Coming,
    Condition,
    Contains,
    Differs,
    Either,
    Far,
    Has,
    Next,
    Not,
    OneOf,
    OnlyOne,
    Past,
    Present,
    SchoolYears,
    Share,
    SinceLastYear,
    Test,
    Timed,
    Within,
    inner,
)

PREFIXES = """
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix tp: <https://twopages.invalid/ns/> .
@prefix class: <https://twopages.invalid/ns/class/> .
@prefix attribute: <https://twopages.invalid/ns/attribute/> .
@prefix relation: <https://twopages.invalid/ns/relation/> .
@prefix part: <https://twopages.invalid/ns/part/> .
@prefix tag: <https://twopages.invalid/ns/tag/> .
"""
_JOINED = {Both: "sh:and", Either: "sh:or", OnlyOne: "sh:xone"}
_SHARES = {"at least": "atLeast", "at most": "atMost", "more than": "moreThan", "less than": "lessThan"}
_TRUTHS = {Past: "beforeToday", Coming: "todayOrLater", SinceLastYear: "sinceLastYear"}


def tag(model: Model, name: str, cls: str, condition: Condition) -> str:
    """As much of a tag as makes a rule."""
    return (
        f"tag:{name} a tp:Tag ; tp:rule [ a sh:NodeShape ; sh:targetClass class:{cls} ; {shape(model, condition)} ] .\n"
    )


def shape(model: Model, condition: Condition) -> str:
    """What the node shape of a condition says of an entity."""
    match condition:
        case Both() | Either() | OnlyOne():
            return _joined(condition, [shape(model, term) for term in condition.terms])
        case Not(Has(of, Present())):
            return _property(f"attribute:{of}", "sh:maxCount 0")
        case Not(term):
            return f"sh:not [ {shape(model, term)} ]"
        case Has(of, test):
            return _property(f"attribute:{of}", _some(model.attributes[of].codes, test))
        case Far():
            return _edges(model, condition) if _asks_of_parts(condition.where) else _ends(model, condition)
    return _compared(condition)


def _compared(condition: Share | Differs | Apart) -> str:
    match condition:
        case Differs(of, other):
            sides = f"sh:path attribute:{of} ; sh:minCount 1 ; sh:disjoint attribute:{other}"
            return f"sh:property [ {sides} ] , [ sh:path attribute:{other} ; sh:minCount 1 ]"
        case Apart(one, other):
            return _property(f"relation:{one.relation}", f"sh:disjoint relation:{other.relation}")
        case Share(of, base, percent, by):
            return (
                f"tp:measure attribute:{of} ; tp:against attribute:{base} ; tp:{_SHARES[by]}Percent {_number(percent)}"
            )


def _joined(condition: Both | Either | OnlyOne, shapes: Iterable[str]) -> str:
    return f"{_JOINED[type(condition)]} ( {' '.join(f'[ {item} ]' for item in shapes)} )"


def _property(path: str, asked: str) -> str:
    return f"sh:property [ sh:path {path} ; {asked} ]"


def _asks_of_parts(where: Condition | None) -> bool:
    """Whether a condition on far ends asks something of the relation itself."""
    if where is None or isinstance(where, Far):
        return False
    return (isinstance(where, Has) and where.part) or any(_asks_of_parts(term) for term in inner(where))


def _counted(far: Far, asked: str) -> str:
    least = f"sh:qualifiedMinCount {far.least} ; " if far.least else ""
    most = "" if far.most is None else f"sh:qualifiedMaxCount {far.most} ; "
    return f"{least}{most}sh:qualifiedValueShape [ {asked} ]"


def _ends(model: Model, far: Far) -> str:
    path = f"relation:{far.step.relation}"
    where = f" ; {shape(model, far.where)}" if far.where else ""
    return _property(
        path if far.step.forward else f"[ sh:inversePath {path} ]",
        _counted(far, f"sh:class class:{far.step.cls}{where}"),
    )


def _edges(model: Model, far: Far) -> str:
    assert far.where is not None
    near, end = ("tp:from", "tp:to") if far.step.forward else ("tp:to", "tp:from")
    kinds = f"sh:class relation:{far.step.relation} ; {_end(end, f'sh:class class:{far.step.cls}')}"
    asked = f"{kinds} ; {_edge(model, far.step.relation, end, far.where)}"
    return _property(f"[ sh:inversePath {near} ]", _counted(far, asked))


def _end(end: str, asked: str) -> str:
    return _property(end, f"sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ {asked} ]")


def _edge(model: Model, relation: str, end: str, condition: Condition) -> str:
    """What the node shape of a condition says of a relation; what is about the far end it says of that."""
    match condition:
        case Both() | Either() | OnlyOne():
            return _joined(condition, [_edge(model, relation, end, term) for term in condition.terms])
        case Not(Has(of, Present(), True)):
            return _property(f"part:{relation}.{of}", "sh:maxCount 0")
        case Not(term):
            return f"sh:not [ {_edge(model, relation, end, term)} ]"
        case Has(of, test, True):
            return _property(f"part:{relation}.{of}", _some(model.relations[relation].parts[of].codes, test))
    return _end(end, shape(model, condition))


def _some(codes: str | None, test: Test) -> str:
    if isinstance(test, Present):
        return "sh:minCount 1"
    asked = _timed(test) if isinstance(test, Timed) else _plain(codes, test)
    return f"sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ {asked} ]"


def _plain(codes: str | None, test: OneOf | Contains | Within) -> str:
    match test:
        case OneOf((value,)):
            return f"sh:hasValue {_value(codes, value)}"
        case OneOf(values):
            return f"sh:in ( {' '.join(_value(codes, value) for value in values)} )"
        case Contains(text):
            return f'sh:pattern "{text}"'
        case Within():
            return _within(test)


def _timed(test: Timed) -> str:
    match test:
        case Ago(span, or_more):
            return f'tp:{"agoOrMore" if or_more else "lessThanAgo"} "{span}"^^xsd:duration'
        case Next(span):
            return f'tp:withinNext "{span}"^^xsd:duration'
        case SchoolYears(first, last):
            return f"tp:septemberBefore {first} ; tp:augustBefore {last}"
        case Past() | Coming() | SinceLastYear():
            return f"tp:{_TRUTHS[type(test)]} true"


def _value(codes: str | None, value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f"<https://twopages.invalid/ns/codes/{codes}/{value}>"


def _within(test: Within) -> str:
    bounds = {
        "sh:minInclusive": test.at_least,
        "sh:maxInclusive": test.at_most,
        "sh:minExclusive": test.over,
        "sh:maxExclusive": test.under,
    }
    return " ; ".join(f"{name} {_number(bound)}" for name, bound in bounds.items() if bound is not None)


def _number(number: Decimal) -> str:
    return f'"{number:f}"^^xsd:decimal'
