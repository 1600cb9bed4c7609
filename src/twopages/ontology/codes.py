"""Code lists: SKOS concepts, or a CSV table that stands beside the Turtle, and the index of every spelling."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from rdflib import URIRef

from twopages.ontology.facts import Facts
from twopages.ontology.model import Code, CodeList, Label
from twopages.ontology.words import CSVW, DCTERMS, RDF, SKOS, TP, local
from twopages.values import tidy

HEADER = ["code", "name_zh", "name_en", "parent", "replaced_by"]


def code_lists(facts: Facts) -> Mapping[str, CodeList]:
    """All code lists by id."""
    return MappingProxyType({local(scheme): code_list(facts, scheme) for scheme in schemes(facts)})


def schemes(facts: Facts) -> list[URIRef]:
    """The schemes that are code lists; that of the tags is none."""
    return [scheme for scheme in facts.of(SKOS.ConceptScheme) if TP.TagCatalogue not in facts.all(scheme, RDF.type)]


def code_list(facts: Facts, scheme: URIRef) -> CodeList:
    """One code list, from its concepts or its table."""
    table = table_of(facts, scheme)
    found = read_table(facts, table) if table else (concept(facts, term) for term in members(facts, scheme))
    codes = MappingProxyType({code.id: code for code in found})
    return CodeList(local(scheme), facts.label(scheme), facts.text(scheme, DCTERMS.source), codes, index(codes))


def members(facts: Facts, scheme: URIRef) -> Iterator[URIRef]:
    """The concepts of a code list in its order."""
    return (term for term in facts.schemes.get(scheme, ()) if SKOS.Concept in facts.all(term, RDF.type))


def table_of(facts: Facts, scheme: URIRef) -> Path | None:
    """The CSV file that holds the codes of a list, if there is one; it stands beside the Turtle file."""
    name = facts.text(scheme, CSVW.url)
    return facts.folder.parent / Path(facts.place(scheme).file).parent / name if name else None


def read_table(facts: Facts, path: Path) -> tuple[Code, ...]:
    """The codes of a CSV table, read once."""
    if path not in facts.tables:
        facts.tables[path] = tuple(_rows(path))
    return facts.tables[path]


def _rows(path: Path) -> Iterator[Code]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            label = Label(row["name_zh"], row["name_en"])
            yield Code(row["code"], label, (), row["replaced_by"] or None, row["parent"] or None)


def index(codes: Mapping[str, Code]) -> Mapping[str, str]:
    """Every accepted spelling and the present code that it means; what could mean two codes means none."""
    spellings: dict[str, set[str]] = {}
    for code in codes.values():
        for spelling in spelled(code):
            spellings.setdefault(spelling, set()).add(present(codes, code.id))
    clear = {text: meant.copy().pop() for text, meant in spellings.items() if len(meant) == 1}
    return MappingProxyType(_bare(codes) | clear | {code: present(codes, code) for code in codes})


def spelled(code: Code) -> set[str]:
    """What deliveries may write for a code, beside the code itself."""
    return {tidy(text) for text in (code.label.zh, code.label.en, *code.variants)}


def present(codes: Mapping[str, Code], code: str) -> str:
    """The code that stands for a retired one today."""
    after = codes[code].replaced_by
    return after if after is not None and after in codes else code


def _bare(codes: Mapping[str, Code]) -> dict[str, str]:
    """Codes that lost their leading zeros in a spreadsheet, where no other code is meant."""
    bare: dict[str, list[str]] = {}
    for code in codes:
        if code.isdigit() and code[0] == "0":
            bare.setdefault(code.lstrip("0") or "0", []).append(present(codes, code))
    return {text: meant[0] for text, meant in bare.items() if len(meant) == 1}


def concept(facts: Facts, term: URIRef) -> Code:
    """One concept as a code."""
    after, broader = facts.one(term, DCTERMS.isReplacedBy), facts.one(term, SKOS.broader)
    variants = (*facts.all(term, SKOS.altLabel), *facts.all(term, SKOS.hiddenLabel))
    return Code(
        local(term),
        facts.label(term),
        tuple(map(str, variants)),
        local(after) if after else None,
        local(broader) if broader else None,
        facts.text(term, TP.mapLayer),
    )
