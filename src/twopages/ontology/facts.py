"""Turtle files -> Facts: what they say, and in which line, so that a mistake can be found again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse
from pyoxigraph import Literal as ParsedLiteral
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from twopages.ontology.model import Code, Label
from twopages.ontology.rule import Span, Unit
from twopages.ontology.words import BASE, CSVW, DESCRIPTIONS, LABELS, RDF, SKOS

_STRING = str(XSD.string)
_SPAN = re.compile(r"P(0(?=D)|[1-9]\d*)([DMY])", re.ASCII)
_FIRST, _REST, _NIL = RDF.first, RDF.rest, RDF.nil  # looked up once, for each look-up is a search
PREFIX = re.compile(r"@prefix\s+([\w-]*):\s*<([^>]*)>")
_SUBJECT = re.compile(r"([\w-]*):([\w.-]*[\w-])(?=\s)|<([^>]*)>")
_TYPING = re.compile(r"\s+a\s")
_TITLE = re.compile(r'csvw:title\s+"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is said."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong, where, and how to mend it."""

    place: Place
    term: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        mend = self.mend if self.mend.endswith("?") else f"{self.mend}."
        return ": ".join(part for part in (str(self.place), self.term, f"{self.wrong}. {mend}") if part)


@dataclass(slots=True)
class Facts:
    """All triples of a folder, by subject and predicate in the order of the files."""

    folder: Path
    about: dict[Node, dict[Node, list[Node]]] = field(default_factory=dict)
    types: dict[Node, list[URIRef]] = field(default_factory=dict)  # type -> the named terms that have it
    schemes: dict[Node, list[URIRef]] = field(default_factory=dict)  # code list -> its concepts
    openings: dict[str, list[Place]] = field(default_factory=dict)  # subject -> where a statement about it begins
    typings: dict[str, list[Place]] = field(default_factory=dict)  # subject -> where it is said what it is
    columns: dict[tuple[str, str], list[Place]] = field(default_factory=dict)  # (dataset, header) -> where it stands
    prefixes: dict[str, str] = field(default_factory=dict)  # namespace -> prefix
    tables: dict[Path, tuple[Code, ...]] = field(
        default_factory=dict
    )  # the codes of tables beside the Turtle, read once
    mistakes: list[Mistake] = field(default_factory=list)  # what kept a file from being read

    def all(self, subject: Node | None, predicate: Node) -> list[Node]:
        """The objects of a predicate, in the order of the file."""
        return self.about.get(subject, {}).get(predicate, []) if subject is not None else []

    def one(self, subject: Node | None, predicate: Node) -> Node | None:
        """The first object of a predicate."""
        return next(iter(self.all(subject, predicate)), None)

    def text(self, subject: Node | None, predicate: Node) -> str:
        """The first object as text, empty where there is none."""
        found = self.one(subject, predicate)
        return "" if found is None else str(found)

    def flag(self, subject: Node | None, predicate: Node) -> bool:
        """Whether a predicate is true."""
        found = self.one(subject, predicate)
        return isinstance(found, Literal) and found.value is True

    def span(self, subject: Node | None, predicate: Node) -> Span | None:
        """The first object as a span of days, months or years, such as P60D or P0D; None where it is none."""
        found = self.one(subject, predicate)
        match = _SPAN.fullmatch(str(found))
        if match is None or not isinstance(found, Literal) or found.datatype != XSD.duration:
            return None
        return Span(int(match[1]), cast(Unit, match[2]))

    def items(self, subject: Node | None, predicate: Node) -> list[Node]:
        """The members of a list, or the single object where there is no list."""
        head = self.one(subject, predicate)
        if head is None or (head != _NIL and _FIRST not in self.about.get(head, {})):
            return [] if head is None else [head]
        return list(self._members(head))

    def _members(self, head: Node | None) -> Iterator[Node]:
        seen: set[Node] = set()
        while head is not None and head != _NIL and head not in seen:
            seen.add(head)
            yield from self.all(head, _FIRST)[:1]
            head = self.one(head, _REST)

    def of(self, cls: Node) -> list[URIRef]:
        """The named terms of a type, in the order of the files."""
        return self.types.get(cls, [])

    def label(self, subject: Node) -> Label:
        """The label in both languages."""
        return self.bilingual(subject, *LABELS)

    def description(self, subject: Node) -> Label:
        """The description in both languages."""
        return self.bilingual(subject, *DESCRIPTIONS)

    def bilingual(self, subject: Node, *predicates: Node) -> Label:
        """The first Chinese and the first English text of any of the predicates."""
        texts = [text for predicate in predicates for text in self.all(subject, predicate) if isinstance(text, Literal)]
        first = {language: str(text) for text in reversed(texts) if (language := text.language) is not None}
        return Label(first.get("zh", ""), first.get("en", ""))

    def place(self, term: Node, header: str = "") -> Place:
        """Where a term, or a column of a dataset, is first said."""
        said = self.typings.get(str(term)) or self.openings.get(str(term))
        found = self.columns.get((str(term), header)) or said
        return found[0] if found else Place(self.folder.name, 0)

    def name(self, term: Node) -> str:
        """A term as it is written in Turtle."""
        text = str(term)
        spaces = [space for space in self.prefixes if text.startswith(space)]
        space = max(spaces, key=len, default="")
        return f"{self.prefixes[space]}:{text[len(space) :]}" if space else text


