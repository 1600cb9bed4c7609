"""Checks of code lists: concepts of SKOS, and tables beside the Turtle."""

import csv
from collections.abc import Iterator
from pathlib import Path

from rdflib import URIRef

from twopages.ontology.codes import HEADER, concept, members, present, read_table, schemes, spelled, table_of
from twopages.ontology.facts import Mistake, Place
from twopages.ontology.model import Code
from twopages.ontology.view import View
from twopages.ontology.words import DCTERMS, SKOS, local


def list_mistakes(view: View) -> Iterator[Mistake]:
    """Code lists that are empty, tables that do not fit, concepts that contradict each other."""
    for term in view.facts.of(SKOS.Concept):
        if not view.facts.all(term, SKOS.inScheme):
            yield view.mistake(term, "is in no code list", "Add skos:inScheme with its list")
    for scheme in schemes(view.facts):
        if not view.facts.all(scheme, DCTERMS.source):
            yield view.mistake(scheme, "has no dcterms:source", "Name the standard or rule that its codes are of")
        table, concepts = table_of(view.facts, scheme), list(members(view.facts, scheme))
        if table is not None:
            yield from _table(view, scheme, table)
        elif not concepts:
            yield view.mistake(scheme, "has no codes", "Add its concepts, or a csvw:url of a table beside it")
        yield from _concepts(view, scheme, concepts)


def _concepts(view: View, scheme: URIRef, concepts: list[URIRef]) -> Iterator[Mistake]:
    codes = {local(term): concept(view.facts, term) for term in concepts}
    for term in concepts:
        code = codes[local(term)]
        if str(term) != f"{scheme}/{code.id}":
            yield view.mistake(
                term, f"its IRI is not {view.name(scheme)} and its code", f"Call it <{scheme}/{code.id}>"
            )
        for other, what in ((code.replaced_by, "replaced by"), (code.broader, "narrower than")):
            if other is not None and other not in codes:
                yield view.mistake(term, f"is {what} {other}, which is not in its list", "Name a code of the list")
    meant: dict[str, str] = {}
    for term in concepts:
        code = codes[local(term)]
        for spelling in sorted(spelled(code) | {code.id}):
            other = meant.setdefault(spelling, present(codes, code.id))
            if other != present(codes, code.id):
                wrong = f"{spelling} is also what deliveries write for {other}"
                yield view.mistake(term, wrong, "Leave the spelling to one of them")


def _table(view: View, scheme: URIRef, table: Path) -> Iterator[Mistake]:
    if not table.is_file():
        yield view.mistake(scheme, f"its table {table.name} does not exist", "Put it beside the Turtle file")
        return
    with table.open(encoding="utf-8", newline="") as file:
        if next(csv.reader(file), []) != HEADER:
            yield view.mistake(scheme, f"its table {table.name} has another header", f"Write {','.join(HEADER)}")
            return
    place = view.facts.place(scheme).file.rpartition("/")[0]
    yield from _rows(f"{place}/{table.name}", read_table(view.facts, table))


def _rows(file: str, rows: tuple[Code, ...]) -> Iterator[Mistake]:
    known: dict[str, int] = {}
    for line, code in enumerate(rows, 2):
        if known.setdefault(code.id, line) != line:
            wrong = f"is already in line {known[code.id]}"
            yield Mistake(Place(file, line), code.id, wrong, "Leave one")
        if not (code.id and code.label.zh and code.label.en):
            yield Mistake(Place(file, line), code.id, "lacks its code or a label", "Fill it in")
    for line, code in enumerate(rows, 2):
        for other, what in ((code.broader, "parent"), (code.replaced_by, "successor")):
            if other is not None and other not in known:
                yield Mistake(Place(file, line), code.id, f"its {what} {other} is not in the table", "Name one that is")


CHECKS = (list_mistakes,)
