"""Two SHACL engines that know nothing of each other, each asked which subjects do not meet which rules."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import pyshacl
import shacl
from rdflib import RDF, SH, Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from twopages.ontology.export import ID
from twopages.ontology.words import BASE

PROBE = f"{BASE}probe/"
DEEP = 200  # shapes within shapes that pyshacl follows; past this it would say nothing and call that valid
Outcome = set[tuple[str, str]]  # (tag, subject) where the subject does not meet the rule
Ask = Callable[[str, str], Outcome]  # of shapes and data, both as N-Triples

_prepared = lru_cache(maxsize=256)(prepareQuery)


class PreparedGraph(Graph):
    """A graph that parses a text of SPARQL once: pyshacl asks the same few for every value."""

    def query(self, query_object: str | Query, *rest: Any, **named: Any) -> Result:
        """The answer to a query."""
        known = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(known, *rest, **named)


def ask_rust(shapes: str, data: str) -> Outcome:
    """What `shacl` says; both graphs as N-Triples."""
    report = shacl.Shapes.from_text(shapes, format="ntriples").validate_text(data, format="ntriples")
    return {
        (probe.removeprefix(PROBE), _subject(result.focus_node.strip("<>")))
        for result in report.results
        if (probe := (result.source_shape or "").strip("<>")).startswith(PROBE)
    }


def ask_python(shapes: str, data: str) -> Outcome:
    """What pyshacl says, in rdflib's own store: over Oxigraph's it misread typed texts."""
    graph = PreparedGraph().parse(data=data, format="nt")
    asked = Graph().parse(data=shapes, format="nt")
    _, report, text = pyshacl.validate(graph, shacl_graph=asked, inplace=True, max_validation_depth=DEEP)
    assert isinstance(report, Graph), text
    return set(_outcomes(report))


def _outcomes(report: Graph) -> Iterator[tuple[str, str]]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        probe = str(report.value(result, SH.sourceShape))
        if probe.startswith(PROBE):
            yield probe.removeprefix(PROBE), _subject(str(report.value(result, SH.focusNode)))


def _subject(focus: str) -> str:
    return focus.removeprefix(ID)


ENGINES: Mapping[str, Ask] = {"pyshacl": ask_python, "shacl": ask_rust}
