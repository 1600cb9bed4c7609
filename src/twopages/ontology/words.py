"""The namespaces of the ontology; own words are in `ontology/terms.ttl`."""

from rdflib import Namespace
from rdflib.namespace import CSVW, DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SH, SKOS

__all__ = ["CSVW", "DCAT", "DCTERMS", "FOAF", "OWL", "PROV", "RDF", "RDFS", "SH", "SKOS"]

BASE = "https://twopages.invalid/ns/"
TP = Namespace(BASE)
ROLE = Namespace(BASE + "role/")

LABELS = (RDFS.label, SKOS.prefLabel, DCTERMS.title)
DESCRIPTIONS = (RDFS.comment, SKOS.definition, DCTERMS.description)


def local(term: object) -> str:
    """The id of an own term: the last piece of its IRI."""
    return str(term).rsplit("/", 1)[-1]
