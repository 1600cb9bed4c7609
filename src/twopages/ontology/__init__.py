"""The ontology: Turtle in, one frozen Model out, and the data dictionary from it."""

from twopages.ontology.compile import load_model
from twopages.ontology.data_dictionary import dictionary, write_dictionary
from twopages.ontology.model import Model

__all__ = ["Model", "dictionary", "load_model", "write_dictionary"]
