"""The responsibility list: which departments answer for an element, by its sources or by what it follows from. Pure."""

from collections.abc import Iterable

from twopages.ontology.derivation import far_inputs, own_inputs
from twopages.ontology.model import Model
from twopages.ontology.rule import Apart, Far, walk
from twopages.ontology.tags import needed


def responsible(model: Model, element: str) -> frozenset[str]:
    """The departments that answer for an attribute, a tag or a relation (ids); none where somebody is missing.

    A source answers by its department; what is derived, and a tag by its rule, is answered for by those who answer for
    everything that it follows from.
    """
    return _responsible(model, element, frozenset())


def _responsible(model: Model, element: str, above: frozenset[str]) -> frozenset[str]:
    """`above` are the elements that this one is asked for: what follows from itself alone has no source."""
    if element in above:
        return frozenset()
    sources = _sources(model, element)
    if sources:
        owners = {model.datasets[name].department for name in sources if name in model.datasets}
        return frozenset(owners & model.departments.keys())
    return _together(_responsible(model, name, above | {element}) for name in _follows_from(model, element))


def _together(found: Iterable[frozenset[str]]) -> frozenset[str]:
    """All of them; nobody where one of them is nobody's, or where there is none."""
    every = list(found)
    return frozenset().union(*every) if every and all(every) else frozenset()


def _sources(model: Model, element: str) -> tuple[str, ...]:
    if element in model.relations:
        return model.relations[element].sources
    return model.attributes[element].authorities if element in model.attributes else ()


def _follows_from(model: Model, element: str) -> frozenset[str]:
    """The attributes and relations that a derived attribute follows from, or that the rule of a tag asks for."""
    if element in model.tags:
        return _asked(model, element)
    derivation = model.attributes[element].derivation if element in model.attributes else None
    if derivation is None:
        return frozenset()
    far = list(far_inputs(derivation))
    names = (name for _, wanted in far for name in wanted)
    return frozenset([*own_inputs(derivation), *(path.relation for path, _ in far), *names])


def _asked(model: Model, tag: str) -> frozenset[str]:
    terms = list(walk(model.tags[tag].condition))
    followed = (term.step.relation for term in terms if isinstance(term, Far))
    compared = (step.relation for term in terms if isinstance(term, Apart) for step in (term.one, term.other))
    asked = needed([model.tags[tag].condition])
    return asked.values.union(asked.presence, followed, compared)
