"""The part of a rule that rests on no missing value, as a rule of its own that every emitter takes. Pure.

A missing value makes a condition false, and so its opposite true: "not (in arrears is true)" holds for whom nobody
knows anything of. What a rule asks of absence by name ("is absent", "no" far end) is no such surprise and stays.
"""

from collections.abc import Sequence

from twopages.ontology.rule import (
    Both,
    Condition,
    Differs,
    Either,
    Far,
    Has,
    Not,
    OnlyOne,
    Present,
    Share,
)


def certain(condition: Condition) -> Condition:
    """A rule that holds where this one holds without resting on a missing value."""
    match condition:
        case Both(terms):
            return Both(tuple(map(certain, terms)))
        case Either(terms):
            return Either(tuple(map(certain, terms)))
        case OnlyOne(terms):
            return _only_one(terms)
        case Not(term):
            return certainly_not(term)
        case Far():
            return _counted(condition)
    return condition


def certainly_not(condition: Condition) -> Condition:
    """A rule that holds where this one fails without resting on a missing value."""
    match condition:
        case Both(terms):
            return Either(tuple(map(certainly_not, terms)))
        case Either(terms):
            return Both(tuple(map(certainly_not, terms)))
        case OnlyOne(terms):
            return Either((Both(tuple(map(certainly_not, terms))), *_pairs(terms)))
        case Not(term):
            return certain(term)
        case Far():
            return _not_counted(condition)
    return _there(condition)


def _there(condition: Condition) -> Condition:
    """The opposite of a condition on values, where these are on record."""
    match condition:
        case Share(of, base) | Differs(of, base):
            return Both((Has(of, Present()), Has(base, Present()), Not(condition)))
        case Has(of, test, part) if not isinstance(test, Present):
            return Both((Has(of, Present(), part), Not(condition)))
    return Not(condition)


def _only_one(terms: Sequence[Condition]) -> Condition:
    """One for certain, and none of the others for certain."""
    chosen = []
    for place, term in enumerate(terms):
        others = (certainly_not(other) for index, other in enumerate(terms) if index != place)
        chosen.append(Both((certain(term), *others)))
    return Either(tuple(chosen))


def _pairs(terms: Sequence[Condition]) -> list[Condition]:
    pairs = ((one, other) for place, one in enumerate(terms) for other in terms[place + 1 :])
    return [Both((certain(one), certain(other))) for one, other in pairs]


def _sure(far: Far, least: int) -> Far:
    """At least so many far ends that meet the condition for certain."""
    return Far(far.step, None if far.where is None else certain(far.where), least)


def _possible(far: Far, most: int) -> Far:
    """At most so many far ends that may meet the condition."""
    return Far(far.step, None if far.where is None else Not(certainly_not(far.where)), 0, most)


def _counted(far: Far) -> Condition:
    bounds: list[Condition] = [_sure(far, far.least)] if far.least else []
    if far.most is not None:
        bounds.append(_possible(far, far.most))
    return bounds[0] if len(bounds) == 1 else Both(tuple(bounds))


def _not_counted(far: Far) -> Condition:
    bounds: list[Condition] = [_possible(far, far.least - 1)] if far.least else []
    if far.most is not None:
        bounds.append(_sure(far, far.most + 1))
    return bounds[0] if len(bounds) == 1 else Either(tuple(bounds))