class _Listing:
    """Lists what the parser says, in its order; equal terms are made once, for most stand often."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.kept: dict[Node, dict[Node, list[URIRef]]] = {RDF.type: facts.types, SKOS.inScheme: facts.schemes}
        self.terms: dict[object, Node] = {}

    def add(self, triple: Triple) -> None:
        """Add one triple; what is said twice is kept once."""
        subject, predicate, value = self.term(triple.subject), self.term(triple.predicate), self.term(triple.object)
        values = self.facts.about.setdefault(subject, {}).setdefault(predicate, [])
        if value not in values:
            values.append(value)
            if isinstance(subject, URIRef) and (kept := self.kept.get(predicate)) is not None:
                kept.setdefault(value, []).append(subject)

    def term(self, parsed: object) -> Node:
        """The term as the rest of this room knows it."""
        found = self.terms.get(parsed)
        if found is None:
            found = self.terms[parsed] = _term(parsed)
        return found


def _term(parsed: object) -> Node:
    match parsed:
        case NamedNode():
            return URIRef(parsed.value)
        case BlankNode():
            return BNode(parsed.value)
        case ParsedLiteral():
            if parsed.language or parsed.datatype.value == _STRING:
                return Literal(parsed.value, lang=parsed.language)
            datatype = URIRef(parsed.datatype.value)
            return Literal(parsed.value, datatype=datatype, normalize=datatype != XSD.duration)  # P30M is no P2Y6M
    raise TypeError(f"Turtle has no {type(parsed).__name__}")


def read_facts(folder: Path) -> Facts:
    """Everything that the Turtle files of a folder say; what cannot be read is among the mistakes."""
    facts = Facts(folder)
    listing = _Listing(facts)
    files = sorted(folder.rglob("*.ttl"))
    if not files:
        facts.mistakes.append(
            Mistake(Place(str(folder), 0), "", "there is no Turtle file", "Name the ontology's folder")
        )
    for file in files:
        _read(facts, listing, file)
    return facts


def _read(facts: Facts, listing: _Listing, file: Path) -> None:
    name = f"{facts.folder.name}/{file.relative_to(facts.folder).as_posix()}"
    try:
        text = file.read_text(encoding="utf-8")
        index(facts, name, text)
        for triple in parse(text, format=RdfFormat.TURTLE):
            listing.add(triple)
    except SyntaxError as error:
        facts.mistakes.append(_not_turtle(name, text, error))
    except (OSError, UnicodeDecodeError) as error:
        facts.mistakes.append(Mistake(Place(name, 0), "", f"cannot be read: {error}", "Save it as UTF-8"))


def _not_turtle(name: str, text: str, error: SyntaxError) -> Mistake:
    """What is wrong in a file that cannot be parsed; the slower parser says it more clearly, where it agrees."""
    place, why = Place(name, error.lineno or 0), str(error.msg)
    try:
        Graph().parse(data=text, format="turtle")
    except BadSyntax as clearer:
        place, why = Place(name, clearer.lines + 1), clearer._why
    return Mistake(place, "", f"not Turtle: {why}", "Look at this line and the one before")


def index(facts: Facts, name: str, text: str) -> None:
    """Remember in which line each statement and each column begins."""
    spaces = dict(PREFIX.findall(text))
    facts.prefixes.update({space: prefix for prefix, space in spaces.items()})
    subject = ""
    for number, line in enumerate(text.splitlines(), 1):
        found = _SUBJECT.match(line)
        if found is not None:
            subject = _expand(found, spaces)
            facts.openings.setdefault(subject, []).append(Place(name, number))
            if _TYPING.match(line, found.end()):
                facts.typings.setdefault(subject, []).append(Place(name, number))
        for title in _TITLE.findall(line):
            facts.columns.setdefault((subject, title), []).append(Place(name, number))


def _expand(found: re.Match[str], spaces: Mapping[str, str]) -> str:
    prefix, rest, whole = found.groups()
    return whole if whole is not None else spaces.get(prefix, f"{prefix}:") + rest


def is_own(term: Node) -> bool:
    """Whether a term is of the own namespace."""
    return isinstance(term, URIRef) and str(term).startswith(BASE)


def header(facts: Facts, column: Node) -> str:
    """The header of a column."""
    return facts.text(column, CSVW.title)
