"""What an attribute is worked out to be from one other value of the same entity: a slice of it, a parity, whether there is one. Pure."""

from twopages.ontology.derivation import Derivation, Parity, Presence, Slice
from twopages.ontology.model import Attribute, Model
from twopages.values import Value
from twopages.values.days import read_moment

OwnDerivation = Slice | Parity | Presence


def own_derivation(attribute: Attribute) -> OwnDerivation | None:
    """How an attribute follows from one other value of its entity, whatever the day; None where it does not."""
    derivation: Derivation | None = attribute.derivation
    return derivation if isinstance(derivation, OwnDerivation) else None


def own_value(model: Model, attribute: Attribute, derivation: OwnDerivation, source: Value | None) -> Value | None:
    """The value that follows from the `source`; None where none does."""
    if isinstance(derivation, Presence):
        return source is not None
    if source is None:
        return None
    text = str(source)
    if isinstance(derivation, Parity):
        digit = text[derivation.position - 1 : derivation.position]
        return (derivation.odd if int(digit) % 2 else derivation.even) if digit.isdecimal() else None
    piece = text[derivation.first - 1 : derivation.last] if len(text) >= derivation.last else ""
    return _read(model, attribute, piece)


def _read(model: Model, attribute: Attribute, piece: str) -> Value | None:
    """A piece of text as the attribute's kind understands it."""
    if attribute.kind == "date":
        return read_moment(piece)[:10] or None
    if attribute.codes is not None:
        return model.code_lists[attribute.codes].find(piece)
    return piece or None
