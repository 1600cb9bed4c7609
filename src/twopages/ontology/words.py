"""The namespaces of the ontology; own words are in `ontology/terms.ttl`."""

from rdflib import Namespace, URIRef
from rdflib.namespace import CSVW, DCAT, DCTERMS, FOAF, ODRL2, OWL, PROV, RDF, RDFS, SH, SKOS

__all__ = ["CSVW", "DCAT", "DCTERMS", "FOAF", "ODRL2", "OWL", "PROV", "RDF", "RDFS", "SH", "SKOS"]


class _Words(Namespace):
    """The own namespace: each of its terms is made once."""

    def __getattr__(self, name: str) -> URIRef:
        term = super().__getattr__(name)
        object.__setattr__(self, name, term)
        return term


BASE = "https://twopages.invalid/ns/"
TP = _Words(BASE)
ROLE = _Words(BASE + "role/")
DPV = Namespace("https://w3id.org/dpv#")
CV = Namespace("http://data.europa.eu/m8g/")

LABELS = (RDFS.label, SKOS.prefLabel, DCTERMS.title)
DESCRIPTIONS = (RDFS.comment, SKOS.definition, DCTERMS.description)


def local(term: object) -> str:
    """The id of an own term: the last piece of its IRI."""
    return str(term).rsplit("/", 1)[-1]
