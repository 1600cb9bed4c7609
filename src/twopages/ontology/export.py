"""The graph as RDF, and the rules of tags as shapes that any SHACL engine can be asked about. Pure.

Each relation stands there twice: as one triple, and as a node of its own that bears its parts. Today, and the day at every distance that
a rule names, are data, so that no engine asks a clock.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize
from rdflib import XSD

from twopages.ontology.model import Model
from twopages.ontology.rule import Ago, Condition, Has, Next, Span, back, walk
from twopages.ontology.words import BASE, RDF, SH, TP
from twopages.values import Value

ID = BASE.removesuffix("ns/") + "id/"
_TYPE, _DATE, _INTEGER = (NamedNode(str(term)) for term in (RDF.type, XSD.date, XSD.integer))
_FROM, _TO, _RULE, _TAG = (NamedNode(str(term)) for term in (TP["from"], TP.to, TP.rule, TP.Tag))
_TARGET, _NODE, _SHAPE = (NamedNode(str(term)) for term in (SH.targetClass, SH.node, SH.NodeShape))
_NUMBERS = frozenset({"money", "decimal", "integer", "percentage"})
_CODED = frozenset({"code", "division"})


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity: the values of its attributes. One that is only known to have a value has True, as a flag says."""

    id: str
    cls: str
    values: Mapping[str, Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two entities, with its parts."""

    relation: str
    start: str
    end: str
    parts: Mapping[str, Value]


def turtle(triples: Iterable[Triple]) -> str:
    """Triples as text that every engine reads, a triple a line."""
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


# ---- Data


def describe(model: Model, things: Iterable[Thing], ties: Iterable[Tie], asked: Mapping[str, str]) -> Iterator[Triple]:
    """Entities and relations; `asked` names the subjects about whom the rules are asked, each with its group (see `probes`)."""
    for thing in things:
        yield from _thing(model, thing)
    for subject, group in asked.items():
        yield Triple(_entity(subject), _TYPE, _own("asked", group))
    for tie in ties:
        yield from _tie(model, tie)


def _thing(model: Model, thing: Thing) -> Iterator[Triple]:
    subject = _entity(thing.id)
    yield Triple(subject, _TYPE, _own("class", thing.cls))
    for name, values in thing.values.items():
        attribute = model.attributes[name]
        for value in values:
            withheld = attribute.flag and value is True
            object = BlankNode() if withheld else _value(attribute.kind, attribute.codes, value)
            yield Triple(subject, _own("attribute", name), object)


def _tie(model: Model, tie: Tie) -> Iterator[Triple]:
    yield from _directed(model, tie, tie.start, tie.end)
    if model.relations[tie.relation].symmetric:
        yield from _directed(model, tie, tie.end, tie.start)


def _directed(model: Model, tie: Tie, start: str, end: str) -> Iterator[Triple]:
    node, relation = BlankNode(), _own("relation", tie.relation)
    yield Triple(_entity(start), relation, _entity(end))
    yield Triple(node, _TYPE, relation)
    yield Triple(node, _FROM, _entity(start))
    yield Triple(node, _TO, _entity(end))
    for name, value in tie.parts.items():
        part = model.relations[tie.relation].parts[name]
        yield Triple(node, _own("part", f"{tie.relation}.{name}"), _value(part.kind, part.codes, value))


def _value(kind: str, codes: str | None, value: Value) -> NamedNode | Literal:
    if kind in _CODED:
        return NamedNode(f"{BASE}codes/{codes}/{value}")
    if kind == "boolean":
        return Literal(str(value).lower(), datatype=NamedNode(str(XSD.boolean)))
    if kind in ("date", "partialDate"):
        return Literal(f"{value}-01-01"[:10], datatype=_DATE)
    if kind in _NUMBERS:
        return Literal(str(value), datatype=NamedNode(str(XSD.decimal)))
    return Literal(str(value), datatype=_INTEGER) if kind == "year" else Literal(str(value))


def today(day: date, rules: Iterable[Condition]) -> Iterator[Triple]:
    """The day of the evaluation, and the days at every distance from it that the rules name."""
    subject = NamedNode(str(TP.today))
    yield Triple(subject, _TYPE, NamedNode(str(TP.EvaluationDay)))
    yield Triple(subject, NamedNode(str(TP.day)), _day(day))
    yield Triple(subject, NamedNode(str(TP.year)), Literal(str(day.year), datatype=_INTEGER))
    for span in sorted({span for rule in rules for span in _spans(rule)}, key=str):
        yield from _boundary(day, span)


def _boundary(day: date, span: Span) -> Iterator[Triple]:
    subject, ahead = BlankNode(), back(day, Span(-span.count, span.unit))
    yield Triple(subject, _TYPE, NamedNode(str(TP.Boundary)))
    yield Triple(subject, NamedNode(str(TP.span)), Literal(str(span), datatype=NamedNode(str(XSD.duration))))
    yield Triple(subject, NamedNode(str(TP.ago)), _day(back(day, span)))
    yield Triple(subject, NamedNode(str(TP.ahead)), _day(ahead))


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=_DATE)


def _spans(rule: Condition) -> Iterator[Span]:
    for term in walk(rule):
        if isinstance(term, Has) and isinstance(term.test, Ago | Next):
            yield term.test.span


# ---- Shapes


def read_shapes(folder: Path) -> list[Triple]:
    """What the Turtle files of a folder say."""
    files = sorted(folder.glob("*.ttl"))
    return [triple for file in files for triple in parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True)]


def probes(shapes: Iterable[Triple], groups: Mapping[str, str]) -> Iterator[Triple]:
    """The shapes with one probe for each tag, an addressable shape that asks for its rule alone.

    A subject meets the rule of a tag unless its probe reports the subject. A tag is asked about the subjects of its group
    (`groups`), else about those of its class.
    """
    shapes = list(shapes)
    rules = {triple.object: _name(triple.subject) for triple in shapes if triple.predicate == _RULE}
    for triple in shapes:
        if triple.predicate == _TARGET and triple.subject in rules:
            yield from _probe(rules[triple.subject], triple, groups)
        else:
            yield triple


def _probe(tag: str, target: Triple, groups: Mapping[str, str]) -> Iterator[Triple]:
    probe, group = _own("probe", tag), groups.get(tag, _name(target.object))
    yield Triple(probe, _TYPE, _SHAPE)
    yield Triple(probe, _TARGET, _own("asked", group))
    yield Triple(probe, _NODE, target.subject)


def _name(term: object) -> str:
    return term.value.rpartition("/")[2] if isinstance(term, NamedNode) else ""


def _own(space: str, name: str) -> NamedNode:
    return NamedNode(f"{BASE}{space}/{name}")


def _entity(id: str) -> NamedNode:
    return NamedNode(ID + id)
