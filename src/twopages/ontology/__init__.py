"""The ontology: Turtle in, one frozen Model out."""

from twopages.ontology.compile import load_model
from twopages.ontology.model import Model

__all__ = ["Model", "load_model"]
