"""What a shape asks of one value (`sh:qualifiedValueShape`) -> a test; what the compiler does not support is refused by name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from twopages.ontology.codes import read_table, table_of
from twopages.ontology.facts import Facts
from twopages.ontology.rule import (
    Ago,
    Coming,
    Contains,
    Next,
    OneOf,
    Past,
    Present,
    SchoolYears,
    SinceLastYear,
    Span,
    Test,
    Within,
)
from twopages.ontology.shape_terms import NUMBERS, Refuse
from twopages.ontology.words import BASE, DCTERMS, RDF, RDFS, SH, TP, local

_DAYS = frozenset({"date", "partialDate"})
_CODED = frozenset({"code", "division"})
_DAY_TESTS = (Ago, Next, Past, Coming, SchoolYears)
_BOUNDS: Mapping[Node, str] = {
    SH.minInclusive: "at_least",
    SH.maxInclusive: "at_most",
    SH.minExclusive: "over",
    SH.maxExclusive: "under",
}
_YEARS = (TP.septemberBefore, TP.augustBefore)
_ONES = (
    SH["in"],
    SH.hasValue,
    SH.pattern,
    TP.agoOrMore,
    TP.lessThanAgo,
    TP.withinNext,
    TP.beforeToday,
    TP.todayOrLater,
)
_TESTS = (*_BOUNDS, *_YEARS, *_ONES, TP.sinceLastYear)
_NOTES = frozenset({RDF.type, SH.datatype, SH.nodeKind})
_TRUTHS: Mapping[Node, Test] = MappingProxyType(
    {TP.beforeToday: Past(), TP.todayOrLater: Coming(), TP.sinceLastYear: SinceLastYear()}
)
_META = re.compile(r"[\\.^$*+?{}\[\]|()]")
_WRITE_SPAN = 'Write a duration such as "P18Y"^^xsd:duration, "P3M"^^xsd:duration or "P60D"^^xsd:duration'


@dataclass
class TestReader:
    """Reads tests of the values of one attribute or part after the other."""

    facts: Facts
    refuse: Refuse
    _tables: dict[str, Mapping[str, str | None]] = field(default_factory=dict)  # a list that is a table -> its codes

    def read(self, node: Node, of: Node) -> Test | None:
        """What a shape asks of a value of an attribute or part; None where it is refused."""
        about = self.facts.about.get(node, {})
        asked = [predicate for predicate in about if predicate in _TESTS]
        strange = [predicate for predicate in about if predicate not in _TESTS and predicate not in _NOTES]
        for predicate in strange:
            self.refuse(node, f"{self._name(predicate)} of a value is not supported", "Take it away, or test otherwise")
        if strange or not self._noted(node, of):
            return None
        if not asked or not self._together(asked):
            wrong = f"of a value of {self._name(of)} it asks {'several things' if asked else 'nothing'}"
            self.refuse(node, wrong, "Ask one thing in a sh:qualifiedValueShape, and join shapes with sh:and")
            return None
        return self._fitting(node, of, self._test(node, of, asked))

    @staticmethod
    def _together(asked: list[Node]) -> bool:
        return len(asked) == 1 or set(asked) <= set(_BOUNDS) or set(asked) == set(_YEARS)

    def _test(self, node: Node, of: Node, asked: list[Node]) -> Test | None:
        first = asked[0]
        if any(len(self.facts.all(node, predicate)) > 1 for predicate in asked):
            self.refuse(node, f"{self._name(first)} stands there twice", "Leave one")
            return None
        if first in (SH["in"], SH.hasValue):
            return self._one_of(node, of, first)
        return self._truth(node, first) if first in _TRUTHS else self._measured(node, asked)

    def _measured(self, node: Node, asked: list[Node]) -> Test | None:
        """A test with numbers, a text or a span in it."""
        if asked[0] in _BOUNDS:
            return self._within(node, asked)
        if asked[0] in _YEARS:
            return self._school_years(node)
        return self._contains(node) if asked[0] == SH.pattern else self._distance(node, asked[0])

    def _within(self, node: Node, asked: list[Node]) -> Within | None:
        bounds = {_BOUNDS[predicate]: self.number(node, predicate) for predicate in asked}
        if None in bounds.values():
            return None
        lowest = max((bound for name in ("at_least", "over") if (bound := bounds.get(name)) is not None), default=None)
        highest = min((bound for name in ("at_most", "under") if (bound := bounds.get(name)) is not None), default=None)
        if lowest is not None and highest is not None and lowest > highest:
            self.refuse(node, f"its range ends ({highest}) before it begins ({lowest})", "Swap them")
            return None
        return Within(**bounds)

    def number(self, node: Node, predicate: Node) -> Decimal | None:
        """The number under a predicate; refused where it is none."""
        found = self.facts.one(node, predicate)
        value = found.value if isinstance(found, Literal) else None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Decimal(value)
        self.refuse(node, f"{self._name(predicate)} is no number", "Write it in digits, without quotes")
        return None

    def _school_years(self, node: Node) -> SchoolYears | None:
        first, last = (self.number(node, predicate) for predicate in _YEARS)
        if first is None or last is None:
            return None
        if first != int(first) or last != int(last) or not 0 <= last < first:
            self.refuse(node, "its school years are not whole and in order", "Begin further back than it ends")
            return None
        return SchoolYears(int(first), int(last))

    def _one_of(self, node: Node, of: Node, predicate: Node) -> OneOf | None:
        found = self.facts.items(node, predicate)
        values = tuple(value for term in found if (value := self._value(node, of, term)) is not None)
        if not found:
            self.refuse(node, f"{self._name(predicate)} lists nothing", "Name the values")
        return OneOf(values) if values and len(values) == len(found) else None

    def _value(self, node: Node, of: Node, term: Node) -> str | bool | None:
        if isinstance(term, Literal) and isinstance(term.value, bool) and self.kind(of) == "boolean":
            return term.value
        scheme = f"{BASE}codes/{local(self.facts.text(of, TP.codes))}"
        if not isinstance(term, URIRef) or self.kind(of) not in _CODED or str(term).rpartition("/")[0] != scheme:
            wrong = f"{self._name(term)} is no value of {self._name(of)}"
            mend = f"Name codes of <{scheme}>" if self.kind(of) in _CODED else "Write true or false"
            self.refuse(node, wrong, mend if self.kind(of) in {*_CODED, "boolean"} else "Ask what its kind can answer")
            return None
        return self._present_code(node, URIRef(scheme), local(term))

    def _present_code(self, node: Node, scheme: URIRef, code: str) -> str | None:
        codes = self._codes(scheme, code)
        after = codes.get(code)
        if code not in codes:
            mend = "Name a code of the list" if codes else ""  # a concept that is declared nowhere is reported as such
            self.refuse(node, f"{code} is no code of {self._name(scheme)}", mend)
        elif after is not None:
            self.refuse(node, f"the code {code} of {self._name(scheme)} is retired", f"Name {after}, which replaced it")
        return code if code in codes and after is None else None

    def _codes(self, scheme: URIRef, code: str) -> Mapping[str, str | None]:
        """The asked code, where it exists, and what replaced it; of a table all codes, for it is read once."""
        name = str(scheme)
        table = table_of(self.facts, scheme)
        if table is not None and table.is_file():
            if name not in self._tables:
                self._tables[name] = {item.id: item.replaced_by for item in read_table(self.facts, table)}
            return self._tables[name]
        term = URIRef(f"{scheme}/{code}")
        after = self.facts.one(term, DCTERMS.isReplacedBy)
        return {code: None if after is None else local(after)} if term in self.facts.schemes.get(scheme, ()) else {}

    def _contains(self, node: Node) -> Contains | None:
        text = self.facts.text(node, SH.pattern)
        if text and not _META.search(text):
            return Contains(text)
        self.refuse(
            node, f"its sh:pattern {text or '(empty)'} is no plain text", "Write the text to be contained alone"
        )
        return None

    def _truth(self, node: Node, predicate: Node) -> Test | None:
        if self.facts.flag(node, predicate):
            return _TRUTHS[predicate]
        self.refuse(node, f"{self._name(predicate)} is not true", "Write true, and sh:not around the shape to deny it")
        return None

    def _distance(self, node: Node, predicate: Node) -> Test | None:
        span = self._span(node, predicate)
        if span is None:
            return None
        return Next(span) if predicate == TP.withinNext else Ago(span, predicate == TP.agoOrMore)

    def _span(self, node: Node, predicate: Node) -> Span | None:
        span = self.facts.span(node, predicate)
        if span is None:
            told = self.facts.text(node, predicate)
            self.refuse(node, f"{self._name(predicate)} {told} is no span of days, months or years", _WRITE_SPAN)
        return span

    def _fitting(self, node: Node, of: Node, test: Test | None) -> Test | None:
        """The test, where the kind of the value can answer it."""
        kind = self.kind(of)
        if test is None or not kind or kind in _kinds(test):
            return test
        wrong = f"{self._name(of)} is of kind {kind}, which {_what(test)} does not fit"
        self.refuse(node, wrong, f"Ask it of a value of kind {' or '.join(sorted(_kinds(test)))}")
        return None

    def _noted(self, node: Node, of: Node) -> bool:
        """Whether `sh:datatype` and `sh:nodeKind`, which may stand as notes, say what the kind says."""
        wanted = {SH.datatype: _datatype(self.kind(of)), SH.nodeKind: _node_kind(self.kind(of))}
        for predicate, right in wanted.items():
            for said in self.facts.all(node, predicate):
                if said != right:
                    wrong = f"{self._name(predicate)} {self._name(said)} is not what {self._name(of)} has"
                    self.refuse(node, wrong, "Take it away")
                    return False
        return True

    def kind(self, of: Node) -> str:
        """The kind of value of an attribute or part."""
        return local(self.facts.text(of, RDFS.range))

    def _name(self, term: Node) -> str:
        return self.facts.name(term)


def _kinds(test: Test) -> frozenset[str]:
    """The kinds of value that can answer a test."""
    if isinstance(test, _DAY_TESTS):
        return _DAYS
    match test:
        case OneOf(values):
            return frozenset({"boolean"}) if isinstance(values[0], bool) else _CODED
        case Within():
            return NUMBERS
        case Contains():
            return frozenset({"text"})
        case Present():
            return frozenset()
    return frozenset({"year"})


def _what(test: Test) -> str:
    if isinstance(test, _DAY_TESTS):
        return "a test of days"
    names = {
        OneOf: "a list of values",
        Within: "a range",
        Contains: "a search for text",
        SinceLastYear: "a test of years",
    }
    return names.get(type(test), "it")


def _datatype(kind: str) -> URIRef | None:
    """The datatype of a kind in the RDF export."""
    if kind in _DAYS:
        return XSD.date
    if kind in {"boolean", "year", "text"}:
        return {"boolean": XSD.boolean, "year": XSD.integer, "text": XSD.string}[kind]
    return XSD.decimal if kind in NUMBERS else None


def _node_kind(kind: str) -> URIRef:
    return SH.IRI if kind in _CODED else SH.Literal
